//! What the user does at the terminal, and what the terminal answers.

mod decode;

use std::{
    io::{self, stdin},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        mpsc::{SendError, Sender},
    },
    time::Duration,
};

use crossterm::event::{Event, MouseEventKind};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::{Errno, read, retry_on_intr},
};

use self::decode::Decoder;
use super::{Message, colours};
use crate::{threads, ui::Input};

/// Reads the terminal on a thread of its own. The answer to an `inquiry` settles it.
///
/// # Errors
/// When there can be no such thread.
pub(super) fn listen(messages: Sender<Message>, inquiry: Option<Inquiry>) -> io::Result<()> {
    threads::begin("input", move || {
        // It ends when nobody listens any more, or when there is nothing to read any more.
        if follow(&messages, inquiry.as_ref()).is_ok() {
            let _ = messages.send(Message::InputEnded);
        }
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

fn follow(messages: &Sender<Message>, inquiry: Option<&Inquiry>) -> Result<(), SendError<Message>> {
    let (mut decoder, mut events) = (Decoder::default(), Vec::new());
    let mut bytes = [0; 1024];
    loop {
        if comes(decoder.patience()) {
            // Not through the standard input's buffer: what is read there could not be waited for.
            match retry_on_intr(|| read(stdin(), &mut bytes)) {
                Ok(0) => return Ok(()),
                Ok(count) => {
                    threads::point("key");
                    bytes[..count].iter().for_each(|byte| decoder.take(*byte, &mut events));
                }
                Err(Errno::AGAIN) => {}
                Err(_) => return Ok(()),
            }
        } else {
            decoder.give_up(&mut events);
        }
        for event in events.drain(..) {
            messages.send(Message::Input(event))?;
        }
        let answer = decoder.answered();
        if let (Some(inquiry), Some(colour)) =
            (inquiry, answer.as_deref().and_then(|said| said.strip_prefix("11;")))
        {
            inquiry.settle();
            if let Some(ground) = colours::answered(colour) {
                messages.send(Message::Ground(ground))?;
            }
        }
    }
}

/// Waits until there is something to read. False when nothing came for so long.
fn comes(patience: Option<Duration>) -> bool {
    let limit = patience.and_then(|patience| Timespec::try_from(patience).ok());
    let input = stdin();
    let mut sources = [PollFd::new(&input, PollFlags::IN)];
    // Where a terminal cannot be waited for, reading waits.
    retry_on_intr(|| poll(&mut sources, limit.as_ref())).map_or(patience.is_none(), |ready| ready > 0)
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
