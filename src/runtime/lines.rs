//! A session without a screen: `--plain` and `--json`. Events go out as lines, commands come in as lines.

use std::{
    io::{self, BufRead as _, Write},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender},
    thread,
};

use super::{
    Ending, Message,
    clock::Clock,
    playing::Playing,
    words::{self, Wish},
};
use crate::{
    audio::Notice,
    history::keeper,
    session::{Command, Event, EventLine, Stamped, Status},
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
/// When the output fails for another reason than that nobody reads it any more, which is an ordinary end.
pub(super) fn play(
    playing: &mut Playing,
    mut form: Form,
    messages: &Receiver<Message>,
    clock: Clock,
    out: &mut impl Write,
) -> io::Result<Ending> {
    let mut events = Vec::new();
    let mut sound = Volume { muted: false };
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
                return Err(error);
            }
        }
        playing.feed_sound();
        match next_message(playing, messages, clock) {
            Some(message) => obey(playing, message, &mut events, &mut sound),
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

struct Volume {
    muted: bool,
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

fn obey(playing: &mut Playing, message: Message, events: &mut Vec<Stamped>, sound: &mut Volume) {
    match message {
        Message::Line(line) => match words::read(&line, &playing.session) {
            None => playing.advance(events),
            Some(Ok(wish)) => grant(playing, wish, events, sound),
            Some(Err(sentence)) => {
                playing.advance(events);
                complain(&sentence);
            }
        },
        Message::InputEnded => playing.nobody_there(events),
        Message::Ended | Message::HungUp | Message::Panicked => {
            playing.command(Command::Quit, events);
        }
        Message::Stop => {
            playing.command(Command::Pause(crate::session::PauseCause::Terminal), events);
            playing.keeping().wait_until_written();
            if let Err(error) = super::signals::stop_this_process() {
                complain(&format!("cannot stop: {error}"));
            }
        }
        Message::Sound(Notice::Silent { reason }) => {
            playing.advance(events);
            complain(&format!("no sound: {reason}; the session goes on silently"));
        }
        Message::Disk(keeper::Notice::Trouble(error)) => {
            playing.advance(events);
            complain(&format!("not written down yet: {error}; the session goes on"));
        }
        Message::Disk(_) | Message::Sound(_) | Message::Continued | Message::Input(_) => {
            playing.advance(events)
        }
    }
}

fn grant(playing: &mut Playing, wish: Wish, events: &mut Vec<Stamped>, sound: &mut Volume) {
    match wish {
        Wish::Session(command) => {
            if !playing.command(command, events) {
                complain("that means nothing at this moment");
            }
        }
        Wish::Repeated(command, times) => {
            for _ in 0..times {
                playing.command(command, events);
            }
        }
        Wish::Mute => {
            sound.muted = !sound.muted;
            if let Some(audio) = playing.audio() {
                audio.set_muted(sound.muted);
            }
        }
        Wish::Volume(percent) => {
            if let Some(audio) = playing.audio() {
                audio.set_volume(percent);
            }
        }
    }
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
