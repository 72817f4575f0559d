//! What a packager gets: `.ci/package`, of the program that was built for the tests.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Output},
};

fn package(arguments: &[&str]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/package");
    let home = tempfile::tempdir().unwrap();
    Command::new("sh").arg(script).args(arguments).env("HOME", home.path()).output().unwrap()
}

#[track_caller]
fn packed(arguments: &[&str]) -> String {
    let output = package(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_supple");

#[test]
fn everything_is_where_a_distribution_wants_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    assert_eq!(packed(&[PROGRAM, root.to_str().unwrap()]), "");
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap_or_else(|_| panic!("no {path}"));
    let version = Command::new(root.join("bin/supple")).arg("--version").output().unwrap();
    assert_eq!(String::from_utf8(version.stdout).unwrap(), format!("supple {}\n", env!("CARGO_PKG_VERSION")));

    // A page for every command, and for every command of a command.
    let mut wanted = BTreeSet::new();
    let mut all = supple::cli::command().disable_help_subcommand(true);
    all.build();
    name_pages(&all, "", &mut wanted);
    let found: BTreeSet<String> = root
        .join("share/man/man1")
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, wanted);
    assert!(wanted.contains("supple-log-verify.1") && wanted.len() > 25, "{wanted:?}");
    for page in &wanted {
        let text = read(&format!("share/man/man1/{page}"));
        assert!(text.contains(".SH NAME") && text.contains(".SH SYNOPSIS"), "{page}");
    }

    for (path, part) in [
        ("share/bash-completion/completions/supple", "complete -F _supple"),
        ("share/zsh/site-functions/_supple", "#compdef supple"),
        ("share/fish/vendor_completions.d/supple.fish", "complete -c supple"),
        ("share/elvish/lib/supple.elv", "edit:completion:arg-completer[supple]"),
        ("share/powershell/supple.ps1", "Register-ArgumentCompleter -Native -CommandName 'supple'"),
        ("share/supple/schema/routine.json", "\"$schema\""),
        ("share/doc/supple/LICENSE-MIT", "Permission is hereby granted"),
        ("share/doc/supple/docs/guide.md", "# The guide"),
        ("share/doc/supple/assets/pictures/session.svg", "<svg"),
    ] {
        assert!(read(path).contains(part), "{path} does not say {part}");
        assert!(!read(path).contains(root.to_str().unwrap()), "{path} says where it was made");
    }
    // A real shell takes them, and knows the commands.
    let script = format!(
        ". {}/share/bash-completion/completions/supple; COMP_WORDS=(supple exe); COMP_CWORD=1; _supple supple exe supple; \
         echo \"${{COMPREPLY[*]}}\"",
        root.display()
    );
    let shell = Command::new("bash").args(["--norc", "-c", &script]).output().unwrap();
    assert_eq!(String::from_utf8(shell.stdout).unwrap(), "exercises\n");
}

fn name_pages(command: &clap::Command, before: &str, pages: &mut BTreeSet<String>) {
    let name = format!("{before}{}", command.get_name());
    pages.insert(format!("{name}.1"));
    for command in command.get_subcommands() {
        name_pages(command, &format!("{name}-"), pages);
    }
}

#[test]
fn of_one_program_there_is_one_archive() {
    // One that is packed faster than a program for tests, which is large.
    let place = tempfile::tempdir().unwrap();
    let program = place.path().join("supple");
    fs::write(&program, format!("#!/bin/sh\nexec {PROGRAM} \"$@\"\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let archives = folders.each_ref().map(|folder| {
        let folder = folder.path().to_str().unwrap();
        let printed = packed(&["--name", "supple-1", program.to_str().unwrap(), folder]);
        let folder = Path::new(folder);
        assert_eq!(Path::new(printed.trim_end()), folder.join("supple-1.tar.gz"));
        fs::read(printed.trim_end()).unwrap()
    });
    assert!(archives[0] == archives[1], "two archives of one program differ");
    let check = Command::new("sha256sum").args(["-c", "supple-1.tar.gz.sha256"]).current_dir(&folders[0]).output();
    assert!(check.unwrap().status.success());
    let listed = Command::new("tar").args(["-tf", "supple-1.tar.gz"]).current_dir(&folders[0]).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.lines().any(|line| line == "supple-1/bin/supple"), "{listed}");
}

#[test]
fn what_cannot_be_packed_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let refused = |arguments: &[&str], why: &str| {
        let output = package(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(why), "{said}");
    };
    refused(&[PROGRAM], "usage:");
    refused(&["not/there", path], "is no program");
    fs::create_dir(folder.path().join("old")).unwrap();
    refused(&["--name", "old", PROGRAM, path], "is there already");
}
