//! Whether the user is asked how it is, before a session and after it.

use std::fs;

use super::backstage::{Backstage, Job};
use crate::{config::check_in::CheckIn, private};

/// What the screens ask around one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) before: bool,
    pub(super) after: bool,
}

impl Backstage {
    /// What is asked around this session, which is about to begin. Nothing is asked that would not be kept, nothing of one
    /// that only tries a routine out, and nothing before one that goes on.
    pub(super) fn asks(&self, job: &Job) -> Asked {
        let setting = self.settings().check_in;
        let kept = (self.manner().log || job.goes_on()) && setting != CheckIn::Off;
        let real = job.speed(self.manner()).to_bits() == 1.0_f64.to_bits();
        let fresh = kept && real && !job.goes_on();
        Asked {
            before: fresh && (setting == CheckIn::Always || self.is_first_of_the_day()),
            after: kept && real,
        }
    }

    /// Whether nobody was asked today yet; from now on somebody was. If that cannot be written it is asked again, which
    /// does no harm.
    fn is_first_of_the_day(&self) -> bool {
        let mark = self.paths().state.join("checked-in");
        let today = self.date().to_string();
        let asked = fs::read_to_string(&mark).is_ok_and(|day| day.trim() == today);
        if !asked {
            let _ = private::write(&mark, &today);
        }
        !asked
    }
}
