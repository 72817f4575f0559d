//! One thing to be said, and when.

use std::time::Duration;

use super::{
    Said, Voice,
    pace::Pace,
    phrase::{self, Phrase},
};
use crate::{routine::Side, session::Moment};

/// Something to be said. No two overlap, and none sounds together with a cue that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utterance {
    pub at: Moment,
    /// From the beginning of its first phrase to the end of its last.
    pub length: Duration,
    /// Never empty.
    pub phrases: Vec<Phrase>,
    /// When each phrase begins, from `at` on: the first at once, the others when the one before is said and the silence
    /// of its stop is over.
    pub starts: Vec<Duration>,
    pub priority: Priority,
    pub about: About,
    /// Index into `Plan::entries`.
    pub entry: Option<u32>,
    /// The side that it names, and in which occurrence of an exercise.
    pub tells: Option<(u32, Side)>,
    pub(super) gives_dose: bool,
}

/// What would be missed more: the higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    Caution,
    Instruction,
    Custom,
    /// Hold, relax, halfway, a count.
    Pace,
    /// What comes next.
    Announcement,
    /// Which side it is.
    Side,
}

/// What an utterance belongs to. The same thing is said once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct About {
    /// `Played::index` of the step; `None` at the end of the session.
    pub step: Option<u32>,
    pub part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// What is said as the step begins.
    Head,
    Half,
    /// The words of a cue of the routine's own, by its moment within the session.
    Custom(Moment),
    /// An instruction or a caution, counted within the step.
    Sentence(u32),
    /// The number of a rep that the user counts.
    Count(u32),
    /// In a lead-in that ends then.
    Back(Moment),
    Closing,
}

impl Utterance {
    pub fn ends(&self) -> Moment {
        self.at + self.length
    }

    /// As a line to read.
    pub fn text(&self) -> String {
        phrase::written(&self.phrases)
    }
}

/// The number of a rep that the user has just counted by hand, if nothing is being said. The script does not know of it: to
/// be said at once and noted, and then the rest is planned anew. `index` is that of the step, `takes` as in `script`.
pub fn counted(
    index: u32,
    number: u32,
    now: Moment,
    voice: Voice,
    said: &Said,
    takes: impl Fn(&str) -> Option<Duration>,
) -> Option<Utterance> {
    let about = About { step: Some(index), part: Part::Count(number) };
    if voice == Voice::Off || said.busy > now || said.has(about) {
        return None;
    }
    let phrases = phrase::in_breaths(&phrase::count(number), |text| takes(text).is_some());
    let (starts, length) = laid_out(&phrases, takes, Pace::PLAIN)?;
    Some(Utterance {
        at: now,
        length,
        phrases,
        starts,
        priority: Priority::Pace,
        about,
        entry: None,
        tells: None,
        gives_dose: false,
    })
}

/// When each of these begins, and how long all of them take. `None` if one cannot be said.
pub(super) fn laid_out(
    phrases: &[Phrase],
    takes: impl Fn(&str) -> Option<Duration>,
    pace: Pace,
) -> Option<(Vec<Duration>, Duration)> {
    let mut starts = Vec::with_capacity(phrases.len());
    let (mut ends, mut silence) = (Duration::ZERO, Duration::ZERO);
    for phrase in phrases {
        let start = ends + silence;
        starts.push(start);
        ends = start + takes(&phrase.text)?;
        silence = pace.of(phrase.stop.pause());
    }
    Some((starts, ends))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(number: u32, now: Moment, voice: Voice, said: &Said) -> Option<Utterance> {
        counted(3, number, now, voice, said, |_| Some(Duration::from_millis(400)))
    }

    #[test]
    fn a_rep_counted_by_hand_is_said_at_once_unless_something_else_is_being_said() {
        let now = Moment::since_origin(Duration::from_secs(20));
        let mut said = Said::default();
        assert_eq!(number(2, now, Voice::Off, &said), None);
        for voice in [Voice::Full, Voice::Brief, Voice::Counts] {
            let two = number(2, now, voice, &said).unwrap();
            assert_eq!((two.at, two.text().as_str(), two.about.step), (now, "Two.", Some(3)));
        }
        said.busy = now + Duration::from_millis(1);
        assert_eq!(number(2, now, Voice::Full, &said), None);
        assert!(number(2, said.busy, Voice::Full, &said).is_some());
    }

    #[test]
    fn a_number_of_several_pieces_takes_their_time() {
        let said = Said::default();
        let takes = |text: &str| (text != "two hundred fifteen").then_some(Duration::from_millis(400));
        let all = counted(3, 215, Moment::ORIGIN, Voice::Counts, &said, takes).unwrap();
        assert_eq!((all.starts.len(), all.length), (2, Duration::from_millis(800)));
        let whole = number(215, Moment::ORIGIN, Voice::Counts, &said).unwrap();
        assert_eq!((whole.phrases.len(), whole.length), (1, Duration::from_millis(400)));
        assert_eq!(counted(3, 5, Moment::ORIGIN, Voice::Counts, &said, |_| None), None);
    }
}
