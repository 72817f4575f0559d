//! How long a routine takes: the one place where the command line computes it.

use std::time::Duration;

use crate::{
    plan::{Level, Options, compile},
    routine::{Range, Routine, words::duration_words},
};

/// From the low end of every range to the high end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length {
    /// Timed steps, and open ones as long as they are likely to take.
    pub(crate) time: Range<Duration>,
    /// Whether there are open steps, so that nobody can tell exactly.
    pub(crate) open: bool,
}

pub(crate) fn length(routine: &Routine) -> Length {
    let at = |level| {
        let plan = compile(routine, &Options { level, ..Options::default() });
        (plan.likely(), plan.steps.iter().any(|step| step.length.is_none()))
    };
    let (low, open) = at(Level::LOW);
    let (high, _) = at(Level::HIGH);
    Length { time: Range { low, high: high.max(low) }, open }
}

impl Length {
    /// "15–21 min", "about 2 min".
    pub(crate) fn words(self) -> String {
        let about = if self.open { "about " } else { "" };
        let (low, high) = (minutes(self.time.low), minutes(self.time.high));
        if self.time.high < Duration::from_mins(1) {
            return format!("{about}{}", duration_words(Duration::from_secs(self.time.high.as_secs())));
        }
        if low == high { format!("{about}{high} min") } else { format!("{about}{low}–{high} min") }
    }
}

/// Rounded to the nearest minute, and at least one.
pub(crate) fn minutes(time: Duration) -> u64 {
    ((time.as_secs() + 30) / 60).max(1)
}
