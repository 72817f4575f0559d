//! A routine by questions and answers.

use std::{
    fmt::Write as _,
    io::{BufRead, Write},
    path::Path,
};

use super::{
    capital,
    notation::{self, Notation},
};
use crate::{
    config::settings::quoted,
    diagnostic::{is_hostile, printable},
    routine::{
        Exercise, File, Library, NotFound, Work, duration, kebab,
        words::{dose_words, exercises},
    },
};

/// Somebody who answers, line by line.
pub(super) struct Dialogue<'d> {
    pub(super) input: &'d mut dyn BufRead,
    pub(super) out: &'d mut dyn Write,
    /// Whether a terminal shows what is typed.
    pub(super) is_seen: bool,
}

impl Dialogue<'_> {
    /// The answer, without blanks at its ends; `None` once there are no more.
    ///
    /// # Errors
    /// When input or output fail.
    pub(super) fn ask(&mut self, question: &str) -> anyhow::Result<Option<String>> {
        write!(self.out, "{question}: ")?;
        self.out.flush()?;
        let mut answer = String::new();
        if self.input.read_line(&mut answer)? == 0 {
            writeln!(self.out)?;
            return Ok(None);
        }
        let answer = answer.trim();
        if !self.is_seen {
            self.say(&printable(answer))?;
        }
        Ok(Some(answer.to_owned()))
    }

    pub(super) fn say(&mut self, sentence: &str) -> anyhow::Result<()> {
        Ok(writeln!(self.out, "{sentence}")?)
    }

    /// The same question until the answer is one of its. `read` gives what the answer means, or says what is wrong.
    pub(super) fn until<T>(
        &mut self,
        question: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> anyhow::Result<T> {
        loop {
            let answer = self.ask(question)?;
            match (read(answer.as_deref().unwrap_or_default()), answer) {
                (Ok(meant), _) => return Ok(meant),
                (Err(why), Some(_)) => self.say(&format!("  {why}"))?,
                (Err(why), None) => anyhow::bail!("the answers ended at “{question}”: {why}"),
            }
        }
    }

    /// The `[[step]]`s of a routine, one after the other, until an empty answer.
    ///
    /// # Errors
    /// When input or output fail, or end within an exercise.
    pub(super) fn steps(&mut self, library: &Library) -> anyhow::Result<String> {
        let mut steps = String::new();
        let mut number = 1;
        loop {
            let question = if number == 1 {
                "Exercise 1, from the library (such as bird dog) or of your own".to_owned()
            } else {
                format!("Exercise {number}, or nothing if that is all")
            };
            let Some(name) = self.ask(&question)?.filter(|name| number == 1 || !name.is_empty()) else {
                break;
            };
            if let Some(step) = self.step(library, &name)? {
                steps.push_str(&step);
                number += 1;
            }
        }
        anyhow::ensure!(!steps.is_empty(), "the answers ended before the first exercise");
        Ok(steps)
    }

    /// One `[[step]]`; `None` where the name is none.
    fn step(&mut self, library: &Library, name: &str) -> anyhow::Result<Option<String>> {
        if kebab(name).is_empty() || name.contains(is_hostile) {
            self.say("  A name has letters in it.")?;
            return Ok(None);
        }
        let known = match library.exercise(&kebab(name)) {
            Ok(found) => found.value,
            Err(NotFound::Ambiguous { candidates, .. }) => {
                self.say(&format!("  That could be {}: write more of it.", candidates.join(", ")))?;
                return Ok(None);
            }
            Err(NotFound::Unknown { nearest, .. }) if !nearest.is_empty() => {
                let near = nearest.join(", ");
                let own = self.until(
                    &format!(
                        "  The library has {near}. Is “{}” one of your own? y or n [y]",
                        printable(name)
                    ),
                    yes,
                )?;
                if !own {
                    return Ok(None);
                }
                None
            }
            Err(_) => None,
        };
        let (head, known) = match known {
            Some(exercise) if self.is_it(&exercise, name)? => {
                (format!("use = {}\n", quoted(&exercise.id)), Some(exercise))
            }
            _ => (self.own(name)?, None),
        };
        loop {
            let step = format!("\n[[step]]\n{head}{}", self.dose(known.as_ref())?);
            match meant(library, &step) {
                Ok(dose) => {
                    self.say(&format!("  = {dose}"))?;
                    return Ok(Some(step));
                }
                Err(why) => self.say(&format!("  That does not go together: {why}"))?,
            }
        }
    }

    /// Whether the user means this exercise of the library.
    fn is_it(&mut self, exercise: &Exercise, name: &str) -> anyhow::Result<bool> {
        let line = format!("  {}, from the library: {}.", exercise.words.name, dose_words(exercise));
        self.say(&printable(&line))?;
        Ok(kebab(name) == exercise.id || self.until("  Is it this one? y or n [y]", yes)?)
    }

    /// Name and instructions of an exercise that is in no library.
    fn own(&mut self, name: &str) -> anyhow::Result<String> {
        let mut head = format!("name = {}\n", quoted(&capital(name)));
        let position =
            self.until("  Position, such as standing, supine or seated; or nothing", |answer| {
                let word = kebab(answer);
                match POSITIONS.iter().find(|position| **position == word) {
                    Some(position) => Ok(Some(*position)),
                    None if word.is_empty() => Ok(None),
                    None => Err(format!("The positions are {}.", POSITIONS.join(", "))),
                }
            })?;
        if let Some(position) = position {
            let _ = writeln!(head, "position = {}", quoted(position));
        }
        let mut how = Vec::new();
        while how.len() < MOST_LINES {
            let question =
                if how.is_empty() { "  How it is done, line by line, or nothing" } else { "  And then" };
            let line = self.until(question, text)?;
            if line.is_empty() {
                break;
            }
            how.push(quoted(&line));
        }
        if !how.is_empty() {
            let _ = writeln!(head, "how = [\n  {},\n]", how.join(",\n  "));
        }
        let caution = self.until("  What to take care of, or nothing", text)?;
        if !caution.is_empty() {
            let _ = writeln!(head, "cautions = [{}]", quoted(&caution));
        }
        Ok(head)
    }

    /// The lines of the dose. `known`: an exercise that has one already.
    fn dose(&mut self, known: Option<&Exercise>) -> anyhow::Result<String> {
        let as_is = if known.is_some() { " [as it is]" } else { "" };
        let question = format!("  How much: 10, 3 x 10, 30s, 3 x 30s, 2 x 8 x 5s or open{as_is}");
        let (notation, each_side) = self.until(&question, |answer| match notation::read(answer) {
            Some(notation) => Ok((Some(notation), notation::is_of_each_side(answer))),
            None if answer.is_empty() && known.is_some() => Ok((None, false)),
            None => Err("3 x 10 is sets and reps, 3 x 30s holds, 2 x 8 x 5s sets of held reps.".to_owned()),
        })?;
        let mut dose = String::new();
        let mut has_sets = false;
        match notation {
            None => {}
            Some(Notation::Open) => dose += "open = true\n",
            Some(Notation::Reps(reps)) => dose += &format!("reps = {}\n", count(&reps)),
            Some(Notation::Sets(sets, reps)) => {
                has_sets = sets != "1";
                dose += &format!("sets = {}\nreps = {}\n", count(&sets), count(&reps));
            }
            Some(Notation::HeldSets(sets, reps, hold)) => {
                has_sets = sets != "1";
                let (sets, reps) = (count(&sets), count(&reps));
                dose += &format!("sets = {sets}\nreps = {reps}\nhold = {}\n", quoted(&hold));
            }
            Some(Notation::Length(time)) => {
                let key = if self.is_still(known)? { "hold" } else { "time" };
                dose += &format!("{key} = {}\n", quoted(&time));
            }
            Some(Notation::Lengths(times, time)) => {
                let is_still = self.is_still(known)?;
                let (many, key) = if is_still { ("reps", "hold") } else { ("sets", "time") };
                has_sets = !is_still && times != "1";
                dose += &format!("{many} = {}\n{key} = {}\n", count(&times), quoted(&time));
            }
        }
        if has_sets {
            dose += &self.rest()?;
        }
        dose += &self.sides(known, each_side)?;
        Ok(dose)
    }

    fn is_still(&mut self, known: Option<&Exercise>) -> anyhow::Result<bool> {
        let moves = known.is_some_and(|exercise| matches!(exercise.dose.work, Work::Flow { .. }));
        let question =
            format!("  Held still, or moving all the time [{}]", if moves { "moving" } else { "still" });
        self.until(&question, |answer| match answer.to_lowercase().as_str() {
            "" => Ok(!moves),
            "s" | "still" | "held" | "held still" | "hold" => Ok(true),
            "m" | "moving" | "move" => Ok(false),
            _ => Err("Write still or moving.".to_owned()),
        })
    }

    fn rest(&mut self) -> anyhow::Result<String> {
        let rest = self.until("  Rest between the sets [20s]", |answer| {
            let time: String = answer.to_lowercase().split_whitespace().collect();
            match duration::parse(&time) {
                Ok(_) => Ok(Some(time)),
                Err(_) if time.is_empty() => Ok(None),
                Err(fault) => Err(format!("`{}` {fault}: write it like 45s or 1m30s.", printable(answer))),
            }
        })?;
        Ok(rest.map(|time| format!("rest = {}\n", quoted(&time))).unwrap_or_default())
    }

    fn sides(&mut self, known: Option<&Exercise>, each_side: bool) -> anyhow::Result<String> {
        let as_is = match known {
            _ if each_side => "each",
            Some(_) => "as it is",
            None => "none",
        };
        let question = format!("  Sides: none, each in full, alternate, left, right [{as_is}]");
        let sides =
            self.until(&question, |answer| match answer.to_lowercase().as_str() {
                "" => Ok(each_side.then_some("each")),
                "n" | "no" | "none" => Ok(Some("none")),
                "e" | "each" | "each side" | "each in full" | "both" => Ok(Some("each")),
                "a" | "alternate" | "alternating" => Ok(Some("alternate")),
                "l" | "left" => Ok(Some("left")),
                "r" | "right" => Ok(Some("right")),
                _ => Err("each is one side in full, then the other; alternate is left, right, left, right."
                    .to_owned()),
            })?;
        Ok(sides.map(|sides| format!("sides = {}\n", quoted(sides))).unwrap_or_default())
    }
}

const POSITIONS: [&str; 9] = [
    "supine",
    "prone",
    "side-lying",
    "quadruped",
    "kneeling",
    "half-kneeling",
    "seated",
    "standing",
    "walking",
];
/// So many instructions an exercise may have.
const MOST_LINES: usize = 9;

/// What a step comes to, or the first thing that is wrong with it.
fn meant(library: &Library, step: &str) -> Result<String, String> {
    let text = format!("format = 1\nname = \"New\"\n{step}");
    let found = library.bytes(Path::new("new.toml"), text.into_bytes());
    let fault = found.diagnostics.iter().find(|fault| fault.is_error());
    match (found.value, fault) {
        (Some(File::Routine(routine)), _) => {
            let doses: Vec<String> = exercises(&routine.steps).into_iter().map(dose_words).collect();
            Ok(doses.join(", "))
        }
        (_, Some(fault)) => Err(match &fault.help {
            Some(help) => format!("{} ({help})", printable(&fault.message)),
            None => printable(&fault.message).into_owned(),
        }),
        _ => Err("it is no exercise".to_owned()),
    }
}

pub(super) fn yes(answer: &str) -> Result<bool, String> {
    match answer.to_lowercase().as_str() {
        "" | "y" | "yes" => Ok(true),
        "n" | "no" => Ok(false),
        _ => Err("Write y or n.".to_owned()),
    }
}

fn text(answer: &str) -> Result<String, String> {
    if answer.contains(is_hostile) {
        return Err("There is a sign in it that a terminal would act on.".to_owned());
    }
    Ok(answer.to_owned())
}

/// A number, or a range in quotes.
fn count(text: &str) -> String {
    if text.contains('-') { quoted(text) } else { text.trim_start_matches('0').to_owned() }
}
