//! `--plain`: what is asked is answered in lines, at a terminal and through a pipe, and nobody has to answer.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
};

use serde_json::{Value, json};

use crate::{
    home::Home,
    pty::{PATIENCE, Tty},
};

/// Seconds from the beginning to the end.
const SHORT: &str = r#"
format = 1
name = "Short one"
[[step]]
name = "Stand"
hold = "1-3s"
prepare = "0s"
how = ["Stand on both feet."]
"#;

/// Long enough to be asked in.
const LONG: &str = r#"
format = 1
name = "Long one"
[[step]]
name = "Wall sit"
hold = "1m"
prepare = "0s"
how = ["Lean on the wall."]
cautions = ["Mind your knees."]
[[step]]
name = "Swing"
open = true
prepare = "0s"
[[step]]
name = "Stretch"
hold = "1s"
prepare = "0s"
"#;

fn home() -> Home {
    let home = Home::new();
    home.routine("short", SHORT);
    home.routine("long", LONG);
    home.settings("check_in = \"always\"\nlead_in_remote = \"0s\"\n");
    home
}

fn tty(home: &Home, args: &[&str]) -> Tty {
    // Wide enough for every line to be one.
    Tty::supple(home, args, 250, 200)
}

/// The sessions in the history, with what was said of each afterwards.
fn sessions(home: &Home) -> Vec<Value> {
    let (corrections, mut sessions): (Vec<Value>, Vec<Value>) =
        home.records().into_iter().partition(|record| record["amends"].is_string());
    for correction in corrections {
        let session = sessions.iter_mut().find(|session| session["id"] == correction["amends"]).unwrap();
        let fields = correction.as_object().unwrap().iter();
        for (key, value) in fields.filter(|(key, _)| !["v", "id", "amends", "at"].contains(&key.as_str())) {
            match (value, &mut session[key]) {
                (Value::Object(new), Value::Object(old)) => old.extend(new.clone()),
                (value, old) => *old = value.clone(),
            }
        }
    }
    sessions
}

#[track_caller]
fn session(home: &Home) -> Value {
    let mut sessions = sessions(home);
    assert_eq!(sessions.len(), 1, "{sessions:#?}");
    sessions.remove(0)
}

/// supple on pipes.
struct Pipe {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Pipe {
    fn start(home: &Home, args: &[&str]) -> Self {
        let mut command = home.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { input: child.stdin.take(), child, lines, said: Vec::new() }
    }

    fn say(&mut self, line: &str) {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
    }

    #[track_caller]
    fn wait_for(&mut self, words: &str) -> String {
        loop {
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
                panic!("waited in vain for `{words}` after {:#?}", self.said)
            };
            self.said.push(line.clone());
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Its exit status.
    fn end(mut self) -> (Option<i32>, Vec<String>) {
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            self.said.push(line);
        }
        (self.child.wait().unwrap().code(), std::mem::take(&mut self.said))
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_whole_session_is_asked_and_answered_at_a_terminal() {
    let home = home();
    let mut tty = tty(&home, &["run", "long", "--plain"]);
    tty.wait_for(&[
        "How is the pain now, before you begin?",
        "Hold, 1 minute.",
        "Take care: Mind your knees.",
    ]);
    tty.press("3\n");
    tty.wait_for(&["Pain before: 3 of 10."]);
    tty.press("where\n");
    tty.wait_for(&["Exercise 1 of 3: Wall sit.", "Next: Swing, as long as it feels good.", "Voice: full."]);
    tty.press("pain\n");
    tty.wait_for(&["Paused. Hold, ", "Where does the pain stand? Type a number from 0 to 10."]);
    tty.press("11\n");
    tty.wait_for(&["pain goes from 0, none, to 10, the worst"]);
    tty.press("6\n");
    tty.wait_for(&[
        "Pain at Wall sit: 6 of 10.",
        "Something easier, or the next exercise, may be better.",
        "An emergency: get care immediately:",
        "Type skip to leave it out, quit to stop, or resume to go on.",
    ]);
    tty.press("no\n");
    tty.wait_for(&["Going on, "]);
    tty.press("quit\n");
    tty.wait_for(&["Stop here? What you have done is kept in your history. Type yes or no."]);
    tty.press("no\n");
    tty.wait("the session to go on", |text| text.matches("Going on, ").count() == 2);
    tty.press("skip\n");
    tty.wait_for(&["Skipped Wall sit.", "Why? Type pain,", "At your own pace: as long as it feels good."]);
    tty.press("skip time\n");
    tty.wait_for(&["Skipped Wall sit: time."]);
    tty.press("mute\n");
    tty.wait_for(&["Sound off."]);
    tty.press("easier\n");
    tty.wait_for(&["there is no easier exercise for this one"]);
    // Enter alone ends what waits.
    tty.press("\n");
    tty.wait_for(&[
        "Done after ",
        "Of 3 exercises: 2 done, 1 partly.",
        "the rest skipped: time, pain 6.",
        "Kept in your history.",
    ]);
    tty.wait_for(&["How is the pain now?", "How was it?", "A note?", "An empty line leaves."]);
    tty.press("5\n");
    tty.wait_for(&["Pain now: 5 of 10, 3 before.", "stop"]);
    tty.press("hard\nnote the wall  was cold\n\n");
    tty.wait_for(&["Effort: hard.", "Noted.", "The answers are kept as well."]);
    assert_eq!(tty.wait_end(), 0);
    let record = session(&home);
    assert_eq!(record["pain"], json!({ "before": 3, "after": 5 }));
    assert_eq!((&record["effort"], &record["note"]), (&json!("hard"), &json!("the wall was cold")));
    assert_eq!(
        (&record["exercises"][0]["pain"], &record["exercises"][0]["skip_reason"]),
        (&json!(6), &json!("time"))
    );
    let raw = tty.raw();
    let odd = raw.iter().filter(|byte| byte.is_ascii_control() && !b"\r\n".contains(byte)).count();
    assert_eq!(odd, 0, "{:?}", String::from_utf8_lossy(&raw));
}

#[test]
fn a_whole_session_is_asked_and_answered_through_a_pipe() {
    let home = home();
    let mut run = Pipe::start(&home, &["run", "long", "--plain"]);
    run.wait_for("How is the pain now, before you begin?");
    run.say("2");
    run.wait_for("Pain before: 2 of 10.");
    run.say("pain 7");
    run.wait_for("Pain at Wall sit: 7 of 10.");
    run.wait_for("That is much. To stop here is the safe choice.");
    run.say("skip");
    run.say("skip pain");
    run.wait_for("Skipped Wall sit: pain.");
    run.say("done");
    run.wait_for("A note?");
    run.say("pain 2");
    run.wait_for("Pain now: 2 of 10, 2 before.");
    run.say("easy");
    run.wait_for("Effort: easy.");
    run.say("note quick");
    run.wait_for("Noted.");
    run.say("quit");
    let (status, said) = run.end();
    assert_eq!(status, Some(0));
    assert_eq!(said.last().unwrap(), "The answers are kept as well.");
    let record = session(&home);
    assert_eq!(record["pain"], json!({ "before": 2, "after": 2 }));
    assert_eq!((&record["effort"], &record["note"]), (&json!("easy"), &json!("quick")));
    assert_eq!(record["exercises"][0]["skip_reason"], "pain");
}

#[test]
fn answers_may_come_before_the_questions() {
    let home = home();
    let mut run = Pipe::start(&home, &["run", "short", "--plain"]);
    for line in ["before 4", "right", "note all at once"] {
        run.say(line);
    }
    run.input = None;
    let (status, _) = run.end();
    assert_eq!(status, Some(0));
    let record = session(&home);
    assert_eq!((&record["pain"]["before"], &record["effort"]), (&json!(4), &json!("right")));
    assert_eq!(record["note"], "all at once");
}

#[test]
fn a_pipe_in_which_nobody_speaks_is_not_waited_for() {
    let home = home();
    // The input stays open to the end.
    let run = Pipe::start(&home, &["run", "short", "--plain"]);
    let begun = supple::runtime::clock::now();
    let (status, said) = run.end();
    assert_eq!(status, Some(0));
    assert!(said.iter().any(|line| line.starts_with("How was it?")), "{said:?}");
    let took = supple::runtime::clock::now().since(begun);
    assert!(took.as_secs() < 8, "{took:?}");
}

#[test]
fn nobody_is_asked_where_nobody_is() {
    let home = home();
    let output = home.run(&["run", "short", "--plain"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.ends_with("Stand: done, 1 second.\nKept in your history.\n"), "{said}");
    assert!(!said.contains('?') && !said.contains("Type help"), "{said}");
}

#[test]
fn the_home_screen_is_answered_by_number_and_by_name() {
    let home = Home::of_a_newcomer();
    home.routine("short", SHORT);
    let mut tty = tty(&home, &["--plain"]);
    tty.wait_for(&[
        "not a doctor",
        "An emergency: get care immediately:",
        "Type yes when you have heard it, or quit.",
    ]);
    tty.press("perhaps\n");
    tty.wait("the question again", |text| text.matches("Type yes when you have heard it").count() == 2);
    tty.press("yes\n");
    tty.wait_for(&[
        "1: Two-minute tour, 2 minutes",
        "Short one, 1 second",
        "Type a number or a name to start",
    ]);
    tty.press("99\n");
    tty.wait_for(&["the routines have the numbers 1 to"]);
    tty.press("st\n");
    tty.wait_for(&["`st` could be "]);
    tty.press("page demo\n");
    tty.wait_for(&["Exercise 2: Child's pose, hold 20 seconds."]);
    tty.press("short\n");
    tty.wait_for(&["Short one. 1 exercise, 1 second.", "A note?"]);
    tty.press("right\n\n");
    tty.wait_for(&["Home again.", "The answers are kept as well."]);
    assert_eq!(session(&home)["effort"], "right");
    // What was done last comes first.
    tty.press("1\n");
    tty.wait("the second session", |text| text.matches("A note?").count() == 2);
    tty.press("\n");
    tty.wait("home", |text| text.matches("Home again.").count() == 2);
    tty.press("list\n");
    tty.wait_for(&["Done last:", "Short one, today at"]);
    tty.press("quit\n");
    assert_eq!(tty.wait_end(), 0);
    assert_eq!(sessions(&home).len(), 2);
    assert!(home.path().join("state/supple/safety-read").exists());
}

#[test]
fn a_dumb_terminal_has_that_home_screen_too() {
    let home = home();
    for args in [&[][..], &["run"]] {
        let mut tty = Tty::supple_with(&home, args, 250, 100, &[("TERM", "dumb")]);
        tty.wait_for(&["Routines:", "Type a number or a name to start"]);
        tty.press("\x04");
        assert_eq!(tty.wait_end(), 0);
        assert!(!tty.raw().contains(&0x1b));
    }
}

#[test]
fn what_is_due_is_heard_ticked_off_and_started() {
    let home = home();
    assert!(home.run(&["program", "start", "back-care-8-weeks"]).status.success());
    let mut run = Pipe::start(&home, &["--plain"]);
    run.wait_for("Today: Back care in eight weeks, Beginner, week 1 of 8.");
    run.wait_for("Type today to start them.");
    run.wait_for("Due: Cat-cow, paused, ");
    run.say("tick cat");
    run.wait_for("Ticked off: Cat-cow, paused.");
    run.wait_for("Done: Cat-cow, paused, ");
    run.say("today");
    run.wait_for("Today: Back care in eight weeks. 5 exercises");
    run.say("quit");
    run.wait_for("A note?");
    run.input = None;
    let (status, said) = run.end();
    assert!(said.iter().any(|line| line.starts_with("Stopped after ")), "{said:#?}");
    assert!(said.iter().any(|line| line.ends_with(": not reached.")), "{said:#?}");
    assert_eq!(status, Some(0), "home again, then the input was at its end");
    assert_eq!(sessions(&home).len(), 2);
}

#[test]
fn an_interrupted_session_is_offered_and_dealt_with() {
    let home = home();
    for answer in ["keep", "discard", "resume"] {
        let mut first = Pipe::start(&home, &["run", "long", "--plain"]);
        first.wait_for("Hold, 1 minute.");
        first.child.kill().unwrap();
        drop(first);
        let before = sessions(&home).len();
        let mut run = Pipe::start(&home, &["--plain"]);
        let offer = run.wait_for("Interrupted: Long one, begun ");
        assert!(offer.ends_with("Type resume, keep or discard."), "{offer}");
        run.wait_for("Type a number or a name");
        run.say(answer);
        match answer {
            "keep" => drop(run.wait_for("Long one is kept in your history.")),
            "discard" => {
                run.wait_for("Discard it? What was done of Long one will be forgotten for good.");
                run.say("yes");
                run.wait_for("It is forgotten.");
            }
            _ => {
                run.wait_for("Exercise 1 of 3");
                run.say("quit");
            }
        }
        run.input = None;
        run.end();
        let kept = usize::from(answer != "discard");
        assert_eq!(sessions(&home).len(), before + kept, "{answer}");
        assert_eq!(home.journals().len(), 0, "{answer}");
    }
}

#[test]
fn the_end_of_the_input_is_no_answer_at_every_prompt() {
    let newcomer = Home::of_a_newcomer();
    newcomer.routine("short", SHORT);
    let mut first = tty(&newcomer, &["--plain"]);
    first.wait_for(&["Type yes when you have heard it"]);
    first.press("\x04");
    assert_eq!(first.wait_end(), 0);
    assert!(!newcomer.path().join("state/supple/safety-read").exists());

    // What was asked, what is typed to be asked it, and how the session is recorded.
    for (typed, asked, status) in [
        ("", "How is the pain now, before you begin?", "completed"),
        ("pain\n", "Where does the pain stand?", "completed"),
        ("quit\n", "Stop here?", "completed"),
        ("skip\n", "Why? Type pain", "completed"),
    ] {
        let home = Home::new();
        home.routine(
            "brief",
            &LONG.replace("1m", "2s").replace("open = true", "open = true\nestimate = \"1s\""),
        );
        home.settings("check_in = \"always\"\nlead_in_remote = \"0s\"\n");
        let mut tty = tty(&home, &["run", "brief", "--plain"]);
        tty.wait_for(&["Type help"]);
        tty.press(typed);
        tty.wait_for(&[asked]);
        tty.press("\x04");
        assert_eq!(tty.wait_end(), 0, "{asked}");
        let record = session(&home);
        assert_eq!(record["status"], status, "{asked}");
        assert!(record["pain"].is_null() && record["effort"].is_null(), "{record}");
        assert_eq!(record["exercises"][0]["skip_reason"], Value::Null, "{record}");
    }

    let home = home();
    let mut last = tty(&home, &["run", "short", "--plain"]);
    last.wait_for(&["A note?"]);
    last.press("\x04");
    assert_eq!(last.wait_end(), 0);
    assert_eq!(session(&home)["effort"], Value::Null);
}

#[test]
fn what_changes_next_time_is_answered_with_yes_and_no() {
    let home = home();
    for n in 0..3 {
        let mut run = Pipe::start(&home, &["run", "short", "--plain", "--mute"]);
        // Whoever has said something is waited for.
        run.say("where");
        run.wait_for("A note?");
        if n == 2 {
            assert!(
                run.said
                    .contains(&"Next time: Stand, hold from 1 to 2 seconds: three full sessions.".to_owned()),
                "{:#?}",
                run.said
            );
            run.wait_for("Next time it changes as said. Type no to turn that down.");
            run.say("no");
            run.wait_for("Turned down: Stand, hold from 1 to 2 seconds");
            run.say("yes");
            run.wait_for("Next time: Stand, hold from 1 to 2 seconds");
            run.say("no");
            run.wait_for("Turned down: ");
        }
        run.input = None;
        assert_eq!(run.end().0, Some(0));
    }
    let plan = home.run(&["plan", "short", "--json"]);
    let plan: Value = serde_json::from_slice(&plan.stdout).unwrap();
    assert_eq!(plan["seconds"], 1.0, "it was turned down");
}
