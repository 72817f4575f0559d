//! Texts of strangers on their way to a voice and to the screen.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use supple::{
    audio::render::text::clean as for_a_program,
    diagnostic::printable,
    plan::{Options, Plan, add_variants, compile},
    routine::{Routine, kebab},
    session::Moment,
    speech::{Course, Said, Voice, aloud, estimate, script, texts},
    ui::text::{clean, one_line, shorten, width, wrap},
};
use unicode_segmentation::UnicodeSegmentation;

use super::{assert_harmless, files::library};

/// With every kind of work, side, phase and cue.
const TEMPLATE: &str = include_str!("../everything.toml");

static ROUTINE: LazyLock<Routine> = LazyLock::new(|| {
    let found = library().bytes(std::path::Path::new("x.toml"), TEMPLATE.into());
    let Some(supple::routine::File::Routine(routine)) = found.value else {
        panic!("{:?}", found.diagnostics)
    };
    *routine
});
static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let mut plan = compile(&ROUTINE, &Options::default());
    add_variants(&mut plan, &ROUTINE, &Options::default(), |id| library().exercise(id).ok()?.value);
    plan
});

/// More lines than this say nothing new.
const MOST_LINES: usize = 12;

/// Each line is a text, which stands wherever a text can stand; the last byte says which voice it is, and how fast.
pub(super) fn spoken(bytes: &[u8]) {
    let given = String::from_utf8_lossy(bytes);
    for line in given.split('\n').take(MOST_LINES) {
        shown(line);
        is_aloud(line);
    }
    let lines: Vec<&str> =
        given.split('\n').filter(|line| !line.trim().is_empty()).take(MOST_LINES).collect();
    if lines.is_empty() {
        return;
    }
    let plan = Arc::new(with_texts(&PLAN, &lines));
    let all = texts(&plan);
    assert!(all.iter().all(|text| !text.trim().is_empty()));
    let course = Course::of_plan(&plan);
    let mut heard = BTreeSet::new();
    let choice = u32::from(bytes.last().copied().unwrap_or_default());
    let pace = choice % 7;
    let voice = [Voice::Full, Voice::Full, Voice::Brief, Voice::Counts][choice as usize % 4];
    let takes = |text: &str| match pace {
        0 => None,
        pace => Some(estimate(text) * pace / 3),
    };
    let said = script(&plan, &course, voice, &Said::default(), takes);
    let mut before = Moment::ORIGIN;
    for utterance in &said {
        assert!(utterance.at >= before, "one after the other");
        before = utterance.ends();
        assert!(!utterance.phrases.is_empty());
        assert_eq!(utterance.phrases.len(), utterance.starts.len());
        assert!(utterance.starts.is_sorted());
        drop(utterance.text());
        heard.extend(utterance.phrases.iter().map(|phrase| phrase.text.clone()));
    }
    for text in &heard {
        is_aloud(text);
    }
}

fn with_texts(plan: &Plan, lines: &[&str]) -> Plan {
    let mut plan = plan.clone();
    let mut next = lines.iter().cycle().map(|line| (*line).to_owned());
    let mut take = |text: &mut String| text.clone_from(&next.next().unwrap_or_default());
    take(&mut plan.name);
    plan.groups.iter_mut().for_each(&mut take);
    for entry in &mut plan.entries {
        take(&mut entry.name);
        entry.say.iter_mut().for_each(&mut take);
        entry.note.iter_mut().for_each(&mut take);
        entry.target_words.iter_mut().for_each(&mut take);
        if let Some(labels) = &mut entry.side_labels {
            take(&mut labels.left);
            take(&mut labels.right);
        }
        entry.how.iter_mut().for_each(&mut take);
        entry.cautions.iter_mut().for_each(&mut take);
        entry.cues.iter_mut().for_each(|cue| take(&mut cue.say));
        for phase in &mut entry.phases {
            take(&mut phase.name);
            phase.say.iter_mut().for_each(&mut take);
        }
    }
    plan
}

/// What goes to a speech program holds nothing that one obeys.
fn is_aloud(text: &str) {
    for text in [text, &aloud(text)] {
        let Ok(said) = for_a_program(text) else { continue };
        assert!(!said.contains(|c: char| c.is_control() || "<>[]{}|\\`&\n".contains(c)), "{said:?}");
        assert!(!said.starts_with(['!', ' ']), "{said:?}");
        assert!(said.chars().count() <= 1_000);
        assert!(!said.is_empty());
        assert_eq!(for_a_program(&said).as_deref(), Ok(&*said), "once is enough");
    }
}

/// What goes to a terminal moves no cursor, and fits where it is put.
fn shown(text: &str) {
    assert_harmless(&printable(text));
    let cleaned = clean(text);
    assert_harmless(&cleaned);
    assert_eq!(clean(&cleaned), cleaned, "once is enough");
    assert_harmless(&one_line(text));
    for columns in [0, 2, 17] {
        let short = shorten(text, columns);
        assert!(width(&short) <= columns, "{short:?}");
        assert_harmless(&short);
        for line in wrap(text, columns) {
            // What is drawn as one character is broken nowhere, and may be wider than a very narrow line.
            let is_one = line.graphemes(true).nth(1).is_none();
            assert!(width(&line) <= columns.max(2) || is_one, "{line:?}");
            assert_harmless(&line);
        }
    }
    let id = kebab(text);
    assert_harmless(&id);
    assert_eq!(kebab(&id), id);
}
