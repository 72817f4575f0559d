//! What keys can do: one table, from which the keymap, the hints, the help and the documents are made.

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
    /// The default keys, in the words of `Chord::parse`; the first one is shown in hints.
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

impl Place {
    pub const ALL: &'static [Self] = &[
        Self::Home,
        Self::Interrupted,
        Self::Search,
        Self::Page,
        Self::Safety,
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

const LISTS: &[Place] = &[
    Place::Home,
    Place::Interrupted,
    Place::Search,
    Place::Page,
    Place::Safety,
    Place::Exercises,
    Place::Summary,
    Place::History,
    Place::Form,
    Place::Help,
];

/// The home screen, whatever is chosen on it.
const HOME: &[Place] = &[Place::Home, Place::Interrupted];

const PAST: &[Place] = &[Place::History];

const SESSION: &[Place] = &[Place::Session];

const fn about(
    action: Action,
    name: &'static str,
    keys: &'static [&'static str],
    places: &'static [Place],
    hint: &'static str,
    doc: &'static str,
) -> About {
    About { action, name, doc, keys, places, hint }
}

/// Every action, in the order of `Action` and of the help screen.
pub const ACTIONS: &[About] = &[
    about(Action::Pause, "pause", &["space"], SESSION, "pause", "Pause, or go on"),
    about(
        Action::Next,
        "next",
        &["n", "right", "pagedown"],
        SESSION,
        "next",
        "Go on now; in work, leave out what is left of it",
    ),
    about(Action::Done, "done", &["enter"], SESSION, "enough", "That is enough: end this work as done"),
    about(Action::Count, "count", &["c"], SESSION, "count", "Count a rep at your own pace"),
    about(
        Action::Back,
        "back",
        &["b", "left", "pageup"],
        SESSION,
        "back",
        "Back to the start of this, or to what came before",
    ),
    about(Action::Restart, "restart", &["r"], SESSION, "again", "Start this exercise again"),
    about(Action::Skip, "skip", &["s"], &[Place::Session, Place::Pain], "skip", "Skip this exercise"),
    about(Action::Later, "later", &["d"], SESSION, "later", "Do this exercise at the end"),
    about(
        Action::Easier,
        "easier",
        &["e"],
        &[Place::Session, Place::Page, Place::Pain],
        "easier",
        "The easier exercise instead, if there is one",
    ),
    about(
        Action::Harder,
        "harder",
        &["h"],
        &[Place::Session, Place::Page],
        "harder",
        "The harder exercise instead, if there is one",
    ),
    about(
        Action::Pain,
        "pain",
        &["p"],
        SESSION,
        "pain",
        "It hurts: pause, say how much, and choose what to do",
    ),
    about(Action::Jump, "jump", &["g"], SESSION, "go to", "Choose an exercise to go to"),
    about(Action::More, "more", &["=", "+"], SESSION, "more", "10 s more, or one rep"),
    about(Action::Less, "less", &["-"], SESSION, "less", "10 s less, or one rep"),
    about(Action::Slower, "slower", &[","], SESSION, "slower", "Slower reps, by a tenth"),
    about(Action::Faster, "faster", &["."], SESSION, "faster", "Faster reps, by a tenth"),
    about(Action::Mute, "mute", &["m"], SESSION, "mute", "Sound off, or on again"),
    about(Action::Voice, "voice", &["v"], SESSION, "voice", "How much is said: all, names, counts, nothing"),
    about(Action::Quieter, "quieter", &["["], SESSION, "quieter", "Quieter"),
    about(Action::Louder, "louder", &["]"], SESSION, "louder", "Louder"),
    about(
        Action::Lock,
        "lock",
        &["x"],
        SESSION,
        "lock",
        "Lock the keys, for cats and elbows; again to unlock",
    ),
    about(Action::SkipPain, "skip-pain", &["p"], &[Place::SkipReason], "pain", "It hurt"),
    about(Action::SkipTime, "skip-time", &["t"], &[Place::SkipReason], "time", "There was no time"),
    about(
        Action::SkipEquipment,
        "skip-equipment",
        &["e"],
        &[Place::SkipReason],
        "equipment",
        "Something was missing",
    ),
    about(Action::SkipOther, "skip-other", &["o"], &[Place::SkipReason], "other", "Another reason"),
    about(Action::NotNow, "not-now", &["esc"], &[Place::CheckIn], "not now", "Do not ask now"),
    about(
        Action::Rate,
        "rate",
        &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        &[Place::Pain, Place::CheckIn, Place::Summary],
        "pain",
        "How much it hurts; 1 and then 0 is ten",
    ),
    about(Action::RateLess, "rate-less", &["left"], &[Place::Pain, Place::Summary], "less", "Less of it"),
    about(Action::RateMore, "rate-more", &["right"], &[Place::Pain, Place::Summary], "more", "More of it"),
    about(
        Action::GoOn,
        "go-on",
        &["enter", "space", "esc"],
        &[Place::Pain],
        "go on",
        "Go on with this exercise",
    ),
    about(Action::Up, "up", &["up"], LISTS, "up", "Up"),
    about(Action::Down, "down", &["down"], LISTS, "down", "Down"),
    about(Action::PageUp, "page-up", &["pageup"], LISTS, "page up", "A page up"),
    about(Action::PageDown, "page-down", &["pagedown"], LISTS, "page down", "A page down"),
    about(Action::First, "first", &["home"], LISTS, "first", "To the top"),
    about(Action::Last, "last", &["end"], LISTS, "last", "To the bottom"),
    about(
        Action::Choose,
        "choose",
        &["enter"],
        &[Place::Home, Place::Search, Place::Page, Place::Exercises, Place::History],
        "start",
        "Start what is chosen; in the search and the history, open it; in a session, go to it",
    ),
    about(
        Action::Details,
        "details",
        &["i", "right"],
        &[Place::Home],
        "page",
        "Show the page of a routine or an exercise before it is started",
    ),
    about(
        Action::Search,
        "search",
        &["/"],
        &[Place::Home, Place::Interrupted, Place::History],
        "search",
        "Search the routines and exercises; in the history, the sessions or exercises that are listed",
    ),
    about(
        Action::Tick,
        "tick",
        &["t"],
        &[Place::Home],
        "tick off",
        "Tick off what is due: it was done elsewhere, a walk for example",
    ),
    about(
        Action::Resume,
        "resume",
        &["enter", "r"],
        &[Place::Interrupted],
        "resume",
        "Go on where it was interrupted",
    ),
    about(Action::Keep, "keep", &["k"], &[Place::Interrupted], "keep", "Put what was done into the history"),
    about(Action::Discard, "discard", &["d"], &[Place::Interrupted], "discard", "Forget it; asks first"),
    about(
        Action::History,
        "history",
        &["h"],
        HOME,
        "history",
        "What you have done: weeks, minutes, pain, sessions, exercises",
    ),
    about(
        Action::NextView,
        "next-view",
        &["tab", "right"],
        PAST,
        "next",
        "On to the sessions, the exercises, the overview",
    ),
    about(
        Action::PreviousView,
        "previous-view",
        &["backtab", "left"],
        PAST,
        "previous",
        "The other way round",
    ),
    about(
        Action::ByRoutine,
        "by-routine",
        &["r"],
        PAST,
        "routine",
        "Only the sessions of one routine; again for the next one, and at last for all",
    ),
    about(Action::ByExercise, "by-exercise", &["x"], PAST, "exercise", "Only the sessions with one exercise"),
    about(
        Action::ByStatus,
        "by-status",
        &["s"],
        PAST,
        "status",
        "Only the completed sessions, the stopped ones, or those entered by hand",
    ),
    about(Action::AllSessions, "all-sessions", &["a"], PAST, "all", "All sessions again"),
    about(Action::Edit, "edit", &["e"], PAST, "edit", "Put a session's pain, effort and note right"),
    about(Action::Delete, "delete", &["d"], PAST, "delete", "Delete a session; asks first"),
    about(Action::Undo, "undo", &["u"], PAST, "undo", "Take the last edit or deletion back"),
    about(Action::Lower, "lower", &["left"], &[Place::Form], "less", "Less; a digit says the number at once"),
    about(Action::Higher, "higher", &["right"], &[Place::Form], "more", "More"),
    about(Action::Save, "save", &["enter"], &[Place::Form], "save", "Save what was changed; esc leaves it"),
    about(Action::Yes, "yes", &["y", "ctrl-c"], &[Place::Question], "yes", "Yes"),
    about(Action::No, "no", &["enter", "esc", "n", "space"], &[Place::Question], "no", "No"),
    about(
        Action::Close,
        "close",
        &["esc", "q", "ctrl-c"],
        &[
            Place::Search,
            Place::Page,
            Place::Safety,
            Place::Exercises,
            Place::History,
            Place::Form,
            Place::Help,
        ],
        "close",
        "Close this; where words are typed, esc alone",
    ),
    about(
        Action::Understood,
        "understood",
        &["enter", "space"],
        &[Place::Safety],
        "understood",
        "Go on; the page does not come by itself again",
    ),
    about(Action::EffortEasy, "effort-easy", &["e"], &[Place::Summary], "easy", "It was easy"),
    about(Action::EffortRight, "effort-right", &["r"], &[Place::Summary], "right", "It was just right"),
    about(Action::EffortHard, "effort-hard", &["h"], &[Place::Summary], "hard", "It was hard"),
    about(Action::Note, "note", &["n"], &[Place::Summary], "note", "Write a note about the session"),
    about(
        Action::NoteDone,
        "note-done",
        &["enter", "esc", "ctrl-c"],
        &[Place::Note],
        "done",
        "The note is done; it is kept while you type",
    ),
    about(
        Action::Leave,
        "leave",
        &["enter", "esc", "q", "ctrl-c"],
        &[Place::Summary],
        "close",
        "Leave the summary",
    ),
    about(
        Action::Changes,
        "changes",
        &["u"],
        &[Place::Summary],
        "not so",
        "Turn down what changes next time, or accept what is offered; again to take that back",
    ),
    about(
        Action::Help,
        "help",
        &["?"],
        &[
            Place::Home,
            Place::Interrupted,
            Place::Page,
            Place::Session,
            Place::Exercises,
            Place::Summary,
            Place::History,
            Place::Help,
        ],
        "keys",
        "Show or hide the keys",
    ),
    about(
        Action::Safety,
        "safety",
        &["s"],
        &[Place::Home, Place::Interrupted, Place::Help],
        "safety",
        "What to heed: when to stop, when to get help",
    ),
    about(
        Action::Quit,
        "quit",
        &["q", "ctrl-c"],
        &[Place::Home, Place::Interrupted, Place::Session, Place::Pain],
        "quit",
        "Leave; a session asks first",
    ),
    about(Action::Suspend, "suspend", &["ctrl-z"], Place::ALL, "suspend", "To the shell and back with fg"),
    about(Action::Redraw, "redraw", &["ctrl-l"], Place::ALL, "redraw", "Draw the screen again"),
];

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
