//! What surrounds sessions, in sentences: what to heed, and the home screen as a list to choose from by number.

use jiff::Zoned;

use super::units::in_words;
use crate::{
    plan::spoken,
    routine::safety::{Urgency, entries},
    session::Status,
    ui::{
        hearing::{Device, Trial},
        scene::{HomeModel, InterruptedCard, RoutineCard, TodayCard, TodayRow},
        text,
    },
};

/// What to heed before the first session of all.
pub fn safety() -> Vec<String> {
    let mut said = vec![
        "Before you begin.".to_owned(),
        "supple is a player and a diary, not a doctor. It carries what published articles say, with their names; it \
         does not know your back."
            .to_owned(),
        "Ask a doctor before you start, above all with new pain.".to_owned(),
    ];
    said.extend(flags());
    said.push("All of it, with who says so, and what is normal: supple safety.".to_owned());
    said
}

/// The sound on trial, once it is known what plays it; the volume in percent.
pub fn hearing(trial: &Trial, volume: u8) -> Vec<String> {
    let Device::Found { host, name, is_real, strayed } = &trial.device else { return Vec::new() };
    let mut said = vec!["Can you hear this?".to_owned(), trial.words()];
    said.push(if *is_real {
        format!("{host} plays it on {name}, at {volume} percent.")
    } else {
        format!("{host} has no sound card: what it plays is heard nowhere.")
    });
    said.extend(strayed.iter().map(|why| format!("The output of your settings is not used: {why}.")));
    said.push(
        "If there is nothing: look at the volume of the system, and at which output it plays on. supple doctor plays all \
         sounds and says what it finds. In a session, volume and a number and mute change it."
            .to_owned(),
    );
    said.iter().map(|line| text::clean(line)).collect()
}

/// The red flags, the most pressing last, so that they are what is remembered.
pub fn flags() -> Vec<String> {
    let of = |urgency: &Urgency| {
        let flags = entries().iter().filter(|entry| entry.urgency == Some(*urgency));
        let flags: Vec<&str> = flags.map(|entry| entry.text.as_str()).collect();
        format!("{}: {}", urgency.title(), flags.join(" "))
    };
    Urgency::ALL.iter().rev().map(of).collect()
}

/// What so much pain asks for.
pub(super) const fn advice(value: u8) -> Option<&'static str> {
    match value {
        0..5 => None,
        5..7 => Some("Something easier, or the next exercise, may be better."),
        _ => Some("That is much. To stop here is the safe choice."),
    }
}

/// The home screen: what was interrupted, what is due, the routines with their numbers, what was done last.
pub fn home(home: &HomeModel, now: &Zoned) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(home.interrupted.iter().map(interrupted));
    if let Some(today) = &home.today {
        said.extend(due(today));
    }
    said.push("Routines:".to_owned());
    said.extend((1..).zip(&home.routines).map(|(number, card)| format!("{number}: {}", face(card))));
    if !home.recent.is_empty() {
        said.push("Done last:".to_owned());
    }
    said.extend(home.recent.iter().map(|session| {
        let stopped = if session.status == Status::Stopped { ", stopped" } else { "" };
        let length = whole(session.active);
        format!("{}, {}, {length}{stopped}.", session.routine, when(&session.started, now))
    }));
    said.iter().map(|line| text::clean(line)).collect()
}

/// All of a routine that its page shows.
pub fn routine(card: &RoutineCard) -> Vec<String> {
    let mut said = vec![face(card)];
    said.extend(card.summary.clone());
    said.extend(card.cautions.iter().map(|caution| format!("Take care: {caution}")));
    if !card.equipment.is_empty() {
        said.push(format!("Equipment: {}.", card.equipment.join(", ")));
    }
    if card.longest > card.length {
        said.push(format!("With every dose at its upper end: {}.", whole(card.longest)));
    }
    for (number, entry) in (1..).zip(&card.entries) {
        said.extend(entry.group.as_ref().map(|group| format!("{}.", in_words(group))));
        let optional = if entry.optional { ", optional" } else { "" };
        said.push(format!("Exercise {number}: {}, {}{optional}.", entry.name, in_words(&entry.dose)));
        said.extend(entry.about.iter().map(|about| format!("{}.", in_words(&about.replace(" · ", ", ")))));
        said.extend(entry.cautions.iter().map(|caution| format!("Take care: {caution}")));
    }
    said.extend(card.source.as_ref().map(|source| format!("From: {}.", source.trim_end_matches('.'))));
    said.iter().map(|line| text::clean(line)).collect()
}

/// `Gentle twelve, 16 minutes, gentle-twelve.`
fn face(card: &RoutineCard) -> String {
    if let Some(why) = &card.broken {
        return format!("{}. It cannot be started: {why}", card.name);
    }
    let open = if card.open_steps > 0 { ", and what you time yourself" } else { "" };
    let exercises = text::count(card.exercises.len(), "exercise");
    format!("{}, {}{open}, {exercises}.", card.name, whole(card.length))
}

fn interrupted(card: &InterruptedCard) -> String {
    let (done, all) = (card.exercises_done, text::count(card.exercises, "exercise"));
    let active = spoken(std::time::Duration::from_secs(card.active.as_secs()));
    let begun = card.started.strftime("%A, %-d %B, %-H:%M");
    let how = if card.can_resume { "Type resume, keep or discard." } else { "Type keep or discard." };
    format!("Interrupted: {}, begun {begun}, {done} of {all} done, {active}. {how}", card.routine)
}

fn due(today: &TodayCard) -> Vec<String> {
    let place = if today.place.is_empty() { String::new() } else { format!(", {}", today.place) };
    let phase = if today.phase.is_empty() { String::new() } else { format!(", {}", today.phase) };
    let mut said = vec![format!("Today: {}{phase}{place}.", today.program)];
    if !today.due.is_empty() {
        let exercises = text::count(today.exercises, "exercise");
        said.push(format!("Due: {exercises}, {}. Type today to start them.", whole(today.length)));
    }
    let row = |title: &str, row: &TodayRow| {
        let dose = if row.dose.is_empty() { String::new() } else { format!(", {}", in_words(&row.dose)) };
        format!("{title}: {}{dose}. {}.", row.name, super::capital(row.why.trim_end_matches('.')))
    };
    said.extend(today.due.iter().map(|due| row("Due", due)));
    said.extend(today.done.iter().map(|done| row("Done", done)));
    said.extend(today.later.iter().map(|later| row("Later", later)));
    said.extend(today.gentle.iter().cloned());
    said.extend(today.notice.clone());
    said
}

/// `today at 7:02`, `on Monday, 16 November`.
fn when(time: &Zoned, now: &Zoned) -> String {
    let days = time.date().until(now.date()).map_or(-1, |span| span.get_days());
    match days {
        0 => format!("today at {}", time.strftime("%-H:%M")),
        1 => format!("yesterday at {}", time.strftime("%-H:%M")),
        _ => format!("on {}", time.strftime("%A, %-d %B %Y")),
    }
}

/// Of a whole session: to the minute.
fn whole(time: std::time::Duration) -> String {
    let seconds = time.as_secs();
    let seconds = if seconds < 60 { seconds } else { (seconds + 30) / 60 * 60 };
    spoken(std::time::Duration::from_secs(seconds))
}
