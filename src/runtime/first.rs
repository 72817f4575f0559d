//! What the program begins with.

use super::backstage::{Backstage, Job};
use crate::ui::{App, HomeModel, Setup};

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
