//! The clock on the wall jumps in the middle of a session.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use serde_json::Value;
use supple::{runtime::clock, session::Moment};

use crate::{
    ACTIVE, all_at_once, figures, gathered,
    home::Home,
    lasted,
    piped::Piped,
    said, somebody,
    wall::{DAY, Wall, YEAR, now, targets},
    when,
};

/// When the clock jumps.
#[derive(Clone, Copy, Debug, PartialEq)]
enum At {
    Start,
    Prepare,
    Hold,
    Pause,
    LeadIn,
    Rest,
    End,
}

const MOMENTS: [At; 7] = [At::Start, At::Prepare, At::Hold, At::Pause, At::LeadIn, At::Rest, At::End];

/// A session that is paused once, as it was seen from outside.
struct Played {
    home: Home,
    events: Vec<Value>,
    /// By the machine's own clock, in seconds.
    took: f64,
    paused: f64,
}

/// Plays a session and calls `jump` at one moment of it; at none if there is none.
fn play(home: Home, at: Option<At>, jump: impl Fn()) -> Played {
    /// Two cores cannot start eighty programs at once, and nobody is to be late for that.
    static STARTING: Mutex<()> = Mutex::new(());
    home.settings("lead_in_remote = \"1s\"\n");
    let starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut run = Piped::start(&home, &["run", "short"]);
    let reached = |moment: At| {
        if at == Some(moment) {
            jump();
        }
    };
    run.wait_for("session_started");
    drop(starting);
    let (began, mut paused) = (clock::now(), 0.0);
    reached(At::Start);
    run.wait_for("step_started");
    reached(At::Prepare);
    run.wait("a hold", |event| event["step"]["mode"] == "hold");
    reached(At::Hold);
    run.say("pause");
    run.wait_for("paused");
    let pause = clock::now();
    reached(At::Pause);
    Piped::pass(std::time::Duration::from_millis(700));
    run.say("resume");
    reached(At::LeadIn);
    run.wait_for("resumed");
    paused += seconds_since(pause);
    // Where everything is late it goes on by itself from now on.
    run.close_input();
    let is_rest = |event: &Value| event["step"]["kind"] == "rest";
    if !run.events.iter().any(is_rest) {
        run.wait("a rest", is_rest);
    }
    reached(At::Rest);
    run.wait_for("session_ended");
    let took = seconds_since(began);
    reached(At::End);
    assert_eq!(run.end(), Some(0));
    let events = std::mem::take(&mut run.events);
    drop(run);
    Played { home, events, took, paused }
}

fn seconds_since(moment: Moment) -> f64 {
    clock::now().since(moment).as_secs_f64()
}

/// What must hold of every session, however often the clock was set.
fn check(played: &Played, name: &str) {
    let record = played.home.record();
    let number = |value: &Value| value.as_f64().unwrap();
    assert_eq!(
        (record["status"].as_str(), record["active_seconds"].as_f64()),
        (Some("completed"), Some(ACTIVE)),
        "{name}"
    );
    let ended = played.events.iter().find(|event| event["event"] == "session_ended").unwrap();
    assert_eq!(ended["active_seconds"].as_f64(), Some(ACTIVE), "{name}");
    // The smallest jump is a minute; a busy machine is not as late as that.
    assert!(
        (number(&ended["paused_seconds"]) - played.paused).abs() < 20.0,
        "{name}: {ended} {}",
        played.paused
    );
    assert!((number(&record["paused_seconds"]) - number(&ended["paused_seconds"])).abs() < 0.002, "{name}");
    let lasted = f64::from(i32::try_from(lasted(&record)).unwrap());
    assert!((lasted - played.took).abs() < 20.0, "{name}: {lasted} of {}", played.took);
    assert!(lasted >= (ACTIVE + number(&record["paused_seconds"])).floor() - 1.0, "{name}: {record}");
    let seconds: f64 = record["exercises"][0]["both"]["seconds"].as_f64().unwrap();
    assert_eq!((record["exercises"][0]["sets"].as_u64(), seconds), (Some(2), 4.0), "{name}");
    assert_eq!(played.home.journals().len(), 0, "{name}");
}

/// 12 jumps at each of 7 moments, and a session without one: 85 sessions at their real pace.
#[test]
fn a_clock_that_jumps_changes_no_session_and_no_record() {
    let cases: Vec<(Option<At>, usize)> =
        MOMENTS.iter().flat_map(|at| (0..12).map(|target| (Some(*at), target))).chain([(None, 0)]).collect();
    let count = cases.len();
    let began = now();
    let played = all_at_once(cases, |(at, target)| {
        let mut home = somebody();
        let wall = Wall::of(&mut home, "Europe/Berlin")?;
        let jump = || wall.set(targets(now())[target].1);
        Some((format!("{at:?}: {}", targets(0)[target].0), play(home, at, jump)))
    });
    let Some(played) = played.into_iter().collect::<Option<Vec<_>>>() else { return };
    for (name, played) in &played {
        check(played, name);
        let started = when(&played.home.record(), "started").timestamp().as_second();
        assert!((began..=now()).contains(&started), "{name}: {started}");
    }
    assert_eq!(played.len(), count);

    // All of them in one history: each is there once, in its order, and counts once, whatever the clock shows by then.
    let homes: Vec<&Home> = played.iter().map(|(_, played)| &played.home).collect();
    all_at_once([None, Some(0), Some(6), Some(7), Some(8), Some(11)], |target| {
        let mut all = gathered(&homes);
        let Some(wall) = Wall::of(&mut all, "Europe/Berlin") else { return };
        let (name, target) = target.map_or(("now", now()), |target| targets(now())[target]);
        wall.set(target);
        if name == "beyond all calendars" {
            // Half a million weeks.
            assert!(said(&all, &["stats"]).contains(&format!("{count} sessions")));
            return;
        }
        let (log, stats) = figures(&all);
        let ids: BTreeSet<&str> = log.iter().filter_map(|record| record["id"].as_str()).collect();
        assert_eq!((log.len(), ids.len()), (count, count), "{name}");
        assert!(log.is_sorted_by_key(|record| when(record, "started")), "{name}");
        // Those of days that are still to come are left out of the figures, and the figures say so.
        let figure = |key: &str| stats[key].as_u64().unwrap();
        assert_eq!(figure("sessions") + figure("ahead"), count as u64, "{name}");
        assert_eq!(figure("ahead") == 0, target > began - DAY, "{name}: {target}");
    });
}

/// Six ways for a clock to run away, so that it jumps between any two moments at which somebody looks at it.
#[test]
fn a_clock_that_jumps_whenever_it_is_looked_at_changes_nothing_either() {
    let steps = [-10 * YEAR, -DAY, -61, 61, DAY, 10 * YEAR];
    all_at_once(steps, |step| {
        let mut home = somebody();
        let Some(wall) = Wall::of(&mut home, "Europe/Berlin") else { return };
        wall.run_away(step);
        let played = play(home, None, || {});
        check(&played, &format!("{step} s at every look"));
    });
}
