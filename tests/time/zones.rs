//! Where the clock on the wall is not the time that passes: daylight saving, midnight, flights, and zones that nobody knows.

use std::fs;

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    ACTIVE, all_at_once, figures, files, home::Home, piped::Piped, somebody, took_its_time, wall::Wall, when,
};

/// A session that begins a few seconds before a moment and ends after it, however slowly the program starts.
fn across(home: &Home, wall: &Wall, moment: &str) -> Value {
    let moment: Timestamp = moment.parse().unwrap();
    for _ in 0..5 {
        wall.set(moment.as_second() - 4);
        let mut run = Piped::start(home, &["run", "short"]);
        run.close_input();
        assert_eq!(run.end(), Some(0));
        let record = home.record();
        if when(&record, "started").timestamp() < moment {
            return record;
        }
        fs::remove_file(&files(home)[0]).unwrap();
    }
    panic!("no session begins within four seconds");
}

/// The zone, the moment, the wall before it (four seconds at most) and after it (in that minute), and the file.
const CHANGES: [(&str, &str, &str, &str, &str); 12] = [
    ("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T01:59:5", "2026-03-29T03:00:", "2026"),
    ("Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25T02:59:5", "2026-10-25T02:00:", "2026"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z", "2026-04-05T01:59:5", "2026-04-05T01:30:", "2026"),
    ("Australia/Lord_Howe", "2026-10-03T15:30:00Z", "2026-10-04T01:59:5", "2026-10-04T02:30:", "2026"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-29T23:59:5", "2011-12-31T00:00:", "2011"),
    // In Chile midnight itself is left out, and in Cuba there are two.
    ("America/Santiago", "2026-09-06T04:00:00Z", "2026-09-05T23:59:5", "2026-09-06T01:00:", "2026"),
    ("America/Havana", "2026-11-01T05:00:00Z", "2026-11-01T00:59:5", "2026-11-01T00:00:", "2026"),
    ("Europe/Berlin", "2026-12-31T23:00:00Z", "2026-12-31T23:59:5", "2027-01-01T00:00:", "2026"),
    ("Europe/Berlin", "2028-02-28T23:00:00Z", "2028-02-28T23:59:5", "2028-02-29T00:00:", "2028"),
    ("Europe/Berlin", "2028-02-29T23:00:00Z", "2028-02-29T23:59:5", "2028-03-01T00:00:", "2028"),
    // From a Sunday to a Monday, and past the end of the seconds that 32 bits can count.
    ("Asia/Kathmandu", "2026-11-22T18:15:00Z", "2026-11-22T23:59:5", "2026-11-23T00:00:", "2026"),
    ("America/New_York", "2038-01-19T03:14:08Z", "2038-01-18T22:14:0", "2038-01-18T22:14:", "2038"),
];

#[test]
fn a_session_across_a_change_of_the_wall_takes_as_long_as_it_took_and_belongs_to_the_day_it_began() {
    all_at_once(CHANGES, |(zone, moment, before, after, year)| {
        let mut home = somebody();
        let Some(wall) = Wall::of(&mut home, zone) else { return };
        let record = across(&home, &wall, moment);
        let (started, ended) = (when(&record, "started"), when(&record, "ended"));
        assert!(started.as_str().starts_with(before), "{zone}: {started}");
        assert!(ended.as_str().starts_with(after), "{zone}: {ended}");
        assert!(started < ended && took_its_time(&record), "{zone}: {record}");
        assert_eq!(record["active_seconds"], ACTIVE);
        let file = files(&home).remove(0).file_name().unwrap().to_string_lossy().into_owned();
        assert!(file.starts_with(year), "{zone}: {file}");
        let (log, stats) = figures(&home);
        assert_eq!((log.len(), &stats["sessions"]), (1, &1.into()), "{zone}");
        let day = started.date().to_string();
        assert_eq!(stats["days"][0]["date"], day.as_str(), "{zone}");
        for (since, until, found) in [(day.as_str(), day.as_str(), 1), ("2000-01-01", "2011-01-01", 0)] {
            let listed = home.run(&["log", "--json", "--since", since, "--until", until]);
            assert_eq!(String::from_utf8(listed.stdout).unwrap().lines().count(), found, "{zone}");
        }
        // A year ago, seen from a leap day too.
        let listed = home.run(&["log", "--json", "--since", "1y"]);
        assert_eq!(String::from_utf8(listed.stdout).unwrap().lines().count(), 1, "{zone}");
    });
}

/// What `TZ` may say, and the offset in seconds where it means one.
const WORDS: [(&str, i32); 12] = [
    ("", 0),
    (":", 0),
    ("Nowhere/Land", 0),
    (":broken", 0),
    ("../../etc/passwd", 0),
    ("/dev/null", 0),
    ("\u{1b}[31m", 0),
    ("Europe/Berlin", 3_600),
    (":Europe/Berlin", 3_600),
    ("CET-1CEST,M3.5.0,M10.5.0/3", 3_600),
    ("<+0330>-3:30", 12_600),
    ("Australia/Lord_Howe", 39_600),
];

#[test]
fn a_zone_that_nobody_knows_is_no_hindrance_and_any_other_machine_reads_the_same_day() {
    all_at_once(WORDS, |(zone, offset)| {
        let mut home = somebody();
        let Some(wall) = Wall::of(&mut home, zone) else { return };
        // A machine without any files of zones.
        home.more.push(("TZDIR".into(), "/nonexistent".into()));
        wall.set(timestamp("2026-11-21T18:00:00Z"));
        let mut run = Piped::start(&home, &["run", "short"]);
        run.close_input();
        assert_eq!(run.end(), Some(0), "{zone:?}");
        let record = home.record();
        let started = when(&record, "started");
        let passed = started.timestamp().as_second() - timestamp("2026-11-21T18:00:00Z");
        assert!((0..20).contains(&passed) && took_its_time(&record), "{zone:?}: {record}");
        assert!(!started.as_str().contains('\u{1b}'));
        let noon = started.civil().duration_since(jiff::civil::date(2026, 11, 21).at(18, 0, 0, 0));
        assert!((noon.as_secs() - i64::from(offset) - passed).abs() < 1, "{zone:?}: {started}");
        let days = figures(&home).1["days"].clone();
        for other in ["Europe/Berlin", "Pacific/Kiritimati", "Nowhere/Land"] {
            home.more.push(("TZ".into(), other.into()));
            let (log, stats) = figures(&home);
            assert_eq!((&log[0]["started"], &stats["days"]), (&record["started"], &days), "{zone:?} {other}");
        }
    });
}

fn timestamp(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_second()
}

/// Three sessions on a journey, in the order in which they were done: the zone, the time, and the day there.
type Journey = [(&'static str, &'static str, &'static str); 3];
const JOURNEYS: [Journey; 2] = [
    // East across the date line the same day comes twice, west one is left out.
    [
        ("Pacific/Kiritimati", "2026-11-21T19:00:00Z", "2026-11-22"),
        ("Pacific/Honolulu", "2026-11-21T20:00:00Z", "2026-11-21"),
        ("Pacific/Honolulu", "2026-11-22T20:00:00Z", "2026-11-22"),
    ],
    [
        ("Pacific/Honolulu", "2026-11-21T09:00:00Z", "2026-11-20"),
        ("Pacific/Kiritimati", "2026-11-21T10:00:00Z", "2026-11-22"),
        ("Pacific/Kiritimati", "2026-11-22T08:00:00Z", "2026-11-22"),
    ],
];

#[test]
fn on_a_journey_each_session_counts_once_on_the_day_of_its_place() {
    all_at_once(JOURNEYS, |journey| {
        let mut home = somebody();
        home.routine(
            "brief",
            "format = 1\nname = 'Brief'\n[[step]]\nname = 'Sit'\nprepare = '0s'\nhold = '1s'\n",
        );
        for (zone, moment, _) in journey {
            let Some(wall) = Wall::of(&mut home, zone) else { return };
            wall.set(timestamp(moment));
            let mut run = Piped::start(&home, &["run", "brief"]);
            run.close_input();
            assert_eq!(run.end(), Some(0));
        }
        let (log, stats) = figures(&home);
        let days: Vec<_> = log.iter().map(|record| when(record, "started").date().to_string()).collect();
        assert_eq!(days, journey.map(|(_, _, day)| day), "by the time at which they were done");
        let number = |value: &Value| value.as_u64().unwrap();
        let by_day: u64 = stats["days"].as_array().unwrap().iter().map(|day| number(&day["sessions"])).sum();
        let by_week: u64 =
            stats["weeks"].as_array().unwrap().iter().map(|week| number(&week["sessions"])).sum();
        assert_eq!((number(&stats["sessions"]), by_day, by_week), (3, 3, 3), "{stats}");
        // Two days of one week: it is kept.
        assert_eq!(
            (&stats["weeks"][0]["days"], &stats["weeks"][0]["fate"]),
            (&2.into(), &"kept".into()),
            "{stats}"
        );
    });
}
