//! The program that runs: what it has due.

use anyhow::{Context as _, Result, anyhow, bail};
use jiff::civil::Date;

use super::{
    backstage::{Backstage, Job},
    choice::{Choice, Portion},
    clock, home,
};
use crate::{
    history::{deeds, programs::Decisions, reading::History, record::Record},
    plan::Fitted,
    program::{
        Agenda, Fact, MissingRoutine, Row, Standing, State, agenda, compose, gentle, origins, place, reach,
        standing,
    },
    routine::{Content, Item, PhaseLength, Program, ProgramPhase, Routine, dose_words, words::exercises},
    ui::{App, TodayCard},
};

/// A day of the program that runs.
#[derive(Clone, Debug)]
pub struct Today {
    pub program: Program,
    pub standing: Standing,
    pub agenda: Agenda,
    /// A kind word or two, where there is reason for one.
    pub gentle: Vec<String>,
    /// By item of the phase.
    pub faces: Vec<Face>,
}

/// What people call an item, and how much of it there is to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Face {
    pub name: String,
    pub dose: String,
}

/// When it comes again, seen from a day: "next tomorrow", "next on Monday", "next on 3 December", with the year where it
/// is another.
pub fn next_words(date: Date, next: Date) -> String {
    match date.until(next).map_or(0, |span| span.get_days()) {
        1 => "next tomorrow".into(),
        2..=6 => format!("next on {}", next.strftime("%A")),
        _ => format!("next on {}", next.strftime(with_year("%-d %B", "%-d %B %Y", date, next))),
    }
}

fn with_year<'f>(without: &'f str, with: &'f str, date: Date, other: Date) -> &'f str {
    if date.year() == other.year() { without } else { with }
}

impl Today {
    /// What is said to somebody who would like to start when nothing is due.
    pub fn nothing_due(&self) -> String {
        match (self.agenda.place.state, self.notice()) {
            (State::Running, _) => format!("{}: nothing more is due today. Rest well.", self.program.name),
            (_, notice) => {
                format!("{}: nothing is due. {}", self.program.name, notice.unwrap_or_default())
            }
        }
    }

    /// `None` only if the program has no phase, which no checked program is.
    pub fn phase(&self) -> Option<&ProgramPhase> {
        self.program.phases.get(self.agenda.place.phase)
    }

    /// The row of an item, by its id or the beginning of it.
    ///
    /// # Errors
    /// When there is none on that day, or several begin like that.
    pub fn row(&self, word: &str) -> Result<&Row> {
        let rows = &self.agenda.rows;
        if let Some(row) = rows.iter().find(|row| row.id == word) {
            return Ok(row);
        }
        let ids =
            |rows: Vec<&Row>| rows.iter().map(|row| format!("`{}`", row.id)).collect::<Vec<_>>().join(", ");
        let alike: Vec<&Row> = rows.iter().filter(|row| row.id.starts_with(word)).collect();
        match alike.as_slice() {
            [row] => Ok(row),
            [] if rows.is_empty() => bail!("{} asks for nothing on that day", self.program.name),
            [] => bail!("{} has no `{word}` now; it has {}", self.program.name, ids(rows.iter().collect())),
            _ => bail!("`{word}` could be {}", ids(alike)),
        }
    }

    pub fn face(&self, row: &Row) -> Face {
        self.faces.get(row.item).cloned().unwrap_or_default()
    }

    /// What is due, for composing it.
    pub fn portion(&self) -> Portion {
        Portion {
            program: self.program.id.clone(),
            phase: self.agenda.place.phase,
            items: self.agenda.due_items(),
        }
    }

    /// Anything besides the items: a pause, the end, a gate that may be passed. One sentence.
    pub fn notice(&self) -> Option<String> {
        let day = |date: Date| {
            date.strftime(with_year("%A, %-d %B", "%A, %-d %B %Y", self.agenda.date, date)).to_string()
        };
        match self.agenda.place.state {
            State::Ahead => Some(format!("It begins on {}.", day(self.standing.started))),
            State::Paused { since } => Some(format!("Paused since {}.", day(since))),
            State::Finished => Some("This program has come to its end.".into()),
            State::Running => {
                let phase = self.phase().filter(|phase| phase.length == PhaseLength::WhenReady)?;
                match (self.program.phases.get(self.agenda.place.phase + 1), &phase.gate) {
                    (Some(next), Some(gate)) => Some(format!("Ready for {}? {gate}", next.name)),
                    (Some(next), None) => Some(format!("{} comes when you are ready.", next.name)),
                    (None, gate) => gate.clone(),
                }
            }
        }
    }
}

impl Backstage {
    /// What day it is.
    pub fn date(&self) -> Date {
        clock::wall().date()
    }

    /// What the program has due, today or on another day. `None`: no program runs.
    ///
    /// # Errors
    /// When the decisions, the history or the program cannot be read.
    pub fn today(&self, date: Option<Date>) -> Result<Option<Today>> {
        let today = clock::wall().date();
        let Some(standing) = standing(&self.changes(date.filter(|date| *date < today))?) else {
            return Ok(None);
        };
        let history = self.history()?;
        self.day(standing, &history, date.unwrap_or(today)).map(Some)
    }

    /// Whether the home screen that is shown is of another day: it may have been left open overnight.
    pub(super) fn shows_another_day(&self, app: &App) -> bool {
        app.day_at_home().is_some_and(|shown| shown != self.date())
    }

    /// For the home screen: what stands in the way is said on the card.
    pub(super) fn today_card(&self, history: &History, date: Date) -> Option<TodayCard> {
        let trouble = |program: String, error: &anyhow::Error| TodayCard {
            program,
            notice: Some(format!("{error:#}")),
            date: Some(date),
            ..TodayCard::default()
        };
        let decisions = match self.decisions() {
            Ok(decisions) => decisions,
            Err(error) => return Some(trouble("Programs".into(), &error)),
        };
        let complaint = complaint(&decisions);
        let Some(standing) = standing(&decisions.changes().collect::<Vec<_>>()) else {
            // Perhaps the line that began a program is the one that is lost.
            return complaint.map(|complaint| trouble("Programs".into(), &anyhow!(complaint)));
        };
        let id = standing.program.clone();
        let card = self.day(standing, history, date).and_then(|today| {
            let plan = self.plan_of_today(&today)?;
            Ok(home::today_card(&today, plan.as_ref().map(|fitted| &fitted.plan)))
        });
        let mut card = card.unwrap_or_else(|error| trouble(id, &error));
        card.notice = card.notice.or(complaint);
        Some(card)
    }

    /// A day of a program, by what `history` knows.
    pub(super) fn day(&self, standing: Standing, history: &History, date: Date) -> Result<Today> {
        let program = self.program(&standing.program).with_context(|| {
            format!(
                "the program that runs, `{}`, cannot be read; `supple program stop` ends it",
                standing.program
            )
        })?;
        let here = place(&program, &standing, date);
        let phase = program.phases.get(here.phase);
        let facts = phase.map(|phase| {
            let first = reach(phase, here.since.min(date), date);
            self.facts(phase, deeds::since(&history.records, first))
        });
        let faces = phase.map(|phase| phase.items.iter().map(|item| self.face(item)).collect());
        let (facts, faces): (Vec<Fact>, Vec<Face>) = (facts.unwrap_or_default(), faces.unwrap_or_default());
        let agenda = agenda(&program, &standing, &facts, date);
        let name = |item: usize| faces.get(item).map(|face| face.name.clone()).unwrap_or_default();
        let gentle = gentle(&program, &standing, &facts, date, &self.asked(history, date)?).words(name);
        Ok(Today { program, standing, agenda, gentle, faces })
    }

    /// A session of what is due. `None` when nothing is.
    ///
    /// # Errors
    /// When it cannot be composed, or the choice leaves nothing of it.
    pub fn job_of_today(&self, today: &Today, choice: Choice) -> Result<Option<Job>> {
        let portion = today.portion();
        if portion.items.is_empty() {
            return Ok(None);
        }
        self.job_of_portion(&today.program, portion, choice).map(Some)
    }

    fn job_of_portion(&self, program: &Program, portion: Portion, choice: Choice) -> Result<Job> {
        let routine = self.composed_of(program, &portion)?;
        let items = origins(program, portion.phase, &portion.items, |id| self.routine(id).ok())?;
        let mut job = self.job(&routine, None, Choice { today: Some(portion), ..choice })?;
        job.items = items;
        Ok(job)
    }

    /// A session of this item of what the program asks for now, due or not, at the program's dose.
    ///
    /// # Errors
    /// When there is no such item any more, or it cannot be composed.
    pub(super) fn start_item(&self, id: &str) -> Result<Job> {
        let today = self.today(None)?.context("no program runs")?;
        let row = today.agenda.rows.iter().find(|row| row.id == id);
        let row = row.with_context(|| format!("{} does not ask for `{id}` any more", today.program.name))?;
        let portion = Portion { items: vec![row.item], ..today.portion() };
        self.job_of_portion(&today.program, portion, Choice::default())
    }

    /// The plan of what is due. `None` when nothing is.
    ///
    /// # Errors
    /// When it cannot be composed.
    pub fn plan_of_today(&self, today: &Today) -> Result<Option<Fitted>> {
        let portion = today.portion();
        if portion.items.is_empty() {
            return Ok(None);
        }
        let routine = self.composed_of(&today.program, &portion)?;
        let first_side = self.settings().first_side;
        let mut choice = Choice { first_side, today: Some(portion), ..Choice::default() };
        if let Some(prospect) = self.prospect(&routine, &choice, clock::wall().timestamp()) {
            choice.standing = self.doses(&prospect, &routine, &choice);
        }
        choice.plan(&routine).map(Some)
    }

    /// The routine that some items of a program come to.
    pub(super) fn composed(&self, portion: &Portion) -> Result<Routine> {
        self.composed_of(&self.program(&portion.program)?, portion)
    }

    pub(super) fn composed_of(&self, program: &Program, portion: &Portion) -> Result<Routine> {
        let routine = |id: &str| self.routine(id).ok();
        compose(program, portion.phase, &portion.items, routine)
            .map_err(|MissingRoutine(id)| {
                let why = self.routine(&id).err().map(|error| format!(": {error:#}")).unwrap_or_default();
                anyhow!("{} needs the routine `{id}`{why}", program.name)
            })?
            .with_context(|| format!("{} has changed since", program.name))
    }

    /// A session of what is due now, or a sentence that says why there is none.
    pub(super) fn start_today(&self) -> Result<Job, String> {
        let today = self.today(None).map_err(|error| format!("{error:#}"))?;
        let today = today.ok_or("no program runs")?;
        let job = self.job_of_today(&today, Choice::default()).map_err(|error| format!("{error:#}"))?;
        job.ok_or_else(|| today.nothing_due())
    }

    pub(super) fn program(&self, id: &str) -> Result<Program> {
        let found = self.library().program(id).map_err(|error| anyhow!("{error}"))?;
        let why_not = found.why_not();
        found.value.context(why_not)
    }

    pub(super) fn facts(&self, phase: &ProgramPhase, records: &[Record]) -> Vec<Fact> {
        let ids = |id: &str| {
            let routine = self.routine(id).ok();
            let ids = |routine: Routine| {
                exercises(&routine.steps).iter().map(|exercise| exercise.id.clone()).collect()
            };
            routine.map(ids).unwrap_or_default()
        };
        deeds::facts(phase, ids, records)
    }

    fn face(&self, item: &Item) -> Face {
        match &item.content {
            Content::Exercise(exercise) => {
                Face { name: exercise.words.name.clone(), dose: dose_words(exercise) }
            }
            Content::Routine(id) => match self.routine(id) {
                Ok(routine) => {
                    let dose = match exercises(&routine.steps).len() {
                        1 => "1 exercise".to_owned(),
                        count => format!("{count} exercises"),
                    };
                    Face { name: routine.name, dose }
                }
                Err(_) => Face { name: id.clone(), dose: String::new() },
            },
        }
    }
}

/// The first of what cannot be read.
fn complaint(decisions: &Decisions) -> Option<String> {
    let mut all = decisions.complaints();
    let first = all.next()?;
    Some(match all.count() {
        0 => first,
        1 => format!("{first} (and one more)"),
        more => format!("{first} (and {more} more)"),
    })
}

#[cfg(test)]
mod tests;
