//! Words to be heard.

use std::{borrow::Cow, time::Duration};

use crate::session::Moment;

/// What is said in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speech {
    /// When it begins.
    pub at: Moment,
    /// In order; no two overlap.
    pub pieces: Vec<Piece>,
}

/// A text that is spoken as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: Cow<'static, str>,
    /// After the beginning of the speech.
    pub starts: Duration,
}
