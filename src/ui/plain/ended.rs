//! A session that is over, in sentences: what was done, what is kept, what is asked.

use std::time::Duration;

use crate::{
    plan::spoken,
    routine::safety::entries,
    ui::{
        scene::{Amount, ChangeState, LineFate, SummaryLine, SummaryModel, tally},
        text,
    },
};

/// What was done, in all and of each exercise. What it changes next time its driver says.
pub fn summary(summary: &SummaryModel) -> Vec<String> {
    let tally = tally(&summary.lines).join(", ");
    let exercises = text::count(summary.lines.len(), "exercise");
    let first = (!tally.is_empty()).then(|| format!("Of {exercises}: {tally}."));
    first.into_iter().chain(summary.lines.iter().map(one)).map(|line| text::clean(&line)).collect()
}

/// What is asked of somebody who has just ended a session, each with the words that answer it.
pub fn questions(summary: &SummaryModel) -> Vec<String> {
    let mut asked = vec![
        "How is the pain now? Type a number from 0 to 10.".to_owned(),
        "How was it? Type easy, right or hard.".to_owned(),
        "A note? Type your words.".to_owned(),
    ];
    let any = |state| summary.changes.iter().any(|change| change.state == state);
    if any(ChangeState::Offered) {
        asked.push("Change it next time? Type yes or no.".to_owned());
    } else if any(ChangeState::Made) {
        asked.push("Next time it changes as said. Type no to turn that down.".to_owned());
    }
    asked
}

/// What is said when the pain after is clearly more than before: one of the red flags.
pub fn pain_is_worse(before: Option<u8>, after: u8) -> Option<String> {
    let worse = before.is_some_and(|before| after >= before + 2);
    let flag = entries().iter().find(|entry| entry.id == "pillow-shop-worse").filter(|_| worse)?;
    Some(format!("{} {}", flag.text, flag.action.as_deref().unwrap_or_default()).trim_end().to_owned())
}

/// `Bird dog: done, 2 sets, 16 reps each side, 1 minute 20 seconds.`
fn one(line: &SummaryLine) -> String {
    let mut parts = vec![line.fate.word().to_owned()];
    if matches!(line.fate, LineFate::Done | LineFate::Partial) {
        parts.extend((line.sets > 1).then(|| format!("{} sets", line.sets)));
        match (line.left, line.right, line.both) {
            (Some(left), Some(right), _) if left == right => {
                parts.extend(amount(left).map(|amount| format!("{amount} each side")));
            }
            (left, right, both) => {
                for (part, side) in [(both, ""), (left, "left "), (right, "right ")] {
                    parts.extend(part.and_then(amount).map(|amount| format!("{side}{amount}")));
                }
            }
        }
    }
    parts.extend(line.reason.as_ref().map(|why| match line.fate {
        LineFate::Partial if !why.ends_with(" instead") => format!("the rest skipped: {why}"),
        _ => why.clone(),
    }));
    parts.extend(line.pain.map(|pain| format!("pain {pain}")));
    format!("{}: {}.", line.name, parts.join(", "))
}

fn amount(amount: Amount) -> Option<String> {
    let time = spoken(Duration::from_secs(amount.time.as_secs()));
    match (amount.reps, amount.time.as_secs()) {
        (0, 0) => None,
        (1, 0) => Some("1 rep".to_owned()),
        (0 | 1, _) => Some(time),
        (reps, 0) => Some(format!("{reps} reps")),
        (reps, _) => Some(format!("{reps} reps, {time}")),
    }
}
