//! A session without a screen: `--plain` and `--json`. Events go out as lines, commands come in as lines.

use std::{
    io::{self, BufRead as _, Write},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender},
    thread,
};

use anyhow::{Context as _, bail};

use super::{
    Ending, Message, PANICKED,
    clock::Clock,
    playing::Playing,
    sabotage, signals,
    words::{self, Wish, no_words},
};
use crate::{
    audio::{Notice, render::Rendered},
    history::keeper,
    session::{Command, Event, EventLine, Origin, PauseCause, Stamped, Status},
    ui::plain::Plain,
};

/// How the events are written.
pub(super) enum Form {
    Plain(Plain),
    Json,
}

/// Plays until the end. The lines are flushed one by one.
///
/// # Errors
/// When the output fails for another reason than that nobody reads it any more, which is an ordinary end; or when some
/// thread has panicked.
pub(super) fn play(
    playing: &mut Playing,
    mut form: Form,
    muted: bool,
    messages: &Receiver<Message>,
    clock: Clock,
    out: &mut impl Write,
) -> anyhow::Result<Ending> {
    let mut events = Vec::new();
    let mut inputs = Inputs { muted, at_end: false, stop: false };
    playing.command(Command::Start, &mut events);
    loop {
        playing.keeping().wait_until_written();
        match report(playing, &mut form, &mut events, out) {
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
            stop(playing, inputs.at_end, &mut events);
            continue;
        }
        sabotage::point("lines");
        playing.feed_sound();
        match next_message(playing, messages, clock) {
            Some(Message::Panicked) => {
                playing.command(Command::Quit, &mut events);
                bail!(PANICKED);
            }
            Some(message) => obey(playing, message, &mut events, &mut inputs),
            None => playing.advance(&mut events),
        }
    }
}

/// Reads commands from standard input on a thread of its own.
///
/// # Errors
/// When the thread cannot be started.
pub(super) fn listen(messages: Sender<Message>) -> io::Result<()> {
    thread::Builder::new().name("standard input".into()).spawn(move || {
        for line in io::stdin().lock().split(b'\n') {
            let Ok(line) = line else { break };
            if messages.send(Message::Line(String::from_utf8_lossy(&line).into_owned())).is_err() {
                return;
            }
        }
        let _ = messages.send(Message::InputEnded);
    })?;
    Ok(())
}

/// What the messages so far have changed, beside the session.
struct Inputs {
    muted: bool,
    /// Nobody can say anything any more.
    at_end: bool,
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

fn next_message(playing: &mut Playing, messages: &Receiver<Message>, clock: Clock) -> Option<Message> {
    match playing.next_wake(false) {
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

fn obey(playing: &mut Playing, message: Message, events: &mut Vec<Stamped>, inputs: &mut Inputs) {
    if let Message::Sound(notice) = &message {
        playing.heed(notice);
    }
    match message {
        Message::Line(line) => match words::read(&line, &playing.session) {
            None => playing.advance(events),
            Some(Ok(wish)) => {
                if let Err(sentence) = grant(playing, wish, events, inputs) {
                    complain(&sentence);
                }
            }
            Some(Err(sentence)) => {
                playing.advance(events);
                complain(&sentence);
            }
        },
        Message::Remote(remote) => {
            let answer = match words::read(&remote.line, &playing.session) {
                None => Ok(()),
                Some(Ok(wish)) => grant(playing, wish, events, inputs),
                Some(Err(sentence)) => Err(sentence),
            };
            playing.advance(events);
            remote.answer(answer);
        }
        Message::InputEnded => {
            inputs.at_end = true;
            playing.nobody_there(events);
        }
        Message::Ended | Message::HungUp | Message::Panicked => {
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
        | Message::Stop
        | Message::Disk(_)
        | Message::Sound(_)
        | Message::Continued
        | Message::Resized
        | Message::Input(_) => {
            playing.advance(events);
        }
    }
}

fn grant(
    playing: &mut Playing,
    wish: Wish,
    events: &mut Vec<Stamped>,
    inputs: &mut Inputs,
) -> Result<(), String> {
    match wish {
        Wish::Session(command) => {
            if !playing.command(command, events) {
                return Err(words::MEANS_NOTHING.to_owned());
            }
        }
        Wish::Repeated(command, times) => {
            for _ in 0..times {
                playing.command(command, events);
            }
        }
        Wish::Mute => {
            inputs.muted = !inputs.muted;
            playing.set_muted(inputs.muted);
        }
        Wish::Voice(voice) => playing.set_voice(voice.unwrap_or(playing.voice().next())),
        Wish::Volume(percent) => {
            playing.set_volume(percent);
        }
    }
    Ok(())
}

/// Writes what happened. Gives how the session ended, once it has.
fn report(
    playing: &mut Playing,
    form: &mut Form,
    events: &mut Vec<Stamped>,
    out: &mut impl Write,
) -> io::Result<Option<Status>> {
    let plan = playing.session.plan().clone();
    let id = playing.keeping().id().to_owned();
    let mut ended = None;
    for stamped in events.drain(..) {
        match form {
            Form::Plain(sentences) => {
                for line in sentences.lines(&plan, &stamped) {
                    writeln!(out, "{line}")?;
                }
            }
            Form::Json => {
                serde_json::to_writer(&mut *out, &EventLine { plan: &plan, id: &id, stamped: &stamped })?;
                out.write_all(b"\n")?;
            }
        }
        if let Event::SessionEnded { status, .. } = stamped.event {
            ended = Some(status);
        }
    }
    out.flush()?;
    Ok(ended)
}

/// For people: standard output belongs to the events.
fn complain(sentence: &str) {
    super::terminal::say_on_stderr(sentence);
}
