//! What a plan plays against what an article states: every disagreement in a line of its own.
//!
//! Steps are counted, not the numbers of the file read again: a fault of the compiler shows here as well.

use std::collections::BTreeSet;

use supple::{
    plan::{Kind, Mode},
    routine::{Prepare, RepShape, Side, Sides, Work},
};

use crate::{
    sheet::{Ends, Fact, Place, SidesFact, SidesOrder},
    shown::{Rep, Shown, seconds},
};

/// What "a few seconds", "briefly" and "a brief moment" may mean, in seconds.
const VAGUE: Ends = [1, 5];

const ENDS: [(usize, &str); 2] = [(0, "low"), (1, "high")];

/// All disagreements. `carried` are dose fields that a table does not repeat, and that may be marked or not.
pub(crate) fn faults(fact: &Fact, place: &Place, shown: Shown<'_>, carried: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    for (end, name) in ENDS {
        let against = Against { fact, place, shown, end };
        let found = [against.counts(), against.lengths(), against.sides()];
        faults.extend(found.into_iter().flatten().map(|fault| format!("at {name}: {fault}")));
    }
    faults.extend(marks(fact, shown, carried));
    faults
}

struct Against<'a> {
    fact: &'a Fact,
    place: &'a Place,
    shown: Shown<'a>,
    /// 0 at the low end, 1 at the high one.
    end: usize,
}

impl Against<'_> {
    /// Sets, and reps on each side.
    fn counts(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let reps = self.shown.reps(self.end);
        let sets: BTreeSet<_> = reps.iter().map(|rep| rep.set).collect();
        let sets = u32::try_from(sets.len()).unwrap();
        if let Some(stated) = self.fact.sets
            && sets != stated[self.end]
        {
            faults.push(format!("{sets} sets, stated {}", stated[self.end]));
        }
        if reps.iter().any(|rep| rep.steps.iter().any(|step| step.sets != Some(sets))) {
            faults.push(format!("steps that say another number of sets than {sets}"));
        }
        let Some(stated) = self.stated_reps() else {
            return faults;
        };
        // Without sets in the article its number is all that there is; with them it is that of each set.
        let each = if self.fact.sets.is_some() { stated } else { stated / sets };
        for side in [None, Some(Side::Left), Some(Side::Right)] {
            for set in 1..=sets {
                let of_this: Vec<_> = reps.iter().filter(|rep| (rep.set, rep.side) == (set, side)).collect();
                let counted: u32 = of_this.iter().map(|rep| count(rep)).sum();
                if !of_this.is_empty() && counted != each {
                    let side = side.map_or("", Side::word);
                    faults.push(format!("{counted} reps {side} in set {set}, stated {each}"));
                }
                let numbers: Vec<_> = of_this.iter().filter_map(|rep| rep.number).collect();
                if !numbers.is_empty() && numbers != (1..=counted).collect::<Vec<_>>() {
                    faults.push(format!("reps of set {set} are numbered {numbers:?}"));
                }
            }
        }
        faults
    }

    /// A hold or a flow of which no count is stated is one.
    fn stated_reps(&self) -> Option<u32> {
        let stated = |ends: Ends| ends[self.end];
        let once = self.fact.duration_seconds.is_some()
            || (self.fact.hold_seconds.is_some() && self.fact.kind == "hold");
        self.fact.reps.map(stated).or(once.then_some(1))
    }

    /// How long holds, flows and the timed phases of a rep are.
    fn lengths(&self) -> Vec<String> {
        let fact = self.fact;
        let reps = self.shown.reps(self.end);
        if let Some(stated) = fact.duration_seconds {
            let mut faults = self.every(&reps, Mode::Flow, stated);
            if !fact.phases.is_empty() {
                faults.extend(self.phases(&reps));
            }
            return faults;
        }
        if let Some([least, most]) = fact.steps_per_walk {
            let words = format!("{least}-{most} steps");
            let target = self.shown.entry(self.end).target_words.as_deref();
            let is_open = reps.iter().all(|rep| rep.steps.iter().all(|step| step.length.is_none()));
            return (!is_open || !target.is_some_and(|target| target.contains(&words)))
                .then(|| format!("not self-paced with the target \"{words}\": {target:?}"))
                .into_iter()
                .collect();
        }
        let is_held = self.shown.work(self.end).iter().all(|step| step.mode == Some(Mode::Hold));
        let mut faults = Vec::new();
        if !fact.phases.is_empty() && !is_held {
            faults.extend(self.phases(&reps));
        }
        let holds_are_phases = !is_held && fact.phases.iter().any(|phase| phase.seconds.is_some());
        if holds_are_phases {
            return faults;
        }
        if let Some(stated) = fact.hold_seconds {
            faults.extend(self.held(&reps, stated));
        } else if fact.vague_hold {
            let far = |rep: &Rep<'_>| {
                let hold = self.hold_of(rep);
                hold.is_none_or(|hold| !(seconds(VAGUE[0])..=seconds(VAGUE[1])).contains(&hold))
            };
            if reps.iter().any(far) {
                faults.push(format!("no hold of {VAGUE:?} s in every rep, stated in words"));
            }
        } else if fact.dose_given && fact.reps.is_some() {
            let counted = |mode| matches!(mode, Some(Mode::Rep | Mode::Phase));
            let self_paced = matches!(self.shown.exercise.dose.work, Work::SelfPaced { .. });
            if !self_paced && !reps.iter().flat_map(|rep| &rep.steps).all(|step| counted(step.mode)) {
                faults.push("something else than reps, stated without a hold".to_owned());
            }
        }
        faults
    }

    /// Every rep one step of this mode and length.
    fn every(&self, reps: &[Rep<'_>], mode: Mode, stated: Ends) -> Vec<String> {
        let length = Some(seconds(stated[self.end]));
        let is_right = |rep: &Rep<'_>| match rep.steps[..] {
            [step] => (step.mode, step.length) == (Some(mode), length),
            _ => false,
        };
        let wrong = reps.iter().filter(|rep| !is_right(rep)).count();
        (wrong > 0)
            .then(|| {
                let lengths = self.shown.lengths(self.end);
                let all = reps.len();
                format!("{wrong} of {all} are no {mode:?} of {} s but of {lengths:?} s", stated[self.end])
            })
            .into_iter()
            .collect()
    }

    fn held(&self, reps: &[Rep<'_>], stated: Ends) -> Vec<String> {
        if self.place.hold_phase.is_none() {
            return self.every(reps, Mode::Hold, stated);
        }
        let wrong = |rep: &&Rep<'_>| self.hold_of(rep) != Some(seconds(stated[self.end]));
        let wrong = reps.iter().filter(wrong).count();
        let fault = format!("{wrong} of {} reps are not held for {} s", reps.len(), stated[self.end]);
        (wrong > 0).then_some(fault).into_iter().collect()
    }

    /// How long a rep stops.
    fn hold_of(&self, rep: &Rep<'_>) -> Option<std::time::Duration> {
        match (&self.place.hold_phase, &rep.steps[..]) {
            (None, [step]) if step.mode == Some(Mode::Hold) => step.length,
            (Some(name), steps) => {
                let step = steps.iter().find(|step| self.shown.phase(self.end, step) == Some(name))?;
                step.length
            }
            _ => None,
        }
    }

    /// The article's phases in their order, in every rep or in the words of the flow; timed ones last as long as stated.
    fn phases(&self, reps: &[Rep<'_>]) -> Vec<String> {
        let names: Vec<_> = self.place.phases.iter().filter(|name| !name.is_empty()).collect();
        let stated: Vec<_> = self.fact.phases.iter().map(|phase| &phase.name).collect();
        if self.place.phases.len() != stated.len() {
            return vec![format!("where.toml names {names:?} for the phases {stated:?}")];
        }
        let ours: Vec<_> = self.shown.entry(self.end).phases.iter().map(|phase| &phase.name).collect();
        let mut rest = ours.iter();
        if !names.iter().all(|name| rest.any(|ours| ours == name)) {
            return vec![format!("the phases {ours:?}, stated {names:?}")];
        }
        let mut faults = Vec::new();
        for (name, stated) in self.place.phases.iter().zip(&self.fact.phases) {
            let Some(stated) = stated.seconds else { continue };
            let length = Some(seconds(stated[self.end]));
            let is_right = |rep: &Rep<'_>| {
                let of_this = |step: &&&supple::plan::Step| self.shown.phase(self.end, step) == Some(name);
                let steps: Vec<_> = rep.steps.iter().filter(of_this).collect();
                steps.len() == 1 && steps[0].length == length
            };
            let wrong = reps.iter().filter(|rep| !is_right(rep)).count();
            if wrong > 0 {
                let of = reps.len();
                faults.push(format!("{wrong} of {of} reps without {} s of \"{name}\"", stated[self.end]));
            }
        }
        faults
    }

    /// Which side, in which order.
    fn sides(&self) -> Vec<String> {
        let Some(stated) = self.fact.sides else {
            return Vec::new();
        };
        let dose = &self.shown.exercise.dose;
        if let (Work::SelfPaced { .. }, Sides::Alternate) = (&dose.work, dose.sides) {
            // One step for both sides: which comes first is the user's affair.
            let is_right = stated == SidesFact::Alternate;
            return (!is_right).then(|| format!("alternate, stated {stated:?}")).into_iter().collect();
        }
        // Where the article names no first side we may, if it is marked as ours.
        let own = dose.first_side.filter(|_| self.shown.is_assumed("first_side"));
        let is_right = self.fact.first_side.is_some() || own == Some(Side::Right);
        let (first, second) = if is_right { ("R", "L") } else { ("L", "R") };
        let played = self.shown.sides(self.end);
        let right: Vec<String> = played
            .split(' ')
            .map(|set| match stated {
                SidesFact::None => "-".repeat(set.len()),
                SidesFact::Each => first.repeat(set.len() / 2) + &second.repeat(set.len() / 2),
                SidesFact::Alternate => (first.to_owned() + second).repeat(set.len() / 2),
            })
            .collect();
        let right = right.join(" ");
        (played != right).then(|| format!("the sides {played}, stated {right}")).into_iter().collect()
    }
}

/// A self-paced set is one step for all its reps.
fn count(rep: &Rep<'_>) -> u32 {
    match rep.steps[0] {
        step if step.mode == Some(Mode::Open) => step.reps.unwrap_or(1),
        _ => 1,
    }
}

/// What is not stated must be marked as ours, and what is stated must not.
fn marks(fact: &Fact, shown: Shown<'_>, carried: &[&str]) -> Vec<String> {
    let marked: BTreeSet<_> = shown.exercise.assumed.iter().map(String::as_str).collect();
    let ours = ours(fact, shown);
    let stated = stated(fact);
    let is_carried = |field: &&str| carried.contains(field);
    let missing: Vec<_> =
        ours.iter().filter(|field| !marked.contains(*field) && !is_carried(field)).collect();
    let too_many: Vec<_> =
        stated.iter().filter(|field| marked.contains(*field) && !is_carried(field)).collect();
    let mut faults = Vec::new();
    if !missing.is_empty() {
        faults.push(format!("`assumed` lacks {missing:?}"));
    }
    if !too_many.is_empty() {
        faults.push(format!("`assumed` has {too_many:?}, which the article states"));
    }
    faults
}

/// The fields that this dose needs and that the article does not state.
fn ours(fact: &Fact, shown: Shown<'_>) -> BTreeSet<&'static str> {
    let dose = &shown.exercise.dose;
    let mut ours = BTreeSet::new();
    let mut is_ours = |field, is: bool| {
        if is {
            ours.insert(field);
        }
    };
    // Three walks are three sets of one, or one of three.
    let sets_are_counted = fact.unit.as_deref() == Some("walks");
    is_ours("sets", fact.sets.is_none() && !sets_are_counted);
    let many = |reps: u32| reps > 1;
    let counts = match &dose.work {
        Work::Hold { reps, .. } => many(reps.low) || many(reps.high),
        Work::Reps { .. } | Work::SelfPaced { .. } => true,
        Work::Flow { .. } | Work::Open { .. } => false,
    };
    is_ours("reps", counts && fact.reps.is_none());
    is_ours("hold", matches!(dose.work, Work::Hold { .. }) && fact.hold_seconds.is_none());
    is_ours("time", matches!(dose.work, Work::Flow { .. }) && fact.duration_seconds.is_none());
    is_ours("open", matches!(dose.work, Work::Open { .. }));
    let (phases, shares) = match &dose.work {
        Work::Reps { shape: RepShape::Even(_), .. } => (&[][..], true),
        Work::Reps { shape: RepShape::Phases { phases, .. }, .. } => {
            (&phases[..], phases.iter().any(|phase| phase.time.is_none()))
        }
        Work::Flow { phases, .. } => (&phases[..], false),
        _ => (&[][..], false),
    };
    let timed = phases.iter().filter(|phase| phase.time.is_some()).count();
    let stated = fact.phases.iter().filter(|phase| phase.seconds.is_some()).count();
    is_ours("phases", timed > stated && !shown.is_assumed("tempo"));
    is_ours("rep_time", shares);
    let order_is_open = matches!(fact.sides_order, Some(SidesOrder::Implied | SidesOrder::Unstated));
    is_ours("sides", order_is_open || (fact.sides.is_none() && dose.sides != Sides::None));
    is_ours("first_side", dose.first_side.is_some() && fact.first_side.is_none());
    is_ours("breath", dose.breath.is_some());
    let waits = dose.prepare == Prepare::Ready;
    for (kind, field) in
        [(Kind::Prepare, "prepare"), (Kind::Relax, "relax"), (Kind::Switch, "switch"), (Kind::Rest, "rest")]
    {
        is_ours(field, shown.count(1, kind) > 0 && !(kind == Kind::Prepare && waits));
    }
    ours
}

fn stated(fact: &Fact) -> Vec<&'static str> {
    // That there are none may be stated or the plain reading; the sheet does not tell the two apart.
    let sides_are_settled = matches!(fact.sides_order, Some(SidesOrder::Stated | SidesOrder::Moot));
    [
        ("sets", fact.sets.is_some()),
        // Where it is not said whether a number is for one side or for both, ours is a reading.
        ("reps", fact.reps.is_some() && fact.reps_scope.is_none()),
        ("hold", fact.hold_seconds.is_some()),
        ("time", fact.duration_seconds.is_some()),
        ("sides", sides_are_settled),
        ("first_side", fact.first_side.is_some()),
    ]
    .into_iter()
    .filter_map(|(field, is)| is.then_some(field))
    .collect()
}
