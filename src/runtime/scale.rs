//! Real time ↔ session time, for `--speed`.

use std::time::Duration;

use crate::session::Moment;

/// Session time runs `speed` times as fast as the clock. No moment of a session is changed by it, only the waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    origin: Moment,
    speed: f64,
}

impl Scale {
    /// Both times agree at `origin`.
    pub(super) const fn new(origin: Moment, speed: f64) -> Self {
        Self { origin, speed }
    }

    pub(super) const fn speed(self) -> f64 {
        self.speed
    }

    pub(super) fn to_session(self, real: Moment) -> Moment {
        if self.is_plain() { real } else { self.origin + real.since(self.origin).mul_f64(self.speed) }
    }

    /// Rounded up, so that what is due at a moment of the session is due when the clock shows this.
    pub(super) fn to_real(self, session: Moment) -> Moment {
        if self.is_plain() {
            return session;
        }
        let exact = session.since(self.origin).div_f64(self.speed);
        self.origin + exact + Duration::from_nanos(1)
    }

    pub(super) fn span_to_session(self, real: Duration) -> Duration {
        if self.is_plain() { real } else { real.mul_f64(self.speed) }
    }

    pub(super) fn span_to_real(self, session: Duration) -> Duration {
        if self.is_plain() { session } else { session.div_f64(self.speed) }
    }

    #[expect(clippy::float_cmp, reason = "it is exactly 1 unless the user says otherwise")]
    fn is_plain(self) -> bool {
        self.speed == 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_of_the_session_is_never_reached_too_early() {
        for speed in [1.0, 0.5, 3.0, 20.0, 99.9] {
            let scale = Scale::new(Moment::since_origin(Duration::from_nanos(12_345_678_901)), speed);
            for nanos in [12_345_678_902, 13_000_000_000, 99_999_999_999] {
                let session = Moment::since_origin(Duration::from_nanos(nanos));
                let reached = scale.to_session(scale.to_real(session));
                assert!(reached >= session, "{speed}: {reached:?} is before {session:?}");
                assert!(reached.since(session) < Duration::from_micros(1));
            }
        }
    }
}
