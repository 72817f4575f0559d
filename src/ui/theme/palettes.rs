//! The colours of the themes, each of them in the order of the roles.

use ratatui::style::{Color, Modifier, Style};

use super::{Depth, Role, colour};

/// What a theme comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Palette {
    /// Where the ground is ours; the terminal's own is `None`.
    pub(super) ground: Option<Color>,
    /// As many as there are roles, in their order.
    pub(super) roles: [Style; ROLES],
}

const ROLES: usize = Role::ALL.len();

/// The ground, then the roles.
type Colours = [u32; 1 + ROLES];

/// The hues of work (green), rest (blue), switch (violet) and ready (amber) differ in lightness too, for eyes that do
/// not tell all hues.
pub(super) const DARK: Colours = [
    0x0010_1418,
    0x00e6_e9ec, // text
    0x0093_9ca6, // muted
    0x0060_6a75, // line
    0x00ff_ffff, // accent
    0x0083_dc9c, // work
    0x0079_b6f2, // rest
    0x00c6_a5f7, // switch
    0x00ef_dc74, // ready
    0x00ff_9e64, // paused
    0x008f_b89c, // done
    0x00f2_b45f, // warning
    0x00ff_8a80, // danger
];

pub(super) const LIGHT: Colours = [
    0x00fb_faf7,
    0x0023_282e, // text
    0x005c_6670, // muted
    0x0088_9098, // line
    0x0008_0b0e, // accent
    0x000b_6b36, // work
    0x0015_579e, // rest
    0x006b_3fa8, // switch
    0x0068_5b00, // ready
    0x00a4_3d00, // paused
    0x0046_6b53, // done
    0x008a_4b00, // warning
    0x00b3_2020, // danger
];

pub(super) const HIGH_CONTRAST: Colours = [
    0x0000_0000,
    0x00ff_ffff, // text
    0x00d2_d7dc, // muted
    0x009a_a2aa, // line
    0x00ff_ffff, // accent
    0x0073_f59b, // work
    0x007f_c8ff, // rest
    0x00d8_bcff, // switch
    0x00ff_e64d, // ready
    0x00ff_b070, // paused
    0x00b2_e0c0, // done
    0x00ff_c45c, // warning
    0x00ff_aaa2, // danger
];

/// Every colour is ours, the ground included.
pub(super) fn painted(colours: &Colours, depth: Depth) -> Palette {
    let colour = |hex: u32| {
        let [_, red, green, blue] = hex.to_be_bytes();
        match depth {
            Depth::True => Color::Rgb(red, green, blue),
            _ => Color::Indexed(colour::nearest_index(red, green, blue)),
        }
    };
    let [ground, roles @ ..] = *colours;
    Palette { ground: Some(colour(ground)), roles: roles.map(|hex| Style::new().fg(colour(hex))) }
}

/// The user's own colours as they are, on whatever ground: only those that are seldom unreadable on either.
pub(super) fn terminal() -> Palette {
    let plain = Style::new();
    let (faint, bold) = (plain.add_modifier(Modifier::DIM), plain.add_modifier(Modifier::BOLD));
    let [green, cyan, magenta, yellow, red] =
        [Color::Green, Color::Cyan, Color::Magenta, Color::Yellow, Color::Red].map(|colour| plain.fg(colour));
    let roles = [plain, faint, faint, bold, green, cyan, magenta, yellow, red, green, yellow, red];
    Palette { ground: None, roles }
}

/// A ground that is known to be dark but not ours: the bright eight, and nothing faint, which the Linux console shows
/// in a grey that cannot be read.
pub(super) fn sixteen_on_dark() -> Palette {
    let ink = |colour| Style::new().fg(colour);
    let roles = [
        ink(Color::White),
        ink(Color::Gray),
        ink(Color::Gray),
        ink(Color::White).add_modifier(Modifier::BOLD),
        ink(Color::LightGreen),
        ink(Color::LightCyan),
        ink(Color::LightMagenta),
        ink(Color::LightYellow),
        ink(Color::LightRed),
        ink(Color::Green),
        ink(Color::LightYellow),
        ink(Color::LightRed),
    ];
    Palette { ground: None, roles }
}

/// A ground that is known to be light but not ours. Green, cyan and yellow cannot be read on it.
pub(super) fn sixteen_on_light() -> Palette {
    let plain = Style::new();
    let bold = plain.add_modifier(Modifier::BOLD);
    let roles = [
        plain,
        plain,
        plain.fg(Color::DarkGray),
        bold,
        bold,
        plain.fg(Color::Blue),
        plain.fg(Color::Magenta),
        plain.fg(Color::Red),
        bold.fg(Color::Red),
        plain,
        plain.fg(Color::Red),
        bold.fg(Color::Red),
    ];
    Palette { ground: None, roles }
}

/// High contrast where there are sixteen colours: red, blue and magenta are too dark on black for it.
pub(super) fn sixteen_on_black() -> Palette {
    let ink = |colour| Style::new().fg(colour);
    let bold = |colour| ink(colour).add_modifier(Modifier::BOLD);
    let roles = [
        ink(Color::White),
        ink(Color::White),
        ink(Color::Gray),
        bold(Color::White),
        ink(Color::LightGreen),
        ink(Color::LightCyan),
        ink(Color::Gray),
        ink(Color::LightYellow),
        bold(Color::LightYellow),
        ink(Color::LightGreen),
        ink(Color::LightYellow),
        bold(Color::LightYellow),
    ];
    Palette { ground: Some(Color::Black), roles }
}

/// `faint`: whether what is beside the point is fainter, which takes from its contrast.
pub(super) fn without_colour(faint: bool) -> Palette {
    let plain = Style::new();
    let bold = plain.add_modifier(Modifier::BOLD);
    let weak = if faint { plain.add_modifier(Modifier::DIM) } else { plain };
    let roles = [plain, weak, weak, bold, bold, plain, plain, plain, bold, weak, bold, bold];
    Palette { ground: None, roles }
}
