//! What a line of `supple status` looks like.

use std::time::Duration;

use serde_json::json;

use super::fields::Template;
use crate::{
    runtime::{
        clock,
        remind::{Stage, Standing},
    },
    session::{self, Glance},
};

/// What is printed.
pub(super) enum Form {
    /// For people: it says so when there is nothing to say.
    Plain,
    Text(Template),
    Json,
    Waybar(Template),
}

impl Form {
    /// What it says of a session.
    pub(super) fn line(&self, glance: &Glance) -> String {
        match self {
            Self::Plain => Template::default().write(glance),
            Self::Text(template) => template.write(glance),
            Self::Json => json!(glance).to_string(),
            Self::Waybar(template) => waybar(template, glance),
        }
    }

    /// What it says when no session is running.
    pub(super) fn nothing(&self, sentence: &str, reminders: &[Standing]) -> String {
        match self {
            Self::Plain => {
                let breaks = reminders.iter().map(|reminder| format!("\n{}", words(reminder)));
                sentence.to_owned() + &breaks.collect::<String>()
            }
            _ => self.meanwhile(reminders),
        }
    }

    /// What it says while a session is waited for.
    pub(super) fn meanwhile(&self, reminders: &[Standing]) -> String {
        let next = reminders.first();
        match self {
            Self::Plain => next.map(words).unwrap_or_default(),
            // Its fields are those of a session.
            Self::Text(_) => String::new(),
            Self::Json if reminders.is_empty() => json!({ "state": NONE }).to_string(),
            Self::Json => json!({ "state": NONE, "reminders": reminders }).to_string(),
            Self::Waybar(_) => {
                let class = if next.is_some() { REMINDER } else { NONE };
                let text = next.map(|next| markup(&when(next))).unwrap_or_default();
                let tooltip = reminders.iter().map(words).collect::<Vec<_>>().join("\n");
                let tooltip = markup(&tooltip);
                json!({ "text": text, "alt": class, "tooltip": tooltip, "class": class, "percentage": 0 })
                    .to_string()
            }
        }
    }

    /// How long the session goes on until it says something else by itself.
    pub(super) fn changes(&self, glance: &Glance) -> Option<Duration> {
        match self {
            Self::Text(template) | Self::Waybar(template) => template.changes(glance),
            Self::Plain | Self::Json => Template::default().changes(glance),
        }
    }

    /// Whether it has something to say of a session that has ended.
    pub(super) fn tells_the_end(&self, glance: &Glance) -> bool {
        matches!(self, Self::Plain | Self::Json) || glance.state != session::Standing::Ended
    }
}

const NONE: &str = "none";
/// No session, but a break is waited for.
const REMINDER: &str = "reminder";

/// How a reminder stands.
fn words(reminder: &Standing) -> String {
    // What was typed may hold what would disturb a terminal.
    let name: String = reminder.routine.chars().filter(|letter| !letter.is_control()).collect();
    format!("{name}: {}", when(reminder))
}

fn when(reminder: &Standing) -> String {
    let now = clock::wall();
    let at = reminder.next.map(|next| next.to_zoned(now.time_zone().clone()));
    let at = at.map_or_else(String::new, |at| {
        let today = at.date() == now.date();
        at.strftime(if today { " at %H:%M" } else { " on %a at %H:%M" }).to_string()
    });
    match reminder.state {
        Stage::Waiting => format!("break{at}"),
        Stage::Snoozed => format!("break again{at}"),
        Stage::Asking => "time for a break".to_owned(),
        Stage::Running => "on a break".to_owned(),
    }
}

fn waybar(template: &Template, glance: &Glance) -> String {
    let class: Vec<&str> =
        [Some(glance.state.word()), glance.kind.as_deref()].into_iter().flatten().collect();
    json!({
        "text": markup(&template.write(glance)),
        "alt": glance.state.word(),
        "tooltip": markup(&format!("{}\n{}", glance.routine, Template::default().write(glance))),
        "class": class,
        "percentage": glance.percent,
    })
    .to_string()
}

/// Waybar takes the text for markup.
fn markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
