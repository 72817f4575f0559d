//! Colours: on every screen in every theme text can be read, and no state is told by colour alone.

use std::collections::BTreeMap;

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier, Style},
};
use supple::ui::{Depth, Role, Theme, ThemeName};

use crate::{
    gallery::{Exhibit, every_screen, states},
    text,
};

const SIZES: [(u16, u16); 2] = [(40, 12), (100, 30)];

/// Every picture that differs in its colours.
fn palettes() -> Vec<(ThemeName, Depth, Theme)> {
    let painted = [ThemeName::Dark, ThemeName::Light, ThemeName::HighContrast];
    let mut palettes: Vec<_> = painted
        .into_iter()
        .flat_map(|name| [Depth::True, Depth::Indexed, Depth::Sixteen].map(|depth| (name, depth)))
        .collect();
    palettes.extend([(ThemeName::Terminal, Depth::Sixteen), (ThemeName::Mono, Depth::None)]);
    palettes.into_iter().map(|(name, depth)| (name, depth, Theme::new(name, depth))).collect()
}

/// What a cell is drawn in, as far as the theme has a word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Drawn {
    role: Role,
    filled: bool,
    /// Besides what the role brings along.
    bold: bool,
    turned: bool,
}

/// In the dark theme no two roles look alike.
fn drawn(cell: &Cell, dark: &Theme) -> Option<Drawn> {
    let looks = |style: Style| {
        let style = dark.base().patch(style);
        (style.fg, style.bg) == (Some(cell.fg), Some(cell.bg))
    };
    let with = |role: &Role, filled| Drawn {
        role: *role,
        filled,
        bold: cell.modifier.contains(Modifier::BOLD),
        turned: cell.modifier.contains(Modifier::REVERSED),
    };
    let plain = Role::ALL.iter().find(|role| looks(dark.style(**role))).map(|role| with(role, false));
    plain.or_else(|| Role::ALL.iter().find(|role| looks(dark.filled(**role))).map(|role| with(role, true)))
}

impl Drawn {
    /// How another theme draws the same.
    fn style(self, theme: &Theme) -> Style {
        let style = if self.filled { theme.filled(self.role) } else { theme.style(self.role) };
        let mut style = theme.base().patch(style);
        if self.bold {
            style = style.add_modifier(Modifier::BOLD);
        }
        if self.turned {
            style = style.add_modifier(Modifier::REVERSED);
        }
        style
    }

    /// One letter; a strong one is a capital, a filled one a digit or sign, a turned one a star.
    fn letter(self) -> char {
        const LETTERS: [char; 12] = ['t', 'm', 'l', 'a', 'w', 'r', 's', 'y', 'p', 'd', '!', 'x'];
        const FILLED: [char; 12] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '+', '-'];
        let at = self.role as usize;
        match (self.turned, self.filled, self.bold) {
            (true, ..) => '*',
            (_, true, _) => FILLED[at],
            (_, _, true) if LETTERS[at] == '!' => '?',
            (_, _, true) => LETTERS[at].to_ascii_uppercase(),
            _ => LETTERS[at],
        }
    }
}

fn is_seen(cell: &Cell) -> bool {
    cell.symbol() != " " || cell.modifier.contains(Modifier::REVERSED)
}

fn dark() -> Theme {
    Theme::new(ThemeName::Dark, Depth::True)
}

/// The picture, and below it the same with a letter for what each cell is drawn in.
fn map(exhibit: &Exhibit, buffer: &Buffer) -> String {
    let dark = dark();
    let mut map = text(buffer);
    map.push_str("--\n");
    for row in buffer.content.chunks(usize::from(buffer.area.width)) {
        let letter = |cell: &Cell| {
            let drawn = drawn(cell, &dark);
            let drawn = drawn.unwrap_or_else(|| panic!("{}: {cell:?} is in no role", exhibit.name));
            let ground = drawn.filled || drawn.turned || is_seen(cell);
            if ground { drawn.letter() } else { ' ' }
        };
        map.push_str(row.iter().map(letter).collect::<String>().trim_end());
        map.push('\n');
    }
    map
}

#[test]
fn every_screen_in_roles() {
    for exhibit in every_screen() {
        let picture = map(&exhibit, &exhibit.draw(&dark(), (80, 24)));
        insta::with_settings!({ snapshot_path => "snapshots/themes", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(exhibit.name, picture);
        });
    }
}

/// With these and the pictures in roles one knows every screen in every theme: the next test holds them to it.
#[test]
fn every_role_in_every_theme() {
    use std::fmt::Write as _;
    let mut table = String::new();
    for (name, depth, theme) in palettes() {
        let base = theme.base();
        writeln!(table, "== {} · {depth:?} · ground {}", name.word(), colour(base.bg)).unwrap();
        for role in Role::ALL {
            let words = |style: Style| {
                let more = format!("{:?}", style.add_modifier).to_lowercase().replace("none", "");
                format!("{} on {} {more}", colour(style.fg), colour(style.bg)).trim_end().to_owned()
            };
            let (plain, filled) = (words(theme.style(*role)), words(theme.filled(*role)));
            writeln!(table, "{:<8} {plain:<28} {filled}", format!("{role:?}")).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

fn colour(colour: Option<Color>) -> String {
    colour.map_or_else(|| "–".to_owned(), |colour| colour.to_string().to_lowercase())
}

#[test]
fn every_theme_draws_the_same_words_in_the_same_roles() {
    for exhibit in every_screen() {
        for size in SIZES {
            let pattern = exhibit.draw(&dark(), size);
            for (name, depth, theme) in palettes() {
                let buffer = exhibit.draw(&theme, size);
                let place = format!("{} {name:?} {depth:?} {size:?}", exhibit.name);
                for (model, cell) in pattern.content.iter().zip(&buffer.content) {
                    assert_eq!(cell.symbol(), model.symbol(), "{place}");
                    let drawn = drawn(model, &dark()).unwrap_or_else(|| panic!("{place}: {model:?}"));
                    // Of a blank only the ground shows.
                    let mut expected = Cell::default();
                    expected.set_symbol(cell.symbol()).set_style(drawn.style(&theme));
                    if is_seen(cell) || is_seen(&expected) {
                        assert_eq!(cell, &expected, "{place}: {drawn:?}");
                    } else {
                        assert_eq!(cell.bg, expected.bg, "{place}: {drawn:?}");
                    }
                }
            }
        }
    }
}

/// What is written in a line's colour could not be read; only below something else it need not be.
#[test]
fn nothing_is_written_in_the_colour_of_lines() {
    for exhibit in every_screen().into_iter().filter(|exhibit| !exhibit.above) {
        for size in SIZES {
            for cell in &exhibit.draw(&dark(), size).content {
                let is_line = drawn(cell, &dark()).is_some_and(|drawn| drawn.role == Role::Line);
                let letters = cell.symbol().chars().any(char::is_alphanumeric);
                assert!(!(is_line && letters), "{} {size:?}: {cell:?}", exhibit.name);
            }
        }
    }
}

#[test]
fn every_pair_of_colours_on_every_screen_can_be_read() {
    for (name, depth, theme) in palettes() {
        let (letters, marks) = if name == ThemeName::HighContrast { (7.0, 4.5) } else { (4.5, 3.0) };
        if !matches!(depth, Depth::True | Depth::Indexed) {
            continue;
        }
        let mut worst: BTreeMap<bool, f64> = BTreeMap::new();
        for exhibit in every_screen() {
            for cell in SIZES.into_iter().flat_map(|size| exhibit.draw(&theme, size).content) {
                if !is_seen(&cell) {
                    continue;
                }
                assert!(!cell.modifier.contains(Modifier::DIM), "how faint that is, nobody knows");
                let is_line = drawn_in(&cell, &theme) == Some(Role::Line);
                let written = cell.symbol().chars().any(char::is_alphanumeric) && !is_line;
                let contrast = contrast(luminance(cell.fg), luminance(cell.bg));
                let wanted = if written { letters } else { marks };
                assert!(contrast >= wanted, "{} {name:?} {depth:?}: {contrast:.2} {cell:?}", exhibit.name);
                worst.entry(written).and_modify(|least| *least = least.min(contrast)).or_insert(contrast);
            }
        }
        assert_eq!(worst.len(), 2, "letters were seen, and lines");
    }
}

fn drawn_in(cell: &Cell, theme: &Theme) -> Option<Role> {
    Role::ALL.iter().copied().find(|role| theme.style(*role).fg == Some(cell.fg))
}

/// How bright a colour is to the eye, as WCAG 2 has it.
fn luminance(colour: Color) -> f64 {
    let (red, green, blue) = match colour {
        Color::Rgb(red, green, blue) => (red, green, blue),
        Color::Indexed(grey @ 232..) => (8 + 10 * (grey - 232), 8 + 10 * (grey - 232), 8 + 10 * (grey - 232)),
        Color::Indexed(index @ 16..) => {
            let level = |step: u8| [0, 95, 135, 175, 215, 255][usize::from(step)];
            (level((index - 16) / 36), level((index - 16) / 6 % 6), level((index - 16) % 6))
        }
        other => panic!("{other} could be anything"),
    };
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The words that only one state shows, without colour, from the size on at which there is room for more than digits.
#[test]
fn every_state_is_told_in_words() {
    let words: BTreeMap<&str, &str> = [
        ("work", "HOLD"),
        ("relax", "RELAX"),
        ("rest", "REST"),
        ("switch", "SWITCH"),
        ("prepare", "READY"),
        ("paused", "PAUSED"),
        ("lead-in", "BACK IN"),
        ("locked", "unlock the keys"),
        ("muted", "muted"),
        ("done", "DONE"),
    ]
    .into();
    let theme = Theme::new(ThemeName::Mono, Depth::None);
    for size in [(40, 12), (80, 24), (100, 30)] {
        for exhibit in states().into_iter().map(Exhibit::in_ascii) {
            let shown = text(&exhibit.draw(&theme, size));
            // Who has switched the sound off knows it, and on a small screen what is done matters more.
            let words = words.iter().filter(|(state, _)| **state != "muted" || size.0 >= 80);
            for (state, word) in words {
                // Locked and muted are of a hold.
                let holds = *state == "work" && matches!(exhibit.name, "locked" | "muted");
                let wanted = *state == exhibit.name || holds;
                assert_eq!(shown.contains(word), wanted, "{} {size:?}: {word}\n{shown}", exhibit.name);
            }
        }
    }
}
