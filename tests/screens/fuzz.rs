//! Any keys, any routine, any size, any moment: after each step the picture is whole, and now and then it is tried whether
//! the usual keys lead out.
//!
//! `SUPPLE_FUZZ_STEPS` says how many steps, `SUPPLE_FUZZ_SEED` which: the seed of a failure is printed with it.

use std::{sync::Arc, time::Duration};

use crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use supple::{
    session::{Command, Moment, Session, Settings},
    ui::{ACTIONS, App, Book, Change, Device, Effect, Input, SoundState, Trial},
};

use crate::{
    Stage,
    fuzz_made::{self as made, Chance},
    hearing, home_app,
    ledger::Picture,
    past,
};

const STEPS: u64 = 4_500;
const SEED: u64 = 20_261_121;
/// Each world begins anew, so that rare beginnings come often enough.
const STEPS_OF_A_WORLD: u64 = 150;

#[test]
fn no_keys_no_routine_and_no_size_break_a_screen() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let steps = number("SUPPLE_FUZZ_STEPS").unwrap_or(STEPS);
    let first = number("SUPPLE_FUZZ_SEED").unwrap_or(SEED);
    let keys = keys();
    for world in 0..steps.div_ceil(STEPS_OF_A_WORLD) {
        let seed = first + world;
        let told = |step: u64, did: &str| {
            format!("SUPPLE_FUZZ_STEPS={STEPS_OF_A_WORLD} SUPPLE_FUZZ_SEED={seed}: step {step}, {did}")
        };
        let mut world = World::new(Chance::new(seed));
        for step in 0..STEPS_OF_A_WORLD.min(steps) {
            let did = world.step(&keys);
            let picture = Picture::of(&world.app, &world.stage, world.size);
            picture.prove(world.stage.unicode, || told(step, &format!("{did} at {:?}", world.size)));
            if step % 10 == 9 {
                assert!(world.clone().leaves(), "{}: no way out", told(step, &did));
            }
        }
    }
}

/// Every key of the table, and many that mean nothing.
fn keys() -> Vec<KeyEvent> {
    let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
    let named = [
        ("space", KeyCode::Char(' ')),
        ("enter", KeyCode::Enter),
        ("esc", KeyCode::Esc),
        ("tab", KeyCode::Tab),
        ("backtab", KeyCode::BackTab),
        ("up", KeyCode::Up),
        ("down", KeyCode::Down),
        ("left", KeyCode::Left),
        ("right", KeyCode::Right),
        ("pageup", KeyCode::PageUp),
        ("pagedown", KeyCode::PageDown),
        ("home", KeyCode::Home),
        ("end", KeyCode::End),
        ("backspace", KeyCode::Backspace),
        ("delete", KeyCode::Delete),
    ];
    let mut keys: Vec<KeyEvent> = named.iter().map(|(_, code)| plain(*code)).collect();
    for key in ACTIONS.iter().flat_map(|about| about.keys) {
        let (modifiers, rest) = match key.strip_prefix("ctrl-") {
            Some(rest) => (KeyModifiers::CONTROL, rest),
            None => (KeyModifiers::NONE, *key),
        };
        let code = named.iter().find(|(name, _)| *name == rest).map(|(_, code)| *code);
        keys.extend(
            code.or(rest.chars().next().map(KeyCode::Char)).map(|code| KeyEvent::new(code, modifiers)),
        );
    }
    keys.extend(('!'..='~').step_by(5).map(|c| plain(KeyCode::Char(c))));
    keys.extend(
        ['é', '猫', '\u{301}', '👩', '\u{200d}', 'ש', '\u{fe0f}', '\u{202e}'].map(KeyCode::Char).map(plain),
    );
    keys.extend([KeyCode::F(5), KeyCode::Null, KeyCode::Insert, KeyCode::CapsLock].map(plain));
    keys.extend(['u', 'w', 'a', 'k'].map(|c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)));
    keys.push(KeyEvent::new(KeyCode::Char('b'), KeyModifiers::ALT));
    keys
}

/// The program without its threads: what the screens ask for is done at once.
#[derive(Clone)]
struct World {
    chance: Chance,
    app: App,
    stage: Stage,
    size: (u16, u16),
    session: Option<Session>,
    now: Duration,
    book: Arc<Book>,
    left: bool,
}

impl World {
    fn new(mut chance: Chance) -> Self {
        let mut app = home_app(made::home(&mut chance));
        match chance.below(6) {
            0 => app.show_safety_first(),
            1 => app.show_hearing(Trial { says: None, device: Device::Missing }),
            2 => app.show_hearing(Trial { says: None, device: hearing::found() }),
            _ => {}
        }
        let book = made::book(&mut chance);
        let (stage, size, now) = (Stage::default(), (80, 24), Duration::from_secs(1_000));
        let mut world = Self { chance, app, stage, size, session: None, now, book, left: false };
        world.resize();
        match world.chance.below(4) {
            0 => world.begin(),
            1 => {
                world.app = App::history(crate::setup());
                world.carry_out(Effect::LoadHistory);
            }
            _ => {}
        }
        world
    }

    /// Something happens. Says what.
    fn step(&mut self, keys: &[KeyEvent]) -> String {
        let did = match self.chance.below(100) {
            0..16 => {
                self.resize();
                "another size".to_owned()
            }
            16..32 => self.wait(),
            32..38 => {
                let (columns, rows) = self.size;
                let (column, row) = (self.chance.size(0, columns), self.chance.size(0, rows));
                let kinds = [
                    MouseEventKind::Down(MouseButton::Left),
                    MouseEventKind::Down(MouseButton::Left),
                    MouseEventKind::ScrollDown,
                    MouseEventKind::ScrollUp,
                    MouseEventKind::Moved,
                ];
                let kind = *self.chance.of(&kinds);
                self.input(Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
                format!("{kind:?} at {column}, {row}")
            }
            38..41 => {
                let words = made::any_words(&mut self.chance);
                self.input(Input::Paste(words.clone()));
                format!("paste {words:?}")
            }
            41..43 => {
                self.input(if self.chance.clone().one_in(2) { Input::FocusLost } else { Input::FocusGained });
                "focus".to_owned()
            }
            43..50 => self.surround(),
            _ => {
                let mut key = *self.chance.of(keys);
                if self.chance.one_in(10) {
                    key.kind = *self.chance.of(&[KeyEventKind::Repeat, KeyEventKind::Release]);
                }
                self.input(Input::Key(key));
                format!("{key:?}")
            }
        };
        self.look();
        did
    }

    /// Whether the usual keys, pressed without a look at the screen, lead out of wherever this is.
    fn leaves(mut self) -> bool {
        let ways = [
            (KeyCode::Esc, KeyModifiers::NONE),
            (KeyCode::Char('q'), KeyModifiers::NONE),
            (KeyCode::Char('y'), KeyModifiers::NONE),
            (KeyCode::Char('c'), KeyModifiers::CONTROL),
            (KeyCode::Char('y'), KeyModifiers::NONE),
        ];
        self.left = false;
        for (code, modifiers) in std::iter::repeat_n(ways, 12).flatten() {
            self.input(Input::Key(KeyEvent::new(code, modifiers)));
            self.look();
            if self.left {
                return true;
            }
        }
        false
    }

    fn resize(&mut self) {
        let chance = &mut self.chance;
        self.size = match chance.below(8) {
            0..3 => (chance.size(1, 45), chance.size(1, 14)),
            3..5 => *chance.of(&[(20, 5), (30, 8), (40, 12), (60, 20), (80, 24), (100, 30), (120, 40)]),
            5..7 => (chance.size(20, 130), chance.size(5, 45)),
            _ => (chance.size(1, 300), chance.size(1, 80)),
        };
    }

    /// Time goes by, while the driver comes at every deadline, or is asleep.
    fn wait(&mut self) -> String {
        let waits = [1, 40, 500, 999, 1_000, 1_001, 3_000, 8_000, 30_000, 61_000, 600_000];
        let passes = Duration::from_millis(*self.chance.of(&waits));
        let asleep = self.chance.one_in(8);
        let until = self.now + passes;
        if let Some(session) = self.session.as_mut().filter(|_| !asleep) {
            for _ in 0..300 {
                let Some(next) = session.deadline().filter(|next| next.origin_offset() <= until) else {
                    break;
                };
                session.advance(next);
                while session.poll_event().is_some() {}
                self.now = self.now.max(next.origin_offset());
            }
        }
        self.now = self.now.max(until);
        self.stage.page_open += passes;
        format!("{passes:?} pass, asleep: {asleep}")
    }

    /// Something outside changes.
    fn surround(&mut self) -> String {
        let chance = &mut self.chance;
        match chance.below(7) {
            0 => self.stage.notices.push(made::any_words(chance)),
            1 => self.stage.notices.clear(),
            2 => self.stage.flash = !self.stage.flash,
            3 => self.stage.unicode = !chance.one_in(4),
            4 => {
                let sounds =
                    [SoundState::Off, SoundState::Muted, SoundState::Silent, SoundState::On { percent: 100 }];
                self.stage.sound = *chance.of(&sounds);
            }
            5 => self.app.set_home(made::home(chance)),
            _ => {
                self.book = made::book(chance);
                self.app.set_history(if chance.one_in(6) {
                    Err(made::any_words(chance))
                } else {
                    Ok(self.book.clone())
                });
            }
        }
        "something outside changes".to_owned()
    }

    fn begin(&mut self) {
        let plan = made::plan(&mut self.chance);
        let mut session = Session::new(plan, Settings::default());
        if !self.chance.one_in(8) {
            session.handle(self.moment(), Command::Start);
        }
        self.session = Some(session);
        self.stage.summary = None;
        self.app.show_session();
        self.app.ask(self.chance.one_in(2), self.chance.one_in(2));
        // Somewhere in it, not always at its beginning.
        for _ in 0..self.chance.below(30) {
            self.now += Duration::from_millis(self.chance.below(4_000));
            let command = *self.chance.of(&[
                Command::Next(supple::session::Origin::Key),
                Command::Done(supple::session::Origin::Key),
                Command::More,
            ]);
            self.tell(command);
        }
    }

    fn moment(&self) -> Moment {
        Moment::since_origin(self.now)
    }

    fn tell(&mut self, command: Command) {
        let now = self.moment();
        if let Some(session) = &mut self.session {
            session.handle(now, command);
            while session.poll_event().is_some() {}
        }
    }

    fn input(&mut self, input: Input) {
        self.look();
        let effects = self.app.handle(input, &self.stage.scene());
        for effect in effects {
            self.carry_out(effect);
        }
    }

    /// What the next picture is made of.
    fn look(&mut self) {
        let now = self.moment();
        if let Some(session) = &mut self.session {
            session.advance(now);
            while session.poll_event().is_some() {}
            self.stage.snapshot = Some(session.snapshot(now));
            if session.is_finished() {
                self.session = None;
                self.stage.snapshot = None;
                self.stage.summary = Some(made::summary(&mut self.chance));
                self.app.show_summary();
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Session(command) => self.tell(command),
            Effect::Start { .. }
            | Effect::StartExercise { .. }
            | Effect::StartToday
            | Effect::StartItem { .. } => self.begin(),
            Effect::LoadExercises => {
                let exercises = made::home(&mut self.chance).exercises;
                self.app.set_exercises(exercises);
            }
            Effect::Tick { .. } | Effect::Recover { .. } => {
                let home = made::home(&mut self.chance);
                self.app.set_home(home);
            }
            Effect::LoadHistory => self.app.set_history(Ok(self.book.clone())),
            Effect::Amend { session, changes } => self.amend(&session, &changes),
            Effect::Answer { .. } => self.app.answers_are_kept(),
            Effect::Volume(percent) => self.stage.sound = SoundState::On { percent },
            Effect::Mute(true) => self.stage.sound = SoundState::Muted,
            Effect::Mute(false) => self.stage.sound = SoundState::On { percent: 80 },
            Effect::Voice(voice) => self.stage.voice = voice,
            Effect::LeaveSession => {
                self.left = true;
                self.session = None;
                self.stage.snapshot = None;
                let home = made::home(&mut self.chance);
                self.app.back_home(home);
            }
            Effect::Quit => {
                self.left = true;
                self.session = None;
                self.stage = Stage::default();
                self.app = home_app(made::home(&mut self.chance));
            }
            Effect::Changes { .. }
            | Effect::SafetyRead
            | Effect::HearAgain
            | Effect::Heard
            | Effect::Redraw
            | Effect::SuspendProcess => {}
        }
    }

    fn amend(&mut self, session: &str, changes: &[Change]) {
        if self.chance.one_in(5) {
            self.app.history_stays();
            return;
        }
        let mut records = self.book.records().to_vec();
        if changes == [Change::Delete] {
            records.retain(|record| record.id != session);
        }
        self.book = past::book(records);
        self.app.set_history(Ok(self.book.clone()));
    }
}
