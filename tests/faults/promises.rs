//! What a program has told its user, moment by moment: the only thing that a check may go by.

use std::{collections::BTreeMap, time::Duration};

/// Said aloud, or about to be done.
#[derive(Clone, Debug)]
pub(crate) enum Promise {
    /// So many events of a session were handed in: no more than these may be found.
    Handed {
        id: &'static str,
        events: usize,
    },
    /// So many have been written: no kill loses them.
    Written {
        id: &'static str,
        events: usize,
    },
    /// So many, and so much active time, are on the disk: no power cut loses them.
    Synced {
        id: &'static str,
        events: usize,
        active: Duration,
    },
    /// Its record may be in the history from now on.
    Ending {
        id: &'static str,
    },
    /// Its record is in the history.
    Stored {
        id: &'static str,
    },
    /// It may be gone from now on.
    Discarding {
        id: &'static str,
    },
    Discarded {
        id: &'static str,
    },
    /// The note with this number may be the last word from now on.
    Noting {
        id: &'static str,
        number: usize,
    },
    /// It is, or a later one.
    Noted {
        id: &'static str,
        number: usize,
    },
}

/// What is promised of one session.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) most: usize,
    pub(crate) written: Option<usize>,
    pub(crate) synced: Option<usize>,
    pub(crate) active: Duration,
    pub(crate) ending: bool,
    pub(crate) stored: bool,
    pub(crate) discarding: bool,
    pub(crate) discarded: bool,
    pub(crate) noting: usize,
    pub(crate) noted: usize,
}

/// What all promises together come to.
pub(crate) fn known(promises: &[Promise]) -> BTreeMap<&'static str, Known> {
    let mut all: BTreeMap<&'static str, Known> = BTreeMap::new();
    for promise in promises {
        match *promise {
            Promise::Handed { id, events } => all.entry(id).or_default().most = events,
            Promise::Written { id, events } => all.entry(id).or_default().written = Some(events),
            Promise::Synced { id, events, active } => {
                let known = all.entry(id).or_default();
                known.synced = known.synced.max(Some(events));
                known.active = known.active.max(active);
            }
            Promise::Ending { id } => all.entry(id).or_default().ending = true,
            Promise::Stored { id } => all.entry(id).or_default().stored = true,
            Promise::Discarding { id } => all.entry(id).or_default().discarding = true,
            Promise::Discarded { id } => all.entry(id).or_default().discarded = true,
            Promise::Noting { id, number } => all.entry(id).or_default().noting = number,
            Promise::Noted { id, number } => all.entry(id).or_default().noted = number,
        }
    }
    all
}
