//! What a therapist may want to ask about: great pain, pain that grew, what was skipped for it, and notes whose words
//! are those of red flags. It judges nothing and misses much: it points at places to read.

use crate::{
    cli::figures::{Figures, Names, counted, day_words, number, plain, times},
    history::{
        record::Record,
        stats::{self, Skips, Stats, Week},
    },
};

/// Pain from which on it is named.
const GREAT: u8 = 7;
/// It grew by so much through one session.
const GREW: u8 = 2;
/// So many of each kind, the latest.
const MOST: usize = 4;

/// Beginnings of words that the red flags of `supple safety` are about.
const WORDS: [&str; 11] = [
    "numbness",
    "tingl",
    "pins and needles",
    "bladder",
    "bowel",
    "incontinen",
    "shooting",
    "shoots",
    "gave way",
    "weakness",
    "fever",
];

/// `None`: nothing of the kind was told.
pub(super) fn worth(figures: &Figures, names: &Names) -> Option<Vec<String>> {
    let today = figures.stats.today;
    let days = |is: &dyn Fn(&Record) -> bool| {
        let all: Vec<&Record> = figures.records().filter(|record| is(record)).collect();
        let latest = all[all.len().saturating_sub(MOST)..].iter();
        let mut latest: Vec<String> = latest.map(|record| day_words(record.started.date(), today)).collect();
        latest.dedup();
        let more = if all.len() > MOST { ", and before" } else { "" };
        let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
        (count > 0).then(|| format!("{} ({}{more})", counted(count, "session"), latest.join(", ")))
    };
    let told = |record: &Record| record.pain.unwrap_or_default();
    let great = |record: &Record| stats::worst(record).is_some_and(|pain| pain >= GREAT);
    let grew = |record: &Record| {
        told(record)
            .after
            .zip(told(record).before)
            .is_some_and(|(after, before)| after >= before.saturating_add(GREW))
    };
    let mut all = Vec::new();
    all.extend(days(&great).map(|days| format!("Pain of {GREAT} or more was told in {days}.")));
    all.extend(days(&grew).map(|days| format!("Pain was greater by {GREW} or more after {days}.")));
    all.extend(risen(&figures.stats));
    all.extend(figures.stats.skipped.iter().filter_map(|skips| for_pain(skips, names)));
    for record in figures.records() {
        let note = record.note.as_deref().unwrap_or_default();
        // Only what stands on several lines must be put on one to be looked through.
        let on_one_line = if note.contains(char::is_control) { &plain(note) } else { note };
        if flagged(on_one_line) {
            let note = plain(note);
            let day = day_words(record.started.date(), today);
            all.push(format!("A note of {day} has a word that is also in a red flag: “{note}”"));
        }
    }
    (!all.is_empty()).then_some(all)
}

/// Weeks before whose sessions it hurt more than in the week before: a flare-up begins like that.
fn risen(stats: &Stats) -> Option<String> {
    let told = stats.weeks.iter().filter_map(|week| Some((week, week.pain_before?)));
    let told: Vec<(&Week, f64)> = told.collect();
    let rises = told.windows(2).filter(|pair| pair[1].1 >= pair[0].1 + f64::from(GREW));
    let rises: Vec<String> = rises
        .map(|pair| {
            let week = day_words(pair[1].0.monday, stats.today);
            format!("from {} to {} in the week of {week}", number(pair[0].1), number(pair[1].1))
        })
        .collect();
    let (count, latest) = (rises.len(), &rises[rises.len().saturating_sub(MOST)..]);
    let more = if count > MOST { ", and before" } else { "" };
    (count > 0).then(|| format!("Pain before sessions rose {}{more}.", latest.join(", ")))
}

fn for_pain(skips: &Skips, names: &Names) -> Option<String> {
    let reason = skips.reasons.iter().find(|reason| reason.word.as_deref() == Some("pain"))?;
    Some(format!("{} was skipped for pain {}.", names.get(&skips.id), times(reason.times)))
}

fn flagged(note: &str) -> bool {
    let note = note.to_lowercase();
    let mut words = note.split(|c: char| !c.is_alphanumeric());
    words.any(|word| word == "numb")
        || WORDS.iter().any(|flag| {
            // A word begins there.
            note.match_indices(flag).any(|(place, _)| !note[..place].ends_with(char::is_alphanumeric))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_a_word_begins() {
        for note in ["Tingling in the foot", "my toe is numb.", "Left leg GAVE WAY"] {
            assert!(flagged(note), "{note}");
        }
        for note in ["", "a few numbers", "fine", "benumbed", "nervous"] {
            assert!(!flagged(note), "{note}");
        }
    }
}
