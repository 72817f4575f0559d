//! The next start after whatever has happened, held against what was promised.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use supple::history::{
    reading::{History, LineFault},
    record::Record,
    recovery::{self, Findings},
    storage::Disk,
    store::Store,
};

use crate::{
    disk::{Brittle, Bytes, State},
    promises::{self, Known, Promise},
    story::{DISCARDED, HISTORY, JOURNALS, OLD, Telling, Told, WHOLE, old, same},
};

/// How the program came to its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Ending {
    /// It was killed, or closed.
    Killed,
    /// The power went.
    PowerCut,
}

/// Everything that is true before and after.
pub(crate) struct Check<'t> {
    pub(crate) before: &'t State,
    pub(crate) told: &'t Told,
    pub(crate) promises: &'t [Promise],
}

impl Check<'_> {
    /// Starts the program again on what is left, and deals with what it finds.
    pub(crate) fn restart(&self, left: State, ending: Ending) {
        let known = promises::known(self.promises);
        self.only_grown(&left);
        keep_unseen(&left);
        let disk = Brittle::new(left);
        let seam: Disk = Arc::new(disk.clone());
        let store = Store::on(Arc::clone(&seam), Path::new(HISTORY), "m");
        let (history, findings) = read(&seam);
        self.lines(&history);
        for (id, known) in &known {
            self.session(id, known, ending, &history, &findings);
        }
        let strangers = findings.interrupted.iter().filter(|one| !known.contains_key(one.header.id.as_str()));
        assert_eq!(strangers.count(), 0);
        assert!(findings.unreadable.is_empty(), "{:?}", findings.unreadable);

        // All that was cut off is kept.
        recovery::sweep(Path::new(JOURNALS), &store, &findings).unwrap();
        let mut kept = BTreeMap::new();
        for session in &findings.interrupted {
            let record = session.keep(&store).unwrap();
            assert!(same(&record, &session.record()));
            kept.insert(record.id.clone(), record);
        }
        let all = |history: &History| -> Vec<Record> {
            history.records.iter().chain(&history.deleted).cloned().collect()
        };
        let expected: BTreeMap<String, Record> =
            all(&history).into_iter().map(|record| (record.id.clone(), record)).chain(kept).collect();
        // What is done is done, also when the power goes now; and doing it again changes nothing.
        let dark = Brittle::new(disk.state().after_power_cut(0, Bytes::None));
        for disk in [&dark, &disk] {
            let seam: Disk = Arc::new(disk.clone());
            let store = Store::on(Arc::clone(&seam), Path::new(HISTORY), "m");
            let (history, findings) = read(&seam);
            recovery::sweep(Path::new(JOURNALS), &store, &findings).unwrap();
            // Where its removal was not said to be over, a session may be offered again.
            let half_gone =
                |id: &str| known.get(id).is_some_and(|known| known.discarding && !known.discarded);
            for session in findings.interrupted {
                assert!(half_gone(&session.header.id), "{} is offered once more", session.header.id);
                session.discard().unwrap();
            }
            assert_eq!(disk.state().files(Path::new(JOURNALS)), Vec::<PathBuf>::new());
            let after: BTreeMap<String, Record> =
                all(&history).into_iter().map(|record| (record.id.clone(), record)).collect();
            assert_eq!(all(&history).len(), expected.len(), "something counts twice");
            for (id, record) in &expected {
                let now = after.get(id).unwrap_or_else(|| panic!("{id} is lost"));
                assert!(same(now, record), "{id} is not what it was");
                if let Some(known) = known.get(id.as_str()) {
                    note(id, known, &history, now);
                }
            }
        }
        // Life goes on: what was torn does not harm the next line.
        store.append(&old("01NEW")).unwrap();
        let history = History::read_on(&disk, Path::new(HISTORY)).unwrap();
        assert_eq!(all(&history).len(), expected.len() + 1);
        assert!(history.records.contains(&old("01NEW")));
    }

    /// Nothing is ever rewritten.
    fn only_grown(&self, left: &State) {
        for file in self.before.files(Path::new(HISTORY)) {
            let (before, now) = (self.before.file(&file).unwrap(), left.file(&file).unwrap_or_default());
            assert!(now.starts_with(before), "{} was rewritten", file.display());
        }
    }

    /// Every line that was whole is read, and what is torn is named.
    fn lines(&self, history: &History) {
        assert!(history.unreadable.is_empty(), "{:?}", history.unreadable);
        let lived_in = !self.before.files(Path::new(HISTORY)).is_empty();
        for id in OLD.iter().filter(|_| lived_in) {
            assert!(history.records.contains(&old(id)), "{id} was harmed");
        }
        let is_torn =
            |fault: &&LineFault| !lived_in || fault.line != 2 || fault.path.ends_with("2026-other.jsonl");
        let torn = history.faults.iter().filter(is_torn).count();
        assert!(torn <= 1, "more than the last line is torn: {:?}", history.faults);
        assert_eq!(lived_in, torn < history.faults.len(), "the torn line is not named");
    }

    fn session(&self, id: &str, known: &Known, ending: Ending, history: &History, findings: &Findings) {
        let telling = &self.told.sessions[id];
        let recorded = history.records.iter().chain(&history.deleted).find(|record| record.id == id);
        let cut_off = findings.interrupted.iter().find(|session| session.header.id == id);
        assert!(recorded.is_none() || cut_off.is_none(), "{id} counts twice");
        if let Some(record) = recorded {
            assert!(known.ending, "{id} was recorded before it was over");
            assert!(same(record, &telling.after(known.most)), "{id} is not what it was");
            note(id, known, history, record);
        }
        if let Some(session) = cut_off {
            assert!(!known.stored && !known.discarded, "{id} is offered once more");
            let least = match ending {
                Ending::Killed => known.written,
                Ending::PowerCut => known.synced,
            };
            let record = session.record();
            let mut may_be = least.unwrap_or_default()..=known.most;
            assert!(
                may_be.any(|events| between(&record, telling, events)),
                "{id} lost more than it may: {known:?}, {:?} {:?}",
                record.status,
                record.exercises
            );
            assert!(
                record.active_seconds.duration() >= known.active,
                "{id}: {known:?} {:?}",
                record.active_seconds
            );
        }
        if recorded.is_none() && cut_off.is_none() {
            assert!(!known.stored, "{id} is lost, and was said to be stored");
            let must_be = match ending {
                Ending::Killed => known.written.is_some(),
                Ending::PowerCut => known.synced.is_some_and(|events| events > 0),
            };
            assert!(!must_be || known.discarding, "{id} is lost: {known:?}");
        }
        assert!(id != DISCARDED || recorded.is_none(), "{id} was thrown away, and is there");
    }
}

/// Keeps everything without a look at the history, as where that cannot be read: also what is in it already lasts then.
fn keep_unseen(left: &State) {
    let disk = Brittle::new(left.clone());
    let seam: Disk = Arc::new(disk.clone());
    let store = Store::on(Arc::clone(&seam), Path::new(HISTORY), "m");
    let findings = recovery::find_on(&seam, Path::new(JOURNALS), &History::default()).unwrap();
    let kept: Vec<String> =
        findings.interrupted.iter().map(|session| session.keep(&store).unwrap().id).collect();
    if !kept.is_empty() {
        let dark = Brittle::new(disk.state().after_power_cut(0, Bytes::None));
        let history = History::read_on(&dark, Path::new(HISTORY)).unwrap();
        for id in kept {
            let lines = history.records.iter().chain(&history.deleted).filter(|record| record.id == id);
            assert_eq!(lines.count(), 1, "{id} was kept, and is lost");
        }
    }
}

/// What was said last is what is read, or what was about to be said.
fn note(id: &str, known: &Known, history: &History, record: &Record) {
    let said = record.note.as_ref().map_or(0, |note| note.parse().unwrap());
    let deleted = history.deleted.iter().any(|deleted| deleted.id == id);
    let fits = |number: usize| said == number.min(3) && deleted == (number == 4);
    assert!((known.noted..=known.noting).any(fits), "{id}: {known:?}, note {said}, deleted {deleted}");
    assert!(id == WHOLE || said == 0);
}

/// Whether a record tells of what one fold does, with the step in progress somewhere on its way to the next.
fn between(record: &Record, telling: &Telling, events: usize) -> bool {
    let (low, high) = (telling.after(events), telling.after((events + 1).min(telling.count())));
    let mut at_low = record.clone();
    for (exercise, low) in at_low.exercises.iter_mut().zip(&low.exercises) {
        let high = high.exercises.iter().find(|high| high.n == low.n);
        let sides = [
            (&mut exercise.left, low.left, high.and_then(|high| high.left)),
            (&mut exercise.right, low.right, high.and_then(|high| high.right)),
            (&mut exercise.both, low.both, high.and_then(|high| high.both)),
        ];
        for (tally, low, high) in sides {
            let (Some(tally), Some(low)) = (tally, low) else { continue };
            let most = high.map_or(low.seconds, |high| high.seconds);
            if low.seconds <= tally.seconds && tally.seconds <= most {
                tally.seconds = low.seconds;
            }
        }
    }
    same(&at_low, &low)
}

fn read(disk: &Disk) -> (History, Findings) {
    let history = History::read_on(&**disk, Path::new(HISTORY)).unwrap();
    let findings = recovery::find_on(disk, Path::new(JOURNALS), &history).unwrap();
    (history, findings)
}
