//! The real program, killed at random moments, on disks that are full, read-only or gone, and ten times at once: nothing is
//! lost.
//!
//! `SUPPLE_KILLS=2000` kills it so often.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]
#![cfg(unix)]

mod crowd;
mod taken_away;

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU64, Ordering},
};

use serde_json::Value;
use supple::{
    history::{
        journal::Header,
        outline::Hand,
        reading::History,
        record::{Done, Record, Status},
        recorder::Recorder,
        seconds::Seconds,
    },
    session::parse_event,
};
use tempfile::TempDir;

const ROUTINE: &str = r#"
format = 1
name = "Hold on"
[defaults]
prepare = "2s"
relax = "1s"
switch = "2s"
rest = "2s"
[[step]]
name = "Bird dog"
hold = "4s"
reps = 3
sets = 2
sides = "alternate"
[[step]]
name = "Cat cow"
reps = 4
phases = [{ name = "Cow", time = "1s" }, { name = "Cat", time = "2s" }]
[[step]]
group = "Twice"
rounds = 2
rest = "3s"
  [[step.step]]
  name = "March"
  time = "12s"
  [[step.step]]
  name = "Side plank"
  hold = "6s"
  sides = "each"
[[step]]
name = "Steps"
reps = 6
pace = "self"
estimate = "10s"
"#;

/// The home of one user.
struct Home {
    folder: TempDir,
    data: PathBuf,
    state: PathBuf,
}

impl Home {
    fn new() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap())
    }

    /// Where syncing costs nothing, if there is such a place.
    fn in_memory() -> Self {
        Self::in_folder(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap())
    }

    fn in_folder(folder: TempDir) -> Self {
        fs::write(folder.path().join("hold-on.toml"), ROUTINE).unwrap();
        let (data, state) = (folder.path().join("data"), folder.path().join("state"));
        Self { folder, data, state }
    }

    fn supple(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_supple"));
        command
            .args(args)
            .current_dir(&self.folder)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("XDG_DATA_HOME", &self.data)
            .env("XDG_STATE_HOME", &self.state)
            .env("XDG_RUNTIME_DIR", self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn session(&self) -> Command {
        self.supple(&["run", "./hold-on.toml", "--json", "--mute", "--speed", "400"])
    }

    fn recover(&self) -> Output {
        let output = self.supple(&["log", "recover", "--keep"]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output
    }

    fn history_folder(&self) -> PathBuf {
        self.data.join("supple/history")
    }

    /// Every line of it can be read.
    fn history(&self) -> Vec<Record> {
        let history = History::read(&self.history_folder()).unwrap();
        assert!(history.faults.is_empty() && history.unreadable.is_empty(), "{history:?}");
        history.records
    }

    fn journals(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.state.join("supple/journal")) else { return Vec::new() };
        entries.map(|entry| entry.unwrap().path()).collect()
    }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((bits ^ (bits >> 31)) % sides as u64).unwrap()
    }
}

/// The events of a journal or of the output, without the times on the wall; what is torn is left out.
fn events(text: &str) -> Vec<Value> {
    let whole = &text[..text.rfind('\n').map_or(0, |end| end + 1)];
    whole
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .filter(|value| value.get("event").is_some())
        .map(|mut value| {
            value.as_object_mut().unwrap().remove("wall");
            value
        })
        .collect()
}

/// Starts a session, reads so many lines, and kills it. Gives everything that it had printed. Some sessions are told
/// something on the way.
fn kill_after(home: &Home, lines: usize, word: Option<(usize, &str)>) -> String {
    let mut command = home.session();
    if word.is_some() {
        command.stdin(Stdio::piped());
    }
    let mut child: Child = command.spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut printed = String::new();
    for number in 0..lines {
        if let Some((at, word)) = word
            && at == number
            && let Some(mut input) = child.stdin.take()
        {
            // From here on its input is at an end, and it goes on by itself.
            let _ = writeln!(input, "{word}");
        }
        if output.read_line(&mut printed).unwrap() == 0 {
            break;
        }
    }
    child.kill().unwrap();
    let mut rest = Vec::new();
    output.read_to_end(&mut rest).unwrap();
    child.wait().unwrap();
    printed + &String::from_utf8(rest).unwrap()
}

/// What the lines say was done to its end, counted as simply as can be: by entry and side, reps and milliseconds.
fn count(events: &[Value]) -> BTreeMap<(u64, Option<String>), (u64, u64)> {
    let mut steps = BTreeMap::new();
    let mut done: BTreeMap<_, (u64, u64)> = BTreeMap::new();
    for event in events {
        if event["event"] == "step_started" {
            steps.insert(event["step"]["index"].as_u64(), &event["step"]);
        }
        if event["event"] != "step_ended" || event["outcome"] != "done" {
            continue;
        }
        let step = steps[&event["index"].as_u64()];
        if step["kind"] != "work" {
            continue;
        }
        let reps = match step["mode"].as_str().unwrap() {
            "hold" | "rep" => 1,
            "phase" => u64::from(step["phase"] == "Cat"),
            "flow" => 0,
            "open" => step["reps"].as_u64().unwrap(),
            other => panic!("{other}"),
        };
        let side = step["side"].as_str().map(str::to_owned);
        let sum = done.entry((step["entry"].as_u64().unwrap(), side)).or_default();
        sum.0 += reps;
        sum.1 += millis(&event["seconds"]);
    }
    done
}

fn millis(seconds: &Value) -> u64 {
    std::time::Duration::from_secs_f64(seconds.as_f64().unwrap())
        .as_micros()
        .div_ceil(1000)
        .try_into()
        .unwrap()
}

/// What a record says, in the same form.
fn counted(record: &Record) -> BTreeMap<(u64, Option<String>), (u64, u64)> {
    let hands = [(Hand::Left, Some("left")), (Hand::Right, Some("right")), (Hand::Both, None)];
    let mut sums = BTreeMap::new();
    for exercise in &record.exercises {
        for (hand, side) in hands {
            if let Some(tally) = exercise.tally(hand) {
                let time = u64::try_from(tally.seconds.duration().as_millis()).unwrap();
                let key = (u64::from(exercise.n), side.map(str::to_owned));
                sums.insert(key, (u64::from(tally.reps), time));
            }
        }
    }
    sums
}

/// One session, killed at a moment that the seed decides.
fn survive(seed: u64, all: &[Value]) {
    let home = Home::new();
    let mut dice = Dice(seed);
    let lines = 1 + dice.roll(all.len() + 3);
    let words = ["next", "back", "more", "later", "skip", "restart"];
    // Open work goes on by itself only once the input is at an end.
    let open = all.iter().position(|event| event["step"]["mode"] == "open").unwrap();
    let word = (seed % 2 == 1).then(|| (dice.roll(lines.min(open + 1)), words[dice.roll(words.len())]));
    let printed = events(&kill_after(&home, lines, word));
    let about = format!("seed {seed}, after {lines} lines, {word:?}");
    let journals = home.journals();
    let before = home.history();
    if journals.is_empty() {
        // It was quicker than the kill: then it is in the history already.
        let over = printed.last().is_some_and(|event| event["event"] == "session_ended");
        assert!(over && before.len() == 1 && before[0].status == Status::Completed, "{about}");
        return;
    }
    let journal = fs::read_to_string(&journals[0]).unwrap();
    let written = events(&journal);
    assert!(written.len() >= printed.len(), "{about}: an event was reported before it was written");
    assert_eq!(written[..printed.len()], printed, "{about}");

    home.recover();
    assert_eq!(home.journals(), Vec::<PathBuf>::new(), "{about}");
    let records = home.history();
    let [record] = &records[..] else { panic!("{about}: {} records", records.len()) };
    if word.is_none() {
        // What had been printed as done is there, and nothing that was never to be done.
        let (least, says, most) = (count(&printed), counted(record), count(all));
        for (key, (reps, time)) in &least {
            assert!(says[key].0 >= *reps && says[key].1 >= *time, "{about}: {key:?} of {record:#?}");
        }
        for (key, (reps, time)) in &says {
            assert!(most[key].0 >= *reps && most[key].1 >= *time, "{about}: {key:?} of {record:#?}");
        }
    }
    let header: Header = serde_json::from_str(journal.lines().next().unwrap()).unwrap();
    let mut recorder = Recorder::from_outline(header.plan.clone());
    for event in &written {
        recorder.observe(&parse_event(event).unwrap());
    }
    let expected = recorder.record(&header.about(), &record.ended);
    assert_eq!(record.exercises, expected.exercises, "{about}");
    assert_eq!(record.active_seconds, expected.active_seconds, "{about}");

    // As if the power had gone between the record and the removal of its journal.
    fs::write(&journals[0], journal).unwrap();
    let again = home.recover();
    assert_eq!(String::from_utf8_lossy(&again.stdout), "No session was interrupted.\n", "{about}");
    assert_eq!((home.history(), home.journals().len()), (records, 0), "{about}");
}

#[test]
fn kills_lose_no_more_than_the_step_in_progress() {
    let kills = std::env::var("SUPPLE_KILLS").map_or(40, |kills| kills.parse().unwrap());
    let home = Home::new();
    let all = events(&String::from_utf8(home.session().output().unwrap().stdout).unwrap());
    assert_eq!(all.last().unwrap()["status"], "completed");
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= kills {
                        break;
                    }
                    survive(seed, &all);
                }
            });
        }
    });
    println!("{kills} kills");
}

#[test]
fn a_session_that_nobody_touched_is_recorded_as_it_was_printed() {
    let home = Home::new();
    let output = home.session().output().unwrap();
    assert!(output.status.success());
    let printed = events(&String::from_utf8(output.stdout).unwrap());
    let records = home.history();
    assert_eq!(records.len(), 1);
    assert_eq!(counted(&records[0]), count(&printed));
    assert!(records[0].exercises.iter().all(|exercise| exercise.status == Done::Done));
    assert_eq!((records[0].speed, records[0].status), (Some(400.0), Status::Completed));
    assert_eq!(home.journals(), Vec::<PathBuf>::new());
}

#[test]
fn without_a_log_nothing_is_written() {
    let home = Home::new();
    let args = ["run", "./hold-on.toml", "--json", "--mute", "--speed", "400", "--no-log"];
    assert!(home.supple(&args).output().unwrap().status.success());
    assert_eq!((home.history(), home.journals()), (Vec::new(), Vec::new()));
}

#[test]
fn a_torn_line_in_the_history_harms_only_itself() {
    let home = Home::new();
    assert!(home.session().status().unwrap().success());
    let file = fs::read_dir(home.history_folder()).unwrap().next().unwrap().unwrap().path();
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{whole}{}", &whole[..whole.len() / 2])).unwrap();
    assert!(home.session().status().unwrap().success());
    let output = home.supple(&["log", "--json"]).output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2);
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(complaint.contains(&format!("{}:2: ", file.display())), "{complaint}");
}

/// A file system of its own, taken down with the test. `None` where the rights are missing.
struct Mount(PathBuf);

impl Mount {
    fn new(at: &Path, options: &str) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "supple-test"])
            .arg(at)
            .stderr(Stdio::null())
            .status();
        mount.is_ok_and(|status| status.success()).then(|| Self(at.to_owned()))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// The record that was printed as a last resort.
fn last_resort(output: &Output) -> Record {
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().find(|line| line.contains("\"exercises\"")).unwrap_or_else(|| panic!("{said}"));
    serde_json::from_str(&line[line.find('{').unwrap()..]).unwrap()
}

#[test]
fn on_a_full_disk_the_session_goes_on_and_its_record_is_printed() {
    let home = Home::new();
    let (Some(_data), Some(state)) =
        (Mount::new(&home.data, "size=64k"), Mount::new(&home.state, "size=64k"))
    else {
        eprintln!("skipped: no right to mount a small file system");
        return;
    };
    // The history has no room at all, the journal for some of its lines.
    for (place, size) in [(&home.data, 64), (&home.state, 52)] {
        let _ = fs::write(place.join("filler"), vec![0; size * 1024]);
    }
    let output = home.session().output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let printed = events(&String::from_utf8(output.stdout.clone()).unwrap());
    assert_eq!(printed.last().unwrap()["status"], "completed");
    assert!(said.contains("the session goes on"), "{said}");
    let reasons = said.lines().filter(|line| line.contains("the disk is full")).count();
    assert_eq!(reasons, 2, "once for the journal and once for the history: {said}");
    let lost = last_resort(&output);
    assert_eq!((lost.status, counted(&lost)), (Status::Completed, count(&printed)));
    assert_eq!(home.history(), []);
    // The journal was cut at a line's end, and what was done by then is kept once there is room.
    fs::remove_file(home.data.join("filler")).unwrap();
    home.recover();
    let kept = home.history();
    assert_eq!(kept.len(), 1);
    let most = count(&printed);
    assert!(counted(&kept[0]).iter().all(|(key, (reps, _))| most[key].0 >= *reps));
    assert_eq!(kept[0].status, Status::Stopped);
    assert!(kept[0].active_seconds > Seconds::ZERO && kept[0].active_seconds < lost.active_seconds);
    drop(state);
}

#[test]
fn a_history_that_cannot_be_written_is_said_and_printed() {
    let home = Home::new();
    let read_only = Mount::new(&home.data, "size=64k,ro");
    if read_only.is_none() {
        // Without the right to mount, modes are respected.
        use std::os::unix::fs::PermissionsExt as _;
        fs::create_dir_all(&home.data).unwrap();
        fs::set_permissions(&home.data, fs::Permissions::from_mode(0o555)).unwrap();
    }
    let output = home.session().output().unwrap();
    assert_eq!(output.status.code(), Some(1), "its record is not kept");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("read-only") || said.contains("no permission"), "{said}");
    let lost = last_resort(&output);
    assert_eq!(lost.status, Status::Completed);
    // Its journal is still there, whole, and can be kept as soon as there is a place for it.
    assert_eq!(home.journals().len(), 1);
    drop(read_only);
    if home.data.exists() {
        let _ = Command::new("chmod").arg("755").arg(&home.data).status();
    }
    home.recover();
    assert_eq!(home.history(), [Record { ended: home.history()[0].ended.clone(), ..lost }]);
}
