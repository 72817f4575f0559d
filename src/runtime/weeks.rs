//! What programs asked for, week by week.

use std::{collections::BTreeSet, sync::Arc};

use anyhow::{Context as _, Result};
use jiff::{ToSpan as _, civil::Date};

use super::Backstage;
use crate::{
    history::{
        deeds,
        programs::Decision,
        reading::History,
        record::Record,
        stats::{self, Due, WeekPlan, monday},
    },
    program::Asked,
};

impl Backstage {
    /// All sessions.
    ///
    /// # Errors
    /// When the folder of the history cannot be read.
    pub fn history(&self) -> Result<Arc<History>> {
        self.shelf().history().context("the history cannot be read")
    }

    /// From the week of the first day to the last day, both among them; by default from the week of the first decision
    /// about a program to the end of this one. `None`: no program ran then. Programs that cannot be read any more ask for nothing.
    ///
    /// # Errors
    /// When the decisions cannot be read.
    pub fn week_plan(
        &self,
        history: &History,
        since: Option<Date>,
        until: Option<Date>,
    ) -> Result<Option<WeekPlan>> {
        let decisions = self.decisions()?;
        let known = |decision: &Decision| decision.day().min(decision.at.date());
        let Some(first) = decisions.all.iter().map(known).min() else { return Ok(None) };
        // A week is judged as a whole, by its days before the first decision too.
        let first = monday(since.map_or(first, |since| since.max(first)));
        let sunday = monday(self.date()).saturating_add(6.days());
        let last = until.map_or(sunday, |until| until.min(sunday));
        let plan = WeekPlan::new(
            &decisions.all,
            (first, last),
            |id| self.program(id).ok(),
            |program, phase| {
                let phase = program.phases.get(phase);
                phase
                    .map(|phase| self.facts(phase, deeds::since(&history.records, first)))
                    .unwrap_or_default()
            },
        );
        Ok(Some(plan).filter(|plan| !plan.weeks.is_empty()))
    }

    /// What is asked for in the week of a day, as its figures will have it.
    ///
    /// # Errors
    /// As `week_plan`.
    pub(super) fn asked(&self, history: &History, date: Date) -> Result<Asked> {
        let monday = monday(date);
        let week = self.week_plan(history, Some(monday), Some(monday.saturating_add(6.days())))?;
        let Some((plan, week)) = week.as_ref().and_then(|plan| Some((plan, plan.weeks.get(&monday)?))) else {
            return Ok(Asked::default());
        };
        let item = |(place, due): (&usize, &Due)| Some((plan.items.get(*place)?.id.clone(), *due));
        let counts = |record: &&Record| record.speed.is_none() && record.holds_work();
        let days: BTreeSet<Date> = deeds::since(&history.records, monday)
            .iter()
            .filter(counts)
            .map(|record| record.started.date())
            .filter(|day| stats::monday(*day) == monday)
            .collect();
        Ok(Asked {
            items: week.items.iter().filter_map(item).collect(),
            began_free: week.began_free,
            days: u32::try_from(days.len()).unwrap_or(0),
        })
    }
}
