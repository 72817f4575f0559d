//! Random plans that keep the rules of a plan, all their lengths multiples of half a second.
//!
//! The coarse grid is on purpose: it makes things fall on the same moment far more often than chance would.

use std::{
    fmt::{self, Debug, Formatter},
    sync::Arc,
    time::Duration,
};

use proptest::{collection::vec, option, prelude::*};
use supple::{
    plan::{Entry, Kind, Mode, PhaseWords, Plan, Step, Target, Variant},
    routine::{CueAt, CustomCue, Side, Sides},
};

/// So many half seconds.
pub(crate) fn halves(count: u64) -> Duration {
    Duration::from_millis(500 * count)
}

/// A random plan, printed as one line for each step.
#[derive(Clone)]
pub(crate) struct Drawn(pub(crate) Arc<Plan>);

impl Debug for Drawn {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.steps.iter().enumerate() {
            write!(f, "\n{index:4} {:?}", step.kind)?;
            if let Some(mode) = step.mode {
                write!(f, " {mode:?}")?;
            }
            match step.length {
                Some(length) => write!(f, " {length:?}")?,
                None => write!(f, " estimate {:?}", step.estimate)?,
            }
            for (name, value) in [
                ("entry", step.entry),
                ("occurrence", Some(step.occurrence)),
                ("set", step.set),
                ("rep", step.rep),
                ("reps", step.reps),
                ("bout", step.bout),
            ] {
                if let Some(value) = value {
                    write!(f, " {name} {value}")?;
                }
            }
            if let Some(side) = step.side {
                write!(f, " {}", side.word())?;
            }
        }
        for (index, entry) in self.0.entries.iter().enumerate() {
            write!(f, "\n     entry {index} alternate {} cues {:?}", entry.alternate, entry.cues)?;
        }
        Ok(())
    }
}

/// A plan of one to three sections, each of which is a group of up to three rounds or stands by itself. Without
/// `open`, every step has a length: there is no open work, and nothing waits.
pub(crate) fn plan(open: bool) -> impl Strategy<Value = Drawn> {
    vec(section(), 1..=3).prop_map(move |mut sections| {
        for exercise in sections.iter_mut().flat_map(|section| &mut section.exercises) {
            if let (false, Work::Open { .. }) = (open, &exercise.work) {
                exercise.work = Work::Hold { length: 7, reps: 2 };
            }
            if let (false, Prepare::Ready) = (open, exercise.prepare) {
                exercise.prepare = Prepare::For(12);
            }
        }
        Drawn(Arc::new(build(&sections)))
    })
}

#[derive(Clone, Debug)]
struct Section {
    grouped: bool,
    rounds: u32,
    rest: u64,
    exercises: Vec<Exercise>,
}

#[derive(Clone, Debug)]
struct Exercise {
    work: Work,
    sets: u32,
    sides: Sides,
    first: Side,
    prepare: Prepare,
    relax: u64,
    switch: u64,
    rest: u64,
    cues: Vec<CustomCue>,
}

#[derive(Clone, Copy, Debug)]
enum Prepare {
    For(u64),
    Ready,
}

#[derive(Clone, Debug)]
enum Work {
    Hold { length: u64, reps: u32 },
    Reps { length: u64, reps: u32 },
    Phases { lengths: Vec<u64>, reps: u32 },
    Flow { length: u64 },
    Open { reps: Option<u32>, estimate: Option<u64> },
}

fn section() -> impl Strategy<Value = Section> {
    (any::<bool>(), 1..=3_u32, pause(), vec(exercise(), 1..=2))
        .prop_map(|(grouped, rounds, rest, exercises)| Section { grouped, rounds, rest, exercises })
}

fn exercise() -> impl Strategy<Value = Exercise> {
    let sides = prop_oneof![
        3 => Just(Sides::None),
        2 => Just(Sides::Each),
        2 => Just(Sides::Alternate),
        1 => Just(Sides::Left),
        1 => Just(Sides::Right),
    ];
    let first = prop_oneof![Just(Side::Left), Just(Side::Right)];
    let prepare = prop_oneof![
        1 => Just(Prepare::Ready),
        4 => pause().prop_map(Prepare::For),
        1 => Just(Prepare::For(40)),
    ];
    (work(), 1..=2_u32, sides, first, prepare, pause(), pause(), pause(), vec(custom_cue(), 0..=2)).prop_map(
        |(work, sets, sides, first, prepare, relax, switch, rest, cues)| Exercise {
            work,
            sets,
            sides,
            first,
            prepare,
            relax,
            switch,
            rest,
            cues,
        },
    )
}

/// Often nothing at all, often about as long as three ticks need, sometimes longer than any lead-in.
fn pause() -> impl Strategy<Value = u64> {
    prop_oneof![2 => Just(0), 3 => 1..=12_u64, 1 => 14..=24_u64]
}

fn work() -> impl Strategy<Value = Work> {
    let held = || prop_oneof![2 => 1..=18_u64, 2 => 19..=21_u64, 1 => 38..=44_u64];
    prop_oneof![
        3 => (held(), 1..=3_u32).prop_map(|(length, reps)| Work::Hold { length, reps }),
        3 => (1..=9_u64, 1..=4_u32).prop_map(|(length, reps)| Work::Reps { length, reps }),
        3 => (vec(1..=6_u64, 1..=3), 1..=3_u32).prop_map(|(lengths, reps)| Work::Phases { lengths, reps }),
        2 => held().prop_map(|length| Work::Flow { length }),
        3 => (option::of(1..=4_u32), option::of(1..=30_u64))
            .prop_map(|(reps, estimate)| Work::Open { reps, estimate }),
    ]
}

fn custom_cue() -> impl Strategy<Value = CustomCue> {
    let at = prop_oneof![
        Just(CueAt::Half),
        (0..=24_u64).prop_map(|at| CueAt::AfterStart(halves(at))),
        (0..=24_u64).prop_map(|at| CueAt::BeforeEnd(halves(at))),
    ];
    (at, "[a-c]").prop_map(|(at, say)| CustomCue { at, say })
}

fn build(sections: &[Section]) -> Plan {
    let mut builder = Builder::default();
    for section in sections {
        builder.section(section);
    }
    builder.plan()
}

#[derive(Default)]
struct Builder {
    entries: Vec<Entry>,
    groups: Vec<String>,
    steps: Vec<Step>,
    occurrences: u32,
    bouts: u32,
}

/// One piece of work of a set, before it is known what stands in front of it.
struct Piece {
    mode: Mode,
    length: Option<u64>,
    estimate: Option<u64>,
    side: Option<Side>,
    rep: Option<u32>,
    phase: Option<u32>,
    /// Whether the same bout goes on from the piece before it.
    joined: bool,
}

impl Builder {
    fn section(&mut self, section: &Section) {
        let grouped = section.grouped || section.rounds > 1;
        let group = grouped.then(|| {
            self.groups.push(format!("Group {}", self.groups.len()));
            u32::try_from(self.groups.len() - 1).unwrap()
        });
        let first_entry = u32::try_from(self.entries.len()).unwrap();
        self.entries
            .extend(section.exercises.iter().zip(first_entry..).map(|(exercise, at)| entry(exercise, at)));
        for round in 1..=section.rounds {
            let mut blank = Step::bare(Kind::Work);
            if grouped {
                blank.group = group;
                blank.round = Some(round);
                blank.rounds = Some(section.rounds);
            }
            if round > 1 && section.rest > 0 {
                let length = Some(halves(section.rest));
                self.steps.push(Step { kind: Kind::Rest, length, occurrence: self.occurrences, ..blank });
            }
            for (exercise, entry) in section.exercises.iter().zip(first_entry..) {
                blank.entry = Some(entry);
                blank.occurrence = self.occurrences;
                self.occurrences += 1;
                self.exercise(exercise, blank);
            }
        }
    }

    fn exercise(&mut self, exercise: &Exercise, blank: Step) {
        let blank = Step { sets: Some(exercise.sets), reps: exercise.work.reps(), ..blank };
        let pieces = pieces(exercise);
        for set in 1..=exercise.sets {
            let lead = Step { set: Some(set), side: pieces[0].side, ..blank };
            if set == 1 {
                match exercise.prepare {
                    Prepare::Ready => self.steps.push(Step { kind: Kind::Prepare, length: None, ..lead }),
                    Prepare::For(length) => self.pause(Kind::Prepare, length, lead),
                }
            } else {
                self.pause(Kind::Rest, exercise.rest, lead);
            }
            for (at, piece) in pieces.iter().enumerate() {
                let lead = Step { set: Some(set), side: piece.side, ..blank };
                if at > 0 && !piece.joined {
                    if exercise.sides != Sides::Alternate && piece.side != pieces[at - 1].side
                        || piece.mode == Mode::Flow
                        || piece.mode == Mode::Open
                    {
                        self.pause(Kind::Switch, exercise.switch, lead);
                    } else {
                        self.pause(Kind::Relax, exercise.relax, lead);
                    }
                }
                if !piece.joined {
                    self.bouts += 1;
                }
                self.steps.push(Step {
                    kind: Kind::Work,
                    mode: Some(piece.mode),
                    length: piece.length.map(halves),
                    estimate: piece.estimate.map(halves),
                    rep: piece.rep,
                    phase: piece.phase,
                    bout: Some(self.bouts - 1),
                    ..lead
                });
            }
        }
    }

    fn pause(&mut self, kind: Kind, length: u64, lead: Step) {
        if length > 0 {
            self.steps.push(Step { kind, length: Some(halves(length)), ..lead });
        }
    }

    fn plan(self) -> Plan {
        let mut plan = Plan {
            routine: "random".to_owned(),
            name: "Random".to_owned(),
            hash: String::new(),
            total: self.steps.iter().filter_map(|step| step.length).sum(),
            entries: self.entries,
            groups: self.groups,
            steps: self.steps,
            variants: Vec::new(),
        };
        add_ladder(&mut plan);
        plan
    }
}

/// Every exercise but the last leads to a harder one, which is like the exercise after it; and back again.
fn add_ladder(plan: &mut Plan) {
    for at in 1..plan.entries.len() {
        let number = u32::try_from(plan.entries.len()).unwrap();
        let like = u32::try_from(at).unwrap();
        let Some(first) = plan.steps.iter().find(|step| step.entry == Some(like)).copied() else { continue };
        let own =
            plan.steps.iter().filter(|step| step.entry.is_some() && step.occurrence == first.occurrence);
        let steps: Vec<Step> = own.map(|step| Step { entry: Some(number), occurrence: 0, ..*step }).collect();
        let lowest = steps.iter().filter_map(|step| step.bout).min().unwrap_or(0);
        let from_zero = |step: Step| Step { bout: step.bout.map(|bout| bout - lowest), ..step };
        let id = format!("variant-{at}");
        let easier = Some(plan.entries[at - 1].id.clone());
        plan.entries[at - 1].harder = Some(id.clone());
        plan.entries.push(Entry { n: number, id, easier, ..plan.entries[at].clone() });
        plan.variants.push(Variant { entry: number, steps: steps.into_iter().map(from_zero).collect() });
    }
}

/// The work of one set in order.
fn pieces(exercise: &Exercise) -> Vec<Piece> {
    let first = exercise.first;
    let one_after_the_other = match exercise.sides {
        Sides::None => vec![None],
        Sides::Left => vec![Some(Side::Left)],
        Sides::Right => vec![Some(Side::Right)],
        Sides::Each | Sides::Alternate => vec![Some(first), Some(first.other())],
    };
    let plain = |mode, length, side| Piece {
        mode,
        length,
        estimate: None,
        side,
        rep: None,
        phase: None,
        joined: false,
    };
    match &exercise.work {
        Work::Flow { length } => {
            one_after_the_other.into_iter().map(|side| plain(Mode::Flow, Some(*length), side)).collect()
        }
        Work::Open { reps: Some(_), estimate } if exercise.sides == Sides::Alternate => {
            vec![Piece { estimate: *estimate, ..plain(Mode::Open, None, None) }]
        }
        Work::Open { estimate, .. } => one_after_the_other
            .into_iter()
            .map(|side| Piece { estimate: *estimate, ..plain(Mode::Open, None, side) })
            .collect(),
        Work::Hold { length, reps } => in_order(exercise.sides, &one_after_the_other, *reps)
            .into_iter()
            .map(|(rep, side)| Piece { rep: Some(rep), ..plain(Mode::Hold, Some(*length), side) })
            .collect(),
        Work::Reps { length, reps } => join(
            exercise.sides,
            in_order(exercise.sides, &one_after_the_other, *reps)
                .into_iter()
                .map(|(rep, side)| Piece { rep: Some(rep), ..plain(Mode::Rep, Some(*length), side) })
                .collect(),
        ),
        Work::Phases { lengths, reps } => {
            let mut pieces = Vec::new();
            for (rep, side) in in_order(exercise.sides, &one_after_the_other, *reps) {
                for (&length, phase) in lengths.iter().zip(0..) {
                    let rep = Some(rep);
                    pieces.push(Piece { rep, phase: Some(phase), ..plain(Mode::Phase, Some(length), side) });
                }
            }
            join(exercise.sides, pieces)
        }
    }
}

/// Which rep follows which, and on which side.
fn in_order(sides: Sides, one_after_the_other: &[Option<Side>], reps: u32) -> Vec<(u32, Option<Side>)> {
    if sides == Sides::Alternate {
        (1..=reps).flat_map(|rep| one_after_the_other.iter().map(move |&side| (rep, side))).collect()
    } else {
        one_after_the_other.iter().flat_map(|&side| (1..=reps).map(move |rep| (rep, side))).collect()
    }
}

/// Reps and phases that follow one another are one bout, under `each` on either side.
fn join(sides: Sides, mut pieces: Vec<Piece>) -> Vec<Piece> {
    for at in 1..pieces.len() {
        pieces[at].joined = sides == Sides::Alternate || pieces[at].side == pieces[at - 1].side;
    }
    pieces
}

impl Work {
    fn reps(&self) -> Option<u32> {
        match self {
            Self::Hold { reps, .. } | Self::Reps { reps, .. } | Self::Phases { reps, .. } => Some(*reps),
            Self::Flow { .. } => None,
            Self::Open { reps, .. } => *reps,
        }
    }
}

fn entry(exercise: &Exercise, at: u32) -> Entry {
    let phases = match &exercise.work {
        Work::Phases { lengths, .. } => lengths.len(),
        _ => 0,
    };
    let words = |at| PhaseWords { name: format!("Phase {at}"), say: None, breath: None, pose: None };
    Entry {
        n: at,
        id: format!("exercise-{at}"),
        name: format!("Exercise {at}"),
        say: None,
        position: None,
        equipment: Vec::new(),
        how: Vec::new(),
        cautions: Vec::new(),
        note: None,
        figure: None,
        easier: None,
        harder: None,
        side_labels: None,
        breath: None,
        cues: exercise.cues.clone(),
        phases: (0..phases).map(words).collect(),
        target_words: None,
        optional: false,
        assumed: Vec::new(),
        target: Target { sets: exercise.sets, reps: exercise.work.reps(), hold: None, time: None },
        sided: exercise.sides != Sides::None,
        only_side: None,
        alternate: exercise.sides == Sides::Alternate,
    }
}
