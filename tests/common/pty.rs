//! The real program in a real pseudo-terminal, with a screen behind it that can be read.

use std::{
    io::{Read, Write},
    num::NonZeroU16,
    sync::{Arc, Condvar, Mutex, MutexGuard},
    time::Duration,
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal};
use supple::runtime::clock;

use crate::{home::Home, process};

/// A wait that takes longer than this has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// How often things are looked at that do not tell when they change.
pub(crate) const LOOK: Duration = Duration::from_millis(5);

/// A program at a terminal.
pub(crate) struct Tty {
    master: Option<Box<dyn MasterPty + Send>>,
    child: Box<dyn Child + Send + Sync>,
    shared: Arc<Shared>,
    /// The terminal's modes before the program began.
    pub(crate) modes_before: String,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser<Watcher>,
    /// Everything that was ever written.
    raw: Vec<u8>,
    writer: Option<Box<dyn Write + Send>>,
    /// The plug is to be pulled as soon as the next output comes.
    hanging_up: bool,
    ended: bool,
}

/// Follows what the screen itself does not know.
#[derive(Default)]
struct Watcher {
    reports_focus: bool,
}

impl vt100::Callbacks for Watcher {
    fn unhandled_csi(
        &mut self,
        _: &mut vt100::Screen,
        i1: Option<u8>,
        _: Option<u8>,
        params: &[&[u16]],
        c: char,
    ) {
        if i1 == Some(b'?') && params.iter().any(|param| *param == [1004]) {
            self.reports_focus = c == 'h';
        }
    }
}

impl Tty {
    /// supple at a terminal of its own, without a shell.
    pub(crate) fn supple(home: &Home, args: &[&str], columns: u16, rows: u16) -> Self {
        Self::supple_with(home, args, columns, rows, &[])
    }

    /// The same with more of the environment.
    pub(crate) fn supple_with(
        home: &Home,
        args: &[&str],
        columns: u16,
        rows: u16,
        env: &[(&str, &str)],
    ) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_supple"));
        command.args(args);
        Self::start(command, home, columns, rows, env)
    }

    /// Any program.
    pub(crate) fn program(
        home: &Home,
        words: &[&str],
        columns: u16,
        rows: u16,
        env: &[(&str, &str)],
    ) -> Self {
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        Self::start(command, home, columns, rows, env)
    }

    /// A shell with job control, in which `$SUPPLE` is the program. Its prompt is `ready>`.
    pub(crate) fn shell(home: &Home, columns: u16, rows: u16) -> Self {
        let mut command = CommandBuilder::new("sh");
        command.arg("-i");
        let env = [("PS1", "ready> "), ("SUPPLE", env!("CARGO_BIN_EXE_supple"))];
        let shell = Self::start(command, home, columns, rows, &env);
        shell.wait_for(&["ready>"]);
        shell
    }

    fn start(
        mut command: CommandBuilder,
        home: &Home,
        columns: u16,
        rows: u16,
        env: &[(&str, &str)],
    ) -> Self {
        command.env_clear();
        for (name, value) in home.environment() {
            command.env(name, value);
        }
        for (name, value) in env {
            command.env(name, value);
        }
        command.cwd(home.path());
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let modes_before = modes(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).unwrap();
        // While this end is open there is no end of file when the program ends.
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let parser = vt100::Parser::new_with_callbacks(cells(rows), cells(columns), 0, Watcher::default());
        let writer = Some(pair.master.take_writer().unwrap());
        let state = State { parser, raw: Vec::new(), writer, hanging_up: false, ended: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let screen = shared.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let mut state = screen.state.lock().unwrap();
                state.parser.process(&buffer[..count]);
                state.raw.extend_from_slice(&buffer[..count]);
                state.ended |= count == 0;
                let over = state.ended || state.hanging_up;
                screen.changed.notify_all();
                if over {
                    return;
                }
            }
        });
        Self { master: Some(pair.master), child, shared, modes_before }
    }

    pub(crate) fn press(&self, keys: &str) {
        self.press_bytes(keys.as_bytes());
    }

    /// The same with what is no text.
    pub(crate) fn press_bytes(&self, bytes: &[u8]) {
        let mut state = self.lock();
        let writer = state.writer.as_mut().expect("the terminal has hung up");
        writer.write_all(bytes).unwrap();
        writer.flush().unwrap();
    }

    /// What is on the screen, line by line.
    pub(crate) fn text(&self) -> String {
        self.lock().parser.screen().contents()
    }

    /// The same, of what is seen: a blank in reverse is as full as a block.
    pub(crate) fn picture(&self) -> String {
        picture(self.lock().parser.screen())
    }

    #[track_caller]
    pub(crate) fn wait_for_picture(&self, what: &str, wanted: &str) {
        self.wait_state(what, |state| picture(state.parser.screen()) == wanted);
    }

    /// All bytes that the program has written.
    pub(crate) fn raw(&self) -> Vec<u8> {
        self.lock().raw.clone()
    }

    /// What the cell in the middle of the screen lies on.
    pub(crate) fn ground(&self) -> vt100::Color {
        let state = self.lock();
        let (rows, columns) = state.parser.screen().size();
        state
            .parser
            .screen()
            .cell(rows.get() / 2, columns.get() / 2)
            .map_or(vt100::Color::Default, vt100::Cell::bgcolor)
    }

    /// Whether the border flashes, as far as its first cell tells.
    pub(crate) fn corner_is_inverse(&self) -> bool {
        self.lock().parser.screen().cell(0, 0).is_some_and(vt100::Cell::inverse)
    }

    /// Whether the program has the terminal's second screen, and it alone: keys come unread and unechoed.
    pub(crate) fn is_taken(&self) -> bool {
        let raw = !self.modes().contains("ICANON") && !self.modes().contains("ECHO |");
        raw && self.on_second_screen()
    }

    /// Whether the terminal is as it was before the program began.
    #[track_caller]
    pub(crate) fn assert_as_before(&self) {
        assert_eq!(self.modes(), self.modes_before);
        assert!(self.modes().contains("ICANON"), "{}", self.modes());
        let state = self.lock();
        let screen = state.parser.screen();
        assert!(!screen.alternate_screen(), "still on the second screen");
        assert!(!screen.hide_cursor(), "no cursor");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert!(!screen.bracketed_paste(), "pastes come in brackets");
        assert!(!state.parser.callbacks().reports_focus, "focus is reported");
    }

    pub(crate) fn on_second_screen(&self) -> bool {
        self.lock().parser.screen().alternate_screen()
    }

    /// The terminal's modes, in words.
    pub(crate) fn modes(&self) -> String {
        modes(self.master.as_deref().expect("the terminal has hung up"))
    }

    /// The name of the program's side of the terminal.
    pub(crate) fn name(&self) -> String {
        let name = self.master.as_ref().and_then(|master| master.tty_name());
        name.expect("a terminal with a name").display().to_string()
    }

    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        self.lock().parser.screen_mut().set_size(cells(rows), cells(columns));
        self.master.as_ref().expect("the terminal has hung up").resize(size(columns, rows)).unwrap();
    }

    /// Pulls the plug: what a dropped connection or a closed window does. The program must be one that redraws when
    /// told to, which lets the last end of the terminal go.
    pub(crate) fn hang_up(&mut self) {
        self.lock().hanging_up = true;
        self.press("\x0c");
        self.lock().writer = None;
        self.master = None;
    }

    pub(crate) fn pid(&self) -> Pid {
        let id = i32::try_from(self.child.process_id().expect("it runs")).unwrap();
        Pid::from_raw(id).unwrap()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        rustix::process::kill_process(self.pid(), signal).unwrap();
    }

    /// Waits until all of these are on the screen.
    #[track_caller]
    pub(crate) fn wait_for(&self, texts: &[&str]) {
        self.wait(&format!("{texts:?}"), |text| texts.iter().all(|wanted| text.contains(wanted)));
    }

    /// Leaves a session before its end, and looks at its summary.
    #[track_caller]
    pub(crate) fn stop_session(&self) {
        self.press("q");
        self.wait_for(&["Stop here?"]);
        self.press("y");
        self.wait_for(&["Kept in your history."]);
    }

    #[track_caller]
    pub(crate) fn wait_until_gone(&self, unwanted: &str) {
        self.wait(&format!("no {unwanted:?}"), |text| !text.contains(unwanted));
    }

    #[track_caller]
    pub(crate) fn wait(&self, what: &str, good: impl Fn(&str) -> bool) {
        self.wait_state(what, |state| good(&state.parser.screen().contents()));
    }

    #[track_caller]
    fn wait_state(&self, what: &str, good: impl Fn(&State) -> bool) {
        let end = clock::now() + PATIENCE;
        let mut state = self.lock();
        while !good(&state) {
            let left = end.since(clock::now());
            let text = state.parser.screen().contents();
            // A failed assertion would poison the lock for whoever looks at the screen next.
            let (late, ended) = (left.is_zero(), state.ended);
            if late || ended {
                drop(state);
                let why = if late { "waited in vain for" } else { "the program has ended without" };
                panic!("{why} {what}; the screen says:\n{text}");
            }
            state = self.shared.changed.wait_timeout(state, left).unwrap().0;
        }
    }

    /// Waits for something that does not show on the screen.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, mut good: impl FnMut() -> bool) {
        let end = clock::now() + PATIENCE;
        while !good() {
            assert!(clock::now() < end, "waited in vain for {what}; the screen says:\n{}", self.text());
            self.pass(LOOK);
        }
    }

    /// Lets a fixed time pass, for counting what happens in it.
    pub(crate) fn observe(&self, seconds: u64) {
        let end = clock::now() + Duration::from_secs(seconds);
        while clock::now() < end {
            self.pass(end.since(clock::now()));
        }
    }

    fn pass(&self, time: Duration) {
        drop(self.shared.changed.wait_timeout(self.lock(), time).unwrap());
    }

    /// The exit status, when the program has ended.
    #[track_caller]
    pub(crate) fn wait_exit(&mut self) -> u32 {
        let end = clock::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(clock::now() < end, "still running; the screen says:\n{}", self.text());
            self.pass(LOOK);
        }
    }

    /// The exit status, if it ends soon.
    pub(crate) fn exit_within_a_moment(&mut self) -> Option<u32> {
        let end = clock::now() + Duration::from_millis(100);
        while clock::now() < end {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some(status.exit_code());
            }
            self.pass(LOOK);
        }
        None
    }

    /// The same, when everything that the program has written is on the screen.
    #[track_caller]
    pub(crate) fn wait_end(&mut self) -> u32 {
        let status = self.wait_exit();
        let ended = |state: &State| state.ended;
        let end = clock::now() + PATIENCE;
        let mut state = self.lock();
        while !ended(&state) && clock::now() < end {
            state = self.shared.changed.wait_timeout(state, end.since(clock::now())).unwrap().0;
        }
        drop(state);
        status
    }

    /// The only process that the program (a shell) has started.
    #[track_caller]
    pub(crate) fn job(&self) -> Pid {
        let mut found = None;
        self.wait_until("a job of the shell", || {
            found = process::children(self.pid()).first().copied();
            found.is_some()
        });
        found.unwrap()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap()
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        for child in process::children(self.pid()) {
            let _ = rustix::process::kill_process(child, Signal::KILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn modes(master: &dyn MasterPty) -> String {
    let modes = master.get_termios().unwrap();
    format!("{:?} {:?} {:?}", modes.input_flags, modes.output_flags, modes.local_flags)
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has cells")
}

fn picture(screen: &vt100::Screen) -> String {
    let (rows, columns) = screen.size();
    let cell = |row, column| match screen.cell(row, column) {
        Some(cell) if cell.is_wide_continuation() => "",
        // Whatever has been turned round looks the same as what has not.
        Some(cell) if cell.inverse() && cell.contents().trim().is_empty() => "█",
        Some(cell) if cell.inverse() && cell.contents() == "█" => " ",
        Some(cell) if cell.inverse() && cell.contents() == "▄" => "▀",
        Some(cell) if cell.inverse() && cell.contents() == "▀" => "▄",
        Some(cell) if cell.has_contents() => cell.contents(),
        _ => " ",
    };
    let line = |row| (0..columns.get()).map(move |column| cell(row, column)).collect::<String>();
    (0..rows.get()).map(line).collect::<Vec<_>>().join("\n")
}
