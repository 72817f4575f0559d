//! What the program itself takes with ten years of two sessions a day, and with a hundred thousand sessions: every
//! command that reads the history, from its start to its end, and the screens from their start to their first picture.
//!
//! `cargo bench --bench commands` prints a table; `-- write FOLDER SESSIONS` makes such a history to look at.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

#[path = "made/history.rs"]
mod make_history;

use std::{
    env, fs,
    io::{Read as _, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use nix::sys::resource::{UsageWho, getrusage};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use supple::{runtime::clock, session::Moment};

/// The best of so many runs counts: all that makes one slower comes from elsewhere.
const RUNS: usize = 15;

/// What is not on the screen by then will not come.
const PATIENCE: Duration = Duration::from_secs(30);

const COMMANDS: [&[&str]; 16] = [
    &["log"],
    &["log", "show", "last"],
    &["log", "--json"],
    &["log", "--csv", "--exercise", "bird-dog", "--status", "completed"],
    &["log", "--json", "--since", "4w"],
    &["stats"],
    &["stats", "--json"],
    &["stats", "--since", "4w"],
    &["report"],
    &["report", "--html"],
    &["report", "--html", "--since", "30y"],
    &["progress"],
    &["progress", "--json"],
    &["progress", "gentle-twelve"],
    &["today"],
    &["today", "--json"],
];

fn main() {
    let args: Vec<String> = env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", folder, sessions] => write(Path::new(folder), sessions.parse().expect("a number")),
        [] => table(),
        _ => println!("cargo bench --bench commands [-- write FOLDER SESSIONS]"),
    }
}

/// As many days as ten years have, or as two thirds of a lifetime have.
fn write(folder: &Path, sessions: u32) {
    make_history::write(folder, sessions, if sessions > 20_000 { 12 } else { 2 }, clock::wall().date());
}

fn table() {
    let homes: Vec<tempfile::TempDir> = [7_300, 100_000].map(home).into();
    println!("| | 7,300 sessions: wall ms | CPU ms | 100,000 sessions: wall ms | CPU ms |");
    println!("| --- | --- | --- | --- | --- |");
    for args in COMMANDS {
        let cells = homes.iter().map(|home| {
            let Taken { wall, cpu } = best(|| run(home.path(), args));
            format!("{} | {}", millis(wall), millis(cpu))
        });
        println!("| `{}` | {} |", args.join(" "), cells.collect::<Vec<_>>().join(" | "));
    }
    for (what, args, key, words) in [
        ("home screen, first picture", &[] as &[&str], "", "Routines"),
        ("home screen, with what was done", &[], "", "▌"),
        ("`h` on the home screen to its figures", &[], "h", "Minutes a week"),
        ("`run gentle-twelve`, first picture", &["run", "gentle-twelve"], "", "\x1b[?1049h"),
        ("`run gentle-twelve`, first exercise", &["run", "gentle-twelve"], "", "exercise 1 of"),
        ("`history` to its figures", &["history"], "", "Minutes a week"),
    ] {
        let cells = homes.iter().map(|home| {
            let Taken { wall, .. } =
                best(|| Taken { wall: seen(home.path(), args, key, words), ..Taken::MOST });
            format!("{} | ", millis(wall))
        });
        println!("| {what} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
}

#[derive(Clone, Copy)]
struct Taken {
    wall: Duration,
    cpu: Duration,
}

impl Taken {
    const MOST: Self = Self { wall: Duration::MAX, cpu: Duration::MAX };
}

fn best(run: impl Fn() -> Taken) -> Taken {
    (0..RUNS).map(|_| run()).fold(Taken::MOST, |best, taken| Taken {
        wall: best.wall.min(taken.wall),
        cpu: best.cpu.min(taken.cpu),
    })
}

fn millis(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

/// The home of somebody who has a program and so many sessions behind them.
fn home(sessions: u32) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a temporary folder");
    write(&home.path().join("data/supple/history"), sessions);
    let state = home.path().join("state/supple");
    fs::create_dir_all(&state).expect("the folder is our own");
    fs::write(state.join("safety-read"), "").expect("the folder is our own");
    run(home.path(), &["program", "start", "daily-twelve"]);
    home
}

fn environment(home: &Path) -> Vec<(&'static str, String)> {
    let folder = |name: &str| home.join(name).display().to_string();
    vec![
        ("HOME", folder("")),
        ("XDG_CONFIG_HOME", folder("config")),
        ("XDG_DATA_HOME", folder("data")),
        ("XDG_STATE_HOME", folder("state")),
        ("XDG_RUNTIME_DIR", folder("run")),
        ("PATH", env::var("PATH").unwrap_or_default()),
        ("TERM", "xterm-256color".into()),
        ("LANG", "C.UTF-8".into()),
        ("TZ", "Europe/Berlin".into()),
        ("PULSE_SERVER", format!("unix:{}", folder("no-sound-server"))),
        ("ALSA_CONFIG_PATH", folder("no-sound-card.conf")),
    ]
}

fn run(home: &Path, args: &[&str]) -> Taken {
    let mut command = Command::new(env!("CARGO_BIN_EXE_supple"));
    command.args(args).env_clear().envs(environment(home)).stdin(Stdio::null());
    let (before, began) = (cpu(), clock::now());
    let output = command.stdout(Stdio::null()).stderr(Stdio::piped()).output().expect("the program is built");
    let wall = clock::now().since(began);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    Taken { wall, cpu: cpu().saturating_sub(before) }
}

/// All that the processes before have used.
fn cpu() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("Linux counts");
    let time = |time: nix::sys::time::TimeVal| {
        Duration::new(time.tv_sec().unsigned_abs(), u32::try_from(time.tv_usec()).unwrap_or(0) * 1000)
    };
    time(usage.user_time()) + time(usage.system_time())
}

/// From the start (or from `key`, pressed on the first picture) until these words are on the screen.
fn seen(home: &Path, args: &[&str], key: &str, words: &str) -> Duration {
    let size = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_supple"));
    command.args(args);
    command.env_clear();
    for (name, value) in environment(home) {
        command.env(name, value);
    }
    let mut reader = pair.master.try_clone_reader().expect("a reader of the terminal");
    let mut writer = pair.master.take_writer().expect("a writer to the terminal");
    let mut began: Moment = clock::now();
    let mut child = pair.slave.spawn_command(command).expect("the program is built");
    // Without the program the terminal has an end, and the words that never come are no reason to wait for ever.
    drop(pair.slave);
    let mut killer = child.clone_killer();
    let (done, is_done) = mpsc::channel::<()>();
    let guard = thread::spawn(move || {
        if is_done.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
            let _ = killer.kill();
        }
    });
    let (mut buffer, mut parser, mut raw) = (vec![0; 1 << 16], vt100::Parser::default(), String::new());
    parser.screen_mut().set_size(30.try_into().expect("not 0"), 100.try_into().expect("not 0"));
    let mut pressed = key.is_empty();
    let taken = loop {
        let count = reader.read(&mut buffer).unwrap_or(0);
        assert!(count > 0, "{args:?} {key}: no {words:?} within {PATIENCE:?}");
        let now = clock::now();
        parser.process(&buffer[..count]);
        raw.push_str(&String::from_utf8_lossy(&buffer[..count]));
        let text = parser.screen().contents();
        if !pressed && text.contains("Routines") {
            writer.write_all(key.as_bytes()).expect("the terminal is open");
            began = now;
            pressed = true;
        } else if pressed && (text.contains(words) || raw.contains(words)) {
            break now.since(began);
        }
    };
    drop(done);
    guard.join().expect("it only waits");
    child.kill().expect("it runs");
    child.wait().expect("it was killed");
    taken
}
