//! Each exercise over all sessions.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    model::{Best, Dose, ExerciseStats, Reason, SideStats, Skips},
    pain,
};
use crate::history::{
    cores::on_all_cores_with,
    record::{Done, Exercise, Record, SWAPPED_FOR, Status, Tally},
    seconds::Seconds,
    word::Word,
};

/// So many sessions are gone through at a time; fewer are not worth a second thread.
const PIECE: usize = 1024;

#[derive(Default)]
pub(super) struct Exercises {
    all: Vec<Gathered>,
    places: HashMap<Word, usize>,
    /// By place in the session before: which exercise it was. Most sessions have the same ones in the same order.
    before: Vec<usize>,
    /// The worst pain that was told at one of them, session by session.
    pub(super) worst: Vec<(Date, u8)>,
}

impl Exercises {
    /// Of sessions in their order. Where there are many, other cores begin with them while this one does `meanwhile`.
    pub(super) fn of<T>(sessions: &[&Record], meanwhile: impl FnOnce() -> T) -> (Self, T) {
        Self::in_pieces(sessions, PIECE, meanwhile)
    }

    fn in_pieces<T>(sessions: &[&Record], size: usize, meanwhile: impl FnOnce() -> T) -> (Self, T) {
        let pieces: Vec<&[&Record]> = sessions.chunks(size).collect();
        let (done, other_things) =
            on_all_cores_with(&pieces, || (), |(), piece| Self::of_piece(piece), meanwhile);
        let mut all = Self::default();
        for later in done {
            all.extend(later);
        }
        (all, other_things)
    }

    fn of_piece(sessions: &[&Record]) -> Self {
        let mut all = Self::default();
        for (number, record) in sessions.iter().enumerate() {
            all.take(number, record);
        }
        all
    }

    /// `number`: the session's place among those of its piece.
    fn take(&mut self, number: usize, record: &Record) {
        let date = record.started.date();
        let mut worst = None;
        for (turn, exercise) in record.exercises.iter().enumerate() {
            let again = self.before.get(turn).copied().filter(|place| self.all[*place].id == exercise.id);
            let place = again.unwrap_or_else(|| self.place(exercise.id));
            match self.before.get_mut(turn) {
                Some(known) => *known = place,
                None => self.before.push(place),
            }
            let pain = exercise.pain();
            worst = worst.max(pain);
            self.all[place].take((number, record.status, date), exercise, pain);
        }
        self.worst.extend(worst.map(|worst| (date, worst)));
    }

    fn place(&mut self, id: Word) -> usize {
        *self.places.entry(id).or_insert_with(|| {
            self.all.push(Gathered::new(id));
            self.all.len() - 1
        })
    }

    /// Adds what later sessions come to.
    fn extend(&mut self, later: Self) {
        for exercise in later.all {
            let place = self.place(exercise.id);
            self.all[place].extend(exercise);
        }
        self.worst.extend(later.worst);
    }

    pub(super) fn finish(self) -> Vec<ExerciseStats> {
        let mut all: Vec<ExerciseStats> = self.all.into_iter().map(Gathered::finish).collect();
        all.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.id.cmp(&b.id)));
        all
    }
}

pub(super) fn most_skipped(exercises: &[ExerciseStats]) -> Vec<Skips> {
    let of = |exercise: &ExerciseStats| Skips {
        id: exercise.id.clone(),
        skipped: exercise.skipped,
        of: exercise.done + exercise.partial + exercise.skipped,
        reasons: exercise.reasons.clone(),
    };
    let mut all: Vec<Skips> = exercises.iter().filter(|exercise| exercise.skipped > 0).map(of).collect();
    // Of two that were skipped as often, the one that came up less often is skipped more.
    all.sort_by(|a, b| b.skipped.cmp(&a.skipped).then(a.of.cmp(&b.of)).then_with(|| a.id.cmp(&b.id)));
    all
}

/// Its number, how it ended, and its day.
type Session = (usize, Status, Date);

struct Gathered {
    id: Word,
    stats: ExerciseStats,
    reasons: HashMap<Option<Word>, u32>,
    pain: Vec<(Date, u8)>,
    sides: SideStats,
    /// What was done in the session that is being added up, on each side; the session's number.
    session: (usize, [Tally; 3]),
}

impl Gathered {
    fn new(id: Word) -> Self {
        Self {
            id,
            stats: ExerciseStats { id: id.into(), ..ExerciseStats::default() },
            reasons: HashMap::new(),
            pain: Vec::new(),
            sides: SideStats::default(),
            session: (usize::MAX, Default::default()),
        }
    }

    fn take(&mut self, session: Session, exercise: &Exercise, pain: Option<u8>) {
        let (_, ended, date) = session;
        let stats = &mut self.stats;
        stats.times += 1;
        self.pain.extend(pain.map(|pain| (date, pain)));
        match exercise.status {
            _ if exercise.more.get(SWAPPED_FOR).is_some() => stats.swapped += 1,
            Done::Done => stats.done += 1,
            Done::Partial => stats.partial += 1,
            Done::Skipped => match &exercise.skip_reason {
                None if exercise.optional => stats.left_out += 1,
                None if ended == Status::Stopped => stats.unreached += 1,
                reason => {
                    stats.skipped += 1;
                    let word = reason.map(|reason| reason.0);
                    *self.reasons.entry(word).or_default() += 1;
                }
            },
        }
        if exercise.status != Done::Skipped {
            self.work(session, exercise);
        }
    }

    fn work(&mut self, (number, _, date): Session, exercise: &Exercise) {
        let stats = &mut self.stats;
        let total = exercise.total();
        let hands = [exercise.left, exercise.right, exercise.both].map(Option::unwrap_or_default);
        stats.last = stats.last.max(Some(date));
        stats.seconds = stats.seconds.plus(total.seconds);
        stats.reps += u64::from(total.reps);
        if self.session.0 != number {
            self.session = (number, Default::default());
        }
        for (sum, hand) in self.session.1.iter_mut().zip(hands) {
            *sum = sum.plus(hand);
        }
        let most = |of: fn(&Tally) -> u64| self.session.1.iter().map(of).max().unwrap_or(0);
        let reps = u32::try_from(most(|tally| tally.reps.into())).unwrap_or(u32::MAX);
        let held = exercise.target.hold.filter(|_| hands.iter().any(|hand| hand.reps > 0));
        better(&mut stats.longest_hold, held, date);
        better(&mut stats.most_reps, Some(reps).filter(|reps| *reps > 0), date);
        if exercise.target.time.is_some() {
            let time = self.session.1.iter().map(|tally| tally.seconds).max();
            better(&mut stats.longest_time, time.filter(|time| *time > Seconds::ZERO), date);
        }
        let first = stats.dose.map_or(exercise.target, |dose| dose.first);
        stats.dose = Some(Dose { first, latest: exercise.target });
        if let (Some(left), Some(right)) = (exercise.left, exercise.right) {
            self.sides.take(left, right);
        }
    }

    /// Adds what later sessions come to.
    fn extend(&mut self, later: Self) {
        let Self { stats: new, reasons, pain, sides, id: _, session: _ } = later;
        for (word, times) in reasons {
            *self.reasons.entry(word).or_default() += times;
        }
        self.pain.extend(pain);
        self.sides.extend(&sides);
        let stats = &mut self.stats;
        stats.times += new.times;
        stats.done += new.done;
        stats.partial += new.partial;
        stats.skipped += new.skipped;
        stats.unreached += new.unreached;
        stats.left_out += new.left_out;
        stats.swapped += new.swapped;
        stats.last = stats.last.max(new.last);
        stats.seconds = stats.seconds.plus(new.seconds);
        stats.reps += new.reps;
        best_of(&mut stats.longest_hold, new.longest_hold);
        best_of(&mut stats.longest_time, new.longest_time);
        best_of(&mut stats.most_reps, new.most_reps);
        stats.dose = match (stats.dose, new.dose) {
            (Some(old), Some(new)) => Some(Dose { first: old.first, latest: new.latest }),
            (old, new) => old.or(new),
        };
    }

    fn finish(self) -> ExerciseStats {
        let mut reasons: Vec<Reason> = self
            .reasons
            .into_iter()
            .map(|(word, times)| Reason { word: word.map(String::from), times })
            .collect();
        reasons.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.word.cmp(&b.word)));
        let sides = Some(self.sides).filter(|sides| sides.entries > 0).map(SideStats::told);
        ExerciseStats { reasons, sides, pain: pain::at_exercise(&self.pain), ..self.stats }
    }
}

fn better<T: PartialOrd>(best: &mut Option<Best<T>>, value: Option<T>, on: Date) {
    if let Some(value) = value
        && best.as_ref().is_none_or(|best| best.value < value)
    {
        *best = Some(Best { value, on });
    }
}

fn best_of<T: PartialOrd>(best: &mut Option<Best<T>>, later: Option<Best<T>>) {
    if let Some(Best { value, on }) = later {
        better(best, Some(value), on);
    }
}

/// Fewer entries than this say nothing about a side.
const ENOUGH: u32 = 3;
/// A smaller share is no difference worth a word.
const LARGE: f64 = 0.15;

impl SideStats {
    fn take(&mut self, left: Tally, right: Tally) {
        self.entries += 1;
        self.left_seconds = self.left_seconds.plus(left.seconds);
        self.right_seconds = self.right_seconds.plus(right.seconds);
        self.left_reps += u64::from(left.reps);
        self.right_reps += u64::from(right.reps);
    }

    fn extend(&mut self, later: &Self) {
        self.entries += later.entries;
        self.left_seconds = self.left_seconds.plus(later.left_seconds);
        self.right_seconds = self.right_seconds.plus(later.right_seconds);
        self.left_reps += later.left_reps;
        self.right_reps += later.right_reps;
    }

    fn told(self) -> Self {
        let seconds = |seconds: Seconds| seconds.duration().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "nobody does so many reps")]
        let reps = |reps: u64| reps as f64;
        let words = (self.entries >= ENOUGH)
            .then(|| {
                sentence(reps(self.left_reps), reps(self.right_reps), "reps")
                    .or_else(|| sentence(seconds(self.left_seconds), seconds(self.right_seconds), "time"))
            })
            .flatten();
        Self { words, ..self }
    }
}

/// `None` where the two sides are much alike.
fn sentence(left: f64, right: f64, what: &str) -> Option<String> {
    let (less, more, side, other) =
        if left < right { (left, right, "Left", "right") } else { (right, left, "Right", "left") };
    let share = (more - less) / more;
    // Of nothing at all there is no share.
    (share >= LARGE).then(|| {
        let percent = (100.0 * share).round();
        if what == "reps" {
            format!("{side}: {percent} % fewer reps than {other} ({less} of {more}).")
        } else {
            format!("{side}: {percent} % less time than {other}.")
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A day in which much is of its own.
    fn session(n: u32) -> Record {
        let tally = |more: u32| json!({ "reps": n * 7 % 5 + more, "seconds": n * 11 % 13 });
        let entry = |turn: u32| {
            let (status, reason) = match (n + turn) % 4 {
                0 => ("skipped", Some(["time", "pain"][(n % 2) as usize])),
                1 => ("partial", None),
                _ => ("done", None),
            };
            json!({
                "n": turn, "id": format!("exercise-{}", (n / 3 + turn) % 5), "status": status, "sets": 1,
                "target": { "sets": 1, "reps": n, "hold": n * 5 % 17, "time": turn }, "skip_reason": reason,
                "left": tally(1), "right": tally(3), "pain": n * 3 % 11,
            })
        };
        let time = format!("2026-01-{:02}T07:00:00+01:00[Europe/Berlin]", n + 1);
        let record = json!({
            "v": 1, "id": format!("{n}"), "routine": "r", "started": time, "ended": time,
            "status": "completed", "exercises": (0..n % 5).map(entry).collect::<Vec<_>>(),
        });
        serde_json::from_value(record).unwrap()
    }

    #[test]
    fn in_however_many_pieces_it_comes_to_the_same() {
        let records: Vec<Record> = (0..30).map(session).collect();
        let sessions: Vec<&Record> = records.iter().collect();
        let of = |size| {
            let (exercises, ()) = Exercises::in_pieces(&sessions, size, || ());
            (exercises.worst.clone(), exercises.finish())
        };
        let (worst, whole) = of(30);
        assert_eq!((whole.len(), worst.len()), (5, 24));
        for size in 1..30 {
            assert_eq!(of(size), (worst.clone(), whole.clone()), "in pieces of {size}");
        }
    }
}
