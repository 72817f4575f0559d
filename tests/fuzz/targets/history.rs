//! The history, the journal of a session that was cut off, and what was decided about programs.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, date},
};
use supple::{
    cli::log::{as_csv, as_text},
    history::{
        deeds::facts,
        import::import,
        programs::{Decision, Programs},
        progression::{Sheet, follow},
        reading::{Found, History},
        record::Record,
        recovery::{find_on, sweep},
        select::{Filter, Name},
        stats::{WeekPlan, stats},
        storage::{Disk, Storage as _},
        store::Store,
        verify::{accept, examine},
    },
    plan::{Level, Options, Plan, compile},
    routine::{Program, Routine},
    session::{Command, Moment, Session, Settings},
};

use super::{assert_harmless, files::library, memory::Memory, parts};

const FOLDER: &str = "/h";
const FILE: &str = "/h/a.jsonl";
/// Where nothing is.
const NOWHERE: &str = "/nowhere/at/all";
const TODAY: Date = date(2026, 11, 21);

static ROUTINE: LazyLock<Routine> = LazyLock::new(|| {
    library().routine("gentle-twelve").ok().and_then(|found| found.value).expect("it is shipped")
});
static PLAN: LazyLock<Arc<Plan>> =
    LazyLock::new(|| Arc::new(compile(&ROUTINE, &Options { level: Level::LOW, ..Options::default() })));
static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    let id = library().program_ids().into_iter().next().expect("one is shipped");
    library().program(&id).ok().and_then(|found| found.value).expect("it is good")
});

/// Lines of the history, of a journal, and of decisions; lines of two percent signs stand between them.
pub(super) fn history(bytes: &[u8]) {
    let parts = parts(bytes);
    let part = |which: usize| parts.get(which).map_or(&[][..], Vec::as_slice);
    let history = lines(part(0));
    if let Some(journal) = parts.get(1) {
        cut_off(journal, &history);
    }
    if let Some(decisions) = parts.get(2) {
        decided(decisions, &history);
    }
}

fn read(disk: &Memory) -> History {
    History::read_on(disk, Path::new(FOLDER)).expect("the disk never fails")
}

fn lines(bytes: &[u8]) -> History {
    let disk = Memory::with(FILE, bytes);
    let history = read(&disk);
    assert!(history.unreadable.is_empty());
    let lines = bytes.split(|byte| *byte == b'\n').count();
    assert!(history.records.len() + history.deleted.len() + history.faults.len() <= lines);
    for fault in &history.faults {
        assert!((1..=lines).contains(&fault.line), "{fault}");
        assert_harmless(&fault.to_string());
    }
    for record in history.records.iter().chain(&history.deleted) {
        is_written_back(record);
    }
    for line in bytes.split(|byte| *byte == b'\n').take(20) {
        is_read_both_ways(line);
    }
    views(&history);
    verified(bytes, &history);
    imported(bytes, &history);
    history
}

/// A record is the same once it was written and read again.
fn is_written_back(record: &Record) {
    let line = record.line();
    assert!(!line.trim_end().contains('\n'));
    let again = read(&Memory::with(FILE, line.as_bytes()));
    assert_eq!(again.records.as_slice(), std::slice::from_ref(record), "{line} {:?}", again.faults);
}

/// Lines that this program wrote are read the short way, which must say just what the long one does.
fn is_read_both_ways(line: &[u8]) {
    let Ok(text) = str::from_utf8(line) else { return };
    let short = read(&Memory::with(FILE, line)).records;
    let Some(short) = short.first() else { return };
    // A blank is all it takes.
    let long = read(&Memory::with(FILE, text.replacen('{', "{ ", 1).as_bytes())).records;
    assert_eq!(Some(short), long.first(), "{text}");
}

/// What the user sees of it.
fn views(history: &History) {
    let all: Vec<&Record> = history.records.iter().collect();
    let stats = stats(&all, TODAY, None);
    assert!(stats.ahead <= u32::try_from(all.len()).expect("few"));
    serde_json::to_string(&stats).expect("JSON");
    as_text(&history.records, library())
        .map(|text| assert_harmless(&String::from_utf8_lossy(&text)))
        .expect("memory");
    is_table(&String::from_utf8(as_csv(&history.records).expect("memory")).expect("UTF-8"));
    for record in all.iter().take(3) {
        assert_ne!(history.find(&record.id), Found::None);
        let name = vec![Name::new(&record.routine)];
        let filter = Filter { routine: name, since: Some(record.started.date()), ..Filter::default() };
        let filter = filter.among(all.iter().copied());
        // A name of blanks alone is the beginning of everything.
        assert!(filter.is_ok_and(|filter| filter.admits(record)), "{:?}", record.routine);
    }
    let sheet = Sheet::of(&ROUTINE);
    let course = follow(&sheet, &history.records);
    let doses = course.doses(&sheet, &ROUTINE, &[]);
    let plan = compile(&ROUTINE, &Options { standing: doses, ..Options::default() });
    assert!(!plan.steps.is_empty());
    course.changes.iter().for_each(|change| assert_harmless(&change.sentence()));
    for phase in &PROGRAM.phases {
        drop(facts(phase, |_| vec!["cat-cow".into()], &history.records));
    }
}

/// Every row of a table has as many fields as its head; tables begin with `id`.
fn is_table(text: &str) {
    let (mut fields, mut quoted, mut head) = (1, false, 0);
    let mut row = String::new();
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields += 1,
            '\n' if !quoted => {
                if row.starts_with("id,started,") {
                    head = fields;
                }
                assert_eq!(fields, head, "{row}");
                (fields, row) = (1, String::new());
                continue;
            }
            _ => {}
        }
        row.push(c);
    }
    assert!(!quoted && row.is_empty(), "{row}");
}

/// A repair takes out what is at fault and nothing else, and once is enough.
fn verified(bytes: &[u8], before: &History) {
    let disk = Memory::with(FILE, bytes);
    let store = Store::on(disk.clone(), Path::new(FOLDER), "m");
    let examined = examine(&store).expect("the disk never fails");
    assert_eq!(examined.faults.len() + examined.newer.len(), before.faults.len());
    assert_eq!(examined.sessions, before.records.len() + before.deleted.len());
    assert_eq!(examined.faulty().is_empty(), examined.faults.is_empty());
    accepted(bytes, before);
    let repaired = examined.repair(&*disk, Path::new(FILE)).expect("the disk never fails");
    assert_eq!(repaired.is_none(), examined.faults.is_empty());
    let Some(repaired) = repaired else { return };
    assert_eq!(disk.read(&repaired.backup).expect("a copy"), bytes);
    let (good, bad) = (disk.read(Path::new(FILE)).expect("it"), disk.read(&repaired.aside).expect("those"));
    let missing = usize::from(!bytes.ends_with(b"\n"));
    assert_eq!(good.len() + bad.len(), bytes.len() + missing, "no byte is lost");
    let after = read(&disk);
    assert_eq!((&after.records, &after.deleted), (&before.records, &before.deleted));
    let again = examine(&store).expect("the disk never fails");
    assert!(again.faults.is_empty(), "{:?}", again.faults);
    assert_eq!(again.newer.len(), examined.newer.len());
}

/// Taken as they stand, all lines that can be read have a checksum that fits, and say what they said.
fn accepted(bytes: &[u8], before: &History) {
    let disk = Memory::with(FILE, bytes);
    let store = Store::on(disk.clone(), Path::new(FOLDER), "m");
    let Some(backup) = accept(&*disk, Path::new(FILE)).expect("the disk never fails") else { return };
    assert_eq!(disk.read(&backup).expect("a copy"), bytes);
    let after = read(&disk);
    assert_eq!((&after.records, &after.deleted), (&before.records, &before.deleted));
    let examined = examine(&store).expect("the disk never fails");
    assert!(examined.changed.is_empty() && examined.without_checksum.is_empty(), "{examined:?}");
    assert_eq!(accept(&*disk, Path::new(FILE)).expect("the disk never fails"), None);
}

/// On a machine with nothing, an import leaves what was there on the other.
fn imported(bytes: &[u8], there: &History) {
    let disk = Memory::with("/h/none", b"");
    let store = Store::on(disk, Path::new(NOWHERE), "m");
    let done = import(&store, &[(PathBuf::from(FILE), bytes.to_vec())]).expect("the disk never fails");
    let here = History::read_on(&**store.disk(), Path::new(NOWHERE)).expect("the disk never fails");
    assert_eq!((&here.records, &here.deleted), (&there.records, &there.deleted));
    assert_eq!(done.new, there.records.len() + there.deleted.len());
}

fn cut_off(journal: &[u8], history: &History) {
    let memory = Memory::with("/j/a.jsonl", journal);
    let disk: Disk = memory;
    let (folder, store) = (Path::new("/j"), Store::on(disk.clone(), Path::new(FOLDER), "m"));
    let found = find_on(&disk, folder, history).expect("the disk never fails");
    for unreadable in &found.unreadable {
        assert_harmless(&unreadable.to_string());
    }
    for session in &found.interrupted {
        is_written_back(&session.record());
        assert!(session.fits(&PLAN) || session.header.plan.hash != PLAN.hash || !session.has_ended());
        let may = session.may_resume(Timestamp::UNIX_EPOCH, None);
        assert!(!(may && session.has_ended()));
        if session.fits(&PLAN) {
            let resumption = session.resume().expect("nobody has it");
            let mut session =
                Session::resume(PLAN.clone(), Settings::default(), resumption.point, &resumption.changes)
                    .at_paces(&resumption.paces);
            session.set_unattended(Moment::ORIGIN);
            session.handle(Moment::ORIGIN, Command::Start);
            for _ in 0..300 {
                while session.poll_event().is_some() {}
                let Some(next) = session.deadline() else { break };
                session.advance(next);
            }
            drop(session.snapshot(Moment::ORIGIN));
        }
        let kept = session.keep(&store).expect("nobody has it");
        let history = History::read_on(&*disk, Path::new(FOLDER)).expect("the disk never fails");
        assert_eq!(history.records, [kept], "{:?}", history.faults);
    }
    sweep(folder, &store, &found).expect("the disk never fails");
}

fn decided(bytes: &[u8], history: &History) {
    let disk: Disk = Memory::with("/p/m.jsonl", bytes);
    let programs = Programs::on(disk, Path::new("/p"), "m");
    let decisions = programs.read().expect("the disk never fails");
    decisions.complaints().for_each(|text| assert_harmless(&text));
    let all: Vec<Decision> = decisions.all;
    let shipped = |_: &str| Some(PROGRAM.clone());
    let of_phase =
        |program: &Program, phase: usize| facts(&program.phases[phase], |_| Vec::new(), &history.records);
    let plan = WeekPlan::new(&all, (TODAY.saturating_sub(60.days()), TODAY), shipped, of_phase);
    let records: Vec<&Record> = history.records.iter().collect();
    drop(stats(&records, TODAY, Some(&plan)));
    for decision in &all {
        programs.append(decision).expect("the disk never fails");
    }
    let again = programs.read().expect("the disk never fails");
    assert_eq!(again.all, all, "written and read again they are the same");
}
