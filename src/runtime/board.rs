//! What a screen says besides the session itself: notices, how the sound is, the flash that stands in for it.

use std::time::Duration;

use crate::{audio::Notice, session::Moment, speech::Voice, ui::SoundState};

const FLASH: Duration = Duration::from_millis(150);
/// So long a notice can be read, a long one longer.
const NOTICE: Duration = Duration::from_secs(6);
/// For each of its characters.
const READING: Duration = Duration::from_millis(100);
/// The routine's own words belong to what is done now, and are read while it is done.
const COACHING: Duration = Duration::from_secs(12);

pub(super) struct Board {
    notices: Vec<String>,
    notices_until: Option<Moment>,
    /// Of the notices the latest that is of more than a moment, and how long it stands.
    trouble: Option<(String, Moment)>,
    coaching: Option<(String, Moment)>,
    flash_until: Option<Moment>,
    pub(super) volume: u8,
    pub(super) muted: bool,
    pub(super) voice: Voice,
    /// There is no device to play on.
    silent: bool,
    /// Whether the border may flash.
    flashing: bool,
}

impl Board {
    pub(super) fn new(volume: u8, muted: bool, voice: Voice, flashing: bool) -> Self {
        let notices = Vec::new();
        let (notices_until, flash_until) = (None, None);
        let coaching = None;
        Self {
            notices,
            notices_until,
            trouble: None,
            coaching,
            flash_until,
            volume,
            muted,
            voice,
            silent: false,
            flashing,
        }
    }

    /// Another session begins.
    pub(super) fn clear(&mut self) {
        *self = Self::new(self.volume, self.muted, self.voice, self.flashing);
    }

    pub(super) fn say(&mut self, now: Moment, notice: impl Into<String>) {
        let notice = notice.into();
        let reading = READING * u32::try_from(notice.chars().count()).unwrap_or(u32::MAX).min(200);
        self.notices_until = Some(now + NOTICE.max(reading));
        self.notices.push(notice);
    }

    /// What is still so when the user goes on to something else.
    pub(super) fn warn(&mut self, now: Moment, notice: impl Into<String>) {
        let notice = notice.into();
        self.say(now, notice.clone());
        self.trouble = self.notices_until.map(|until| (notice, until));
    }

    /// The user has gone on to something else: what was to be said of what was before is over, but for trouble.
    pub(super) fn move_on(&mut self) {
        self.notices = self.trouble.iter().map(|(trouble, _)| trouble.clone()).collect();
        self.notices_until = self.trouble.as_ref().map(|(_, until)| *until);
        self.stop_coaching();
    }

    /// The session is over. What went wrong with its record stands in its summary.
    pub(super) fn end(&mut self) {
        self.trouble = None;
        self.move_on();
    }

    /// What the routine says at a moment of the session.
    pub(super) fn coach(&mut self, now: Moment, words: impl Into<String>) {
        self.coaching = Some((words.into(), now + COACHING));
    }

    pub(super) fn coaching(&self) -> Option<&str> {
        self.coaching.as_ref().map(|(words, _)| words.as_str())
    }

    /// The moment that it was said for is over.
    pub(super) fn stop_coaching(&mut self) {
        self.coaching = None;
    }

    /// What the audio side has to say. True: ring the bell.
    pub(super) fn heard(&mut self, now: Moment, notice: &Notice) -> bool {
        match notice {
            // Why, the doctor says: a line is no place for the words of a sound library.
            Notice::Silent { .. } => {
                self.silent = true;
                self.warn(now, "No sound: `supple doctor` says why.");
            }
            Notice::Sounding => {
                if self.silent {
                    self.say(now, "The sound is back.");
                }
                self.silent = false;
            }
            Notice::Strayed { reason } => self.warn(now, super::words::elsewhere(reason)),
            Notice::Opened(_) => {}
            Notice::Bell(_) if self.muted => {}
            Notice::Bell(_) => {
                self.flash_until = self.flashing.then(|| now + FLASH);
                return true;
            }
        }
        false
    }

    /// Takes down what has been there long enough. True if there was anything.
    pub(super) fn expire(&mut self, now: Moment) -> bool {
        let over = |until: Option<Moment>| until.is_some_and(|until| until <= now);
        let (flash, notices) = (over(self.flash_until), over(self.notices_until));
        if flash {
            self.flash_until = None;
        }
        if notices {
            self.notices_until = None;
            self.notices.clear();
        }
        if over(self.trouble.as_ref().map(|(_, until)| *until)) {
            self.trouble = None;
        }
        let coaching = over(self.coaching.as_ref().map(|(_, until)| *until));
        if coaching {
            self.coaching = None;
        }
        flash || notices || coaching
    }

    /// When there will be something to take down.
    pub(super) fn next_wake(&self) -> Option<Moment> {
        let coaching = self.coaching.as_ref().map(|(_, until)| *until);
        [self.flash_until, self.notices_until, coaching].into_iter().flatten().min()
    }

    pub(super) fn notices(&self) -> &[String] {
        &self.notices
    }

    pub(super) fn flashes(&self) -> bool {
        self.flash_until.is_some()
    }

    /// `can_sound`: the session has a sound side at all.
    pub(super) fn sound(&self, can_sound: bool) -> SoundState {
        match (self.muted, self.silent) {
            _ if !can_sound || cfg!(not(feature = "sound")) => SoundState::Off,
            (true, _) => SoundState::Muted,
            (false, true) => SoundState::Silent,
            (false, false) => SoundState::On { percent: self.volume },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::CueKind;

    #[test]
    fn a_flash_is_short_and_a_notice_can_be_read() {
        let mut board = Board::new(80, false, Voice::Full, true);
        let start = Moment::since_origin(Duration::from_secs(100));
        board.heard(start, &Notice::Silent { reason: "no card".into() });
        assert!(board.heard(start, &Notice::Bell(CueKind::Go)));
        assert_eq!(board.sound(true), expected(SoundState::Silent));
        assert!(!board.expire(start + Duration::from_millis(149)));
        assert!(board.flashes());
        assert_eq!(board.next_wake(), Some(start + FLASH));
        assert!(board.expire(start + FLASH));
        assert!(!board.flashes() && board.notices().len() == 1);
        assert!(board.expire(start + NOTICE));
        assert!(board.notices().is_empty());
        assert_eq!(board.next_wake(), None);
    }

    #[test]
    fn whoever_goes_on_has_read_what_was_said() {
        let mut board = Board::new(80, false, Voice::Full, true);
        board.say(Moment::ORIGIN, "Pace: 90 %");
        board.coach(Moment::ORIGIN, "Let the forehead be heavy");
        board.move_on();
        assert!(board.notices().is_empty() && board.coaching().is_none());
        assert_eq!(board.next_wake(), None, "and nothing is left to be taken down");
    }

    #[test]
    fn whoever_goes_on_still_hears_of_trouble_until_the_session_is_over() {
        let mut board = Board::new(80, false, Voice::Full, true);
        board.warn(Moment::ORIGIN, "Not written down yet: the disk is full.");
        board.say(Moment::ORIGIN, "Pace: 90 %");
        board.move_on();
        assert_eq!(board.notices(), ["Not written down yet: the disk is full."]);
        assert!(board.expire(Moment::ORIGIN + NOTICE) && board.notices().is_empty());
        board.move_on();
        assert!(board.notices().is_empty(), "it has stood long enough");
        board.warn(Moment::ORIGIN, "Not written down yet: the disk is full.");
        board.end();
        assert!(board.notices().is_empty());
    }

    #[test]
    fn where_nothing_moves_the_bell_rings_and_nothing_flashes() {
        let mut board = Board::new(80, false, Voice::Full, false);
        assert!(board.heard(Moment::ORIGIN, &Notice::Bell(CueKind::Go)), "the bell");
        assert!(!board.flashes());
        assert_eq!(board.next_wake(), None);
    }

    #[test]
    fn who_wants_no_sound_wants_no_bell() {
        let mut board = Board::new(80, true, Voice::Full, true);
        assert!(!board.heard(Moment::ORIGIN, &Notice::Bell(CueKind::Go)));
        assert!(!board.flashes());
        assert_eq!(board.sound(true), expected(SoundState::Muted));
        assert_eq!(board.sound(false), SoundState::Off);
    }

    /// Without the feature there is no sound at all.
    fn expected(state: SoundState) -> SoundState {
        if cfg!(feature = "sound") { state } else { SoundState::Off }
    }
}
