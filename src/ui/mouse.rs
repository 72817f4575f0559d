//! What clicks and the wheel do.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{
    action::{Action, Place},
    app::{App, Effect, Overlay, Screen},
    scene::{Scene, SoundState},
};
use crate::session::{Command, Origin};

/// In percent, for each click of the wheel.
const WHEEL_STEP: u8 = 5;

/// Something on the screen that can be clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A hint: the same as its key.
    Button(Action),
    /// A part of the history, by its place among them.
    View(usize),
    /// How much it hurts.
    Rating(u8),
    /// On the strip: `Occurrence::occurrence`.
    Occurrence(u32),
    /// All that one looks at in a session.
    Stage,
    /// Beside a button or the strip: who has missed them does not want to pause.
    Nothing,
}

/// Where things that can be clicked were drawn. What was drawn later lies above.
#[derive(Clone, Debug, Default)]
pub(crate) struct Targets(Vec<(Rect, Target)>);

impl Targets {
    pub(crate) fn add(&mut self, area: Rect, target: Target) {
        self.0.push((area, target));
    }

    /// Something lies above all of it.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn at(&self, place: Position) -> Option<Target> {
        self.0.iter().rev().find(|(area, _)| area.contains(place)).map(|(_, target)| *target)
    }
}

impl App {
    /// A session that is locked hears the mouse as little as the keys.
    pub(crate) fn mouse(&mut self, mouse: MouseEvent, scene: &Scene) -> Vec<Effect> {
        let place = self.place();
        match mouse.kind {
            // Whoever is asked something can answer.
            _ if self.locked && self.overlay.is_none() => Vec::new(),
            MouseEventKind::Down(MouseButton::Left) => {
                self.click(Position { x: mouse.column, y: mouse.row }, place, scene)
            }
            MouseEventKind::ScrollUp => self.wheel(Action::Up, place, scene),
            MouseEventKind::ScrollDown => self.wheel(Action::Down, place, scene),
            _ => Vec::new(),
        }
    }

    fn click(&mut self, at: Position, place: Place, scene: &Scene) -> Vec<Effect> {
        self.at_home.said = None;
        let target = self.targets.borrow().at(at);
        match (target, place) {
            (Some(Target::Button(action)), _) => return self.act(action, place, scene),
            (Some(Target::Rating(value)), _) => return self.set_rating(value, place, scene.snapshot),
            (Some(Target::Occurrence(occurrence)), Place::Session) => {
                return vec![Effect::Session(Command::Jump { occurrence, origin: Origin::Key })];
            }
            (Some(Target::View(view)), Place::History | Place::Search) => {
                self.click_view(view);
                return Vec::new();
            }
            (Some(Target::Stage), Place::Session) => return self.in_session(Action::Pause, scene),
            _ => {}
        }
        let row = self.rows_at.borrow().iter().find(|(area, _)| area.contains(at)).map(|(_, row)| *row);
        match (row, place) {
            (Some(row), Place::History | Place::Search) if self.screen == Screen::History => {
                self.click_history(row);
                Vec::new()
            }
            (Some(row), Place::Home | Place::Interrupted | Place::Search) => self.click_home(row),
            (Some(row), Place::Exercises) => self.click_exercise(row, scene),
            _ => Vec::new(),
        }
    }

    fn wheel(&mut self, action: Action, place: Place, scene: &Scene) -> Vec<Effect> {
        match place {
            Place::Home | Place::Interrupted => self.in_home(action),
            Place::Search if self.screen == Screen::History => self.in_history_search(action),
            Place::Search => self.in_search(action),
            Place::History => self.in_history(action),
            Place::Form => self.in_form(action),
            Place::Page => self.in_page(action),
            Place::Safety => self.in_safety(action),
            Place::Hearing => self.in_hearing(action, scene),
            Place::Exercises => self.in_exercises(action, scene),
            Place::Help => self.in_help(action),
            Place::Pain => self.in_pain(action, scene.snapshot),
            Place::Summary => self.in_summary(action, scene),
            Place::Session if scene.snapshot.is_some() => volume(action, scene.sound),
            Place::Session | Place::SkipReason | Place::CheckIn | Place::Note | Place::Question => Vec::new(),
        }
    }

    fn click_exercise(&mut self, row: usize, scene: &Scene) -> Vec<Effect> {
        let Some(Overlay::Exercises { chosen }) = &mut self.overlay else { return Vec::new() };
        if *chosen == row {
            return self.in_exercises(Action::Choose, scene);
        }
        *chosen = row;
        Vec::new()
    }
}

/// Up is louder. What is muted can only be made louder.
fn volume(action: Action, sound: SoundState) -> Vec<Effect> {
    let effect = match (sound, action) {
        (SoundState::On { percent }, Action::Up) if percent < 100 => {
            Effect::Volume(percent.saturating_add(WHEEL_STEP).min(100))
        }
        (SoundState::On { percent }, Action::Down) if percent > 0 => {
            Effect::Volume(percent.saturating_sub(WHEEL_STEP))
        }
        (SoundState::Muted, Action::Up) => Effect::Mute(false),
        _ => return Vec::new(),
    };
    vec![effect]
}
