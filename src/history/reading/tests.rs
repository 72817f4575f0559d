use std::fs;

use super::*;
use crate::history::{
    fixture::{about, mixed, time},
    record::About,
    recorder::Recorder,
};

/// A session that began at this minute past seven, and ended at that one.
fn line(id: &str, started: u32, ended: u32) -> String {
    let at = |minute: u32| time(&format!("2026-11-21T07:{minute:02}:00+01:00[Europe/Berlin]"));
    let about = About { started: at(started), ..about(id) };
    Recorder::new(&mixed()).record(&about, &at(ended)).line()
}

fn amendment(id: &str, amends: &str, minute: u32, rest: &str) -> String {
    format!(
        "{{\"v\":1,\"id\":\"{id}\",\"amends\":\"{amends}\",\"at\":\"2026-11-21T08:{minute:02}:00+01:00[Europe/Berlin]\"{rest}}}\n"
    )
}

fn read(files: &[(&str, &str)]) -> History {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    History::read(folder.path()).unwrap()
}

fn ids(history: &History) -> Vec<&str> {
    history.records.iter().map(|record| record.id.as_str()).collect()
}

#[test]
fn a_folder_that_is_not_there_is_an_empty_history() {
    let folder = tempfile::tempdir().unwrap();
    let history = History::read(&folder.path().join("nothing")).unwrap();
    assert!(history.records.is_empty() && history.faults.is_empty());
}

#[test]
fn all_files_are_read_and_sorted_by_their_time() {
    let (a, b, c) = (line("01C", 3, 4), line("01A", 5, 6), line("01B", 1, 2));
    let history = read(&[
        ("2026-a.jsonl", &format!("{a}{b}")),
        ("2026-b.jsonl", &c),
        ("2026-b.sync-conflict.jsonl", &line("01D", 0, 1)),
        ("notes.txt", "not ours"),
    ]);
    assert_eq!(ids(&history), ["01D", "01B", "01C", "01A"]);
    assert!(history.faults.is_empty());
}

#[test]
fn the_same_session_twice_counts_once_and_the_later_end_wins() {
    let (early, late) = (line("01A", 1, 5), line("01A", 1, 9));
    for (one, other) in [(&early, &late), (&late, &early)] {
        let history = read(&[("a.jsonl", one), ("b.jsonl", other)]);
        assert_eq!(ids(&history), ["01A"]);
        assert_eq!(history.records[0].ended.civil().minute(), 9);
    }
}

#[test]
fn bad_lines_are_named_and_the_others_read() {
    let good = line("01A", 1, 2);
    let bad = [
        &b"{\"v\":1,\"id\":\"01B\",\"rou"[..],
        b"\0\0\0\0\0",
        b"<<<<<<< HEAD",
        b"[1,2]",
        b"{\"event\":\"go\"}",
        b"\xff\xfe",
        br#"{"v":7,"id":"01C","shape":"unknown"}"#,
    ];
    let mut text = Vec::new();
    for line in bad {
        text.extend_from_slice(line);
        text.push(b'\n');
        text.extend_from_slice(good.as_bytes());
        text.extend_from_slice(b"  \r\n\n");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    fs::write(&path, text).unwrap();
    let history = History::read(folder.path()).unwrap();
    assert_eq!(ids(&history), ["01A"]);
    // Each is followed by the good line, a blank one and an empty one.
    assert_eq!(history.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [1, 5, 9, 13, 17, 21, 25]);
    assert!(history.faults.iter().all(|fault| fault.path == path));
    assert!(history.faults[6].reason.contains("newer supple"), "{}", history.faults[6]);
    let shown = history.faults[0].to_string();
    assert!(shown.starts_with(&format!("{}:1: ", path.display())), "{shown}");
}

#[test]
fn a_record_of_a_newer_format_is_left_alone() {
    let newer = line("01A", 1, 2).replacen("\"v\":1", "\"v\":2", 1);
    let history = read(&[("a.jsonl", &newer)]);
    assert!(history.records.is_empty());
    assert!(history.faults[0].reason.contains("newer supple (format 2)"));
}

#[test]
fn an_edit_changes_what_it_names_and_nothing_else() {
    let session = line("01A", 1, 2).replacen("\"app\"", "\"weather\":\"rain\",\"app\"", 1);
    let before = read(&[("a.jsonl", &session)]).records.remove(0);
    let edits = [
        amendment("01X", "01A", 1, r#","note":"stiff","pain":{"before":4,"after":2}"#),
        amendment("01Y", "01A", 2, r#","pain":{"after":3},"mood":"good""#),
    ];
    let after = read(&[("a.jsonl", &format!("{session}{}", edits.concat()))]).records.remove(0);
    assert_eq!(after.note.as_deref(), Some("stiff"));
    assert_eq!(after.pain, Some(crate::history::record::Pain { before: Some(4), after: Some(3) }));
    assert_eq!(after.more.get("weather"), Some(&"rain".into()));
    assert_eq!(after.more.get("mood"), Some(&"good".into()));
    assert_eq!(after.exercises, before.exercises);
    let note_gone = amendment("01Z", "01A", 3, r#","note":null"#);
    let again = read(&[("a.jsonl", &format!("{note_gone}{session}{}", edits.concat()))]).records.remove(0);
    assert_eq!((again.note, again.pain), (None, after.pain));
}

#[test]
fn the_latest_correction_wins_whatever_the_order() {
    let session = line("01A", 1, 2);
    let (first, second) =
        (amendment("01X", "01A", 1, r#","note":"one""#), amendment("01W", "01A", 2, r#","note":"two""#));
    for text in [
        format!("{session}{first}{second}"),
        format!("{second}{first}{session}"),
        format!("{first}{session}{second}{first}"),
    ] {
        assert_eq!(read(&[("a.jsonl", &text)]).records[0].note.as_deref(), Some("two"), "{text}");
    }
    let split = read(&[("a.jsonl", &second), ("b.jsonl", &session), ("c.jsonl", &first)]);
    assert_eq!(split.records[0].note.as_deref(), Some("two"));
}

#[test]
fn a_deleted_session_stays_deleted_whatever_is_corrected_until_it_is_brought_back() {
    let (session, other) = (line("01A", 1, 2), line("01B", 3, 4));
    let delete = amendment("01X", "01A", 5, r#","delete":true"#);
    let gone = read(&[("a.jsonl", &format!("{delete}{session}{other}"))]);
    assert_eq!(ids(&gone), ["01B"]);
    let earlier = amendment("01Y", "01A", 4, r#","note":"x""#);
    assert_eq!(ids(&read(&[("a.jsonl", &format!("{session}{delete}{earlier}"))])), Vec::<&str>::new());
    let later = amendment("01Y", "01A", 6, r#","note":"x""#);
    assert_eq!(ids(&read(&[("a.jsonl", &format!("{session}{delete}{later}"))])), Vec::<&str>::new());
    // What was corrected meanwhile is there when it comes back, and a later correction deletes nothing again.
    let back = amendment("01Z", "01A", 7, r#","delete":false"#);
    let again = amendment("01ZZ", "01A", 8, r#","effort":"hard""#);
    let restored = read(&[("a.jsonl", &format!("{again}{session}{delete}{later}{back}"))]);
    assert_eq!((ids(&restored), restored.records[0].note.as_deref()), (vec!["01A"], Some("x")));
}

#[test]
fn a_correction_of_nothing_waits_in_silence_and_one_that_does_not_fit_is_named() {
    let session = line("01A", 1, 2);
    let lost = amendment("01X", "01Q", 1, r#","note":"x""#);
    let wrong = amendment("01Y", "01A", 2, r#","exercises":"many""#);
    let history = read(&[("a.jsonl", &format!("{session}{lost}{wrong}"))]);
    assert_eq!(ids(&history), ["01A"]);
    assert_eq!(history.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3]);
    assert_eq!(history.records[0].exercises.len(), 7);
}

#[test]
fn a_session_is_found_by_the_beginning_of_its_id() {
    let history = read(&[("a.jsonl", &[line("01AB", 1, 2), line("01AC", 3, 4), line("01A", 5, 6)].concat())]);
    assert!(matches!(history.find("01ab"), Found::One(record) if record.id == "01AB"));
    assert!(matches!(history.find("01A"), Found::One(record) if record.id == "01A"));
    assert!(matches!(history.find("01"), Found::Many(all) if all.len() == 3));
    assert_eq!(history.find("7"), Found::None);
}

/// By its every field it might be a session: one that names what it corrects is a correction all the same.
#[test]
fn a_correction_may_name_every_field() {
    let whole = line("01C", 1, 9).replacen(
        "\"routine\"",
        "\"amends\":\"01A\",\"at\":\"2026-11-21T08:00:00Z\",\"routine\"",
        1,
    );
    let history = read(&[("a.jsonl", &(line("01A", 1, 5) + &whole))]);
    assert_eq!((ids(&history), history.faults.len()), (vec!["01A"], 0));
    assert_eq!(history.records[0].ended, time("2026-11-21T07:09:00+01:00[Europe/Berlin]"));
}

#[test]
fn corrections_find_their_sessions_whatever_their_order() {
    let note = |id: &str| amendment(&format!("Z{id}"), id, 1, &format!(",\"note\":\"{id}\""));
    let all = ["01C", "01B", "01A"].map(|id| line(id, 1, 5) + &note(id)).concat();
    let history = read(&[("a.jsonl", &all)]);
    assert_eq!(ids(&history), ["01A", "01B", "01C"]);
    assert!(history.records.iter().all(|record| record.note.as_deref() == Some(&record.id)));
}

/// A long file is read in several parts.
#[test]
fn lines_have_their_numbers_also_far_down_in_a_file() {
    let (blank, per_line) = ("\n".repeat(700_000), "torn\n");
    let bad = amendment("Z", "01A", 1, ",\"started\":\"never\"");
    let history = read(&[("a.jsonl", &format!("{per_line}{blank}{per_line}{}{bad}", line("01A", 1, 5)))]);
    let lines: Vec<usize> = history.faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [1, 700_002, 700_004]);
}
