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
    Yes,
    No,
    Close,
    Understood,
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
    /// The list of exercises to jump to.
    Exercises,
    Question,
    Summary,
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
        Self::Exercises,
        Self::Question,
        Self::Summary,
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
            Self::Exercises => "In the list of exercises",
            Self::Question => "A question",
            Self::Summary => "After a session",
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
    Place::Help,
];

/// The home screen, whatever is chosen on it.
const HOME: &[Place] = &[Place::Home, Place::Interrupted];

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
    about(Action::Skip, "skip", &["s"], SESSION, "skip", "Skip this exercise"),
    about(Action::Later, "later", &["d"], SESSION, "later", "Do this exercise at the end"),
    about(
        Action::Easier,
        "easier",
        &["e"],
        &[Place::Session, Place::Page],
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
        &[Place::Home, Place::Search, Place::Page, Place::Exercises],
        "start",
        "Start what is chosen; in the search, open it; in a session, go to it",
    ),
    about(
        Action::Details,
        "details",
        &["i", "right"],
        &[Place::Home],
        "page",
        "Show the page of a routine or an exercise before it is started",
    ),
    about(Action::Search, "search", &["/"], HOME, "search", "Search the routines and exercises"),
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
    about(Action::Yes, "yes", &["y", "ctrl-c"], &[Place::Question], "yes", "Yes"),
    about(Action::No, "no", &["enter", "esc", "n", "space"], &[Place::Question], "no", "No"),
    about(
        Action::Close,
        "close",
        &["esc", "q", "ctrl-c"],
        &[Place::Search, Place::Page, Place::Safety, Place::Exercises, Place::Help],
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
        &[Place::Home, Place::Interrupted, Place::Session],
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
