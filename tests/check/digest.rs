//! The digest of a routine: the history knows by it what was done before, so that it must last, and tell everything
//! apart that plays differently.

use std::collections::BTreeMap;

use super::read;

/// A routine that says nearly all that one can say, one thing a line.
const RICH: &str = r#"summary = "S"
tags = ["t", "u"]
source = { title = "T", author = "A", publisher = "P", url = "U", note = "N" }

[[step]]
group = "G"
rounds = 2
rest = "30s"
[[step.step]]
name = "Hold"
hold = "5-6s"
reps = "2-3"
say = "s"
position = "supine"
equipment = ["mat"]
optional_equipment = ["pillow"]
how = ["One.", "Two."]
purpose = "p"
best_for = "b"
category = "mobility"
complexity = "low"
cautions = "c"
not_for = "n"
source = { title = "T" }
easier = "t-hold"
harder = "t-flow"
figure = "plank"
note = "n"
cues = [{ at = "half", say = "h" }, { at = "2s", say = "a" }, { at = "-2s", say = "z" }]
sets = "1-2"
sides = "each"
first_side = "right"
side_labels = { left = "l", right = "r" }
breath = { in = "4s", out = "6s" }
prepare = "12s"
relax = "4s"
switch = "9s"
rest = "21s"
estimate = "1m"
optional = true
assumed = ["hold", "sets"]

[[step]]
name = "Even"
reps = 8
rep_time = "3s"
prepare = "ready"

[[step]]
name = "Shared"
reps = 7
rep_time = "6s"
phases = [{ name = "Up", breath = "in", say = "u", pose = "open" }, { name = "Down", breath = "out" }, { name = "Stay", breath = "hold" }]

[[step]]
name = "Own pace"
reps = 6
rep_time = "5s"
pace = "self"
target = "steps"

[[step]]
name = "Flow"
time = "1m"
phases = [{ name = "To", time = "2s" }, { name = "Fro", time = "3s" }]

[[step]]
name = "Open"
open = true
target = "a song"
"#;

#[test]
fn a_digest_is_the_same_on_every_machine_and_in_every_version() {
    let hash = |steps: &str| read(steps).unwrap().hash;
    // Made by a program of another language out of the description alone: FNV-1a with 128 bits over keys and values.
    assert_eq!(hash("[[step]]\nname = \"Sit\"\nhold = \"60s\""), "a1520953c8f28915ccfcdd296badd8cf");
}

#[test]
fn whatever_is_said_otherwise_has_another_digest() {
    let mut seen = BTreeMap::new();
    seen.insert(read(RICH).unwrap().hash, "nothing".to_owned());
    let mut other = |what: &str, text: &str| {
        let routine = read(text).unwrap_or_else(|| panic!("{what} leaves a good routine"));
        if let Some(same) = seen.insert(routine.hash, what.to_owned()) {
            panic!("{what} and {same} have the same digest");
        }
    };
    for (from, to) in [
        ("summary = \"S\"", "summary = \"s\""),
        ("tags = [\"t\"", "tags = [\"T\""),
        ("tags = [", "cautions = \"r\"\ntags = ["),
        ("\"T\", author", "\"t\", author"),
        ("author = \"A\"", "author = \"a\""),
        ("publisher = \"P\"", "publisher = \"p\""),
        ("url = \"U\"", "url = \"u\""),
        ("note = \"N\"", "note = \"n\""),
        ("group = \"G\"", "group = \"g\""),
        ("rounds = 2", "rounds = 3"),
        ("rest = \"30s\"", "rest = \"31s\""),
        ("name = \"Hold\"", "name = \"hold\""),
        ("hold = \"5-6s\"", "hold = \"5-7s\""),
        ("hold = \"5-6s\"", "hold = \"4-6s\""),
        ("reps = \"2-3\"", "reps = \"2-4\""),
        ("reps = \"2-3\"", "reps = \"1-3\""),
        ("say = \"s\"", "say = \"S\""),
        ("supine", "prone"),
        ("\"mat\"", "\"chair\""),
        ("\"pillow\"", "\"bolster\""),
        ("how = [\"One.\"", "how = [\"1.\""),
        ("purpose = \"p\"", "purpose = \"P\""),
        ("best_for = \"b\"", "best_for = \"B\""),
        ("mobility", "strength"),
        ("complexity = \"low\"", "complexity = \"high\""),
        ("cautions = \"c\"", "cautions = \"C\""),
        ("not_for = \"n\"", "not_for = \"N\""),
        ("source = { title = \"T\" }", "source = { title = \"U\" }"),
        ("easier = \"t-hold\"", "easier = \"t-flow\""),
        ("harder = \"t-flow\"", "harder = \"t-hold\""),
        ("figure = \"plank\"", "figure = \"cat-cow\""),
        ("note = \"n\"", "note = \"m\""),
        ("at = \"half\"", "at = \"5s\""),
        ("at = \"2s\"", "at = \"3s\""),
        ("at = \"-2s\"", "at = \"-3s\""),
        ("at = \"-2s\"", "at = \"2s\""),
        ("say = \"z\"", "say = \"Z\""),
        ("sets = \"1-2\"", "sets = \"1-3\""),
        ("sides = \"each\"", "sides = \"alternate\""),
        ("sides = \"each\"", "sides = \"left\""),
        ("sides = \"each\"", "sides = \"right\""),
        ("sides = \"each\"", "sides = \"none\""),
        ("first_side = \"right\"", "first_side = \"left\""),
        ("left = \"l\"", "left = \"L\""),
        ("right = \"r\"", "right = \"R\""),
        ("in = \"4s\"", "in = \"5s\""),
        ("out = \"6s\"", "out = \"7s\""),
        ("prepare = \"12s\"", "prepare = \"13s\""),
        ("relax = \"4s\"", "relax = \"5s\""),
        ("switch = \"9s\"", "switch = \"10s\""),
        ("rest = \"21s\"", "rest = \"22s\""),
        ("estimate = \"1m\"", "estimate = \"2m\""),
        ("assumed = [\"hold\"", "assumed = [\"reps\""),
        ("reps = 8", "reps = 9"),
        ("rep_time = \"3s\"", "rep_time = \"2s\""),
        ("reps = 7", "reps = 8"),
        ("rep_time = \"6s\"", "rep_time = \"7s\""),
        ("name = \"Up\"", "name = \"up\""),
        ("breath = \"in\"", "breath = \"out\""),
        ("breath = \"in\"", "breath = \"hold\""),
        ("breath = \"hold\"", "breath = \"in\""),
        ("say = \"u\"", "say = \"U\""),
        ("pose = \"open\"", "pose = \"closed\""),
        ("reps = 6", "reps = 7"),
        ("rep_time = \"5s\"", "rep_time = \"6s\""),
        ("target = \"steps\"", "target = \"paces\""),
        ("time = \"1m\"\nphases", "time = \"2m\"\nphases"),
        ("time = \"2s\" }", "time = \"1s\" }"),
        ("target = \"a song\"", "target = \"two songs\""),
    ] {
        assert!(RICH.contains(from), "{from}");
        other(&format!("{from} → {to}"), &RICH.replacen(from, to, 1));
    }
    // What one can leave out means something too.
    let optional = "summary tags source say position equipment optional_equipment how purpose best_for category \
                    complexity cautions not_for easier harder figure note cues first_side side_labels breath prepare \
                    estimate optional assumed pace target rep_time";
    for key in optional.split(' ') {
        for (n, line) in RICH.lines().enumerate() {
            if line.starts_with(&format!("{key} =")) {
                let without = RICH.lines().enumerate().filter(|(at, _)| *at != n).map(|(_, line)| line);
                other(&format!("no {line} in line {n}"), &without.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    // The end of a group is where it is.
    let [group, rest] = RICH.split_once("[[step]]\nname = \"Even\"").map(|(a, b)| [a, b]).unwrap();
    other("longer group", &format!("{group}[[step.step]]\nname = \"Even\"{rest}"));
}
