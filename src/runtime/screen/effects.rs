//! What the screens ask for, done.

use super::{
    super::{
        Ending, Message,
        backstage::Job,
        errands::Errand,
        hearing::Hearing,
        neighbours::Loudness,
        past::{self, Correction, Turned},
        playing::Playing,
        progress,
        words::{self, Wish},
    },
    Show, capital,
};
use crate::{session::Command, threads, ui::Effect};

impl Show<'_> {
    /// Does what the screens ask for.
    ///
    /// # Errors
    /// When the terminal fails.
    pub(super) fn effect(&mut self, effect: Effect) -> anyhow::Result<()> {
        match effect {
            Effect::Session(command) => {
                if !self.command(command)
                    && let Some(playing) = &self.playing
                    && let Some(sentence) = words::at_the_end(command, &playing.session)
                {
                    self.say(capital(sentence));
                }
            }
            Effect::Start { routine } => self.send(Errand::Routine(routine)),
            Effect::StartExercise { exercise } => self.send(Errand::Exercise(exercise)),
            Effect::LoadExercises => self.app.set_exercises(self.backstage.exercises()),
            Effect::LoadHistory => past::turn(self.backstage, None, self.sender),
            Effect::Amend { session, changes } => {
                let correction = Correction { session, changes, pledge: self.outstanding.pledge() };
                past::turn(self.backstage, Some(correction), self.sender);
            }
            Effect::SafetyRead => {
                self.backstage.safety_was_read();
                self.try_sound();
            }
            Effect::HearAgain => self.hearing.iter_mut().for_each(Hearing::again),
            Effect::Heard => self.sound_was_tried(),
            Effect::StartToday => self.send(Errand::Today),
            Effect::StartItem { item } => self.send(Errand::Item(item)),
            Effect::Tick { item } => self.send(Errand::Tick(item)),
            Effect::Recover { session, how } => self.send(Errand::Recover(session, how)),
            Effect::Answer { answers, typing } => self.answer(answers, typing),
            Effect::Volume(percent) => {
                self.board.volume = percent;
                if let Some(playing) = &mut self.playing {
                    playing.set_volume(percent);
                }
                self.hearing.iter_mut().for_each(|hearing| hearing.set_volume(percent));
            }
            Effect::Mute(muted) => {
                self.board.muted = muted;
                if let Some(playing) = &mut self.playing {
                    playing.set_muted(muted);
                }
                self.hearing.iter_mut().for_each(|hearing| hearing.set_muted(muted));
            }
            Effect::Voice(voice) => {
                self.board.voice = voice;
                if let Some(playing) = &mut self.playing {
                    playing.set_voice(voice);
                }
                self.say(words::of_voice(voice));
            }
            Effect::Changes { accepted } => self.answer_changes(accepted),
            Effect::Redraw => {
                threads::point("redraw");
                threads::fault("redraw")?;
                self.screen.forget()?;
            }
            Effect::SuspendProcess => self.stop()?,
            Effect::LeaveSession if self.leaves_after_session => self.leave(self.last),
            Effect::LeaveSession => {
                if let Some(playing) = &mut self.playing {
                    playing.let_sound_ring_out();
                }
                self.end_playing();
                // The summary stays until what the home screen shows now is there.
                self.send(Errand::Home);
            }
            Effect::Quit if self.playing.is_none() => self.leave(Ending::Completed),
            Effect::Quit => self.leave_at_once(),
        }
        Ok(())
    }

    /// Shows the history as it is now.
    pub(super) fn history(&mut self, turned: Turned) {
        turned.write.into_iter().for_each(|number| self.outstanding.seen(number));
        // What was changed may be on the home screen too.
        self.is_stale |= turned.is_corrected;
        if let Some(why) = turned.refused {
            self.app.history_stays();
            self.say(format!("{why}."));
        }
        self.app.set_history(turned.book);
        self.dirty = true;
    }

    /// Does what a line from outside asks for; if it cannot be done, says why not.
    ///
    /// # Errors
    /// When the terminal fails.
    pub(super) fn obey(&mut self, line: &str) -> anyhow::Result<Result<(), String>> {
        let Some(playing) = self.playing.as_ref().filter(|playing| !playing.session.is_finished()) else {
            return Ok(Err("no session is running any more".to_owned()));
        };
        let wish = match words::read(line, &playing.session) {
            None => return Ok(Ok(())),
            Some(Err(sentence)) => return Ok(Err(sentence)),
            Some(Ok(wish)) => wish,
        };
        match wish {
            Wish::Session(command) => {
                if !self.command(command)
                    && let Some(playing) = &self.playing
                {
                    return Ok(Err(words::refusal(command, &playing.session).to_owned()));
                }
            }
            Wish::Repeated(command, times) => {
                for _ in 0..times {
                    self.command(command);
                }
            }
            Wish::Voice(voice) => {
                self.effect(Effect::Voice(voice.unwrap_or(self.board.voice.next())))?;
            }
            Wish::Mute => self.effect(Effect::Mute(!self.board.muted))?,
            Wish::Volume(percent) => self.effect(Effect::Volume(percent))?,
        }
        self.dirty = true;
        Ok(Ok(()))
    }

    pub(super) fn begin(&mut self, job: Job) {
        self.board.clear();
        if let Some(notice) = job.notice() {
            self.say(notice);
        }
        self.backstage.shelf().clear();
        self.summary = None;
        let sender = self.sender.clone();
        let speed = job.speed(self.backstage.manner());
        let (volume, muted) = (self.board.volume, self.board.muted);
        let audio = self.backstage.audio(volume, muted, speed, self.clock, move |notice| {
            threads::point("sound");
            // Nobody listens any more only when the program is over.
            let _ = sender.send(Message::Sound(notice));
        });
        let asked = self.backstage.asks(&job);
        let loudness = Loudness { volume, muted, voice: self.board.voice };
        let mut playing = Playing::new(job, self.backstage, audio, loudness, self.clock, self.sender);
        playing.view(self.in_view);
        self.playing = Some(playing);
        self.app.show_session();
        self.app.ask(asked.before, asked.after);
        self.app.at_speed(speed);
        self.command(Command::Start);
        self.dirty = true;
    }

    /// The keeper writes it down, and says so if it cannot.
    fn answer_changes(&mut self, accepted: bool) {
        let Some(playing) = &mut self.playing else { return };
        if let Some(decided) = playing.keeping().decide(accepted) {
            self.handed_over(decided.number);
            self.show_changes();
        }
    }

    /// What the session changes, with all that was said of it.
    pub(super) fn show_changes(&mut self) {
        if let (Some(playing), Some(summary)) = (&mut self.playing, &mut self.summary) {
            summary.changes = playing.keeping().changes().iter().map(progress::line).collect();
        }
    }
}
