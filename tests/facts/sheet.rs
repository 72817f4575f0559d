//! What the articles say, and where we do it.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

/// The low and the high end of what is stated.
pub(crate) type Ends = [u32; 2];

/// One exercise as one article has it. What is `None` is not stated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fact {
    pub(crate) source: String,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) level: Level,
    pub(crate) stance: Stance,
    /// The group or phase of the article that it stands in.
    pub(crate) part: String,
    pub(crate) kind: String,
    /// What `reps` counts.
    pub(crate) unit: Option<String>,
    pub(crate) sets: Option<Ends>,
    pub(crate) reps: Option<Ends>,
    pub(crate) hold_seconds: Option<Ends>,
    pub(crate) duration_seconds: Option<Ends>,
    pub(crate) steps_per_walk: Option<Ends>,
    /// A hold in words only: "a few seconds", "briefly".
    #[serde(default)]
    pub(crate) vague_hold: bool,
    pub(crate) sides: Option<SidesFact>,
    pub(crate) sides_order: Option<SidesOrder>,
    pub(crate) first_side: Option<SideFact>,
    pub(crate) reps_scope: Option<String>,
    #[serde(default)]
    pub(crate) phases: Vec<PhaseFact>,
    /// One thing, or alternatives, in each.
    #[serde(default)]
    pub(crate) equipment: Vec<Vec<String>>,
    pub(crate) frequency: Option<Frequency>,
    pub(crate) dose_given: bool,
    #[serde(default)]
    pub(crate) shapes: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    Main,
    Variant,
    ProgramOnly,
    Mention,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Stance {
    Recommended,
    Alternative,
    Contrast,
    Caution,
    Avoid,
    Pictured,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SidesFact {
    None,
    Each,
    Alternate,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SidesOrder {
    Stated,
    Implied,
    Unstated,
    /// One hold on each side: nothing to choose.
    Moot,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SideFact {
    Right,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhaseFact {
    pub(crate) name: String,
    pub(crate) seconds: Option<Ends>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Frequency {
    pub(crate) per: String,
    pub(crate) times: Option<Ends>,
    pub(crate) every_minutes: Option<Ends>,
    pub(crate) trigger: Option<String>,
}

/// A table or list of an article that is done over days.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    pub(crate) id: String,
    pub(crate) weeks: Option<Ends>,
    pub(crate) days: Option<Ends>,
    pub(crate) frequency: Option<Frequency>,
    pub(crate) row: Vec<Row>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) entry: String,
    pub(crate) sets: Option<Ends>,
    pub(crate) reps: Option<Ends>,
    pub(crate) hold_seconds: Option<Ends>,
    pub(crate) duration_seconds: Option<Ends>,
    pub(crate) sides: Option<SidesFact>,
    pub(crate) frequency: Option<Frequency>,
}

/// Where an entry is done.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub(crate) entry: String,
    pub(crate) routine: Option<String>,
    pub(crate) program: Option<String>,
    pub(crate) exercise: String,
    #[serde(default = "first")]
    pub(crate) nth: usize,
    #[serde(default)]
    pub(crate) phases: Vec<String>,
    pub(crate) hold_phase: Option<String>,
}

fn first() -> usize {
    1
}

/// What stands in a routine though the article does not list it there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Besides {
    pub(crate) routine: String,
    pub(crate) exercise: String,
    pub(crate) why: String,
}

impl Fact {
    /// Whether an article wants it done.
    pub(crate) fn is_wanted(&self) -> bool {
        matches!(self.stance, Stance::Recommended | Stance::Alternative)
    }

    /// Which list of which article it stands in.
    pub(crate) fn list(&self) -> (&str, &str) {
        (&self.source, &self.part)
    }

    /// Every place where it is done.
    pub(crate) fn places(&self) -> impl Iterator<Item = &'static Place> {
        let id = self.id.clone();
        WHERE.places.iter().filter(move |place| place.entry == id)
    }
}

struct Sheet {
    facts: Vec<Fact>,
    tables: Vec<Table>,
}

struct Where {
    places: Vec<Place>,
    besides: Vec<Besides>,
}

static SHEET: LazyLock<Sheet> = LazyLock::new(|| {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        entry: Vec<Fact>,
        program: Vec<Table>,
    }
    let file: File = toml::from_str(include_str!("facts.toml")).unwrap();
    Sheet { facts: file.entry, tables: file.program }
});

static WHERE: LazyLock<Where> = LazyLock::new(|| {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        r#where: Vec<Place>,
        #[serde(default)]
        besides: Vec<Besides>,
    }
    let file: File = toml::from_str(include_str!("where.toml")).unwrap();
    Where { places: file.r#where, besides: file.besides }
});

/// In the order of the articles.
pub(crate) fn facts() -> &'static [Fact] {
    &SHEET.facts
}

pub(crate) fn fact(id: &str) -> &'static Fact {
    static BY_ID: LazyLock<HashMap<&str, &Fact>> =
        LazyLock::new(|| SHEET.facts.iter().map(|fact| (fact.id.as_str(), fact)).collect());
    BY_ID.get(id).unwrap_or_else(|| panic!("facts.toml has no entry {id}"))
}

pub(crate) fn table(id: &str) -> &'static Table {
    SHEET.tables.iter().find(|table| table.id == id).unwrap_or_else(|| panic!("facts.toml has no {id}"))
}

pub(crate) fn tables() -> &'static [Table] {
    &SHEET.tables
}

pub(crate) fn places() -> &'static [Place] {
    &WHERE.places
}

pub(crate) fn besides() -> &'static [Besides] {
    &WHERE.besides
}
