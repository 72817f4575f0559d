//! From what the user typed to an id.

use std::path::Path;

use crate::{
    diagnostic::printable,
    routine::text::{brief, either, ranked},
};

/// Why a name leads to no file. `Display` is a whole sentence with what to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    #[error("{}", sentence(what, name, nearest))]
    Unknown {
        /// "routine", "exercise", "program".
        what: &'static str,
        name: String,
        nearest: Vec<String>,
    },
    #[error("`{name}` could be {}: write more of the name", either(&words(candidates)))]
    Ambiguous { name: String, candidates: Vec<String> },
    #[error("cannot read {path}: {reason}")]
    Unreadable { path: String, reason: String },
}

fn sentence(what: &str, name: &str, nearest: &[String]) -> String {
    let name = brief(&printable(name));
    if nearest.is_empty() {
        let list = match what {
            "exercise" => "supple exercises",
            "program" => "supple program list",
            _ => "supple list",
        };
        format!(
            "there is no {what} `{name}`; `{list}` shows what there is, and a path (./{name}.toml) works too"
        )
    } else {
        format!("there is no {what} `{name}`; did you mean {}?", either(&words(nearest)))
    }
}

fn words(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}

/// Whether this names a file rather than an id.
pub fn is_path(name: &str) -> bool {
    name.contains(['/', std::path::MAIN_SEPARATOR])
        || Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

/// The id of a file at a path.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |stem| printable(&stem.to_string_lossy()).into_owned())
}

/// The one id that `name` means: itself, or the only one that begins with it. `others` are of another kind, and only
/// hinted at.
pub(super) fn choose(
    what: &'static str,
    name: &str,
    ids: &[String],
    others: &[String],
) -> Result<String, NotFound> {
    if ids.iter().any(|id| id == name) {
        return Ok(name.into());
    }
    let candidates: Vec<String> =
        ids.iter().filter(|id| !name.is_empty() && id.starts_with(name)).cloned().collect();
    match &candidates[..] {
        [only] => Ok(only.clone()),
        [] => Err(unknown(what, name, &[ids, others].concat())),
        _ => Err(NotFound::Ambiguous { name: printable(name).into_owned(), candidates }),
    }
}

pub(super) fn unknown(what: &'static str, name: &str, ids: &[String]) -> NotFound {
    let nearest = ranked(name, ids.iter().map(String::as_str)).into_iter().map(String::from).collect();
    NotFound::Unknown { what, name: name.into(), nearest }
}
