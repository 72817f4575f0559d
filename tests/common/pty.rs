//! The real program in a real pseudo-terminal, with a screen behind it that can be read.

use std::{
    io::{Read, Write},
    num::NonZeroU16,
    path::Path,
    sync::{Arc, Condvar, Mutex, MutexGuard},
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// A wait for the screen that takes longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program at a terminal.
pub struct Tty {
    master: Option<Box<dyn MasterPty + Send>>,
    child: Box<dyn Child + Send + Sync>,
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser,
    /// Everything that was ever written.
    raw: Vec<u8>,
    writer: Option<Box<dyn Write + Send>>,
    ended: bool,
}

impl Tty {
    /// Starts supple with its home in `home`, silent about the rest of the machine's settings.
    pub fn supple(home: &Path, args: &[&str], columns: u16, rows: u16) -> Self {
        Self::supple_with(home, args, columns, rows, &[])
    }

    /// The same with more of the environment.
    pub fn supple_with(home: &Path, args: &[&str], columns: u16, rows: u16, env: &[(&str, &str)]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_supple"));
        command.args(args);
        command.env_clear();
        for (name, value) in base_environment(home) {
            command.env(name, value);
        }
        for (name, value) in env {
            command.env(name, value);
        }
        Self::start(command, columns, rows)
    }

    /// Starts any program.
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        // While this end is open there is no end of file when the program ends.
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        let state = State { parser, raw: Vec::new(), writer: Some(writer), ended: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let screen = shared.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let mut state = screen.state.lock().unwrap();
                state.parser.process(&buffer[..count]);
                state.raw.extend_from_slice(&buffer[..count]);
                state.ended = count == 0;
                screen.changed.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        Self { master: Some(pair.master), child, shared }
    }

    pub fn press(&self, keys: &str) {
        let mut state = self.lock();
        let writer = state.writer.as_mut().expect("the terminal has hung up");
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// What is on the screen, line by line.
    pub fn text(&self) -> String {
        self.lock().parser.screen().contents()
    }

    /// All bytes that the program has written.
    pub fn raw(&self) -> Vec<u8> {
        self.lock().raw.clone()
    }

    /// Whether the program has the terminal's second screen.
    pub fn on_second_screen(&self) -> bool {
        self.lock().parser.screen().alternate_screen()
    }

    pub fn cursor_is_hidden(&self) -> bool {
        self.lock().parser.screen().hide_cursor()
    }

    pub fn reports_the_mouse(&self) -> bool {
        self.lock().parser.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None
    }

    pub fn pastes_in_brackets(&self) -> bool {
        self.lock().parser.screen().bracketed_paste()
    }

    /// Whether the terminal itself is as a shell leaves it: lines are gathered and echoed, keys make signals.
    pub fn is_cooked(&self) -> bool {
        use rustix::termios::{LocalModes, tcgetattr};
        let device = self.master.as_ref().and_then(|master| master.tty_name()).expect("a terminal with a name");
        let file = std::fs::OpenOptions::new().read(true).write(true).open(device).unwrap();
        let modes = tcgetattr(&file).unwrap().local_modes;
        modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        self.lock().parser.screen_mut().set_size(cells(rows), cells(columns));
        self.master.as_ref().expect("the terminal has hung up").resize(size(columns, rows)).unwrap();
    }

    /// Pulls the plug: what a dropped connection or a closed window does.
    pub fn hang_up(&mut self) {
        self.lock().writer = None;
        self.master = None;
    }

    pub fn pid(&self) -> rustix::process::Pid {
        let id = i32::try_from(self.child.process_id().expect("it runs")).unwrap();
        rustix::process::Pid::from_raw(id).unwrap()
    }

    pub fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(self.pid(), signal).unwrap();
    }

    /// Waits until all of these are on the screen.
    #[track_caller]
    pub fn wait_for(&self, texts: &[&str]) {
        self.wait(&format!("{texts:?}"), |text| texts.iter().all(|wanted| text.contains(wanted)));
    }

    #[track_caller]
    pub fn wait_until_gone(&self, unwanted: &str) {
        self.wait(&format!("no {unwanted:?}"), |text| !text.contains(unwanted));
    }

    #[track_caller]
    pub fn wait(&self, what: &str, good: impl Fn(&str) -> bool) {
        self.wait_state(what, |state| good(&state.parser.screen().contents()));
    }

    /// Waits until the program has written something that ends the picture: it has left the second screen.
    #[track_caller]
    pub fn wait_for_first_screen(&self) {
        self.wait_state("the first screen", |state| !state.parser.screen().alternate_screen());
    }

    #[track_caller]
    pub fn wait_for_second_screen(&self) {
        self.wait_state("the second screen", |state| state.parser.screen().alternate_screen());
    }

    #[track_caller]
    fn wait_state(&self, what: &str, good: impl Fn(&State) -> bool) {
        let end = Instant::now() + PATIENCE;
        let mut state = self.lock();
        while !good(&state) {
            let left = end.saturating_duration_since(Instant::now());
            let text = state.parser.screen().contents();
            assert!(!left.is_zero(), "waited in vain for {what}; the screen says:\n{text}");
            assert!(!state.ended, "the program has ended without {what}; the screen says:\n{text}");
            state = self.shared.changed.wait_timeout(state, left).unwrap().0;
        }
    }

    /// How the program ended.
    #[track_caller]
    pub fn wait_exit(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < end, "still running; the screen says:\n{}", self.text());
            let state = self.lock();
            drop(self.shared.changed.wait_timeout(state, Duration::from_millis(5)).unwrap());
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap()
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The environment of every test: a home of its own, English, no sound card unless one is named.
pub fn base_environment(home: &Path) -> Vec<(String, String)> {
    let home = home.display().to_string();
    [
        ("HOME", home.clone()),
        ("XDG_CONFIG_HOME", format!("{home}/config")),
        ("XDG_DATA_HOME", format!("{home}/data")),
        ("XDG_STATE_HOME", format!("{home}/state")),
        ("XDG_RUNTIME_DIR", format!("{home}/run")),
        ("PATH", std::env::var("PATH").unwrap_or_default()),
        ("TERM", "xterm-256color".into()),
        ("LANG", "C.UTF-8".into()),
        ("TZ", "Europe/Berlin".into()),
        ("PULSE_SERVER", format!("unix:{home}/no-sound-server")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has cells")
}
