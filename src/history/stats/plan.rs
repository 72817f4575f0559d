//! What programs asked for in each week, and what of it was done.

use std::collections::{BTreeMap, HashMap};

use jiff::{ToSpan as _, civil::Date};

use super::{
    calendar::monday,
    count,
    model::{Adherence, AdherenceWeek},
};
use crate::{
    history::programs::{Decision, known},
    program::{Due, Fact, Standing, State, place, standing},
    routine::{Frequency, Item, Program},
};

/// Weeks of the ISO calendar in which a program ran, from one day to another.
///
/// What is due "daily" is due once for each of a week's days that the program ran; what is due every so many days and so
/// many times a week is due in proportion to those days, rounded down. Of a range it is the lower end. What comes as
/// needed or after sitting is never due. Each item counts at most as often as it was due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeekPlan {
    /// Names of the programs, in the order in which they ran.
    pub programs: Vec<String>,
    /// In the order in which they became due.
    pub items: Vec<PlanItem>,
    /// By their Mondays; only those in which a program ran or was paused.
    pub weeks: BTreeMap<Date, PlanWeek>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanItem {
    /// The item's id.
    pub id: String,
    /// The id of its exercise or routine.
    pub content: String,
    /// The program's id.
    pub program: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanWeek {
    /// By index into `WeekPlan::items`; only those that were due at all.
    pub items: BTreeMap<usize, Due>,
    /// Some of its days belonged to a pause.
    pub paused: bool,
    /// It had days before a program began.
    pub began_free: bool,
}

impl WeekPlan {
    /// From `since` to `until`, both among the days, by all decisions that were ever made and
    /// not taken back. For the week that runs to be
    /// judged as a whole, `until` is its Sunday.
    ///
    /// `program` finds a program by its id; one that is not there any more asks for nothing. `facts` tells what was done
    /// of the items of one of its phases, given by its number; it is asked once for each.
    pub fn new(
        decisions: &[Decision],
        (since, until): (Date, Date),
        program: impl Fn(&str) -> Option<Program>,
        facts: impl Fn(&Program, usize) -> Vec<Fact>,
    ) -> Self {
        let mut walk = Walk { plan: Self::default(), known: BTreeMap::new(), find: program, facts };
        let changes = known(decisions);
        let mut running = None;
        let mut week = RanWeek::default();
        for day in since.series(1.day()).take_while(|day| *day <= until) {
            if day == since || changes.iter().any(|(known, _)| *known == day) {
                // As it stood on that day: later decisions mean nothing yet.
                running =
                    standing(changes.iter().filter(|(known, _)| *known <= day).map(|(_, change)| change));
            }
            if week.monday != monday(day) {
                walk.close(&week);
                week = RanWeek { monday: monday(day), ..RanWeek::default() };
            }
            if let Some(standing) = &running {
                walk.day(&mut week, standing, day);
            }
            week.began_free |= week.days.is_empty() && !week.paused;
        }
        walk.close(&week);
        walk.plan
    }

    /// How each item was kept to.
    pub(super) fn adherence(&self, today: Date) -> Vec<Adherence> {
        let empty = |item: &PlanItem| Adherence {
            id: item.id.clone(),
            content: item.content.clone(),
            program: item.program.clone(),
            due: 0,
            done: 0,
            weeks: Vec::new(),
        };
        let mut all: Vec<Adherence> = self.items.iter().map(empty).collect();
        for (&monday, week) in &self.weeks {
            let open = monday >= self::monday(today);
            for (&item, &Due { due, done }) in &week.items {
                let Some(row) = all.get_mut(item) else { continue };
                row.weeks.push(AdherenceWeek { monday, due, done, open });
                if !open {
                    row.due += due;
                    row.done += done;
                }
            }
        }
        all
    }
}

impl PlanWeek {
    /// All items together.
    pub fn total(&self) -> Due {
        self.items
            .values()
            .fold(Due::default(), |sum, due| Due { due: sum.due + due.due, done: sum.done + due.done })
    }
}

/// A program, and what was done of the phases that were asked after.
struct Known {
    program: Program,
    /// By the number of a phase: how often each item was done on each day.
    phases: BTreeMap<usize, HashMap<String, BTreeMap<Date, u32>>>,
}

/// The days of one week on which phases of programs ran.
#[derive(Default)]
struct RanWeek {
    monday: Date,
    paused: bool,
    /// Its first day belonged to no program.
    began_free: bool,
    days: BTreeMap<(String, usize), Vec<Date>>,
}

struct Walk<P, F> {
    plan: WeekPlan,
    /// `None`: it is not there any more.
    known: BTreeMap<String, Option<Known>>,
    find: P,
    facts: F,
}

impl<P: Fn(&str) -> Option<Program>, F: Fn(&Program, usize) -> Vec<Fact>> Walk<P, F> {
    fn day(&mut self, week: &mut RanWeek, standing: &Standing, day: Date) {
        let Self { plan, known, find, .. } = self;
        let known = known.entry(standing.program.clone()).or_insert_with(|| {
            find(&standing.program).map(|program| Known { program, phases: BTreeMap::new() })
        });
        let Some(Known { program, .. }) = known else { return };
        let here = place(program, standing, day);
        match here.state {
            State::Running => {
                if !plan.programs.contains(&program.name) {
                    plan.programs.push(program.name.clone());
                }
                week.days.entry((standing.program.clone(), here.phase)).or_default().push(day);
            }
            State::Paused { .. } => week.paused = true,
            State::Ahead | State::Finished => {}
        }
    }

    fn close(&mut self, week: &RanWeek) {
        if week.days.is_empty() && !week.paused {
            return;
        }
        let mut items = BTreeMap::new();
        for ((id, phase), days) in &week.days {
            let Some(Some(known)) = self.known.get_mut(id) else { continue };
            let Some(of_phase) = known.program.phases.get(*phase) else { continue };
            let done =
                known.phases.entry(*phase).or_insert_with(|| by_item((self.facts)(&known.program, *phase)));
            for item in &of_phase.items {
                let due = due(item.frequency, days, done.get(&item.id));
                if due.due > 0 {
                    let sum: &mut Due = items.entry(self.plan.index(id, item)).or_default();
                    *sum = Due { due: sum.due + due.due, done: sum.done + due.done };
                }
            }
        }
        self.plan
            .weeks
            .insert(week.monday, PlanWeek { items, paused: week.paused, began_free: week.began_free });
    }
}

impl WeekPlan {
    fn index(&mut self, program: &str, item: &Item) -> usize {
        let place = self.items.iter().position(|known| known.id == item.id && known.program == program);
        place.unwrap_or_else(|| {
            self.items.push(PlanItem {
                id: item.id.clone(),
                content: item.content_id().to_owned(),
                program: program.to_owned(),
            });
            self.items.len() - 1
        })
    }
}

fn by_item(facts: Vec<Fact>) -> HashMap<String, BTreeMap<Date, u32>> {
    let mut items: HashMap<String, BTreeMap<Date, u32>> = HashMap::new();
    for fact in facts {
        *items.entry(fact.item).or_default().entry(fact.on).or_default() += 1;
    }
    items
}

fn due(frequency: Frequency, days: &[Date], done: Option<&BTreeMap<Date, u32>>) -> Due {
    let length = count(days.len());
    let done_on = |day: &Date| done.and_then(|done| done.get(day)).copied().unwrap_or(0);
    let done_days = || count(days.iter().filter(|day| done_on(day) > 0).count());
    let of_days = |due: u32| Due { due, done: done_days().min(due) };
    match frequency {
        Frequency::PerDay(times) => {
            Due { due: length * times.low, done: days.iter().map(|day| done_on(day).min(times.low)).sum() }
        }
        Frequency::ThroughTheDay => of_days(length),
        Frequency::EveryDays(every) => of_days(length / every.max(1)),
        Frequency::PerWeek(times) => of_days(times.low * length / 7),
        Frequency::AfterSitting(_) | Frequency::AsNeeded => Due::default(),
    }
}
