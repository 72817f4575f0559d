//! A speech program for what a routine says in words that are not in the box.

use std::{env, path::PathBuf, sync::mpsc::Sender};

use super::{Message, backstage::Backstage, clock};
use crate::{
    audio::render::{Program, Rendered, Renderer, Setup, Wanted},
    config::{paths::Paths, settings::Settings},
    plan::Plan,
    speech,
};

/// Has the words of this plan ready as soon as may be. News of them comes as messages.
pub(super) fn prepare(backstage: &Backstage, plan: &Plan, messages: Sender<Message>) {
    backstage.mouth().prepare(speech::texts(plan), || hire(backstage, messages));
}

/// Where piper looks for its voices, below the folder for data.
const VOICES: [&str; 2] = ["piper", "piper-voices"];

/// The speech program that the settings want. `None` when none is wanted, or there is none to be found.
///
/// # Errors
/// When the one that is wanted cannot be called, in a sentence.
pub(super) fn program(settings: &Settings, paths: Option<&Paths>) -> Result<Option<Program>, String> {
    let wanted = Wanted::from_settings(settings.speech, &settings.speech_command, settings.speech_plays);
    find(&wanted, paths)
}

/// The same for any wish.
///
/// # Errors
/// When the one that is wanted cannot be called, in a sentence.
pub(super) fn find(wanted: &Wanted, paths: Option<&Paths>) -> Result<Option<Program>, String> {
    let data = paths.and_then(|paths| paths.data.parent());
    let voices: Vec<PathBuf> =
        data.into_iter().flat_map(|data| VOICES.map(|folder| data.join(folder))).collect();
    Program::find(wanted, env::var_os("PATH").as_deref(), &voices)
}

/// How it is called; `cache` is a folder for what it has said.
pub(super) fn setup(cache: Option<PathBuf>) -> Setup {
    Setup {
        cache,
        scratch: env::temp_dir(),
        limit: Setup::LIMIT,
        clock: clock::now,
        aloud: speech::aloud,
        estimate: speech::estimate,
    }
}

fn hire(backstage: &Backstage, messages: Sender<Message>) -> Option<Renderer> {
    let paths = backstage.paths();
    let report = move |rendered| {
        // Nobody listens any more only when the program is over.
        let _ = messages.send(Message::Voice(rendered));
    };
    match program(backstage.settings(), Some(paths)) {
        Ok(program) => {
            let setup = setup(Some(paths.cache.join("voice")));
            program.map(|program| Renderer::start(program, setup, report))
        }
        Err(reason) => {
            report(Rendered::GivenUp { reason });
            None
        }
    }
}
