//! The control socket: lines of anybody who may connect, and what is answered.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use supple::{
    plan::{Options, Plan, add_variants, compile},
    runtime::{
        control::request::{Request, answer},
        words::{self, Wish},
    },
    session::{Command, Glance, Heard, Moment, Session, Settings},
};

use super::{assert_harmless, files::library};

static PLAN: LazyLock<Arc<Plan>> = LazyLock::new(|| {
    let routine =
        library().routine("gentle-twelve").ok().and_then(|found| found.value).expect("it is shipped");
    let mut plan = compile(&routine, &Options::default());
    add_variants(&mut plan, &routine, &Options::default(), |id| library().exercise(id).ok()?.value);
    Arc::new(plan)
});

/// More lines than this say nothing new.
const MOST_LINES: usize = 40;

pub(super) fn control(bytes: &[u8]) {
    let mut session = Session::new(PLAN.clone(), Settings::default());
    let mut now = Moment::ORIGIN;
    session.handle(now, Command::Start);
    for line in bytes.split(|byte| *byte == b'\n').take(MOST_LINES) {
        now = now + Duration::from_millis(700);
        session.will_wake_at(now);
        session.advance(now);
        let Some(request) = Request::read(line) else {
            assert!(line.trim_ascii().is_empty() || str::from_utf8(line).is_ok());
            continue;
        };
        let done = match request {
            Err(sentence) => Err(sentence),
            Ok(Request::Command(words)) => command(&mut session, now, &words),
            Ok(Request::Status | Request::Watch | Request::Follow) => Ok(()),
        };
        is_answer(&answer(done));
        let heard = Heard { volume: 50, muted: false, voice: "full" };
        let glance = Glance::of("01K", &session.snapshot(now), 1.0, heard);
        let text = serde_json::to_string(&glance).expect("JSON");
        let back: Glance = serde_json::from_str(&text).expect("what is told can be read");
        assert_eq!(serde_json::to_string(&back).expect("JSON"), text);
        while session.poll_event().is_some() {}
    }
}

fn command(session: &mut Session, now: Moment, words: &str) -> Result<(), String> {
    match words::read(words, session) {
        None => panic!("{words:?} was let in and says nothing"),
        Some(Err(sentence)) => Err(sentence),
        Some(Ok(Wish::Session(command))) => {
            session.handle(now, command);
            Ok(())
        }
        Some(Ok(Wish::Repeated(command, times))) => {
            assert!(times <= 360);
            (0..times).for_each(|_| {
                session.handle(now, command);
            });
            Ok(())
        }
        Some(Ok(Wish::Volume(volume))) => {
            assert!(volume <= 100);
            Ok(())
        }
        Some(Ok(Wish::Mute | Wish::Voice(_))) => Ok(()),
    }
}

/// One line of JSON that any terminal may be shown.
fn is_answer(answer: &str) {
    let line = answer.strip_suffix('\n').expect("it has its end");
    assert!(!line.contains('\n'));
    assert_harmless(line);
    let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert!(value["ok"].is_boolean());
    assert!(line.len() < 20_000, "{} bytes", line.len());
}
