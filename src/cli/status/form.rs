//! What a line of `supple status` looks like.

use std::time::Duration;

use serde_json::json;

use super::fields::Template;
use crate::session::{Glance, Standing};

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
    pub(super) fn nothing(&self, sentence: &str) -> String {
        match self {
            Self::Plain => sentence.to_owned(),
            _ => self.blank(),
        }
    }

    /// What it says while a session is waited for.
    pub(super) fn blank(&self) -> String {
        match self {
            Self::Plain | Self::Text(_) => String::new(),
            Self::Json => json!({ "state": NONE }).to_string(),
            Self::Waybar(_) => {
                json!({ "text": "", "alt": NONE, "tooltip": "", "class": NONE, "percentage": 0 }).to_string()
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
        matches!(self, Self::Plain | Self::Json) || glance.state != Standing::Ended
    }
}

const NONE: &str = "none";

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
