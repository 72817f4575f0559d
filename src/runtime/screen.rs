//! The full screen: home, sessions, summaries. One loop, one kind of message; it draws only what has changed.

mod check_in;
mod effects;
mod ground;
mod hearing;
mod leaving;
mod waiting;

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender},
    time::Duration,
};

use anyhow::{Context as _, bail};

use self::ground::AtGround;
use super::{
    Ending, Message, PANICKED,
    backstage::Backstage,
    banner::Banner,
    board::Board,
    clock::{self, Clock},
    colours::Colours,
    first::First,
    hearing::Hearing,
    input,
    opened::Opened,
    outstanding::Outstanding,
    playing::Playing,
    terminal::{Screen, say_on_stderr},
    words,
};
use crate::{
    audio::render::Rendered,
    history::keeper,
    plan::Kind,
    session::{Command, Cue, CueKind, Event, Moment, PauseCause, SkipReason, Snapshot, Stamped, Status},
    threads,
    ui::{App, Input, Kept, Scene, Setup, SummaryModel, chosen_pace},
};

/// However fast a session goes, no more than eight pictures a second are drawn of what moves.
const SHORTEST_PICTURE: Duration = Duration::from_millis(125);

/// Said when an exercise was skipped for pain.
const AFTER_PAIN: &str = "Stop if pain grows, shoots down a leg or numbs it; then ask a doctor.";

/// Runs until the user leaves.
///
/// # Errors
/// When the terminal cannot be had, or fails.
pub(super) fn run(
    first: First,
    backstage: &Backstage,
    (setup, colours): (Setup, Colours),
    messages: &(Sender<Message>, Receiver<Message>),
    clock: Clock,
    unicode: bool,
) -> anyhow::Result<Ending> {
    let settings = backstage.settings();
    first.send_ahead(backstage, &messages.0);
    let mut screen = Screen::take(settings.mouse, Banner::new(settings.title, settings.progress))?;
    let inquiry = screen.ask(colours.question());
    input::listen(messages.0.clone(), inquiry.clone())?;
    let (leaves, is_ordered) = (!matches!(first, First::Home), matches!(first, First::Order(_)));
    // Before anything is heard it is read what to heed.
    let tries_sound = !leaves && backstage.is_safety_read();
    let (app, job) = first.app(setup, backstage);
    let mut show = Show {
        leaves_after_session: leaves,
        app,
        screen,
        ground: AtGround { colours, inquiry, asked: clock() },
        backstage,
        sender: &messages.0,
        clock,
        unicode,
        playing: None,
        hearing: None,
        summary: None,
        snapshot: None,
        board: Board::new(settings.volume, backstage.manner().mute, backstage.voice(), settings.motion),
        dirty: true,
        drawn: clock(),
        opened: Opened::default(),
        in_view: true,
        came_back: false,
        panicked: false,
        ending: None,
        last: Ending::Completed,
        lost: Vec::new(),
        remarks: Vec::new(),
        said: check_in::Said::default(),
        waiting: waiting::Waiting::new(is_ordered.into()),
        outstanding: Outstanding::new(),
        is_ordered,
        is_stale: false,
    };
    if let Some(job) = job {
        show.begin(*job);
    }
    if tries_sound {
        show.try_sound();
    }
    show.run(&messages.1)
}

struct Show<'a> {
    app: App,
    screen: Screen,
    ground: AtGround,
    backstage: &'a Backstage,
    sender: &'a Sender<Message>,
    clock: Clock,
    unicode: bool,
    playing: Option<Playing>,
    /// The sound is being tried.
    hearing: Option<Hearing>,
    /// What was kept of the session that ended last.
    summary: Option<SummaryModel>,
    snapshot: Option<Snapshot>,
    board: Board,
    dirty: bool,
    /// When.
    drawn: Moment,
    opened: Opened,
    /// Whether the user looks at the terminal, as far as it tells.
    in_view: bool,
    /// The process has stopped itself and gone on; word of that is still to come.
    came_back: bool,
    /// Some thread has panicked.
    panicked: bool,
    /// `supple run NAME` ends with its session.
    leaves_after_session: bool,
    /// Set when it is time to leave.
    ending: Option<Ending>,
    /// How the session that ended last has ended.
    last: Ending,
    /// What is to be said once the terminal is given back.
    lost: Vec<String>,
    /// Besides that.
    remarks: Vec<String>,
    said: check_in::Said,
    waiting: waiting::Waiting,
    outstanding: Outstanding,
    /// The session that was asked for is still being put together.
    is_ordered: bool,
    /// What the home screen shows may have been changed since.
    is_stale: bool,
}

/// All that a frame, or what a key means, depends on. A macro, since it borrows the parts and not the whole.
macro_rules! scene {
    ($show:expr, $wall:expr) => {
        Scene {
            snapshot: $show.snapshot.as_ref(),
            wall: $wall,
            sound: $show.board.sound($show.can_sound()),
            voice: $show.board.voice,
            notices: $show.board.notices(),
            coaching: $show.board.coaching(),
            flash: $show.board.flashes(),
            summary: $show.summary.as_ref(),
            recording: $show.backstage.manner().log,
            unicode: $show.unicode,
            page_open: $show.opened.span($show.drawn),
        }
    };
}

impl Show<'_> {
    fn run(mut self, messages: &Receiver<Message>) -> anyhow::Result<Ending> {
        let left = catch_unwind(AssertUnwindSafe(|| self.until_left(messages)));
        let left = left.unwrap_or_else(|_| bail!(PANICKED));
        if left.is_err() {
            // Whatever has failed, what was done is kept. If even that panics, the journal has it.
            let _ = catch_unwind(AssertUnwindSafe(|| self.leave_at_once()));
        }
        drop(self.screen);
        if self.backstage.manner().log {
            self.ground.colours.remember();
        }
        if self.leaves_after_session && self.backstage.is_new_here() {
            self.remarks.push(words::WHAT_TO_HEED.to_owned());
        }
        self.remarks.iter().chain(&self.lost).for_each(|sentence| say_on_stderr(sentence));
        if self.lost.is_empty() { left } else { left.map(Ending::without_record) }
    }

    fn until_left(&mut self, messages: &Receiver<Message>) -> anyhow::Result<Ending> {
        // Perhaps the history is there already: then the first picture shows all of it.
        while let Ok(message) = messages.try_recv() {
            self.take(message)?;
        }
        loop {
            if self.panicked {
                bail!(PANICKED);
            }
            if let Some(ending) = self.ending.take() {
                return Ok(ending);
            }
            self.let_time_pass();
            if self.dirty
                && let Err(error) = self.draw()
            {
                self.leave_if_gone(error).context("cannot draw on the terminal")?;
                continue;
            }
            match self.wait(messages) {
                Some(message) => self.take(message)?,
                None => self.dirty = true,
            }
            // What has gathered meanwhile is dealt with before the next drawing, which no flood puts off for long.
            let next_picture = (self.clock)() + SHORTEST_PICTURE;
            while self.ending.is_none() && !self.panicked && (self.clock)() < next_picture {
                let Ok(message) = messages.try_recv() else { break };
                self.take(message)?;
            }
        }
    }

    fn wait(&mut self, messages: &Receiver<Message>) -> Option<Message> {
        let wake = self.playing.as_ref().and_then(|playing| playing.next_wake(true));
        let wake =
            [wake, self.motion(), self.board.next_wake(), self.answers_are_due()].into_iter().flatten().min();
        let Some(wake) = wake else { return Some(messages.recv().unwrap_or(Message::Ended)) };
        if let Some(playing) = &mut self.playing {
            playing.will_wake_at(wake);
        }
        match messages.recv_timeout(wake.since((self.clock)())) {
            Ok(message) => Some(message),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Message::Ended),
        }
    }

    /// When the next picture of what moves is due.
    fn motion(&self) -> Option<Moment> {
        let stays = match self.playing.as_ref().zip(self.snapshot.as_ref()) {
            Some((playing, snapshot)) => playing.real_span(self.app.next_motion(snapshot)?),
            None => self.app.next_page_motion()?,
        };
        Some(self.drawn + stays.max(SHORTEST_PICTURE))
    }

    fn let_time_pass(&mut self) {
        self.dirty |= self.board.expire((self.clock)());
        self.let_answers_go();
        let mut events = Vec::new();
        if let Some(playing) = &mut self.playing {
            playing.advance(&mut events);
        }
        self.note(&events);
        if let Some(playing) = &mut self.playing {
            playing.feed_sound();
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        threads::point("draw");
        self.dirty = false;
        self.drawn = (self.clock)();
        self.opened.see(&self.app, self.drawn);
        self.snapshot = self.playing.as_ref().map(Playing::snapshot);
        let wall = clock::wall();
        let scene = scene!(self, &wall);
        let app = &self.app;
        threads::fault("draw")?;
        self.screen.draw(self.snapshot.as_ref(), |frame| {
            app.draw(frame, &scene);
            threads::point("picture");
        })
    }

    fn take(&mut self, message: Message) -> anyhow::Result<()> {
        match message {
            Message::Input(event) => return self.input(event),
            Message::InputEnded | Message::HungUp | Message::Ended => self.leave_at_once(),
            Message::Panicked => self.panicked = true,
            Message::Resized => self.dirty = true,
            Message::Stop => self.stop()?,
            Message::Continued => {
                // After our own stop everything is as it was already.
                if !std::mem::take(&mut self.came_back) {
                    self.screen.take_again().or_else(|error| self.leave_if_gone(error))?;
                    self.dirty = true;
                }
            }
            Message::Sound(notice) if self.heard_on_trial(&notice) => {}
            Message::Sound(notice) => {
                if let Some(playing) = &mut self.playing {
                    playing.heed(&notice);
                }
                if self.board.heard((self.clock)(), &notice) {
                    self.screen.ring();
                }
                self.dirty = true;
            }
            Message::Voice(Rendered::GivenUp { reason }) => self.warn(words::no_words(&reason)),
            Message::Voice(Rendered::Failed { text, reason }) => {
                if self.playing.as_mut().is_some_and(Playing::is_first_failure) {
                    self.warn(words::no_voice_for(&text, &reason));
                }
            }
            Message::Voice(Rendered::Ready(_)) => {
                if let Some(playing) = &mut self.playing {
                    playing.more_can_be_said();
                }
            }
            Message::Disk(notice) => self.disk(notice),
            Message::Notice(sentence) => self.say(capital(&sentence)),
            Message::Done(done) => self.done(*done)?,
            Message::History(turned) => self.history(*turned),
            Message::Remote(remote) => {
                let answer = self.obey(&remote.line)?;
                remote.answer(answer);
            }
            Message::Ground(ground) => self.learn(ground),
            Message::Line(_) => {}
        }
        Ok(())
    }

    fn input(&mut self, event: crossterm::event::Event) -> anyhow::Result<()> {
        let Some(input) = input::meant(event) else { return Ok(()) };
        if let Some(in_view) = input::shows_view(&input) {
            self.in_view = in_view;
            if let Some(playing) = &mut self.playing {
                playing.view(in_view);
            }
        }
        self.hold_or_handle(input)
    }

    fn handle(&mut self, input: Input) -> anyhow::Result<()> {
        self.snapshot = self.playing.as_ref().map(Playing::snapshot);
        let wall = clock::wall();
        let scene = scene!(self, &wall);
        let effects = self.app.handle(input, &scene);
        self.dirty = true;
        for effect in effects {
            self.effect(effect)?;
        }
        self.renew();
        Ok(())
    }

    /// False when it means nothing now.
    fn command(&mut self, command: Command) -> bool {
        let mut events = Vec::new();
        let playing = self.playing.as_mut();
        let taken = playing.is_some_and(|playing| playing.command(command, &mut events));
        let moved = events.iter().any(|stamped| matches!(stamped.event, Event::StepStarted(_)));
        // What is said as a session begins, nobody has read yet.
        if moved && command != Command::Start {
            self.board.move_on();
        }
        self.note(&events);
        self.dirty = true;
        taken
    }

    /// What concerns the screens in what has happened.
    fn note(&mut self, events: &[Stamped]) {
        self.dirty |= !events.is_empty();
        for stamped in events {
            match &stamped.event {
                Event::SessionEnded { status, .. } => self.session_ended(*status),
                // What was said of the work before it is over.
                Event::StepStarted(played) if played.step.kind != Kind::Work => self.board.stop_coaching(),
                // What the routine itself has to say; the voice may be silent.
                Event::Cue(Cue { kind: CueKind::Custom, say: Some(words), .. }) => {
                    self.board.coach((self.clock)(), words.clone());
                }
                Event::PaceChanged { percent, .. } => self.say(chosen_pace(*percent)),
                Event::ExerciseSkipped { reason: Some(SkipReason::Pain), .. } => self.warn(AFTER_PAIN),
                Event::Paused(PauseCause::Suspended) => {
                    self.say("Paused: the machine was asleep.");
                }
                _ => {}
            }
        }
    }

    fn session_ended(&mut self, status: Status) {
        self.last = Ending::of(status);
        let Some(playing) = &mut self.playing else { return };
        self.summary = Some(playing.keeping().summary());
        playing.keeping().finish();
        self.board.end();
        self.app.show_summary();
    }

    /// What goes on holding, whatever the user does next.
    fn warn(&mut self, notice: impl Into<String>) {
        self.board.warn((self.clock)(), notice);
        self.dirty = true;
    }

    fn say(&mut self, notice: impl Into<String>) {
        self.board.say((self.clock)(), notice);
        self.dirty = true;
    }

    fn disk(&mut self, notice: keeper::Notice) {
        let kept = match notice {
            keeper::Notice::Said { number } => {
                self.answers_are_kept(number);
                self.dirty = true;
                return;
            }
            keeper::Notice::Stored { .. } => Kept::InHistory,
            keeper::Notice::Mended => {
                self.say("The disk takes the session again; nothing is missing.");
                Kept::Writing
            }
            keeper::Notice::Trouble(error) => {
                self.warn(format!("Not written down yet: {error}."));
                Kept::Failed(error.to_string())
            }
        };
        if let Some(summary) = self.summary.as_mut().filter(|summary| summary.kept != Kept::InHistory) {
            summary.kept = kept;
        }
        self.dirty = true;
    }

    /// Nothing sounds in a session that goes too fast for it.
    fn can_sound(&self) -> bool {
        self.playing.as_ref().is_none_or(Playing::can_sound)
    }
}

/// On the screen it stands by itself, and elsewhere behind the program's name.
fn capital(sentence: &str) -> String {
    let mut characters = sentence.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}
