//! Where there is no sound card, or only a broken one.

use std::fs;

use crate::{AT_WORK, home::Home, pty::Tty};

const NOTICE: &str = "No sound: `supple doctor`";

/// Hears what there is to hear of a first exercise, without a device.
fn listen_in_vain(home: &Home, env: &[(&str, &str)]) -> Tty {
    let mut tty = Tty::supple_with(home, &["run", "demo", "--from", "childs", "--speed", "4"], 100, 30, env);
    tty.wait_for(&["CHILD'S POSE", NOTICE, "no device"]);
    // Before the hold begins the border flashes with each of the three ticks.
    tty.wait_until("a flash", || tty.corner_is_inverse());
    tty.wait_until("no flash", || !tty.corner_is_inverse());
    tty.wait_for(&["CHILD'S POSE", AT_WORK]);
    tty.wait_until("the bell for go", || bells(&tty) >= 4);
    let raw = tty.raw();
    assert_eq!(String::from_utf8_lossy(&raw).matches(NOTICE).count(), 1);
    tty.press("\x03");
    tty.wait_for(&["Stop here?"]);
    tty.press("\x03");
    tty.wait_for(&["Kept in your history."]);
    tty.press("\x03");
    assert_eq!(tty.wait_end(), 130);
    tty.assert_as_before();
    let raw = tty.raw();
    let written = String::from_utf8_lossy(&raw);
    assert!(!written.contains("ALSA lib"), "{written}");
    tty
}

fn bells(tty: &Tty) -> usize {
    String::from_utf8_lossy(&tty.raw()).matches('\x07').count()
}

#[test]
fn without_a_sound_card_the_bell_and_a_flash_stand_in() {
    let home = Home::new();
    // A well-formed configuration of a card that is not there.
    let path = home.path().join("asound.conf");
    fs::write(&path, "pcm.!default { type hw card \"none\" }\n").unwrap();
    listen_in_vain(&home, &[("ALSA_CONFIG_PATH", path.to_str().unwrap())]);
    #[cfg(feature = "sound")]
    assert!(home.log().contains("ALSA lib"), "{}", home.log());
}

#[test]
fn a_broken_configuration_of_the_sound_stays_off_the_screen() {
    let home = Home::new();
    let path = home.path().join("asound.conf");
    fs::write(&path, "pcm.!default { type \n } } = garbage {{ \n").unwrap();
    listen_in_vain(&home, &[("ALSA_CONFIG_PATH", path.to_str().unwrap())]);
    #[cfg(feature = "sound")]
    assert!(home.log().contains("ALSA lib"), "{}", home.log());
}
