use proptest::prelude::*;

use super::*;
use crate::history::{
    entries::Entries,
    fixture::{about, mixed, play},
    lines::{Line, read_line},
    recorder::Recorder,
};

fn short(line: &str) -> Option<Record> {
    record(line.trim_end(), &mut Known::default())
}

fn long(line: &str) -> Option<Record> {
    match read_line(line.as_bytes()) {
        Line::Record(record) => Some(*record),
        Line::Amendment(_) | Line::Fault(_) => None,
    }
}

/// A record of every kind of work with everything in it that this program writes often.
fn full() -> Record {
    let mut recorder = Recorder::new(&mixed());
    for event in play(&mixed(), &[]) {
        recorder.observe(&event);
    }
    let about = about("01K");
    let mut record = recorder.record(&about, &about.started);
    record.pain = Some(Pain { before: Some(4), after: None });
    record.effort = Some("right".into());
    record.note = Some("stiff; \"slept\"\nbadly \u{1f600} \\ é".to_owned());
    record.paused_seconds = Seconds::from_millis(41_050);
    record.exercises[1].skip_reason = Some(SkipWord("time".into()));
    record.exercises[2].optional = true;
    record.exercises[3].more = More::item("walk-2".into());
    record.more = More::item("walk".into());
    record
}

#[test]
fn what_this_program_writes_is_read_the_short_way() {
    let mut record = full();
    assert_eq!(short(&record.line()), Some(record.clone()));
    record.pain = None;
    (record.name, record.routine_hash, record.level) = (None, None, None);
    (record.effort, record.note) = (None, None);
    record.exercises = Entries::default();
    record.more = More::default();
    assert_eq!(short(&record.line()), Some(record.clone()));
}

#[test]
fn every_word_of_this_programs_lines_goes_the_short_way() {
    let mut record = full();
    for status in [Status::Completed, Status::Stopped, Status::Recorded] {
        record.status = status;
        for done in [Done::Done, Done::Partial, Done::Skipped] {
            record.exercises[0].status = done;
            assert_eq!(short(&record.line()), Some(record.clone()), "{status:?} {done:?}");
        }
    }
    for millis in [0, 500, 50, 5, 1_000, Seconds::LONGEST * 1_000] {
        record.active_seconds = Seconds::from_millis(millis);
        assert_eq!(short(&record.line()), Some(record.clone()), "{millis} ms");
    }
    record.active_seconds = Seconds::from_millis((Seconds::LONGEST + 1) * 1_000);
    assert_eq!(short(&record.line()), None);
}

/// Only what is escaped is copied.
#[test]
fn plain_text_is_read_where_it_stands() {
    let read = |line: &'static str| {
        let mut line = Cursor { rest: line };
        (line.text(), line.rest)
    };
    for plain in ["", "a", " two words, é \u{7f} ", "a'b"] {
        let line = Box::leak(format!("\"{plain}\",").into_boxed_str());
        assert!(matches!(read(line), (Some(Cow::Borrowed(text)), ",") if text == plain), "{plain:?}");
    }
    let escaped = read(r#""a\n\"b",1"#);
    assert!(matches!(&escaped, (Some(Cow::Owned(text)), ",1") if text == "a\n\"b"), "{escaped:?}");
    // Neither a control character as it is, nor an open end, nor no text at all.
    for odd in ["\"a\nb\"", "\"a", "a\"", "\"a\\", ""] {
        assert_eq!(read(odd).0, None, "{odd:?}");
    }
}

/// A session may have exercises that are all different, on each of ten thousand lines.
#[test]
fn no_more_than_a_few_exercises_are_remembered() {
    let mut known = Known::default();
    let lines: Vec<String> = (0..40)
        .map(|n| {
            format!(
                r#"{{"n":{n},"id":"a","status":"done","sets":1,"target":{{"sets":1}},"skip_reason":null}}"#
            )
        })
        .collect();
    for line in &lines {
        assert_eq!(known.exercise(0, &mut Cursor { rest: line }).unwrap().id, "a");
    }
    assert_eq!(known.turns[0].known.len(), REMEMBERED);
    let texts: Vec<&str> = known.turns[0].known.iter().map(|(text, _)| *text).collect();
    assert!(lines[36..].iter().all(|line| texts.contains(&line.as_str())), "the latest ones");
}

#[test]
fn an_exercise_that_comes_again_as_it_was_is_kept_once() {
    let (one, mut other) = (full(), full());
    other.exercises[1].sets += 1;
    other.exercises[2].more = More::item("another".into());
    let lines = [one.line(), other.line(), one.line()];
    let mut known = Known::default();
    let read: Vec<Record> = lines.iter().map(|line| record(line.trim_end(), &mut known).unwrap()).collect();
    assert_eq!(read, [one.clone(), other, one]);
    let same = |a: usize, b: usize| {
        let all = read[a].exercises.iter().zip(&read[b].exercises);
        all.map(|(a, b)| std::ptr::eq(a, b)).collect::<Vec<_>>()
    };
    assert_eq!(same(0, 1), [true, false, false, true, true, true, true]);
    assert_eq!(same(0, 2), [true; 7]);
}

#[test]
fn whatever_is_odd_goes_the_long_way() {
    let line = full().line();
    for (from, to) in [
        ("{\"v\":1,", "{\"v\":2,"),
        ("{\"v\":1,", "{ \"v\":1,"),
        ("\"active_seconds\":", "\"active_seconds\":0"),
        ("41.05", "41.0504"),
        ("41.05", "41.05e1"),
        ("41.05", "-41.05"),
        ("41.05", "41."),
        ("\"before\":4", "\"before\":256"),
        ("slept\\\"", "slept\\x"),
        ("\"completed\"", "\"dreamt\""),
        ("\"app\":", "\"weather\":\"rain\",\"app\":"),
    ] {
        let odd = line.replacen(from, to, 1);
        assert_ne!(odd, line, "{from} is not there");
        assert_eq!(short(&odd), None, "{to}");
    }
    assert_eq!(short(&line[..line.len() - 2]), None);
    assert_eq!(short(&format!("{} x", line.trim_end())), None);
}

/// The line by both ways to write it.
fn written(record: &Record) -> (String, String) {
    let mut line = Vec::new();
    record.write_line(&mut line);
    (String::from_utf8(line).unwrap(), record.line())
}

#[test]
fn a_line_is_written_the_short_way_as_serde_writes_it() {
    let full = full();
    let mut rare = full.clone();
    rare.speed = Some(2.5);
    rare.v = 4_000_000_000;
    rare.status = Status::Stopped;
    rare.exercises[0].status = Done::Partial;
    rare.exercises[0].target.time = Some(Seconds::from_millis(u64::MAX - 1));
    rare.exercises[0].target.rounds = Some(3);
    rare.exercises[0].more.insert("pain", 3.into());
    rare.exercises[0]
        .more
        .insert("a \"key\"\u{7f}", serde_json::json!({ "a": [null, 1.5, "\u{1}\t"], "b": {} }));
    let bare: Record = serde_json::from_str(
        r#"{"v":1,"id":"","routine":"","started":"2026-11-21T07:02Z","ended":"2026-11-21T07:02:11.5+01:00","status":"recorded"}"#,
    )
    .unwrap();
    for record in [full, rare, bare] {
        let (short, by_serde) = written(&record);
        assert_eq!(short, by_serde);
    }
}

/// Each sign that JSON writes otherwise, alone and among others.
#[test]
fn every_sign_is_written_as_serde_writes_it() {
    let mut record = full();
    for sign in ('\0'..='\u{a0}').chain(['\u{2028}', '\u{feff}', '🦴']) {
        for text in [sign.to_string(), format!("a{sign}b"), format!("{sign} ")] {
            record.note = Some(text);
            let (short, by_serde) = written(&record);
            assert_eq!(short, by_serde, "{sign:?}");
        }
    }
}

proptest! {
    #[test]
    fn every_length_and_text_is_written_as_serde_writes_it(millis: u64, bits in 0..64_u32, note: String) {
        let mut record = full();
        record.active_seconds = Seconds::from_millis(millis >> bits);
        record.note = Some(note);
        let (short, by_serde) = written(&record);
        prop_assert_eq!(short, by_serde);
    }

    #[test]
    fn both_ways_agree(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3), cut in any::<bool>()) {
        let whole = full().line();
        let mut bytes = whole.trim_end().as_bytes().to_vec();
        for (place, byte) in &places {
            // Mostly digits and the signs of JSON: others are refused at once.
            let byte = b"0123456789.,:{}[]\"\\ -+eEnulx"[usize::from(*byte) % 28];
            let place = place.index(bytes.len());
            if cut && place > 40 { bytes.remove(place); } else { bytes[place] = byte; }
        }
        if let Ok(text) = String::from_utf8(bytes) {
            // What is known of a line before makes no difference.
            let mut known = Known::default();
            prop_assert_eq!(record(whole.trim_end(), &mut known), long(&whole));
            if let Some(record) = record(&text, &mut known) {
                prop_assert_eq!(long(&text), Some(record), "{}", text);
            }
        }
    }
}
