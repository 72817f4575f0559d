//! What `supple doctor` looks at: the sound, the voice, the terminal, what is around it, the files.

mod around;
mod files;
mod sound;
mod terminal;
mod voice;

use std::{
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::Serialize;

use super::backstage::sound_settings;
use crate::{
    audio::{self, Mouth, Output},
    config::{paths::Paths, settings::Loaded},
    diagnostic::Diagnostic,
};

/// What is told while it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// What comes now is about this.
    Area(Area),
    Finding(Finding),
    /// This is sounding now: its name, and when it is heard in a session.
    Sounds(String, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    Sound,
    Sounds,
    Voice,
    Terminal,
    /// Control from elsewhere, and the desktop.
    Around,
    Files,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub area: Area,
    pub state: State,
    /// What was found: whole sentences.
    pub says: String,
    /// What to do about it.
    #[serde(rename = "do")]
    pub remedy: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Ok,
    /// Good to know; neither good nor bad.
    Note,
    Fault,
}

/// What there is to know besides the findings.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What was opened; `None` when nothing could be.
    pub output: Option<Output>,
    pub outputs: audio::Outputs,
}

/// Looks at everything, in the order of `Area`. `quiet`: the device is opened, but nothing is played on it.
pub fn examine(paths: Option<&Paths>, settings: &Loaded, quiet: bool, tell: &mut dyn FnMut(Report)) -> Facts {
    let _quiet = super::terminal::QuietStderr::to(
        paths.filter(|paths| paths.state.exists()).map(|paths| paths.state.join("supple.log")).as_deref(),
    );
    let wanted = sound_settings(&settings.settings);
    let mouth = Arc::new(Mouth::default());
    voice::prepare(&mouth, paths, &settings.settings);
    let facts = sound::examine(&wanted, &mouth, quiet, tell);
    voice::examine(paths, &settings.settings, quiet, tell);
    terminal::examine(tell);
    around::examine(paths, &settings.settings, tell);
    files::examine(paths, tell);
    let faults = settings.diagnostics.iter().filter(|fault| Diagnostic::is_error(fault)).count();
    if faults > 0 {
        let says = format!("The settings have {faults} fault{}.", if faults == 1 { "" } else { "s" });
        tell(fault(Area::Files, says, "`supple config show` names them; until then defaults stand in."));
    }
    facts
}

fn ok(area: Area, says: impl Into<String>) -> Report {
    Report::Finding(Finding { area, state: State::Ok, says: says.into(), remedy: None })
}

fn note(area: Area, says: impl Into<String>) -> Report {
    Report::Finding(Finding { area, state: State::Note, says: says.into(), remedy: None })
}

/// "a, b and c".
fn list(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

fn fault(area: Area, says: impl Into<String>, remedy: impl Into<String>) -> Report {
    let remedy = Some(remedy.into());
    Report::Finding(Finding { area, state: State::Fault, says: says.into(), remedy })
}

/// As people write it.
fn shown(path: &Path) -> String {
    let home = env::var_os("HOME").map(PathBuf::from).filter(|home| !home.as_os_str().is_empty());
    match home.and_then(|home| Some(path.strip_prefix(&home).ok()?.to_owned())) {
        Some(rest) => Path::new("~").join(rest).display().to_string(),
        None => path.display().to_string(),
    }
}
