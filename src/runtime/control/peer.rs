//! One connection: what has come in on it and is not a line yet, what is still to go out, and how much it may ask.

use std::{
    io::{self, Read as _, Write as _},
    os::unix::net::UnixStream,
};

use rustix::event::PollFlags;

use super::{super::allowance::Allowance, request::refusal};
use crate::session::Moment;

/// No line that means anything is longer, in bytes.
pub(super) const LONGEST_LINE: usize = 4096;

/// A follower who is so many bytes behind does not read at all, or not fast enough.
const MOST_UNSENT: usize = 256 * 1024;

/// While so many bytes of answers are not taken, no further question is read.
const ENOUGH_UNSENT: usize = 16 * 1024;

/// What a connection has subscribed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Following {
    Nothing,
    Events,
    Status,
}

#[derive(Debug)]
pub(super) struct Peer {
    stream: UnixStream,
    /// What has come and is no whole line yet, or waits for the line before it to be answered.
    input: Vec<u8>,
    /// The rest of the line that comes is of no interest: it is too long.
    overlong: bool,
    /// Nothing more comes in.
    pub(super) silent: bool,
    output: Vec<u8>,
    pub(super) following: Following,
    /// A command of it is with the session, and its next line waits.
    pub(super) busy: bool,
    /// It gets nothing but what is in `output`.
    dismissed: bool,
    /// The other end is closed both ways: nobody will hear an answer, but what was said before still counts.
    gone: bool,
    allowance: Allowance,
    pub(super) heard_at: Moment,
}

/// A line, or why there is none to be had from what has come.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Incoming {
    Line(Vec<u8>),
    /// It was not read: answer this.
    Refused(&'static str),
}

impl Peer {
    pub(super) fn new(stream: UnixStream, now: Moment) -> Self {
        Self {
            stream,
            input: Vec::new(),
            overlong: false,
            silent: false,
            output: Vec::new(),
            following: Following::Nothing,
            busy: false,
            dismissed: false,
            gone: false,
            allowance: Allowance::new(now),
            heard_at: now,
        }
    }

    pub(super) fn stream(&self) -> &UnixStream {
        &self.stream
    }

    /// What is to be waited for on it.
    pub(super) fn interest(&self) -> PollFlags {
        let mut interest = PollFlags::empty();
        if self.wants_input() {
            interest |= PollFlags::IN;
        }
        if !self.output.is_empty() {
            interest |= PollFlags::OUT;
        }
        interest
    }

    /// Takes some of what has come. False when there was nothing to take.
    ///
    /// # Errors
    /// When there is nobody at the other end any more.
    pub(super) fn receive(&mut self, now: Moment) -> io::Result<bool> {
        if !self.wants_input() {
            return Ok(false);
        }
        let mut chunk = [0; LONGEST_LINE];
        loop {
            match self.stream.read(&mut chunk) {
                Ok(0) => self.silent = true,
                Ok(count) => {
                    self.heard_at = now;
                    self.input.extend_from_slice(&chunk[..count]);
                    return Ok(true);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if is_passing(&error) => {}
                Err(error) => return Err(error),
            }
            return Ok(false);
        }
    }

    /// The next line, if there is a whole one and it may be dealt with now.
    pub(super) fn next_line(&mut self, now: Moment) -> Option<Incoming> {
        if !self.may_ask() {
            return None;
        }
        let Some(end) = self.input.iter().position(|byte| *byte == b'\n') else {
            let too_long = self.input.len() > LONGEST_LINE;
            let half = self.silent && !self.input.is_empty();
            if too_long || half {
                self.input.clear();
            }
            if half {
                return Some(Incoming::Refused("the last line has no end, so nothing was done"));
            }
            if too_long && !std::mem::replace(&mut self.overlong, true) {
                return Some(Incoming::Refused("a line has 4096 bytes at most"));
            }
            return None;
        };
        let mut line: Vec<u8> = self.input.drain(..=end).collect();
        line.pop();
        if std::mem::take(&mut self.overlong) {
            // Only its end: it has been answered.
            return self.next_line(now);
        }
        if line.len() > LONGEST_LINE {
            return Some(Incoming::Refused("a line has 4096 bytes at most"));
        }
        if !self.allowance.spend(now) {
            return Some(Incoming::Refused("too many commands at once: no more than 30 a second are taken"));
        }
        Some(Incoming::Line(line))
    }

    /// Whether there is a line that may be dealt with now.
    pub(super) fn has_line(&self) -> bool {
        self.may_ask() && self.input.contains(&b'\n')
    }

    /// Something to go out; a line of it is never lost in part. A follower who does not keep up is sent away.
    pub(super) fn send(&mut self, line: &str) {
        if self.dismissed || self.gone {
            return;
        }
        self.output.extend_from_slice(line.as_bytes());
        if self.output.len() > MOST_UNSENT {
            // It may take a part first, where nothing else is in the way.
            let _ = self.transmit();
            if self.output.len() > MOST_UNSENT {
                self.dismiss("you do not read what is sent, and are left behind");
            }
        }
    }

    /// Says a last thing, and nothing more. What it has not begun to take of all else is thrown away.
    pub(super) fn dismiss(&mut self, why: &str) {
        // The system has taken whole pieces, perhaps the first half of a line: its other half has to follow.
        let begun = self.output.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        self.output.truncate(begun);
        self.output.extend_from_slice(refusal(why).as_bytes());
        self.dismissed = true;
        self.following = Following::Nothing;
        self.input = Vec::new();
    }

    /// Sends what the other end takes without waiting.
    ///
    /// # Errors
    /// When there is nobody at the other end any more.
    pub(super) fn transmit(&mut self) -> io::Result<()> {
        let mut sent = 0;
        let end = loop {
            if sent == self.output.len() {
                break Ok(());
            }
            match self.stream.write(&self.output[sent..]) {
                Ok(count) => sent += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if is_passing(&error) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        self.output.drain(..sent);
        if self.output.is_empty() {
            // A large one is not kept for ever.
            self.output = Vec::new();
        }
        end
    }

    /// Nobody is there any more. What has come is still read, and nothing is waited for.
    pub(super) fn is_left(&mut self) {
        self.gone = true;
        self.following = Following::Nothing;
        self.output = Vec::new();
    }

    pub(super) fn is_gone(&self) -> bool {
        self.gone
    }

    pub(super) fn has_unsent(&self) -> bool {
        !self.output.is_empty()
    }

    pub(super) fn is_dismissed(&self) -> bool {
        self.dismissed
    }

    /// Nothing can come any more, and nothing is to go out.
    pub(super) fn is_over(&self) -> bool {
        let done = self.dismissed || (self.silent && self.input.is_empty() && !self.busy);
        done && self.following == Following::Nothing && self.output.is_empty()
    }

    fn wants_input(&self) -> bool {
        !self.silent && self.input.len() <= LONGEST_LINE && self.may_ask()
    }

    fn may_ask(&self) -> bool {
        !self.busy && !self.dismissed && self.output.len() <= ENOUGH_UNSENT
    }
}

/// Nothing is wrong; it only cannot be done now.
fn is_passing(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead as _, BufReader},
        time::Duration,
    };

    use super::*;

    fn pair() -> (Peer, UnixStream) {
        let (ours, theirs) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        (Peer::new(ours, Moment::ORIGIN), theirs)
    }

    fn at(millis: u64) -> Moment {
        Moment::since_origin(Duration::from_millis(millis))
    }

    fn line(text: &str) -> Incoming {
        Incoming::Line(text.as_bytes().to_vec())
    }

    #[test]
    fn lines_come_whole_however_they_were_cut() {
        let (mut peer, mut other) = pair();
        for piece in ["pau", "se\nne", "xt", "\n\nvol"] {
            other.write_all(piece.as_bytes()).unwrap();
            peer.receive(at(0)).unwrap();
        }
        assert_eq!(peer.next_line(at(0)), Some(line("pause")));
        // The next one waits for the answer.
        peer.busy = true;
        assert_eq!(peer.next_line(at(0)), None);
        assert!(!peer.interest().contains(PollFlags::IN));
        peer.busy = false;
        assert_eq!(peer.next_line(at(0)), Some(line("next")));
        assert_eq!(peer.next_line(at(0)), Some(line("")));
        assert_eq!(peer.next_line(at(0)), None);
        // Half a volume is another volume.
        drop(other);
        peer.receive(at(0)).unwrap();
        assert!(matches!(peer.next_line(at(0)), Some(Incoming::Refused(why)) if why.contains("no end")));
        assert!(peer.is_over());
    }

    #[test]
    fn a_line_without_end_is_answered_once_and_never_kept() {
        let (mut peer, mut other) = pair();
        let mut refused = 0;
        for _ in 0..50 {
            other.write_all(&[b'x'; 1000]).unwrap();
            peer.receive(at(0)).unwrap();
            refused += usize::from(peer.next_line(at(0)).is_some());
            assert!(peer.input.len() <= 2 * LONGEST_LINE);
        }
        assert_eq!(refused, 1);
        other.write_all(b"\npause\n").unwrap();
        peer.receive(at(0)).unwrap();
        assert_eq!(peer.next_line(at(0)), Some(line("pause")));
    }

    #[test]
    fn a_flood_is_refused_until_time_has_passed() {
        let (mut peer, mut other) = pair();
        let taken = |peer: &mut Peer, other: &mut UnixStream, now: Moment| {
            let mut taken = 0;
            for _ in 0..200 {
                other.write_all(b"next\n").unwrap();
                peer.receive(now).unwrap();
                taken += usize::from(matches!(peer.next_line(now), Some(Incoming::Line(_))));
            }
            taken
        };
        assert_eq!(taken(&mut peer, &mut other, at(0)), 64);
        assert_eq!(taken(&mut peer, &mut other, at(31)), 0);
        assert_eq!(taken(&mut peer, &mut other, at(1024)), 32);
        assert_eq!(taken(&mut peer, &mut other, at(3_600_000)), 64);
    }

    #[test]
    fn who_does_not_read_is_told_at_the_end_of_a_whole_line() {
        let (mut peer, other) = pair();
        peer.following = Following::Events;
        let event = format!("{{\"event\":\"{}\"}}\n", "x".repeat(1000));
        let mut sent = 0;
        while !peer.is_dismissed() {
            peer.send(&event);
            assert!(peer.output.len() <= MOST_UNSENT + event.len());
            sent += 1;
            assert!(sent < 10_000, "nobody is ever left behind");
        }
        assert!(peer.output.len() < 3 * event.len());
        let mut last = String::new();
        let mut read = 0;
        let mut lines = BufReader::new(other).lines();
        while !last.contains("left behind") {
            peer.transmit().unwrap();
            last = lines.next().unwrap().unwrap();
            let _: serde_json::Value = serde_json::from_str(&last).unwrap();
            read += 1;
        }
        assert!(read < sent, "what was not begun is thrown away");
        assert!(peer.is_over());
    }
}
