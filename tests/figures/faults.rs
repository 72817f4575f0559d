//! What a pose file may get wrong, and what its author is told.

use supple::{
    diagnostic::{Look, render},
    figure,
};

/// A body on all fours.
const GOOD: &str = "\
format = 1

[base]
root = [0, 28]
spine = 10
arm.both = { hand = [28, 3, 9], bend = 180, palm = 0 }
leg.both = { thigh = -90, shank = 180, toes = 180 }
planted = [\"hand.r\", \"knee.l\"]

[pose.start]

[pose.reach]
leg.r = { thigh = 176, shank = 176, toes = -110 }

[play]
rep = [\"start\", \"reach\"]
";

fn told(source: &str) -> String {
    match figure::read("test", source) {
        Ok(_) => String::new(),
        Err(faults) => render("test.toml", source, &faults, Look::default()),
    }
}

fn measured(source: &str) -> Vec<String> {
    let figure = figure::read("test", source).unwrap_or_else(|_| panic!("{}", told(source)));
    figure::check(&figure).iter().map(ToString::to_string).collect()
}

#[test]
fn a_good_file_is_told_nothing() {
    assert_eq!(told(GOOD), "");
    assert_eq!(measured(GOOD), Vec::<String>::new());
}

#[test]
fn every_mistake_in_writing_is_named_with_its_line_and_a_remedy() {
    let cases = [
        ("format = 1", "format = 2", "only format 1 of pose files is known", ":1:"),
        ("root = [0, 28]\n", "", "the pose `start` does not say `root`", ":9:"),
        ("root = [0, 28]", "root = 28", "`root` is a place `[x, y]`", ":4:"),
        ("root =", "rooot =", "did you mean `root`?", ":4:"),
        ("spine = 10", "spine = [10, 10]", "one number, or four", ":5:"),
        ("spine = 10", "spine = 1000", "`spine` is a number from -720 to 720", ":5:"),
        ("arm.both", "arm.all", "`arm` or `leg` can have: r, l, both", ":6:"),
        ("bend = 180", "bend = \"up\"", "a direction `[x, y, z]`", ":6:"),
        ("hand = [28, 3, 9]", "upper = 3", "either by angles or by one target", ":6:"),
        ("thigh = -90, ", "", "either by angles or by one target", ":7:"),
        ("\"knee.l\"", "\"knee.left\"", "did you mean `knee.l`?", ":8:"),
        ("\"reach\"]", "\"raech\"]", "did you mean `reach`?", ":16:"),
        ("rep =", "reps =", "did you mean `rep`?", ":16:"),
        ("[pose.reach]", "[pose.reach]\nlike = \"begin\"", "`like` does not know `begin`", ":13:"),
        ("[play]", "[[prop]]\nkind = \"table\"\n[play]", "`kind` takes: mat, chair", ":16:"),
        ("[play]", "[[prop]]\nkind = \"ball\"\n[play]", "needs `at`", ":15:"),
        ("[play]", "[[prop]]\nkind = \"band\"\n[play]", "needs `through`", ":15:"),
        ("[play]", "[[prop]]\nkind = \"band\"\naround = \"knee\"\n[play]", "did you mean `knee.r`?", ":17:"),
        ("[pose.reach]", "[pose.reach]\nmoves = [\"leg\"]", "did you mean `leg.r`?", ":13:"),
        ("-110 }", "-.3 }", "numbers need a digit before the point", ":13:"),
    ];
    for (right, wrong, words, line) in cases {
        assert!(GOOD.contains(right), "{right}");
        let told = told(&GOOD.replacen(right, wrong, 1));
        assert!(told.contains(words) && told.contains(&format!("test.toml{line}")), "{wrong}:\n{told}");
        assert!(told.contains("help"), "{wrong}:\n{told}");
    }
}

#[test]
fn every_fault_of_a_body_is_measured() {
    let cases = [
        ("[\"start\", \"reach\"]", "[\"start\"]", "test, reach: no sequence of `[play]` comes to this pose"),
        (
            "thigh = 176, shank = 176",
            "thigh = 90, shank = 90",
            "hip.r to knee.r turns by 180°, and it is chance",
        ),
        // A wrist beyond the arm's length.
        ("hand = [28, 3, 9]", "hand = [60, 3, 9]", "test, start: wrist.r is"),
        // A hand that is elsewhere in the second pose.
        (
            "[pose.reach]",
            "[pose.reach]\narm.both = { hand = [26, 3, 9], bend = 180, palm = 0 }",
            "start → reach: hand.r is planted but slides by 2.00",
        ),
        ("root = [0, 28]", "root = [0, 24]", "test, start: knee.r sinks 4.2 below the floor"),
        ("shank = 180, toes = 180", "shank = 0, toes = 0", "knee.r bends forward by 90°; people have"),
        ("shank = 180, toes = 180", "shank = 100, toes = 0", "knee.r is bent by 170°"),
        ("spine = 10", "spine = [10, 80, 10, 10]", "lumbar bends back against the part below by 70°"),
        ("spine = 10", "spine = 10\nhead_turn = 110", "head turns by 110°"),
        ("thigh = 176, shank = 176", "thigh = 120, shank = 120", "hip.r is raised ahead by"),
        ("toes = -110", "toes = 20", "ankle.r is at an angle to the shin of 154°"),
    ];
    for (right, wrong, words) in cases {
        assert!(GOOD.contains(right), "{right}");
        let faults = measured(&GOOD.replacen(right, wrong, 1));
        assert!(faults.iter().any(|fault| fault.contains(words)), "{wrong}: no “{words}” in {faults:#?}");
    }
}
