//! Plans that follow one another: what is due is heard, whatever is planned right after it.

use supple::{audio::Settings, runtime::clock, session::CueKind};

use crate::{
    TRIES, ms,
    rig::{self, Rig, wait},
    run, said, start_with,
};

#[test]
fn a_sound_that_is_due_is_heard_though_another_plan_comes_at_once() {
    const TEST: &str = "replanning::a_sound_that_is_due_is_heard_though_another_plan_comes_at_once";
    heard(TEST, false);
}

#[test]
fn so_is_one_that_waits_for_its_device_to_wake_up() {
    const TEST: &str = "replanning::so_is_one_that_waits_for_its_device_to_wake_up";
    heard(TEST, true);
}

/// A chime that was due a moment ago, and a plan made just now that knows nothing of it.
fn heard(test: &str, wake_device: bool) {
    if rig::is_inside() {
        let audio = start_with(Settings { wake_device, ..Settings::default() });
        let now = clock::now();
        let before = now.before(ms(5));
        audio.replace(before, vec![(before, CueKind::Prepare), (now + ms(2500), CueKind::Rest)]);
        audio.replace(now, vec![(now + ms(2500), CueKind::Go)]);
        return wait(ms(4000));
    }
    for attempt in 1..=TRIES {
        let rig = Rig::start();
        let recorder = rig.record();
        said(test, run(test, &rig));
        let heard: Vec<_> = recorder.stop().sounds().into_iter().map(|sound| sound.name).collect();
        if heard == ["prepare", "go"] {
            return;
        }
        assert!(attempt < TRIES, "{heard:?}");
    }
}
