//! The checked domain of routines: what a file means once it is known to be good.

mod program;

use std::time::Duration;

pub use program::{Content, Frequency, Item, PhaseLength, Program, ProgramPhase};

/// A routine: an ordered list of exercises and groups. Always valid: at least one step, every dose complete.
#[derive(Clone, Debug, PartialEq)]
pub struct Routine {
    /// The name of the shipped or user's file without `.toml`; for a path, the file's stem.
    pub id: String,
    pub name: String,
    pub summary: Option<String>,
    pub source: Option<Source>,
    pub tags: Vec<String>,
    /// What to take care of in all of it: shown before it begins, and spoken once.
    pub cautions: Vec<String>,
    pub steps: Vec<Block>,
    /// A stable digest (hex) of everything that the routine means, exercises included: equal digests play equally.
    pub hash: String,
}

impl Routine {
    /// A routine that stands in no file. `steps` must not be empty.
    pub fn of_steps(id: &str, name: &str, steps: Vec<Block>) -> Self {
        let mut routine = Self {
            id: id.into(),
            name: name.into(),
            summary: None,
            source: None,
            tags: Vec::new(),
            cautions: Vec::new(),
            steps,
            hash: String::new(),
        };
        routine.hash = super::digest::digest(&routine);
        routine
    }

    /// The same with this to take care of in all of it.
    #[must_use]
    pub fn heeding(mut self, cautions: Vec<String>) -> Self {
        self.cautions = cautions;
        self.hash = super::digest::digest(&self);
        self
    }
}

/// One `[[step]]`: an exercise, or a group of steps.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Exercise(Box<Exercise>),
    Group(Group),
}

/// A titled section, a circuit, or both.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub title: String,
    /// 1 to 100.
    pub rounds: u32,
    /// Between the rounds.
    pub rest: Duration,
    pub steps: Vec<Block>,
}

/// One entry of a routine, or an exercise of the library at its own dose: words, picture and a complete dose.
#[derive(Clone, Debug, PartialEq)]
pub struct Exercise {
    pub id: String,
    pub words: Words,
    pub dose: Dose,
    /// May be trimmed to fit the time available, or skipped without a mark against the session.
    pub optional: bool,
    /// Dose fields that are our choice because the source does not state them.
    pub assumed: Vec<String>,
}

/// What is read, heard and looked up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    pub name: String,
    /// Spoken instead of `name`.
    pub say: Option<String>,
    pub position: Option<Position>,
    /// Each entry names one thing, or alternatives separated by `|`.
    pub equipment: Vec<String>,
    pub optional_equipment: Vec<String>,
    pub how: Vec<String>,
    pub purpose: Option<String>,
    pub best_for: Vec<String>,
    pub category: Option<Category>,
    pub complexity: Option<Complexity>,
    pub cautions: Vec<String>,
    pub not_for: Vec<String>,
    pub source: Option<Source>,
    pub easier: Option<String>,
    pub harder: Option<String>,
    pub figure: Option<String>,
    pub note: Option<String>,
    pub cues: Vec<CustomCue>,
}

/// Where a dose comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    pub title: Option<String>,
    pub author: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub note: Option<String>,
}

/// How much, how long, which side.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    pub work: Work,
    pub sets: Range<u32>,
    pub sides: Sides,
    /// `None`: the user's setting decides.
    pub first_side: Option<Side>,
    pub side_labels: Option<SideLabels>,
    /// A breathing guide through holds and flows; it times nothing.
    pub breath: Option<BreathGuide>,
    pub prepare: Prepare,
    /// Between the holds of one set.
    pub relax: Duration,
    /// Between sides.
    pub switch: Duration,
    /// Between sets.
    pub rest: Duration,
    /// How long open or self-paced work is likely to take, as the file says it.
    pub estimate: Option<Duration>,
}

/// The one end condition of an exercise.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// Stay still; `reps` holds to a set (and side).
    Hold { hold: Range<Duration>, reps: Range<u32> },
    /// Move, counted by the player.
    Reps { reps: Range<u32>, shape: RepShape },
    /// Move at one's own pace, and say when the set is done.
    SelfPaced { reps: Range<u32>, target: Option<String>, rep_time: Range<Duration> },
    /// Keep moving for a time; phases, if there are any, only pace it.
    Flow { time: Range<Duration>, phases: Vec<Phase> },
    /// Until the user says done.
    Open { target: Option<String> },
}

/// What one paced rep consists of.
#[derive(Clone, Debug, PartialEq)]
pub enum RepShape {
    /// One movement of this length.
    Even(Range<Duration>),
    /// Phases in order: every one timed, or none and they share `rep_time` evenly. Never empty.
    Phases { phases: Vec<Phase>, rep_time: Range<Duration> },
}

/// A named part of one rep.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    pub name: String,
    /// All phases of an exercise have a time, or none has. It may be zero, and the phase is then left out.
    pub time: Option<Range<Duration>>,
    pub breath: Option<Breath>,
    pub say: Option<String>,
    pub pose: Option<String>,
}

/// A path from a first dose to a last one; equal ends are a plain value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<T> {
    pub low: T,
    pub high: T,
}

impl<T: Copy> Range<T> {
    pub const fn only(value: T) -> Self {
        Self { low: value, high: value }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prepare {
    /// 10 s, or 20 s where the body has to move: the plan decides.
    Auto,
    For(Duration),
    /// Waits until the user says ready.
    Ready,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    None,
    /// One side in full, then the other.
    Each,
    /// Left, right, left, right.
    Alternate,
    Left,
    Right,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// First, unless somebody says otherwise.
    #[default]
    Left,
    Right,
}

impl Side {
    pub const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }

    /// `left` or `right`, as files and events write it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

/// What the user reads and hears for each side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideLabels {
    pub left: String,
    pub right: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreathGuide {
    pub breathe_in: Duration,
    pub out: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breath {
    In,
    Out,
    Hold,
}

/// Words of the routine's own inside timed work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomCue {
    pub at: CueAt,
    pub say: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueAt {
    Half,
    AfterStart(Duration),
    BeforeEnd(Duration),
}

/// An enumeration whose words are those of the routine file.
macro_rules! worded {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

worded! {
    /// The position of the body.
    Position {
        Supine = "supine", Prone = "prone", SideLying = "side-lying", Quadruped = "quadruped",
        Kneeling = "kneeling", HalfKneeling = "half-kneeling", Seated = "seated", Standing = "standing",
        Walking = "walking",
    }
}
worded! {
    Category {
        Mobility = "mobility", Stability = "stability", Strength = "strength", Flexibility = "flexibility",
        Aerobic = "aerobic", BodyMechanics = "body-mechanics",
    }
}
worded! {
    Complexity { VeryLow = "very-low", Low = "low", Moderate = "moderate", High = "high" }
}
