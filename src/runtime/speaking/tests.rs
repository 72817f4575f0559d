//! What a session says, whatever is done to it: the tour, with the voice in the box.

use std::time::Duration;

use super::*;
use crate::{
    plan::{Options, compile},
    routine::Library,
    session::{Command, Origin, PauseCause, Settings},
};

const FOREVER: Duration = Duration::from_hours(1);

/// The tour, begun at the clock's origin, and its voice.
fn tour(voice: Voice) -> (Session, Speaking) {
    let found = Library::open(None).playable("demo").unwrap();
    let plan = compile(&found.value.unwrap(), &Options::default());
    let mut session = Session::new(Arc::new(plan), Settings::default());
    session.set_unattended(Moment::ORIGIN);
    session.handle(Moment::ORIGIN, Command::Start);
    let scale = Scale::new(Moment::ORIGIN, 1.0);
    (session, Speaking::new(Arc::default(), scale, voice, false))
}

/// Lets time pass as somebody who wakes up in time does.
fn run(session: &mut Session, until: Moment) {
    while let Some(due) = session.deadline().filter(|due| *due <= until) {
        session.advance(due);
    }
    session.advance(until);
}

fn at(seconds: f64) -> Moment {
    Moment::since_origin(Duration::from_secs_f64(seconds))
}

fn text(speech: &Speech) -> String {
    speech.pieces.iter().map(|piece| &*piece.text).collect::<Vec<_>>().join(" ")
}

fn texts(words: &[Speech]) -> Vec<String> {
    words.iter().map(text).collect()
}

#[test]
fn what_is_planned_bit_by_bit_is_what_is_planned_at_once() {
    let (session, mut speaking) = tour(Voice::Full);
    let whole = speaking.anew(&session, Moment::ORIGIN, Moment::ORIGIN + FOREVER, None).speech;
    let (session, mut speaking) = tour(Voice::Full);
    let mut parts = speaking.anew(&session, Moment::ORIGIN, at(20.0), None).speech;
    for (now, until) in [(3.0, 25.0), (11.6, 40.0), (39.0, 41.0), (41.0, 90.0), (82.3, 300.0)] {
        parts.extend(speaking.further(&session, at(now), at(until)));
    }
    assert_eq!(parts, whole);
    assert!(whole.len() > 30, "{:?}", texts(&whole));
    assert!(text(whole.last().unwrap()).starts_with("done"));
}

#[test]
fn the_session_goes_on_under_another_clock() {
    let (session, mut speaking) = tour(Voice::Brief);
    let whole = speaking.anew(&session, Moment::ORIGIN, Moment::ORIGIN + FOREVER, None).speech;
    speaking = Speaking::new(Arc::default(), Scale::new(Moment::ORIGIN, 2.0), Voice::Brief, false);
    let fast = speaking.anew(&session, Moment::ORIGIN, Moment::ORIGIN + FOREVER, None).speech;
    // Words need as long as ever: there is room for fewer, and the last come half as late.
    let ends = |speech: &[Speech]| speech.last().unwrap().at.origin_offset();
    assert!(fast.len() < whole.len());
    assert!(ends(&fast).abs_diff(ends(&whole) / 2) < Duration::from_secs(1));
    for pair in fast.windows(2) {
        let takes = speaking.mouth.takes(&pair[0]).unwrap();
        assert!(pair[0].at + takes <= pair[1].at, "{pair:?}");
    }
}

#[test]
fn what_is_broken_off_by_a_command_is_said_again() {
    let (mut session, mut speaking) = tour(Voice::Full);
    let first = speaking.anew(&session, Moment::ORIGIN, Moment::ORIGIN + FOREVER, None).speech;
    let long = first.iter().find(|speech| text(speech).starts_with("Kneel comfortably")).unwrap();
    // In the midst of it, on to the next exercise.
    let now = long.at + Duration::from_millis(300);
    run(&mut session, now);
    assert!(session.handle(now, Command::Next(Origin::Key)));
    let Words { hush, speech } = speaking.anew(&session, now, Moment::ORIGIN + FOREVER, None);
    assert!(hush);
    assert!(text(&speech[0]).starts_with("Child"), "{:?}", texts(&speech));
    assert!(speech[0].at >= now);
    // And back: it was never heard, and what was heard before it was.
    let now = now + Duration::from_secs(1);
    run(&mut session, now);
    session.handle(now, Command::Back(Origin::Remote));
    let again = speaking.anew(&session, now, Moment::ORIGIN + FOREVER, None).speech;
    assert!(texts(&again).iter().any(|text| text.starts_with("Kneel comfortably")), "{:?}", texts(&again));
}

#[test]
fn a_pause_breaks_off_and_nothing_is_said_until_it_is_over() {
    let (mut session, mut speaking) = tour(Voice::Full);
    let first = speaking.anew(&session, Moment::ORIGIN, Moment::ORIGIN + FOREVER, None).speech;
    let now = first[0].at + Duration::from_millis(200);
    run(&mut session, now);
    session.handle(now, Command::Pause(PauseCause::User));
    assert_eq!(
        speaking.anew(&session, now, Moment::ORIGIN + FOREVER, None),
        Words { hush: true, speech: Vec::new() }
    );
    let later = now + Duration::from_mins(1);
    run(&mut session, later);
    session.handle(later, Command::Resume(Origin::Remote));
    let resumed = speaking.anew(&session, later, Moment::ORIGIN + FOREVER, None);
    assert!(!resumed.hush);
    assert_eq!(texts(&resumed.speech)[0], texts(&first)[0]);
}

#[test]
fn muted_and_without_a_voice_nothing_is_said_and_nothing_counts_as_said() {
    let (session, mut speaking) = tour(Voice::Off);
    assert_eq!(speaking.anew(&session, Moment::ORIGIN, Moment::ORIGIN + FOREVER, None).speech, []);
    speaking.set_voice(Voice::Full);
    speaking.set_muted(true);
    assert_eq!(speaking.anew(&session, at(1.0), Moment::ORIGIN + FOREVER, None).speech, []);
    speaking.set_muted(false);
    let heard = speaking.anew(&session, at(2.0), Moment::ORIGIN + FOREVER, None).speech;
    assert!(texts(&heard).iter().any(|text| text.starts_with("Kneel comfortably")), "{:?}", texts(&heard));
}

#[test]
fn a_rep_counted_by_hand_has_its_number_unless_something_is_being_said() {
    let (mut session, mut speaking) = tour(Voice::Brief);
    // In the first exercise, whose reps are done at one's own pace.
    let quiet = at(7.0);
    run(&mut session, quiet);
    let counted = speaking.anew(&session, quiet, Moment::ORIGIN + FOREVER, Some((1, 4))).speech;
    assert_eq!((counted[0].at, text(&counted[0]).as_str()), (quiet, "four"));
    let soon = quiet + Duration::from_millis(100);
    let counted = speaking.anew(&session, soon, Moment::ORIGIN + FOREVER, Some((1, 5)));
    assert!(!counted.hush);
    assert!(!texts(&counted.speech).contains(&"five".to_owned()));
}
