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

fn ask(pen: &mut Pen, app: &App, title: &str, words: &str, [yes, no]: [&'static str; 2]) {
    let columns = 46.min(pen.area().width.saturating_sub(2));
    let lines = text::wrap(words, usize::from(columns));
    let rows = u16::try_from(lines.len()).unwrap_or(0);
    let mut place = widgets::popup(pen, title, columns, rows + 2);
    // The keys come first where there is no room for all.
    let keys = [Hint::saying(Action::Yes, yes), Hint::saying(Action::No, no)];
    if place.height < rows + 1 {
        widgets::hints(pen, &app.setup.keymap, row(place, 0), &keys);
        place = below(place, 1);
    }
    let style = pen.style(Role::Text);
    for line in &lines {
        pen.left(row(place, 0), line, style);
        place = below(place, 1);
    }
    let last = row(place, place.height.saturating_sub(1).min(1));
    widgets::hints(pen, &app.setup.keymap, last, &keys);
}
