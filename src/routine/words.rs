//! Doses and lengths in words, for pages and screens.

use std::time::Duration;

use super::model::{
    Block, Dose, Exercise, Phase, Position, Prepare, Range, RepShape, Routine, Sides, Source, Work,
};

/// The dose of an exercise in a line: "2 × 8 each side, hold 5–10 s".
pub fn dose_words(exercise: &Exercise) -> String {
    let dose = &exercise.dose;
    let sets = dose.sets;
    let side = side_words(dose.sides);
    match &dose.work {
        Work::Hold { hold, reps } if *reps == Range::only(1) => {
            format!("{}hold {}{side}{}", times(sets), time_words(*hold), taking_turns(dose))
        }
        Work::Hold { hold, reps } => {
            format!("{}{side}{}, hold {}", counted(sets, *reps, "rep"), taking_turns(dose), time_words(*hold))
        }
        Work::Reps { reps, .. } => format!("{}{side}{}", counted(sets, *reps, "rep"), taking_turns(dose)),
        Work::SelfPaced { reps, target, .. } => {
            let amount = match target {
                Some(target) if *reps == Range::only(1) => format!("{}{target}", times(sets)),
                Some(target) => format!("{} of {target}", counted(sets, *reps, "rep")),
                None => counted(sets, *reps, "rep"),
            };
            format!("{amount}{side}, at your own pace")
        }
        Work::Flow { time, .. } => format!("{}{} of movement{side}", times(sets), time_words(*time)),
        Work::Open { target } => match target {
            Some(target) => format!("{}{target}{side}, as long as it takes", times(sets)),
            None => format!("{}as long as you like{side}", times(sets)),
        },
    }
}

/// What one rep or one round of a flow consists of: "Cow 3 s, Cat 3 s". `None` where there are no phases.
pub fn phase_words(exercise: &Exercise) -> Option<String> {
    let (Work::Reps { shape: RepShape::Phases { phases, .. }, .. } | Work::Flow { phases, .. }) =
        &exercise.dose.work
    else {
        return None;
    };
    let one = |phase: &Phase| match phase.time {
        Some(time) => format!("{} {}", phase.name, time_words(time)),
        None => phase.name.clone(),
    };
    let all: Vec<String> = phases.iter().map(one).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// A source in a line: "Title, Author, Publisher. Note".
pub fn source_words(source: &Source) -> String {
    let names: Vec<&str> = [&source.title, &source.author, &source.publisher, &source.url]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    match (names.is_empty(), &source.note) {
        (false, Some(note)) => format!("{}. {note}", names.join(", ")),
        (true, Some(note)) => note.clone(),
        (_, None) => names.join(", "),
    }
}

/// A length or a range of lengths: "30 s", "5–10 s", "1 min 30 s", "15–20 min".
pub fn time_words(Range { low, high }: Range<Duration>) -> String {
    if low == high {
        return duration_words(low);
    }
    let minutes = |time: Duration| time.as_millis().is_multiple_of(60_000);
    if minutes(low) && minutes(high) && !low.is_zero() {
        format!("{}–{} min", low.as_secs() / 60, high.as_secs() / 60)
    } else if high <= Duration::from_mins(2) {
        format!("{}–{} s", seconds(low), seconds(high))
    } else {
        format!("{} – {}", duration_words(low), duration_words(high))
    }
}

/// "45 s", "1 min 30 s", "20 min", "1 h 5 min", "0.5 s".
pub fn duration_words(time: Duration) -> String {
    let whole = time.as_secs();
    let (hours, minutes) = (whole / 3600, whole / 60 % 60);
    let rest = time.saturating_sub(Duration::from_secs(whole / 60 * 60));
    let mut parts = Vec::new();
    if hours > 0 {
        parts.push(format!("{hours} h"));
    }
    if minutes > 0 {
        parts.push(format!("{minutes} min"));
    }
    if !rest.is_zero() || parts.is_empty() {
        parts.push(format!("{} s", seconds(rest)));
    }
    parts.join(" ")
}

/// What a routine needs, each thing once, in the order of need. What optional exercises need is no need.
pub fn equipment(routine: &Routine) -> Vec<String> {
    let all = exercises(&routine.steps).into_iter().filter(|exercise| !exercise.optional);
    each_once(all.flat_map(|exercise| &exercise.words.equipment))
}

/// What can be used besides, in the same order.
pub fn optional_equipment(routine: &Routine) -> Vec<String> {
    let needed = equipment(routine);
    let all = exercises(&routine.steps);
    let all = all.iter().flat_map(|exercise| {
        let needs = exercise.words.equipment.iter().filter(|_| exercise.optional);
        needs.chain(&exercise.words.optional_equipment)
    });
    each_once(all.filter(|thing| !needed.contains(thing)))
}

/// Without those that came before, in the same order.
pub(super) fn each_once<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        if !all.contains(text) {
            all.push(text.clone());
        }
    }
    all
}

/// "strap or towel" of `strap|towel`.
pub fn thing_words(thing: &str) -> String {
    thing.split('|').map(str::trim).collect::<Vec<_>>().join(" or ")
}

/// All entries in the order of the file, those of groups once.
pub fn exercises(blocks: &[Block]) -> Vec<&Exercise> {
    blocks
        .iter()
        .flat_map(|block| match block {
            Block::Exercise(exercise) => vec![&**exercise],
            Block::Group(group) => exercises(&group.steps),
        })
        .collect()
}

/// How the body is, as people say it.
pub const fn position_words(position: Position) -> &'static str {
    match position {
        Position::Supine => "lying on the back",
        Position::Prone => "lying face down",
        Position::SideLying => "lying on the side",
        Position::Quadruped => "on hands and knees",
        Position::Kneeling => "kneeling",
        Position::HalfKneeling => "on one knee",
        Position::Seated => "sitting",
        Position::Standing => "standing",
        Position::Walking => "walking",
    }
}

/// What a field of an exercise says, for readers who have never seen its file.
pub fn field_words(field: &str) -> String {
    match field {
        "rep_time" => "how long a rep takes".into(),
        "prepare" => "time to get ready".into(),
        "relax" => "time to relax".into(),
        "switch" => "time to change sides".into(),
        "rest" => "rest between sets".into(),
        "estimate" => "how long it takes".into(),
        other => other.replace('_', " "),
    }
}

/// How an exercise begins, if its file says so.
pub fn prepare_words(prepare: Prepare) -> Option<String> {
    match prepare {
        Prepare::Auto => None,
        Prepare::For(time) => Some(format!("{} to get ready", duration_words(time))),
        Prepare::Ready => Some("begins when you say ready".into()),
    }
}

fn side_words(sides: Sides) -> &'static str {
    match sides {
        Sides::None => "",
        Sides::Each | Sides::Alternate => " each side",
        Sides::Left => " on the left",
        Sides::Right => " on the right",
    }
}

fn taking_turns(dose: &Dose) -> &'static str {
    if dose.sides == Sides::Alternate { ", taking turns" } else { "" }
}

fn times(sets: Range<u32>) -> String {
    if sets == Range::only(1) { String::new() } else { format!("{} × ", count(sets)) }
}

/// "2 × 8", or "8 reps" where there is one set.
fn counted(sets: Range<u32>, reps: Range<u32>, word: &str) -> String {
    match times(sets) {
        sets if !sets.is_empty() => format!("{sets}{}", count(reps)),
        _ if reps == Range::only(1) => format!("1 {word}"),
        _ => format!("{} {word}s", count(reps)),
    }
}

fn count(Range { low, high }: Range<u32>) -> String {
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

/// Seconds without needless zeros: "1.5", "30".
fn seconds(time: Duration) -> String {
    let text = format!("{}.{:03}", time.as_secs(), time.subsec_millis());
    text.trim_end_matches('0').trim_end_matches('.').into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::Library;

    fn words(dose: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        let text = format!("format = 1\nname = \"N\"\n[[step]]\nname = \"X\"\n{dose}\n");
        std::fs::write(&path, text).unwrap();
        let found = Library::open(None).routine(path.to_str().unwrap()).unwrap();
        assert_eq!(found.diagnostics, []);
        let routine = found.value.unwrap();
        dose_words(exercises(&routine.steps)[0])
    }

    #[test]
    fn doses() {
        for (dose, text) in [
            ("hold = '30s'", "hold 30 s"),
            ("hold = '30s'\nsides = 'each'", "hold 30 s each side"),
            ("hold = '20-40s'\nsets = 3", "3 × hold 20–40 s"),
            ("reps = 8\nhold = '5-10s'\nsets = 2\nsides = 'each'", "2 × 8 each side, hold 5–10 s"),
            ("reps = '10-15'\nhold = '5s'", "10–15 reps, hold 5 s"),
            ("reps = 10\nsides = 'alternate'\nhold = '10s'", "10 reps each side, taking turns, hold 10 s"),
            ("reps = 1", "1 rep"),
            ("reps = 12\nsets = '2-3'", "2–3 × 12"),
            ("reps = 5\nsides = 'left'", "5 reps on the left"),
            ("reps = 3\npace = 'self'\ntarget = '30-40 steps'", "3 reps of 30-40 steps, at your own pace"),
            ("reps = 1\npace = 'self'\ntarget = '30-40 steps'", "30-40 steps, at your own pace"),
            ("reps = 1\nsets = 2\npace = 'self'\ntarget = 'a lap'", "2 × a lap, at your own pace"),
            ("reps = 8\npace = 'self'\nsides = 'each'", "8 reps each side, at your own pace"),
            ("time = '30s-1m'", "30–60 s of movement"),
            ("time = '15-20m'", "15–20 min of movement"),
            ("open = true", "as long as you like"),
            ("open = true\ntarget = 'one song'", "one song, as long as it takes"),
        ] {
            assert_eq!(words(dose), text, "{dose}");
        }
    }

    #[test]
    fn how_an_exercise_begins() {
        assert_eq!(prepare_words(Prepare::Auto), None);
        assert_eq!(
            prepare_words(Prepare::For(Duration::from_secs(12))).as_deref(),
            Some("12 s to get ready")
        );
        assert_eq!(prepare_words(Prepare::Ready).as_deref(), Some("begins when you say ready"));
    }

    #[test]
    fn lengths() {
        for (millis, text) in [
            (0, "0 s"),
            (500, "0.5 s"),
            (1_500, "1.5 s"),
            (60_000, "1 min"),
            (90_000, "1 min 30 s"),
            (3_900_000, "1 h 5 min"),
            (1_200_000, "20 min"),
            (61_500, "1 min 1.5 s"),
        ] {
            assert_eq!(duration_words(Duration::from_millis(millis)), text);
        }
        let range =
            |low, high| time_words(Range { low: Duration::from_secs(low), high: Duration::from_secs(high) });
        assert_eq!(range(90, 150), "1 min 30 s – 2 min 30 s");
        assert_eq!(range(60, 120), "1–2 min");
        assert_eq!(range(0, 60), "0–60 s");
    }
}
