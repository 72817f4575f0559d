//! The paragraph "Overrides" of the format, clause by clause.

use super::*;
use crate::routine::{fields, read::Reader};

fn layer(text: &str) -> Layer {
    let (tree, errors) = toml::de::DeTable::parse_recoverable(text);
    assert!(errors.is_empty(), "{errors:?}");
    let mut reader = Reader::new(text);
    let mut record = reader.table(&fields::INLINE, tree.get_ref(), 0..0);
    let faults: Vec<_> = reader
        .diagnostics
        .iter()
        .filter(|fault| fault.message != "this step does not say what to do")
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
    Layer::from_record(&mut record)
}

/// The dose fields that are left, in the order of the format.
fn left(base: &str, over: &str) -> String {
    let merged = layer(over).over(&layer(base));
    let hold = matches!(&merged.hold, Some(Slot { value: Some(_), .. }));
    [
        ("hold", hold),
        ("reps", merged.reps.is_some()),
        ("time", merged.time.is_some()),
        ("open", merged.is_open()),
        ("phases", merged.phases.is_some()),
        ("tempo", merged.tempo.is_some()),
        ("pace", merged.self_paced.is_some()),
        ("target", merged.target.is_some()),
        ("estimate", merged.estimate.is_some()),
    ]
    .into_iter()
    .filter_map(|(name, there)| there.then_some(name))
    .collect::<Vec<_>>()
    .join(" ")
}

const PHASES: &str = "phases = [{ name = \"Up\" }]\n";

#[test]
fn end_conditions_of_one_family_stay_together() {
    assert_eq!(left("reps = 8\nhold = '5s'", "reps = 10"), "hold reps");
    assert_eq!(left("reps = 8\nhold = '5s'", "hold = '9s'"), "hold reps");
    assert_eq!(left("hold = '5s'", "reps = 8"), "hold reps");
    assert_eq!(left("reps = 8", "hold = '5s'"), "hold reps");
}

#[test]
fn another_family_drops_what_was_inherited() {
    assert_eq!(left("reps = 8\nhold = '5s'", "time = '1m'"), "time");
    assert_eq!(left("reps = 8\nhold = '5s'", "open = true"), "open");
    assert_eq!(left("time = '1m'", "reps = 8"), "reps");
    assert_eq!(left("time = '1m'", "hold = '5s'"), "hold");
    assert_eq!(left("time = '1m'", "open = true"), "open");
    assert_eq!(left("open = true", "reps = 8"), "reps");
    assert_eq!(left("open = true", "hold = '5s'"), "hold");
    assert_eq!(left("open = true", "time = '1m'"), "time");
    assert_eq!(left("open = true", "open = false"), "");
}

#[test]
fn pace_and_target_go_with_their_family() {
    let base = "reps = 3\npace = 'self'\ntarget = '30-40 steps'\nestimate = '1m'";
    assert_eq!(left(base, "reps = 5"), "reps pace target estimate");
    assert_eq!(left(base, "time = '1m'"), "time estimate");
    assert_eq!(left(base, "open = true"), "open estimate");
    assert_eq!(left(base, "time = '1m'\ntarget = 'far'"), "time target estimate");
    assert_eq!(left("open = true\ntarget = 'a song'", "open = true"), "open target");
    assert_eq!(left("open = true\ntarget = 'a song'", "reps = 4"), "reps");
    // No end condition comes, so nothing goes.
    assert_eq!(left(base, "sets = 2"), "reps pace target estimate");
}

#[test]
fn phases_and_tempo_survive_unless_hold_or_open_comes() {
    for (base, name) in [(PHASES, "phases"), ("tempo = '3-1-2-0'\n", "tempo")] {
        let base = format!("{base}reps = 8");
        assert_eq!(left(&base, "reps = 5"), format!("reps {name}"));
        assert_eq!(left(&base, "time = '1m'"), format!("time {name}"));
        assert_eq!(left(&base, "hold = 'none'"), format!("reps {name}"));
        assert_eq!(left(&base, "hold = '5s'"), "hold reps");
        assert_eq!(left(&base, "open = true"), "open");
        let flow = base.replace("reps = 8", "time = '1m'");
        assert_eq!(left(&flow, "reps = 5"), format!("reps {name}"));
        assert_eq!(left(&flow, "hold = '5s'"), "hold");
    }
}

#[test]
fn phases_and_tempo_drop_an_inherited_hold_and_each_other() {
    assert_eq!(left("reps = 8\nhold = '5s'", PHASES), "reps phases");
    assert_eq!(left("reps = 8\nhold = '5s'", "tempo = '3-1-2-0'"), "reps tempo");
    assert_eq!(left("hold = '5s'", "tempo = '3-1-2-0'\nreps = 4"), "reps tempo");
    assert_eq!(left(&format!("reps = 8\n{PHASES}"), "tempo = '3-1-2-0'"), "reps tempo");
    assert_eq!(left("reps = 8\ntempo = '3-1-2-0'", PHASES), "reps phases");
}

#[test]
fn hold_none_drops_an_inherited_hold() {
    assert_eq!(left("reps = 8\nhold = '5s'", "hold = 'none'"), "reps");
    assert_eq!(left("hold = '5s'", "hold = 'none'"), "");
    assert_eq!(left("hold = '5s'", "hold = 'none'\nreps = 5"), "reps");
    assert_eq!(left("time = '1m'", "hold = 'none'"), "time");
}

#[test]
fn what_the_routine_says_is_not_assumed() {
    let assumed =
        |base: &str, over: &str| layer(over).over(&layer(base)).assumed.map(|slot| slot.value.join(" "));
    let base = "reps = 8\nhold = '5s'\nassumed = ['hold', 'sets', 'relax']";
    assert_eq!(assumed(base, "note = 'x'").as_deref(), Some("hold sets relax"));
    assert_eq!(assumed(base, "hold = '9s'").as_deref(), Some("sets relax"));
    assert_eq!(assumed(base, "time = '1m'").as_deref(), Some("sets relax"));
    assert_eq!(assumed(base, "assumed = ['reps']").as_deref(), Some("reps"));
    assert_eq!(assumed(base, "assumed = []").as_deref(), Some(""));
}

/// Every field that may be marked as assumed, as a file says it.
const MARKED: &[(&str, &str)] = &[
    ("hold", "hold = '5s'"),
    ("reps", "reps = 8"),
    ("time", "time = '1m'"),
    ("open", "open = true"),
    ("sets", "sets = 2"),
    ("sides", "sides = 'each'"),
    ("first_side", "first_side = 'right'"),
    ("side_labels", "side_labels = { left = 'l', right = 'r' }"),
    ("phases", "phases = [{ name = 'Up' }]"),
    ("tempo", "tempo = '3-1-2-0'"),
    ("rep_time", "rep_time = '4s'"),
    ("pace", "pace = 'self'"),
    ("target", "target = 'steps'"),
    ("breath", "breath = { in = '4s', out = '6s' }"),
    ("estimate", "estimate = '1m'"),
    ("prepare", "prepare = '10s'"),
    ("relax", "relax = '3s'"),
    ("switch", "switch = '8s'"),
    ("rest", "rest = '20s'"),
];

#[test]
fn every_mark_goes_with_what_it_marks_and_with_nothing_else() {
    let may_be_marked = fields::INLINE.find("assumed").map(|field| &field.shape);
    let keys: Vec<&str> = MARKED.iter().map(|(key, _)| *key).collect();
    assert!(matches!(may_be_marked, Some(fields::Shape::Words(words)) if **words == *keys));
    for (key, line) in MARKED {
        let base = layer(&format!("{line}\nassumed = ['{key}']"));
        let marks = |over: &str| layer(over).over(&base).assumed.unwrap().value;
        assert_eq!(marks("note = 'x'"), [*key], "{key} is as it was");
        assert_eq!(marks(line), [""; 0], "{key} is said");
    }
}

#[test]
fn a_target_goes_with_held_reps_too() {
    assert_eq!(left("reps = 8\nhold = '5s'\ntarget = 'far'", "open = true"), "open");
}

#[test]
fn words_of_the_file_are_taken_at_their_word() {
    use crate::routine::{Breath, Sides};
    let value = |slot: Option<Slot<Sides>>| slot.map(|slot| slot.value);
    assert_eq!(value(layer("sides = 'none'").over(&layer("sides = 'each'")).sides), Some(Sides::None));
    let phases = ["in", "out", "hold"].map(|breath| format!("{{ name = 'A', breath = '{breath}' }}"));
    let phases = layer(&format!("phases = [{}]", phases.join(", "))).phases.unwrap().value;
    let breaths: Vec<_> = phases.iter().map(|phase| phase.breath).collect();
    assert_eq!(breaths, [Some(Breath::In), Some(Breath::Out), Some(Breath::Hold)]);
}
