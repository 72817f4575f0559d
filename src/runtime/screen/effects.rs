//! What the screens ask for, done.

use super::{
    super::{
        Ending, Message,
        backstage::{Backstage, Job},
        playing::Playing,
        sabotage,
    },
    Show,
};
use crate::{
    session::Command,
    ui::{Effect, Recovery},
};

impl Show<'_> {
    /// Does what the screens ask for.
    ///
    /// # Errors
    /// When the terminal fails.
    pub(super) fn effect(&mut self, effect: Effect) -> anyhow::Result<()> {
        match effect {
            Effect::Session(command) => self.command(command),
            Effect::Start { routine } => match self.backstage.job_of(&routine) {
                Ok(job) => self.begin(job),
                Err(error) => self.say(format!("{error:#}")),
            },
            Effect::StartExercise { exercise } => match self.backstage.job_of_exercise(&exercise) {
                Ok(job) => self.begin(job),
                Err(error) => self.say(format!("{error:#}")),
            },
            Effect::LoadExercises => self.app.set_exercises(self.backstage.exercises()),
            Effect::SafetyRead => self.backstage.safety_was_read(),
            Effect::StartToday => match self.backstage.start_today() {
                Ok(job) => self.begin(job),
                Err(why_not) => self.say(why_not),
            },
            Effect::StartItem { item } => match self.backstage.start_item(&item) {
                Ok(job) => self.begin(job),
                Err(error) => self.say(format!("{error:#}")),
            },
            Effect::Tick { item } => {
                // That it is done the screen says by itself, once it is among what is done.
                if let Err(error) = self.backstage.tick_whole(&item) {
                    self.say(format!("{error:#}"));
                }
                self.app.set_home(self.backstage.home());
            }
            Effect::Recover { session, how } => self.recover(&session, how),
            Effect::Volume(percent) => {
                self.board.volume = percent;
                if let Some(audio) = self.audio() {
                    audio.set_volume(percent);
                }
            }
            Effect::Mute(muted) => {
                self.board.muted = muted;
                if let Some(audio) = self.audio() {
                    audio.set_muted(muted);
                }
            }
            Effect::Redraw => {
                sabotage::point("redraw");
                self.screen.forget()?;
            }
            Effect::SuspendProcess => self.stop()?,
            Effect::LeaveSession if self.leaves_after_session => self.leave(self.last),
            Effect::LeaveSession => {
                if let Some(playing) = &mut self.playing {
                    playing.let_sound_ring_out();
                }
                self.end_playing();
                self.summary = None;
                let home = self.backstage.home();
                self.app.back_home(home);
            }
            Effect::Quit if self.playing.is_none() => self.leave(Ending::Completed),
            Effect::Quit => self.leave_at_once(),
        }
        Ok(())
    }

    pub(super) fn begin(&mut self, job: Job) {
        self.board.clear();
        if let Some(notice) = job.notice() {
            self.say(notice);
        }
        self.summary = None;
        let sender = self.sender.clone();
        let speed = job.speed(self.backstage.manner());
        let audio = Backstage::audio(self.board.volume, self.board.muted, speed, self.clock, move |notice| {
            sabotage::point("sound");
            // Nobody listens any more only when the program is over.
            let _ = sender.send(Message::Sound(notice));
        });
        self.playing = Some(Playing::new(job, self.backstage, audio, self.clock, self.sender.clone()));
        self.app.show_session();
        self.command(Command::Start);
        self.dirty = true;
    }

    fn recover(&mut self, session: &str, how: Recovery) {
        match self.backstage.recover(session, how) {
            Ok(Some(job)) => return self.begin(job),
            Ok(None) => {}
            Err(error) => self.say(format!("{error:#}")),
        }
        let home = self.backstage.home();
        self.app.set_home(home);
    }
}
