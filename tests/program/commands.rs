//! The commands, as people call them: the real binary with a home of its own.

use std::fs;

use serde_json::{Value, json};

use crate::home::Home;

struct Said {
    status: i32,
    out: String,
    err: String,
}

fn say(home: &Home, args: &[&str]) -> Said {
    let output = home.run(args);
    Said {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[track_caller]
fn good(home: &Home, args: &[&str]) -> String {
    let said = say(home, args);
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{args:?}");
    said.out
}

#[track_caller]
fn json_of(home: &Home, args: &[&str]) -> Value {
    serde_json::from_str(&good(home, args)).unwrap()
}

/// A home with a program of the user's own: short holds, so that it can be played.
fn with_program() -> Home {
    let home = Home::new();
    write(&home, "exercises/sit.toml", "format = 1\nname = 'Sit'\nhold = '2s'\nprepare = '1s'\n");
    write(&home, "exercises/kneel.toml", "format = 1\nname = 'Kneel'\nhold = '2s'\nprepare = '1s'\n");
    write(
        &home,
        "programs/mine.toml",
        "format = 1\nname = 'Mine'\n\
         [[phase]]\nname = 'Sitting'\ngate = 'Sitting is easy.'\n\
         [[phase.item]]\nuse = 'sit'\nfrequency = 'daily'\n\
         [[phase.item]]\nuse = 'kneel'\nfrequency = 'daily'\n\
         [[phase.item]]\nuse = 'sit'\ntime = '5s'\nfrequency = 'as needed'\n\
         [[phase]]\nname = 'Kneeling'\n\
         [[phase.item]]\nuse = 'kneel'\nfrequency = 'daily'\n",
    );
    home
}

fn write(home: &Home, path: &str, text: &str) {
    let path = home.path().join("config/supple").join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn ids(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

#[test]
fn without_a_program_nothing_is_due() {
    let home = Home::new();
    let today = json_of(&home, &["today", "--json", "--date", "2026-11-21"]);
    let expected = json!({ "date": "2026-11-21", "program": null, "phase": null, "week": null, "due": [], "later": [], "plan": null });
    assert_eq!(today, expected);
    assert!(good(&home, &["today"]).starts_with("No program runs.\n"));
    assert!(good(&home, &["program", "status"]).starts_with("No program runs."));
    for command in ["next", "pause", "resume", "stop", "show"] {
        let said = say(&home, &["program", command]);
        assert_eq!(said.status, 1, "{command}");
        assert!(said.err.contains("no program runs; `supple program start` begins one"), "{}", said.err);
    }
    // Without a program and without a screen, `run` wants a name, as before.
    assert_eq!(say(&home, &["run"]).status, 2);
}

#[test]
fn an_unknown_program_is_status_2() {
    let home = Home::new();
    for args in [&["program", "start", "ten-dasy"], &["program", "show", "ten-dasy"]] {
        let said = say(&home, args);
        assert_eq!((said.status, said.out.as_str()), (2, ""));
        assert!(said.err.contains("did you mean `ten-days`?"), "{}", said.err);
    }
    let said = say(&home, &["program", "start", "./mine.toml"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("config/supple/programs"), "{}", said.err);
    assert_eq!(say(&home, &["program", "start", "ten-days", "--on", "soon"]).status, 2);
}

#[test]
fn a_program_is_started_moved_paused_and_stopped() {
    let home = with_program();
    assert!(good(&home, &["program", "start", "mine"]).starts_with("Mine begins on "));
    let status = json_of(&home, &["program", "status", "--json"]);
    assert_eq!((&status["phase"], &status["state"]), (&json!("Sitting"), &json!("running")));
    assert_eq!(json_of(&home, &["today", "--json"])["notice"], "Ready for Kneeling? Sitting is easy.");
    assert!(good(&home, &["program", "next"]).starts_with("Mine · Kneeling · since today."));
    assert!(good(&home, &["program", "next", "--back"]).starts_with("Mine · Sitting"));
    let said = say(&home, &["program", "next", "--back"]);
    assert_eq!((said.status, said.err.as_str()), (1, "supple: this is the first phase of Mine\n"));

    assert!(good(&home, &["program", "pause"]).starts_with("Paused:"));
    assert!(good(&home, &["program", "pause"]).starts_with("It has been paused since "));
    let paused = json_of(&home, &["today", "--json"]);
    assert_eq!(
        (&paused["state"], &paused["due"], &paused["plan"]),
        (&json!("paused"), &json!([]), &json!(null))
    );
    assert!(good(&home, &["run"]).starts_with("Mine: nothing is due. Paused since "));
    good(&home, &["program", "resume"]);
    assert_eq!(ids(&json_of(&home, &["today", "--json"])["due"]), ["sit", "kneel"]);

    // Another one stops the first, and says so.
    let said = good(&home, &["program", "start", "daily-twelve"]);
    assert!(said.starts_with("Mine has been stopped; it had begun on "), "{said}");
    let listed = json_of(&home, &["program", "list", "--json"]);
    let runs: Vec<_> = listed.as_array().unwrap().iter().filter(|program| program["runs"] == true).collect();
    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0]["id"], "daily-twelve");
    assert!(good(&home, &["program", "stop"]).starts_with("The daily twelve has been stopped."));
    assert_eq!(json_of(&home, &["program", "status", "--json"])["program"], json!(null));

    let lines = fs::read_dir(home.path().join("data/supple/programs")).unwrap().next().unwrap().unwrap();
    let text = fs::read_to_string(lines.path()).unwrap();
    let events: Vec<String> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["event"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(events, ["started", "next", "back", "paused", "resumed", "started", "stopped"]);
}

#[test]
fn every_decision_says_how_it_is_taken_back_and_can_be() {
    const UNDO: &str = "`supple program undo` takes this back";
    let home = with_program();
    let stands = || {
        let status = json_of(&home, &["program", "status", "--json"]);
        (status["program"].clone(), status["phase"].clone(), status["state"].clone())
    };
    assert_eq!(say(&home, &["program", "undo"]).status, 1, "nothing was decided yet");
    good(&home, &["program", "start", "mine"]);
    assert!(good(&home, &["program", "next"]).contains(UNDO));
    good(&home, &["program", "pause"]);
    let before = stands();
    assert_eq!(before, (json!("mine"), json!("Kneeling"), json!("paused")));
    let said = good(&home, &["program", "start", "daily-twelve", "--yes"]);
    assert!(said.contains(&format!("{UNDO}: Mine goes on as it was.")), "{said}");
    let said = good(&home, &["program", "undo"]);
    assert!(said.starts_with("The start of The daily twelve is taken back. Mine"), "{said}");
    assert_eq!(stands(), before, "with its phase and its pause");
    good(&home, &["program", "undo"]);
    good(&home, &["program", "undo"]);
    assert_eq!(stands().1, json!("Sitting"), "one more each time");
    assert!(good(&home, &["program", "stop"]).contains(UNDO));
    assert!(good(&home, &["program", "undo"]).starts_with("The stop of Mine is taken back. Mine · Sitting"));
}

#[test]
fn the_last_phase_has_an_end_only_when_the_user_says_so() {
    let home = with_program();
    good(&home, &["program", "start", "mine"]);
    good(&home, &["program", "next"]);
    assert!(good(&home, &["program", "next"]).starts_with("That was the last phase of Mine: "));
    let said = say(&home, &["program", "next"]);
    assert_eq!(said.status, 1);
    assert!(said.err.contains("Mine is at its end"), "{}", said.err);
    assert!(good(&home, &["today"]).contains("This program has come to its end."));
    assert!(good(&home, &["run"]).contains("has come to its end"));
    assert!(good(&home, &["program", "next", "--back"]).starts_with("Mine · Kneeling"));
}

#[test]
fn a_program_may_begin_on_another_day() {
    let home = with_program();
    good(&home, &["program", "start", "mine", "--on", "2099-01-05"]);
    assert!(good(&home, &["today"]).contains("It begins on Monday, 5 January 2099."));
    assert_eq!(ids(&json_of(&home, &["today", "--json", "--date", "2099-01-05"])["due"]), ["sit", "kneel"]);
    let said = say(&home, &["today", "--date", "2099-01-05", "--done", "sit"]);
    assert_eq!((said.status, said.err.as_str()), (2, "supple: what is still to come cannot be ticked off\n"));
}

#[test]
fn what_was_done_elsewhere_is_ticked_off_and_recorded() {
    let home = with_program();
    good(&home, &["program", "start", "mine"]);
    assert!(good(&home, &["today", "--done", "kn"]).starts_with("Ticked off: Kneel.\n"));
    let record = home.record();
    assert_eq!((&record["status"], &record["routine"]), (&json!("recorded"), &json!("kneel")));
    let done = &record["exercises"][0];
    assert_eq!((&done["id"], &done["status"]), (&json!("kneel"), &json!("done")));
    assert_eq!((&done["target"]["hold"], &done["both"]["seconds"]), (&json!(2), &json!(2)));
    let today = json_of(&home, &["today", "--json"]);
    assert_eq!((ids(&today["due"]), ids(&today["done"])), (vec!["sit"], vec!["kneel"]));
    // Said again it is not done again.
    assert!(good(&home, &["today", "--done", "kneel"]).starts_with("Kneel is done for that day: "));
    assert_eq!(home.records().len(), 1);
    // The second item of the same exercise is another item.
    assert!(good(&home, &["today", "--done", "sit-2"]).contains("(it was not due)"));
    assert_eq!(ids(&json_of(&home, &["today", "--json"])["due"]), ["sit"]);
    let said = say(&home, &["today", "--done", "swim"]);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert!(said.err.contains("Mine has no `swim` now; it has `sit`, `kneel`, `sit-2`"), "{}", said.err);
}

#[test]
fn a_file_of_ones_own_that_breaks_a_shipped_one_is_named() {
    let home = with_program();
    write(&home, "exercises/cat-cow.toml", "junk");
    let said = say(&home, &["run", "demo", "--plain"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("config/supple/exercises/cat-cow.toml"), "{}", said.err);
    good(&home, &["program", "start", "daily-twelve"]);
    let said = say(&home, &["today"]);
    assert!(
        said.err.contains("exercises/cat-cow.toml") || said.out.contains("exercises/cat-cow.toml"),
        "{} {}",
        said.err,
        said.out
    );
}

#[test]
fn of_several_things_to_tick_off_all_are_recorded_or_none() {
    let home = with_program();
    good(&home, &["program", "start", "mine"]);
    let said = say(&home, &["today", "--done", "kneel", "--done", "swim"]);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert!(!home.path().join("data/supple/history").exists(), "nothing was recorded");
    let both = good(&home, &["today", "--done", "kneel", "--done", "sit"]);
    assert!(both.starts_with("Ticked off: Kneel.\nTicked off: Sit.\n"), "{both}");
    assert_eq!(home.records().len(), 2);
}

#[test]
fn a_disk_that_refuses_is_no_wrong_command() {
    let home = with_program();
    good(&home, &["program", "start", "mine"]);
    // Where its file should be there is a folder.
    let year = json_of(&home, &["today", "--json"])["date"].as_str().unwrap()[..4].to_owned();
    good(&home, &["today", "--done", "sit"]);
    let folder = home.path().join("data/supple/history");
    let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    assert!(file.file_name().unwrap().to_str().unwrap().starts_with(&year));
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    let said = say(&home, &["today", "--done", "kneel"]);
    assert_eq!((said.status, said.out.as_str()), (1, ""));
    assert!(said.err.contains("it could not be recorded"), "{}", said.err);
}

#[test]
fn the_plan_of_today_begins_with_the_side_of_the_settings() {
    let home = with_program();
    write(&home, "exercises/sit.toml", "format = 1\nname = 'Sit'\nhold = '2s'\nsides = 'each'\n");
    write(&home, "config.toml", "first_side = \"right\"\n");
    good(&home, &["program", "start", "mine"]);
    assert_eq!(json_of(&home, &["today", "--json"])["plan"]["steps"][0]["side"], "right");
}

#[test]
fn run_by_itself_plays_what_is_due() {
    let home = with_program();
    good(&home, &["program", "start", "mine"]);
    good(&home, &["today", "--done", "kneel"]);
    // Twenty times as fast as life it is done by nobody.
    assert!(home.run(&["run", "--json", "--speed", "20"]).status.success());
    assert_eq!(ids(&json_of(&home, &["today", "--json"])["due"]), ["sit"]);
    let played = home.run(&["run", "--json"]);
    assert!(played.status.success(), "{}", String::from_utf8_lossy(&played.stderr));
    let records = home.records();
    let session = records.iter().rfind(|record| record["routine"] == "today").unwrap();
    assert_eq!(session["name"], "Today: Mine");
    assert_eq!(session["exercises"].as_array().unwrap().len(), 1);
    assert_eq!(session["exercises"][0]["id"], "sit");
    // Now it is done, and `run` says so.
    let said = good(&home, &["run"]);
    assert_eq!(said, "Mine: nothing more is due today. Rest well.\n");
    assert_eq!(ids(&json_of(&home, &["today", "--json"])["done"]), ["sit", "kneel"]);
}

#[test]
fn of_two_items_of_one_exercise_the_one_that_was_played_is_done() {
    let home = with_program();
    let item = |time: &str, frequency: &str| {
        format!("[[phase.item]]\nuse = 'sit'\nhold = '{time}'\nfrequency = '{frequency}'\n")
    };
    let items = item("3s", "as needed") + &item("2s", "daily") + &item("1s", "2 per day");
    write(&home, "programs/two.toml", &format!("format = 1\nname = 'Two'\n[[phase]]\nname = 'One'\n{items}"));
    good(&home, &["program", "start", "two"]);
    let rows = |fate: &str| {
        let today = json_of(&home, &["today", "--json"]);
        ids(&today[fate]).iter().map(|id| (*id).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rows("due"), ["sit-2", "sit-3"]);
    assert!(home.run(&["run", "--json"]).status.success());
    assert_eq!((rows("due"), rows("done")), (vec!["sit-3".to_owned()], vec!["sit-2".to_owned()]));
    // What is ticked off twice by its own name is that item twice.
    good(&home, &["today", "--done", "sit-3"]);
    assert_eq!((rows("due"), rows("done")), (vec![], vec!["sit-2".to_owned(), "sit-3".to_owned()]));
    good(&home, &["today", "--done", "sit"]);
    good(&home, &["today", "--done", "sit"]);
    let why = json_of(&home, &["today", "--json"])["later"][0]["why"].clone();
    assert_eq!(why, "whenever you need it; done twice today");
}

#[test]
fn the_plan_of_today_is_an_ordinary_plan() {
    let home = with_program();
    good(&home, &["program", "start", "mine"]);
    let plan = json_of(&home, &["today", "--json"])["plan"].clone();
    let ordinary = json_of(&home, &["plan", "sit", "--json"]);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&plan), keys(&ordinary));
    assert_eq!(keys(&plan["steps"][0]), keys(&ordinary["steps"][0]));
    assert_eq!(plan["seconds"], 6.0);
}

#[test]
fn a_line_that_cannot_be_read_is_named_and_skipped() {
    let home = with_program();
    good(&home, &["program", "start", "mine"]);
    let file = home.path().join("data/supple/programs/other.jsonl");
    fs::write(&file, "{\"v\":1,\"at\":\"2026-11-2").unwrap();
    let said = say(&home, &["today"]);
    assert_eq!(said.status, 0);
    assert!(said.err.contains("other.jsonl:1: this is no decision that supple wrote"), "{}", said.err);
    assert!(said.out.contains("Mine · Sitting"), "{}", said.out);
}

#[test]
fn a_decision_of_a_wrong_clock_locks_nothing() {
    let home = with_program();
    let today = json_of(&home, &["today", "--json"])["date"].clone();
    let file = "data/supple/programs/other.jsonl";
    fs::create_dir_all(home.path().join(file).parent().unwrap()).unwrap();
    let line = r#"{"v":1,"at":"2099-01-05T07:00:00+00:00[UTC]","program":"ten-days","event":"started"}"#;
    fs::write(home.path().join(file), format!("{line}\n")).unwrap();
    let state = || json_of(&home, &["program", "status", "--json"]);
    assert_eq!(state()["state"], "ahead");
    good(&home, &["program", "stop"]);
    assert_eq!(state()["program"], json!(null));
    good(&home, &["program", "start", "mine"]);
    assert_eq!((&state()["program"], &state()["state"]), (&json!("mine"), &json!("running")));
    assert_eq!(state()["started"], today);
    good(&home, &["program", "next"]);
    assert_eq!((&state()["phase"], &state()["since"]), (&json!("Kneeling"), &today));
    let day = good(&home, &["today"]).lines().nth(1).unwrap().to_owned();
    good(&home, &["program", "pause"]);
    assert_eq!(state()["state"], "paused");
    assert!(good(&home, &["program", "pause"]).ends_with(&format!("paused since {day}.\n")), "{day}");
    good(&home, &["program", "resume"]);
    assert_eq!(ids(&json_of(&home, &["today", "--json"])["due"]), ["kneel"]);
    // Of yesterday nothing is known, although the decisions are stamped later than they were made.
    let yesterday = today.as_str().unwrap().parse::<jiff::civil::Date>().unwrap().yesterday().unwrap();
    let before = json_of(&home, &["today", "--json", "--date", &yesterday.to_string()]);
    assert_eq!(before["program"], json!(null));
}

#[test]
fn a_program_whose_file_is_gone_can_be_stopped() {
    let home = with_program();
    good(&home, &["program", "start", "mine"]);
    fs::remove_file(home.path().join("config/supple/programs/mine.toml")).unwrap();
    let said = say(&home, &["today"]);
    assert_eq!(said.status, 1);
    assert!(said.err.contains("the program that runs, `mine`, cannot be read"), "{}", said.err);
    assert!(said.err.contains("`supple program stop` ends it"), "{}", said.err);
    assert!(good(&home, &["program", "stop"]).starts_with("mine has been stopped."));
}

#[test]
fn what_is_taken_back_is_said_even_if_the_program_before_is_gone() {
    let home = with_program();
    good(&home, &["program", "start", "mine"]);
    good(&home, &["program", "start", "daily-twelve", "--yes"]);
    fs::remove_file(home.path().join("config/supple/programs/mine.toml")).unwrap();
    let said = say(&home, &["program", "undo"]);
    assert_eq!((said.status, said.out.as_str()), (0, "The start of The daily twelve is taken back.\n"));
    assert!(said.err.contains("the program that runs, `mine`, cannot be read"), "{}", said.err);
}

#[test]
fn programs_are_listed_and_shown() {
    let home = with_program();
    for id in ["asm-roadmap", "back-care-8-weeks", "daily-twelve", "mine", "ten-days"] {
        assert!(good(&home, &["program", "list"]).contains(id), "{id}");
        assert!(good(&home, &["list"]).contains(id), "{id}");
        assert!(good(&home, &["program", "show", id]).contains(&format!("`supple program start {id}`")));
        assert_eq!(good(&home, &["show", id]), good(&home, &["program", "show", id]));
    }
    let page = good(&home, &["program", "show", "back-care"]);
    for part in ["Beginner · weeks 1–4", "every other day", "3 times a week", "no source says: hold"] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let path = home.path().join("config/supple/programs/mine.toml");
    assert!(good(&home, &["show", path.to_str().unwrap()]).starts_with("Mine\n"));
    assert!(good(&home, &["check", path.to_str().unwrap()]).ends_with("good (program “Mine”)\n"));
    let json = json_of(&home, &["program", "show", "mine", "--json"]);
    assert_eq!(json["phases"][0]["gate"], "Sitting is easy.");
    assert_eq!(json["phases"][0]["items"][2]["id"], "sit-2");
}
