//! The screens of the history: pictures, keys, and what holds whatever was done.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write as _,
    sync::Arc,
};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use jiff::{ToSpan as _, civil::Date};
use proptest::prelude::*;
use supple::{
    history::{reading::History, record::Record, seconds::Seconds, stats::stats},
    ui::{App, Book, Change, Depth, Effect, Input, Setup, Theme, ThemeName},
};

use crate::{Stage, draw, home_app, scenes, setup, text};

const SIZES: [(u16, u16); 5] = [(20, 5), (40, 12), (80, 24), (100, 30), (200, 60)];

/// Somebody who gets better over these days: the sessions that a made-up but plausible person has done, the same each time.
pub(crate) fn records(days: i64, per_day: i8) -> Vec<Record> {
    let today = scenes::wall().date();
    let mut records = Vec::new();
    for ago in (0..=days).rev() {
        let date = today.saturating_sub(ago.days());
        for turn in 0..per_day {
            let n = u64::try_from(ago * 7 + i64::from(turn)).unwrap_or(0);
            // Weeks off now and then, and three days of seven besides.
            if scatter(n / 49, 3).is_multiple_of(9) || scatter(n, 1) % 7 < 3 {
                continue;
            }
            records.push(record(date, 7 + 12 * turn, records.len(), ago, days.max(1)));
        }
    }
    records
}

/// A number that looks like chance.
fn scatter(n: u64, salt: u64) -> u64 {
    (n ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33
}

fn record(date: Date, hour: i8, k: usize, ago: i64, days: i64) -> Record {
    let n = u64::try_from(k).unwrap_or(0);
    let before = (2 + 5 * ago / days + i64::try_from(scatter(n, 5) % 2).unwrap_or(0)).clamp(0, 10);
    let after = (before - i64::try_from(scatter(n, 6) % 3).unwrap_or(0)).max(0);
    let (status, reached) = match scatter(n, 7) % 17 {
        0 => ("stopped", 2),
        1 => ("recorded", 4),
        _ => ("completed", 4),
    };
    let (id, name) =
        if n % 6 == 5 { ("desk-break", "Desk break") } else { ("low-back-morning", "Low back, morning") };
    let seconds = 600 + scatter(n, 8) % 1_800;
    let mut text = String::new();
    let mut push = |part: std::fmt::Arguments| text.write_fmt(part).expect("a string takes everything");
    push(format_args!(r#"{{"v":1,"id":"01K{k:023}","routine":"{id}","name":"{name}","#));
    push(format_args!(r#""started":"{date}T{hour:02}:02:11+00:00[+00:00]","#));
    push(format_args!(r#""ended":"{date}T{hour:02}:32:11+00:00[+00:00]","status":"{status}","#));
    push(format_args!(r#""active_seconds":{seconds},"paused_seconds":0,"#));
    if n % 5 != 4 {
        push(format_args!(r#""pain":{{"before":{before},"after":{after}}},"effort":"right","#));
    }
    if n % 11 == 3 {
        push(format_args!(r#""note":"stiff, slept badly","#));
    }
    push(format_args!(r#""exercises":["#));
    let hold = 5 + (days - ago) * 10 / days;
    for (at, one) in ["cat-cow", "bird-dog", "side-plank", "no-longer-there"].iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        push(format_args!(r#"{comma}{{"n":{at},"id":"{one}","target":{{"sets":1,"reps":8,"hold":{hold}}},"#));
        match (at, scatter(n, 9) % 5) {
            _ if at >= reached => push(format_args!(r#""status":"skipped","sets":0,"skip_reason":null}}"#)),
            (2, 0) => push(format_args!(r#""status":"skipped","sets":0,"skip_reason":"pain"}}"#)),
            (2, 1) => push(format_args!(r#""status":"skipped","sets":0,"skip_reason":"time"}}"#)),
            (2, _) => push(format_args!(
                r#""status":"partial","sets":0,"left":{{"reps":1,"seconds":{hold}}},"right":{{"reps":1,"seconds":{}}},"skip_reason":null,"pain":{before}}}"#,
                hold / 2
            )),
            (0, _) => push(format_args!(
                r#""status":"done","sets":1,"both":{{"reps":8,"seconds":32}},"skip_reason":null}}"#
            )),
            _ => push(format_args!(
                r#""status":"done","sets":1,"left":{{"reps":8,"seconds":40}},"right":{{"reps":8,"seconds":40}},"skip_reason":null}}"#
            )),
        }
    }
    push(format_args!(r#"],"app":"0.1.0"}}"#));
    serde_json::from_str(&text).expect("a record as the history writes it")
}

pub(crate) fn book(records: Vec<Record>) -> Arc<Book> {
    let all: Vec<&Record> = records.iter().collect();
    let stats = stats(&all, scenes::wall().date(), None);
    let names = [("cat-cow", "Cat-cow"), ("bird-dog", "Bird dog"), ("side-plank", "Side plank")];
    let names: HashMap<String, String> = names.map(|(id, name)| (id.to_owned(), name.to_owned())).into();
    Arc::new(Book { history: Arc::new(History { records, ..History::default() }), stats, names, faults: 0 })
}

pub(crate) fn opened(book: &Arc<Book>) -> App {
    let mut app = App::history(setup());
    app.set_history(Ok(book.clone()));
    app
}

fn press(app: &mut App, code: KeyCode) -> Vec<Effect> {
    app.handle(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)), &Stage::default().scene())
}

fn keys(app: &mut App, keys: &str) -> Vec<Effect> {
    keys.chars()
        .map(|key| match key {
            '\t' => KeyCode::Tab,
            '\n' => KeyCode::Enter,
            '\u{1b}' => KeyCode::Esc,
            '>' => KeyCode::Right,
            '<' => KeyCode::Left,
            '↓' => KeyCode::Down,
            other => KeyCode::Char(other),
        })
        .flat_map(|code| press(app, code))
        .collect()
}

fn pictures(app: &App) -> String {
    let stage = Stage::default();
    let picture =
        |size: (u16, u16)| format!("== {}×{} ==\n{}", size.0, size.1, text(&draw(app, &stage, size)));
    SIZES.map(picture).join("\n")
}

fn screen(app: &App, size: (u16, u16)) -> String {
    text(&draw(app, &Stage::default(), size))
}

macro_rules! pictures_after {
    ($($name:ident: $keys:expr),+ $(,)?) => {$(
        #[test]
        fn $name() {
            let mut app = opened(&book(records(364, 1)));
            keys(&mut app, $keys);
            insta::assert_snapshot!(stringify!($name), pictures(&app));
        }
    )+};
}

pictures_after! {
    past_overview: "",
    past_sessions: "\t",
    past_sessions_searched: "/plank stiff",
    past_sessions_narrowed: "rss",
    past_session: "\t\n",
    past_exercises: "\t\t",
    past_exercise: "\t\t↓↓↓\n",
    past_form: "\te>>>>↓5",
    past_delete: "\td",
}

#[test]
fn past_while_it_is_read_and_when_there_is_nothing() {
    let reading = App::history(setup());
    let empty = opened(&book(Vec::new()));
    let mut unreadable = App::history(setup());
    unreadable.set_history(Err("permission denied: /home/me/history".into()));
    insta::assert_snapshot!([reading, empty, unreadable].map(|app| pictures(&app)).join("\n"));
}

#[test]
fn past_of_three_sessions_in_ascii() {
    let app = opened(&book(records(9, 1)));
    let stage = Stage { unicode: false, ..Stage::default() };
    let pictures = SIZES.map(|size| text(&draw(&app, &stage, size)));
    assert!(pictures.iter().all(|picture| picture.is_ascii()));
    insta::assert_snapshot!(pictures.join("\n"));
}

#[test]
fn the_home_screen_opens_it_and_closing_leads_back() {
    let mut app = home_app(scenes::home());
    assert_eq!(keys(&mut app, "↓h"), [Effect::LoadHistory]);
    assert!(screen(&app, (80, 24)).contains("Reading your history"));
    app.set_history(Ok(book(records(30, 1))));
    assert!(screen(&app, (80, 24)).contains("week streak"));
    assert_eq!(keys(&mut app, "q"), []);
    assert!(screen(&app, (80, 24)).contains("Routines"));
    app.set_history(Ok(book(records(30, 1))));
    assert!(screen(&app, (80, 24)).contains("Routines"), "what comes too late is left alone");
    assert_eq!(keys(&mut App::history(setup()), "q"), [Effect::Quit], "`supple history` is all there is");
}

#[test]
fn an_edit_writes_what_has_changed_and_is_taken_back() {
    let records = records(30, 1);
    let last = records.last().unwrap().clone();
    let was = last.pain.unwrap();
    let mut app = opened(&book(records.clone()));
    // Pain before by its digit, the effort a step easier, a note.
    let effects = keys(&mut app, "\te9↓↓<↓fine now\n");
    let pain = Change::PainBefore(Some(9));
    let others = [Change::Effort(Some("easy".into())), Change::Note(Some("fine now".into()))];
    let expected =
        Effect::Amend { session: last.id.clone(), changes: [vec![pain], others.to_vec()].concat() };
    assert_eq!(effects, [expected]);
    assert!(screen(&app, (80, 24)).contains("Writing it down"), "nothing is said to be done before it is");
    assert_eq!(keys(&mut app, "u"), [], "and one thing after the other");
    app.set_history(Ok(book(records.clone())));
    assert!(screen(&app, (80, 24)).contains("✓ Changed: "));
    let back = [
        Change::PainBefore(was.before),
        Change::Effort(last.effort.map(String::from)),
        Change::Note(last.note),
    ];
    assert_eq!(keys(&mut app, "u"), [Effect::Amend { session: last.id, changes: back.to_vec() }]);
    app.set_history(Ok(book(records)));
    assert!(screen(&app, (80, 24)).contains("✓ As it was: "));
    assert_eq!(keys(&mut app, "u"), [], "what was taken back is not taken back again");
}

#[test]
fn a_form_that_is_left_or_says_nothing_new_writes_nothing() {
    let mut app = opened(&book(records(30, 1)));
    assert_eq!(keys(&mut app, "\te9\u{1b}"), []);
    assert_eq!(keys(&mut app, "e\n"), []);
    assert_eq!(keys(&mut app, "e10"), []);
    assert!(screen(&app, (80, 24)).contains("[10]"), "{}", screen(&app, (80, 24)));
    press(&mut app, KeyCode::Backspace);
    assert!(!screen(&app, (80, 24)).contains("[10]"), "nothing said");
}

#[test]
fn deleting_is_asked_once_and_undone_by_a_key() {
    let all = records(30, 1);
    let last = all.last().unwrap().clone();
    let mut app = opened(&book(all.clone()));
    keys(&mut app, "\td");
    let day = last.started.date().strftime("%-d %B %Y").to_string();
    assert!(screen(&app, (80, 24)).contains(&day), "the question names the day");
    assert_eq!(keys(&mut app, "n"), [], "no is no");
    let delete = Effect::Amend { session: last.id.clone(), changes: vec![Change::Delete] };
    assert_eq!(keys(&mut app, "\ndy"), [delete]);
    app.set_history(Ok(book(all[..all.len() - 1].to_vec())));
    let seen = screen(&app, (80, 24));
    assert!(seen.contains("✓ Deleted: ") && seen.contains("supple log restore"), "{seen}");
    assert!(seen.contains("u undo"), "{seen}");
    assert!(seen.contains(&format!("{} sessions", all.len() - 1)), "{seen}");
    let restore = Effect::Amend { session: last.id, changes: vec![Change::Restore] };
    assert_eq!(keys(&mut app, "u"), [restore]);
}

/// Each step of this visit goes back, the latest first, and then it is said that there is none left.
#[test]
fn all_of_a_visit_is_taken_back_step_by_step() {
    let all = records(30, 1);
    let mut app = opened(&book(all.clone()));
    assert_eq!(keys(&mut app, "u"), []);
    assert!(screen(&app, (80, 24)).contains("nothing to take back"));
    keys(&mut app, "\te9\n");
    app.set_history(Ok(book(all.clone())));
    keys(&mut app, "dy");
    app.set_history(Ok(book(all.clone())));
    let changes = |effects: Vec<Effect>| match effects.into_iter().next() {
        Some(Effect::Amend { changes, .. }) => changes,
        other => panic!("{other:?}"),
    };
    assert_eq!(changes(keys(&mut app, "u")), [Change::Restore]);
    // It could not be written: it is still to be taken back.
    app.history_stays();
    assert_eq!(changes(keys(&mut app, "u")), [Change::Restore]);
    app.set_history(Ok(book(all.clone())));
    assert!(matches!(changes(keys(&mut app, "u"))[..], [Change::PainBefore(_)]));
    app.set_history(Ok(book(all)));
    assert_eq!(keys(&mut app, "u"), []);
    assert!(screen(&app, (80, 24)).contains("nothing to take back"));
    keys(&mut app, "↓");
    assert!(!screen(&app, (80, 24)).contains("nothing to take back"), "said once");
}

#[test]
fn what_could_not_be_written_is_not_said_to_be() {
    let all = records(30, 1);
    let mut app = opened(&book(all.clone()));
    keys(&mut app, "\tdy");
    app.history_stays();
    app.set_history(Ok(book(all)));
    let seen = screen(&app, (80, 24));
    assert!(!seen.contains("Deleted") && !seen.contains("undo"), "{seen}");
}

#[test]
fn what_was_typed_is_there_again_when_it_is_refused() {
    let all = records(30, 1);
    let mut app = opened(&book(all.clone()));
    keys(&mut app, "\te↓↓↓");
    keys(&mut app, "slept badly\n");
    assert!(!screen(&app, (80, 24)).contains("slept badly"));
    app.history_stays();
    app.set_history(Ok(book(all.clone())));
    assert!(screen(&app, (80, 24)).contains("slept badly"));
    // The next time it is written.
    assert!(matches!(keys(&mut app, "\n")[..], [Effect::Amend { .. }]));
    app.set_history(Ok(book(all)));
    let seen = screen(&app, (80, 24));
    assert!(seen.contains("✓ Changed: ") && !seen.contains("slept badly"), "{seen}");
}

#[test]
fn search_and_filters_let_through_what_they_say() {
    let all = records(364, 1);
    let count = |wanted: fn(&Record) -> bool| all.iter().filter(|record| wanted(record)).count();
    let head = |presses: &str| {
        let mut app = opened(&book(all.clone()));
        keys(&mut app, presses);
        screen(&app, (100, 30))
    };
    let whole = all.len();
    let notes = count(|record| record.note.is_some());
    assert!(notes > 5 && head("/badly\n").contains(&format!("{notes} of {whole}  “badly”")));
    let desk = count(|record| record.routine == "desk-break");
    assert!(head("rr").contains(&format!("{desk} of {whole}  Desk break")));
    let stopped = count(|record| record.status == supple::history::record::Status::Stopped);
    assert!(head("ss").contains(&format!("{stopped} of {whole}  stopped")));
    let november = count(|record| record.started.date().month() == 11);
    assert!(head("/novem\n").contains(&format!("{november} of {whole}")));
    let monday = count(|record| record.started.date().weekday() == jiff::civil::Weekday::Monday);
    assert!(head("/2026 monday\n").contains(" of "), "words that all have to fit");
    assert!(head("/mond\n").contains(&format!("{monday} of {whole}")));
    assert!(head("rsa").contains(&format!("{whole} sessions")), "all again");
    assert!(head("rrr").contains(&format!("{whole} sessions")), "round and round");
    assert!(head("/nothing like it\n").contains("No session is like that."));
    assert!(head("\t\t/bird\n").contains("1 of 4 exercises"));
}

#[test]
fn the_page_of_an_exercise_leads_to_its_sessions() {
    let mut app = opened(&book(records(364, 1)));
    keys(&mut app, "\t\t↓↓↓\n");
    let page = screen(&app, (100, 60));
    for words in ["Side plank", "skipped", "pain", "longest hold", "left ", "right ", "Lately"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    keys(&mut app, "\n");
    assert!(screen(&app, (100, 30)).contains("with Side plank"));
}

#[test]
fn rows_and_parts_are_clicked() {
    let mut app = opened(&book(records(364, 1)));
    let stage = Stage::default();
    let click = |app: &mut App, column, row| {
        draw(app, &stage, (100, 30));
        let kind = MouseEventKind::Down(MouseButton::Left);
        app.handle(
            Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }),
            &stage.scene(),
        );
    };
    click(&mut app, 14, 1);
    let seen = screen(&app, (100, 30));
    let third = seen.lines().nth(8).unwrap().to_owned();
    click(&mut app, 6, 8);
    let chosen = screen(&app, (100, 30)).lines().nth(8).unwrap().to_owned();
    assert!(chosen.contains('▌') && !third.contains('▌'), "{seen}");
    click(&mut app, 6, 8);
    assert!(!screen(&app, (100, 30)).contains('▌'), "its page is open");
}

/// The days' glyphs alone tell how much was done, and no day of a year is missing.
#[test]
fn the_calendar_needs_no_colour() {
    let theme = Theme::new(ThemeName::Dark, Depth::None);
    let mut app = App::history(Setup { theme, ..setup() });
    let mut all = records(364, 1);
    for record in all.iter_mut().step_by(4) {
        record.active_seconds = Seconds::new(scenes::secs(300));
    }
    app.set_history(Ok(book(all)));
    let seen = screen(&app, (80, 24));
    let days: String = seen
        .lines()
        .filter(|line| ["Mon", "Wed", "Fri", "Sun"].iter().any(|day| line.trim_start().starts_with(day)))
        .collect();
    for glyph in ['·', '░', '▒', '▓'] {
        assert!(days.contains(glyph), "{glyph}: {seen}");
    }
    assert!(seen.lines().any(|line| line.chars().filter(|c| "·░▒▓█".contains(*c)).count() >= 52), "{seen}");
}

fn input() -> impl Strategy<Value = KeyCode> {
    let plain = "hjrxsaedu/q?yn019 ".chars().map(KeyCode::Char);
    let named = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::PageDown,
        KeyCode::End,
        KeyCode::Backspace,
    ];
    proptest::sample::select(plain.chain(named).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_size_and_no_keys_are_too_much(
        days in 0_i64..500,
        presses in proptest::collection::vec(input(), 0..40),
        size in (1_u16..=250, 1_u16..=80),
        small in proptest::bool::ANY,
        unicode in proptest::bool::ANY,
    ) {
        let size = if small { (size.0 % 45 + 1, size.1 % 14 + 1) } else { size };
        let stage = Stage { unicode, ..Stage::default() };
        let mut all = records(days, 1);
        let mut app = opened(&book(all.clone()));
        draw(&app, &stage, size);
        for key in presses {
            let effects = app.handle(Input::Key(KeyEvent::new(key, KeyModifiers::NONE)), &stage.scene());
            if let [Effect::Amend { session, changes }] = &effects[..] {
                if changes == &[Change::Delete] {
                    all.retain(|record| record.id != *session);
                }
                app.set_history(Ok(book(all.clone())));
            }
            draw(&app, &stage, size);
        }
        let buffer = draw(&app, &stage, size);
        prop_assert!(unicode || text(&buffer).is_ascii());
    }
}

/// What a week, a session or a trend comes to is shown whole or not at all: no number loses a digit.
#[test]
fn no_number_is_cut() {
    let book = book(records(364, 1));
    let numbers = |text: &str| {
        let parts = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    for tabs in 0..3 {
        let mut app = opened(&book);
        keys(&mut app, &"\t".repeat(tabs));
        // Short dates have figures of their own.
        let mut known = numbers(&screen(&app, (220, 70)));
        known.extend((0..=12).flat_map(|number| [number.to_string(), format!("{number:02}")]));
        known.extend((20..=26).map(|year| year.to_string()));
        known.extend(book.records().iter().flat_map(|record| {
            let minutes = (record.active_seconds.duration().as_secs() + 30) / 60;
            [minutes.to_string(), record.started.date().day().to_string()]
        }));
        for size in (20..112).flat_map(|columns| [(columns, 5), (columns, 24), (2 * columns, 31)]) {
            let seen = screen(&app, size);
            for number in numbers(&seen) {
                assert!(known.contains(&number), "{number} at {size:?}:\n{seen}");
            }
            // Of these no session is shorter than ten minutes.
            let mut before_minutes: Vec<&str> = seen.split(" min").filter(|_| tabs == 1).collect();
            before_minutes.pop();
            for before in before_minutes {
                let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
                assert!(digits >= 2, "at {size:?}:\n{seen}");
            }
        }
    }
}
