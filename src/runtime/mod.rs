//! THE ONLY IMPURE DRIVER: clock, terminal, signals and the event loop.

pub mod clock;
