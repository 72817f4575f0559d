//! Machines with a home each, on which the commands of a page are run by a shell.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

use supple::{
    history::store::{Store, machine_name},
    runtime::clock,
};

/// What a prompt without a name stands for.
pub(crate) const HERE: &str = "";

/// Where the pages plug in a stick.
const STICK: &str = "/mnt/stick";

/// The day on which the pages were written: they add sessions of the days before it, and correct them in its year.
const DAY: &str = "2026-11-22T10:00:00+01:00[Europe/Berlin]";

pub(crate) struct Machines {
    folder: tempfile::TempDir,
}

impl Machines {
    pub(crate) fn new() -> Self {
        let machines = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(machines.stick()).unwrap();
        machines
    }

    pub(crate) fn home(&self, name: &str) -> PathBuf {
        let home = self.folder.path().join(if name == HERE { "home" } else { name });
        if !home.exists() {
            fs::create_dir_all(work(&home)).unwrap();
            fs::write(home.join(".folder"), work(&home).to_str().unwrap()).unwrap();
            if name != HERE {
                give_name(&home, name);
            }
        }
        home
    }

    /// The file of this name in a page: in the home, or where the machine's work is done.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        let home = self.home(HERE);
        name.strip_prefix("~/").map_or_else(|| work(&home).join(name), |name| home.join(name))
    }

    /// What a command prints to either stream, with the machine's own paths as a page has them. The next command goes on
    /// in the folder that this one ended in.
    pub(crate) fn run(&self, name: &str, command: &str) -> String {
        let home = self.home(name);
        let stick = self.stick().to_str().unwrap().to_owned();
        let command = command.replace(STICK, &stick);
        let script = format!("exec 2>&1\ncd \"$(cat ~/.folder)\"\n{command}\npwd > ~/.folder");
        let programs = Path::new(env!("CARGO_BIN_EXE_supple")).parent().unwrap().to_str().unwrap();
        let own = home.join("bin").to_str().unwrap().to_owned();
        let path = format!("{own}:{programs}:{}", env::var("PATH").unwrap());
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).env_clear().stdin(Stdio::null());
        shell.envs([("HOME", home.to_str().unwrap()), ("PATH", &path), ("TZ", "Europe/Berlin")]);
        shell.envs([("NO_COLOR", "1"), ("TERM", "xterm-256color"), ("LANG", "C.UTF-8")]);
        if let Some(variables) = &*CLOCK {
            shell.envs(variables.clone());
        }
        for who in ["AUTHOR", "COMMITTER"] {
            shell.env(format!("GIT_{who}_NAME"), "Me").env(format!("GIT_{who}_EMAIL"), "me@example.org");
        }
        let output = shell.env("GIT_CONFIG_NOSYSTEM", "1").output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let (work, home) = (format!("{}/", work(&home).display()), home.to_str().unwrap().to_owned());
        printed.replace(&work, "").replace(&home, "~").replace(&stick, STICK)
    }

    fn stick(&self) -> PathBuf {
        self.folder.path().join("stick")
    }
}

pub(crate) fn has_git() -> bool {
    Command::new("git").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn work(home: &Path) -> PathBuf {
    home.join("work")
}

/// The variables by which the clock on the wall shows `DAY` when the test begins, and goes on from there. `None` where
/// there is nothing that can set it. The times of files are moved along, so that none lies in the future.
static CLOCK: LazyLock<Option<[(&str, String); 3]>> = LazyLock::new(|| {
    let mut asked = Command::new("faketime");
    let told = asked.args(["-f", "+0", "sh", "-c", "printf %s \"$LD_PRELOAD\""]).output().ok()?;
    let library = String::from_utf8(told.stdout).unwrap();
    let day: jiff::Zoned = DAY.parse().unwrap();
    let later = day.timestamp().as_second() - clock::wall().timestamp().as_second();
    (told.status.success() && !library.is_empty()).then(|| {
        [("LD_PRELOAD", library), ("FAKETIME", format!("{later:+}")), ("DONT_FAKE_MONOTONIC", "1".to_owned())]
    })
});

/// Whether the pages are played on the day on which they were written.
pub(crate) fn has_clock() -> bool {
    CLOCK.is_some()
}

/// What the program calls the machine in the names of its files.
pub(crate) fn real_name() -> String {
    let file = Store::new(Path::new(""), &machine_name()).file(2000);
    file.to_str().and_then(|file| file.strip_prefix("2000-")?.strip_suffix(".jsonl")).unwrap().to_owned()
}

/// All machines of a test are one machine, whose name the program writes its files by. So whatever it has written goes
/// into the files of the machine that it stands for, as soon as it ends.
fn give_name(home: &Path, name: &str) {
    let real = real_name();
    let program = env!("CARGO_BIN_EXE_supple");
    let script = format!(
        r#"#!/bin/sh
"{program}" "$@"
status=$?
for file in ~/.local/share/supple/*/{real}.jsonl ~/.local/share/supple/*/*-{real}.jsonl; do
    [ ! -e "$file" ] || {{ cat "$file" >> "${{file%{real}.jsonl}}{name}.jsonl" && rm "$file"; }}
done
exit $status
"#
    );
    let bin = home.join("bin");
    fs::create_dir_all(&bin).unwrap();
    fs::write(bin.join("supple"), script).unwrap();
    fs::set_permissions(bin.join("supple"), fs::Permissions::from_mode(0o755)).unwrap();
}
