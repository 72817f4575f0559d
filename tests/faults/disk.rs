//! A disk made of memory that knows what is synced and what is not, and fails when it is told to.
//!
//! It is stricter than most: bytes last once their file was synced, names once their folder was, nothing before that.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
};

use supple::history::storage::{Opened, Opening, Storage};

use crate::promises::Promise;

/// What is on the disk, and what would be after a power cut.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct State {
    nodes: BTreeMap<u64, Node>,
    names: BTreeMap<PathBuf, Entry>,
    kept: BTreeMap<PathBuf, Entry>,
    /// What was done to names and is not synced, in order.
    pending: Vec<Naming>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Node {
    now: Vec<u8>,
    kept: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Entry {
    Folder,
    File(u64),
}

/// One change of names, which happens as a whole or not at all.
#[derive(Clone, Debug, PartialEq)]
struct Naming {
    folder: PathBuf,
    gone: Option<PathBuf>,
    new: Option<(PathBuf, Entry)>,
}

/// How much of the bytes that were not synced outlives a power cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bytes {
    None,
    /// So many of each file's, or all there are.
    Some(usize),
    /// The length, but not what was written.
    Zeros,
}

impl State {
    /// A folder that is there and lasts, with those around it.
    pub(crate) fn with_folder(mut self, path: &str) -> Self {
        for folder in Path::new(path).ancestors() {
            self.names.insert(folder.to_owned(), Entry::Folder);
            self.kept.insert(folder.to_owned(), Entry::Folder);
        }
        self
    }

    /// A file that is there and lasts.
    pub(crate) fn with_file(self, path: &str, text: &str) -> Self {
        self.with_bytes(path, text.as_bytes())
    }

    pub(crate) fn with_bytes(mut self, path: &str, bytes: &[u8]) -> Self {
        let number = self.free();
        let bytes = bytes.to_vec();
        self.nodes.insert(number, Node { now: bytes.clone(), kept: bytes });
        self.names.insert(path.into(), Entry::File(number));
        self.kept.insert(path.into(), Entry::File(number));
        self
    }

    pub(crate) fn file(&self, path: &Path) -> Option<&[u8]> {
        match self.names.get(path)? {
            Entry::File(number) => Some(&self.nodes[number].now),
            Entry::Folder => None,
        }
    }

    /// Whether a file of the history has a session's line.
    pub(crate) fn holds_line_of(&self, id: &str) -> bool {
        let own = format!("{{\"v\":1,\"id\":\"{id}\"");
        let files = self.files(Path::new(crate::story::HISTORY));
        files
            .iter()
            .filter_map(|path| self.file(path))
            .any(|bytes| String::from_utf8_lossy(bytes).contains(&own))
    }

    /// The files in a folder.
    pub(crate) fn files(&self, folder: &Path) -> Vec<PathBuf> {
        let is_in =
            |(path, entry): &(&PathBuf, &Entry)| **entry != Entry::Folder && path.parent() == Some(folder);
        self.names.iter().filter(is_in).map(|(path, _)| path.clone()).collect()
    }

    /// How many changes of names are not synced.
    pub(crate) fn unsynced_names(&self) -> usize {
        self.pending.len()
    }

    /// How many bytes are not synced in the file where most are not.
    pub(crate) fn unsynced_bytes(&self) -> usize {
        self.nodes.values().map(|node| node.now.len() - node.common()).max().unwrap_or_default()
    }

    /// What is left when the power goes: so many of the changes of names that were not synced, and so much of the bytes.
    pub(crate) fn after_power_cut(&self, names: usize, bytes: Bytes) -> Self {
        let mut state = self.clone();
        let mut kept = std::mem::take(&mut state.kept);
        for naming in state.pending.drain(..).take(names) {
            naming.apply(&mut kept);
        }
        let is_there = |path: &Path, kept: &BTreeMap<PathBuf, Entry>| {
            path.ancestors().skip(1).all(|folder| kept.get(folder) == Some(&Entry::Folder))
        };
        let all = kept.clone();
        kept.retain(|path, _| is_there(path, &all));
        for node in state.nodes.values_mut() {
            let (common, end) = (node.common(), node.now.len());
            match bytes {
                Bytes::None => node.now.clone_from(&node.kept),
                // What was cut off and not synced may be there again.
                Bytes::Some(0) if common < node.kept.len() => node.now.clone_from(&node.kept),
                Bytes::Some(count) => node.now.truncate(common.saturating_add(count).min(end)),
                Bytes::Zeros => node.now[common..].fill(0),
            }
            node.kept.clone_from(&node.now);
        }
        state.names.clone_from(&kept);
        state.kept = kept;
        state
    }

    /// What is left when the program is killed after so many bytes of what it was writing.
    pub(crate) fn torn(&self, file: u64, bytes: &[u8]) -> Self {
        let mut state = self.clone();
        if let Some(node) = state.nodes.get_mut(&file) {
            node.now.extend_from_slice(bytes);
        }
        state
    }

    fn free(&self) -> u64 {
        self.nodes.keys().next_back().map_or(1, |last| last + 1)
    }

    fn rename(&mut self, naming: Naming) {
        naming.apply(&mut self.names);
        self.pending.push(naming);
    }

    fn sync_folder(&mut self, folder: &Path) {
        for naming in self.pending.extract_if(.., |naming| naming.folder == folder) {
            naming.apply(&mut self.kept);
        }
    }
}

impl Node {
    fn common(&self) -> usize {
        self.now.iter().zip(&self.kept).take_while(|(now, kept)| now == kept).count()
    }
}

impl Naming {
    fn new(path: &Path, entry: Entry) -> Self {
        Self { folder: folder_of(path), gone: None, new: Some((path.to_owned(), entry)) }
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, Entry>) {
        if let Some(gone) = &self.gone {
            names.remove(gone);
        }
        if let Some((path, entry)) = &self.new {
            names.insert(path.clone(), *entry);
        }
    }
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("/")).to_owned()
}

/// From this operation on, so many fail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    pub(crate) at: usize,
    pub(crate) count: usize,
    pub(crate) kind: io::ErrorKind,
    /// Half of what is added is on the disk all the same.
    pub(crate) short: bool,
}

/// A moment at which the program or the power may go: just before an operation that changes something.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    pub(crate) state: State,
    /// What the operation adds to which file.
    pub(crate) adding: Option<(u64, Vec<u8>)>,
    pub(crate) doing: String,
    /// How much had been promised.
    pub(crate) promised: usize,
}

/// The disk, and the programs that have it open.
#[derive(Clone, Debug)]
pub(crate) struct Brittle(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    state: State,
    /// By file: who has it locked.
    locks: BTreeMap<u64, u64>,
    opened: u64,
    operations: usize,
    fault: Option<Fault>,
    points: Vec<Point>,
    watched: bool,
    /// Which operations have added something.
    appends: BTreeSet<usize>,
    promises: Vec<Promise>,
}

impl Brittle {
    pub(crate) fn new(state: State) -> Self {
        Self(Arc::new(Mutex::new(Inner { state, ..Inner::default() })))
    }

    /// A disk that remembers every moment.
    pub(crate) fn watched(state: State) -> Self {
        let disk = Self::new(state);
        disk.inner().watched = true;
        disk
    }

    pub(crate) fn failing(state: State, fault: Fault) -> Self {
        let disk = Self::new(state);
        disk.inner().fault = Some(fault);
        disk
    }

    pub(crate) fn state(&self) -> State {
        self.inner().state.clone()
    }

    pub(crate) fn operations(&self) -> usize {
        self.inner().operations
    }

    /// Which operations have added something to a file.
    pub(crate) fn appends(&self) -> BTreeSet<usize> {
        self.inner().appends.clone()
    }

    pub(crate) fn points(&self) -> Vec<Point> {
        let mut inner = self.inner();
        inner.point(None, "the end".to_owned());
        std::mem::take(&mut inner.points)
    }

    pub(crate) fn promise(&self, promise: Promise) {
        self.inner().promises.push(promise);
    }

    pub(crate) fn promises(&self) -> Vec<Promise> {
        self.inner().promises.clone()
    }

    /// All programs are gone, and their locks with them.
    pub(crate) fn unlock_all(&self) {
        self.inner().locks.clear();
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap()
    }
}

impl Inner {
    /// One more operation; fails if it is this one's turn.
    fn operate(&mut self) -> io::Result<()> {
        let number = self.operations;
        self.operations += 1;
        match self.fault {
            Some(fault) if (fault.at..fault.at.saturating_add(fault.count)).contains(&number) => {
                Err(fault.kind.into())
            }
            _ => Ok(()),
        }
    }

    fn change(&mut self, doing: &str, path: &Path) -> io::Result<()> {
        self.point(None, format!("{doing} {}", path.display()));
        self.operate()
    }

    fn point(&mut self, adding: Option<(u64, Vec<u8>)>, doing: String) {
        if self.watched {
            let (state, promised) = (self.state.clone(), self.promises.len());
            self.points.push(Point { state, adding, doing, promised });
        }
    }

    fn number(&self, path: &Path) -> io::Result<u64> {
        match self.state.names.get(path) {
            Some(Entry::File(number)) => Ok(*number),
            Some(Entry::Folder) => Err(io::ErrorKind::IsADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn need_folder(&self, path: &Path) -> io::Result<()> {
        match self.state.names.get(path) {
            Some(Entry::Folder) => Ok(()),
            Some(Entry::File(_)) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

impl Storage for Brittle {
    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Opened>> {
        let mut inner = self.inner();
        inner.change("open", path)?;
        inner.need_folder(&folder_of(path))?;
        let number = match inner.number(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && opening == Opening::Created => {
                let number = inner.state.free();
                inner.state.nodes.insert(number, Node::default());
                inner.state.rename(Naming::new(path, Entry::File(number)));
                number
            }
            number => number?,
        };
        inner.opened += 1;
        let opened = inner.opened;
        drop(inner);
        Ok(Box::new(BrittleFile { disk: self.clone(), path: path.to_owned(), number, opened }))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut inner = self.inner();
        inner.operate()?;
        let number = inner.number(path)?;
        Ok(inner.state.nodes[&number].now.clone())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut inner = self.inner();
        inner.operate()?;
        inner.need_folder(folder)?;
        Ok(inner.state.files(folder))
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.inner().state.names.get(path) == Some(&Entry::Folder)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        let mut inner = self.inner();
        inner.change("create", path)?;
        inner.need_folder(&folder_of(path))?;
        if inner.state.names.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        inner.state.rename(Naming::new(path, Entry::Folder));
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut inner = self.inner();
        inner.change("sync", folder)?;
        inner.need_folder(folder)?;
        inner.state.sync_folder(folder);
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut inner = self.inner();
        inner.change("rename", from)?;
        let entry = Entry::File(inner.number(from)?);
        assert_eq!(from.parent(), to.parent(), "across folders a power cut could leave both names");
        inner.state.rename(Naming { gone: Some(from.to_owned()), ..Naming::new(to, entry) });
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut inner = self.inner();
        inner.change("remove", path)?;
        inner.number(path)?;
        let naming = Naming { folder: folder_of(path), gone: Some(path.to_owned()), new: None };
        inner.state.rename(naming);
        Ok(())
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let mut inner = self.inner();
        inner.operate()?;
        inner.number(path).map(|_| path.to_owned())
    }

    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut inner = self.inner();
        inner.operate()?;
        inner.number(from).and(inner.number(to)).map(drop)
    }
}

#[derive(Debug)]
struct BrittleFile {
    disk: Brittle,
    path: PathBuf,
    number: u64,
    opened: u64,
}

impl BrittleFile {
    fn node<T>(&self, inner: &mut Inner, with: impl FnOnce(&mut Node) -> T) -> T {
        with(inner.state.nodes.get_mut(&self.number).unwrap())
    }
}

impl Opened for BrittleFile {
    fn length(&self) -> io::Result<u64> {
        let mut inner = self.disk.inner();
        inner.operate()?;
        Ok(self.node(&mut inner, |node| node.now.len() as u64))
    }

    fn read_from(&mut self, start: u64) -> io::Result<Vec<u8>> {
        let mut inner = self.disk.inner();
        inner.operate()?;
        let start = usize::try_from(start).unwrap();
        Ok(self.node(&mut inner, |node| node.now.get(start..).unwrap_or_default().to_vec()))
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut inner = self.disk.inner();
        inner.point(Some((self.number, bytes.to_vec())), format!("append to {}", self.path.display()));
        let number = inner.operations;
        inner.appends.insert(number);
        let short = inner.fault.is_some_and(|fault| fault.short);
        let done = inner.operate();
        let taken = match (&done, short) {
            (Ok(()), _) => bytes,
            (Err(_), true) => &bytes[..bytes.len() / 2],
            (Err(_), false) => &[],
        };
        self.node(&mut inner, |node| node.now.extend_from_slice(taken));
        done
    }

    fn cut(&self, length: u64) -> io::Result<()> {
        let mut inner = self.disk.inner();
        inner.change("cut", &self.path)?;
        let length = usize::try_from(length).unwrap();
        self.node(&mut inner, |node| node.now.truncate(length));
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut inner = self.disk.inner();
        inner.change("sync", &self.path)?;
        self.node(&mut inner, |node| node.kept.clone_from(&node.now));
        Ok(())
    }

    fn try_lock(&self) -> io::Result<bool> {
        let mut inner = self.disk.inner();
        inner.operate()?;
        let opened = self.opened;
        Ok(*inner.locks.entry(self.number).or_insert(opened) == opened)
    }

    fn is_still(&self, path: &Path) -> bool {
        self.disk.inner().number(path).is_ok_and(|number| number == self.number)
    }
}

impl Drop for BrittleFile {
    fn drop(&mut self) {
        let opened = self.opened;
        self.disk.inner().locks.retain(|_, holder| *holder != opened);
    }
}
