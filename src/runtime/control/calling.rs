//! The other end of the socket: asking sessions that run in other processes.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    os::{fd::AsFd, unix::net::UnixStream},
    time::Duration,
};

use anyhow::{Context as _, Result, anyhow, bail};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    stdio::stdout,
};
use serde::Deserialize;

use super::{super::clock::Clock, folder};
use crate::{
    config::paths::Paths,
    session::{Glance, Moment},
};

/// A session answers in a few thousandths of this, unless its process is stopped.
const PATIENCE: Duration = Duration::from_secs(5);

/// A session that runs.
#[derive(Debug)]
pub struct Call {
    /// The session's id.
    pub id: String,
    /// `None`: its process is not getting on with what it has to do already.
    line: Option<UnixStream>,
}

#[derive(Deserialize)]
struct Answer {
    ok: bool,
    error: Option<String>,
    status: Option<Glance>,
}

impl Call {
    /// Every session of this user that runs, the one that began last at the end. What broken-off ones have left behind
    /// is cleared away.
    pub fn all(paths: &Paths) -> Vec<Self> {
        let found = folder::running(&folder::folder(paths));
        found.into_iter().map(|found| Self { id: found.id, line: found.line }).collect()
    }

    /// Tells the session to do something, and waits for the answer: a sentence if it cannot be done.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn tell(&mut self, words: &str) -> Result<Result<(), String>> {
        let answer = self.ask(words)?;
        Ok(if answer.ok { Ok(()) } else { Err(answer.error.unwrap_or_default()) })
    }

    /// How it stands.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn status(&mut self) -> Result<Glance> {
        glance_of(self.ask("status")?)
    }

    /// How it stands, from now on.
    ///
    /// # Errors
    /// When there is no connection.
    pub fn watch(mut self) -> Result<Watch> {
        let silence = self.silence();
        self.line()?.write_all(b"watch\n").map_err(|_| anyhow!(silence.clone()))?;
        let line = self.line.take().context(silence)?;
        Ok(Watch { line, come: Vec::new() })
    }

    fn ask(&mut self, words: &str) -> Result<Answer> {
        let silence = self.silence();
        let line = self.line()?;
        line.set_read_timeout(Some(PATIENCE))?;
        line.set_write_timeout(Some(PATIENCE))?;
        // A session that does not want to talk may have said why, and gone. The cause is left out: whoever reports an
        // error takes a broken pipe for the reader of standard output, and for an ordinary end.
        let _ = writeln!(line, "{words}");
        let mut answer = String::new();
        let came = BufReader::new(&*line).read_line(&mut answer);
        if answer.is_empty() {
            match came {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => bail!(silence),
                _ => bail!("the session has ended in this moment"),
            }
        }
        read(answer.as_bytes())
    }

    fn line(&mut self) -> Result<&mut UnixStream> {
        let silence = self.silence();
        self.line.as_mut().with_context(|| silence)
    }

    fn silence(&self) -> String {
        format!(
            "the session {} does not answer; perhaps its process is stopped, and goes on with `fg`",
            self.id
        )
    }
}

/// A session that is watched.
#[derive(Debug)]
pub struct Watch {
    line: UnixStream,
    /// What has come and is no whole line yet.
    come: Vec<u8>,
}

/// What ended a wait.
#[derive(Debug)]
pub enum Woken {
    /// Something has happened, and this is how things stand.
    News(Box<Glance>),
    /// It is as late as was asked for.
    Time,
    /// The session has ended, or its process has.
    Ended,
    /// Nobody reads standard output any more.
    NobodyReads,
}

impl Watch {
    /// Waits for something to happen, or until it is so late.
    ///
    /// # Errors
    /// When what comes is not understood.
    pub fn next(&mut self, until: Option<Moment>, clock: Clock) -> Result<Woken> {
        loop {
            if let Some(end) = self.come.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.come.drain(..=end).collect();
                return Ok(Woken::News(Box::new(glance_of(read(&line)?)?)));
            }
            match wait(&self.line, until, clock)? {
                Waited::Ready => {}
                Waited::Time => return Ok(Woken::Time),
                Waited::NobodyReads => return Ok(Woken::NobodyReads),
            }
            let mut chunk = [0; 4096];
            match self.line.read(&mut chunk) {
                Ok(0) => return Ok(Woken::Ended),
                Ok(count) => self.come.extend_from_slice(&chunk[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Its process was killed.
                Err(_) => return Ok(Woken::Ended),
            }
        }
    }
}

fn read(line: &[u8]) -> Result<Answer> {
    serde_json::from_slice(line)
        .context("this session is of another version of supple, which is not understood")
}

fn glance_of(answer: Answer) -> Result<Glance> {
    match answer {
        Answer { status: Some(glance), .. } => Ok(glance),
        Answer { error, .. } => Err(anyhow!(error.unwrap_or_default())),
    }
}

enum Waited {
    Ready,
    Time,
    NobodyReads,
}

/// Until something can be read, or nobody reads standard output, or it is so late.
fn wait(readable: &impl AsFd, until: Option<Moment>, clock: Clock) -> Result<Waited> {
    let out = stdout();
    loop {
        let left = until.map(|until| until.since(clock()));
        let timeout = left.and_then(|left| Timespec::try_from(left).ok());
        let mut waited = [PollFd::new(readable, PollFlags::IN), PollFd::new(&out, PollFlags::empty())];
        match poll(&mut waited, timeout.as_ref()) {
            Ok(0) => return Ok(Waited::Time),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
            Ok(_) if waited[1].revents().intersects(PollFlags::ERR | PollFlags::HUP) => {
                return Ok(Waited::NobodyReads);
            }
            Ok(_) => return Ok(Waited::Ready),
        }
    }
}

/// Tells when another session may have begun, or when a reminder stands otherwise.
#[derive(Debug)]
pub struct Arrivals {
    #[cfg(target_os = "linux")]
    folder: rustix::fd::OwnedFd,
    /// Nothing ever comes here, nor does it end.
    #[cfg(not(target_os = "linux"))]
    never: (UnixStream, UnixStream),
}

impl Arrivals {
    /// From now on.
    ///
    /// # Errors
    /// When the folder of the sockets cannot be had.
    #[cfg(target_os = "linux")]
    pub fn of(paths: &Paths) -> Result<Self> {
        use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};
        let path = folder::folder(paths);
        folder::make(&path).with_context(|| format!("cannot use {}", path.display()))?;
        let folder = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        add_watch(&folder, &path, WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::DELETE)?;
        Ok(Self { folder })
    }

    /// From now on.
    ///
    /// # Errors
    /// When there are no descriptors to be had.
    #[cfg(not(target_os = "linux"))]
    pub fn of(_: &Paths) -> Result<Self> {
        Ok(Self { never: UnixStream::pair()? })
    }

    /// Waits for one. False when nobody reads standard output any more.
    ///
    /// # Errors
    /// When the system refuses to wait.
    #[cfg(target_os = "linux")]
    pub fn wait(&self, clock: Clock) -> Result<bool> {
        let waited = wait(&self.folder, None, clock)?;
        let mut events = [0; 4096];
        while rustix::io::read(&self.folder, &mut events).is_ok_and(|count| count > 0) {}
        Ok(!matches!(waited, Waited::NobodyReads))
    }

    /// Lets some time pass: here there is no news of a folder to be had without more ado, and one has to look.
    ///
    /// # Errors
    /// When the system refuses to wait.
    #[cfg(not(target_os = "linux"))]
    pub fn wait(&self, clock: Clock) -> Result<bool> {
        let waited = wait(&self.never.0, Some(clock() + Duration::from_secs(2)), clock)?;
        Ok(!matches!(waited, Waited::NobodyReads))
    }
}
