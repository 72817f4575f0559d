//! What can be clicked, cell by cell.

use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use supple::{
    session::{Command, Fate, Origin, PauseCause, SkipReason},
    ui::{App, Effect, Input, SoundState},
};

use crate::{Stage, draw, home_app, scenes, session_app, text};

const SIZES: [(u16, u16); 4] = [(100, 30), (80, 24), (40, 12), (20, 5)];

fn mouse(app: &mut App, stage: &Stage, kind: MouseEventKind, column: u16, row: u16) -> Vec<Effect> {
    app.handle(Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }), &stage.scene())
}

/// What a click does there, without doing it.
fn click(app: &App, stage: &Stage, column: u16, row: u16) -> Vec<Effect> {
    mouse(&mut app.clone(), stage, MouseEventKind::Down(MouseButton::Left), column, row)
}

/// Where these words stand on the screen.
fn find(screen: &str, words: &str) -> Option<(u16, u16)> {
    screen.lines().enumerate().find_map(|(row, line)| {
        let column = line[..line.find(words)?].chars().count();
        Some((u16::try_from(column).ok()?, u16::try_from(row).ok()?))
    })
}

fn tell(command: Command) -> Vec<Effect> {
    vec![Effect::Session(command)]
}

const PAUSE: Command = Command::Pause(PauseCause::User);

fn jump(effects: &[Effect]) -> Option<u32> {
    match effects {
        [Effect::Session(Command::Jump { occurrence, origin: Origin::Key })] => Some(*occurrence),
        _ => None,
    }
}

#[test]
fn all_above_the_footer_pauses_and_a_missed_button_does_nothing() {
    for size in SIZES {
        let stage = Stage::session(scenes::hold());
        let app = session_app();
        let screen = text(&draw(&app, &stage, size));
        let is_strip = |row: &u16| (0..size.0).any(|x| jump(&click(&app, &stage, x, *row)).is_some());
        let hints = find(&screen, "space pause").map(|(_, y)| y);
        let strip = (0..size.1).find(is_strip);
        // A notice has a row above the keys. The smallest screen has room for nothing but the stage.
        let notice = match size {
            (72.., 28..) => 3,
            (72.., _) => 1,
            _ => 0,
        };
        let footer = hints.map_or(size.1, |hints| hints - notice);
        assert!(footer * 4 >= size.1 * 3, "{size:?}: most of the screen is the stage");
        // Quitting a session that runs pauses it, too, and so does saying that it hurts.
        let buttons =
            ["space pause", "q quit", "p pain"].map(|hint| find(&screen, hint).map(|at| (at, hint.len())));
        for row in 0..size.1 {
            for column in 0..size.0 {
                let on_a_button = buttons.into_iter().flatten().any(|((x, y), width)| {
                    y == row && (x..x + u16::try_from(width).expect("short")).contains(&column)
                });
                let pauses = click(&app, &stage, column, row) == tell(PAUSE);
                let on_the_stage = row < footer && Some(row) != strip;
                assert_eq!(pauses, on_the_stage || on_a_button, "{size:?}: {column}, {row}");
            }
        }
    }
}

#[test]
fn hints_are_buttons_from_their_first_cell_to_their_last() {
    for size in SIZES {
        let stage = Stage::session(scenes::hold());
        let app = session_app();
        let screen = text(&draw(&app, &stage, size));
        let mut found = 0;
        for (hint, effects) in [
            ("space pause", tell(PAUSE)),
            ("enter enough", tell(Command::Done(Origin::Key))),
            ("n next", tell(Command::Next(Origin::Key))),
            ("b back", tell(Command::Back(Origin::Key))),
            ("s skip", tell(Command::SkipExercise)),
            ("= more", tell(Command::More)),
            ("d later", tell(Command::Later)),
            ("q quit", tell(PAUSE)),
        ] {
            let Some((x, y)) = find(&screen, hint) else { continue };
            found += 1;
            let end = x + u16::try_from(hint.len()).expect("short");
            for column in x..end {
                assert_eq!(click(&app, &stage, column, y), effects, "{size:?}: {hint} at {column}");
            }
            assert_eq!(click(&app, &stage, end, y), [], "{size:?}: after {hint}");
        }
        assert_eq!(found == 0, size == (20, 5), "{size:?}: only there is no room for one\n{screen}");
        assert!(found >= 5 || size.0 < 80, "{size:?}: {found}");
    }
}

#[test]
fn a_click_on_the_strip_goes_to_the_exercise_that_is_drawn_there() {
    for size in SIZES.into_iter().chain([(60, 16), (30, 14)]) {
        let snapshot = scenes::hold();
        let occurrences = snapshot.occurrences.clone();
        let (stage, app) = (Stage::session(snapshot), session_app());
        let buffer = draw(&app, &stage, size);
        let cells = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y)));
        let hits: Vec<((u16, u16), u32)> =
            cells.filter_map(|at| Some((at, jump(&click(&app, &stage, at.0, at.1))?))).collect();
        if size.1 <= 12 {
            assert!(hits.is_empty(), "{size:?}: there is no room for a strip");
            continue;
        }
        let rows: BTreeSet<u16> = hits.iter().map(|((_, y), _)| *y).collect();
        assert_eq!(rows.len(), 1, "{size:?}: one row");
        let order: Vec<u32> = hits.iter().map(|(_, occurrence)| *occurrence).collect();
        let mut without_twins = order.clone();
        without_twins.dedup();
        let all: Vec<u32> = occurrences.iter().map(|occurrence| occurrence.occurrence).collect();
        assert_eq!(without_twins, all, "{size:?}: every exercise, in order");
        let columns: Vec<u16> = hits.iter().map(|((x, _), _)| *x).collect();
        assert!(columns.windows(2).all(|pair| pair[1] == pair[0] + 1), "{size:?}: no hole");
        // Its highest cell is the present exercise, and nothing but it.
        let here = occurrences
            .iter()
            .find(|occurrence| occurrence.pieces.iter().any(|piece| piece.fate == Fate::Here))
            .expect("somewhere");
        let full: Vec<u32> =
            hits.iter().filter(|((x, y), _)| buffer[(*x, *y)].symbol() == "▇").map(|(_, o)| *o).collect();
        assert!(!full.is_empty() && full.iter().all(|o| *o == here.occurrence), "{size:?}: {full:?}");
    }
}

#[test]
fn what_is_locked_hears_no_click_and_no_wheel() {
    for size in SIZES {
        let stage = Stage::session(scenes::hold());
        let app = &mut session_app();
        app.handle(Input::Key(KeyEvent::new(KeyCode::Char('x'), KeyModifiers::NONE)), &stage.scene());
        let screen = text(&draw(app, &stage, size));
        for y in 0..size.1 {
            for x in 0..size.0 {
                assert_eq!(click(app, &stage, x, y), [], "{size:?}: {x}, {y}");
            }
        }
        for kind in [MouseEventKind::ScrollUp, MouseEventKind::ScrollDown] {
            assert_eq!(mouse(app, &stage, kind, 1, 1), []);
        }
        assert_eq!(text(&draw(app, &stage, size)), screen, "still locked");
    }
}

#[test]
fn the_wheel_turns_the_sound_up_and_down() {
    let turn = |sound, kind| {
        let stage = Stage { sound, ..Stage::session(scenes::hold()) };
        let app = &mut session_app();
        draw(app, &stage, (100, 30));
        mouse(app, &stage, kind, 50, 10)
    };
    let (up, down) = (MouseEventKind::ScrollUp, MouseEventKind::ScrollDown);
    let on = |percent| SoundState::On { percent };
    assert_eq!(turn(on(80), up), [Effect::Volume(85)]);
    assert_eq!(turn(on(80), down), [Effect::Volume(75)]);
    assert_eq!(turn(on(98), up), [Effect::Volume(100)]);
    assert_eq!(turn(on(3), down), [Effect::Volume(0)]);
    assert_eq!((turn(on(100), up), turn(on(0), down)), (vec![], vec![]));
    assert_eq!(
        (turn(SoundState::Muted, up), turn(SoundState::Muted, down)),
        (vec![Effect::Mute(false)], vec![])
    );
    assert_eq!(turn(SoundState::Off, up), []);
}

#[test]
fn what_lies_below_a_question_cannot_be_clicked() {
    for size in SIZES {
        let stage = Stage::session(scenes::paused());
        let app = &mut session_app();
        app.handle(Input::Key(KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE)), &stage.scene());
        let screen = text(&draw(app, &stage, size));
        let (yes, no) = (find(&screen, "y stop here").unwrap(), find(&screen, "enter go on").unwrap());
        assert_eq!(click(app, &stage, yes.0, yes.1), tell(Command::Quit), "{size:?}");
        for y in 0..size.1 {
            for x in 0..size.0 {
                let on_yes = y == yes.1 && (yes.0..yes.0 + 11).contains(&x);
                assert!(on_yes || click(app, &stage, x, y).is_empty(), "{size:?}: {x}, {y}");
            }
        }
        mouse(app, &stage, MouseEventKind::Down(MouseButton::Left), no.0, no.1);
        assert!(!text(&draw(app, &stage, size)).contains("Stop here?"), "no: it closes the question");
    }
}

#[test]
fn buttons_work_on_the_other_screens_too() {
    let skipped = Stage::session(scenes::skipped());
    let app = session_app();
    let screen = text(&draw(&app, &skipped, (100, 30)));
    let (x, y) = find(&screen, "p pain").unwrap();
    assert_eq!(click(&app, &skipped, x, y), tell(Command::SkipReason(SkipReason::Pain)));

    let stage = Stage::default();
    let app = &mut home_app(scenes::home());
    let screen = text(&draw(app, &stage, (100, 30)));
    let (x, y) = find(&screen, "q quit").unwrap();
    assert_eq!(click(app, &stage, x, y), [Effect::Quit]);
    let (x, y) = find(&screen, "? keys").unwrap();
    mouse(app, &stage, MouseEventKind::Down(MouseButton::Left), x, y);
    let help = text(&draw(app, &stage, (80, 24)));
    // Two keys with one purpose are two buttons.
    let (x, y) = find(&help, "↑↓ more").unwrap();
    mouse(app, &stage, MouseEventKind::Down(MouseButton::Left), x + 1, y);
    let below = text(&draw(app, &stage, (80, 24)));
    assert_ne!(below, help);
    mouse(app, &stage, MouseEventKind::Down(MouseButton::Left), x, y);
    assert_eq!(text(&draw(app, &stage, (80, 24))), help);
}
