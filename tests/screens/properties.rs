//! What holds at every size, for every session and after any keys.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;
use ratatui::{
    buffer::Buffer,
    style::{Color, Modifier},
};
use supple::{
    figure::Glyphs,
    plan::Plan,
    session::{PauseCause, Snapshot, State, Status},
    ui::{App, Depth, Effect, Input, Kept, Role, Setup, SoundState, Theme, ThemeName},
};

use crate::{Stage, draw, home_app, scenes, session_app, setup, text};

fn state() -> impl Strategy<Value = State> {
    prop_oneof![
        Just(State::Running),
        Just(State::Ready),
        Just(State::Paused(PauseCause::User)),
        Just(State::Paused(PauseCause::Suspended)),
        (0_u64..9_000).prop_map(|ms| State::LeadIn { left: Duration::from_millis(ms) }),
        Just(State::Finished(Status::Stopped)),
    ]
}

prop_compose! {
    fn snapshot()(
        index in 0_usize..400,
        millis in 0_u64..100_000,
        state in state(),
        counted in 0_u32..60,
        wanted in proptest::option::of(0_u32..9),
        name in "\\PC{0,60}",
        sentence in "[\\PC \n]{0,160}",
        reps in 0_u32..500,
        has_step in proptest::bool::weighted(0.9),
    ) -> Snapshot {
        let plan = scenes::plan();
        let index = index % plan.steps.len();
        let mut snapshot = scenes::at_index(&plan, index, Duration::from_millis(millis));
        let mut plan = Plan::clone(&snapshot.plan);
        plan.name.clone_from(&name);
        for entry in &mut plan.entries {
            entry.name.clone_from(&name);
            entry.how.push(sentence.clone());
            entry.cautions.push(sentence.clone());
        }
        snapshot.plan = Arc::new(plan);
        snapshot.state = state;
        snapshot.skip_reason_wanted = wanted;
        if let Some(now) = &mut snapshot.now {
            now.counted = counted;
            if reps > 250 {
                now.played.step.reps = Some(reps);
            }
        }
        if !has_step {
            snapshot.now = None;
        }
        snapshot
    }
}

fn input() -> impl Strategy<Value = Input> {
    let keys = "nbrsdgcmz=+,.-[]x?qpteo ykhi/0157".chars().map(KeyCode::Char).collect::<Vec<_>>();
    let named = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::PageDown,
        KeyCode::PageUp,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::Null,
        KeyCode::F(5),
    ];
    let code = proptest::sample::select([keys, named.to_vec()].concat());
    let key = (code, proptest::sample::select(vec![KeyModifiers::NONE, KeyModifiers::CONTROL]))
        .prop_map(|(code, modifiers)| Input::Key(KeyEvent::new(code, modifiers)));
    let mouse = proptest::sample::select(vec![
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::ScrollDown,
        MouseEventKind::ScrollUp,
        MouseEventKind::Moved,
    ])
    .prop_map(|kind| Input::Mouse(MouseEvent { kind, column: 200, row: 1, modifiers: KeyModifiers::NONE }));
    prop_oneof![8 => key, 1 => mouse, 1 => "\\PC{0,9}".prop_map(Input::Paste)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_size_and_no_session_is_too_much(
        snapshot in snapshot(),
        size in (1_u16..=300, 1_u16..=80),
        small in proptest::bool::ANY,
        unicode in proptest::bool::ANY,
        flash in proptest::bool::ANY,
        far in proptest::bool::ANY,
        overlay in proptest::option::of(proptest::sample::select(vec!['q', 'g', '?', 'x', 'p'])),
    ) {
        let size = if small { (size.0 % 45 + 1, size.1 % 14 + 1) } else { size };
        let stage = Stage {
            unicode,
            flash,
            notices: vec!["something to know".into()],
            ..Stage::session(snapshot)
        };
        let mut app = App::session(Setup { far, ..setup() });
        app.ask(true, true);
        if let Some(key) = overlay {
            app.handle(Input::Key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE)), &stage.scene());
        }
        let buffer = draw(&app, &stage, size);
        prop_assert!(unicode || text(&buffer).is_ascii());
    }

    #[test]
    fn no_size_is_too_much_for_home_and_its_pages(
        size in (1_u16..=300, 1_u16..=80),
        small in proptest::bool::ANY,
        unicode in proptest::bool::ANY,
        keys in proptest::collection::vec(proptest::sample::select("/bird i?s".chars().collect::<Vec<_>>()), 0..5),
        downs in 0_usize..25,
        enters in 0_usize..3,
        name in "[\\PC \n]{0,160}",
    ) {
        let size = if small { (size.0 % 45 + 1, size.1 % 14 + 1) } else { size };
        let stage = Stage { unicode, notices: vec![name.clone()], ..Stage::default() };
        let mut home = scenes::home_today();
        let today = home.today.as_mut().unwrap();
        today.due[1].name.clone_from(&name);
        today.due[2].dose.clone_from(&name);
        today.later[0].why.clone_from(&name);
        home.exercises[0].how.push(name.clone());
        home.routines[0].entries[1].name.clone_from(&name);
        home.routines[0].source = Some(name);
        let mut app = home_app(home);
        let presses = std::iter::repeat_n(KeyCode::Down, downs)
            .chain(keys.into_iter().map(KeyCode::Char))
            .chain(std::iter::repeat_n(KeyCode::Enter, enters));
        for code in presses {
            app.handle(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)), &stage.scene());
            let buffer = draw(&app, &stage, size);
            prop_assert!(unicode || text(&buffer).is_ascii());
        }
    }

    #[test]
    fn any_keys_anywhere_are_harmless(
        inputs in proptest::collection::vec((input(), 0_usize..6), 1..30),
        snapshot in snapshot(),
        size in (1_u16..=120, 1_u16..=40),
    ) {
        let stage = Stage {
            summary: Some(scenes::summary(Kept::Writing)),
            sound: SoundState::Silent,
            ..Stage::session(snapshot)
        };
        let mut app = home_app(scenes::home_today());
        app.show_safety_first();
        for (input, then) in inputs {
            for effect in app.handle(input, &stage.scene()) {
                match effect {
                    Effect::Start { .. } | Effect::StartExercise { .. } => {
                        app.show_session();
                        app.ask(true, true);
                    }
                    Effect::Session(supple::session::Command::Quit) => app.show_summary(),
                    Effect::LeaveSession if then > 2 => app.back_home(scenes::home()),
                    Effect::Recover { .. } | Effect::Tick { .. } => app.set_home(scenes::home_interrupted()),
                    _ => {}
                }
            }
            if then == 0 {
                draw(&app, &stage, size);
            }
        }
        draw(&app, &stage, size);
    }
}

/// Whatever is chosen on the home screen and in the search is seen, and told apart without colours.
#[test]
fn the_chosen_row_is_seen_at_every_size_without_colour() {
    let stage = Stage::default();
    let press = |app: &mut App, code| {
        app.handle(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)), &stage.scene());
    };
    for home in [scenes::home_today(), scenes::home_interrupted(), scenes::home_full()] {
        for search in [false, true] {
            let theme = Theme::new(ThemeName::Dark, Depth::None);
            let mut app = App::home(Setup { theme, ..setup() }, home.clone());
            if search {
                press(&mut app, KeyCode::Char('/'));
            }
            let mut pictures = BTreeSet::new();
            for _ in 0..30 {
                for size in [(20, 5), (24, 4), (40, 12), (60, 20), (80, 24), (100, 30), (200, 60)] {
                    let screen = text(&draw(&app, &stage, size));
                    assert_eq!(screen.matches('▌').count(), 1, "{size:?}\n{screen}");
                    pictures.insert(screen);
                }
                press(&mut app, KeyCode::Down);
            }
            assert!(pictures.len() > 40, "the choice moves: {}", pictures.len());
        }
    }
}

/// The seconds of a rest, 8 of them left: the digit must be a whole 8, with both its holes, at every size.
#[test]
fn no_digit_is_ever_cut() {
    let plan = scenes::plan();
    let mut snapshot = scenes::rest();
    let index = plan.steps.iter().position(|step| *step == snapshot.now.unwrap().played.step).unwrap();
    snapshot = scenes::at_index(&plan, index, scenes::secs(12));
    let stage = Stage::session(snapshot);
    let app = session_app();
    let mut heights = BTreeSet::new();
    for columns in [8, 13, 20, 29, 38, 47, 59, 71, 72, 80, 99, 100, 131, 170, 200] {
        for rows in [5, 6, 8, 11, 14, 17, 18, 21, 24, 27, 28, 33, 40, 60] {
            let dots = largest_shape(&draw(&app, &stage, (columns, rows)));
            assert_eq!(holes(&dots), 2, "at {columns}×{rows}: {dots:?}");
            let left = dots.iter().map(|(x, _)| *x).min().unwrap();
            let right = dots.iter().map(|(x, _)| *x).max().unwrap();
            let mirrored: BTreeSet<_> = dots.iter().map(|(x, y)| (left + right - x, *y)).collect();
            assert_eq!(mirrored, dots, "at {columns}×{rows}");
            heights.insert(
                dots.iter().map(|(_, y)| *y).max().unwrap() - dots.iter().map(|(_, y)| *y).min().unwrap() + 1,
            );
        }
    }
    assert!(heights.first() == Some(&5) && heights.last() >= Some(&60), "from small to huge: {heights:?}");
}

type Dots = BTreeSet<(i32, i32)>;

/// Of all that is drawn with half blocks in the colour of a rest, the shape that is highest.
fn largest_shape(buffer: &Buffer) -> Dots {
    let colour = setup().theme.style(Role::Rest).fg.expect("this theme has colours");
    let mut dots = Dots::new();
    for (index, cell) in buffer.content.iter().enumerate() {
        let (x, y) = buffer.pos_of(index);
        let (upper, lower) = match cell.symbol() {
            "█" => (true, true),
            "▀" => (true, false),
            "▄" => (false, true),
            _ => (false, false),
        };
        let (x, y) = (i32::from(x), i32::from(y) * 2);
        if cell.fg == colour {
            dots.extend(upper.then_some((x, y)));
            dots.extend(lower.then_some((x, y + 1)));
        }
    }
    let mut largest = Dots::new();
    while let Some(start) = dots.first().copied() {
        let shape = connected(start, &dots);
        dots.retain(|dot| !shape.contains(dot));
        if height(&shape) > height(&largest) {
            largest = shape;
        }
    }
    largest
}

fn height(shape: &Dots) -> i32 {
    let ys = || shape.iter().map(|(_, y)| *y);
    ys().max().unwrap_or(-1) - ys().min().unwrap_or(0)
}

fn connected(start: (i32, i32), dots: &Dots) -> Dots {
    let mut found = Dots::from([start]);
    let mut open = vec![start];
    while let Some((x, y)) = open.pop() {
        for next in [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)] {
            if dots.contains(&next) && found.insert(next) {
                open.push(next);
            }
        }
    }
    found
}

/// How many pieces of ground a shape encloses.
fn holes(shape: &Dots) -> usize {
    let xs = shape.iter().map(|(x, _)| *x);
    let ys = shape.iter().map(|(_, y)| *y);
    let (Some(left), Some(right)) = (xs.clone().min(), xs.max()) else { return 0 };
    let (Some(top), Some(bottom)) = (ys.clone().min(), ys.max()) else { return 0 };
    let mut ground: Dots = (left - 1..=right + 1)
        .flat_map(|x| (top - 1..=bottom + 1).map(move |y| (x, y)))
        .filter(|dot| !shape.contains(dot))
        .collect();
    let mut pieces = 0;
    while let Some(start) = ground.first().copied() {
        let piece = connected(start, &ground);
        ground.retain(|dot| !piece.contains(dot));
        pieces += 1;
    }
    pieces - 1
}

#[test]
fn without_colour_there_is_no_colour_and_states_still_differ() {
    let theme = Theme::new(ThemeName::Dark, Depth::None);
    let app = App::session(Setup { theme, ..setup() });
    let states = [
        scenes::hold(),
        scenes::rest(),
        scenes::switch(),
        scenes::prepare(),
        scenes::paused(),
        scenes::lead_in(),
    ];
    for size in [(20, 5), (40, 12), (80, 24), (100, 30)] {
        let mut seen = BTreeSet::new();
        for snapshot in &states {
            let buffer = draw(&app, &Stage::session(snapshot.clone()), size);
            for cell in &buffer.content {
                assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
            }
            let solid = |cell: &&ratatui::buffer::Cell| {
                matches!(cell.symbol(), "█" | "▀") || cell.modifier.contains(Modifier::REVERSED)
            };
            let rows = buffer.content.chunks(usize::from(size.0));
            let band = rows.flat_map(|row| row.split(|cell| !solid(&cell)).map(<[_]>::len));
            let band = band.max().unwrap() * 5 >= usize::from(size.0) * 2;
            let still = matches!(snapshot.state, State::Running);
            let works = snapshot.now.unwrap().played.step.kind == supple::plan::Kind::Work;
            assert_eq!(band, still && works, "a solid band means work: {:?} {size:?}", snapshot.state);
            seen.insert(text(&buffer));
        }
        assert_eq!(seen.len(), states.len(), "every state looks different");
    }
}

#[test]
fn the_picture_depends_on_nothing_but_the_scene() {
    let stage = Stage::session(scenes::phase());
    let app = session_app();
    assert_eq!(draw(&app, &stage, (100, 30)), draw(&app.clone(), &stage.clone(), (100, 30)));
    let later = Stage { wall: stage.wall.checked_add(scenes::secs(0)).unwrap(), ..stage.clone() };
    assert_eq!(draw(&app, &later, (100, 30)), draw(&app, &stage, (100, 30)));
}

#[test]
fn nothing_on_a_paused_screen_depends_on_the_time() {
    let stage = Stage::session(scenes::paused());
    let app = session_app();
    let mut later = stage.clone();
    later.wall = stage.wall.checked_add(scenes::secs(4_000)).unwrap();
    later.snapshot.as_mut().unwrap().paused += scenes::secs(4_000);
    assert_eq!(draw(&app, &later, (100, 30)), draw(&app, &stage, (100, 30)));
}

#[test]
fn instructions_are_never_cut_inside_a_word() {
    let stage = Stage::session(scenes::prepare());
    let snapshot = stage.snapshot.as_ref().unwrap();
    let entry = snapshot.plan.entry_of(&snapshot.now.unwrap().played.step).unwrap();
    let heading = ["LYING FIGURE-FOUR STRETCH", "set 1 of 2", "left side", "2 sets of 30 s, each side"];
    let mut words: BTreeSet<&str> =
        entry.how.iter().chain(&entry.cautions).chain(&entry.note).flat_map(|line| line.split(' ')).collect();
    words.extend(heading.iter().flat_map(|line| line.split(' ')));
    for columns in (72..150).step_by(7) {
        for rows in (18..40).step_by(2) {
            let screen = text(&draw(&session_app(), &stage, (columns, rows)));
            let left = screen.lines().skip(2).filter_map(|line| line.split_once('│'));
            for shown in
                left.flat_map(|(left, _)| left.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            {
                let number = shown.parse::<u32>().is_ok() || shown == "!" || shown == "…";
                assert!(
                    number || words.contains(shown.trim_end_matches('…')),
                    "{shown:?} at {columns}×{rows}"
                );
            }
        }
    }
}

#[test]
fn cautions_and_the_step_that_applies_are_never_cut() {
    let mut snapshot = Snapshot { state: State::LeadIn { left: scenes::secs(4) }, ..scenes::hold_of_many() };
    let mut plan = snapshot.plan.as_ref().clone();
    let entry = &mut plan.entries[usize::try_from(snapshot.now.unwrap().played.step.entry.unwrap()).unwrap()];
    entry.how = [
        "First kneel on the mat with care.",
        "Then put both hands below the shoulders, wide open.",
        "Lift one arm and the other leg.",
        "Keep the hips level and breathe.",
    ]
    .map(String::from)
    .to_vec();
    entry.cautions =
        vec!["Stop if pain runs down the leg.".into(), "A bad wrist: use the fists instead.".into()];
    let wanted = [entry.how[3].clone(), entry.cautions[0].clone(), entry.cautions[1].clone()];
    snapshot.plan = plan.into();
    let stage = Stage::session(snapshot);
    for columns in (72..130).step_by(4) {
        for rows in 19..36 {
            let shown = text(&draw(&session_app(), &stage, (columns, rows)));
            let left = shown.lines().filter_map(|line| Some(line.split_once('│')?.0));
            let left: Vec<&str> = left.flat_map(str::split_whitespace).collect();
            let left = left.join(" ");
            for words in &wanted {
                assert!(left.contains(words), "{words} at {columns}×{rows}: {shown}");
            }
        }
    }
}

#[test]
fn figures_are_drawn_with_what_the_settings_say() {
    let stage = Stage::session(scenes::hold_of_many());
    let drawn = |glyphs| {
        let app = App::session(Setup { glyphs, ..setup() });
        text(&draw(&app, &stage, (100, 30)))
    };
    let braille = |text: &str| text.chars().filter(|c| ('\u{2801}'..='\u{28ff}').contains(c)).count();
    let octant = |text: &str| text.chars().filter(|c| ('\u{1cd00}'..='\u{1cde5}').contains(c)).count();
    assert!(braille(&drawn(Glyphs::Braille)) > 60);
    assert!(octant(&drawn(Glyphs::Octants)) > 10 && braille(&drawn(Glyphs::Octants)) == 0);
    assert!(braille(&drawn(Glyphs::HalfBlocks)) == 0 && octant(&drawn(Glyphs::HalfBlocks)) == 0);
}
