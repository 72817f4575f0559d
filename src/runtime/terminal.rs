//! Taking the terminal and giving it back, on every way out.

use std::{
    fs::File,
    io::{self, Stdout, Write as _, stdout},
    os::fd::{AsFd as _, OwnedFd},
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use crossterm::{
    cursor::Show,
    event::{
        DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
        EnableFocusChange, EnableMouseCapture,
    },
    execute,
    terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode},
};
use ratatui::backend::CrosstermBackend;

/// Whether the terminal is ours at the moment: what a panic has to know.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Where standard error really goes while it is redirected.
static STDERR: Mutex<Option<OwnedFd>> = Mutex::new(None);

/// The terminal in our hands. Dropping it gives the terminal back.
pub(super) struct Screen {
    pub(super) terminal: ratatui::Terminal<CrosstermBackend<Stdout>>,
    hung_up: bool,
}

impl Screen {
    /// # Errors
    /// When standard output is not a terminal that can be driven.
    pub(super) fn take() -> io::Result<Self> {
        take()?;
        match ratatui::Terminal::new(CrosstermBackend::new(stdout())) {
            Ok(terminal) => Ok(Self { terminal, hung_up: false }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// Gives the terminal back for a while: before the process stops.
    pub(super) fn lend(&mut self) {
        give_back();
    }

    /// Takes it again, whatever was done to it meanwhile, and forgets what was drawn.
    ///
    /// # Errors
    /// As `take`.
    pub(super) fn take_again(&mut self) -> io::Result<()> {
        // Raw mode may have been lost without our doing: only "off, then on" sets it for certain.
        let _ = disable_raw_mode();
        take()?;
        self.terminal.clear()
    }

    /// There is no terminal any more: nothing may be asked of it or written to it.
    pub(super) fn abandon(&mut self) {
        self.hung_up = true;
        TAKEN.store(false, Ordering::SeqCst);
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if !self.hung_up {
            give_back();
        }
    }
}

/// Keeps what libraries print to standard error off the screen, in a log file, until it is dropped.
pub(super) struct QuietStderr;

impl QuietStderr {
    pub(super) fn to(log: &Path) -> Self {
        let file = log
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| File::create(log))
            .or_else(|_| File::options().write(true).open("/dev/null"));
        if let (Ok(file), Ok(real)) = (file, io::stderr().as_fd().try_clone_to_owned())
            && rustix::stdio::dup2_stderr(&file).is_ok()
            && let Ok(mut slot) = STDERR.lock()
        {
            slot.get_or_insert(real);
        }
        Self
    }
}

impl Drop for QuietStderr {
    fn drop(&mut self) {
        restore_stderr();
    }
}

/// Makes every panic, in whatever thread, give the terminal back before it speaks, and `notify` the loop.
pub(super) fn guard_against_panics(notify: impl Fn() + Send + Sync + 'static) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        give_back();
        restore_stderr();
        before(info);
        notify();
    }));
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(stdout(), EnterAlternateScreen, EnableMouseCapture, EnableBracketedPaste, EnableFocusChange)
}

/// Harmless when it is not ours. Every part is tried, whatever became of the others.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    let _ = execute!(
        out,
        DisableFocusChange,
        DisableBracketedPaste,
        DisableMouseCapture,
        LeaveAlternateScreen,
        Show
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
}

fn restore_stderr() {
    if let Ok(mut slot) = STDERR.lock()
        && let Some(real) = slot.take()
    {
        let _ = rustix::stdio::dup2_stderr(&real);
    }
}

/// A sentence for people, on what standard error really is, whatever it is redirected to.
pub(super) fn say_on_stderr(sentence: &str) {
    let line = format!("supple: {sentence}\n");
    match STDERR.lock() {
        Ok(slot) if slot.is_some() => {
            let copy = slot.as_ref().and_then(|real| real.try_clone().ok());
            if let Some(real) = copy {
                let _ = File::from(real).write_all(line.as_bytes());
            }
        }
        _ => {
            let _ = io::stderr().write_all(line.as_bytes());
        }
    }
}
