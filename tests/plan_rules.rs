//! The numbered rules of the format page, one by one: what a routine means as a list of steps.
//!
//! Routines are built here as checked values, and a plan is read back as one line for each step.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::{fmt::Write as _, time::Duration};

use proptest::{collection::vec, prelude::*};
use supple::{
    plan::{self, Kind, Level, Mode, Options, Plan, Step},
    routine::{
        Block, Dose, Exercise, Group, Phase, Position, Prepare, Range, RepShape, Routine, Side, Sides, Words,
        Work,
    },
};

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

const fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

// Routines in few words.

fn holds(hold: u64, reps: u32) -> Work {
    Work::Hold { hold: Range::only(seconds(hold)), reps: Range::only(reps) }
}

fn reps(reps: u32, rep_time: u64) -> Work {
    Work::Reps { reps: Range::only(reps), shape: RepShape::Even(Range::only(seconds(rep_time))) }
}

fn flow(time: u64) -> Work {
    Work::Flow { time: Range::only(seconds(time)), phases: Vec::new() }
}

fn self_paced(reps: u32) -> Work {
    Work::SelfPaced { reps: Range::only(reps), target: None, rep_time: Range::only(seconds(4)) }
}

fn phase(name: &str, time: Option<u64>) -> Phase {
    Phase {
        name: name.to_owned(),
        time: time.map(|time| Range::only(seconds(time))),
        breath: None,
        say: None,
        pose: None,
    }
}

/// An exercise with the built-in pauses and ten seconds to get ready.
fn exercise(id: &str, work: Work) -> Exercise {
    Exercise {
        id: id.to_owned(),
        words: Words { name: id.to_owned(), ..Words::default() },
        dose: Dose {
            work,
            sets: Range::only(1),
            sides: Sides::None,
            first_side: None,
            side_labels: None,
            breath: None,
            prepare: Prepare::For(seconds(10)),
            relax: seconds(3),
            switch: seconds(8),
            rest: seconds(20),
            estimate: None,
        },
        optional: false,
        assumed: Vec::new(),
    }
}

fn sided(work: Work, sides: Sides) -> Exercise {
    let mut exercise = exercise("sided", work);
    exercise.dose.sides = sides;
    exercise
}

fn block(exercise: Exercise) -> Block {
    Block::Exercise(Box::new(exercise))
}

fn group(title: &str, rounds: u32, rest: u64, steps: Vec<Block>) -> Block {
    Block::Group(Group { title: title.to_owned(), rounds, rest: seconds(rest), steps })
}

fn routine(steps: Vec<Block>) -> Routine {
    Routine {
        id: "test".to_owned(),
        name: "Test".to_owned(),
        summary: None,
        source: None,
        tags: Vec::new(),
        cautions: Vec::new(),
        steps,
        hash: "0".to_owned(),
    }
}

fn compile(steps: Vec<Block>) -> Plan {
    compile_at(0.0, steps)
}

fn compile_at(level: f64, steps: Vec<Block>) -> Plan {
    plan::compile(&routine(steps), &Options { level: Level::new(level), ..Options::default() })
}

fn compile_one(exercise: Exercise) -> Plan {
    compile(vec![block(exercise)])
}

// A plan as lines: the kind or mode, the length, set, rep, phase, side, round.

fn lines(plan: &Plan) -> Vec<String> {
    plan.steps.iter().map(|step| line(plan, step)).collect()
}

fn line(plan: &Plan, step: &Step) -> String {
    let mut line = match step.mode {
        None => format!("{:?}", step.kind),
        Some(mode) => format!("{mode:?}"),
    };
    match step.length {
        None => line.push_str(" ?"),
        Some(length) => write!(line, " {}", length.as_secs_f64()).unwrap(),
    }
    for (name, value, of) in [("set", step.set, step.sets), ("rep", step.rep, step.reps)] {
        match (value, of) {
            (None, None) => {}
            (None, Some(of)) => write!(line, " {name} -/{of}").unwrap(),
            (Some(value), None) => write!(line, " {name} {value}/-").unwrap(),
            (Some(value), Some(of)) => write!(line, " {name} {value}/{of}").unwrap(),
        }
    }
    if let Some(phase) = step.phase {
        let entry = &plan.entries[step.entry.expect("a phase belongs to an entry") as usize];
        write!(line, " {}", entry.phases[phase as usize].name).unwrap();
    }
    if let Some(side) = step.side {
        write!(line, " {}", side.word()).unwrap();
    }
    if let Some(group) = step.group {
        let (round, rounds) = (step.round.unwrap(), step.rounds.unwrap());
        write!(line, " {} {round}/{rounds}", plan.groups[group as usize]).unwrap();
    }
    line
}

/// The lines of the work alone.
fn work(plan: &Plan) -> Vec<String> {
    plan.steps.iter().filter(|step| step.kind == Kind::Work).map(|step| line(plan, step)).collect()
}

/// Kinds, modes and lengths alone, as `prepare 10`.
fn outline(plan: &Plan) -> Vec<String> {
    lines(plan).iter().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
}

fn sides(plan: &Plan) -> Vec<Option<Side>> {
    plan.steps.iter().filter(|step| step.kind == Kind::Work).map(|step| step.side).collect()
}

fn prepares(plan: &Plan) -> Vec<Option<Duration>> {
    plan.steps.iter().filter(|step| step.kind == Kind::Prepare).map(|step| step.length).collect()
}

const L: Option<Side> = Some(Side::Left);
const R: Option<Side> = Some(Side::Right);

// The example of the page.

#[test]
fn who_should_leave_it_out_comes_before_the_cautions() {
    let mut ball = exercise("ball", holds(10, 1));
    ball.words.not_for = vec!["acute flare-up".to_owned(), "dizziness".to_owned()];
    ball.words.cautions = vec!["Clear the floor.".to_owned()];
    let plan = compile_one(ball);
    assert_eq!(plan.entries[0].cautions, ["Not for: acute flare-up; dizziness.", "Clear the floor."]);
    assert!(compile_one(exercise("mat", holds(10, 1))).entries[0].cautions.is_empty());
}

#[test]
fn the_bird_dog_of_the_page() {
    let mut bird_dog = sided(holds(5, 1), Sides::Alternate);
    bird_dog.dose.prepare = Prepare::Auto;
    let plan = compile_one(bird_dog);
    assert_eq!(
        lines(&plan),
        [
            "Prepare 20 set 1/1 rep -/1 left",
            "Hold 5 set 1/1 rep 1/1 left",
            "Relax 3 set 1/1 rep -/1 right",
            "Hold 5 set 1/1 rep 1/1 right",
        ]
    );
    assert_eq!(plan.total, seconds(33));
}

// Rule 1: the order of the file, and groups.

#[test]
fn exercises_come_in_the_order_of_the_file() {
    let plan = compile(vec![block(exercise("a", holds(5, 1))), block(exercise("b", reps(1, 4)))]);
    assert_eq!(outline(&plan), ["Prepare 10", "Hold 5", "Prepare 10", "Rep 4"]);
    let ids: Vec<&str> =
        plan.steps.iter().map(|step| plan.entries[step.entry.unwrap() as usize].id.as_str()).collect();
    assert_eq!(ids, ["a", "a", "b", "b"]);
}

#[test]
fn a_group_is_played_once_for_each_round() {
    let inside = vec![block(exercise("a", holds(5, 1))), block(exercise("b", flow(6)))];
    let plan = compile(vec![group("Finisher", 2, 45, inside)]);
    assert_eq!(
        lines(&plan),
        [
            "Prepare 10 set 1/1 rep -/1 Finisher 1/2",
            "Hold 5 set 1/1 rep 1/1 Finisher 1/2",
            "Prepare 10 set 1/1 Finisher 1/2",
            "Flow 6 set 1/1 Finisher 1/2",
            "Rest 35 Finisher 2/2",
            "Prepare 10 set 1/1 rep -/1 Finisher 2/2",
            "Hold 5 set 1/1 rep 1/1 Finisher 2/2",
            "Prepare 10 set 1/1 Finisher 2/2",
            "Flow 6 set 1/1 Finisher 2/2",
        ]
    );
}

#[test]
fn one_round_is_round_one_of_one() {
    let plan = compile(vec![group("Warm-up", 1, 45, vec![block(exercise("a", flow(6)))])]);
    assert_eq!(lines(&plan)[1], "Flow 6 set 1/1 Warm-up 1/1");
}

#[test]
fn outside_of_a_group_there_is_no_round() {
    let inside = vec![block(exercise("a", flow(6)))];
    let plan = compile(vec![group("In", 1, 0, inside), block(exercise("b", flow(7)))]);
    assert_eq!(work(&plan), ["Flow 6 set 1/1 In 1/1", "Flow 7 set 1/1"]);
}

#[test]
fn group_and_round_are_those_of_the_innermost_group() {
    let inner = group("Inner", 2, 30, vec![block(exercise("a", flow(6)))]);
    let plan = compile(vec![group("Outer", 2, 60, vec![inner, block(exercise("b", flow(7)))])]);
    assert_eq!(
        lines(&plan).into_iter().filter(|line| !line.starts_with("Prepare")).collect::<Vec<_>>(),
        [
            "Flow 6 set 1/1 Inner 1/2",
            "Rest 20 Inner 2/2",
            "Flow 6 set 1/1 Inner 2/2",
            "Flow 7 set 1/1 Outer 1/2",
            "Rest 50 Outer 2/2",
            "Flow 6 set 1/1 Inner 1/2",
            "Rest 20 Inner 2/2",
            "Flow 6 set 1/1 Inner 2/2",
            "Flow 7 set 1/1 Outer 2/2",
        ]
    );
}

#[test]
fn two_groups_of_one_title_are_two_groups() {
    let inside = || vec![block(exercise("a", flow(6)))];
    let plan = compile(vec![group("Same", 1, 0, inside()), group("Same", 1, 0, inside())]);
    assert_ne!(plan.steps[0].group, plan.steps[3].group);
}

// Rule 2: sets.

#[test]
fn a_rest_stands_between_sets_and_only_there() {
    let mut squat = exercise("squat", reps(2, 4));
    squat.dose.sets = Range::only(3);
    assert_eq!(
        lines(&compile_one(squat)),
        [
            "Prepare 10 set 1/3 rep -/2",
            "Rep 4 set 1/3 rep 1/2",
            "Rep 4 set 1/3 rep 2/2",
            "Rest 20 set 2/3 rep -/2",
            "Rep 4 set 2/3 rep 1/2",
            "Rep 4 set 2/3 rep 2/2",
            "Rest 20 set 3/3 rep -/2",
            "Rep 4 set 3/3 rep 1/2",
            "Rep 4 set 3/3 rep 2/2",
        ]
    );
}

// Rules 3 and 4: sides.

#[test]
fn left_and_right_are_that_side_only() {
    assert_eq!(sides(&compile_one(sided(reps(2, 4), Sides::Left))), [L, L]);
    assert_eq!(sides(&compile_one(sided(reps(2, 4), Sides::Right))), [R, R]);
    assert_eq!(sides(&compile_one(sided(reps(2, 4), Sides::None))), [None, None]);
}

#[test]
fn each_is_one_side_in_full_and_then_the_other() {
    assert_eq!(
        lines(&compile_one(sided(reps(2, 4), Sides::Each))),
        [
            "Prepare 10 set 1/1 rep -/2 left",
            "Rep 4 set 1/1 rep 1/2 left",
            "Rep 4 set 1/1 rep 2/2 left",
            "Switch 8 set 1/1 rep -/2 right",
            "Rep 4 set 1/1 rep 1/2 right",
            "Rep 4 set 1/1 rep 2/2 right",
        ]
    );
}

#[test]
fn alternate_changes_sides_with_every_rep_and_has_no_switch() {
    assert_eq!(
        lines(&compile_one(sided(reps(2, 4), Sides::Alternate))),
        [
            "Prepare 10 set 1/1 rep -/2 left",
            "Rep 4 set 1/1 rep 1/2 left",
            "Rep 4 set 1/1 rep 1/2 right",
            "Rep 4 set 1/1 rep 2/2 left",
            "Rep 4 set 1/1 rep 2/2 right",
        ]
    );
}

#[test]
fn every_set_begins_on_the_first_side() {
    let mut lunge = sided(holds(5, 1), Sides::Each);
    lunge.dose.sets = Range::only(2);
    assert_eq!(
        lines(&compile_one(lunge)),
        [
            "Prepare 10 set 1/2 rep -/1 left",
            "Hold 5 set 1/2 rep 1/1 left",
            "Switch 8 set 1/2 rep -/1 right",
            "Hold 5 set 1/2 rep 1/1 right",
            "Rest 20 set 2/2 rep -/1 left",
            "Hold 5 set 2/2 rep 1/1 left",
            "Switch 8 set 2/2 rep -/1 right",
            "Hold 5 set 2/2 rep 1/1 right",
        ]
    );
}

#[test]
fn the_users_setting_gives_the_first_side_unless_the_file_does() {
    let compile_for = |side, first_side| {
        let mut lunge = sided(holds(5, 1), side);
        lunge.dose.first_side = first_side;
        let options = Options { first_side: Side::Right, ..Options::default() };
        sides(&plan::compile(&routine(vec![block(lunge)]), &options))
    };
    assert_eq!(compile_for(Sides::Each, None), [R, L]);
    assert_eq!(compile_for(Sides::Alternate, None), [R, L]);
    assert_eq!(compile_for(Sides::Each, L), [L, R]);
    assert_eq!(compile_for(Sides::Alternate, R), [R, L]);
    assert_eq!(compile_for(Sides::Left, None), [L]);
    assert_eq!(compile_for(Sides::None, None), [None]);
}

#[test]
fn without_a_setting_the_first_side_is_left_and_the_level_the_low_end() {
    assert_eq!(Options::default().first_side, Side::Left);
    assert_eq!(Options::default().level, Level::new(0.0));
}

#[test]
fn the_files_first_side_wins_over_left_too() {
    let mut lunge = sided(holds(5, 1), Sides::Each);
    lunge.dose.first_side = R;
    assert_eq!(sides(&compile_one(lunge)), [R, L]);
}

// Rule 5: holds, phases, reps.

#[test]
fn relax_stands_before_every_hold_of_a_set_but_the_first() {
    let mut bridge = exercise("bridge", holds(5, 3));
    bridge.dose.sets = Range::only(2);
    assert_eq!(
        outline(&compile_one(bridge)),
        [
            "Prepare 10",
            "Hold 5",
            "Relax 3",
            "Hold 5",
            "Relax 3",
            "Hold 5",
            "Rest 20",
            "Hold 5",
            "Relax 3",
            "Hold 5",
            "Relax 3",
            "Hold 5"
        ]
    );
}

#[test]
fn under_each_a_switch_takes_the_place_of_relax() {
    assert_eq!(
        lines(&compile_one(sided(holds(5, 2), Sides::Each))),
        [
            "Prepare 10 set 1/1 rep -/2 left",
            "Hold 5 set 1/1 rep 1/2 left",
            "Relax 3 set 1/1 rep -/2 left",
            "Hold 5 set 1/1 rep 2/2 left",
            "Switch 8 set 1/1 rep -/2 right",
            "Hold 5 set 1/1 rep 1/2 right",
            "Relax 3 set 1/1 rep -/2 right",
            "Hold 5 set 1/1 rep 2/2 right",
        ]
    );
}

#[test]
fn between_the_sides_no_relax_comes_back_where_the_switch_is_zero() {
    let mut stretch = sided(holds(5, 1), Sides::Each);
    stretch.dose.switch = Duration::ZERO;
    assert_eq!(outline(&compile_one(stretch)), ["Prepare 10", "Hold 5", "Hold 5"]);
}

#[test]
fn alternating_holds_relax_between_all_of_them() {
    assert_eq!(
        lines(&compile_one(sided(holds(5, 2), Sides::Alternate))),
        [
            "Prepare 10 set 1/1 rep -/2 left",
            "Hold 5 set 1/1 rep 1/2 left",
            "Relax 3 set 1/1 rep -/2 right",
            "Hold 5 set 1/1 rep 1/2 right",
            "Relax 3 set 1/1 rep -/2 left",
            "Hold 5 set 1/1 rep 2/2 left",
            "Relax 3 set 1/1 rep -/2 right",
            "Hold 5 set 1/1 rep 2/2 right",
        ]
    );
}

fn cat_cow(phases: Vec<Phase>, rep_time: u64) -> Work {
    let shape = RepShape::Phases { phases, rep_time: Range::only(seconds(rep_time)) };
    Work::Reps { reps: Range::only(2), shape }
}

#[test]
fn every_phase_of_a_rep_is_a_step() {
    let cat_cow = cat_cow(vec![phase("Cow", Some(3)), phase("Cat", Some(2))], 4);
    let plan = compile_one(exercise("cat-cow", cat_cow));
    assert_eq!(
        work(&plan),
        [
            "Phase 3 set 1/1 rep 1/2 Cow",
            "Phase 2 set 1/1 rep 1/2 Cat",
            "Phase 3 set 1/1 rep 2/2 Cow",
            "Phase 2 set 1/1 rep 2/2 Cat",
        ]
    );
    assert_eq!(plan.total, seconds(20));
}

#[test]
fn phases_without_a_time_share_the_rep() {
    let plan = compile_one(exercise("cat-cow", cat_cow(vec![phase("Cow", None), phase("Cat", None)], 5)));
    assert_eq!(outline(&plan)[1..], ["Phase 2.5", "Phase 2.5", "Phase 2.5", "Phase 2.5"]);
}

#[test]
fn what_does_not_divide_evenly_is_off_by_a_millisecond_at_most() {
    let thirds = vec![phase("In", None), phase("Hold", None), phase("Out", None)];
    let plan = compile_one(exercise("breath", cat_cow(thirds, 4)));
    let lengths: Vec<Duration> = plan.steps[1..4].iter().map(|step| step.length.unwrap()).collect();
    for length in &lengths {
        assert!(*length >= millis(1_333) && *length <= millis(1_334), "{length:?}");
    }
    let rep: Duration = lengths.iter().sum();
    assert!(rep.abs_diff(seconds(4)) <= millis(1), "a rep of 4 s lasts {rep:?}");
}

#[test]
fn a_phase_of_zero_length_is_left_out_and_the_others_keep_their_names() {
    let tempo =
        vec![phase("Lower", Some(3)), phase("Pause", Some(0)), phase("Lift", Some(2)), phase("Top", Some(0))];
    assert_eq!(
        work(&compile_one(exercise("squat", cat_cow(tempo, 4)))),
        [
            "Phase 3 set 1/1 rep 1/2 Lower",
            "Phase 2 set 1/1 rep 1/2 Lift",
            "Phase 3 set 1/1 rep 2/2 Lower",
            "Phase 2 set 1/1 rep 2/2 Lift",
        ]
    );
}

#[test]
fn alternating_reps_with_phases_change_sides_after_all_phases() {
    let dead_bug = cat_cow(vec![phase("Out", Some(2)), phase("In", Some(1))], 4);
    let mut exercise = sided(dead_bug, Sides::Alternate);
    exercise.dose.prepare = Prepare::For(Duration::ZERO);
    let plan = compile_one(exercise);
    assert_eq!(sides(&plan), [L, L, R, R, L, L, R, R]);
    assert_eq!(lines(&plan)[2], "Phase 2 set 1/1 rep 1/2 Out right");
}

// Rule 6: what waits, flows, open work.

#[test]
fn ready_is_a_prepare_without_a_length() {
    let mut plank = exercise("plank", holds(20, 1));
    plank.dose.prepare = Prepare::Ready;
    let plan = compile_one(plank);
    assert_eq!(outline(&plan), ["Prepare ?", "Hold 20"]);
    assert_eq!(plan.total, seconds(20), "the total counts timed steps only");
}

#[test]
fn a_flow_is_one_step_for_each_side_without_rep_and_phase() {
    let phases = vec![phase("In", Some(4)), phase("Out", Some(6))];
    let breathing = |sides| {
        let time = Range::only(seconds(60));
        lines(&compile_one(sided(Work::Flow { time, phases: phases.clone() }, sides)))
    };
    assert_eq!(breathing(Sides::None), ["Prepare 10 set 1/1", "Flow 60 set 1/1"]);
    let each = [
        "Prepare 10 set 1/1 left",
        "Flow 60 set 1/1 left",
        "Switch 8 set 1/1 right",
        "Flow 60 set 1/1 right",
    ];
    assert_eq!(breathing(Sides::Each), each);
    assert_eq!(breathing(Sides::Alternate), each, "alternate is then the same as each");
}

#[test]
fn open_work_is_one_step_for_each_side() {
    let open = |sides| lines(&compile_one(sided(Work::Open { target: None }, sides)));
    assert_eq!(open(Sides::None), ["Prepare 10 set 1/1", "Open ? set 1/1"]);
    let each =
        ["Prepare 10 set 1/1 left", "Open ? set 1/1 left", "Switch 8 set 1/1 right", "Open ? set 1/1 right"];
    assert_eq!(open(Sides::Each), each);
    assert_eq!(open(Sides::Alternate), each);
}

// Rule 7: self-paced sets.

#[test]
fn a_self_paced_set_is_one_open_step_for_each_side_and_one_for_both_where_they_alternate() {
    let bird_dog = |sides| lines(&compile_one(sided(self_paced(8), sides)));
    assert_eq!(bird_dog(Sides::None), ["Prepare 10 set 1/1 rep -/8", "Open ? set 1/1 rep -/8"]);
    assert_eq!(
        bird_dog(Sides::Each),
        [
            "Prepare 10 set 1/1 rep -/8 left",
            "Open ? set 1/1 rep -/8 left",
            "Switch 8 set 1/1 rep -/8 right",
            "Open ? set 1/1 rep -/8 right",
        ]
    );
    assert_eq!(bird_dog(Sides::Alternate), ["Prepare 10 set 1/1 rep -/8", "Open ? set 1/1 rep -/8"]);
}

#[test]
fn open_work_says_how_long_it_is_likely_to_take() {
    let estimate = |work, sides| {
        let plan = compile_one(sided(work, sides));
        plan.steps.iter().find(|step| step.kind == Kind::Work).unwrap().estimate
    };
    assert_eq!(estimate(Work::Open { target: None }, Sides::None), Some(seconds(60)));
    assert_eq!(estimate(self_paced(8), Sides::None), Some(seconds(32)));
    assert_eq!(estimate(self_paced(8), Sides::Each), Some(seconds(32)), "one step is one side");
    assert_eq!(estimate(self_paced(8), Sides::Alternate), Some(seconds(64)), "one step is both sides");
    assert_eq!(estimate(holds(5, 1), Sides::None), None);

    let mut stated = exercise("roll", Work::Open { target: None });
    stated.dose.estimate = Some(seconds(90));
    assert_eq!(compile_one(stated).steps[1].estimate, Some(seconds(90)));
}

// Rule 8: rests.

fn circuit(rest: u64, prepare: Prepare) -> Vec<String> {
    let mut plank = exercise("plank", holds(20, 1));
    plank.dose.prepare = prepare;
    outline(&compile(vec![group("Circuit", 2, rest, vec![block(plank)])]))
}

#[test]
fn the_rest_between_rounds_and_the_prepare_after_it_last_what_the_group_says() {
    let prepare = Prepare::For(seconds(10));
    assert_eq!(circuit(45, prepare), ["Prepare 10", "Hold 20", "Rest 35", "Prepare 10", "Hold 20"]);
    assert_eq!(circuit(10, prepare), ["Prepare 10", "Hold 20", "Prepare 10", "Hold 20"], "nothing is left");
    assert_eq!(circuit(4, prepare), ["Prepare 10", "Hold 20", "Prepare 10", "Hold 20"], "never below zero");
    assert_eq!(circuit(0, prepare), ["Prepare 10", "Hold 20", "Prepare 10", "Hold 20"]);
    let none = Prepare::For(Duration::ZERO);
    assert_eq!(circuit(45, none), ["Hold 20", "Rest 45", "Hold 20"]);
}

#[test]
fn a_prepare_that_waits_shortens_no_rest() {
    assert_eq!(circuit(45, Prepare::Ready), ["Prepare ?", "Hold 20", "Rest 45", "Prepare ?", "Hold 20"]);
}

#[test]
fn a_prepare_that_the_plan_chose_shortens_the_rest_as_well() {
    assert_eq!(circuit(45, Prepare::Auto), ["Prepare 20", "Hold 20", "Rest 35", "Prepare 10", "Hold 20"]);
}

#[test]
fn the_rest_between_sets_is_not_shortened() {
    let mut plank = exercise("plank", holds(20, 1));
    plank.dose.sets = Range::only(2);
    assert_eq!(outline(&compile_one(plank)), ["Prepare 10", "Hold 20", "Rest 20", "Hold 20"]);
}

#[test]
fn steps_of_zero_length_are_left_out() {
    let mut bridge = sided(holds(5, 2), Sides::Each);
    bridge.dose.prepare = Prepare::For(Duration::ZERO);
    bridge.dose.relax = Duration::ZERO;
    bridge.dose.switch = Duration::ZERO;
    bridge.dose.rest = Duration::ZERO;
    bridge.dose.sets = Range::only(2);
    assert_eq!(outline(&compile_one(bridge)), ["Hold 5"; 8]);
}

// Rule 9: what pauses carry.

#[test]
fn the_rest_between_rounds_belongs_to_no_exercise() {
    let plan = compile(vec![group("Circuit", 2, 45, vec![block(exercise("plank", holds(20, 1)))])]);
    let rest = plan.steps.iter().find(|step| step.kind == Kind::Rest).unwrap();
    assert_eq!((rest.entry, rest.set, rest.sets, rest.reps, rest.side), (None, None, None, None, None));
    assert_eq!((rest.round, rest.rounds), (Some(2), Some(2)));
    assert_eq!(rest.occurrence, plan.steps.last().unwrap().occurrence);
}

// Numbers that the session needs.

#[test]
fn every_appearance_of_an_exercise_is_an_occurrence_of_its_own() {
    let inside = vec![block(exercise("a", holds(5, 2))), block(exercise("b", flow(6)))];
    let plan = compile(vec![group("Circuit", 2, 45, inside), block(exercise("c", flow(7)))]);
    let occurrences: Vec<u32> = plan.steps.iter().map(|step| step.occurrence).collect();
    // Two holds with a pause and a prepare, a flow with its prepare; a rest; the same again; a flow.
    assert_eq!(occurrences, [0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 4]);
}

#[test]
fn an_occurrence_needs_no_prepare() {
    let mut brief = exercise("a", holds(5, 1));
    brief.dose.prepare = Prepare::For(Duration::ZERO);
    let plan = compile(vec![group("Circuit", 2, 0, vec![block(brief.clone())]), block(brief)]);
    assert_eq!(plan.steps.iter().map(|step| step.occurrence).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn a_bout_is_one_hold_and_all_reps_of_a_set_and_side() {
    let bouts = |work, sides| -> Vec<u32> {
        let mut exercise = sided(work, sides);
        exercise.dose.sets = Range::only(2);
        compile_one(exercise).steps.iter().filter_map(|step| step.bout).collect()
    };
    assert_eq!(bouts(holds(5, 2), Sides::None), [0, 1, 2, 3]);
    assert_eq!(bouts(holds(5, 2), Sides::Each), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(bouts(holds(5, 2), Sides::Alternate), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(bouts(reps(2, 4), Sides::None), [0, 0, 1, 1]);
    assert_eq!(bouts(reps(2, 4), Sides::Each), [0, 0, 1, 1, 2, 2, 3, 3]);
    assert_eq!(bouts(reps(2, 4), Sides::Alternate), [0, 0, 0, 0, 1, 1, 1, 1]);
    assert_eq!(bouts(flow(6), Sides::Each), [0, 1, 2, 3]);
    let phases = cat_cow(vec![phase("Cow", Some(3)), phase("Cat", Some(2))], 4);
    assert_eq!(bouts(phases, Sides::None), [0, 0, 0, 0, 1, 1, 1, 1]);
}

#[test]
fn bouts_are_numbered_on_through_rounds_and_exercises() {
    let inside = vec![block(exercise("a", holds(5, 2))), block(exercise("b", reps(2, 6)))];
    let plan = compile(vec![group("Circuit", 2, 45, inside), block(exercise("c", flow(7)))]);
    let bouts: Vec<u32> = plan.steps.iter().filter_map(|step| step.bout).collect();
    assert_eq!(bouts, [0, 1, 2, 2, 3, 4, 5, 5, 6]);
}

// Prepare left out.

fn at(position: Option<Position>) -> Exercise {
    let mut exercise = exercise("a", holds(5, 1));
    exercise.dose.prepare = Prepare::Auto;
    exercise.words.position = position;
    exercise
}

fn auto_prepares(positions: &[Option<Position>]) -> Vec<u64> {
    let blocks = positions.iter().map(|&position| block(at(position))).collect();
    prepares(&compile(blocks)).into_iter().map(|length| length.unwrap().as_secs()).collect()
}

#[test]
fn preparing_takes_twenty_seconds_at_the_start_and_wherever_the_body_moves() {
    let (supine, prone) = (Some(Position::Supine), Some(Position::Prone));
    assert_eq!(auto_prepares(&[supine, supine, prone, prone, supine]), [20, 10, 20, 10, 20]);
}

#[test]
fn a_position_that_is_not_named_moves_nobody() {
    let (supine, prone) = (Some(Position::Supine), Some(Position::Prone));
    assert_eq!(auto_prepares(&[None, None]), [20, 10]);
    assert_eq!(auto_prepares(&[supine, None]), [20, 10]);
    assert_eq!(auto_prepares(&[None, supine]), [20, 10]);
    assert_eq!(auto_prepares(&[supine, None, prone]), [20, 10, 10], "only the one just before counts");
}

#[test]
fn from_round_to_round_the_body_moves_as_well() {
    let auto = |rest, positions: &[Option<Position>]| -> Vec<u64> {
        let inside = positions.iter().map(|&position| block(at(position))).collect();
        let plan = compile(vec![group("Circuit", 3, rest, inside)]);
        prepares(&plan).into_iter().map(|length| length.unwrap().as_secs()).collect()
    };
    let (supine, prone) = (Some(Position::Supine), Some(Position::Prone));
    assert_eq!(auto(0, &[supine]), [20, 10, 10], "a round that repeats the first exercise is no start");
    assert_eq!(auto(45, &[supine, prone]), [20, 20, 20, 20, 20, 20]);
    assert_eq!(auto(45, &[supine, supine, prone]), [20, 10, 20, 20, 10, 20, 20, 10, 20]);
    assert_eq!(auto(45, &[None, supine]), [20, 10, 10, 10, 10, 10]);
}

#[test]
fn the_start_is_the_start_inside_groups_too() {
    let inner = group("Inner", 2, 0, vec![block(at(None))]);
    let plan = compile(vec![group("Outer", 2, 0, vec![inner])]);
    assert_eq!(prepares(&plan), [20, 10, 10, 10].map(|count| Some(seconds(count))));
}

#[test]
fn a_position_counts_even_where_the_prepare_is_written() {
    let mut written = at(Some(Position::Supine));
    written.dose.prepare = Prepare::For(seconds(3));
    let plan = compile(vec![block(written), block(at(Some(Position::Standing)))]);
    assert_eq!(prepares(&plan), [Some(seconds(3)), Some(seconds(20))]);
}

#[test]
fn a_second_exercise_is_not_the_start_even_if_the_first_has_a_prepare_of_its_own() {
    let mut ready = at(None);
    ready.dose.prepare = Prepare::Ready;
    let plan = compile(vec![block(ready), block(at(None))]);
    assert_eq!(prepares(&plan), [None, Some(seconds(10))]);
}

// Easier and harder exercises.

#[test]
fn each_variant_has_a_number_of_its_own_after_those_of_the_routine_and_the_dose_of_the_day() {
    let named = |id: &str, easier: Option<&str>, harder: Option<&str>| {
        let range = Range { low: 8, high: 12 };
        let shape = RepShape::Even(Range::only(seconds(4)));
        let mut exercise = exercise(id, Work::Reps { reps: range, shape });
        exercise.dose.sides = Sides::Each;
        exercise.words.easier = easier.map(str::to_owned);
        exercise.words.harder = harder.map(str::to_owned);
        exercise
    };
    let inner = vec![block(named("b", None, None)), block(named("c", None, Some("harder")))];
    let routine = routine(vec![block(named("a", Some("easier"), None)), group("G", 1, 0, inner)]);
    let options = Options { level: Level::new(1.0), first_side: Side::Right, ..Options::default() };
    let mut plan = plan::compile(&routine, &options);
    plan::add_variants(&mut plan, &routine, &options, |id| {
        Some(named(id, (id == "easier").then_some("easiest"), None))
    });
    let numbers: Vec<_> = plan.entries.iter().map(|entry| (entry.id.as_str(), entry.n)).collect();
    let wanted = [("a", 0), ("b", 1), ("c", 2), ("easier", 3), ("harder", 4), ("easiest", 5)];
    assert_eq!(numbers, wanted);
    assert_eq!(plan.variants.len(), 3);
    for variant in &plan.variants {
        let first = variant.steps.iter().find(|step| step.kind == Kind::Work).unwrap();
        assert_eq!((first.reps, first.side), (Some(12), R), "{variant:?}");
    }
}

// Ranges and levels.

fn hold_between(low: Duration, high: Duration, level: f64) -> Duration {
    let hold = Work::Hold { hold: Range { low, high }, reps: Range::only(1) };
    compile_at(level, vec![block(exercise("a", hold))]).steps[1].length.unwrap()
}

fn reps_between(low: u32, high: u32, level: f64) -> usize {
    let shape = RepShape::Even(Range::only(seconds(4)));
    let work = Work::Reps { reps: Range { low, high }, shape };
    compile_at(level, vec![block(exercise("a", work))]).steps.len() - 1
}

#[test]
fn the_ends_of_a_range_are_exact() {
    assert_eq!(hold_between(millis(1_500), millis(2_300), 0.0), millis(1_500));
    assert_eq!(hold_between(millis(1_500), millis(2_300), 1.0), millis(2_300));
    assert_eq!(reps_between(10, 15, 0.0), 10);
    assert_eq!(reps_between(10, 15, 1.0), 15);
}

#[test]
fn between_the_ends_half_is_rounded_up() {
    assert_eq!(reps_between(10, 15, 0.5), 13, "12.5");
    assert_eq!(reps_between(11, 16, 0.5), 14, "13.5: not to the even one");
    assert_eq!(reps_between(10, 15, 0.49), 12, "12.45");
    assert_eq!(reps_between(8, 12, 0.5), 10);
    assert_eq!(hold_between(seconds(5), seconds(10), 0.5), seconds(8), "7.5");
    assert_eq!(hold_between(seconds(6), seconds(11), 0.5), seconds(9), "8.5: not to the even one");
    assert_eq!(hold_between(seconds(20), seconds(30), 0.25), seconds(23), "22.5");
    assert_eq!(hold_between(seconds(20), seconds(30), 0.24), seconds(22), "22.4");
    assert_eq!(hold_between(seconds(30), seconds(60), 0.5), seconds(45));
}

#[test]
fn a_plain_value_is_kept_to_the_millisecond_at_every_level() {
    for level in [0.0, 0.3, 0.5, 1.0] {
        assert_eq!(hold_between(millis(1_234), millis(1_234), level), millis(1_234));
    }
}

#[test]
fn every_range_of_a_dose_follows_the_level() {
    let range = |low, high| Range { low: seconds(low), high: seconds(high) };
    let middle = |work, sets| {
        let mut exercise = exercise("a", work);
        exercise.dose.sets = sets;
        compile_at(0.5, vec![block(exercise)])
    };
    let once = Range::only(1);
    let sets = middle(flow(5), Range { low: 2, high: 3 });
    assert_eq!(work(&sets).len(), 3, "2.5 sets");
    let time = middle(Work::Flow { time: range(20, 40), phases: Vec::new() }, once);
    assert_eq!(outline(&time)[1], "Flow 30");
    let rep_time = middle(Work::Reps { reps: once, shape: RepShape::Even(range(4, 7)) }, once);
    assert_eq!(outline(&rep_time)[1], "Rep 6", "5.5 s");
    let mut cow = phase("Cow", None);
    cow.time = Some(range(2, 5));
    let phases = vec![cow, phase("Cat", Some(2))];
    let shape = RepShape::Phases { phases, rep_time: range(9, 9) };
    let phases = middle(Work::Reps { reps: once, shape }, once);
    assert_eq!(outline(&phases)[1..], ["Phase 4", "Phase 2"], "3.5 s, and a plain one");
    let counted = middle(
        Work::SelfPaced { reps: Range { low: 8, high: 12 }, target: None, rep_time: range(4, 7) },
        once,
    );
    assert_eq!(counted.steps[1].reps, Some(10));
    assert_eq!(counted.steps[1].estimate, Some(seconds(60)), "ten reps of 6 s");
}

#[test]
fn the_entry_says_what_is_aimed_at() {
    let dose =
        Work::Hold { hold: Range { low: seconds(5), high: seconds(10) }, reps: Range { low: 8, high: 12 } };
    let mut bird_dog = sided(dose, Sides::Alternate);
    bird_dog.dose.sets = Range { low: 2, high: 3 };
    let plan = compile_at(1.0, vec![block(bird_dog), block(exercise("b", flow(30)))]);
    let target = plan.entries[0].target;
    assert_eq!((target.sets, target.reps, target.hold, target.time), (3, Some(12), Some(seconds(10)), None));
    assert!(plan.entries[0].sided && plan.entries[0].alternate);
    let target = plan.entries[1].target;
    assert_eq!((target.sets, target.reps, target.hold, target.time), (1, None, None, Some(seconds(30))));
    assert!(!plan.entries[1].sided && !plan.entries[1].alternate);
}

#[test]
fn words_go_from_the_routine_into_the_entry() {
    let mut plank = exercise("plank", holds(20, 1));
    plank.words.say = Some("Hold the plank".to_owned());
    plank.words.how = vec!["Forearms down.".to_owned()];
    plank.words.note = Some("Gently.".to_owned());
    plank.words.position = Some(Position::Prone);
    plank.optional = true;
    plank.assumed = vec!["relax".to_owned()];
    let plan = compile_one(plank);
    let entry = &plan.entries[0];
    assert_eq!((entry.id.as_str(), entry.name.as_str()), ("plank", "plank"));
    assert_eq!(entry.say.as_deref(), Some("Hold the plank"));
    assert_eq!(entry.how, ["Forearms down."]);
    assert_eq!(entry.note.as_deref(), Some("Gently."));
    assert_eq!(entry.position, Some(Position::Prone));
    assert!(entry.optional);
    assert_eq!(entry.assumed, ["relax"]);
    assert_eq!((plan.routine.as_str(), plan.name.as_str(), plan.hash.as_str()), ("test", "Test", "0"));
}

// Parts of a routine.

fn part(from: Option<&str>, only: &[&str], steps: Vec<Block>) -> Plan {
    let options = Options {
        from: from.map(str::to_owned),
        only: only.iter().map(|&id| id.to_owned()).collect(),
        ..Options::default()
    };
    plan::compile(&routine(steps), &options)
}

/// The exercises of the work in order; a rest between rounds is a dash.
fn order(plan: &Plan) -> String {
    let id = |step: &Step| match (step.kind, plan.entry_of(step)) {
        (Kind::Work, Some(entry)) => entry.id.clone(),
        (Kind::Rest, None) => "-".to_owned(),
        _ => String::new(),
    };
    plan.steps.iter().map(id).collect()
}

fn brief(id: &str) -> Block {
    block(exercise(id, flow(5)))
}

#[test]
fn a_plan_can_begin_at_an_exercise() {
    let steps = || vec![brief("a"), group("G", 2, 45, vec![brief("b"), brief("c")]), brief("a")];
    assert_eq!(order(&part(None, &[], steps())), "abc-bca");
    assert_eq!(order(&part(Some("a"), &[], steps())), "abc-bca");
    assert_eq!(order(&part(Some("b"), &[], steps())), "bc-bca");
    assert_eq!(order(&part(Some("c"), &[], steps())), "c-bca");
    assert_eq!(order(&part(Some("z"), &[], steps())), "");
    assert_eq!(part(Some("z"), &[], steps()).total, Duration::ZERO);
}

#[test]
fn a_plan_can_be_of_some_exercises_only() {
    let steps = || vec![brief("a"), group("G", 2, 45, vec![brief("b"), brief("c")]), brief("a")];
    assert_eq!(order(&part(None, &["a"], steps())), "aa", "no rest of a group of which nothing is left");
    assert_eq!(order(&part(None, &["c"], steps())), "c-c");
    assert_eq!(order(&part(None, &["c", "a"], steps())), "ac-ca");
    assert_eq!(
        order(&part(Some("c"), &["b", "a"], steps())),
        "ba",
        "its first round is before the beginning"
    );
}

#[test]
fn a_group_that_is_left_out_takes_no_other_rest_with_it() {
    let steps = vec![group("Outer", 2, 45, vec![group("Inner", 3, 10, vec![brief("a")]), brief("b")])];
    let plan = part(None, &["b"], steps);
    assert_eq!(order(&plan), "b-b");
    let rest = plan.steps.iter().find(|step| step.kind == Kind::Rest).unwrap();
    assert_eq!((rest.length, rest.rounds), (Some(seconds(35)), Some(2)));
}

#[test]
fn an_entry_knows_its_place_in_the_routine_whatever_is_played() {
    let steps = || vec![brief("a"), group("G", 2, 45, vec![brief("b"), brief("c")]), brief("a")];
    let places =
        |plan: Plan| plan.entries.iter().map(|entry| (entry.id.clone(), entry.n)).collect::<Vec<_>>();
    let all = [("a", 0), ("b", 1), ("c", 2), ("a", 3)].map(|(id, n)| (id.to_owned(), n));
    assert_eq!(places(part(None, &[], steps())), all);
    assert_eq!(places(part(Some("c"), &[], steps())), [2, 1, 3].map(|n| all[n].clone()));
    assert_eq!(places(part(None, &["a"], steps())), [0, 3].map(|n| all[n].clone()));
}

#[test]
fn an_exercise_that_comes_twice_is_two_entries_but_one_in_every_round() {
    let plan = compile(vec![brief("a"), brief("a"), group("G", 3, 0, vec![brief("a")])]);
    let entries: Vec<u32> = work_steps(&plan).map(|step| step.entry.unwrap()).collect();
    assert_eq!(entries, [0, 1, 2, 2, 2]);
}

fn work_steps(plan: &Plan) -> impl Iterator<Item = &Step> {
    plan.steps.iter().filter(|step| step.kind == Kind::Work)
}

#[test]
fn steps_without_a_length_are_counted() {
    let mut ready = exercise("a", Work::Open { target: None });
    ready.dose.prepare = Prepare::Ready;
    let plan = compile(vec![block(ready), brief("b")]);
    assert_eq!(plan.open_steps(), 2);
    assert_eq!(plan.total, seconds(15));
}

#[test]
fn a_dose_is_said_in_a_few_words() {
    let dose = |work, sides, sets| {
        let mut exercise = sided(work, sides);
        exercise.dose.sets = Range::only(sets);
        compile_one(exercise).entries[0].dose()
    };
    assert_eq!(dose(holds(30, 1), Sides::None, 1), "hold 30 seconds");
    assert_eq!(
        dose(holds(5, 8), Sides::Alternate, 2),
        "2 sets: 8 times each side, alternating, held 5 seconds"
    );
    assert_eq!(dose(reps(1, 4), Sides::Each, 1), "once each side");
    assert_eq!(dose(reps(10, 4), Sides::None, 3), "3 sets: 10 times");
    assert_eq!(dose(flow(90), Sides::None, 1), "1 minute 30 seconds");
    assert_eq!(dose(Work::Open { target: None }, Sides::None, 1), "as long as it feels good");
    let steps = |reps| Work::SelfPaced {
        reps: Range::only(reps),
        target: Some("30-40 steps".to_owned()),
        rep_time: Range::only(seconds(4)),
    };
    assert_eq!(dose(steps(1), Sides::None, 1), "30-40 steps");
    assert_eq!(dose(steps(2), Sides::None, 1), "2 times of 30-40 steps");
}

// Every plan.

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_plan_is_well_formed(steps in vec(random_block(2), 1..=3), level in level()) {
        let plan = compile_at(level, steps);
        let mut bouts = Vec::new();
        for (at, step) in plan.steps.iter().enumerate() {
            let next = plan.steps.get(at + 1);
            prop_assert_ne!(step.length, Some(Duration::ZERO), "step {} has no length", at);
            prop_assert_eq!(step.kind == Kind::Work, step.mode.is_some());
            prop_assert_eq!(step.kind == Kind::Work, step.bout.is_some());
            prop_assert_eq!(step.length.is_none(), step.mode == Some(Mode::Open) || step.kind == Kind::Prepare && step.length.is_none());
            prop_assert_eq!(step.group.is_some(), step.round.is_some());
            prop_assert_eq!(step.phase.is_some(), step.mode == Some(Mode::Phase));
            prop_assert_eq!(step.rep.is_some(), matches!(step.mode, Some(Mode::Hold | Mode::Rep | Mode::Phase)));
            if let (Some(round), Some(rounds)) = (step.round, step.rounds) {
                prop_assert!(1 <= round && round <= rounds);
            }
            if let (Some(set), Some(sets)) = (step.set, step.sets) {
                prop_assert!(1 <= set && set <= sets);
            }
            if let (Some(rep), Some(reps)) = (step.rep, step.reps) {
                prop_assert!(1 <= rep && rep <= reps);
            }
            if step.kind == Kind::Work {
                if !matches!(step.mode, Some(Mode::Rep | Mode::Phase)) {
                    prop_assert_ne!(bouts.last().copied(), step.bout, "a bout of its own");
                }
                bouts.push(step.bout.unwrap());
            } else {
                // Pauses lead somewhere: to work, or from a rest between rounds to the prepare of the next one.
                let Some(next) = next else { return Err(TestCaseError::fail("a pause at the end")) };
                prop_assert_eq!(next.occurrence, step.occurrence);
                if step.entry.is_some() {
                    prop_assert_eq!(next.kind, Kind::Work);
                    prop_assert_eq!((next.entry, next.set, next.sets), (step.entry, step.set, step.sets));
                    prop_assert_eq!((next.side, next.reps), (step.side, step.reps));
                    prop_assert_eq!((next.group, next.round), (step.group, step.round));
                } else {
                    prop_assert_eq!(step.kind, Kind::Rest);
                    prop_assert!(matches!(next.kind, Kind::Prepare | Kind::Work));
                    prop_assert!(step.round > Some(1));
                }
            }
            if let Some(next) = next {
                prop_assert!(next.occurrence == step.occurrence || next.occurrence == step.occurrence + 1);
            }
        }
        bouts.dedup();
        let numbered: Vec<u32> = (0..).take(bouts.len()).collect();
        prop_assert_eq!(bouts, numbered, "bouts count up and none comes back");
        prop_assert_eq!(plan.total, plan.steps.iter().filter_map(|step| step.length).sum::<Duration>());
    }

    #[test]
    fn as_much_work_as_the_dose_says(exercise in random_exercise(), level in level()) {
        let dose = exercise.dose.clone();
        let plan = compile_at(level, vec![block(exercise)]);
        let sides = match dose.sides { Sides::Each | Sides::Alternate => 2, _ => 1 };
        let target = plan.entries[0].target;
        let per_set = match &dose.work {
            Work::Hold { .. } | Work::Reps { shape: RepShape::Even(_), .. } => target.reps.unwrap() * sides,
            Work::Reps { shape: RepShape::Phases { phases, .. }, .. } => {
                let zero = |phase: &&Phase| phase.time.is_none_or(|time| time.high > Duration::ZERO);
                target.reps.unwrap() * sides * u32::try_from(phases.iter().filter(zero).count()).unwrap()
            }
            Work::SelfPaced { .. } if dose.sides == Sides::Alternate => 1,
            Work::SelfPaced { .. } | Work::Flow { .. } | Work::Open { .. } => sides,
        };
        prop_assert_eq!(work(&plan).len(), usize::try_from(per_set * target.sets).unwrap());
    }

    #[test]
    fn every_round_is_the_same_work(inside in vec(random_block(1), 1..=2), rounds in 2..=3_u32, rest in 0..60_u64) {
        // But for the numbers that tell one round from another.
        let plain = |plan: &Plan| -> Vec<Step> {
            let place = |step: &Step| Step { group: None, round: None, rounds: None, ..*step };
            work_steps(plan).map(|step| Step { occurrence: 0, bout: None, ..place(step) }).collect()
        };
        let once = plain(&compile(vec![group("Once", 1, 0, inside.clone())]));
        let often = plain(&compile(vec![group("Again", rounds, rest, inside)]));
        prop_assert_eq!(often, once.repeat(rounds as usize));
    }

    #[test]
    fn the_pause_between_rounds_lasts_what_the_group_says(
        exercise in random_exercise(),
        rest in 0..60_u64,
        rounds in 2..=3_u32,
    ) {
        let plan = compile(vec![group("Again", rounds, rest, vec![block(exercise)])]);
        for (at, step) in plan.steps.iter().enumerate().skip(1) {
            if step.occurrence == plan.steps[at - 1].occurrence {
                continue;
            }
            let between = plan.steps[at..].iter().take_while(|step| step.kind != Kind::Work);
            let (mut pause, mut prepare, mut waits) = (Duration::ZERO, Duration::ZERO, false);
            for step in between {
                pause += step.length.unwrap_or_default();
                if step.kind == Kind::Prepare {
                    prepare = step.length.unwrap_or_default();
                    waits = step.length.is_none();
                }
            }
            let expected = if waits { seconds(rest) } else { seconds(rest).max(prepare) };
            prop_assert_eq!(pause, expected);
        }
    }

    #[test]
    fn more_level_is_never_less_work(exercise in random_exercise(), low in level(), high in level()) {
        let (low, high) = if low <= high { (low, high) } else { (high, low) };
        let at = |level| compile_at(level, vec![block(exercise.clone())]);
        let (low, high) = (at(low), at(high));
        prop_assert!(low.steps.len() <= high.steps.len());
        prop_assert!(low.total <= high.total);
    }
}

fn level() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(0.5), Just(1.0), 0.0..=1.0]
}

fn random_block(depth: u32) -> BoxedStrategy<Block> {
    let exercise = random_exercise().prop_map(block);
    if depth == 0 {
        return exercise.boxed();
    }
    let inside = vec(random_block(depth - 1), 1..=2);
    let group =
        (inside, 1..=3_u32, 0..60_u64).prop_map(|(inside, rounds, rest)| group("G", rounds, rest, inside));
    prop_oneof![2 => exercise, 1 => group].boxed()
}

fn span(longest: u64) -> impl Strategy<Value = Range<Duration>> {
    (1..=longest, 0..=longest).prop_map(|(low, more)| Range { low: seconds(low), high: seconds(low + more) })
}

fn count(most: u32) -> impl Strategy<Value = Range<u32>> {
    (1..=most, 0..=most).prop_map(|(low, more)| Range { low, high: low + more })
}

fn random_work() -> impl Strategy<Value = Work> {
    let timed = vec(0..=4_u64, 1..=3)
        .prop_filter("a rep that lasts no time", |times| times.iter().any(|&time| time > 0));
    let timed =
        timed.prop_map(|times| times.into_iter().map(|time| phase("Timed", Some(time))).collect::<Vec<_>>());
    let untimed = (1..=4_usize).prop_map(|count| vec![phase("Untimed", None); count]);
    let phases = prop_oneof![timed, untimed];
    let shape = prop_oneof![
        span(5).prop_map(RepShape::Even),
        (phases.clone(), span(5)).prop_map(|(phases, rep_time)| RepShape::Phases { phases, rep_time }),
    ];
    prop_oneof![
        (span(30), count(3)).prop_map(|(hold, reps)| Work::Hold { hold, reps }),
        (count(3), shape).prop_map(|(reps, shape)| Work::Reps { reps, shape }),
        (count(9), span(5)).prop_map(|(reps, rep_time)| Work::SelfPaced { reps, target: None, rep_time }),
        (span(60), prop_oneof![Just(Vec::new()), phases.boxed()])
            .prop_map(|(time, phases)| Work::Flow { time, phases }),
        Just(Work::Open { target: None }),
    ]
}

fn random_exercise() -> impl Strategy<Value = Exercise> {
    let sides = prop_oneof![
        Just(Sides::None),
        Just(Sides::Each),
        Just(Sides::Alternate),
        Just(Sides::Left),
        Just(Sides::Right)
    ];
    let prepare = prop_oneof![
        Just(Prepare::Auto),
        Just(Prepare::Ready),
        (0..=30_u64).prop_map(|length| Prepare::For(seconds(length))),
    ];
    let position = prop_oneof![Just(None), Just(Some(Position::Prone)), Just(Some(Position::Supine))];
    (random_work(), count(2), sides, prepare, position, 0..=5_u64, 0..=10_u64, 0..=30_u64).prop_map(
        |(work, sets, sides, prepare, position, relax, switch, rest)| {
            let mut exercise = sided(work, sides);
            exercise.words.position = position;
            exercise.dose.sets = sets;
            exercise.dose.prepare = prepare;
            exercise.dose.relax = seconds(relax);
            exercise.dose.switch = seconds(switch);
            exercise.dose.rest = seconds(rest);
            exercise
        },
    )
}

#[test]
fn what_to_heed_in_all_of_a_routine_belongs_to_the_first_exercise_that_is_played() {
    let mut routine = routine(vec![block(exercise("a", holds(5, 1))), block(exercise("b", holds(5, 1)))]);
    routine.cautions = vec!["Stop if it hurts.".to_owned()];
    let told = |options: &Options| -> Vec<usize> {
        plan::compile(&routine, options).entries.iter().map(|entry| entry.cautions.len()).collect()
    };
    assert_eq!(told(&Options::default()), [1, 0]);
    assert_eq!(told(&Options { from: Some("b".to_owned()), ..Options::default() }), [1]);
}
