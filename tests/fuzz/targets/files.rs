//! The three kinds of file.

use std::{
    collections::HashMap,
    path::Path,
    sync::{LazyLock, OnceLock},
    time::Duration,
};

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};

use supple::{
    diagnostic::{Look, Report, render},
    figure,
    plan::{Level, Options, Plan, add_variants, compile, fit},
    program::{Change, Step, agenda, compose as compose_items, gentle, place, standing},
    routine::{
        Block, Content, Exercise, File, Library, Program, Routine, compose, dose_words, most_steps,
        position_note,
    },
};

use super::{assert_harmless, assert_only_colours, parts, play::play};

/// A routine, and after a line of two percent signs what is done while it is played.
pub(super) fn routine(bytes: &[u8]) {
    file("x.toml", bytes);
}

/// As `routine`, of a file in the folder of the exercises.
pub(super) fn exercise(bytes: &[u8]) {
    file("exercises/x.toml", bytes);
}

pub(super) fn program(bytes: &[u8]) {
    file("programs/x.toml", bytes);
}

/// The shipped files.
pub(super) fn library() -> &'static Library {
    static SHIPPED: OnceLock<Library> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let library = Library::open(None).with_figures(figure::ids().map(Into::into));
        // All that can be looked up is looked up now, so that one input does not pay for the next.
        for id in library.routine_ids() {
            drop(library.routine(&id));
        }
        library
    })
}

/// More than this takes longer than a thousandth of a second to play.
const ENOUGH_STEPS: u64 = 150;
/// The limit of the format.
const MOST_STEPS: u64 = 100_000;
const MOST_BYTES: usize = 1 << 20;

fn file(path: &str, bytes: &[u8]) {
    let mut parts = parts(bytes).into_iter();
    let text = parts.next().unwrap_or_default();
    let deeds = parts.next().unwrap_or_default();
    let whole = text.len() <= MOST_BYTES;
    let found = library().bytes(Path::new(path), text);
    let errors = found.diagnostics.iter().filter(|fault| fault.is_error()).count();
    assert_eq!(found.value.is_some(), errors == 0, "a file is good or says why not");
    for fault in &found.diagnostics {
        let report = Report::new(&found.path, &found.source, fault);
        for text in [&report.message, &report.label, report.help.as_ref().unwrap_or(&String::new())] {
            assert_harmless(text);
            assert!(!text.contains('\n'), "{text:?} is one line");
        }
        assert!(!report.message.is_empty());
        assert_eq!(report.line.is_some(), whole, "{report:?}");
        let lines = found.source.split('\n').count();
        assert!(report.line.is_none_or(|line| (1..=lines).contains(&line)), "{report:?}");
        assert!((report.line, report.column) <= (report.end_line, report.end_column), "{report:?}");
    }
    for width in [Some(0), Some(60), Some(200)] {
        let look = Look { width, colour: false };
        assert_harmless(&render(&found.path, &found.source, &found.diagnostics, look));
    }
    assert_only_colours(&render(
        &found.path,
        &found.source,
        &found.diagnostics,
        Look { colour: true, width: None },
    ));
    match found.value {
        Some(File::Routine(routine)) => good_routine(&routine, &deeds),
        Some(File::Exercise(exercise)) => {
            assert_harmless(&dose_words(&exercise));
            let (id, name) = (exercise.id.clone(), exercise.words.name.clone());
            good_routine(&Routine::of_steps(&id, &name, vec![Block::Exercise(exercise)]), &deeds);
        }
        Some(File::Program(program)) => good_program(&program, &deeds),
        None => {}
    }
}

fn good_routine(routine: &Routine, deeds: &[u8]) {
    let most = most_steps(&routine.steps);
    assert!(most <= MOST_STEPS, "{most} steps");
    assert!(most > 0);
    if let Some(note) = position_note(routine) {
        assert_harmless(&note.message);
    }
    if most > ENOUGH_STEPS {
        return;
    }
    let high = compile(routine, &Options { level: Level::HIGH, ..Options::default() });
    assert_eq!(high.steps.len() as u64, most, "counted as it is compiled");
    check_plan(&high);
    for level in [Level::LOW, Level::new(0.5)] {
        let plan = compile(routine, &Options { level, ..Options::default() });
        assert!(plan.steps.len() as u64 <= most, "the high end is the longest");
        assert!(!plan.steps.is_empty());
        check_plan(&plan);
    }
    let half = fit(routine, &Options::default(), Some(high.total / 2));
    check_plan(&half.plan);
    if let Some(words) = half.words() {
        assert_harmless(&words);
    }
    let twice = compose(vec![routine.clone(), routine.clone()]);
    assert_eq!(twice.expect("within the limit").steps.len(), 2 * routine.steps.len());
    let mut plan = high;
    add_variants(&mut plan, routine, &Options::default(), shipped_exercise);
    play(plan, deeds);
}

fn shipped_exercise(id: &str) -> Option<Exercise> {
    static KNOWN: LazyLock<HashMap<String, Exercise>> = LazyLock::new(|| {
        let read = |id: String| Some((id.clone(), library().exercise(&id).ok()?.value?));
        library().exercise_ids().into_iter().filter_map(read).collect()
    });
    KNOWN.get(id).cloned()
}

fn check_plan(plan: &Plan) {
    assert_harmless(&plan.name);
    let total: Duration = plan.steps.iter().filter_map(|step| step.length).sum();
    assert_eq!(total, plan.total);
    for step in &plan.steps {
        assert!(step.length.is_none_or(|length| !length.is_zero()), "{step:?} lasts");
        assert!(step.entry.is_none() || plan.entry_of(step).is_some());
    }
    for entry in &plan.entries {
        assert_harmless(&entry.name);
        assert_harmless(&entry.dose());
        entry.how.iter().chain(&entry.cautions).chain(&entry.note).for_each(|text| assert_harmless(text));
    }
}

/// When programs begin here.
const FIRST: Date = date(2026, 11, 21);

fn good_program(program: &Program, deeds: &[u8]) {
    assert_harmless(&program.name);
    let change = |on, step| Change { program: program.id.clone(), on, step };
    let mut changes = vec![change(FIRST, Step::Started)];
    let mut day = FIRST;
    for deed in deeds.iter().take(20) {
        day = day.saturating_add(i64::from(deed >> 3).days());
        changes.push(change(day, Step::ALL[usize::from(deed & 7) % Step::ALL.len()]));
    }
    if let Some(standing) = standing(&changes) {
        for later in [0, 1, 7, 30, 365, 4_000] {
            let day = day.saturating_add(later.days());
            let agenda = agenda(program, &standing, &[], day);
            let place = place(program, &standing, day);
            assert_eq!(agenda.place, place);
            assert_harmless(&place.words(program));
            for word in gentle(program, &standing, &[], day, &supple::program::Asked::default())
                .words(|_| String::new())
            {
                assert_harmless(&word);
            }
            let today = compose_items(program, place.phase, &agenda.due_items(), |_| None);
            if let Ok(Some(routine)) = today
                && most_steps(&routine.steps) <= ENOUGH_STEPS
            {
                check_plan(&compile(&routine, &Options::default()));
            }
        }
    }
    for phase in &program.phases {
        phase.gate.iter().chain([&phase.name]).for_each(|text| assert_harmless(text));
        for item in &phase.items {
            if let Content::Exercise(exercise) = &item.content {
                assert_harmless(&dose_words(exercise));
            }
        }
    }
}
