//! A screen as SVG. Letters are text that is held to the width of its cells; blocks, lines and dots are drawn, so that
//! they meet whatever font there is.

use std::{collections::BTreeMap, fmt::Write as _};

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};

/// A cell, in pixels.
const WIDE: f64 = 9.0;
const HIGH: f64 = 19.0;
/// Around the screen.
const EDGE: f64 = 14.0;

/// The picture, and `title` for those who do not see it.
pub(crate) fn of(buffer: &Buffer, title: &str) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (width, height) = (f64::from(columns) * WIDE + 2.0 * EDGE, f64::from(rows) * HIGH + 2.0 * EDGE);
    let ground = ground(buffer);
    let mut svg = String::new();
    let mut push = |part: std::fmt::Arguments| svg.write_fmt(part).expect("a string takes everything");
    push(format_args!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" "#
    ));
    push(format_args!(r#"height="{height}" role="img" aria-label="{}">"#, escaped(title)));
    push(format_args!("\n<title>{}</title>\n", escaped(title)));
    push(format_args!(r#"<rect width="{width}" height="{height}" rx="10" fill="{ground}"/>"#));
    push(format_args!("\n<g transform=\"translate({EDGE} {EDGE})\" font-size=\"15\" "));
    push(format_args!(
        r#"font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace">"#
    ));
    push(format_args!("\n"));
    let mut shapes = Shapes::default();
    let mut letters = Vec::new();
    for y in 0..rows {
        let mut word = Word::default();
        for x in 0..columns {
            let cell = &buffer[(x, y)];
            let (ink, paper) = colours(cell, &ground);
            let at = (f64::from(x) * WIDE, f64::from(y) * HIGH);
            if paper != ground {
                shapes.rect(&paper, at.0, at.1, WIDE, HIGH);
            }
            if cell.symbol().trim().is_empty() || shapes.draws(cell.symbol(), &ink, at) {
                letters.extend(word.end());
                continue;
            }
            let bold = cell.modifier.contains(Modifier::BOLD);
            if word.text.is_empty() || (&word.ink, word.bold) != (&ink, bold) {
                letters.extend(word.end());
                word = Word { at, ink, bold, ..Word::default() };
            }
            word.text.push_str(cell.symbol());
            word.cells += 1.0;
        }
        letters.extend(word.end());
    }
    // What is filled first: letters stand upon it.
    push(format_args!("{}", shapes.svg()));
    for letter in letters {
        push(format_args!("{letter}\n"));
    }
    push(format_args!("</g>\n</svg>\n"));
    svg
}

/// The commonest background.
fn ground(buffer: &Buffer) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for cell in &buffer.content {
        *counts.entry(hex(cell.bg).unwrap_or_else(|| BLACK.to_owned())).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or_else(|| BLACK.to_owned(), |(colour, _)| colour)
}

const BLACK: &str = "#101418";
const WHITE: &str = "#e6e6e6";

fn colours(cell: &Cell, ground: &str) -> (String, String) {
    let ink = hex(cell.fg).unwrap_or_else(|| WHITE.to_owned());
    let paper = hex(cell.bg).unwrap_or_else(|| ground.to_owned());
    if cell.modifier.contains(Modifier::REVERSED) { (paper, ink) } else { (ink, paper) }
}

fn hex(colour: Color) -> Option<String> {
    match colour {
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        _ => None,
    }
}

/// Letters of one look beside each other.
#[derive(Default)]
struct Word {
    at: (f64, f64),
    ink: String,
    bold: bool,
    text: String,
    cells: f64,
}

impl Word {
    fn end(&mut self) -> Option<String> {
        let Self { at: (x, y), ink, bold, text, cells } = std::mem::take(self);
        let weight = if bold { r#" font-weight="bold""# } else { "" };
        let (base, length, text) = (y + HIGH * 0.74, cells * WIDE, escaped(&text));
        (!text.is_empty()).then(|| {
            format!(
                r#"<text x="{x}" y="{base:.1}" textLength="{length}" lengthAdjust="spacingAndGlyphs" fill="{ink}"{weight}>{text}</text>"#
            )
        })
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What is drawn rather than written, by colour.
#[derive(Default)]
struct Shapes {
    filled: BTreeMap<String, String>,
    /// With how much of it.
    shaded: BTreeMap<(String, &'static str), String>,
    dots: BTreeMap<String, String>,
    lines: BTreeMap<(String, &'static str), String>,
    circles: String,
}

impl Shapes {
    fn rect(&mut self, ink: &str, x: f64, y: f64, width: f64, height: f64) {
        push_rect(self.filled.entry(ink.to_owned()).or_default(), x, y, width, height);
    }

    /// False: it is a letter.
    fn draws(&mut self, symbol: &str, ink: &str, (x, y): (f64, f64)) -> bool {
        let mut letters = symbol.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
        let code = u32::from(letter);
        match letter {
            '\u{2581}'..='\u{2588}' => {
                let part = f64::from(code - 0x2580) / 8.0 * HIGH;
                self.rect(ink, x, y + HIGH - part, WIDE, part);
            }
            '\u{2589}'..='\u{258f}' => self.rect(ink, x, y, f64::from(0x2590 - code) / 8.0 * WIDE, HIGH),
            '▀' => self.rect(ink, x, y, WIDE, HIGH / 2.0),
            '▐' => self.rect(ink, x + WIDE / 2.0, y, WIDE / 2.0, HIGH),
            '▔' => self.rect(ink, x, y, WIDE, HIGH / 8.0),
            '▕' => self.rect(ink, x + WIDE * 0.875, y, WIDE / 8.0, HIGH),
            '░' | '▒' | '▓' => {
                let shade = match letter {
                    '░' => "0.25",
                    '▒' => "0.5",
                    _ => "0.75",
                };
                push_rect(self.shaded.entry((ink.to_owned(), shade)).or_default(), x, y, WIDE, HIGH);
            }
            '\u{2596}'..='\u{259f}' => {
                for (n, (right, below)) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)].iter().enumerate()
                {
                    if QUADRANTS[(code - 0x2596) as usize] & (1 << n) != 0 {
                        self.rect(
                            ink,
                            x + right * WIDE / 2.0,
                            y + below * HIGH / 2.0,
                            WIDE / 2.0,
                            HIGH / 2.0,
                        );
                    }
                }
            }
            '\u{2800}'..='\u{28ff}' => self.braille(ink, code - 0x2800, x, y),
            '●' | '○' | '◐' | '◦' | '•' => self.circle(letter, ink, x, y),
            _ => return self.line(letter, ink, x, y),
        }
        true
    }

    fn braille(&mut self, ink: &str, bits: u32, x: f64, y: f64) {
        let dots = self.dots.entry(ink.to_owned()).or_default();
        for (bit, (column, row)) in
            [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)].into_iter().enumerate()
        {
            if bits & (1 << bit) != 0 {
                let (x, y) =
                    (x + WIDE * (0.25 + 0.5 * f64::from(column)), y + HIGH * (0.125 + 0.25 * f64::from(row)));
                let _ = write!(dots, "M{x:.2} {y:.2}h0");
            }
        }
    }

    fn circle(&mut self, letter: char, ink: &str, x: f64, y: f64) {
        let (x, y) = (x + WIDE / 2.0, y + HIGH * 0.52);
        let radius = if matches!(letter, '◦' | '•') { 2.0 } else { 3.6 };
        let fill = if matches!(letter, '●' | '•') { ink } else { "none" };
        let _ = writeln!(
            self.circles,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="{radius}" fill="{fill}" stroke="{ink}"/>"#
        );
        if letter == '◐' {
            let (top, bottom) = (y - radius, y + radius);
            let _ = writeln!(
                self.circles,
                r#"<path d="M{x:.1} {top:.1}A{radius} {radius} 0 0 0 {x:.1} {bottom:.1}z" fill="{ink}"/>"#
            );
        }
    }

    /// A piece of a rule or a border: the arms that it has, left, right, up and down.
    fn line(&mut self, letter: char, ink: &str, x: f64, y: f64) -> bool {
        let Some((_, arms, heavy)) = ARMS.iter().find(|(known, ..)| *known == letter) else { return false };
        let path = self.lines.entry((ink.to_owned(), if *heavy { "2.6" } else { "1.2" })).or_default();
        let (middle, centre) = (x + WIDE / 2.0, y + HIGH / 2.0);
        let ends = [(x, centre), (x + WIDE, centre), (middle, y), (middle, y + HIGH)];
        for (arm, (x, y)) in arms.chars().zip(ends) {
            if arm == '1' {
                let _ = write!(path, "M{middle:.1} {centre:.1}L{x:.1} {y:.1}");
            }
        }
        true
    }

    fn svg(&self) -> String {
        let mut svg = String::new();
        let mut push = |part: std::fmt::Arguments| svg.write_fmt(part).expect("a string takes everything");
        for (ink, path) in &self.filled {
            push(format_args!("<path d=\"{path}\" fill=\"{ink}\" shape-rendering=\"crispEdges\"/>\n"));
        }
        for ((ink, shade), path) in &self.shaded {
            push(format_args!("<path d=\"{path}\" fill=\"{ink}\" fill-opacity=\"{shade}\"/>\n"));
        }
        for ((ink, width), path) in &self.lines {
            push(format_args!(
                "<path d=\"{path}\" stroke=\"{ink}\" stroke-width=\"{width}\" fill=\"none\"/>\n"
            ));
        }
        for (ink, path) in &self.dots {
            push(format_args!(
                "<path d=\"{path}\" stroke=\"{ink}\" stroke-width=\"3.2\" stroke-linecap=\"round\"/>\n"
            ));
        }
        push(format_args!("{}", self.circles));
        svg
    }
}

/// Top left 1, top right 2, bottom left 4, bottom right 8.
const QUADRANTS: [u8; 10] = [4, 8, 1, 1 | 4 | 8, 1 | 8, 1 | 2 | 4, 1 | 2 | 8, 2, 2 | 4, 2 | 4 | 8];

const ARMS: &[(char, &str, bool)] = &[
    ('─', "1100", false),
    ('━', "1100", true),
    ('╸', "1000", true),
    ('╺', "0100", true),
    ('╴', "1000", false),
    ('╶', "0100", false),
    ('│', "0011", false),
    ('┃', "0011", true),
    ('╭', "0101", false),
    ('╮', "1001", false),
    ('╰', "0110", false),
    ('╯', "1010", false),
    ('┌', "0101", false),
    ('┐', "1001", false),
    ('└', "0110", false),
    ('┘', "1010", false),
    ('├', "0111", false),
    ('┤', "1011", false),
    ('┬', "1101", false),
    ('┴', "1110", false),
    ('┼', "1111", false),
];

/// One after the other along a row they are one rectangle.
fn push_rect(path: &mut String, x: f64, y: f64, width: f64, height: f64) {
    let next = format!("M{x} {y:.2}h{width:.2}v{height:.2}h-{width:.2}z");
    path.push_str(&next);
}
