//! Where a file is that somebody wants to change.

use std::{collections::BTreeSet, path::PathBuf};

use super::{
    Library, NotFound,
    index::{self, Home},
    names,
};

/// What there is with an id.
pub struct Whereabouts {
    pub id: String,
    /// The user's folder for files of this kind: "routines", "exercises", "programs".
    pub folder: &'static str,
    /// The user's own file.
    pub own: Option<PathBuf>,
    /// What ships with this id.
    pub shipped: Option<&'static [u8]>,
}

impl Library {
    /// The routine, exercise or program with this id, or else the only one whose id begins so. A whole id goes first.
    ///
    /// # Errors
    /// When there is none, or several that the name could mean.
    pub fn whereabouts(&self, name: &str) -> Result<Whereabouts, NotFound> {
        let what = "routine, exercise or program";
        let ids: BTreeSet<String> = self.kinds().flat_map(|(_, files)| files.keys().cloned()).collect();
        let id = names::choose(what, name, &ids.into_iter().collect::<Vec<_>>(), &[])?;
        let found = self.kinds().find_map(|(folder, files)| Some((folder, files.get(&id)?.clone())));
        let (folder, home) = found.ok_or_else(|| names::unknown(what, &id, &[]))?;
        let shipped = index::shipped(folder, &id).map(include_dir::File::contents);
        let own = match home {
            Home::User(path) => Some(path),
            Home::Shipped(_) => None,
        };
        Ok(Whereabouts { id, folder, own, shipped })
    }
}
