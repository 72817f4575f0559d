//! Sessions as stories: `tests/scenarios/*.toml` hold a routine, what its user does and when, and what then happens.
//!
//! A command's time is the time since the start on the wall clock. An event's time is its active time. Of an event
//! a line gives its time, its name, and those of its words that matter, in their order.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use serde::Deserialize;
use supple::{
    plan::{self, Options, Plan, Step},
    routine::{Library, Side, duration},
    session::{
        Command, Cue, CueKind, Event, Moment, Origin, Outcome, PainOf, PauseCause, Session, Settings,
        SkipReason, Stamped, Status, Way,
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    /// The rule that this shows, in a sentence.
    about: String,
    /// A routine file.
    routine: String,
    /// By the wall clock since the start. The start itself is not among them.
    #[serde(default)]
    commands: BTreeMap<String, Commands>,
    /// The names of the events that are shown; without it, all.
    #[serde(default)]
    only: Vec<String>,
    /// By the wall clock: where the story ends, if the session does not end before.
    until: Option<String>,
    /// One event a line.
    events: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Commands {
    One(String),
    Several(Vec<String>),
}

#[test]
fn every_scenario_goes_as_it_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let files =
        fs::read_dir(folder).expect("the scenarios lie beside this file").map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect();
    files.sort();
    assert!(files.len() >= 15, "most of the scenarios are missing");
    let faults: Vec<String> = files.iter().filter_map(|file| check(file).err()).collect();
    assert!(faults.is_empty(), "{} of {} scenarios:\n\n{}", faults.len(), files.len(), faults.join("\n\n"));
}

/// # Errors
/// What happened instead, line by line.
fn check(file: &Path) -> Result<(), String> {
    let name = file.file_name().unwrap().to_string_lossy();
    let scenario: Scenario =
        toml::from_str(&fs::read_to_string(file).unwrap()).map_err(|e| format!("{name}: {e}"))?;
    let told = Story::new(&scenario)?.tell(&scenario).map_err(|fault| format!("{name}: {fault}"))?;
    let expected: Vec<&str> =
        scenario.events.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let agree =
        expected.len() == told.len() && expected.iter().zip(&told).all(|(line, told)| says(told, line));
    if agree && !expected.is_empty() {
        return Ok(());
    }
    let mut fault = format!("{name}: {}\n", scenario.about);
    for at in 0..expected.len().max(told.len()) {
        let expected = expected.get(at).copied().unwrap_or("nothing");
        let told = told.get(at).map_or("nothing", String::as_str);
        let mark = if says(told, expected) { ' ' } else { '!' };
        writeln!(fault, "{mark} {expected:60} {told}").unwrap();
    }
    Err(fault)
}

/// Whether an event begins like the expected line and has the rest of its words, in their order.
fn says(told: &str, expected: &str) -> bool {
    let mut told = told.split_whitespace();
    let mut expected = expected.split_whitespace();
    let begins = (0..2).all(|_| told.next() == expected.next());
    begins && expected.all(|word| told.any(|other| other == word))
}

struct Story {
    plan: Arc<Plan>,
    session: Session,
    now: Duration,
    /// Nobody calls before.
    asleep_until: Duration,
}

impl Story {
    fn new(scenario: &Scenario) -> Result<Self, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("scenario.toml");
        fs::write(&file, &scenario.routine).unwrap();
        let found =
            Library::open(None).routine(file.to_str().unwrap()).map_err(|fault| format!("{fault:?}"))?;
        let routine = found.value.ok_or_else(|| format!("{:?}", found.diagnostics))?;
        let options = Options::default();
        let mut plan = plan::compile(&routine, &options);
        plan::add_variants(&mut plan, &routine, &options, |id| Library::open(None).exercise(id).ok()?.value);
        let plan = Arc::new(plan);
        let session = Session::new(Arc::clone(&plan), Settings::default());
        Ok(Self { plan, session, now: Duration::ZERO, asleep_until: Duration::ZERO })
    }

    fn tell(mut self, scenario: &Scenario) -> Result<Vec<String>, String> {
        let time = |text: &String| duration::parse(text).map_err(|_| format!("`{text}` is no duration"));
        let mut commands = Vec::new();
        for (at, words) in &scenario.commands {
            commands.push((time(at)?, words));
        }
        commands.sort_by_key(|(at, _)| *at);
        assert!(self.session.handle(self.moment(), Command::Start));
        for (at, words) in commands {
            self.wait_until(at);
            match words {
                Commands::One(words) => self.obey(words)?,
                Commands::Several(several) => several.iter().try_for_each(|words| self.obey(words))?,
            }
        }
        self.wait_until(scenario.until.as_ref().map(time).transpose()?.unwrap_or(Duration::MAX));
        let mut lines = Vec::new();
        while let Some(stamped) = self.session.poll_event() {
            let line = line(&self.plan, &stamped);
            let name = line.split(' ').nth(1).unwrap_or_default();
            if scenario.only.is_empty() || scenario.only.iter().any(|only| only == name) {
                lines.push(line);
            }
        }
        Ok(lines)
    }

    fn moment(&self) -> Moment {
        Moment::since_origin(self.now)
    }

    /// Comes at every deadline, unless nobody is awake.
    fn wait_until(&mut self, until: Duration) {
        while let Some(deadline) = self.session.deadline() {
            let wake = deadline.origin_offset().max(self.asleep_until);
            if wake > until {
                break;
            }
            self.now = wake;
            self.session.advance(self.moment());
        }
        if until < Duration::MAX {
            self.now = until.max(self.now);
        }
    }

    fn obey(&mut self, words: &str) -> Result<(), String> {
        if let Some(until) = words.strip_prefix("asleep until ") {
            self.asleep_until = duration::parse(until).map_err(|_| format!("`{until}` is no duration"))?;
            // A screen was drawn just now.
            self.session.advance(self.moment());
            return Ok(());
        }
        if words == "end of input" {
            self.session.set_unattended(self.moment());
            return Ok(());
        }
        let (refused, wanted) =
            words.strip_prefix("refused: ").map_or((false, words), |wanted| (true, wanted));
        let command = self.command(wanted).ok_or_else(|| format!("`{wanted}` is no command"))?;
        if self.session.handle(self.moment(), command) == refused {
            let verb = if refused { "was taken" } else { "was refused" };
            return Err(format!("`{wanted}` at {:?} {verb}", self.now));
        }
        Ok(())
    }

    /// A word of a command, of what it is about, and `from afar` where no key was pressed.
    fn command(&self, words: &str) -> Option<Command> {
        let (words, origin) = match words.strip_suffix(" from afar") {
            Some(words) => (words, Origin::Remote),
            None => (words, Origin::Key),
        };
        let (word, about) = words.split_once(' ').unwrap_or((words, ""));
        Some(match (word, about) {
            ("pause", _) if origin == Origin::Remote => Command::Pause(PauseCause::Remote),
            ("pause", _) => Command::Pause(PauseCause::User),
            ("resume", _) => Command::Resume(origin),
            ("next", _) => Command::Next(origin),
            ("done", _) => Command::Done(origin),
            ("count", _) => Command::CountRep,
            ("back", _) => Command::Back(origin),
            ("restart", _) => Command::RestartExercise(origin),
            ("skip", _) => Command::SkipExercise,
            ("because", "pain") => Command::SkipReason(SkipReason::Pain),
            ("because", "time") => Command::SkipReason(SkipReason::Time),
            ("later", _) => Command::Later,
            ("easier", _) => Command::Swap(Way::Easier),
            ("harder", _) => Command::Swap(Way::Harder),
            ("jump", exercise) => Command::Jump { occurrence: self.occurrence(exercise)?, origin },
            ("more", _) => Command::More,
            ("less", _) => Command::Less,
            ("slower", _) => Command::Slower,
            ("faster", _) => Command::Faster,
            ("quit", _) => Command::Quit,
            _ => return None,
        })
    }

    /// The first appearance of an exercise.
    fn occurrence(&self, exercise: &str) -> Option<u32> {
        let is_it = |step: &&Step| self.plan.entry_of(step).is_some_and(|entry| entry.id == exercise);
        self.plan.steps.iter().find(is_it).map(|step| step.occurrence)
    }
}

// An event as a line.

fn line(plan: &Plan, stamped: &Stamped) -> String {
    format!("{} {}", seconds(stamped.at), words(plan, &stamped.event))
}

fn words(plan: &Plan, event: &Event) -> String {
    let exercise = |entry: u32| &plan.entries[entry as usize].id;
    match event {
        Event::SessionStarted => "session_started".to_owned(),
        Event::StepStarted(played) => format!("step_started {} {}", played.index, step(plan, &played.step)),
        Event::StepEnded { index, outcome, counted, lasted, .. } => {
            let counted = counted.map_or_else(String::new, |count| format!(" counted {count}"));
            format!("step_ended {index} {} after {}{counted}", outcome_word(*outcome), seconds(*lasted))
        }
        Event::Cue(cue) => format!("cue {}", cue_words(cue)),
        Event::StepChanged { index, length, reps } => {
            let reps = reps.map_or_else(String::new, |reps| format!(" reps {reps}"));
            format!("step_changed {index} {}{reps}", length.map_or_else(|| "open".to_owned(), seconds))
        }
        Event::RepCounted { index, count } => format!("rep_counted {index} {count}"),
        Event::PaceChanged { entry, percent } => format!("pace_changed {} {percent}", exercise(*entry)),
        Event::ExerciseSkipped { entry, reason, .. } => match reason {
            None => format!("exercise_skipped {}", exercise(*entry)),
            Some(reason) => {
                format!("exercise_skipped {} {}", exercise(*entry), format!("{reason:?}").to_lowercase())
            }
        },
        Event::ExerciseDeferred { entry, .. } => format!("exercise_deferred {}", exercise(*entry)),
        Event::ExerciseSwapped { entry, to, .. } => {
            format!("exercise_swapped {} for {}", exercise(*entry), exercise(*to))
        }
        Event::PainReported { of: PainOf::Before, value } => format!("pain_reported before {value}"),
        Event::PainReported { of: PainOf::Exercise { entry, .. }, value } => {
            format!("pain_reported {} {value}", exercise(*entry))
        }
        Event::Paused(cause) => format!("paused {}", cause_word(*cause)),
        Event::Resumed { paused } => format!("resumed after {}", seconds(*paused)),
        Event::SessionEnded { status, active, paused } => {
            let status = match status {
                Status::Completed => "completed",
                Status::Stopped => "stopped",
            };
            format!("session_ended {status} active {} paused {}", seconds(*active), seconds(*paused))
        }
    }
}

fn step(plan: &Plan, step: &Step) -> String {
    let mut words = match step.mode {
        Some(mode) => format!("work {mode:?}").to_lowercase(),
        None => format!("{:?}", step.kind).to_lowercase(),
    };
    write!(words, " {}", step.length.map_or_else(|| "open".to_owned(), seconds)).unwrap();
    let Some(entry) = plan.entry_of(step) else { return words };
    write!(words, " {}", entry.id).unwrap();
    if let (Some(set), Some(sets)) = (step.set, step.sets) {
        write!(words, " set {set}/{sets}").unwrap();
    }
    if let (Some(rep), Some(reps)) = (step.rep, step.reps) {
        write!(words, " rep {rep}/{reps}").unwrap();
    }
    if let Some(side) = step.side {
        write!(words, " {}", if side == Side::Left { "left" } else { "right" }).unwrap();
    }
    if let Some(phase) = step.phase {
        write!(words, " {}", entry.phases[phase as usize].name).unwrap();
    }
    words
}

fn cue_words(cue: &Cue) -> String {
    let kind = match cue.kind {
        CueKind::Prepare => "prepare",
        CueKind::Tick => "tick",
        CueKind::Go => "go",
        CueKind::Rep { last: false } => "rep",
        CueKind::Rep { last: true } => "rep last",
        CueKind::Half => "half",
        CueKind::TickOut => "tick_out",
        CueKind::End => "end",
        CueKind::Relax => "relax",
        CueKind::Switch => "switch",
        CueKind::Rest => "rest",
        CueKind::Custom => "custom",
        CueKind::Paused => "paused",
        CueKind::Resumed => "resumed",
        CueKind::Finished => "finished",
    };
    cue.say.as_ref().map_or_else(|| kind.to_owned(), |say| format!("{kind} {say}"))
}

const fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Cut => "cut",
        Outcome::Skipped => "skipped",
        Outcome::Left => "left",
    }
}

const fn cause_word(cause: PauseCause) -> &'static str {
    match cause {
        PauseCause::User => "user",
        PauseCause::Suspended => "suspended",
        PauseCause::Terminal => "terminal",
        PauseCause::Remote => "remote",
        PauseCause::LeadIn => "lead_in",
    }
}

/// With one digit after the point, or as many as it takes.
fn seconds(time: Duration) -> String {
    format!("{:?}", time.as_secs_f64())
}
