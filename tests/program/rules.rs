//! Every shape of a schedule that the sources have, S01 to S17, and every rule by example.

use std::time::Duration;

use supple::{
    program::{Fate, State, Step, compose, frequency_words, place, reach},
    routine::{
        Content, Frequency, Library, PhaseLength, Position, Prepare, ProgramPhase, Range, words::exercises,
    },
};

use crate::life::{Life, change, day, item, only, per_day, per_week, phase, program, stood};

fn why(life: &Life, number: i32) -> String {
    life.row("it", number).why
}

#[test]
fn frequencies_in_words() {
    let words = [
        per_day(1, 1),
        per_day(2, 2),
        per_day(3, 3),
        per_day(2, 3),
        per_week(1, 1),
        per_week(3, 3),
        per_week(2, 3),
    ];
    assert_eq!(
        words.map(frequency_words),
        [
            "every day",
            "twice a day",
            "3 times a day",
            "2-3 times a day",
            "once a week",
            "3 times a week",
            "2-3 times a week"
        ]
    );
}

/// Phases that follow each other are counted together, "week 3 of 4"; after a gap the count is another.
#[test]
fn weeks_are_counted_over_the_phases_that_follow_each_other() {
    let weeks = |first, last| phase(PhaseLength::Weeks { first, last }, vec![item("it", per_day(1, 1))]);
    let words = |phases: &[ProgramPhase], number: i32| {
        let program = program(phases.to_vec());
        place(&program, &Life::of(program.clone()).standing, day(number)).words(&program)
    };
    assert!(words(&[weeks(1, 2), weeks(3, 4)], 7).contains("week 2 of 4"));
    assert!(words(&[weeks(1, 2), weeks(3, 4)], 21).contains("week 4 of 4"));
    assert!(words(&[weeks(1, 2), weeks(5, 6)], 7).contains("week 2 of 2"));
}

#[test]
fn s01_daily_is_once_a_day() {
    let mut life = Life::of(only(per_day(1, 1)));
    assert_eq!((life.fate(0), why(&life, 0).as_str()), (Fate::Due, "every day"));
    life.does("it", 0);
    assert_eq!((life.fate(0), why(&life, 0).as_str()), (Fate::Done, "done today"));
    assert_eq!(life.row("it", 0).next, Some(day(1)));
    assert_eq!(life.fate(1), Fate::Due);
    // A week away asks for nothing twice.
    assert_eq!((life.fate(8), why(&life, 8).as_str()), (Fate::Due, "every day"));
    life.does("it", 8);
    assert_eq!(life.fate(8), Fate::Done);
}

#[test]
fn s02_two_or_three_times_a_day_says_how_many_so_far() {
    let mut life = Life::of(only(per_day(2, 3)));
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push((life.fate(0), why(&life, 0)));
        life.does("it", 0);
    }
    assert_eq!(
        seen,
        [
            (Fate::Due, "0 of 2-3 today".to_owned()),
            (Fate::Due, "1 of 2-3 today".into()),
            (Fate::Later, "2 of 2-3 today; once more if you like".into()),
            (Fate::Done, "3 of 2-3 today".into()),
        ]
    );
    assert_eq!(life.fate(1), Fate::Due);
}

#[test]
fn s03_exactly_twice_a_day() {
    let mut life = Life::of(only(per_day(2, 2)));
    life.does("it", 0);
    assert_eq!((life.fate(0), why(&life, 0).as_str()), (Fate::Due, "1 of 2 today"));
    life.does("it", 0);
    assert_eq!(life.fate(0), Fate::Done);
}

#[test]
fn s04_every_other_day_looks_at_the_last_time() {
    let mut life = Life::of(only(Frequency::EveryDays(2)));
    assert_eq!(why(&life, 0), "every other day; not done yet");
    assert_eq!(life.due_days(0..7), [0, 2, 4, 6]);
    assert_eq!((life.fate(7), why(&life, 7).as_str()), (Fate::Later, "every other day; last done yesterday"));
    assert_eq!(life.row("it", 7).next, Some(day(8)));
    // Missed on day 8: due on the next day, and then again two days after that.
    assert_eq!(why(&life, 9), "every other day; last done 3 days ago");
    assert_eq!(life.due_days(9..14), [9, 11, 13]);
}

#[test]
fn s05_three_times_a_week_on_alternate_days() {
    let mut life = Life::of(only(per_week(3, 3)));
    assert_eq!(life.due_days(0..21), [0, 2, 4, 7, 9, 11, 14, 16, 18]);
    assert_eq!(why(&life, 19), "3 of 3 in the program's week: enough");
    assert_eq!(life.row("it", 19).next, Some(day(21)));
    // Nothing before Friday: then every day that is left, since the week ends.
    assert_eq!(life.due_days(25..28), [25, 26, 27]);
    assert_eq!(life.facts.len(), 12);
    // And after three days running the new week begins with a rest.
    assert_eq!(
        (life.fate(28), why(&life, 28).as_str()),
        (Fate::Later, "rests after 3 days running; 0 of 3 in the program's week")
    );
    assert_eq!(life.due_days(28..35), [29, 31, 33]);
}

#[test]
fn s05_why_it_rests_or_not() {
    let mut life = Life::of(only(per_week(3, 3)));
    life.does("it", 0);
    assert_eq!(why(&life, 0), "done today; 1 of 3 in the program's week");
    assert_eq!(why(&life, 1), "rests after yesterday; 1 of 3 in the program's week");
    assert_eq!(life.row("it", 1).next, Some(day(2)));
    assert_eq!((life.fate(3), why(&life, 3).as_str()), (Fate::Due, "1 of 3 in the program's week"));
    life.does("it", 5);
    assert_eq!(why(&life, 6), "2 of 3 in the program's week, which ends today");
    // Twice on one day is one day of the week.
    life.does("it", 5);
    assert_eq!(life.fate(6), Fate::Due);
}

#[test]
fn s06_three_or_four_times_a_week_with_recovery_between() {
    let mut life = Life::of(only(per_week(3, 4)));
    assert_eq!(life.due_days(0..7), [0, 2, 4]);
    assert_eq!(why(&life, 5), "rests after yesterday; 3 of 3-4 in the program's week");
    assert_eq!(why(&life, 6), "3 of 3-4 in the program's week; once more if you like");
    assert_eq!(life.fate(6), Fate::Later);
    life.does("it", 6);
    assert_eq!(why(&life, 6), "done today; 4 of 3-4 in the program's week");
    // Sunday was one: Monday rests.
    assert_eq!(life.due_days(7..14), [8, 10, 12]);
}

#[test]
fn s07_as_needed_waits_to_be_asked_for() {
    let mut life = Life::of(only(Frequency::AsNeeded));
    assert_eq!((life.fate(0), why(&life, 0).as_str()), (Fate::Later, "whenever you need it"));
    assert_eq!(life.row("it", 0).next, None);
    life.does("it", 0);
    life.does("it", 0);
    assert_eq!(why(&life, 0), "whenever you need it; done twice today");
}

#[test]
fn s08_after_sitting() {
    let mut life = Life::of(only(Frequency::AfterSitting(None)));
    assert_eq!((life.fate(3), why(&life, 3).as_str()), (Fate::Later, "after sitting"));
    life.does("it", 3);
    assert_eq!(why(&life, 3), "after sitting; done once today");
}

#[test]
fn s09_after_so_much_sitting() {
    let minutes = Range { low: Duration::from_mins(30), high: Duration::from_mins(45) };
    let life = Life::of(only(Frequency::AfterSitting(Some(minutes))));
    assert_eq!((life.fate(0), why(&life, 0).as_str()), (Fate::Later, "after 30–45 min of sitting"));
    assert_eq!(life.row("it", 0).next, None);
}

#[test]
fn s10_through_the_day_is_due_until_it_was_done_once() {
    let mut life = Life::of(only(Frequency::ThroughTheDay));
    assert_eq!((life.fate(0), why(&life, 0).as_str()), (Fate::Due, "through the day; not yet today"));
    life.does("it", 0);
    assert_eq!((life.fate(0), why(&life, 0).as_str()), (Fate::Later, "done once today; any time again"));
    assert_eq!(life.row("it", 0).next, None, "any time again is today already");
    assert_eq!(life.fate(1), Fate::Due);
}

#[test]
fn s11_weeks_give_way_to_the_next_ones() {
    let weeks = |first, last, id| phase(PhaseLength::Weeks { first, last }, vec![item(id, per_day(1, 1))]);
    let program = program(vec![weeks(1, 4, "a"), weeks(5, 8, "b")]);
    let life = Life::of(program.clone());
    let place = |number| place(&program, &life.standing, day(number));
    let at = |number| {
        let place = place(number);
        (place.phase, place.week(&program), place.words(&program))
    };
    assert_eq!(at(0), (0, Some(1), "week 1 of 8".to_owned()));
    assert_eq!((at(6).1, at(7).1), (Some(1), Some(2)));
    assert_eq!(at(27), (0, Some(4), "week 4 of 8".into()));
    assert_eq!(at(28), (1, Some(5), "week 5 of 8".into()));
    assert_eq!(at(55), (1, Some(8), "week 8 of 8".into()));
    assert_eq!((place(56).state, at(56)), (State::Finished, (1, None, String::new())));
    assert_eq!(place(-1).state, State::Ahead);
    assert_eq!(life.agenda(56).rows, []);
    assert_eq!(life.agenda(28).rows[0].id, "b");
    // What is due next lies in this phase, or nobody knows.
    let mut life = life;
    life.does("a", 27);
    assert_eq!(life.row("a", 27).next, None);
}

#[test]
fn s11_paused_days_do_not_count() {
    let weeks = |first, last| phase(PhaseLength::Weeks { first, last }, vec![item("it", per_week(3, 3))]);
    let program = program(vec![weeks(1, 1), weeks(2, 2)]);
    let mut life = Life::changed(program.clone(), &[change(2, Step::Paused), change(12, Step::Resumed)]);
    assert_eq!(life.obeys(0..2), [vec!["it".to_owned()], vec![]]);
    for number in 2..12 {
        assert_eq!(life.agenda(number).place.state, State::Paused { since: day(2) });
        assert_eq!(life.agenda(number).rows, []);
    }
    // Done in the pause: it was no day of the week.
    life.does("it", 8);
    // The third day of the first week is the day on which it goes on.
    assert_eq!(why(&life, 12), "1 of 3 in the program's week");
    assert_eq!(life.due_days(12..17), [12, 14]);
    assert_eq!(life.agenda(16).place.phase, 0);
    assert_eq!(life.agenda(17).place.phase, 1);
    assert_eq!(life.agenda(23).place.state, State::Running);
    assert_eq!(life.agenda(24).place.state, State::Finished);
}

#[test]
fn s12_ten_days() {
    let program = program(vec![phase(PhaseLength::Days(10), vec![item("it", per_day(1, 1))])]);
    let mut life = Life::of(program.clone());
    assert_eq!(life.agenda(3).place.words(&program), "day 4 of 10");
    assert_eq!(life.agenda(3).place.week(&program), None);
    // A missed day leaves the end where it is.
    assert_eq!(life.due_days(0..4).len() + life.due_days(6..20).len(), 8);
    assert_eq!(life.agenda(9).place.state, State::Running);
    assert_eq!(life.agenda(10).place.state, State::Finished);
}

#[test]
fn s12_a_week_that_is_cut_short_asks_for_what_it_can_hold() {
    let program = program(vec![phase(PhaseLength::Days(10), vec![item("it", per_week(3, 3))])]);
    // The second week has three days.
    assert_eq!(Life::of(program).due_days(0..12), [0, 2, 4, 7, 8, 9]);
}

#[test]
fn s13_phases_without_dates_wait_for_the_user() {
    let open = |id| phase(PhaseLength::WhenReady, vec![item(id, per_day(1, 1))]);
    let program = program(vec![open("a"), open("b"), open("c")]);
    let first = |changes: &[_], number| Life::changed(program.clone(), changes).agenda(number);
    assert_eq!(first(&[], 1_000).rows[0].id, "a");
    assert_eq!(first(&[], 21).place.words(&program), "since 3 weeks");
    let on = change(30, Step::Next);
    assert_eq!(first(std::slice::from_ref(&on), 30).rows[0].id, "b");
    assert_eq!(first(std::slice::from_ref(&on), 31).place.words(&program), "since yesterday");
    let back = [on.clone(), change(40, Step::Back)];
    assert_eq!((first(&back, 50).rows[0].id.as_str(), first(&back, 50).place.since), ("a", day(40)));
    let end = [on.clone(), on.clone(), on];
    assert_eq!(first(&end, 31).place.state, State::Finished);
    // Where there is nothing before, back means nothing.
    assert_eq!(first(&[change(5, Step::Back)], 6).rows[0].id, "a");
}

#[test]
fn s13_the_roadmap_is_in_order_without_dates() {
    let program = shipped("asm-roadmap");
    let names: Vec<_> = program.phases.iter().map(|phase| phase.name.as_str()).collect();
    assert_eq!(names, ["Align", "Stabilize", "Maintain"]);
    assert!(program.phases.iter().all(|phase| phase.length == PhaseLength::WhenReady));
    // Nothing is said of how often, but for the sitting.
    for item in program.phases.iter().flat_map(|phase| &phase.items) {
        assert_eq!(item.frequency_assumed, item.id != "sitting-break", "{}", item.id);
    }
}

#[test]
fn s14_a_gate_stands_before_every_phase_that_has_to_be_earned() {
    let program = shipped("asm-roadmap");
    assert!(program.phases.iter().all(|phase| phase.gate.is_some()));
}

#[test]
fn s10_and_s12_the_ten_days_have_stretches_between() {
    let program = shipped("ten-days");
    assert_eq!(program.phases[0].length, PhaseLength::Days(10));
    let items: Vec<_> =
        program.phases[0].items.iter().map(|item| (item.content_id(), item.frequency)).collect();
    assert_eq!(
        items,
        [
            ("essential-six", per_day(1, 1)),
            ("upper-back-stretches", Frequency::ThroughTheDay),
            ("lower-back-stretches", Frequency::ThroughTheDay),
        ]
    );
    // How often a day is not said; "through the day" is.
    let assumed: Vec<_> = program.phases[0].items.iter().map(|item| item.frequency_assumed).collect();
    assert_eq!(assumed, [true, false, false]);
}

#[test]
fn s01_the_twelve_are_for_every_day() {
    let program = shipped("daily-twelve");
    let [phase] = &program.phases[..] else { panic!("one phase") };
    assert_eq!(phase.length, PhaseLength::WhenReady);
    assert_eq!((phase.items[0].content_id(), phase.items[0].frequency), ("gentle-twelve", per_day(1, 1)));
}

#[test]
fn s15_sessions_differ_by_day() {
    let program = program(vec![phase(
        PhaseLength::Weeks { first: 1, last: 4 },
        vec![
            item("daily", per_day(1, 1)),
            item("other", Frequency::EveryDays(2)),
            item("weekly", per_week(3, 3)),
        ],
    )]);
    let sessions: Vec<usize> = Life::of(program).obeys(0..9).iter().map(Vec::len).collect();
    assert_eq!(sessions, [3, 1, 3, 1, 3, 1, 2, 2, 2]);
}

#[test]
fn s16_and_s17_what_has_no_schedule_is_no_program() {
    // Nothing of 000 is in a program; what one picks oneself is a routine of its own.
    let library = Library::open(None);
    let names: Vec<String> =
        library.program_ids().iter().filter_map(|id| library.program(id).ok()?.value).map(|p| p.id).collect();
    assert!(names.iter().all(|id| id != "core-eight"), "{names:?}");
    assert!(library.program("core-eight").is_err());
}

#[test]
fn one_program_runs_at_a_time() {
    let other = |number, step| supple::program::Change { program: "q".into(), ..change(number, step) };
    let running = |changes: &[supple::program::Change]| {
        supple::program::standing(changes).map(|standing| (standing.program, standing.started))
    };
    let start = change(0, Step::Started);
    assert_eq!(running(&[]), None);
    assert_eq!(running(&[start.clone(), other(3, Step::Started)]), Some(("q".into(), day(3))));
    // What is said of a program that does not run means nothing.
    assert_eq!(running(&[start.clone(), other(3, Step::Stopped)]), Some(("p".into(), day(0))));
    assert_eq!(running(&[start.clone(), change(3, Step::Stopped)]), None);
    // Beginning again forgets pauses and phases.
    let again = [start, change(2, Step::Paused), change(5, Step::Started)];
    assert_eq!(supple::program::standing(&again).unwrap().pause_now(), None);
    assert_eq!(stood(&[change(2, Step::Paused)]).pause_now().unwrap().from, day(2));
}

#[test]
fn what_is_due_becomes_one_routine_with_the_walk_at_its_end() {
    let program = library_program(
        "[[phase]]\nname = 'One'\n[[phase.item]]\nuse = 'w'\nfrequency = 'daily'\n\
         [[phase.item]]\nroutine = 'gentle-twelve'\nfrequency = 'daily'\n\
         [[phase.item]]\nuse = 'bird-dog'\nsets = 2\nfrequency = 'daily'\n",
    );
    let library = Library::open(None);
    let routine = |id: &str| library.routine(id).ok()?.value;
    let composed = compose(&program, 0, &[0, 1, 2], routine).unwrap().unwrap();
    assert_eq!((composed.id.as_str(), composed.name.as_str()), ("today", "Today: P"));
    let all = exercises(&composed.steps);
    let twelve = routine("gentle-twelve").unwrap();
    let part: Vec<_> = exercises(&twelve.steps).into_iter().cloned().collect();
    let [steps @ .., bird_dog, walk] = &all[..] else { panic!("{} exercises", all.len()) };
    assert!(steps.iter().copied().eq(&part), "the routine contributes its steps");
    assert_eq!((bird_dog.id.as_str(), bird_dog.dose.sets), ("bird-dog", Range::only(2)));
    assert_eq!((walk.id.as_str(), walk.words.position), ("w", Some(Position::Walking)));
    assert!(walk.optional && walk.dose.prepare == Prepare::Ready);
    // The program itself is as it was.
    let Content::Exercise(own) = &program.phases[0].items[0].content else { panic!("an exercise") };
    assert!(!own.optional && own.dose.prepare == Prepare::Auto);
    // Of some items the same routine is made each time, of none none.
    let twice = [(); 2].map(|()| compose(&program, 0, &[2], routine).unwrap().unwrap().hash);
    assert_eq!(twice[0], twice[1]);
    assert_eq!(compose(&program, 0, &[], routine).unwrap(), None);
    let missing = compose(&program, 0, &[1], |_| None).unwrap_err();
    assert_eq!(missing.0, "gentle-twelve");
}

fn shipped(id: &str) -> supple::routine::Program {
    Library::open(None).program(id).unwrap().value.unwrap()
}

/// A program of these phases, in a library that has a walk named `w`.
fn library_program(phases: &str) -> supple::routine::Program {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("exercises/w.toml", "format = 1\nname = 'Walk'\nposition = 'walking'\ntime = '10m'\n");
    write("programs/p.toml", &format!("format = 1\nname = 'P'\n{phases}"));
    let found = Library::open(Some(folder.path())).program("p").unwrap();
    assert_eq!(found.diagnostics, []);
    found.value.unwrap()
}

#[test]
fn the_rules_look_back_a_hundred_days_or_to_the_beginning_of_the_phase_or_as_far_as_a_rhythm_goes() {
    let of = |frequency, since, date| reach(&only(frequency).phases[0], day(since), day(date));
    assert_eq!(of(per_day(1, 1), 0, 10), day(-90));
    assert_eq!(of(per_day(1, 1), -300, 10), day(-300));
    assert_eq!(of(Frequency::EveryDays(200), 0, 10), day(-190));
    // What was done as long ago as that still counts.
    let mut life = Life::of(only(Frequency::EveryDays(200)));
    life.does("it", -189);
    assert_eq!((life.fate(10), life.row("it", 10).next), (Fate::Later, Some(day(11))));
}
