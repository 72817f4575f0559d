//! Random scripts: what a driver does with a session, and when, on a grid of half seconds.

use std::fmt::{self, Debug, Formatter};

use proptest::{collection::vec, option, prelude::*};
use supple::session::{Command, Origin, PauseCause, SkipReason, Way};

/// What happens to one session.
#[derive(Clone)]
pub(crate) struct Script {
    pub(crate) lines: Vec<Line>,
    /// The driver says after every call that it will be back after so many half seconds.
    pub(crate) announces: Option<u64>,
}

impl Debug for Script {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "announces {:?}", self.announces)?;
        for line in &self.lines {
            write!(f, "\n     {} halves, {:?}: {:?}", line.after, line.meanwhile, line.act)?;
        }
        Ok(())
    }
}

/// A stretch of time, and what comes at its end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// Half seconds.
    pub(crate) after: u64,
    pub(crate) meanwhile: Meanwhile,
    pub(crate) act: Act,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Meanwhile {
    /// The driver comes at every deadline, or so many half seconds after it.
    Awake { late: u64 },
    /// Nobody calls.
    Silence,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    Command(Command),
    /// Advance so many times over.
    Advance(u8),
    /// Advance with a moment that lies so many half seconds back.
    Stale(u64),
    Unattended,
}

/// A script of up to `lines` lines; `pace` decides whether it changes the pace.
pub(crate) fn script(lines: usize, pace: bool) -> impl Strategy<Value = Script> {
    let lines = vec(line(pace), 1..=lines);
    (lines, option::weighted(0.3, 1..=8_u64)).prop_map(|(mut lines, announces)| {
        // Without a start there is nothing to see; a few lines may come before it.
        let at = usize::from(lines.len() > 4 && lines[0].after.is_multiple_of(7));
        lines[at].act = Act::Command(Command::Start);
        Script { lines, announces }
    })
}

fn line(pace: bool) -> impl Strategy<Value = Line> {
    let after = prop_oneof![2 => Just(0), 4 => 1..=9_u64, 3 => 10..=40_u64];
    let meanwhile = prop_oneof![
        6 => Just(Meanwhile::Awake { late: 0 }),
        3 => (1..=4_u64).prop_map(|late| Meanwhile::Awake { late }),
        1 => Just(Meanwhile::Silence),
    ];
    (after, meanwhile, act(pace)).prop_map(|(after, meanwhile, act)| Line { after, meanwhile, act })
}

fn act(pace: bool) -> impl Strategy<Value = Act> {
    prop_oneof![
        16 => command(pace).prop_map(Act::Command),
        2 => (0..=2_u8).prop_map(Act::Advance),
        1 => (1..=9_u64).prop_map(Act::Stale),
        1 => Just(Act::Unattended),
    ]
}

pub(crate) fn command(pace: bool) -> impl Strategy<Value = Command> {
    let plain = prop_oneof![
        4 => cause().prop_map(Command::Pause),
        6 => origin().prop_map(Command::Resume),
        4 => origin().prop_map(Command::Next),
        4 => origin().prop_map(Command::Done),
        4 => Just(Command::CountRep),
        4 => origin().prop_map(Command::Back),
        2 => origin().prop_map(Command::RestartExercise),
        2 => Just(Command::SkipExercise),
        2 => reason().prop_map(Command::SkipReason),
        3 => Just(Command::Later),
        2 => Just(Command::Swap(Way::Easier)),
        2 => Just(Command::Swap(Way::Harder)),
        2 => (0..=9_u32, origin()).prop_map(|(occurrence, origin)| Command::Jump { occurrence, origin }),
        3 => Just(Command::More),
        3 => Just(Command::Less),
        1 => Just(Command::Start),
        2 => (0..=11_u8).prop_map(Command::Pain),
        1 => (0..=11_u8).prop_map(Command::PainBefore),
    ];
    let rare = Just(Command::Quit);
    if pace {
        prop_oneof![30 => plain, 8 => Just(Command::Slower), 8 => Just(Command::Faster), 1 => rare].boxed()
    } else {
        prop_oneof![60 => plain, 1 => rare].boxed()
    }
}

fn origin() -> impl Strategy<Value = Origin> {
    prop_oneof![Just(Origin::Key), Just(Origin::Remote)]
}

fn cause() -> impl Strategy<Value = PauseCause> {
    prop_oneof![Just(PauseCause::User), Just(PauseCause::Terminal), Just(PauseCause::Remote)]
}

fn reason() -> impl Strategy<Value = SkipReason> {
    prop_oneof![
        Just(SkipReason::Pain),
        Just(SkipReason::Time),
        Just(SkipReason::Equipment),
        Just(SkipReason::Other)
    ]
}
