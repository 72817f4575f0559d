//! What the user does at the terminal.

use std::{io, sync::mpsc::Sender, thread};

use crossterm::event::{self, Event, MouseEventKind};

use super::Message;
use crate::ui::Input;

/// Reads the terminal on a thread of its own.
///
/// # Errors
/// When there can be no such thread.
pub(super) fn listen(messages: Sender<Message>) -> io::Result<()> {
    thread::Builder::new().name("input".into()).spawn(move || {
        while let Ok(event) = event::read() {
            if messages.send(Message::Input(event)).is_err() {
                return;
            }
        }
        let _ = messages.send(Message::InputEnded);
    })?;
    Ok(())
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
