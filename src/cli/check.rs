//! `supple check FILE…`

mod unheard;

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::{Mistake, library, output};
use crate::{
    diagnostic::{Diagnostic, Look, Report, Severity, render},
    routine::{File, Found, Library, NotFound, position_note},
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
        // What runs by its name is checked by it as well, unless there is a file that is called so.
        let own = path.to_str().filter(|_| !path.exists()).and_then(|name| library.own_file(name));
        let path = own.as_ref().unwrap_or(path);
        let verdict = match library.file(path) {
            Ok(found) => Verdict::of(found, &library, path).at(path, &library),
            Err(NotFound::Unreadable { path, reason }) => Verdict::unreadable(path, &reason, &library),
            Err(error) => return Err(Mistake(error.to_string()).into()),
        };
        good &= verdict.is_good();
        if args.json {
            let some = verdict.diagnostics.iter().take(MOST);
            reports.extend(some.map(|fault| Report::new(&verdict.name, &verdict.source, fault)));
        } else {
            page.push_str(&verdict.page(look));
        }
    }
    if args.json {
        output::print_json(&reports)?;
    } else {
        output::print(&page)?;
    }
    Ok(ExitCode::from(if good { 0 } else { 2 }))
}

/// All that there is to say of one file.
pub(super) struct Verdict {
    name: String,
    source: String,
    diagnostics: Vec<Diagnostic>,
    file: Option<File>,
}

impl Verdict {
    /// Of what was found at this path, or is to be put there.
    pub(super) fn of(found: Found<File>, library: &Library, path: &Path) -> Self {
        let Found { path: name, source, mut diagnostics, value: file, .. } = found;
        // What ships is as it is meant to be.
        let ships = library.is_shipped(path, &source);
        diagnostics.retain(|diagnostic| !ships || diagnostic.severity != Severity::Note);
        if let Some(File::Routine(routine)) = &file {
            diagnostics.extend(position_note(routine));
            if !ships {
                diagnostics.extend(unheard::notes(routine));
            }
        }
        Self { name, source, diagnostics, file }
    }

    /// The same, and which file that ships it takes the place of.
    pub(super) fn at(mut self, path: &Path, library: &Library) -> Self {
        self.diagnostics.extend(library.shipped_behind(path).map(|what| {
            let id = path.file_stem().unwrap_or_default().to_string_lossy();
            let everywhere = if what == "an exercise" { ", also in routines that ship" } else { "" };
            Diagnostic::note(None, format!("this takes the place of {what} that ships, `{id}`{everywhere}"))
                .help("if that is not what you want, give the file another name")
        }));
        self
    }

    fn unreadable(path: String, reason: &str, library: &Library) -> Self {
        let mut fault = Diagnostic::error(None, format!("cannot read this file: {reason}"));
        fault.help = library.shipped_as(&path).map(|what| format!("`{path}` is {what} that ships, and good"));
        Self { name: path, source: String::new(), diagnostics: vec![fault], file: None }
    }

    /// The same without notes that were there already.
    pub(super) fn besides(mut self, known: Option<&Self>) -> Self {
        let is_known = |note: &Diagnostic| {
            known.is_some_and(|known| known.diagnostics.iter().any(|other| other.message == note.message))
        };
        self.diagnostics.retain(|note| note.severity != Severity::Note || !is_known(note));
        self
    }

    /// Whether it can be used.
    pub(super) const fn is_good(&self) -> bool {
        self.file.is_some()
    }

    /// Every fault with its line; of what is good also what it is.
    pub(super) fn page(&self, look: Look) -> String {
        let mut page = render(&self.name, &self.source, &self.diagnostics, look);
        if let Some(file) = &self.file {
            let what = match file {
                File::Exercise(exercise) => format!("exercise “{}”", exercise.words.name),
                File::Routine(routine) => format!("routine “{}”", routine.name),
                File::Program(program) => format!("program “{}”", program.name),
            };
            let _ = writeln!(page, "{}: good ({what})", self.name);
        }
        page
    }
}
