//! Which colours suit the terminal. It is asked for its ground, nobody waits for the answer, and what it said is
//! remembered for the first picture of the next time.

use std::{env, fs, path::PathBuf};

use super::backstage::Backstage;
use crate::{
    figure::Glyphs,
    private,
    ui::{Depth, Ground, Theme, ThemeName},
};

/// For the colour of its ground. It ends with BEL, which the terminal's answer then does too: some end it wrongly otherwise.
pub(super) const QUESTION: &str = "\x1b]11;?\x07";

/// What is known of the terminal's colours, and what the user wants.
#[derive(Clone, Debug)]
pub(super) struct Colours {
    wanted: Option<ThemeName>,
    depth: Depth,
    ground: Option<Ground>,
    /// Which terminal this is, as far as it tells without being asked.
    terminal: String,
    /// Where the answers are remembered.
    file: PathBuf,
    /// What is in there of this terminal.
    remembered: Option<Ground>,
}

impl Colours {
    pub(super) fn new(backstage: &Backstage) -> Self {
        let wanted = backstage.settings().theme.and_then(ThemeName::from_word);
        Self::of(wanted, backstage.paths().state.join("ground"), |name| env::var(name).ok())
    }

    fn of(wanted: Option<ThemeName>, file: PathBuf, variable: impl Fn(&str) -> Option<String>) -> Self {
        let [term, program, told] =
            ["TERM", "TERM_PROGRAM", "COLORFGBG"].map(|name| variable(name).unwrap_or_default());
        let depth = Depth::from_environment(
            variable("NO_COLOR").as_deref(),
            variable("COLORTERM").as_deref(),
            Some(&term),
        );
        let terminal = [&*term, &*program, &*told].join(" ");
        let remembered = fs::read_to_string(&file).ok().and_then(|text| recall(&text, &terminal));
        // It is black from the kernel on, and is not to be asked.
        let console = is_console(&term).then_some(Ground::Dark);
        Self { wanted, depth, ground: console.or(remembered).or(said(&told)), terminal, file, remembered }
    }

    pub(super) fn theme(&self) -> Theme {
        let name = self.wanted.unwrap_or(match (self.ground, self.depth) {
            (Some(Ground::Light), _) => ThemeName::Light,
            // Where the ground cannot be painted over, it had better be known.
            (None, Depth::Sixteen) => ThemeName::Terminal,
            (Some(Ground::Dark) | None, _) => ThemeName::Dark,
        });
        Theme::new(name, self.depth)
    }

    /// What the terminal is to be asked; nothing where the answer would change nothing, or where the question might be
    /// shown: who has 256 colours knows what not to show.
    pub(super) fn question(&self) -> Option<&'static str> {
        (self.wanted.is_none() && matches!(self.depth, Depth::Indexed | Depth::True)).then_some(QUESTION)
    }

    /// The terminal has said what its ground is. Whether that changes the colours.
    pub(super) fn learn(&mut self, ground: Ground) -> bool {
        let before = self.theme();
        self.ground = Some(ground);
        self.theme() != before
    }

    /// Keeps what was learnt for the next time. If that cannot be, the next first picture may have other colours for a
    /// moment, which does no harm.
    pub(super) fn remember(&self) {
        let Some(ground) = self.ground.filter(|ground| Some(*ground) != self.remembered) else { return };
        if self.question().is_none() {
            return;
        }
        let word = if ground == Ground::Light { LIGHT } else { DARK };
        let _ = private::write(&self.file, &format!("{word} {}\n", self.terminal));
    }
}

/// What figures are drawn with, as wanted or as the terminal can.
pub(super) fn glyphs(wanted: Option<&str>) -> Glyphs {
    match wanted {
        Some("octants") => Glyphs::Octants,
        Some("blocks") => Glyphs::HalfBlocks,
        Some("ascii") => Glyphs::Ascii,
        _ if on_console() => Glyphs::HalfBlocks,
        _ => Glyphs::Braille,
    }
}

/// Whether this is the Linux console, whose font has letters, lines and blocks and little else.
pub(super) fn on_console() -> bool {
    env::var("TERM").is_ok_and(|term| is_console(&term))
}

fn is_console(term: &str) -> bool {
    term == "linux" || term.starts_with("linux-")
}

const DARK: &str = "dark";
const LIGHT: &str = "light";

/// What was remembered, if it was of this terminal.
fn recall(text: &str, terminal: &str) -> Option<Ground> {
    match text.trim_end_matches('\n').split_once(' ')? {
        (DARK, of) if of == terminal => Some(Ground::Dark),
        (LIGHT, of) if of == terminal => Some(Ground::Light),
        _ => None,
    }
}

/// Some terminals tell their colours unasked: "15;0" is white on black, and a ground of 7 or 15 is a light one.
fn said(colours: &str) -> Option<Ground> {
    match colours.rsplit(';').next()?.parse::<u8>().ok()? {
        7 | 9..=15 => Some(Ground::Light),
        0..=6 | 8 => Some(Ground::Dark),
        _ => None,
    }
}

/// The ground in an answer, without what stands around it: `rgb:1010/1414/1818`, with one to four digits each,
/// perhaps `rgba:` and a fourth, or `#101418`.
pub(super) fn answered(colour: &str) -> Option<Ground> {
    let parts: Vec<&str> = match colour.strip_prefix('#') {
        Some(digits) if digits.is_ascii() && !digits.is_empty() && digits.len().is_multiple_of(3) => {
            let (first, rest) = digits.split_at(digits.len() / 3);
            let (second, third) = rest.split_at(first.len());
            vec![first, second, third]
        }
        Some(_) => return None,
        None => colour.strip_prefix("rgb:").or(colour.strip_prefix("rgba:"))?.split('/').collect(),
    };
    let [red, green, blue] = *parts.first_chunk()?;
    Some(Ground::of(channel(red)?, channel(green)?, channel(blue)?))
}

/// Of however many digits: `f`, `ff` and `ffff` are all there is.
fn channel(digits: &str) -> Option<u8> {
    // A number may have a sign; a colour has none.
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let most = match digits.len() {
        length @ 1..=4 => (1_u32 << (4 * length)) - 1,
        _ => return None,
    };
    let value = u32::from_str_radix(digits, 16).ok()?;
    u8::try_from(value * 255 / most).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours(file: &std::path::Path, variables: &[(&str, &str)]) -> Colours {
        let variable =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Colours::of(None, file.to_path_buf(), variable)
    }

    #[test]
    fn answers_are_understood_in_every_form() {
        for light in
            ["rgb:ffff/ffff/ffff", "rgb:fd/f6/e3", "rgb:f/f/f", "rgba:ffff/ffff/ffff/8000", "#fdf6e3", "#fff"]
        {
            assert_eq!(answered(light), Some(Ground::Light), "{light}");
        }
        for dark in ["rgb:0000/2b2b/3636", "rgb:1/1/1", "#101418", "#101014141818", "rgb:0fff/0fff/0fff"] {
            assert_eq!(answered(dark), Some(Ground::Dark), "{dark}");
        }
        for nonsense in [
            "",
            "rgb:",
            "rgb:ff/ff",
            "rgb:fffff/0/0",
            "rgb:gg/00/00",
            "#ffff",
            "#",
            "?",
            "#é1234",
            "rgb:+f/0/0",
        ] {
            assert_eq!(answered(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn the_first_picture_has_the_colours_of_the_last_time_on_this_terminal() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/ground");
        let here = [("TERM", "xterm-256color"), ("TERM_PROGRAM", "one")];
        let mut first = colours(&file, &here);
        assert_eq!(first.theme().name(), ThemeName::Dark, "nothing is known yet");
        assert!(!first.learn(Ground::Dark) && first.learn(Ground::Light));
        first.remember();
        assert_eq!(colours(&file, &here).theme().name(), ThemeName::Light);
        // Another terminal may well be another.
        let there = [("TERM", "xterm-256color"), ("TERM_PROGRAM", "other")];
        assert_eq!(colours(&file, &there).theme().name(), ThemeName::Dark);
        fs::write(&file, "not what was written").unwrap();
        assert_eq!(colours(&file, &here).theme().name(), ThemeName::Dark);
    }

    #[test]
    fn who_tells_its_colours_unasked_is_believed_until_it_answers() {
        let folder = tempfile::tempdir().unwrap();
        let name = |value: &str| {
            colours(&folder.path().join("ground"), &[("TERM", "rxvt"), ("COLORFGBG", value)]).theme().name()
        };
        assert_eq!(["0;15", "0;default;7", "0;11"].map(name), [ThemeName::Light; 3]);
        assert_eq!(["15;0", "12;8", "7;default;0"].map(name), [ThemeName::Dark; 3]);
        assert_eq!(
            ["", "0;default", "15;x"].map(name),
            [ThemeName::Terminal; 3],
            "sixteen colours on who knows what"
        );
    }

    #[test]
    fn only_who_understands_the_question_is_asked_and_only_if_it_matters() {
        let folder = tempfile::tempdir().unwrap();
        let asks = |variables: &[(&str, &str)]| {
            colours(&folder.path().join("ground"), variables).question().is_some()
        };
        assert!(asks(&[("TERM", "xterm-256color")]) && asks(&[("TERM", "tmux-256color"), ("TMUX", "x")]));
        assert!(asks(&[("TERM", "xterm"), ("COLORTERM", "truecolor")]));
        for term in ["linux", "xterm", "vt100", "dumb", "ansi", "eterm-color", ""] {
            assert!(!asks(&[("TERM", term)]), "{term}");
        }
        assert!(!asks(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]));
        let wanted =
            Colours { wanted: Some(ThemeName::Light), ..colours(folder.path(), &[("TERM", "foot")]) };
        assert_eq!(wanted.question(), None);
    }

    #[test]
    fn the_settings_know_every_theme() {
        for word in ThemeName::WORDS {
            let (settings, faults) = crate::config::settings::read(&format!("theme = \"{word}\""));
            assert!(faults.is_empty(), "{word}");
            assert_eq!(settings.theme, Some(*word));
        }
    }

    #[test]
    fn the_console_is_dark() {
        let folder = tempfile::tempdir().unwrap();
        let theme = colours(&folder.path().join("ground"), &[("TERM", "linux")]).theme();
        assert_eq!(theme, Theme::new(ThemeName::Dark, Depth::Sixteen));
    }
}
