//! The thread that waits for all connections at once.

use std::{
    io::{self, Write as _},
    os::unix::net::UnixStream,
    path::Path,
    sync::{Arc, mpsc::Sender},
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};

use super::{
    super::clock::Clock,
    folder::Bound,
    inbox::{self, Inbox, Letters},
    peer::{Following, Incoming, Peer},
    request::{self, Request},
};
use crate::{
    session::{EventLine, Moment},
    threads,
};

/// So many connections at once.
const MOST_PEERS: usize = 32;

/// So many of them may follow: there is always room for somebody with a command.
const MOST_FOLLOWERS: usize = 24;

/// After the end of the session nobody is waited for longer than this.
const AFTER_THE_END: Duration = Duration::from_secs(1);

/// When the system has no descriptor for one more connection, the next try comes after so long.
const REST: Duration = Duration::from_secs(1);

/// Serves until the session is over and everybody has been told.
///
/// # Errors
/// When there can be no socket.
pub(super) fn serve(
    folder: &Path,
    id: &str,
    inbox: Arc<Inbox>,
    woken: UnixStream,
    commands: Sender<(u64, String)>,
    clock: Clock,
) -> io::Result<()> {
    let bound = Some(Bound::new(folder, id)?);
    let id = id.to_owned();
    let mut server = Server {
        id,
        bound,
        inbox,
        woken,
        commands,
        clock,
        peers: Vec::new(),
        count: 0,
        over: None,
        resting: None,
    };
    while server.turn()? {}
    Ok(())
}

struct Server {
    /// The session's.
    id: String,
    /// `None` once the session is over.
    bound: Option<Bound>,
    inbox: Arc<Inbox>,
    woken: UnixStream,
    /// To the courier.
    commands: Sender<(u64, String)>,
    clock: Clock,
    /// Each with a number that never comes again.
    peers: Vec<(u64, Peer)>,
    count: u64,
    /// When the session ended.
    over: Option<Moment>,
    /// Until then nobody is let in.
    resting: Option<Moment>,
}

impl Server {
    /// Deals with what there is, and waits for more. False when there is nothing left to do.
    fn turn(&mut self) -> io::Result<bool> {
        let letters = self.inbox.empty();
        self.deliver(&letters);
        let now = (self.clock)();
        self.resting = self.resting.filter(|until| *until > now);
        for index in 0..self.peers.len() {
            self.hear(index, now);
        }
        self.peers.retain(|(_, peer)| !peer.is_over());
        if !self.peers.iter().any(|(_, peer)| peer.following != Following::Nothing) {
            self.inbox.stop_watching();
        }
        if letters.over || letters.closed {
            // From now on there is nobody to be found here.
            self.bound = None;
            let over = *self.over.get_or_insert(now);
            self.peers.retain(|(_, peer)| peer.busy || peer.has_unsent());
            if self.peers.is_empty() || now.since(over) >= AFTER_THE_END {
                return Ok(false);
            }
        }
        self.inbox.has_told();
        self.wait(now)?;
        Ok(true)
    }

    /// Passes on what the loop and the courier have left.
    fn deliver(&mut self, letters: &Letters) {
        if let Some(written) = letters.written.as_ref().filter(|_| !letters.events.is_empty()) {
            // A disk that does not answer keeps nobody from hearing of it in the end.
            written.wait();
        }
        if letters.lost {
            for (_, peer) in self.peers.iter_mut().filter(|(_, peer)| peer.following == Following::Events) {
                peer.dismiss("more has happened at once than can be told");
            }
        }
        if let Some(plan) = &letters.plan {
            for stamped in &letters.events {
                let event = EventLine { plan, id: &self.id, stamped };
                let Ok(mut line) = serde_json::to_string(&event) else { continue };
                line.push('\n');
                self.send(Following::Events, &line);
            }
        }
        if letters.changed {
            let (told, glance) = &letters.latest;
            let status = request::status(&glance.after((self.clock)().since(*told)));
            self.send(Following::Status, &status);
        }
        for (number, answer) in &letters.answers {
            if let Some((_, peer)) = self.peers.iter_mut().find(|(peer, _)| peer == number) {
                peer.busy = false;
                peer.send(&request::answer(answer.clone()));
            }
        }
    }

    fn send(&mut self, to: Following, line: &str) {
        for (_, peer) in self.peers.iter_mut().filter(|(_, peer)| peer.following == to) {
            peer.send(line);
        }
    }

    /// Reads what has come from one of them, does what it asks, and sends what it takes.
    fn hear(&mut self, index: usize, now: Moment) {
        let Some((number, peer)) = self.peers.get_mut(index) else { return };
        let number = *number;
        if peer.receive(now).is_err() {
            peer.is_left();
        }
        loop {
            while let Some((_, peer)) = self.peers.get_mut(index)
                && let Some(incoming) = peer.next_line(now)
            {
                threads::point("peer");
                match incoming {
                    Incoming::Refused(why) => peer.send(&request::refusal(why)),
                    Incoming::Line(line) => match Request::read(&line) {
                        None => {}
                        Some(Err(why)) => peer.send(&request::refusal(&why)),
                        Some(Ok(request)) => self.grant(index, number, request),
                    },
                }
            }
            let Some((_, peer)) = self.peers.get_mut(index) else { return };
            if peer.transmit().is_err() {
                peer.is_left();
            }
            // Nothing will tell of what somebody has said who is gone. What has not come by now never will, and nobody
            // reads what comes from somebody who was sent away.
            let unread = peer.is_gone() && !peer.silent && !peer.busy;
            if unread && !peer.receive(now).is_ok_and(|came| came) {
                peer.silent = true;
            }
            if !unread && !peer.has_line() {
                return;
            }
        }
    }

    fn grant(&mut self, index: usize, number: u64, request: Request) {
        match request {
            Request::Command(words) => {
                if let Some((_, peer)) = self.peers.get_mut(index) {
                    peer.busy = self.commands.send((number, words)).is_ok();
                }
            }
            Request::Status => {
                let letters = self.inbox.empty();
                self.deliver(&letters);
                self.tell_status(index, &letters);
            }
            Request::Follow => self.follow(index, Following::Events),
            Request::Watch => self.follow(index, Following::Status),
        }
    }

    fn follow(&mut self, index: usize, following: Following) {
        let others = self.peers.iter().enumerate().filter(|(other, _)| *other != index);
        let others = others.filter(|(_, (_, peer))| peer.following != Following::Nothing).count();
        if others >= MOST_FOLLOWERS {
            return self.tell(index, &request::refusal("too many follow this session already"));
        }
        // What came before belongs to what the others follow; what comes later to what this one does.
        let letters = self.inbox.empty_and_watch();
        self.deliver(&letters);
        self.tell_status(index, &letters);
        if let Some((_, peer)) = self.peers.get_mut(index).filter(|(_, peer)| !peer.is_gone()) {
            peer.following = following;
        }
    }

    fn tell_status(&mut self, index: usize, letters: &Letters) {
        let (told, glance) = &letters.latest;
        let status = request::status(&glance.after((self.clock)().since(*told)));
        self.tell(index, &status);
    }

    fn tell(&mut self, index: usize, line: &str) {
        if let Some((_, peer)) = self.peers.get_mut(index) {
            peer.send(line);
        }
    }

    /// Until something comes from anywhere.
    fn wait(&mut self, now: Moment) -> io::Result<()> {
        let ends = self.over.map(|over| over + AFTER_THE_END);
        let wake = [ends, self.resting].into_iter().flatten().min();
        let timeout = wake.and_then(|wake| Timespec::try_from(wake.since(now)).ok());
        let listener = self.bound.as_ref().filter(|_| self.resting.is_none()).map(|bound| &bound.listener);
        let mut waited = vec![PollFd::new(&self.woken, PollFlags::IN)];
        waited.extend(listener.map(|listener| PollFd::new(listener, PollFlags::IN)));
        let first = waited.len();
        let polled: Vec<usize> =
            (0..self.peers.len()).filter(|index| !self.peers[*index].1.is_gone()).collect();
        waited.extend(polled.iter().map(|index| {
            let peer = &self.peers[*index].1;
            PollFd::new(peer.stream(), peer.interest())
        }));
        match poll(&mut waited, timeout.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let came: Vec<PollFlags> = waited.iter().map(PollFd::revents).collect();
        drop(waited);
        if came[0].contains(PollFlags::IN) {
            inbox::hear_out(&self.woken);
        }
        for (index, flags) in polled.into_iter().zip(&came[first..]) {
            if flags.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                self.peers[index].1.is_left();
            }
        }
        if first > 1 && !came[1].is_empty() {
            self.let_in((self.clock)());
        }
        Ok(())
    }

    fn let_in(&mut self, now: Moment) {
        for _ in 0..MOST_PEERS {
            let Some(bound) = &self.bound else { return };
            match bound.listener.accept() {
                Ok((stream, _)) => self.welcome(stream, now),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                Err(_) => {
                    // It would be called again at once, for as long as there is no descriptor to be had.
                    self.resting = Some(now + REST);
                    return;
                }
            }
        }
    }

    fn welcome(&mut self, mut stream: UnixStream, now: Moment) {
        if stream.set_nonblocking(true).is_err() {
            return;
        }
        if !is_same_user(&stream) {
            let _ = stream.write(request::refusal("this session belongs to somebody else").as_bytes());
            return;
        }
        if self.peers.len() >= MOST_PEERS {
            self.part_with_who_has_gone(now);
        }
        if self.peers.len() >= MOST_PEERS && !self.make_room() {
            let _ = stream.write(request::refusal("too many connections").as_bytes());
            return;
        }
        self.count += 1;
        self.peers.push((self.count, Peer::new(stream, now)));
    }

    /// Where many come and go at once, not all who have gone are known yet. What they have said still counts.
    fn part_with_who_has_gone(&mut self, now: Moment) {
        for index in 0..self.peers.len() {
            if let Some((_, peer)) = self.peers.get_mut(index)
                && has_hung_up(peer.stream())
            {
                peer.is_left();
                self.hear(index, now);
            }
        }
        self.peers.retain(|(_, peer)| !peer.is_over());
    }

    /// Whoever has been left behind goes first, then who has been silent for longest. False if nobody can go.
    fn make_room(&mut self) -> bool {
        let idle = |peer: &Peer| peer.following == Following::Nothing && !peer.busy;
        let goes = (0..self.peers.len())
            .filter(|index| idle(&self.peers[*index].1))
            .min_by_key(|index| (!self.peers[*index].1.is_dismissed(), self.peers[*index].1.heard_at));
        let Some(index) = goes else { return false };
        let (_, mut peer) = self.peers.swap_remove(index);
        if !peer.is_dismissed() {
            peer.dismiss("others want to come in, and you have been silent for longest");
        }
        let _ = peer.transmit();
        true
    }
}

fn has_hung_up(stream: &UnixStream) -> bool {
    let mut asked = [PollFd::new(stream, PollFlags::empty())];
    let at_once = Timespec::default();
    let looked = poll(&mut asked, Some(&at_once));
    looked.is_ok() && asked[0].revents().intersects(PollFlags::HUP | PollFlags::ERR)
}

#[cfg(target_os = "linux")]
fn is_same_user(stream: &UnixStream) -> bool {
    let user = rustix::process::geteuid();
    rustix::net::sockopt::socket_peercred(stream).is_ok_and(|peer| peer.uid == user)
}

/// The modes of the folder and of the socket must do.
#[cfg(not(target_os = "linux"))]
fn is_same_user(_: &UnixStream) -> bool {
    true
}

#[cfg(test)]
mod tests;
