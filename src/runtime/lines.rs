//! A session without a screen: `--plain` and `--json`. Events go out as lines, commands come in as lines.

mod after;
mod ears;
mod hearing;
mod help;
mod home;
mod out;
mod talk;
mod whole;

use std::{
    io::{self, Write},
    sync::mpsc::{Receiver, RecvTimeoutError},
};

use anyhow::{Context as _, bail};

use self::talk::{Heard, Talk};
pub(super) use self::{ears::Ears, home::home, out::Out, whole::whole};
use super::{
    Ending, Message, PANICKED,
    clock::Clock,
    playing::Playing,
    signals,
    words::{self, Wish, no_words},
};
use crate::{
    audio::{Notice, render::Rendered},
    history::keeper,
    session::{Command, Event, EventLine, Origin, PauseCause, Stamped, Status},
    threads,
};

/// How the events are written.
enum Form {
    Plain(Box<Talk>),
    Json,
}

/// Plays until the end. The lines are flushed one by one.
///
/// # Errors
/// When the output fails for another reason than that nobody reads it any more, which is an ordinary end; or when some
/// thread has panicked.
fn play(
    playing: &mut Playing,
    form: &mut Form,
    muted: bool,
    ears: &mut Ears,
    messages: &Receiver<Message>,
    clock: Clock,
    out: &mut impl Write,
) -> anyhow::Result<Ending> {
    let mut events = Vec::new();
    let mut inputs = Inputs { muted, ears, stop: false };
    playing.command(Command::Start, &mut events);
    if inputs.ears.at_end {
        playing.nobody_there(&mut events);
    }
    if let Form::Plain(talk) = form {
        talk.begin();
    }
    loop {
        playing.keeping().wait_until_written();
        match report(playing, form, &mut events, out) {
            Ok(None) => {}
            Ok(Some(status)) => return Ok(Ending::of(status)),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                playing.command(Command::Quit, &mut events);
                return Ok(Ending::NobodyReads);
            }
            Err(error) => {
                playing.command(Command::Quit, &mut events);
                return Err(error).context("cannot write to standard output");
            }
        }
        if std::mem::take(&mut inputs.stop) {
            stop(playing, inputs.ears.at_end, &mut events);
            continue;
        }
        threads::point("lines");
        playing.feed_sound();
        match next_message(playing, form, messages, clock) {
            Some(Message::Panicked) => {
                playing.command(Command::Quit, &mut events);
                bail!(PANICKED);
            }
            Some(message) => obey(playing, form, message, &mut events, &mut inputs),
            None => playing.advance(&mut events),
        }
    }
}

/// What the messages so far have changed, beside the session.
struct Inputs<'e> {
    muted: bool,
    ears: &'e mut Ears,
    /// The process is to stop, once everybody knows of the pause.
    stop: bool,
}

/// `^Z`: the session is paused already. When the process goes on and there is nobody who could say so, the session goes
/// on as well.
fn stop(playing: &mut Playing, unattended: bool, events: &mut Vec<Stamped>) {
    playing.let_neighbours_hear();
    if let Err(error) = signals::stop_this_process() {
        complain(&format!("cannot stop: {error}"));
    }
    if unattended {
        playing.command(Command::Resume(Origin::Remote), events);
    }
}

fn next_message(
    playing: &mut Playing,
    form: &Form,
    messages: &Receiver<Message>,
    clock: Clock,
) -> Option<Message> {
    let mark = match form {
        Form::Plain(talk) => talk.next_mark(playing, clock()),
        Form::Json => None,
    };
    match [playing.next_wake(false), mark].into_iter().flatten().min() {
        Some(wake) => {
            playing.will_wake_at(wake);
            match messages.recv_timeout(wake.since(clock())) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Message::Ended),
            }
        }
        None => Some(messages.recv().unwrap_or(Message::Ended)),
    }
}

fn obey(
    playing: &mut Playing,
    form: &mut Form,
    message: Message,
    events: &mut Vec<Stamped>,
    inputs: &mut Inputs,
) {
    if let Message::Sound(notice) = &message {
        playing.heed(notice);
    }
    match message {
        Message::Line(line) => {
            inputs.ears.has_heard = true;
            playing.advance(events);
            let heard = match form {
                Form::Plain(talk) => talk.hear(&line, playing, events),
                Form::Json => Heard::Otherwise(line),
            };
            let done = match heard {
                Heard::Done => Ok(()),
                Heard::Wrong(sentence) => Err(sentence),
                Heard::Otherwise(line) => wished(playing, form, &line, events, inputs),
            };
            if let Err(sentence) = done {
                complain(&sentence);
            }
        }
        Message::Remote(remote) => {
            let answer = wished(playing, form, &remote.line, events, inputs);
            playing.advance(events);
            remote.answer(answer);
        }
        Message::InputEnded => {
            inputs.ears.at_end = true;
            playing.nobody_there(events);
        }
        Message::Ended | Message::HungUp | Message::Panicked => {
            inputs.ears.is_gone = true;
            playing.command(Command::Quit, events);
        }
        Message::Stop if signals::can_stop() => {
            playing.command(Command::Pause(PauseCause::Terminal), events);
            inputs.stop = true;
        }
        Message::Sound(Notice::Silent { reason }) => {
            playing.advance(events);
            let reason = reason.trim_end_matches('.');
            complain(&format!("no sound: {reason}; the session goes on silently"));
        }
        Message::Voice(Rendered::GivenUp { reason }) => {
            playing.advance(events);
            complain(&no_words(&reason));
        }
        Message::Voice(Rendered::Failed { text, reason }) => {
            playing.advance(events);
            if playing.is_first_failure() {
                complain(&words::no_voice_for(&text, &reason));
            }
        }
        Message::Voice(Rendered::Ready(_)) => {
            playing.advance(events);
            playing.more_can_be_said();
        }
        Message::Sound(Notice::Strayed { reason }) => {
            playing.advance(events);
            complain(&words::elsewhere(&reason));
        }
        Message::Disk(keeper::Notice::Trouble(error)) => {
            playing.advance(events);
            complain(&format!("not written down yet: {error}; the session goes on"));
        }
        Message::Notice(sentence) => {
            playing.advance(events);
            complain(&sentence);
        }
        Message::History(_)
        | Message::Done(_)
        | Message::Stop
        | Message::Disk(_)
        | Message::Sound(_)
        | Message::Continued
        | Message::Resized
        | Message::Ground(_)
        | Message::Input(_) => {
            playing.advance(events);
        }
    }
}

/// Does what a line asks for.
fn wished(
    playing: &mut Playing,
    form: &mut Form,
    line: &str,
    events: &mut Vec<Stamped>,
    inputs: &mut Inputs,
) -> Result<(), String> {
    let Some(wish) = words::read(line, &playing.session) else { return Ok(()) };
    let said = grant(playing, wish?, events, inputs)?;
    if let Form::Plain(talk) = form {
        talk.say(said);
    }
    Ok(())
}

/// Gives what is to be said of it, if no event tells.
fn grant(
    playing: &mut Playing,
    wish: Wish,
    events: &mut Vec<Stamped>,
    inputs: &mut Inputs,
) -> Result<Option<String>, String> {
    Ok(match wish {
        Wish::Session(command) => {
            if !playing.command(command, events) {
                return Err(words::refusal(command, &playing.session).to_owned());
            }
            None
        }
        Wish::Repeated(command, times) => {
            for _ in 0..times {
                playing.command(command, events);
            }
            None
        }
        Wish::Mute => {
            inputs.muted = !inputs.muted;
            playing.set_muted(inputs.muted);
            Some(if inputs.muted { "Sound off." } else { "Sound on." }.to_owned())
        }
        Wish::Voice(voice) => {
            playing.set_voice(voice.unwrap_or(playing.voice().next()));
            Some(words::of_voice(playing.voice()).to_owned())
        }
        Wish::Volume(percent) => {
            playing.set_volume(percent);
            Some(format!("Volume {percent} percent."))
        }
    })
}

/// Writes what happened. Gives how the session ended, once it has.
fn report(
    playing: &mut Playing,
    form: &mut Form,
    events: &mut Vec<Stamped>,
    out: &mut impl Write,
) -> io::Result<Option<Status>> {
    let mut ended = None;
    match form {
        Form::Plain(talk) => {
            for line in talk.lines(&playing.snapshot(), events) {
                writeln!(out, "{line}")?;
            }
        }
        Form::Json => {
            let (plan, id) = (playing.session.plan().clone(), playing.keeping().id().to_owned());
            for stamped in &*events {
                serde_json::to_writer(&mut *out, &EventLine { plan: &plan, id: &id, stamped })?;
                out.write_all(b"\n")?;
            }
        }
    }
    for stamped in events.drain(..) {
        if let Event::SessionEnded { status, .. } = stamped.event {
            ended = Some(status);
        }
    }
    out.flush()?;
    Ok(ended)
}

fn tell(out: &mut impl Write, lines: &[String]) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    out.flush()
}

/// For people: standard output belongs to the events.
fn complain(sentence: &str) {
    super::terminal::say_on_stderr(sentence);
}
