//! The script: every utterance at its moment.

use std::time::Duration;

use super::{
    About, Course, Part, Priority, Said, Utterance, Voice,
    course::{Stretch, What},
    pace::Pace,
    phrase,
    room::{CALM, PAUSE, Room},
    title::title,
    utterance::laid_out,
    words::{self, Line},
};
use crate::{
    plan::{Entry, Kind, Mode, Plan, Step},
    routine::Side,
    session::{CueKind, Moment, Played},
};

/// All that is to be said on this course and was not said yet, in order.
///
/// `takes` tells how long a text takes to say, from its first sound to its last, in the time of the session; `None` if
/// nobody can say it. What is
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
    let mut writer = Writer {
        plan,
        voice,
        takes,
        from: course.from,
        pace: course.pace,
        said: said.clone(),
        utterances: Vec::new(),
    };
    for (stretch, next) in course.known() {
        let room = Room::new(stretch, course.from, writer.said.busy, course.pace);
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
/// and into a relax or a switch of this length; into a shorter one goes a single sentence.
const LONG_PAUSE: Duration = Duration::from_secs(6);
/// Later than this into a rest its length is not said any more.
const FRESH: Duration = Duration::from_secs(2);

struct Writer<'a, F> {
    plan: &'a Plan,
    voice: Voice,
    takes: F,
    from: Moment,
    pace: Pace,
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
    /// Between it and other words.
    quiet: Duration,
}

/// An instruction or a caution.
#[derive(Clone, Copy)]
struct Sentence<'e> {
    number: u32,
    priority: Priority,
    text: &'e str,
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
            quiet: PAUSE,
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
        if self.voice == Voice::Full {
            self.instructions(entry, step, slot, &mut room);
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
                let title = titled.then(|| title(&self.plan.name, |text| (self.takes)(text).is_some()));
                let title = title.flatten();
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
        step.length.filter(|_| self.from.max(stretch.runs).since(stretch.begins) <= self.pace.of(FRESH))
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
        // What the screen counts: the `prepare` after it names itself.
        let lasts = self.lasts(stretch, step);
        let lines = words::round_rest(self.plan, step, lasts, coming, self.voice);
        let side = coming.filter(|coming| coming.kind == Kind::Work).and_then(|coming| coming.side);
        self.say(&lines, Slot { side, ..slot }, room);
    }

    fn work_head(&mut self, stretch: &Stretch, entry: &Entry, step: &Step, slot: Slot, room: &mut Room) {
        let go = stretch.cue(|kind| kind == CueKind::Go);
        let rep = stretch.cue(|kind| matches!(kind, CueKind::Rep { .. }));
        let told = step.side.is_some_and(|side| self.said.told == Some((step.occurrence, side)));
        let prompt = self.pace.of(PROMPT);
        let (from, latest, lines) = match (go, rep) {
            (Some(go), _) => (go, go + prompt, words::go(entry, step, told, self.voice)),
            (None, Some(rep)) => (rep, rep + prompt, words::rep(entry, step)),
            (None, None) => {
                // A side that there was no time for comes late rather than never.
                let late = step.side.is_some() && !told;
                let latest = if late { stretch.begins + prompt } else { stretch.begins };
                (stretch.begins, latest, words::next_phase(entry, step, told))
            }
        };
        let latest = Some(latest);
        self.say(&lines, Slot { from, latest, priority: Priority::Pace, ..slot }, room);
    }

    /// What is said at moments within the work: half-way, and the routine's own words, which go before "halfway".
    fn moments(&mut self, stretch: &Stretch, slot: Slot, room: &mut Room) {
        room.heed_custom(stretch);
        let at = |moment: Moment, kind: CueKind| {
            stretch.cues.iter().any(|(other, cue)| *other == moment && cue.kind == kind)
        };
        let own_words = self.voice != Voice::Counts;
        for (moment, cue) in &stretch.cues {
            let halfway = Line::one("halfway");
            let (part, priority, lines) = match (cue.kind, &cue.say) {
                (CueKind::Half, _) if own_words && at(*moment, CueKind::Custom) => continue,
                (CueKind::Half, _) => (Part::Half, Priority::Pace, vec![halfway]),
                (CueKind::Custom, Some(say)) if own_words => {
                    let otherwise = at(*moment, CueKind::Half).then_some(halfway);
                    let lines = [Line::one(say.clone())].into_iter().chain(otherwise).collect();
                    (Part::Custom(*moment), Priority::Custom, lines)
                }
                _ => continue,
            };
            let about = About { part, ..slot.about };
            let latest = Some(*moment + self.pace.of(2 * PROMPT));
            self.say(&lines, Slot { from: *moment, latest, about, priority, ..slot }, room);
        }
    }

    /// As many sentences as fit, each heard once in a session: how to do it in that order, and what to take care of,
    /// which goes first where there is no room for both. A short pause, a short hold or a rep has room for one.
    fn instructions(&mut self, entry: &Entry, step: &Step, slot: Slot, room: &mut Room) {
        let is_work = step.kind == Kind::Work;
        let at_least = |least| step.length.is_none_or(|length| length >= least);
        let is_long = match step.kind {
            Kind::Work => !step.is_paced() && at_least(LONG_WORK),
            Kind::Relax | Kind::Switch => at_least(LONG_PAUSE),
            Kind::Prepare | Kind::Rest => true,
        };
        if !is_long && slot.about.step.is_some_and(|step| self.said.has_sentence_in(step)) {
            return;
        }
        let slot = Slot { side: None, quiet: if is_work { CALM } else { PAUSE }, ..slot };
        let left = self.sentences_left(entry, step);
        let (mut how_goes_on, mut after) = (true, slot.from);
        for sentence in self.in_their_order(&left, is_long, slot, room) {
            let of_how = sentence.priority == Priority::Instruction;
            if of_how && !how_goes_on {
                continue;
            }
            let about = About { part: Part::Sentence(sentence.number), ..slot.about };
            let from = if of_how { after } else { slot.from };
            let slot = Slot { from, about, priority: sentence.priority, ..slot };
            match self.say(&[Line::one(sentence.text.to_owned())], slot, room) {
                Some(_) if !is_long => return,
                // A shorter one that comes later would fit into a gap before it.
                Some(ends) if of_how => after = ends,
                None if of_how => how_goes_on = false,
                _ => {}
            }
        }
    }

    /// The sentences as they are to be tried: what to take care of comes after as much of how to do it as leaves room for
    /// it, and before all of that where there is room for one only.
    fn in_their_order<'e>(
        &self,
        left: &[Sentence<'e>],
        is_long: bool,
        slot: Slot,
        room: &Room,
    ) -> Vec<Sentence<'e>> {
        let (how, cautions): (Vec<Sentence<'_>>, Vec<Sentence<'_>>) =
            left.iter().partition(|sentence| sentence.priority == Priority::Instruction);
        let before = if is_long {
            let fits = |count: &usize| self.fit(how[..*count].iter().chain(&cautions), slot, room.clone());
            (0..=how.len()).rev().find(fits).unwrap_or_default()
        } else {
            0
        };
        [&how[..before], &cautions, &how[before..]].concat()
    }

    /// Whether there is room for all of these, one after the other.
    fn fit<'e>(&self, sentences: impl Iterator<Item = &'e Sentence<'e>>, slot: Slot, mut room: Room) -> bool {
        let mut from = slot.from;
        sentences.into_iter().all(|sentence| {
            let length = (self.takes)(sentence.text).unwrap_or_default();
            let Some(at) = room.find(from, slot.latest, length, slot.quiet) else { return false };
            room.fill(at, length);
            from = at + length;
            true
        })
    }

    /// What was not said yet about this exercise, counted in the order in which it stands there. How the sides are
    /// changed, where the last that is said of work on both tells that, is not said while one of them is held.
    fn sentences_left<'e>(&self, entry: &'e Entry, step: &Step) -> Vec<Sentence<'e>> {
        let changes = entry.sided
            && entry.only_side.is_none()
            && entry.how.last().is_some_and(|last| changes_over(last));
        let held = step.mode == Some(Mode::Hold);
        let how = entry.how.len() - usize::from(changes && held);
        let numbered = (0..).zip(&entry.how).take(how);
        let how = numbered.map(|(number, text)| Sentence { number, priority: Priority::Instruction, text });
        let numbered = (u32::try_from(entry.how.len()).unwrap_or(u32::MAX)..).zip(&entry.cautions);
        let cautions = numbered.map(|(number, text)| Sentence { number, priority: Priority::Caution, text });
        let is_left = |it: &Sentence<'_>| {
            !self.said.has_sentence(&entry.id, it.text) && (self.takes)(it.text).is_some()
        };
        how.chain(cautions).filter(is_left).collect()
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
            quiet: PAUSE,
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
            quiet: PAUSE,
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
        let (line, phrases, starts, length, at) =
            lines.iter().filter(|line| !line.phrases.is_empty()).find_map(|line| {
                let phrases = phrase::in_breaths(&line.phrases, |text| (self.takes)(text).is_some());
                let (starts, length) = laid_out(&phrases, &self.takes, self.pace)?;
                Some((line, phrases, starts, length, room.find(slot.from, slot.latest, length, slot.quiet)?))
            })?;
        room.fill(at, length);
        let tells = slot.side.filter(|_| line.side).map(|side| (slot.occurrence, side));
        let priority = if tells.is_some() { Priority::Side } else { slot.priority };
        let utterance = Utterance {
            at,
            length,
            phrases,
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

/// Whether a sentence tells how to come to the other side.
fn changes_over(sentence: &str) -> bool {
    let words = sentence.to_lowercase();
    ["change", "switch", "roll over", "other side", "other pair"].iter().any(|word| words.contains(word))
}

#[cfg(test)]
mod tests;
