//! A change in words: what, and why.

use super::{
    course::{Change, Fate, Stand, Why},
    evidence::ENOUGH,
    ladder::Value,
    sheet::{Path, Sheet},
};

impl Change {
    /// `hold 5 → 6 s`
    pub fn what(&self) -> String {
        let (from, to) = self.ends();
        format!("{} {from} → {to}", self.which.word())
    }

    /// Both ends of the move. A unit that is the same is not said twice.
    fn ends(&self) -> (String, String) {
        let (from, to) = (self.from.to_string(), self.to.to_string());
        let units = [&from, &to].map(|end| end.split_once(' ').map(|(_, unit)| unit.to_owned()));
        match units {
            [Some(one), Some(other)] if one == other => {
                (from.trim_end_matches(one.as_str()).trim_end().to_owned(), to)
            }
            _ => (from, to),
        }
    }

    /// Both ends of the move, each by itself: `5 s` and `6 s`.
    pub fn each_end(&self) -> [String; 2] {
        [self.from, self.to].map(|end| match end {
            Value::Count(_) => format!("{end} {}", self.which.word()),
            Value::Time(_) => end.to_string(),
        })
    }

    /// What is said of it where nobody can answer: the sentence for ears and narrow terminals.
    pub fn announcement(&self) -> String {
        let (from, to) = self.ends();
        let fate = match self.fate {
            Fate::Made => "Next time",
            Fate::Offered => "Next time, if you say yes",
            Fate::TurnedDown => "Turned down",
        };
        format!("{fate}: {}, {} from {from} to {to}: {}.", self.name, self.which.word(), self.why())
    }

    /// `three full sessions, effort just right, pain steady`
    pub fn why(&self) -> String {
        match self.why {
            Why::Full(sessions, said) => {
                let mut parts = vec![format!("{} full sessions", count(sessions))];
                if said.effort {
                    parts.push(if said.easy { "effort easy" } else { "effort just right" }.to_owned());
                }
                if said.pain {
                    parts.push("pain steady".to_owned());
                }
                parts.join(", ")
            }
            Why::PainRose(by) => format!("pain rose by {by}"),
            Why::HardTwice => "hard twice".to_owned(),
            Why::SkippedForPain => "left out for pain".to_owned(),
            Why::Own => "your own choice".to_owned(),
        }
    }

    /// `Bird dog: hold 5 → 6 s: three full sessions, effort just right, pain steady`
    pub fn sentence(&self) -> String {
        format!("{}: {}: {}", self.name, self.what(), self.why())
    }
}

impl Stand {
    /// What leads on from here: `2 of 3 full sessions`.
    pub fn towards(&self, path: &Path) -> String {
        if self.place >= path.notches() {
            return "at its last end".to_owned();
        }
        match self.row {
            row if row < ENOUGH => format!("{row} of {ENOUGH} full sessions"),
            row => format!("{row} full sessions; its turn comes"),
        }
    }
}

impl Sheet {
    /// What the next notch up would be, in words: `hold 7 s`. `None` at the end of the path.
    pub fn next(&self, path: usize, stand: &Stand) -> Option<String> {
        let (which, _, to) = self.paths[path].between(stand.place, stand.place.checked_add(1)?).last()?;
        Some(format!("{} {to}", which.word()))
    }
}

fn count(number: u32) -> String {
    let words = ["three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let word = number.checked_sub(3).and_then(|index| words.get(index as usize));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}
