//! Whether a picture shows all that it means to: nothing cut in half, nothing covered, nothing run together.

use ratatui::{
    Terminal,
    backend::TestBackend,
    buffer::{Buffer, CellWidth},
    layout::Rect,
};
use supple::ui::{App, Stroke};
use unicode_segmentation::UnicodeSegmentation;

use crate::{Stage, text};

/// A picture with what was drawn for it.
pub(crate) struct Picture {
    pub(crate) buffer: Buffer,
    pub(crate) strokes: Vec<Stroke>,
}

impl Picture {
    pub(crate) fn of(app: &App, stage: &Stage, (columns, rows): (u16, u16)) -> Self {
        let mut terminal =
            Terminal::new(TestBackend::new(columns, rows)).expect("a test's screen never fails");
        let mut strokes = Vec::new();
        terminal
            .draw(|frame| strokes = app.draw_traced(frame, &stage.scene()))
            .expect("a test's screen never fails");
        Self { buffer: terminal.backend().buffer().clone(), strokes }
    }

    /// What is wrong with it, if anything is.
    pub(crate) fn faults(&self, unicode: bool) -> Vec<String> {
        let mut faults = halves(&self.buffer);
        let seen = uncovered(&self.strokes);
        for (n, stroke) in seen.iter().enumerate() {
            let others = &seen[n + 1..];
            match stroke {
                Stroke::Text { place, drawn, whole } => {
                    faults.extend(cut(*place, drawn, whole, self.buffer.area));
                    faults.extend(unicode.then(|| self.covered(*place, drawn)).flatten());
                    faults.extend(others.iter().filter_map(|other| run_together(*place, drawn, other)));
                }
                Stroke::Shape { place, cells } => faults.extend(self.broken(*place, cells, unicode)),
                Stroke::Left { .. } | Stroke::Cleared(_) => {}
            }
        }
        faults
    }

    /// Stops with all faults and the picture, if there is a fault.
    pub(crate) fn prove(&self, unicode: bool, told: impl Fn() -> String) {
        let faults = self.faults(unicode);
        assert!(faults.is_empty(), "{}\n{}\n{}", told(), faults.join("\n"), text(&self.buffer));
    }

    /// The texts that were shortened for want of room.
    pub(crate) fn shortened(&self) -> impl Iterator<Item = (&str, &str)> {
        self.strokes.iter().filter_map(|stroke| match stroke {
            Stroke::Text { drawn, whole, .. } if drawn != whole => Some((drawn.as_str(), whole.as_str())),
            _ => None,
        })
    }

    fn covered(&self, place: Rect, drawn: &str) -> Option<String> {
        let mut x = place.x;
        for grapheme in drawn.graphemes(true) {
            let symbol = self.buffer[(x, place.y)].symbol();
            if symbol.trim_end_matches('\u{200e}') != grapheme {
                return Some(format!("{drawn:?} at {place:?} is covered: {symbol:?} where {grapheme:?} was"));
            }
            x += grapheme.cell_width();
        }
        (x != place.right()).then(|| format!("{drawn:?} at {place:?} ends at {x}"))
    }

    fn broken(&self, place: Rect, cells: &[(u16, u16, &str)], unicode: bool) -> Option<String> {
        if place.intersection(self.buffer.area) != place {
            return Some(format!("a large digit or letter at {place:?} is cut by the screen's edge"));
        }
        let gone = cells.iter().find(|(x, y, symbol)| {
            let shown = self.buffer[(place.x + x, place.y + y)].symbol();
            if unicode { shown != *symbol } else { shown == " " }
        });
        gone.map(|(x, y, _)| format!("a large digit or letter at {place:?} lacks its cell {x}, {y}"))
    }
}

/// A wide character without the cells that it covers.
fn halves(buffer: &Buffer) -> Vec<String> {
    let mut faults = Vec::new();
    for y in 0..buffer.area.height {
        let mut covered = 0;
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if covered > 0 && symbol != " " {
                faults.push(format!("{symbol:?} lies in a wide character's second half at {x}, {y}"));
            }
            covered = symbol.cell_width().max(covered).saturating_sub(1);
        }
        if covered > 0 {
            faults.push(format!("half a wide character at the right edge of row {y}"));
        }
    }
    faults
}

/// What nothing was laid above.
fn uncovered(strokes: &[Stroke]) -> Vec<&Stroke> {
    let mut seen: Vec<&Stroke> = Vec::new();
    for stroke in strokes {
        if let Stroke::Cleared(area) = stroke {
            seen.retain(|below| match below {
                Stroke::Text { place, .. } | Stroke::Shape { place, .. } => !place.intersects(*area),
                Stroke::Left { .. } | Stroke::Cleared(_) => false,
            });
        } else {
            seen.push(stroke);
        }
    }
    seen
}

/// A text is whole, or its beginning with an ellipsis.
fn cut(place: Rect, drawn: &str, whole: &str, screen: Rect) -> Option<String> {
    let is_beginning = || drawn.strip_suffix('…').is_some_and(|kept| whole.starts_with(kept));
    if drawn != whole && !is_beginning() {
        return Some(format!("{whole:?} is cut to {drawn:?}"));
    }
    let inside = place.intersection(screen) == place && columns(drawn) == place.width;
    (!inside).then(|| format!("{drawn:?} at {place:?} does not lie within the screen"))
}

fn columns(text: &str) -> u16 {
    text.graphemes(true).map(CellWidth::cell_width).sum()
}

/// Two texts without a gap look like one word.
fn run_together(place: Rect, drawn: &str, other: &Stroke) -> Option<String> {
    let Stroke::Text { place: beside, drawn: next, .. } = other else { return None };
    let (first, second) = match (place.right() == beside.x, beside.right() == place.x) {
        (true, false) => (drawn, next.as_str()),
        (false, true) => (next.as_str(), drawn),
        _ => return None,
    };
    // The character under a cursor stands in the middle of its word.
    let single = |text: &str| text.graphemes(true).nth(1).is_none();
    if single(drawn) || single(next) {
        return None;
    }
    let touches = place.y == beside.y && !place.is_empty() && !beside.is_empty();
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '…');
    let fault = touches && is_word(first.chars().next_back()) && is_word(second.chars().next());
    fault.then(|| format!("{first:?} runs into {second:?}"))
}
