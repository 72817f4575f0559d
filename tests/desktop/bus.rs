//! A session bus of a test's own, and a desktop on it.

use std::{
    collections::HashMap,
    fs,
    future::poll_fn,
    io::{BufRead as _, BufReader},
    pin::Pin,
    process::{Child, Command, Output, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    task::Poll,
    time::Duration,
};

use supple::runtime::clock;
use zbus::{
    Connection, MatchRule, MessageStream, OwnedVariant, block_on, connection::Builder,
    export::futures_core::Stream as _, fdo::RequestNameFlags, interface, message::Header, message::Type,
};

use crate::home::Home;

/// A wait that takes longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A bus where every program of this home looks for it. It ends with this value.
pub(crate) struct Bus {
    daemon: Child,
    pub(crate) address: String,
}

impl Bus {
    /// `None` where there is none to be had.
    pub(crate) fn start(home: &Home) -> Option<Self> {
        let run = home.runtime();
        let address = format!("unix:path={}", run.join("bus").display());
        // Nothing of the machine's own: nothing that the bus could start by itself.
        let policy = r#"<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>"#;
        let config = format!("<busconfig><type>session</type><listen>{address}</listen>{policy}</busconfig>");
        fs::write(run.join("bus.conf"), config).unwrap();
        let daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", run.join("bus.conf").display()))
            .args(["--nofork", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut daemon) = daemon else {
            left_out("dbus-daemon");
            return None;
        };
        let mut line = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains("/bus"), "the bus says {line:?}");
        Some(Self { daemon, address })
    }

    pub(crate) fn connect(&self) -> Connection {
        block_on(Builder::address(self.address.as_str()).method_timeout(PATIENCE).build()).unwrap()
    }

    /// What playerctl has to say, or `None` where it is not installed.
    #[track_caller]
    pub(crate) fn playerctl(&self, args: &[&str]) -> Option<String> {
        let output = self.ask_playerctl(args)?;
        assert!(output.status.success(), "playerctl {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        Some(words(&output.stdout))
    }

    /// Waits until playerctl says this. False where it is not installed.
    #[track_caller]
    pub(crate) fn playerctl_says(&self, args: &[&str], wanted: &str) -> bool {
        let end = clock::now() + PATIENCE;
        while let Some(output) = self.ask_playerctl(args) {
            let said = words(&output.stdout);
            if said == wanted {
                return true;
            }
            let error = words(&output.stderr);
            assert!(clock::now() < end, "waited in vain for {wanted:?}; playerctl says {said:?} {error:?}");
            pass(Duration::from_millis(20));
        }
        false
    }

    fn ask_playerctl(&self, args: &[&str]) -> Option<Output> {
        let mut command = Command::new("playerctl");
        command.arg("--player=supple").args(args).env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        let output = command.output();
        if output.is_err() {
            left_out("playerctl");
        }
        output.ok()
    }

    /// Whether there is such a name on the bus.
    pub(crate) fn has(&self, name: &str) -> bool {
        let connection = self.connect();
        let bus = "org.freedesktop.DBus";
        let path = "/org/freedesktop/DBus";
        let reply =
            block_on(connection.call_method(Some(bus), path, Some(bus), "NameHasOwner", &(name,))).unwrap();
        reply.body().deserialize().unwrap()
    }

    /// What players say with this signal from now on.
    pub(crate) fn signals(&self, member: &'static str) -> Signals {
        let rule = MatchRule::builder().msg_type(Type::Signal).path("/org/mpris/MediaPlayer2").member(member);
        let connection = self.connect();
        Signals(block_on(MessageStream::for_match_rule(rule.build().unwrap(), &connection, None)).unwrap())
    }

    /// The bus is gone, as if it had crashed.
    pub(crate) fn kill(&mut self) {
        self.daemon.kill().unwrap();
        self.daemon.wait().unwrap();
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

pub(crate) struct Signals(MessageStream);

impl Signals {
    /// The next one in words, if it is here already.
    pub(crate) fn next(&mut self) -> Option<String> {
        let here = poll_fn(|context| match Pin::new(&mut self.0).poll_next(context) {
            Poll::Ready(signal) => Poll::Ready(signal),
            Poll::Pending => Poll::Ready(None),
        });
        let signal = block_on(here)?.unwrap();
        let body = signal.body();
        let body: zbus::Structure<'_> = body.deserialize().unwrap();
        Some(format!("{body:?}"))
    }
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
fn left_out(program: &str) {
    eprintln!("left out: {program} is not installed");
}

#[track_caller]
pub(crate) fn wait_until(what: &str, mut good: impl FnMut() -> bool) {
    let end = clock::now() + PATIENCE;
    while !good() {
        assert!(clock::now() < end, "waited in vain for {what}");
        pass(Duration::from_millis(20));
    }
}

/// Lets time pass in which something could happen that must not.
pub(crate) fn pass(time: Duration) {
    let (_quiet, never) = channel::<()>();
    let _ = never.recv_timeout(time);
}

/// What the desktop was told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told {
    Notify {
        id: u32,
        replaces: u32,
        summary: String,
        body: String,
    },
    /// With buttons: our name and the user's in turn.
    Question {
        id: u32,
        summary: String,
        body: String,
        buttons: Vec<String>,
        timeout: i32,
    },
    Close {
        id: u32,
    },
    Inhibit {
        cookie: u32,
        by: String,
    },
    UnInhibit {
        cookie: u32,
    },
}

/// A desktop that shows notifications and darkens the screen, as far as a program can tell.
pub(crate) struct Desktop {
    told: Receiver<Told>,
    connection: Connection,
}

impl Desktop {
    pub(crate) fn on(bus: &Bus) -> Self {
        let (sender, told) = channel();
        let notifications = Notifications { told: sender.clone(), last: 0 };
        let connection = block_on(async {
            let connection = Builder::address(bus.address.as_str())
                .serve_at("/org/freedesktop/Notifications", notifications)
                .serve_at("/org/freedesktop/ScreenSaver", ScreenSaver { told: sender, last: 40 })
                .build()
                .await?;
            for name in ["org.freedesktop.Notifications", "org.freedesktop.ScreenSaver"] {
                connection.request_name_with_flags(name, RequestNameFlags::empty()).await?;
            }
            zbus::Result::Ok(connection)
        });
        Self { told, connection: connection.unwrap() }
    }

    /// Says something about a notification.
    pub(crate) fn say<B: serde::Serialize + zbus::DynamicType>(&self, signal: &str, body: &B) {
        let (path, interface) = ("/org/freedesktop/Notifications", "org.freedesktop.Notifications");
        block_on(self.connection.emit_signal(None::<&str>, path, interface, signal, body)).unwrap();
    }

    /// What it is told next.
    #[track_caller]
    pub(crate) fn next(&self) -> Told {
        self.told.recv_timeout(PATIENCE).expect("the desktop is told something")
    }

    /// The same, of everything but the screen saver.
    #[track_caller]
    pub(crate) fn next_of_notices(&self) -> Told {
        loop {
            match self.next() {
                Told::Inhibit { .. } | Told::UnInhibit { .. } => {}
                told => return told,
            }
        }
    }

    /// What comes in this time.
    pub(crate) fn within(&self, time: Duration) -> Vec<Told> {
        let end = clock::now() + time;
        let mut told = Vec::new();
        loop {
            match self.told.recv_timeout(end.since(clock::now())) {
                Ok(one) => told.push(one),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return told,
            }
        }
    }
}

struct Notifications {
    told: Sender<Told>,
    last: u32,
}

#[expect(clippy::needless_pass_by_value, reason = "what comes from the bus is owned")]
#[expect(clippy::unused_self, reason = "it is called on an object")]
#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[expect(clippy::too_many_arguments, reason = "it has so many")]
    fn notify(
        &mut self,
        app: &str,
        replaces: u32,
        icon: &str,
        summary: &str,
        body: &str,
        actions: Vec<String>,
        hints: HashMap<String, OwnedVariant>,
        timeout: i32,
    ) -> u32 {
        assert_eq!((app, icon, hints.len()), ("supple", "", 0));
        if replaces == 0 {
            self.last += 1;
        }
        let id = if replaces == 0 { self.last } else { replaces };
        let (summary, body) = (summary.to_owned(), body.to_owned());
        let told = if actions.is_empty() {
            assert_eq!(timeout, -1, "as long as is usual");
            Told::Notify { id, replaces, summary, body }
        } else {
            Told::Question { id, summary, body, buttons: actions, timeout }
        };
        self.told.send(told).unwrap();
        id
    }

    fn get_capabilities(&self) -> Vec<String> {
        ["actions", "body"].map(str::to_owned).to_vec()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ["stage", "supple", "1", "1.2"].map(str::to_owned).into()
    }

    fn close_notification(&self, id: u32) {
        self.told.send(Told::Close { id }).unwrap();
    }
}

struct ScreenSaver {
    told: Sender<Told>,
    last: u32,
}

#[expect(clippy::needless_pass_by_value, reason = "what comes from the bus is owned")]
#[interface(name = "org.freedesktop.ScreenSaver")]
impl ScreenSaver {
    fn inhibit(&mut self, app: &str, reason: &str, #[zbus(header)] header: Header<'_>) -> u32 {
        assert!(app == "supple" && !reason.is_empty(), "{app}: {reason}");
        self.last += 1;
        let by = header.sender().unwrap().to_string();
        self.told.send(Told::Inhibit { cookie: self.last, by }).unwrap();
        self.last
    }

    fn un_inhibit(&self, cookie: u32) {
        self.told.send(Told::UnInhibit { cookie }).unwrap();
    }
}
