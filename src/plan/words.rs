//! Doses and times in plain words, for screens, lines and speech alike.

use std::time::Duration;

use super::model::Entry;
use crate::routine::Side;

impl Entry {
    /// The dose in a few words: "2 sets of 8 each side, held 5 seconds".
    pub fn dose(&self) -> String {
        let target = &self.target;
        let sides = match (self.only_side, self.sided, self.alternate) {
            (Some(Side::Left), ..) => " on the left",
            (Some(Side::Right), ..) => " on the right",
            (None, false, _) => "",
            (None, true, false) => " each side",
            (None, true, true) => " each side, alternating",
        };
        let hold = target.hold.map(spoken);
        let one = match (target.reps, hold, target.time) {
            (Some(1), Some(hold), _) => format!("hold {hold}{sides}"),
            (Some(reps), Some(hold), _) => format!("{reps} times{sides}, held {hold}"),
            (Some(reps), None, _) => match &self.target_words {
                Some(words) if reps == 1 => format!("{words}{sides}"),
                Some(words) => format!("{} of {words}{sides}", times(reps)),
                None => format!("{}{sides}", times(reps)),
            },
            (None, _, Some(time)) => format!("{}{sides}", spoken(time)),
            (None, ..) => {
                let words = self.target_words.as_deref().unwrap_or("as long as it feels good");
                format!("{words}{sides}")
            }
        };
        if target.sets > 1 { format!("{} sets: {one}", target.sets) } else { one }
    }
}

/// "45 seconds", "1 minute", "1 minute 30 seconds", "1.5 seconds".
pub fn spoken(time: Duration) -> String {
    let (minutes, millis) = (time.as_secs() / 60, time.subsec_millis());
    let seconds = time.as_secs() % 60;
    let seconds = match millis {
        0 => unit(seconds, "second"),
        millis => format!("{seconds}.{} seconds", format!("{millis:03}").trim_end_matches('0')),
    };
    match (minutes, time.as_secs().is_multiple_of(60) && millis == 0) {
        (0, _) => seconds,
        (minutes, true) => unit(minutes, "minute"),
        (minutes, false) => format!("{} {seconds}", unit(minutes, "minute")),
    }
}

fn unit(number: u64, unit: &str) -> String {
    if number == 1 { format!("1 {unit}") } else { format!("{number} {unit}s") }
}

fn times(reps: u32) -> String {
    if reps == 1 { "once".into() } else { format!("{reps} times") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        let said = |millis| spoken(Duration::from_millis(millis));
        assert_eq!(said(1_000), "1 second");
        assert_eq!(said(45_000), "45 seconds");
        assert_eq!(said(1_500), "1.5 seconds");
        assert_eq!(said(60_000), "1 minute");
        assert_eq!(said(90_000), "1 minute 30 seconds");
        assert_eq!(said(600_000), "10 minutes");
    }
}
