//! The pace that the user chose for the reps of an exercise, from one session to the next.

use super::backstage::Backstage;
use crate::{
    history::record::{Exercise, PACE, Record},
    plan::Plan,
    session::{WRITTEN_PACE, is_pace},
};

impl Backstage {
    /// By entry of the plan: the pace that was chosen last for it in this routine, in percent; 100 where nothing was.
    /// Empty where nothing was at all.
    ///
    /// A history that cannot be read is as good as none: whoever keeps the session will say so.
    pub(super) fn paces(&self, plan: &Plan) -> Vec<u32> {
        let mut paces: Vec<Option<u32>> = vec![Some(WRITTEN_PACE); plan.entries.len()];
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
        if paces.iter().all(|pace| pace.is_none_or(|pace| pace == WRITTEN_PACE)) {
            return Vec::new();
        }
        paces.into_iter().map(|pace| pace.unwrap_or(WRITTEN_PACE)).collect()
    }
}

/// What a record says of an exercise: of this entry of the routine, or else of another with it.
fn said(record: &Record, id: &str, n: u32) -> Option<u32> {
    let all = || record.exercises.iter().filter(|exercise| exercise.id == id);
    let pace = |exercise: &Exercise| {
        u32::try_from(exercise.more.get(PACE)?.as_u64()?).ok().filter(|pace| is_pace(*pace))
    };
    match all().find(|exercise| exercise.n == n) {
        Some(own) => pace(own),
        None => all().find_map(pace),
    }
}
