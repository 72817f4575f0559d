//! A home folder of a test's own, and what supple has left in it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

/// Vanishes with the test.
pub(crate) struct Home {
    folder: tempfile::TempDir,
    /// What lasts no longer than a login: not among the files of the home.
    runtime: tempfile::TempDir,
    /// What its programs have in their environment besides, or in place of, what all have.
    pub(crate) more: Vec<(String, String)>,
}

impl Home {
    /// Of somebody who has read what to heed, and tried the sound.
    pub(crate) fn new() -> Self {
        let home = Self::of_a_newcomer();
        let state = home.path().join("state/supple");
        fs::create_dir_all(&state).unwrap();
        fs::write(state.join("safety-read"), "").unwrap();
        fs::write(state.join("sound-tried"), "").unwrap();
        home
    }

    /// Of somebody who has never run supple.
    pub(crate) fn of_a_newcomer() -> Self {
        let folder = || tempfile::tempdir().unwrap();
        Self { folder: folder(), runtime: folder(), more: Vec::new() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What `XDG_RUNTIME_DIR` is for its programs.
    pub(crate) fn runtime(&self) -> &Path {
        self.runtime.path()
    }

    /// Writes a routine of the user's own.
    pub(crate) fn routine(&self, id: &str, text: &str) {
        let folder = self.path().join("config/supple/routines");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{id}.toml")), text).unwrap();
    }

    pub(crate) fn settings(&self, text: &str) {
        let folder = self.path().join("config/supple");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("config.toml"), text).unwrap();
    }

    /// Everything in the history, oldest first.
    pub(crate) fn records(&self) -> Vec<Value> {
        lines_of(&files(&self.path().join("data/supple/history")))
    }

    /// The only session in the history.
    #[track_caller]
    pub(crate) fn record(&self) -> Value {
        let mut records = self.records();
        assert_eq!(records.len(), 1, "{records:#?}");
        records.remove(0)
    }

    /// The journals that are there, of sessions that run or were cut off.
    pub(crate) fn journals(&self) -> Vec<PathBuf> {
        files(&self.path().join("state/supple/journal"))
    }

    /// The events in the journals.
    pub(crate) fn journalled(&self) -> Vec<Value> {
        lines_of(&self.journals())
    }

    /// What libraries have printed while the screen was up.
    #[cfg(feature = "sound")]
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path().join("state/supple/supple.log")).unwrap_or_default()
    }

    /// supple with this home, without a terminal and without anybody at its standard input.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_supple"));
        command.args(args).env_clear().envs(self.environment()).stdin(Stdio::null());
        command
    }

    /// Runs it to its end, which must come within a minute.
    #[track_caller]
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        let mut command = self.command(args);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let pid = Pid::from_child(&child);
        let (done, output) = mpsc::channel();
        thread::spawn(move || done.send(child.wait_with_output().unwrap()));
        output.recv_timeout(Duration::from_mins(1)).unwrap_or_else(|_| {
            let _ = kill_process(pid, Signal::KILL);
            panic!("supple {args:?} does not end")
        })
    }

    /// A home of its own, English, and no sound card.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let home = self.path().display().to_string();
        [
            ("HOME", home.clone()),
            ("XDG_CONFIG_HOME", format!("{home}/config")),
            ("XDG_DATA_HOME", format!("{home}/data")),
            ("XDG_STATE_HOME", format!("{home}/state")),
            ("XDG_RUNTIME_DIR", self.runtime().display().to_string()),
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("TERM", "xterm-256color".into()),
            ("LANG", "C.UTF-8".into()),
            ("TZ", "Europe/Berlin".into()),
            ("PULSE_SERVER", format!("unix:{home}/no-sound-server")),
            ("ALSA_CONFIG_PATH", format!("{home}/no-sound-card.conf")),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .chain(self.more.clone())
        .collect()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    files
}

fn lines_of(files: &[PathBuf]) -> Vec<Value> {
    let texts = files.iter().map(|path| fs::read_to_string(path).unwrap());
    texts
        .flat_map(|text| text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<_>>())
        .collect()
}
