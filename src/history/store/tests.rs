use std::{fs, io};

use super::*;
use crate::history::{
    fixture::{about, mixed, time},
    reading::History,
    record::About,
    recorder::Recorder,
};

fn record(id: &str) -> Record {
    Recorder::new(&mixed()).record(&about(id), &time("2026-11-21T07:20:00+01:00[Europe/Berlin]"))
}

fn ids(folder: &Path) -> Vec<String> {
    History::read(folder).unwrap().records.into_iter().map(|record| record.id).collect()
}

#[test]
fn each_year_and_machine_has_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(&folder.path().join("a/history"), "Anna's Laptop.local");
    store.append(&record("01A")).unwrap();
    let new_year = About { started: time("2027-01-01T00:10:00+01:00"), ..about("01B") };
    store.append(&Recorder::new(&mixed()).record(&new_year, &new_year.started)).unwrap();
    let names: Vec<_> = disk::files(&**store.disk(), store.folder(), "jsonl")
        .unwrap()
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["2026-anna-s-laptop.jsonl", "2027-anna-s-laptop.jsonl"]);
}

#[test]
fn a_machine_without_a_name_has_a_file_too() {
    assert_eq!(Store::new(Path::new("/x"), "…").file(2026), Path::new("/x/2026-machine.jsonl"));
    assert!(Store::new(Path::new("/x"), "../../etc").file(2026).starts_with("/x"));
}

#[test]
fn what_is_appended_is_one_line_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path(), "m");
    store.append(&record("01A")).unwrap();
    store.append(&record("01B")).unwrap();
    let text = fs::read_to_string(store.file(2026)).unwrap();
    assert_eq!(text, checksum::with_checksum(&format!("{}{}", record("01A").line(), record("01B").line())));
    assert_eq!(text.matches("\"crc32\"").count(), 2);
}

#[test]
fn what_is_there_already_is_not_appended_once_more() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path(), "m");
    store.append_once(&record("01A")).unwrap();
    let correction = r#"{"v":1,"id":"01C","amends":"01B","at":"2026-11-21T08:00:00+01:00","note":"x"}"#;
    fs::write(store.file(2026), format!("{}{correction}\n", record("01A").line())).unwrap();
    store.append_once(&record("01A")).unwrap();
    store.append_once(&record("01B")).unwrap();
    assert_eq!(fs::read_to_string(store.file(2026)).unwrap().lines().count(), 3);
    assert_eq!(ids(folder.path()), ["01A", "01B"]);
}

/// The id alone is no session: the line that holds it may be torn, or be another's.
#[test]
fn what_only_names_a_session_does_not_keep_it_out() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path(), "m");
    fs::write(store.file(2026), "{\"v\":1,\"id\":\"01A\",\"rou\n").unwrap();
    store.append_once(&record("01A")).unwrap();
    assert_eq!(ids(folder.path()), ["01A"]);
}

#[test]
#[cfg(target_os = "linux")]
fn the_machine_has_the_name_that_the_system_gives_it() {
    assert_eq!(machine_name(), fs::read_to_string("/proc/sys/kernel/hostname").unwrap().trim_end());
}

#[test]
fn a_torn_line_harms_only_itself() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path(), "m");
    store.append(&record("01A")).unwrap();
    let torn = format!("{}{}", fs::read_to_string(store.file(2026)).unwrap(), r#"{"v":1,"id":"01B","rou"#);
    fs::write(store.file(2026), &torn).unwrap();
    store.append(&record("01C")).unwrap();
    assert_eq!(ids(folder.path()), ["01A", "01C"]);
    let history = History::read(folder.path()).unwrap();
    assert_eq!(history.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2]);
    let text = fs::read_to_string(store.file(2026)).unwrap();
    assert!(text.starts_with(&torn), "the torn line was touched");
}

#[test]
fn a_full_disk_leaves_no_half_line() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path(), "m");
    // A device on which every write fails for want of space.
    #[cfg(target_os = "linux")]
    {
        std::os::unix::fs::symlink("/dev/full", store.file(2026)).unwrap();
        let error = store.append(&record("01A")).unwrap_err();
        assert_eq!(error.source.kind(), io::ErrorKind::StorageFull);
        assert!(error.to_string().contains("the disk is full"), "{error}");
        fs::remove_file(store.file(2026)).unwrap();
    }
    store.append(&record("01A")).unwrap();
    assert_eq!(ids(folder.path()), ["01A"]);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("history");
    fs::write(&in_the_way, "").unwrap();
    let error = Store::new(&in_the_way.join("deeper"), "m").append(&record("01A")).unwrap_err();
    assert!(error.to_string().contains("history"), "{error}");
    assert_ne!(error.source.kind(), io::ErrorKind::NotFound);
}

#[test]
fn a_file_that_was_replaced_while_waiting_is_opened_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2026-m.jsonl");
    let disk = storage::real();
    let old = disk::open_locked(&*disk, &path, Opening::Created).unwrap();
    fs::write(folder.path().join("new"), "").unwrap();
    fs::rename(folder.path().join("new"), &path).unwrap();
    if cfg!(unix) {
        assert!(!old.is_still(&path));
    }
    assert!(disk.open(&path, Opening::Existing).unwrap().is_still(&path));
}

#[test]
fn an_append_waits_for_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path(), "m");
    let held = disk::open_locked(&**store.disk(), &store.file(2026), Opening::Created).unwrap();
    let (done, wait) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| done.send(store.append(&record("01A"))).unwrap());
        assert!(wait.recv_timeout(std::time::Duration::from_millis(300)).is_err(), "it did not wait");
        drop(held);
        wait.recv().unwrap().unwrap();
    });
    assert_eq!(ids(folder.path()), ["01A"]);
}

#[test]
fn two_writers_both_get_in() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let store = Store::new(folder.path(), "m");
            scope.spawn(move || {
                for line in 0..50 {
                    store.append(&record(&format!("{writer}-{line:03}"))).unwrap();
                }
            });
        }
    });
    let history = History::read(folder.path()).unwrap();
    assert_eq!((history.records.len(), history.faults.len()), (200, 0));
}
