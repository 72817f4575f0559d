//! Whole screens, at five sizes, and what keys do on them.

#[path = "screens/scenes.rs"]
mod scenes;

#[path = "screens/changes.rs"]
mod changes;
#[path = "screens/check_in.rs"]
mod check_in;
#[path = "screens/exercise_page.rs"]
mod exercise_page;
#[path = "screens/far.rs"]
mod far;
#[path = "screens/fuzz.rs"]
mod fuzz;
#[path = "screens/fuzz_made.rs"]
mod fuzz_made;
#[path = "screens/gallery.rs"]
mod gallery;
#[path = "screens/hearing.rs"]
mod hearing;
#[path = "screens/keys.rs"]
mod keys;
#[path = "screens/ledger.rs"]
mod ledger;
#[path = "screens/mouse.rs"]
mod mouse;
#[path = "screens/pace.rs"]
mod pace;
#[path = "screens/past.rs"]
mod past;
#[path = "screens/pictures.rs"]
mod pictures;
#[path = "screens/properties.rs"]
mod properties;
#[path = "screens/ready.rs"]
mod ready;
#[path = "screens/sizes.rs"]
mod sizes;
#[path = "screens/themes.rs"]
mod themes;
#[path = "screens/tour.rs"]
mod tour;

use std::time::Duration;

use jiff::Zoned;
use ratatui::{
    Terminal,
    backend::TestBackend,
    buffer::{Buffer, CellWidth},
};
use supple::{
    figure::Glyphs,
    session::Snapshot,
    speech::Voice,
    ui::{App, Depth, HomeModel, Keymap, Scene, Setup, SoundState, SummaryModel, Theme, ThemeName},
};

/// What a scene borrows from.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    pub(crate) snapshot: Option<Snapshot>,
    pub(crate) summary: Option<SummaryModel>,
    pub(crate) notices: Vec<String>,
    pub(crate) coaching: Option<String>,
    pub(crate) wall: Zoned,
    pub(crate) unicode: bool,
    pub(crate) sound: SoundState,
    pub(crate) voice: Voice,
    pub(crate) flash: bool,
    pub(crate) page_open: Duration,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            snapshot: None,
            summary: None,
            notices: Vec::new(),
            coaching: None,
            wall: scenes::wall(),
            unicode: true,
            sound: SoundState::On { percent: 80 },
            voice: Voice::Full,
            flash: false,
            page_open: Duration::ZERO,
        }
    }
}

impl Stage {
    pub(crate) fn session(snapshot: Snapshot) -> Self {
        Self { snapshot: Some(snapshot), ..Self::default() }
    }

    pub(crate) fn scene(&self) -> Scene<'_> {
        Scene {
            snapshot: self.snapshot.as_ref(),
            wall: &self.wall,
            sound: self.sound,
            voice: self.voice,
            notices: &self.notices,
            coaching: self.coaching.as_deref(),
            flash: self.flash,
            summary: self.summary.as_ref(),
            recording: true,
            unicode: self.unicode,
            page_open: self.page_open,
        }
    }
}

pub(crate) fn setup() -> Setup {
    Setup {
        keymap: Keymap::default(),
        theme: Theme::new(ThemeName::Dark, Depth::True),
        motion: true,
        far: false,
        glyphs: Glyphs::Braille,
        console: false,
    }
}

pub(crate) fn session_app() -> App {
    App::session(setup())
}

pub(crate) fn home_app(home: HomeModel) -> App {
    App::home(setup(), home)
}

pub(crate) fn draw(app: &App, stage: &Stage, (columns, rows): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a test's screen never fails");
    terminal.draw(|frame| app.draw(frame, &stage.scene())).expect("a test's screen never fails");
    terminal.backend().buffer().clone()
}

/// The text of a screen, line by line, without the blanks at the ends of lines.
pub(crate) fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        // The cells behind a wide character are covered by it.
        let mut covered = 0;
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if covered == 0 {
                line.push_str(symbol);
                covered = symbol.cell_width();
            }
            covered = covered.saturating_sub(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
