//! Which figure belongs to which exercise, and what its key poses look like.

use std::collections::BTreeSet;

use supple::{
    figure::{self, Easel, Glyphs},
    routine::{Exercise, Library, RepShape, Work},
};

use super::figures;

fn exercises() -> Vec<Exercise> {
    let library = Library::open(None);
    let good = |id: &String| library.exercise(id).expect("a listed exercise is there").value;
    library.exercise_ids().iter().map(|id| good(id).expect("shipped exercises have no faults")).collect()
}

#[test]
fn every_exercise_has_a_figure_and_every_figure_an_exercise() {
    let shown: BTreeSet<String> =
        exercises().into_iter().map(|exercise| exercise.words.figure.unwrap_or(exercise.id)).collect();
    let drawn: BTreeSet<String> = figure::ids().map(String::from).collect();
    assert!(shown.len() >= 64, "{}", shown.len());
    assert_eq!(shown, drawn);
}

#[test]
fn the_poses_that_phases_name_are_there() {
    for exercise in exercises() {
        let (Work::Reps { shape: RepShape::Phases { phases, .. }, .. } | Work::Flow { phases, .. }) =
            exercise.dose.work
        else {
            continue;
        };
        let id = exercise.words.figure.as_ref().unwrap_or(&exercise.id);
        let figure = figure::shipped(id).expect("it is shipped").expect("it is good");
        for pose in phases.iter().filter_map(|phase| phase.pose.as_ref()) {
            assert!(figure.pose(pose).is_some(), "{}: its figure has no pose `{pose}`", exercise.id);
        }
    }
}

/// One file for each figure, so that whoever changes one sees no other.
#[test]
fn key_poses() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for figure in figures() {
        let easel = Easel::new(&figure, 40, 14, Glyphs::Braille);
        let mut page = String::new();
        for (number, pose) in figure.poses.iter().enumerate() {
            let picture = easel.picture(&figure, &figure.posed(number, None, false)).text();
            let lines: Vec<&str> = picture.lines().map(str::trim_end).collect();
            page.push_str(&format!("{}\n{}\n\n", pose.name, lines.join("\n")));
        }
        settings.bind(|| insta::assert_snapshot!(figure.id.as_str(), page));
    }
}
