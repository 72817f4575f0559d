//! Which part of a routine, and how much of it.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use crate::{
    history::record,
    plan::{Fitted, Level, Options, Target, fit},
    routine::{Block, Routine, Side},
};

/// What of a routine is to be played. Exercises are named by their id or the beginning of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// `None`: wherever the user stands, which is the first end of every range to begin with.
    pub level: Option<LevelWord>,
    /// Where the user stands, by entry of the routine.
    pub standing: BTreeMap<u32, Target>,
    pub from: Option<String>,
    /// Empty: all of it.
    pub only: Vec<String>,
    /// The side that comes first where the routine does not say.
    pub first_side: Side,
    /// It is trimmed to so many minutes, as far as that goes.
    pub minutes: Option<u32>,
    /// What is played in turn, where it is several: ids and absolute paths. Empty: the routine is one.
    pub parts: Vec<String>,
    /// What was due of a program, if the routine was composed of that.
    pub today: Option<Portion>,
}

/// Some items of one phase of a program: enough to compose the same routine again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portion {
    /// The program's id.
    pub program: String,
    /// Index into its phases.
    pub phase: usize,
    /// Indices into the items of the phase.
    pub items: Vec<usize>,
}

/// A level as people name it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LevelWord {
    #[default]
    Low,
    Mid,
    High,
}

impl LevelWord {
    pub const ALL: [Self; 3] = [Self::Low, Self::Mid, Self::High];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Mid => "mid",
            Self::High => "high",
        }
    }
}

impl From<LevelWord> for Level {
    fn from(word: LevelWord) -> Self {
        match word {
            LevelWord::Low => Self::LOW,
            LevelWord::Mid => Self::MID,
            LevelWord::High => Self::HIGH,
        }
    }
}

impl Choice {
    /// The plan of what is chosen, trimmed if need be.
    ///
    /// # Errors
    /// As `options`, and when nothing of the routine is chosen.
    pub fn plan(&self, routine: &Routine) -> Result<Fitted> {
        let within = self.minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60));
        let fitted = fit(routine, &self.options(routine)?, within);
        if fitted.plan.steps.is_empty() {
            bail!("nothing of {} is left to do; look at `--from` and `--only`", routine.name);
        }
        Ok(fitted)
    }

    /// What the plan is compiled with.
    ///
    /// # Errors
    /// When an exercise is not in the routine, or several begin like that.
    pub fn options(&self, routine: &Routine) -> Result<Options> {
        let mut ids = Vec::new();
        collect_ids(&routine.steps, &mut ids);
        let from = self.from.as_ref().map(|word| find(word, &ids, routine)).transpose()?;
        let only = self.only.iter().map(|word| find(word, &ids, routine)).collect::<Result<_>>()?;
        Ok(Options {
            level: self.level.unwrap_or_default().into(),
            standing: self.standing.clone(),
            first_side: self.first_side,
            from,
            only,
        })
    }

    /// For the journal: enough to make the same choice again.
    pub fn to_json(&self) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("level".into(), json!(self.level.map(LevelWord::word)));
        map.insert("from".into(), json!(self.from));
        map.insert("only".into(), json!(self.only));
        if self.first_side != Side::default() {
            map.insert("first_side".into(), json!(self.first_side.word()));
        }
        if let Some(minutes) = self.minutes {
            map.insert("minutes".into(), json!(minutes));
        }
        if !self.standing.is_empty() {
            let dose = |(n, target): (&u32, &Target)| (n.to_string(), json!(record::Target::from(*target)));
            map.insert("standing".into(), Value::Object(self.standing.iter().map(dose).collect()));
        }
        if !self.parts.is_empty() {
            map.insert("parts".into(), json!(self.parts));
        }
        if let Some(Portion { program, phase, items }) = &self.today {
            map.insert("today".into(), json!({ "program": program, "phase": phase, "items": items }));
        }
        map
    }

    /// The way back. What is not understood is as if it had not been said.
    pub fn from_json(map: &Map<String, Value>) -> Self {
        let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
        let texts = |key: &str| -> Vec<String> {
            let list = map.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let level =
            text("level").and_then(|word| LevelWord::ALL.into_iter().find(|level| level.word() == word));
        Self {
            level,
            standing: map.get("standing").map(standing).unwrap_or_default(),
            from: text("from"),
            only: texts("only"),
            first_side: if text("first_side").as_deref() == Some("right") { Side::Right } else { Side::Left },
            minutes: map.get("minutes").and_then(Value::as_u64).and_then(|minutes| minutes.try_into().ok()),
            parts: texts("parts"),
            today: map.get("today").and_then(Portion::from_json),
        }
    }
}

fn standing(value: &Value) -> BTreeMap<u32, Target> {
    let doses = value.as_object().into_iter().flatten();
    let dose = |(n, target): (&String, &Value)| {
        let target = serde_json::from_value::<record::Target>(target.clone()).ok()?;
        Some((n.parse().ok()?, target.into()))
    };
    doses.filter_map(dose).collect()
}

impl Portion {
    fn from_json(value: &Value) -> Option<Self> {
        let index = |value: &Value| value.as_u64().and_then(|index| usize::try_from(index).ok());
        Some(Self {
            program: value.get("program")?.as_str()?.to_owned(),
            phase: index(value.get("phase")?)?,
            items: value.get("items")?.as_array()?.iter().filter_map(index).collect(),
        })
    }
}

fn collect_ids<'a>(blocks: &'a [Block], ids: &mut Vec<&'a str>) {
    for block in blocks {
        match block {
            Block::Exercise(exercise) if ids.contains(&exercise.id.as_str()) => {}
            Block::Exercise(exercise) => ids.push(&exercise.id),
            Block::Group(group) => collect_ids(&group.steps, ids),
        }
    }
}

/// An id, or the only one that begins like this.
fn find(word: &str, ids: &[&str], routine: &Routine) -> Result<String> {
    if ids.contains(&word) {
        return Ok(word.to_owned());
    }
    let alike: Vec<&str> = ids.iter().copied().filter(|id| id.starts_with(word)).collect();
    match alike.as_slice() {
        [id] => Ok((*id).to_owned()),
        [] => bail!(
            "there is no exercise `{word}` in {}; it has {}",
            routine.name,
            ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", "),
        ),
        several => bail!("`{word}` could be {}", several.join(" or ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_journal_gives_the_same_choice_back() {
        let choice = Choice {
            level: Some(LevelWord::High),
            standing: BTreeMap::from([
                (3, Target { sets: 2, reps: Some(8), hold: Some(Duration::from_millis(1_500)), time: None }),
                (10, Target { sets: 1, time: Some(Duration::from_secs(90)), ..Target::default() }),
            ]),
            from: Some("cat-cow".into()),
            only: vec!["cat-cow".into(), "wall-sit".into()],
            first_side: Side::Right,
            minutes: Some(12),
            parts: vec!["demo".into(), "/home/me/x.toml".into()],
            today: Some(Portion { program: "ten-days".into(), phase: 1, items: vec![0, 2] }),
        };
        assert_eq!(Choice::from_json(&choice.to_json()), choice);
        assert_eq!(Choice::from_json(&Choice::default().to_json()), Choice::default());
        // A journal of before there were minutes and parts.
        let Value::Object(old) = json!({ "level": "mid", "from": null, "only": [] }) else { unreachable!() };
        assert_eq!(Choice::from_json(&old), Choice { level: Some(LevelWord::Mid), ..Choice::default() });
        let broken = json!({ "today": { "program": "ten-days", "items": [0] } });
        assert_eq!(Choice::from_json(broken.as_object().unwrap()), Choice::default());
    }
}
