//! The lines of a whole session say everything that its plan has for a screen to show, in the plan's order, and the
//! same lines come however often somebody looks.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::{collections::HashSet, sync::Arc, time::Duration};

use supple::{
    plan::{Entry, Kind, Mode, Options, Plan, Step, compile, spoken},
    routine::{Library, words::position_words},
    session::{
        Command, Event, Moment, Origin, PauseCause, Session, Settings, SkipReason, Stamped, side_words,
    },
    speech::Voice,
    ui::plain::{self, Heard, Plain},
};

/// How a session is driven: woken up when something is due, or at fixed times whatever is due.
#[derive(Clone, Copy, Debug)]
enum Driver {
    WhenDue,
    Every(Duration),
}

/// A session that nobody touches, with what it says, from beginning to end.
struct Heeded {
    events: Vec<Stamped>,
    lines: Vec<String>,
}

fn plans() -> Vec<Arc<Plan>> {
    let library = Library::open(None);
    let plan = |id: &String| library.routine(id).unwrap().value.unwrap();
    let ids = library.routine_ids();
    assert!(ids.len() >= 10, "{ids:?}");
    ids.iter().map(|id| Arc::new(compile(&plan(id), &Options::default()))).collect()
}

fn of(text: &str) -> Arc<Plan> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.toml");
    std::fs::write(&file, format!("format = 1\nname = \"Test\"\n{text}")).unwrap();
    let found = Library::open(None).routine(file.to_str().unwrap()).unwrap();
    Arc::new(compile(&found.value.unwrap_or_else(|| panic!("{:?}", found.diagnostics)), &Options::default()))
}

/// Somebody who listens to a session.
struct Listener {
    session: Session,
    plain: Plain,
    now: Duration,
    heeded: Heeded,
}

impl Listener {
    fn start(plan: &Arc<Plan>) -> Self {
        let session = Session::new(plan.clone(), Settings::default());
        let heeded = Heeded { events: Vec::new(), lines: Vec::new() };
        let mut listener = Self { session, plain: Plain::new(true), now: Duration::ZERO, heeded };
        listener.does(Command::Start);
        listener
    }

    fn does(&mut self, command: Command) {
        assert!(self.session.handle(Moment::since_origin(self.now), command), "{command:?}");
        self.listens();
    }

    fn listens(&mut self) {
        let mut events = Vec::new();
        while let Some(event) = self.session.poll_event() {
            events.push(event);
        }
        let snapshot = self.session.snapshot(Moment::since_origin(self.now));
        for event in events {
            self.heeded.lines.extend(self.plain.lines(&snapshot, &event));
            self.heeded.events.push(event);
        }
        if !self.session.is_finished() {
            self.heeded.lines.extend(self.plain.passing(snapshot.active));
        }
        self.heeded.lines.extend(self.plain.about_to_go_on(&snapshot));
    }

    fn advances(&mut self, until: Duration) {
        self.now = until;
        self.session.advance(Moment::since_origin(until));
        self.listens();
    }

    /// Lets time pass, stopping at every deadline on the way.
    fn waits(&mut self, time: Duration) -> &mut Self {
        let until = self.now + time;
        while let Some(due) = self.due().filter(|due| *due <= until) {
            self.advances(due);
        }
        self.advances(until);
        self
    }

    /// The next moment at which there is something to say.
    fn due(&self) -> Option<Duration> {
        let active = self.session.active(Moment::since_origin(self.now));
        let mark = self.plain.next_mark().filter(|_| self.session.is_running());
        let mark = mark.map(|mark| self.now + mark.saturating_sub(active));
        [self.session.deadline().map(Moment::origin_offset), mark].into_iter().flatten().min()
    }

    /// What was said since the last time.
    fn said(&mut self) -> Vec<String> {
        std::mem::take(&mut self.heeded.lines)
    }
}

fn heeded(plan: &Arc<Plan>, driver: Driver) -> Heeded {
    let mut listener = Listener::start(plan);
    listener.session.set_unattended(Moment::ORIGIN);
    while !listener.session.is_finished() {
        let next = match driver {
            Driver::WhenDue => listener.due().unwrap(),
            Driver::Every(time) => listener.now + time,
        };
        listener.advances(next);
    }
    listener.heeded
}

/// What has to be said when a step of this kind begins, in order; each is looked for after the one before.
fn wanted(plan: &Plan, step: &Step, before: Option<&Step>, known: &mut HashSet<u32>) -> Vec<String> {
    let mut wanted = Vec::new();
    let entry = plan.entry_of(step);
    let new = before.is_none_or(|before| before.occurrence != step.occurrence || before.entry.is_none());
    let (Some(entry), length) = (entry, step.length.map(spoken)) else {
        // The rest between rounds.
        wanted.extend(["Rest".to_owned(), step.length.map(spoken).unwrap()]);
        wanted.push(format!("round {} of {}", step.round.unwrap(), step.rounds.unwrap()));
        return wanted;
    };
    if new {
        wanted.push("Exercise ".to_owned());
        wanted.extend([" left".to_owned(), entry.name.clone()]);
        wanted.push(entry.dose().chars().skip(1).collect());
        if step.kind == Kind::Prepare {
            wanted.extend(first_side(entry, step));
            wanted.extend(length.clone());
        }
        if known.insert(entry.n) {
            wanted.extend(entry.position.map(|position| position_words(position).to_owned()));
            wanted.extend(entry.how.iter().cloned());
            wanted.extend(entry.cautions.iter().cloned());
            wanted.extend(entry.note.iter().cloned());
        }
    }
    let side = step.side.map(|side| side_words(side, entry.side_labels.as_ref()));
    match step.kind {
        Kind::Prepare => {}
        Kind::Work => {
            let goes_on = before.is_some_and(|before| before.bout.is_some() && before.bout == step.bout);
            match step.mode {
                Some(Mode::Hold | Mode::Flow) => wanted.extend(length),
                Some(Mode::Phase) => {
                    let phase = &entry.phases[step.phase.unwrap() as usize].name;
                    wanted.push(phase.chars().skip(1).collect());
                }
                Some(Mode::Rep) => wanted.push(step.rep.unwrap().to_string()),
                Some(Mode::Open) | None => wanted.push("At your own pace".to_owned()),
            }
            if !goes_on {
                wanted.extend(side.filter(|_| !matches!(step.mode, Some(Mode::Phase))));
                let several = step.sets.is_some_and(|sets| sets > 1);
                let set = || format!("set {} of {}", step.set.unwrap(), step.sets.unwrap());
                wanted.extend(several.then(set).filter(|_| !matches!(step.mode, Some(Mode::Phase))));
            }
        }
        Kind::Relax => {
            wanted.push("Relax".to_owned());
            wanted.extend(length);
            wanted.extend(side.filter(|_| entry.alternate));
        }
        Kind::Switch => {
            wanted.push("Switch".to_owned());
            wanted.extend(side);
        }
        Kind::Rest => {
            wanted.push("Rest".to_owned());
            wanted.extend(length);
            wanted.push(format!("Next: {}", entry.name));
        }
    }
    wanted
}

fn first_side(entry: &Entry, step: &Step) -> Option<String> {
    let side = step.side.filter(|_| entry.only_side.is_none())?;
    Some(format!("first {}", side_words(side, entry.side_labels.as_ref())))
}

#[test]
fn every_shipped_routine_says_all_of_its_plan_in_order() {
    for plan in plans() {
        let Heeded { events, lines } = heeded(&plan, Driver::WhenDue);
        let (mut at, mut before, mut known) = ((0, 0), None, HashSet::new());
        let mut find = |words: &str, what: &str| {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let found = lines.iter().enumerate().skip(at.0).find_map(|(n, line)| {
                let from = if n == at.0 { at.1 } else { 0 };
                line[from..].find(&words).map(|place| (n, from + place + words.len()))
            });
            at = found.unwrap_or_else(|| {
                let after: Vec<_> = lines.iter().skip(at.0).take(8).collect();
                panic!("{}: {what}: `{words}` is not said after {after:#?}", plan.name)
            });
        };
        find(&plan.name, "the beginning");
        // What comes again in the next round is not another.
        let all = plan.steps.iter().filter_map(|step| step.entry).collect::<HashSet<_>>().len();
        find(&format!("{all} exercise"), "how many there are");
        let places = lines.iter().filter(|line| line.starts_with("Exercise "));
        places.for_each(|line| assert!(line.contains(&format!(" of {all}, ")), "{}: {line}", plan.name));
        let mut steps = 0;
        for stamped in &events {
            let Event::StepStarted(played) = &stamped.event else { continue };
            steps += 1;
            for words in wanted(&plan, &played.step, before.as_ref(), &mut known) {
                find(&words, &format!("{:?}", played.step));
            }
            before = Some(played.step);
        }
        assert_eq!(steps, plan.steps.len(), "{}", plan.name);
        find("Done after ", "the end");
        assert_eq!(at.0 + 1, lines.len(), "nothing comes after the end");
    }
}

#[test]
fn no_line_has_what_a_screen_reader_stumbles_over() {
    for plan in plans() {
        let Heeded { lines, .. } = heeded(&plan, Driver::WhenDue);
        for line in lines {
            let strange = |letter: char| {
                letter.is_control()
                    || matches!(letter, '→' | '←' | '×' | '·' | '•' | '≈' | '\u{2500}'..='\u{28ff}')
            };
            assert!(!line.contains(strange), "{}: {line}", plan.name);
            // No clock such as 0:12, no unit that is a letter.
            let letters: Vec<char> = line.chars().collect();
            let clock =
                |three: &[char]| three[0].is_ascii_digit() && three[1] == ':' && three[2].is_ascii_digit();
            assert!(!letters.windows(3).any(clock), "{}: {line}", plan.name);
            assert!(line.chars().count() <= 240, "{}: {line}", plan.name);
            assert_eq!(line, line.trim());
            assert!(!line.is_empty());
        }
    }
}

#[test]
fn the_same_lines_come_however_the_session_is_driven() {
    for plan in plans() {
        let usual = heeded(&plan, Driver::WhenDue).lines;
        for millis in [130, 1_900] {
            let driver = Driver::Every(Duration::from_millis(millis));
            assert_eq!(heeded(&plan, driver).lines, usual, "{}: every {millis} ms", plan.name);
        }
    }
}

const SHAPES: &str = r#"
[[step]]
name = "Long hold"
hold = "40s"
prepare = "20s"
how = ["Stand.", "Breathe."]
cautions = ["Not on a wet floor."]
note = "Look ahead."
[[step]]
name = "Lift"
reps = 4
pace = "self"
sides = "each"
prepare = "ready"
[[step]]
name = "Last"
hold = "5s"
"#;

#[test]
fn time_that_is_left_is_said_calmly() {
    let mut listener = Listener::start(&of(SHAPES));
    listener.said();
    let seconds = Duration::from_secs;
    assert_eq!(listener.waits(seconds(10)).said(), ["10 seconds left."]);
    assert_eq!(listener.waits(seconds(10)).said(), ["3", "2", "1", "Hold, 40 seconds."]);
    assert_eq!(listener.waits(seconds(20)).said(), ["Halfway, 20 seconds left."]);
    listener.waits(seconds(3)).does(Command::Pause(PauseCause::User));
    assert_eq!(listener.said(), ["Paused. Hold, 17 seconds left."]);
    listener.waits(seconds(60)).does(Command::Resume(Origin::Remote));
    assert_eq!(listener.said(), ["Going on in 3 seconds.", "3"]);
    assert_eq!(listener.waits(seconds(3)).said(), ["2", "1", "Going on, 17 seconds left."]);
    listener.does(Command::More);
    assert_eq!(listener.said(), ["Now 50 seconds, 27 seconds left."]);
    let said = listener.waits(seconds(17)).said();
    assert_eq!(said, ["Halfway, 25 seconds left.", "10 seconds left."], "not where it was before");
    assert_eq!(listener.waits(seconds(7)).said(), ["3"]);
}

#[test]
fn what_is_done_at_the_keys_is_said() {
    let mut listener = Listener::start(&of(SHAPES));
    let said = listener.said();
    let first = [
        "Test. 3 exercises, 1 minute 23 seconds, and what you time yourself.",
        "Exercise 1 of 3, about 1 minute left; then Lift.",
        "Get ready: Long hold. Hold 40 seconds. You have 20 seconds.",
        "Step 1: Stand.",
        "Step 2: Breathe.",
        "Take care: Not on a wet floor.",
        "Note: Look ahead.",
    ];
    assert_eq!(said[0], first[0]);
    assert_eq!(said[2..], first[2..]);
    assert!(
        said[1].starts_with("Exercise 1 of 3, about ") && said[1].ends_with("left; then Lift."),
        "{said:?}"
    );
    listener.waits(Duration::from_secs(20)).said();
    listener.does(Command::Pain(8));
    let said = listener.said();
    assert_eq!(said[..2], ["Pain at Long hold: 8 of 10.", "That is much. To stop here is the safe choice."]);
    assert_eq!(said[2..], plain::flags());
    assert!(said.iter().any(|line| line.starts_with("An emergency: get care immediately:")), "{said:?}");
    listener.does(Command::Pain(2));
    assert_eq!(listener.said(), ["Pain at Long hold: 2 of 10.", "Type flags to hear again when to stop."]);
    listener.does(Command::SkipExercise);
    let said = listener.said();
    assert!(said.contains(&"Why? Type pain, time, equipment or other; or nothing.".into()));
    assert!(said.iter().any(|line| line.ends_with("Type done when you are ready.")), "{said:?}");
    listener.does(Command::SkipReason(SkipReason::Pain));
    let said = listener.said();
    assert_eq!(said[0], "Skipped Long hold: pain.");
    assert!(said[1].starts_with("Stop if pain grows"), "{said:?}");
    listener.does(Command::Done(Origin::Remote));
    listener.waits(Duration::from_secs(10)).said();
    listener.does(Command::CountRep);
    assert_eq!(listener.said(), ["1 of 4."]);
    let snapshot = listener.session.snapshot(Moment::since_origin(listener.now));
    let heard = Heard { volume: 60, muted: false, voice: Voice::Brief };
    assert_eq!(
        plain::whereabouts(&snapshot, heard),
        [
            "Test. Exercise 2 of 3: Lift.",
            "At your own pace, 1 of 4 reps counted, left side.",
            "Next: switch, 8 seconds, right side.",
            "Then Last, hold 5 seconds.",
            "About 1 minute left of the session.",
            "Sound at 60 percent. Voice: brief.",
        ]
    );
    let again = plain::again(&snapshot);
    assert_eq!(again[0], "Lift. 4 times each side.");
    let list = plain::exercises(&snapshot);
    assert_eq!(list[0], "1: Long hold, hold 40 seconds, skipped.");
    assert_eq!(list[1], "2: Lift, 4 times each side, here.");
    assert_eq!(list[2], "3: Last, hold 5 seconds.");
}

const PACED: &str = r#"
[[step]]
name = "Squat"
reps = 2
rep_time = "4s"
prepare = "10s"
how = ["Sit back."]
[[step]]
name = "Heel raise"
reps = 2
rep_time = "4s"
prepare = "0s"
[[step]]
name = "Last"
hold = "5s"
prepare = "0s"
"#;

#[test]
fn a_change_of_pace_is_said() {
    let mut listener = Listener::start(&of(PACED));
    let said = listener.said();
    assert!(!said.iter().any(|line| line.contains("as written") || line.contains("percent")), "{said:?}");
    listener.does(Command::Slower);
    assert_eq!(listener.said(), ["Reps 10 percent slower than written."]);
    listener.does(Command::Faster);
    assert_eq!(listener.said(), ["Reps as written again."]);
    listener.does(Command::Faster);
    assert_eq!(listener.said(), ["Reps 9 percent faster than written."]);
    let heard = Heard { volume: 60, muted: false, voice: Voice::Brief };
    let said = plain::whereabouts(&listener.session.snapshot(Moment::since_origin(listener.now)), heard);
    assert_eq!(said[1..3], ["Get ready, 10 seconds left.", "Reps 9 percent faster than written."]);
}

#[test]
fn an_exercise_that_begins_at_another_pace_says_so() {
    let mut listener = Listener::start(&of(PACED));
    listener.said();
    let session = Session::new(of(PACED), Settings::default()).at_paces(&[121, 51]);
    listener = Listener { session, plain: Plain::new(true), ..listener };
    listener.does(Command::Start);
    let said = listener.said();
    assert_eq!(
        said[2..],
        [
            "Get ready: Squat. 2 times. You have 10 seconds.",
            "Reps 21 percent slower than written.",
            "Step 1: Sit back."
        ]
    );
    let said = listener.waits(Duration::from_mins(1)).said();
    let paces = said.iter().filter(|line| line.contains("percent")).collect::<Vec<_>>();
    assert_eq!(paces, ["Reps 49 percent faster than written."]);
    let name = said.iter().position(|line| line.starts_with("Heel raise.")).unwrap();
    assert_eq!(said[name + 1], *paces[0], "{said:?}");
    assert_eq!(said[name + 2], "Rep 1 of 2.");
}

#[test]
fn who_cannot_answer_is_asked_nothing() {
    let mut plain = Plain::new(false);
    let mut session = Session::new(of(SHAPES), Settings::default());
    session.handle(Moment::ORIGIN, Command::Start);
    session.handle(Moment::ORIGIN, Command::Pain(3));
    session.handle(Moment::ORIGIN, Command::Pain(4));
    session.handle(Moment::ORIGIN, Command::SkipExercise);
    let mut said = Vec::new();
    while let Some(event) = session.poll_event() {
        said.extend(plain.lines(&session.snapshot(Moment::ORIGIN), &event));
    }
    assert!(said.contains(&"Skipped Long hold.".to_owned()), "{said:?}");
    assert!(!said.iter().any(|line| line.contains("Type skip") || line.contains("Type flags")), "{said:?}");
}
