//! What a session costs while nothing happens: wake-ups and bytes, counted in the running program.

use crate::{
    AT_WORK, PAUSED,
    home::Home,
    process::{wake_ups, wake_ups_by_thread},
    pty::Tty,
};

#[cfg(feature = "sound")]
#[expect(dead_code, reason = "here nobody listens to what is played")]
#[path = "../common/rig.rs"]
mod rig;

const LONG: &str = r#"
format = 1
name = "One long hold"
[[step]]
name = "Wall sit"
prepare = "5s"
hold = "60s"
"#;

/// So long the counting takes: a whole round of digits, so that none of them is counted too often.
const SECONDS: u64 = 10;

/// Wake-ups of all threads, and bytes written.
fn count(tty: &Tty) -> (u64, usize) {
    (wake_ups(tty.pid()), tty.raw().len())
}

/// Both, of several programs at the same time.
fn observe<const N: usize>(ttys: [&Tty; N]) -> [(u64, usize); N] {
    let before = ttys.map(count);
    ttys[0].observe(SECONDS);
    let after = ttys.map(count);
    std::array::from_fn(|n| (after[n].0 - before[n].0, after[n].1 - before[n].1))
}

#[test]
fn what_stands_still_costs_nothing() {
    let home = Home::new();
    home.routine("long", LONG);
    let start = |args: &[&str]| Tty::supple(&home, args, 100, 30);
    let (paused, resting) = (start(&["run", "long", "--mute"]), start(&[]));
    resting.wait_for(&["One long hold"]);
    paused.wait_for(&["WALL SIT"]);
    paused.press(" ");
    paused.wait_for(&[PAUSED]);
    // The pause goes to the disk first.
    paused.wait_until("a pause in the journal", || {
        home.journalled().iter().any(|event| event["event"] == "paused")
    });
    paused.observe(1);
    assert_eq!(observe([&paused, &resting]), [(0, 0); 2], "{:?}", wake_ups_by_thread(paused.pid()));
}

#[test]
fn a_hold_costs_a_wake_up_a_second() {
    let home = Home::new();
    home.routine("long", LONG);
    // The wall sit has a figure, and while nobody moves it is still.
    home.settings("motion = false\n");
    let muted = Tty::supple(&home, &["run", "long", "--mute"], 100, 30);
    #[cfg(feature = "sound")]
    let rig = rig::Rig::start();
    #[cfg(feature = "sound")]
    let environment = rig.environment();
    #[cfg(not(feature = "sound"))]
    let environment: Vec<(&str, String)> = Vec::new();
    let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sounding = Tty::supple_with(&home, &["run", "long"], 100, 30, &environment);
    let smaller = Tty::supple(&home, &["run", "long", "--mute"], 80, 24);
    let ttys = [&muted, &sounding, &smaller];
    for tty in ttys {
        tty.wait_for(&["WALL SIT", AT_WORK]);
        // After "go" the device stays open for a while; the next cue comes half-way.
        tty.wait_for(&["0:54 left"]);
    }
    // A large screen has digits eleven rows high. What is measured is 147 and 87; the limits leave room for a second more
    // that may fall into the time.
    for ((counted, tty), bytes_a_second) in observe(ttys).into_iter().zip(ttys).zip([165, 165, 100]) {
        let (wake_ups, bytes) = counted;
        let by_thread = wake_ups_by_thread(tty.pid());
        assert!(wake_ups <= SECONDS * 13 / 10, "{wake_ups} wake-ups in {SECONDS} s: {by_thread:?}");
        assert!(wake_ups >= SECONDS - 1, "{wake_ups} wake-ups: the digits stand still");
        let limit = SECONDS * bytes_a_second;
        assert!(bytes as u64 <= limit, "{bytes} bytes in {SECONDS} s, not {limit}");
    }
    #[cfg(feature = "sound")]
    assert!(!sounding.text().contains("No sound"), "{}", sounding.text());
}

#[test]
fn the_far_view_wakes_no_more_often_than_the_near_one() {
    let home = Home::new();
    home.routine("long", LONG);
    home.settings("view = \"far\"\ncheck_in = \"off\"\n");
    let ttys = [(80, 24), (100, 30), (200, 60)]
        .map(|(columns, rows)| Tty::supple(&home, &["run", "long", "--mute"], columns, rows));
    for tty in &ttys {
        tty.wait_for(&[AT_WORK]);
    }
    ttys[0].observe(6);
    let counted = observe([&ttys[0], &ttys[1], &ttys[2]]);
    // The figure has no place there, so that it stands still; digits from fourteen to thirty rows high take more bytes.
    for ((wake_ups, bytes), bytes_a_second) in counted.into_iter().zip([260, 350, 820]) {
        assert!(wake_ups <= SECONDS * 13 / 10, "{wake_ups} wake-ups in {SECONDS} s");
        assert!(wake_ups >= SECONDS - 1, "{wake_ups} wake-ups: the digits stand still");
        let limit = SECONDS * bytes_a_second;
        assert!(bytes as u64 <= limit, "{bytes} bytes in {SECONDS} s, not {limit}");
    }
    for tty in &ttys {
        tty.press(" ");
        tty.wait_for(&[PAUSED]);
    }
    ttys[0].observe(1);
    assert_eq!(observe([&ttys[0], &ttys[1], &ttys[2]]), [(0, 0); 3], "paused");
}

#[test]
fn a_breath_costs_few_pictures_a_second_and_none_where_nothing_moves() {
    let routine = LONG.replace("hold =", "breath = { in = \"4s\", out = \"6s\" }\nhold =");
    let start = |settings: &str| {
        let home = Home::new();
        home.routine("long", &routine);
        home.settings(settings);
        let tty = Tty::supple(&home, &["run", "long", "--mute"], 80, 24);
        (home, tty)
    };
    let far = "view = \"far\"\ncheck_in = \"off\"\n";
    let ((_a, far), (_b, still)) = (start(far), start(&format!("{far}motion = false\n")));
    for tty in [&far, &still] {
        tty.wait_for(&["WALL SIT", AT_WORK]);
    }
    far.observe(2);
    let [(moving, bytes), (quiet, few)] = observe([&far, &still]);
    assert!(moving <= SECONDS * 10, "{moving} wake-ups in {SECONDS} s");
    assert!(moving >= SECONDS * 3, "{moving} wake-ups: the breath stands still");
    assert!(bytes as u64 <= SECONDS * 1_000, "{bytes} bytes in {SECONDS} s");
    assert!(quiet <= SECONDS * 13 / 10, "{quiet} wake-ups where nothing moves");
    assert!(few as u64 <= SECONDS * 260, "{few} bytes where nothing moves");
}

#[test]
fn a_figure_that_moves_costs_few_pictures_a_second() {
    let home = Home::new();
    home.routine("flow", &LONG.replace("hold =", "time ="));
    let ttys = [(100, 30), (80, 24)]
        .map(|(columns, rows)| Tty::supple(&home, &["run", "flow", "--mute"], columns, rows));
    for tty in &ttys {
        tty.wait_for(&["WALL SIT", "0:54 left"]);
    }
    for (wake_ups, bytes) in observe([&ttys[0], &ttys[1]]) {
        assert!(wake_ups <= SECONDS * 10, "{wake_ups} wake-ups in {SECONDS} s");
        assert!(wake_ups >= SECONDS * 4, "{wake_ups} wake-ups: the figure stands still");
        assert!(bytes as u64 <= SECONDS * 4_000, "{bytes} bytes in {SECONDS} s");
    }
}
