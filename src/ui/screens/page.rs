//! The page of a routine or an exercise: what there is to know before it starts.

use ratatui::layout::Rect;

use crate::{
    figure::Demo,
    ui::{
        action::Action,
        app::App,
        pages::{self, Page},
        pen::{Pen, below, row},
        scene::{EntryCard, ExerciseCard, HomeModel, RoutineCard, Scene},
        screens::{in_the_middle, inside, scrolling},
        text,
        theme::Role,
        widgets::{self, Hint, Para},
    },
};

pub(crate) fn draw(pen: &mut Pen, app: &App, scene: &Scene, page: &Page) {
    let (mut paras, scroll, demo) = match page {
        Page::Routine { id, scroll } => match pages::routine(&app.home, id) {
            Some(card) => (routine(card), *scroll, None),
            None => return,
        },
        Page::Exercise { scroll, .. } => match page.exercise(&app.home) {
            Some(card) => (exercise(card, &app.home), *scroll, card.demo.as_ref()),
            None => return,
        },
        Page::Search { .. } => return,
    };
    let (inside, roomy) = inside(pen);
    let footer = u16::from(inside.height >= 4) * (1 + u16::from(roomy));
    let whole = Rect { height: inside.height - footer, ..inside };
    let demo = demo.filter(|demo| app.gallery.can_show(demo));
    let room = demo.map_or(Room::None, |_| room(whole));
    let place = match room {
        Room::Beside(area) => Rect { width: (area.x - inside.x - GAP).min(WIDEST), ..whole },
        Room::None | Room::Above(_) => in_the_middle(whole, WIDEST),
    };
    // Where every line counts the gaps go first.
    if place.height < 8 {
        paras.retain(|para| !para.is_gap());
    }
    // A figure above the text stands below the name, and goes up with it.
    let name = widgets::rows(&paras[..1], place.width);
    if let Room::Above([_, rows]) = room {
        paras.splice(1..1, (0..=rows).map(|_| Para::gap()));
    }
    let lines = scrolling(pen, app, place, &paras, scroll);
    let first = scroll.min(lines.saturating_sub(usize::from(place.height)));
    if let Some(demo) = demo {
        match room {
            Room::Beside(area) => figure(pen, app, scene, demo, area, [area.width, area.height], 0),
            Room::Above(size) => {
                let under = |rows: usize| below(place, u16::try_from(rows).unwrap_or(u16::MAX));
                figure(
                    pen,
                    app,
                    scene,
                    demo,
                    under(name.saturating_sub(first)),
                    size,
                    first.saturating_sub(name),
                );
            }
            Room::None => {}
        }
    }
    if footer > 0 {
        let scrolls = app.reach.get() > 0;
        let last = row(Rect { x: place.x, ..inside }, inside.height - 1);
        widgets::hints(pen, &app.setup.keymap, last, &hints(app, page, scrolls));
    }
}

/// Longer lines are hard to read.
const WIDEST: u16 = 88;
/// Between text and figure.
const GAP: u16 = 4;

/// Where there is room for a figure.
#[derive(Clone, Copy)]
enum Room {
    None,
    /// So many columns and rows of it.
    Above([u16; 2]),
    Beside(Rect),
}

fn room(place: Rect) -> Room {
    if place.height < 10 || place.width < 24 {
        return Room::None;
    }
    if place.width < 72 || place.height < 16 {
        let rows = (place.height * 9 / 20).clamp(8, 18);
        return Room::Above([place.width.min(rows * 4).min(76), rows]);
    }
    // The text gets the greater half.
    let width = (place.width / 2 - GAP - 4).min(76);
    let height = place.height.min(width * 3 / 8);
    Room::Beside(Rect { x: place.right() - width, width, height, ..place })
}

/// The figure, as it is so long after the page was opened, without its first rows if they are scrolled away.
fn figure(pen: &mut Pen, app: &App, scene: &Scene, demo: &Demo, area: Rect, size: [u16; 2], hidden: usize) {
    if hidden >= usize::from(size[1]) {
        return;
    }
    let glyphs = app.setup.glyphs(pen.unicode());
    let elapsed = app.setup.motion.then_some(scene.page_open);
    let Some(mut picture) = app.gallery.demo(demo, elapsed, size, glyphs) else { return };
    picture.rows.drain(..hidden);
    pen.figure(area, &picture, Role::Work);
}

fn hints(app: &App, page: &Page, scrolls: bool) -> Vec<Hint<'static>> {
    let mut hints: Vec<Hint<'static>> = Vec::new();
    hints.extend(page.start(&app.home).map(|_| Hint::from(Action::Choose)));
    hints.push(Hint::saying(Action::Close, "back"));
    hints.extend(scrolls.then(|| Hint::up_and_down("more")));
    if let Some(card) = page.exercise(&app.home) {
        let known =
            |id: &Option<String>| id.as_ref().is_some_and(|id| pages::exercise(&app.home, id).is_some());
        hints.extend(known(&card.easier).then(|| Hint::from(Action::Easier)));
        hints.extend(known(&card.harder).then(|| Hint::from(Action::Harder)));
    }
    hints.push(Action::Help.into());
    hints
}

fn routine(card: &RoutineCard) -> Vec<Para> {
    let mut paras = vec![Para::title(&card.name)];
    if let Some(why) = &card.broken {
        paras.push(Para::new(Role::Danger, why));
        return paras;
    }
    paras.push(Para::new(Role::Muted, routine_facts(card).join(" · ")));
    if let Some(summary) = &card.summary {
        paras.extend([Para::gap(), Para::new(Role::Text, summary)]);
    }
    section(&mut paras, card.cautions.iter().map(Para::caution).collect());
    if let Some(source) = &card.source {
        paras.extend([Para::gap(), Para::new(Role::Muted, source).lead("from  ")]);
    }
    for (n, entry) in card.entries.iter().enumerate() {
        paras.extend(one(n + 1, entry));
    }
    paras
}

/// How long it takes and what it needs.
pub(crate) fn routine_facts(card: &RoutineCard) -> Vec<String> {
    let mut facts = vec![span(card), text::count(card.exercises.len(), "exercise")];
    facts.push(match card.equipment.as_slice() {
        [] => "nothing needed".into(),
        things => things.join(", "),
    });
    if card.position_changes > 0 {
        facts.push(text::count(card.position_changes, "change") + " of position");
    }
    facts
}

/// `15–21 min`: at first, and when every dose has grown.
fn span(card: &RoutineCard) -> String {
    let about = if card.open_steps > 0 { "≈ " } else { "" };
    let (low, high) = (text::minutes(card.length), text::minutes(card.longest));
    if card.longest <= card.length || low == high {
        return format!("{about}{low}");
    }
    match (low.strip_suffix(" min"), high.strip_suffix(" min")) {
        (Some(low), Some(_)) if !low.contains(' ') => format!("{about}{low}–{high}"),
        _ => format!("{about}{low} – {high}"),
    }
}

fn one(number: usize, entry: &EntryCard) -> Vec<Para> {
    let mut paras = vec![Para::gap()];
    if let Some(group) = &entry.group {
        paras.extend([Para::heading(group), Para::gap()]);
    }
    let name = if entry.optional { format!("{} (may be left out)", entry.name) } else { entry.name.clone() };
    paras.push(Para::strong(Role::Text, name).lead(format!("{number:>2}  ")).right(&entry.dose));
    paras.extend(entry.about.iter().map(|line| Para::new(Role::Muted, line).lead("    ")));
    paras.extend(entry.cautions.iter().map(Para::caution));
    paras
}

pub(crate) fn exercise(card: &ExerciseCard, home: &HomeModel) -> Vec<Para> {
    let facts: Vec<&str> = card.position.iter().chain(&card.facts).map(String::as_str).collect();
    let mut paras = vec![
        Para::title(&card.name),
        Para::new(Role::Text, &card.dose),
        Para::new(Role::Muted, facts.join(" · ")),
    ];
    paras.extend(card.about.iter().map(|line| Para::new(Role::Muted, line)));
    if !card.how.is_empty() {
        paras.push(Para::gap());
    }
    for (n, line) in card.how.iter().enumerate() {
        paras.push(Para::new(Role::Text, line).lead(format!("{:>2}  ", n + 1)));
    }
    let mut cautions: Vec<Para> = card.cautions.iter().map(Para::caution).collect();
    if !card.not_for.is_empty() {
        let words = format!("Leave it out: {}", card.not_for.join("; "));
        cautions.push(Para::caution(words));
    }
    section(&mut paras, cautions);
    let name = |id: &String| pages::exercise(home, id).map(|card| card.name.clone());
    let rows = [
        ("why", card.purpose.clone()),
        ("for", some(card.best_for.join("; "))),
        ("easier", card.easier.as_ref().and_then(name)),
        ("harder", card.harder.as_ref().and_then(name)),
        ("note", card.note.clone()),
        ("from", card.source.clone()),
        ("ours", some(card.assumed.join(", ")).map(|what| format!("the source does not say: {what}"))),
    ];
    let facts = rows.into_iter().filter_map(|(label, words)| {
        let role = if matches!(label, "from" | "ours") { Role::Muted } else { Role::Text };
        Some(Para::new(role, words?).lead(format!("{label:<8}")))
    });
    section(&mut paras, facts.collect());
    paras
}

fn section(paras: &mut Vec<Para>, more: Vec<Para>) {
    if !more.is_empty() {
        paras.push(Para::gap());
        paras.extend(more);
    }
}

fn some(words: String) -> Option<String> {
    (!words.is_empty()).then_some(words)
}
