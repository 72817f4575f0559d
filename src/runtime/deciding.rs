//! What the user decides about programs, and what is ticked off.

use anyhow::{Context as _, Result, bail};
use jiff::{Zoned, civil::Date};

use super::{backstage::Backstage, choice::Portion, clock, today::Today};
use crate::{
    history::{
        amend::Amendment,
        deeds,
        programs::{self, Decision, Decisions, Programs},
        record::{About, Record, Status, new_id},
        store::machine_name,
        when::When,
    },
    plan::{Options, compile},
    program::{Change, Fate, Row, Standing, Step, standing, undoable},
};

/// What was ticked off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticked {
    pub name: String,
    pub on: Date,
    /// It was not due that day.
    pub besides: bool,
}

impl Backstage {
    /// Where the user's decisions about programs are kept.
    pub fn programs(&self) -> Programs {
        Programs::new(&self.paths().data.join("programs"), &machine_name())
    }

    /// The program that runs now.
    ///
    /// # Errors
    /// When the decisions cannot be read.
    pub fn standing(&self) -> Result<Option<Standing>> {
        Ok(standing(&self.changes(None)?))
    }

    /// Keeps a decision of this moment. `on` is the first day of a program that is started.
    ///
    /// # Errors
    /// When what was decided before cannot be read, or it cannot be written.
    pub fn decide(&self, program: &str, step: Step, on: Option<Date>) -> Result<()> {
        let now = clock::wall();
        let before = self.decisions()?;
        let decision = Decision::new(&before.stamp(&now), program, step);
        let decision = decision.beginning(on.unwrap_or_else(|| now.date()));
        self.programs().append(&decision).context("the decision could not be kept")
    }

    /// Takes back the latest decision that is not taken back yet, and says which it was. `None`: there is none.
    ///
    /// # Errors
    /// As `decide`.
    pub fn take_back(&self) -> Result<Option<Change>> {
        let changes = self.changes(None)?;
        let Some(last) = undoable(&changes) else { return Ok(None) };
        self.decide(&last.program, Step::Undone, None)?;
        Ok(Some(last.clone()))
    }

    /// Records an item as done elsewhere, at its first dose. `item` is its id or the beginning of it.
    ///
    /// # Errors
    /// When no program runs, or it has no such item on that day, or the record cannot be written.
    pub fn tick(&self, item: &str, date: Option<Date>) -> Result<Ticked> {
        let now = clock::wall();
        if date.is_some_and(|date| date > now.date()) {
            bail!("what is still to come cannot be ticked off");
        }
        let today = self.today(date)?.context(NONE_RUNS)?;
        self.tick_row(&today, today.row(item)?, date)
    }

    /// As `tick`, of today; `id` is the whole id of the item.
    ///
    /// # Errors
    /// As `tick`.
    pub(super) fn tick_whole(&self, id: &str) -> Result<Ticked> {
        let today = self.today(None)?.context(NONE_RUNS)?;
        let row = today.agenda.rows.iter().find(|row| row.id == id);
        let row = row.with_context(|| format!("{} does not ask for `{id}` any more", today.program.name))?;
        self.tick_row(&today, row, None)
    }

    fn tick_row(&self, today: &Today, row: &Row, date: Option<Date>) -> Result<Ticked> {
        let now = clock::wall();
        let phase = today.phase().context("the program has no phases")?;
        let done = phase.items.get(row.item).context("the item is not there any more")?;
        let portion = Portion { items: vec![row.item], ..today.portion() };
        let mut routine = self.composed_of(&today.program, &portion)?;
        routine.name = today.face(row).name;
        let plan = compile(&routine, &Options::default());
        let started = date.map_or_else(|| now.clone(), |date| on_that_day(&now, date));
        let about = About {
            id: new_id(&started),
            started: When::to_second(&started),
            level: None,
            progression: None,
            speed: 1.0,
            app: env!("CARGO_PKG_VERSION").to_owned(),
            items: Vec::new(),
            paces: Vec::new(),
        };
        self.store()
            .append(&deeds::recorded(&plan, done, &started, about))
            .context("it could not be recorded")?;
        Ok(Ticked { name: routine.name, on: today.agenda.date, besides: row.fate != Fate::Due })
    }

    /// Takes back what was ticked off last for an item on that day: the record is deleted, and can be restored.
    ///
    /// # Errors
    /// When no program runs, or it has no such item on that day, or it has not been ticked off, or the disk refuses.
    pub fn untick(&self, item: &str, date: Option<Date>) -> Result<Ticked> {
        let today = self.today(date)?.context(NONE_RUNS)?;
        let row = today.row(item)?;
        let on = today.agenda.date;
        let history = self.history()?;
        let is_tick = |record: &&Record| {
            record.status == Status::Recorded
                && record.started.date() == on
                && record.item() == Some(row.id.as_str())
        };
        let name = today.face(row).name;
        let tick = history.records.iter().rev().find(is_tick).with_context(|| {
            format!("{name} has not been ticked off on that day; `supple log` lists what was recorded")
        })?;
        let amendment = Amendment::delete(&tick.id, &history.stamp(&tick.id, &clock::wall()));
        self.store().amend(&amendment).context("the tick could not be taken back")?;
        Ok(Ticked { name, on, besides: false })
    }

    pub(super) fn decisions(&self) -> Result<Decisions> {
        self.programs().read().context("the programs cannot be read")
    }

    /// What was decided until `until`, and not taken back since; all of it by default.
    pub(super) fn changes(&self, until: Option<Date>) -> Result<Vec<Change>> {
        let known = programs::known(&self.decisions()?.all).into_iter();
        Ok(known
            .filter(|(since, _)| until.is_none_or(|until| *since <= until))
            .map(|(_, change)| change)
            .collect())
    }
}

const NONE_RUNS: &str = "no program runs; `supple program start` begins one";

/// The same time of day on another day.
fn on_that_day(now: &Zoned, date: Date) -> Zoned {
    now.with().date(date).build().unwrap_or_else(|_| now.clone())
}
