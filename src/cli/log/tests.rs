use std::fs;

use clap::{Parser, error::ErrorKind};

use super::*;
use crate::{
    history::{
        fixture::{about, mixed, play, play_until, time},
        journal::{Header, Journal},
        record::{About, Pain},
        recorder::Recorder,
    },
    plan::Plan,
    session::{Command as Wish, SkipReason, Stamped},
};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

struct Home {
    _folder: tempfile::TempDir,
    paths: Paths,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let paths = Paths {
            config: at("config"),
            data: at("data"),
            state: at("state"),
            cache: at("cache"),
            runtime: None,
        };
        Self { _folder: folder, paths }
    }

    fn store(&self) -> Store {
        Store::new(&self.paths.data.join("history"), "m")
    }

    /// Records a session that began at seven on this day of November.
    fn record(&self, id: &str, day: u32, events: &[Stamped]) -> Record {
        let record = record(id, day, &mixed(), events);
        self.store().append(&record).unwrap();
        record
    }

    fn interrupt(&self, id: &str, events: &[Stamped]) {
        let plan = mixed();
        let header = Header::new(about(id), &plan, None, serde_json::Map::new());
        let mut journal = Journal::new(self.store().disk(), &self.paths.state.join("journal"), &header);
        journal.add(&plan, events, &time("2026-11-21T07:10:00+01:00[Europe/Berlin]"));
        journal.write().unwrap();
    }

    fn run(&self, words: &[&str]) -> anyhow::Result<String> {
        let line = Line::try_parse_from(std::iter::once(&"log").chain(words))?;
        let mut out = Vec::new();
        let code = run(&line.args, &self.paths, &mut out)?;
        assert_eq!(code, ExitCode::SUCCESS);
        Ok(String::from_utf8(out)?)
    }

    fn say(&self, words: &[&str]) -> String {
        self.run(words).unwrap_or_else(|error| panic!("{words:?}: {error:#}"))
    }
}

fn record(id: &str, day: u32, plan: &Plan, events: &[Stamped]) -> Record {
    let at = |clock: &str| time(&format!("2026-11-{day:02}T{clock}+01:00[Europe/Berlin]"));
    let mut recorder = Recorder::new(plan);
    for event in events {
        recorder.observe(event);
    }
    recorder.record(&About { started: at("07:00:00"), ..about(id) }, &at("07:15:30"))
}

#[test]
fn nothing_yet_is_said_in_words() {
    let home = Home::new();
    assert_eq!(home.say(&[]), "No sessions yet. `supple run` leads you through the first one.\n");
    assert_eq!(home.say(&["--json"]), "");
    assert_eq!(home.say(&["recover"]), "No session was interrupted.\n");
    assert!(home.run(&["show", "last"]).unwrap_err().to_string().contains("no sessions yet"));
}

#[test]
fn sessions_are_listed_newest_first_interrupted_ones_among_them() {
    let home = Home::new();
    home.record("01KAAAAAAAAAAAAAAAAAAAAAAA", 20, &play(&mixed(), &[]));
    home.record("01KCCCCCCCCCCCCCCCCCCCCCCC", 22, &play(&mixed(), &[(40_000, Wish::Quit)]));
    home.interrupt("01KBBBBBBBBBBBBBBBBBBBBBBB", &play_until(&mixed(), &[], 90_000));
    let table = home.say(&[]);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "WHEN              ROUTINE            ACTIVE  EXERCISES  STATUS       ID");
    assert_eq!(lines[1], "2026-11-22 07:00  Low back, morning  0:40    0 of 7     stopped      01KCCCCCCC");
    assert!(lines[2].contains("interrupted  01KBBBBBBB"), "{}", lines[2]);
    assert!(lines[3].contains("7 of 7     completed    01KAAAAAAA"), "{}", lines[3]);
    assert!(lines[5].contains("supple log recover"), "{table}");
    // The column of the statuses is narrower without the others.
    let newest = home.say(&["-n", "1"]);
    assert!(newest.lines().nth(1).is_some_and(|line| line.ends_with("stopped  01KCCCCCCC")), "{newest}");
    assert!(home.say(&["-n", "1"]).contains("2 earlier ones: supple log -n 3"));
    assert!(home.say(&["-n", "2"]).contains("\n1 earlier one: supple log -n 3"));
}

#[test]
fn json_is_the_lines_of_the_history() {
    let home = Home::new();
    let first = home.record("01A", 20, &play(&mixed(), &[]));
    let second = home.record("01B", 22, &play(&mixed(), &[(40_000, Wish::Quit)]));
    assert_eq!(home.say(&["--json"]), format!("{}{}", first.line(), second.line()));
    assert_eq!(home.say(&["--json", "-n", "1"]), second.line());
    assert_eq!(home.say(&["show", "01a", "--json"]), first.line());
    home.interrupt("01C", &play_until(&mixed(), &[], 90_000));
    let last: Value = serde_json::from_str(&home.say(&["show", "01C", "--json"])).unwrap();
    // Three before the rest, and one after it.
    assert_eq!((&last["status"], &last["exercises"][0]["left"]["reps"]), (&"interrupted".into(), &4.into()));
}

#[test]
fn csv_has_a_row_a_session_and_a_row_an_exercise() {
    let home = Home::new();
    let mut odd = record("01A", 20, &mixed(), &play(&mixed(), &[]));
    odd.note = Some("stiff, \"slept\" badly\nand late".to_owned());
    odd.pain = Some(Pain { before: Some(4), after: None });
    home.store().append(&odd).unwrap();
    let rows = home.say(&["--csv"]);
    let (head, row) = rows.split_once('\n').unwrap();
    assert!(head.starts_with("id,started,ended,routine,name,status,active_seconds,"));
    assert_eq!(
        row,
        concat!(
            "01A,2026-11-20T07:00:00+01:00[Europe/Berlin],2026-11-20T07:15:30+01:00[Europe/Berlin],",
            "low-back-morning,\"Low back, morning\",completed,659,0,7,7,0,0,4,,,",
            "\"stiff, \"\"slept\"\" badly\nand late\",low,,0.1.0\n"
        )
    );
    let exercises = home.say(&["show", "last", "--csv"]);
    let lines: Vec<&str> = exercises.lines().collect();
    assert_eq!(lines.len(), 8);
    assert_eq!(lines[0].split(',').count(), lines[1].split(',').count());
    assert_eq!(
        lines[1],
        "01A,2026-11-20T07:00:00+01:00[Europe/Berlin],0,bird-dog,done,2,2,3,5,,,6,30,6,30,,,"
    );
}

#[test]
fn a_session_is_shown_exercise_by_exercise() {
    let home = Home::new();
    let script = [(5_000, Wish::SkipExercise), (6_000, Wish::SkipReason(SkipReason::Pain))];
    home.record("01A", 20, &play(&mixed(), &script));
    let shown = home.say(&["show", "last"]);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], "Low back, morning: completed");
    assert!(lines[1].starts_with("2026-11-20 07:00 to 07:15 · active "), "{}", lines[1]);
    assert_eq!(lines[3], "Bird dog    skipped (pain)  0 of 2 sets  left 0:00 · right 0:00");
    assert_eq!(lines[4], "Cat-cow     done            1 of 1 set   4 reps, 0:20");
    assert_eq!(lines[5], "Squat       done            4 of 4 sets  20 reps, 1:20");
    assert_eq!(lines.last(), Some(&"id 01A"));
}

#[test]
fn what_has_become_of_an_exercise_is_told_in_the_words_of_the_screens() {
    let home = Home::new();
    let script = [
        (12_000, Wish::Pain(6)),
        (13_000, Wish::SkipExercise),
        (14_000, Wish::SkipReason(SkipReason::Pain)),
        (15_000, Wish::Quit),
    ];
    home.record("01A", 20, &play(&mixed(), &script));
    let shown = home.say(&["show", "last"]);
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[3].starts_with("Bird dog ") && lines[3].contains("  partly (pain)  "), "{shown}");
    assert!(lines[3].ends_with(" · pain 6"), "{shown}");
    assert!(lines[5].contains("  not reached  ") && !shown.contains("partial"), "{shown}");
}

#[test]
fn a_session_that_names_no_routine_is_called_as_the_library_calls_it() {
    let home = Home::new();
    let made = record("01A", 20, &mixed(), &play(&mixed(), &[]));
    let nameless = |id: &str, routine: &str| Record {
        id: id.into(),
        routine: routine.into(),
        name: None,
        ..made.clone()
    };
    home.store().append(&nameless("01A", "gentle-twelve")).unwrap();
    home.store().append(&nameless("01B", "gone-for-good")).unwrap();
    let name = Library::open(None).routine("gentle-twelve").unwrap().value.unwrap().name;
    assert_ne!(name, "gentle-twelve");
    assert!(home.say(&[]).contains(&format!("  {name}  ")) && home.say(&[]).contains("gone-for-good"));
    assert!(home.say(&["show", "01A"]).starts_with(&format!("{name}: ")));
    assert_eq!(
        home.say(&["show", "01A", "--json"]),
        nameless("01A", "gentle-twelve").line(),
        "as it is written"
    );
}

#[test]
fn the_last_one_is_deleted_and_restored() {
    let home = Home::new();
    home.record("01A", 20, &play(&mixed(), &[]));
    home.record("01C", 22, &play(&mixed(), &[]));
    assert!(home.run(&["restore", "last"]).unwrap_err().is::<Mistake>(), "none is deleted");
    home.say(&["delete", "last", "01A"]);
    assert!(home.say(&["restore", "last"]).contains("2026-11-22"));
    assert!(home.say(&["restore", "last"]).contains("2026-11-20"));
    assert_eq!(home.say(&["restore"]), "No session has been deleted.\n");
}

#[test]
fn the_list_is_filtered_by_day_routine_exercise_and_status() {
    let home = Home::new();
    home.record("01A", 20, &play(&mixed(), &[]));
    home.record("01C", 22, &play(&mixed(), &[(40_000, Wish::Quit)]));
    home.interrupt("01B", &play_until(&mixed(), &[], 90_000));
    let ids = |words: &[&str]| {
        let lines = home.say(&[words, &["--json"]].concat());
        let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
        lines.lines().map(id).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(&["--since", "2026-11-21"]), "01B 01C");
    assert_eq!(ids(&["--until", "2026-11-21"]), "01A 01B");
    assert_eq!(ids(&["--since", "2026-11", "--until", "2026-11", "-n", "1"]), "01C");
    assert_eq!(ids(&["--status", "stopped"]), "01C", "what was cut off has not been stopped");
    assert_eq!(ids(&["--status", "stopped,completed"]), "01A 01C");
    assert_eq!(ids(&["--routine", "low", "--exercise", "bird"]), "01A 01B 01C");
    assert_eq!(home.say(&["--since", "2026-12-01", "--until", "2026-12-02"]), "No session is like that.\n");
    for (words, said) in [
        (["--routine", "lwo"], "no session in the history is of a routine `lwo`"),
        (["--exercise", "brid"], "no session in the history has an exercise `brid`"),
    ] {
        let error = home.run(&words).unwrap_err();
        assert!(error.is::<Mistake>() && error.to_string().starts_with(said), "{error}");
    }
    let backwards = home.run(&["--since", "2026-11-21", "--until", "2026-11-20"]).unwrap_err();
    assert!(backwards.is::<Mistake>() && backwards.to_string().contains("nothing lies between"));
}

#[test]
fn nothing_from_the_history_speaks_to_the_terminal() {
    let home = Home::new();
    let mut odd = record("01A", 20, &mixed(), &play(&mixed(), &[]));
    odd.name = Some("\u{1b}[2Jgone".into());
    odd.note = Some("\u{1b}]0;title\u{7}".to_owned());
    home.store().append(&odd).unwrap();
    for words in [&[][..], &["show", "last"], &["show", "last", "--json"], &["--json"]] {
        assert!(!home.say(words).contains(['\u{1b}', '\u{7}']), "{words:?}");
    }
}

#[test]
fn a_name_that_is_too_long_is_cut() {
    let home = Home::new();
    let mut long = record("01A", 20, &mixed(), &play(&mixed(), &[]));
    long.name = Some("腰".repeat(60).into());
    home.store().append(&long).unwrap();
    let table = home.say(&[]);
    assert!(table.contains(&format!("{}…  10:59", "腰".repeat(17))), "{table}");
}

#[test]
fn ids_that_name_none_or_many_are_refused() {
    let home = Home::new();
    home.record("01A", 20, &play(&mixed(), &[]));
    home.record("01B", 22, &play(&mixed(), &[]));
    assert!(home.run(&["show", "01"]).unwrap_err().to_string().contains("2 sessions begin with `01`"));
    assert!(home.run(&["show", "7"]).unwrap_err().to_string().contains("no session has the id `7`"));
}

#[test]
fn recover_keeps_or_discards_all_of_them() {
    let home = Home::new();
    let journals = home.paths.state.join("journal");
    home.interrupt("01A", &play_until(&mixed(), &[], 90_000));
    let listed = home.say(&["recover"]);
    assert!(listed.contains("interrupted") && listed.contains("--keep"), "{listed}");
    assert!(journals.join("01A.jsonl").exists(), "looking changes nothing");
    let kept = home.say(&["recover", "--keep"]);
    // The last event was the end of a hold.
    assert_eq!(kept, "kept: Low back, morning, 2026-11-21 07:02: 0 of 7 exercises in 1:28\n");
    assert_eq!(home.say(&["recover", "--keep"]), "No session was interrupted.\n");
    assert_eq!(home.say(&["--csv"]).lines().nth(1).unwrap().split(',').nth(6), Some("stopped"));
    home.interrupt("01B", &play_until(&mixed(), &[], 90_000));
    assert!(home.say(&["recover", "--discard"]).starts_with("discarded: "));
    assert_eq!(fs::read_dir(&journals).unwrap().count(), 0);
    assert_eq!(home.say(&["--json"]).lines().count(), 1);
}

#[test]
fn what_does_not_go_together_is_refused() {
    for words in [&["recover", "--keep", "--discard"][..], &["--json", "--csv"], &["show"]] {
        let refused = Line::try_parse_from(std::iter::once(&"log").chain(words)).err().unwrap();
        assert!(
            matches!(refused.kind(), ErrorKind::ArgumentConflict | ErrorKind::MissingRequiredArgument),
            "{words:?}"
        );
    }
}
