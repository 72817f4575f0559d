//! The digest of a routine: what plays equally has the same one, on every machine and in every version.

use std::{fmt::Display, time::Duration};

use super::model::{
    Block, Breath, Category, Complexity, CueAt, Dose, Exercise, Phase, Position, Prepare, Range, RepShape,
    Routine, Side, Sides, Source, Words, Work,
};

/// 32 hexadecimal digits over everything that the routine means. What is absent is not written, so that a field
/// that is added to the format later changes no digest of a routine without it.
pub(crate) fn digest(routine: &Routine) -> String {
    let Routine { id: _, name, summary, source, tags, cautions, steps, hash: _ } = routine;
    let mut hash = Hash(OFFSET);
    hash.text("name", name);
    hash.maybe("summary", summary.as_ref());
    hash.source(source.as_ref());
    hash.all("tag", tags);
    hash.all("routine.cautions", cautions);
    hash.blocks(steps);
    format!("{:032x}", hash.0)
}

/// FNV-1a with 128 bits, eight bytes at a time; shorter ends are filled with zeros, which no text of a file holds.
struct Hash(u128);

const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

impl Hash {
    fn bytes(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..piece.len()].copy_from_slice(piece);
            self.0 = (self.0 ^ u128::from(u64::from_le_bytes(word))).wrapping_mul(PRIME);
            // The product leaves the upper half of the word near the top; this brings it down again.
            self.0 ^= self.0 >> 64;
        }
    }

    /// A key and its value. Texts of a file hold no control characters, so that these keep them apart.
    fn text(&mut self, key: &str, value: &str) {
        self.bytes(key.as_bytes());
        self.bytes(&[0x1f]);
        self.bytes(value.as_bytes());
        self.bytes(&[0x1e]);
    }

    fn value(&mut self, key: &str, value: impl Display) {
        self.text(key, &value.to_string());
    }

    fn word(&mut self, key: &str, word: Option<&str>) {
        if let Some(word) = word {
            self.text(key, word);
        }
    }

    fn maybe(&mut self, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    fn all(&mut self, key: &str, values: &[String]) {
        for value in values {
            self.text(key, value);
        }
    }

    fn time(&mut self, key: &str, time: Duration) {
        self.value(key, time.as_nanos());
    }

    fn times(&mut self, key: &str, Range { low, high }: Range<Duration>) {
        self.text(key, &format!("{}-{}", low.as_nanos(), high.as_nanos()));
    }

    fn counts(&mut self, key: &str, Range { low, high }: Range<u32>) {
        self.text(key, &format!("{low}-{high}"));
    }

    fn source(&mut self, source: Option<&Source>) {
        let Some(Source { title, author, publisher, url, note }) = source else { return };
        self.maybe("source.title", title.as_ref());
        self.maybe("source.author", author.as_ref());
        self.maybe("source.publisher", publisher.as_ref());
        self.maybe("source.url", url.as_ref());
        self.maybe("source.note", note.as_ref());
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Exercise(exercise) => self.exercise(exercise),
                Block::Group(group) => {
                    self.text("group", &group.title);
                    self.value("rounds", group.rounds);
                    self.time("rest", group.rest);
                    self.blocks(&group.steps);
                    self.text("end", "group");
                }
            }
        }
    }

    fn exercise(&mut self, exercise: &Exercise) {
        let Exercise { id, words, dose, optional, assumed } = exercise;
        self.text("exercise", id);
        self.words(words);
        self.dose(dose);
        if *optional {
            self.text("optional", "true");
        }
        self.all("assumed", assumed);
    }

    fn words(&mut self, words: &Words) {
        let Words {
            name,
            say,
            position,
            equipment,
            optional_equipment,
            how,
            purpose,
            best_for,
            category,
            complexity,
            cautions,
            not_for,
            source,
            easier,
            harder,
            figure,
            note,
            cues,
        } = words;
        self.text("name", name);
        self.maybe("say", say.as_ref());
        self.word("position", position.map(Position::word));
        self.all("equipment", equipment);
        self.all("optional_equipment", optional_equipment);
        self.all("how", how);
        self.maybe("purpose", purpose.as_ref());
        self.all("best_for", best_for);
        self.word("category", category.map(Category::word));
        self.word("complexity", complexity.map(Complexity::word));
        self.all("cautions", cautions);
        self.all("not_for", not_for);
        self.source(source.as_ref());
        self.maybe("easier", easier.as_ref());
        self.maybe("harder", harder.as_ref());
        self.maybe("figure", figure.as_ref());
        self.maybe("note", note.as_ref());
        for cue in cues {
            match cue.at {
                CueAt::Half => self.text("at", "half"),
                CueAt::AfterStart(time) => self.time("at", time),
                CueAt::BeforeEnd(time) => self.time("at-end", time),
            }
            self.text("cue", &cue.say);
        }
    }

    fn dose(&mut self, dose: &Dose) {
        let Dose {
            work,
            sets,
            sides,
            first_side,
            side_labels,
            breath,
            prepare,
            relax,
            switch,
            rest,
            estimate,
        } = dose;
        self.work(work);
        self.counts("sets", *sets);
        self.text(
            "sides",
            match sides {
                Sides::None => "none",
                Sides::Each => "each",
                Sides::Alternate => "alternate",
                Sides::Left => "left",
                Sides::Right => "right",
            },
        );
        self.word("first_side", first_side.map(Side::word));
        if let Some(labels) = side_labels {
            self.text("left", &labels.left);
            self.text("right", &labels.right);
        }
        if let Some(breath) = breath {
            self.time("breath.in", breath.breathe_in);
            self.time("breath.out", breath.out);
        }
        match prepare {
            Prepare::Auto => {}
            Prepare::For(time) => self.time("prepare", *time),
            Prepare::Ready => self.text("prepare", "ready"),
        }
        self.time("relax", *relax);
        self.time("switch", *switch);
        self.time("rest", *rest);
        if let Some(time) = estimate {
            self.time("estimate", *time);
        }
    }

    fn work(&mut self, work: &Work) {
        match work {
            Work::Hold { hold, reps } => {
                self.times("hold", *hold);
                self.counts("reps", *reps);
            }
            Work::Reps { reps, shape } => {
                self.counts("reps", *reps);
                match shape {
                    RepShape::Even(time) => self.times("rep_time", *time),
                    RepShape::Phases { phases, rep_time } => {
                        if phases.iter().any(|phase| phase.time.is_none()) {
                            self.times("rep_time", *rep_time);
                        }
                        self.phases(phases);
                    }
                }
            }
            Work::SelfPaced { reps, target, rep_time } => {
                self.text("pace", "self");
                self.counts("reps", *reps);
                self.maybe("target", target.as_ref());
                self.times("rep_time", *rep_time);
            }
            Work::Flow { time, phases } => {
                self.times("time", *time);
                self.phases(phases);
            }
            Work::Open { target } => {
                self.text("open", "true");
                self.maybe("target", target.as_ref());
            }
        }
    }

    fn phases(&mut self, phases: &[Phase]) {
        for Phase { name, time, breath, say, pose } in phases {
            self.text("phase", name);
            if let Some(time) = time {
                self.times("phase.time", *time);
            }
            let breath = breath.map(|breath| match breath {
                Breath::In => "in",
                Breath::Out => "out",
                Breath::Hold => "hold",
            });
            self.word("phase.breath", breath);
            self.maybe("phase.say", say.as_ref());
            self.maybe("phase.pose", pose.as_ref());
        }
    }
}
