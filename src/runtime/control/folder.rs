//! Where the sockets of running sessions are, and which of them still answer.

use std::{
    fs::{self, File, Permissions},
    io,
    os::{
        fd::OwnedFd,
        unix::{
            fs::{MetadataExt as _, PermissionsExt as _},
            net::{UnixListener, UnixStream},
        },
    },
    path::{Path, PathBuf},
};

use rustix::{
    net::{AddressFamily, SocketAddrUnix, SocketType, connect, socket},
    process::{geteuid, getpid},
};

use crate::{config::paths::Paths, private};

/// The longest path of a socket that every system takes, in bytes.
const LONGEST_PATH: usize = 103;

/// The end of a socket's name; before it stands the session's id.
const ENDING: &str = ".sock";

/// The folder for the sockets of this user: the first of these whose paths are short enough and that is nobody else's.
pub(super) fn folder(paths: &Paths) -> PathBuf {
    let user = geteuid().as_raw();
    let login = PathBuf::from(format!("/run/user/{user}"));
    let of_the_login = paths.runtime.iter().chain(Some(&login)).find(|folder| is_ours(folder));
    let preferred = of_the_login.map(|folder| folder.join("supple")).filter(|folder| is_short(folder));
    preferred.unwrap_or_else(|| PathBuf::from(format!("/tmp/supple-{user}")))
}

/// Makes the folder if it is not there.
///
/// # Errors
/// When it cannot be made, or others have a part in it.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    match private::folder().create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => check(folder),
    }
}

/// Makes a socket and takes it away again. Leaves everything as it was.
///
/// # Errors
/// When there can be none.
pub(super) fn try_out(folder: &Path) -> io::Result<()> {
    let was_there = folder.exists();
    make(folder)?;
    let path = folder.join(format!("trial-{}", getpid().as_raw_nonzero()));
    let tried = UnixListener::bind(&path).map(drop);
    // What stays is nobody's socket, and in nobody's way. The folder stays if a session has begun in it.
    let _ = fs::remove_file(&path);
    if !was_there {
        let _ = fs::remove_dir(folder);
    }
    tried
}

/// A socket that is listened at. Its file goes with it.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) listener: UnixListener,
    path: PathBuf,
}

impl Bound {
    /// Clears what earlier sessions have left behind, then listens.
    ///
    /// # Errors
    /// When the folder or the socket cannot be had.
    pub(super) fn new(folder: &Path, id: &str) -> io::Result<Self> {
        make(folder)?;
        let _alone = alone(folder)?;
        clear_stale(folder);
        let path = folder.join(id).with_extension(&ENDING[1..]);
        let listener = UnixListener::bind(&path)?;
        let bound = Self { listener, path };
        fs::set_permissions(&bound.path, Permissions::from_mode(0o600))?;
        bound.listener.set_nonblocking(true)?;
        Ok(bound)
    }
}

impl Drop for Bound {
    fn drop(&mut self) {
        // What cannot be removed is stale from now on, and cleared by the next to come.
        let _ = fs::remove_file(&self.path);
    }
}

/// A session that runs.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) id: String,
    /// `None`: its process is stopped, or has more to do than it can.
    pub(super) line: Option<UnixStream>,
}

/// The sessions that run, the newest last; what others have left behind is cleared away.
pub(super) fn running(folder: &Path) -> Vec<Found> {
    if check(folder).is_err() {
        return Vec::new();
    }
    // Without the lock a session that is about to listen might be taken for a stale one.
    let Ok(_alone) = alone(folder) else { return Vec::new() };
    clear_stale(folder)
}

/// Connects, without ever waiting: a process that is stopped has perhaps no room for one more.
///
/// # Errors
/// `ConnectionRefused` when nobody listens any more, `WouldBlock` when somebody does who is not getting on with it.
pub(super) fn dial(path: &Path) -> io::Result<UnixStream> {
    let socket: OwnedFd = socket(AddressFamily::UNIX, SocketType::STREAM, None)?;
    let stream = UnixStream::from(socket);
    stream.set_nonblocking(true)?;
    // The standard library closes its own on exec; this one was made by hand.
    rustix::io::fcntl_setfd(&stream, rustix::io::FdFlags::CLOEXEC)?;
    connect(&stream, &SocketAddrUnix::new(path)?)?;
    stream.set_nonblocking(false)?;
    Ok(stream)
}

/// For as long as the file lives nobody else makes or clears sockets here.
fn alone(folder: &Path) -> io::Result<File> {
    let file = File::open(folder)?;
    file.lock()?;
    Ok(file)
}

fn clear_stale(folder: &Path) -> Vec<Found> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut running = Vec::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(id) = name.and_then(|name| name.strip_suffix(ENDING)) else { continue };
        match dial(&path) {
            Ok(stream) => running.push(Found { id: id.to_owned(), line: Some(stream) }),
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                // If it cannot be removed it is tried again next time.
                let _ = fs::remove_file(&path);
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                running.push(Found { id: id.to_owned(), line: None });
            }
            // It has gone in this moment, or is no socket that anybody could talk to.
            Err(_) => {}
        }
    }
    // The ids begin with the time.
    running.sort_by(|a, b| a.id.cmp(&b.id));
    running
}

fn is_short(folder: &Path) -> bool {
    // An id has 26 characters.
    folder.as_os_str().len() + 1 + 26 + ENDING.len() <= LONGEST_PATH
}

/// Whether a folder is there, belongs to this user, and nobody else may write to it.
fn is_ours(folder: &Path) -> bool {
    fs::metadata(folder)
        .is_ok_and(|found| found.is_dir() && found.uid() == geteuid().as_raw() && found.mode() & 0o022 == 0)
}

/// Nobody else may so much as look into the folder itself, wherever it is.
fn check(folder: &Path) -> io::Result<()> {
    // A link would lead to wherever its owner likes.
    let found = fs::symlink_metadata(folder)?;
    if found.is_dir() && found.uid() == geteuid().as_raw() {
        if found.mode() & 0o077 != 0 {
            fs::set_permissions(folder, Permissions::from_mode(0o700))?;
        }
        return Ok(());
    }
    let sentence = format!("{} belongs to somebody else; remove it", folder.display());
    Err(io::Error::new(io::ErrorKind::PermissionDenied, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(runtime: Option<&Path>) -> Paths {
        let nowhere = PathBuf::from("/nonexistent");
        let runtime = runtime.map(Into::into);
        Paths {
            config: nowhere.clone(),
            data: nowhere.clone(),
            cache: nowhere.clone(),
            state: nowhere,
            runtime,
        }
    }

    #[test]
    fn the_folder_is_that_of_the_login_if_it_will_do() {
        let login = tempfile::tempdir().unwrap();
        assert_eq!(folder(&paths(Some(login.path()))), login.path().join("supple"));

        // Others may write to it, it is not there, its name is too long: there is another place.
        fs::set_permissions(login.path(), Permissions::from_mode(0o777)).unwrap();
        let elsewhere = folder(&paths(Some(login.path())));
        assert!(!elsewhere.starts_with(login.path()), "{elsewhere:?}");
        assert!(is_short(&elsewhere));
        assert_eq!(folder(&paths(Some(Path::new("/nonexistent/login")))), elsewhere);
        assert_eq!(folder(&paths(None)), elsewhere);
        fs::set_permissions(login.path(), Permissions::from_mode(0o700)).unwrap();
        let long = login.path().join("x".repeat(60));
        fs::create_dir(&long).unwrap();
        assert_eq!(folder(&paths(Some(&long))), elsewhere);
    }

    #[test]
    fn a_folder_of_somebody_else_is_not_used_and_an_open_one_is_closed() {
        let around = tempfile::tempdir().unwrap();
        let folder = around.path().join("supple");
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        make(&folder).unwrap();
        assert_eq!(fs::metadata(&folder).unwrap().mode() & 0o777, 0o700);
        let link = around.path().join("link");
        std::os::unix::fs::symlink(&folder, &link).unwrap();
        assert!(make(&link).is_err());
        assert!(running(&link).is_empty());
    }

    #[test]
    fn what_answers_is_running_and_what_does_not_is_cleared() {
        let around = tempfile::tempdir().unwrap();
        let folder = around.path().join("supple");
        let bound = Bound::new(&folder, "B").unwrap();
        // What a killed process leaves: a file, and nobody behind it.
        drop(UnixListener::bind(folder.join("A.sock")).unwrap());
        fs::write(folder.join("other"), "").unwrap();
        let ids = || running(&folder).into_iter().map(|found| found.id).collect::<Vec<_>>();
        assert_eq!(ids(), ["B"]);
        assert!(!folder.join("A.sock").exists());
        assert!(folder.join("other").exists());
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("B.sock"))), (0o700, 0o600));
        drop(bound);
        assert!(ids().is_empty());
        assert!(!folder.join("B.sock").exists());
    }

    #[test]
    fn a_session_that_has_no_room_for_one_more_is_running_all_the_same() {
        let around = tempfile::tempdir().unwrap();
        let folder = around.path().join("supple");
        let _bound = Bound::new(&folder, "A").unwrap();
        let mut lines = Vec::new();
        let full = loop {
            match dial(&folder.join("A.sock")) {
                Ok(stream) => lines.push(stream),
                Err(error) => break error,
            }
        };
        assert_eq!(full.kind(), io::ErrorKind::WouldBlock);
        let found = running(&folder);
        assert!(matches!(found.as_slice(), [Found { line: None, .. }]), "{found:?}");
    }
}
