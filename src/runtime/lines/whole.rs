//! A session in lines from its beginning until its record is kept.

use std::{
    io::Write,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, Sender},
};

use anyhow::{Result, bail};

use super::{
    super::{
        Ending, Message, PANICKED,
        backstage::{Backstage, Job, last_resort},
        clock::Clock,
        neighbours::Loudness,
        playing::Playing,
        terminal::say_on_stderr,
        words::WHAT_TO_HEED,
    },
    Form,
    after::After,
    ears::Ears,
    play,
    talk::{Talk, give_time},
};
use crate::{history::afterwards::Afterwards, session::Command};

/// Plays a session as lines, or with `json` as a JSON object per event.
///
/// # Errors
/// When the output fails for another reason than that nobody reads it any more, or some thread has panicked.
pub(in super::super) fn whole(
    job: Job,
    backstage: &Backstage,
    json: bool,
    ears: &mut Ears,
    messages: &(Sender<Message>, Receiver<Message>),
    clock: Clock,
    out: &mut impl Write,
) -> Result<Ending> {
    let (sender, receiver) = messages;
    let sound = sender.clone();
    let muted = backstage.manner().mute;
    let (volume, speed) = (backstage.settings().volume, job.speed(backstage.manner()));
    let audio = backstage.audio(volume, muted, speed, clock, move |notice| {
        // Nobody listens any more only when the program is over.
        let _ = sound.send(Message::Sound(notice));
    });
    if let Some(notice) = job.notice() {
        say_on_stderr(notice);
    }
    let recording = backstage.manner().log || job.goes_on();
    let real = speed.to_bits() == 1.0_f64.to_bits();
    let asked = (!json && ears.may_answer()).then(|| backstage.asks(&job));
    let loudness = Loudness { volume, muted, voice: backstage.voice() };
    let mut playing = Playing::new(job, backstage, audio, loudness, clock, sender);
    let mut form = if json {
        Form::Json
    } else {
        give_time(&mut playing);
        let before = asked.is_some_and(|asked| asked.before);
        Form::Plain(Box::new(Talk::new(ears, before, recording)))
    };
    let played =
        catch_unwind(AssertUnwindSafe(|| play(&mut playing, &mut form, muted, ears, receiver, clock, out)));
    let mut ending = played.unwrap_or_else(|_| {
        // Whatever has failed, what was done is kept. If even that panics, the journal has it.
        let _ = catch_unwind(AssertUnwindSafe(|| playing.command(Command::Quit, &mut Vec::new())));
        bail!(PANICKED)
    });
    playing.keeping().finish();
    let mut answered = false;
    if let (Form::Plain(talk), Ok(Ending::Completed | Ending::Stopped)) = (&mut form, &ending) {
        let after = After {
            playing: &mut playing,
            talk,
            ears,
            messages: receiver,
            clock,
            asks: asked.is_some_and(|asked| asked.after),
            trial: (!real).then_some(speed),
            is_asking: false,
            answers: Afterwards::default(),
            decided: false,
            changes: Vec::new(),
        };
        match catch_unwind(AssertUnwindSafe(|| after.run(out))) {
            Ok(Ok(said)) => answered = said,
            // If nobody reads any more, nothing is lost.
            Ok(Err(error)) if error.is::<std::io::Error>() => {}
            Ok(Err(error)) => ending = Err(error),
            Err(_) => ending = Err(anyhow::anyhow!(PANICKED)),
        }
    }
    if matches!(ending, Ok(Ending::Completed)) {
        playing.finish_sound();
    }
    if let Some(sentence) = last_resort(&playing.into_keeping().close()) {
        say_on_stderr(&sentence);
        return ending.map(Ending::without_record);
    }
    if answered {
        let _ = writeln!(out, "The answers are kept as well.").and_then(|()| out.flush());
    }
    if !json && matches!(ending, Ok(Ending::Completed | Ending::Stopped)) && backstage.is_new_here() {
        say_on_stderr(WHAT_TO_HEED);
    }
    ending
}
