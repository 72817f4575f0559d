//! THE ONLY IMPURE DRIVER: clock, terminal, signals and the event loop.

pub mod clock;

mod check_in;
mod choice;

mod backstage;
mod errands;
mod shelf;

mod home;
mod today;
mod weeks;

mod deciding;

mod run;

mod lines;
pub mod words;

mod board;
mod cards;
mod colours;
mod first;
mod hearing;
mod input;
mod opened;
mod outstanding;
mod paces;
mod past;
mod screen;

mod allowance;
mod child;
pub mod control;
mod filling_in;
mod hooks;
mod neighbours;
mod playing;
mod rehearsal;
mod scale;
mod speaking;

mod banner;
#[cfg(all(feature = "desktop", target_os = "linux"))]
mod desktop;
mod standing;

mod keeping;
mod progress;
mod summary;

pub mod doctor;
pub mod remind;

mod signals;
mod terminal;
mod thrift;

pub use backstage::{Backstage, Job, Manner};
pub use choice::{Choice, LevelWord, Portion};
pub use control::{Arrivals, Call, Watch, Woken};
pub use deciding::Ticked;
pub use errands::Order;
pub use progress::Progression;
pub use rehearsal::{Rehearsed, rehearse};
pub(crate) use run::shows_unicode;
pub use run::{play_lines, show_exercise, show_history, show_lines, show_order, show_screens};
pub use signals::left_to_another;
pub use today::{Face, Today, next_words};
pub use words::check as check_words;

/// Everything that can happen to a running program.
#[derive(Debug)]
pub(crate) enum Message {
    /// Something from the terminal.
    Input(crossterm::event::Event),
    /// The terminal has told its ground.
    Ground(crate::ui::Ground),
    /// A line on standard input.
    Line(String),
    /// Standard input is at its end.
    InputEnded,
    /// `^Z`, or `kill -TSTP`.
    Stop,
    /// The process goes on after having been stopped.
    Continued,
    /// The terminal has another size.
    Resized,
    /// INT or TERM.
    Ended,
    /// The terminal is gone.
    HungUp,
    /// From the audio side.
    Sound(crate::audio::Notice),
    /// From the speech program.
    Voice(crate::audio::render::Rendered),
    /// From the keeper of the history.
    Disk(crate::history::keeper::Notice),
    /// What came of something that was done behind the loop.
    Done(Box<errands::Done>),
    /// The history, for its screens.
    History(Box<past::Turned>),
    /// A command from outside the terminal.
    Remote(neighbours::Remote),
    /// Something that the user should know.
    Notice(String),
    /// A thread has panicked; its words are on standard error already.
    Panicked,
}

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Completed,
    /// Left by the user.
    Stopped,
    /// Whoever read the output has gone.
    NobodyReads,
    /// It was done, but its record could not be stored, and was printed.
    NotKept,
}

impl Ending {
    /// Whoever left is told so all the same; a session that was done to its end was not a success.
    pub(crate) const fn without_record(self) -> Self {
        if matches!(self, Self::Completed) { Self::NotKept } else { self }
    }

    pub(crate) const fn of(status: crate::session::Status) -> Self {
        match status {
            crate::session::Status::Completed => Self::Completed,
            crate::session::Status::Stopped => Self::Stopped,
        }
    }
}

/// What is said at the end when a thread has panicked, after its own words.
const PANICKED: &str = "a fault in supple itself has ended it; what you have done is kept";
