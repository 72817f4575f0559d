//! The sequences of poses.

use super::value::{Reader, Span, Value, number};
use crate::{diagnostic::Diagnostic, figure::model::Play};

/// Reads `[play]`. What it leaves out follows from what it has; without it, all poses follow each other.
pub(super) fn read_play(reader: &mut Reader, value: Option<&Value<'_>>, names: &[&str]) -> Option<Play> {
    let Some(value) = value else { return Some(complete(names.len(), None, None, None, None, 2.5)) };
    let table = reader.table("play", "`play`", value)?;
    reader.known(&table, &["hold", "rep", "flow", "open", "pace"]);
    let before = reader.diagnostics.len();
    let mut list = |key| Some(sequence(reader, key, table.get(key)?, names));
    let (hold, rep, flow, open) = (list("hold"), list("rep"), list("flow"), list("open"));
    let pace = number(reader, &table, "pace", 0.3..=20.0).unwrap_or(2.5);
    (reader.diagnostics.len() == before).then(|| complete(names.len(), hold, rep, flow, open, pace))
}

fn sequence(reader: &mut Reader, key: &str, value: &Value<'_>, names: &[&str]) -> Vec<usize> {
    let all: Vec<(usize, &str)> = names.iter().copied().enumerate().collect();
    let texts: Vec<(String, Span)> = reader.texts(key, value);
    if texts.is_empty() {
        reader.fault(
            Diagnostic::error(value.span(), format!("`{key}` names no pose"))
                .help(format!("write for instance `{key} = [\"{}\"]`", names.first().unwrap_or(&"start"))),
        );
    }
    texts.into_iter().filter_map(|(text, span)| reader.one_of(key, &text, span, &all).copied()).collect()
}

fn complete(
    poses: usize,
    hold: Option<Vec<usize>>,
    rep: Option<Vec<usize>>,
    flow: Option<Vec<usize>>,
    open: Option<Vec<usize>>,
    pace: f64,
) -> Play {
    let any = rep.clone().or_else(|| flow.clone()).or_else(|| open.clone());
    let hold = hold.unwrap_or_else(|| any.clone().map_or_else(|| (0..poses).collect(), |path| out(&path)));
    let hold = settled(hold);
    let there_and_back = closed(any.unwrap_or_else(|| hold.clone()));
    let rep = rep.map_or_else(|| there_and_back.clone(), closed);
    let flow = flow.map_or_else(|| there_and_back.clone(), closed);
    let open = open.map_or_else(|| flow.clone(), closed);
    Play { hold, rep, flow, open, pace }
}

/// The first half of a way there and back.
fn out(path: &[usize]) -> Vec<usize> {
    if path.len() > 2 && path.first() == path.last() {
        path[..=path.len() / 2].to_vec()
    } else {
        path.to_vec()
    }
}

/// Without a stay in the last pose, which is held anyway.
fn settled(mut path: Vec<usize>) -> Vec<usize> {
    while path.len() > 1 && path.last() == path.get(path.len() - 2) {
        path.pop();
    }
    path
}

/// Back to where it began.
fn closed(mut path: Vec<usize>) -> Vec<usize> {
    if path.first() != path.last() {
        path.extend(path.first().copied());
    }
    path
}
