//! A session from its beginning to its end in simulated time, with everything that listens to it.

use std::{path::Path, sync::Arc, time::Duration};

use supple::{
    history::{
        reading::History,
        record::{About, Record},
        recorder::Recorder,
    },
    plan::Plan,
    session::{
        Command, Event, Glance, Heard, Moment, Origin, PauseCause, Session, Settings, SkipReason, Stamped,
        Way, event_json, parse_event,
    },
    ui::plain::Plain,
};

use super::{assert_harmless, memory::Memory};

/// More commands than this say nothing new.
const MOST_DEEDS: usize = 60;
/// What listens to every event and draws all of the plan is asked this often.
const MOST_LOOKS: usize = 12;

/// Plays a plan. Each byte of `deeds` is a command, and when it comes.
pub(super) fn play(plan: Plan, deeds: &[u8]) {
    let plan = Arc::new(plan);
    let mut play = Play {
        recorder: Recorder::new(&plan),
        session: Session::new(plan.clone(), Settings::default()),
        plain: Plain::new(true),
        plan,
        now: Moment::ORIGIN,
        at: Duration::ZERO,
        looks: 0,
        ended: false,
    };
    play.tell(Command::Start);
    for deed in deeds.iter().take(MOST_DEEDS) {
        play.pass(deed >> 5);
        play.tell(command(deed & 31));
    }
    // Now nobody touches it any more.
    play.tell(Command::Resume(Origin::Remote));
    play.session.set_unattended(play.now);
    let most = 2_000 + 20 * play.plan.steps.len();
    for _ in 0..most {
        play.listen();
        let Some(next) = play.session.deadline() else { break };
        play.now = play.now.max(next);
        play.session.advance(play.now);
    }
    play.listen();
    assert!(play.session.is_finished(), "what nobody touches comes to its end");
    assert!(play.ended);
    play.is_recorded();
}

struct Play {
    plan: Arc<Plan>,
    session: Session,
    recorder: Recorder,
    plain: Plain,
    now: Moment,
    at: Duration,
    looks: usize,
    ended: bool,
}

impl Play {
    /// Time passes: none, a little, to the next boundary, or longer than anybody waits.
    fn pass(&mut self, how: u8) {
        let to_deadline = || self.session.deadline().map_or(Duration::ZERO, |next| next.since(self.now));
        let time = match how {
            0 => Duration::ZERO,
            1 => Duration::from_millis(300),
            2 => Duration::from_secs(1),
            3 => Duration::from_secs(9),
            4 => Duration::from_secs(100),
            5 => to_deadline(),
            6 => to_deadline() / 2,
            _ => Duration::from_hours(30),
        };
        self.now = self.now + time;
        self.session.will_wake_at(self.now);
        self.session.advance(self.now);
        self.listen();
    }

    fn tell(&mut self, command: Command) {
        self.session.handle(self.now, command);
        self.listen();
    }

    fn listen(&mut self) {
        while let Some(stamped) = self.session.poll_event() {
            assert!(stamped.at >= self.at, "time never goes back");
            assert!(!self.ended, "nothing comes after the end");
            self.at = stamped.at;
            self.ended |= matches!(stamped.event, Event::SessionEnded { .. });
            self.recorder.observe(&stamped);
            self.is_read_back(&stamped);
            if self.looks < MOST_LOOKS {
                self.looks += 1;
                let snapshot = self.session.snapshot(self.now);
                self.plain.lines(&snapshot, &stamped).iter().for_each(|line| assert_harmless(line));
                let heard = Heard { volume: 50, muted: false, voice: "full" };
                let glance = Glance::of("01K", &snapshot, 1.0, heard);
                assert_eq!(serde_json::to_string(&glance).expect("JSON").lines().count(), 1);
            }
        }
    }

    /// The journal says the same as what happened.
    fn is_read_back(&self, stamped: &Stamped) {
        let value = event_json(&self.plan, "01K", stamped);
        let back = parse_event(&value).expect("what is written is read");
        let again = parse_event(&event_json(&self.plan, "01K", &back));
        assert_eq!(Some(&back), again.as_ref());
        assert_eq!(back.event.name(), stamped.event.name());
    }

    /// The line of the history says the same as the recorder.
    fn is_recorded(&self) {
        let started = "2026-11-21T07:02:11+01:00[Europe/Berlin]".parse().expect("a time");
        let ended = "2026-11-21T08:02:11+01:00[Europe/Berlin]".parse().expect("a time");
        let about = About {
            id: "01KAHZ7Q0C5V9M0V1B4S8W2X3Y".into(),
            started,
            level: Some("high".into()),
            progression: None,
            speed: 1.0,
            app: "0.1.0".into(),
            items: Vec::new(),
            paces: Vec::new(),
        };
        let record = self.recorder.record(&about, &ended);
        let line = record.line();
        let line = line.trim_end();
        assert!(!line.contains('\n'));
        let back: Record = serde_json::from_str(line).expect("a record that is read");
        assert_eq!(back, record);
        let disk = Memory::with("/h/a.jsonl", line.as_bytes());
        let history = History::read_on(&*disk, Path::new("/h")).expect("a history");
        assert_eq!(history.records, [record], "{:?}", history.faults);
    }
}

fn command(which: u8) -> Command {
    let origin = if which & 16 == 0 { Origin::Key } else { Origin::Remote };
    match which {
        0 => Command::Pause(PauseCause::User),
        1 => Command::Pause(PauseCause::Suspended),
        2 | 18 => Command::Resume(origin),
        3 | 19 => Command::Next(origin),
        4 => Command::Done(origin),
        5 => Command::CountRep,
        6 | 22 => Command::Back(origin),
        7 => Command::RestartExercise(origin),
        8 => Command::SkipExercise,
        9 => Command::SkipReason(SkipReason::Pain),
        10 => Command::Later,
        11 => Command::Swap(Way::Easier),
        12 => Command::Swap(Way::Harder),
        13 => Command::Jump { occurrence: 0, origin },
        14 => Command::Jump { occurrence: 1, origin },
        15 => Command::Jump { occurrence: u32::MAX, origin },
        17 => Command::Less,
        20 => Command::Slower,
        21 => Command::Faster,
        23 => Command::Pain(10),
        24 => Command::Pain(255),
        25 => Command::PainBefore(3),
        26 => Command::Start,
        27 => Command::Jump { occurrence: 2, origin },
        28 => Command::Quit,
        _ => Command::More,
    }
}
