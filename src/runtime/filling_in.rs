//! A speech program for what a routine says in words that are not in the box.

use std::{env, path::PathBuf, sync::mpsc::Sender};

use super::{Message, backstage::Backstage, clock};
use crate::{
    audio::render::{Program, Rendered, Renderer, Setup, Wanted},
    plan::Plan,
    speech,
};

/// Has the words of this plan ready as soon as may be. News of them comes as messages.
pub(super) fn prepare(backstage: &Backstage, plan: &Plan, messages: Sender<Message>) {
    backstage.mouth().prepare(speech::texts(plan), || hire(backstage, messages));
}

/// Where piper looks for its voices, below the folder for data.
const VOICES: [&str; 2] = ["piper", "piper-voices"];

fn hire(backstage: &Backstage, messages: Sender<Message>) -> Option<Renderer> {
    let settings = backstage.settings();
    let wanted = Wanted::from_settings(settings.speech, &settings.speech_command, settings.speech_plays);
    let paths = backstage.paths();
    let data = paths.data.parent().map(PathBuf::from).unwrap_or_default();
    let voices = VOICES.map(|folder| data.join(folder));
    let report = move |rendered| {
        // Nobody listens any more only when the program is over.
        let _ = messages.send(Message::Voice(rendered));
    };
    match Program::find(&wanted, env::var_os("PATH").as_deref(), &voices) {
        Ok(program) => {
            let cache = Some(paths.cache.join("voice"));
            let setup = Setup {
                cache,
                scratch: env::temp_dir(),
                limit: Setup::LIMIT,
                clock: clock::now,
                estimate: speech::estimate,
            };
            program.map(|program| Renderer::start(program, setup, report))
        }
        Err(reason) => {
            report(Rendered::GivenUp { reason });
            None
        }
    }
}
