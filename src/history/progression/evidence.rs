//! What one session says about one exercise.

use std::time::Duration;

use crate::{
    history::{
        record::{Done, Exercise, Record, SWAPPED_FOR, Tally},
        seconds::Seconds,
    },
    plan::Target,
};

/// So many full sessions in a row lead one notch up.
pub const ENOUGH: u32 = 3;

/// So much more pain than before leads one notch down.
pub const PAIN_FOR_LESS: u8 = 2;

/// Of the exercise in this session, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    SkippedForPain,
    /// By so much, at least `PAIN_FOR_LESS`.
    PainRose(u8),
    /// Some of it was done, and the session was hard.
    Hard,
    /// Pain rose a little, or the work was not done in full: what was gathered is void.
    Not,
    /// At least the dose where the user stands, in full, not hard, pain not risen.
    Full(Answers),
    /// Done in full, but less than where the user stands was asked for: it was trimmed.
    Less,
}

/// What was said of a full session. What was not asked counts as right and steady.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Effort was asked for at least once.
    pub effort: bool,
    /// Each time that it was, it was easy.
    pub easy: bool,
    /// Pain was told before and after, at least once.
    pub pain: bool,
}

impl Answers {
    pub(super) fn and(self, next: Self) -> Self {
        let easy = match (self.effort, next.effort) {
            (true, true) => self.easy && next.easy,
            (true, false) => self.easy,
            (false, _) => next.easy,
        };
        Self { effort: self.effort || next.effort, easy, pain: self.pain || next.pain }
    }
}

/// `dose`: where the user stands.
pub(super) fn weigh(record: &Record, exercise: &Exercise, dose: Target) -> Evidence {
    if exercise.status != Done::Done && was_left_for_pain(exercise) {
        return Evidence::SkippedForPain;
    }
    if exercise.status == Done::Skipped {
        return Evidence::Not;
    }
    let pain = Pains::of(record, exercise);
    if pain.rise >= PAIN_FOR_LESS {
        return Evidence::PainRose(pain.rise);
    }
    let effort = record.effort.as_deref();
    if effort == Some("hard") {
        return Evidence::Hard;
    }
    if pain.rise > 0 || pain.only_during || exercise.status != Done::Done || !is_whole(exercise) {
        return Evidence::Not;
    }
    if !reaches(exercise, dose) {
        return Evidence::Less;
    }
    Evidence::Full(Answers { effort: effort.is_some(), easy: effort == Some("easy"), pain: pain.asked })
}

/// Whether pain was worse after the session than before it, whatever else there is to say.
pub(super) fn hurt(record: &Record, exercise: &Exercise) -> bool {
    let pain = Pains::of(record, exercise);
    pain.rise > 0 || pain.only_during || was_left_for_pain(exercise)
}

/// Skipped with that reason; or it gave way to another after pain was told at it.
fn was_left_for_pain(exercise: &Exercise) -> bool {
    let gave_way = exercise.more.get(SWAPPED_FOR).is_some();
    exercise.skip_reason.as_ref().is_some_and(|reason| reason.0 == "pain")
        || gave_way && exercise.pain().is_some_and(|pain| pain > 0)
}

struct Pains {
    /// From before the session to after it, or to what was said at the exercise: the greater.
    rise: u8,
    /// Both before and after.
    asked: bool,
    /// Pain was told at the exercise, and there is nothing to compare it with.
    only_during: bool,
}

impl Pains {
    fn of(record: &Record, exercise: &Exercise) -> Self {
        let pain = record.pain_around();
        let during = exercise.pain().filter(|value| *value > 0);
        let rise = |before: u8| {
            [pain.after, during].into_iter().flatten().map(|then| then.saturating_sub(before)).max()
        };
        Self {
            rise: pain.before.and_then(rise).unwrap_or(0),
            asked: pain.before.is_some() && pain.after.is_some(),
            only_during: pain.before.is_none() && during.is_some(),
        }
    }
}

/// Whether as much was done as was asked for at the beginning: reps taken off and seconds taken off are missing here. A
/// session that was entered by hand need not say how much it was.
fn is_whole(exercise: &Exercise) -> bool {
    let target = exercise.target;
    let times = target.sets.max(1).saturating_mul(target.rounds.unwrap_or(1).max(1));
    let reps = target.reps.map(|reps| reps.saturating_mul(times));
    let holds = reps.unwrap_or(times);
    let time = match (target.hold, target.time) {
        (Some(hold), _) => Some(hold.duration().saturating_mul(holds)),
        (None, time) => time.map(|time| time.duration().saturating_mul(times)),
    };
    let is_whole = |tally: &Tally| {
        reps.is_none_or(|reps| tally.reps >= reps)
            && time.is_none_or(|time| tally.seconds.duration() + ROUNDING >= time)
    };
    [exercise.left, exercise.right, exercise.both].iter().flatten().all(is_whole)
}

/// Records round to milliseconds, and sides share odd ones.
const ROUNDING: Duration = Duration::from_millis(500);

/// Whether the session asked for at least this dose.
fn reaches(exercise: &Exercise, dose: Target) -> bool {
    fn at_least<T: PartialOrd + Copy>(asked: Option<T>, dose: Option<T>) -> bool {
        dose.is_none() || asked >= dose
    }
    let asked = exercise.target;
    asked.sets >= dose.sets
        && at_least(asked.reps, dose.reps)
        && at_least(asked.hold.map(Seconds::duration), dose.hold)
        && at_least(asked.time.map(Seconds::duration), dose.time)
}
