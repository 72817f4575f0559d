//! Questions: one sentence, two keys.

use crate::ui::{
    action::Action,
    app::App,
    pen::{Pen, below, row},
    scene::Scene,
    text,
    theme::Role,
    widgets::{self, Hint},
};

/// The session stands still meanwhile.
pub(crate) fn stop(pen: &mut Pen, app: &App, scene: &Scene) {
    let words = if scene.recording {
        "What you have done is kept in your history."
    } else {
        "What you have done is not recorded: that is how it was started."
    };
    ask(pen, app, "Stop here?", words, ["stop here", "go on"]);
}

pub(crate) fn discard(pen: &mut Pen, app: &App, routine: &str) {
    let words = format!("What was done of {} will be forgotten for good.", text::clean(routine));
    ask(pen, app, "Discard it?", &words, ["discard", "no"]);
}

pub(crate) fn delete(pen: &mut Pen, app: &App, routine: &str) {
    let words = format!(
        "{} is taken out of your history. While the history is open you can take that back, and with `supple log \
         restore` later.",
        text::clean(routine)
    );
    ask(pen, app, "Delete it?", &words, ["delete", "no"]);
}

fn ask(pen: &mut Pen, app: &App, title: &str, words: &str, [yes, no]: [&'static str; 2]) {
    let columns = 46.min(pen.area().width.saturating_sub(2));
    let lines = text::wrap(words, usize::from(columns));
    let rows = u16::try_from(lines.len()).unwrap_or(0);
    // What is asked matters more than what is said of it.
    let asked = if rows + 2 < pen.area().height { rows + 2 } else { 2 };
    let mut place = widgets::popup(pen, title, columns, asked);
    let keys = [Hint::saying(Action::Yes, yes), Hint::saying(Action::No, no)];
    let key_rows = if place.width >= 30 { 1 } else { 2 };
    // On a very small screen the keys matter more than the sentence.
    if rows + key_rows <= place.height {
        let style = pen.style(Role::Text);
        for line in &lines {
            pen.left(row(place, 0), line, style);
            place = below(place, 1);
        }
        place = below(place, u16::from(place.height > key_rows));
    }
    if key_rows == 1 {
        widgets::hints(pen, &app.setup.keymap, row(place, 0), &keys);
    } else {
        for (n, key) in keys.iter().enumerate() {
            let line = row(place, u16::try_from(n).unwrap_or(0));
            widgets::hints(pen, &app.setup.keymap, line, std::slice::from_ref(key));
        }
    }
}
