//! The process stands still for a while, as in sleep.

use rustix::process::Signal;
use serde_json::json;

use crate::{ACTIVE, all_at_once, lasted, piped::Piped, process::state, somebody};

/// Longer than a wake-up may be late, which is due when what is played at that moment ends: in two seconds at most.
const SLEEP: u64 = 5;

fn sleep(run: &Piped) {
    run.signal(Signal::STOP);
    while state(run.pid()) != Some('T') {
        Piped::pass(std::time::Duration::from_millis(5));
    }
    Piped::observe(SLEEP);
    run.signal(Signal::CONT);
}

/// When the machine falls asleep.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Asleep {
    Prepare,
    Hold,
    Pause,
    LeadIn,
    Rest,
    End,
}

#[test]
fn a_sleep_at_any_moment_is_a_pause_that_is_told_and_counted_and_nothing_comes_in_a_burst() {
    all_at_once(
        [Asleep::Prepare, Asleep::Hold, Asleep::Pause, Asleep::LeadIn, Asleep::Rest, Asleep::End],
        |at| {
            let home = somebody();
            let mut run = Piped::start(&home, &["run", "short"]);
            run.wait_for("step_started");
            if at == Asleep::Prepare {
                sleep(&run);
                go_on(&mut run, "suspended");
            }
            run.wait("a hold", |event| event["step"]["mode"] == "hold");
            match at {
                Asleep::Hold => {
                    sleep(&run);
                    go_on(&mut run, "suspended");
                }
                Asleep::Pause | Asleep::LeadIn => {
                    run.say("pause");
                    run.wait_for("paused");
                    if at == Asleep::Pause {
                        sleep(&run);
                        // It was paused already.
                        run.say("resume");
                    } else {
                        run.say("resume");
                        run.wait("a tick of the lead-in", |event| event["cue"] == "tick");
                        sleep(&run);
                        // Nobody got ready meanwhile: it is paused again, which is no new pause.
                        Piped::pass(std::time::Duration::from_millis(300));
                        run.say("resume");
                    }
                    run.wait_for("resumed");
                }
                _ => {}
            }
            run.wait("a rest", |event| event["step"]["kind"] == "rest");
            if at == Asleep::Rest {
                sleep(&run);
                go_on(&mut run, "suspended");
            }
            run.wait_for("session_ended");
            if at == Asleep::End {
                run.signal(Signal::STOP);
                Piped::observe(SLEEP);
                run.signal(Signal::CONT);
            }
            assert_eq!(run.end(), Some(0), "{at:?}");
            let record = home.record();
            let ended = run.events.last().unwrap();
            for active in [&ended["at"], &ended["active_seconds"], &record["active_seconds"]] {
                assert_eq!(active.as_f64(), Some(ACTIVE), "{at:?}");
            }
            assert_eq!(record["status"], "completed", "{at:?}");
            let paused = record["paused_seconds"].as_f64().unwrap();
            let slept = if at == Asleep::End { 0.0 } else { f64::from(u32::try_from(SLEEP).unwrap()) };
            assert!(paused >= slept, "{at:?}: {paused}");
            assert!(
                f64::from(i32::try_from(lasted(&record)).unwrap()) + 1.0 >= ACTIVE + paused,
                "{at:?}: {record}"
            );
            // Every signal of the work came once and at its own moment.
            for (cue, moments) in [("go", [1.0, 4.0]), ("end", [3.0, 6.0])] {
                let heard: Vec<_> = run.events.iter().filter(|event| event["cue"] == cue).collect();
                let heard: Vec<_> = heard.iter().filter_map(|event| event["at"].as_f64()).collect();
                assert_eq!(heard, moments, "{at:?}: {cue}");
            }
            assert_eq!(home.journals().len(), 0, "{at:?}");
        },
    );
}

#[track_caller]
fn go_on(run: &mut Piped, cause: &str) {
    assert_eq!(run.wait_for("paused")["cause"], cause);
    run.say("resume");
    run.wait_for("resumed");
}

/// What is in the journal when the battery dies in its sleep.
#[test]
fn a_session_that_never_wakes_up_is_found_with_all_that_was_done() {
    let home = somebody();
    let mut run = Piped::start(&home, &["run", "short"]);
    run.wait("a rest", |event| event["step"]["kind"] == "rest");
    sleep(&run);
    run.signal(Signal::KILL);
    run.end();
    assert!(home.run(&["log", "recover", "--keep"]).status.success());
    let record = home.record();
    assert_eq!(json!([record["status"], record["exercises"][0]["sets"]]), json!(["stopped", 1]));
    // What was done until it slept, however late that was; the sleep itself would have been the end of it.
    assert!((3.0..ACTIVE).contains(&record["active_seconds"].as_f64().unwrap()), "{record}");
    assert!(lasted(&record) < 4 + i64::try_from(SLEEP).unwrap(), "{record}");
}
