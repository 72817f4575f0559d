//! What three sessions change, from the history on the disk to the summary of the real program.

use serde_json::{Value, json};

use crate::{home::Home, pty::Tty};

/// Two seconds of work in all.
const ROUTINE: &str = r#"
format = 1
name = "Short"

[[step]]
name = "Bird dog"
prepare = "0s"
hold = "1-4s"
"#;

/// A home of somebody who has held it for a second on so many days, and could do so again.
fn after(sessions: usize) -> Home {
    let home = Home::new();
    home.routine("short", ROUTINE);
    let folder = home.path().join("data/supple/history");
    std::fs::create_dir_all(&folder).unwrap();
    let line = |day: usize| {
        let at = format!("2026-03-{:02}T07:00:00+01:00[Europe/Berlin]", day + 1);
        let exercise = json!({
            "n": 0, "id": "bird-dog", "status": "done", "sets": 1, "target": { "sets": 1, "reps": 1, "hold": 1 },
            "both": { "reps": 1, "seconds": 1 }, "skip_reason": null,
        });
        let record = json!({
            "v": 1, "id": format!("01KM0000000000000000000{day:03}"), "routine": "short", "name": "Short",
            "started": at, "ended": at, "status": "completed", "active_seconds": 1, "paused_seconds": 0,
            "effort": "right", "pain": { "before": 2, "after": 2 }, "exercises": [exercise], "app": "0.1.0",
        });
        format!("{record}\n")
    };
    std::fs::write(folder.join("2026-desk.jsonl"), (0..sessions).map(line).collect::<String>()).unwrap();
    home
}

fn json_of(home: &Home, args: &[&str]) -> Value {
    let output = home.run(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// How long the next session holds.
fn next_hold(home: &Home) -> Value {
    let plan = json_of(home, &["plan", "short", "--json"]);
    let steps = plan["steps"].as_array().unwrap();
    steps.iter().find(|step| step["kind"] == "work").unwrap()["seconds"].clone()
}

fn play(home: &Home, args: &[&str]) -> String {
    let output = home.run(&[&["run", "short", "--plain", "--mute"], args].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn what_is_played_faster_than_life_changes_nothing() {
    let home = after(0);
    for _ in 0..4 {
        assert!(!play(&home, &["--speed", "50"]).contains("Next time"));
    }
    assert_eq!((home.records().len(), next_hold(&home)), (4, json!(1.0)));
    let standing = json_of(&home, &["progress", "short", "--json"]);
    assert_eq!(standing[0]["exercises"][0]["full_sessions"], 0);
}

#[test]
fn three_full_sessions_change_the_next_one_and_the_summary_says_so() {
    let home = after(2);
    assert_eq!(next_hold(&home), 1.0);
    let mut tty = Tty::supple(&home, &["run", "short", "--mute"], 100, 30);
    let sentence = "↑ Bird dog: hold 1 → 2 s: three full sessions, effort just right, pain steady";
    tty.wait_for(&["Kept in your history.", "Next time", sentence, "u keep 1 s"]);
    assert_eq!(next_hold(&home), 2.0);
    // Turned down, and not after all.
    tty.press("u");
    tty.wait_for(&["· Bird dog: hold 1 → 2 s", "(turned down)", "u take 2 s"]);
    assert_eq!(next_hold(&home), 1.0);
    tty.press("u");
    tty.wait_for(&[sentence, "u keep 1 s"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    assert_eq!(next_hold(&home), 2.0);
    let standing = json_of(&home, &["progress", "--json"]);
    let exercise = &standing[0]["exercises"][0];
    assert_eq!(exercise["ranges"], json!([{ "range": "hold", "low": 1, "now": 2, "high": 4 }]));
    assert_eq!(exercise["next"], json!({ "range": "hold", "to": 3 }));
    assert_eq!(
        (&exercise["last_change"]["fate"], &exercise["last_change"]["to"]),
        (&"made".into(), &2.into())
    );
    // The session itself holds for as long, and a level of one's choice has the last word on the day.
    assert_eq!(json_of(&home, &["plan", "short", "--level", "low", "--json"])["seconds"], 1.0);
    play(&home, &["--speed", "50"]);
    assert_eq!(home.records().last().unwrap()["exercises"][0]["target"]["hold"], 2);
    play(&home, &["--speed", "50", "--level", "high"]);
    assert_eq!(home.records().last().unwrap()["exercises"][0]["target"]["hold"], 4);
}

#[test]
fn lines_say_what_comes_next_time() {
    let home = after(2);
    let said = play(&home, &[]);
    assert!(
        said.ends_with(
            "Next time: Bird dog, hold from 1 to 2 seconds: three full sessions, effort just right, pain steady.\n"
        ),
        "{said}"
    );
}

#[test]
fn who_wants_to_be_asked_is_asked() {
    let home = after(2);
    home.settings("progression = \"ask\"\n");
    let mut tty = Tty::supple(&home, &["run", "short", "--mute"], 100, 24);
    tty.wait_for(&["↑ Bird dog: hold 1 → 2 s", "(if you say yes)", "u take 2 s"]);
    assert_eq!(next_hold(&home), 1.0);
    tty.press("u");
    tty.wait_until_gone("(if you say yes)");
    tty.wait_for(&["↑ Bird dog: hold 1 → 2 s", "u keep 1 s"]);
    tty.press("q");
    assert_eq!((tty.wait_end(), next_hold(&home)), (0, json!(2.0)));
    // Whoever has turned it off begins at the first end again.
    home.settings("progression = \"off\"\n");
    assert_eq!(next_hold(&home), 1.0);
}

#[test]
fn ones_own_choice_is_kept_with_the_history() {
    let home = after(1);
    let said = home.run(&["progress", "up", "bird"]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert_eq!(said, "Bird dog: hold 1 → 2 s: your own choice, from the next session of Short on.\n");
    assert_eq!(next_hold(&home), 2.0);
    assert!(home.run(&["progress", "down", "bird-dog", "--in", "short"]).status.success());
    assert_eq!(next_hold(&home), 1.0);
    let refused = home.run(&["progress", "down", "bird-dog"]);
    assert_eq!(refused.status.code(), Some(2));
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(why.contains("Bird dog: it is at the first end of its ranges already"), "{why}");
    let page = String::from_utf8(home.run(&["progress"]).stdout).unwrap();
    assert!(
        page.contains("hold 1 s (1 s to 4 s)") && page.contains("next hold 2 s: 1 of 3 full sessions"),
        "{page}"
    );
}

/// A session that was cut off goes on at the dose at which it began, whatever has been decided since.
#[test]
fn an_interrupted_session_goes_on_as_it_began() {
    let home = after(1);
    assert!(home.run(&["progress", "up", "bird"]).status.success());
    let mut tty = Tty::supple(&home, &["run", "short", "--mute"], 100, 30);
    tty.wait_for(&["BIRD DOG"]);
    tty.press(" ");
    tty.wait_for(&[crate::PAUSED]);
    tty.wait_until("the pause in the journal", || {
        home.journalled().iter().any(|event| event["event"] == "paused")
    });
    tty.signal(rustix::process::Signal::KILL);
    tty.wait_end();
    assert!(home.run(&["progress", "down", "bird"]).status.success());
    assert_eq!(next_hold(&home), 1.0);
    let mut tty = Tty::supple(&home, &[], 100, 30);
    tty.wait_for(&["It broke off before its end."]);
    tty.press("\r");
    tty.wait_for(&["Kept in your history."]);
    tty.press("qq");
    assert_eq!(tty.wait_end(), 0);
    let records = home.records();
    let last = records.iter().rfind(|record| record["status"] == "completed").unwrap();
    assert_eq!(last["exercises"][0]["target"]["hold"], 2);
}
