//! What every reminder that runs lets others know: a small file of its own.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process,
};

use jiff::Timestamp;
use rustix::process::{Pid, test_kill_process};
use serde::{Deserialize, Serialize};

use crate::private;

/// How one reminder stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// As it was named on the command line.
    pub routine: String,
    /// When it asks next; `None` while it asks or the session runs.
    pub next: Option<Timestamp>,
    pub state: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    Waiting,
    Snoozed,
    Asking,
    Running,
}

/// Every reminder of this user that runs, by the folder of `config::paths::runtime`, in the order of what comes next.
/// What a killed one has left behind is cleared away.
pub fn standing(folder: &Path) -> Vec<Standing> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let read = |path: PathBuf| {
        let name = path.file_name()?.to_str()?;
        let number = name.strip_prefix(PREFIX)?.strip_suffix(".json")?;
        // Anybody may have put a file there, and rustix does not take a negative number for one.
        let pid = number.parse::<u32>().ok().and_then(|pid| Pid::from_raw(pid.try_into().ok()?))?;
        if test_kill_process(pid) == Err(rustix::io::Errno::SRCH) {
            let _ = fs::remove_file(&path);
            return None;
        }
        serde_json::from_slice(&fs::read(&path).ok()?).ok()
    };
    let mut all: Vec<Standing> = entries.filter_map(|entry| read(entry.ok()?.path())).collect();
    all.sort_by_key(|standing| standing.next);
    all
}

const PREFIX: &str = "remind-";

/// The file of this process. Dropping it takes the file away.
pub(super) struct Notice {
    path: PathBuf,
    last: Option<Standing>,
}

impl Notice {
    /// Nothing is written yet.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        private::make(folder)?;
        Ok(Self { path: folder.join(format!("{PREFIX}{}.json", process::id())), last: None })
    }

    /// Puts the file in place of the one before, so that nobody reads half of it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn put(&mut self, standing: Standing) -> io::Result<()> {
        if self.last.as_ref() == Some(&standing) {
            return Ok(());
        }
        let new = self.path.with_extension("new");
        let mut file = private::create(&new)?;
        serde_json::to_writer(&mut file, &standing)?;
        file.write_all(b"\n")?;
        drop(file);
        fs::rename(&new, &self.path)?;
        self.last = Some(standing);
        Ok(())
    }
}

impl Drop for Notice {
    fn drop(&mut self) {
        // What is left behind is known by its dead process.
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(self.path.with_extension("new"));
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn reminders_that_run_are_found_and_the_remains_of_others_cleared() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("supple");
        assert_eq!(standing(&folder), []);
        let mut notice = Notice::new(&folder).unwrap();
        let next = Some("2026-11-21T10:30:00Z".parse().unwrap());
        let mine = Standing { routine: "sitting-break".into(), next, state: Stage::Waiting };
        notice.put(mine.clone()).unwrap();
        let text = fs::read_to_string(&notice.path).unwrap();
        assert_eq!(
            text,
            "{\"routine\":\"sitting-break\",\"next\":\"2026-11-21T10:30:00Z\",\"state\":\"waiting\"}\n"
        );
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&notice.path), mode(&folder)), (0o600, 0o700));

        // No process has this number on Linux.
        let dead = folder.join("remind-4194305.json");
        fs::write(&dead, &text).unwrap();
        for rubbish in ["remind-x.json", "remind-0.json", "remind--1.json", "other", "remind-1.json"] {
            fs::write(folder.join(rubbish), "{").unwrap();
        }
        assert_eq!(standing(&folder), std::slice::from_ref(&mine));
        assert!(!dead.exists() && folder.join("other").exists());

        let asking = Standing { next: None, state: Stage::Asking, ..mine };
        notice.put(asking.clone()).unwrap();
        assert_eq!(standing(&folder), [asking]);
        drop(notice);
        assert_eq!(standing(&folder), []);
    }
}
