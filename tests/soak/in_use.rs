//! A session at a terminal in which somebody does everything that can be done, over and over.

use std::process::Stdio;

use supple::runtime::clock;

use crate::{
    DAY, FAST, HOUR, assert_linear, bytes, command, connect,
    gauge::Sample,
    handling::{Deed, ROUND, perform},
    heard::{Heard, assert_whole, drift},
    home::Home,
    journal, long_day, pass, program,
    pty::Tty,
    real_seconds, report, warm_up,
};

/// How it is used, and for how long.
struct Use {
    what: &'static str,
    speed: f64,
    /// Of active time.
    seconds: f64,
    /// How far apart two deeds are, in real seconds. An escape is one only if nothing follows at once.
    gap: f64,
    /// How long it is left alone after each round, in real seconds.
    rest: f64,
    /// How long it takes until nothing sounds any more, in real seconds.
    quiet: f64,
    /// By how much the drift may differ from none, in real seconds.
    drift: f64,
}

#[test]
fn eight_hours_in_use_at_a_thousandfold_speed() {
    use_it(
        &Use {
            what: "eight hours in use at a thousandfold speed",
            speed: FAST,
            seconds: 8.0 * HOUR,
            gap: 0.05,
            rest: 0.5,
            quiet: 0.1,
            drift: 0.01,
        },
        &["--mute", "--speed", "1000"],
        &[],
    );
}

#[test]
fn real_time_in_use() {
    #[cfg(feature = "sound")]
    let rig = crate::rig::Rig::start();
    #[cfg(feature = "sound")]
    let environment = rig.environment();
    #[cfg(not(feature = "sound"))]
    let environment: Vec<(&str, String)> = Vec::new();
    let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let seconds = real_seconds();
    let usage = Use {
        what: "in real time, in use, with sound",
        speed: 1.0,
        seconds,
        gap: (seconds / 500.0).clamp(0.04, 1.0),
        rest: (seconds / 60.0).min(60.0),
        quiet: 3.0,
        drift: 0.02,
    };
    use_it(&usage, &[], &environment);
}

fn use_it(usage: &Use, args: &[&str], environment: &[(&str, &str)]) {
    let home = Home::new();
    home.routine("day", &if usage.speed > 1.0 { long_day() } else { DAY.to_owned() });
    let program = program();
    let words = [&[&*program, "run", "day"], args].concat();
    let mut tty = Tty::program(&home, &words, 100, 30, environment);
    let heard = Heard::following(connect(&home));
    let journal = journal(&home);
    let mut follower =
        command(&home, &["status", "--follow"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    tty.wait_for(&["WALL SIT"]);
    let began = clock::now();
    let real = || clock::now().since(began).as_secs_f64();
    let whole = usage.seconds / usage.speed;
    let (mut before, mut rounds, mut sizes, mut told) = (None, 0_u32, Vec::new(), 0.0);
    let go_round = || {
        for deed in ROUND {
            perform(*deed, &home, &tty);
            pass(usage.gap);
        }
        pass(usage.rest);
    };
    // Pauses take their time, so that it is a little longer.
    while heard.at() < usage.seconds && (usage.speed > 1.0 || real() < whole) {
        go_round();
        rounds += 1;
        sizes.push((heard.at(), bytes(&journal)));
        if before.is_none() && real() >= warm_up(whole) {
            before = Some(quiet_sample(usage, &home, &tty));
        }
        if real() >= told + 300.0 {
            told = real();
            report(&format!("  {told:.0} s, {rounds} rounds: {}", Sample::take(tty.pid())));
        }
    }
    let before = before.expect("a sample after the warm-up");
    go_round();
    perform(Deed::Say("pause"), &home, &tty);
    let after = Sample::when_as_quiet_as(tty.pid(), before);
    sizes.push((heard.at(), bytes(&journal)));
    tty.stop_session();
    tty.press("q");
    assert_eq!(tty.wait_end(), 130);
    tty.assert_as_before();
    assert!(follower.wait().unwrap().success());
    let events = heard.events();
    let exact = assert_whole(&events);
    let (drift, latest) = drift(&events, usage.speed);
    let written = bytes_a_second(&sizes, usage);
    report(&format!(
        "{}: {:.0} s of active time in {:.0} s, {} events, {exact} steps to their ends, {} rounds of {} deeds; drift {:.2} ms, the \
         latest {:.1} ms late; journal {written:.1} bytes a second of the session\n  after {:.0} s: {before}\n  in the end: \
         {after}",
        usage.what,
        heard.at(),
        real(),
        events.len(),
        rounds + 1,
        ROUND.len(),
        drift * 1e3,
        latest * 1e3,
        warm_up(whole),
    ));
    assert!(drift.abs() < usage.drift, "{drift} s");
    assert!(exact > 0 || whole < 60.0, "no step came to its end");
    // What has been said once is kept for the next time, until everything has been.
    after.assert_no_more_than(
        before,
        if usage.speed > 1.0 {
            512
        } else if whole >= HOUR {
            1024
        } else {
            4096
        },
    );
    let record = home.record();
    assert_eq!(record["status"], "stopped");
    let kept = record["active_seconds"].as_f64().unwrap();
    assert!((kept - heard.at()).abs() < 0.01, "{kept} s are kept of {}", heard.at());
    assert_eq!(home.journals().len(), 0);
}

/// What it has while it is paused and nothing sounds.
fn quiet_sample(usage: &Use, home: &Home, tty: &Tty) -> Sample {
    perform(Deed::Say("pause"), home, tty);
    pass(usage.quiet);
    let sample = Sample::least(tty.pid(), 0.3);
    perform(Deed::Say("resume"), home, tty);
    sample
}

/// Of what was written in a few seconds nothing can be said.
#[track_caller]
fn bytes_a_second(sizes: &[(f64, f64)], usage: &Use) -> f64 {
    let part = if sizes.len() > 8 && usage.seconds > 600.0 { 0.25 } else { f64::INFINITY };
    assert_linear(sizes, part)
}
