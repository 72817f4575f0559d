//! What the program begins with.

use std::{path::PathBuf, sync::mpsc::Sender};

use super::{
    Message,
    backstage::{Backstage, Job},
    errands::{self, Errand, Order},
    past,
};
use crate::{
    private,
    ui::{App, Complaint, HomeModel, Setup},
};

pub(super) enum First {
    Home,
    Session(Box<Job>),
    /// A session that is still to be put together.
    Order(Box<Order>),
    /// The page of the exercise with this id.
    Exercise(String),
    /// What was done.
    History,
}

impl First {
    /// Begins what takes the history, to be ready as soon as may be.
    pub(super) fn send_ahead(&self, backstage: &Backstage, messages: &Sender<Message>) {
        match self {
            Self::Home => errands::send(backstage, Errand::Home, (false, None), messages),
            Self::Order(order) => {
                errands::send(backstage, Errand::Session(order.clone()), (true, None), messages);
            }
            Self::History => past::turn(backstage, None, messages),
            Self::Session(_) | Self::Exercise(_) => {}
        }
    }

    /// The screens, and what they are to play at once.
    pub(super) fn app(self, setup: Setup, backstage: &Backstage) -> (App, Option<Box<Job>>) {
        match self {
            Self::Home => {
                let mut app = App::home(setup, backstage.home_in_short());
                app.complain(backstage.complaint.clone());
                if !backstage.is_safety_read() {
                    app.show_safety_first();
                }
                (app, None)
            }
            Self::Session(job) => (App::session(setup), Some(job)),
            Self::Order(_) => (App::session(setup), None),
            Self::History => (App::history(setup), None),
            Self::Exercise(id) => {
                let home = HomeModel { exercises: backstage.exercises(), ..HomeModel::default() };
                (App::exercise(setup, home, &id), None)
            }
        }
    }
}

impl Backstage {
    /// With something that the home screen says of the settings.
    #[must_use]
    pub fn complaining(mut self, complaint: Option<Complaint>) -> Self {
        self.complaint = complaint;
        self
    }

    /// Whether somebody has confirmed on this machine that they know what to heed.
    pub(super) fn is_safety_read(&self) -> bool {
        self.safety_mark().exists()
    }

    /// Whether somebody has done no more than one session here, and has not been told yet what to heed: no page of that
    /// stands between a routine that was asked for and its session.
    pub(super) fn is_new_here(&self) -> bool {
        self.manner().log
            && !self.is_safety_read()
            && self.history().is_ok_and(|history| history.records.len() <= 1)
    }

    /// Remembers that. If it cannot be written the page comes again, which does no harm.
    pub(super) fn safety_was_read(&self) {
        if self.manner().log {
            let _ = private::write(&self.safety_mark(), "");
        }
    }

    fn safety_mark(&self) -> PathBuf {
        self.paths().state.join("safety-read")
    }
}
