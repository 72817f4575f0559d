//! Whether a session can be controlled from elsewhere, and what there is of a desktop.

use super::{super::control, Area, Report, fault, list, note, ok, shown};
use crate::config::{paths::Paths, settings::Settings};

pub(super) fn examine(paths: Option<&Paths>, settings: &Settings, tell: &mut dyn FnMut(Report)) {
    tell(Report::Area(Area::Around));
    if let Some(paths) = paths {
        let (folder, tried) = control::try_out(paths);
        let place = shown(&folder);
        tell(match tried {
            Ok(()) => ok(Area::Around, format!("Control from elsewhere (`supple ctl`): sockets in {place}")),
            Err(error) => {
                let says =
                    format!("No session can be controlled from elsewhere: no socket in {place}: {error}.");
                fault(Area::Around, says, "See what that is, and whose; XDG_RUNTIME_DIR names another place.")
            }
        });
    }
    session_bus(tell);
    let switches = [
        ("media_keys", settings.media_keys),
        ("notifications", settings.notifications),
        ("keep_awake", settings.keep_awake),
        ("mouse", settings.mouse),
    ];
    let those = |wanted: bool| -> Vec<&str> {
        switches.iter().filter(|(_, on)| *on == wanted).map(|(name, _)| *name).collect()
    };
    let (on, off) = (those(true), those(false));
    let sentence = |words: &[&str], how: &str| {
        if words.is_empty() { String::new() } else { format!("Switched {how}: {}. ", list(words, "and")) }
    };
    tell(note(Area::Around, (sentence(&on, "on") + &sentence(&off, "off")).trim_end()));
}

#[cfg(all(feature = "desktop", target_os = "linux"))]
fn session_bus(tell: &mut dyn FnMut(Report)) {
    use super::super::desktop::{Found, look};
    tell(match look() {
        Found::Nothing => note(
            Area::Around,
            "No session bus answers: media keys and notifications do nothing. A desktop brings one.",
        ),
        Found::Bus => note(
            Area::Around,
            "There is a session bus, for media keys; but nobody on it shows notifications.",
        ),
        Found::Notifications { by, has_buttons } => {
            let buttons = if has_buttons { "" } else { ", without buttons" };
            ok(Area::Around, format!("Media keys by the session bus; notifications by {by}{buttons}."))
        }
    });
}

#[cfg(not(all(feature = "desktop", target_os = "linux")))]
fn session_bus(tell: &mut dyn FnMut(Report)) {
    let why = if cfg!(feature = "desktop") { "are there on Linux alone" } else { "were not built in" };
    tell(note(Area::Around, format!("Media keys and notifications {why} (feature `desktop`).")));
}
