//! How it feels: pain before, during and after a session, effort, and a note. Asked for, never waited for.

use std::time::Duration;

use crossterm::event::KeyEvent;

use super::{
    action::{Action, Place},
    app::{App, Effect, Overlay, Screen, move_in_list},
    field::TextField,
};
use crate::{
    plan::Kind,
    session::{Command, Fate, Origin, PauseCause, Piece, SkipReason, Snapshot, State, WORST_PAIN, Way},
};

/// What was said after a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// From 0 to 10.
    pub pain: Option<u8>,
    pub effort: Option<Effort>,
    /// `None`: there never was one. Empty: there is none any more.
    pub note: Option<String>,
}

/// How hard a session was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    Easy,
    Right,
    Hard,
}

impl Effort {
    /// As records write it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Right => "right",
            Self::Hard => "hard",
        }
    }

    /// As people read it: "right" alone would also be a side.
    pub(crate) const fn said(self) -> &'static str {
        match self {
            Self::Right => "just right",
            Self::Easy | Self::Hard => self.word(),
        }
    }
}

/// What is asked around the session that is shown, and what was answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct CheckIn {
    before: bool,
    after: bool,
    pub(crate) pain_before: Option<u8>,
    /// When that was said last, in the session's active time.
    answered_at: Option<Duration>,
    pub(crate) answers: Answers,
    /// The note while it is being typed.
    pub(crate) field: Option<TextField>,
    pub(crate) kept: AnswersKept,
}

/// Whether the answers are on the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum AnswersKept {
    /// There are none.
    #[default]
    None,
    Writing,
    InHistory,
}

/// For so much of a session's active time its beginning asks for the pain before, if no work begins earlier.
const ASKED_FOR: Duration = Duration::from_secs(30);
/// For so much of it the answer is still shown, and can be corrected.
const SHOWN_FOR: Duration = Duration::from_secs(4);

impl App {
    /// Asks about the session that has just begun: while it begins, and after its end.
    pub fn ask(&mut self, before: bool, after: bool) {
        self.check_in = CheckIn { before, after, ..CheckIn::default() };
    }

    /// The answers are on the disk, as they were handed out last.
    pub fn answers_are_kept(&mut self) {
        if self.check_in.kept == AnswersKept::Writing {
            self.check_in.kept = AnswersKept::InHistory;
        }
    }

    /// Whether the session's beginning asks how it is.
    pub(crate) fn asks_before(&self, snapshot: &Snapshot) -> bool {
        let goes = !matches!(snapshot.state, State::Ready | State::Finished(_));
        let over = self.check_in.answered_at.is_some_and(|at| snapshot.active >= at + SHOWN_FOR);
        self.check_in.before
            && !self.locked
            && goes
            && snapshot.active < ASKED_FOR
            && nothing_was_played(snapshot)
            && !over
    }

    /// What was asked before the session is not asked again once the session is under way.
    pub(crate) fn see(&mut self, snapshot: &Snapshot) {
        self.check_in.before &= snapshot.state == State::Ready || nothing_was_played(snapshot);
    }

    /// Whether the summary asks how it was.
    pub(crate) fn asks_after(&self) -> bool {
        self.check_in.after && self.screen == Screen::Summary
    }

    /// A number key, in the place where it was pressed.
    pub(crate) fn rate(&mut self, digit: u8, place: Place, snapshot: Option<&Snapshot>) -> Vec<Effect> {
        let value = self.rating(place);
        // One after the other they make ten.
        self.set_rating(if (value, digit) == (Some(1), 0) { WORST_PAIN } else { digit }, place, snapshot)
    }

    /// The pain stands here.
    pub(crate) fn set_rating(&mut self, value: u8, place: Place, snapshot: Option<&Snapshot>) -> Vec<Effect> {
        match (place, &mut self.overlay) {
            (Place::Pain, Some(Overlay::Pain { value: shown, .. })) => {
                *shown = Some(value);
                vec![Effect::Session(Command::Pain(value))]
            }
            (Place::CheckIn | Place::Session, None) => {
                self.check_in.pain_before = Some(value);
                self.check_in.answered_at = snapshot.map(|snapshot| snapshot.active);
                vec![Effect::Session(Command::PainBefore(value))]
            }
            (Place::Summary, None) if self.check_in.after => {
                self.check_in.answers.pain = Some(value);
                self.answered(false)
            }
            _ => Vec::new(),
        }
    }

    /// At the beginning of a session.
    pub(crate) fn in_check_in(&mut self, action: Action) -> Vec<Effect> {
        self.check_in.before &= action != Action::NotNow;
        Vec::new()
    }

    /// The session stands still as long as it is asked.
    pub(crate) fn ask_for_pain(&mut self, snapshot: &Snapshot) -> Vec<Effect> {
        let runs = match snapshot.state {
            State::Running | State::LeadIn { .. } => true,
            State::Paused(_) => false,
            State::Ready | State::Finished(_) => return Vec::new(),
        };
        if snapshot.now.is_none() {
            return Vec::new();
        }
        self.check_in.before = false;
        self.overlay = Some(Overlay::Pain { value: None, scroll: 0 });
        if runs { vec![Effect::Session(Command::Pause(PauseCause::User))] } else { Vec::new() }
    }

    /// What to do about the pain.
    pub(crate) fn in_pain(&mut self, action: Action, snapshot: Option<&Snapshot>) -> Vec<Effect> {
        if let Some(Overlay::Pain { scroll, .. }) = &mut self.overlay {
            move_in_list(scroll, self.reach.get() + 1, action);
        }
        let commands = match action {
            Action::RateLess | Action::RateMore => return self.move_rating(action, Place::Pain),
            // The session stands still already, and goes on if the answer is no.
            Action::Quit => {
                self.overlay = Some(Overlay::Stop { running: true });
                return Vec::new();
            }
            Action::GoOn => vec![Command::Resume(Origin::Key)],
            Action::Easier if snapshot.is_some_and(has_easier) => {
                vec![Command::Swap(Way::Easier), Command::Resume(Origin::Key)]
            }
            Action::Skip => vec![
                Command::SkipExercise,
                Command::SkipReason(SkipReason::Pain),
                Command::Resume(Origin::Key),
            ],
            _ => return Vec::new(),
        };
        self.overlay = None;
        commands.into_iter().map(Effect::Session).collect()
    }

    /// What a key says of the session that is over.
    pub(crate) fn in_answers(&mut self, action: Action) -> Vec<Effect> {
        if !self.check_in.after {
            return Vec::new();
        }
        let effort = match action {
            Action::EffortEasy => Effort::Easy,
            Action::EffortRight => Effort::Right,
            Action::EffortHard => Effort::Hard,
            Action::Note => {
                let note = self.check_in.answers.note.as_deref();
                self.check_in.field = Some(TextField::new(note.unwrap_or_default()));
                return Vec::new();
            }
            action => return self.move_rating(action, Place::Summary),
        };
        self.check_in.answers.effort = Some(effort);
        self.answered(false)
    }

    pub(crate) fn in_note(&mut self, action: Action) -> Vec<Effect> {
        if action == Action::NoteDone && self.check_in.field.take().is_some() {
            return self.answered(false);
        }
        Vec::new()
    }

    /// What a key does to the note. `None`: nothing.
    pub(crate) fn types_note(&mut self, key: KeyEvent) -> Option<Vec<Effect>> {
        let field = self.check_in.field.as_mut()?;
        field.takes(key).then(|| self.noted())
    }

    pub(crate) fn pastes_note(&mut self, text: &str) -> Vec<Effect> {
        let Some(field) = &mut self.check_in.field else { return Vec::new() };
        field.insert(text);
        self.noted()
    }

    fn noted(&mut self) -> Vec<Effect> {
        let note = self.check_in.field.as_ref().map(|field| field.text().trim().to_owned());
        let before = &self.check_in.answers.note;
        if note == *before || (before.is_none() && note.as_deref() == Some("")) {
            return Vec::new();
        }
        self.check_in.answers.note = note;
        self.answered(true)
    }

    fn answered(&mut self, typing: bool) -> Vec<Effect> {
        let answers = self.check_in.answers.clone();
        if answers == Answers::default() {
            return Vec::new();
        }
        self.check_in.kept = AnswersKept::Writing;
        vec![Effect::Answer { answers, typing }]
    }

    fn move_rating(&mut self, action: Action, place: Place) -> Vec<Effect> {
        let value = match (action, self.rating(place)) {
            (Action::RateLess, Some(value)) => value.saturating_sub(1),
            (Action::RateMore, Some(value)) => (value + 1).min(WORST_PAIN),
            (Action::RateLess | Action::RateMore, None) => 0,
            _ => return Vec::new(),
        };
        self.set_rating(value, place, None)
    }

    /// What was said in a place so far.
    fn rating(&self, place: Place) -> Option<u8> {
        match (place, &self.overlay) {
            (Place::Pain, Some(Overlay::Pain { value, .. })) => *value,
            (Place::CheckIn | Place::Session, _) => self.check_in.pain_before,
            (Place::Summary, _) => self.check_in.answers.pain,
            _ => None,
        }
    }
}

/// Whether the session is still in what comes before its first work, and nothing of it was skipped.
fn nothing_was_played(snapshot: &Snapshot) -> bool {
    let first = snapshot.occurrences.first();
    let ended = |piece: &Piece| matches!(piece.fate, Fate::Ended(_)) && piece.kind == Kind::Work;
    let prepares = snapshot.now.as_ref().is_none_or(|now| now.played.step.kind == Kind::Prepare);
    prepares
        && snapshot.skip_reason_wanted.is_none()
        && snapshot.here.is_none_or(|here| here == 0)
        && !first.is_some_and(|first| first.pieces.iter().any(ended))
}

/// Whether the present exercise has an easier form.
pub(crate) fn has_easier(snapshot: &Snapshot) -> bool {
    let step = snapshot.now.as_ref().map(|now| now.played.step);
    step.is_some_and(|step| snapshot.plan.variant_of(&step, false).is_some())
}
