//! An exercise shown by itself.

use std::time::Duration;

use supple::{
    figure::{self, Demo, Figure, Frame, Joint, Part},
    routine::{Exercise, Library, Sides},
};

fn shown(id: &str) -> (Exercise, Demo, Figure) {
    let exercise = Library::open(None).exercise(id).expect("it is shipped").value.expect("it is good");
    let demo = Demo::of(&exercise);
    let figure = figure::shipped(&demo.id).expect("it is shipped").expect("it is good");
    (exercise, demo, figure)
}

/// Every picture of the first minutes, with the moment at which it appears.
fn pictures(demo: &Demo, figure: &Figure) -> Vec<(Duration, Frame)> {
    let mut all = Vec::new();
    let mut now = Duration::ZERO;
    while now < Duration::from_mins(2) {
        all.push((now, demo.frame(figure, now)));
        let Some(wait) = demo.next_change(figure, now) else { break };
        assert!(wait >= Duration::from_millis(124), "{}: {wait:?} at {now:?}", demo.id);
        now += wait;
    }
    all
}

#[test]
fn every_exercise_is_shown_on_all_its_sides_without_a_jump() {
    for id in Library::open(None).exercise_ids() {
        let (exercise, demo, figure) = shown(&id);
        let all = pictures(&demo, &figure);
        assert!(all.len() > 20, "{id} hardly moves: {} pictures", all.len());
        let sides = matches!(exercise.dose.sides, Sides::Each | Sides::Alternate);
        let other = |frame: &Frame| frame.mirrored || frame.swapped;
        let both = all.iter().any(|(_, frame)| other(frame)) && all.iter().any(|(_, frame)| !other(frame));
        assert_eq!(both, sides, "{id}");
        // No jump from one stretch into the next.
        for pair in all.windows(2) {
            let [(_, before), (at, after)] = pair else { continue };
            if other(before) != other(after) {
                continue;
            }
            let far = Joint::ALL
                .iter()
                .map(|joint| before.skeleton.at(*joint).distance(after.skeleton.at(*joint)))
                .fold(0.0, f64::max);
            assert!(far < 30.0, "{id}: {far:.0} hundredths of the height in one picture at {at:?}");
        }
    }
}

#[test]
fn it_is_slow_at_first_and_then_at_its_pace() {
    let (_, demo, figure) = shown("bird-dog");
    let at = |ms| demo.frame(&figure, Duration::from_millis(ms));
    let reach = figure.posed(1, None, false).skeleton;
    assert!(at(0).arrows && at(3_500).arrows);
    assert_eq!(at(3_500).skeleton, reach);
    assert_eq!(at(0).moves, [Part::ArmL, Part::LegR]);
    let later = (9_000..60_000).step_by(125).map(at);
    let turns: Vec<Vec<Part>> = later.filter(|frame| !frame.arrows).map(|frame| frame.moves).collect();
    assert!(turns.contains(&vec![Part::ArmL, Part::LegR]) && turns.contains(&vec![Part::ArmR, Part::LegL]));
}

#[test]
fn the_still_picture_is_the_one_that_is_held() {
    let (_, demo, figure) = shown("plank");
    let last = *figure.play.hold.last().expect("a sequence is never empty");
    assert_eq!(demo.still(&figure).pose, last);
}
