//! `supple plan --script`: what the voice says, and when.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use serde::Serialize;

use crate::{
    audio::Mouth,
    plan::{Plan, spoken},
    speech::{self, Course, Said, Utterance, Voice},
};

/// What is said in a session that nobody touches.
pub(crate) struct Script {
    name: String,
    open_steps: usize,
    utterances: Vec<Utterance>,
}

#[derive(Serialize)]
pub(crate) struct SpokenLine {
    /// With open work as long as it is likely to take.
    at: f64,
    seconds: f64,
    /// `None` for what is said when all is over.
    step: Option<u32>,
    text: String,
    /// What it is put together of,
    phrases: Vec<String>,
    /// and when each of them begins, in seconds after `at`.
    starts: Vec<f64>,
}

impl Script {
    pub(crate) fn of(plan: &Plan, voice: Voice) -> Self {
        let plan = Arc::new(plan.clone());
        let mouth = Mouth::default();
        // A guess stands in for what is not in the box: some speech program may say it.
        let takes = |text: &str| Some(mouth.length(text).unwrap_or_else(|| speech::estimate(text)));
        let utterances = speech::script(&plan, &Course::of_plan(&plan), voice, &Said::default(), takes);
        Self { name: plan.name.clone(), open_steps: plan.open_steps(), utterances }
    }

    /// Whether this text of the routine is heard.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.utterances.iter().flat_map(|utterance| &utterance.phrases).any(|phrase| phrase.text == text)
    }

    pub(crate) fn lines(&self) -> Vec<SpokenLine> {
        self.utterances
            .iter()
            .map(|utterance| SpokenLine {
                at: utterance.at.origin_offset().as_secs_f64(),
                seconds: utterance.length.as_secs_f64(),
                step: utterance.about.step,
                text: utterance.text(),
                phrases: utterance.phrases.iter().map(|phrase| phrase.text.to_string()).collect(),
                starts: utterance.starts.iter().map(Duration::as_secs_f64).collect(),
            })
            .collect()
    }

    pub(crate) fn page(&self) -> String {
        let all: Duration = self.utterances.iter().map(|utterance| utterance.length).sum();
        let mut page =
            format!("{}: about {} of speech\n", self.name, spoken(Duration::from_secs(all.as_secs())));
        if self.open_steps > 0 {
            page.push_str("What waits for you is taken to last as long as it is likely to.\n");
        }
        page.push('\n');
        for utterance in &self.utterances {
            // Writing to a string cannot fail.
            let _ = writeln!(page, "{}", line(utterance));
        }
        page
    }
}

/// "  0:17.0  Bird dog."
pub(crate) fn line(utterance: &Utterance) -> String {
    let at = utterance.at.origin_offset();
    let (minutes, seconds, tenths) = (at.as_secs() / 60, at.as_secs() % 60, at.subsec_millis() / 100);
    format!("  {minutes:>3}:{seconds:02}.{tenths}  {}", utterance.text())
}

pub(crate) fn parse_voice(word: &str) -> Result<Voice, String> {
    Voice::from_word(word).ok_or_else(|| "it is `full`, `brief`, `counts` or `off`".into())
}
