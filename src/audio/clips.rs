//! The recorded sounds, inside the binary. `assets/sounds/make.rs` makes them.

use super::Sound;

/// Samples a second of every clip.
pub(super) const RATE: u32 = 48_000;

/// A clip, read where it lies: nothing is decoded or copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clip(&'static [u8]);

impl Clip {
    /// `ticks_before` says how many ticks led up to this one; only ticks differ by it.
    pub(super) fn of(sound: Sound, ticks_before: usize) -> Self {
        const HEADER: usize = 44;
        let file: &'static [u8] = match sound {
            Sound::Prepare => include_bytes!("../../assets/sounds/prepare.wav"),
            Sound::Tick => match ticks_before {
                0 => include_bytes!("../../assets/sounds/tick-3.wav"),
                1 => include_bytes!("../../assets/sounds/tick-2.wav"),
                _ => include_bytes!("../../assets/sounds/tick-1.wav"),
            },
            Sound::Go => include_bytes!("../../assets/sounds/go.wav"),
            Sound::Rep => include_bytes!("../../assets/sounds/rep.wav"),
            Sound::RepLast => include_bytes!("../../assets/sounds/rep-last.wav"),
            Sound::Half => include_bytes!("../../assets/sounds/half.wav"),
            Sound::TickOut => include_bytes!("../../assets/sounds/tick-out.wav"),
            Sound::End => include_bytes!("../../assets/sounds/end.wav"),
            Sound::Switch => include_bytes!("../../assets/sounds/switch.wav"),
            Sound::Rest => include_bytes!("../../assets/sounds/rest.wav"),
            Sound::Custom => include_bytes!("../../assets/sounds/custom.wav"),
            Sound::Paused => include_bytes!("../../assets/sounds/paused.wav"),
            Sound::Resumed => include_bytes!("../../assets/sounds/resumed.wav"),
            Sound::Finished => include_bytes!("../../assets/sounds/finished.wav"),
        };
        Self(&file[HEADER..])
    }

    /// In -1..1; `None` after the end.
    pub(super) fn sample(self, index: usize) -> Option<f32> {
        let pair = self.0.get(2 * index..2 * index + 2)?;
        Some(f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0)
    }
}
