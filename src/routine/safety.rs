//! What the sources say about safety, as data: `assets/safety.toml`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// One thing that a source says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub id: String,
    source: String,
    pub kind: Kind,
    /// Whole sentences.
    pub text: String,
    /// What to do about it.
    pub action: Option<String>,
    /// Of a red flag, and of nothing else.
    pub urgency: Option<Urgency>,
    /// The ids of the exercises that it is about.
    #[serde(default)]
    pub exercises: Vec<String>,
    /// What to look for in a user's file.
    pub warn: Option<Warn>,
}

/// What an entry is, in the order in which they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    RedFlag,
    Concerning,
    Normal,
    SeeSomeone,
    Avoid,
    Limit,
    Principle,
    Technique,
    Progression,
    Lifestyle,
}

/// What a red flag asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    Stop,
    Help,
    Emergency,
}

/// What `check` looks for, and what it then says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warn {
    /// What was found, in words.
    pub what: String,
    pub why: String,
    pub instead: String,
    #[serde(default)]
    ids: Vec<String>,
    /// Words in the name of an exercise.
    #[serde(default)]
    words: Vec<String>,
    /// Words beside them that make it something else.
    #[serde(default)]
    unless: Vec<String>,
    /// Equipment that has no place in a routine for a flare-up.
    #[serde(default)]
    flare_equipment: Vec<String>,
}

/// Everything, in the order of the file.
pub fn entries() -> &'static [Entry] {
    &DATA.entry
}

impl Entry {
    /// Who says so, in words.
    pub fn publisher(&self) -> &'static str {
        let source = DATA.source.iter().find(|source| source.id == self.source);
        source.map_or("", |source| &source.publisher)
    }
}

impl Kind {
    pub const ALL: &'static [Self] = &[
        Self::RedFlag,
        Self::Concerning,
        Self::Normal,
        Self::SeeSomeone,
        Self::Avoid,
        Self::Limit,
        Self::Principle,
        Self::Technique,
        Self::Progression,
        Self::Lifestyle,
    ];

    pub const fn title(self) -> &'static str {
        match self {
            Self::RedFlag => "Red flags",
            Self::Concerning => "Not a good sign",
            Self::Normal => "Normal",
            Self::SeeSomeone => "When to see someone",
            Self::Avoid => "Leave out",
            Self::Limit => "Limits",
            Self::Principle => "Principles",
            Self::Technique => "Technique",
            Self::Progression => "Doing more, or less",
            Self::Lifestyle => "Beyond exercise",
        }
    }
}

impl Urgency {
    /// The most pressing first.
    pub const ALL: &'static [Self] = &[Self::Emergency, Self::Help, Self::Stop];

    pub const fn title(self) -> &'static str {
        match self {
            Self::Stop => "Stop at once",
            Self::Help => "Stop, and get help",
            Self::Emergency => "An emergency: get care immediately",
        }
    }
}

impl Warn {
    /// Whether an exercise of this id and name is what the source warns of.
    pub fn is_about(&self, id: &str, name: &str) -> bool {
        let name = super::kebab(name);
        let says = |words: &String| contains(&name, &super::kebab(words));
        self.ids.iter().any(|own| own == id) || (self.words.iter().any(says) && !self.unless.iter().any(says))
    }

    /// The first of these things that has no place in a flare-up.
    pub fn not_in_a_flare_up<'e>(&self, equipment: &'e [String]) -> Option<&'e str> {
        let named =
            |thing: &str| self.flare_equipment.iter().any(|own| super::kebab(own) == super::kebab(thing));
        // Where there is another choice nobody has to take the ball.
        equipment.iter().map(String::as_str).find(|thing| thing.split('|').all(named))
    }
}

/// Whether the words of a text say that something is for a flare-up; "not in a flare-up" does not.
pub fn is_for_a_flare_up(text: &str) -> bool {
    text.split(['.', ',', ';', ':', '!', '?', '(', ')', '–', '—']).any(|clause| {
        let kebab = super::kebab(clause);
        let words: Vec<&str> = kebab.split('-').collect();
        let is_flare_up = |word: &str| ["flare", "flareup", "flareups", "acute"].contains(&word);
        words.iter().position(|word| is_flare_up(word)).is_some_and(|place| !is_denied(&words[..place]))
    })
}

/// Whether a clause that begins like this denies the word that comes next. "No" and "after" deny what follows at once;
/// "not" and "avoid" may be some words away.
fn is_denied(words: &[&str]) -> bool {
    let last = |count: usize| &words[words.len().saturating_sub(count)..];
    let near = ["no", "without", "after", "before", "between", "outside"];
    let far = ["not", "never", "skip", "leave", "avoid", "unless"];
    last(2).iter().any(|word| near.contains(word)) || last(6).iter().any(|word| far.contains(word))
}

/// Whether some words of a kebab stand in another, whole.
fn contains(kebab: &str, words: &str) -> bool {
    format!("-{kebab}-").contains(&format!("-{words}-"))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    source: Vec<Publisher>,
    entry: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Publisher {
    id: String,
    publisher: String,
}

static DATA: LazyLock<Data> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/safety.toml"))
        .expect("the file is inside the program, and a test reads it")
});

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn warned(id: &str, name: &str) -> Vec<&'static str> {
        let all =
            entries().iter().filter(|entry| entry.warn.as_ref().is_some_and(|warn| warn.is_about(id, name)));
        all.map(|entry| entry.id.as_str()).collect()
    }

    #[test]
    fn what_a_source_advises_against_is_known_by_id_and_by_name() {
        for name in ["Standing toe touch", "Toe-touches", "Touch your toes"] {
            assert_eq!(warned("x", name), ["bay-state-toe-touch"], "{name}");
        }
        for name in ["Sit-ups", "Classic situp", "Sit-up with a twist"] {
            assert_eq!(warned("x", name), ["bay-state-sit-up"], "{name}");
        }
        for name in ["Straight leg raise", "Straight-leg raises, left", "Leg raises with straight legs"] {
            assert_eq!(warned("x", name), ["training-blog-bent-knees"], "{name}");
        }
        assert_eq!(warned("classic-sit-up", "My own name"), ["bay-state-sit-up"]);
        for name in [
            "Crunches",
            "Partial crunch",
            "Partial sit-up",
            "Sit to stand",
            "Sit up tall and breathe",
            "Bent-knee leg raise",
            "Side-lying straight leg raise",
            "Toe taps",
            "Situation",
            "Touch down",
        ] {
            assert_eq!(warned("x", name), [""; 0], "{name}");
        }
    }

    #[test]
    fn a_flare_up_is_told_from_the_time_without_one() {
        for text in [
            "flare-up",
            "For an acute phase",
            "Quiet. Good for a flare up.",
            "acute pain",
            "No equipment, for a flare-up",
            "No equipment needed in a flare-up",
            "Before breakfast: for an acute back",
            "For a flare-up, and not only then",
            "Without a mat. Not long; good in a flare-up",
        ] {
            assert!(is_for_a_flare_up(text), "{text}");
        }
        for text in [
            "Not in a flare-up",
            "Skip it in an acute phase.",
            "daily",
            "accurate",
            "Gentle. Not for a flare-up; else good.",
            "After an acute flare-up",
            "For days without a flare-up",
            "Do not do this in a flare-up",
            "Leave the ball out in a flare-up",
            "Between flare-ups",
            "No flare-up? Then go on.",
        ] {
            assert!(!is_for_a_flare_up(text), "{text}");
        }
    }

    #[test]
    fn a_ball_that_can_be_left_out_is_no_reason_to_warn() {
        let ball = entries()
            .iter()
            .find(|entry| entry.id == "bonesetters-ball-flare-up")
            .unwrap()
            .warn
            .as_ref()
            .unwrap();
        let found = |thing: &str| ball.not_in_a_flare_up(&[thing.to_owned()]).is_some();
        assert!(found("stability ball") && found("stability-ball") && found("exercise ball|gym ball"));
        assert!(!found("tennis ball") && !found("chair|stability ball") && !found("mat"));
    }

    #[test]
    fn kinds_and_urgencies_are_told_apart_by_their_titles() {
        let kinds: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.title()).collect();
        let urgencies: BTreeSet<&str> = Urgency::ALL.iter().map(|urgency| urgency.title()).collect();
        assert_eq!((kinds.len(), urgencies.len()), (Kind::ALL.len(), Urgency::ALL.len()));
        assert!(kinds.union(&urgencies).all(|title| title.starts_with(char::is_uppercase)));
    }

    #[test]
    fn entries_are_whole() {
        let mut ids: Vec<&str> = entries().iter().map(|entry| entry.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), entries().len(), "ids are unique");
        for entry in entries() {
            assert_ne!(entry.publisher(), "", "{}", entry.id);
            assert_eq!(entry.urgency.is_some(), entry.kind == Kind::RedFlag, "{}", entry.id);
            for text in [Some(&entry.text), entry.action.as_ref()].into_iter().flatten() {
                assert!(text.ends_with('.'), "{text}");
            }
        }
    }
}
