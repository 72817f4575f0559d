//! What the program itself would write of a short session: something for the fuzzer to begin with.

use std::{path::Path, sync::Arc, time::Duration};

use supple::{
    history::{checksum::with_checksum, journal::Header, record::About, recorder::Recorder},
    plan::{Options, compile},
    routine::{File, Library},
    session::{Command, EventLine, Moment, Origin, PauseCause, Session, Settings, SkipReason, Way},
};

pub(crate) const EVERYTHING: &str = include_str!("../../tests/fuzz/everything.toml");

/// The line of the history, or else the journal.
pub(crate) fn golden(journal: bool) -> String {
    let found = Library::open(None).bytes(Path::new("everything.toml"), EVERYTHING.into());
    let Some(File::Routine(routine)) = found.value else { panic!("{:?}", found.diagnostics) };
    let plan = Arc::new(compile(&routine, &Options::default()));
    let mut session = Session::new(plan.clone(), Settings::default());
    let mut recorder = Recorder::new(&plan);
    let about = About {
        id: "01KAHZ7Q0C5V9M0V1B4S8W2X3Y".into(),
        started: "2026-11-21T07:02:11+01:00[Europe/Berlin]".parse().expect("a time"),
        level: Some("low".into()),
        progression: None,
        speed: 1.0,
        app: "0.1.0".into(),
        items: Vec::new(),
        paces: vec![110],
    };
    let header = Header::new(about.clone(), &plan, None, serde_json::Map::new());
    let mut lines = serde_json::to_string(&header).expect("JSON") + "\n";
    let deeds = [
        (Command::Start, 0),
        (Command::PainBefore(3), 1),
        (Command::Pause(PauseCause::User), 9),
        (Command::Resume(Origin::Key), 20),
        (Command::Pain(4), 5),
        (Command::More, 1),
        (Command::Slower, 1),
        (Command::SkipExercise, 9),
        (Command::SkipReason(SkipReason::Pain), 1),
        (Command::Later, 8),
        (Command::Swap(Way::Easier), 8),
        (Command::CountRep, 9),
        (Command::Back(Origin::Key), 9),
        (Command::Done(Origin::Remote), 30),
    ];
    let mut now = Moment::ORIGIN;
    let mut take = |session: &mut Session| {
        while let Some(stamped) = session.poll_event() {
            recorder.observe(&stamped);
            let line = EventLine { plan: &plan, id: &about.id, stamped: &stamped };
            lines += &(serde_json::to_string(&line).expect("JSON") + "\n");
        }
    };
    for (command, seconds) in deeds {
        now = now + Duration::from_secs(seconds);
        session.will_wake_at(now);
        session.advance(now);
        session.handle(now, command);
        take(&mut session);
    }
    if journal {
        return lines + "{\"mark\":100.5,\"wall\":\"2026-11-21T07:05:11+01:00[Europe/Berlin]\"}\n";
    }
    let ended = "2026-11-21T07:10:11+01:00[Europe/Berlin]".parse().expect("a time");
    with_checksum(&recorder.record(&about, &ended).line())
}
