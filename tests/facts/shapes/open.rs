//! T22 and T26 to T31: what no clock ends, what is ours, what may be left out.

use supple::{
    plan::{Kind, Mode},
    routine::{Category, Work},
    session::{Command, Event, Origin, Outcome, Status},
};

use super::{every, line};
use crate::{
    playing::Player,
    shown::{Played, Shown, seconds},
};

#[test]
fn t22_walks_of_counted_steps() {
    let walk =
        Played::inline("[[step]]\nname = \"Carry\"\nreps = 3\npace = \"self\"\ntarget = \"30-40 steps\"");
    assert_eq!(line(&walk, 0), "prepare 20, open open");
    let shown = walk.only();
    assert_eq!(shown.work(0)[0].reps, Some(3));
    assert_eq!(shown.entry(0).target_words.as_deref(), Some("30-40 steps"));
    let mut player = Player::start(&walk.plans[0]);
    player.waits(seconds(25));
    for _ in 0..3 {
        player.does(Command::CountRep);
    }
    assert_eq!(player.end().map(|(status, _)| status), Some(Status::Completed));
    let counted = player.events.iter().find_map(|stamped| match stamped.event {
        Event::StepEnded { counted, .. } => counted,
        _ => None,
    });
    assert_eq!(counted, Some(3));
    every("T22", |fact, shown, end| {
        let reps: u32 = shown.work(end).iter().filter_map(|step| step.reps).sum();
        let [least, most] = fact.steps_per_walk.unwrap();
        let words = shown.entry(end).target_words.clone().unwrap_or_default();
        shown.mode(end) == Mode::Open
            && reps == fact.reps.unwrap()[end]
            && words.contains(&format!("{least}-{most} steps"))
    });
}

/// The end condition that its dose has.
fn end_condition(shown: Shown<'_>) -> &'static str {
    match &shown.exercise.dose.work {
        Work::Hold { .. } => "hold",
        Work::Reps { .. } | Work::SelfPaced { .. } => "reps",
        Work::Flow { .. } => "time",
        Work::Open { .. } => "open",
    }
}

#[test]
fn t26_dose_missing() {
    let text = "[[step]]\nname = \"Cobra\"\nreps = 2\nhold = \"5s\"\nassumed = [\"reps\", \"hold\"]";
    let cobra = Played::inline(text);
    assert_eq!(line(&cobra, 0), "prepare 20, hold 5, relax 3, hold 5");
    assert_eq!(cobra.only().entry(0).assumed, ["reps", "hold"], "the plan says that the dose is ours");
    // Whoever sets a dose of their own assumes nothing.
    let own = Played::inline("[[step]]\nuse = \"prone-cobra\"\nreps = 4\nhold = \"7s\"");
    let marked = &own.only().entry(0).assumed;
    assert!(!marked.iter().any(|field| field == "reps" || field == "hold"), "{marked:?}");
    every("T26", |fact, shown, end| {
        let stated = fact.hold_seconds.is_some() && end_condition(shown) == "hold";
        let field = if stated { "reps" } else { end_condition(shown) };
        shown.entry(end).assumed.iter().any(|marked| marked == field)
    });
}

#[test]
fn t27_drill_card() {
    let text = "[[step]]\nname = \"Sit to stand\"\nopen = true\nhow = [\"Lean.\", \"Stand.\"]";
    let card = Played::inline(text);
    assert_eq!(line(&card, 0), "prepare 20, open open");
    assert_eq!(card.only().work(0)[0].estimate, Some(seconds(60)));
    let mut player = Player::start(&card.plans[0]);
    player.waits(seconds(500));
    assert_eq!(player.end(), None, "it lasts until the user says done");
    player.does(Command::Done(Origin::Key));
    assert_eq!(player.end(), Some((Status::Completed, seconds(500))));
    every("T27", |_, shown, end| {
        let words = &shown.exercise.words;
        shown.mode(end) == Mode::Open
            && shown.work(end).len() == 1
            && shown.work(end)[0].length.is_none()
            && words.how.len() >= 3
            && words.category == Some(Category::BodyMechanics)
    });
}

#[test]
fn t28_roll_and_linger() {
    let text = "[[step]]\nname = \"Roll\"\nopen = true\ncautions = [\"Never up to the neck.\"]";
    let roll = Played::inline(text);
    assert_eq!(line(&roll, 0), "prepare 20, open open");
    assert_eq!(roll.only().entry(0).cautions, ["Never up to the neck."]);
    every("T28", |_, shown, end| {
        let cautions = shown.entry(end).cautions.join(" ").to_lowercase();
        shown.mode(end) == Mode::Open && cautions.contains("neck") && cautions.contains("lower back")
    });
}

#[test]
fn t29_staged_entry() {
    let text = "[[step]]\nname = \"Tabletop\"\nprepare = \"ready\"\nreps = 2\nhold = \"5s\"";
    let tabletop = Played::inline(text);
    assert_eq!(line(&tabletop, 0), "prepare open, hold 5, relax 3, hold 5");
    let mut player = Player::start(&tabletop.plans[0]);
    player.waits(seconds(90));
    let began = |player: &Player| {
        let is_work =
            |event: &Event| matches!(event, Event::StepStarted(played) if played.step.kind == Kind::Work);
        player.events.iter().any(|stamped| is_work(&stamped.event))
    };
    assert!(!began(&player), "nothing is counted before the user is ready");
    player.does(Command::Done(Origin::Key));
    assert!(began(&player));

    // By waiting for the user, by stages within the rep, or by a rehearsal before it that may be left out.
    let stabilize = Played::routine("stabilize").unwrap();
    let rehearsal = stabilize.shown("bird-dog-hover", 1);
    every("T29", |fact, shown, end| {
        let waits = shown.steps(end)[0].length.is_none();
        let staged = fact.phases.len() > 2 && shown.entry(end).phases.len() > 2;
        let rehearsed = rehearsal
            .is_some_and(|it| it.exercise.optional && it.n() + 1 == shown.n() && fact.id == "s003-bird-dog");
        waits || staged || rehearsed
    });
}

#[test]
fn t30_optional_ending() {
    let text = "[[step]]\nname = \"One knee\"\nhold = \"20s\"\n\
                [[step]]\nname = \"Both knees\"\nhold = \"20s\"\noptional = true";
    let knees = Played::inline(text);
    assert_eq!(knees.plans[0].entries.iter().map(|entry| entry.optional).collect::<Vec<_>>(), [false, true]);
    let mut player = Player::start(&knees.plans[0]);
    player.goes_on(|event| matches!(event, Event::StepStarted(played) if played.step.entry == Some(1)));
    player.does(Command::SkipExercise);
    player.finishes();
    assert_eq!(player.end().map(|(status, _)| status), Some(Status::Completed));

    let twelve = Played::routine("gentle-twelve").unwrap();
    let [one, both] = ["knee-to-chest", "double-knee-to-chest"].map(|id| twelve.shown(id, 1).unwrap());
    assert_eq!(both.n(), one.n() + 1, "right after the one knee");
    assert!(both.exercise.optional && !one.exercise.optional);
    every("T30", |fact, shown, _| shown.exercise.optional == (fact.id == "s001-double-knee-to-chest"));
}

#[test]
fn t31_form_limited() {
    let text = "[[step]]\nname = \"Squat\"\nsets = 2\nreps = 5\ncautions = [\"Stop when the back rounds.\"]";
    let squat = Played::inline(text);
    let mut player = Player::start(&squat.plans[0]);
    player.waits(seconds(25));
    player.does(Command::Done(Origin::Key));
    let cut = player
        .events
        .iter()
        .any(|stamped| matches!(stamped.event, Event::StepEnded { outcome: Outcome::Cut, .. }));
    assert!(cut, "the set ends when the form does");
    player.finishes();
    assert_eq!(player.end().map(|(status, _)| status), Some(Status::Completed));

    // Where the article names what to go back to, the exercise does.
    let march = "pelvic-tilt-march";
    every("T31", |fact, shown, _| {
        let words = &shown.exercise.words;
        let goes_back = fact.id != "s003-lumbo-pelvic-control-2" || words.easier.as_deref() == Some(march);
        goes_back && !words.cautions.is_empty()
    });
}
