//! The history screens over the year.

use std::{sync::Arc, time::Duration};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::{ToSpan as _, Zoned};
use ratatui::{Terminal, backend::TestBackend};
use supple::{
    figure::Glyphs,
    history::{
        deeds,
        reading::History,
        record::Record,
        stats::{Stats, WeekPlan, stats},
    },
    routine::Library,
    speech::Voice,
    ui::{App, Book, Depth, Input, Keymap, Scene, Setup, SoundState, Theme, ThemeName},
};

use crate::life::{FIRST, LAST, life};

const SIZES: [(u16, u16); 3] = [(100, 30), (80, 24), (40, 12)];

/// The figures as the screens have them: of the whole history, seen from the last day.
pub(crate) fn figures() -> Stats {
    let life = life();
    let library = Library::open(None);
    let sunday = LAST.checked_add(6.days()).unwrap();
    let plan = WeekPlan::new(
        &life.decisions,
        (FIRST, sunday),
        |id| library.program(id).ok()?.value,
        |program, phase| deeds::facts(&program.phases[phase], |_| Vec::new(), &life.records),
    );
    stats(&life.records.iter().collect::<Vec<&Record>>(), LAST, Some(&plan))
}

fn book() -> Book {
    let library = Library::open(None);
    let stats = figures();
    let name = |id: &String| Some((id.clone(), library.exercise(id).ok()?.value?.words.name));
    let names = stats.exercises.iter().filter_map(|exercise| name(&exercise.id)).collect();
    let history = History { records: life().records.clone(), ..History::default() };
    Book { history: Arc::new(history), stats, names, faults: 0 }
}

fn opened() -> App {
    let setup = Setup {
        keymap: Keymap::default(),
        theme: Theme::new(ThemeName::Dark, Depth::True),
        motion: true,
        far: false,
        glyphs: Glyphs::Braille,
        console: false,
    };
    let mut app = App::history(setup);
    app.set_history(Ok(Arc::new(book())));
    app
}

/// The evening of the last day.
fn evening() -> Zoned {
    LAST.at(20, 0, 0, 0).in_tz("Europe/Berlin").unwrap()
}

fn scene(wall: &Zoned) -> Scene<'_> {
    Scene {
        snapshot: None,
        wall,
        sound: SoundState::On { percent: 80 },
        voice: Voice::Full,
        notices: &[],
        coaching: None,
        flash: false,
        summary: None,
        recording: true,
        unicode: true,
        page_open: Duration::ZERO,
    }
}

fn press(app: &mut App, keys: &str) {
    let wall = evening();
    for key in keys.chars() {
        let code = match key {
            '\t' => KeyCode::Tab,
            '\n' => KeyCode::Enter,
            key => KeyCode::Char(key),
        };
        let effects = app.handle(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)), &scene(&wall));
        assert_eq!(effects, [], "looking changes nothing");
    }
}

fn picture(app: &App, (columns, rows): (u16, u16)) -> String {
    let wall = evening();
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| app.draw(frame, &scene(&wall))).unwrap();
    let buffer = terminal.backend().buffer();
    let row = |y| (0..columns).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..rows).map(|y| row(y).trim_end().to_owned() + "\n").collect()
}

/// Everything that these keys lead to, at each size.
fn read(name: &str, keys: &str) {
    let mut app = opened();
    press(&mut app, keys);
    let pictures = SIZES.map(|size| format!("== {}×{} ==\n{}", size.0, size.1, picture(&app, size)));
    crate::assert_reads_as(name, &pictures.join("\n"));
}

#[test]
fn the_overview_shows_the_weeks_and_the_bad_fortnight() {
    read("overview", "");
}

#[test]
fn the_list_is_of_all_sessions() {
    read("sessions", "\t");
}

#[test]
fn the_day_of_the_flare_up_is_found_and_read() {
    read("session", "\t/shoots\n\n");
}

#[test]
fn the_exercises_are_listed() {
    read("exercises", "\t\t");
}

#[test]
fn the_page_of_an_exercise_tells_how_it_went() {
    read("exercise", "\t\t/ball plank\n\n");
}
