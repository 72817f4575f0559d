//! Which files there are: names only.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use include_dir::{Dir, include_dir};

use crate::diagnostic::is_hostile;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/routines");

/// Where a file is.
#[derive(Clone, Debug)]
pub(super) enum Home {
    Shipped(&'static include_dir::File<'static>),
    User(PathBuf),
}

/// All files by id.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) routines: BTreeMap<String, Home>,
    pub(super) exercises: BTreeMap<String, Home>,
    pub(super) programs: BTreeMap<String, Home>,
}

impl Index {
    /// The shipped files, over them those in the user's folder, over them these exercises.
    pub(super) fn new(user: Option<&Path>, besides: &[(String, PathBuf)]) -> Self {
        let mut exercises = files(SHIPPED.get_dir("exercises"), user.map(|user| user.join("exercises")));
        exercises.extend(besides.iter().map(|(id, path)| (id.clone(), Home::User(path.clone()))));
        Self {
            routines: files(Some(&SHIPPED), user.map(|user| user.join("routines"))),
            exercises,
            programs: files(SHIPPED.get_dir("programs"), user.map(|user| user.join("programs"))),
        }
    }
}

/// The file with this id that ships in the folder that is the user's `folder`.
pub(super) fn shipped(folder: &str, id: &str) -> Option<&'static include_dir::File<'static>> {
    let home = if folder == "routines" { Some(&SHIPPED) } else { SHIPPED.get_dir(folder) };
    home.into_iter().flat_map(Dir::files).find(|file| self::id(file.path()).as_deref() == Some(id))
}

fn files(shipped: Option<&'static Dir<'static>>, user: Option<PathBuf>) -> BTreeMap<String, Home> {
    let shipped = shipped
        .into_iter()
        .flat_map(Dir::files)
        .filter_map(|file| Some((id(file.path())?, Home::Shipped(file))));
    // A folder that is not there or may not be read holds nothing.
    let own = user
        .and_then(|folder| folder.read_dir().ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter_map(|path| Some((id(&path)?, Home::User(path))));
    shipped.chain(own).collect()
}

/// `bird-dog` of `…/bird-dog.toml`. Hidden files, and names that cannot be typed or shown, have none.
fn id(path: &Path) -> Option<String> {
    let id = path.file_name()?.to_str()?.strip_suffix(".toml")?;
    (!id.is_empty() && !id.starts_with('.') && !id.contains(is_hostile)).then(|| id.into())
}
