//! Scripts of small routines, by example.

use std::sync::Arc;

use super::*;
use crate::{
    plan::{Options, compile},
    routine::Library,
    session::{Command, Origin, PauseCause, Session, Settings},
};

/// A routine of these steps, as it is written in a file.
fn plan(steps: &str) -> Arc<Plan> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.toml");
    std::fs::write(&path, format!("format = 1\nname = \"A morning\"\n{steps}\n")).unwrap();
    let found = Library::open(None).routine(path.to_str().unwrap()).unwrap();
    assert_eq!(found.diagnostics, []);
    Arc::new(compile(&found.value.unwrap(), &Options::default()))
}

fn step(fields: &str) -> Arc<Plan> {
    plan(&format!("[[step]]\n{fields}"))
}

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Every phrase takes half a second.
fn half(_: &str) -> Duration {
    ms(500)
}

/// A second.
fn second(_: &str) -> Duration {
    ms(1000)
}

type Spoken = Vec<(u128, String)>;

fn lines(utterances: &[Utterance]) -> Spoken {
    utterances.iter().map(|it| (it.at.origin_offset().as_millis(), it.text())).collect()
}

fn spoken(plan: &Arc<Plan>, voice: Voice, takes: fn(&str) -> Duration) -> Spoken {
    lines(&planned(plan, &Course::of_plan(plan), voice, &Said::default(), takes))
}

fn planned(
    plan: &Plan,
    course: &Course,
    voice: Voice,
    said: &Said,
    takes: fn(&str) -> Duration,
) -> Vec<Utterance> {
    script(plan, course, voice, said, |text| Some(takes(text)))
}

fn expected(lines: &[(u128, &str)]) -> Spoken {
    lines.iter().map(|(at, text)| (*at, (*text).to_owned())).collect()
}

const BIRD_DOG: &str = "name = 'Bird dog'\nreps = 2\nhold = '5s'\nsides = 'alternate'\nrelax = '4s'\n";

#[test]
fn holds_on_alternating_sides() {
    let plan = step(&format!("{BIRD_DOG}prepare = '10s'"));
    let all = [
        // After the chime; then the countdown from 7 s on, and words after "go", which lasts half a second.
        (800, "Bird dog. Two each side, five seconds. Left first."),
        (10_500, "Hold."),
        // The release tone is left a tenth of the pause.
        (15_400, "Right."),
        (19_500, "Hold."),
        (24_400, "Left."),
        (28_500, "Hold."),
        (33_400, "Right."),
        (37_500, "Hold."),
        (42_950, "Done. Forty-two seconds."),
    ];
    assert_eq!(spoken(&plan, Voice::Brief, half), expected(&all));
}

#[test]
fn each_phrase_begins_after_the_one_before_and_the_silence_of_its_stop() {
    let plan = step(&format!("{BIRD_DOG}prepare = '10s'"));
    let all = planned(&plan, &Course::of_plan(&plan), Voice::Brief, &Said::default(), |text| {
        ms(if text == "two" { 300 } else { 700 })
    });
    // "Bird dog." 0.7 and a full stop, "two" 0.3, "each side," 0.7 and a comma, "five seconds." 0.7 and a full stop.
    assert_eq!(all[0].starts, [0, 1_000, 1_300, 2_150, 3_150].map(ms));
    assert_eq!(all[0].length, ms(3_850));
}

#[test]
fn short_of_time_it_is_shortened_from_the_whole_to_the_side() {
    // From the chime, of which a tenth of the pause is let ring, to 60 ms before the countdown; each phrase half a
    // second. The whole line takes 3.25 s, the name and the side 1.3 s.
    for (prepare, text) in [
        // 0.8 to 4.94.
        ("8s", "Bird dog. Two each side, five seconds. Left first."),
        // 0.7 to 3.94: a hundredth too short.
        ("7s", "Bird dog. Left first."),
        // 0.5 to 1.94.
        ("5s", "Bird dog. Left first."),
        // 0.1 to 0.94.
        ("1s", "Left first."),
    ] {
        let plan = step(&format!("{BIRD_DOG}prepare = '{prepare}'"));
        assert_eq!(spoken(&plan, Voice::Full, half)[0].1, text, "{prepare}");
    }
}

#[test]
fn a_side_that_found_no_time_before_the_work_is_named_as_it_begins() {
    let plan = step(&format!("{BIRD_DOG}prepare = '400ms'"));
    let lines = spoken(&plan, Voice::Full, half);
    assert_eq!(lines[..2], expected(&[(900, "Left."), (5_800, "Right.")]));
    let bare = step("name = 'X'\nhold = '10s'\nsides = 'each'\nprepare = '0s'\nswitch = '0s'");
    let all = [(500, "Left side."), (10_500, "Right side."), (20_950, "Done. Twenty seconds.")];
    assert_eq!(spoken(&bare, Voice::Full, half), expected(&all));
}

#[test]
fn labels_are_said_where_a_side_comes_for_the_first_time() {
    let labels = "side_labels = { left = 'left arm up', right = 'right arm up' }\nprepare = '10s'";
    let lines = spoken(&step(&format!("{BIRD_DOG}{labels}")), Voice::Brief, half);
    let texts: Vec<&str> = lines.iter().map(|line| &*line.1).collect();
    assert_eq!(texts[0], "Bird dog. Two each side, five seconds. First: left arm up.");
    assert_eq!([texts[2], texts[4], texts[6]], ["Right arm up.", "Left.", "Right."]);
    let reps = "name = 'X'\nreps = 2\nrep_time = '2s'\nsides = 'alternate'\n";
    let lines = spoken(&step(&format!("{reps}{labels}")), Voice::Counts, half);
    let all =
        [(800, "First: left arm up."), (12_000, "Right arm up."), (14_000, "Left."), (16_000, "Right.")];
    assert_eq!(lines, expected(&all));
}

#[test]
fn reps_are_counted_on_their_ticks() {
    let plan = step("name = 'Crunch'\nreps = 3\nrep_time = '2s'\nprepare = '10s'");
    let all = [
        (800, "Crunch. Three times."),
        // The first comes with "go".
        (10_500, "One."),
        (12_000, "Two."),
        (14_000, "Three."),
        (16_950, "Done. Sixteen seconds."),
    ];
    assert_eq!(spoken(&plan, Voice::Brief, half), expected(&all));
    let counts: Vec<_> = all[1..4].to_vec();
    assert_eq!(spoken(&plan, Voice::Counts, half), expected(&counts));
}

#[test]
fn a_count_that_would_run_into_the_next_is_left_out() {
    let plan = step("name = 'Crunch'\nreps = 3\nrep_time = '1s'\nprepare = '10s'");
    assert_eq!(spoken(&plan, Voice::Counts, second), []);
    let in_time = expected(&[(11_000, "Two."), (12_000, "Three.")]);
    assert_eq!(spoken(&plan, Voice::Counts, |_| ms(940)), in_time);
}

#[test]
fn long_phases_are_named_and_short_ones_are_not() {
    let phases = "phases = [{ name = 'Lower', time = '3s' }, { name = 'Wait', time = '1s' }, \
                  { name = 'Lift', time = '2s', say = 'Up' }]";
    let plan = step(&format!("name = 'X'\nreps = 2\nprepare = '3s'\n{phases}"));
    let all = [
        (300, "X. Two times."),
        (3_500, "Lower."),
        (7_000, "Up."),
        (9_000, "Two. Lower."),
        (13_000, "Up."),
        (15_950, "Done. Fifteen seconds."),
    ];
    assert_eq!(spoken(&plan, Voice::Brief, half), expected(&all));
}

#[test]
fn instructions_go_on_into_a_long_hold_but_never_over_its_signs() {
    let how = "how = ['One.', 'Two.', 'Three.', 'Four.', 'Five.']\ncautions = ['Gently.']";
    // A phrase takes two seconds.
    let plan = step(&format!("name = 'X'\nhold = '20s'\nprepare = '10s'\n{how}"));
    let all = [
        (800, "X. Twenty seconds."),
        // Until 4.8; the next would end at 7.1, in the countdown.
        (10_500, "Hold."),
        (12_800, "One."),
        (15_300, "Two."),
        // The two notes of the middle come at 20.
        (17_800, "Three."),
        (20_600, "Halfway."),
        (22_900, "Four."),
        // Until 24.9; ticks from 27 on.
        (30_950, "Done. Thirty seconds."),
    ];
    assert_eq!(spoken(&plan, Voice::Full, |_| ms(2000)), expected(&all));
    let short = step(&format!("name = 'X'\nhold = '14s'\nprepare = '10s'\n{how}"));
    let texts: Vec<_> = spoken(&short, Voice::Full, |_| ms(2000)).into_iter().map(|line| line.1).collect();
    assert_eq!(texts, ["X. Fourteen seconds.", "Hold.", "Done. Twenty-four seconds."]);
}

#[test]
fn an_exercise_is_explained_once() {
    let one = "[[step]]\nname = 'X'\nhold = '5s'\nprepare = '10s'\nhow = ['Sit.', 'Stand.']\n";
    let other = one.replace("'X'", "'Y'");
    let lines = spoken(&plan(&format!("{one}{other}{one}")), Voice::Full, half);
    let texts: Vec<&str> = lines.iter().map(|line| &*line.1).collect();
    let first = ["A morning. X. Five seconds.", "Sit.", "Stand.", "Hold."];
    let second = ["Y. Five seconds.", "Sit.", "Stand.", "Hold."];
    assert_eq!(texts[..4], first);
    assert_eq!(texts[4..8], second);
    assert_eq!(texts[8..], ["X.", "Hold.", "Done. Forty-five seconds."]);
}

#[test]
fn rests_say_what_comes_next() {
    let sets =
        "name = 'X'\nhold = '5s'\nsides = 'each'\nprepare = '5s'\nswitch = '5s'\nrest = '20s'\nsets = 3";
    let texts: Vec<_> = spoken(&step(sets), Voice::Brief, half).into_iter().map(|line| line.1).collect();
    assert!(texts.contains(&"Rest, twenty seconds. Next: set two. Left first.".to_owned()), "{texts:?}");
    assert!(texts.contains(&"Rest, twenty seconds. Next: last set. Left first.".to_owned()), "{texts:?}");
    assert!(texts.contains(&"Switch: right side.".to_owned()), "{texts:?}");
    let rounds = "[[step]]\ngroup = 'G'\nrounds = 2\nrest = '40s'\n[[step.step]]\nname = 'X'\nhold = '5s'\nprepare = '10s'";
    let texts: Vec<_> = spoken(&plan(rounds), Voice::Brief, half).into_iter().map(|line| line.1).collect();
    // The plan rests 30 s and prepares 10 s.
    let all = [
        "X. Five seconds.",
        "Hold.",
        "Rest, forty seconds. Next: last round.",
        "X.",
        "Hold.",
        "Done. One minute.",
    ];
    assert_eq!(texts, all);
}

#[test]
fn words_of_the_routine_come_with_their_cue() {
    let cues = "cues = [{ at = '4s', say = 'Soften' }, { at = '-1s', say = 'Enough' }]";
    let plan = step(&format!("name = 'X'\nhold = '12s'\nprepare = '2s'\n{cues}"));
    // The second falls into the countdown, from 11 s on, and there is no other place for it.
    let all = [
        (200, "X. Twelve seconds."),
        (2_500, "Hold."),
        (6_700, "Soften."),
        (14_950, "Done. Fourteen seconds."),
    ];
    assert_eq!(spoken(&plan, Voice::Brief, half), expected(&all));
}

#[test]
fn what_nobody_can_say_is_said_with_other_words_or_not_at_all() {
    let plan = step(&format!("{BIRD_DOG}prepare = '10s'\nhow = ['Kneel.']"));
    let takes = |text: &str| (!["Bird dog", "A morning", "Kneel."].contains(&text)).then_some(ms(500));
    let lines = lines(&script(&plan, &Course::of_plan(&plan), Voice::Full, &Said::default(), takes));
    assert_eq!(lines[..2], expected(&[(800, "Two each side, five seconds. Left first."), (10_500, "Hold.")]));
}

#[test]
fn a_pause_is_followed_by_the_name_and_the_side_and_nothing_is_said_twice() {
    let plan = step("name = 'X'\nhold = '30s'\nsides = 'left'\nprepare = '10s'\nhow = ['Sit.', 'Wait.']");
    let begin = Moment::since_origin(Duration::from_secs(100));
    let mut session = Session::new(plan.clone(), Settings::default());
    session.handle(begin, Command::Start);
    let course = |session: &Session, now| Course::of_session(session, now, begin + Duration::from_secs(1000));
    let mut said = Said::default();
    let first = planned(&plan, &course(&session, begin), Voice::Full, &said, half);
    assert_eq!(lines(&first[..1]), expected(&[(100_800, "X. Thirty seconds on the left.")]));
    // Paused in the hold, before "Sit." is at its end in the prepare: only the name was heard.
    said.note(&plan, &first[0]);
    let paused = begin + Duration::from_secs(15);
    while let Some(due) = session.deadline().filter(|due| *due <= paused) {
        session.advance(due);
    }
    session.handle(paused, Command::Pause(PauseCause::User));
    assert_eq!(planned(&plan, &course(&session, paused), Voice::Full, &said, half), []);
    let back = begin + Duration::from_mins(1);
    session.handle(back, Command::Resume(Origin::Key));
    // Eight seconds of lead-in, three of them counted; 25 s of the hold are left, its middle 10 s after it.
    let all = [
        (160_000, "X. Left side."),
        (168_460, "Sit."),
        (169_460, "Wait."),
        (178_600, "Halfway."),
        (193_950, "Done. Forty seconds."),
    ];
    assert_eq!(lines(&planned(&plan, &course(&session, back), Voice::Full, &said, half)), expected(&all));
}

#[test]
fn what_is_being_said_is_let_finish() {
    let plan = step(&format!("{BIRD_DOG}prepare = '10s'\nhow = ['Kneel.']"));
    let course = Course::of_plan(&plan);
    let all = planned(&plan, &course, Voice::Full, &Said::default(), half);
    let mut said = Said::default();
    said.note(&plan, &all[0]);
    // It lasts from 0.8 to 4.05.
    assert_eq!(planned(&plan, &course, Voice::Full, &said, half)[0].at, Moment::ORIGIN + ms(4050));
    said.hush();
    assert_eq!(planned(&plan, &course, Voice::Full, &said, half)[0].at, Moment::ORIGIN + ms(800));
}

#[test]
fn what_is_being_said_breaks_off_before_a_countdown_and_when_its_step_is_left() {
    let plan = step("name = 'X'\nhold = '30s'\nprepare = '20s'\nhow = ['Sit.', 'Wait.']");
    let begin = Moment::since_origin(Duration::from_secs(100));
    let mut session = Session::new(plan.clone(), Settings::default());
    session.handle(begin, Command::Start);
    let course = |session: &Session, now| Course::of_session(session, now, now);
    // Two phrases and 0.3 s between them: from 0.8 to 6.7.
    let all = planned(&plan, &course(&session, begin), Voice::Full, &Said::default(), |_| ms(2800));
    let now = begin + Duration::from_secs(3);
    session.advance(now);
    assert!(course(&session, now).lets_finish(&all[0]));
    // Ten seconds less: the countdown begins at 7.
    assert!(session.handle(now, Command::Less));
    assert!(course(&session, now).lets_finish(&all[0]));
    let longer = planned(&plan, &Course::of_plan(&plan), Voice::Full, &Said::default(), |_| ms(3000));
    let longer = Utterance { at: all[0].at, ..longer[0].clone() };
    assert!(!course(&session, now).lets_finish(&longer), "it ends at 7.1");
    session.handle(now, Command::Next(Origin::Key));
    assert!(!course(&session, now).lets_finish(&all[0]));
}
