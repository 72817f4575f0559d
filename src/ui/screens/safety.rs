//! What to heed: what this is and is not, and when to stop. It stands before the home screen the very first time.

use ratatui::layout::Rect;

use crate::{
    routine::safety::{Urgency, entries},
    ui::{
        action::Action,
        app::App,
        pen::{Pen, row},
        screens::{inside, scrolling},
        theme::Role,
        widgets::{self, Hint, Para},
    },
};

pub(crate) fn draw(pen: &mut Pen, app: &App, scroll: usize, first: bool) {
    pen.clear(pen.area());
    let (inside, roomy) = inside(pen);
    let footer = u16::from(inside.height >= 4) * (1 + u16::from(roomy));
    let place = Rect { height: inside.height - footer, width: inside.width.min(WIDEST), ..inside };
    let mut paras = paras();
    // Where every line counts the gaps go first.
    if place.height < 12 {
        paras.retain(|para| !para.is_gap());
    }
    scrolling(pen, app, place, &paras, scroll);
    if footer > 0 {
        let mut hints = vec![Hint::from(Action::Understood)];
        hints.extend(first.then(|| Hint::saying(Action::Close, "quit")));
        hints.extend((app.reach.get() > 0).then(|| Hint::up_and_down("more")));
        widgets::hints(pen, &app.setup.keymap, row(inside, inside.height - 1), &hints);
    }
}

/// Longer lines are hard to read.
const WIDEST: u16 = 76;

fn paras() -> Vec<Para> {
    let mut paras = vec![
        Para::title("Before you begin"),
        Para::new(
            Role::Text,
            "supple is a player and a diary, not a doctor. It carries what published articles say, with their names; \
             it does not know your back.",
        ),
        Para::gap(),
        Para::strong(Role::Text, "Ask a doctor before you start, above all with new pain."),
    ];
    for urgency in Urgency::ALL.iter().rev() {
        let role = if *urgency == Urgency::Emergency { Role::Danger } else { Role::Warning };
        paras.extend([Para::gap(), Para::strong(role, urgency.title())]);
        let flags = entries().iter().filter(|entry| entry.urgency == Some(*urgency));
        paras.extend(flags.map(|entry| Para::new(Role::Text, &entry.text).lead("• ")));
    }
    paras.extend([
        Para::gap(),
        Para::new(Role::Muted, "All of it, with who says so, and what is normal: supple safety"),
    ]);
    paras
}
