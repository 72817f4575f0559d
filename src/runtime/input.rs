//! What the user does at the terminal.

mod decode;

use std::{
    io::{self, stdin},
    sync::mpsc::{SendError, Sender},
    thread,
    time::Duration,
};

use crossterm::event::{Event, MouseEventKind};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::{Errno, read, retry_on_intr},
};

use self::decode::Decoder;
use super::Message;
use crate::ui::Input;

/// Reads the terminal on a thread of its own.
///
/// # Errors
/// When there can be no such thread.
pub(super) fn listen(messages: Sender<Message>) -> io::Result<()> {
    thread::Builder::new().name("input".into()).spawn(move || {
        // It ends when nobody listens any more, or when there is nothing to read any more.
        if follow(&messages).is_ok() {
            let _ = messages.send(Message::InputEnded);
        }
    })?;
    Ok(())
}

fn follow(messages: &Sender<Message>) -> Result<(), SendError<Message>> {
    let (mut decoder, mut events) = (Decoder::default(), Vec::new());
    let mut bytes = [0; 1024];
    loop {
        if comes(decoder.patience()) {
            // Not through the standard input's buffer: what is read there could not be waited for.
            match retry_on_intr(|| read(stdin(), &mut bytes)) {
                Ok(0) => return Ok(()),
                Ok(count) => bytes[..count].iter().for_each(|byte| decoder.take(*byte, &mut events)),
                Err(Errno::AGAIN) => {}
                Err(_) => return Ok(()),
            }
        } else {
            decoder.give_up(&mut events);
        }
        for event in events.drain(..) {
            messages.send(Message::Input(event))?;
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
