use clap::Parser;
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    cmd: Cmd,
}
#[derive(clap::Subcommand)]
enum Cmd {
    Run(supple::cli::run::Args),
}
fn main() -> anyhow::Result<std::process::ExitCode> {
    let Cmd::Run(args) = Cli::parse().cmd;
    supple::cli::run::run(args, supple::config::paths::Paths::find()?)
}
