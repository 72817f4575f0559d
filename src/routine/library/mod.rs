//! Where routine files are found: inside the program, in the user's folders, and at any path. The one place of this
//! room that reads files, each only when it is asked for.

mod index;
mod load;
mod names;
mod whereabouts;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use index::{Home, Index};
pub(crate) use load::bytes;
use load::{Text, load, take};
pub use names::{NotFound, is_path};
pub use whereabouts::Whereabouts;

use super::{
    check::{self, Checked, Document, FileKind, Known, Lookup},
    model::{Exercise, Program, Routine},
};
use crate::diagnostic::{Diagnostic, printable};

/// All files that can be named: the shipped ones, and the user's, which win.
#[derive(Debug)]
pub struct Library {
    user: Option<PathBuf>,
    /// Exercise files that count besides, by id, and win over all others.
    besides: Vec<(String, PathBuf)>,
    figures: BTreeSet<String>,
    /// Gives the names of a figure's poses.
    poses: Option<Poses>,
    notes: bool,
    index: OnceLock<Index>,
    exercises: Mutex<HashMap<String, Lookup>>,
}

/// Gives the names of the poses of a figure; `None` if there is no such figure.
pub type Poses = fn(&str) -> Option<Vec<String>>;

/// A file that was found: what it means, unless it has errors, and all that there is to say about it.
#[derive(Clone, Debug)]
pub struct Found<T> {
    /// `None` when the file has errors.
    pub value: Option<T>,
    /// In the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The text that the diagnostics point into.
    pub source: String,
    /// The file's name for messages.
    pub path: String,
    /// Whether it is one of those inside the program.
    pub shipped: bool,
}

/// What a file of any kind turned out to be.
#[derive(Clone, Debug)]
pub enum File {
    Exercise(Box<Exercise>),
    Routine(Box<Routine>),
    Program(Box<Program>),
}

impl Library {
    /// The shipped files, and those in `routines`, `exercises` and `programs` of the user's configuration folder. Reads
    /// nothing yet.
    pub fn open(user_config_dir: Option<&Path>) -> Self {
        Self {
            user: user_config_dir.map(Path::to_path_buf),
            besides: Vec::new(),
            figures: BTreeSet::new(),
            poses: None,
            notes: false,
            index: OnceLock::new(),
            exercises: Mutex::new(HashMap::new()),
        }
    }

    /// Checks ids of figures against these from now on.
    pub fn with_figures(mut self, ids: impl IntoIterator<Item = String>) -> Self {
        self.figures = ids.into_iter().collect();
        self
    }

    /// Checks names of poses from now on against those that this gives for a figure.
    pub const fn with_poses(mut self, poses: Poses) -> Self {
        self.poses = Some(poses);
        self
    }

    /// Notes from now on also what is worth a thought and not wrong.
    pub const fn with_notes(mut self) -> Self {
        self.notes = true;
        self
    }

    /// Lets those of these files that are in a folder named `exercises` count as exercises of the library: who checks
    /// a whole folder means its files to know each other.
    pub fn with_exercise_files<'p>(mut self, paths: impl IntoIterator<Item = &'p Path>) -> Self {
        for path in paths {
            let folder = path.parent().and_then(Path::file_name);
            if folder == Some("exercises".as_ref())
                && let Some(id) = path.file_stem().and_then(|stem| stem.to_str())
            {
                self.besides.push((id.into(), path.into()));
            }
        }
        self
    }

    /// A routine by its exact id, an unambiguous prefix of it, or a path (anything with a separator or ending in
    /// `.toml`). An exercise file at a path is a routine of that one exercise.
    ///
    /// # Errors
    /// When there is no such routine, or no such file, or several that the name could mean.
    pub fn routine(&self, name_or_path: &str) -> Result<Found<Routine>, NotFound> {
        if names::is_path(name_or_path) {
            return self.routine_file(Path::new(name_or_path));
        }
        let routines = self.routine_ids();
        let id = names::choose("routine", name_or_path, &routines, &self.exercise_ids())?;
        self.routine_at(&id)
    }

    /// What `supple run NAME` means: a routine as in `routine`, else an exercise of the library by itself. A whole id
    /// of either kind goes before the beginning of another.
    ///
    /// # Errors
    /// As `routine`.
    pub fn playable(&self, name_or_path: &str) -> Result<Found<Routine>, NotFound> {
        if self.is_exercise(name_or_path) {
            return self.exercise_as_routine(name_or_path);
        }
        match self.routine(name_or_path) {
            Err(NotFound::Unknown { .. }) => match self.exercise_as_routine(name_or_path) {
                Err(NotFound::Unknown { name, .. }) => {
                    let ids: Vec<String> = [self.routine_ids(), self.exercise_ids()].concat();
                    Err(names::unknown("routine or exercise", &name, &ids))
                }
                found => found,
            },
            found => found,
        }
    }

    /// An exercise at its own dose, by its exact id, an unambiguous prefix of it, or a path.
    ///
    /// # Errors
    /// When there is no such exercise, or no such file, or several that the name could mean.
    pub fn exercise(&self, name_or_path: &str) -> Result<Found<Exercise>, NotFound> {
        if names::is_path(name_or_path) {
            let text = load(Path::new(name_or_path))?;
            let id = names::stem(Path::new(name_or_path));
            return Ok(read(text, false, |document| check::exercise(&id, document, self)));
        }
        let id = names::choose("exercise", name_or_path, &self.exercise_ids(), &self.routine_ids())?;
        let (text, shipped) = text(self.index().exercises.get(&id), "exercise", &id)?;
        Ok(read(text, shipped, |document| check::exercise(&id, document, self)))
    }

    /// A routine of one exercise at its own dose.
    ///
    /// # Errors
    /// As `exercise`.
    pub fn exercise_as_routine(&self, name_or_path: &str) -> Result<Found<Routine>, NotFound> {
        Ok(self.exercise(name_or_path)?.map(check::around))
    }

    /// A program by its exact id, an unambiguous prefix of it, or a path.
    ///
    /// # Errors
    /// When there is no such program, or no such file, or several that the name could mean.
    pub fn program(&self, name_or_path: &str) -> Result<Found<Program>, NotFound> {
        if names::is_path(name_or_path) {
            let text = load(Path::new(name_or_path))?;
            let id = names::stem(Path::new(name_or_path));
            return Ok(read(text, false, |document| check::program(&id, document, self)));
        }
        let id = names::choose("program", name_or_path, &self.program_ids(), &[])?;
        let (text, shipped) = text(self.index().programs.get(&id), "program", &id)?;
        Ok(read(text, shipped, |document| check::program(&id, document, self)))
    }

    /// Whether this is the whole id of an exercise and of no routine, so that it means the exercise even where ids
    /// of routines begin like it.
    pub fn is_exercise(&self, id: &str) -> bool {
        self.index().exercises.contains_key(id) && !self.index().routines.contains_key(id)
    }

    /// A file of any kind at a path.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub fn file(&self, path: &Path) -> Result<Found<File>, NotFound> {
        Ok(self.found(path, load(path)?))
    }

    /// As `file`, of a file that holds these bytes.
    pub fn bytes(&self, path: &Path, bytes: Vec<u8>) -> Found<File> {
        let length = bytes.len() as u64;
        self.found(path, take(bytes, length, printable(&path.to_string_lossy()).into_owned()))
    }

    fn found(&self, path: &Path, text: Text) -> Found<File> {
        let id = names::stem(path);
        // `./x.toml` in a folder named `exercises` is in that folder too.
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.into());
        read(text, false, |document| self.any(&id, Some(&absolute), document))
    }

    /// What an exercise that was done once is called: as it is now, or, where it stood only within a routine or is gone,
    /// by the words of its id.
    pub fn exercise_name(&self, id: &str) -> String {
        // An id from a file of the history must not be taken for a path.
        let exercise = || self.exercise(id).ok()?.value.filter(|exercise| exercise.id == id);
        let known = if is_path(id) { None } else { exercise() };
        known.map_or_else(|| words_of_id(id), |exercise| exercise.words.name)
    }

    /// The ids of all routines, in alphabetical order.
    pub fn routine_ids(&self) -> Vec<String> {
        self.index().routines.keys().cloned().collect()
    }

    /// The ids of all exercises, in alphabetical order.
    pub fn exercise_ids(&self) -> Vec<String> {
        self.index().exercises.keys().cloned().collect()
    }

    /// The ids of all programs, in alphabetical order.
    pub fn program_ids(&self) -> Vec<String> {
        self.index().programs.keys().cloned().collect()
    }

    /// The user's own file with this id.
    pub fn own_file(&self, id: &str) -> Option<PathBuf> {
        self.kinds().find_map(|(_, files)| match files.get(id)? {
            Home::User(path) => Some(path.clone()),
            Home::Shipped(_) => None,
        })
    }

    /// What ships with this id: "a routine", "an exercise", "a program".
    pub fn shipped_as(&self, id: &str) -> Option<&'static str> {
        KINDS.into_iter().find(|(folder, _)| index::shipped(folder, id).is_some()).map(|(_, what)| what)
    }

    /// Whether the file at this path, which holds this, is one that ships.
    pub fn is_shipped(&self, path: &Path, source: &str) -> bool {
        let Some(id) = path.file_stem().and_then(|stem| stem.to_str()) else { return false };
        let files = KINDS.into_iter().filter_map(|(folder, _)| index::shipped(folder, id));
        files.into_iter().any(|file| file.contents() == source.as_bytes())
    }

    /// What ships with the id of this file, if it is one of the user's own that wins over it.
    pub fn shipped_behind(&self, path: &Path) -> Option<&'static str> {
        let user = self.user.as_ref()?;
        let absolute = std::path::absolute(path).ok()?;
        let id = path.file_stem()?.to_str()?;
        let is_in = |folder: &str| absolute.parent() == Some(&user.join(folder));
        KINDS
            .into_iter()
            .find(|(folder, _)| is_in(folder) && index::shipped(folder, id).is_some())
            .map(|(_, what)| what)
    }

    /// The user's folder for each kind of file, and those files.
    fn kinds(&self) -> impl Iterator<Item = (&'static str, &BTreeMap<String, Home>)> {
        let Index { routines, exercises, programs } = self.index();
        KINDS.into_iter().map(|(folder, _)| folder).zip([routines, exercises, programs])
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self.user.as_deref(), &self.besides))
    }

    fn routine_at(&self, id: &str) -> Result<Found<Routine>, NotFound> {
        let (text, shipped) = text(self.index().routines.get(id), "routine", id)?;
        Ok(read(text, shipped, |document| self.as_routine(id, None, document)))
    }

    fn routine_file(&self, path: &Path) -> Result<Found<Routine>, NotFound> {
        let text = load(path)?;
        let id = names::stem(path);
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.into());
        Ok(read(text, false, |document| self.as_routine(&id, Some(&absolute), document)))
    }

    fn as_routine(&self, id: &str, path: Option<&Path>, document: Document<'_>) -> Checked<Routine> {
        let root = document.root.clone();
        let (file, mut faults) = self.any(id, path, document);
        let routine = match file {
            Some(File::Routine(routine)) => Some(*routine),
            Some(File::Exercise(exercise)) => Some(check::around(*exercise)),
            Some(File::Program(_)) => {
                faults.push(
                    Diagnostic::error(root, "this is a program, not a routine")
                        .label("a program says what is due on which day")
                        .help("name one of its routines or exercises instead"),
                );
                None
            }
            None => None,
        };
        (routine, faults)
    }

    fn any(&self, id: &str, path: Option<&Path>, document: Document<'_>) -> Checked<File> {
        match document.kind(path) {
            FileKind::Exercise => {
                let (exercise, faults) = check::exercise(id, document, self);
                (exercise.map(|exercise| File::Exercise(Box::new(exercise))), faults)
            }
            FileKind::Routine => {
                let (routine, faults) = check::routine(id, document, self);
                (routine.map(|routine| File::Routine(Box::new(routine))), faults)
            }
            FileKind::Program => {
                let (program, faults) = check::program(id, document, self);
                (program.map(|program| File::Program(Box::new(program))), faults)
            }
        }
    }
}

/// The user's folders, and what is in each.
const KINDS: [(&str, &str); 3] =
    [("routines", "a routine"), ("exercises", "an exercise"), ("programs", "a program")];

impl Known for Library {
    fn exercise(&self, id: &str) -> Lookup {
        if let Some(known) = self.exercises.lock().unwrap_or_else(PoisonError::into_inner).get(id) {
            return known.clone();
        }
        let found = match text(self.index().exercises.get(id), "exercise", id) {
            Err(NotFound::Unreadable { path, .. }) => Lookup::Faulty(path),
            Err(_) => Lookup::Unknown,
            Ok((text, shipped)) => {
                let found = read(text, shipped, check::exercise_layer);
                found.value.map_or(Lookup::Faulty(found.path), |layer| Lookup::Good(Arc::new(layer)))
            }
        };
        self.exercises.lock().unwrap_or_else(PoisonError::into_inner).insert(id.into(), found.clone());
        found
    }

    fn exercise_ids(&self) -> Vec<String> {
        Self::exercise_ids(self)
    }

    fn has_routine(&self, id: &str) -> bool {
        self.index().routines.contains_key(id)
    }

    fn routine_ids(&self) -> Vec<String> {
        Self::routine_ids(self)
    }

    fn figures(&self) -> &BTreeSet<String> {
        &self.figures
    }

    fn poses(&self, figure: &str) -> Option<Vec<String>> {
        self.poses?(figure)
    }

    fn wants_notes(&self) -> bool {
        self.notes
    }
}

/// `shoulder-rolls` as it was most likely written: "Shoulder rolls". What is no such id stays as it is.
fn words_of_id(id: &str) -> String {
    let is_id = id.chars().all(|c| c == '-' || (c.is_alphanumeric() && !c.is_uppercase()));
    let mut letters = id.chars();
    match letters.next().filter(|_| is_id) {
        Some(first) => first.to_uppercase().chain(letters.map(|c| if c == '-' { ' ' } else { c })).collect(),
        None => id.to_owned(),
    }
}

impl<T> Found<T> {
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Found<U> {
        Found {
            value: self.value.map(turn),
            diagnostics: self.diagnostics,
            source: self.source,
            path: self.path,
            shipped: self.shipped,
        }
    }

    /// Why the file does not run, in a sentence without a full stop. A shipped file can be at fault only through one of
    /// the user's own that it refers to, and that one is named.
    pub fn why_not(&self) -> String {
        let fault = self.diagnostics.iter().find(|diagnostic| diagnostic.is_error());
        match fault.filter(|_| self.shipped) {
            Some(fault) => match &fault.help {
                Some(help) => format!("{}: {help}", fault.message),
                None => fault.message.clone(),
            },
            None => format!("{path} has faults; `supple check {path}` shows them", path = self.path),
        }
    }
}

fn text(home: Option<&Home>, what: &'static str, id: &str) -> Result<(Text, bool), NotFound> {
    match home {
        Some(Home::Shipped(file)) => Ok((Text::shipped(file), true)),
        Some(Home::User(path)) => Ok((load(path)?, false)),
        None => Err(names::unknown(what, id, &[])),
    }
}

fn read<T>(text: Text, shipped: bool, check: impl FnOnce(Document<'_>) -> Checked<T>) -> Found<T> {
    let (value, diagnostics) = match text.fault {
        Some(fault) => (None, vec![fault]),
        None => match Document::open(&text.source) {
            Ok(document) => check(document),
            Err(faults) => (None, faults),
        },
    };
    Found { value, diagnostics, source: text.source, path: text.path, shipped }
}

#[cfg(test)]
mod tests;
