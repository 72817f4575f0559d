//! What the screens draw: handed in with each frame, kept by others.

use std::time::Duration;

use jiff::{Zoned, civil::Date};

use crate::{
    figure::Demo,
    session::{Snapshot, Status},
    speech::Voice,
};

/// Everything outside `App` that a frame depends on.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The session, once there is one.
    pub snapshot: Option<&'a Snapshot>,
    pub wall: &'a Zoned,
    pub sound: SoundState,
    /// How much is said.
    pub voice: Voice,
    /// What the user should know, oldest first; the last is shown.
    pub notices: &'a [String],
    /// What the routine itself has to say: advice, and not a fault.
    pub coaching: Option<&'a str>,
    /// Whether the border flashes, in place of a sound.
    pub flash: bool,
    pub summary: Option<&'a SummaryModel>,
    /// Whether the session goes into the history.
    pub recording: bool,
    /// Whether the terminal shows more than ASCII.
    pub unicode: bool,
    /// How long the page of `App::shown_exercise` has been open.
    pub page_open: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoundState {
    /// Built or started without sound.
    Off,
    Muted,
    /// There is no device to play on: the bell and a flash stand in.
    Silent,
    On {
        percent: u8,
    },
}

/// What the home screen offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HomeModel {
    /// The history is still being read: all that it has to say is missing, and nothing is chosen yet.
    pub is_waiting: bool,
    pub routines: Vec<RoutineCard>,
    pub interrupted: Vec<InterruptedCard>,
    /// The newest first.
    pub recent: Vec<RecentSession>,
    /// What the running program has due; `None` if no program runs.
    pub today: Option<TodayCard>,
    /// Every exercise that can be done by itself. Empty until someone asks for them: the first picture shows none.
    pub exercises: Vec<ExerciseCard>,
}

/// What the program has due today.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TodayCard {
    /// The program's name.
    pub program: String,
    /// Its phase's name.
    pub phase: String,
    /// How far it is, in words: `week 3 of 8`, `day 4 of 10`; empty if there is nothing to say.
    pub place: String,
    /// In the program's order.
    pub due: Vec<TodayRow>,
    /// What was done today already.
    pub done: Vec<TodayRow>,
    /// Not now; `why` says why, and when next.
    pub later: Vec<TodayRow>,
    /// How many exercises the session has that is made of what is due: a routine has several.
    pub exercises: usize,
    /// Of the session that is made of what is due.
    pub length: Duration,
    /// How many of its steps last until the user says so.
    pub open_steps: usize,
    /// The day that it is about.
    pub date: Option<Date>,
    /// One sentence, such as that the program is paused or over, or that its next phase may begin.
    pub notice: Option<String>,
    /// What a missed day means and what keeps the week, where there is reason to say so: a sentence each.
    pub gentle: Vec<String>,
}

/// One thing of a program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TodayRow {
    /// The item's id: `sit-2` where a phase has `sit` twice.
    pub id: String,
    /// The id of the exercise or routine that it is.
    pub content: String,
    pub is_routine: bool,
    pub name: String,
    pub dose: String,
    pub why: String,
    /// Of an exercise: its page, with the dose that the program asks for.
    pub card: Option<Box<ExerciseCard>>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoutineCard {
    pub id: String,
    pub name: String,
    pub summary: Option<String>,
    pub length: Duration,
    /// How many of its steps last until the user says so.
    pub open_steps: usize,
    pub equipment: Vec<String>,
    /// The names of its exercises in order.
    pub exercises: Vec<String>,
    /// How often the body has to move to another position.
    pub position_changes: usize,
    /// Why it cannot be started, if its file is at fault.
    pub broken: Option<String>,
    pub tags: Vec<String>,
    /// What to heed in all of it.
    pub cautions: Vec<String>,
    /// Where it comes from, in a line.
    pub source: Option<String>,
    /// With every dose at its upper end.
    pub longest: Duration,
    pub entries: Vec<EntryCard>,
}

/// One exercise of a routine, as its page shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntryCard {
    pub name: String,
    pub dose: String,
    /// What belongs to the dose, a line each: the phases of a rep, what each side is called.
    pub about: Vec<String>,
    pub cautions: Vec<String>,
    pub optional: bool,
    /// The title of the group that begins with it.
    pub group: Option<String>,
    pub best_for: Vec<String>,
}

/// An exercise of the library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExerciseCard {
    pub id: String,
    pub name: String,
    pub dose: String,
    /// What belongs to the dose, a line each.
    pub about: Vec<String>,
    /// As people say it: `on hands and knees`.
    pub position: Option<String>,
    /// The same as the field says it, for those who search by it: `quadruped`.
    pub term: Option<String>,
    /// Category, complexity and equipment, in words.
    pub facts: Vec<String>,
    pub purpose: Option<String>,
    pub how: Vec<String>,
    pub cautions: Vec<String>,
    pub not_for: Vec<String>,
    pub best_for: Vec<String>,
    pub note: Option<String>,
    /// Ids of other exercises.
    pub easier: Option<String>,
    pub harder: Option<String>,
    pub source: Option<String>,
    /// What of the dose is our own choice.
    pub assumed: Vec<String>,
    /// How it is shown.
    pub demo: Option<Demo>,
}

/// A session that a crash or a dead battery ended.
#[derive(Clone, Debug, PartialEq)]
pub struct InterruptedCard {
    pub id: String,
    pub routine: String,
    pub started: Zoned,
    /// Of how many exercises some was done, and of how many there are.
    pub exercises_done: usize,
    pub exercises: usize,
    pub active: Duration,
    pub can_resume: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RecentSession {
    pub routine: String,
    pub started: Zoned,
    pub active: Duration,
    pub status: Status,
}

/// A session that has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryModel {
    pub routine: String,
    pub status: Status,
    pub active: Duration,
    pub paused: Duration,
    pub lines: Vec<SummaryLine>,
    /// What the session changes next time.
    pub changes: Vec<ChangeLine>,
    pub kept: Kept,
}

/// One range that moves by a notch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeLine {
    /// `Bird dog: hold 5 → 6 s: three full sessions, effort just right, pain steady`
    pub sentence: String,
    pub up: bool,
    /// What it was, and what it becomes: `5 s`, `6 s`.
    pub ends: [String; 2],
    pub state: ChangeState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeState {
    /// It is made unless the user turns it down.
    Made,
    /// It is made only if the user says yes.
    Offered,
    TurnedDown,
}

/// What was done of one exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryLine {
    pub name: String,
    pub fate: LineFate,
    pub sets: u32,
    /// Per side where there are sides, else in `both`.
    pub left: Option<Amount>,
    pub right: Option<Amount>,
    pub both: Option<Amount>,
    /// Why it was skipped, all of it or the rest, in a word.
    pub reason: Option<String>,
    /// The worst pain that was told at it, from 0 to 10.
    pub pain: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFate {
    Done,
    Partial,
    Skipped,
    /// The session ended before it.
    NotReached,
}

impl LineFate {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partial => "partly",
            Self::Skipped => "skipped",
            Self::NotReached => "not reached",
        }
    }
}

/// What has become of all of them, in so many words each: `4 done`, `1 skipped`.
pub(crate) fn tally(lines: &[SummaryLine]) -> Vec<String> {
    let fates = [LineFate::Done, LineFate::Partial, LineFate::Skipped, LineFate::NotReached];
    let counted = fates.map(|fate| (fate, lines.iter().filter(|line| line.fate == fate).count()));
    let told = counted.iter().filter(|(_, count)| *count > 0);
    told.map(|(fate, count)| format!("{count} {}", fate.word())).collect()
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    pub reps: u32,
    pub time: Duration,
}

/// Whether the session is on disk. Nothing but `InHistory` may say that it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    Writing,
    InHistory,
    /// The user asked for no record.
    NotAsked,
    /// Why not, and what to do about it.
    Failed(String),
}
