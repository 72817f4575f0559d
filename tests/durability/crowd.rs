//! Several programs write one history at once: every line gets in, and none is torn.

use std::{fs, process::Stdio};

use supple::history::journal::Header;

use crate::{Home, kill_after};

#[test]
fn two_sessions_at_once_both_get_in() {
    sessions_at_once(2);
}

#[test]
fn ten_sessions_at_once_all_get_in() {
    sessions_at_once(10);
}

fn sessions_at_once(count: usize) {
    let home = Home::new();
    let all: Vec<_> = (0..count).map(|_| home.session().spawn().unwrap()).collect();
    for child in all {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    assert_eq!(home.history().len(), count);
    assert!(home.journals().is_empty());
}

#[test]
fn two_programs_append_a_thousand_sessions_each_and_none_is_lost() {
    appended_at_once(2, 1_000);
}

#[test]
fn ten_programs_append_a_hundred_sessions_each_and_none_is_lost() {
    appended_at_once(10, 100);
}

fn appended_at_once(programs: usize, sessions: usize) {
    let home = Home::in_memory();
    kill_after(&home, 40, None);
    let journal = fs::read_to_string(&home.journals()[0]).unwrap();
    let header: Header = serde_json::from_str(journal.lines().next().unwrap()).unwrap();
    let states: Vec<_> = (0..programs).map(|number| home.folder.path().join(number.to_string())).collect();
    for (program, state) in states.iter().enumerate() {
        let folder = state.join("supple/journal");
        fs::create_dir_all(&folder).unwrap();
        for number in 0..sessions {
            let id = format!("01TEST{program}{number:019}");
            fs::write(folder.join(format!("{id}.jsonl")), journal.replace(&header.id, &id)).unwrap();
        }
    }
    let all: Vec<_> = states
        .iter()
        .map(|state| {
            let mut command = home.supple(&["log", "recover", "--keep"]);
            command.env("XDG_STATE_HOME", state).stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for program in all {
        let output = program.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(home.history().len(), programs * sessions);
}
