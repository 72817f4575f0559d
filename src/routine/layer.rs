//! The mirror of an exercise as one file writes it, and how the fields beside a `use` lie over the exercise's own.

use std::time::Duration;

use super::{
    model::{
        Breath, BreathGuide, Category, Complexity, CueAt, CustomCue, Phase, Position, Prepare, Range, Side,
        SideLabels, Sides, Source,
    },
    read::{Place, Record, Slot, Span, Value},
};

/// Everything that one table says about an exercise. `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Layer {
    pub(crate) name: Option<Slot<String>>,
    pub(crate) say: Option<Slot<String>>,
    pub(crate) position: Option<Slot<Position>>,
    pub(crate) equipment: Option<Slot<Vec<String>>>,
    pub(crate) optional_equipment: Option<Slot<Vec<String>>>,
    pub(crate) how: Option<Slot<Vec<String>>>,
    pub(crate) purpose: Option<Slot<String>>,
    pub(crate) best_for: Option<Slot<Vec<String>>>,
    pub(crate) category: Option<Slot<Category>>,
    pub(crate) complexity: Option<Slot<Complexity>>,
    pub(crate) cautions: Option<Slot<Vec<String>>>,
    pub(crate) not_for: Option<Slot<Vec<String>>>,
    pub(crate) source: Option<Slot<Source>>,
    pub(crate) easier: Option<Slot<String>>,
    pub(crate) harder: Option<Slot<String>>,
    pub(crate) figure: Option<Slot<String>>,
    pub(crate) note: Option<Slot<String>>,
    pub(crate) cues: Option<Slot<Vec<CustomCue>>>,

    /// `Some(None)` is `hold = "none"`.
    pub(crate) hold: Option<Slot<Option<Range<Duration>>>>,
    pub(crate) reps: Option<Slot<Range<u32>>>,
    pub(crate) time: Option<Slot<Range<Duration>>>,
    pub(crate) open: Option<Slot<bool>>,
    pub(crate) sets: Option<Slot<Range<u32>>>,
    pub(crate) sides: Option<Slot<Sides>>,
    pub(crate) first_side: Option<Slot<Side>>,
    pub(crate) side_labels: Option<Slot<SideLabels>>,
    pub(crate) phases: Option<Slot<Vec<Phase>>>,
    /// The poses that these phases name, each where it stands in this file.
    pub(crate) poses: Vec<(String, Span)>,
    pub(crate) tempo: Option<Slot<[Duration; 4]>>,
    pub(crate) rep_time: Option<Slot<Range<Duration>>>,
    pub(crate) self_paced: Option<Slot<bool>>,
    pub(crate) target: Option<Slot<String>>,
    pub(crate) breath: Option<Slot<BreathGuide>>,
    pub(crate) estimate: Option<Slot<Duration>>,
    pub(crate) prepare: Option<Slot<Prepare>>,
    pub(crate) relax: Option<Slot<Duration>>,
    pub(crate) switch: Option<Slot<Duration>>,
    pub(crate) rest: Option<Slot<Duration>>,
    pub(crate) optional: Option<Slot<bool>>,
    pub(crate) assumed: Option<Slot<Vec<String>>>,

    /// Dose fields that are there with a value that could not be understood.
    pub(crate) faulty: Vec<&'static str>,
}

/// Fields whose faults leave the dose unknown.
const DECISIVE: &[&str] = &["hold", "reps", "time", "open", "phases", "tempo", "pace"];

/// End conditions, and what hangs on them.
const ENDS: &[&str] = &["hold", "reps", "time", "open", "phases", "tempo", "pace", "target"];

impl Layer {
    /// From a table that `EXERCISE`, `ENTRY`, `INLINE` or `ITEM` has checked.
    pub(crate) fn from_record(record: &mut Record) -> Self {
        let faulty = DECISIVE.iter().copied().filter(|key| record.is_faulty(key)).collect();
        let mut poses = Vec::new();
        let mut phase = |table| {
            let (phase, pose) = phase(table)?;
            poses.extend(pose);
            Some(phase)
        };
        Self {
            name: record.text("name"),
            say: record.text("say"),
            position: word(record, "position", Position::from_word),
            equipment: record.texts("equipment"),
            optional_equipment: record.texts("optional_equipment"),
            how: record.texts("how"),
            purpose: record.text("purpose"),
            best_for: record.texts("best_for"),
            category: word(record, "category", Category::from_word),
            complexity: word(record, "complexity", Complexity::from_word),
            cautions: record.texts("cautions"),
            not_for: record.texts("not_for"),
            source: source(record),
            easier: record.text("easier"),
            harder: record.text("harder"),
            figure: record.text("figure"),
            note: record.text("note"),
            cues: map(record.records("cues"), |cues| cues.into_iter().filter_map(cue).collect()),

            hold: record.take("hold", |value| match value {
                Value::Word(_) => Some(None),
                Value::Times(times) => Some(Some(times)),
                _ => None,
            }),
            reps: record.counts("reps"),
            time: record.times("time"),
            open: record.flag("open"),
            sets: record.counts("sets"),
            sides: word(record, "sides", sides),
            first_side: word(record, "first_side", side),
            side_labels: record.record("side_labels").and_then(side_labels),
            phases: map(record.records("phases"), |phases| {
                phases.into_iter().filter_map(&mut phase).collect()
            }),
            poses,
            tempo: record
                .take("tempo", |value| if let Value::Tempo(tempo) = value { Some(tempo) } else { None }),
            rep_time: record.times("rep_time"),
            self_paced: word(record, "pace", |word| Some(word == "self")),
            target: record.text("target"),
            breath: record.record("breath").and_then(breath_guide),
            estimate: record.time("estimate"),
            prepare: prepare(record),
            relax: record.time("relax"),
            switch: record.time("switch"),
            rest: record.time("rest"),
            optional: record.flag("optional"),
            assumed: record.take("assumed", |value| match value {
                Value::Words(words) => Some(words.into_iter().map(String::from).collect()),
                _ => None,
            }),
            faulty,
        }
    }

    /// This layer over the exercise that it uses: field by field, but for the end conditions and what hangs on them.
    pub(crate) fn over(self, base: &Self) -> Self {
        let mut ends = base.ends();
        ends.drop_what_gives_way_to(&self);
        let assumed = self.assumed.clone().or_else(|| inherit(ends.remaining_assumptions(base, &self)));
        macro_rules! merged {
            (ends: $($end:ident)+; others: $($field:ident)+) => {
                Self {
                    $($end: self.$end.or_else(|| inherit(ends.$end)),)+
                    $($field: self.$field.or_else(|| inherit(base.$field.clone())),)+
                    assumed,
                    poses: self.poses,
                    faulty: self.faulty,
                }
            };
        }
        merged!(
            ends: hold reps time open phases tempo self_paced target;
            others: name say position equipment optional_equipment how purpose best_for category complexity
                cautions not_for source easier harder figure note cues
                sets sides first_side side_labels rep_time breath estimate prepare relax switch rest optional
        )
    }

    /// The end conditions, and what hangs on them.
    fn ends(&self) -> Self {
        Self {
            hold: self.hold.clone(),
            reps: self.reps.clone(),
            time: self.time.clone(),
            open: self.open.clone(),
            phases: self.phases.clone(),
            tempo: self.tempo.clone(),
            self_paced: self.self_paced.clone(),
            target: self.target.clone(),
            ..Self::default()
        }
    }

    /// `reps` and `hold` are one family of end conditions, `time` another, `open` the third: one of another family
    /// drops what was inherited of the others, and `pace` and `target` with them.
    fn drop_what_gives_way_to(&mut self, over: &Self) {
        let holds = matches!(&over.hold, Some(Slot { value: Some(_), .. })) || over.is_faulty("hold");
        let counts = holds || over.reps.is_some() || over.is_faulty("reps");
        let flows = over.time.is_some() || over.is_faulty("time");
        let opens = over.is_open() || over.is_faulty("open");
        let paced = over.phases.is_some() || over.is_faulty("phases");
        let has_tempo = over.tempo.is_some() || over.is_faulty("tempo");

        let mut another_family = false;
        if flows || opens {
            another_family |= self.hold.take().is_some() | self.reps.take().is_some();
        }
        if counts || opens {
            another_family |= self.time.take().is_some();
        }
        if counts || flows || over.open.is_some() {
            another_family |= self.open.take().is_some_and(|open| open.value) && (counts || flows);
        }
        if another_family {
            self.self_paced = None;
            self.target = None;
        }
        if holds || opens {
            self.phases = None;
            self.tempo = None;
        }
        if paced || has_tempo {
            self.hold = None;
            self.phases = None;
            self.tempo = None;
        }
        if over.hold.is_some() {
            self.hold = None;
        }
    }

    /// The marks of assumed fields that still hold, with `self` what is left of the ends of `base`: what `over` says is
    /// said, not assumed, and what it dropped is gone.
    fn remaining_assumptions(&self, base: &Self, over: &Self) -> Option<Slot<Vec<String>>> {
        let mut assumed = base.assumed.clone()?;
        assumed.value.retain(|key| !over.says(key) && (self.says(key) || !ENDS.contains(&key.as_str())));
        Some(assumed)
    }

    fn says(&self, key: &str) -> bool {
        match key {
            "hold" => self.hold.is_some(),
            "reps" => self.reps.is_some(),
            "time" => self.time.is_some(),
            "open" => self.open.is_some(),
            "sets" => self.sets.is_some(),
            "sides" => self.sides.is_some(),
            "first_side" => self.first_side.is_some(),
            "side_labels" => self.side_labels.is_some(),
            "phases" => self.phases.is_some(),
            "tempo" => self.tempo.is_some(),
            "rep_time" => self.rep_time.is_some(),
            "pace" => self.self_paced.is_some(),
            "target" => self.target.is_some(),
            "breath" => self.breath.is_some(),
            "estimate" => self.estimate.is_some(),
            "prepare" => self.prepare.is_some(),
            "relax" => self.relax.is_some(),
            "switch" => self.switch.is_some(),
            "rest" => self.rest.is_some(),
            _ => false,
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.value)
    }

    pub(crate) fn is_faulty(&self, key: &str) -> bool {
        self.faulty.contains(&key)
    }
}

/// The value without its place: it does not stand in the file that inherits it.
fn inherit<T>(slot: Option<Slot<T>>) -> Option<Slot<T>> {
    slot.map(|slot| Slot { value: slot.value, place: None })
}

fn map<T, U>(slot: Option<Slot<T>>, turn: impl FnOnce(T) -> U) -> Option<Slot<U>> {
    slot.map(|slot| Slot { value: turn(slot.value), place: slot.place })
}

fn word<T>(record: &mut Record, key: &str, turn: impl Fn(&str) -> Option<T>) -> Option<Slot<T>> {
    let slot = record.word(key)?;
    Some(Slot { value: turn(slot.value)?, place: slot.place })
}

fn sides(word: &str) -> Option<Sides> {
    Some(match word {
        "none" => Sides::None,
        "each" => Sides::Each,
        "alternate" => Sides::Alternate,
        "left" => Sides::Left,
        "right" => Sides::Right,
        _ => return None,
    })
}

fn side(word: &str) -> Option<Side> {
    [Side::Left, Side::Right].into_iter().find(|side| side.word() == word)
}

/// `source` of an exercise or a routine.
pub(crate) fn source(record: &mut Record) -> Option<Slot<Source>> {
    map(record.record("source"), |mut table| {
        let mut text = |key| table.text(key).map(|slot| slot.value);
        Source {
            title: text("title"),
            author: text("author"),
            publisher: text("publisher"),
            url: text("url"),
            note: text("note"),
        }
    })
}

/// `prepare` of an exercise or of the defaults.
pub(crate) fn prepare(record: &mut Record) -> Option<Slot<Prepare>> {
    record.take("prepare", |value| match value {
        Value::Word(_) => Some(Prepare::Ready),
        Value::Time(time) => Some(Prepare::For(time)),
        _ => None,
    })
}

fn cue(mut table: Record) -> Option<CustomCue> {
    let at = table.take("at", |value| if let Value::At(at) = value { Some(at) } else { None })?;
    let at: CueAt = at.value;
    Some(CustomCue { at, say: table.text("say")?.value })
}

fn side_labels(slot: Slot<Record>) -> Option<Slot<SideLabels>> {
    let mut table = slot.value;
    let value = SideLabels { left: table.text("left")?.value, right: table.text("right")?.value };
    Some(Slot { value, place: slot.place })
}

fn breath_guide(slot: Slot<Record>) -> Option<Slot<BreathGuide>> {
    let mut table = slot.value;
    let value = BreathGuide { breathe_in: table.time("in")?.value, out: table.time("out")?.value };
    Some(Slot { value, place: slot.place })
}

/// A phase, and where its pose stands.
fn phase(mut table: Record) -> Option<(Phase, Option<(String, Span)>)> {
    let pose = table.text("pose");
    let place = pose.as_ref().and_then(|pose| Some((pose.value.clone(), pose.place.as_ref()?.value.clone())));
    let phase = Phase {
        name: table.text("name")?.value,
        time: table.times("time").map(|slot| slot.value),
        breath: word(&mut table, "breath", |word| match word {
            "in" => Some(Breath::In),
            "out" => Some(Breath::Out),
            "hold" => Some(Breath::Hold),
            _ => None,
        })
        .map(|slot| slot.value),
        say: table.text("say").map(|slot| slot.value),
        pose: pose.map(|slot| slot.value),
    };
    Some((phase, place))
}

impl<T> Slot<T> {
    /// From the key to the end of the value, if it stands in this file.
    pub(crate) fn span(&self) -> Option<Span> {
        self.place.as_ref().map(Place::whole)
    }
}

impl Place {
    /// From the key to the end of the value; the header alone where the value is a table with one.
    pub(crate) fn whole(&self) -> Span {
        if self.value.start >= self.key.end { self.key.start..self.value.end } else { self.value.clone() }
    }
}

#[cfg(test)]
mod tests;
