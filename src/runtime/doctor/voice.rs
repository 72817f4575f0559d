//! Who can speak.

use std::{
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use super::{
    super::{clock, filling_in},
    Area, Report, fault, list, note, ok,
};
use crate::{
    audio::{
        Mouth,
        render::{Program, Rendered, Renderer, Setup, Wanted, names},
    },
    config::{paths::Paths, settings::Settings},
    speech::{SAMPLE, estimate},
};

/// Something that a user might write, and that no box holds.
const TRIAL: &str = "Slide your heel along the rug, as slowly as you like.";
/// What ends at its limit is noticed within this.
const NOTICED: Duration = Duration::from_secs(2);
/// Of no use where it is not of the system, whatever goes by its name.
const OF_MACOS: &str = "say";

/// Has what is said as a trial ready, if no box holds it.
pub(super) fn prepare(mouth: &Mouth, paths: Option<&Paths>, settings: &Settings) {
    mouth.prepare(vec![SAMPLE.to_owned()], || {
        let program = filling_in::program(settings, paths).ok().flatten()?;
        Some(Renderer::start(program, filling_in::setup(None), drop))
    });
}

pub(super) fn examine(paths: Option<&Paths>, settings: &Settings, quiet: bool, tell: &mut dyn FnMut(Report)) {
    tell(Report::Area(Area::Voice));
    in_the_box(tell);
    let all: Vec<&str> = names().filter(|name| cfg!(target_os = "macos") || *name != OF_MACOS).collect();
    let is_here = |name: &&str| filling_in::find(&Wanted::Named((*name).to_owned()), paths).is_ok();
    let found: Vec<&str> = all.iter().copied().filter(is_here).collect();
    tell(note(
        Area::Voice,
        if found.is_empty() {
            format!("No speech program is there for texts of your own; {} would do.", list(&all, "or"))
        } else {
            format!("Speech programs that are there: {}.", list(&found, "and"))
        },
    ));
    match filling_in::program(settings, paths) {
        Ok(Some(program)) => tell(trial(program, quiet)),
        Ok(None) if settings.speech == Some("none") => {
            tell(note(Area::Voice, "Texts of your own are not spoken, as you wish (`speech = \"none\"`)."));
        }
        // That none is there was said.
        Ok(None) => {}
        Err(reason) => {
            let says = format!("Texts of your own are not spoken: {}.", reason.trim_end_matches('.'));
            tell(fault(Area::Voice, says, "Mend `speech` or `speech_command` in your settings."));
        }
    }
}

/// Has it say a sentence.
fn trial(program: Program, quiet: bool) -> Report {
    let (name, plays) = (program.name().to_owned(), program.plays());
    if plays && quiet {
        return note(
            Area::Voice,
            format!("Texts of your own are for {name}, which plays by itself: not tried."),
        );
    }
    let (report, news) = channel();
    let began = clock::now();
    let renderer = Renderer::start(program, filling_in::setup(None), move |rendered| {
        // Nobody listens any more only when it has taken too long.
        let _ = report.send(rendered);
    });
    let tried = if plays {
        renderer.say(TRIAL);
        // No news is good news of what is heard elsewhere.
        outcome(&news, estimate(TRIAL) + NOTICED).unwrap_or(Ok(()))
    } else {
        renderer.want(vec![TRIAL.to_owned()]);
        let late = || Err(format!("{name} took longer than {} s", Setup::LIMIT.as_secs()));
        outcome(&news, Setup::LIMIT + NOTICED).unwrap_or_else(late)
    };
    let took = clock::now().since(began);
    match tried {
        Err(reason) => {
            let says = format!("Texts of your own are not spoken: {}.", reason.trim_end_matches('.'));
            let remedy = format!(
                "Try {name} by itself, or choose another with `speech`. All that supple brings is spoken all the same."
            );
            fault(Area::Voice, says, remedy)
        }
        Ok(()) if plays => ok(
            Area::Voice,
            format!("Texts of your own are for {name}, which plays by itself: it was given “{TRIAL}”"),
        ),
        Ok(()) => {
            let length = renderer.length(TRIAL).unwrap_or_default().as_secs_f64();
            let took = took.as_secs_f64();
            let says =
                format!("Texts of your own are for {name}: {length:.1} s of speech took it {took:.2} s.");
            ok(Area::Voice, says)
        }
    }
}

/// Whether a text can be said, or why not; `None` when nothing was heard of it in this time.
fn outcome(news: &Receiver<Rendered>, limit: Duration) -> Option<Result<(), String>> {
    match news.recv_timeout(limit).ok()? {
        Rendered::Ready(_) => Some(Ok(())),
        Rendered::Failed { reason, .. } | Rendered::GivenUp { reason } => Some(Err(reason)),
    }
}

#[cfg(feature = "voice")]
fn in_the_box(tell: &mut dyn FnMut(Report)) {
    use crate::audio::bank::{Bank, stamps};
    tell(match Bank::open() {
        Ok(_) => {
            let says =
                format!("The voice in the box knows {} texts, and needs no program.", stamps().count());
            ok(Area::Voice, says)
        }
        Err(error) => fault(
            Area::Voice,
            format!("The voice in the box cannot be read: {}.", error.trim_end_matches('.')),
            "This is a fault of the program; please report it.",
        ),
    });
}

#[cfg(not(feature = "voice"))]
fn in_the_box(tell: &mut dyn FnMut(Report)) {
    tell(note(Area::Voice, "This program was built without the voice in the box (feature `voice`)."));
}
