//! `supple log`, the binary: entered by hand, corrected, deleted, restored, and carried to another machine.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

#[expect(dead_code, reason = "what other tests need of a home")]
#[path = "common/home.rs"]
mod home;
#[path = "../benches/made/history.rs"]
mod make_history;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use home::Home;
use jiff::civil::date;
use serde_json::Value;

/// What it prints, when all is well.
#[track_caller]
fn say(home: &Home, args: &[&str]) -> String {
    let output = home.run(args);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {error}");
    assert_eq!(error, "", "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What it says against it, and its exit status.
#[track_caller]
fn refuse(home: &Home, args: &[&str]) -> (i32, String) {
    let output = home.run(args);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "", "{args:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// The sessions, oldest first.
fn listed(home: &Home, args: &[&str]) -> Vec<Value> {
    let text = say(home, &[&["log", "--json"], args].concat());
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn the_only(home: &Home) -> Value {
    let mut all = listed(home, &[]);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

/// The one file of this year's history.
fn files(home: &Home) -> Vec<PathBuf> {
    let folder = home.path().join("data/supple/history");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn text_of(home: &Home) -> String {
    files(home).iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

const FLOW: &str = "format = 1\nname = \"Two things\"\n[[step]]\nname = \"March\"\ntime = \"60s\"\n\
    [[step]]\nname = \"Sit\"\nhold = \"5s\"\nreps = 6\n";

#[test]
fn a_walk_outdoors_is_recorded_by_a_name_of_ones_own() {
    let home = Home::new();
    let args = ["log", "add", "Walk to the lake", "--minutes", "42", "--at", "2026-03-01 10:00"];
    let more = ["--pain-before", "3", "--pain-after", "1", "--effort", "easy", "--note", "frost"];
    let said = say(&home, &[&args[..], &more].concat());
    assert!(
        said.starts_with("Recorded: Walk to the lake, 2026-03-01 10:00: 1 of 1 exercise in 42:00."),
        "{said}"
    );
    let record = the_only(&home);
    assert_eq!(
        (&record["routine"], &record["status"], &record["active_seconds"]),
        (&"walk-to-the-lake".into(), &"recorded".into(), &2520.into())
    );
    assert_eq!(record["started"], "2026-03-01T10:00:00+01:00[Europe/Berlin]");
    assert_eq!(record["ended"], "2026-03-01T10:42:00+01:00[Europe/Berlin]");
    assert_eq!(record["pain"], serde_json::json!({"before": 3, "after": 1}));
    assert_eq!((&record["effort"], &record["note"]), (&"easy".into(), &"frost".into()));
    assert_eq!(record["exercises"][0]["both"]["seconds"], 2520);
}

#[test]
fn a_routine_or_an_exercise_is_recorded_at_its_first_dose() {
    let home = Home::new();
    home.routine("two-things", FLOW);
    say(&home, &["log", "add", "two-th"]);
    say(&home, &["log", "add", "two-things", "--exercise", "sit", "--at", "2026-01-05"]);
    say(&home, &["log", "add", "cat-cow", "--at", "2026-01-04T07:30", "--minutes", "3"]);
    let all = listed(&home, &[]);
    let named: Vec<&Value> = all.iter().map(|record| &record["routine"]).collect();
    assert_eq!(named, ["cat-cow", "two-things", "two-things"]);
    assert_eq!(all[0]["active_seconds"], 180);
    let part: Vec<&Value> = [0, 1].iter().map(|n| &all[1]["exercises"][n]["status"]).collect();
    assert_eq!(part, ["skipped", "done"]);
    assert_eq!((&all[1]["active_seconds"], &all[2]["active_seconds"]), (&30.into(), &90.into()));
    let physio = ["log", "add", "At the physio", "--minutes", "30", "--exercise", "bird-dog,cat-cow"];
    let physio: Value = serde_json::from_str(&say(&home, &[&physio[..], &["--json"]].concat())).unwrap();
    assert_eq!(physio["exercises"][0]["id"], "bird-dog");
    assert_eq!((&physio["exercises"][1]["id"], &physio["active_seconds"]), (&"cat-cow".into(), &1800.into()));
}

#[test]
fn what_cannot_have_been_is_not_recorded() {
    let home = Home::new();
    for (args, said) in [
        (&["Walk"][..], "something of your own needs its --minutes"),
        (&["Walk", "--minutes", "0"], "minutes are a number above 0"),
        (&["Walk", "--minutes", "5", "--pain-after", "11"], "pain is a number from 0 to 10"),
        (&["Walk", "--minutes", "5", "--at", "9999-01-01"], "what is still to come cannot be recorded"),
        (&["Walk", "--minutes", "5", "--at", "soon"], "a time is written like"),
        (&["cat-cow", "--exercise", "plank"], "there is no exercise `plank` in it; it has `cat-cow`"),
    ] {
        let (status, error) = refuse(&home, &[&["log", "add"], args].concat());
        assert!(status == 2 && error.contains(said), "{args:?}: {status} {error}");
    }
    assert!(!home.path().join("data/supple/history").exists());
}

#[test]
fn what_is_recorded_by_hand_counts_for_the_program() {
    let home = Home::new();
    say(&home, &["program", "start", "daily-twelve"]);
    let due = |home: &Home| -> Vec<String> {
        let today: Value = serde_json::from_str(&say(home, &["today", "--json"])).unwrap();
        let due = today["due"].as_array().unwrap().iter();
        due.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    let item = "gentle-twelve".to_owned();
    assert!(due(&home).contains(&item), "{:?}", due(&home));
    say(&home, &["log", "add", &item]);
    assert!(!due(&home).contains(&item));
    say(&home, &["log", "delete", "last"]);
    assert!(due(&home).contains(&item));
}

#[test]
fn a_correction_is_a_line_of_its_own_and_keeps_what_is_not_known() {
    let home = Home::new();
    home.routine("two-things", FLOW);
    say(
        &home,
        &["log", "add", "two-things", "--at", "2026-01-05 07:00", "--note", "stiff", "--effort", "hard"],
    );
    let file = files(&home).remove(0);
    let before = fs::read_to_string(&file).unwrap().replacen("\"app\"", "\"weather\":\"rain\",\"app\"", 1);
    fs::write(&file, &before).unwrap();
    let changes = ["--note", "", "--effort", "none", "--pain-after", "2", "--at", "2026-01-04 08:30"];
    let deeds = ["--minutes", "10", "--exercise", "sit=skipped:pain"];
    let said = say(&home, &[&["log", "edit", "last"], &changes[..], &deeds].concat());
    assert_eq!(said, "Corrected: Two things, 2026-01-04 08:30: 1 of 2 exercises in 10:00.\n");
    assert!(text_of(&home).starts_with(&before), "what was written stands");
    let after = the_only(&home);
    assert_eq!((after.get("note"), after.get("effort")), (None, None));
    assert_eq!(after["pain"], serde_json::json!({"before": null, "after": 2}));
    assert_eq!(after["started"], "2026-01-04T08:30:00+01:00[Europe/Berlin]");
    assert_eq!(after["ended"], "2026-01-04T08:40:00+01:00[Europe/Berlin]");
    assert_eq!((&after["weather"], &after["active_seconds"]), (&"rain".into(), &600.into()));
    let sit = &after["exercises"][1];
    assert_eq!((&sit["status"], &sit["skip_reason"]), (&"skipped".into(), &"pain".into()));
    assert_eq!((&sit["sets"], &sit["both"]["seconds"]), (&0.into(), &0.into()));
    assert_eq!(after["exercises"][0]["status"], "done");
    // A second one changes only what it names.
    say(&home, &["log", "edit", "last", "--pain-before", "5", "--pain-after", "none"]);
    assert_eq!(the_only(&home)["pain"], serde_json::json!({"before": 5, "after": null}));
    assert_eq!(the_only(&home)["exercises"][1]["status"], "skipped");
}

#[test]
fn the_last_correction_has_the_last_word_even_where_a_clock_was_ahead() {
    let home = Home::new();
    say(&home, &["log", "add", "cat-cow"]);
    let id = the_only(&home)["id"].as_str().unwrap().to_owned();
    let file = files(&home).remove(0);
    let ahead = format!(
        "{{\"v\":1,\"id\":\"01X\",\"amends\":\"{id}\",\"at\":\"2999-01-01T00:00:00Z\",\"note\":\"from the future\"}}\n"
    );
    let mut open = fs::OpenOptions::new().append(true).open(&file).unwrap();
    open.write_all(ahead.as_bytes()).unwrap();
    assert_eq!(the_only(&home)["note"], "from the future");
    say(&home, &["log", "edit", &id, "--note", "now"]);
    assert_eq!(the_only(&home)["note"], "now");
    say(&home, &["log", "delete", &id.to_lowercase()]);
    assert_eq!(listed(&home, &[]), Vec::<Value>::new());
}

#[test]
fn what_is_deleted_can_be_restored() {
    let home = Home::new();
    say(&home, &["log", "add", "cat-cow", "--at", "2026-01-05 07:00"]);
    say(&home, &["log", "add", "bird-dog", "--at", "2026-01-06 07:00"]);
    let before = listed(&home, &[]);
    let id = before[0]["id"].as_str().unwrap();
    let said = say(&home, &["log", "delete", id]);
    assert!(said.starts_with("Deleted: Cat") && said.contains("supple log restore "), "{said}");
    assert_eq!(listed(&home, &[]), before[1..]);
    let (status, error) = refuse(&home, &["log", "show", id]);
    assert!(status == 2 && error.contains("has been deleted; `supple log restore"), "{error}");
    assert!(say(&home, &["log", "restore"]).contains(&id[..10]));
    let said = say(&home, &["log", "restore", &id[..12]]);
    assert!(said.starts_with("Restored: Cat"), "{said}");
    assert_eq!(listed(&home, &[]), before);
    assert_eq!(say(&home, &["log", "restore"]), "No session has been deleted.\n");
    for args in
        [&["delete", "7"][..], &["restore", id], &["edit", "last"], &["edit", "last", "--exercise", "x=done"]]
    {
        let (status, error) = refuse(&home, &[&["log"], args].concat());
        assert!(status == 2 && error.starts_with("supple: "), "{args:?}: {status} {error}");
    }
    assert_eq!(listed(&home, &[]), before);
}

#[test]
fn two_machines_become_one_history() {
    let (desk, lap) = (Home::new(), Home::new());
    say(&desk, &["log", "add", "cat-cow", "--at", "2026-01-05 07:00"]);
    say(&lap, &["log", "add", "bird-dog", "--at", "2026-01-06 07:00"]);
    say(&lap, &["log", "add", "bird-dog", "--at", "2025-12-31 23:00"]);
    say(&lap, &["log", "edit", "last", "--note", "stiff"]);
    say(&lap, &["log", "delete", listed(&lap, &["--until", "2025"])[0]["id"].as_str().unwrap()]);
    let from: Vec<String> = files(&lap).iter().map(|file| file.display().to_string()).collect();
    let names: Vec<&str> = from.iter().map(String::as_str).collect();
    let import = |home: &Home| say(home, &[&["log", "import"], &names[..]].concat());
    assert_eq!(
        import(&desk),
        "2 sessions: 2 new, 0 changed, 0 already there; 2 corrections: 2 new, 0 already there.\n"
    );
    let merged = listed(&desk, &[]);
    assert_eq!(merged.iter().map(|record| &record["routine"]).collect::<Vec<_>>(), ["cat-cow", "bird-dog"]);
    assert_eq!(merged[1]["note"], "stiff");
    let bytes = text_of(&desk);
    assert_eq!(
        import(&desk),
        "2 sessions: 0 new, 0 changed, 2 already there; 2 corrections: 0 new, 2 already there.\n"
    );
    assert_eq!(text_of(&desk), bytes);
    // The way back through a pipe.
    let export = say(&desk, &["log", "export"]);
    let mut child = lap
        .command(&["log", "import", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(export.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let counts: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = serde_json::json!(
        {"new": 1, "changed": 0, "same": 2, "corrections": 0, "same_corrections": 2, "skipped": 0}
    );
    assert_eq!(counts, expected);
    assert_eq!(listed(&lap, &[]), merged);
}

#[test]
fn bad_lines_are_named_and_a_file_of_nothing_else_is_refused() {
    let home = Home::new();
    say(&home, &["log", "add", "cat-cow"]);
    let good = say(&home, &["log", "export"]);
    let file = home.path().join("mixed.jsonl");
    fs::write(&file, format!("<<<<<<< HEAD\n{good}=======\n{}\n", &good[..40])).unwrap();
    let output = home.run(&["log", "import", file.to_str().unwrap()]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "1 session: 0 new, 0 changed, 1 already there; 3 lines skipped.\n"
    );
    let errors = String::from_utf8(output.stderr).unwrap();
    let numbers: Vec<bool> =
        [1, 3, 4].iter().map(|n| errors.contains(&format!("mixed.jsonl:{n}: "))).collect();
    assert_eq!((output.status.code(), numbers), (Some(0), vec![true; 3]), "{errors}");
    fs::write(&file, "name,when\n").unwrap();
    assert_eq!(home.run(&["log", "import", file.to_str().unwrap()]).status.code(), Some(1));
    let (status, error) = refuse(&home, &["log", "import", "nowhere.jsonl"]);
    assert!(status == 2 && error.contains("cannot read nowhere.jsonl"), "{error}");
}

#[test]
fn a_tick_is_undone() {
    let home = Home::new();
    say(&home, &["program", "start", "daily-twelve"]);
    let rows = |of: &str| -> Vec<String> {
        let today: Value = serde_json::from_str(&say(&home, &["today", "--json"])).unwrap();
        today[of].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    let id = rows("due").remove(0);
    let (status, error) = refuse(&home, &["today", "--undo", &id]);
    assert!(status == 2 && error.contains("has not been ticked off"), "{error}");
    say(&home, &["today", "--done", &id]);
    assert!(rows("done").contains(&id));
    let said = say(&home, &["today", "--undo", &id]);
    assert!(said.contains("No longer ticked off: "), "{said}");
    assert!(rows("due").contains(&id) && !rows("done").contains(&id));
    assert_eq!(listed(&home, &[]), Vec::<Value>::new());
}

/// What a generator makes is what the program writes: else a benchmark measures another way of reading.
#[test]
fn two_years_are_listed_filtered_and_read_whole() {
    let home = Home::new();
    let folder = home.path().join("data/supple/history");
    make_history::write(&folder, 1_460, 2, date(2026, 11, 20));
    let all = listed(&home, &[]);
    assert_eq!(all.len(), 1_460);
    assert_eq!(all.iter().filter(|record| record["note"] == "better in the evening").count(), 30);
    let week = listed(&home, &["--since", "2026-11-14", "--until", "2026-11-20"]);
    assert_eq!(week, all[1_460 - 14..]);
    let first: Value =
        serde_json::from_str(fs::read_to_string(first_file(&folder)).unwrap().lines().nth(2).unwrap())
            .unwrap();
    assert_eq!(first, all[1], "field by field as it was written");
}

fn first_file(folder: &Path) -> PathBuf {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).min().unwrap()
}

#[test]
fn what_has_rotted_is_named_and_set_aside_and_the_file_is_kept() {
    let home = Home::new();
    say(&home, &["log", "add", "cat-cow", "--at", "2026-01-05 07:00"]);
    say(&home, &["log", "add", "cat-cow", "--at", "2026-01-06 07:00"]);
    let all = listed(&home, &[]);
    let file = files(&home).remove(0);
    assert_eq!(say(&home, &["log", "verify"]), "2 sessions in 1 file: every line is good.\n");

    let good = fs::read_to_string(&file).unwrap();
    let (first, second) = good.split_at(good.find('\n').unwrap() + 1);
    let rotten = format!("{first}{}\n{second}<<<<<<< ours", &first[..60]);
    fs::write(&file, &rotten).unwrap();
    let verify = |args: &[&str]| {
        let output = home.run(&[&["log", "verify"], args].concat());
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let (status, said) = verify(&[]);
    let name = file.display();
    assert_eq!(status, 1);
    for line in [2, 4] {
        assert!(said.contains(&format!("{name}:{line}: this is not a whole line of JSON")), "{said}");
    }
    assert!(said.contains(&format!("sets 2 lines of {name} aside, into {name}.bad")), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), rotten, "it only looks");

    let (status, said) = verify(&["--repair"]);
    assert!(status == 0 && said.contains(&format!("stays in {name}.bak.")), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), good);
    assert_eq!(fs::read_to_string(format!("{name}.bak")).unwrap(), rotten);
    let aside = format!("{}\n<<<<<<< ours\n", &first[..60]);
    assert_eq!(fs::read_to_string(format!("{name}.bad")).unwrap(), aside);
    assert_eq!(verify(&["--repair"]).0, 0);
    assert_eq!(listed(&home, &[]), all);

    // A change that makes sense is named, and counts.
    fs::write(&file, good.replace("2026-01-05T07:00", "2026-01-05T06:00")).unwrap();
    let (status, said) = verify(&["--repair"]);
    assert!(
        status == 1 && said.starts_with(&format!("{name}:1: this line is not as it was written")),
        "{said}"
    );
    assert!(said.contains("one line is not good") && said.contains("verify --accept` takes it"), "{said}");
    assert_eq!(listed(&home, &[])[0]["started"].as_str().unwrap()[..16], *"2026-01-05T06:00");
    let (status, said) = verify(&["--accept"]);
    assert!(status == 0 && said.contains(&format!("The file as it was is in {name}.bak2.\n")), "{said}");
    assert!(said.ends_with("\n2 sessions in 1 file: every line is good.\n"), "{said}");
    assert_eq!(verify(&[]), (0, "2 sessions in 1 file: every line is good.\n".to_owned()));

    // So is one that says nothing of how it was written, and one that stands there twice.
    let plain = good.split(",\"crc32\"").next().unwrap();
    fs::write(&file, format!("{plain}}}\n{plain}}}\n{second}{second}")).unwrap();
    let (status, said) = verify(&[]);
    assert!(status == 0 && said.contains(&format!("{name}: lines 1-2 have no checksum: ")), "{said}");
    assert!(said.contains(&format!("{name}:4: this is line 3 once more")), "{said}");
    fs::write(&file, &good).unwrap();

    // A file of another machine is left to that.
    let other = file.with_file_name("2026-another.jsonl");
    fs::write(&other, "torn").unwrap();
    let (status, said) = verify(&["--repair"]);
    assert!(status == 1 && said.contains("is written by another machine"), "{said}");
    assert_eq!(fs::read_to_string(&other).unwrap(), "torn");
    assert_eq!(verify(&["--repair", "--all"]).0, 0);
    assert_eq!(fs::read_to_string(&other).unwrap(), "");
}

#[test]
fn corrections_made_at_once_all_get_in() {
    let home = Home::new();
    say(&home, &["log", "add", "cat-cow", "--at", "2026-01-05 07:00"]);
    let edits: Vec<_> = (0..6)
        .map(|n| {
            home.command(&["log", "edit", "last", "--note", &format!("note {n}")])
                .stdout(Stdio::null())
                .spawn()
        })
        .collect();
    for edit in edits {
        assert!(edit.unwrap().wait().unwrap().success());
    }
    assert_eq!(text_of(&home).lines().count(), 7);
    assert!(the_only(&home)["note"].as_str().unwrap().starts_with("note "));
}

#[test]
fn names_of_strangers_are_shown_as_on_the_screens() {
    let home = Home::new();
    let name = "Long\u{1b} \u{200b} walk\u{202e}\u{7} 猫";
    say(&home, &["log", "add", name, "--minutes", "20", "--note", "muddy\u{1b} and\nwet ❤\u{fe0f}"]);
    say(&home, &["log", "add", "cat-cow"]);
    let table = say(&home, &["log"]);
    let row = table.lines().find(|line| line.contains("walk")).unwrap();
    assert!(row.contains("  Long walk 猫  20:00  "), "neither a gap nor a word of it is made up: {row:?}");
    // A wide character takes two columns, and what follows stands below what it belongs to.
    let head = table.lines().next().unwrap();
    assert_eq!(row.find("20:00").unwrap() - "猫".len() + 2, head.find("ACTIVE").unwrap(), "{table}");
    // A note is words of one's own: only what could do harm is left out.
    let id = row.split_whitespace().next_back().unwrap();
    let shown = say(&home, &["log", "show", id]);
    assert!(shown.contains("\nnote: muddy and wet ❤\u{fe0f}\n"), "{shown}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let home = Home::new();
    say(&home, &["log", "add", "cat-cow"]);
    // Corrections go to the file of the year in which they are made.
    let this_year = files(&home).remove(0);
    fs::remove_file(&this_year).unwrap();
    say(&home, &["log", "add", "cat-cow", "--at", "2020-01-05 07:00"]);
    let before = the_only(&home);
    std::os::unix::fs::symlink("/dev/full", &this_year).unwrap();
    for args in [&["edit", "last", "--note", "x"][..], &["delete", "last"]] {
        let output = home.run(&[&["log"], args].concat());
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]), "{error}");
        assert!(error.contains("the disk is full"), "{error}");
    }
    fs::remove_file(&this_year).unwrap();
    assert_eq!(the_only(&home), before);
}
