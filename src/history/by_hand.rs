//! Records of what was done elsewhere, entered by hand.

use super::{
    entries::Entries,
    outline::{EntryOutline, Hand, Outline},
    record::{About, Done, Exercise, More, Record, SkipWord, Status, Tally, Target},
    seconds::Seconds,
    when::When,
    word::Word,
};
use crate::plan::{Kind, Plan};

/// All that `plan` asks for, done in full by `ended`.
pub fn recorded(plan: &Plan, about: About, ended: When) -> Record {
    let outline = Outline::new(plan);
    let exercises: Entries =
        (0..).zip(&outline.entries).map(|(index, entry)| done_in_full(plan, index, entry)).collect();
    let active = exercises.iter().map(|exercise| exercise.total().seconds.duration()).sum();
    Record {
        v: Record::VERSION,
        id: about.id,
        routine: Word::from(&plan.routine),
        name: Some(Word::from(&plan.name)),
        routine_hash: None,
        level: about.level,
        started: about.started,
        ended,
        status: Status::Recorded,
        active_seconds: Seconds::new(active),
        paused_seconds: Seconds::ZERO,
        speed: None,
        pain: None,
        effort: None,
        note: None,
        exercises,
        app: about.app.into(),
        more: More::default(),
    }
}

/// Something of the user's own name, done for so long.
pub fn free(name: &str, length: Seconds, about: About, ended: When) -> Record {
    let id = Word::from(id_of(name));
    let exercise = Exercise {
        n: 0,
        id,
        status: Done::Done,
        sets: 1,
        target: Target { sets: 1, time: Some(length), ..Target::default() },
        left: None,
        right: None,
        both: Some(Tally { reps: 0, seconds: length }),
        skip_reason: None,
        optional: false,
        more: More::default(),
    };
    Record {
        v: Record::VERSION,
        id: about.id,
        routine: id,
        name: Some(name.into()),
        routine_hash: None,
        level: about.level,
        started: about.started,
        ended,
        status: Status::Recorded,
        active_seconds: length,
        paused_seconds: Seconds::ZERO,
        speed: None,
        pain: None,
        effort: None,
        note: None,
        exercises: Entries::from_iter([exercise]),
        app: about.app.into(),
        more: More::default(),
    }
}

/// Says of an exercise how much of it was done. In full: what was aimed at counts as reached. Not at all: nothing does.
pub fn set_done(exercise: &mut Exercise, done: Done, reason: Option<SkipWord>) {
    exercise.status = done;
    exercise.skip_reason = reason;
    let target = exercise.target;
    // Of a line that anybody may have written.
    let sets = target.sets.saturating_mul(target.rounds.unwrap_or(1));
    let reps = target.reps.unwrap_or(0).saturating_mul(sets);
    let one = target.time.or(target.hold).map_or(Seconds::ZERO, |one| one);
    let seconds = Seconds::new(one.duration().saturating_mul(if target.time.is_some() {
        sets
    } else {
        reps.max(sets)
    }));
    for tally in [&mut exercise.left, &mut exercise.right, &mut exercise.both].into_iter().flatten() {
        match done {
            Done::Done => {
                *tally = Tally { reps: tally.reps.max(reps), seconds: tally.seconds.max(seconds) };
            }
            Done::Skipped => *tally = Tally::ZERO,
            Done::Partial => {}
        }
    }
    match done {
        Done::Done => exercise.sets = exercise.sets.max(sets),
        Done::Skipped => exercise.sets = 0,
        Done::Partial => {}
    }
}

/// "A walk in the woods" as an id: `a-walk-in-the-woods`.
pub fn id_of(name: &str) -> String {
    let letters = name.chars().flat_map(char::to_lowercase);
    let dashed: String = letters.map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "something".to_owned() } else { words.join("-") }
}

fn done_in_full(plan: &Plan, index: u32, entry: &EntryOutline) -> Exercise {
    let rounds = entry.target.rounds.unwrap_or(1);
    let reps = entry.target.reps.unwrap_or(0) * entry.target.sets * rounds;
    let tally = |hand: Hand| {
        let alternate = plan.entries.get(index as usize).is_some_and(|entry| entry.alternate);
        let seconds = plan
            .steps
            .iter()
            .filter(|step| step.kind == Kind::Work && step.entry == Some(index))
            .map(|step| (Hand::of(step.side, alternate), step.length.or(step.estimate).unwrap_or_default()))
            .filter(|(hands, _)| hands.contains(&hand))
            .map(|(hands, time)| time / u32::try_from(hands.len()).unwrap_or(1))
            .sum();
        entry.sides.contains(&hand).then_some(Tally { reps, seconds: Seconds::new(seconds) })
    };
    Exercise {
        n: entry.n,
        id: Word::from(&entry.id),
        status: Done::Done,
        sets: entry.target.sets * rounds,
        target: entry.target,
        left: tally(Hand::Left),
        right: tally(Hand::Right),
        both: tally(Hand::Both),
        skip_reason: None,
        optional: entry.optional,
        more: More::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::fixture::{about, exercise, flow, group, hold, plan, reps, secs, self_paced, time};
    use crate::routine::Sides;

    #[test]
    fn a_name_of_ones_own_is_one_exercise() {
        let ended = time("2026-11-21T07:32:11+01:00[Europe/Berlin]");
        let record = free("A walk, in the Wöods!", Seconds::new(secs(1800)), about("01A"), ended);
        assert_eq!((record.routine.as_str(), record.status), ("a-walk-in-the-wöods", Status::Recorded));
        assert_eq!(record.exercises[0].total(), Tally { reps: 0, seconds: Seconds::new(secs(1800)) });
        let target = Target { sets: 1, time: Some(Seconds::new(secs(1800))), ..Target::default() };
        assert_eq!(record.exercises[0].target, target);
        assert_eq!(id_of(" … "), "something");
    }

    #[test]
    fn what_a_plan_asks_for_is_what_was_done() {
        let plan = plan(vec![
            group(3, vec![exercise("squat", reps(5), 2, Sides::None)]),
            exercise("step-up", self_paced(6), 2, Sides::Alternate),
        ]);
        let record = recorded(&plan, about("01A"), time("2026-11-21T07:32:11+01:00[Europe/Berlin]"));
        let tally = |reps, seconds| Some(Tally { reps, seconds: Seconds::new(secs(seconds)) });
        let [squat, step_up] = [&record.exercises[0], &record.exercises[1]];
        // Three rounds of two sets of five reps, four seconds each.
        assert_eq!((squat.sets, squat.both), (6, tally(30, 120)));
        // Two sets of six for each side; a step is for both of them, which share its estimate of four seconds a rep.
        assert_eq!((step_up.sets, step_up.left, step_up.right), (2, tally(12, 48), tally(12, 48)));
    }

    #[test]
    fn what_is_said_to_be_done_has_reached_its_target_and_what_was_skipped_nothing() {
        let plan = plan(vec![
            exercise("bird-dog", hold(5, 3), 2, Sides::Alternate),
            exercise("march", flow(60), 2, Sides::None),
        ]);
        let ended = time("2026-11-21T07:32:11+01:00[Europe/Berlin]");
        let full = recorded(&plan, about("01A"), ended);
        for whole in &full.exercises {
            let mut one = whole.clone();
            set_done(&mut one, Done::Skipped, Some(SkipWord("pain".into())));
            assert_eq!((one.sets, one.total(), one.status), (0, Tally::ZERO, Done::Skipped), "{}", one.id);
            assert_eq!(one.skip_reason, Some(SkipWord("pain".into())));
            set_done(&mut one, Done::Done, None);
            assert_eq!(one, *whole);
        }
        // Any line may stand in a history.
        let mut absurd = full.exercises[0].clone();
        (absurd.target.sets, absurd.target.rounds, absurd.target.reps) = (u32::MAX, Some(3), Some(u32::MAX));
        set_done(&mut absurd, Done::Done, None);
        assert_eq!((absurd.sets, absurd.total().reps), (u32::MAX, u32::MAX));
    }
}
