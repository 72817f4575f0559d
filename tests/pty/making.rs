//! A routine of one's own, by `supple edit` and by questions. The editor is a script here: what it does to the file is
//! what counts.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::PathBuf,
    process::{Output, Stdio},
};

use crate::{home::Home, pty::Tty};

const GOOD: &str = "format = 1\nname = \"Mine\"\n[[step]]\nname = \"Sit\"\nhold = \"5s\"\n";
/// What an editor does.
const FAULT: &str = "sed -i 's/hold/hodl/;s/Sit/Kneel/'";
const MEND: &str = "sed -i 's/hodl/hold/;s/5s/7s/'";

fn with_mine() -> Home {
    let home = Home::new();
    home.routine("mine", GOOD);
    home
}

fn mine(home: &Home) -> String {
    fs::read_to_string(home.path().join("config/supple/routines/mine.toml")).unwrap()
}

fn drafts(home: &Home) -> Vec<PathBuf> {
    let folder = home.path().join("state/supple/drafts").read_dir().into_iter().flatten();
    folder.map(|draft| draft.unwrap().path()).filter(|path| path.is_file()).collect()
}

/// Edits with nobody at the terminal.
fn edit(home: &Home, name: &str, editor: &str) -> Output {
    home.command(&["edit", name]).env("EDITOR", editor).current_dir(home.path()).output().unwrap()
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

#[test]
fn what_is_good_is_saved_and_what_is_faulty_stays_a_draft() {
    let home = with_mine();
    let faulty = edit(&home, "mine", FAULT);
    assert_eq!(faulty.status.code(), Some(2), "{}", words(&faulty));
    assert!(words(&faulty).contains("mine.toml:5:1") && words(&faulty).contains("did you mean `hold`?"));
    assert!(words(&faulty).contains("The draft is kept at"));
    assert_eq!(mine(&home), GOOD, "the last good one stays");
    assert_eq!(drafts(&home).len(), 1);
    let good = edit(&home, "mine", MEND);
    assert_eq!(good.status.code(), Some(0), "{}", words(&good));
    assert!(words(&good).contains("good (routine “Mine”)") && words(&good).contains("Saved"));
    assert_eq!(
        mine(&home),
        GOOD.replace("5s", "7s").replace("Sit", "Kneel"),
        "the draft went on from where it was left"
    );
    assert!(drafts(&home).is_empty());
}

#[test]
fn faults_are_shown_and_the_editor_opens_again_until_the_user_has_enough() {
    let home = with_mine();
    let mut tty = Tty::supple_with(&home, &["edit", "mi"], 100, 30, &[("EDITOR", FAULT)]);
    tty.wait_for(&["unknown key `hodl`", "stays as it was until this is mended", "[E/k/d]"]);
    tty.press("what\n");
    tty.wait_for(&["what", "[E/k/d]"]);
    tty.press("d\n");
    assert_eq!(tty.wait_end(), 130);
    tty.wait_for(&["Dropped."]);
    assert!(mine(&home) == GOOD && drafts(&home).is_empty());

    // A fault at first, and mended the second time.
    let editor = "f() { grep -q hodl \"$1\" && sed -i 's/hodl/hold/; s/5s/9s/' \"$1\" || sed -i s/hold/hodl/ \"$1\"; }; f";
    let mut tty = Tty::supple_with(&home, &["edit", "mine"], 100, 30, &[("EDITOR", editor)]);
    tty.wait_for(&["[E/k/d]"]);
    tty.press("\n");
    assert_eq!(tty.wait_end(), 0);
    tty.wait_for(&["Saved"]);
    assert_eq!(mine(&home), GOOD.replace("5s", "9s"));
}

#[test]
fn a_draft_that_was_left_is_offered_and_may_be_left_for_good() {
    let home = with_mine();
    assert_eq!(edit(&home, "mine", FAULT).status.code(), Some(2));
    let mut tty = Tty::supple_with(&home, &["edit", "mine"], 100, 30, &[("EDITOR", "sed -i s/5s/6s/")]);
    tty.wait_for(&["There is a draft from 20", "mine.toml. Go on with it? [Y/n]"]);
    tty.press("n\n");
    assert_eq!(tty.wait_end(), 0);
    assert_eq!(mine(&home), GOOD.replace("5s", "6s"), "it began with the file");
}

#[test]
fn a_file_that_was_changed_meanwhile_is_not_lost() {
    let home = with_mine();
    let other = format!(
        "f() {{ sed -i s/Sit/Lie/ {}/config/supple/routines/mine.toml; sed -i s/5s/8s/ \"$1\"; }}; f",
        home.path().display()
    );
    let refused = edit(&home, "mine", &other);
    assert_eq!(refused.status.code(), Some(130), "{}", words(&refused));
    assert_eq!(mine(&home), GOOD.replace("Sit", "Lie"));
    assert_eq!(drafts(&home).len(), 1, "{}", words(&refused));
    let mut tty = Tty::supple_with(&home, &["edit", "mine"], 100, 30, &[("EDITOR", other.as_str())]);
    tty.wait_for(&["which has been changed since. Go on with it?"]);
    tty.press("y\n");
    tty.wait_for(&["Write over it? [y/N]"]);
    assert_eq!(mine(&home), GOOD.replace("Sit", "Lie"));
    tty.press("y\n");
    assert_eq!(tty.wait_end(), 0, "{}", tty.text());
    assert_eq!(mine(&home), GOOD.replace("5s", "8s"));
}

#[test]
fn what_ships_becomes_a_copy_of_ones_own() {
    let home = Home::new();
    let copy = home.path().join("config/supple/exercises/bird-dog.toml");
    let unchanged = edit(&home, "bird-dog", "true");
    assert_eq!(unchanged.status.code(), Some(0));
    assert!(words(&unchanged).contains("Nothing was changed.") && words(&unchanged).contains("code --wait"));
    assert!(!copy.exists() && drafts(&home).is_empty());
    let changed = edit(&home, "bird-dog", "sed -i 's/^name .*/name = \"My bird dog\"/'");
    assert_eq!(changed.status.code(), Some(0), "{}", words(&changed));
    assert!(words(&changed).contains("takes the place of an exercise that ships"), "{}", words(&changed));
    assert!(fs::read_to_string(&copy).unwrap().contains("My bird dog"));
    assert!(words(&home.run(&["show", "bird-dog"])).contains("My bird dog"));
}

#[test]
fn links_and_rights_stay_as_they_are() {
    let home = Home::new();
    let real = home.path().join("dotfiles.toml");
    fs::write(&real, GOOD).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let link = home.path().join("link.toml");
    symlink(&real, &link).unwrap();
    assert_eq!(edit(&home, "./link.toml", "sed -i s/5s/6s/").status.code(), Some(0));
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), GOOD.replace("5s", "6s"));
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    let left: Vec<_> = home.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".supple")), "{left:?}");
}

#[test]
fn an_editor_that_fails_or_is_not_there_changes_nothing() {
    let home = with_mine();
    for (editor, why) in [
        ("false", "has ended with status 1"),
        ("no-such-editor --wait", "cannot be started"),
        ("sh -c 'kill -9 $$'", "has ended with"),
    ] {
        let failed = edit(&home, "mine", editor);
        assert_eq!(failed.status.code(), Some(1), "{editor}: {}", words(&failed));
        assert!(words(&failed).contains(why), "{editor}: {}", words(&failed));
        assert!(mine(&home) == GOOD && drafts(&home).is_empty(), "{editor}");
    }
    // What was written before it failed is not thrown away.
    let failed = edit(&home, "mine", "f() { sed -i s/5s/6s/ \"$1\"; false; }; f");
    assert_eq!(failed.status.code(), Some(1));
    assert!(words(&failed).contains("the draft stays at"), "{}", words(&failed));
    assert!(mine(&home) == GOOD && drafts(&home).len() == 1);
    for (name, why) in [
        ("nothing-like-it", "`supple new` with a name writes a new one"),
        ("./not-there.toml", "there is no file ./not-there.toml"),
        ("./mine.txt", "does not end in .toml"),
    ] {
        let unknown = edit(&home, name, "true");
        assert_eq!(unknown.status.code(), Some(2), "{name}");
        assert!(words(&unknown).contains(why), "{name}: {}", words(&unknown));
    }
}

#[test]
fn a_full_or_forbidden_folder_keeps_what_was_written() {
    let home = with_mine();
    // A folder where the file is to be put for a moment: not even root writes a file over it.
    let editor = format!(
        "f() {{ mkdir {}/config/supple/routines/.supple-$PPID.new; sed -i s/5s/6s/ \"$1\"; }}; f",
        home.path().display()
    );
    let failed = edit(&home, "mine", &editor);
    assert_eq!(failed.status.code(), Some(1), "{}", words(&failed));
    assert!(words(&failed).contains("what you wrote is at"), "{}", words(&failed));
    assert_eq!(mine(&home), GOOD);
    assert!(fs::read_to_string(&drafts(&home)[0]).unwrap().contains("6s"));
}

#[test]
fn control_c_is_the_editors_while_it_runs() {
    let home = with_mine();
    let editor = "f() { trap 'caught=1' INT; echo editing; read line; sed -i s/5s/6s/ \"$1\"; }; f";
    let mut tty = Tty::supple_with(&home, &["edit", "mine"], 100, 30, &[("EDITOR", editor)]);
    tty.wait_for(&["editing"]);
    tty.press("\x03");
    tty.wait_for(&["^C"]);
    tty.press("\n");
    assert_eq!(tty.wait_end(), 0, "{}", tty.text());
    assert_eq!(mine(&home), GOOD.replace("5s", "6s"));
}

#[test]
fn settings_are_edited_the_same_way() {
    let home = Home::new();
    let config = home.path().join("config/supple/config.toml");
    let edit = |editor: &str| {
        home.command(&["config", "edit"]).env("VISUAL", editor).env("EDITOR", "false").output().unwrap()
    };
    let saved = edit("sed -i 's/^# volume = .*/volume = 55/'");
    assert_eq!(saved.status.code(), Some(0), "{}", words(&saved));
    assert!(fs::read_to_string(&config).unwrap().contains("\nvolume = 55\n"));
    let faulty = edit("sed -i s/volume/volum/");
    assert_eq!(faulty.status.code(), Some(2), "{}", words(&faulty));
    assert!(words(&faulty).contains("did you mean `volume`?"), "{}", words(&faulty));
    assert!(fs::read_to_string(&config).unwrap().contains("\nvolume = 55\n"));
}

/// What `supple new -i` says to these answers, and its status.
fn answer(home: &Home, args: &[&str], answers: &str) -> Output {
    let mut command = home.command(&[&["new", "-i"], args].concat());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_therapists_note_becomes_a_routine_and_a_program() {
    let home = Home::new();
    let answers = [
        "Dr Lee's back", // its name
        "bird dog",      // one of the library
        "2 sets of 8, hold 5 sec",
        "45 s", // the rest
        "alternate",
        "Towel slide", // one of one's own
        "standing",
        "Hands on a towel at the wall.",
        "Slide up until it pulls.",
        "",
        "Stop below pain.",
        "3 x 20-30 sec each side",
        "",             // held still
        "",             // each side, as was said
        "cat",          // that could be several
        "piriformis s", // the beginning of a name in the library
        "",             // it is this one
        "",             // as it is
        "",
        "",            // that is all
        "twice a day", // how often
    ];
    let said = answer(&home, &[], &(answers.join("\n") + "\n"));
    assert_eq!(said.status.code(), Some(0), "{}", words(&said));
    let text = fs::read_to_string(home.path().join("config/supple/routines/dr-lees-back.toml")).unwrap();
    assert_eq!(
        text,
        "format = 1\nname = \"Dr Lee's back\"\n\n\
         [[step]]\nuse = \"bird-dog\"\nsets = 2\nreps = 8\nhold = \"5s\"\nrest = \"45s\"\nsides = \"alternate\"\n\n\
         [[step]]\nname = \"Towel slide\"\nposition = \"standing\"\nhow = [\n  \"Hands on a towel at the wall.\",\n  \
         \"Slide up until it pulls.\",\n]\ncautions = [\"Stop below pain.\"]\nreps = 3\nhold = \"20-30s\"\nsides = \"each\"\n\n\
         [[step]]\nuse = \"piriformis-stretch\"\n"
    );
    for part in ["= 2 × 8 each side", "= 3 reps each side, hold 20–30 s", "That could be cat-cow,"] {
        assert!(words(&said).contains(part), "{part}\n{}", words(&said));
    }
    for file in ["routines", "programs"] {
        let checked = home
            .run(&["check", &format!("{}/config/supple/{file}/dr-lees-back.toml", home.path().display())]);
        assert_eq!(checked.status.code(), Some(0), "{}", words(&checked));
    }
    assert!(home.run(&["program", "start", "dr-lees-back"]).status.success());
    assert!(words(&home.run(&["today"])).contains("0 of 2 today"), "{}", words(&home.run(&["today"])));
}

#[test]
fn questions_are_asked_again_until_the_answer_is_one() {
    let home = Home::new();
    let answers = [
        "???", // no name
        "Mine", "!!", // no exercise
        "bidr dog", "n", // not one's own
        "bird-dog", "a lot", "0", // refused by the checker
        "",  // sides
        "8", "maybe", "left",
    ];
    let said = answer(&home, &[], &(answers.join("\n") + "\n"));
    assert_eq!(said.status.code(), Some(0), "{}", words(&said));
    assert!(mine(&home).ends_with("use = \"bird-dog\"\nreps = 8\nsides = \"left\"\n"), "{}", mine(&home));
    for why in [
        "is no name for a routine",
        "A name has letters in it.",
        "The library has bird-dog",
        "3 x 10 is sets and reps",
        "That does not go together",
        "each is one side in full",
    ] {
        assert!(words(&said).contains(why), "{why}\n{}", words(&said));
    }
    assert!(!home.path().join("config/supple/programs").exists(), "nobody said how often");
}

#[test]
fn questions_whose_answers_end_leave_nothing_behind() {
    let home = Home::new();
    let broken = answer(&home, &["Mine"], "bird dog\n\n\nSliding\n\n\n\nnonsense\n");
    assert_eq!(broken.status.code(), Some(1), "{}", words(&broken));
    assert!(words(&broken).contains("the answers ended at"), "{}", words(&broken));
    assert!(!home.path().join("config/supple/routines").exists());
    home.routine("mine", GOOD);
    let taken = answer(&home, &["Mine"], "bird dog\n");
    assert_eq!(taken.status.code(), Some(2), "{}", words(&taken));
    assert!(words(&taken).contains("is there already") && !words(&taken).contains("Exercise 1"));
    assert_eq!(mine(&home), GOOD);
}
