//! When a figure moves, and when it leaves the machine alone.

use std::time::Duration;

use supple::{
    figure::{self, Figure, Joint, Moment, Part, Stage, Work},
    routine::Side,
};

use super::working;

fn bird_dog() -> Figure {
    figure::shipped("bird-dog").expect("it is shipped").expect("it is good")
}

/// Plays a stage from its beginning, and gives the moments at which the picture changes, in milliseconds.
fn changes(figure: &Figure, mut moment: Moment<'_>) -> Vec<u64> {
    let mut all = Vec::new();
    let end = moment.length.unwrap_or(Duration::from_mins(1));
    moment.elapsed = Duration::ZERO;
    while let Some(wait) = figure.next_change(&moment) {
        moment.elapsed += wait;
        if moment.elapsed >= end {
            break;
        }
        all.push(u64::try_from(moment.elapsed.as_millis()).expect("a stage is short"));
    }
    all
}

fn resting(stage: Stage, from: Option<Side>, to: Option<Side>) -> Moment<'static> {
    Moment { stage, next_side: to, ..working(Work::Hold, 0, from) }
}

#[test]
fn a_second_never_has_more_than_eight_pictures() {
    let figure = bird_dog();
    for work in [Work::Hold, Work::Rep, Work::Phase(1), Work::Flow, Work::Open] {
        for stage in [Stage::Prepare, Stage::Work, Stage::Switch, Stage::Relax, Stage::Rest] {
            let moment = Moment {
                stage,
                next_side: Some(Side::Left),
                phases: &[None, None, None],
                ..working(work, 0, Some(Side::Right))
            };
            let all = changes(&figure, moment);
            assert!(all.windows(2).all(|pair| pair[1] - pair[0] >= 124), "{work:?} {stage:?}: {all:?}");
        }
    }
}

#[test]
fn between_two_changes_the_picture_is_the_same() {
    let figure = bird_dog();
    let moment = |at| working(Work::Rep, at, None);
    // The file stays in the reach for a third of the rep.
    let all = changes(&figure, moment(0));
    assert!(all.windows(2).any(|pair| pair[1] - pair[0] > 1_800), "{all:?}");
    assert_eq!(figure.frame(&moment(2_100)).skeleton, figure.frame(&moment(3_900)).skeleton);
    assert_ne!(figure.frame(&moment(1_000)).skeleton, figure.frame(&moment(2_000)).skeleton);
}

#[test]
fn a_rest_is_still_once_the_body_is_back() {
    let figure = bird_dog();
    let all = changes(&figure, resting(Stage::Rest, Some(Side::Left), Some(Side::Left)));
    assert!(all.last().is_some_and(|last| (1_000..=1_500).contains(last)), "{all:?}");
    let start = figure.posed(0, Some(Side::Left), false).skeleton;
    let later = Moment {
        elapsed: Duration::from_secs(4),
        ..resting(Stage::Rest, Some(Side::Left), Some(Side::Left))
    };
    assert_eq!(figure.frame(&later).skeleton, start);
    assert_eq!(figure.next_change(&later), None);
}

#[test]
fn a_switch_goes_back_and_then_turns_over_within_six_tenths_of_a_second() {
    let figure = bird_dog();
    let at = |ms| {
        let moment = resting(Stage::Switch, Some(Side::Left), Some(Side::Right));
        figure.frame(&Moment { elapsed: Duration::from_millis(ms), ..moment })
    };
    assert!(!at(0).mirrored);
    assert_eq!(at(0).skeleton, figure.posed(1, Some(Side::Left), false).skeleton, "it begins in the hold");
    assert_eq!(at(1_200).view, figure.posed(0, None, false).view, "not turned before it is back");
    assert!(at(1_450).view.yaw > 45.0, "{:?}", at(1_450).view);
    assert!(at(1_800).mirrored);
    assert_eq!(at(1_800).view, figure.posed(0, None, false).view);
    let all = changes(&figure, resting(Stage::Switch, Some(Side::Left), Some(Side::Right)));
    assert!(all.last().is_some_and(|last| *last <= 1_950), "{all:?}");
}

#[test]
fn a_hold_comes_into_its_pose_and_breathes() {
    let figure = bird_dog();
    let at = |ms| figure.frame(&working(Work::Hold, ms, None));
    assert_eq!(at(0).skeleton, figure.posed(0, None, false).skeleton);
    assert_eq!(at(1_200).skeleton, figure.posed(1, None, false).skeleton);
    assert!(at(1_200).breath < 0.01 && at(3_200).breath > 0.99, "{} {}", at(1_200).breath, at(3_200).breath);
    let all = changes(&figure, working(Work::Hold, 0, None));
    let late: Vec<_> = all.windows(2).filter(|pair| pair[0] > 1_500).map(|pair| pair[1] - pair[0]).collect();
    assert!(late.iter().all(|wait| *wait == 500), "{all:?}");
}

#[test]
fn the_preparation_shows_the_whole_movement_once() {
    let figure = bird_dog();
    let at = |ms| {
        let moment = Moment { stage: Stage::Prepare, ..working(Work::Hold, ms, None) };
        figure.frame(&Moment { length: Some(Duration::from_secs(20)), ..moment })
    };
    let start = figure.posed(0, None, false).skeleton;
    assert_eq!(at(0).skeleton, start);
    assert_eq!(at(4_500).skeleton, figure.posed(1, None, false).skeleton);
    assert_eq!(at(9_000).skeleton, start);
    assert_eq!(at(19_000).skeleton, start);
}

#[test]
fn phases_go_to_the_poses_that_they_name() {
    let figure = bird_dog();
    let phases = [Some("reach"), None, Some("start")];
    let at = |phase, ms| figure.frame(&Moment { phases: &phases, ..working(Work::Phase(phase), ms, None) });
    let [start, reach] = [0, 1].map(|pose| figure.posed(pose, None, false).skeleton);
    assert_eq!(at(0, 0).skeleton, start);
    assert_eq!(at(0, 6_000).skeleton, reach);
    assert_eq!(at(1, 3_000).skeleton, reach, "a phase without a pose stays");
    assert_eq!(at(2, 0).skeleton, reach);
    assert_eq!(at(2, 6_000).skeleton, start);
}

#[test]
fn phases_that_name_nothing_share_the_rep() {
    let figure = bird_dog();
    let at = |phase, ms| {
        figure
            .frame(&Moment { phases: &[None, None, None], ..working(Work::Phase(phase), ms, None) })
            .skeleton
    };
    let [start, reach] = [0, 1].map(|pose| figure.posed(pose, None, false).skeleton);
    assert_eq!(at(0, 0), start);
    assert_eq!(at(1, 0), reach);
    assert_eq!(at(1, 6_000), reach);
    assert_eq!(at(2, 6_000), start);
}

#[test]
fn where_sides_take_turns_the_limbs_change_and_the_body_stays() {
    let figure = bird_dog();
    let at = |side, alternate| figure.frame(&Moment { alternate, ..working(Work::Rep, 2_500, Some(side)) });
    let (left, right) = (at(Side::Left, true), at(Side::Right, true));
    assert!(!left.mirrored && !right.mirrored, "the head stays where it is");
    assert_eq!(left.view, right.view);
    assert_eq!(left.moves, [Part::ArmL, Part::LegR]);
    assert_eq!(right.moves, [Part::ArmR, Part::LegL]);
    assert!(at(Side::Right, false).mirrored, "where a whole set is on one side, it is turned over");
    for joint in Joint::ALL {
        let mut there = right.skeleton.at(joint.other());
        there.z = -there.z;
        assert_eq!(left.skeleton.at(*joint), there, "{}", joint.name());
    }
    assert!(left.skeleton.at(Joint::HipR).z > 5.9 && right.skeleton.at(Joint::HipR).z > 5.9);
}

#[test]
fn where_sides_take_turns_nothing_turns_over_between_them() {
    let figure = bird_dog();
    let at = |ms, alternate| {
        let moment = resting(Stage::Relax, Some(Side::Left), Some(Side::Right));
        figure.frame(&Moment { elapsed: Duration::from_millis(ms), alternate, ..moment })
    };
    assert!(at(1_450, false).view.yaw > 45.0, "{:?}", at(1_450, false).view);
    assert_eq!(at(1_450, true).view, figure.posed(0, None, false).view);
    assert_eq!(
        at(600, true).moves,
        [Part::ArmL, Part::LegR],
        "the way back is still of the side that worked"
    );
    assert_eq!(at(1_300, true).moves, [Part::ArmR, Part::LegL]);
}

#[test]
fn a_body_that_lies_on_its_side_has_to_turn_over_for_the_other_one() {
    let figure = figure::shipped("side-plank").expect("it is shipped").expect("it is good");
    let moment = Moment { alternate: true, ..working(Work::Rep, 1_000, Some(figure.side.other())) };
    assert!(figure.frame(&moment).mirrored);
}

#[test]
fn work_without_a_count_shows_both_sides_in_turn_where_they_take_turns() {
    let figure = bird_dog();
    let at = |ms| {
        let moment = Moment { alternate: true, length: None, ..working(Work::Open, ms, None) };
        figure.frame(&moment).moves
    };
    // The file goes through three steps of two and a half seconds.
    assert_eq!(figure.play.open.len(), 4);
    assert!((figure.play.pace - 2.5).abs() < 1e-9);
    assert_eq!(at(3_750), [Part::ArmL, Part::LegR]);
    assert_eq!(at(11_250), [Part::ArmR, Part::LegL]);
    assert_eq!(at(18_750), [Part::ArmL, Part::LegR]);
}

#[test]
fn a_pose_may_say_itself_what_moves_on_the_way_to_it() {
    let source = figure::source("bird-dog").expect("it is shipped");
    let source = source.replace("[pose.reach]", "[pose.reach]\nmoves = [\"head\"]");
    let figure = figure::read("test", &source).expect("it is good");
    let at = |ms| figure.frame(&working(Work::Rep, ms, None)).moves;
    assert_eq!(at(1_000), [Part::Head]);
    assert_eq!(at(5_000), [Part::ArmL, Part::LegR]);
}
