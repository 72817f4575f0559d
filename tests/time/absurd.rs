//! Clocks that are wrong from the start.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::{
    ACTIVE, all_at_once, figures, gathered,
    home::Home,
    log,
    piped::Piped,
    somebody, took_its_time,
    wall::{Wall, now, targets},
    when,
};

/// A session that begins on a wrong clock, which is put right in the middle of it.
fn session(home: &Home, wall: &Wall, target: i64) {
    wall.set(target);
    let mut run = Piped::start(home, &["run", "short"]);
    run.close_input();
    run.wait("a hold", |event| event["step"]["mode"] == "hold");
    wall.set(now());
    assert_eq!(run.end(), Some(0));
}

#[test]
fn a_session_on_a_wrong_clock_is_recorded_there_and_can_be_put_right() {
    let played = all_at_once(0..12, |n| {
        let mut home = somebody();
        let wall = Wall::of(&mut home, "Europe/Berlin")?;
        let (name, target) = targets(now())[n];
        session(&home, &wall, target);
        let record = home.record();
        let started = when(&record, "started");
        // Years that have no four digits become the last or the first that has.
        let shown = Timestamp::from_second(target.min(253_370_591_999)).unwrap();
        assert!(started.timestamp().duration_since(shown).as_secs() < 20, "{name}: {started}");
        assert_eq!(record["active_seconds"], ACTIVE, "{name}");
        assert!(took_its_time(&record), "{name}: {record}");
        let year = format!("data/supple/history/{:04}-", started.date().year());
        let file = &crate::files(&home)[0];
        assert!(file.display().to_string().contains(&year), "{name}: {}", file.display());
        assert_eq!(log(&home).len(), 1, "{name}");

        // Moved to today it counts like any other.
        let moved = home.run(&["log", "edit", "last", "--at", "00:00"]);
        assert!(moved.status.success(), "{name}: {}", String::from_utf8_lossy(&moved.stderr));
        let (records, stats) = figures(&home);
        assert_eq!((records.len(), &stats["sessions"]), (1, &1.into()), "{name}");
        assert!(took_its_time(&records[0]), "{name}: {}", records[0]);
        // Whatever the clock was when it was corrected: the last word counts.
        for note in ["one", "two"] {
            wall.set(target);
            assert!(home.run(&["log", "edit", "last", "--note", note]).status.success(), "{name}");
            wall.set(now());
            assert_eq!(log(&home)[0]["note"], note, "{name}");
            let then = format!("{note} and more");
            assert!(home.run(&["log", "edit", "last", "--note", &then]).status.success(), "{name}");
            assert_eq!(log(&home)[0]["note"], then, "{name}");
        }
        Some(home)
    });
    let Some(homes) = played.into_iter().collect::<Option<Vec<_>>>() else { return };
    let all = gathered(&homes.iter().collect::<Vec<_>>());
    let (records, _) = figures(&all);
    let ids: BTreeSet<&str> = records.iter().filter_map(|record| record["id"].as_str()).collect();
    assert_eq!((records.len(), ids.len()), (12, 12));
    assert!(records.is_sorted_by_key(|record| when(record, "started")));
}

#[test]
fn a_program_begun_on_a_wrong_clock_can_be_begun_anew_and_ticked_off() {
    all_at_once(0..12, |n| {
        let mut home = Home::new();
        let Some(wall) = Wall::of(&mut home, "Europe/Berlin") else { return };
        let (name, target) = targets(now())[n];
        let said = |args: &[&str]| {
            let output = home.run(args);
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{name}: {args:?}: {errors}");
            String::from_utf8(output.stdout).unwrap()
        };
        crate::daily(&home);
        wall.set(target);
        said(&["program", "start", "mine"]);
        assert!(said(&["today"]).contains("Sit"), "{name}");
        said(&["today", "--done", "sit"]);
        wall.set(now());
        said(&["today"]);
        // The later decision has the last word, although the clock of the first may have been ahead.
        said(&["program", "start", "mine"]);
        let today = said(&["today"]);
        assert!(today.contains("Sit") && !today.contains("begins on"), "{name}: {today}");
        said(&["program", "pause"]);
        assert!(said(&["today"]).contains("Paused since"), "{name}");
        said(&["program", "resume"]);
        assert!(!said(&["today"]).contains("Paused since"), "{name}");
    });
}
