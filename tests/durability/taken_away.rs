//! In mid-session the home vanishes, or the right to write to it.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    os::unix::{
        fs::{PermissionsExt as _, chown},
        process::CommandExt as _,
    },
    path::Path,
    process::{Child, Command, Output},
};

use supple::history::record::Status;

use crate::{Home, Mount, counted, events, last_resort};

/// Starts a session at an easy pace, and lets something happen once it has printed so many lines.
fn in_mid_session(mut command: Command, lines: usize, happens: impl FnOnce(&Child)) -> Output {
    let mut child = command.spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut printed = String::new();
    for _ in 0..lines {
        assert!(output.read_line(&mut printed).unwrap() > 0, "it ended too soon: {printed}");
    }
    happens(&child);
    output.read_to_string(&mut printed).unwrap();
    let rest = child.wait_with_output().unwrap();
    Output { stdout: printed.into_bytes(), ..rest }
}

fn session(home: &Home) -> Command {
    home.supple(&["run", "./hold-on.toml", "--json", "--mute", "--speed", "40"])
}

/// The folders are made anew, and nothing is missing.
#[test]
fn a_home_that_vanishes_is_made_anew() {
    let home = Home::new();
    let output = in_mid_session(session(&home), 60, |_| {
        fs::remove_dir_all(&home.state).unwrap();
        fs::remove_dir_all(&home.data).unwrap_or_default();
    });
    assert!(output.status.success(), "{output:?}");
    let printed = events(&String::from_utf8(output.stdout).unwrap());
    let records = home.history();
    assert_eq!((records.len(), records[0].status), (1, Status::Completed));
    assert_eq!(counted(&records[0]), crate::count(&printed));
    assert!(home.journals().is_empty());
}

/// It vanishes, and some time later the program is killed: the journal had come back by then.
#[test]
fn a_journal_that_vanishes_is_written_anew() {
    let home = Home::new();
    // A sync comes once a second.
    let mut child =
        home.supple(&["run", "./hold-on.toml", "--json", "--mute", "--speed", "10"]).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut printed = String::new();
    let (mut gone, mut back) = (false, false);
    while output.read_line(&mut printed).unwrap() > 0 {
        if !gone && printed.lines().count() > 30 {
            fs::remove_dir_all(&home.state).unwrap();
            gone = true;
        }
        back = gone && home.journals().iter().any(|path| path.extension().is_some_and(|end| end == "jsonl"));
        if back {
            break;
        }
    }
    assert!(back, "the journal did not come back");
    child.kill().unwrap();
    child.wait().unwrap();
    let printed = events(&printed);
    home.recover();
    let records = home.history();
    let [record] = &records[..] else { panic!("{} records", records.len()) };
    let says = counted(record);
    for (key, (reps, time)) in crate::count(&printed[..31]) {
        assert!(says[&key].0 >= reps && says[&key].1 >= time, "{key:?} of {record:#?}");
    }
}

/// What was mounted is gone: what is beneath has no room for anything.
#[test]
fn a_home_that_is_unmounted_costs_nothing_but_a_page_of_text() {
    let home = Home::new();
    let (Some(below), Some(state)) =
        (Mount::new(&home.data, "size=64k,ro"), Mount::new(&home.state, "size=1m"))
    else {
        eprintln!("skipped: no right to mount a small file system");
        return;
    };
    let above = Mount::new(&home.data, "size=1m").unwrap();
    let output = in_mid_session(session(&home), 60, |_| drop(above));
    assert_eq!(output.status.code(), Some(1));
    let lost = last_resort(&output);
    assert_eq!(lost.status, Status::Completed);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("read-only"), "{said}");
    assert_eq!(home.journals().len(), 1, "its journal waits for the home to come back");
    drop((below, state));
}

/// Gives everything to another user, whom modes stop.
fn give_away(path: &Path) {
    const NOBODY: u32 = 65_534;
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            give_away(&entry.unwrap().path());
        }
    }
}

#[test]
fn a_right_that_is_taken_away_in_mid_session_is_said_and_the_record_is_printed() {
    let home = Home::new();
    let is_root = rustix::process::getuid().is_root();
    fs::create_dir_all(home.history_folder()).unwrap();
    fs::create_dir_all(home.state.join("supple/journal")).unwrap();
    let own = home.folder.path().join("supple");
    let binary = env!("CARGO_BIN_EXE_supple");
    fs::hard_link(binary, &own).or_else(|_| fs::copy(binary, &own).map(drop)).unwrap();
    let mut command = session(&home);
    if is_root {
        // Modes do not stop root.
        let arguments: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
        let environment: Vec<_> =
            command.get_envs().filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned()))).collect();
        command = Command::new(&own);
        command.args(arguments).env_clear().envs(environment).current_dir(&home.folder);
        command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::piped());
        command.stderr(std::process::Stdio::piped()).uid(65_534).gid(65_534);
        for path in [home.folder.path().join("hold-on.toml"), home.data.clone(), home.state.clone()] {
            give_away(&path);
        }
        chown(home.folder.path(), Some(65_534), Some(65_534)).unwrap();
    }
    let modes = |mode: u32| {
        let _ = fs::set_permissions(home.history_folder(), fs::Permissions::from_mode(mode));
    };
    let output = in_mid_session(command, 60, |_| modes(0o555));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("no permission"), "{said}");
    let lost = last_resort(&output);
    assert_eq!(lost.status, Status::Completed);
    assert_eq!(home.history(), []);
    // With the right given back, the next start keeps it.
    modes(0o755);
    assert_eq!(home.journals().len(), 1);
    home.recover();
    assert_eq!(home.history().len(), 1);
    assert_eq!(home.history()[0].exercises, lost.exercises);
}
