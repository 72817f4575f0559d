//! `keys`: a preset, and a user's own keys in place of some of its keys.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::settings::{SETTINGS, quoted};
use crate::{
    diagnostic::Diagnostic,
    routine::nearest,
    ui::{ACTIONS, Action, Keymap, Preset, Reason, Spot, Wish, WishFault},
};

/// What the value means. Whatever is at fault leaves the preset's keys for that action.
pub(super) fn read(value: &Spanned<DeValue<'_>>) -> (Keymap, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let keymap = match value.get_ref() {
        DeValue::Table(table) => own(table, &mut faults),
        _ => Keymap::of(preset(value, &mut faults)),
    };
    (keymap, faults)
}

/// The preset and the keys of every action, as the file would write them, and what each is for.
pub(super) fn values(keymap: &Keymap) -> impl Iterator<Item = (&'static str, String, &'static str)> + '_ {
    let preset = (PRESET, quoted(keymap.preset().word()), "What all keys are but those that stand below.");
    let own = ACTIONS.iter().map(|about| (about.name, list(&keymap.names(about.action)), about.doc));
    std::iter::once(preset).chain(own)
}

const PRESET: &str = "preset";

/// A list of keys, and where the keys stand.
struct Own {
    wish: Wish,
    name: Range<usize>,
    keys: Vec<Range<usize>>,
}

fn own(table: &DeTable<'_>, faults: &mut Vec<Diagnostic>) -> Keymap {
    let preset = table.get(PRESET).map(|value| preset(value, faults)).unwrap_or_default();
    let mut own: Vec<Own> = Vec::new();
    for (key, value) in table.iter().filter(|(key, _)| key.get_ref() != PRESET) {
        // Of what is no action it does not matter what it holds.
        let is_action = Action::from_name(key.get_ref()).is_some();
        let keys = if is_action { keys(value) } else { Ok(Vec::new()) };
        match keys {
            Ok(keys) => {
                let (written, spans) = keys.into_iter().unzip();
                let wish = Wish { action: key.get_ref().to_string(), keys: written };
                own.push(Own { wish, name: key.span(), keys: spans });
            }
            Err(span) => {
                faults.push(
                    Diagnostic::error(span, "keys are written in quotes, in a list")
                        .help("write for instance `pause = [\"space\", \"f5\"]`, or `[]` for no key"),
                );
            }
        }
    }
    // As in the file: of two that want the same key, the first one gets it.
    own.sort_by_key(|one| one.name.start);
    let wishes: Vec<Wish> = own.iter().map(|one| one.wish.clone()).collect();
    let (keymap, found) = Keymap::with(preset, &wishes);
    faults.extend(found.into_iter().filter_map(|fault| said(fault, &own)));
    keymap
}

fn preset(value: &Spanned<DeValue<'_>>, faults: &mut Vec<Diagnostic>) -> Preset {
    let word = value.get_ref().as_str();
    if let Some(preset) = word.and_then(Preset::from_word) {
        return preset;
    }
    let meant = word.and_then(|word| nearest(word, Preset::WORDS.iter().copied()));
    let message = match meant {
        Some(meant) => format!("there is no such preset of keys; did you mean `{meant}`?"),
        None => "there is no such preset of keys".to_owned(),
    };
    faults.push(
        Diagnostic::error(value.span(), message)
            .help("there are `default` and `vim`; keys of your own stand in a table `[keys]`"),
    );
    Preset::default()
}

type Written = (String, Range<usize>);

/// The keys and where they stand; or else where something stands that is none.
fn keys(value: &Spanned<DeValue<'_>>) -> Result<Vec<Written>, Range<usize>> {
    match value.get_ref() {
        DeValue::Array(list) => list.iter().map(key).collect(),
        _ => key(value).map(|key| vec![key]),
    }
}

fn key(value: &Spanned<DeValue<'_>>) -> Result<Written, Range<usize>> {
    match value.get_ref() {
        DeValue::String(key) => Ok((key.to_string(), value.span())),
        // What else could be meant?
        DeValue::Integer(number) if number.as_str().len() == 1 => {
            Ok((number.as_str().to_owned(), value.span()))
        }
        _ => Err(value.span()),
    }
}

/// The fault at its place in the file, and how to mend it.
fn said(fault: WishFault, own: &[Own]) -> Option<Diagnostic> {
    let place = |spot: Spot| {
        let one = own.get(spot.wish)?;
        Some(spot.key.and_then(|key| one.keys.get(key)).unwrap_or(&one.name).clone())
    };
    let at = place(fault.at)?;
    let message = fault.reason.to_string();
    Some(match fault.reason {
        // What stands below a header belongs to it.
        Reason::UnknownAction { name, .. } if SETTINGS.find(&name).is_some() => {
            Diagnostic::error(at, message).help(format!("`{name}` is a setting: write it above `[keys]`"))
        }
        Reason::UnknownAction { .. } => {
            Diagnostic::error(at, message).help("`supple config default` lists the actions with their keys")
        }
        Reason::UnknownKey { .. } => Diagnostic::error(at, message).help(
            "write one character, or enter, space, esc, tab, backspace, up, pagedown, home, f5 …, \
             each also with ctrl-, alt- or shift- before it",
        ),
        Reason::Fixed { .. } => Diagnostic::error(at, message).help("give it another key"),
        Reason::TenKeys => Diagnostic::error(at, message).help(
            "for instance `rate = [\"à\", \"&\", \"é\", \"\\\"\", \"'\", \"(\", \"-\", \"è\", \"_\", \"ç\"]`",
        ),
        Reason::Clash { loser, left: Some(left), .. } => Diagnostic::warning(at, message).help(format!(
            "if that is meant, write `{} = {}` as well, or give it keys of its own",
            loser.about().name,
            list(&left)
        )),
        Reason::Clash { chosen, winner, .. } => {
            let diagnostic = Diagnostic::error(at, message).help("give one of them another key");
            match chosen.and_then(place) {
                Some(first) => diagnostic.also(first, format!("here it is `{}`", winner.about().name)),
                None => diagnostic,
            }
        }
    })
}

fn list(keys: &[String]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
    format!("[{}]", keys.join(", "))
}

#[cfg(test)]
mod tests;
