//! What a newcomer sees of the tour.

use supple::{
    plan::{Options, compile},
    routine::Library,
};

use crate::{Stage, draw, scenes, session_app, text};

/// Beside the figure there is no room for them.
#[test]
fn every_note_of_the_tour_is_seen_at_eighty_columns() {
    let tour = Library::open(None).playable("demo").expect("it is shipped").value.expect("it has no faults");
    let plan = compile(&tour, &Options::default());
    let mut seen = vec![0; plan.entries.len()];
    for (index, step) in plan.steps.iter().enumerate() {
        let Some(entry) = step.entry.and_then(|entry| usize::try_from(entry).ok()) else { continue };
        let stage = Stage::session(scenes::at_index(&plan, index, scenes::secs(1)));
        let shown = text(&draw(&session_app(), &stage, (80, 24)));
        let note = plan.entries[entry].note.as_ref().expect("it explains a key");
        // Where the figure is not there, or not yet, it stands below the instructions in the left half.
        let left = shown.lines().map(|line| line.split('│').next().unwrap_or(line));
        let left = left.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
        assert!(shown.contains(note) || left.contains(note), "{index}: {note}\n{shown}");
        seen[entry] += 1;
    }
    assert!(seen.iter().all(|times| *times > 1), "{seen:?}");
    // What has just been said goes before it.
    let stage = Stage {
        coaching: Some("Let the forehead be heavy".into()),
        ..Stage::session(scenes::at_index(&plan, 3, scenes::secs(6)))
    };
    let shown = text(&draw(&session_app(), &stage, (80, 24)));
    assert!(shown.contains("Let the forehead be heavy") && !shown.contains("Space pauses"), "{shown}");
}
