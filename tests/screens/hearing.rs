//! Can you hear this? What a newcomer is asked before the first session.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use supple::ui::{App, Device, Effect, Input, Setup, SoundState, Trial};

use crate::{Stage, draw, home_app, keys::press, pictures::pictures, scenes, setup, text};

pub(crate) fn found() -> Device {
    Device::Found { host: "ALSA".into(), name: "HDA Intel PCH".into(), is_real: true, strayed: None }
}

pub(crate) fn app(device: Device) -> App {
    let mut app = home_app(scenes::home());
    app.show_hearing(Trial { says: Some("This is how supple sounds.".into()), device });
    app
}

pub(crate) fn muted() -> Stage {
    Stage { sound: SoundState::Muted, ..Stage::default() }
}

#[test]
fn hearing() {
    insta::assert_snapshot!(pictures(&app(found()), &Stage::default()));
}

#[test]
fn hearing_muted() {
    insta::assert_snapshot!(pictures(&app(found()), &muted()));
}

#[test]
fn hearing_nothing() {
    insta::assert_snapshot!(pictures(&app(Device::Missing), &Stage::default()));
}

#[test]
fn every_way_on_says_that_it_was_tried() {
    for key in [KeyCode::Enter, KeyCode::Char(' '), KeyCode::Esc] {
        for (device, stage) in
            [(found(), Stage::default()), (found(), muted()), (Device::Missing, Stage::default())]
        {
            let app = &mut app(device);
            assert_eq!(press(app, &stage, 'x'), [], "not any key");
            assert_eq!(press(app, &stage, key), [Effect::Heard]);
            let start = Effect::Start { routine: "gentle-twelve".into() };
            assert_eq!(press(app, &stage, KeyCode::Enter), [start], "home");
        }
    }
}

#[test]
fn whoever_leaves_says_nothing_of_the_sound() {
    let stage = Stage::default();
    let control_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    for key in [control_c, KeyCode::Char('q').into()] {
        for device in [Device::Opening, found(), Device::Missing] {
            assert_eq!(app(device).handle(Input::Key(key), &stage.scene()), [Effect::Quit]);
        }
    }
}

#[test]
fn it_is_played_again_louder_quieter_or_not_at_all() {
    let (app, stage) = (&mut app(found()), Stage::default());
    assert_eq!(press(app, &stage, 'r'), [Effect::HearAgain]);
    assert_eq!(press(app, &stage, '['), [Effect::Volume(70)]);
    assert_eq!(press(app, &stage, ']'), [Effect::Volume(90)]);
    assert_eq!(press(app, &stage, 'm'), [Effect::Mute(true)]);
    let stage = muted();
    assert_eq!(press(app, &stage, 'r'), [], "silence is kept until it is taken back");
    assert_eq!(press(app, &stage, '['), []);
    for key in ['m', ']'] {
        assert_eq!(press(app, &stage, key), [Effect::Mute(false)]);
    }
}

#[test]
fn where_there_is_nothing_to_play_on_one_can_only_try_again() {
    let (app, stage) = (&mut app(Device::Missing), Stage::default());
    for key in ['[', ']', 'm'] {
        assert_eq!(press(app, &stage, key), [], "{key}");
    }
    assert_eq!(press(app, &stage, 'r'), [Effect::HearAgain]);
    let shown = text(&draw(app, &stage, (80, 24)));
    assert!(shown.contains("bell and a flash") && shown.contains("`supple doctor` says why"), "{shown}");
    let mut app = App::home(Setup { motion: false, ..setup() }, scenes::home());
    app.show_hearing(Trial { says: None, device: Device::Missing });
    let shown = text(&draw(&app, &stage, (80, 24)));
    assert!(shown.contains("bell stands in") && !shown.contains("flash"), "nothing flashes there: {shown}");
}

#[test]
fn what_plays_it_is_said_as_soon_as_it_is_known() {
    let (app, stage) = (&mut app(Device::Opening), Stage::default());
    let shown = |app: &App| text(&draw(app, &stage, (80, 24)));
    assert!(shown(app).contains("being opened") && !shown(app).contains("plays it"));
    let trial = |device| Trial { says: None, device };
    app.hear(trial(found()));
    assert!(shown(app).contains("ALSA plays it on “HDA Intel PCH”, at 80 %."), "{}", shown(app));
    assert!(!shown(app).contains("voice"), "there is none: {}", shown(app));
    let why = Some("there is no output like \"blue\"".to_owned());
    let Device::Found { host, name, .. } = found() else { unreachable!() };
    app.hear(trial(Device::Found { host, name, is_real: true, strayed: why }));
    assert!(shown(app).contains("no output like \"blue\"."), "{}", shown(app));
    let (host, name) = ("PulseAudio".into(), "Dummy Output".into());
    app.hear(trial(Device::Found { host, name, is_real: false, strayed: None }));
    assert!(shown(app).contains("PulseAudio has no sound card"), "{}", shown(app));
    press(app, &stage, KeyCode::Enter);
    app.hear(trial(found()));
    assert!(shown(app).contains("Routines"), "what comes later brings nothing back");
}
