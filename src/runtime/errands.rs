//! What takes the history, or writes to it, done on a thread of its own: the loop goes on drawing and listening.

use std::{path::PathBuf, sync::mpsc::Sender};

use anyhow::Result;

use super::{
    Message,
    backstage::{Backstage, Job},
    choice::Choice,
    outstanding::Pledge,
};
use crate::{
    routine::Routine,
    threads,
    ui::{HomeModel, Recovery},
};

/// What is to be done.
#[derive(Clone, Debug)]
pub(super) enum Errand {
    /// What the home screen shows.
    Home,
    /// A session of what was asked for.
    Session(Box<Order>),
    /// Of the routine with this id.
    Routine(String),
    /// Of the exercise with this id.
    Exercise(String),
    /// Of what the program has due, or of one item that it asks for.
    Today,
    Item(String),
    /// The due thing with this id was done elsewhere.
    Tick(String),
    /// The interrupted session with this id.
    Recover(String, Recovery),
}

/// A session that is asked for, and known to be possible.
#[derive(Clone, Debug)]
pub struct Order {
    routine: Routine,
    path: Option<PathBuf>,
    choice: Choice,
}

impl Errand {
    /// Whether something is lost if the program ends before it is done.
    pub(super) fn writes(&self) -> bool {
        matches!(self, Self::Tick(_) | Self::Recover(_, Recovery::Keep | Recovery::Discard))
    }
}

/// What came of an errand.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// Input waits for it.
    pub(super) is_awaited: bool,
    /// A session that is to begin.
    pub(super) job: Option<Job>,
    /// What the home screen shows now.
    pub(super) home: Option<HomeModel>,
    /// What the user should know: most likely why not.
    pub(super) words: Option<String>,
    /// The number of its pledge, if there was something to write.
    pub(super) write: Option<u32>,
}

/// Does it; word of it comes as a message, and says whether input waits for it. Where there is no thread to be had it is
/// done at once. A pledge, if there is one, is kept as soon as it is done.
pub(super) fn send(
    backstage: &Backstage,
    errand: Errand,
    (is_awaited, pledge): (bool, Option<Pledge>),
    messages: &Sender<Message>,
) {
    let behind = backstage.again();
    let later = (errand.clone(), messages.clone());
    let tell = move |backstage: &Backstage, errand: Errand, messages: &Sender<Message>| {
        let write = pledge.as_ref().map(Pledge::number);
        let done = Done { is_awaited, write, ..done(backstage, errand) };
        if let Some(pledge) = &pledge {
            pledge.keep(done.words.clone());
        }
        // Nobody listens any more only when the program is over.
        let _ = messages.send(Message::Done(Box::new(done)));
    };
    let again = tell.clone();
    let work = move || again(&behind(), later.0, &later.1);
    if threads::begin("errand", work).is_err() {
        tell(backstage, errand, messages);
    }
}

fn done(backstage: &Backstage, errand: Errand) -> Done {
    let job = match errand {
        Errand::Home => return Done { home: Some(backstage.home()), ..Done::default() },
        Errand::Tick(item) => {
            // That it is done the screen says by itself, once it is among what is done.
            let words = backstage.tick_whole(&item).err().map(|error| format!("{error:#}"));
            return Done { home: Some(backstage.home()), words, ..Done::default() };
        }
        Errand::Recover(session, how) => {
            let (job, words) = match backstage.recover(&session, how) {
                Ok(job) => (job, None),
                Err(error) => (None, Some(format!("{error:#}"))),
            };
            let home = job.is_none().then(|| backstage.home());
            return Done { job, home, words, ..Done::default() };
        }
        Errand::Session(order) => {
            let Order { routine, path, choice } = *order;
            backstage.job(&routine, path, choice)
        }
        Errand::Routine(id) => backstage.job_of(&id),
        Errand::Exercise(id) => backstage.job_of_exercise(&id),
        Errand::Today => backstage.start_today().map_err(anyhow::Error::msg),
        Errand::Item(id) => backstage.start_item(&id),
    };
    match job {
        Ok(job) => Done { job: Some(job), ..Done::default() },
        Err(error) => Done { words: Some(format!("{error:#}")), ..Done::default() },
    }
}

impl Backstage {
    /// A session of this routine, to be put together behind the screen: that takes the history. `path` is where the
    /// routine was read, if it was named by a path.
    ///
    /// # Errors
    /// When the choice leaves nothing of it.
    pub fn order(&self, routine: Routine, path: Option<PathBuf>, choice: Choice) -> Result<Order> {
        choice.plan(&routine)?;
        Ok(Order { routine, path, choice })
    }
}
