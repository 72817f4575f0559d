//! What the file may say of keys, and what it is told.

use crate::{
    config::settings::{Settings, read},
    diagnostic::{Diagnostic, Severity, place},
    ui::{Action, Keymap, Preset},
};

/// What is said, and the line and column where.
fn said(source: &str, faults: &[Diagnostic]) -> Vec<String> {
    let at = |fault: &Diagnostic| {
        let place = place(source, fault.span.as_ref().unwrap().start);
        format!("{}:{} {}", place.line, place.column, fault.message)
    };
    faults.iter().map(at).collect()
}

fn keys(source: &str) -> (Keymap, Vec<Diagnostic>) {
    let (settings, faults) = read(source);
    (settings.keys, faults)
}

#[test]
fn a_preset_is_a_word_or_stands_in_the_table() {
    for source in ["keys = \"vim\"", "keys.preset = \"vim\"", "[keys]\npreset = \"vim\"\n"] {
        assert_eq!(keys(source), (Keymap::of(Preset::Vim), Vec::new()), "{source}");
    }
    let (keymap, faults) = keys("[keys]\npreset = \"vim\"\ndown = [\"f2\"]\n");
    assert_eq!(faults, []);
    assert_eq!(
        (keymap.names(Action::Down), keymap.names(Action::Up)),
        (vec!["f2".into()], vec!["k".into(), "up".into()])
    );
}

#[test]
fn keys_are_a_list_one_key_or_none() {
    let (keymap, faults) = keys(
        "[keys]\npause = [\"space\", \"F5\"]\nskip = \"y\"\nmute = []\nrate = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n",
    );
    assert_eq!(faults, []);
    assert_eq!(keymap.names(Action::Pause), ["space", "f5"]);
    assert_eq!(keymap.names(Action::Skip), ["y"]);
    assert_eq!(keymap.names(Action::Mute), [""; 0]);
    assert_eq!(keymap.names(Action::Rate), Keymap::default().names(Action::Rate));
}

#[test]
fn what_is_shown_is_read_again() {
    let text = "[keys]\npreset = \"vim\"\nback = [\"ctrl--\", \"\\\"\", \"\\\\\", \"é\"]\nquit = []\n";
    let (settings, faults) = read(text);
    assert_eq!(faults, []);
    let shown: Vec<String> = settings.values().map(|(key, value)| format!("{key} = {value}")).collect();
    assert_eq!(read(&shown.join("\n")), (settings, Vec::new()));
}

#[test]
fn faults_are_named_where_they_stand_and_the_rest_holds() {
    let source = "mouse = false\n[keys]\npreset = \"vmi\"\npausse = \"a\"\nback = [\"f5\", \"spcae\"]\n\
                  skip = [\"ctrl-c\"]\nmute = false\nlater = [\"f6\", [\"f7\"]]\nrate = [\"1\"]\nnext = \"f8\"\n";
    let (settings, faults) = read(source);
    assert_eq!(
        said(source, &faults),
        [
            "3:10 there is no such preset of keys; did you mean `vim`?",
            "4:1 there is no action `pausse`; did you mean `pause`?",
            "5:15 `spcae` is not a key; did you mean `space`?",
            "6:9 `ctrl-c` is always `quit` (in a session) and cannot be `skip`",
            "7:8 keys are written in quotes, in a list",
            "8:16 keys are written in quotes, in a list",
            "9:1 `rate` takes ten keys, for 0 to 9 in this order, or none",
        ]
    );
    assert!(faults.iter().all(|fault| fault.is_error() && fault.help.is_some()));
    assert_eq!(settings.keys.names(Action::Next), ["f8"]);
    let rest = Settings { mouse: false, keys: settings.keys.clone(), ..Settings::default() };
    assert_eq!(settings, rest);
    assert_eq!(settings.keys.names(Action::Back), Keymap::default().names(Action::Back));
    assert_eq!(said("keys = 3", &keys("keys = 3").1), ["1:8 there is no such preset of keys"]);
    let below = keys("[keys]\nvolume = 50\n").1;
    assert_eq!(below[0].help.as_deref(), Some("`volume` is a setting: write it above `[keys]`"));
    assert!(read("keyz = \"vim\"").1[0].message.contains("did you mean `keys`?"));
}

#[test]
fn a_clash_says_who_wins_and_what_to_write() {
    let source = "[keys]\nnext = [\"b\"]\n";
    let (keymap, faults) = keys(source);
    let clash = "2:9 `b` would mean both `next` and `back` (in a session): it is `next` now";
    assert_eq!(said(source, &faults), [clash]);
    assert_eq!(faults[0].severity, Severity::Warning);
    let help = faults[0].help.as_deref().unwrap();
    assert!(help.contains("write `back = [\"left\", \"pageup\"]`"), "{help}");
    assert_eq!(keymap.names(Action::Next), ["b"]);
    // Whoever writes that has said it.
    let source = format!("{source}back = [\"left\", \"pageup\"]\n");
    assert_eq!(keys(&source), (keymap, Vec::new()));

    let source = "[keys]\nskip = [\"f5\"]\nnext = [\"n\", \"f5\"]\n";
    let (keymap, faults) = keys(source);
    let clash = "3:14 `f5` would mean both `skip` and `next` (in a session): it is `skip` now";
    assert_eq!(said(source, &faults), [clash]);
    assert!(faults[0].is_error());
    let (first, label) = &faults[0].also[0];
    assert_eq!((&source[first.clone()], label.as_str()), ("\"f5\"", "here it is `skip`"));
    assert_eq!(keymap.names(Action::Next), ["n"]);
}
