//! Where somebody is when it ends.

use crate::{GHOSTTY, home::Home, pty::Tty};

/// A state of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Home,
    /// Where a newcomer tries the sound.
    Hearing,
    /// The screens of the history.
    History,
    /// The list of keys, over the home screen.
    Help,
    Hold,
    Pause,
    /// "Stop here?"
    Question,
    /// What comes after a session that was left.
    Summary,
}

impl Place {
    pub(crate) const ALL: [Self; 8] = [
        Self::Home,
        Self::Hearing,
        Self::History,
        Self::Help,
        Self::Hold,
        Self::Pause,
        Self::Question,
        Self::Summary,
    ];

    /// Whether there is a session, which has to be kept.
    pub(crate) fn has_session(self) -> bool {
        matches!(self, Self::Hold | Self::Pause | Self::Question | Self::Summary)
    }

    /// What `supple` is to be called with, in the words of a shell.
    pub(crate) fn words(self) -> &'static [&'static str] {
        if self.has_session() { &["run", "long", "--mute"] } else { &[] }
    }

    /// Makes the home one in which it is come by.
    pub(crate) fn prepare(self, home: &Home) {
        if self == Self::Hearing {
            std::fs::remove_file(home.path().join("state/supple/sound-tried")).unwrap();
        }
    }

    /// There, at a terminal of its own.
    #[track_caller]
    pub(crate) fn open(self, home: &Home, env: &[(&str, &str)]) -> Tty {
        self.prepare(home);
        let env = [&[GHOSTTY], env].concat();
        let tty = Tty::supple_with(home, self.words(), 100, 30, &env);
        self.go(&tty);
        tty
    }

    /// There, from where it begins.
    #[track_caller]
    pub(crate) fn go(self, tty: &Tty) {
        let (keys, shown): (&[&str], &str) = match self {
            Self::Home => (&[], "h history"),
            Self::Hearing => (&[], "enter go on"),
            Self::History => (&["h"], "Overview"),
            Self::Help => (&["?"], "esc"),
            Self::Hold => (&[], "enter enough"),
            Self::Pause => (&[" "], "space go on"),
            Self::Question => (&["q"], "Stop here?"),
            Self::Summary => (&["q", "y"], "Kept in your history."),
        };
        tty.wait_for(&[match self {
            Self::Hearing => "There is no sound here",
            _ if self.has_session() => "WALL SIT",
            _ => "h history",
        }]);
        for key in keys {
            tty.press(key);
            if *key == "q" {
                tty.wait_for(&["Stop here?"]);
            }
        }
        tty.wait_for(&[shown]);
        if self == Self::Help {
            tty.wait_until_gone("h history");
        }
    }
}
