//! The one table of everything that a file may say. Checking, the hints for unknown keys and the JSON Schema all come
//! from here.

use super::model::{Category, Complexity, Position};

/// A kind of table in a file: what it may hold.
pub(crate) struct Table {
    /// For sentences: "a step", "the defaults".
    pub(crate) what: &'static str,
    /// The fields, in the order of the documentation; groups of them are shared between tables.
    pub(crate) fields: &'static [&'static [Field]],
    /// Every table of this kind holds these.
    pub(crate) required: &'static [&'static str],
}

/// One key.
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) shape: Shape,
    /// One line for editors.
    pub(crate) doc: &'static str,
}

/// What the value of a key looks like.
pub(crate) enum Shape {
    /// The version of the format.
    Format,
    Text,
    /// The id of an exercise, a routine or a figure.
    Id,
    Word(&'static [&'static str]),
    /// A list of texts.
    Texts(List),
    /// A list of texts; one text may stand for a list of one.
    OneOrMoreTexts,
    /// A list of the words given.
    Words(&'static [&'static str]),
    /// A program and its arguments. Only settings hold one, never a routine: those come from strangers.
    Command,
    Flag,
    /// A whole number from 1 to this.
    Count(u32),
    /// A whole number or a range, from 1 to this.
    Counts(u32),
    /// A duration of at most 24 h.
    Time(Zero),
    /// A duration or this word.
    TimeOr(&'static str),
    /// A duration or a range of at most 24 h each.
    Times(Zero),
    /// A duration, a range or this word.
    TimesOr(&'static str),
    /// `"3-1-2-0"`.
    Tempo,
    /// `"half"`, `"10s"` or `"-5s"`.
    At,
    /// How often an item of a program is due.
    Frequency,
    /// A week or a range of weeks.
    Weeks,
    Table(&'static Table),
    /// At least one.
    Tables(&'static Table),
    /// May be empty.
    AnyTables(&'static Table),
    /// `[[step]]`: exercises and groups.
    Steps,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zero {
    Allowed,
    Refused,
}

/// What a list of texts may be.
#[derive(Clone, Copy)]
pub(crate) struct List {
    pub(crate) least: usize,
    pub(crate) most: usize,
    /// Whether one may stand there twice.
    pub(crate) repeats: bool,
}

impl Table {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().flat_map(|group| group.iter())
    }

    pub(crate) fn find(&self, key: &str) -> Option<&'static Field> {
        self.iter().find(|field| field.key == key)
    }
}

pub(crate) const MOST_REPS: u32 = 1_000;
pub(crate) const MOST_SETS: u32 = 100;
pub(crate) const MOST_ROUNDS: u32 = 100;
pub(crate) const MOST_LEVELS: usize = 3;
pub(crate) const MOST_STEPS: u64 = 100_000;
pub(crate) const MOST_BYTES: usize = 1 << 20;
pub(crate) const MOST_INSTRUCTIONS: usize = 9;
/// Of a name, in characters.
pub(crate) const MOST_LETTERS: usize = 200;
pub(crate) const MOST_WEEKS: u32 = 520;

/// The words that `assumed` may name: the fields of a dose, and any others.
macro_rules! dose_words {
    ($($other:literal),*) => {
        &[
            "hold",
            "reps",
            "time",
            "open",
            "sets",
            "sides",
            "first_side",
            "side_labels",
            "phases",
            "tempo",
            "rep_time",
            "pace",
            "target",
            "breath",
            "estimate",
            "prepare",
            "relax",
            "switch",
            "rest",
            $($other),*
        ]
    };
}

const ANY: List = List { least: 0, most: usize::MAX, repeats: false };
const INSTRUCTIONS: List = List { least: 1, most: MOST_INSTRUCTIONS, repeats: true };

pub(crate) const fn field(key: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { key, shape, doc }
}

const FORMAT: &[Field] = &[field("format", Shape::Format, "The version of this format: 1.")];

const TITLE: &[Field] = &[
    field("name", Shape::Text, "The name that is shown."),
    field("summary", Shape::Text, "What it is for, in a line."),
    field("source", Shape::Table(&SOURCE), "Where the dose comes from."),
    field("tags", Shape::Texts(ANY), "Words to find it by."),
];

const NAME: &[Field] = &[field("name", Shape::Text, "The name that is shown.")];
const USE: &[Field] =
    &[field("use", Shape::Id, "The id of an exercise; fields beside it override the exercise's own.")];

const WORDS: &[Field] = &[
    field("say", Shape::Text, "Spoken instead of the name."),
    field("position", Shape::Word(Position::WORDS), "The position of the body."),
    field("equipment", Shape::Texts(ANY), "What is needed; \"strap|towel\" is either."),
    field("optional_equipment", Shape::Texts(ANY), "What helps but need not be there."),
    field("how", Shape::Texts(INSTRUCTIONS), "1 to 9 short imperative instructions."),
    field("purpose", Shape::Text, "Why one does it."),
    field("best_for", Shape::OneOrMoreTexts, "For whom it is best."),
    field("category", Shape::Word(Category::WORDS), "The kind of exercise."),
    field("complexity", Shape::Word(Complexity::WORDS), "How hard it is to do well."),
    field("cautions", Shape::OneOrMoreTexts, "Shown before the first set, spoken once."),
    field("not_for", Shape::OneOrMoreTexts, "Who should leave it out."),
    field("easier", Shape::Id, "The id of an easier exercise (a regression)."),
    field("harder", Shape::Id, "The id of a harder exercise (a progression)."),
    field("figure", Shape::Id, "The id of an animated figure."),
    field("note", Shape::Text, "Shown in this routine only."),
    field("cues", Shape::AnyTables(&CUE), "Words to be said inside timed work."),
];

const OWN_SOURCE: &[Field] = &[field("source", Shape::Table(&SOURCE), "Where the dose comes from.")];

const DOSE: &[Field] = &[
    field("hold", Shape::TimesOr("none"), "Stay still this long; with `reps`, every rep is one hold."),
    field("reps", Shape::Counts(MOST_REPS), "How many; per side wherever there are sides."),
    field("time", Shape::Times(Zero::Refused), "Keep moving this long."),
    field("open", Shape::Flag, "Lasts until the user says done."),
    field("sets", Shape::Counts(MOST_SETS), "How many sets; 1 unless given."),
    field(
        "sides",
        Shape::Word(&["none", "each", "alternate", "left", "right"]),
        "`each`: one side in full, then the other; `alternate`: left, right, left, right.",
    ),
    field("first_side", Shape::Word(&["left", "right"]), "The side that comes first."),
    field("side_labels", Shape::Table(&SIDE_LABELS), "What the user hears and reads for each side."),
    field("phases", Shape::Tables(&PHASE), "What happens inside one rep, in order."),
    field("tempo", Shape::Tempo, "Seconds to lower, pause, lift and pause: \"3-1-2-0\"."),
    field("rep_time", Shape::Times(Zero::Refused), "How long one paced rep takes."),
    field(
        "pace",
        Shape::Word(&["auto", "self"]),
        "`auto`: counted for you; `self`: at your own pace, until you say that the set is done.",
    ),
    field("target", Shape::Text, "Words for what one self-paced rep is: \"30-40 steps\"."),
    field("breath", Shape::Table(&BREATH), "A breathing guide; it times nothing."),
    field("estimate", Shape::Time(Zero::Refused), "How long open or self-paced work is likely to take."),
    field("prepare", Shape::TimeOr("ready"), "Time to get into position; `ready` waits for the user."),
    field("relax", Shape::Time(Zero::Allowed), "Between the holds of one set."),
    field("switch", Shape::Time(Zero::Allowed), "Between sides."),
    field("rest", Shape::Time(Zero::Allowed), "Between sets."),
    field("optional", Shape::Flag, "May be left out to fit the time, or skipped without a mark."),
];

const ASSUMED: &[Field] = &[field(
    "assumed",
    Shape::Words(dose_words!()),
    "Dose fields that are our choice because the source does not state them.",
)];

const ITEM_ASSUMED: &[Field] = &[field(
    "assumed",
    Shape::Words(dose_words!("frequency")),
    "Dose fields, and `frequency`, that are our choice because the source does not state them.",
)];

/// `routines/exercises/ID.toml`.
pub(crate) static EXERCISE: Table = Table {
    what: "an exercise",
    fields: &[FORMAT, NAME, WORDS, OWN_SOURCE, DOSE, ASSUMED],
    required: &["name"],
};

/// A `[[step]]` with `use`.
pub(crate) static ENTRY: Table = Table {
    what: "a step with `use`",
    fields: &[USE, NAME, WORDS, OWN_SOURCE, DOSE, ASSUMED],
    required: &["use"],
};

/// A `[[step]]` with a name of its own.
pub(crate) static INLINE: Table =
    Table { what: "a step", fields: &[NAME, WORDS, OWN_SOURCE, DOSE, ASSUMED], required: &["name"] };

/// A `[[step]]` with steps of its own.
pub(crate) static GROUP: Table = Table {
    what: "a group",
    fields: &[&[
        field("group", Shape::Text, "The title of the group."),
        field("rounds", Shape::Count(MOST_ROUNDS), "How many times round; 1 unless given."),
        field("rest", Shape::Time(Zero::Allowed), "Between the rounds."),
        field("step", Shape::Steps, "What the group consists of, in order."),
    ]],
    required: &["group"],
};

/// `routines/NAME.toml`.
pub(crate) static ROUTINE: Table = Table {
    what: "a routine",
    fields: &[
        FORMAT,
        TITLE,
        &[
            field("cautions", Shape::OneOrMoreTexts, "For all of it: shown before it begins, spoken once."),
            field("defaults", Shape::Table(&DEFAULTS), "What holds for every exercise that does not say."),
            field("step", Shape::Steps, "What to do, in order: exercises and groups."),
        ],
    ],
    required: &["name"],
};

static DEFAULTS: Table = Table {
    what: "the defaults",
    fields: &[&[
        field("prepare", Shape::TimeOr("ready"), "Before each exercise: get into position."),
        field("relax", Shape::Time(Zero::Allowed), "Between the holds of one set; 3s unless given."),
        field("switch", Shape::Time(Zero::Allowed), "Between sides; 8s unless given."),
        field(
            "rest",
            Shape::Time(Zero::Allowed),
            "Between sets, and between the rounds of a group; 20s unless given.",
        ),
        field("rep_time", Shape::Times(Zero::Refused), "How long one paced rep takes; 4s unless given."),
    ]],
    required: &[],
};

static SOURCE: Table = Table {
    what: "a source",
    fields: &[&[
        field("title", Shape::Text, "The title of the article or book."),
        field("author", Shape::Text, "Who wrote it."),
        field("publisher", Shape::Text, "Where it was published."),
        field("url", Shape::Text, "Its address; shown, never opened."),
        field("note", Shape::Text, "Anything else about it."),
    ]],
    required: &[],
};

static CUE: Table = Table {
    what: "a cue",
    fields: &[&[
        field(
            "at",
            Shape::At,
            "\"half\", \"10s\" after the beginning or, as \"-5s\", that long before the end.",
        ),
        field("say", Shape::Text, "What is said."),
    ]],
    required: &["at", "say"],
};

static SIDE_LABELS: Table = Table {
    what: "side labels",
    fields: &[&[
        field("left", Shape::Text, "Words for the left side."),
        field("right", Shape::Text, "Words for the right side."),
    ]],
    required: &["left", "right"],
};

static PHASE: Table = Table {
    what: "a phase",
    fields: &[&[
        field("name", Shape::Text, "What this part of the rep is called."),
        field("time", Shape::Times(Zero::Allowed), "How long it lasts; all phases have a time, or none."),
        field("breath", Shape::Word(&["in", "out", "hold"]), "What the breath does."),
        field("say", Shape::Text, "Spoken instead of the name."),
        field("pose", Shape::Id, "The pose of the figure."),
    ]],
    required: &["name"],
};

static BREATH: Table = Table {
    what: "a breathing guide",
    fields: &[&[
        field("in", Shape::Time(Zero::Refused), "How long a breath in lasts."),
        field("out", Shape::Time(Zero::Refused), "How long a breath out lasts."),
    ]],
    required: &["in", "out"],
};

/// `routines/programs/NAME.toml`.
pub(crate) static PROGRAM: Table = Table {
    what: "a program",
    fields: &[
        FORMAT,
        TITLE,
        &[field("phase", Shape::Tables(&PROGRAM_PHASE), "The stages of the program, in order.")],
    ],
    required: &["name", "phase"],
};

static PROGRAM_PHASE: Table = Table {
    what: "a phase of a program",
    fields: &[&[
        field("name", Shape::Text, "What this stage is called."),
        field("summary", Shape::Text, "What it is for, in a line."),
        field("weeks", Shape::Weeks, "Its weeks: \"1-4\"."),
        field("days", Shape::Count(MOST_WEEKS * 7), "How many days it lasts."),
        field("gate", Shape::Text, "What \"ready to move on\" means."),
        field("item", Shape::Tables(&ITEM), "What there is to do."),
    ]],
    required: &["name", "item"],
};

/// A `[[phase.item]]`: an exercise or a routine, and how often it is due.
pub(crate) static ITEM: Table = Table {
    what: "an item",
    fields: &[
        USE,
        &[
            field("routine", Shape::Id, "The name of a whole routine."),
            field("frequency", Shape::Frequency, "How often: \"daily\", \"3 per week\", \"every 2 days\"."),
        ],
        NAME,
        WORDS,
        OWN_SOURCE,
        DOSE,
        ITEM_ASSUMED,
    ],
    required: &["frequency"],
};
