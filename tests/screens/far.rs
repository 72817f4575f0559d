//! The far view: what can be told from across the room.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::{buffer::Buffer, style::Modifier};
use supple::{
    plan::Plan,
    routine::{BreathGuide, Side},
    session::{Command, Now, PauseCause, Snapshot, State},
    ui::{App, Depth, Effect, Input, Keymap, Preset, Setup, SoundState, Theme, ThemeName, Wish},
};

use crate::{Stage, draw, pictures::SIZES, scenes, setup, text};

fn far_app() -> App {
    App::session(Setup { far: true, ..setup() })
}

/// Without colours, so that shapes are all there is.
fn mono(setup: Setup) -> Setup {
    Setup { theme: Theme::new(ThemeName::Mono, Depth::None), ..setup }
}

fn press(app: &mut App, stage: &Stage, key: char) -> Vec<Effect> {
    app.handle(Input::Key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE)), &stage.scene())
}

/// Whether a cell is full of colour, as the bands are.
fn is_solid(buffer: &Buffer, x: u16, y: u16) -> bool {
    buffer[(x, y)].modifier.contains(Modifier::REVERSED)
}

/// The screen at five sizes, with a shade for what is full of colour.
fn far_pictures(app: &App, stage: &Stage) -> String {
    let ground = setup().theme.base().bg;
    let picture = |size: (u16, u16)| {
        let mut buffer = draw(app, stage, size);
        for cell in &mut buffer.content {
            if cell.symbol() == " " && Some(cell.bg) != ground {
                cell.set_symbol("░");
            }
        }
        format!("== {}×{} ==\n{}", size.0, size.1, text(&buffer))
    };
    SIZES.map(picture).join("\n")
}

macro_rules! far_pictures {
    ($($name:ident),+ $(,)?) => {$(
        #[test]
        fn $name() {
            let stage = Stage::session(scenes::$name());
            insta::assert_snapshot!(concat!("far_", stringify!($name)), far_pictures(&far_app(), &stage));
        }
    )+};
}

far_pictures!(
    hold,
    hold_of_many,
    relax,
    rest,
    switch,
    phase,
    rep,
    open,
    prepare,
    paused,
    lead_in,
    hard_words
);

/// A hold of a minute and a half with a breath, so long after it has begun.
fn breathing(millis: u64) -> Snapshot {
    let mut snapshot = scenes::hold();
    let mut plan = Plan::clone(&snapshot.plan);
    for entry in &mut plan.entries {
        entry.breath = Some(BreathGuide { breathe_in: Duration::from_secs(4), out: Duration::from_secs(6) });
    }
    snapshot.plan = plan.into();
    let elapsed = Duration::from_millis(millis);
    snapshot.now = snapshot.now.map(|now| Now {
        elapsed,
        left: now.played.step.length.map(|length| length.saturating_sub(elapsed)),
        ..now
    });
    snapshot
}

#[test]
fn breath() {
    insta::assert_snapshot!("far_breath", far_pictures(&far_app(), &Stage::session(breathing(2_400))));
}

#[test]
fn what_must_be_known_is_seen_there_too() {
    let stage = Stage {
        notices: vec!["Something to know.".into()],
        sound: SoundState::Muted,
        ..Stage::session(scenes::hold())
    };
    let mut app = far_app();
    press(&mut app, &stage, 'x');
    for size in SIZES {
        let shown = text(&draw(&app, &stage, size));
        assert!(shown.contains("Something to know."), "{size:?}\n{shown}");
        if size.0 >= 80 {
            assert!(shown.contains("muted") && shown.contains("keys locked"), "{size:?}\n{shown}");
        }
    }
    let quiet = Stage { notices: Vec::new(), ..stage };
    for size in SIZES.into_iter().skip(1) {
        let shown = text(&draw(&app, &quiet, size));
        assert!(shown.contains("keys locked") && shown.contains("unlock"), "{size:?}\n{shown}");
    }
    let skipped = Stage::session(scenes::skipped());
    for size in SIZES {
        let shown = text(&draw(&far_app(), &skipped, size));
        assert!(shown.contains("p pain"), "{size:?}\n{shown}");
    }
}

fn on_the_right(snapshot: Snapshot) -> Snapshot {
    let now = snapshot.now.map(|mut now| {
        now.played.step.side = Some(Side::Right);
        now
    });
    Snapshot { now, ..snapshot }
}

/// Where the colour stands says what goes on, without any hue.
#[test]
fn shapes_alone_tell_the_states_apart() {
    let app = App::session(mono(Setup { far: true, ..setup() }));
    for (columns, rows) in [(40, 12), (80, 24), (100, 30), (200, 60)] {
        // Whether there is a band above, a band below, and something at the left and at the right edge.
        let colour = |snapshot: Snapshot| {
            let buffer = draw(&app, &Stage::session(snapshot), (columns, rows));
            let solid = |x, y| is_solid(&buffer, x, y);
            let middle = columns / 2;
            let above = solid(middle, 0);
            let below = (rows / 2..rows).any(|y| (0..columns).all(|x| solid(x, y)));
            let half = rows * 2 / 5;
            [above, below, solid(0, half), solid(columns - 1, half)]
        };
        let told = [
            ("work on the right", on_the_right(scenes::hold()), [true, false, false, true]),
            ("work on the left", scenes::hold_of_many(), [true, false, true, false]),
            ("work", scenes::flow(), [true, false, false, false]),
            ("relax", scenes::relax(), [false, true, false, false]),
            ("rest", scenes::rest(), [false, true, true, true]),
            ("switch to the right", scenes::switch(), [false, false, false, true]),
            ("paused", scenes::paused(), [false; 4]),
        ];
        for (what, snapshot, wanted) in told {
            assert_eq!(colour(snapshot)[..], wanted[..], "{what} at {columns}×{rows}");
        }
        let [_, _, left, right] = colour(scenes::prepare());
        assert!(left && right, "get ready has a frame at {columns}×{rows}");
    }
}

#[test]
fn a_key_goes_there_and_back_and_the_choice_outlives_the_session() {
    let stage = Stage::session(scenes::hold());
    let mut app = App::session(setup());
    let near = draw(&app, &stage, (100, 30));
    assert_eq!(press(&mut app, &stage, 'z'), []);
    assert_eq!(draw(&app, &stage, (100, 30)), draw(&far_app(), &stage, (100, 30)));
    app.show_summary();
    app.show_session();
    assert_eq!(draw(&app, &stage, (100, 30)), draw(&far_app(), &stage, (100, 30)));
    press(&mut app, &stage, 'z');
    assert_eq!(draw(&app, &stage, (100, 30)), near);
    press(&mut app, &stage, 'x');
    let locked = draw(&app, &stage, (100, 30));
    press(&mut app, &stage, 'z');
    assert_eq!(draw(&app, &stage, (100, 30)), locked, "locked");
}

#[test]
fn a_click_pauses_and_a_hint_is_a_button() {
    let stage = Stage::session(scenes::hold());
    let mut app = far_app();
    let shown = text(&draw(&app, &stage, (100, 30)));
    let foot = shown.lines().last().expect("a last line");
    let next = u16::try_from(foot.find("n next").expect("a hint")).expect("a column");
    let mut click = |column, row| {
        let kind = MouseEventKind::Down(MouseButton::Left);
        let mouse = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
        app.handle(Input::Mouse(mouse), &stage.scene())
    };
    let pause = [Effect::Session(Command::Pause(PauseCause::User))];
    assert_eq!(click(50, 2), pause, "on the band");
    assert_eq!(click(50, 14), pause, "on the digits");
    assert!(matches!(click(next, 29)[..], [Effect::Session(Command::Next(_))]));
    assert_eq!(click(98, 29), [], "beside the hints");
}

/// Between two whole seconds there is nothing to draw.
#[test]
fn nothing_changes_within_a_second() {
    let app = far_app();
    for size in SIZES {
        for snapshot in [scenes::hold(), scenes::rest(), scenes::prepare(), scenes::switch()] {
            let later = |millis| {
                let mut snapshot = snapshot.clone();
                let more = Duration::from_millis(millis);
                snapshot.now = snapshot.now.map(|now| Now {
                    elapsed: now.elapsed + more,
                    left: now.left.map(|left| left.saturating_sub(more)),
                    bout_elapsed: now.bout_elapsed + more,
                    bout_left: now.bout_left.map(|left| left.saturating_sub(more)),
                    ..now
                });
                draw(&app, &Stage::session(snapshot), size)
            };
            assert_eq!(later(0), later(500), "{size:?}");
            assert_ne!(later(0), later(1_700), "{size:?}");
            assert_eq!(app.next_motion(&snapshot), None);
        }
    }
}

#[test]
fn the_breath_grows_and_shrinks_near_and_far() {
    for (far, size) in
        [(false, (100, 30)), (false, (40, 14)), (true, (40, 12)), (true, (80, 24)), (true, (200, 60))]
    {
        let app = App::session(Setup { far, ..setup() });
        // In the same second, so that the digits are the same.
        let ink = |millis| {
            let buffer = draw(&app, &Stage::session(breathing(millis)), size);
            buffer.content.iter().filter(|cell| "█▀▄".contains(cell.symbol())).count()
        };
        let words = |millis| text(&draw(&app, &Stage::session(breathing(millis)), size)).contains("breathe");
        assert!(ink(2_100) < ink(2_900), "in, {far} {size:?}");
        assert!(ink(6_100) > ink(6_900), "out, {far} {size:?}");
        assert!(words(2_100) || far && size.0 >= 80, "{far} {size:?}");
        let stage = breathing(2_100);
        draw(&app, &Stage::session(stage.clone()), size);
        let stays = app.next_motion(&stage).expect("it moves");
        assert!(stays < Duration::from_secs(1), "{stays:?}");
        let paused = Snapshot { state: State::Paused(PauseCause::User), ..stage };
        draw(&app, &Stage::session(paused.clone()), size);
        assert_eq!(app.next_motion(&paused), None, "a pause is still");
    }
}

#[test]
fn where_nothing_moves_there_are_words_alone() {
    for far in [false, true] {
        let app = App::session(Setup { far, motion: false, ..setup() });
        let shown = |millis| draw(&app, &Stage::session(breathing(millis)), (40, 14));
        assert_eq!(shown(2_100), shown(2_900));
        assert!(text(&shown(2_100)).contains("breathe in"), "{}", text(&shown(2_100)));
        assert!(text(&shown(5_100)).contains("breathe out"));
        shown(2_100);
        let until = app.next_motion(&breathing(2_100)).expect("the words change");
        assert_eq!(until.as_millis(), 1_901);
        let flash = Stage { flash: true, ..Stage::session(breathing(2_100)) };
        assert_eq!(draw(&app, &flash, (40, 14)), shown(2_100), "no flash either");
    }
}

/// What the large digits are is said beside or below them, at every size at which a word has room.
#[test]
fn the_digits_say_what_they_are() {
    let shown = |snapshot, size| text(&draw(&far_app(), &Stage::session(snapshot), size));
    let small = (40, 12);
    assert!(shown(scenes::hold(), small).contains("sec"), "seconds are seconds");
    assert!(!shown(scenes::rep(), small).contains("sec"), "reps are not");
    assert!(shown(scenes::rep(), small).contains("rep 3 of 10"));
    assert!(shown(scenes::hold_of_many(), small).contains("hold 3 of 8"));
    assert!(shown(scenes::phase(), small).contains("rep 4 of 10"));
    let open = shown(scenes::open(), small);
    assert!(open.contains("4 of 10") && open.contains("press enter"), "{open}");
}

/// Own pace names the key that ends it, whichever that is.
#[test]
fn own_pace_says_which_key_ends_it() {
    let wish = Wish { action: "done".into(), keys: vec!["w".into()] };
    let (keymap, faults) = Keymap::with(Preset::Default, &[wish]);
    assert!(faults.is_empty(), "{faults:?}");
    let app = App::session(Setup { far: true, keymap, ..setup() });
    let shown = text(&draw(&app, &Stage::session(scenes::open()), (40, 12)));
    assert!(shown.contains("press w") && !shown.contains("press enter"), "{shown}");
}

/// The frame of what is about to begin is closed in the smallest window too.
#[test]
fn the_frame_is_whole_in_a_small_window() {
    let app = App::session(mono(Setup { far: true, ..setup() }));
    for snapshot in [scenes::prepare(), scenes::lead_in()] {
        let buffer = draw(&app, &Stage::session(snapshot), (40, 12));
        for row in [0, 8] {
            assert!((0..40).all(|x| is_solid(&buffer, x, row)), "row {row}\n{}", text(&buffer));
        }
        assert!(!is_solid(&buffer, 2, 4), "its middle is free");
    }
}
