//! About a dozen colours with a meaning each, in several themes and on terminals of any depth.

use ratatui::style::{Color, Modifier, Style};

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
    /// The terminal's own sixteen colours on its own background.
    Terminal,
    Mono,
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
        if matches!(colorterm, Some("truecolor" | "24bit")) || term.ends_with("-direct") {
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

#[derive(Clone, Debug, PartialEq, Eq)]
enum Palette {
    /// Every colour is ours, the ground included.
    Painted {
        ground: Color,
        roles: Vec<Color>,
    },
    Sixteen,
    Mono,
}

impl Theme {
    /// Falls back to the terminal's own colours, or to none, where the depth does not allow more.
    pub fn new(name: ThemeName, depth: Depth) -> Self {
        let (name, palette) = match (name, depth) {
            (ThemeName::Mono, _) | (_, Depth::None) => (ThemeName::Mono, Palette::Mono),
            (ThemeName::Terminal, _) | (_, Depth::Sixteen) => (ThemeName::Terminal, Palette::Sixteen),
            (ThemeName::Dark, _) => (name, painted(&DARK, depth)),
            (ThemeName::Light, _) => (name, painted(&LIGHT, depth)),
        };
        Self { name, palette }
    }

    /// The name after falling back.
    pub const fn name(&self) -> ThemeName {
        self.name
    }

    /// What the whole screen is painted with first.
    pub fn base(&self) -> Style {
        match &self.palette {
            Palette::Painted { ground, roles } => Style::new().fg(roles[Role::Text as usize]).bg(*ground),
            Palette::Sixteen | Palette::Mono => Style::reset(),
        }
    }

    /// Text on the ground.
    pub fn style(&self, role: Role) -> Style {
        match &self.palette {
            Palette::Painted { roles, .. } => Style::new().fg(roles[role as usize]),
            Palette::Sixteen => sixteen(role),
            Palette::Mono => mono(role),
        }
    }

    /// Text knocked out of an area that is filled with the role's colour.
    pub fn filled(&self, role: Role) -> Style {
        match &self.palette {
            Palette::Painted { ground, roles } => Style::new().fg(*ground).bg(roles[role as usize]),
            Palette::Sixteen => match sixteen(role).fg {
                Some(colour) => Style::new().fg(Color::Black).bg(colour),
                None => Style::new().add_modifier(Modifier::REVERSED),
            },
            Palette::Mono => Style::new().add_modifier(Modifier::REVERSED),
        }
    }
}

const fn rgb(hex: u32) -> (u8, u8, u8) {
    let [_, red, green, blue] = hex.to_be_bytes();
    (red, green, blue)
}

/// The ground, then the roles in their order. The hues of work (green to yellow-green), rest (blue), switch (violet)
/// and ready (amber) differ in lightness too, for eyes that do not tell all hues.
const DARK: [(u8, u8, u8); 13] = [
    rgb(0x0010_1418),
    rgb(0x00e6_e9ec),
    rgb(0x0093_9ca6),
    rgb(0x0045_4d57),
    rgb(0x00ff_ffff),
    rgb(0x0083_dc9c),
    rgb(0x0079_b6f2),
    rgb(0x00c6_a5f7),
    rgb(0x00f2_c76b),
    rgb(0x00ff_9e64),
    rgb(0x008f_b89c),
    rgb(0x00f2_b45f),
    rgb(0x00ff_8a80),
];

const LIGHT: [(u8, u8, u8); 13] = [
    rgb(0x00fb_faf7),
    rgb(0x0023_282e),
    rgb(0x005c_6670),
    rgb(0x00c4_c8cc),
    rgb(0x0008_0b0e),
    rgb(0x000b_6b36),
    rgb(0x0015_579e),
    rgb(0x006b_3fa8),
    rgb(0x007a_5300),
    rgb(0x00a4_3d00),
    rgb(0x0046_6b53),
    rgb(0x008a_4b00),
    rgb(0x00b3_2020),
];

fn painted(colours: &[(u8, u8, u8); 13], depth: Depth) -> Palette {
    let colour = |(red, green, blue)| match depth {
        Depth::True => Color::Rgb(red, green, blue),
        _ => Color::Indexed(nearest_index(red, green, blue)),
    };
    let [ground, roles @ ..] = *colours;
    Palette::Painted { ground: colour(ground), roles: roles.into_iter().map(colour).collect() }
}

fn sixteen(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Text => style,
        Role::Muted | Role::Line => style.add_modifier(Modifier::DIM),
        Role::Accent => style.add_modifier(Modifier::BOLD),
        Role::Work | Role::Done => style.fg(Color::Green),
        Role::Rest => style.fg(Color::Cyan),
        Role::Switch => style.fg(Color::Magenta),
        Role::Ready | Role::Warning => style.fg(Color::Yellow),
        Role::Paused | Role::Danger => style.fg(Color::Red),
    }
}

fn mono(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Muted | Role::Line | Role::Done => style.add_modifier(Modifier::DIM),
        Role::Accent | Role::Work | Role::Warning | Role::Danger | Role::Paused => {
            style.add_modifier(Modifier::BOLD)
        }
        Role::Text | Role::Rest | Role::Switch | Role::Ready => style,
    }
}

/// The nearest of the 240 fixed colours of a 256-colour terminal: its cube and its greys. The first sixteen are the
/// user's own and could be anything.
fn nearest_index(red: u8, green: u8, blue: u8) -> u8 {
    (16..=255)
        .min_by_key(|&index| {
            let (r, g, b) = indexed_rgb(index);
            [(r, red), (g, green), (b, blue)]
                .map(|(x, y)| u32::from(x.abs_diff(y)).pow(2))
                .iter()
                .sum::<u32>()
        })
        .unwrap_or(255)
}

fn indexed_rgb(index: u8) -> (u8, u8, u8) {
    if index >= 232 {
        let grey = 8 + 10 * (index - 232);
        return (grey, grey, grey);
    }
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    let cube = index.saturating_sub(16);
    (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Color) -> f64 {
        let (red, green, blue) = match colour {
            Color::Rgb(red, green, blue) => (red, green, blue),
            Color::Indexed(index) => indexed_rgb(index),
            other => panic!("{other} has no fixed luminance"),
        };
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    fn contrast(a: Color, b: Color) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_can_be_read() {
        for name in [ThemeName::Dark, ThemeName::Light] {
            for depth in [Depth::True, Depth::Indexed] {
                let theme = Theme::new(name, depth);
                let ground = theme.base().bg.unwrap();
                for role in Role::ALL.iter().filter(|role| **role != Role::Line) {
                    let text = contrast(theme.style(*role).fg.unwrap(), ground);
                    assert!(text >= 4.5, "{name:?} {depth:?} {role:?}: {text:.2}");
                    let filled = theme.filled(*role);
                    let knocked_out = contrast(filled.fg.unwrap(), filled.bg.unwrap());
                    assert!(knocked_out >= 4.5, "{name:?} {depth:?} {role:?} filled: {knocked_out:.2}");
                }
            }
        }
    }

    #[test]
    fn work_is_told_from_every_pause_by_colour_too() {
        for theme in [
            Theme::new(ThemeName::Dark, Depth::True),
            Theme::new(ThemeName::Light, Depth::Indexed),
            Theme::new(ThemeName::Dark, Depth::Sixteen),
        ] {
            let states = [Role::Work, Role::Rest, Role::Switch, Role::Ready, Role::Paused];
            for (n, a) in states.iter().enumerate() {
                for b in &states[n + 1..] {
                    assert_ne!(theme.style(*a), theme.style(*b), "{a:?} {b:?}");
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
        assert_eq!(depth(None, Some("truecolor"), Some("dumb")), Depth::None);
        assert_eq!(depth(None, None, Some("vt100")), Depth::None);
        assert_eq!(depth(None, None, None), Depth::None);
    }

    #[test]
    fn a_theme_falls_back_with_the_depth() {
        assert_eq!(Theme::new(ThemeName::Light, Depth::None).name(), ThemeName::Mono);
        assert_eq!(Theme::new(ThemeName::Dark, Depth::Sixteen).name(), ThemeName::Terminal);
        for role in Role::ALL {
            let theme = Theme::new(ThemeName::Dark, Depth::None);
            assert_eq!((theme.style(*role).fg, theme.filled(*role).bg), (None, None), "no colour at all");
        }
    }

    #[test]
    fn the_cube_is_the_one_that_terminals_have() {
        assert_eq!(indexed_rgb(16), (0, 0, 0));
        assert_eq!(indexed_rgb(67), (95, 135, 175));
        assert_eq!(indexed_rgb(255), (238, 238, 238));
        assert_eq!(nearest_index(255, 255, 255), 231);
    }
}
