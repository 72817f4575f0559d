//! Cues become sound.
