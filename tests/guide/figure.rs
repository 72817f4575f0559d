//! The figure that a page draws.

use supple::figure::{self, Easel, Glyphs};

/// Its poses as a tool for authors prints them, after everything that must hold of a figure was looked at.
pub(crate) fn drawn(source: &str, faults: &mut Vec<String>) -> String {
    let first = source.lines().next().unwrap_or_default();
    let id = first.trim_start_matches("# ").trim_end_matches(".toml");
    let figure = match figure::read(id, source) {
        Ok(figure) => figure,
        Err(found) => {
            faults.push(format!("the figure {id}: {found:?}"));
            return String::new();
        }
    };
    faults.extend(figure::check(&figure).iter().map(ToString::to_string));
    let easel = Easel::new(&figure, 24, 10, Glyphs::Braille);
    let mut drawn = String::new();
    for (number, pose) in figure.poses.iter().enumerate() {
        let picture = easel.picture(&figure, &figure.posed(number, None, false)).text();
        let rows: Vec<&str> = picture.lines().filter(|row| !row.trim().is_empty()).collect();
        drawn += &format!("{id}, {}\n{}\n", pose.name, rows.join("\n"));
    }
    drawn
}
