//! Recorded sound.

/// Speech, on one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Clip {
    /// In -1..1.
    pub samples: Vec<f32>,
    /// Samples a second.
    pub rate: u32,
}
