//! What a session aimed at, in words.

use super::record::Target;
use crate::routine::words::duration_words;

impl Target {
    /// As a routine's page says it: `10 reps, hold 3 s`, `2 × 8`, `3 × hold 20 s`; empty where nothing was aimed at.
    pub fn words(&self) -> String {
        let hold = self.hold.map(|hold| format!("hold {}", duration_words(hold.duration())));
        let time = self.time.map(|time| duration_words(time.duration()));
        let mut parts = Vec::new();
        let length = match (self.sets, self.reps) {
            // Holds one by one are no reps.
            (sets @ 2.., None | Some(1)) => match hold.or(time) {
                Some(length) => Some(format!("{sets} × {length}")),
                None => Some(format!("{sets} sets")),
            },
            (sets, Some(reps)) if reps > 1 || (hold.is_none() && time.is_none()) => {
                parts.push(match (sets, reps) {
                    (2.., reps) => format!("{sets} × {reps}"),
                    (_, 1) => "1 rep".to_owned(),
                    (_, reps) => format!("{reps} reps"),
                });
                hold.or(time)
            }
            _ => hold.or(time),
        };
        parts.extend(length);
        parts.extend(self.rounds.map(|rounds| format!("{rounds} rounds")));
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::history::seconds::Seconds;

    #[test]
    fn a_dose_is_told_in_few_words() {
        let seconds = |seconds| Some(Seconds::new(Duration::from_secs(seconds)));
        let target = |sets, reps, hold| Target { sets, reps, hold, ..Target::default() }.words();
        assert_eq!(target(2, Some(8), seconds(5)), "2 × 8, hold 5 s");
        assert_eq!(target(1, Some(10), seconds(3)), "10 reps, hold 3 s");
        assert_eq!(target(1, Some(1), seconds(30)), "hold 30 s");
        assert_eq!((target(1, Some(10), None), target(1, Some(1), None)), ("10 reps".into(), "1 rep".into()));
        assert_eq!(target(3, None, None), "3 sets");
        assert_eq!(target(3, Some(1), seconds(20)), "3 × hold 20 s");
        assert_eq!(target(1, None, None), "");
        let flow = Target { sets: 1, time: seconds(900), rounds: Some(2), ..Target::default() };
        assert_eq!(flow.words(), "15 min, 2 rounds");
    }
}
