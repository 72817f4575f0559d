//! What single bytes, characters and whole sequences mean.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

/// A byte below 0x80 that is no ESC.
pub(super) fn plain(byte: u8) -> KeyEvent {
    let control = |character: u8| KeyEvent::new(KeyCode::Char(char::from(character)), KeyModifiers::CONTROL);
    match byte {
        b'\r' => KeyCode::Enter.into(),
        b'\t' => KeyCode::Tab.into(),
        0x7f => KeyCode::Backspace.into(),
        0 => control(b' '),
        1..=0x1a => control(byte - 1 + b'a'),
        0x1b..=0x1f => control(byte - 0x1b + b'3'),
        _ => character(char::from(byte)),
    }
}

pub(super) fn character(character: char) -> KeyEvent {
    let modifiers = if character.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyEvent::new(KeyCode::Char(character), modifiers)
}

/// `ESC O` and this.
pub(super) fn single(byte: u8) -> Option<KeyCode> {
    Some(match byte {
        // The numeric pad, where a terminal has it send its own.
        b'M' => KeyCode::Enter,
        b'j'..=b'y' => KeyCode::Char(char::from(byte - b'j' + b'*')),
        b'X' => KeyCode::Char('='),
        _ => lettered(byte)?,
    })
}

/// `ESC [`, these bytes, and the last one.
pub(super) fn control(bytes: &[u8], last: u8) -> Option<Event> {
    let text = std::str::from_utf8(bytes).ok()?;
    if let Some(mouse) = text.strip_prefix('<') {
        return new_mouse(mouse, last).map(Event::Mouse);
    }
    // Answers begin so.
    if text.starts_with(['?', '>', '=']) {
        return None;
    }
    let fields: Vec<Vec<Option<u32>>> =
        text.split(';').map(|field| field.split(':').map(|part| part.parse().ok()).collect()).collect();
    let number = |n: usize| fields.get(n).and_then(|field| field.first().copied().flatten());
    let pressed =
        |code| key(code, number(1), fields.get(1).and_then(|field| field.get(1).copied().flatten()));
    match last {
        b'I' if text.is_empty() => Some(Event::FocusGained),
        b'O' if text.is_empty() => Some(Event::FocusLost),
        b'Z' => Some(Event::Key(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT))),
        b'u' => unicode(number(0)?, &fields),
        // What xterm sends for keys that it has no other sequence for.
        b'~' if number(0) == Some(27) => {
            let (code, modifiers) = (number(2)?, number(1));
            key(written(code)?, modifiers, None)
        }
        b'~' => pressed(numbered(number(0)?)?),
        // The answer to a question about the cursor looks much the same, but is not asked for.
        b'R' if number(0) == Some(1) && number(1).is_some() => pressed(KeyCode::F(3)),
        _ if matches!(number(0), None | Some(1)) => pressed(lettered(last)?),
        _ => None,
    }
}

/// `ESC [ M` and these three.
pub(super) fn old_mouse(button: u8, column: u8, row: u8) -> Option<MouseEvent> {
    let place = |byte: u8| u32::from(byte.saturating_sub(32));
    mouse(u32::from(button.checked_sub(32)?), place(column), place(row), false)
}

fn new_mouse(text: &str, last: u8) -> Option<MouseEvent> {
    let numbers: Vec<u32> = text.split(';').map_while(|number| number.parse().ok()).collect();
    match (numbers.as_slice(), last) {
        ([button, column, row, ..], b'M' | b'm') => mouse(*button, *column, *row, last == b'm'),
        _ => None,
    }
}

/// Columns and rows count from 1, whatever some terminals say.
fn mouse(button: u32, column: u32, row: u32, released: bool) -> Option<MouseEvent> {
    let which = match button & 0b11 {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let moves = button & 0b10_0000 != 0;
    let kind = match (button >> 6, which, moves) {
        (0, Some(which), true) => MouseEventKind::Drag(which),
        (0, Some(which), false) if released => MouseEventKind::Up(which),
        (0, Some(which), false) => MouseEventKind::Down(which),
        (0, None, true) => MouseEventKind::Moved,
        (0, None, false) => MouseEventKind::Up(MouseButton::Left),
        (1, Some(MouseButton::Left), false) => MouseEventKind::ScrollUp,
        (1, Some(MouseButton::Middle), false) => MouseEventKind::ScrollDown,
        (1, Some(MouseButton::Right), false) => MouseEventKind::ScrollLeft,
        (1, None, false) => MouseEventKind::ScrollRight,
        _ => return None,
    };
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, button & 0b100 != 0);
    modifiers.set(KeyModifiers::ALT, button & 0b1000 != 0);
    modifiers.set(KeyModifiers::CONTROL, button & 0b1_0000 != 0);
    let cell = |place: u32| u16::try_from(place.saturating_sub(1)).ok();
    Some(MouseEvent { kind, column: cell(column)?, row: cell(row)?, modifiers })
}

/// A key of the keyboard protocol of kitty: its number, and perhaps those that it has with shift and on a Latin layout;
/// modifiers, and whether it was pressed, held or let go.
fn unicode(number: u32, fields: &[Vec<Option<u32>>]) -> Option<Event> {
    let part = |field: usize, part: usize| fields.get(field)?.get(part).copied().flatten();
    let mask = part(1, 0);
    let with = modifiers(mask)?;
    let shifted = part(0, 1).filter(|_| with.contains(KeyModifiers::SHIFT));
    // With ctrl or alt no character is meant but a key, and that one is known by its Latin letter.
    let commands = with.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    let latin = part(0, 2).filter(|_| commands && number > 127);
    key(written(latin.or(shifted).unwrap_or(number))?, mask, part(1, 1))
}

/// `None`: with a modifier that no key here has.
fn key(code: KeyCode, mask: Option<u32>, kind: Option<u32>) -> Option<Event> {
    let mut modifiers = modifiers(mask)?;
    let mut code = code;
    if let KeyCode::Char(character) = code {
        let caps_lock = bits(mask) & 64 != 0;
        if character.is_ascii_lowercase() && (modifiers.contains(KeyModifiers::SHIFT) || caps_lock) {
            code = KeyCode::Char(character.to_ascii_uppercase());
        }
    }
    if code == KeyCode::Tab && modifiers.contains(KeyModifiers::SHIFT) {
        code = KeyCode::BackTab;
    }
    if code == KeyCode::BackTab {
        modifiers |= KeyModifiers::SHIFT;
    }
    let kind = match kind {
        Some(2) => KeyEventKind::Repeat,
        Some(3) => KeyEventKind::Release,
        _ => KeyEventKind::Press,
    };
    Some(Event::Key(KeyEvent::new_with_kind(code, modifiers, kind)))
}

fn bits(mask: Option<u32>) -> u32 {
    mask.unwrap_or(1).saturating_sub(1)
}

fn modifiers(mask: Option<u32>) -> Option<KeyModifiers> {
    // Super, hyper and meta belong to the window manager.
    let bits = bits(mask);
    if bits & (8 | 16 | 32) != 0 {
        return None;
    }
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, bits & 1 != 0);
    modifiers.set(KeyModifiers::ALT, bits & 2 != 0);
    modifiers.set(KeyModifiers::CONTROL, bits & 4 != 0);
    Some(modifiers)
}

fn lettered(byte: u8) -> Option<KeyCode> {
    Some(match byte {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(byte - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<KeyCode> {
    let function = |first: u32| u8::try_from(number - first).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(10),
        17..=21 => function(11),
        23..=26 => function(12),
        28..=29 => function(13),
        31..=34 => function(14),
        _ => None,
    }
}

/// A key by the number of its character, or by one that the protocol gives to keys without one.
fn written(number: u32) -> Option<KeyCode> {
    Some(match number {
        27 => KeyCode::Esc,
        // The second one is that of the numeric pad, as are those below.
        13 | 57414 => KeyCode::Enter,
        9 => KeyCode::Tab,
        8 | 127 => KeyCode::Backspace,
        57376..=57387 => KeyCode::F(u8::try_from(number - 57376 + 13).ok()?),
        57399..=57408 => KeyCode::Char(char::from_digit(number - 57399, 10)?),
        57409 => KeyCode::Char('.'),
        57410 => KeyCode::Char('/'),
        57411 => KeyCode::Char('*'),
        57412 => KeyCode::Char('-'),
        57413 => KeyCode::Char('+'),
        57415 => KeyCode::Char('='),
        57416 => KeyCode::Char(','),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57425 => KeyCode::Insert,
        57426 => KeyCode::Delete,
        // Shift by itself, media keys and others.
        57344..=63743 => return None,
        _ => KeyCode::Char(char::from_u32(number).filter(|character| !character.is_control())?),
    })
}
