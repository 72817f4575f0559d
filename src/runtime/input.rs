//! What the user does at the terminal, and what the terminal answers.

use std::{
    convert::Infallible,
    io,
    sync::{Arc, Condvar, Mutex, PoisonError, mpsc::Sender},
    thread,
    time::Duration,
};

use crossterm::event::{self, Event, MouseEventKind};

use super::{
    Message,
    clock::Clock,
    sieve::{Sieve, Sifted},
};
use crate::ui::Input;

/// Reads the terminal on a thread of its own. With an `inquiry` the answer to it is taken out of what is typed.
///
/// # Errors
/// When there can be no such thread.
pub(super) fn listen(messages: Sender<Message>, inquiry: Option<Inquiry>, clock: Clock) -> io::Result<()> {
    thread::Builder::new().name("input".into()).spawn(move || {
        let Err(Over) = until_over(&messages, inquiry.as_ref(), clock);
        let _ = messages.send(Message::InputEnded);
    })?;
    Ok(())
}

/// A question that the terminal was asked, and may never answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Inquiry(Arc<(Mutex<bool>, Condvar)>);

impl Inquiry {
    /// Waits so long at most for the answer, which would be shown by whoever has the terminal next.
    pub(super) fn wait(&self, longest: Duration) {
        let (answered, changed) = &*self.0;
        let answered = answered.lock().unwrap_or_else(PoisonError::into_inner);
        drop(changed.wait_timeout_while(answered, longest, |answered| !*answered));
    }

    fn settle(&self) {
        let (answered, changed) = &*self.0;
        *answered.lock().unwrap_or_else(PoisonError::into_inner) = true;
        changed.notify_all();
    }
}

/// There is no terminal, or nobody who wants to hear of it.
struct Over;

impl From<io::Error> for Over {
    fn from(_: io::Error) -> Self {
        Self
    }
}

fn until_over(
    messages: &Sender<Message>,
    inquiry: Option<&Inquiry>,
    clock: Clock,
) -> Result<Infallible, Over> {
    if let Some(inquiry) = inquiry {
        until_answered(messages, inquiry, clock)?;
    }
    loop {
        hand_over(messages, event::read()?)?;
    }
}

/// For so long the first piece of an answer may look like the escape key.
const EARLY: Duration = Duration::from_secs(2);
/// The rest of an answer, or of what only looks like one, comes sooner than this.
const GAP: Duration = Duration::from_millis(50);

fn until_answered(messages: &Sender<Message>, inquiry: &Inquiry, clock: Clock) -> Result<(), Over> {
    let asked = clock();
    let mut sieve = Sieve::default();
    loop {
        if sieve.keeps() && !event::poll(GAP)? {
            sieve.give_up().into_iter().try_for_each(|event| hand_over(messages, event))?;
        }
        let event = event::read()?;
        match sieve.take(event, clock().since(asked) < EARLY) {
            Sifted::Kept => {}
            Sifted::Events(events) => events.into_iter().try_for_each(|event| hand_over(messages, event))?,
            Sifted::Answer(ground) => {
                inquiry.settle();
                let message = ground.map(Message::Ground);
                return message.map_or(Ok(()), |message| messages.send(message).map_err(|_| Over));
            }
        }
    }
}

fn hand_over(messages: &Sender<Message>, event: Event) -> Result<(), Over> {
    messages.send(Message::Input(event)).map_err(|_| Over)
}

/// What means something to the screens. A mouse that only moves does not, nor does a new size: all is drawn anew then.
pub(super) fn meant(event: Event) -> Option<Input> {
    Some(match event {
        Event::Key(key) => Input::Key(key),
        Event::Mouse(mouse) if mouse.kind == MouseEventKind::Moved => return None,
        Event::Mouse(mouse) => Input::Mouse(mouse),
        Event::Paste(text) => Input::Paste(text),
        Event::FocusGained => Input::FocusGained,
        Event::FocusLost => Input::FocusLost,
        Event::Resize(..) => return None,
    })
}

/// Whether the user looks at the terminal, if this tells. Whoever presses a key does, whatever was said before.
pub(super) const fn shows_view(input: &Input) -> Option<bool> {
    match input {
        Input::FocusLost => Some(false),
        Input::Key(_) | Input::Paste(_) | Input::FocusGained => Some(true),
        Input::Mouse(_) => None,
    }
}
