//! Charts as SVG. Series differ in shape as well as in colour.

use super::{
    html::mask,
    parts::{Column, Form},
};

/// Small enough for its letters to be read on a phone.
pub(super) const WIDTH: f64 = 360.0;
pub(super) const HEIGHT: f64 = 170.0;

const LEFT: f64 = 24.0;
const RIGHT: f64 = WIDTH - 8.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = HEIGHT - 18.0;
/// Of three that stand on each other, of a part and the rest of a whole, of the one that stands alone.
const STACK: &[&str] = &["a hollow", "a half", "b"];
const PARTS: &[&str] = &["a", "a hollow"];
const ALONE: &[&str] = &["a"];
/// A day's name and a gap, at the edge too.
const LABEL: f64 = 56.0;

/// What is between the tags of the picture.
pub(super) fn draw(form: &Form) -> String {
    match form {
        Form::Pain { from, to, labels, before, after } => {
            pain((f64::from(*from), f64::from(*to)), labels, before, after)
        }
        Form::Columns { series, columns } => draw_columns(series, columns),
    }
}

fn pain(
    (from, to): (f64, f64),
    labels: &[(i32, String)],
    before: &[(f64, f64)],
    after: &[(f64, f64)],
) -> String {
    let across = |day: f64| {
        let share = ((day - from) / (to - from).max(1.0)).clamp(0.0, 1.0);
        LEFT + 4.0 + share * (RIGHT - LEFT - 8.0)
    };
    let place = |(day, pain): &(f64, f64)| (across(*day), height(*pain, 10.0));
    let mut svg = grid(&[0.0, 5.0, 10.0], 10.0);
    for (day, label) in labels {
        svg += &label_at(across(f64::from(*day)), label);
    }
    let before: Vec<(f64, f64)> = before.iter().map(place).collect();
    let after: Vec<(f64, f64)> = after.iter().map(place).collect();
    svg += &line(&before, "a line");
    svg += &line(&after, "b line dash");
    // Many are smaller.
    let half = if before.len().max(after.len()) > 40 { 1.8 } else { 2.5 };
    for (x, y) in &before {
        svg += &format!("<circle class=\"a\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{half}\"/>\n");
    }
    for (x, y) in &after {
        let (x, y, side) = (x - half, y - half, 2.0 * half);
        svg += &format!(
            "<rect class=\"b open\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{side}\" height=\"{side}\"/>\n"
        );
    }
    svg += &format!("<circle class=\"a\" cx=\"{}\" cy=\"8\" r=\"2.5\"/>\n", LEFT + 4.0);
    svg += &text(LEFT + 11.0, 11.0, "start", "before");
    svg += &format!("<rect class=\"b open\" x=\"{}\" y=\"5.5\" width=\"5\" height=\"5\"/>\n", LEFT + 57.0);
    svg + &text(LEFT + 66.0, 11.0, "start", "after")
}

fn draw_columns(series: &[&str], columns: &[Column]) -> String {
    let highest = columns.iter().map(|column| column.values.iter().sum::<f64>()).fold(1.0, f64::max);
    let top = round_up(highest);
    let mut svg = grid(&[0.0, top / 2.0, top], top);
    let classes = match series.len() {
        1 => ALONE,
        2 => PARTS,
        _ => STACK,
    };
    let mut x = LEFT;
    for (class, name) in classes.iter().zip(series) {
        if series.len() > 1 {
            svg += &format!("<rect class=\"{class}\" x=\"{x:.1}\" y=\"4\" width=\"7\" height=\"7\"/>\n");
            x += 11.0;
        }
        svg += &text(x, 11.0, "start", name);
        #[expect(clippy::cast_precision_loss, reason = "a word")]
        let length = name.len() as f64;
        x += 6.0 * length + 10.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "a few weeks")]
    let step = (RIGHT - LEFT) / columns.len().max(1) as f64;
    let width = (step * 0.7).min(28.0);
    // Labels that would run into each other are left out, the latest never.
    let every = if step < LABEL - 20.0 { (LABEL / step).ceil() } else { 1.0 };
    let mut middle = LEFT + step / 2.0;
    #[expect(clippy::cast_precision_loss, reason = "a few weeks")]
    let mut left = columns.len() as f64;
    for column in columns {
        left -= 1.0;
        let mut base = 0.0;
        for (class, value) in classes.iter().zip(&column.values).filter(|(_, value)| **value > 0.0) {
            let (y, end) = (height(base + value, top), height(base, top));
            let form = if column.hollow { " hollow" } else { "" };
            svg += &format!(
                "<rect class=\"{class}{form}\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{:.1}\"/>\n",
                middle - width / 2.0,
                end - y
            );
            base += value;
        }
        if left % every == 0.0 {
            svg += &label_at(middle, &column.label);
        }
        middle += step;
    }
    svg
}

fn height(value: f64, top: f64) -> f64 {
    BOTTOM - (BOTTOM - TOP) * (value / top).clamp(0.0, 1.0)
}

fn grid(values: &[f64], top: f64) -> String {
    let one = |value: &f64| {
        let y = height(*value, top);
        let line =
            format!("<line class=\"grid\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{RIGHT}\" y2=\"{y:.1}\"/>\n");
        line + &text(LEFT - 4.0, y + 3.5, "end", &value.to_string())
    };
    values.iter().map(one).collect()
}

/// Below the chart, and inside of it.
fn label_at(x: f64, words: &str) -> String {
    if x > RIGHT - 20.0 {
        text(RIGHT, HEIGHT - 5.0, "end", words)
    } else if x < LEFT + 16.0 {
        text(LEFT, HEIGHT - 5.0, "start", words)
    } else {
        text(x, HEIGHT - 5.0, "middle", words)
    }
}

fn line(points: &[(f64, f64)], class: &str) -> String {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    format!("<polyline class=\"{class}\" points=\"{}\"/>\n", points.join(" "))
}

fn text(x: f64, y: f64, anchor: &str, words: &str) -> String {
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>\n", mask(words))
}

/// The next number that is easily halved: 2, 4, 6, 8, 10, 20, 30, 40 …
fn round_up(value: f64) -> f64 {
    let mut unit = 1.0;
    loop {
        // Of tens the half of an odd number is a whole one, too.
        let steps: &[f64] =
            if unit > 1.0 { &[2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0] } else { &[2.0, 4.0, 6.0, 8.0, 10.0] };
        if let Some(step) = steps.iter().find(|step| value <= **step * unit) {
            return step * unit;
        }
        unit *= 10.0;
    }
}
