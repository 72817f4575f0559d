//! Sessions that were cut off and go on.

use std::{sync::Arc, time::Duration};

use super::{Played, Session, Settings, stopwatch::Stopwatch};
use crate::plan::Plan;

/// Where an interrupted session goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResumePoint {
    /// What was played last; its bout begins anew, unless it had ended: then what follows it begins.
    pub last: Option<Played>,
    pub ended: bool,
    pub active: Duration,
    pub paused: Duration,
    /// Indexes below this one are taken.
    pub next_index: u32,
}

/// A change to the order of play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// What was being played.
    pub at: Played,
    /// The entry that was swapped in; without one the exercise was put off to the end.
    pub what: Option<u32>,
}

impl Session {
    /// A session that goes on where an earlier one was cut off. `Command::Start` starts it, with a lead-in.
    /// `changes` are the exercises that were put off to the end or swapped, in that order.
    pub fn resume(plan: Arc<Plan>, settings: Settings, point: ResumePoint, changes: &[Change]) -> Self {
        let mut session = Self::new(plan, settings);
        // What follows the last change: the step that gave way is not there any more.
        let mut follows = None;
        for change in changes {
            let Some(place) = session.list.find_like(&change.at) else { continue };
            match change.what {
                None => {
                    let deferred = session.list.what_defers(place);
                    follows = deferred.map(|deferred| (change.at, session.list.defer(deferred)));
                }
                Some(to) => {
                    let variant = session.plan.variants.iter().find(|variant| variant.entry == to).cloned();
                    let gives_way = session.list.what_gives_way(place);
                    follows = variant.zip(gives_way).map(|(variant, gives_way)| {
                        (change.at, session.list.replace(gives_way, &variant.steps).0)
                    });
                }
            }
        }
        session.list.reserve_indexes(point.next_index);
        let place = match (follows, point.last) {
            (Some((at, follows)), Some(last)) if at == last => follows,
            (_, last) => {
                let place = last.and_then(|last| session.list.find_like(&last)).unwrap_or(0);
                place + usize::from(point.ended)
            }
        };
        let place = place.min(session.list.len().saturating_sub(1));
        let from = session.list.bout(place).start;
        session.list.count_as_done(from);
        session.resume_from = Some(from);
        session.watch = Stopwatch::standing_at(point.active);
        session.paused_total = point.paused;
        session
    }
}
