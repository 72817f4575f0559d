//! What there is to hear.

use crate::session::CueKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sound {
    /// A soft chime.
    Prepare,
    /// One of three that rise.
    Tick,
    Go,
    Rep,
    /// As `Rep`, with an octave on top.
    RepLast,
    /// One note twice.
    Half,
    /// Hollow, and lower than `Tick`.
    TickOut,
    /// A breath that falls.
    End,
    /// Two notes, twice.
    Switch,
    /// A low bowl.
    Rest,
    /// A high shimmer.
    Custom,
    /// A short step down.
    Paused,
    /// A short step up.
    Resumed,
    /// A phrase.
    Finished,
}

/// What a cue sounds like. `Relax` is spoken only.
pub fn sound_of(kind: CueKind) -> Option<Sound> {
    Some(match kind {
        CueKind::Prepare => Sound::Prepare,
        CueKind::Tick => Sound::Tick,
        CueKind::Go => Sound::Go,
        CueKind::Rep { last: false } => Sound::Rep,
        CueKind::Rep { last: true } => Sound::RepLast,
        CueKind::Half => Sound::Half,
        CueKind::TickOut => Sound::TickOut,
        CueKind::End => Sound::End,
        CueKind::Relax => return None,
        CueKind::Switch => Sound::Switch,
        CueKind::Rest => Sound::Rest,
        CueKind::Custom => Sound::Custom,
        CueKind::Paused => Sound::Paused,
        CueKind::Resumed => Sound::Resumed,
        CueKind::Finished => Sound::Finished,
    })
}
