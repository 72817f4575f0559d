//! All that people, and programs, do with a session that runs: over and over, so that what leaks leaks much.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::Shutdown,
    os::unix::net::UnixStream,
    process::Stdio,
};

use rustix::process::Signal;

use crate::{PATIENCE, command, connect, home::Home, pty::Tty};

/// One thing that is done.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deed {
    /// Bytes from the terminal: keys, clicks, pastes, answers.
    Press(&'static str),
    /// Columns and rows.
    Resize(u16, u16),
    /// Somebody connects, says this, reads one answer and goes.
    Say(&'static str),
    /// Somebody follows for a moment.
    Follow,
    /// Somebody connects and vanishes in the middle of a word.
    Vanish,
    /// Another supple with these arguments, to its end.
    Run(&'static [&'static str]),
    /// The process is stopped and goes on at once.
    Stop,
}

use Deed::{Follow, Press, Resize, Run, Say, Stop, Vanish};

/// Once round. It leaves the session running, unlocked, near, with sound and voice as they were.
pub(crate) const ROUND: &[Deed] = &[
    Press(" "),
    Press(" "),
    Press("z"),
    Resize(80, 24),
    Press("z"),
    Resize(100, 30),
    Say("status"),
    Press("?"),
    Press("\x1b"),
    Press("n"),
    Press("\x1b]11;rgb:ffff/ffff/ffff\x07"),
    Press("b"),
    Vanish,
    Press("s"),
    Press("o"),
    Press("\x1b[O"),
    Run(&["ctl", "pause"]),
    Run(&["status", "--format", "{state} {left}"]),
    Run(&["ctl", "resume"]),
    Press("\x1b[I"),
    Press("m"),
    Press("m"),
    Press("\x1b]11;rgb:1010/1010/1818\x07"),
    Press("vvvv"),
    Press("]["),
    Follow,
    Press("="),
    Press("-"),
    Press(",."),
    Press("x"),
    Press("nnbbs"),
    Press("x"),
    Press("g"),
    Press("\x1b"),
    Resize(40, 12),
    Press("\x0c"),
    Resize(100, 30),
    Press("r"),
    Press("\x1b[200~words that are pasted\x1b[201~"),
    Say("no such command"),
    Press("\x1b[<64;10;10M"),
    Press("\x1b[<0;50;15M\x1b[<0;50;15m"),
    Say("resume"),
    Stop,
    Run(&["log"]),
    Run(&["stats"]),
    Press("d"),
    Press("p"),
    Press("\x1b"),
    Say("resume"),
];

pub(crate) fn perform(deed: Deed, home: &Home, tty: &Tty) {
    match deed {
        Press(bytes) => tty.press(bytes),
        Resize(columns, rows) => tty.resize(columns, rows),
        Say(words) => {
            let stream = connect(home);
            assert!(!ask(&stream, words).is_empty(), "no answer to {words:?}");
        }
        Follow => {
            let stream = connect(home);
            assert!(ask(&stream, "follow").starts_with('{'));
        }
        Vanish => {
            let stream = connect(home);
            let _ = (&stream).write_all(b"pau");
            let _ = stream.shutdown(Shutdown::Both);
        }
        Run(words) => {
            let output = command(home, words).stdout(Stdio::null()).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            // Of a session that is paused already, or not at all, a command means nothing.
            assert!(output.status.success() || words[0] == "ctl", "{words:?}: {said}");
        }
        Stop => {
            tty.signal(Signal::STOP);
            tty.signal(Signal::CONT);
        }
    }
}

fn ask(stream: &UnixStream, words: &str) -> String {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut from = stream;
    from.write_all(format!("{words}\n").as_bytes()).unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line
}
