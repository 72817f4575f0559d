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
        (600, "Bird dog. Two each side, five seconds. Left first."),
        (10_500, "Hold."),
        // The release tone is left a tenth of the pause.
        (15_500, "Right."),
        (19_500, "Hold."),
        (24_500, "Left."),
        (28_500, "Hold."),
        (33_500, "Right."),
        (37_500, "Hold."),
        (42_950, "Done. Forty-two seconds."),
    ];
    assert_eq!(spoken(&plan, Voice::Brief, half), expected(&all));
}

#[test]
fn each_phrase_begins_after_the_one_before_and_the_silence_of_its_stop() {
    let plan = step(&format!("{BIRD_DOG}prepare = '10s'"));
    let all = planned(&plan, &Course::of_plan(&plan), Voice::Brief, &Said::default(), |text| {
        ms(if text == "two each side" { 900 } else { 700 })
    });
    // "Bird dog." 0.7 and a full stop, "two each side," 0.9 and a comma, "five seconds." 0.7 and a full stop.
    assert_eq!(all[0].starts, [0, 1_000, 2_020, 3_020].map(ms));
    assert_eq!(all[0].length, ms(3_720));
    // Where nobody can say "two each side" in one breath, it is two pieces without a break.
    let takes = |text: &str| (text != "two each side").then_some(ms(600));
    let all = script(&plan, &Course::of_plan(&plan), Voice::Brief, &Said::default(), takes);
    assert_eq!(all[0].starts, [0, 900, 1_500, 2_220, 3_120].map(ms));
    assert_eq!(all[0].text(), "Bird dog. Two each side, five seconds. Left first.");
}

#[test]
fn short_of_time_it_is_shortened_from_the_whole_to_the_side() {
    // From the end of the chime, 0.6 with a device that has to be opened, to 60 ms before the countdown; each phrase half
    // a second. The whole line takes 2.72 s, the name and the side 1.3 s.
    for (prepare, text) in [
        // To 3.94.
        ("7s", "Bird dog. Two each side, five seconds. Left first."),
        // To 2.94.
        ("6s", "Bird dog. Left first."),
        // To 1.94.
        ("5s", "Bird dog. Left first."),
        // To the end at 1.14.
        ("1200ms", "Left first."),
    ] {
        let plan = step(&format!("{BIRD_DOG}prepare = '{prepare}'"));
        assert_eq!(spoken(&plan, Voice::Full, half)[0].1, text, "{prepare}");
    }
}

#[test]
fn a_side_that_found_no_time_before_the_work_is_named_as_it_begins() {
    let plan = step(&format!("{BIRD_DOG}prepare = '400ms'"));
    let lines = spoken(&plan, Voice::Full, half);
    assert_eq!(lines[..2], expected(&[(900, "Left."), (5_900, "Right.")]));
    let bare = step("name = 'X'\nhold = '10s'\nsides = 'each'\nprepare = '0s'\nswitch = '0s'");
    let all = [(650, "Left side."), (10_500, "Right side."), (20_950, "Done. Twenty seconds.")];
    assert_eq!(spoken(&bare, Voice::Full, half), expected(&all));
}

#[test]
fn a_side_that_a_short_first_phase_left_no_time_for_is_named_with_the_next() {
    let phases = "phases = [{ name = 'Lower', time = '1s' }, { name = 'Wait', time = '500ms' }, \
                  { name = 'Lift', time = '3s' }]";
    let bare = "name = 'X'\nreps = 1\nsides = 'each'\nprepare = '0s'\nswitch = '0s'";
    let all = [(1_500, "Left. Lift."), (6_000, "Right. Lift."), (9_950, "Done. Nine seconds.")];
    assert_eq!(spoken(&step(&format!("{bare}\n{phases}")), Voice::Full, half), expected(&all));
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
        [(600, "First: left arm up."), (12_360, "Right arm up."), (14_360, "Left."), (16_400, "Right.")];
    assert_eq!(lines, expected(&all));
}

#[test]
fn reps_are_counted_on_their_ticks() {
    let plan = step("name = 'Crunch'\nreps = 3\nrep_time = '2s'\nprepare = '10s'");
    let all = [
        (600, "Crunch. Three times."),
        // The first comes with "go".
        (10_500, "One."),
        // The others when their ticks have sounded.
        (12_360, "Two."),
        (14_400, "Three."),
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
    let in_time = expected(&[(11_360, "Two."), (12_400, "Three.")]);
    assert_eq!(spoken(&plan, Voice::Counts, |_| ms(540)), in_time);
    assert_eq!(
        spoken(&plan, Voice::Counts, |_| ms(541)),
        expected(&[(11_360, "Two.")]),
        "the last tick is longer"
    );
}

#[test]
fn long_phases_are_named_and_short_ones_are_not() {
    let phases = "phases = [{ name = 'Lower', time = '3s' }, { name = 'Wait', time = '1s' }, \
                  { name = 'Lift', time = '2s', say = 'Up' }]";
    let plan = step(&format!("name = 'X'\nreps = 2\nprepare = '3s'\n{phases}"));
    let all = [
        (600, "X. Two times."),
        (3_500, "Lower."),
        (7_000, "Up."),
        (9_400, "Two. Lower."),
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
        (600, "X. Twenty seconds."),
        // Until 4.8; the next would end at 7.1, in the countdown.
        (10_500, "Hold."),
        // Half a second of quiet after other words.
        (13_000, "One."),
        (15_500, "Two."),
        // The two notes of the middle come at 20: too soon for the next.
        (20_600, "Halfway."),
        // What to take care of before the last of how to do it. Until 25.1; ticks from 27 on.
        (23_100, "Gently."),
        (30_950, "Done. Thirty seconds."),
    ];
    assert_eq!(spoken(&plan, Voice::Full, |_| ms(2000)), expected(&all));
    let short = step(&format!("name = 'X'\nhold = '14s'\nprepare = '10s'\n{how}"));
    let texts: Vec<_> = spoken(&short, Voice::Full, |_| ms(2000)).into_iter().map(|line| line.1).collect();
    // "Hold." ends at 12.5; from 13 to 15 there is room for one, which is all that a short hold has.
    assert_eq!(texts, ["X. Fourteen seconds.", "Hold.", "Gently.", "Done. Twenty-four seconds."]);
}

#[test]
fn short_pauses_and_reps_have_room_for_one_instruction_with_quiet_around_it() {
    let how = "how = ['Zero.', 'One.', 'Two.', 'Three.']\ncautions = ['Gently.']\nprepare = '4s'";
    let said = |work: &str| spoken(&step(&format!("name = 'X'\n{work}\n{how}")), Voice::Full, second);
    let holds = [
        (4_500, "Hold."),
        // Until 7; half a second later is soon enough, and the hold ends at 8.
        (6_000, "Zero."),
        // After the release tone.
        (8_500, "Relax."),
        (9_800, "One."),
        (13_000, "Hold."),
        (14_500, "Two."),
        (17_450, "Done. Seventeen seconds."),
    ];
    let all = said("reps = 2\nhold = '4s'\nrelax = '4500ms'");
    assert_eq!((&*all[1].1, &all[2..]), ("Gently.", &expected(&holds)[..]));
    let reps = [
        // With half a second of quiet on both sides an instruction would end at 7.5, after the rep.
        (4_500, "One."),
        // When the tick has sounded; it takes less time than "go".
        (7_800, "Two."),
        (9_300, "Gently."),
        (11_750, "Done. Eleven seconds."),
    ];
    assert_eq!(said("reps = 2\nrep_time = '3400ms'")[1..], expected(&reps));
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
        "Rest, thirty seconds. Next: last round.",
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
        (600, "X. Twelve seconds."),
        (2_500, "Hold."),
        (6_700, "Soften."),
        (14_950, "Done. Fourteen seconds."),
    ];
    assert_eq!(spoken(&plan, Voice::Brief, half), expected(&all));
}

#[test]
fn words_of_the_routine_for_half_way_are_said_in_the_place_of_ours() {
    let plan = step("name = 'X'\nhold = '30s'\nprepare = '2s'\ncues = [{ at = 'half', say = 'Soften' }]");
    for (voice, text) in [(Voice::Full, "Soften."), (Voice::Brief, "Soften."), (Voice::Counts, "Halfway.")] {
        let said = spoken(&plan, voice, half);
        let within: Vec<_> = said.iter().filter(|line| (10_000..30_000).contains(&line.0)).collect();
        // After the longer of the two sounds of this moment.
        assert_eq!(within, [&(17_700, text.to_owned())], "{voice:?}");
    }
    // Where nobody can say it, it is half-way all the same.
    let takes = |text: &str| (!text.starts_with("Soften")).then_some(ms(500));
    let said = lines(&script(&plan, &Course::of_plan(&plan), Voice::Full, &Said::default(), takes));
    assert!(said.contains(&(17_700, "Halfway.".to_owned())), "{said:?}");
}

#[test]
fn what_nobody_can_say_is_said_with_other_words_or_not_at_all() {
    let plan = step(&format!("{BIRD_DOG}prepare = '10s'\nhow = ['Kneel.']"));
    let takes = |text: &str| (!["Bird dog", "A morning", "Kneel."].contains(&text)).then_some(ms(500));
    let lines = lines(&script(&plan, &Course::of_plan(&plan), Voice::Full, &Said::default(), takes));
    assert_eq!(lines[..2], expected(&[(600, "Two each side, five seconds. Left first."), (10_500, "Hold.")]));
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
    assert_eq!(lines(&first[..1]), expected(&[(100_600, "X. Thirty seconds on the left.")]));
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
    // It lasts from 0.6 to 3.32, and after it comes a pause.
    assert_eq!(planned(&plan, &course, Voice::Full, &said, half)[0].at, Moment::ORIGIN + ms(3620));
    said.hush();
    assert_eq!(planned(&plan, &course, Voice::Full, &said, half)[0].at, Moment::ORIGIN + ms(600));
}

#[test]
fn what_is_being_said_breaks_off_before_a_countdown_and_when_its_step_is_left() {
    let plan = step("name = 'X'\nhold = '30s'\nprepare = '20s'\nhow = ['Sit.', 'Wait.']");
    let begin = Moment::since_origin(Duration::from_secs(100));
    let mut session = Session::new(plan.clone(), Settings::default());
    session.handle(begin, Command::Start);
    let course = |session: &Session, now| Course::of_session(session, now, now);
    // Two phrases and 0.3 s between them: from 0.6 to 6.9.
    let all = planned(&plan, &course(&session, begin), Voice::Full, &Said::default(), |_| ms(3000));
    let now = begin + Duration::from_secs(3);
    session.advance(now);
    assert!(course(&session, now).lets_finish(&all[0]));
    // Ten seconds less: the countdown begins at 7.
    assert!(session.handle(now, Command::Less));
    assert!(course(&session, now).lets_finish(&all[0]));
    let longer = planned(&plan, &Course::of_plan(&plan), Voice::Full, &Said::default(), |_| ms(3200));
    let longer = Utterance { at: all[0].at, ..longer[0].clone() };
    assert!(!course(&session, now).lets_finish(&longer), "it ends at 7.3");
    session.handle(now, Command::Next(Origin::Key));
    assert!(!course(&session, now).lets_finish(&all[0]));
}

#[test]
fn how_it_is_done_is_said_in_its_order_even_where_a_later_sentence_would_fit_before() {
    let how =
        "how = ['One.', 'Two.', 'Three.']\ncautions = ['Gently.']\ncues = [{ at = '6s', say = 'Soft' }]";
    let plan = step(&format!("name = 'X'\nhold = '40s'\nprepare = '4s'\n{how}"));
    // Until "Soft" and until the middle, at 24, there is room for "Three" and "Gently", but not for "Two". After it there
    // is none for anything.
    let takes = |text: &str| Some(if text == "Two." { ms(14_000) } else { ms(1000) });
    let all = lines(&script(&plan, &Course::of_plan(&plan), Voice::Full, &Said::default(), takes));
    let order: Vec<&str> = all.iter().map(|line| &*line.1).filter(|text| text.len() < 8).collect();
    assert_eq!(order, ["Hold.", "One.", "Gently.", "Soft.", "Two."]);
}

#[test]
fn what_to_take_care_of_is_said_before_the_work_if_it_fits_at_all() {
    let how = "how = ['One.', 'Two.', 'Three.']\ncautions = ['Gently.']";
    let said = |prepare: &str| {
        let plan = step(&format!("name = 'X'\nhold = '30s'\nprepare = '{prepare}'\n{how}"));
        let lines = spoken(&plan, Voice::Full, |_| ms(2000)).into_iter().map(|line| line.1);
        lines.skip(1).take_while(|text| text != "Hold.").collect::<Vec<_>>()
    };
    // The name and the dose take until 4.9, each sentence 2.3 s with the quiet before it, and the last 3 s count down.
    assert_eq!(said("18s"), ["One.", "Two.", "Three.", "Gently."]);
    assert_eq!(said("15s"), ["One.", "Two.", "Gently."]);
    assert_eq!(said("11s"), ["Gently."]);
    assert_eq!(said("10s"), [""; 0]);
}

#[test]
fn how_the_sides_are_changed_is_not_said_while_one_of_them_is_held() {
    let text = "name = 'X'\nhold = '30s'\nprepare = '8s'\nhow = ['Up.', 'Down, and roll over.']";
    let said = |sides: &str| -> Vec<String> {
        let plan = step(&format!("{text}\nsides = {sides}"));
        spoken(&plan, Voice::Full, second).into_iter().map(|line| line.1).collect()
    };
    let both = said("'each'\nswitch = '10s'");
    let place = |text: &str| both.iter().position(|line| line.contains(text)).unwrap();
    assert!(place("Up.") < place("Switch"), "{both:?}");
    assert_eq!(place("Down, and roll over."), place("Switch") + 1, "{both:?}");
    // Of work on one side it is a sentence like any other.
    assert!(said("'left'").contains(&"Down, and roll over.".to_owned()));
}
