//! A file is changed in a draft, which takes its place once it has no faults.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;

use super::{
    editor,
    output::{self, Reply},
    whole,
};
use crate::{diagnostic::printable, private, runtime::clock};

/// What is to be changed.
pub(in super::super) struct Work<'w> {
    /// The file. It need not be there.
    pub(in super::super) target: &'w Path,
    /// What to begin with where there is no such file.
    pub(in super::super) shipped: Option<Vec<u8>>,
    /// The folder for what is of this machine alone: drafts are in it.
    pub(in super::super) state: &'w Path,
    pub(in super::super) judge: &'w dyn Fn(Vec<u8>) -> Judged,
}

/// What there is to say of a text.
pub(in super::super) struct Judged {
    /// Whether it may take the place of the file.
    pub(in super::super) is_good: bool,
    pub(in super::super) page: String,
}

/// A draft of an earlier time.
struct Left {
    /// The file has been changed since.
    is_old: bool,
}

/// What an editor is given.
struct Draft {
    path: PathBuf,
    /// What it began with.
    base: PathBuf,
}

impl Draft {
    /// Called like the file and its folders, so that every file has its own, and ending as it does, so that an editor
    /// knows what it is.
    fn of(target: &Path, state: &Path) -> Self {
        let absolute = std::path::absolute(target).unwrap_or_else(|_| target.to_path_buf());
        let name = absolute.to_string_lossy().replace(['/', std::path::MAIN_SEPARATOR], "%");
        // What is deepest tells files apart.
        let skipped = name.char_indices().map(|(at, _)| at).find(|at| name.len() - at <= LONGEST_NAME);
        let name = name.split_at(skipped.unwrap_or_default()).1;
        let folder = state.join("drafts");
        Self { path: folder.join(name), base: folder.join("begun-with").join(name) }
    }

    fn begin(&self, text: &[u8]) -> io::Result<()> {
        for path in [&self.base, &self.path] {
            path.parent().map_or(Ok(()), private::make)?;
            private::create(path)?.write_all(text)?;
        }
        Ok(())
    }

    fn end(&self) -> io::Result<()> {
        let _ = fs::remove_file(&self.base);
        fs::remove_file(&self.path)
    }
}

/// What the user wants to do with a draft that has faults.
enum Choice {
    Again,
    Keep,
    Drop,
}

/// Left without a change, as after a question that was answered with no.
const DROPPED: u8 = 130;
const FAULTY: u8 = 2;

impl Work<'_> {
    /// Opens the editor until the draft is good, or the user has had enough of it.
    ///
    /// # Errors
    /// When there is no editor, or a file cannot be read or written. The draft stays then.
    pub(in super::super) fn edit(self) -> anyhow::Result<ExitCode> {
        let before = whole(self.target)?;
        let start = before.clone().or_else(|| self.shipped.clone()).unwrap_or_default();
        let draft = Draft::of(self.target, self.state);
        let shown = printable(&draft.path.to_string_lossy()).into_owned();
        let found = self.left_behind(&draft)?;
        if found.is_none() {
            draft.begin(&start).with_context(|| format!("cannot write the draft {shown}"))?;
        }
        loop {
            let began = clock::now();
            let edited = editor::run(&draft.path);
            let text = whole(&draft.path)?;
            let Some(text) = text.filter(|text| *text != start) else {
                // What the editor has to say comes last.
                let _ = draft.end();
                edited?;
                return self.unchanged(start, clock::now().since(began) < AT_ONCE);
            };
            edited
                .with_context(|| format!("{} is as it was, and the draft stays at {shown}", self.name()))?;
            let judged = (self.judge)(text.clone());
            if !judged.page.is_empty() {
                output::print(&judged.page)?;
            }
            if judged.is_good {
                let is_old = matches!(found, Some(Left { is_old: true }));
                if !self.may_write(before.as_deref().filter(|_| !is_old))? {
                    output::print(&format!("{} stays as it is now, and the draft at {shown}.", self.name()))?;
                    return Ok(ExitCode::from(DROPPED));
                }
                self.put(&text)
                    .with_context(|| format!("cannot write {}; what you wrote is at {shown}", self.name()))?;
                let _ = draft.end();
                return output::print(&format!("Saved {}.", self.name()));
            }
            let stays = if before.is_some() { "stays as it was" } else { "is not written" };
            match ask(&format!("{} {stays} until this is mended.", self.name()))? {
                Choice::Again => {}
                Choice::Keep => {
                    output::print(&format!(
                        "The draft is kept at {shown}; the same command goes on with it."
                    ))?;
                    return Ok(ExitCode::from(FAULTY));
                }
                Choice::Drop => {
                    draft.end().with_context(|| format!("cannot delete {shown}"))?;
                    output::print(&format!("Dropped. {} {stays}.", self.name()))?;
                    return Ok(ExitCode::from(DROPPED));
                }
            }
        }
    }

    fn name(&self) -> String {
        printable(&self.target.to_string_lossy()).into_owned()
    }

    /// The draft that was left behind, if there is one that the user wants to have back.
    fn left_behind(&self, draft: &Draft) -> anyhow::Result<Option<Left>> {
        let Ok(metadata) = fs::metadata(&draft.path) else { return Ok(None) };
        let is_old = whole(self.target)? != whole(&draft.base)?;
        let since = metadata.modified().ok().and_then(|time| jiff::Timestamp::try_from(time).ok());
        let zone = clock::wall().time_zone().clone();
        let since = since.map(|time| format!(" from {}", time.to_zoned(zone).strftime("%Y-%m-%d %H:%M")));
        let older = if is_old { ", which has been changed since" } else { "" };
        let what = format!("There is a draft{} of {}{older}.", since.unwrap_or_default(), self.name());
        let reply = output::ask(&format!("{what} Go on with it? [Y/n]"))?;
        let is_dropped = matches!(reply, Reply::Said(answer) if matches!(&*answer, "n" | "no"));
        Ok((!is_dropped).then_some(Left { is_old }))
    }

    fn unchanged(&self, text: Vec<u8>, at_once: bool) -> anyhow::Result<ExitCode> {
        let judged = (self.judge)(text);
        let hint = if at_once { WINDOW } else { "" };
        if judged.is_good {
            return output::print(&format!("Nothing was changed.{hint}"));
        }
        output::print(&judged.page)?;
        output::print(&format!("Nothing was changed, and there are faults.{hint}"))?;
        Ok(ExitCode::from(FAULTY))
    }

    /// False where the file is no longer `before`, with which the draft began, and the user does not want to lose that.
    fn may_write(&self, before: Option<&[u8]>) -> anyhow::Result<bool> {
        if whole(self.target)?.as_deref() == before {
            return Ok(true);
        }
        let what = format!("{} has been changed meanwhile, and not here.", self.name());
        let reply = output::ask(&format!("{what} Write over it? [y/N]"))?;
        Ok(matches!(reply, Reply::Said(answer) if output::is_yes(&answer)))
    }

    /// In one go: whoever reads the file at any moment finds the one text or the other.
    fn put(&self, text: &[u8]) -> io::Result<()> {
        // What a link leads to is changed, not the link.
        let target = fs::canonicalize(self.target).unwrap_or_else(|_| self.target.to_path_buf());
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        private::make(folder)?;
        let unready = folder.join(format!(".supple-{}.new", std::process::id()));
        let write = || {
            let mut file = private::file().write(true).create_new(true).open(&unready)?;
            file.write_all(text)?;
            if let Ok(metadata) = fs::metadata(&target) {
                file.set_permissions(metadata.permissions())?;
            }
            file.sync_all()?;
            fs::rename(&unready, &target)
        };
        write().inspect_err(|_| {
            let _ = fs::remove_file(&unready);
        })
    }
}

/// Nobody has looked at anything in so short a time.
const AT_ONCE: Duration = Duration::from_secs(1);
const WINDOW: &str =
    " An editor with a window of its own has to be told to wait, such as EDITOR=\"code --wait\".";
/// In bytes: every file system takes so long a name.
const LONGEST_NAME: usize = 240;

/// What to do with a draft that has faults. Where nobody can be asked it is kept.
fn ask(what: &str) -> anyhow::Result<Choice> {
    output::print(what)?;
    loop {
        let reply = output::ask("(e) edit again, (k) keep the draft for later, (d) drop it [E/k/d]")?;
        let Reply::Said(answer) = reply else { return Ok(Choice::Keep) };
        match &*answer {
            "" | "e" | "edit" => return Ok(Choice::Again),
            "k" | "keep" => return Ok(Choice::Keep),
            "d" | "drop" => return Ok(Choice::Drop),
            _ => {}
        }
    }
}
