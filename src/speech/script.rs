//! The script: every utterance at its moment.

use std::time::Duration;

use super::{
    Course, Phrase, Said,
    course::{Stretch, What},
    phrase,
    room::Room,
    words::{self, Line},
};
use crate::{
    plan::{Entry, Kind, Mode, Plan, Step},
    routine::Side,
    session::{CueKind, Moment, Played},
};

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Voice {
    /// With the instructions of every exercise, the first time it comes.
    #[default]
    Full,
    /// Names, doses, sides and counts.
    Brief,
    /// What paces the work: counts, phases, sides, half-way.
    Counts,
    Off,
}

impl Voice {
    /// From the most to the least.
    pub const ALL: [Self; 4] = [Self::Full, Self::Brief, Self::Counts, Self::Off];
    /// The words of `ALL`.
    pub const WORDS: &[&str] = &["full", "brief", "counts", "off"];

    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|voice| voice.word() == word)
    }

    /// A step less, and from nothing to everything again.
    pub const fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }
}

/// Something to be said. No two overlap, and none sounds together with a cue that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utterance {
    pub at: Moment,
    /// From the beginning of its first phrase to the end of its last.
    pub length: Duration,
    /// Never empty.
    pub phrases: Vec<Phrase>,
    /// When each phrase begins, from `at` on: the first at once, the others when the one before is said and the silence
    /// of its stop is over.
    pub starts: Vec<Duration>,
    pub priority: Priority,
    pub about: About,
    /// Index into `Plan::entries`.
    pub entry: Option<u32>,
    /// The side that it names, and in which occurrence of an exercise.
    pub tells: Option<(u32, Side)>,
    pub(super) gives_dose: bool,
}

/// What would be missed more: the higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    Caution,
    Instruction,
    Custom,
    /// Hold, relax, halfway, a count.
    Pace,
    /// What comes next.
    Announcement,
    /// Which side it is.
    Side,
}

/// What an utterance belongs to. The same thing is said once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct About {
    /// `Played::index` of the step; `None` at the end of the session.
    pub step: Option<u32>,
    pub part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// What is said as the step begins.
    Head,
    Half,
    /// The words of a cue of the routine's own, by its moment within the session.
    Custom(Moment),
    /// An instruction or a caution, counted within the step.
    Sentence(u32),
    /// In a lead-in that ends then.
    Back(Moment),
    Closing,
}

impl Utterance {
    pub fn ends(&self) -> Moment {
        self.at + self.length
    }

    /// As a line to read.
    pub fn text(&self) -> String {
        phrase::written(&self.phrases)
    }
}

/// All that is to be said on this course and was not said yet, in order.
///
/// `takes` tells how long a text takes to say, from its first sound to its last; `None` if nobody can say it. What is
/// said in a stretch depends on that stretch, the one after it, and what was said before: the script of a longer course
/// begins with that of a shorter one.
pub fn script(
    plan: &Plan,
    course: &Course,
    voice: Voice,
    said: &Said,
    takes: impl Fn(&str) -> Option<Duration>,
) -> Vec<Utterance> {
    if voice == Voice::Off {
        return Vec::new();
    }
    let mut writer =
        Writer { plan, voice, takes, from: course.from, said: said.clone(), utterances: Vec::new() };
    for (stretch, next) in course.known() {
        let from = course.from.max(writer.said.busy);
        let room = Room::new(stretch, from);
        match stretch.what {
            What::Step(played) => writer.step(stretch, &played, next, room),
            What::LeadIn(played) => writer.lead_in(stretch, &played, room),
            What::Over(active) => writer.over(active, room),
        }
    }
    writer.utterances.sort_by_key(|utterance| utterance.at);
    writer.utterances
}

/// Within this after its sound a word still belongs to it.
const PROMPT: Duration = Duration::from_millis(750);
/// Instructions go on into work that lasts at least this long,
const LONG_WORK: Duration = Duration::from_secs(15);
/// and into a relax or a switch of this length.
const LONG_PAUSE: Duration = Duration::from_secs(6);
/// In work there is no hurry: so much quiet between two sentences.
const CALM: Duration = Duration::from_millis(500);
/// Later than this into a rest its length is not said any more.
const FRESH: Duration = Duration::from_secs(2);

struct Writer<'a, F> {
    plan: &'a Plan,
    voice: Voice,
    takes: F,
    from: Moment,
    said: Said,
    utterances: Vec<Utterance>,
}

/// Where something may be said, and what it is.
#[derive(Clone, Copy)]
struct Slot {
    from: Moment,
    latest: Option<Moment>,
    about: About,
    priority: Priority,
    occurrence: u32,
    entry: Option<u32>,
    side: Option<Side>,
}

impl<F: Fn(&str) -> Option<Duration>> Writer<'_, F> {
    fn step(&mut self, stretch: &Stretch, played: &Played, next: Option<&Stretch>, mut room: Room) {
        let step = &played.step;
        let about = About { step: Some(played.index), part: Part::Head };
        let slot = Slot {
            from: stretch.begins,
            latest: None,
            about,
            priority: Priority::Announcement,
            occurrence: step.occurrence,
            entry: step.entry,
            side: step.side,
        };
        let Some(entry) = self.plan.entry_of(step) else {
            self.round_rest(stretch, step, next, slot, &mut room);
            return;
        };
        if step.kind == Kind::Work {
            self.work_head(stretch, entry, step, slot, &mut room);
        } else {
            let lines = self.pause_words(stretch, entry, played, next);
            self.say(&lines, slot, &mut room);
        }
        self.moments(stretch, slot, &mut room);
        if self.has_room_for_instructions(step) {
            self.instructions(entry, step.kind == Kind::Work, slot, &mut room);
        }
    }

    fn pause_words(
        &self,
        stretch: &Stretch,
        entry: &Entry,
        played: &Played,
        next: Option<&Stretch>,
    ) -> Vec<Line> {
        let step = &played.step;
        let coming = next.and_then(Stretch::played).map(|played| &played.step);
        match step.kind {
            Kind::Prepare => {
                // An exercise by itself needs no title.
                let several = self.plan.steps.last().is_some_and(|last| last.occurrence > 0);
                let titled = played.index == 0 && several && self.voice == Voice::Full;
                let title = titled.then_some(self.plan.name.as_str());
                let with_dose = !self.said.has_dose(&entry.id);
                let called = Some(words::name(entry)).filter(|name| (self.takes)(name).is_some());
                words::introduction(entry, step, coming, self.voice, title, called, with_dose)
            }
            Kind::Relax => words::relax(entry, step, coming, self.voice),
            Kind::Switch => step.side.map(|side| words::switch(entry, side)).unwrap_or_default(),
            Kind::Rest => words::rest(step, self.lasts(stretch, step), self.voice),
            Kind::Work => Vec::new(),
        }
    }

    /// How long a pause lasts, if it has only just begun.
    fn lasts(&self, stretch: &Stretch, step: &Step) -> Option<Duration> {
        step.length.filter(|_| self.from.max(stretch.runs).since(stretch.begins) <= FRESH)
    }

    fn round_rest(
        &mut self,
        stretch: &Stretch,
        step: &Step,
        next: Option<&Stretch>,
        slot: Slot,
        room: &mut Room,
    ) {
        let coming = next.and_then(Stretch::played).map(|played| &played.step);
        // The pause goes on through the `prepare` by which the rest was shortened.
        let prepare = coming.filter(|coming| coming.kind == Kind::Prepare).and_then(|coming| coming.length);
        let lasts = self.lasts(stretch, step).map(|rest| rest + prepare.unwrap_or_default());
        let lines = words::round_rest(self.plan, step, lasts, coming, self.voice);
        let side = coming.filter(|coming| coming.kind == Kind::Work).and_then(|coming| coming.side);
        self.say(&lines, Slot { side, ..slot }, room);
    }

    fn work_head(&mut self, stretch: &Stretch, entry: &Entry, step: &Step, slot: Slot, room: &mut Room) {
        let go = stretch.cue(|kind| kind == CueKind::Go);
        let rep = stretch.cue(|kind| matches!(kind, CueKind::Rep { .. }));
        let told = step.side.is_some_and(|side| self.said.told == Some((step.occurrence, side)));
        let (from, latest, lines) = match (go, rep) {
            (Some(go), _) => (go, go + PROMPT, words::go(entry, step, told, self.voice)),
            (None, Some(rep)) if entry.alternate => (rep, rep + PROMPT, words::rep(entry, step)),
            (None, Some(rep)) => (rep, rep, words::rep(entry, step)),
            (None, None) => {
                let phase =
                    words::phase(entry, step).map(|phrases| Line { phrases, side: false, dose: false });
                (stretch.begins, stretch.begins, phase.into_iter().collect())
            }
        };
        let latest = Some(latest);
        self.say(&lines, Slot { from, latest, priority: Priority::Pace, ..slot }, room);
    }

    /// What is said at moments within the work: half-way, and the routine's own words.
    fn moments(&mut self, stretch: &Stretch, slot: Slot, room: &mut Room) {
        room.heed_custom(stretch);
        for (moment, cue) in &stretch.cues {
            let (part, priority, line) = match (cue.kind, &cue.say) {
                (CueKind::Half, _) => (Part::Half, Priority::Pace, Line::one("halfway")),
                (CueKind::Custom, Some(say)) if self.voice != Voice::Counts => {
                    (Part::Custom(*moment), Priority::Custom, Line::one(say.clone()))
                }
                _ => continue,
            };
            let about = About { part, ..slot.about };
            let latest = Some(*moment + 2 * PROMPT);
            self.say(&[line], Slot { from: *moment, latest, about, priority, ..slot }, room);
        }
    }

    fn has_room_for_instructions(&self, step: &Step) -> bool {
        let at_least = |least| step.length.is_none_or(|length| length >= least);
        self.voice == Voice::Full
            && match (step.kind, step.mode) {
                (Kind::Work, Some(Mode::Rep | Mode::Phase)) => false,
                (Kind::Work, _) => at_least(LONG_WORK),
                (Kind::Relax | Kind::Switch, _) => at_least(LONG_PAUSE),
                (Kind::Prepare | Kind::Rest, _) => true,
            }
    }

    /// As many sentences as fit, in their order, each heard once in a session.
    fn instructions(&mut self, entry: &Entry, step_is_work: bool, slot: Slot, room: &mut Room) {
        let how = entry.how.iter().map(|sentence| (Priority::Instruction, sentence));
        let cautions = entry.cautions.iter().map(|sentence| (Priority::Caution, sentence));
        let mut from = slot.from;
        for (number, (priority, sentence)) in (0..).zip(how.chain(cautions)) {
            let about = About { part: Part::Sentence(number), ..slot.about };
            if self.said.has_sentence(&entry.id, sentence) || (self.takes)(sentence).is_none() {
                continue;
            }
            let slot = Slot { from, about, priority, side: None, ..slot };
            match self.say(&[Line::one(sentence.clone())], slot, room) {
                Some(ends) if step_is_work => from = ends + CALM,
                Some(ends) => from = ends,
                None => return,
            }
        }
    }

    fn lead_in(&mut self, stretch: &Stretch, played: &Played, mut room: Room) {
        let step = &played.step;
        let (Some(entry), Some(ends), Kind::Work) = (self.plan.entry_of(step), stretch.ends, step.kind)
        else {
            return;
        };
        let slot = Slot {
            from: stretch.begins,
            latest: None,
            about: About { step: Some(played.index), part: Part::Back(ends) },
            priority: Priority::Announcement,
            occurrence: step.occurrence,
            entry: step.entry,
            side: step.side,
        };
        self.say(&words::back(entry, step, self.voice), slot, &mut room);
    }

    fn over(&mut self, active: Duration, mut room: Room) {
        let slot = Slot {
            from: self.from,
            latest: None,
            about: About { step: None, part: Part::Closing },
            priority: Priority::Announcement,
            occurrence: 0,
            entry: None,
            side: None,
        };
        if self.voice != Voice::Counts {
            self.say(&words::done(active), slot, &mut room);
        }
    }

    /// Says the first of these lines that can be said and fits. Gives its end.
    fn say(&mut self, lines: &[Line], slot: Slot, room: &mut Room) -> Option<Moment> {
        if self.said.has(slot.about) {
            return None;
        }
        let (line, at, starts, length) =
            lines.iter().filter(|line| !line.phrases.is_empty()).find_map(|line| {
                let (starts, length) = laid_out(&line.phrases, &self.takes)?;
                Some((line, room.find(slot.from, slot.latest, length)?, starts, length))
            })?;
        room.fill(at, length);
        let tells = slot.side.filter(|_| line.side).map(|side| (slot.occurrence, side));
        let priority = if tells.is_some() { Priority::Side } else { slot.priority };
        let utterance = Utterance {
            at,
            length,
            phrases: line.phrases.clone(),
            starts,
            priority,
            about: slot.about,
            entry: slot.entry,
            tells,
            gives_dose: line.dose,
        };
        let busy = self.said.busy;
        self.said.note(self.plan, &utterance);
        // The room keeps its own utterances apart; this is about what is being said already.
        self.said.busy = busy;
        self.utterances.push(utterance);
        Some(at + length)
    }
}

/// When each of these begins, and how long all of them take. `None` if one cannot be said.
fn laid_out(
    phrases: &[Phrase],
    takes: impl Fn(&str) -> Option<Duration>,
) -> Option<(Vec<Duration>, Duration)> {
    let mut starts = Vec::with_capacity(phrases.len());
    let (mut ends, mut silence) = (Duration::ZERO, Duration::ZERO);
    for phrase in phrases {
        let start = ends + silence;
        starts.push(start);
        ends = start + takes(&phrase.text)?;
        silence = phrase.stop.pause();
    }
    Some((starts, ends))
}

#[cfg(test)]
mod tests;
