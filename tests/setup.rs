//! The set-up script on machines that lack something: it is honest, asks nothing, and leaves cargo something to build.
#![cfg(target_os = "linux")]

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
    process::{Command, Output},
};

/// A machine that has `uname` and `tr` and, beyond them, only the programs that a test writes.
struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    fn bare() -> Self {
        let machine = Self { folder: tempfile::tempdir().expect("a folder can be made") };
        for name in ["uname", "tr"] {
            let program = ["/usr/bin", "/bin"].map(|folder| Path::new(folder).join(name));
            let program = program.iter().find(|path| path.exists()).expect("every Linux has it");
            symlink(program, machine.folder.path().join(name)).expect("a link can be made");
        }
        machine
    }

    fn with(self, name: &str, script: &str) -> Self {
        let path = self.folder.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a file can be written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it can be made executable");
        self
    }

    /// A package manager that writes down what it is asked for.
    fn with_packages(self, then: &str) -> Self {
        let log = self.folder.path().join("log").display().to_string();
        let script = format!("echo \"$@\" >> {log}; echo chatter; {then}");
        self.with("apt-get", &script).with("env", "shift; exec \"$@\"")
    }

    fn asked_for(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn set_up(&self, arguments: &[&str]) -> Output {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/setup");
        let mut command = Command::new("/bin/sh");
        command.arg(script).args(arguments).env_clear().env("PATH", self.folder.path());
        command.output().expect("a shell runs")
    }
}

fn words(output: &Output) -> (String, String) {
    assert!(output.status.success(), "{output:?}");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn where_nothing_can_be_had_it_says_what_and_builds_without_sound() {
    let machine = Machine::bare().with("id", "echo 0");
    let (flags, said) = words(&machine.set_up(&["test"]));
    assert_eq!(flags, "--no-default-features --features desktop\n");
    for name in
        ["a C compiler", "ALSA headers", "PulseAudio", "flite", "Chromium", "libfaketime", "rustup.rs"]
    {
        assert!(said.contains(name), "{name}: {said}");
    }
}

#[test]
fn without_rights_it_installs_nothing_and_names_the_packages() {
    let machine = Machine::bare().with("id", "echo 1000").with_packages("");
    let log = machine.folder.path().join("log").display().to_string();
    let machine = machine.with("sudo", &format!("[ \"$1\" = -n ] || echo asks >> {log}; exit 1"));
    let (flags, said) = words(&machine.set_up(&[]));
    assert_eq!(flags, "--no-default-features --features desktop\n");
    assert_eq!(machine.asked_for(), "");
    assert!(said.contains("gcc libc6-dev") && said.contains("pkg-config libasound2-dev"), "{said}");
    assert!(!said.contains("pulseaudio") && !said.contains("installing"), "{said}");
}

#[test]
fn with_rights_it_installs_what_is_missing_and_only_that() {
    let machine = Machine::bare().with("id", "echo 0").with("cc", "").with("cargo", "");
    let arrives = format!("/bin/ln -sf /bin/true {}", machine.folder.path().join("pkg-config").display());
    let machine = machine.with_packages(&arrives);
    let (flags, said) = words(&machine.set_up(&[]));
    assert_eq!(flags, "", "{said}");
    let asked = machine.asked_for();
    let asked: Vec<_> = asked.lines().collect();
    assert_eq!(asked, ["-q update", "-qy --no-install-recommends install pkg-config libasound2-dev"]);
}

#[test]
fn a_package_that_cannot_be_had_takes_nothing_else_with_it() {
    let machine = Machine::bare().with("id", "echo 0").with("cc", "").with("cargo", "");
    let link = machine.folder.path().join("pkg-config").display().to_string();
    let arrives = format!("case \"$*\" in *pulseaudio*) exit 100 ;; *) /bin/ln -sf /bin/true {link} ;; esac");
    let (flags, said) = words(&machine.with_packages(&arrives).set_up(&["test"]));
    assert_eq!(flags, "--no-default-features --features desktop\n");
    assert!(
        said.contains("leaving out the tests that listen") && !said.contains("building without"),
        "{said}"
    );
}

#[test]
fn without_speech_programs_everything_is_built() {
    let machine =
        Machine::bare().with("id", "echo 0").with("cc", "").with("cargo", "").with("pkg-config", "");
    let machine = machine.with("pulseaudio", "").with("pactl", "").with("parec", "").with("flite", "");
    let machine = machine.with("chromium", "");
    let machine = machine.with_packages("case \"$*\" in *espeak*) exit 100 ;; esac");
    let (flags, said) = words(&machine.set_up(&["test"]));
    let plugin_is_here = !said.contains("leaving out the tests that listen");
    assert_eq!(flags, if plugin_is_here { "" } else { "--no-default-features\n" });
    assert!(said.contains("please install: flite espeak-ng"), "{said}");
    assert!(!machine.asked_for().contains("chromium"), "it is there");
}

#[test]
fn a_browser_is_for_the_tests_alone_and_nothing_depends_on_it() {
    let machine = Machine::bare().with("id", "echo 0").with("cc", "").with("cargo", "");
    let machine = machine.with("pkg-config", "").with_packages("case \"$*\" in *chromium*) exit 100 ;; esac");
    let (flags, _) = words(&machine.set_up(&[]));
    assert_eq!((flags.as_str(), machine.asked_for().as_str()), ("", ""));
    let (_, said) = words(&machine.set_up(&["test"]));
    assert!(machine.asked_for().contains("install chromium\n"), "{}", machine.asked_for());
    assert!(said.contains("please install: chromium") && !said.contains("building without"), "{said}");
    // As little depends on a clock that can be set.
    assert!(machine.asked_for().contains("install faketime\n"), "{}", machine.asked_for());
    assert!(said.contains("set the clock on the wall leave themselves out"), "{said}");
}

#[test]
fn where_everything_is_there_it_says_and_touches_nothing() {
    let machine = Machine::bare().with("id", "echo 0").with_packages("");
    let machine = machine.with("cc", "").with("cargo", "").with("pkg-config", "");
    let (flags, said) = words(&machine.set_up(&[]));
    assert_eq!((flags.as_str(), said.as_str(), machine.asked_for().as_str()), ("", "", ""));
}
