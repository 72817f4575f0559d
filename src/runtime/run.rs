//! Setting up what a run needs, and taking it down again in the right order.

use std::{
    env, io,
    sync::{
        Mutex,
        mpsc::{self, Receiver, Sender},
    },
};

use anyhow::{Context as _, Result};

use super::{
    Ending, Message,
    backstage::{Backstage, Job},
    clock,
    colours::{self, Colours},
    errands::Order,
    first::First,
    lines,
    lines::{Ears, Out},
    screen, signals,
    terminal::{QuietStderr, guard_against_panics, say_on_stderr},
};
use crate::{config::settings::View, ui::Setup};

/// Plays a session without a screen: a line per event, or with `json` a JSON object per event. Commands are read from
/// standard input.
///
/// # Errors
/// When the output fails for another reason than that nobody reads it any more.
pub fn play_lines(job: Job, backstage: &Backstage, json: bool) -> Result<Ending> {
    in_lines(backstage, |ears, messages, out| {
        lines::whole(job, backstage, json, ears, messages, clock::now, out)
    })
}

/// Shows the home screen without a screen: what is due and the routines as lines, one of which is chosen by a line on
/// standard input.
///
/// # Errors
/// As `play_lines`.
pub fn show_lines(backstage: &Backstage) -> Result<Ending> {
    in_lines(backstage, |ears, messages, out| lines::home(backstage, ears, messages, clock::now, out))
}

fn in_lines(
    backstage: &Backstage,
    run: impl FnOnce(&mut Ears, &(Sender<Message>, Receiver<Message>), &mut io::BufWriter<Out>) -> Result<Ending>,
) -> Result<Ending> {
    let messages = messages()?;
    let _quiet = QuietStderr::to(backstage.log_file().as_deref());
    backstage.shelf().clear();
    let mut ears = Ears::open(messages.0.clone()).context("cannot listen to standard input")?;
    let mut out = io::BufWriter::new(Out::open());
    let ending = run(&mut ears, &messages, &mut out);
    dismiss_hooks(backstage, &messages.1);
    ending
}

/// Shows the screens: the home screen, or straight away a session.
///
/// # Errors
/// When the terminal cannot be had or fails.
pub fn show_screens(job: Option<Job>, backstage: &Backstage) -> Result<Ending> {
    let messages = messages()?;
    if let Some(notice) = job.as_ref().and_then(Job::notice) {
        // On the screen it stands for a while; this is there again once the screen is gone.
        say_on_stderr(notice);
    }
    let _quiet = QuietStderr::to(backstage.log_file().as_deref());
    show(job.map_or(First::Home, |job| First::Session(Box::new(job))), backstage, &messages)
}

/// Shows a session that is still to be put together; meanwhile the screen is there.
///
/// # Errors
/// When the terminal cannot be had or fails, or the session cannot be put together after all.
pub fn show_order(order: Order, backstage: &Backstage) -> Result<Ending> {
    let messages = messages()?;
    let _quiet = QuietStderr::to(backstage.log_file().as_deref());
    show(First::Order(Box::new(order)), backstage, &messages)
}

/// Shows the page of an exercise of the library until it is left, or starts it from there.
///
/// # Errors
/// When the terminal cannot be had or fails.
pub fn show_exercise(id: &str, backstage: &Backstage) -> Result<Ending> {
    let messages = messages()?;
    let _quiet = QuietStderr::to(backstage.log_file().as_deref());
    show(First::Exercise(id.to_owned()), backstage, &messages)
}

/// Shows the history until it is left.
///
/// # Errors
/// When the terminal cannot be had or fails.
pub fn show_history(backstage: &Backstage) -> Result<Ending> {
    let messages = messages()?;
    let _quiet = QuietStderr::to(backstage.log_file().as_deref());
    show(First::History, backstage, &messages)
}

fn show(
    first: First,
    backstage: &Backstage,
    messages: &(Sender<Message>, Receiver<Message>),
) -> Result<Ending> {
    let colours = Colours::new(backstage);
    let setup = Setup {
        keymap: backstage.settings().keys.clone(),
        theme: colours.theme(),
        motion: backstage.settings().motion,
        far: backstage.settings().view == View::Far,
        glyphs: colours::glyphs(backstage.settings().figures),
        console: colours::on_console(),
    };
    let ending = screen::run(first, backstage, (setup, colours), messages, clock::now, shows_unicode());
    dismiss_hooks(backstage, &messages.1);
    ending
}

/// The last of the hooks, and what there is to say about them.
fn dismiss_hooks(backstage: &Backstage, messages: &Receiver<Message>) {
    backstage.dismiss_hooks();
    for message in messages.try_iter() {
        if let Message::Notice(sentence) = message {
            say_on_stderr(&sentence);
        }
    }
}

/// The one channel on which everything comes, signals and panics included.
pub(super) fn messages() -> Result<(Sender<Message>, Receiver<Message>)> {
    let (sender, receiver) = mpsc::channel();
    let panics = Mutex::new(sender.clone());
    guard_against_panics(move || {
        if let Ok(sender) = panics.lock() {
            let _ = sender.send(Message::Panicked);
        }
    });
    let signals = sender.clone();
    signals::listen(move |message| signals.send(message).is_ok()).context("cannot listen to signals")?;
    Ok((sender, receiver))
}

/// Whether the terminal shows more than ASCII, as far as its variables tell.
pub(crate) fn shows_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
    locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}
