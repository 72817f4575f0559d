//! What is in the pictures: the shipped routines, and a made-up person who does them.

use std::{collections::HashMap, fmt::Write as _, sync::Arc, time::Duration};

use jiff::{ToSpan as _, Zoned, civil::Date};
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer};
use supple::{
    figure::Glyphs,
    history::{reading::History, record::Record, stats::stats},
    plan::{Kind, Mode, Options, Plan, Step, compile},
    routine::{Library, dose_words},
    session::{Command, Moment, Session, Settings, Snapshot, Status},
    speech::Voice,
    ui::{
        Amount, App, Book, ChangeLine, ChangeState, Depth, ExerciseCard, HomeModel, Kept, Keymap, LineFate,
        RecentSession, RoutineCard, Scene, Setup, SoundState, SummaryLine, SummaryModel, Theme, ThemeName,
        TodayCard, TodayRow,
    },
};

/// One picture, drawn.
pub(crate) struct Picture {
    /// Of its file.
    pub(crate) name: &'static str,
    /// For those who do not see it.
    pub(crate) title: &'static str,
    pub(crate) buffer: Buffer,
}

/// All of them, in the order of the README.
pub(crate) fn all() -> Vec<Picture> {
    let picture = |name, title, buffer| Picture { name, title, buffer };
    vec![
        picture("session", "A hold of the bird dog in a session of supple", session()),
        picture("home", "The home screen of supple with what is due today", home()),
        picture("summary", "The summary after a session of supple", summary()),
        picture("history", "The history of a year in supple", history()),
    ]
}

const SIZE: (u16, u16) = (100, 30);

/// Half a minute after seven on a Saturday.
fn wall() -> Zoned {
    "2026-11-21T07:31:30+00:00[UTC]".parse().expect("a time as the history writes it")
}

fn setup() -> Setup {
    Setup {
        keymap: Keymap::default(),
        theme: Theme::new(ThemeName::Dark, Depth::True),
        far: false,
        console: false,
        motion: true,
        glyphs: Glyphs::Braille,
    }
}

fn draw(app: &App, snapshot: Option<&Snapshot>, summary: Option<&SummaryModel>) -> Buffer {
    let wall = wall();
    let scene = Scene {
        snapshot,
        wall: &wall,
        sound: SoundState::On { percent: 80 },
        voice: Voice::Full,
        notices: &[],
        coaching: None,
        flash: false,
        summary,
        recording: true,
        unicode: true,
        page_open: Duration::ZERO,
    };
    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("memory never fails");
    terminal.draw(|frame| app.draw(frame, &scene)).expect("memory never fails");
    terminal.backend().buffer().clone()
}

/// In a hold of the bird dog, far enough for the figure to be where it should be.
fn session() -> Buffer {
    let hold = |plan: &Plan, step: &Step| {
        step.mode == Some(Mode::Hold) && plan.entry_of(step).is_some_and(|entry| entry.id == "bird-dog")
    };
    let plan = plan("gentle-twelve");
    let snapshot = at(&plan, |step| hold(&plan, step) && step.rep == Some(3), Duration::from_millis(1_800));
    draw(&App::session(setup()), Some(&snapshot), None)
}

fn plan(id: &str) -> Plan {
    let found = Library::open(None).routine(id).expect("the routine is shipped");
    compile(&found.value.expect("what is shipped has no faults"), &Options::default())
}

/// A session of this plan that nobody has touched, this long into the first such step.
fn at(plan: &Plan, wanted: impl Fn(&Step) -> bool, elapsed: Duration) -> Snapshot {
    let mut session = Session::new(Arc::new(plan.clone()), Settings::default());
    session.handle(Moment::ORIGIN, Command::Start);
    loop {
        let due = session.deadline().expect("the plan has such a step, and none before it waits");
        session.advance(due);
        let now = session.snapshot(due).now;
        if now.is_some_and(|now| now.elapsed.is_zero() && wanted(&now.played.step)) {
            session.advance(due + elapsed);
            return session.snapshot(due + elapsed);
        }
    }
}

fn home() -> Buffer {
    let library = Library::open(None);
    let due = [
        ("cat-cow", "every day; last yesterday"),
        ("bird-dog", "every day; last yesterday"),
        ("glute-bridge", "three times a week; last on Thursday"),
        ("walking", "most days of the week"),
    ];
    let later = [("side-plank", "three times a week; done yesterday, next tomorrow")];
    let row = |(id, why): &(&str, &str)| {
        let exercise = library.exercise(id).expect("the exercise is shipped").value;
        let exercise = exercise.expect("what is shipped has no faults");
        let card = ExerciseCard {
            id: (*id).to_owned(),
            name: exercise.words.name.clone(),
            ..ExerciseCard::default()
        };
        TodayRow {
            id: (*id).to_owned(),
            content: (*id).to_owned(),
            is_routine: false,
            name: exercise.words.name.clone(),
            dose: dose_words(&exercise),
            why: (*why).to_owned(),
            card: Some(Box::new(card)),
        }
    };
    let last = |routine: &str, started: &str, seconds| RecentSession {
        routine: routine.to_owned(),
        started: started.parse().expect("a time as the history writes it"),
        active: Duration::from_secs(seconds),
        status: Status::Completed,
    };
    let ids = ["gentle-twelve", "core-eight", "sitting-break", "mobility", "demo"];
    let model = HomeModel {
        is_waiting: false,
        routines: ids.iter().map(|id| card(&library, id)).collect(),
        interrupted: Vec::new(),
        recent: vec![
            last("Today: Back care in eight weeks", "2026-11-20T07:04:00+00:00[UTC]", 1_010),
            last("Sitting break", "2026-11-19T15:20:00+00:00[UTC]", 110),
            last("Today: Back care in eight weeks", "2026-11-19T07:01:00+00:00[UTC]", 980),
        ],
        today: Some(TodayCard {
            program: "Back care in eight weeks".to_owned(),
            phase: "Beginner".to_owned(),
            place: "week 3 of 8".to_owned(),
            due: due.iter().map(row).collect(),
            done: Vec::new(),
            later: later.iter().map(row).collect(),
            exercises: due.len(),
            length: Duration::from_mins(17),
            open_steps: 0,
            date: Some(wall().date()),
            notice: None,
            gentle: vec!["Four of five days are done: today keeps the week.".to_owned()],
        }),
        exercises: Vec::new(),
    };
    draw(&App::home(setup(), model), None, None)
}

fn card(library: &Library, id: &str) -> RoutineCard {
    let routine = library.routine(id).expect("the routine is shipped").value;
    let routine = routine.expect("what is shipped has no faults");
    let plan = compile(&routine, &Options::default());
    RoutineCard {
        id: id.to_owned(),
        name: routine.name.clone(),
        summary: routine.summary.clone(),
        length: plan.likely(),
        open_steps: plan.open_steps(),
        exercises: plan.entries.iter().map(|entry| entry.name.clone()).collect(),
        ..RoutineCard::default()
    }
}

fn summary() -> Buffer {
    let plan = plan("gentle-twelve");
    let mut lines: Vec<SummaryLine> = Vec::new();
    for (n, entry) in plan.entries.iter().enumerate() {
        let works = |step: &&Step| step.kind == Kind::Work && step.entry == u32::try_from(n).ok();
        let time: Duration = plan.steps.iter().filter(works).filter_map(|step| step.length).sum();
        let reps = entry.target.reps.unwrap_or(1);
        let amount = Amount { reps, time: if entry.sided { time / 2 } else { time } };
        let (one, both) = if entry.sided { (Some(amount), None) } else { (None, Some(amount)) };
        let fate = LineFate::Done;
        let (sets, reason) = (entry.target.sets, None);
        let (name, pain) = (entry.name.clone(), None);
        lines.push(SummaryLine { name, fate, sets, left: one, right: one, both, reason, pain });
    }
    if let Some(last) = lines.iter_mut().rev().nth(3) {
        last.fate = LineFate::Skipped;
        last.reason = Some("time".to_owned());
    }
    let change = |sentence: &str| ChangeLine {
        sentence: sentence.to_owned(),
        up: true,
        ends: ["10 s", "14 s"].map(str::to_owned),
        state: ChangeState::Made,
    };
    let model = SummaryModel {
        routine: plan.name.clone(),
        status: Status::Completed,
        active: plan.total,
        paused: Duration::from_secs(48),
        lines,
        changes: vec![change(
            "Wall sit: hold 10 → 14 s: three full sessions, effort just right, pain steady",
        )],
        kept: Kept::InHistory,
    };
    let mut app = App::session(setup());
    app.show_summary();
    app.ask(false, true);
    draw(&app, None, Some(&model))
}

fn history() -> Buffer {
    let records = records(364);
    let all: Vec<&Record> = records.iter().collect();
    let figures = stats(&all, wall().date(), None);
    let history = Arc::new(History { records, ..History::default() });
    let book = Book { history, stats: figures, names: HashMap::new(), faults: 0 };
    let mut app = App::history(setup());
    app.set_history(Ok(Arc::new(book)));
    draw(&app, None, None)
}

/// Somebody who gets better over so many days: the same each time.
fn records(days: i64) -> Vec<Record> {
    let today = wall().date();
    let mut records = Vec::new();
    for ago in (0..=days).rev() {
        let n = u64::try_from(ago).unwrap_or(0);
        // A holiday, a bad week, and a day or two off in the others.
        let holiday = (96..108).contains(&ago) || (40..44).contains(&ago);
        if holiday || scatter(n, 7) % 7 < 1 + u64::from(ago % 7 == 3) {
            continue;
        }
        records.push(record(today.saturating_sub(ago.days()), ago, days));
    }
    records
}

fn record(date: Date, ago: i64, days: i64) -> Record {
    let n = u64::try_from(ago).unwrap_or(0);
    let chance = |salt, below: u64| i64::try_from(scatter(n, salt) % below).unwrap_or(0);
    let flare = if (36..46).contains(&ago) { 2 } else { 0 };
    let before = (1 + 5 * ago / days + chance(5, 2) + flare).clamp(0, 10);
    let after = (before - chance(6, 3)).max(0);
    let seconds = 620 + (days - ago) * 4 + chance(8, 300);
    let mut text = String::new();
    let mut push = |part: std::fmt::Arguments| text.write_fmt(part).expect("a string takes everything");
    push(format_args!(
        r#"{{"v":1,"id":"01K{ago:023}","routine":"gentle-twelve","name":"The gentle twelve","#
    ));
    push(format_args!(r#""started":"{date}T07:02:11+00:00[UTC]","ended":"{date}T07:32:11+00:00[UTC]","#));
    push(format_args!(r#""status":"completed","active_seconds":{seconds},"paused_seconds":0,"#));
    push(format_args!(r#""pain":{{"before":{before},"after":{after}}},"effort":"right","exercises":[],"#));
    push(format_args!(r#""app":"0.1.0"}}"#));
    serde_json::from_str(&text).expect("a record as the history writes it")
}

/// A number that looks like chance.
fn scatter(n: u64, salt: u64) -> u64 {
    (n ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33
}
