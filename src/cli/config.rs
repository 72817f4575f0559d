//! `supple config path|show|default|edit`

use std::{
    io::{self, IsTerminal as _, Write as _},
    process::ExitCode,
};

use anyhow::Context as _;

use super::{
    edit::{Judged, Work},
    output,
};
use crate::{
    config::{
        paths::Paths,
        settings::{self, Loaded},
    },
    diagnostic::{Diagnostic, Severity, place, printable, render},
    ui::Complaint,
};

/// Show the settings, where they are written, or a file to start from; or change them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(default_value = "show")]
    what: What,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum What {
    /// Where the settings are written.
    Path,
    /// Every setting and the value that it has.
    Show,
    /// A commented file with every setting at its default.
    Default,
    /// Change them in your editor: what cannot be understood does not take the place of what is there.
    Edit,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let folder =
        || Paths::find().map(|paths| paths.config).context("there is no home folder with settings; set HOME");
    match args.what {
        What::Default => output::print(&settings::sample()),
        What::Edit => edit(),
        What::Path => output::print(&settings::path(&folder()?).to_string_lossy()),
        What::Show => {
            let loaded = settings::load(&folder()?);
            complain(&loaded);
            let lines: Vec<String> =
                loaded.settings.values().map(|(key, value)| format!("{key} = {value}")).collect();
            output::print(&lines.join("\n"))?;
            Ok(ExitCode::from(if loaded.diagnostics.iter().any(Diagnostic::is_error) { 2 } else { 0 }))
        }
    }
}

/// Begins with the sample where there are no settings.
fn edit() -> anyhow::Result<ExitCode> {
    let paths = Paths::find().context("there is no home folder with settings; set HOME")?;
    let target = settings::path(&paths.config);
    let judge = |text: Vec<u8>| {
        let (text, faults) = match String::from_utf8(text) {
            Ok(text) => {
                let (_, faults) = settings::read(&text);
                (text, faults)
            }
            Err(_) => (String::new(), vec![Diagnostic::error(None, "the settings are not UTF-8 text")]),
        };
        let page = render(&target.to_string_lossy(), &text, &faults, output::stdout_look());
        Judged { is_good: !faults.iter().any(Diagnostic::is_error), page }
    };
    let shipped = Some(settings::sample().into_bytes());
    Work { target: &target, shipped, state: &paths.state, judge: &judge }.edit()
}

/// Says on standard error what is wrong with the settings.
pub(crate) fn complain(loaded: &Loaded) {
    let look = output::look(io::stderr().is_terminal());
    let page = render(&loaded.path.to_string_lossy(), &loaded.source, &loaded.diagnostics, look);
    // If standard error is gone there is nobody left to be told.
    let _ = io::stderr().write_all(page.as_bytes());
}

/// The first of it in a line, and how much more there is.
pub(crate) fn complaint(loaded: &Loaded) -> Option<Complaint> {
    let faults = || loaded.diagnostics.iter().filter(|fault| fault.severity != Severity::Note);
    let first = faults().find(|fault| fault.is_error()).or_else(|| faults().next())?;
    let line = first.span.as_ref().map(|span| format!(" line {}", place(&loaded.source, span.start).line));
    let what = format!("config.toml{}: {}", line.unwrap_or_default(), printable(&first.message));
    Some(Complaint::new(what, faults().count() - 1))
}
