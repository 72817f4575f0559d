//! What the voice has no time for.

use crate::{
    cli::script::Script,
    diagnostic::Diagnostic,
    plan::{Options, Plan, compile},
    routine::{Routine, most_steps},
    speech::Voice,
};

/// So long a plan is not looked through for what its voice leaves out.
const LONGEST: u64 = 5_000;
/// Nor one with more cautions, times its steps.
const MOST_WEIGHED: usize = 200_000;
/// No more cautions are named.
const NAMED: usize = 3;

/// Notes the cautions that the voice has no time for, and the instructions that it has no time for because of those of
/// the whole routine.
pub(super) fn notes(routine: &Routine) -> Vec<Diagnostic> {
    if most_steps(&routine.steps) > LONGEST {
        return Vec::new();
    }
    let plan = compile(routine, &Options::default());
    let cautions: usize = plan.entries.iter().map(|entry| entry.cautions.len()).sum();
    // Every caution is weighed at every step.
    if !(1..=MOST_WEIGHED).contains(&cautions.saturating_mul(plan.steps.len())) {
        return Vec::new();
    }
    let script = Script::of(&plan, Voice::Full);
    [lost_cautions(routine, &plan, &script), lost_instructions(routine, &plan, &script)]
        .into_iter()
        .flatten()
        .collect()
}

fn lost_cautions(routine: &Routine, plan: &Plan, script: &Script) -> Option<Diagnostic> {
    let mut lost: Vec<(&str, &str)> = Vec::new();
    for (number, entry) in plan.entries.iter().enumerate() {
        // Those of the whole routine stand before those of its first exercise.
        let of_all = if number == 0 { routine.cautions.len() } else { 0 };
        for (place, text) in entry.cautions.iter().enumerate() {
            let whose = if place < of_all { "the whole routine" } else { &entry.name };
            if !script.says(text) && !lost.contains(&(whose, text)) {
                lost.push((whose, text));
            }
        }
    }
    let named: Vec<String> = lost[..lost.len().min(NAMED)]
        .chunk_by(|(one, _), (other, _)| one == other)
        .map(|of_one| {
            let texts: Vec<String> = of_one.iter().map(|(_, text)| format!("\"{text}\"")).collect();
            format!("{}: {}", of_one[0].0, texts.join(", "))
        })
        .collect();
    let more = match lost.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    (!lost.is_empty()).then(|| {
        let named = named.join("; ");
        Diagnostic::note(None, format!("the voice has no time for what to take care of in {named}{more}"))
            .help("it is shown all the same; to hear it too, give the exercise more time, like `prepare = \"25s\"`")
    })
}

/// What to take care of in the whole routine is said with its first exercise, and before the most of how to do that.
fn lost_instructions(routine: &Routine, plan: &Plan, script: &Script) -> Option<Diagnostic> {
    let first = plan.entries.first().filter(|_| !routine.cautions.is_empty())?;
    let without = Routine { cautions: Vec::new(), ..routine.clone() };
    let otherwise = Script::of(&compile(&without, &Options::default()), Voice::Full);
    let lost = first.how.iter().filter(|text| otherwise.says(text) && !script.says(text)).count();
    let all = first.how.len();
    let how_much = match lost {
        0 => return None,
        _ if lost == all => "nothing".to_owned(),
        _ => format!("only {} of {all} sentences", all - lost),
    };
    Some(
        Diagnostic::note(
            None,
            format!(
                "the `cautions` of the whole routine are said with its first exercise, and leave time for {how_much} of \
                 how to do {}",
                first.name
            ),
        )
        .help("it is shown all the same; to hear it too, give the exercise more time, like `prepare = \"40s\"`"),
    )
}
