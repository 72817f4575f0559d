//! How far the pace of reps is from the written one.

use supple::{
    session::{Now, Snapshot},
    ui::{App, Setup, SoundState},
};

use crate::{Stage, draw, scenes, session_app, setup, text};

/// Within the reps of an exercise that goes at this pace.
fn at_pace(percent: u32) -> Snapshot {
    let snapshot = scenes::rep();
    Snapshot { now: snapshot.now.map(|now| Now { pace_percent: percent, ..now }), ..snapshot }
}

fn first_row(app: &App, stage: &Stage, size: (u16, u16)) -> String {
    let shown = text(&draw(app, stage, size));
    shown.lines().find(|line| line.contains(" left")).unwrap_or_else(|| panic!("{shown}")).to_owned()
}

#[test]
fn the_header_has_another_pace_where_there_is_room() {
    let row = |percent, size| first_row(&session_app(), &Stage::session(at_pace(percent)), size);
    for (percent, words) in [(121, "21% slower"), (91, "9% faster")] {
        for (columns, rows) in [(100, 30), (120, 40), (200, 60)] {
            let row = row(percent, (columns, rows));
            assert!(row.contains(&format!("exercise 1 of 8 · {words} · ")) && row.contains("♪ 80%"), "{row}");
        }
        // What is as it should be makes room for it; where it has none it goes first.
        let row80 = row(percent, (80, 24));
        assert!(row80.contains(words) && row80.contains("ends ") && !row80.contains('♪'), "{row80}");
        let row40 = row(percent, (40, 12));
        assert!(!row40.contains(words) && row40.contains("1 of 8 · "), "{row40}");
    }
    for size in [(40, 12), (80, 24), (100, 30)] {
        let row = row(100, size);
        assert!(!row.contains("slower") && !row.contains("faster"), "{row}");
    }
}

#[test]
fn that_nothing_sounds_is_more_than_the_pace() {
    let stage = Stage { sound: SoundState::Muted, ..Stage::session(at_pace(121)) };
    let row = first_row(&session_app(), &stage, (80, 24));
    assert!(row.contains("♪ muted") && !row.contains("slower"), "{row}");
    let row = first_row(&session_app(), &stage, (100, 30));
    assert!(row.contains("♪ muted") && row.contains("21% slower"), "{row}");
}

#[test]
fn the_far_view_has_it_too() {
    let app = App::session(Setup { far: true, ..setup() });
    for size in [(80, 24), (100, 30)] {
        let shown = |percent| text(&draw(&app, &Stage::session(at_pace(percent)), size));
        assert!(shown(133).contains("33% slower"), "{}", shown(133));
        assert!(!shown(100).contains("slower"), "{}", shown(100));
    }
}

#[test]
fn a_notice_of_it_is_whole_at_every_size() {
    let notice = "Reps 10% slower than written.";
    for far in [false, true] {
        let app = App::session(Setup { far, ..setup() });
        for size in [(40, 12), (60, 20), (80, 24), (100, 30)] {
            let stage = Stage { notices: vec![notice.to_owned()], ..Stage::session(at_pace(110)) };
            let shown = text(&draw(&app, &stage, size));
            assert!(shown.contains(notice), "{far} {size:?}\n{shown}");
        }
    }
}
