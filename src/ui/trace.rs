//! What was drawn where, kept for tests: the picture alone does not tell what is missing from it.

use ratatui::layout::Rect;

/// One thing that was drawn. What comes later lies above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// A text on one row.
    Text {
        /// The cells that it takes.
        place: Rect,
        /// As it is drawn.
        drawn: String,
        /// As it would be with all the room in the world.
        whole: String,
    },
    /// A text for which there was no room at all.
    Left { whole: String },
    /// Large digits or letters.
    Shape {
        /// The cells that all of it takes.
        place: Rect,
        /// Each cell with a part of it, from the top left corner on, and its symbol.
        cells: Vec<(u16, u16, &'static str)>,
    },
    /// Everything below was blanked here.
    Cleared(Rect),
}

/// Keeps strokes if it is asked to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace(Option<Vec<Stroke>>);

impl Trace {
    pub(crate) fn kept() -> Self {
        Self(Some(Vec::new()))
    }

    pub(crate) fn add(&mut self, stroke: impl FnOnce() -> Stroke) {
        if let Some(strokes) = &mut self.0 {
            strokes.push(stroke());
        }
    }

    pub(crate) fn strokes(self) -> Vec<Stroke> {
        self.0.unwrap_or_default()
    }
}
