//! What the clock on the wall would show in a session if nobody had touched it since.

use jiff::{SignedDuration, Zoned};

use super::when::When;
use crate::session::Moment;

/// The wall clock is asked once, when a session begins or goes on; from there its own clock counts. So a session never
/// ends before it began, and lasts as long as it lasted, however the clock on the wall was set meanwhile.
#[derive(Clone, Debug)]
pub struct WallTime {
    wall: Zoned,
    since: Moment,
}

impl WallTime {
    /// At `now` it was `wall`.
    pub fn new(wall: &When, now: Moment) -> Self {
        Self { wall: wall.zoned(), since: now }
    }

    /// To the second. At the end of the calendar time stands still.
    pub fn at(&self, now: Moment) -> When {
        let passed = SignedDuration::try_from(now.since(self.since)).unwrap_or(SignedDuration::MAX);
        When::to_second(&self.wall.checked_add(passed).unwrap_or_else(|_| self.wall.clone()))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn wall_time(wall: &str) -> WallTime {
        WallTime::new(&wall.parse().unwrap(), Moment::ORIGIN + Duration::from_hours(7))
    }

    fn later(wall_time: &WallTime, time: Duration) -> String {
        wall_time.at(wall_time.since + time).to_string()
    }

    #[test]
    fn it_goes_on_by_the_rules_of_its_zone_where_they_are_known() {
        let minutes = Duration::from_mins(20);
        for (began, ended) in [
            ("2026-03-29T01:50:00+01:00[Europe/Berlin]", "2026-03-29T03:10:00+02:00[Europe/Berlin]"),
            ("2026-10-25T02:50:00+02:00[Europe/Berlin]", "2026-10-25T02:10:00+01:00[Europe/Berlin]"),
            ("2026-12-31T23:50:00+01:00[Europe/Berlin]", "2027-01-01T00:10:00+01:00[Europe/Berlin]"),
            ("2028-02-28T23:50:00+01:00[Europe/Berlin]", "2028-02-29T00:10:00+01:00[Europe/Berlin]"),
            // Half an hour in Lord Howe; a whole day that Samoa has left out.
            (
                "2026-04-05T01:50:00+11:00[Australia/Lord_Howe]",
                "2026-04-05T01:40:00+10:30[Australia/Lord_Howe]",
            ),
            ("2011-12-29T23:50:00-10:00[Pacific/Apia]", "2011-12-31T00:10:00+14:00[Pacific/Apia]"),
            ("2026-11-21T07:02:11+01:00[Mars/Olympus]", "2026-11-21T07:22:11+01:00[+01:00]"),
            ("1969-12-31T23:50:00+00:00[UTC]", "1970-01-01T00:10:00+00:00[UTC]"),
        ] {
            assert_eq!(later(&wall_time(began), minutes), ended);
        }
    }

    #[test]
    fn it_is_told_to_the_second_and_never_before_it_began() {
        let wall_time = wall_time("2026-11-21T07:02:11+01:00[Europe/Berlin]");
        assert_eq!(
            later(&wall_time, Duration::from_millis(1_999)),
            "2026-11-21T07:02:12+01:00[Europe/Berlin]"
        );
        assert_eq!(wall_time.at(Moment::ORIGIN).to_string(), "2026-11-21T07:02:11+01:00[Europe/Berlin]");
    }

    #[test]
    fn the_calendar_has_an_end_and_nothing_falls_off_it() {
        let wall_time = wall_time("9999-12-30T20:00:00+00:00[UTC]");
        assert_eq!(later(&wall_time, Duration::from_hours(1)), "9999-12-30T21:00:00+00:00[UTC]");
        for time in [Duration::from_hours(3), Duration::MAX] {
            assert_eq!(later(&wall_time, time), "9999-12-30T20:00:00+00:00[UTC]");
        }
    }
}
