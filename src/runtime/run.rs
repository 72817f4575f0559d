//! Setting up what a run needs, and taking it down again in the right order.

use std::{
    env,
    io::{self, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex,
        mpsc::{self, Receiver, Sender},
    },
};

use anyhow::{Context as _, Result, bail};

use super::{
    Ending, Message, PANICKED,
    backstage::{Backstage, Job, last_resort},
    clock,
    first::First,
    lines,
    lines::Form,
    neighbours::Loudness,
    playing::Playing,
    screen, signals,
    terminal::{QuietStderr, guard_against_panics, say_on_stderr},
};
use crate::{
    figure::Glyphs,
    session::Command,
    ui::{Depth, Setup, Theme, ThemeName, plain::Plain},
};

/// Plays a session without a screen: a line per event, or with `json` a JSON object per event. Commands are read from
/// standard input.
///
/// # Errors
/// When the output fails for another reason than that nobody reads it any more.
pub fn play_lines(job: Job, backstage: &Backstage, json: bool) -> Result<Ending> {
    let (sender, receiver) = messages()?;
    let _quiet = QuietStderr::to(backstage.log_file().as_deref());
    lines::listen(sender.clone()).context("cannot listen to standard input")?;
    let form = if json { Form::Json } else { Form::Plain(Plain::default()) };
    let sound = sender.clone();
    let muted = backstage.manner().mute;
    let (volume, speed) = (backstage.settings().volume, job.speed(backstage.manner()));
    let audio = backstage.audio(volume, muted, speed, clock::now, move |notice| {
        // Nobody listens any more only when the program is over.
        let _ = sound.send(Message::Sound(notice));
    });
    if let Some(notice) = job.notice() {
        say_on_stderr(notice);
    }
    let loudness = Loudness { volume, muted, voice: backstage.voice() };
    let mut playing = Playing::new(job, backstage, audio, loudness, clock::now, &sender);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let played = catch_unwind(AssertUnwindSafe(|| {
        lines::play(&mut playing, form, muted, &receiver, clock::now, &mut out)
    }));
    let ending = played.unwrap_or_else(|_| {
        // Whatever has failed, what was done is kept. If even that panics, the journal has it.
        let _ = catch_unwind(AssertUnwindSafe(|| playing.command(Command::Quit, &mut Vec::new())));
        bail!(PANICKED)
    });
    playing.keeping().finish();
    if !json && matches!(ending, Ok(Ending::Completed | Ending::Stopped)) {
        // Whoever reads line by line is told as well; nothing is asked here.
        for change in playing.keeping().changes() {
            // If nobody reads any more, nothing is lost.
            let _ = writeln!(out, "{}", change.announcement());
        }
        let _ = out.flush();
    }
    if matches!(ending, Ok(Ending::Completed)) {
        playing.finish_sound();
    }
    let keeping = playing.into_keeping();
    let lost = last_resort(&keeping.close());
    dismiss_hooks(backstage, &receiver);
    if let Some(sentence) = lost {
        say_on_stderr(&sentence);
        return ending.map(Ending::without_record);
    }
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
    let setup = Setup {
        keymap: backstage.settings().keys.clone(),
        theme: theme(backstage.settings().theme),
        motion: backstage.settings().motion,
        glyphs: glyphs(backstage.settings().figures),
    };
    let ending = screen::run(first, backstage, setup, messages, clock::now, shows_unicode());
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
    let signals = sender.clone();
    signals::listen(move |message| signals.send(message).is_ok()).context("cannot listen to signals")?;
    let panics = Mutex::new(sender.clone());
    guard_against_panics(move || {
        if let Ok(sender) = panics.lock() {
            let _ = sender.send(Message::Panicked);
        }
    });
    Ok((sender, receiver))
}

fn glyphs(wanted: Option<&str>) -> Glyphs {
    match wanted {
        Some("octants") => Glyphs::Octants,
        Some("blocks") => Glyphs::HalfBlocks,
        Some("ascii") => Glyphs::Ascii,
        _ => Glyphs::Braille,
    }
}

/// The colours of the settings, or those that suit the terminal.
fn theme(wanted: Option<&str>) -> Theme {
    let variable = |name: &str| env::var(name).ok();
    let depth = Depth::from_environment(
        variable("NO_COLOR").as_deref(),
        variable("COLORTERM").as_deref(),
        variable("TERM").as_deref(),
    );
    // Some terminals tell their colours: "15;0" is white on black, and a ground of 7 or 15 is a light one.
    let ground = variable("COLORFGBG").and_then(|value| value.rsplit(';').next()?.parse::<u8>().ok());
    let name = match wanted {
        Some("dark") => ThemeName::Dark,
        Some("light") => ThemeName::Light,
        Some("mono") => ThemeName::Mono,
        Some("terminal") => ThemeName::Terminal,
        _ if matches!(ground, Some(7 | 9..=15)) => ThemeName::Light,
        _ => ThemeName::Dark,
    };
    Theme::new(name, depth)
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
