//! What was done, whether it is kept, and what it changes next time.

mod changes;
mod check_in;

pub(crate) use self::changes::answer;
use ratatui::{layout::Rect, style::Modifier};

use crate::{
    session::Status,
    ui::{
        action::{Action, Place},
        app::App,
        pen::{Pen, after, below, row},
        scene::{Amount, Kept, LineFate, Scene, SummaryLine, SummaryModel, tally},
        screens::if_it_fits,
        text,
        theme::Role,
        widgets::{self, Hint, Letters},
    },
};

pub(crate) fn draw(pen: &mut Pen, app: &App, summary: &SummaryModel, scene: &Scene) {
    let (whole, roomy) = super::inside(pen);
    let inside = Rect { width: whole.width.min(96), ..whole };
    let place = heading(pen, summary, roomy, inside);
    let asked = check_in::rows(app, place.height.saturating_sub(2));
    let (bottom, gap) = (1 + u16::from(roomy), u16::from(roomy && asked > 0));
    let at_the_bottom = below(place, place.height.saturating_sub(bottom + asked)).y;
    let place = Rect { height: place.height - (asked + gap).min(place.height), ..place };

    let changes = changes::Changes::new(summary, roomy, place);
    let whole = place;
    let place = Rect { height: place.height - changes.rows(), ..place };

    let tried = app.pace_words().map(|words| format!(" At {words} it counts for nothing."));
    let more = tried.as_deref().unwrap_or_else(|| check_in::kept(app));
    let kept = kept(summary, more, usize::from(inside.width));
    let kept_rows = u16::try_from(kept.1.len()).unwrap_or(0).min(place.height.saturating_sub(1));
    // Below the list if there is room, but never below the screen's last row but one.
    let lowest = place.height.saturating_sub(kept_rows + 1 + u16::from(roomy));
    let lines = u16::try_from(summary.lines.len()).unwrap_or(u16::MAX);
    let footer = below(place, lowest.min(lines.saturating_add(1 + u16::from(roomy))));
    let style = pen.style(kept.0);
    for (n, line) in kept.1.iter().take(usize::from(kept_rows)).enumerate() {
        pen.left(row(footer, u16::try_from(n).unwrap_or(u16::MAX)), line, style);
    }

    let mut said = footer.y + kept_rows;
    changes.draw(pen, below(whole, said - whole.y));
    // Right below what was done, not at the other end of a high screen.
    said += changes.rows();
    let answers = Rect { y: at_the_bottom.min(said + gap), height: asked, ..inside };
    check_in::draw(pen, app, answers);

    let list = Rect { height: place.height.saturating_sub(footer.height + u16::from(roomy)), ..place };
    let reach = summary.lines.len().saturating_sub(usize::from(list.height));
    app.reach.set(reach);
    let first = app.scroll.min(reach);
    let names = summary.lines.iter().map(|line| text::width(&text::clean(&line.name))).max().unwrap_or(0);
    let most = summary.lines.iter().map(|line| text::width(&did(line))).max().unwrap_or(0);
    let most = u16::try_from(most).unwrap_or(u16::MAX);
    // Where what was done is short, its name may be longer.
    let spare = list.width.saturating_sub(most.saturating_add(5));
    let spare = if list.width < 30 { list.width.saturating_sub(2) } else { spare };
    let names = u16::try_from(names).unwrap_or(u16::MAX).min(spare.max(list.width * 45 / 100));
    for (n, line) in summary.lines.iter().skip(first).take(usize::from(list.height)).enumerate() {
        one(pen, line, names, row(list, u16::try_from(n).unwrap_or(u16::MAX)));
    }

    let typing = app.place() == Place::Note;
    let key_word = changes::key_word(summary);
    let mut hints = vec![if typing { Action::NoteDone } else { Action::Leave }.into()];
    if reach > 0 && !typing {
        hints.push(Hint::up_and_down("more"));
    }
    if !typing {
        hints.extend(key_word.as_deref().map(|word| Hint::saying(Action::Changes, word)));
        hints.push(Action::Help.into());
    }
    // A single row says how it ended.
    if inside.height > 1 {
        widgets::hints_at(pen, app, row(inside, inside.height - 1), &hints);
    }
    if let Some(notice) = scene.notices.last().filter(|_| roomy) {
        let style = pen.style(Role::Warning);
        pen.left(row(inside, inside.height.saturating_sub(2)), &format!("! {notice}"), style);
    }
}

/// What it was and how long it took. Returns the area below.
fn heading(pen: &mut Pen, summary: &SummaryModel, roomy: bool, area: Rect) -> Rect {
    let (word, role) = word(summary);
    let mut time = text::minutes(summary.active);
    let with_pauses = format!("{time}, {} paused", text::minutes(summary.paused));
    if summary.paused.as_secs() >= 1 && text::width(&with_pauses) <= usize::from(area.width) {
        time = with_pauses;
    }
    let tally = tally(&summary.lines).join(" · ");
    let bold = pen.style(Role::Accent).add_modifier(Modifier::BOLD);
    let muted = pen.style(Role::Muted);
    let style = pen.style(role).add_modifier(Modifier::BOLD);
    let beside = text::width(&tally).max(text::width(&time));
    let fits = |letters: &Letters| usize::from(letters.width()) + 4 + beside <= usize::from(area.width);
    if let Some(letters) = Letters::new(word, 1).filter(|letters| pen.unicode() && roomy && fits(letters)) {
        letters.draw(pen, Rect { width: letters.width().min(area.width), ..area }, style);
        let beside = after(area, letters.width() + 4);
        pen.left(row(beside, 0), &summary.routine, bold);
        pen.left(row(beside, 1), &time, muted);
        pen.left(row(beside, 2), &tally, muted);
        return below(area, 5);
    }
    let used = pen.left(row(area, 0), word, style);
    pen.left(after(row(area, 0), used + 2), &summary.routine, bold);
    if area.height < 6 {
        return below(area, 1);
    }
    pen.left(row(area, 1), &time, muted);
    below(area, if area.height >= 10 { 3 } else { 2 })
}

/// It is done where something was: whoever has skipped all there is needs no praise for it.
fn word(summary: &SummaryModel) -> (&'static str, Role) {
    let done = summary.lines.is_empty() || summary.lines.iter().any(|line| line.fate == LineFate::Done);
    match summary.status {
        Status::Completed if done => ("DONE", Role::Work),
        Status::Completed => ("ENDED", Role::Text),
        Status::Stopped => ("STOPPED", Role::Text),
    }
}

/// `more`: what else there is to say once it is kept.
fn kept(summary: &SummaryModel, more: &str, columns: usize) -> (Role, Vec<String>) {
    match &summary.kept {
        Kept::Writing => (Role::Muted, vec!["Writing it into your history …".into()]),
        Kept::InHistory => {
            let ways = [
                format!("Kept in your history.{more}"),
                format!("Kept.{more}"),
                "Kept in your history.".to_owned(),
            ];
            let fitting = ways.into_iter().find(|words| text::width(words) <= columns);
            (Role::Done, vec![fitting.unwrap_or_else(|| "Kept.".to_owned())])
        }
        Kept::NotAsked => {
            let why = "Not recorded: that is how it was started.";
            (Role::Muted, vec![if text::width(why) <= columns { why.into() } else { "Not recorded.".into() }])
        }
        Kept::Failed(why) => (Role::Danger, text::wrap(&format!("! Not in your history: {why}"), columns)),
    }
}

/// What has become of something, wherever it is told.
pub(crate) const fn mark(fate: LineFate) -> (&'static str, Role) {
    match fate {
        LineFate::Done => ("●", Role::Done),
        LineFate::Partial => ("◐", Role::Ready),
        LineFate::Skipped => ("·", Role::Muted),
        LineFate::NotReached => ("○", Role::Muted),
    }
}

fn one(pen: &mut Pen, line: &SummaryLine, names: u16, area: Rect) {
    let (mark, role) = mark(line.fate);
    let mark_style = pen.style(role);
    pen.left(area, mark, mark_style);
    let name_role =
        if matches!(line.fate, LineFate::Done | LineFate::Partial) { Role::Text } else { Role::Muted };
    let (name, words) = (pen.style(name_role), pen.style(Role::Muted));
    let place = after(area, 2);
    pen.left(Rect { width: names.min(place.width), ..place }, &line.name, name);
    let place = after(place, names + 3);
    pen.left(place, &whole_parts(did(line), usize::from(place.width)), words);
}

/// As many of its parts as there is room for, whole: half a dose is another dose.
fn whole_parts(words: String, columns: usize) -> String {
    if text::width(&words) <= columns {
        return words;
    }
    let ends = words.char_indices().filter(|(at, c)| *c == ',' || words[*at..].starts_with(" · "));
    let ways = ends.map(|(at, _)| format!("{} …", &words[..at])).collect::<Vec<_>>();
    ways.into_iter().rev().find(|way| text::width(way) <= columns).unwrap_or_default()
}

/// `2 sets · 16 reps, 1 min 20 s each side`; `partly: pain · 40 s · pain 6`
pub(crate) fn did(line: &SummaryLine) -> String {
    let because = |word: &str| match &line.reason {
        Some(why) => format!("{word}: {why}"),
        None => word.to_owned(),
    };
    let mut parts = match line.fate {
        LineFate::NotReached => vec![line.fate.word().to_owned()],
        LineFate::Skipped | LineFate::Partial => vec![because(line.fate.word())],
        LineFate::Done => Vec::new(),
    };
    if matches!(line.fate, LineFate::Done | LineFate::Partial) {
        parts.extend(amounts(line));
    }
    parts.extend(line.pain.map(|pain| format!("pain {pain}")));
    parts.join(" · ")
}

/// How much of it, per side where that differs.
fn amounts(line: &SummaryLine) -> Vec<String> {
    let mut parts = Vec::new();
    if line.sets > 1 {
        parts.push(format!("{} sets", line.sets));
    }
    match (line.left, line.right, line.both) {
        (Some(left), Some(right), _) if left == right && is_something(&left) => {
            parts.push(format!("{} each side", amount(left)));
        }
        (left, right, both) => {
            for (part, side) in [(both, ""), (left, "left "), (right, "right ")] {
                // A side that was only got ready for is not worth its nought.
                let part = part.filter(is_something);
                parts.extend(part.map(|part| format!("{side}{}", amount(part))));
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

const fn is_something(amount: &Amount) -> bool {
    amount.reps > 1 || amount.time.as_secs() > 0
}

fn amount(amount: Amount) -> String {
    let time = text::length(std::time::Duration::from_secs(amount.time.as_secs()));
    match (amount.reps, amount.time.is_zero()) {
        (0 | 1, _) => time,
        (reps, true) => format!("{reps} reps"),
        (reps, false) => format!("{reps} reps, {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_the_reason_and_the_pain() {
        let seconds = |seconds| Some(Amount { reps: 1, time: std::time::Duration::from_secs(seconds) });
        let told = |fate, reason: Option<&str>, both, pain| {
            let reason = reason.map(str::to_owned);
            let name = "Bridge".to_owned();
            did(&SummaryLine { name, fate, sets: 1, left: None, right: None, both, reason, pain })
        };
        assert_eq!(told(LineFate::Done, None, seconds(30), Some(0)), "30 s · pain 0");
        assert_eq!(
            told(LineFate::Partial, Some("pain"), seconds(12), Some(6)),
            "partly: pain · 12 s · pain 6"
        );
        assert_eq!(told(LineFate::Partial, Some("time"), seconds(12), None), "partly: time · 12 s");
        assert_eq!(told(LineFate::Partial, None, None, None), "partly");
        assert_eq!(told(LineFate::Skipped, Some("pain"), None, Some(6)), "skipped: pain · pain 6");
        assert_eq!(told(LineFate::Skipped, None, seconds(12), None), "skipped");
        assert_eq!(told(LineFate::NotReached, None, None, Some(3)), "not reached · pain 3");
    }
}
