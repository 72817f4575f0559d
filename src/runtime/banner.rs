//! The terminal's own title and progress bar: where the session stands, for whoever looks at another window.

use std::env;

use super::standing;
use crate::{
    config::settings::Progress,
    session::{Snapshot, State},
};

/// Keeps the terminal's title on the terminal's own stack.
pub(super) const KEEP_TITLE: &str = "\x1b[22;0t";
/// Takes it from there. Where there is no such stack, an empty title has the terminal show its own.
pub(super) const GIVE_TITLE_BACK: &str = "\x1b]2;\x1b\\\x1b[23;0t";
pub(super) const NO_PROGRESS: &str = "\x1b]9;4;0\x1b\\";

/// What the title is while no session runs.
const IDLE: &str = "supple";

/// Says what is new, and nothing twice.
#[derive(Debug)]
pub(super) struct Banner {
    /// Whether the terminal is to have a title of ours.
    has_title: bool,
    has_progress: bool,
    title: String,
    bar: Option<Bar>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bar {
    percent: u8,
    paused: bool,
}

impl Banner {
    /// As the user wants it, as far as the terminal is one that understands it.
    pub(super) fn new(title: bool, progress: Progress) -> Self {
        let variable = |name: &str| env::var(name).ok();
        Self::on(title && has_titles(variable), progress, variable)
    }

    fn on(has_title: bool, progress: Progress, variable: impl Fn(&str) -> Option<String>) -> Self {
        let has_progress = match progress {
            Progress::Always => true,
            Progress::Never => false,
            Progress::Auto => understands_progress(variable),
        };
        Self { has_title, has_progress, title: String::new(), bar: None }
    }

    pub(super) fn has_title(&self) -> bool {
        self.has_title
    }

    /// Whether the terminal shows a bar that has to be taken away again.
    pub(super) fn shows_bar(&self) -> bool {
        self.bar.is_some()
    }

    /// Nothing of it is shown any more.
    pub(super) fn forget(&mut self) {
        self.title.clear();
        self.bar = None;
    }

    /// What the terminal has to be told; most often nothing.
    pub(super) fn update(&mut self, snapshot: Option<&Snapshot>) -> String {
        let mut sequences = String::new();
        if self.has_title {
            let title = snapshot.map_or_else(|| IDLE.to_owned(), standing::title);
            if title != self.title {
                sequences += &format!("\x1b]2;{title}\x1b\\");
                self.title = title;
            }
        }
        let bar = snapshot.filter(|_| self.has_progress).and_then(bar);
        if bar != self.bar {
            sequences += &match bar {
                None => NO_PROGRESS.to_owned(),
                Some(Bar { percent, paused: false }) => format!("\x1b]9;4;1;{percent}\x1b\\"),
                Some(Bar { percent, paused: true }) => format!("\x1b]9;4;4;{percent}\x1b\\"),
            };
            self.bar = bar;
        }
        sequences
    }
}

/// `None` when nothing is under way.
fn bar(snapshot: &Snapshot) -> Option<Bar> {
    let paused = match snapshot.state {
        State::Ready | State::Finished(_) => return None,
        State::Paused(_) => true,
        State::Running | State::LeadIn { .. } => false,
    };
    let whole = (snapshot.active + snapshot.left).as_millis().max(1);
    let percent = u8::try_from(snapshot.active.as_millis() * 100 / whole).unwrap_or(100);
    Some(Bar { percent, paused })
}

/// The Linux console has no title, and older ones print what would set it.
fn has_titles(variable: impl Fn(&str) -> Option<String>) -> bool {
    variable("TERM").is_some_and(|term| !matches!(term.as_str(), "" | "dumb" | "linux"))
}

/// Elsewhere the same sequence pops up a notification, each time. `docs/desktop.md` has the reasons.
fn understands_progress(variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    // The variables of the terminal outside live on in here, and name one that we do not speak to.
    if is_set("TMUX") || is_set("STY") {
        return false;
    }
    let vte = variable("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
    if is_set("WT_SESSION")
        || variable("ConEmuANSI").is_some_and(|value| value == "ON")
        || vte.is_some_and(|version| version >= 7900)
    {
        return true;
    }
    let version: Vec<u32> = variable("TERM_PROGRAM_VERSION")
        .map(|version| version.split(['.', '-']).map_while(|part| part.parse().ok()).collect())
        .unwrap_or_default();
    match variable("TERM_PROGRAM").as_deref() {
        Some("ghostty") => true,
        Some("iTerm.app") => version.as_slice() >= &[3, 6, 6],
        // Its versions begin with their day.
        Some("WezTerm") => version.as_slice() >= &[20_250_301],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, sync::Arc, time::Duration};

    use super::*;
    use crate::{
        plan::{Options, compile},
        routine::Library,
        session::{Command, Moment, Origin, PauseCause, Session, Settings},
    };

    fn understands(variables: &[(&str, &str)]) -> bool {
        let variables: HashMap<_, _> = variables.iter().copied().collect();
        understands_progress(|name| variables.get(name).map(|value| (*value).to_owned()))
    }

    #[test]
    fn a_bar_is_shown_only_where_it_is_known_to_be_one() {
        for known in [
            [("WT_SESSION", "a-guid"), ("TERM", "xterm")],
            [("ConEmuANSI", "ON"), ("TERM", "xterm")],
            [("VTE_VERSION", "8203"), ("TERM", "xterm")],
            [("TERM_PROGRAM", "ghostty"), ("TERM_PROGRAM_VERSION", "1.2.0")],
            [("TERM_PROGRAM", "iTerm.app"), ("TERM_PROGRAM_VERSION", "3.6.6")],
            [("TERM_PROGRAM", "iTerm.app"), ("TERM_PROGRAM_VERSION", "3.10.1beta2")],
            [("TERM_PROGRAM", "WezTerm"), ("TERM_PROGRAM_VERSION", "20250811-070530-abcdef01")],
        ] {
            assert!(understands(&known), "{known:?}");
            assert!(
                !understands(&[known[0], known[1], ("TMUX", "/tmp/socket,1,0")]),
                "{known:?} around tmux"
            );
        }
        for unknown in [
            [("TERM_PROGRAM", "iTerm.app"), ("TERM_PROGRAM_VERSION", "3.6.5")],
            [("TERM_PROGRAM", "iTerm.app"), ("TERM_PROGRAM_VERSION", "")],
            [("TERM_PROGRAM", "WezTerm"), ("TERM_PROGRAM_VERSION", "20240203-110809-5046fc22")],
            [("TERM_PROGRAM", "Apple_Terminal"), ("TERM_PROGRAM_VERSION", "455")],
            [("VTE_VERSION", "7603"), ("TERM", "xterm")],
            [("KITTY_WINDOW_ID", "1"), ("TERM", "xterm-kitty")],
            [("ConEmuANSI", "OFF"), ("WT_SESSION", "")],
        ] {
            assert!(!understands(&unknown), "{unknown:?}");
        }
    }

    #[test]
    fn a_console_gets_no_title() {
        let term = |term: &'static str| move |_: &str| Some(term.to_owned());
        assert!(has_titles(term("xterm-256color")));
        assert!(!has_titles(term("linux")) && !has_titles(term("dumb")) && !has_titles(|_| None));
    }

    /// Two holds of 50 s, the first of them begun.
    fn session() -> Session {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        let step = "[[step]]\nname = \"Wall sit\"\nprepare = \"0s\"\nhold = \"50s\"\n";
        std::fs::write(&path, format!("format = 1\nname = \"Walls\"\n{step}[[step]]\nuse = \"plank\"\nprepare = \"0s\"\nhold = \"50s\"\n")).unwrap();
        let routine = Library::open(None).routine(path.to_str().unwrap()).unwrap().value.unwrap();
        let plan = compile(&routine, &Options::default());
        assert_eq!(plan.total, Duration::from_secs(100));
        let mut session = Session::new(
            Arc::new(plan),
            Settings { late_limit: Duration::from_mins(10), ..Settings::default() },
        );
        assert!(session.handle(Moment::ORIGIN, Command::Start));
        session
    }

    #[test]
    fn nothing_is_said_twice_and_a_whole_session_in_few_words() {
        let mut session = session();
        let mut banner = Banner::on(true, Progress::Always, |_| None);
        assert_eq!(banner.update(None), "\x1b]2;supple\x1b\\");
        let mut look = |session: &mut Session, at: f64| {
            let now = Moment::ORIGIN + Duration::from_secs_f64(at);
            session.advance(now);
            banner.update(Some(&session.snapshot(now)))
        };
        assert_eq!(look(&mut session, 0.0), "\x1b]2;Wall sit\x1b\\\x1b]9;4;1;0\x1b\\");
        assert_eq!(look(&mut session, 0.9), "");
        assert_eq!(look(&mut session, 1.0), "\x1b]9;4;1;1\x1b\\");
        let at = |seconds| Moment::ORIGIN + Duration::from_secs(seconds);
        assert!(session.handle(at(25), Command::Pause(PauseCause::User)));
        assert_eq!(look(&mut session, 25.0), "\x1b]2;Paused: Wall sit\x1b\\\x1b]9;4;4;25\x1b\\");
        assert_eq!(look(&mut session, 500.0), "");
        assert!(session.handle(at(500), Command::Resume(Origin::Remote)));
        assert_eq!(look(&mut session, 500.0), "\x1b]2;Wall sit\x1b\\\x1b]9;4;1;25\x1b\\");
        assert_eq!(look(&mut session, 530.0), "\x1b]2;Plank\x1b\\\x1b]9;4;1;52\x1b\\");
        assert_eq!(look(&mut session, 600.0), "\x1b]2;Done: Walls\x1b\\\x1b]9;4;0\x1b\\");
        assert_eq!(banner.update(None), "\x1b]2;supple\x1b\\");
        assert!(!banner.shows_bar());
    }

    #[test]
    fn what_is_not_wanted_is_not_said() {
        let session = session();
        let snapshot = session.snapshot(Moment::ORIGIN);
        assert_eq!(Banner::on(false, Progress::Never, |_| None).update(Some(&snapshot)), "");
        assert_eq!(Banner::on(false, Progress::Auto, |_| None).update(Some(&snapshot)), "");
    }
}
