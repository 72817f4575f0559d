use std::process::ExitCode;

fn main() -> ExitCode {
    supple::cli::main()
}
