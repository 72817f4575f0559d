//! Routine → plan: rounds, sets, sides and pauses unrolled.

use std::{collections::BTreeMap, time::Duration};

use super::{
    dose::{self, Chosen, Level},
    model::{Entry, Kind, Mode, PhaseWords, Plan, Step, Target},
    trim::Cuts,
};
use crate::routine::{Block, Exercise, Group, Position, Prepare, Routine, Side, Sides, Words, Work};

/// What a plan depends on besides its routine.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Where on every range of the routine the user stands.
    pub level: Level,
    /// By entry of the routine ([`Entry::n`]): the dose where the user stands, which wins over the level. What lies
    /// outside a range counts as its nearer end.
    pub standing: BTreeMap<u32, Target>,
    /// The side that comes first where the routine does not say.
    pub first_side: Side,
    /// Leave out what comes before the first appearance of this exercise id.
    pub from: Option<String>,
    /// Play these exercise ids only; empty means all.
    pub only: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            level: Level::LOW,
            standing: BTreeMap::new(),
            first_side: Side::Left,
            from: None,
            only: Vec::new(),
        }
    }
}

/// The flat list of steps that `routine` means.
///
/// A plan has no steps only if `options` leave nothing of the routine.
pub fn compile(routine: &Routine, options: &Options) -> Plan {
    compile_without(routine, options, &Cuts::default())
}

/// As `compile`, with something taken out.
pub(super) fn compile_without(routine: &Routine, options: &Options, cuts: &Cuts) -> Plan {
    let mut compiler = Compiler {
        options,
        cuts,
        plan: Plan {
            routine: routine.id.clone(),
            name: routine.name.clone(),
            hash: routine.hash.clone(),
            entries: Vec::new(),
            groups: titles(&routine.steps),
            steps: Vec::new(),
            total: Duration::ZERO,
            variants: Vec::new(),
        },
        entries: Vec::new(),
        reached: options.from.is_none(),
        position: None,
        pending_rest: None,
        occurrence: 0,
        bout: 0,
    };
    compiler.blocks(&routine.steps, Place::default(), &mut Numbers::default());
    let mut plan = compiler.plan;
    // What is to be heeded in all of it is to be known before the first work, whichever that is.
    if let Some(first) = plan.entries.first_mut() {
        first.cautions.splice(0..0, routine.cautions.iter().cloned());
    }
    plan.total = plan.steps.iter().filter_map(|step| step.length).sum();
    plan
}

/// The innermost group around a step.
#[derive(Clone, Copy, Default)]
struct Place {
    group: Option<u32>,
    round: Option<u32>,
    rounds: Option<u32>,
}

/// What the next entry and the next group are numbered, in the order of the file; each round counts anew.
#[derive(Clone, Copy, Default)]
struct Numbers {
    entry: u32,
    group: u32,
}

struct Compiler<'a> {
    options: &'a Options,
    cuts: &'a Cuts,
    plan: Plan,
    /// By entry of the routine: its index in the plan, once it has appeared there, and the dose chosen for it.
    entries: Vec<Option<(u32, Chosen)>>,
    /// Whether `options.from` has been reached.
    reached: bool,
    /// The position of the exercise before.
    position: Option<Position>,
    /// A rest between rounds that is due when another exercise comes.
    pending_rest: Option<(Duration, Place)>,
    occurrence: u32,
    bout: u32,
}

impl Compiler<'_> {
    fn blocks(&mut self, blocks: &[Block], place: Place, next: &mut Numbers) {
        for block in blocks {
            match block {
                Block::Exercise(exercise) => {
                    self.exercise(exercise, next.entry, place);
                    next.entry += 1;
                }
                Block::Group(group) => self.group(group, next),
            }
        }
    }

    fn group(&mut self, group: &Group, next: &mut Numbers) {
        let index = next.group;
        next.group += 1;
        let inside = *next;
        let before = self.plan.steps.len();
        for round in 1..=group.rounds {
            let place = Place { group: Some(index), round: Some(round), rounds: Some(group.rounds) };
            if self.plan.steps.len() > before {
                self.pending_rest = Some((group.rest, place));
            }
            *next = inside;
            self.blocks(&group.steps, place, next);
        }
        // What is left out at the end of a group takes the rest before it along.
        self.pending_rest.take_if(|(_, place)| place.group == Some(index));
    }

    fn exercise(&mut self, exercise: &Exercise, n: u32, place: Place) {
        self.reached |= self.options.from.as_ref() == Some(&exercise.id);
        let wanted = self.options.only.is_empty() || self.options.only.contains(&exercise.id);
        if !self.reached || !wanted || self.cuts.entries.contains(&n) {
            return;
        }
        let (entry, chosen) = self.entry(exercise, n);
        let prepare = self.prepare(exercise);
        if let Some((rest, rest_place)) = self.pending_rest.take() {
            let length = rest.saturating_sub(prepare.unwrap_or_default());
            let step = Step { length: Some(length), ..self.bare(Kind::Rest, rest_place) };
            self.push(step);
        }
        let base = Step { entry: Some(entry), ..self.bare(Kind::Work, place) };
        Sets { compiler: self, exercise, chosen: &chosen, base }.write(prepare);
        self.entries[n as usize] = Some((entry, chosen));
        self.occurrence += 1;
    }

    /// The plan's entry for this entry of the routine: made at its first appearance.
    fn entry(&mut self, exercise: &Exercise, n: u32) -> (u32, Chosen) {
        if self.entries.len() <= n as usize {
            self.entries.resize(n as usize + 1, None);
        }
        if let Some(known) = self.entries[n as usize].take() {
            return known;
        }
        let mut chosen = dose::choose(&exercise.dose, self.options.level, self.options.standing.get(&n));
        if let Some(sets) = self.cuts.sets.get(&n) {
            chosen.sets = chosen.sets.min(*sets);
        }
        self.plan.entries.push(entry_of(exercise, n, &chosen));
        (number(self.plan.entries.len() - 1), chosen)
    }

    /// `None` waits until the user is ready.
    fn prepare(&mut self, exercise: &Exercise) -> Option<Duration> {
        let before = self.position;
        self.position = exercise.words.position;
        match exercise.dose.prepare {
            Prepare::Ready => None,
            Prepare::For(time) => Some(time),
            Prepare::Auto => {
                let moves = before.is_some() && self.position.is_some() && before != self.position;
                let long = moves || self.plan.steps.is_empty();
                Some(Duration::from_secs(if long { 20 } else { 10 }))
            }
        }
    }

    fn bare(&self, kind: Kind, place: Place) -> Step {
        let Place { group, round, rounds, .. } = place;
        Step { occurrence: self.occurrence, group, round, rounds, ..Step::bare(kind) }
    }

    fn push(&mut self, step: Step) {
        if step.length != Some(Duration::ZERO) {
            self.plan.steps.push(step);
        }
    }
}

/// Writes all sets of one appearance of an exercise.
struct Sets<'a, 'b> {
    compiler: &'a mut Compiler<'b>,
    exercise: &'a Exercise,
    chosen: &'a Chosen,
    base: Step,
}

impl Sets<'_, '_> {
    fn write(mut self, prepare: Option<Duration>) {
        let sides = self.sides();
        let first = sides.first().copied().flatten();
        self.base = Step { sets: Some(self.chosen.sets), reps: self.chosen.reps, ..self.base };
        self.compiler.push(Step {
            kind: Kind::Prepare,
            length: prepare,
            set: Some(1),
            side: first,
            ..self.base
        });
        for set in 1..=self.chosen.sets {
            self.base.set = Some(set);
            if set > 1 {
                self.pause(Kind::Rest, self.exercise.dose.rest, first);
            }
            if self.alternates() {
                self.alternating_reps(&sides);
                continue;
            }
            for (position, side) in sides.iter().enumerate() {
                if position > 0 {
                    self.pause(Kind::Switch, self.exercise.dose.switch, *side);
                }
                self.one_side(*side);
            }
        }
    }

    /// The sides in their order; `None` stands for work without a side.
    fn sides(&self) -> Vec<Option<Side>> {
        let dose = &self.exercise.dose;
        let first = dose.first_side.unwrap_or(self.compiler.options.first_side);
        match dose.sides {
            Sides::None => vec![None],
            Sides::Left => vec![Some(Side::Left)],
            Sides::Right => vec![Some(Side::Right)],
            Sides::Alternate if matches!(dose.work, Work::SelfPaced { .. }) => vec![None],
            Sides::Each | Sides::Alternate => vec![Some(first), Some(first.other())],
        }
    }

    /// Whether sides change from rep to rep; flows and open work have no reps to alternate.
    fn alternates(&self) -> bool {
        self.exercise.dose.sides == Sides::Alternate
            && matches!(self.exercise.dose.work, Work::Hold { .. } | Work::Reps { .. })
    }

    fn alternating_reps(&mut self, sides: &[Option<Side>]) {
        let holds = matches!(self.exercise.dose.work, Work::Hold { .. });
        let bout = self.compiler.bout;
        for rep in 1..=self.chosen.reps.unwrap_or(1) {
            for (position, side) in sides.iter().enumerate() {
                if holds && (rep, position) != (1, 0) {
                    self.pause(Kind::Relax, self.exercise.dose.relax, *side);
                }
                self.rep(rep, *side, if holds { self.compiler.bout } else { bout });
                if holds {
                    self.compiler.bout += 1;
                }
            }
        }
        if !holds {
            self.compiler.bout += 1;
        }
    }

    fn one_side(&mut self, side: Option<Side>) {
        let work = Step { side, ..self.base };
        match &self.exercise.dose.work {
            Work::Hold { .. } => {
                for rep in 1..=self.chosen.reps.unwrap_or(1) {
                    if rep > 1 {
                        self.pause(Kind::Relax, self.exercise.dose.relax, side);
                    }
                    self.rep(rep, side, self.compiler.bout);
                    self.compiler.bout += 1;
                }
            }
            Work::Reps { .. } => {
                for rep in 1..=self.chosen.reps.unwrap_or(1) {
                    self.rep(rep, side, self.compiler.bout);
                }
                self.compiler.bout += 1;
            }
            Work::Flow { .. } => {
                self.single(Step { mode: Some(Mode::Flow), length: self.chosen.time, ..work });
            }
            Work::SelfPaced { .. } | Work::Open { .. } => {
                self.single(Step { mode: Some(Mode::Open), estimate: Some(self.chosen.estimate), ..work });
            }
        }
    }

    fn single(&mut self, step: Step) {
        self.compiler.push(Step { bout: Some(self.compiler.bout), ..step });
        self.compiler.bout += 1;
    }

    /// One rep: a hold, a movement, or its phases.
    fn rep(&mut self, rep: u32, side: Option<Side>, bout: u32) {
        let step = Step { rep: Some(rep), side, bout: Some(bout), ..self.base };
        if matches!(self.exercise.dose.work, Work::Hold { .. }) {
            self.compiler.push(Step { mode: Some(Mode::Hold), length: self.chosen.hold, ..step });
        } else if self.chosen.phases.is_empty() {
            self.compiler.push(Step { mode: Some(Mode::Rep), length: Some(self.chosen.rep_time), ..step });
        } else {
            for (phase, length) in self.chosen.phases.iter().enumerate() {
                let phase = Some(number(phase));
                self.compiler.push(Step { mode: Some(Mode::Phase), length: Some(*length), phase, ..step });
            }
        }
    }

    fn pause(&mut self, kind: Kind, length: Duration, side: Option<Side>) {
        self.compiler.push(Step { kind, length: Some(length), side, ..self.base });
    }
}

/// The titles of all groups, in the order of the file.
fn titles(blocks: &[Block]) -> Vec<String> {
    let mut titles = Vec::new();
    for block in blocks {
        if let Block::Group(group) = block {
            titles.push(group.title.clone());
            titles.extend(self::titles(&group.steps));
        }
    }
    titles
}

fn entry_of(exercise: &Exercise, n: u32, chosen: &Chosen) -> Entry {
    let words = &exercise.words;
    let dose = &exercise.dose;
    let target_words = match &dose.work {
        Work::SelfPaced { target, .. } | Work::Open { target } => target.clone(),
        _ => None,
    };
    Entry {
        n,
        id: exercise.id.clone(),
        name: words.name.clone(),
        say: words.say.clone(),
        position: words.position,
        equipment: words.equipment.clone(),
        how: words.how.clone(),
        cautions: cautions(words),
        note: words.note.clone(),
        figure: words.figure.clone(),
        easier: words.easier.clone(),
        harder: words.harder.clone(),
        side_labels: dose.side_labels.clone(),
        breath: dose.breath,
        cues: words.cues.clone(),
        phases: dose::phases(&dose.work)
            .iter()
            .map(|phase| PhaseWords {
                name: phase.name.clone(),
                say: phase.say.clone(),
                breath: phase.breath,
                pose: phase.pose.clone(),
            })
            .collect(),
        target_words,
        optional: exercise.optional,
        assumed: exercise.assumed.clone(),
        target: Target { sets: chosen.sets, reps: chosen.reps, hold: chosen.hold, time: chosen.time },
        sided: dose.sides != Sides::None,
        only_side: match dose.sides {
            Sides::Left => Some(Side::Left),
            Sides::Right => Some(Side::Right),
            Sides::None | Sides::Each | Sides::Alternate => None,
        },
        alternate: dose.sides == Sides::Alternate,
    }
}

/// What to take care of. Who should leave it out is the first thing to know.
pub fn cautions(words: &Words) -> Vec<String> {
    let not_for = (!words.not_for.is_empty()).then(|| format!("Not for: {}.", words.not_for.join("; ")));
    not_for.into_iter().chain(words.cautions.iter().cloned()).collect()
}

fn number(index: usize) -> u32 {
    u32::try_from(index).expect("a plan has at most 100,000 steps, and fewer entries and groups")
}
