//! The pace that the user chose for the reps of an exercise, from one session to the next.

use super::backstage::Backstage;
use crate::{
    history::record::{Exercise, Record},
    plan::Plan,
};

/// The key of the pace of an exercise in a record, where that is, or was at first, another than the written one: in percent,
/// more is slower.
pub(super) const PACE: &str = "pace";

/// As the routine has it.
pub(super) const WRITTEN: u32 = 100;

impl Backstage {
    /// By entry of the plan: the pace that was chosen last for it in this routine, in percent; 100 where nothing was.
    ///
    /// A history that cannot be read is as good as none: whoever keeps the session will say so.
    pub(super) fn paces(&self, plan: &Plan) -> Vec<u32> {
        let mut paces: Vec<Option<u32>> = vec![Some(WRITTEN); plan.entries.len()];
        for entry in plan.steps.iter().filter(|step| step.is_paced()).filter_map(|step| step.entry) {
            if let Some(pace) = paces.get_mut(entry as usize) {
                *pace = None;
            }
        }
        if paces.contains(&None)
            && let Ok(history) = self.history()
        {
            // Trials count for nothing.
            let own = |record: &&Record| record.routine == plan.routine.as_str() && record.speed.is_none();
            for record in history.records.iter().rev().filter(own) {
                for (pace, entry) in paces.iter_mut().zip(&plan.entries).filter(|(pace, _)| pace.is_none()) {
                    *pace = said(record, &entry.id, entry.n);
                }
                if !paces.contains(&None) {
                    break;
                }
            }
        }
        paces.into_iter().map(|pace| pace.unwrap_or(WRITTEN)).collect()
    }
}

/// What a record says of an exercise: of this entry of the routine, or else of another with it.
fn said(record: &Record, id: &str, n: u32) -> Option<u32> {
    let all = || record.exercises.iter().filter(|exercise| exercise.id == id);
    let pace = |exercise: &Exercise| u32::try_from(exercise.more.get(PACE)?.as_u64()?).ok();
    match all().find(|exercise| exercise.n == n) {
        Some(own) => pace(own),
        None => all().find_map(pace),
    }
}
