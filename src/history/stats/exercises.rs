//! Each exercise over all sessions.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    Session,
    model::{Best, Dose, ExerciseStats, Reason, SideStats, Skips},
    pain,
};
use crate::history::{
    record::{Done, Exercise, SWAPPED_FOR, Status, Tally},
    seconds::Seconds,
    word::Word,
};

#[derive(Default)]
pub(super) struct Exercises<'r> {
    all: Vec<Gathered>,
    places: HashMap<&'r str, usize>,
    /// By place in the session before: which exercise it was. Most sessions have the same ones in the same order.
    before: Vec<usize>,
}

impl<'r> Exercises<'r> {
    /// Gives the worst pain that was told at one of them.
    pub(super) fn take(&mut self, session: &Session<'r>) -> Option<u8> {
        let Self { all, places, before } = self;
        let mut worst = None;
        for (turn, exercise) in session.record.exercises.iter().enumerate() {
            let again = before.get(turn).copied().filter(|place| all[*place].id == exercise.id);
            let place = again.unwrap_or_else(|| {
                *places.entry(&exercise.id).or_insert_with(|| {
                    all.push(Gathered::new(exercise.id));
                    all.len() - 1
                })
            });
            match before.get_mut(turn) {
                Some(known) => *known = place,
                None => before.push(place),
            }
            let pain = pain::of_exercise(exercise);
            worst = worst.max(pain);
            all[place].take(session, exercise, pain);
        }
        worst
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

    fn take(&mut self, session: &Session, exercise: &Exercise, pain: Option<u8>) {
        let &Session { record, date, .. } = session;
        let stats = &mut self.stats;
        stats.times += 1;
        self.pain.extend(pain.map(|pain| (date, pain)));
        match exercise.status {
            _ if exercise.more.get(SWAPPED_FOR).is_some() => stats.swapped += 1,
            Done::Done => stats.done += 1,
            Done::Partial => stats.partial += 1,
            Done::Skipped => match &exercise.skip_reason {
                None if exercise.optional => stats.left_out += 1,
                None if record.status == Status::Stopped => stats.unreached += 1,
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

    fn work(&mut self, session: &Session, exercise: &Exercise) {
        let date = session.date;
        let stats = &mut self.stats;
        let total = exercise.total();
        let hands = [exercise.left, exercise.right, exercise.both].map(Option::unwrap_or_default);
        stats.last = stats.last.max(Some(date));
        stats.seconds = stats.seconds.plus(total.seconds);
        stats.reps += u64::from(total.reps);
        if self.session.0 != session.number {
            self.session = (session.number, Default::default());
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
