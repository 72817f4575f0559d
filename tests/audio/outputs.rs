//! Which output is played on, and what is known of it.

use std::time::Duration;

use supple::{
    audio::{Settings, outputs},
    session::{CueKind, Moment},
};

use crate::{
    MARK, NEAR, REP, TRIES, describe, late, moment, moments, ms, notices,
    rig::{self, Heard, Rig, wait},
    run, said, schedule, start_with,
};

#[test]
fn the_output_of_the_settings_is_played_on_though_it_is_not_the_default() {
    const TEST: &str = "outputs::the_output_of_the_settings_is_played_on_though_it_is_not_the_default";
    if rig::is_inside() {
        let settings = Settings { output: Some("KITCH".into()), ..Settings::default() };
        let audio = start_with(settings);
        schedule(&audio, [(1200, CueKind::Go)]);
        let listed: Vec<String> = outputs()
            .outlets
            .iter()
            .filter(|outlet| outlet.host == "PulseAudio")
            .map(|outlet| format!("{}{}", outlet.id, if outlet.is_default { "*" } else { "" }))
            .collect();
        println!("\n{MARK}outputs {}", listed.join(" "));
        return wait(ms(2500));
    }
    let rig = Rig::start();
    rig.add_card("kitchen");
    rig.make_default("rig");
    let (default, wanted) = (rig.record(), rig.record_card("kitchen"));
    let said = said(TEST, run(TEST, &rig));
    assert_eq!(names(&default.stop().sounds()), "");
    assert_eq!(names(&wanted.stop().sounds()), "go");
    assert!(said.contains(&"outputs rig* kitchen".to_owned()), "{said:?}");
    let opened = opened(&said);
    assert_eq!(opened.len(), 1);
    for fact in
        ["PulseAudio", "kitchen", "rate: 48000", "channels: 2", "buffer_frames: 2048", "strayed: None"]
    {
        assert!(opened[0].1.contains(fact), "{fact}: {}", opened[0].1);
    }
    assert_eq!(notices(&said), []);
}

#[test]
fn an_output_that_is_not_there_is_said_once_and_the_default_plays() {
    const TEST: &str = "outputs::an_output_that_is_not_there_is_said_once_and_the_default_plays";
    if rig::is_inside() {
        let audio = start_with(Settings { output: Some("garage".into()), ..Settings::default() });
        // Far enough apart for the device to be closed in between.
        schedule(&audio, [(1200, CueKind::Go), (8000, CueKind::Rest)]);
        return wait(ms(9000));
    }
    let rig = Rig::start();
    rig.add_card("kitchen");
    rig.make_default("rig");
    let recorder = rig.record();
    let said = said(TEST, run(TEST, &rig));
    assert_eq!(names(&recorder.stop().sounds()), "go rest");
    let notices = notices(&said);
    let [(_, strayed)] = notices.as_slice() else { panic!("{notices:?}") };
    for fact in ["Strayed", "no output like “garage”", "“Null Output”", "“kitchen”"] {
        assert!(strayed.contains(fact), "{fact}: {strayed}");
    }
    assert_eq!(opened(&said).len(), 2);
}

#[test]
fn a_change_of_the_default_output_is_followed() {
    const TEST: &str = "outputs::a_change_of_the_default_output_is_followed";
    if rig::is_inside() {
        let audio = start_with(Settings::default());
        // Open all the while, then closed and opened again.
        schedule(&audio, (0..6).map(|second| (1000 + 1000 * second, REP)).chain([(11_000, CueKind::Rest)]));
        return wait(ms(12_500));
    }
    let rig = Rig::start();
    rig.add_card("kitchen");
    rig.make_default("rig");
    let (first, second) = (rig.record(), rig.record_card("kitchen"));
    let child = run(TEST, &rig);
    wait(ms(4500));
    rig.make_default("kitchen");
    wait(ms(3500));
    rig.make_default("rig");
    let said = said(TEST, child);
    let (first, second) = (first.stop().sounds(), second.stop().sounds());
    let near = |sound: &&Heard| moments(&said).iter().any(|cue| late(sound.moment, *cue).abs() <= NEAR);
    let count = |heard: &[Heard]| heard.iter().filter(near).filter(|sound| sound.name == "rep").count();
    assert!(count(&first) >= 2, "{}", describe(&first, &moments(&said)));
    assert!(count(&second) >= 1, "{}", describe(&second, &moments(&said)));
    assert_eq!(first.last().map(|sound| sound.name), Some("rest"), "{}", describe(&first, &moments(&said)));
    assert_eq!(notices(&said), []);
}

#[test]
fn a_device_that_swallows_the_beginning_is_woken_and_one_that_is_late_is_played_sooner() {
    const TEST: &str =
        "outputs::a_device_that_swallows_the_beginning_is_woken_and_one_that_is_late_is_played_sooner";
    const DELAY: Duration = ms(400);
    if rig::is_inside() {
        let settings = Settings { wake_device: true, delay: DELAY, ..Settings::default() };
        let audio = start_with(settings);
        schedule(&audio, [(4000, CueKind::Tick), (5000, CueKind::Go)]);
        return wait(ms(6000));
    }
    for attempt in 1..=TRIES {
        let rig = Rig::start();
        let recorder = rig.record();
        let said = said(TEST, run(TEST, &rig));
        let heard = recorder.stop().sounds();
        let cues: Vec<Moment> = moments(&said).iter().map(|cue| cue.before(DELAY)).collect();
        assert_eq!(names(&heard), "tick-3 go");
        let opened = opened(&said)[0].0;
        assert!(heard[0].moment.since(opened) >= ms(1000), "{opened:?}, then {:?}", heard[0].moment);
        if heard.iter().zip(&cues).all(|(sound, cue)| late(sound.moment, *cue).abs() <= NEAR) {
            return;
        }
        let report = describe(&heard, &cues);
        assert!(attempt < TRIES, "{report}");
        eprintln!("{report}");
    }
}

/// Without the crumbs that a busy machine makes of a sound.
fn names(heard: &[Heard]) -> String {
    heard.iter().map(|sound| sound.name).filter(|name| *name != "?").collect::<Vec<_>>().join(" ")
}

/// When the device was opened, and what was got of it.
fn opened(said: &[String]) -> Vec<(Moment, String)> {
    said.iter()
        .filter_map(|line| line.strip_prefix("notice ")?.split_once(' '))
        .filter(|(_, notice)| notice.starts_with("Opened"))
        .map(|(nanos, notice)| (moment(nanos), notice.to_owned()))
        .collect()
}
