//! The user's own commands: real ones, in real processes.

use std::{fs, path::PathBuf, time::Duration};

use rustix::process::Pid;
use supple::{runtime::clock, session::Event};

use crate::{
    PAUSED, RUNNING,
    home::Home,
    piped::Piped,
    process,
    pty::{LOOK, PATIENCE, Tty},
};

const SHORT: &str = r#"
format = 1
name = "Short"
[[step]]
name = "Stand"
hold = "20s"
[[step]]
name = "Sit"
reps = 30
rep_time = "2s"
"#;

fn home_with(settings: &str) -> Home {
    let home = Home::new();
    home.routine("short", SHORT);
    home.settings(settings);
    home
}

/// What a hook has left behind, once it is there.
#[track_caller]
fn left_behind(home: &Home, name: &str) -> String {
    let path = home.path().join(name);
    let mut text = String::new();
    eventually(&format!("the file {name}"), || {
        text = fs::read_to_string(&path).unwrap_or_default();
        !text.is_empty()
    });
    text
}

#[track_caller]
fn eventually(what: &str, mut good: impl FnMut() -> bool) {
    let end = clock::now() + PATIENCE;
    while !good() {
        assert!(clock::now() < end, "waited in vain for {what}");
        let (_nobody, never) = std::sync::mpsc::channel::<()>();
        let _ = never.recv_timeout(LOOK);
    }
}

/// A process that nobody waits for may be left as a name without a body.
fn is_dead(pid: Pid) -> bool {
    matches!(process::state(pid), None | Some('Z' | 'X'))
}

fn pid(text: &str) -> Pid {
    Pid::from_raw(text.trim().parse().unwrap()).unwrap()
}

fn files(home: &Home, folder: &str) -> Vec<PathBuf> {
    fs::read_dir(home.path().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn every_event_has_a_hook_and_a_place_in_the_sample() {
    let output = Home::new().run(&["config", "default"]);
    let sample = String::from_utf8(output.stdout).unwrap();
    for name in Event::NAMES {
        assert!(sample.contains(&format!("\n# hooks.{name} = [] # ")), "{name} is not in\n{sample}");
    }
}

#[test]
fn a_hook_is_given_the_very_line_of_json() {
    let hook = r#"["sh", "-c", 'cat >> "$HOME/got-$SUPPLE_EVENT"']"#;
    let names = ["session_started", "step_started", "step_ended", "session_ended"];
    let lines: String = names.map(|name| format!("{name} = {hook}\n")).concat();
    let home = home_with(&format!("[hooks]\n{lines}"));
    let output = home.run(&["run", "short", "--json", "--speed", "40", "--only", "stand"]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stdout).unwrap();
    for name in names {
        let of_event = |line: &&str| line.starts_with(&format!("{{\"event\":\"{name}\""));
        let mut wanted: Vec<&str> = said.lines().filter(of_event).collect();
        let got = fs::read_to_string(home.path().join(format!("got-{name}"))).unwrap();
        let mut got: Vec<&str> = got.split_terminator('\n').collect();
        wanted.sort_unstable();
        got.sort_unstable();
        assert_eq!(got, wanted, "{name}");
        assert!(!got.is_empty());
    }
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn no_shell_looks_at_a_command() {
    let home = home_with("");
    let name = "$HOME; touch b `touch c` *";
    let path = home.path().join(name).display().to_string();
    home.settings(&format!("hooks.session_started = [\"touch\", {path:?}]\n"));
    assert_eq!(home.run(&["run", "short", "--json", "--speed", "1000"]).status.code(), Some(0));
    let found = files(&home, ".").iter().filter(|path| path.ends_with(name)).count();
    assert_eq!(found, 1, "{:?}", files(&home, "."));
}

#[test]
fn who_takes_too_long_is_ended_with_everything_it_started() {
    let home = home_with("");
    let script = "sleep 300 & echo $! > $HOME/grandchild; echo $$ > $HOME/leader; sleep 300";
    home.settings(&format!(
        "lead_in_remote = \"0s\"\n[hooks]\ntime_limit = \"1s\"\npaused = [\"sh\", \"-c\", \"{script}\"]\n"
    ));
    let mut session = Piped::start(&home, &["run", "short", "--mute"]);
    session.wait_for("session_started");
    session.say("pause");
    session.wait_for("paused");
    let leader = pid(&left_behind(&home, "leader"));
    let grandchild = pid(&left_behind(&home, "grandchild"));
    assert!(!is_dead(leader) && !is_dead(grandchild));
    assert_eq!(session.complaint(), "supple: the hook paused took longer than 1s and was ended");
    eventually("the end of both", || is_dead(leader) && is_dead(grandchild));
    // A second time nothing is said any more.
    fs::remove_file(home.path().join("leader")).unwrap();
    session.say("resume");
    session.wait_for("resumed");
    session.say("pause");
    session.wait_for("paused");
    let leader = pid(&left_behind(&home, "leader"));
    eventually("the end of the second", || is_dead(leader));
    session.say("nonsense");
    assert!(session.complaint().contains("`nonsense` is not understood"));
    session.say("quit");
    assert_eq!(session.end(), Some(130));
}

#[test]
fn what_a_hook_leaves_in_the_background_ends_with_it() {
    let home = home_with("");
    let script = "sleep 300 & echo $! > $HOME/grandchild";
    home.settings(&format!("hooks.paused = [\"sh\", \"-c\", \"{script}\"]\n"));
    let mut session = Piped::start(&home, &["run", "short", "--mute"]);
    session.wait_for("session_started");
    session.say("pause");
    let grandchild = pid(&left_behind(&home, "grandchild"));
    eventually("its end", || is_dead(grandchild));
    session.say("quit");
    session.end();
}

#[test]
fn what_cannot_run_or_fails_is_said_once() {
    let home = home_with("[hooks]\nstep_started = [\"no-such-program\"]\nstep_ended = [\"false\"]\n");
    let output = home.run(&["run", "short", "--json", "--speed", "200"]);
    assert_eq!(output.status.code(), Some(0), "the session goes on");
    let said = String::from_utf8(output.stderr).unwrap();
    let mut said: Vec<&str> = said.lines().collect();
    said.sort_unstable();
    let missing =
        "supple: the hook step_started cannot run `no-such-program`: No such file or directory (os error 2)";
    assert_eq!(said, ["supple: the hook step_ended has failed: exit status: 1", missing]);
}

#[test]
fn of_many_only_a_few_run_and_not_all_of_them() {
    let home = home_with("");
    let script = "echo + >> $HOME/count; sleep 0.2; echo - >> $HOME/count";
    home.settings(&format!("hooks.cue = [\"sh\", \"-c\", \"{script}\"]\n"));
    let output = home.run(&["run", "short", "--json", "--speed", "5000"]);
    let events = String::from_utf8(output.stdout).unwrap();
    let cues = events.lines().filter(|line| line.starts_with("{\"event\":\"cue\"")).count();
    assert!(cues > 42, "{cues} cues are not enough to see it");
    let count = fs::read_to_string(home.path().join("count")).unwrap();
    let (mut now, mut most, mut all) = (0_i32, 0, 0);
    for line in count.lines() {
        now += if line == "+" { 1 } else { -1 };
        most = most.max(now);
        all += i32::from(line == "+");
    }
    assert_eq!(most, 4, "{count}");
    // Those that run, those that wait, and few more.
    assert!(all >= 36 && all < i32::try_from(cues).unwrap(), "{all} of {cues}");
    assert_eq!(now, 0, "all of them could end");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.matches("some are left out").count(), 1, "{said}");
}

#[test]
fn the_last_hook_has_its_chance_but_not_for_ever() {
    let home = home_with("hooks.session_ended = [\"sh\", \"-c\", \"sleep 1; echo done > $HOME/done\"]\n");
    assert_eq!(home.run(&["run", "short", "--json", "--speed", "1000"]).status.code(), Some(0));
    assert_eq!(left_behind(&home, "done"), "done\n");

    let script = "echo $$ > $HOME/leader; sleep 300";
    home.settings(&format!("[hooks]\ntime_limit = \"5m\"\nsession_ended = [\"sh\", \"-c\", \"{script}\"]\n"));
    let mut tty = Tty::supple(&home, &["run", "short"], 80, 24);
    tty.wait_for(&["STAND"]);
    tty.press("\x03\x03");
    tty.wait_for(&["Kept in your history."]);
    let leader = pid(&left_behind(&home, "leader"));
    let begin = clock::now();
    tty.press("\r");
    // The terminal does not wait for it.
    tty.wait_until("the terminal's return", || !tty.on_second_screen());
    assert!(!is_dead(leader) && process::state(tty.pid()).is_some_and(|state| state != 'Z'));
    assert_eq!(tty.wait_end(), 130);
    let took = clock::now().since(begin);
    assert!(took > Duration::from_secs(2) && took < Duration::from_secs(6), "{took:?}");
    eventually("its end", || is_dead(leader));
    tty.assert_as_before();
}

#[test]
fn its_output_never_reaches_the_screen_and_a_pause_stays_silent() {
    let script = "echo LOUD; echo LOUD >&2; cat >/dev/null; echo was here > $HOME/here-$SUPPLE_EVENT";
    let hook = format!("[\"sh\", \"-c\", \"{script}\"]");
    let home =
        home_with(&format!("[hooks]\npaused = {hook}\nresumed = {hook}\nsession_ended = [\"nope\"]\n"));
    let mut tty = Tty::supple(&home, &["run", "short", "--mute"], 100, 30);
    tty.wait_for(&["STAND", RUNNING]);
    tty.press(" ");
    tty.wait_for(&[PAUSED]);
    left_behind(&home, "here-paused");
    // Once it has run nothing waits, and nothing wakes up.
    tty.observe(1);
    let before = process::wake_ups(tty.pid());
    tty.observe(2);
    let woken = process::wake_ups(tty.pid()) - before;
    assert_eq!(woken, 0, "{:?}", process::wake_ups_by_thread(tty.pid()));
    tty.press(" ");
    left_behind(&home, "here-resumed");
    tty.press("\x03");
    tty.wait_for(&["Stop here?"]);
    tty.press("\x03");
    tty.wait_for(&["Kept in your history."]);
    tty.press("q");
    tty.wait_end();
    tty.assert_as_before();
    let raw = String::from_utf8_lossy(&tty.raw()).into_owned();
    assert!(!raw.contains("LOUD"), "{raw}");
}
