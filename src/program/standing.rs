//! What the user decided about programs, and what that comes to.

use jiff::civil::Date;

/// A decision of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The program's id.
    pub program: String,
    /// Where and when it was decided; for `Started` the first day, which may be another.
    pub on: Date,
    pub step: Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Started,
    /// On to the next phase.
    Next,
    /// Back to the phase before.
    Back,
    Paused,
    Resumed,
    Stopped,
    /// The decision before, of this program, is taken back: all is as if it had never been made.
    Undone,
}

impl Step {
    pub const ALL: [Self; 7] =
        [Self::Started, Self::Next, Self::Back, Self::Paused, Self::Resumed, Self::Stopped, Self::Undone];

    /// As the files write it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Next => "next",
            Self::Back => "back",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Stopped => "stopped",
            Self::Undone => "undone",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }
}

/// A program that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The program's id.
    pub program: String,
    /// The first day.
    pub started: Date,
    /// The user's own steps from phase to phase in order: the day, and whether forward.
    pub(super) moves: Vec<(Date, bool)>,
    /// In order; no two of them have a day in common.
    pub(super) pauses: Vec<Pause>,
}

/// Days that do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    pub from: Date,
    /// The first day that counts again. `None`: it goes on.
    pub until: Option<Date>,
}

/// What all decisions, in the order in which they were made, come to. One program runs at a time: starting another one
/// stops the first. What concerns a program that does not run means nothing. Each `Undone` takes one more back.
pub fn standing<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Option<Standing> {
    lasting(changes, |change| *change).into_iter().fold(None, step)
}

/// The change that the next `Undone` takes back.
pub fn undoable<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Option<&'a Change> {
    lasting(changes, |change| *change).pop()
}

/// What is left of all decisions, in the order in which they were made, without each `Undone`, what it took back, and
/// what changed nothing when it was decided.
pub fn lasting<T>(decided: impl IntoIterator<Item = T>, change: impl Fn(&T) -> &Change) -> Vec<T> {
    let mut lasting: Vec<T> = Vec::new();
    let mut now = None;
    for one in decided {
        let decision = change(&one);
        if decision.step == Step::Undone {
            // Of its own program: what another machine decided meanwhile is not what was meant.
            let meant = lasting.iter().rposition(|before| change(before).program == decision.program);
            if let Some(meant) = meant {
                lasting.remove(meant);
            }
            now = lasting.iter().map(&change).fold(None, step);
            continue;
        }
        let then = step(now.clone(), decision);
        // What changed nothing is not what anyone wants back.
        if then != now || decision.step == Step::Started {
            now = then;
            lasting.push(one);
        }
    }
    lasting
}

/// What stands after a change, by what stood before it.
fn step(before: Option<Standing>, change: &Change) -> Option<Standing> {
    if change.step == Step::Started {
        return Some(Standing::new(change));
    }
    let mut running = before?;
    if running.program == change.program {
        match change.step {
            Step::Next => running.moves.push((change.on, true)),
            Step::Back => running.moves.push((change.on, false)),
            Step::Paused => running.pause(change.on),
            Step::Resumed => running.resume(change.on),
            Step::Stopped => return None,
            Step::Started | Step::Undone => {}
        }
    }
    Some(running)
}

impl Standing {
    fn new(change: &Change) -> Self {
        Self { program: change.program.clone(), started: change.on, moves: Vec::new(), pauses: Vec::new() }
    }

    /// The pause that goes on.
    pub fn pause_now(&self) -> Option<Pause> {
        self.pauses.last().copied().filter(|pause| pause.until.is_none())
    }

    /// The pause that a day belongs to.
    pub(super) fn pause_on(&self, date: Date) -> Option<Pause> {
        let holds = |pause: &&Pause| pause.from <= date && pause.until.is_none_or(|until| date < until);
        self.pauses.iter().find(holds).copied()
    }

    /// How many days from `from` until before `to` count.
    pub(super) fn active_days(&self, from: Date, to: Date) -> u32 {
        let paused: u32 = self
            .pauses
            .iter()
            .map(|pause| days(from.max(pause.from), to.min(pause.until.unwrap_or(Date::MAX))))
            .sum();
        days(from, to).saturating_sub(paused)
    }

    // Who flies over the date line may decide on an earlier day than the one before: a pause then has no days.
    fn pause(&mut self, on: Date) {
        if self.pause_now().is_none() {
            let before = self.pauses.last().and_then(|pause| pause.until);
            self.pauses.push(Pause { from: before.map_or(on, |before| on.max(before)), until: None });
        }
    }

    fn resume(&mut self, on: Date) {
        if let Some(pause) = self.pauses.last_mut().filter(|pause| pause.until.is_none()) {
            pause.until = Some(on.max(pause.from));
        }
    }
}

/// How many days lie from `from` until before `to`; none if `to` is earlier.
pub(super) fn days(from: Date, to: Date) -> u32 {
    u32::try_from(to.since(from).map_or(0, |span| span.get_days())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_undone_was_never_decided_one_after_the_other() {
        let on = date(2026, 11, 21);
        let of = |program: &str, step| Change { program: program.into(), on, step };
        let first = [of("a", Step::Started), of("a", Step::Next), of("a", Step::Paused)];
        let then = [of("a", Step::Next), of("b", Step::Started), of("b", Step::Back), of("a", Step::Stopped)];
        let all = |undone: usize| {
            let mut all = [&first[..], &then[..]].concat();
            for _ in 0..undone {
                let of_program = undoable(&all).map_or("b", |last| &last.program);
                all.push(of(of_program, Step::Undone));
            }
            standing(&all)
        };
        assert_eq!(all(0).unwrap().moves, [(on, false)]);
        assert_eq!(all(1).map(|it| (it.program, it.moves)), Some(("b".into(), vec![])));
        let a = all(2).unwrap();
        assert_eq!((&*a.program, a.moves.len(), a.pauses.len()), ("a", 2, 1), "as it stood, pause and all");
        assert_eq!(all(3), standing(&first));
        assert_eq!(all(6), None);
        assert_eq!(all(9), None, "before the first there is nothing to take back");
    }
    #[test]
    fn what_another_machine_decided_meanwhile_is_not_taken_back() {
        let on = date(2026, 11, 21);
        let of = |program: &str, step| Change { program: program.into(), on, step };
        let begun = [of("a", Step::Started), of("a", Step::Next)];
        let meanwhile = [of("b", Step::Started), of("b", Step::Paused)];
        let undone = [of("a", Step::Undone)];
        let all = [&begun[..], &meanwhile, &undone].concat();
        assert_eq!(standing(&all), standing(&meanwhile));
        assert_eq!(undoable(&all), Some(&meanwhile[1]));
        let back = [&all[..], &[of("b", Step::Undone), of("b", Step::Undone)]].concat();
        assert_eq!(standing(&back), standing(&begun[..1]), "the step of a is gone under the start of b");
        let nothing = [&meanwhile[..], &undone].concat();
        assert_eq!(standing(&nothing), standing(&meanwhile), "nothing was decided of it");
    }
}
