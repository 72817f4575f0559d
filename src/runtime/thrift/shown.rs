//! What a terminal shows already.

use ratatui::{
    layout::{Position, Size},
    style::{Color, Modifier},
};

use super::pen::Pen;

/// What is known of each cell.
#[derive(Debug, Default)]
pub(super) struct Shown {
    size: Size,
    faces: Vec<Face>,
}

/// What can be seen of a cell: of a blank its paper, of a full block its ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    Plain(Color),
    /// Ink or paper of this colour all over, which the other of the two may be turned round to.
    Solid {
        ink: Color,
        paper: Color,
    },
    /// Part of a character that takes several cells: what is written over it has the terminal blank the others, most
    /// likely in its own style.
    Part,
    Other,
}

/// The cells that can be written in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Blank,
    Full,
    Upper,
    Lower,
    Other,
}

impl Shape {
    pub(super) fn of(symbol: &str) -> Self {
        match symbol {
            " " => Self::Blank,
            "█" => Self::Full,
            "▀" => Self::Upper,
            "▄" => Self::Lower,
            _ => Self::Other,
        }
    }

    /// What looks the same with ink and paper turned round. A blank stays one: whoever copies it, or has it read out,
    /// should find no block there.
    pub(super) const fn turned(self) -> Option<&'static str> {
        match self {
            Self::Full => Some(" "),
            Self::Upper => Some("▄"),
            Self::Lower => Some("▀"),
            Self::Blank | Self::Other => None,
        }
    }
}

impl Shown {
    /// Everything may be anything.
    pub(super) fn forget(&mut self) {
        self.faces.fill(Face::Other);
    }

    pub(super) fn resize(&mut self, size: Size) {
        if self.size != size {
            self.size = size;
            self.faces.clear();
            self.faces.resize(usize::from(size.width) * usize::from(size.height), Face::Other);
        }
    }

    pub(super) fn note(&mut self, at: Position, shape: Shape, pen: Pen) {
        let face = match shape {
            Shape::Blank if pen.hides_on_blank() => Face::Plain(pen.paper),
            Shape::Full if pen.modifier.is_empty() => Face::Solid { ink: pen.ink, paper: pen.paper },
            _ => Face::Other,
        };
        if let Some(place) = self.place(at) {
            self.faces[place] = face;
        }
    }

    /// There is a character now that takes so many cells.
    pub(super) fn note_wide(&mut self, at: Position, width: u16) {
        for n in 0..width {
            if let Some(place) = self.place(Position { x: at.x.saturating_add(n), ..at }) {
                self.faces[place] = Face::Part;
            }
        }
    }

    /// Whether there may still be part of a character that takes several cells.
    pub(super) fn is_part(&self, at: Position) -> bool {
        self.place(at).is_some_and(|place| self.faces[place] == Face::Part)
    }

    /// Whether a blank that is written there with this pen changes nothing.
    pub(super) fn is_blank_of(&self, at: Position, pen: Pen) -> bool {
        let Some(place) = self.place(at) else { return false };
        match self.faces[place] {
            Face::Plain(paper) => pen.hides_on_blank() && pen.paper == paper,
            Face::Solid { ink, paper } => {
                pen.modifier == Modifier::REVERSED && (pen.ink, pen.paper) == (ink, paper)
            }
            Face::Part | Face::Other => false,
        }
    }

    fn place(&self, at: Position) -> Option<usize> {
        let inside = at.x < self.size.width && at.y < self.size.height;
        inside.then(|| usize::from(at.y) * usize::from(self.size.width) + usize::from(at.x))
    }
}
