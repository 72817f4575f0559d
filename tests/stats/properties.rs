use jiff::{ToSpan as _, civil::Date};
use proptest::{collection::vec, prelude::*};
use supple::history::{
    reading::History,
    record::Record,
    stats::{ExerciseStats, Fate, Stats, Way, stats, trend},
};

use crate::{
    reference::{self, entries, median},
    world::{Truth, Work, histories, write},
};

fn read(truths: &[Truth], today: Date) -> (History, Stats) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), truths);
    let history = History::read(folder.path()).unwrap();
    let records: Vec<&Record> = history.records.iter().collect();
    let stats = stats(&records, today, None);
    (history, stats)
}

/// The sessions that count, in order.
fn counting(truths: &[Truth]) -> Vec<&Truth> {
    let mut counting: Vec<&Truth> = truths.iter().filter(|truth| truth.counts()).collect();
    counting.sort_by(|a, b| (a.at.timestamp(), &a.id).cmp(&(b.at.timestamp(), &b.id)));
    counting
}

fn seconds(stats: supple::history::seconds::Seconds) -> u64 {
    stats.duration().as_secs()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap()
}

/// `days` after the last session.
fn some_today(truths: &[Truth], days: i64) -> Date {
    let last = truths.iter().map(Truth::date).max().unwrap_or(jiff::civil::date(2026, 11, 21));
    last.checked_add(days.days()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn days_weeks_and_streaks_are_those_of_the_slow_reference(truths in histories(), later in 0..20_i64) {
        let today = some_today(&truths, later);
        let (history, stats) = read(&truths, today);
        let torn = truths.iter().filter(|truth| truth.has_torn()).count();
        prop_assert_eq!((history.faults.len(), history.unreadable.len()), (torn, 0));
        let all = counting(&truths);
        let truths: Vec<&Truth> = all.iter().copied().filter(|truth| truth.has_work()).collect();
        prop_assert_eq!(stats.sessions, number(truths.len()));
        prop_assert_eq!(seconds(stats.active), truths.iter().map(|truth| truth.seconds).sum::<u64>());
        for day in &stats.days {
            let of_day: Vec<&&Truth> = truths.iter().filter(|truth| truth.date() == day.date).collect();
            prop_assert_eq!(day.sessions, number(of_day.len()), "{}", day.date);
            prop_assert_eq!(seconds(day.active), of_day.iter().map(|truth| truth.seconds).sum::<u64>());
            let told = all.iter().filter(|truth| truth.date() == day.date).flat_map(|truth| {
                [truth.before, truth.after].into_iter().chain(truth.works.iter().map(|work| work.pain)).flatten()
            });
            prop_assert_eq!(day.pain, told.max());
        }
        prop_assert_eq!(stats.days.iter().map(|day| day.sessions).sum::<u32>(), stats.sessions);
        let weeks = reference::weeks(&all, today);
        prop_assert_eq!(stats.weeks.len(), weeks.len());
        for (week, truth) in stats.weeks.iter().zip(&weeks) {
            prop_assert_eq!(
                (week.monday, week.sessions, week.days, seconds(week.active), week.pain_before),
                (truth.monday, number(truth.sessions), number(truth.days), truth.seconds, truth.before)
            );
            prop_assert_eq!(week.fate == Fate::Kept, truth.days >= 2);
        }
        let (now, best, of) = reference::streaks(&weeks, today);
        let streak = stats.streak;
        prop_assert_eq!((streak.now, streak.best, streak.of), (number(now), number(best), number(of)));
    }

    #[test]
    fn pain_and_effort_are_those_of_the_slow_reference(truths in histories()) {
        let today = some_today(&truths, 0);
        let (_, stats) = read(&truths, today);
        let truths = counting(&truths);
        let before: Vec<(Date, u8)> = truths.iter().filter_map(|truth| Some((truth.date(), truth.before?))).collect();
        prop_assert_eq!(stats.pain.before.told, number(before.len()));
        prop_assert_eq!(stats.pain.before.median, median(before.iter().map(|(_, pain)| f64::from(*pain)).collect()));
        let slope = stats.pain.before.trend.as_ref().map(|trend| trend.per_week);
        let expected = reference::slope(&before);
        prop_assert_eq!(slope.is_some(), expected.is_some());
        if let Some((slope, expected)) = slope.zip(expected) {
            prop_assert!((slope - expected).abs() < 0.000_51, "{} is not {}", slope, expected);
        }
        let recent: Vec<(Date, u8)> =
            before.iter().copied().filter(|(day, _)| *day > today.checked_sub(84.days()).unwrap()).collect();
        prop_assert_eq!(stats.pain.before.recent.is_some(), reference::slope(&recent).is_some());
        let changes: Vec<f64> = truths
            .iter()
            .filter_map(|truth| Some(f64::from(truth.after?) - f64::from(truth.before?)))
            .collect();
        prop_assert_eq!(stats.pain.eased, number(changes.iter().filter(|change| **change < 0.0).count()));
        prop_assert_eq!(stats.pain.worse, number(changes.iter().filter(|change| **change > 0.0).count()));
        prop_assert_eq!(stats.pain.change, median(changes));
        for (count, word) in
            [(stats.effort.easy, "easy"), (stats.effort.right, "right"), (stats.effort.hard, "hard")]
        {
            prop_assert_eq!(count, number(
                truths.iter().filter(|truth| truth.has_work() && truth.effort == Some(word)).count()
            ));
        }
    }

    #[test]
    fn exercises_are_those_of_the_slow_reference(truths in histories()) {
        let today = some_today(&truths, 0);
        let (_, stats) = read(&truths, today);
        let truths = counting(&truths);
        let mut times = 0;
        for exercise in &stats.exercises {
            times += exercise.times;
            check(exercise, &entries(&truths, &exercise.id))?;
        }
        prop_assert_eq!(times, number(truths.iter().map(|truth| truth.works.len()).sum()));
        let skipped: Vec<u32> = stats.skipped.iter().map(|skips| skips.skipped).collect();
        prop_assert!(skipped.is_sorted_by(|a, b| a >= b));
        prop_assert_eq!(skipped.iter().sum::<u32>(), stats.exercises.iter().map(|one| one.skipped).sum::<u32>());
    }

    #[test]
    fn the_order_of_sessions_does_not_matter(truths in histories(), turn in 0..40_usize) {
        let today = some_today(&truths, 3);
        let (history, straight) = read(&truths, today);
        let mut records: Vec<&Record> = history.records.iter().collect();
        let length = records.len().max(1);
        records.rotate_left(turn % length);
        prop_assert_eq!(stats(&records, today, None), straight);
    }

    #[test]
    fn one_odd_day_does_not_turn_a_trend(odd in 0..10_u8, at in 0..20_i64) {
        let first = jiff::civil::date(2026, 9, 1);
        let falling = |day: i64| 8.0 - 0.3 * f64::from(i32::try_from(day).unwrap());
        let told = (0..20).map(|day| {
            let pain = if day == at { f64::from(odd) } else { falling(day) };
            (first.checked_add(day.days()).unwrap(), pain)
        });
        let trend = trend(told).unwrap();
        prop_assert!((trend.per_week + 2.1).abs() < 0.3, "{:?}", trend);
        prop_assert_eq!(trend.words, "clearly less each week");
    }

    #[test]
    fn long_histories_have_the_slope_that_all_their_days_have(slope in -20..20_i32, noise in vec(0..3_u8, 1200)) {
        let first = jiff::civil::date(2020, 1, 1);
        let told = noise.iter().enumerate().map(|(day, noise)| {
            let weeks = f64::from(u32::try_from(day).unwrap()) / 7.0;
            let pain = f64::from(slope) / 100.0 * weeks + f64::from(*noise);
            (first.checked_add(i64::try_from(day).unwrap().days()).unwrap(), pain)
        });
        let trend = trend(told).unwrap();
        prop_assert!((trend.per_week - f64::from(slope) / 100.0).abs() < 0.01, "{:?} {}", trend, slope);
    }
}

/// Far apart on the globe a later session may be of an earlier day.
#[test]
fn a_trend_needs_no_order() {
    let day = |day| jiff::civil::date(2026, 11, day);
    let told = [(day(1), 6.0), (day(5), 5.0), (day(8), 4.0), (day(9), 4.0), (day(12), 3.0)];
    let mut other = told;
    other.swap(0, 4);
    other.swap(1, 2);
    assert_eq!(trend(told).unwrap().words, "clearly less each week");
    assert_eq!(trend(other), trend(told));
    assert_eq!(trend(told[..3].to_vec()), None, "too few days");
    assert_eq!(trend(told[1..].to_vec()).map(|trend| trend.way), Some(Way::Down));
    assert_eq!(trend([(day(1), 6.0), (day(2), 5.0), (day(3), 4.0), (day(4), 3.0)]), None, "too short a time");
}

fn check(exercise: &ExerciseStats, all: &[(&Truth, &Work)]) -> Result<(), TestCaseError> {
    let how_many = |is: &dyn Fn(&Truth, &Work) -> bool| number(all.iter().filter(|(t, w)| is(t, w)).count());
    let is = |status: &'static str| move |_: &Truth, work: &Work| !work.swapped && work.status == status;
    let mute = |work: &Work| !work.swapped && work.status == "skipped" && work.reason.is_none();
    prop_assert_eq!(exercise.times, number(all.len()));
    prop_assert_eq!(exercise.swapped, how_many(&|_, work| work.swapped));
    prop_assert_eq!(exercise.done, how_many(&is("done")));
    prop_assert_eq!(exercise.partial, how_many(&is("partial")));
    prop_assert_eq!(exercise.left_out, how_many(&|_, work| mute(work) && work.optional));
    let unreached = |truth: &Truth, work: &Work| mute(work) && !work.optional && truth.status == "stopped";
    prop_assert_eq!(exercise.unreached, how_many(&unreached));
    let skipped = |truth: &Truth, work: &Work| {
        is("skipped")(truth, work) && !(mute(work) && (work.optional || truth.status == "stopped"))
    };
    prop_assert_eq!(exercise.skipped, how_many(&skipped));
    for reason in &exercise.reasons {
        let same = |t: &Truth, w: &Work| skipped(t, w) && w.reason == reason.word.as_deref();
        prop_assert_eq!(reason.times, how_many(&same));
    }
    prop_assert_eq!(exercise.reasons.iter().map(|reason| reason.times).sum::<u32>(), exercise.skipped);
    let worked: Vec<&(&Truth, &Work)> = all.iter().filter(|(_, work)| work.status != "skipped").collect();
    prop_assert_eq!(exercise.last, worked.iter().map(|(truth, _)| truth.date()).max());
    let tallies = |work: &Work| [work.left, work.right, work.both];
    let total: u64 =
        worked.iter().flat_map(|(_, work)| tallies(work)).flatten().map(|(_, seconds)| seconds).sum();
    prop_assert_eq!(seconds(exercise.seconds), total);
    let held =
        worked.iter().filter(|(_, work)| tallies(work).into_iter().flatten().any(|(reps, _)| reps > 0));
    let longest = held.filter_map(|(_, work)| work.hold).max();
    prop_assert_eq!(exercise.longest_hold.map(|best| seconds(best.value)), longest);
    // The most reps of any session on any side.
    let of_session = |id: &str, side: usize| -> u32 {
        let of = worked.iter().filter(|(truth, _)| truth.id == id);
        of.filter_map(|(_, work)| tallies(work)[side]).map(|(reps, _)| reps).sum()
    };
    let most = worked.iter().flat_map(|(truth, _)| (0..3).map(|side| of_session(&truth.id, side))).max();
    prop_assert_eq!(exercise.most_reps.map(|best| best.value), most.filter(|reps| *reps > 0));
    let both: Vec<&&(&Truth, &Work)> =
        worked.iter().filter(|(_, work)| work.left.is_some() && work.right.is_some()).collect();
    let sides = exercise.sides.as_ref();
    prop_assert_eq!(sides.map_or(0, |sides| sides.entries), number(both.len()));
    if let Some(sides) = sides {
        let left: u64 = both.iter().filter_map(|(_, work)| work.left).map(|(reps, _)| u64::from(reps)).sum();
        let right: u64 =
            both.iter().filter_map(|(_, work)| work.right).map(|(reps, _)| u64::from(reps)).sum();
        prop_assert_eq!((sides.left_reps, sides.right_reps), (left, right));
    }
    let told: Vec<f64> = all.iter().filter_map(|(_, work)| work.pain).map(f64::from).collect();
    prop_assert_eq!(exercise.pain.as_ref().map(|pain| pain.median), median(told));
    Ok(())
}
