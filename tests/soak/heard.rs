//! What a session reports, and when it arrived.

use std::{
    io::{BufRead as _, BufReader, Read},
    os::unix::net::UnixStream,
    sync::{Arc, Mutex},
    thread,
};

use serde_json::Value;
use supple::{runtime::clock, session::Moment};

use crate::{PATIENCE, pass};

/// The events of a session, each with the moment of its arrival.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<(Moment, Value)>>>);

impl Heard {
    /// Everything that comes from there, one JSON object a line.
    pub(crate) fn from(source: impl Read + Send + 'static) -> Self {
        let heard = Self::default();
        let of_thread = heard.clone();
        thread::spawn(move || {
            for line in BufReader::new(source).lines() {
                let Ok(line) = line else { return };
                let came = clock::now();
                let value: Value = serde_json::from_str(&line).expect("a line of JSON");
                // The first line of who follows a session says how it stands, and is no event.
                if value["event"].is_string() {
                    of_thread.0.lock().unwrap().push((came, value));
                }
            }
        });
        heard
    }

    /// Everything that happens in a session from now on.
    pub(crate) fn following(stream: UnixStream) -> Self {
        std::io::Write::write_all(&mut &stream, b"follow\n").unwrap();
        Self::from(stream)
    }

    pub(crate) fn events(&self) -> Vec<(Moment, Value)> {
        self.0.lock().unwrap().clone()
    }

    #[track_caller]
    pub(crate) fn wait_for_the_first(&self) {
        let end = clock::now() + PATIENCE;
        while self.0.lock().unwrap().is_empty() {
            assert!(clock::now() < end, "nothing happens");
            pass(0.005);
        }
    }

    /// The active time of the last event, in seconds.
    pub(crate) fn at(&self) -> f64 {
        self.0.lock().unwrap().last().map_or(0.0, |(_, event)| at(event))
    }

    /// How many there are, and whether one with this name is the last.
    pub(crate) fn ends_with(&self, name: &str) -> bool {
        self.0.lock().unwrap().last().is_some_and(|(_, event)| event["event"] == name)
    }
}

pub(crate) fn at(event: &Value) -> f64 {
    event["at"].as_f64().expect("every event has its time")
}

/// In milliseconds, as exact as events tell.
#[expect(clippy::cast_possible_truncation, reason = "a session has not so many milliseconds")]
pub(crate) fn millis(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}

/// By how much the events come later in the end than in the beginning, in seconds of real time, pauses taken into account: 0
/// where session time and real time go together. Each end is judged by the event that came soonest, since a busy machine
/// makes some come late, and none early. With it, how late the latest came.
pub(crate) fn drift(events: &[(Moment, Value)], speed: f64) -> (f64, f64) {
    let origin = events.first().expect("events").0;
    let mut paused = 0.0;
    let mut is_paused = false;
    let mut late = Vec::new();
    for (came, event) in events {
        match event["event"].as_str() {
            Some("paused") => is_paused = true,
            Some("resumed") => {
                is_paused = false;
                paused += event["paused_seconds"].as_f64().unwrap();
            }
            _ => {}
        }
        // While it is paused, nobody knows yet for how long.
        if !is_paused {
            late.push(came.since(origin).as_secs_f64() - (at(event) + paused) / speed);
        }
    }
    // The first few come late together: a session begins with its journal.
    let part = (late.len() / 10).max((late.len() / 2).min(10));
    let least = |some: &[f64]| some.iter().copied().fold(f64::INFINITY, f64::min);
    let soonest = least(&late);
    let latest = late.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (least(&late[late.len() - part..]) - least(&late[..part]), latest - soonest)
}

/// Whether the rules hold that hold whatever a user does: time never goes back, a step begins where the one before it
/// ended, and a step that was done lasted exactly as long as it was to. Gives how many such steps there were.
#[track_caller]
pub(crate) fn assert_whole(events: &[(Moment, Value)]) -> usize {
    let mut exact = 0;
    let mut last = 0.0;
    let mut step: Option<(Value, f64, Option<f64>)> = None;
    let mut ended = None;
    // Who begins to follow comes in the middle of a step.
    let first = events.iter().position(|(_, event)| event["event"] == "step_started").expect("a step");
    for (_, event) in &events[first..] {
        let now = at(event);
        assert!(now >= last, "time goes back: {event}");
        last = now;
        match event["event"].as_str().unwrap() {
            "step_started" => {
                assert!(step.is_none(), "one step in another: {event}");
                if let Some(ended) = ended {
                    assert_eq!(millis(now), millis(ended), "a gap before {event}");
                }
                let played = &event["step"];
                step = Some((played["index"].clone(), now, played["seconds"].as_f64()));
            }
            "step_changed" => {
                let (index, _, seconds) =
                    step.as_mut().unwrap_or_else(|| panic!("no step to change: {event}"));
                assert_eq!(*index, event["index"]);
                *seconds = event["seconds"].as_f64();
            }
            "step_ended" => {
                let (index, began, seconds) =
                    step.take().unwrap_or_else(|| panic!("no step to end: {event}"));
                assert_eq!(index, event["index"]);
                ended = Some(now);
                if event["outcome"] == "done"
                    && let Some(seconds) = seconds
                {
                    // A step may have begun between two thousandths of a second, at a key.
                    let off = millis(now - began) - millis(seconds);
                    assert!(off.abs() <= 1, "{off} ms: {event}");
                    exact += 1;
                }
            }
            _ => {}
        }
    }
    exact
}
