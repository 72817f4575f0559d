//! A month of one user, told to a disk: sessions that end, are cut off, go on, are kept and discarded, and corrections.

use std::{
    cell::Cell,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

use jiff::Zoned;
use serde_json::{Map, json};
use supple::{
    history::{
        afterwards::Afterwards,
        amend::Amendment,
        journal::Header,
        keeper::{Clocks, Keeper, Notice, Places},
        reading::History,
        record::{About, Record},
        recorder::Recorder,
        recovery::{self, Interrupted, RecoveryError},
        storage::Disk,
        store::Store,
        when::When,
    },
    plan::{self, Options, Plan},
    routine::Library,
    session::{Command, Event, Moment, Origin, PauseCause, Session, Settings, SkipReason, Stamped},
};

use crate::{
    disk::{Brittle, Fault, State},
    promises::Promise,
};

pub(crate) const HISTORY: &str = "/home/u/.local/share/supple/history";
pub(crate) const JOURNALS: &str = "/home/u/.local/state/supple/journal";
const KEY: Origin = Origin::Key;

/// Ends by itself, after pauses, a way back, a skip and pain; then answers, an edit, a deletion and a change of mind.
pub(crate) const WHOLE: &str = "01WHOLE";
/// Is cut off, and goes on.
pub(crate) const RESUMED: &str = "01RESUMED";
/// Is cut off, and kept.
pub(crate) const KEPT: &str = "01KEPT";
/// Is cut off, and discarded.
pub(crate) const DISCARDED: &str = "01THROWN";
/// Were there before.
pub(crate) const OLD: [&str; 3] = ["01A", "01B", "01C"];

/// Holds with pauses in between, something to skip, and more than a minute of work.
static LONG: LazyLock<Arc<Plan>> = LazyLock::new(|| {
    plan(
        r#"
[[step]]
name = "Bird dog"
hold = "3s"
sides = "alternate"
[[step]]
name = "Skip me"
reps = 2
rep_time = "2s"
[[step]]
name = "March"
time = "70s"
"#,
    )
});

static SHORT: LazyLock<Arc<Plan>> =
    LazyLock::new(|| plan("[[step]]\nname = \"Clam\"\nhold = \"3s\"\nreps = 2\n"));

/// What is cut off in the hold, after reps at a pace of the user's own.
static CUT_OFF: LazyLock<Arc<Plan>> = LazyLock::new(|| {
    plan(
        r#"
[[step]]
name = "Squat"
reps = 2
rep_time = "1s"
[[step]]
name = "Clam"
hold = "3s"
reps = 2
"#,
    )
});

pub(crate) fn plan(steps: &str) -> Arc<Plan> {
    let defaults = "[defaults]\nprepare = \"2s\"\nrelax = \"1s\"\nswitch = \"1s\"\nrest = \"1s\"\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.toml");
    fs::write(&file, format!("format = 1\nname = \"Test\"\n{defaults}{steps}")).unwrap();
    let found = Library::open(None).routine(file.to_str().unwrap()).unwrap();
    let routine = found.value.unwrap_or_else(|| panic!("{:?}", found.diagnostics));
    Arc::new(plan::compile(&routine, &Options::default()))
}

/// A home that was never used.
pub(crate) fn fresh() -> State {
    State::default().with_folder("/home/u")
}

/// A home with a history: of this machine, torn in one place, and of another one.
pub(crate) fn lived_in() -> State {
    let [a, b, c] = OLD.map(|id| old(id).line());
    State::default()
        .with_folder(HISTORY)
        .with_folder(JOURNALS)
        .with_file(&format!("{HISTORY}/2026-m.jsonl"), &format!("{a}{}\n{b}", &b[..40]))
        .with_file(&format!("{HISTORY}/2026-other.jsonl"), &c)
}

pub(crate) fn old(id: &str) -> Record {
    let time: When = "2026-01-05T07:00:00+01:00[Europe/Berlin]".parse().unwrap();
    Recorder::new(&SHORT).record(&about(id, &time), &time)
}

pub(crate) fn about(id: &str, started: &When) -> About {
    About {
        id: id.to_owned(),
        started: started.clone(),
        level: None,
        progression: None,
        speed: 1.0,
        app: "0.1.0".to_owned(),
        items: Vec::new(),
        paces: Vec::new(),
    }
}

thread_local! {
    static NOW: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

pub(crate) fn now() -> Moment {
    Moment::since_origin(NOW.get())
}

pub(crate) fn wall() -> Zoned {
    let start: Zoned = "2026-11-21T07:00:00+01:00[Europe/Berlin]".parse().unwrap();
    start.checked_add(jiff::SignedDuration::try_from(NOW.get()).unwrap()).unwrap()
}

pub(crate) fn later(seconds: u64) {
    NOW.set(NOW.get() + Duration::from_secs(seconds));
}

/// How it went.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Each session, event by event.
    pub(crate) sessions: BTreeMap<&'static str, Telling>,
    /// What could not be stored, and was given back to be printed.
    pub(crate) printed: Vec<Record>,
    /// That something could not be written was said.
    pub(crate) complaints: usize,
}

/// What a session has told so far.
#[derive(Clone, Debug)]
pub(crate) struct Telling {
    about: About,
    began: Recorder,
    events: Vec<Stamped>,
}

impl Telling {
    /// What it would be recorded as after so many events.
    pub(crate) fn after(&self, events: usize) -> Record {
        let mut recorder = self.began.clone();
        for event in &self.events[..events] {
            recorder.observe(event);
        }
        recorder.record(&self.about, &self.about.started)
    }

    pub(crate) fn count(&self) -> usize {
        self.events.len()
    }
}

/// Tells the whole story to a disk.
pub(crate) fn tell(disk: &Brittle, fault: Option<Fault>) -> Told {
    NOW.set(Duration::from_secs(1000));
    let store = Store::on(shared(disk), Path::new(HISTORY), "m");
    let for_good = fault.is_none_or(|fault| fault.count == usize::MAX);
    let mut teller =
        Teller { disk: disk.clone(), store, told: Told::default(), patient: fault.is_some() && !for_good };
    teller.whole();
    for (id, what) in [(RESUMED, Then::Resume), (KEPT, Then::Keep), (DISCARDED, Then::Discard)] {
        teller.cut_off(id);
        teller.next_start(id, what);
    }
    teller.corrections();
    teller.told
}

fn shared(disk: &Brittle) -> Disk {
    Arc::new(disk.clone())
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Then {
    Resume,
    Keep,
    Discard,
}

struct Teller {
    disk: Brittle,
    store: Store,
    told: Told,
    /// What fails works again when it is tried anew.
    patient: bool,
}

/// One program with a keeper.
struct Program {
    keeper: Keeper,
    notices: Arc<Mutex<Vec<Notice>>>,
    trouble: bool,
}

impl Program {
    fn start(store: &Store) -> Self {
        let notices = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&notices);
        let places = Places { store: store.clone(), journals: PathBuf::from(JOURNALS) };
        let keeper =
            Keeper::here(places, Clocks { now, wall }, move |notice| told.lock().unwrap().push(notice));
        Self { keeper, notices, trouble: false }
    }
}

impl Teller {
    fn hear(&mut self, program: &mut Program, noted: &BTreeMap<u64, usize>) {
        for notice in program.notices.lock().unwrap().drain(..) {
            match notice {
                Notice::Trouble(_) => {
                    self.told.complaints += 1;
                    program.trouble = true;
                }
                Notice::Mended => program.trouble = false,
                Notice::Stored { id } => {
                    let id = [WHOLE, RESUMED].into_iter().find(|known| *known == id).unwrap();
                    self.disk.promise(Promise::Stored { id });
                }
                Notice::Said { number } => {
                    self.disk.promise(Promise::Noted { id: WHOLE, number: noted[&number] });
                }
            }
        }
    }

    fn header(id: &str, plan: &Plan) -> Header {
        Header::new(about(id, &When::to_second(&wall())), plan, None, Map::new())
    }

    /// A session from its start to its end, and what is said of it afterwards.
    fn whole(&mut self) {
        let script = [
            (4_000, Command::Pain(3)),
            (5_000, Command::Pause(PauseCause::User)),
            (9_000, Command::Resume(KEY)),
            (21_000, Command::Back(KEY)),
            (40_000, Command::SkipExercise),
            (41_000, Command::SkipReason(SkipReason::Pain)),
            (43_000, Command::Slower),
            (60_000, Command::Pause(PauseCause::User)),
            (61_000, Command::Resume(KEY)),
        ];
        let mut program = Program::start(&self.store);
        let header = Self::header(WHOLE, &LONG);
        self.begin(WHOLE, &header, &LONG);
        program.keeper.begin(Arc::clone(&LONG), header.clone());
        let session = Session::new(Arc::clone(&LONG), Settings::default());
        self.play(&mut program, WHOLE, session, &script, None);
        self.finish(&mut program, WHOLE);
        let mut noted = BTreeMap::new();
        for number in [1, 2] {
            later(3);
            self.disk.promise(Promise::Noting { id: WHOLE, number });
            let note = Some(number.to_string());
            let said = Afterwards { note, pain: Some(2), effort: Some("right"), ..Afterwards::default() };
            let ticket = program.keeper.say(WHOLE, said);
            noted.insert(ticket, number);
            // It is looked up when it is told.
            self.hear(&mut program, &noted);
        }
        self.wait(&mut program, &noted);
        self.close(program, &noted);
    }

    /// A session that is killed with its program.
    fn cut_off(&mut self, id: &'static str) {
        later(60);
        let mut program = Program::start(&self.store);
        // Its reps go faster at first, as they did the last time, and then slower.
        let header = Header { paces: vec![91], ..Self::header(id, &CUT_OFF) };
        program.keeper.begin(Arc::clone(&CUT_OFF), header.clone());
        let session = Session::new(Arc::clone(&CUT_OFF), Settings::default()).at_paces(&header.paces);
        self.begin(id, &header, &CUT_OFF);
        let script = [2_300, 2_600].map(|at| (at, Command::Slower));
        self.play(&mut program, id, session, &script, Some(7_500));
        std::mem::forget(program);
        self.disk.unlock_all();
    }

    /// What the next start finds, and what the user makes of it.
    fn next_start(&mut self, id: &'static str, then: Then) {
        later(60);
        for _ in 0..4 {
            let Ok(found) = self.look(id) else { continue };
            let Some(session) = found else { return };
            let done = match then {
                Then::Resume => {
                    let Ok(resumption) = session.resume() else { continue };
                    return self.resume(id, resumption);
                }
                Then::Keep => {
                    self.disk.promise(Promise::Ending { id });
                    session.keep(&self.store).map(drop)
                }
                Then::Discard => {
                    self.disk.promise(Promise::Discarding { id });
                    session.discard()
                }
            };
            match done {
                Ok(()) if then == Then::Keep => self.disk.promise(Promise::Stored { id }),
                Ok(()) => self.disk.promise(Promise::Discarded { id }),
                Err(RecoveryError::InUse | RecoveryError::Unreadable(_)) => panic!("{done:?}"),
                Err(RecoveryError::Gone | RecoveryError::Disk(_)) => continue,
            }
            return;
        }
    }

    /// As the home screen does it.
    fn look(&mut self, id: &str) -> Result<Option<Interrupted>, ()> {
        let history = History::read_on(&self.disk, Path::new(HISTORY)).unwrap_or_default();
        let disk = shared(&self.disk);
        let findings = recovery::find_on(&disk, Path::new(JOURNALS), &history).map_err(drop)?;
        let _ = recovery::sweep(Path::new(JOURNALS), &self.store, &findings);
        let found = findings.interrupted.into_iter().find(|session| session.header.id == id);
        if found.is_none() && !findings.unreadable.is_empty() { Err(()) } else { Ok(found) }
    }

    fn resume(&mut self, id: &'static str, resumption: recovery::Resumption) {
        let recovery::Resumption { header, journal, recorder, point, changes, paces } = resumption;
        let so_far = recorder.record(&header.about(), &header.started);
        let telling = self.told.sessions.get_mut(id).unwrap();
        let mut moments = (0..=telling.count()).rev();
        let known = moments.find(|events| same(&telling.after(*events), &so_far));
        telling.events.truncate(known.expect("it is as it was at some moment"));
        let mut program = Program::start(&self.store);
        program.keeper.go_on(Arc::clone(&CUT_OFF), journal);
        let session =
            Session::resume(Arc::clone(&CUT_OFF), Settings::default(), point, &changes).at_paces(&paces);
        self.play(&mut program, id, session, &[], None);
        self.finish(&mut program, id);
        self.wait(&mut program, &BTreeMap::new());
        self.close(program, &BTreeMap::new());
    }

    fn begin(&mut self, id: &'static str, header: &Header, plan: &Plan) {
        let telling = Telling { about: header.about(), began: Recorder::new(plan), events: Vec::new() };
        self.told.sessions.insert(id, telling);
    }

    /// Plays until the end, or so many milliseconds.
    fn play(
        &mut self,
        program: &mut Program,
        id: &'static str,
        mut session: Session,
        script: &[(u64, Command)],
        until: Option<u64>,
    ) {
        let start = NOW.get();
        let mut script =
            script.iter().map(|(at, command)| (start + Duration::from_millis(*at), *command)).peekable();
        let end = until.map(|until| start + Duration::from_millis(until));
        assert!(session.handle(now(), Command::Start));
        let mut bout = None;
        loop {
            let events: Vec<Stamped> = std::iter::from_fn(|| session.poll_event()).collect();
            if !events.is_empty() {
                let telling = self.told.sessions.get_mut(id).unwrap();
                telling.events.extend(events.iter().cloned());
                let count = telling.count();
                self.disk.promise(Promise::Handed { id, events: count });
                let to_disk =
                    events.iter().fold(false, |yes, event| yes | must_last(&event.event, &mut bout));
                let ticket = program.keeper.submit(events);
                assert!(
                    program.keeper.wait_written(ticket, Duration::ZERO),
                    "the session waits for the disk"
                );
                self.hear(program, &BTreeMap::new());
                if !program.trouble {
                    self.disk.promise(Promise::Written { id, events: count });
                    if to_disk {
                        let active = session.active(now());
                        self.disk.promise(Promise::Synced { id, events: count, active });
                    }
                }
            }
            if session.is_finished() {
                break;
            }
            // The keeper wakes up by itself in between.
            let next = session.deadline().map(Moment::origin_offset);
            let commanded = script.peek().map(|(at, _)| *at);
            let step = [next, commanded, Some(NOW.get() + Duration::from_secs(1))]
                .into_iter()
                .flatten()
                .min()
                .unwrap();
            if end.is_some_and(|end| step > end) {
                break;
            }
            NOW.set(step);
            match script.next_if(|(at, _)| *at <= step) {
                Some((_, command)) => assert!(session.handle(now(), command), "{command:?} was refused"),
                None => session.advance(now()),
            }
            program.keeper.catch_up();
            self.hear(program, &BTreeMap::new());
            if !program.trouble {
                // A minute of long work is the most that a power cut takes.
                let active = session.active(now()).saturating_sub(Duration::from_secs(61));
                self.disk.promise(Promise::Synced { id, events: 0, active });
            }
        }
    }

    fn finish(&mut self, program: &mut Program, id: &'static str) {
        self.disk.promise(Promise::Ending { id });
        let telling = &self.told.sessions[id];
        let record = telling.after(telling.count());
        program.keeper.finish(record);
        self.hear(program, &BTreeMap::new());
    }

    /// Somebody looks at the summary for a while.
    fn wait(&mut self, program: &mut Program, noted: &BTreeMap<u64, usize>) {
        for _ in 0..40 {
            later(5);
            program.keeper.catch_up();
            self.hear(program, noted);
        }
        assert!(!self.patient || program.keeper.wait_stored(Duration::ZERO), "it was not tried again");
    }

    fn close(&mut self, program: Program, noted: &BTreeMap<u64, usize>) {
        let Program { keeper, notices, .. } = program;
        let unstored = keeper.close(Duration::ZERO);
        for notice in notices.lock().unwrap().drain(..) {
            match notice {
                Notice::Said { number } => {
                    self.disk.promise(Promise::Noted { id: WHOLE, number: noted[&number] });
                }
                Notice::Stored { id } => {
                    let id = [WHOLE, RESUMED].into_iter().find(|known| *known == id).unwrap();
                    self.disk.promise(Promise::Stored { id });
                }
                _ => {}
            }
        }
        assert!(unstored.records.is_empty() || self.told.complaints > 0, "nothing was said of it");
        self.told.printed.extend(unstored.records);
    }

    /// `supple log edit`, `delete` and `restore`.
    fn corrections(&mut self) {
        for (number, deletes) in [(3, None), (4, Some(true)), (5, Some(false))] {
            for _ in 0..4 {
                later(60);
                let Ok(history) = History::read_on(&self.disk, Path::new(HISTORY)) else { continue };
                let known = history.records.iter().chain(&history.deleted);
                if !history.unreadable.is_empty() || !known.into_iter().any(|record| record.id == WHOLE) {
                    continue;
                }
                let at = history.stamp(WHOLE, &wall());
                let amendment = match deletes {
                    None => {
                        let changes = Map::from_iter([("note".to_owned(), json!(number.to_string()))]);
                        Amendment::edit(WHOLE, &at, changes)
                    }
                    Some(true) => Amendment::delete(WHOLE, &at),
                    Some(false) => Amendment::restore(WHOLE, &at),
                };
                self.disk.promise(Promise::Noting { id: WHOLE, number });
                if self.store.amend(&amendment).is_ok() {
                    self.disk.promise(Promise::Noted { id: WHOLE, number });
                    break;
                }
            }
        }
    }
}

/// Whether the page of promises says that this is on the disk from now on: at every bout's end and at every pause.
fn must_last(event: &Event, bout: &mut Option<u32>) -> bool {
    match event {
        Event::StepStarted(played) => {
            let before = std::mem::replace(bout, played.step.bout);
            before.is_some() && before != played.step.bout
        }
        Event::Paused(_) | Event::SessionEnded { .. } => true,
        _ => false,
    }
}

/// Whether two records tell of the same work; when the session was last seen alive is another matter.
pub(crate) fn same(a: &Record, b: &Record) -> bool {
    a.exercises == b.exercises && a.status == b.status && a.paused_seconds == b.paused_seconds
}
