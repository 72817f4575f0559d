//! A dozen colours with a meaning each, in several themes and on terminals of any depth.

mod colour;
mod palettes;

pub use self::colour::Ground;
use self::palettes::Palette;

use ratatui::style::{Modifier, Style};

/// What a colour means. Screens name these and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Text,
    /// Beside the point: labels, what is over.
    Muted,
    /// Rules and borders.
    Line,
    /// The exercise, the chosen row.
    Accent,
    Work,
    /// Relax and rest.
    Rest,
    Switch,
    /// Prepare, and the moments before going on.
    Ready,
    Paused,
    Done,
    Warning,
    Danger,
}

impl Role {
    pub const ALL: &'static [Self] = &[
        Self::Text,
        Self::Muted,
        Self::Line,
        Self::Accent,
        Self::Work,
        Self::Rest,
        Self::Switch,
        Self::Ready,
        Self::Paused,
        Self::Done,
        Self::Warning,
        Self::Danger,
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeName {
    Dark,
    Light,
    /// Black and white and strong colours, every text at least 7 : 1.
    HighContrast,
    /// No colours: weight and words.
    Mono,
    /// The terminal's own sixteen colours on its own background.
    Terminal,
}

impl ThemeName {
    pub const ALL: &'static [Self] =
        &[Self::Dark, Self::Light, Self::HighContrast, Self::Mono, Self::Terminal];

    /// The words for them in the settings.
    pub const WORDS: &'static [&'static str] = &["dark", "light", "high-contrast", "mono", "terminal"];

    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// `None` for anything but one of the words.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|name| name.word() == word)
    }
}

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    None,
    Sixteen,
    Indexed,
    True,
}

impl Depth {
    /// From the variables `NO_COLOR`, `COLORTERM` and `TERM`. An empty `NO_COLOR` counts as not set, as its
    /// convention says.
    pub fn from_environment(no_color: Option<&str>, colorterm: Option<&str>, term: Option<&str>) -> Self {
        let term = term.unwrap_or_default();
        if no_color.is_some_and(|value| !value.is_empty()) || term.is_empty() || term == "dumb" {
            return Self::None;
        }
        if term.starts_with("vt1")
            || term.starts_with("vt2")
            || term.ends_with("-m")
            || term.ends_with("-mono")
        {
            return Self::None;
        }
        // The Linux console takes all colours and shows the nearest of its sixteen; GNU screen takes them for something
        // else. The variable is about the terminal outside, or left over.
        let heeds_colorterm = !term.starts_with("linux") && !term.starts_with("screen");
        if (heeds_colorterm && matches!(colorterm, Some("truecolor" | "24bit"))) || term.ends_with("-direct")
        {
            return Self::True;
        }
        if term.contains("256color") || ["alacritty", "foot", "xterm-kitty", "xterm-ghostty"].contains(&term)
        {
            return Self::Indexed;
        }
        Self::Sixteen
    }
}

/// The colours of one theme on one depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    name: ThemeName,
    palette: Palette,
}

impl Theme {
    /// Falls back to sixteen colours, or to none, where the depth does not allow more.
    pub fn new(name: ThemeName, depth: Depth) -> Self {
        use ThemeName::{Dark, HighContrast, Light, Mono, Terminal};
        let (name, palette) = match (name, depth) {
            (HighContrast, Depth::None) => (Mono, palettes::without_colour(false)),
            (Mono, _) | (_, Depth::None) => (Mono, palettes::without_colour(true)),
            (Terminal, _) => (Terminal, palettes::terminal()),
            (Dark, Depth::Sixteen) => (Dark, palettes::sixteen_on_dark()),
            (Light, Depth::Sixteen) => (Light, palettes::sixteen_on_light()),
            (HighContrast, Depth::Sixteen) => (HighContrast, palettes::sixteen_on_black()),
            (Dark, depth) => (Dark, palettes::painted(&palettes::DARK, depth)),
            (Light, depth) => (Light, palettes::painted(&palettes::LIGHT, depth)),
            (HighContrast, depth) => (HighContrast, palettes::painted(&palettes::HIGH_CONTRAST, depth)),
        };
        Self { name, palette }
    }

    /// The name after falling back.
    pub const fn name(&self) -> ThemeName {
        self.name
    }

    /// What the whole screen is painted with first. Nothing that a cell had before shines through.
    pub fn base(&self) -> Style {
        let blank = Style::reset();
        self.palette.ground.map_or(blank, |ground| blank.patch(self.style(Role::Text)).bg(ground))
    }

    /// Text on the ground.
    pub fn style(&self, role: Role) -> Style {
        self.palette.roles[role as usize]
    }

    /// Text knocked out of an area that is filled with the role's colour.
    pub fn filled(&self, role: Role) -> Style {
        let style = self.style(role);
        match (self.palette.ground, style.fg) {
            (Some(ground), Some(colour)) => style.fg(ground).bg(colour),
            // On a ground that is not ours, nobody else knows its colour.
            _ => style.add_modifier(Modifier::REVERSED),
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;

    /// The sixteen colours as the Linux console has them, and as xterm has them.
    const VGA: [u32; 16] = [
        0x00_0000, 0xaa_0000, 0x00_aa00, 0xaa_5500, 0x00_00aa, 0xaa_00aa, 0x00_aaaa, 0xaa_aaaa, 0x55_5555,
        0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
    ];
    const XTERM: [u32; 16] = [
        0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, 0x7f_7f7f,
        0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
    ];

    fn luminance(colour: Color, sixteen: &[u32; 16]) -> f64 {
        let of = |(red, green, blue)| colour::luminance(red, green, blue);
        let named = |n: usize| {
            let [_, red, green, blue] = sixteen[n].to_be_bytes();
            of((red, green, blue))
        };
        match colour {
            Color::Rgb(red, green, blue) => of((red, green, blue)),
            Color::Indexed(index) => of(colour::indexed_rgb(index)),
            Color::Black => named(0),
            Color::Red => named(1),
            Color::Green => named(2),
            Color::Yellow => named(3),
            Color::Blue => named(4),
            Color::Magenta => named(5),
            Color::Cyan => named(6),
            Color::Gray => named(7),
            Color::DarkGray => named(8),
            Color::LightRed => named(9),
            Color::LightGreen => named(10),
            Color::LightYellow => named(11),
            Color::LightBlue => named(12),
            Color::LightMagenta => named(13),
            Color::LightCyan => named(14),
            Color::White => named(15),
            Color::Reset => panic!("it has no fixed luminance"),
        }
    }

    fn contrast(a: f64, b: f64) -> f64 {
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Of everything that is read, and of what is only looked at: rules, borders, floors.
    fn wanted(name: ThemeName, role: Role) -> f64 {
        match (name, role) {
            (ThemeName::HighContrast, Role::Line) => 4.5,
            (ThemeName::HighContrast, _) => 7.0,
            (_, Role::Line) => 3.0,
            _ => 4.5,
        }
    }

    #[test]
    fn every_text_can_be_read() {
        for name in [ThemeName::Dark, ThemeName::Light, ThemeName::HighContrast] {
            for depth in [Depth::True, Depth::Indexed] {
                let theme = Theme::new(name, depth);
                let of = |colour| luminance(colour, &VGA);
                let ground = of(theme.base().bg.unwrap());
                for role in Role::ALL {
                    let text = contrast(of(theme.style(*role).fg.unwrap()), ground);
                    assert!(text >= wanted(name, *role), "{name:?} {depth:?} {role:?}: {text:.2}");
                    let filled = theme.filled(*role);
                    let knocked_out = contrast(of(filled.fg.unwrap()), of(filled.bg.unwrap()));
                    assert!(knocked_out >= wanted(name, *role), "{name:?} {depth:?} {role:?} filled");
                }
            }
        }
    }

    /// Where the sixteen are the usual ones and the ground is what it was taken for.
    #[test]
    fn every_text_can_be_read_in_sixteen_colours() {
        for (name, ground) in
            [(ThemeName::Dark, 0.0), (ThemeName::Light, 1.0), (ThemeName::HighContrast, 0.0)]
        {
            let theme = Theme::new(name, Depth::Sixteen);
            for sixteen in [VGA, XTERM] {
                for role in Role::ALL {
                    // Without a colour of its own it is the terminal's own text.
                    let Some(ink) = theme.style(*role).fg else { continue };
                    let text = contrast(luminance(ink, &sixteen), ground);
                    assert!(text >= wanted(name, *role), "{name:?} {role:?}: {text:.2}");
                    assert!(!theme.style(*role).add_modifier.contains(Modifier::DIM));
                }
            }
        }
    }

    #[test]
    fn work_is_told_from_every_pause_by_colour_too() {
        for theme in [
            Theme::new(ThemeName::Dark, Depth::True),
            Theme::new(ThemeName::Light, Depth::Indexed),
            Theme::new(ThemeName::HighContrast, Depth::Indexed),
            Theme::new(ThemeName::HighContrast, Depth::Sixteen),
            Theme::new(ThemeName::Dark, Depth::Sixteen),
            Theme::new(ThemeName::Light, Depth::Sixteen),
            Theme::new(ThemeName::Terminal, Depth::True),
        ] {
            let states = [Role::Work, Role::Rest, Role::Switch, Role::Ready, Role::Paused];
            for (n, a) in states.iter().enumerate() {
                for b in &states[n + 1..] {
                    assert_ne!(theme.style(*a), theme.style(*b), "{:?}: {a:?} {b:?}", theme.name());
                }
            }
        }
    }

    #[test]
    fn the_depth_follows_the_environment() {
        let depth = Depth::from_environment;
        assert_eq!(depth(Some("1"), Some("truecolor"), Some("xterm-256color")), Depth::None);
        assert_eq!(depth(Some(""), Some("truecolor"), Some("xterm-256color")), Depth::True);
        assert_eq!(depth(None, None, Some("xterm-256color")), Depth::Indexed);
        assert_eq!(depth(None, None, Some("linux")), Depth::Sixteen);
        assert_eq!(depth(None, Some("truecolor"), Some("linux")), Depth::Sixteen);
        assert_eq!(depth(None, Some("truecolor"), Some("screen.xterm-256color")), Depth::Indexed);
        assert_eq!(depth(None, Some("truecolor"), Some("tmux-256color")), Depth::True);
        assert_eq!(depth(None, Some("truecolor"), Some("dumb")), Depth::None);
        assert_eq!(depth(None, None, Some("vt100")), Depth::None);
        assert_eq!(depth(None, None, None), Depth::None);
    }

    #[test]
    fn a_theme_falls_back_with_the_depth() {
        assert_eq!(Theme::new(ThemeName::Light, Depth::None).name(), ThemeName::Mono);
        for name in ThemeName::ALL {
            let theme = Theme::new(*name, Depth::None);
            for role in Role::ALL {
                assert_eq!((theme.style(*role).fg, theme.filled(*role).bg), (None, None), "no colour at all");
            }
            let sixteen = Theme::new(*name, Depth::Sixteen);
            let more = |colour| matches!(colour, Some(Color::Rgb(..) | Color::Indexed(_)));
            assert!(Role::ALL.iter().all(|role| !more(sixteen.style(*role).fg)), "{name:?}");
        }
        let strong = Theme::new(ThemeName::HighContrast, Depth::None);
        assert!(Role::ALL.iter().all(|role| !strong.style(*role).add_modifier.contains(Modifier::DIM)));
    }

    #[test]
    fn every_name_has_a_word() {
        assert_eq!(ThemeName::from_word("high-contrast"), Some(ThemeName::HighContrast));
        assert!(ThemeName::ALL.iter().all(|name| ThemeName::from_word(name.word()) == Some(*name)));
        assert_eq!(ThemeName::from_word("auto"), None);
    }
}
