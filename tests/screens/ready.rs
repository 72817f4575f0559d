//! What can be read while one gets ready.

use supple::{plan::Kind, session::Snapshot};

use crate::{Stage, draw, scenes, session_app, text};

/// So many seconds into getting ready for the bird dog, with so many things to take care of.
fn ready(seconds: u64, cautions: usize) -> Snapshot {
    let mut plan = scenes::plan();
    let entry = plan.entries.iter().position(|entry| entry.id == "bird-dog").expect("the plan has it");
    plan.entries[entry].how = [
        "Come onto all fours; make your back flat and brace the belly.",
        "Reach one arm ahead and the opposite leg back.",
        "Keep your hips level; low and still beats high.",
        "Stay a moment and breathe.",
        "Come back slowly, and change to the other pair.",
    ]
    .map(String::from)
    .to_vec();
    plan.entries[entry].cautions = CAUTIONS[..cautions].iter().map(|&text| text.into()).collect();
    scenes::at(&plan, scenes::secs(seconds), |step| {
        step.kind == Kind::Prepare && step.entry.is_some_and(|number| usize::try_from(number) == Ok(entry))
    })
}

const CAUTIONS: [&str; 3] = [
    "Stop as soon as anything hurts more than it did.",
    "Leave it out on days on which the leg feels numb.",
    "If your back sags, lift the leg less.",
];

fn shown(snapshot: Snapshot, size: (u16, u16)) -> String {
    text(&draw(&session_app(), &Stage::session(snapshot), size))
}

/// The words of a screen's left half, or of all of it.
fn words(shown: &str) -> String {
    let left = shown.lines().map(|line| line.split('│').next().unwrap_or(line));
    left.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// Whether there is a figure, which is drawn in braille.
fn is_figure(shown: &str) -> bool {
    shown.chars().any(|symbol| ('\u{2801}'..='\u{28ff}').contains(&symbol))
}

#[test]
fn every_step_is_there_before_the_figure_is_where_both_have_no_room() {
    for size in [(80, 24), (100, 30)] {
        let begun = shown(ready(2, 3), size);
        let read = words(&begun);
        for part in ["1 Come onto", "2 Reach", "3 Keep", "4 Stay", "5 Come back", "! If your back sags"] {
            assert!(read.contains(part), "{part} at {size:?}:\n{begun}");
        }
        assert!(!is_figure(&begun), "{begun}");
        let late = shown(ready(18, 3), size);
        assert!(is_figure(&late) && words(&late).contains("5 Come back slowly"), "{late}");
    }
    // Where there is room for both, nothing waits.
    let both = shown(ready(2, 0), (100, 30));
    assert!(is_figure(&both) && words(&both).contains("5 Come back slowly"), "{both}");
}

#[test]
fn a_small_screen_has_what_to_take_care_of() {
    let own = shown(ready(2, 1), (40, 12));
    assert!(words(&own).contains("! Stop as soon as anything hurts more than it did. "), "{own}");
    for part in ["BIRD DOG", "2 sets of 8 holds", "READY", "next hold", "space"] {
        assert!(own.contains(part), "{part}:\n{own}");
    }
    // Of more than there is room for it says that there is more.
    let many = shown(ready(2, 3), (40, 12));
    assert!(words(&many).contains("! Leave it out on days on which the leg feels numb. … "), "{many}");
    assert!(!many.contains("sags") && many.contains("2 sets of 8 holds") && many.contains("READY"), "{many}");
    // One row is better than none, and a mark better than nothing.
    let low = shown(ready(2, 1), (40, 8));
    assert!(low.contains("\n !  Stop as soon as anything hurts …\n"), "{low}");
    let least = shown(ready(2, 1), (30, 5));
    assert!(least.starts_with(" ! BIRD DOG"), "{least}");
    assert!(!shown(ready(2, 0), (30, 5)).contains('!'));
    // Who works reads nothing.
    let plan = ready(2, 1).plan;
    let works = scenes::at(&plan, scenes::secs(1), |step| {
        step.kind == Kind::Work && plan.entry_of(step).is_some_and(|entry| entry.id == "bird-dog")
    });
    assert!(!shown(works, (40, 12)).contains('!'));
}
