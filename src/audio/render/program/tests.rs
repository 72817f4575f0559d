use tempfile::TempDir;

use super::*;

/// A folder with empty programs of these names.
fn folder_with(names: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let path = folder.path().join(name);
        fs::write(&path, "#!/bin/sh\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

fn find(wanted: &Wanted, folder: &TempDir) -> Result<Option<Program>, String> {
    Program::find(wanted, Some(folder.path().as_os_str()), &[])
}

fn named(name: &str) -> Wanted {
    Wanted::Named(name.into())
}

#[test]
fn by_itself_it_takes_the_one_that_is_understood_best() {
    let mut there = vec!["spd-say", "espeak-ng", "pico2wave", "flite"];
    while let Some(best) = there.last().copied() {
        let folder = folder_with(&there);
        let program = find(&Wanted::Auto, &folder).unwrap().unwrap();
        assert_eq!((program.name(), program.plays()), (best, best == "spd-say"));
        there.pop();
    }
    assert_eq!(find(&Wanted::Auto, &folder_with(&["aplay"])), Ok(None));
    assert_eq!(Program::find(&Wanted::Auto, None, &[]), Ok(None));
    assert_eq!(find(&Wanted::Nothing, &folder_with(&["flite"])), Ok(None));
}

#[test]
fn only_a_program_on_the_search_path_from_the_root_counts() {
    let folder = folder_with(&["flite"]);
    fs::set_permissions(folder.path().join("flite"), fs::Permissions::from_mode(0o644)).unwrap();
    fs::create_dir(folder.path().join("espeak-ng")).unwrap();
    assert_eq!(find(&Wanted::Auto, &folder), Ok(None));
    let fault = find(&named("flite"), &folder).unwrap_err();
    assert!(fault.contains("flite is not on the search path"), "{fault}");
    for path in ["", ".", "bin:", "::"] {
        assert_eq!(look_up("cat", Some(OsStr::new(path))), None, "{path}");
    }
    assert!(look_up("sh", Some(OsStr::new(":nowhere:/bin"))).is_some());
}

#[test]
fn piper_speaks_with_the_english_voice_of_those_that_lie_there_whole() {
    let folder = folder_with(&["piper"]);
    let voices = tempfile::tempdir().unwrap();
    let deep = voices.path().join("en/en_US/joe");
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("en_US-half.onnx"), "").unwrap();
    let find =
        |wanted: &Wanted| Program::find(wanted, Some(folder.path().as_os_str()), &[voices.path().to_owned()]);
    assert_eq!(find(&Wanted::Auto), Ok(None));
    assert!(find(&named("piper")).unwrap_err().contains(&voices.path().display().to_string()));
    for name in ["cs_CZ-jirka.onnx", "en_US-joe.onnx"] {
        fs::write(deep.join(name), "").unwrap();
        fs::write(deep.join(format!("{name}.json")), "").unwrap();
    }
    let program = find(&Wanted::Auto).unwrap().unwrap();
    assert_eq!(program.arguments[1], deep.join("en_US-joe.onnx"));
    assert_eq!(program.output, Output::File);
}

#[test]
fn a_command_is_called_as_it_is_written() {
    let folder = folder_with(&["speak"]);
    let command = |words: &[&str], plays| Wanted::Command {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        plays,
    };
    let program = find(&command(&["speak", "-x", "$HOME; ls"], false), &folder).unwrap().unwrap();
    assert_eq!((program.name(), program.output), ("speak", Output::Standard));
    assert_eq!(program.arguments, ["-x", "$HOME; ls"]);
    let program = find(&command(&["speak", "--to={out}"], false), &folder).unwrap().unwrap();
    assert_eq!(program.output, Output::File);
    assert!(find(&command(&["speak"], true), &folder).unwrap().unwrap().plays());
    let whole = folder.path().join("speak").display().to_string();
    assert!(find(&command(&[&whole], false), &folder).unwrap().is_some());
    for bad in ["./speak", "bin/speak", "talk", ""] {
        assert!(find(&command(&[bad], false), &folder).unwrap_err().contains("speech_command"), "{bad}");
    }
    assert!(find(&command(&[], false), &folder).is_err());
}

#[test]
fn the_settings_say_what_is_wanted() {
    let command = ["speak".to_owned()];
    let of = |speech| Wanted::from_settings(speech, &command, true);
    assert_eq!(of(Some("none")), Wanted::Nothing);
    assert_eq!(of(None), Wanted::Command { words: command.to_vec(), plays: true });
    assert_eq!(Wanted::from_settings(Some("flite"), &[], false), named("flite"));
    assert_eq!(Wanted::from_settings(None, &[], false), Wanted::Auto);
}

#[test]
fn another_version_of_the_program_is_another_voice() {
    let folder = folder_with(&["flite"]);
    let program = find(&named("flite"), &folder).unwrap().unwrap();
    let before = program.identity();
    assert_eq!(program.identity(), before);
    fs::write(folder.path().join("flite"), "#!/bin/sh\n# 2.3\n").unwrap();
    assert_ne!(program.identity(), before);
}
