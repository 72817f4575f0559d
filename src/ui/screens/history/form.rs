//! A session's pain, effort and note, while they are put right.

use ratatui::{
    layout::Rect,
    style::{Modifier, Style},
};

use crate::ui::{
    Effort,
    action::Action,
    app::App,
    past::{EFFORTS, Form, FormRow},
    pen::{Pen, after, row},
    text,
    theme::Role,
    widgets::{self, Hint},
};

/// Columns for the names of the rows.
const NAMES: u16 = 13;
/// Columns for the longest word of an effort.
const JUST_RIGHT: u16 = 10;
/// Room for every number beside its name.
const SCALE: u16 = 3 * 11 + 4;

pub(super) fn draw(pen: &mut Pen, app: &App, form: &Form) {
    let columns = (NAMES + SCALE).min(pen.area().width.saturating_sub(2));
    let rows = u16::try_from(FormRow::ALL.len()).unwrap_or(0);
    let place = widgets::popup(pen, &title(app, form, usize::from(columns)), columns, rows + 2);
    let footer = u16::from(place.height > rows);
    let list = Rect { height: place.height - footer, ..place };
    let first = widgets::window(form.row, FormRow::ALL.len(), usize::from(list.height));
    for (n, what) in FormRow::ALL.into_iter().enumerate().skip(first).take(usize::from(list.height)) {
        let line = row(list, u16::try_from(n - first).unwrap_or(u16::MAX));
        one(pen, form, what, line);
    }
    if footer > 0 {
        let last = row(place, place.height - 1);
        let hints = [
            Action::Save.into(),
            Action::Close.into(),
            Hint::saying(Action::Lower, "less"),
            Hint::saying(Action::Higher, "more"),
            Hint::up_and_down("row"),
        ];
        let hints = if app.past.writes_note() { &hints[..2] } else { &hints[..] };
        widgets::hints_at(pen, app, last, hints);
    }
}

/// Which session it is; its day goes before its name.
fn title(app: &App, form: &Form, columns: usize) -> String {
    let book = app.past.book.as_deref();
    let record = book.and_then(|book| Some((book, book.session(&form.session)?)));
    let Some((book, record)) = record else { return "Edit".into() };
    let day = record.started.civil().strftime("%-d %B %Y").to_string();
    let room = columns.saturating_sub(text::width(&day) + 7);
    match text::shorten(book.title(record), room) {
        name if name.is_empty() => format!("Edit {day}"),
        name => format!("Edit {day}, {name}"),
    }
}

fn one(pen: &mut Pen, form: &Form, what: FormRow, line: Rect) {
    let chosen = form.row() == what;
    let style = if chosen {
        let bar = pen.style(Role::Work);
        pen.left(line, "▌", bar);
        pen.style(Role::Accent).add_modifier(Modifier::BOLD)
    } else {
        pen.style(Role::Muted)
    };
    pen.left(Rect { width: line.width.min(NAMES), ..after(line, 1) }, what.name(), style);
    let place = after(line, NAMES);
    match what {
        FormRow::Before => pain(pen, form.before, chosen, place),
        FormRow::After => pain(pen, form.after, chosen, place),
        FormRow::Effort => {
            let at = EFFORTS.iter().position(|word| form.effort.as_deref() == Some(word));
            // The longer word only where it is whole.
            let wide = place.width > JUST_RIGHT;
            let words = |effort: Effort| if wide { effort.said() } else { effort.word() };
            let said = [Effort::Easy, Effort::Right, Effort::Hard].map(words);
            choice(pen, &said, at, Role::Accent, chosen, place);
        }
        FormRow::Note if chosen => widgets::field(pen, after(place, 1), &form.note),
        FormRow::Note => {
            let style = pen.style(Role::Text);
            pen.left(after(place, 1), form.note.text(), style);
        }
    }
}

fn pain(pen: &mut Pen, value: Option<u8>, chosen: bool, place: Rect) {
    const NUMBERS: [&str; 11] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
    let role = value.map_or(Role::Accent, widgets::scale_role);
    choice(pen, &NUMBERS, value.map(usize::from), role, chosen, place);
}

/// All that can be said, what is said in brackets; or that alone where there is no room for all.
fn choice(pen: &mut Pen, all: &[&str], said: Option<usize>, role: Role, chosen: bool, place: Rect) {
    let needed: usize = all.iter().map(|word| text::width(word) + 2).sum();
    if needed > usize::from(place.width) {
        let style = pen.style(if chosen { Role::Accent } else { Role::Text });
        pen.left(after(place, 1), said.and_then(|n| all.get(n)).unwrap_or(&"–"), style);
        return;
    }
    let (text, picked): (Style, Style) =
        (pen.style(Role::Muted), pen.filled(role).add_modifier(Modifier::BOLD));
    let mut place = place;
    for (n, word) in all.iter().enumerate() {
        let width = u16::try_from(text::width(word)).unwrap_or(0) + 2;
        if said == Some(n) {
            pen.left(Rect { width, ..place }, &format!("[{word}]"), picked);
        } else {
            pen.left(after(Rect { width, ..place }, 1), word, text);
        }
        place = after(place, width);
    }
}
