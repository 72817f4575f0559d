//! The weeks of programs: what they ask for, and when they are kept.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use supple::{
    history::{
        programs::Decision,
        record::Record,
        stats::{Due, Fate, Stats, WeekPlan, stats},
    },
    program::{Fact, Step},
    routine::{Content, Frequency, Item, PhaseLength, Program, ProgramPhase, Range},
};

fn item(id: &str, frequency: Frequency) -> Item {
    Item { id: id.into(), content: Content::Routine(id.into()), frequency, frequency_assumed: false }
}

fn phase(length: PhaseLength, items: Vec<Item>) -> ProgramPhase {
    ProgramPhase { name: "Phase".into(), summary: None, length, gate: None, items }
}

fn program(id: &str, phases: Vec<ProgramPhase>) -> Program {
    Program { id: id.into(), name: id.to_uppercase(), summary: None, source: None, tags: Vec::new(), phases }
}

fn times(low: u32, high: u32) -> Range<u32> {
    Range { low, high }
}

fn decide(day: Date, program: &str, step: Step) -> Decision {
    let at = day.at(9, 0, 0, 0).in_tz("Europe/Berlin").unwrap();
    Decision::new(&at, program, step)
}

fn done(item: &str, days: &[Date]) -> Vec<Fact> {
    days.iter().map(|day| Fact { item: item.into(), on: *day }).collect()
}

/// So many days from this one on.
fn days(from: Date, count: i64) -> Vec<Date> {
    (0..count).map(|number| from.checked_add(number.days()).unwrap()).collect()
}

/// The plan of one program, whose items are done like this.
fn plan(decisions: &[Decision], program: &Program, facts: &[Fact], until: Date) -> WeekPlan {
    let find = |id: &str| (id == program.id).then(|| program.clone());
    WeekPlan::new(decisions, (date(2026, 9, 1), until), find, |_, _| facts.to_vec())
}

/// A Monday.
const FIRST: Date = date(2026, 10, 5);

fn due_of(plan: &WeekPlan, monday: Date, id: &str) -> Option<(u32, u32)> {
    let index = plan.items.iter().position(|item| item.id == id)?;
    plan.weeks.get(&monday)?.items.get(&index).map(|due| (due.due, due.done))
}

fn fates(plan: &WeekPlan, today: Date) -> Vec<Fate> {
    stats(&[], today, Some(plan)).weeks.iter().map(|week| week.fate).collect()
}

#[test]
fn every_frequency_asks_for_its_share_of_the_days() {
    let items = vec![
        item("daily", Frequency::PerDay(times(1, 1))),
        item("twice", Frequency::PerDay(times(2, 3))),
        item("other", Frequency::EveryDays(2)),
        item("weekly", Frequency::PerWeek(times(3, 5))),
        item("breaks", Frequency::ThroughTheDay),
        item("needed", Frequency::AsNeeded),
    ];
    let program = program("p", vec![phase(PhaseLength::WhenReady, items)]);
    let wednesday = date(2026, 10, 7);
    let mut facts = done("daily", &days(wednesday, 3));
    facts.extend(done("twice", &[wednesday, wednesday, wednesday, date(2026, 10, 8)]));
    facts.extend(done("weekly", &days(date(2026, 10, 12), 5)));
    facts.extend(done("other", &days(date(2026, 10, 12), 2)));
    facts.extend(done("needed", &days(wednesday, 5)));
    let plan = plan(&[decide(wednesday, "p", Step::Started)], &program, &facts, date(2026, 10, 18));
    let of =
        |monday| ["daily", "twice", "other", "weekly", "breaks"].map(|id| due_of(&plan, monday, id).unwrap());
    // Five days, then seven.
    assert_eq!(of(FIRST), [(5, 3), (10, 3), (2, 0), (2, 0), (5, 0)]);
    assert_eq!(of(date(2026, 10, 12)), [(7, 0), (14, 0), (3, 2), (3, 3), (7, 0)]);
    assert_eq!(due_of(&plan, FIRST, "needed"), None);
    assert_eq!(plan.programs, ["P"]);
}

#[test]
fn a_week_forgives_days_and_is_kept_at_two_thirds() {
    let program =
        program("p", vec![phase(PhaseLength::WhenReady, vec![item("it", Frequency::PerDay(times(1, 1)))])]);
    let week = |number: i64| FIRST.checked_add((7 * number).days()).unwrap();
    let mut facts = done("it", &days(week(0), 5));
    facts.extend(done("it", &days(week(1), 4)));
    facts.extend(done("it", &days(week(2), 7)));
    facts.extend(done("it", &days(week(3), 2)));
    let started = [decide(FIRST, "p", Step::Started)];
    let plan = plan(&started, &program, &facts, date(2026, 11, 1));
    assert_eq!(fates(&plan, date(2026, 10, 27)), [Fate::Kept, Fate::Missed, Fate::Kept, Fate::Open]);
    let Stats { streak, adherence, .. } = stats(&[], date(2026, 10, 27), Some(&plan));
    assert_eq!((streak.now, streak.best, streak.kept, streak.of), (1, 1, 2, 3));
    // The week that runs is told, and in no sum.
    assert_eq!((adherence[0].done, adherence[0].due), (16, 21));
    let open: Vec<(u32, u32, bool)> =
        adherence[0].weeks.iter().map(|week| (week.done, week.due, week.open)).collect();
    assert_eq!(open[2..], [(7, 7, false), (2, 7, true)]);
    // Once it is over it is judged as a whole.
    assert_eq!(fates(&plan, date(2026, 11, 2))[3], Fate::Missed);
}

#[test]
fn a_pause_neither_breaks_a_streak_nor_lengthens_it() {
    let program =
        program("p", vec![phase(PhaseLength::WhenReady, vec![item("it", Frequency::PerDay(times(1, 1)))])]);
    let mut facts = done("it", &days(FIRST, 7));
    facts.extend(done("it", &days(date(2026, 10, 21), 5)));
    let decisions = [
        decide(FIRST, "p", Step::Started),
        decide(date(2026, 10, 12), "p", Step::Paused),
        decide(date(2026, 10, 21), "p", Step::Resumed),
    ];
    let plan = plan(&decisions, &program, &facts, date(2026, 10, 25));
    assert_eq!(fates(&plan, date(2026, 10, 25)), [Fate::Kept, Fate::Rest, Fate::Kept]);
    assert_eq!(stats(&[], date(2026, 10, 25), Some(&plan)).streak.now, 2);
    // Of the week in which it went on only the days after that are due.
    assert_eq!(due_of(&plan, date(2026, 10, 19), "it"), Some((5, 5)));
}

#[test]
fn what_is_decided_later_changes_no_earlier_week() {
    let one = phase(PhaseLength::WhenReady, vec![item("soft", Frequency::PerDay(times(1, 1)))]);
    let two = phase(PhaseLength::WhenReady, vec![item("hard", Frequency::PerDay(times(1, 1)))]);
    let program = program("p", vec![one, two]);
    let decisions = [decide(FIRST, "p", Step::Started), decide(date(2026, 10, 15), "p", Step::Next)];
    let plan = plan(&decisions, &program, &[], date(2026, 10, 18));
    assert_eq!(due_of(&plan, FIRST, "soft"), Some((7, 0)));
    assert_eq!(due_of(&plan, FIRST, "hard"), None);
    // Monday to Wednesday, and from Thursday on.
    assert_eq!(due_of(&plan, date(2026, 10, 12), "soft"), Some((3, 0)));
    assert_eq!(due_of(&plan, date(2026, 10, 12), "hard"), Some((4, 0)));
}

#[test]
fn one_program_follows_another_and_what_is_gone_asks_for_nothing() {
    let daily = |id: &str| {
        program(id, vec![phase(PhaseLength::Days(9), vec![item("it", Frequency::PerDay(times(1, 1)))])])
    };
    let (a, b) = (daily("a"), daily("b"));
    let decisions = [
        decide(FIRST, "a", Step::Started),
        decide(date(2026, 10, 8), "b", Step::Started),
        decide(date(2026, 10, 19), "gone", Step::Started),
    ];
    let find = |id: &str| [&a, &b].into_iter().find(|program| program.id == id).cloned();
    let facts = |program: &Program, _| {
        let on = if program.id == "a" { days(FIRST, 7) } else { Vec::new() };
        done("it", &on)
    };
    let plan = WeekPlan::new(&decisions, (FIRST, date(2026, 10, 25)), find, facts);
    let of = |program: &str, monday: Date| {
        let index = plan.items.iter().position(|item| item.program == program).unwrap();
        plan.weeks.get(&monday).and_then(|week| week.items.get(&index)).copied()
    };
    assert_eq!(of("a", FIRST), Some(Due { due: 3, done: 3 }));
    assert_eq!(of("b", FIRST), Some(Due { due: 4, done: 0 }));
    // Nine days from the eighth on.
    assert_eq!(of("b", date(2026, 10, 12)), Some(Due { due: 5, done: 0 }));
    assert_eq!(plan.programs, ["A", "B"]);
    assert!(!plan.weeks.contains_key(&date(2026, 10, 19)));
}

#[test]
fn only_the_days_between_the_bounds_are_due() {
    let program =
        program("p", vec![phase(PhaseLength::WhenReady, vec![item("it", Frequency::PerDay(times(1, 1)))])]);
    let started = [decide(FIRST, "p", Step::Started)];
    let bounds = (date(2026, 10, 16), date(2026, 10, 20));
    let plan = WeekPlan::new(&started, bounds, |_| Some(program.clone()), |_, _| Vec::new());
    assert_eq!(due_of(&plan, FIRST, "it"), None);
    assert_eq!(due_of(&plan, date(2026, 10, 12), "it"), Some((3, 0)));
    assert_eq!(due_of(&plan, date(2026, 10, 19), "it"), Some((2, 0)));
}

/// Left while the first exercise was being got ready: what was said of it counts, and it is no day with a session.
#[test]
fn a_session_in_which_nothing_was_done_keeps_no_week() {
    let session = |day: Date, status: &str| {
        let at = day.at(7, 0, 0, 0).in_tz("Europe/Berlin").unwrap();
        let value = serde_json::json!({
            "v": 1, "id": format!("01S{day}"), "routine": "morning", "started": at.to_string(),
            "ended": at.to_string(), "status": "stopped", "active_seconds": 10, "pain": {"before": 3},
            "exercises": [{
                "n": 0, "id": "it", "status": status, "sets": 0, "target": {"sets": 1}, "skip_reason": "pain", "pain": 7,
            }],
        });
        serde_json::from_value::<Record>(value).unwrap()
    };
    let told = |status| {
        let sessions = days(FIRST, 2).into_iter().map(|day| session(day, status)).collect::<Vec<_>>();
        let stats = stats(&sessions.iter().collect::<Vec<_>>(), date(2026, 10, 20), None);
        let week = &stats.weeks[0];
        (stats.sessions, stats.days.len(), week.days, week.fate, week.pain_before, stats.exercises[0].skipped)
    };
    assert_eq!(told("partial"), (2, 2, 2, Fate::Kept, Some(3.0), 0));
    // What was told is shown, and there was nothing to keep yet.
    assert_eq!(told("skipped"), (0, 0, 0, Fate::Open, Some(3.0), 2));
}

/// A session that was left at once, months before the first real one, breaks nothing.
#[test]
fn weeks_are_judged_from_the_first_one_with_work() {
    let session = |day: Date, status: &str| {
        let at = day.at(7, 0, 0, 0).in_tz("Europe/Berlin").unwrap();
        let value = serde_json::json!({
            "v": 1, "id": format!("01S{day}"), "routine": "morning", "started": at.to_string(),
            "ended": at.to_string(), "status": "stopped", "active_seconds": 10,
            "exercises": [{"n": 0, "id": "it", "status": status, "sets": 0, "target": {"sets": 1}}],
        });
        serde_json::from_value::<Record>(value).unwrap()
    };
    let later = FIRST.checked_add(35.days()).unwrap();
    let mut sessions = vec![session(FIRST, "skipped")];
    sessions.extend(days(later, 2).into_iter().map(|day| session(day, "done")));
    let stats = stats(&sessions.iter().collect::<Vec<_>>(), later, None);
    assert_eq!(stats.weeks.iter().map(|week| week.monday).collect::<Vec<_>>(), [later]);
    assert_eq!((stats.streak.now, stats.streak.kept, stats.streak.of), (1, 1, 1));
}

/// A week that two days had kept is kept still, however little of the program is done in what is left of it.
#[test]
fn starting_a_program_takes_no_kept_week_away() {
    let program =
        program("p", vec![phase(PhaseLength::WhenReady, vec![item("it", Frequency::PerDay(times(1, 1)))])]);
    let session = |day: Date| {
        let at = day.at(7, 0, 0, 0).in_tz("Europe/Berlin").unwrap();
        let value = serde_json::json!({
            "v": 1, "id": format!("01S{day}"), "routine": "morning", "started": at.to_string(),
            "ended": at.to_string(), "status": "completed", "exercises": [],
        });
        serde_json::from_value::<Record>(value).unwrap()
    };
    let sessions: Vec<Record> =
        days(FIRST, 2).into_iter().chain(days(date(2026, 10, 12), 2)).map(session).collect();
    let records: Vec<&Record> = sessions.iter().collect();
    let fates = |decisions: &[Decision]| -> Vec<Fate> {
        let plan = plan(decisions, &program, &[], date(2026, 10, 18));
        stats(&records, date(2026, 10, 20), Some(&plan)).weeks.iter().map(|week| week.fate).collect()
    };
    let thursday = date(2026, 10, 8);
    // The week after has as many days, and is the program's alone.
    assert_eq!(fates(&[decide(thursday, "p", Step::Started)])[..2], [Fate::Kept, Fate::Missed]);
    assert_eq!(fates(&[decide(FIRST, "p", Step::Started)])[..2], [Fate::Missed, Fate::Missed]);
    // Nor does one program that follows another open a way around both.
    let other = [decide(FIRST, "p", Step::Started), decide(thursday, "p", Step::Started)];
    assert_eq!(fates(&other)[0], Fate::Missed);
}
