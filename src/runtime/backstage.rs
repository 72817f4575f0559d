//! What a session needs from outside: the routine, the history, the sound.

mod cut_off;

use std::{
    cell::RefCell,
    path::PathBuf,
    sync::{Arc, mpsc::Sender},
};

use anyhow::{Context as _, Result, anyhow};

#[cfg(all(feature = "desktop", target_os = "linux"))]
use super::desktop::Desktop;
use super::{
    Choice, LevelWord, Message, cards,
    clock::{self, Clock},
    control::Control,
    home,
    hooks::Desk,
    keeping::Keeping,
    neighbours::Neighbours,
    progress::Prospect,
    shelf::Shelf,
};
use crate::{
    audio::{self, Audio, Mouth},
    config::{
        paths::Paths,
        settings::{self, Settings},
    },
    figure,
    history::{
        journal::Header,
        keeper::{Clocks, Keeper, Places, Unstored},
        progression::decision,
        record::{About, Record, new_id},
        recorder::Recorder,
        recovery::Resumption,
        store::{Store, machine_name},
        wall_time::WallTime,
        when::When,
    },
    plan::{Fitted, Plan, add_variants},
    routine::{Found, Library, Routine},
    session::{Change, ResumePoint},
    speech::Voice,
    ui::{Complaint, ExerciseCard, HomeModel},
};

/// Faster than this nobody could tell the sounds apart.
const FASTEST_WITH_SOUND: f64 = 4.0;

/// How sessions are to be played.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// 1 is as fast as life.
    pub speed: f64,
    /// Begin without sound.
    pub mute: bool,
    /// How much is said; `None`: as the settings have it.
    pub voice: Option<Voice>,
    /// Keep a journal and a record.
    pub log: bool,
}

/// A session that is about to begin, or to go on.
#[derive(Debug)]
pub struct Job {
    pub(super) plan: Arc<Plan>,
    path: Option<PathBuf>,
    choice: Choice,
    /// `None`: no range moves with this session.
    prospect: Option<Prospect>,
    /// By entry of the plan: how fast its reps go at first.
    pub(super) paces: Vec<u32>,
    /// By entry: the item of a program that it comes from.
    pub(super) items: Vec<String>,
    /// What the user is told before it begins: what had to be left out.
    notice: Option<String>,
    resumption: Option<Box<Resumption>>,
}

impl Job {
    /// Of the routine.
    pub fn name(&self) -> &str {
        &self.plan.name
    }

    pub(super) fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// It was interrupted.
    pub(super) const fn goes_on(&self) -> bool {
        self.resumption.is_some()
    }

    /// An interrupted session goes on as fast as it began: its record has one speed.
    pub(super) fn speed(&self, manner: Manner) -> f64 {
        self.resumption.as_ref().map_or(manner.speed, |resumption| resumption.header.speed)
    }
}

/// Everything behind the scenes.
#[derive(Debug)]
pub struct Backstage {
    paths: Paths,
    library: Arc<Library>,
    shelf: Arc<Shelf>,
    manner: Manner,
    settings: Settings,
    /// What is at fault in the settings.
    pub(super) complaint: Option<Complaint>,
    mouth: Arc<Mouth>,
    /// Opened by the first session that has hooks.
    desk: RefCell<Option<Desk>>,
}

impl Backstage {
    pub fn new(paths: Paths, manner: Manner, settings: Settings) -> Self {
        let library = Library::open(Some(&paths.config)).with_figures(figure::ids().map(Into::into));
        let voice = Some(manner.voice.unwrap_or(settings.voice));
        let manner = Manner { mute: manner.mute || settings.mute, voice, ..manner };
        let shelf = Arc::new(Shelf::new(history_in(&paths)));
        let library = Arc::new(library);
        let (mouth, desk, complaint) = (Arc::default(), RefCell::default(), None);
        Self { paths, library, shelf, manner, settings, complaint, mouth, desk }
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The voice, the same for every session.
    pub(super) fn mouth(&self) -> Arc<Mouth> {
        self.mouth.clone()
    }

    pub fn library(&self) -> &Library {
        &self.library
    }

    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// How much is said to begin with.
    pub fn voice(&self) -> Voice {
        self.manner.voice.unwrap_or(self.settings.voice)
    }

    pub(super) fn manner(&self) -> Manner {
        self.manner
    }

    /// A session of this routine. `path` is where the routine was read, if it was named by a path.
    ///
    /// # Errors
    /// When the choice leaves nothing of it.
    pub fn job(&self, routine: &Routine, path: Option<PathBuf>, choice: Choice) -> Result<Job> {
        let mut choice = Choice { first_side: self.settings.first_side, ..choice };
        let prospect = self.prospect(routine, &choice, clock::wall().timestamp());
        if let Some(prospect) = &prospect {
            choice.standing = self.doses(prospect, routine, &choice);
        }
        let fitted = self.fitted(routine, &choice)?;
        let notice = fitted.words();
        let (plan, items) = (Arc::new(fitted.plan), Vec::new());
        let paces = self.paces(&plan);
        Ok(Job { plan, path, choice, prospect, paces, items, notice, resumption: None })
    }

    /// A session of the routine with this id, all of it.
    ///
    /// # Errors
    /// When there is none, or its file has faults.
    pub(super) fn job_of(&self, id: &str) -> Result<Job> {
        self.job(&self.routine(id)?, None, Choice::default())
    }

    /// A session of this exercise of the library at its own dose.
    ///
    /// # Errors
    /// When there is none, or its file has faults.
    pub(super) fn job_of_exercise(&self, id: &str) -> Result<Job> {
        let found = self.library.exercise_as_routine(id).map_err(|error| anyhow!("{error}"))?;
        self.job(&sound(found)?, None, Choice::default())
    }

    /// Every exercise of the library.
    pub(super) fn exercises(&self) -> Vec<ExerciseCard> {
        cards::exercises(&self.library)
    }

    /// What the home screen shows at first, while the history is being read.
    pub(super) fn home_in_short(&self) -> HomeModel {
        home::in_short(&self.library)
    }

    /// The sound, unless the session goes too fast for it. Opens nothing yet.
    pub(super) fn audio(
        &self,
        volume: u8,
        muted: bool,
        speed: f64,
        clock: Clock,
        report: impl Fn(audio::Notice) + Send + 'static,
    ) -> Option<Audio> {
        // Whatever was opened, there is nothing to be done about it.
        let report = move |notice| {
            if !matches!(notice, audio::Notice::Opened(_)) {
                report(notice);
            }
        };
        self.frank_audio((volume, muted), speed, clock, report)
    }

    /// The same, which tells what was opened, too.
    pub(super) fn frank_audio(
        &self,
        (volume, muted): (u8, bool),
        speed: f64,
        clock: Clock,
        report: impl Fn(audio::Notice) + Send + 'static,
    ) -> Option<Audio> {
        let settings = audio::Settings { volume, muted, ..sound_settings(&self.settings) };
        (speed <= FASTEST_WITH_SOUND).then(|| Audio::start(settings, self.mouth(), clock, report))
    }

    /// Begins (or goes on) to keep the session. A second value says where it goes on.
    pub(super) fn keep(&self, job: Job, messages: Sender<Message>) -> (Keeping, Option<Beginning>) {
        let about = match &job.resumption {
            Some(resumption) => resumption.header.about(),
            None => About { paces: job.paces, ..self.about(&job.choice, job.items) },
        };
        // A session that has a journal goes on in it, and holds its lock, whatever is asked of new ones.
        let kept = self.manner.log || job.resumption.is_some();
        // What was done by nobody, or is not kept, changes nothing.
        let counts = kept && about.speed.to_bits() == 1.0_f64.to_bits();
        let prospect = job.prospect.filter(|_| counts);
        let mut keeper = kept.then(|| self.keeper(messages));
        let mut recorder = Recorder::new(&job.plan);
        let mut beginning = None;
        let wall_time = match job.resumption {
            None => {
                let header = Header::new(about.clone(), &job.plan, job.path, job.choice.to_json())
                    .begun_at(clock::uptime());
                keeper.as_mut().map(|keeper| keeper.begin(job.plan.clone(), header))
            }
            Some(resumption) => {
                let Resumption { journal, recorder: before, point, changes, .. } = *resumption;
                recorder = before;
                beginning = Some(Beginning { point, changes });
                keeper.as_mut().map(|keeper| keeper.go_on(job.plan.clone(), journal))
            }
        };
        // Without a keeper it is a new session, of which the summary alone tells.
        let wall_time = wall_time.unwrap_or_else(|| WallTime::new(&about.started, clock::now()));
        let keeping = Keeping::new(job.plan, recorder, about, (wall_time, clock::now), keeper);
        (keeping.changing(prospect), beginning)
    }

    /// Everybody outside who is told of a session. What they have to say comes as messages.
    pub(super) fn neighbours(&self, messages: &Sender<Message>) -> Neighbours {
        let mut neighbours = Neighbours::default();
        neighbours.add(Control::new(&self.paths, messages.clone(), clock::now));
        self.add_hooks(&mut neighbours, messages);
        desktop(&mut neighbours, &self.settings, messages);
        neighbours
    }

    fn add_hooks(&self, neighbours: &mut Neighbours, messages: &Sender<Message>) {
        let mut desk = self.desk.borrow_mut();
        if desk.is_none() && !self.settings.hooks.is_empty() {
            // Without a thread there are no hooks, and the session goes on.
            *desk = Desk::open(self.settings.hooks.clone(), messages.clone(), clock::now).ok();
        }
        if let Some(desk) = &*desk {
            neighbours.add(desk.neighbour());
        }
    }

    /// Gives the hooks that still run a little time to end. The terminal has been given back by then.
    pub(super) fn dismiss_hooks(&self) {
        drop(self.desk.take());
    }

    fn about(&self, choice: &Choice, items: Vec<String>) -> About {
        let now = clock::wall();
        // Where progression has no say somebody has chosen the level, if only once and for all.
        let off = self.settings.progression == settings::Progression::Off;
        let level = choice.level.or(off.then(LevelWord::default));
        let asks = self.settings.progression == settings::Progression::Ask && level.is_none();
        About {
            id: new_id(&now),
            started: When::to_second(&now),
            level: level.map(|level| level.word().to_owned()),
            progression: asks.then(|| decision::ASK.to_owned()),
            speed: self.manner.speed,
            app: env!("CARGO_PKG_VERSION").to_owned(),
            items,
            paces: Vec::new(),
        }
    }

    fn keeper(&self, messages: Sender<Message>) -> Keeper {
        let places = Places { store: self.store(), journals: self.journals() };
        let clocks = Clocks { now: clock::now, wall: clock::wall };
        let report = move |notice| {
            // Nobody listens any more only when the program is over.
            let _ = messages.send(Message::Disk(notice));
        };
        Keeper::start(places, clocks, report)
    }

    /// The plan of a choice, with every exercise that may be swapped in.
    fn fitted(&self, routine: &Routine, choice: &Choice) -> Result<Fitted> {
        let mut fitted = choice.plan(routine)?;
        let options = choice.options(routine)?;
        add_variants(&mut fitted.plan, routine, &options, |id| self.library.exercise(id).ok()?.value);
        Ok(fitted)
    }

    pub(super) fn routine(&self, name: &str) -> Result<Routine> {
        sound(self.library.playable(name).map_err(|error| anyhow!("{error}"))?)
    }

    /// Makes another one like it, on another thread.
    pub(super) fn again(&self) -> impl FnOnce() -> Self + Send + 'static {
        let (paths, library, shelf) = (self.paths.clone(), self.library.clone(), self.shelf.clone());
        let (manner, settings, mouth) = (self.manner, self.settings.clone(), self.mouth.clone());
        move || {
            let (complaint, desk) = (None, RefCell::default());
            Self { paths, library, shelf, manner, settings, complaint, mouth, desk }
        }
    }

    pub(super) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    pub(super) fn store(&self) -> Store {
        Store::new(&self.store_folder(), &machine_name())
    }

    pub(super) fn store_folder(&self) -> PathBuf {
        history_in(&self.paths)
    }

    /// Whether there is any trace of a session, which is known without reading any.
    pub(super) fn has_sessions(&self) -> bool {
        let is_line_file = |path: PathBuf| path.extension().is_some_and(|extension| extension == "jsonl");
        let files =
            [self.store_folder(), self.journals()].into_iter().filter_map(|folder| folder.read_dir().ok());
        files.flatten().flatten().any(|file| is_line_file(file.path()))
    }

    fn journals(&self) -> PathBuf {
        self.paths.state.join("journal")
    }

    /// Where what libraries print goes while the screen is up; nowhere if no file is to be left behind.
    pub(super) fn log_file(&self) -> Option<PathBuf> {
        self.manner.log.then(|| self.paths.state.join("supple.log"))
    }
}

fn history_in(paths: &Paths) -> PathBuf {
    paths.data.join("history")
}

/// How sound is to be made, as it was settled.
pub(super) fn sound_settings(settings: &Settings) -> audio::Settings {
    audio::Settings {
        output: settings.output.clone(),
        volume: settings.volume,
        cue_volume: settings.cue_volume,
        voice_volume: settings.voice_volume,
        muted: settings.mute,
        wake_device: settings.wake_device,
        delay: settings.sound_delay,
        ..audio::Settings::default()
    }
}

#[cfg(all(feature = "desktop", target_os = "linux"))]
fn desktop(neighbours: &mut Neighbours, settings: &Settings, messages: &Sender<Message>) {
    if let Some(desktop) = Desktop::start(settings, clock::now, messages.clone()) {
        neighbours.add(desktop);
    }
}

/// There is no session bus, or nobody wants to hear of it.
#[cfg(not(all(feature = "desktop", target_os = "linux")))]
const fn desktop(_: &mut Neighbours, _: &Settings, _: &Sender<Message>) {}

/// The routine of a file that has no faults.
fn sound(found: Found<Routine>) -> Result<Routine> {
    let why_not = found.why_not();
    found.value.context(why_not)
}

/// Where a session goes on after an interruption.
#[derive(Clone, Debug)]
pub(super) struct Beginning {
    pub(super) point: ResumePoint,
    /// What was put off to the end or swapped.
    pub(super) changes: Vec<Change>,
}

/// What could not be stored, as its lines: nothing is lost silently.
pub(super) fn last_resort(lost: &Unstored) -> Option<String> {
    let lines: String =
        lost.records.iter().map(Record::line).chain(lost.corrections.iter().cloned()).collect();
    let what = match (lost.records.is_empty(), lost.corrections.is_empty()) {
        (true, true) => return None,
        (false, _) => "the session could not be written to the history",
        (true, false) => "what you said of the session could not be written to the history",
    };
    let reason = &lost.reason;
    Some(format!("{what}: {reason}\nThis is its record, to be kept by hand:\n{lines}"))
}
