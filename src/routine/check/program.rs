//! A program file: its phases in order, and the items of each.

use super::{Checked, Document, Known, advice, finish, idle::Asked, links, routine, size, unknown};
use crate::{
    diagnostic::Diagnostic,
    routine::{
        fields::PROGRAM,
        layer::{self, Layer},
        model::{Block, Content, Exercise, Frequency, Item, PhaseLength, Program, ProgramPhase, Range},
        read::{Reader, Record, Slot, Span, Value},
        resolve::{Defaults, resolve},
        safety::is_for_a_flare_up,
    },
};

/// What a program file means.
pub(crate) fn program(id: &str, document: Document<'_>, known: &dyn Known) -> Checked<Program> {
    let mut reader = Reader::new(document.source);
    reader.diagnostics = document.faults;
    let mut record = reader.table(&PROGRAM, &document.tree, document.root);
    let mut faults = reader.diagnostics;
    let name = record.text("name").map(|slot| slot.value).unwrap_or_default();
    let summary = record.text("summary").map(|slot| slot.value);
    let source = layer::source(&mut record).map(|slot| slot.value);
    let tags = record.texts("tags").map(|slot| slot.value).unwrap_or_default();
    let says_flare_up =
        |texts: &[Option<&String>]| texts.iter().flatten().any(|text| is_for_a_flare_up(text));
    let tagged = tags.iter().any(|tag| is_for_a_flare_up(tag));
    let for_flare_up = tagged || says_flare_up(&[Some(&name), summary.as_ref()]);
    let mut weeks = Weeks::default();
    let mut phases = Vec::new();
    for mut table in record.records("phase").map(|slot| slot.value).unwrap_or_default() {
        let length = length(&mut table, &mut weeks, &mut faults);
        let name = table.text("name").map(|slot| slot.value).unwrap_or_default();
        let summary = table.text("summary").map(|slot| slot.value);
        let gate = table.text("gate").map(|slot| slot.value);
        let for_flare_up = for_flare_up || says_flare_up(&[Some(&name), summary.as_ref()]);
        let items = items(&mut table, for_flare_up, known, &mut faults);
        phases.push(ProgramPhase { name, summary, length, gate, items });
    }
    finish(Some(Program { id: id.into(), name, summary, source, tags, phases }), faults)
}

/// The weeks of the phases before.
#[derive(Default)]
struct Weeks {
    last: u32,
    place: Option<Span>,
    /// A phase that is not counted in weeks stood between: the count may go on or begin anew.
    interrupted: bool,
}

fn length(table: &mut Record, weeks: &mut Weeks, faults: &mut Vec<Diagnostic>) -> PhaseLength {
    if table.has("weeks") && table.has("days") {
        faults.push(
            Diagnostic::error(table.span.clone(), "`weeks` and `days` do not go together")
                .help("keep one of them, or neither: then the user moves on when ready"),
        );
    }
    let faulty = table.is_faulty("weeks");
    let days = table.count("days");
    let Some(Slot { value: Range { low: first, high: last }, place }) = table.counts("weeks") else {
        // Weeks that could not be read are no reason to complain about those that follow.
        weeks.interrupted = true;
        if faulty {
            *weeks = Weeks { last: u32::MAX, place: None, interrupted: true };
        }
        return days.map_or(PhaseLength::WhenReady, |days| PhaseLength::Days(days.value));
    };
    let span = place.map_or(table.span.clone(), |place| place.value);
    let next = weeks.last.saturating_add(1);
    let begins_anew = first == 1 && weeks.interrupted;
    if weeks.last != u32::MAX && first != next && !begins_anew {
        faults.push(out_of_order(first, last, weeks, span.clone()));
    }
    *weeks = Weeks { last, place: Some(span), interrupted: false };
    PhaseLength::Weeks { first, last }
}

fn out_of_order(first: u32, last: u32, before: &Weeks, span: Span) -> Diagnostic {
    let (next, length) = (before.last + 1, last - first);
    let write = if length == 0 { next.to_string() } else { format!("{next}-{}", next + length) };
    let fault = match &before.place {
        None => Diagnostic::error(span, format!("the weeks begin at {first}, not at 1"))
            .label("nothing says what to do before"),
        Some(place) if first > next => {
            Diagnostic::error(span, format!("between week {} and week {first} there is nothing", before.last))
                .label("the weeks of one phase follow those of the phase before")
                .also(place.clone(), format!("this phase ends with week {}", before.last))
        }
        Some(place) => Diagnostic::error(span, format!("week {first} belongs to an earlier phase already"))
            .label("the weeks of one phase follow those of the phase before")
            .also(place.clone(), format!("this phase ends with week {}", before.last)),
    };
    fault.help(format!("write `weeks = \"{write}\"`"))
}

/// `for_flare_up`: the words of the program or of the phase say that it is for one.
fn items(
    table: &mut Record,
    for_flare_up: bool,
    known: &dyn Known,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for mut record in table.records("item").map(|slot| slot.value).unwrap_or_default() {
        let frequency =
            record.take("frequency", |value| if let Value::Frequency(f) = value { Some(f) } else { None });
        let frequency_assumed = record.strike("assumed", "frequency");
        let content = content(&mut record, for_flare_up, known, faults);
        // Without either the file has a fault, and its program is not given away.
        let Some((content, frequency)) = content.zip(frequency) else { continue };
        let frequency: Frequency = frequency.value;
        let mut item = Item { id: String::new(), content, frequency, frequency_assumed };
        item.id = free_id(item.content_id(), &items);
        items.push(item);
    }
    let blocks: Vec<Block> = items.iter().filter_map(|item| block(&item.content)).collect();
    faults.extend(size::too_many_steps(&blocks, "phase", &table.span));
    items
}

fn block(content: &Content) -> Option<Block> {
    match content {
        Content::Exercise(exercise) => Some(Block::Exercise(exercise.clone())),
        Content::Routine(_) => None,
    }
}

/// The id itself, or the first of `ID-2`, `ID-3` … that nobody has.
fn free_id(id: &str, items: &[Item]) -> String {
    let is_free = |id: &String| items.iter().all(|item| item.id != *id);
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.to_owned()).chain(numbered).find(is_free).unwrap_or_else(|| id.to_owned())
}

fn content(
    item: &mut Record,
    for_flare_up: bool,
    known: &dyn Known,
    faults: &mut Vec<Diagnostic>,
) -> Option<Content> {
    match (item.has("use"), item.has("routine")) {
        (true, true) => faults.push(
            Diagnostic::error(item.span.clone(), "`use` and `routine` do not go together")
                .help("an item is one exercise or one whole routine: make it two items"),
        ),
        (false, false) => faults.push(
            Diagnostic::error(item.span.clone(), "this item does not say what to do")
                .help("give it `use` (the id of an exercise) or `routine` (the name of a routine)"),
        ),
        (true, false) => {
            return exercise(item, for_flare_up, known, faults)
                .map(|exercise| Content::Exercise(Box::new(exercise)));
        }
        (false, true) => return whole_routine(item, known, faults).map(Content::Routine),
    }
    None
}

fn exercise(
    item: &mut Record,
    for_flare_up: bool,
    known: &dyn Known,
    faults: &mut Vec<Diagnostic>,
) -> Option<Exercise> {
    let span = item.span_of("use").unwrap_or_else(|| item.span.clone());
    let (id, layer) = routine::used(item, known, faults)?;
    advice::flare_up(&layer, for_flare_up, &span, faults);
    links::check(&id, &layer, known, faults);
    let asked = Asked::of(&layer);
    let exercise = resolve(id, layer, &Defaults::default(), &item.span, faults)?;
    asked.check(&exercise, known, faults);
    Some(exercise)
}

fn whole_routine(item: &mut Record, known: &dyn Known, faults: &mut Vec<Diagnostic>) -> Option<String> {
    let routine = item.text("routine");
    if let Some(routine) = &routine
        && !known.has_routine(&routine.value)
    {
        let span = routine.place.as_ref().map_or(item.span.clone(), |place| place.value.clone());
        faults.push(
            unknown("routine", &routine.value, span, &known.routine_ids())
                .help_or(|| "`supple list` shows them all".into()),
        );
    }
    if Layer::from_record(item) != Layer::default() {
        faults.push(
            Diagnostic::error(item.span.clone(), "a whole routine takes no fields of an exercise")
                .help("leave `routine` and `frequency` here; doses stand in the routine itself"),
        );
    }
    routine.map(|routine| routine.value)
}
