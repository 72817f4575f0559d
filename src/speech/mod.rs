//! WHAT IS SAID: words for a session, each at its moment, never over a sound that counts.
//!
//! Pure like the session: it hears nothing and says nothing. Whoever speaks tells it how long a text takes, and says
//! what it plans.

mod aloud;
mod course;
mod inventory;
mod pace;
mod phrase;
mod room;
mod said;
mod script;
mod title;
mod utterance;
mod voice;
mod words;

pub use aloud::aloud;
pub use course::{Course, tone};
pub use inventory::phrases;
pub use phrase::{Phrase, Stop, count, estimate};
pub use said::Said;
pub use script::script;
pub use utterance::{About, Part, Priority, Utterance, counted};
pub use voice::Voice;
pub use words::SAMPLE;
