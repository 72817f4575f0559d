//! What was done: figures, sessions, exercises.

mod exercise;
mod form;
mod overview;
mod session;
mod sessions;

use ratatui::{layout::Rect, style::Modifier};

use crate::ui::{
    action::Action,
    app::App,
    mouse::Target,
    past::{Book, Past, PastPage, View},
    pen::{Pen, after, below, row},
    scene::Scene,
    screens::{in_the_middle, inside, scrolling},
    text,
    theme::Role,
    widgets::{self, Hint, Para},
};

pub(crate) fn draw(pen: &mut Pen, app: &App, scene: &Scene) {
    let (inside, roomy) = inside(pen);
    let past = &app.past;
    let footer = u16::from(inside.height >= 4) * (1 + u16::from(roomy));
    let inside = if past.page().is_some() { in_the_middle(inside, WIDEST) } else { inside };
    let whole = Rect { height: inside.height - footer, ..inside };
    app.reach.set(0);
    match (&past.book, past.page()) {
        (Some(book), Some(page)) => {
            let paras = page_paras(book, page, scene);
            let (PastPage::Session { scroll, .. } | PastPage::Exercise { scroll, .. }) = page;
            page_of(pen, app, whole, paras, *scroll);
        }
        (book, _) => {
            let used = if whole.height >= 3 { head(pen, past, whole) } else { 0 };
            part(pen, app, scene, book.as_deref(), below(whole, used));
        }
    }
    if footer > 0 {
        bottom(pen, app, scene, inside, roomy);
    }
    if let Some(form) = &past.form {
        pen.fade();
        form::draw(pen, app, form);
    }
}

/// Longer lines are hard to read.
const WIDEST: u16 = 76;

fn page_of(pen: &mut Pen, app: &App, whole: Rect, mut paras: Vec<Para>, scroll: usize) {
    if whole.height < 8 {
        paras.retain(|para| !para.is_gap());
    }
    scrolling(pen, app, Rect { width: whole.width.min(WIDEST), ..whole }, &paras, scroll);
}

fn page_paras(book: &Book, page: &PastPage, scene: &Scene) -> Vec<Para> {
    match page {
        PastPage::Session { id, .. } => {
            book.session(id).map(|record| session::paras(book, record)).unwrap_or_default()
        }
        PastPage::Exercise { id, latest, .. } => exercise::paras(book, id, latest, scene),
    }
}

fn part(pen: &mut Pen, app: &App, scene: &Scene, book: Option<&Book>, area: Rect) {
    let past = &app.past;
    match book {
        None => {
            let (words, role) = match &past.trouble {
                Some(why) => (format!("! Your history cannot be read: {why}"), Role::Danger),
                None => ("Reading your history …".to_owned(), Role::Muted),
            };
            said(pen, area, &words, role);
        }
        Some(book) if book.records().is_empty() => {
            let words = "Nothing here yet. Whatever you do from now on is kept here, day by day.";
            said(pen, area, words, Role::Muted);
        }
        Some(book) => match past.view {
            View::Overview => overview::draw(pen, app, book, area),
            View::Sessions => sessions::draw(pen, app, scene, book, area),
            View::Exercises => exercise::list(pen, app, scene, book, area),
        },
    }
}

fn said(pen: &mut Pen, area: Rect, words: &str, role: Role) {
    widgets::reading(pen, area, &[Para::new(role, words)], 0);
}

/// The parts, and which of them is shown. Returns the rows used.
fn head(pen: &mut Pen, past: &Past, area: Rect) -> u16 {
    let names: u16 = View::ALL.iter().map(|view| columns(view.name()) + 3).sum();
    let muted = pen.style(Role::Muted);
    let bold = pen.style(Role::Accent).add_modifier(Modifier::BOLD);
    let line = row(area, 0);
    if area.width < names {
        pen.left(line, past.view.name(), bold);
        let number = format!("{} of {}", past.view as usize + 1, View::ALL.len());
        pen.right(after(line, columns(past.view.name()) + 1), &number, muted);
        return 1;
    }
    let ruled = area.height >= 14;
    let rule = row(area, 1);
    if ruled {
        let style = pen.style(Role::Line);
        pen.fill(rule, "─", style);
    }
    let mut place = line;
    for (n, view) in View::ALL.into_iter().enumerate() {
        let shown = view == past.view;
        let width = columns(view.name());
        let mark = u16::from(!ruled) * 2;
        if shown && !ruled {
            pen.left(place, "▸", bold);
        }
        pen.left(after(place, mark), view.name(), if shown { bold } else { muted });
        pen.target(Rect { width: width + mark, ..place }, Target::View(n));
        if shown && ruled {
            let style = pen.style(Role::Work);
            pen.fill(Rect { x: place.x, width, ..rule }, "━", style);
        }
        place = after(place, width + mark + 3 - mark.min(1));
    }
    if !ruled {
        return 1;
    }
    // Charts have more use for a row than the rule has.
    let charts =
        past.view == View::Overview && past.book.as_ref().is_some_and(|book| !book.records().is_empty());
    2 + u16::from(area.height >= if charts { 22 } else { 18 })
}

fn columns(words: &str) -> u16 {
    u16::try_from(text::width(words)).unwrap_or(u16::MAX)
}

/// What the user should know, and which keys there are.
fn bottom(pen: &mut Pen, app: &App, scene: &Scene, inside: Rect, roomy: bool) {
    let past = &app.past;
    let notice = scene.notices.last().map(|notice| (Role::Warning, format!("! {notice}")));
    let writing = past.is_writing().then(|| (Role::Muted, "Writing it down …".to_owned()));
    let said = app.at_home.said.as_ref().map(|said| (Role::Done, format!("✓ {said}")));
    let remark = past.remark.map(|words| (Role::Muted, words.to_owned()));
    let line = notice.or(writing).or(remark).or(said);
    let last = row(inside, inside.height - 1);
    if let Some((role, words)) = &line {
        let style = pen.style(*role);
        pen.left(if roomy { row(inside, inside.height - 2) } else { last }, words, style);
    }
    if line.is_none() || roomy {
        widgets::hints_at(pen, app, last, &hints(app, inside.width));
    }
}

fn hints(app: &App, columns: u16) -> Vec<Hint<'static>> {
    let past = &app.past;
    if past.typing {
        return vec![Hint::saying(Action::Choose, "keep"), Action::Close.into(), Hint::up_and_down("choose")];
    }
    let away = match past.page() {
        None if past.leaves && past.filter.is_all() && past.query.is_empty() => "quit",
        None if !past.filter.is_all() || !past.query.is_empty() => "all",
        _ => "back",
    };
    let away = Hint::saying(Action::Close, away);
    let is_read = past.book.as_ref().is_some_and(|book| !book.records().is_empty());
    let mut hints: Vec<Hint<'static>> = Vec::new();
    let undo = (!past.undo.is_empty()).then(|| Hint::from(Action::Undo));
    let session = past.session_at_hand().is_some();
    match (past.page(), past.view) {
        _ if !is_read => return undo.into_iter().chain([away]).collect(),
        (Some(PastPage::Session { .. }), _) => {}
        (Some(PastPage::Exercise { .. }), _) => hints.push(Hint::saying(Action::Choose, "its sessions")),
        (None, View::Overview) => hints.push(Hint::saying(Action::NextView, "sessions")),
        (None, View::Sessions) => {
            hints.extend(session.then(|| Hint::saying(Action::Choose, "open")));
            hints.push(Hint::saying(Action::NextView, "exercises"));
        }
        (None, View::Exercises) => {
            hints.extend([Hint::saying(Action::Choose, "open"), Hint::saying(Action::NextView, "overview")]);
        }
    }
    hints.extend(undo);
    // What does not fit is left out, so on a narrow screen the ways on and out come first.
    if columns < 60 {
        hints.extend([away, Action::Help.into()]);
    }
    hints.extend((app.reach.get() > 0).then(|| Hint::up_and_down("more")));
    if session {
        hints.extend([Action::Edit, Action::Delete].map(Hint::from));
    }
    if past.page().is_none() && past.view != View::Overview {
        hints.push(Action::Search.into());
    }
    if columns >= 60 {
        hints.extend([away, Action::Help.into()]);
    }
    if past.page().is_none() && past.view == View::Sessions {
        hints.extend([Action::ByRoutine, Action::ByExercise, Action::ByStatus].map(Hint::from));
    }
    hints
}
