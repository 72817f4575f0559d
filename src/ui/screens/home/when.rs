//! When something was, as people say it.

use jiff::{Zoned, civil::Date};

/// `today 07:02`, `yesterday 19:30`, `Monday 07:02`, `3 November`.
pub(super) fn when(time: &Zoned, now: &Zoned) -> String {
    let day = when_day(time, now);
    if days_between(time.date(), now.date()).is_some_and(|days| (0..7).contains(&days)) {
        format!("{day} {}", time.strftime("%H:%M"))
    } else {
        day
    }
}

pub(super) fn when_day(time: &Zoned, now: &Zoned) -> String {
    match days_between(time.date(), now.date()) {
        Some(0) => "today".into(),
        Some(1) => "yesterday".into(),
        Some(2..7) => time.strftime("%A").to_string(),
        _ if time.year() == now.year() => time.strftime("%-d %b").to_string(),
        _ => time.strftime("%b %Y").to_string(),
    }
}

fn days_between(earlier: Date, later: Date) -> Option<i32> {
    Some(later.since((jiff::Unit::Day, earlier)).ok()?.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_named_as_people_name_them() {
        let at = |text: &str| text.parse::<Zoned>().unwrap();
        let now = at("2026-11-21T07:02:00+00:00[+00:00]");
        assert_eq!(when(&at("2026-11-21T06:40:00+00:00[+00:00]"), &now), "today 06:40");
        assert_eq!(when(&at("2026-11-20T23:59:00+00:00[+00:00]"), &now), "yesterday 23:59");
        assert_eq!(when(&at("2026-11-15T19:30:00+00:00[+00:00]"), &now), "Sunday 19:30");
        assert_eq!(when(&at("2026-11-14T19:30:00+00:00[+00:00]"), &now), "14 Nov");
        assert_eq!(when(&at("2025-11-14T19:30:00+00:00[+00:00]"), &now), "Nov 2025");
        assert_eq!(
            when(&at("2026-11-22T07:00:00+00:00[+00:00]"), &now),
            "22 Nov",
            "a clock that was set back"
        );
    }
}
