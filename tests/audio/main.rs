//! Sound as it comes out of a sound card: played into a private server, recorded and measured.
//!
//! Each test has a server and a card of its own, and mostly waits for what is played in real time, so several go side by
//! side. They begin in the order of their names; the two longest are called so that they begin with the first.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]
#![expect(clippy::print_stdout, reason = "a run inside the rig speaks to the test outside by printing")]

mod a_session;
#[cfg(feature = "voice")]
mod a_spoken_session;
mod asleep;
#[cfg(feature = "voice")]
mod first_run;
#[expect(dead_code, reason = "the tests at a terminal need more of it")]
#[path = "../common/home.rs"]
mod home;
mod outputs;
#[expect(dead_code, reason = "the tests at a terminal need more of it")]
#[path = "../common/process.rs"]
mod process;
#[expect(dead_code, reason = "the tests at a terminal need more of it")]
#[path = "../common/pty.rs"]
mod pty;
mod recovery;
#[cfg(feature = "voice")]
mod rehearsal;
mod replanning;
#[path = "../common/rig.rs"]
mod rig;

use std::{
    fs,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use rig::{Heard, Recording, Rig, wait};
use supple::{
    audio::{Audio, Notice, Settings},
    runtime::clock,
    session::{CueKind, Moment},
};

/// How far a sound may be from its moment, in milliseconds.
const NEAR: f64 = 25.0;
/// What a run inside the rig prints before what it has to say to the test outside.
const MARK: &str = "@";
/// A machine that is busy for a moment drops samples; nothing can be measured then, so it is tried again.
const TRIES: usize = 3;

const REP: CueKind = CueKind::Rep { last: false };

#[test]
fn every_sound_of_a_bout_is_heard_at_its_moment_and_exact_to_the_others() {
    const TEST: &str = "every_sound_of_a_bout_is_heard_at_its_moment_and_exact_to_the_others";
    const BOUT: [(u64, CueKind, &str); 9] = [
        (1200, CueKind::Tick, "tick-3"),
        (2200, CueKind::Tick, "tick-2"),
        (3200, CueKind::Tick, "tick-1"),
        (4200, CueKind::Go, "go"),
        (11_200, CueKind::Half, "half"),
        (15_200, CueKind::TickOut, "tick-out"),
        (16_200, CueKind::TickOut, "tick-out"),
        (17_200, CueKind::TickOut, "tick-out"),
        (18_200, CueKind::Rest, "rest"),
    ];
    if rig::is_inside() {
        let audio = start();
        // The end gives way to the rest.
        let end = (18_200, CueKind::End);
        schedule(&audio, BOUT.iter().map(|(at, kind, _)| (*at, *kind)).chain([end]));
        return wait(ms(19_500));
    }
    for attempt in 1..=TRIES {
        let rig = Rig::start();
        let recorder = rig.record();
        let said = said(TEST, run(TEST, &rig));
        let heard = recorder.stop().sounds();
        let cues = moments(&said);
        let wrong = BOUT.iter().map(|(_, _, name)| *name).ne(heard.iter().map(|sound| sound.name))
            || heard.iter().zip(&cues).any(|(sound, cue)| {
                let after_first = late(sound.moment, *cue) - late(heard[0].moment, cues[0]);
                late(sound.moment, *cue).abs() > NEAR || after_first.abs() > 1.0
            });
        if !wrong {
            return;
        }
        let report = describe(&heard, &cues);
        assert!(attempt < TRIES, "{report}");
        eprintln!("{report}");
    }
}

#[test]
fn between_cues_the_device_is_closed_and_nothing_wakes() {
    const TEST: &str = "between_cues_the_device_is_closed_and_nothing_wakes";
    if rig::is_inside() {
        let audio = start();
        schedule(&audio, [(1200, CueKind::Prepare), (9000, CueKind::Go)]);
        wait(ms(4500));
        let before = wake_ups();
        wait(ms(2500));
        // This thread's own waking is one of them.
        println!("\n{MARK}wake-ups {}", wake_ups() - before);
        return wait(ms(3500));
    }
    for attempt in 1..=TRIES {
        let rig = Rig::start();
        let recorder = rig.record();
        let said = said(TEST, run(TEST, &rig));
        let heard = recorder.stop().sounds();
        let cues = moments(&said);
        let wake_ups: u64 =
            said.iter().find_map(|line| line.strip_prefix("wake-ups ")).unwrap().parse().unwrap();
        assert!(wake_ups <= 3, "{wake_ups} wake-ups in 2.5 s");
        let right = heard.iter().map(|sound| sound.name).eq(["prepare", "go"])
            && heard.iter().zip(&cues).all(|(sound, cue)| late(sound.moment, *cue).abs() <= NEAR);
        if right {
            return;
        }
        let report = describe(&heard, &cues);
        assert!(attempt < TRIES, "{report}");
        eprintln!("{report}");
    }
}

#[test]
fn a_sound_server_that_dies_and_comes_back() {
    const TEST: &str = "a_sound_server_that_dies_and_comes_back";
    if rig::is_inside() {
        return a_rep_a_second();
    }
    comes_back(TEST, Rig::kill, Rig::revive);
}

#[test]
fn by_way_of_alsa_a_sound_server_that_dies_and_comes_back() {
    const TEST: &str = "by_way_of_alsa_a_sound_server_that_dies_and_comes_back";
    if rig::is_inside() {
        return a_rep_a_second();
    }
    let said = comes_back_for(TEST, Rig::alsa_environment, Rig::kill, Rig::revive);
    let opened: Vec<_> = said.iter().filter(|line| line.contains("Opened")).collect();
    assert!(!opened.is_empty() && opened.iter().all(|line| line.contains("\"ALSA\"")), "{opened:?}");
}

#[test]
fn a_card_that_is_taken_away_and_put_back() {
    const TEST: &str = "a_card_that_is_taken_away_and_put_back";
    if rig::is_inside() {
        return a_rep_a_second();
    }
    comes_back(TEST, |rig| rig.remove_card(), |rig| rig.put_card_back());
}

#[test]
fn without_any_device_the_bell_stands_in() {
    const TEST: &str = "without_any_device_the_bell_stands_in";
    if rig::is_inside() {
        let audio = start();
        schedule(&audio, [(500, CueKind::Prepare), (900, CueKind::Relax), (1500, CueKind::Go), (5000, REP)]);
        wait(ms(5500));
        audio.play_now(CueKind::Paused);
        wait(ms(200));
        drop(audio);
        return println!("\n{MARK}wake-ups {}", wake_ups());
    }
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("asound.conf");
    fs::write(&broken, "pcm.!default { type \n").unwrap();
    let child = rig::inside(TEST)
        .env("PULSE_SERVER", "unix:/nonexistent")
        .env("ALSA_CONFIG_PATH", &broken)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let said = said(TEST, child);
    let cues = moments(&said);
    let notices = notices(&said);
    assert!(notices[0].1.starts_with("Silent"), "{notices:?}");
    let bells: Vec<_> = notices[1..].iter().map(|(_, notice)| notice.as_str()).collect();
    assert_eq!(bells, ["Bell(Prepare)", "Bell(Go)", "Bell(Rep { last: false })", "Bell(Paused)"]);
    for (notice, cue) in notices[1..].iter().zip([cues[0], cues[2], cues[3]]) {
        assert!(late(notice.0, cue).abs() <= NEAR, "{notice:?} at {cue:?}");
    }
    // Nothing goes on trying in between.
    let wake_ups = woken(&said);
    assert!(wake_ups < 100, "{wake_ups} wake-ups in 6 s");
}

#[test]
fn each_shipped_sound_is_found_as_itself() {
    let (mut samples, mut expected) = (vec![0.0; 48_000], Vec::new());
    for (name, clip) in rig::clips() {
        expected.push((name, samples.len()));
        samples.extend(clip);
        samples.extend(vec![0.0; 4_800]);
    }
    let heard = Recording::of(samples).sounds();
    let found: Vec<_> = heard.iter().map(|sound| (sound.name, sound.sample)).collect();
    assert_eq!(found, expected);
    assert!(heard.iter().all(|sound| sound.likeness > 0.99), "{}", describe(&heard, &[]));
}

/// While a second's reps go on the sound goes away after four and comes back after eight seconds.
fn comes_back(test: &str, take_away: impl Fn(&mut Rig), give_back: impl Fn(&mut Rig)) {
    comes_back_for(test, Rig::environment, take_away, give_back);
}

fn comes_back_for(
    test: &str,
    environment: impl Fn(&Rig) -> Vec<(&'static str, String)>,
    take_away: impl Fn(&mut Rig),
    give_back: impl Fn(&mut Rig),
) -> Vec<String> {
    let mut rig = Rig::start();
    let before = rig.record();
    let child = run_in(test, environment(&rig));
    wait(ms(4300));
    take_away(&mut rig);
    let before = before.stop();
    wait(ms(3700));
    give_back(&mut rig);
    let after = rig.record();
    let said = said(test, child);
    let (before, after) = (before.sounds(), after.stop().sounds());

    let notices = notices(&said);
    let kinds: Vec<_> = notices.iter().map(|(_, notice)| &notice[..4]).collect();
    let bells = kinds.iter().filter(|kind| **kind == "Bell").count();
    let mut expected = vec!["Bell"; bells];
    expected.insert(0, "Sile");
    expected.push("Soun");
    assert_eq!(kinds, expected, "{notices:?}");
    assert!((2..=6).contains(&bells), "{notices:?}");

    let cues = moments(&said);
    let at_a_cue =
        |sound: &&Heard| sound.name == "rep" && cues.iter().any(|cue| late(sound.moment, *cue).abs() <= NEAR);
    let heard_before = before.iter().filter(at_a_cue).count();
    let heard_after = after.iter().filter(at_a_cue).count();
    assert!(heard_before >= 2, "{}", describe(&before, &cues));
    assert!(heard_after >= 3, "{}", describe(&after, &cues));
    said
}

fn a_rep_a_second() {
    let audio = start();
    schedule(&audio, (0..14).map(|second| (1000 + 1000 * second, REP)));
    wait(ms(15_500));
}

/// Sound whose notices are printed.
fn start() -> Audio {
    start_with(Settings::default())
}

fn start_with(settings: Settings) -> Audio {
    let print =
        |notice: Notice| println!("\n{MARK}notice {} {notice:?}", clock::now().origin_offset().as_nanos());
    Audio::start(settings, Arc::default(), clock::now, print)
}

/// Schedules cues so many milliseconds from now, and prints their moments.
fn schedule(audio: &Audio, cues: impl IntoIterator<Item = (u64, CueKind)>) {
    let now = clock::now();
    let cues: Vec<_> = cues.into_iter().map(|(millis, kind)| (now + ms(millis), kind)).collect();
    for (moment, _) in &cues {
        println!("\n{MARK}cue {}", moment.origin_offset().as_nanos());
    }
    audio.schedule(cues);
}

/// How often the threads of this process have been woken up.
fn wake_ups() -> u64 {
    let tasks = fs::read_dir("/proc/self/task").expect("the threads are listed");
    tasks
        .filter_map(|task| fs::read_to_string(task.ok()?.path().join("status")).ok())
        .filter_map(|status| {
            let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
            line.trim().parse::<u64>().ok()
        })
        .sum()
}

fn woken(said: &[String]) -> u64 {
    let count = said.iter().find_map(|line| line.strip_prefix("wake-ups "));
    count.and_then(|count| count.parse().ok()).expect("the wake-ups were counted")
}

/// Starts this test's inside in the rig.
fn run(test: &str, rig: &Rig) -> Child {
    run_in(test, rig.environment())
}

fn run_in(test: &str, environment: Vec<(&'static str, String)>) -> Child {
    let mut command: Command = rig::inside(test);
    command.envs(environment).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().expect("this test can be run once more")
}

/// The lines that the inside printed for here.
fn said(test: &str, child: Child) -> Vec<String> {
    let output = child.wait_with_output().expect("it ends");
    let output = String::from_utf8(output.stdout).expect("text");
    assert!(output.contains("1 passed"), "{test} inside the rig: {output}");
    output.lines().filter_map(|line| line.strip_prefix(MARK)).map(str::to_owned).collect()
}

fn moments(said: &[String]) -> Vec<Moment> {
    said.iter().filter_map(|line| line.strip_prefix("cue ")).map(moment).collect()
}

/// Notices and when they came.
fn notices(said: &[String]) -> Vec<(Moment, String)> {
    said.iter()
        .filter_map(|line| line.strip_prefix("notice ")?.split_once(' '))
        .map(|(nanos, notice)| (moment(nanos), notice.to_owned()))
        .filter(|(_, notice)| !notice.starts_with("Opened"))
        .collect()
}

fn moment(nanos: &str) -> Moment {
    Moment::since_origin(Duration::from_nanos(nanos.parse().expect("a number")))
}

/// How much later, in milliseconds.
fn late(heard: Moment, planned: Moment) -> f64 {
    (heard.since(planned).as_secs_f64() - planned.since(heard).as_secs_f64()) * 1e3
}

fn describe(heard: &[Heard], cues: &[Moment]) -> String {
    let line = |Heard { name, sample, moment, likeness }: &Heard| {
        let lateness = cues.iter().map(|cue| late(*moment, *cue));
        let nearest = lateness.min_by(|one, other| one.abs().total_cmp(&other.abs())).unwrap_or_default();
        format!("{name:10} {likeness:.3} sample {sample:7}, {nearest:+.2} ms from a cue\n")
    };
    heard.iter().map(line).collect()
}

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
