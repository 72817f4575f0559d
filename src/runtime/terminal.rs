//! Taking the terminal and giving it back, on every way out.

use std::{
    cell::Cell,
    fs::File,
    io::{self, Write as _, stdout},
    os::fd::{AsFd as _, OwnedFd},
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use crossterm::{
    cursor::Show,
    event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange},
    execute,
    style::Print,
    terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode},
};

use super::{
    banner::{Banner, GIVE_TITLE_BACK, KEEP_TITLE, NO_PROGRESS},
    input::Inquiry,
    thrift::Thrifty,
};
use crate::{private, session::Snapshot, threads};

/// In bytes.
const LONGEST_LOG: u64 = 1 << 20;

/// Whether the terminal is ours at the moment: what a panic has to know.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether the terminal has, or is to have, a title of ours.
static TITLED: AtomicBool = AtomicBool::new(false);
/// Whether the terminal's own progress bar is up.
static PROGRESSING: AtomicBool = AtomicBool::new(false);
/// Held while the terminal is taken and while a picture is drawn, so that a panic in another thread does not give it back in
/// the middle of that.
static DRAWING: Mutex<()> = Mutex::new(());
/// Where standard error really goes while it is redirected.
static STDERR: Mutex<Option<OwnedFd>> = Mutex::new(None);

thread_local! {
    /// Whether it is this thread that holds `DRAWING`.
    static DRAWS: Cell<bool> = const { Cell::new(false) };
}

/// Presses and the wheel only: every movement reported would be a wake-up, also while nothing counts.
const MOUSE_ON: Print<&str> = Print("\x1b[?1000h\x1b[?1006h");
const MOUSE_OFF: Print<&str> = Print("\x1b[?1006l\x1b[?1000l");

/// The terminal in our hands. Dropping it gives the terminal back.
pub(super) struct Screen {
    mouse: bool,
    terminal: ratatui::Terminal<Thrifty<File>>,
    banner: Banner,
}

impl Screen {
    /// `mouse`: clicks come to us, and no longer select text without shift.
    ///
    /// # Errors
    /// When standard output is not a terminal that can be driven.
    pub(super) fn take(mouse: bool, banner: Banner) -> io::Result<Self> {
        TITLED.store(banner.has_title(), Ordering::SeqCst);
        take(mouse)?;
        // Not through `Stdout`, which would cut each picture into lines.
        let terminal = stdout()
            .as_fd()
            .try_clone_to_owned()
            .and_then(|out| ratatui::Terminal::new(Thrifty::new(File::from(out), size)));
        match terminal {
            Ok(terminal) => Ok(Self { mouse, terminal, banner }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// Asks the terminal something along with the first picture; the answer comes with the keys. Nothing to ask, no
    /// inquiry.
    pub(super) fn ask(&mut self, question: Option<&str>) -> Option<Inquiry> {
        self.terminal.backend_mut().pass(question?);
        Some(Inquiry::default())
    }

    /// Draws a picture, and with it title and progress of the session, unless the terminal has been given back already.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn draw(
        &mut self,
        session: Option<&Snapshot>,
        picture: impl FnOnce(&mut ratatui::Frame),
    ) -> io::Result<()> {
        undisturbed(|| {
            if !TAKEN.load(Ordering::SeqCst) {
                return Ok(());
            }
            let sequences = self.banner.update(session);
            // First of all: whatever comes then, a bar that may be there is taken away.
            PROGRESSING.store(self.banner.shows_bar(), Ordering::SeqCst);
            self.terminal.backend_mut().pass(&sequences);
            self.terminal.draw(picture).map(drop)
        })
    }

    /// Rings the terminal's bell. If it cannot be heard, there is nobody to tell.
    #[expect(clippy::unused_self, reason = "only who has taken the terminal may ring its bell")]
    pub(super) fn ring(&mut self) {
        let mut out = stdout();
        let _ = out.write_all(b"\x07").and_then(|()| out.flush());
    }

    /// Gives the terminal back before this is dropped: while the process is stopped, or because the way out may take
    /// longer than anybody should wait for a shell. Harmless when the terminal is gone.
    #[expect(clippy::unused_self, reason = "only who has taken the terminal can give it back")]
    pub(super) fn give_back(&mut self) {
        give_back();
    }

    /// Takes it again, whatever was done to it meanwhile, and forgets what was drawn.
    ///
    /// # Errors
    /// As `take`.
    pub(super) fn take_again(&mut self) -> io::Result<()> {
        // Raw mode may have been lost without our doing: only "off, then on" sets it for certain.
        let _ = disable_raw_mode();
        take(self.mouse)?;
        self.banner.forget();
        self.forget()
    }

    /// Wipes the screen and forgets what was drawn on it, so that the next drawing draws everything.
    ///
    /// Not `Terminal::clear`, which asks the terminal where its cursor is: the answer would go to the thread that reads
    /// the keys.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn forget(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Keeps what libraries print to standard error off the screen, in a log file, until it is dropped.
pub(super) struct QuietStderr;

impl QuietStderr {
    /// Without a log file, or where there can be none, to nowhere.
    pub(super) fn to(log: Option<&Path>) -> Self {
        let create = |log: &Path| {
            log.parent().map_or(Ok(()), private::make).ok()?;
            // Another supple may be writing here; what is old and long goes all the same.
            let long = std::fs::metadata(log).is_ok_and(|data| data.len() > LONGEST_LOG);
            let file = private::file().create(true).append(true).open(log).ok()?;
            if long {
                file.set_len(0).ok()?;
            }
            Some(file)
        };
        let file = match log.and_then(create) {
            Some(file) => Ok(file),
            None => File::options().write(true).open("/dev/null"),
        };
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

/// Makes every panic, in whatever thread, give the terminal back before it speaks, and `notify` the loop; but for those
/// after which the session goes on. To be called on the thread of the loop.
pub(super) fn guard_against_panics(notify: impl Fn() + Send + Sync + 'static) {
    threads::mark_as_ours();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if threads::goes_on_after_panic() {
            // To the log file, while there is one.
            return before(info);
        }
        give_back();
        speak(|| before(info));
        notify();
    }));
}

fn size() -> io::Result<ratatui::layout::Size> {
    let (width, height) = crossterm::terminal::size()?;
    Ok(ratatui::layout::Size { width, height })
}

/// Nobody else gives the terminal back meanwhile.
fn undisturbed<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let _drawing = DRAWING.lock().unwrap_or_else(PoisonError::into_inner);
    DRAWS.set(true);
    let done = work();
    DRAWS.set(false);
    done
}

fn take(mouse: bool) -> io::Result<()> {
    undisturbed(|| switch_on(mouse))
}

fn switch_on(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    // After a stop that nobody could foresee it is ours still, and what would be kept now is our own title.
    let was_ours = TAKEN.swap(true, Ordering::SeqCst);
    if TITLED.load(Ordering::SeqCst) && !was_ours {
        execute!(stdout(), Print(KEEP_TITLE))?;
    }
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange)?;
    if mouse { execute!(stdout(), MOUSE_ON) } else { Ok(()) }
}

/// Harmless when it is not ours. Every part is tried, whatever became of the others.
fn give_back() {
    // It is this thread itself that draws if drawing has panicked.
    let _drawn = (!DRAWS.get()).then(|| DRAWING.lock().unwrap_or_else(PoisonError::into_inner));
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    if PROGRESSING.swap(false, Ordering::SeqCst) {
        let _ = execute!(out, Print(NO_PROGRESS));
    }
    if TITLED.load(Ordering::SeqCst) {
        let _ = execute!(out, Print(GIVE_TITLE_BACK));
    }
    // Not every terminal forgets the colours of the other screen.
    let _ = execute!(
        out,
        Print("\x1b[0m"),
        DisableFocusChange,
        DisableBracketedPaste,
        MOUSE_OFF,
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

/// Lets something be said on the real standard error. What libraries print goes to the log file before and after.
fn speak(say: impl FnOnce()) {
    let Ok(slot) = STDERR.lock() else { return say() };
    let log = slot.as_ref().and_then(|real| {
        let log = io::stderr().as_fd().try_clone_to_owned().ok()?;
        rustix::stdio::dup2_stderr(real).ok()?;
        Some(log)
    });
    say();
    if let Some(log) = log {
        let _ = rustix::stdio::dup2_stderr(&log);
    }
}

/// A sentence for people, on what standard error really is, whatever it is redirected to.
pub(super) fn say_on_stderr(sentence: &str) {
    // There is nobody to tell that nobody can be told.
    speak(|| drop(writeln!(io::stderr(), "supple: {sentence}")));
}
