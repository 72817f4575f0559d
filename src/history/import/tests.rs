use std::fs;

use jiff::Zoned;
use proptest::prelude::*;

use super::{checksum::with_checksum, *};
use crate::history::{
    amend::Amendment,
    fixture::{about, mixed, time},
    record::About,
    recorder::Recorder,
};

/// A session that began at this minute past seven, and ended at that one.
fn session(id: u32, started: u32, ended: u32) -> Record {
    let at = |minute: u32| time(&format!("2026-11-21T07:{minute:02}:00+01:00[Europe/Berlin]"));
    let about = About { started: at(started), ..about(&format!("01A{id}")) };
    Recorder::new(&mixed()).record(&about, &at(ended))
}

fn at(minute: u32) -> Zoned {
    format!("2026-11-22T08:{minute:02}:00+01:00[Europe/Berlin]").parse().unwrap()
}

fn note(id: u32, minute: u32, text: &str) -> Amendment {
    let changes = serde_json::json!({ "note": text });
    Amendment::edit(&format!("01A{id}"), &at(minute), changes.as_object().unwrap().clone())
}

fn folder_of(files: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn take(store: &Store, text: &str) -> Imported {
    import(store, &[(PathBuf::from("other.jsonl"), text.as_bytes().to_vec())]).unwrap()
}

fn records(folder: &Path) -> (Vec<Record>, Vec<Record>) {
    let history = History::read(folder).unwrap();
    assert_eq!(history.faults, []);
    (history.records, history.deleted)
}

#[test]
fn each_line_about_one_session_is_counted() {
    let folder = folder_of(&[]);
    let lines =
        [session(1, 0, 5), session(1, 0, 9), session(1, 0, 9), session(1, 0, 7)].map(|one| one.line());
    let imported = take(&Store::new(folder.path(), "m"), &lines.concat());
    assert_eq!(imported, Imported { new: 1, same: 3, ..Imported::default() });
    assert_eq!(records(folder.path()).0, [session(1, 0, 9)]);
}

#[test]
fn what_is_new_comes_what_ends_later_wins_and_what_is_there_stays() {
    let here = [session(1, 0, 5), session(2, 10, 15), session(3, 20, 25)].map(|one| one.line()).concat();
    let folder = folder_of(&[("2026-m.jsonl", here)]);
    let store = Store::new(folder.path(), "m");
    let longer = session(2, 10, 19).line().replacen("\"app\"", "\"weather\":\"rain\",\"app\"", 1);
    let other =
        [session(1, 0, 5).line(), longer.clone(), session(3, 20, 22).line(), session(4, 30, 35).line()];
    let text = format!("\u{feff}{}\r\n\n{{\"v\":1,\"id\":\"01B\",\"rou\n", other.concat());
    let imported = take(&store, &text);
    let fault = imported.faults[0].clone();
    assert_eq!(
        imported,
        Imported { new: 1, changed: 1, same: 2, faults: vec![fault.clone()], ..Imported::default() }
    );
    assert_eq!((fault.path, fault.line), (PathBuf::from("other.jsonl"), 7));
    let (all, _) = records(folder.path());
    assert_eq!(all.len(), 4);
    assert_eq!(all[1].more.get("weather"), Some(&"rain".into()), "what is not known comes along");
    assert_eq!(all[2], session(3, 20, 25));
    let bytes = fs::read(store.file(2026)).unwrap();
    assert!(String::from_utf8(bytes.clone()).unwrap().contains(with_checksum(&longer).trim_end()));
    let again = take(&store, &text);
    assert_eq!((again.new, again.changed, again.same, again.faults.len()), (0, 0, 4, 1));
    assert_eq!(fs::read(store.file(2026)).unwrap(), bytes, "nothing is written twice");
}

#[test]
fn a_deleted_session_does_not_come_back_and_a_corrected_one_is_known() {
    let lines = session(1, 0, 5).line() + &session(2, 10, 15).line();
    let folder = folder_of(&[("2026-m.jsonl", lines.clone())]);
    let store = Store::new(folder.path(), "m");
    store.amend(&Amendment::delete("01A1", &at(1))).unwrap();
    store.amend(&note(2, 2, "stiff")).unwrap();
    let before = records(folder.path());
    // What `log --json` prints is the corrected session.
    let shown = before.0[0].line();
    let imported = take(&store, &(lines + &shown));
    assert_eq!(imported, Imported { same: 3, ..Imported::default() });
    assert_eq!(records(folder.path()), before);
}

#[test]
fn each_year_goes_to_its_own_file() {
    let folder = folder_of(&[]);
    let store = Store::new(&folder.path().join("history"), "m");
    let mut old = session(1, 0, 5);
    old.started = time("2024-12-31T23:00:00+01:00[Europe/Berlin]");
    take(&store, &(session(2, 0, 5).line() + &old.line()));
    assert_eq!(fs::read_to_string(store.file(2024)).unwrap(), with_checksum(&old.line()));
    assert_eq!(fs::read_to_string(store.file(2026)).unwrap(), with_checksum(&session(2, 0, 5).line()));
}

fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => (0..4_u32, 0..3_u32).prop_map(|(id, more)| session(id, id * 10, id * 10 + 5 + more).line()),
        2 => (0..4_u32, 0..5_u32, 0..3_u32).prop_map(|(id, minute, text)| note(id, minute, &text.to_string()).line()),
        1 => (0..4_u32, 0..5_u32).prop_map(|(id, minute)| Amendment::delete(&format!("01A{id}"), &at(minute)).line()),
        1 => (0..4_u32, 0..5_u32).prop_map(|(id, minute)| Amendment::restore(&format!("01A{id}"), &at(minute)).line()),
        // The same session, ended at the same time, told in another way.
        1 => (0..4_u32).prop_map(|id| Record { note: Some("other".into()), ..session(id, id * 10, id * 10 + 5) }.line()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the order of the lines, the files they are in, and the way they came there.
    #[test]
    fn the_history_is_the_same_in_any_order(
        lines in prop::collection::vec(any_line(), 0..14).prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle())),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 2),
    ) {
        let (lines, shuffled) = lines;
        let expected = records(folder_of(&[("a.jsonl", lines.concat())]).path());
        let mut cuts = cuts.iter().map(|cut| cut.index(shuffled.len() + 1)).collect::<Vec<_>>();
        cuts.sort_unstable();
        let part = |from: usize, to: usize| shuffled[from..to].concat();
        let parts = [part(0, cuts[0]), part(cuts[0], cuts[1]), part(cuts[1], shuffled.len())];
        let split = folder_of(&[("a.jsonl", parts[0].clone()), ("b.jsonl", parts[1].clone()), ("c.jsonl", parts[2].clone())]);
        prop_assert_eq!(&records(split.path()), &expected);
        // One part is here, the others are imported, all of them twice.
        let folder = folder_of(&[("2026-m.jsonl", parts[0].clone())]);
        let store = Store::new(folder.path(), "m");
        take(&store, &parts[1]);
        take(&store, &parts[2]);
        prop_assert_eq!(&records(folder.path()), &expected);
        let written = fs::read(store.file(2026)).unwrap();
        let again = take(&store, &shuffled.concat());
        prop_assert_eq!((again.new, again.changed, again.corrections), (0, 0, 0));
        prop_assert_eq!(fs::read(store.file(2026)).unwrap(), written);
        // What is exported makes the same history elsewhere.
        let mut text = String::new();
        export(folder.path(), |line| text.push_str(line)).unwrap();
        let elsewhere = Store::new(&folder.path().join("elsewhere"), "n");
        take(&elsewhere, &text);
        prop_assert_eq!(&records(elsewhere.folder()), &expected);
    }
}
