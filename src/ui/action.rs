//! What keys can do: one table, from which the keymap, the hints, the help and the documents are made.

mod presets;
mod table;

pub use presets::{FIXED, Preset};
pub use table::ACTIONS;

/// Something that a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    Pause,
    Next,
    Done,
    Count,
    Back,
    Restart,
    Skip,
    Later,
    Easier,
    Harder,
    Pain,
    Jump,
    More,
    Less,
    Slower,
    Faster,
    Mute,
    Voice,
    Quieter,
    Louder,
    Lock,
    Far,
    SkipPain,
    SkipTime,
    SkipEquipment,
    SkipOther,
    NotNow,
    Rate,
    RateLess,
    RateMore,
    GoOn,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Choose,
    Details,
    Search,
    Tick,
    Resume,
    Keep,
    Discard,
    History,
    NextView,
    PreviousView,
    ByRoutine,
    ByExercise,
    ByStatus,
    AllSessions,
    Edit,
    Delete,
    Undo,
    Lower,
    Higher,
    Save,
    Yes,
    No,
    Close,
    Understood,
    Heard,
    HearAgain,
    EffortEasy,
    EffortRight,
    EffortHard,
    Note,
    NoteDone,
    Leave,
    Changes,
    Help,
    Safety,
    Quit,
    Suspend,
    Redraw,
}

/// Where a key is pressed. One key can mean different things in two places, never in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The list of what is due and of routines.
    Home,
    /// On a session that was interrupted, in the home screen's list.
    Interrupted,
    /// Where words are typed: keys that write something mean just that.
    Search,
    /// The page of a routine or an exercise.
    Page,
    /// What to heed.
    Safety,
    /// Where a newcomer tries the sound.
    Hearing,
    Session,
    /// For a few seconds after an exercise was skipped; other keys mean what they mean in a session.
    SkipReason,
    /// While the beginning of a session asks how it is; other keys mean what they mean in a session.
    CheckIn,
    /// Where the pain stands, and what to do about it.
    Pain,
    /// The list of exercises to jump to.
    Exercises,
    Question,
    Summary,
    /// What was done: figures, sessions, exercises.
    History,
    /// Where a session of the history is put right: keys that write something mean just that.
    Form,
    /// Where a note is typed: keys that write something mean just that.
    Note,
    Help,
}

/// A row of the table.
#[derive(Debug)]
pub struct About {
    pub action: Action,
    /// As the settings name it.
    pub name: &'static str,
    /// One sentence without a full stop, for the help screen and the documents.
    pub doc: &'static str,
    /// The keys of the default preset, in the words of `Chord::parse`; the first one is shown in hints.
    pub keys: &'static [&'static str],
    pub places: &'static [Place],
    /// The word beside the key in a hint.
    pub hint: &'static str,
}

impl Action {
    /// This action's row of the table.
    pub fn about(self) -> &'static About {
        &ACTIONS[self as usize]
    }

    pub fn from_name(name: &str) -> Option<Self> {
        ACTIONS.iter().find(|about| about.name == name).map(|about| about.action)
    }
}

impl About {
    /// The heading under which the help and the documents have it.
    pub fn section(&self) -> &'static str {
        match self.places {
            [place] => place.title(),
            places if places.contains(&Place::Session) && places.contains(&Place::Home) => "Everywhere",
            places if places.contains(&Place::Session) => Place::Session.title(),
            places if places.contains(&Place::Exercises) => Self::LISTS,
            places if places.contains(&Place::Pain) => Place::Pain.title(),
            places if places.contains(&Place::Home) => Place::Home.title(),
            _ => Self::LISTS,
        }
    }

    /// The heading of what moves in a list.
    pub(crate) const LISTS: &'static str = "In lists";
}

impl Place {
    pub const ALL: &'static [Self] = &[
        Self::Home,
        Self::Interrupted,
        Self::Search,
        Self::Page,
        Self::Safety,
        Self::Hearing,
        Self::Session,
        Self::SkipReason,
        Self::CheckIn,
        Self::Pain,
        Self::Exercises,
        Self::Question,
        Self::Summary,
        Self::History,
        Self::Form,
        Self::Note,
        Self::Help,
    ];

    /// The heading of the help screen's part about this place.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Home => "Choosing a routine",
            Self::Interrupted => "An interrupted session",
            Self::Search => "In the search",
            Self::Page => "On the page of a routine or an exercise",
            Self::Safety => "On the safety page",
            Self::Hearing => "When the sound is tried",
            Self::Session => "In a session",
            Self::SkipReason => "Why it was skipped",
            Self::CheckIn => "At the beginning of a session",
            Self::Pain => "Where the pain stands",
            Self::Exercises => "In the list of exercises",
            Self::Question => "A question",
            Self::Summary => "After a session",
            Self::History => "In the history",
            Self::Form => "While a session is edited",
            Self::Note => "In a note",
            Self::Help => "In this help",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enumeration() {
        for (index, about) in ACTIONS.iter().enumerate() {
            assert_eq!(about.action as usize, index, "{}", about.name);
        }
        assert_eq!(Action::Redraw as usize + 1, ACTIONS.len());
    }

    #[test]
    fn names_are_unique_and_found_again() {
        for about in ACTIONS {
            assert_eq!(Action::from_name(about.name), Some(about.action));
            assert!(!about.doc.ends_with('.') && !about.keys.is_empty() && !about.places.is_empty());
        }
    }
}
