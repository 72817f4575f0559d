//! What the program begins with.

use std::{fs, path::PathBuf};

use super::backstage::{Backstage, Job};
use crate::ui::{App, Complaint, HomeModel, Setup};

pub(super) enum First {
    Home,
    Session(Box<Job>),
    /// The page of the exercise with this id.
    Exercise(String),
    /// What was done.
    History,
}

impl First {
    /// The screens, and what they are to play at once.
    pub(super) fn app(self, setup: Setup, backstage: &Backstage) -> (App, Option<Box<Job>>) {
        match self {
            Self::Home => {
                let mut app = App::home(setup, backstage.home());
                app.complain(backstage.complaint.clone());
                if !backstage.is_safety_read() {
                    app.show_safety_first();
                }
                (app, None)
            }
            Self::Session(job) => (App::session(setup), Some(job)),
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

    /// Remembers that. If it cannot be written the page comes again, which does no harm.
    pub(super) fn safety_was_read(&self) {
        if self.manner().log {
            let _ = fs::create_dir_all(&self.paths().state);
            let _ = fs::write(self.safety_mark(), "");
        }
    }

    fn safety_mark(&self) -> PathBuf {
        self.paths().state.join("safety-read")
    }
}
