//! The user's own commands, run when something happens: on a thread of their own, so many at once, for so long.

use std::{
    collections::{HashSet, VecDeque},
    fmt, io,
    process::{Command, Stdio},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

use super::{
    Message,
    child::{self, Ended, Leader},
    clock::Clock,
    neighbours::{Neighbour, News},
    terminal::say_on_stderr,
};
use crate::{
    config::hooks::Hooks,
    history::keeper::Written,
    session::{EventLine, Moment},
    threads,
};

/// So many run at once.
const AT_ONCE: usize = 4;
/// So many more wait for their turn.
const WAITING: usize = 32;
/// What is left to do when the program ends has so long for it, all together.
const FAREWELL: Duration = Duration::from_secs(3);

/// Where commands are run. Dropping it waits a little for those that run and those that wait, then kills them.
pub(super) struct Desk {
    hooks: Arc<Hooks>,
    orders: Sender<Order>,
    /// Closed by the thread when it ends.
    over: Receiver<()>,
}

impl Desk {
    /// # Errors
    /// When there can be no thread.
    pub(super) fn open(hooks: Hooks, messages: Sender<Message>, clock: Clock) -> io::Result<Self> {
        let hooks = Arc::new(hooks);
        let (orders, received) = channel();
        let (ends, over) = channel();
        let porter = Porter {
            hooks: hooks.clone(),
            orders: received,
            own: orders.clone(),
            messages,
            clock,
            queue: VecDeque::new(),
            running: Vec::new(),
            begun: 0,
            closes: None,
            said: HashSet::new(),
        };
        threads::begin("hooks", move || {
            porter.work();
            drop(ends);
        })?;
        Ok(Self { hooks, orders, over })
    }

    /// Tells the desk of what happens in a session.
    pub(super) fn neighbour(&self) -> impl Neighbour + 'static {
        Caller { hooks: self.hooks.clone(), orders: self.orders.clone() }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // A little more than the thread itself takes: a process that cannot be started may hold it up.
        if self.orders.send(Order::Close).is_ok() {
            let _ = self.over.recv_timeout(FAREWELL + Duration::from_millis(500));
        }
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("hooks", &self.hooks).finish_non_exhaustive()
    }
}

struct Caller {
    hooks: Arc<Hooks>,
    orders: Sender<Order>,
}

impl Neighbour for Caller {
    fn tell(&mut self, news: &News<'_>) {
        for stamped in news.events {
            let event = stamped.event.name();
            if self.hooks.command(event).is_none() {
                continue;
            }
            let line = EventLine { plan: &news.snapshot.plan, id: news.id, stamped };
            // Such a line is always JSON.
            if let Ok(line) = serde_json::to_string(&line) {
                // The thread is there as long as the desk.
                let _ = self.orders.send(Order::Run(Job {
                    event,
                    line: line + "\n",
                    written: news.written.cloned(),
                }));
            }
        }
    }
}

struct Job {
    event: &'static str,
    /// For its standard input.
    line: String,
    written: Option<Written>,
}

enum Order {
    Run(Job),
    /// One has ended by itself, or was killed; with a sentence if it has failed.
    Over(u64, Option<String>),
    Close,
}

struct Running {
    number: u64,
    event: &'static str,
    /// `None`: it was killed.
    until: Option<Moment>,
    leader: Arc<Leader>,
}

/// Sleeps until there is something to run, or somebody has taken too long.
struct Porter {
    hooks: Arc<Hooks>,
    orders: Receiver<Order>,
    /// For those who wait for the processes.
    own: Sender<Order>,
    messages: Sender<Message>,
    clock: Clock,
    queue: VecDeque<Job>,
    running: Vec<Running>,
    /// How many were ever started.
    begun: u64,
    /// When everything has to be over.
    closes: Option<Moment>,
    /// What was complained about already: an event, or nothing for the crowd.
    said: HashSet<Option<&'static str>>,
}

impl Porter {
    fn work(mut self) {
        loop {
            self.start_those_who_wait();
            let now = (self.clock)();
            if self.closes.is_some_and(|closes| now >= closes) {
                self.running.iter().for_each(|running| running.leader.kill());
                return;
            }
            self.kill_the_late(now);
            if self.closes.is_some() && self.running.is_empty() {
                return;
            }
            match self.next_order() {
                Some(Order::Run(job)) if self.queue.len() < WAITING => self.queue.push_back(job),
                Some(Order::Run(_)) => self.complain(
                    None,
                    &format!(
                        "hooks come faster than they end ({AT_ONCE} at once, {WAITING} waiting): some are left out"
                    ),
                ),
                Some(Order::Over(number, fault)) => self.over(number, fault),
                Some(Order::Close) => self.closes = Some((self.clock)() + FAREWELL),
                None => {}
            }
        }
    }

    /// `None`: it is late for somebody.
    fn next_order(&self) -> Option<Order> {
        let late = self.running.iter().filter_map(|running| running.until);
        let order = match late.chain(self.closes).min() {
            None => self.orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => self.orders.recv_timeout(until.since((self.clock)())),
        };
        order.ok()
    }

    fn start_those_who_wait(&mut self) {
        while self.running.len() < AT_ONCE {
            let Some(Job { event, line, written }) = self.queue.pop_front() else { return };
            let Some(command) = self.hooks.command(event) else { continue };
            if let Some(written) = written {
                written.wait();
            }
            self.begun += 1;
            let (number, own) = (self.begun, self.own.clone());
            // The desk may be gone by then.
            let over = move |ended: Ended| drop(own.send(Order::Over(number, ended.fault)));
            match run(command, event, line, over) {
                Ok(leader) => {
                    let until = Some((self.clock)() + self.hooks.time_limit);
                    self.running.push(Running { number, event, until, leader });
                }
                Err(error) => {
                    let program = command.first().map(String::as_str).unwrap_or_default();
                    self.complain(Some(event), &format!("the hook {event} cannot run `{program}`: {error}"));
                }
            }
        }
    }

    fn kill_the_late(&mut self, now: Moment) {
        let mut late = Vec::new();
        for running in &mut self.running {
            if running.until.is_some_and(|until| now >= until) {
                running.until = None;
                running.leader.kill();
                late.push(running.event);
            }
        }
        for event in late {
            let limit = crate::routine::duration::write(self.hooks.time_limit);
            self.complain(Some(event), &format!("the hook {event} took longer than {limit} and was ended"));
        }
    }

    fn over(&mut self, number: u64, fault: Option<String>) {
        let Some(at) = self.running.iter().position(|running| running.number == number) else { return };
        let Running { event, .. } = self.running.swap_remove(at);
        if let Some(fault) = fault {
            self.complain(Some(event), &format!("the hook {event} has failed: {fault}"));
        }
    }

    /// Says it to the user, once.
    fn complain(&mut self, about: Option<&'static str>, sentence: &str) {
        if !self.said.insert(about) {
            return;
        }
        if self.messages.send(Message::Notice(sentence.to_owned())).is_err() {
            say_on_stderr(sentence);
        }
    }
}

/// Never through a shell, unless that is the program.
fn run(
    words: &[String],
    event: &str,
    line: String,
    over: impl FnOnce(Ended) + Send + 'static,
) -> io::Result<Arc<Leader>> {
    let (program, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command.args(arguments).env("SUPPLE_EVENT", event).stdout(Stdio::null());
    child::start(&mut command, line, over)
}
