//! Which phase of a program a day belongs to.

use jiff::{ToSpan as _, civil::Date};

use super::standing::{Standing, days};
use crate::routine::{PhaseLength, Program, ProgramPhase};

/// Where in a program a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index into `Program::phases`; of a finished program the last one.
    pub phase: usize,
    /// The first day of this phase; of a finished program the first day after it.
    pub since: Date,
    /// How many days of the phase that count have passed, this one not among them.
    pub day: u32,
    pub state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The program begins on a later day.
    Ahead,
    Running,
    Paused {
        since: Date,
    },
    /// The last phase is over.
    Finished,
}

impl Place {
    /// The week of the program, from 1, where its phases are counted in weeks.
    pub fn week(&self, program: &Program) -> Option<u32> {
        match program.phases.get(self.phase)?.length {
            PhaseLength::Weeks { first, .. } if self.state != State::Finished => Some(first + self.day / 7),
            _ => None,
        }
    }

    /// In words, for people: "week 3 of 8", "day 4 of 10", "since 3 weeks". Empty when there is nothing to say.
    pub fn words(&self, program: &Program) -> String {
        let Some(phase) = program.phases.get(self.phase) else { return String::new() };
        if matches!(self.state, State::Ahead | State::Finished) {
            return String::new();
        }
        match (phase.length, self.week(program)) {
            (PhaseLength::Days(days), _) => format!("day {} of {days}", self.day + 1),
            (PhaseLength::Weeks { .. }, Some(week)) => {
                format!("week {week} of {}", last_week(&program.phases, self.phase))
            }
            _ => match self.day {
                0 => "since today".into(),
                1 => "since yesterday".into(),
                day @ 2..14 => format!("since {day} days"),
                day => format!("since {} weeks", day / 7),
            },
        }
    }
}

/// Where `date` is in the program.
pub fn place(program: &Program, standing: &Standing, date: Date) -> Place {
    let mut walk = Walk { program, standing, phase: 0, since: standing.started };
    for (on, forward) in &standing.moves {
        let on = (*on).max(walk.since);
        walk.let_pass(on);
        if *forward {
            walk.phase = (walk.phase + 1).min(program.phases.len());
        } else {
            walk.phase = walk.phase.saturating_sub(1);
        }
        walk.since = on;
    }
    walk.let_pass(date);
    walk.place(date)
}

struct Walk<'a> {
    program: &'a Program,
    standing: &'a Standing,
    /// The number of phases once all are over.
    phase: usize,
    since: Date,
}

impl Walk<'_> {
    /// Phases with an end of their own give way to the next.
    fn let_pass(&mut self, date: Date) {
        while let Some(length) = self.program.phases.get(self.phase).and_then(|phase| phase.length.days()) {
            if self.standing.active_days(self.since, date) < length {
                break;
            }
            self.since = self.after(length);
            self.phase += 1;
        }
    }

    /// The day before which so many days of the phase have counted; there must be one.
    fn after(&self, length: u32) -> Date {
        let mut date = self.since;
        loop {
            let missing = length.saturating_sub(self.standing.active_days(self.since, date));
            // A pause that never ends would have no such day: the last day of the calendar ends the search.
            match date.checked_add(i64::from(missing).days()) {
                Ok(later) if missing > 0 => date = later,
                _ => return date,
            }
        }
    }

    fn place(&self, date: Date) -> Place {
        let is_over = self.phase >= self.program.phases.len();
        let state = if date < self.standing.started {
            State::Ahead
        } else if is_over {
            State::Finished
        } else if let Some(pause) = self.standing.pause_on(date) {
            State::Paused { since: pause.from }
        } else {
            State::Running
        };
        Place {
            phase: self.phase.min(self.program.phases.len().saturating_sub(1)),
            since: self.since,
            day: if is_over { days(self.since, date) } else { self.standing.active_days(self.since, date) },
            state,
        }
    }
}

/// The last week of those that are counted together with the phase's own.
fn last_week(phases: &[ProgramPhase], phase: usize) -> u32 {
    let weeks = phases[phase..].iter().filter_map(|phase| match phase.length {
        PhaseLength::Weeks { first, last } => Some((first, last)),
        _ => None,
    });
    let mut end = 0;
    for (first, last) in weeks {
        if end > 0 && first != end + 1 {
            break;
        }
        end = last;
    }
    end
}
