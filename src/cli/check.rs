//! `supple check FILE…`

use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

use super::{Mistake, library, output};
use crate::{
    diagnostic::{Diagnostic, Report, render},
    routine::{File, NotFound, position_note},
};

/// Check routine files: every fault, with its line and how to mend it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Routine, exercise or program files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the faults as JSON, for editors.
    #[arg(long)]
    json: bool,
}

/// What editors are told of one file at most.
const MOST: usize = 1_000;

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let library = library().with_notes().with_exercise_files(args.files.iter().map(PathBuf::as_path));
    let look = output::stdout_look();
    let mut good = true;
    let mut page = String::new();
    let mut reports = Vec::new();
    for path in &args.files {
        let (name, source, diagnostics, file) = match library.file(path) {
            Ok(found) => (found.path, found.source, found.diagnostics, found.value),
            Err(NotFound::Unreadable { path, reason }) => {
                let fault = Diagnostic::error(None, format!("cannot read this file: {reason}"));
                (path, String::new(), vec![fault], None)
            }
            Err(error) => return Err(Mistake(error.to_string()).into()),
        };
        let mut diagnostics = diagnostics;
        if let Some(File::Routine(routine)) = &file {
            diagnostics.extend(position_note(routine));
        }
        good &= file.is_some();
        if args.json {
            let some = diagnostics.iter().take(MOST);
            reports.extend(some.map(|diagnostic| Report::new(&name, &source, diagnostic)));
            continue;
        }
        page.push_str(&render(&name, &source, &diagnostics, look));
        if let Some(file) = file {
            let what = match file {
                File::Exercise(exercise) => format!("exercise “{}”", exercise.words.name),
                File::Routine(routine) => format!("routine “{}”", routine.name),
                File::Program(program) => format!("program “{}”", program.name),
            };
            let _ = writeln!(page, "{name}: good ({what})");
        }
    }
    if args.json {
        output::print_json(&reports)?;
    } else {
        output::print(&page)?;
    }
    Ok(ExitCode::from(if good { 0 } else { 2 }))
}
