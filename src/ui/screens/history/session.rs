//! One session, exercise by exercise.

use super::sessions::status_words;
use crate::{
    history::record::{Done, Exercise, Record, SWAPPED_FOR, Tally},
    ui::{
        Effort,
        past::Book,
        scene::{Amount, LineFate, SummaryLine},
        screens::summary,
        text,
        theme::Role,
        widgets::Para,
    },
};

pub(super) fn paras(book: &Book, record: &Record) -> Vec<Para> {
    let mut paras = vec![Para::title(book.title(record))];
    let when = record.started.civil().strftime("%A, %-d %B %Y, %H:%M");
    paras.push(Para::new(Role::Muted, when.to_string()));
    paras.push(Para::new(Role::Muted, facts(record).join(" · ")));
    let said = said(record);
    if !said.is_empty() {
        paras.push(Para::new(Role::Text, said.join(" · ")));
    }
    if let Some(note) = &record.note {
        paras.push(Para::new(Role::Text, note).lead("note  "));
    }
    paras.push(Para::gap());
    for exercise in &record.exercises {
        paras.push(one(book, record, exercise));
    }
    paras
}

fn facts(record: &Record) -> Vec<String> {
    let mut facts =
        vec![text::minutes(record.active_seconds.duration()), status_words(record.status).to_owned()];
    if record.paused_seconds.duration().as_secs() > 0 {
        facts.push(format!("{} paused", text::minutes(record.paused_seconds.duration())));
    }
    if let Some(speed) = record.speed {
        facts.push(format!("{speed} times as fast as life: counts in no figure"));
    }
    facts
}

fn said(record: &Record) -> Vec<String> {
    let pain = record.pain.unwrap_or_default();
    let pain = match (pain.before, pain.after) {
        (Some(before), Some(after)) => Some(format!("pain {before} before, {after} after")),
        (Some(before), None) => Some(format!("pain {before} before")),
        (None, Some(after)) => Some(format!("pain {after} after")),
        (None, None) => None,
    };
    pain.into_iter().chain(record.effort.as_deref().map(effort)).collect()
}

fn one(book: &Book, record: &Record, exercise: &Exercise) -> Para {
    let line = line(book, record, exercise);
    let role = match line.fate {
        LineFate::Done | LineFate::Partial => Role::Text,
        LineFate::Skipped | LineFate::NotReached => Role::Muted,
    };
    marked(Para::new(role, &line.name), line.fate).right(did(&line))
}

/// With the mark of what has become of it.
pub(super) fn marked(para: Para, fate: LineFate) -> Para {
    let (mark, role) = summary::mark(fate);
    para.mark(format!("{mark} "), role)
}

/// What was done, and how it felt: never without a word.
pub(super) fn did(line: &SummaryLine) -> String {
    let words = summary::did(line);
    let tells_amount =
        [line.left, line.right, line.both].into_iter().flatten().any(|one| one != Amount::default());
    match line.pain {
        _ if words.is_empty() => "done".into(),
        Some(_) if line.fate == LineFate::Done && line.sets < 2 && !tells_amount => format!("done · {words}"),
        _ => words,
    }
}

pub(super) fn line(book: &Book, record: &Record, exercise: &Exercise) -> SummaryLine {
    let stand_in = exercise.more.get(SWAPPED_FOR).and_then(serde_json::Value::as_u64);
    let stand_in = stand_in.and_then(|n| record.exercises.iter().find(|other| u64::from(other.n) == n));
    let word = exercise.skip_reason.map(|reason| reason.0.to_string());
    let reason = word.or_else(|| stand_in.map(|other| format!("{} instead", book.exercise(&other.id))));
    let amount = |tally: Tally| Amount { reps: tally.reps, time: tally.seconds.duration() };
    SummaryLine {
        name: book.exercise(&exercise.id).to_owned(),
        fate: match exercise.status {
            Done::Done => LineFate::Done,
            Done::Partial => LineFate::Partial,
            Done::Skipped if exercise.is_unreached(record.status) => LineFate::NotReached,
            Done::Skipped => LineFate::Skipped,
        },
        sets: exercise.sets,
        left: exercise.left.map(amount),
        right: exercise.right.map(amount),
        both: exercise.both.map(amount),
        reason,
        pain: exercise.pain(),
    }
}

/// Records have "right"; people would take that for a side.
fn effort(word: &str) -> String {
    format!("effort {}", if word == Effort::Right.word() { Effort::Right.said() } else { word })
}
