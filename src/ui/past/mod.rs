//! The history as it is looked at: what is shown of it, what is chosen and searched, and what is about to be changed.

mod book;
mod form;
mod keys;
mod select;

use std::sync::Arc;

pub use book::Book;
pub use form::Change;
pub(crate) use form::{EFFORTS, Form, FormRow};
pub(crate) use select::Filter;

/// Which part is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    #[default]
    Overview,
    Sessions,
    Exercises,
}

impl View {
    pub(crate) const ALL: [Self; 3] = [Self::Overview, Self::Sessions, Self::Exercises];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Sessions => "Sessions",
            Self::Exercises => "Exercises",
        }
    }

    /// So many further on, and round again.
    fn on(self, steps: usize) -> Self {
        Self::ALL[(self as usize + steps) % Self::ALL.len()]
    }
}

/// What lies above a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PastPage {
    Session {
        id: String,
        scroll: usize,
    },
    /// `latest`: where it came last, newest first: the record and the entry in it.
    Exercise {
        id: String,
        scroll: usize,
        latest: Vec<(usize, usize)>,
    },
}

/// How a change is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Undo {
    session: String,
    changes: Vec<Change>,
    /// What is said once it is done.
    said: String,
}

/// A change that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pending {
    /// The session's id.
    session: String,
    said: String,
    /// `None`: it takes the latest change back itself.
    undo: Option<Undo>,
    /// What was written in the form, for the case that it is refused.
    form: Option<Form>,
}

/// Everything that the user has done on the screens of the history.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    /// `None` while it is being read.
    pub(crate) book: Option<Arc<Book>>,
    /// Why it cannot be read.
    pub(crate) trouble: Option<String>,
    pub(crate) view: View,
    /// The first section that is shown of the overview.
    pub(crate) section: usize,
    /// The chosen row of the sessions, and of the exercises.
    pub(crate) session: usize,
    pub(crate) exercise: usize,
    pub(crate) filter: Filter,
    /// What is searched for among the exercises.
    pub(crate) query: String,
    /// Whether keys write into the search.
    pub(crate) typing: bool,
    /// The sessions that the filter lets through, newest first, as places in the book.
    pub(crate) sessions: Vec<usize>,
    /// The exercises that the search finds, as places in the stats.
    pub(crate) exercises: Vec<usize>,
    pub(crate) pages: Vec<PastPage>,
    pub(crate) form: Option<Form>,
    /// How all that was changed in this visit is taken back, the latest last.
    pub(crate) undo: Vec<Undo>,
    /// Why a key did nothing, until the next one.
    pub(crate) remark: Option<&'static str>,
    pending: Option<Pending>,
    /// Leaving it leaves the program.
    pub(crate) leaves: bool,
}

impl Past {
    pub(crate) fn page(&self) -> Option<&PastPage> {
        self.pages.last()
    }

    /// The session that keys are about: the one whose page is open, or else the chosen row.
    pub(crate) fn session_at_hand(&self) -> Option<&str> {
        match self.page() {
            Some(PastPage::Session { id, .. }) => Some(id),
            None if self.view == View::Sessions => {
                let place = self.sessions.get(self.session)?;
                self.book.as_ref()?.records().get(*place).map(|record| record.id.as_str())
            }
            Some(PastPage::Exercise { .. }) | None => None,
        }
    }

    /// Whether a change is on its way to the disk.
    pub(crate) fn is_writing(&self) -> bool {
        self.pending.is_some()
    }
}
