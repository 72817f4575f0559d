//! Sessions that were cut off: what the home screen says of them beside all else, and how they are dealt with.

use std::sync::Arc;

use anyhow::{Context as _, Result, bail};

use super::{Backstage, Job};
use crate::{
    history::{
        reading::History,
        recovery::{self, Findings, Interrupted},
        when::When,
    },
    plan::Plan,
    routine::{Routine, compose},
    runtime::{Choice, clock, home},
    ui::{HomeModel, Recovery},
};

impl Backstage {
    /// What the home screen shows.
    pub(in crate::runtime) fn home(&self) -> HomeModel {
        let history = self.shelf.history().unwrap_or_default();
        let findings = recovery::find(&self.journals(), &history).unwrap_or_default();
        // What is of no use any more is in nobody's way if it cannot be removed.
        let _ = recovery::sweep(&self.journals(), &self.store(), &findings);
        let resumable = |session: &Interrupted| self.fitting_plan(session).is_ok();
        let now = clock::wall();
        let today = self.today_card(&history, now.date());
        home::model(&self.library, &history, &findings.interrupted, today, &now, resumable)
    }

    /// Deals with an interrupted session. Gives the session if it is to go on.
    ///
    /// # Errors
    /// When it is gone, or in use, or its routine has changed, or the disk refuses.
    pub(in crate::runtime) fn recover(&self, id: &str, how: Recovery) -> Result<Option<Job>> {
        let Findings { interrupted, .. } = recovery::find(&self.journals(), &History::default())?;
        let session = interrupted
            .into_iter()
            .find(|session| session.header.id == id)
            .context("this session has been kept or discarded meanwhile")?;
        match how {
            Recovery::Keep => session.keep(&self.store()).map(drop)?,
            Recovery::Discard => session.discard()?,
            Recovery::Resume => {
                let (plan, choice, routine) = self.fitting_plan(&session)?;
                let began = session.header.started.timestamp();
                let prospect = self.prospect(&routine, &choice, began);
                let now = When::to_second(&clock::wall());
                let resumption = session.resume()?.going_on_at(&now, clock::uptime().as_ref());
                let paces = resumption.paces.clone();
                let resumption = Box::new(resumption);
                let path = session.header.path;
                let plan = Arc::new(plan);
                // Of which items it was made its header knows.
                let (items, notice) = (Vec::new(), None);
                let resumption = Some(resumption);
                return Ok(Some(Job { plan, path, choice, prospect, paces, items, notice, resumption }));
            }
        }
        Ok(None)
    }

    /// The plan that an interrupted session was playing, if it can still be had.
    fn fitting_plan(&self, session: &Interrupted) -> Result<(Plan, Choice, Routine)> {
        if !session.may_resume(clock::wall().timestamp(), clock::uptime().as_ref()) {
            bail!("this session is over, or too old to go on with; it can be kept or discarded");
        }
        let header = &session.header;
        let choice = Choice::from_json(&header.options);
        let routine = match (&choice.today, &header.path) {
            (Some(portion), _) => self.composed(portion)?,
            _ if !choice.parts.is_empty() => {
                let parts = choice.parts.iter().map(|name| self.routine(name)).collect::<Result<_>>()?;
                compose(parts)?
            }
            (None, Some(path)) => self.routine(&path.to_string_lossy())?,
            (None, None) => self.routine(&header.plan.routine)?,
        };
        let plan = self.fitted(&routine, &choice)?.plan;
        if !session.fits(&plan) {
            bail!("the routine has changed since this session began; it can be kept or discarded");
        }
        Ok((plan, choice, routine))
    }
}
