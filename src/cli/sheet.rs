//! `supple exercises --sheet`: what the exercises look like.

use crate::{
    diagnostic::Look,
    figure::{self, Cell, Demo, Easel, Figure, Glyphs, Ink, Picture},
    routine::Exercise,
};

/// Columns between two pictures.
const GAP: usize = 2;
/// Columns of the page where nobody says how wide it is.
const WIDTH: u16 = 80;

/// One picture with its title.
struct Tile {
    title: String,
    picture: Picture,
}

/// The key poses of each exercise that has a figure, as many beside each other as there is room for, and then the names
/// of those without one.
pub(crate) fn print(exercises: &[&Exercise], size: &str, look: Look, unicode: bool) -> String {
    let (columns, rows) = match size {
        "s" => (24, 8),
        "l" => (60, 22),
        _ => (40, 14),
    };
    let glyphs = if unicode { Glyphs::Braille } else { Glyphs::Ascii };
    let mut tiles = Vec::new();
    let mut without = Vec::new();
    for exercise in exercises {
        let demo = Demo::of(exercise);
        match figure::shipped(&demo.id).and_then(Result::ok) {
            Some(figure) => tiles.extend(key_poses(&exercise.id, &demo, &figure, [columns, rows], glyphs)),
            None => without.push(exercise.id.as_str()),
        }
    }
    let width = usize::from(columns);
    let room = usize::from(look.width.unwrap_or(WIDTH));
    let beside = ((room + GAP) / (width + GAP)).max(1);
    let mut page = String::new();
    for line in tiles.chunks(beside) {
        if !page.is_empty() {
            page.push('\n');
        }
        let titles: Vec<String> = line.iter().map(|tile| title(&tile.title, width, look.colour)).collect();
        push_line(&mut page, &titles);
        for row in 0..usize::from(rows) {
            let cells: Vec<String> =
                line.iter().map(|tile| cells(&tile.picture.rows[row], look.colour)).collect();
            push_line(&mut page, &cells);
        }
    }
    if !without.is_empty() {
        page.push_str(&format!("\nWithout a figure: {}\n", without.join(", ")));
    }
    page
}

fn key_poses(id: &str, demo: &Demo, figure: &Figure, [columns, rows]: [u16; 2], glyphs: Glyphs) -> Vec<Tile> {
    let easel = if demo.alternate { Easel::alternating } else { Easel::new };
    let easel = easel(figure, columns, rows, glyphs);
    let tile = |(number, pose): (usize, &figure::Pose)| {
        let title = if figure.poses.len() > 1 { format!("{id}: {}", pose.name) } else { id.to_owned() };
        Tile { title, picture: easel.picture(figure, &figure.posed(number, None, false)) }
    };
    figure.poses.iter().enumerate().map(tile).collect()
}

/// As wide as its picture.
fn title(words: &str, width: usize, colour: bool) -> String {
    let words: String = words.chars().take(width).collect();
    let blanks = " ".repeat(width.saturating_sub(words.chars().count()));
    if colour { format!("\u{1b}[1m{words}\u{1b}[0m{blanks}") } else { format!("{words}{blanks}") }
}

fn cells(row: &[Cell], colour: bool) -> String {
    let mut text = String::new();
    let mut now = "";
    for cell in row {
        let code = match cell.ink.filter(|_| colour) {
            None | Some(Ink::Body) => "",
            Some(Ink::Moving) => "\u{1b}[33m",
            Some(Ink::Prop) => "\u{1b}[36m",
            Some(Ink::Floor) => "\u{1b}[2m",
        };
        if code != now {
            text.push_str(if now.is_empty() { "" } else { "\u{1b}[0m" });
            text.push_str(code);
            now = code;
        }
        text.push(cell.glyph);
    }
    text.push_str(if now.is_empty() { "" } else { "\u{1b}[0m" });
    text
}

fn push_line(page: &mut String, pieces: &[String]) {
    page.push_str(pieces.join(&" ".repeat(GAP)).trim_end());
    page.push('\n');
}
