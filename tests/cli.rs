//! The binary as people call it: what it prints, where, and with which exit status.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// A home folder of its own, so that nothing of this machine has a part in it.
struct Home(TempDir);

struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("supple"));
        command.args(args).current_dir(self.path()).env_clear();
        command.env("HOME", self.path()).env("XDG_RUNTIME_DIR", self.path());
        command
    }

    fn run(&self, args: &[&str]) -> Said {
        let output = self.command(args).stdin(Stdio::null()).output().unwrap();
        Said {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

const GOOD: &str = "format = 1\nname = \"Good\"\n[[step]]\nname = \"Sit\"\nhold = \"5s\"\n";
const BAD: &str = "format = 1\nname = \"Bad\"\n[[step]]\nname = \"Sit\"\nhodl = \"5s\"\n";

#[test]
fn help_names_every_command() {
    let home = Home::new();
    let said = home.run(&["--help"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    for command in ["list", "show", "exercises", "check", "new", "schema", "completions", "man"] {
        assert!(said.out.contains(&format!("\n  {command} ")), "{command}\n{}", said.out);
        let own = home.run(&[command, "--help"]);
        assert_eq!(own.status, 0);
        assert!(own.out.contains("Usage: supple"), "{}", own.out);
    }
    assert_eq!(home.run(&["--version"]).out, format!("supple {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_wrong_command_is_status_2_and_says_so_on_standard_error() {
    let home = Home::new();
    for args in [
        &["lsit"][..],
        &["show"],
        &["check"],
        &["list", "--position", "upside-down"],
        &["show", "no-such-thing"],
    ] {
        let said = home.run(args);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{args:?}");
        assert!(!said.err.is_empty(), "{args:?}");
    }
    let said = home.run(&["show", "gentle-twelfe"]);
    assert!(said.err.contains("did you mean `gentle-twelve`"), "{}", said.err);
}

#[test]
fn check_tells_good_files_from_bad_ones() {
    let home = Home::new();
    home.write("good.toml", GOOD);
    home.write("bad.toml", BAD);
    let said = home.run(&["check", "good.toml"]);
    assert_eq!(
        (said.status, said.out.as_str(), said.err.as_str()),
        (0, "good.toml: good (routine “Good”)\n", "")
    );
    let said = home.run(&["check", "good.toml", "bad.toml", "nowhere.toml"]);
    assert_eq!(said.status, 2);
    assert!(said.out.contains("good.toml: good"), "{}", said.out);
    assert!(said.out.contains("bad.toml:5:1") && said.out.contains("did you mean `hold`?"), "{}", said.out);
    assert!(said.out.contains("cannot read this file: there is no such file"), "{}", said.out);
}

#[test]
fn check_tells_editors_the_same() {
    let home = Home::new();
    home.write("bad.toml", BAD);
    let said = home.run(&["check", "--json", "bad.toml"]);
    assert_eq!(said.status, 2);
    let faults: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(faults.as_array().unwrap().len(), 2, "{faults:#}");
    let unknown = &faults[1];
    assert_eq!(unknown["file"], "bad.toml");
    assert_eq!(unknown["severity"], "error");
    assert_eq!(unknown["message"], "unknown key `hodl`; did you mean `hold`?");
    assert_eq!((&unknown["line"], &unknown["column"]), (&5.into(), &1.into()));
    assert_eq!((&unknown["end_line"], &unknown["end_column"]), (&5.into(), &5.into()));
    home.write("good.toml", GOOD);
    let said = home.run(&["check", "--json", "good.toml"]);
    assert_eq!((said.status, said.out.trim()), (0, "[]"));
}

#[test]
fn a_needless_change_of_position_is_noted_and_no_fault() {
    let home = Home::new();
    let step =
        |position| format!("[[step]]\nname = \"X {position}\"\nhold = \"5s\"\nposition = \"{position}\"\n");
    let order = ["supine", "prone"].map(step).concat().repeat(2);
    home.write("x.toml", &format!("format = 1\nname = \"X\"\n{order}"));
    let said = home.run(&["check", "x.toml"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert_eq!(
        said.out,
        "note: this routine changes position 3 times; once would do\n--> x.toml\n = help: for example lying on the back: X \
         supine, X supine → lying face down: X prone, X prone; if its order is meant, leave it\n\nx.toml: good (routine “X”)\n"
    );
    let json: serde_json::Value =
        serde_json::from_str(&home.run(&["check", "x.toml", "--json"]).out).unwrap();
    assert_eq!(json[0]["severity"], "note");
    assert_eq!(json.as_array().unwrap().len(), 1);
    // Whoever wants to begin is not told.
    assert_eq!(home.run(&["plan", "./x.toml"]).err, "");
}

#[test]
fn files_of_one_folder_know_each_other() {
    let home = Home::new();
    home.write("exercises/zz-one.toml", "format = 1\nname = \"One\"\nhold = \"5s\"\neasier = \"zz-two\"\n");
    home.write("exercises/zz-two.toml", "format = 1\nname = \"Two\"\nhold = \"5s\"\n");
    assert_eq!(home.run(&["check", "exercises/zz-one.toml"]).status, 2);
    assert_eq!(home.run(&["check", "exercises/zz-one.toml", "exercises/zz-two.toml"]).status, 0);
    home.write("routine.toml", "format = 1\nname = \"R\"\n[[step]]\nuse = \"zz-one\"\n");
    let said = home.run(&["check", "routine.toml", "exercises/zz-one.toml", "exercises/zz-two.toml"]);
    assert_eq!(said.status, 0, "{}", said.out);
}

#[test]
fn list_shows_shipped_and_own_routines() {
    let home = Home::new();
    home.write(".config/supple/routines/mine.toml", GOOD);
    home.write(".config/supple/routines/broken.toml", BAD);
    let said = home.run(&["list"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert!(said.out.contains("gentle-twelve         The gentle twelve · 16–22 min"), "{}", said.out);
    assert!(said.out.contains("mine                  Good · 25 s"), "{}", said.out);
    assert!(said.out.contains("broken.toml has faults"), "{}", said.out);
    assert!(!said.out.contains('\u{1b}'), "no colours in a pipe");
    let of_programs = "Filters and --json are about routines; for programs: `supple program list`.";
    assert_eq!(said.out.lines().last(), Some(of_programs));
    let help = home.run(&["list", "--help"]).out;
    assert!(help.contains("Filters and --json are about routines only"), "{help}");
    let said = home.run(&["list", "--max-minutes", "1"]);
    assert!(!said.out.contains(of_programs), "{}", said.out);
    assert!(said.out.contains("mine") && !said.out.contains("gentle"), "{}", said.out);
    let said = home.run(&["list", "--json"]);
    let routines: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let mine = routines.as_array().unwrap().iter().find(|routine| routine["id"] == "mine").unwrap();
    assert_eq!(mine["seconds"]["low"], 25.0);
    assert_eq!(mine["shipped"], false);
}

#[test]
fn show_says_the_dose_in_words() {
    let home = Home::new();
    home.write(
        "x.toml",
        "format = 1\nname = \"X\"\nsummary = \"A try\"\nsource = { title = \"Book\", author = \"Someone\" }\n\
         [[step]]\nuse = \"bird-dog\"\nsets = 2\nreps = 8\nhold = \"5-10s\"\nsides = \"each\"\nassumed = [\"sets\"]\n\
         [[step]]\ngroup = \"End\"\nrounds = 3\nrest = \"45s\"\n[[step.step]]\nname = \"Plank\"\nhow = [\"Hold.\"]\n\
         cautions = [\"Breathe.\"]\nhold = \"20s\"\noptional = true\n",
    );
    let said = home.run(&["show", "./x.toml"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    for part in [
        "X\nA try\n",
        "Source       Book, Someone",
        " 1  Bird dog\n    2 × 8 each side, hold 5–10 s\n",
        "~ no source says: sets",
        "── End: 3 rounds, 45 s rest between",
        " 2  Plank\n       hold 20 s (may be left out)\n       1. Hold.\n       ! Breathe.\n",
        "Exercises    2, 1 of them optional\n",
        "Needs        mat\n",
        "Positions    on hands and knees\n",
        "    on hands and knees · mat\n    1. Come onto all fours",
    ] {
        assert!(said.out.contains(part), "{part:?} is not in\n{}", said.out);
    }
    // The beginning of a name is enough, and an exercise has a page of its own.
    assert!(home.run(&["show", "gentle"]).out.starts_with("The gentle twelve\n"));
    assert!(home.run(&["show", "bird-dog"]).out.contains("1. "));
    let wall = home.run(&["exercises", "wall-"]).out;
    assert!(wall.starts_with("Wall sit\n") && wall.contains("\nIn: gentle-twelve ("), "{wall}");
    let json: serde_json::Value =
        serde_json::from_str(&home.run(&["show", "--json", "./x.toml"]).out).unwrap();
    assert_eq!(json["steps"][0]["dose"], "2 × 8 each side, hold 5–10 s");
}

#[test]
fn show_of_a_bad_file_says_what_is_wrong() {
    let home = Home::new();
    home.write("bad.toml", BAD);
    let said = home.run(&["show", "./bad.toml"]);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert!(said.err.contains("./bad.toml:5:1"), "{}", said.err);
    assert!(said.err.ends_with("supple: ./bad.toml has faults and does not run\n"), "{}", said.err);
}

/// 130 s: one exercise, an optional one, and one of three sets.
const LONG: &str = "format = 1\nname = \"Long\"\n\
    [[step]]\nname = \"A\"\nhold = \"20s\"\nprepare = \"0s\"\n\
    [[step]]\nname = \"B\"\nhold = \"30s\"\nprepare = \"0s\"\noptional = true\n\
    [[step]]\nname = \"C\"\nhold = \"20s\"\nprepare = \"0s\"\nrest = \"10s\"\nsets = 3\n";

#[test]
fn a_plan_is_trimmed_to_the_minutes_there_are() {
    let home = Home::new();
    home.write("long.toml", LONG);
    let said = home.run(&["plan", "./long.toml", "--minutes", "1"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert!(
        said.out.starts_with("Long: 40 seconds\nTo fit 1 min: without B; C with 1 of its 3 sets.\n"),
        "{}",
        said.out
    );
    let json = |args: &[&str]| -> serde_json::Value {
        serde_json::from_str(&home.run(&[&["plan", "./long.toml", "--json"], args].concat()).out).unwrap()
    };
    let trimmed = json(&["--minutes", "1"]);
    assert_eq!(trimmed["seconds"], 40.0);
    assert_eq!(
        trimmed["left_out"],
        serde_json::json!([
            { "n": 1, "exercise": "b", "name": "B", "sets": null },
            { "n": 2, "exercise": "c", "name": "C", "sets": { "of": 3, "left": 1 } },
        ])
    );
    assert_eq!(trimmed.get("over_seconds"), None);
    assert_eq!(json(&["--minutes", "3"])["left_out"], serde_json::json!([]));
    assert_eq!(json(&[])["seconds"], 130.0);
    // What cannot be made short enough starts all the same.
    let said =
        home.run(&["run", "gentle-twelve", "--minutes", "5", "--json", "--speed", "10000", "--no-log"]);
    assert_eq!(said.status, 0);
    assert!(said.err.contains("It cannot be made shorter than 15 min 27 s, which is 10 min 27 s over."));
    for wrong in ["0", "-1", "1.5", "1441", "soon"] {
        assert_eq!(home.run(&["plan", "gentle-twelve", "--minutes", wrong]).status, 2, "{wrong}");
    }
}

#[test]
fn several_are_planned_in_turn() {
    let home = Home::new();
    home.write("good.toml", GOOD);
    home.write("bad.toml", BAD);
    let json: serde_json::Value =
        serde_json::from_str(&home.run(&["plan", "childs-pose", "./good.toml", "cat-cow", "--json"]).out)
            .unwrap();
    assert_eq!(json["routine"], "Child's pose, Good, then Cat-cow");
    let mut order: Vec<&str> =
        json["steps"].as_array().unwrap().iter().filter_map(|step| step["exercise"].as_str()).collect();
    order.dedup();
    assert_eq!(order, ["childs-pose", "sit", "cat-cow"]);
    let said = home.run(&["plan", "cat-cow", "gentle", "--only", "cat", "--from", "cat"]);
    assert!(said.out.starts_with("Cat-cow, then The gentle twelve: "), "{}", said.out);
    assert_eq!(said.out.matches("\nCat-cow · ").count(), 2, "{}", said.out);
    for wrong in ["nowhere", "./bad.toml"] {
        let said = home.run(&["plan", "cat-cow", wrong]);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{wrong}");
    }
    // A whole id of an exercise goes before the beginning of a routine's.
    home.write(".config/supple/routines/wall-sit-week.toml", GOOD);
    assert!(home.run(&["plan", "wall-sit"]).out.starts_with("Wall sit: "));
    assert!(home.run(&["show", "wall-sit"]).out.starts_with("Wall sit\n"));
    assert!(home.run(&["plan", "wall-sit-"]).out.starts_with("Good: "));
}

/// Ids of what is listed.
fn ids(home: &Home, args: &[&str]) -> Vec<String> {
    let said = home.run(&[args, &["--json"]].concat());
    assert_eq!(said.status, 0, "{}", said.err);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    json.as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

/// A library of the user's own whose names begin with zz, to be told from what is shipped.
fn own_library() -> Home {
    let home = Home::new();
    let exercise = |id: &str, fields: &str| {
        let text = format!("format = 1\nname = \"{id}\"\nhold = \"30s\"\nprepare = \"30s\"\n{fields}\n");
        home.write(&format!(".config/supple/exercises/{id}.toml"), &text);
    };
    exercise(
        "zz-back",
        "position = \"supine\"\ncategory = \"mobility\"\nequipment = [\"mat\"]\ncomplexity = \"low\"",
    );
    exercise("zz-strap", "position = \"supine\"\ncategory = \"flexibility\"\nequipment = [\"strap|towel\"]");
    exercise(
        "zz-ball",
        "position = \"prone\"\ncategory = \"strength\"\nequipment = [\"stability ball\"]\ncomplexity = \"high\"\n\
         best_for = [\"a zebra-strong lower back\"]\noptional_equipment = [\"wall\"]",
    );
    let routine = |id: &str, steps: &str| {
        home.write(
            &format!(".config/supple/routines/{id}.toml"),
            &format!("format = 1\nname = \"{id}\"\n{steps}"),
        );
    };
    routine(
        "zz-lying",
        "tags = [\"zebra evening\"]\n[[step]]\nuse = \"zz-back\"\n[[step]]\nuse = \"zz-strap\"\n",
    );
    routine(
        "zz-all",
        "[[step]]\nuse = \"zz-back\"\n[[step]]\nuse = \"zz-ball\"\n[[step]]\nuse = \"zz-strap\"\noptional = true\n",
    );
    home
}

#[test]
fn a_sheet_shows_the_key_poses_of_the_exercises() {
    let home = Home::new();
    let said = home.run(&["exercises", "--sheet", "--size", "s", "bird-dog"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines[0], "bird-dog: start           bird-dog: reach");
    assert_eq!(lines.len(), 9, "{}", said.out);
    assert!(said.out.contains('⣿') && !said.out.contains('\u{1b}'), "{}", said.out);
    // The filters hold, three small ones stand beside each other in 80 columns, and nobody is wider.
    let prone = home.run(&["exercises", "--sheet", "--size", "s", "--position", "prone"]).out;
    assert!(prone.contains("plank: ") && !prone.contains("bird-dog"), "{prone}");
    assert!(prone.lines().all(|line| line.chars().count() <= 80), "{prone}");
    assert!(prone.lines().next().is_some_and(|line| line.matches(": ").count() == 3), "{prone}");
    let ascii = home.command(&["exercises", "--sheet", "plank"]).env("LC_ALL", "C").output().unwrap();
    assert!(ascii.stdout.is_ascii() && ascii.stdout.contains(&b'#'));
    assert_eq!(home.run(&["exercises", "--size", "s"]).status, 2, "a size belongs to a sheet");
    let said = home.run(&["exercises", "--sheet", "no-such"]);
    assert!(said.status == 2 && said.err.contains("no-such"), "{}", said.err);
}

#[test]
fn a_figure_that_leads_nowhere_is_a_fault() {
    let home = Home::new();
    let step = "[[step]]\nname = \"Mine\"\nfigure = \"brid-dog\"\nhold = \"10s\"\n";
    home.write("mine.toml", &format!("format = 1\nname = \"Mine\"\n{step}"));
    let said = home.run(&["check", "mine.toml"]);
    assert_eq!(said.status, 2);
    assert!(said.out.contains("mine.toml:5:") && said.out.contains("`bird-dog`"), "{}", said.out);
}

#[test]
fn routines_and_exercises_are_found_by_what_they_are() {
    let home = own_library();
    let found = |command: &str, filter: &[&str]| -> String {
        let mut all = ids(&home, &[&[command], filter].concat());
        all.retain(|id| id.starts_with("zz-"));
        all.join(" ")
    };
    let exercises = |filter: &[&str]| found("exercises", filter);
    let routines = |filter: &[&str]| found("list", filter);

    assert_eq!(exercises(&["--position", "supine"]), "zz-back zz-strap");
    assert_eq!(exercises(&["--position", "prone,supine"]), "zz-back zz-ball zz-strap");
    assert_eq!(routines(&["--position", "supine"]), "zz-lying", "no other position is needed");
    assert_eq!(routines(&["--position", "supine", "--position", "prone"]), "zz-all zz-lying");

    assert_eq!(exercises(&["--equipment", "none"]), "zz-back");
    assert_eq!(exercises(&["--equipment", "ball"]), "zz-back zz-ball");
    assert_eq!(exercises(&["--equipment", "towel,ball"]), "zz-back zz-ball zz-strap");
    assert_eq!(routines(&["--equipment", "strap"]), "zz-lying");
    assert_eq!(routines(&["--equipment", "ball"]), "zz-all", "the strap is for an optional exercise");

    assert_eq!(exercises(&["--category", "mobility,strength"]), "zz-back zz-ball");
    assert_eq!(routines(&["--category", "strength"]), "zz-all");
    assert_eq!(exercises(&["--complexity", "moderate"]), "zz-back");
    assert_eq!(routines(&["--complexity", "low"]), "zz-lying");
    assert_eq!(exercises(&["--best-for", "STRONG back"]), "zz-ball");
    assert_eq!(routines(&["--best-for", "lower back"]), "zz-all");
    assert_eq!(routines(&["--best-for", "evening"]), "zz-lying");
    assert_eq!(exercises(&["--max-minutes", "1"]), "zz-back zz-ball zz-strap");
    assert_eq!(routines(&["--max-minutes", "2"]), "zz-lying");
    assert_eq!(routines(&["--max-minutes", "3", "--position", "supine", "--equipment", "towel"]), "zz-lying");
}

#[test]
fn json_says_all_that_can_be_asked_for() {
    let home = own_library();
    let json = |command| -> Vec<serde_json::Value> {
        serde_json::from_str(&home.run(&[command, "--json"]).out).unwrap()
    };
    let all = json("list").into_iter().find(|routine| routine["id"] == "zz-all").unwrap();
    assert_eq!(all["positions"], serde_json::json!(["supine", "prone"]));
    assert_eq!(all["equipment"], serde_json::json!(["mat", "stability ball"]));
    assert_eq!(all["optional_equipment"], serde_json::json!(["wall", "strap|towel"]));
    assert_eq!(all["categories"], serde_json::json!(["mobility", "strength", "flexibility"]));
    assert_eq!(all["complexity"], "high");
    assert_eq!(all["best_for"], serde_json::json!(["a zebra-strong lower back"]));
    assert_eq!(all["seconds"]["low"], 180.0);
    let back = json("exercises").into_iter().find(|exercise| exercise["id"] == "zz-back").unwrap();
    assert_eq!(back["position"], "supine");
    assert_eq!(back["category"], "mobility");
    assert_eq!(back["complexity"], "low");
    assert_eq!(back["equipment"], serde_json::json!(["mat"]));
    assert_eq!(back["best_for"], serde_json::json!([]));
    assert_eq!(back["seconds"]["high"], 60.0);
}

#[test]
fn when_nothing_fits_the_nearest_is_named() {
    let home = own_library();
    let said = |args: &[&str]| {
        let said = home.run(args);
        assert_eq!(said.status, 0, "{args:?}");
        (said.out.replace('\n', " "), said.err)
    };
    let (out, err) = said(&["list", "--best-for", "zebra", "--max-minutes", "1", "--position", "supine"]);
    assert_eq!(
        out,
        "No routine fits all of that. The nearest is `zz-lying` (zz-lying), but it takes 2 min. "
    );
    assert_eq!(err, "");
    let (out, _) = said(&["exercises", "--best-for", "zebra", "--equipment", "wall"]);
    assert_eq!(
        out,
        "No exercise fits all of that. The nearest is `zz-ball` (zz-ball), but it needs stability ball. "
    );
    // What misses the only wish is near only if something can be measured.
    let (out, _) = said(&["exercises", "--best-for", "juggling"]);
    assert_eq!(out, "No exercise fits that. `supple exercises` shows all. ");
    let (out, err) = said(&["exercises", "--equipment", "trampolin", "--json"]);
    assert!(out.contains("zz-back"), "{out}");
    assert_eq!(err, "supple: nothing here uses `trampolin`\n");
}

#[test]
fn new_writes_a_good_routine_and_never_over_another() {
    let home = Home::new();
    let said = home.run(&["new", "Low back"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let path = home.path().join(".config/supple/routines/low-back.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("name    = \"Low back\""), "{text}");
    assert_eq!(home.run(&["check", path.to_str().unwrap()]).status, 0);
    assert_eq!(home.run(&["show", "low-back"]).status, 0);
    fs::write(&path, "mine").unwrap();
    let said = home.run(&["new", "Low back"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("is there already and stays as it is"), "{}", said.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");

    assert_eq!(home.run(&["new", "./physio_one.toml"]).status, 0);
    assert!(
        fs::read_to_string(home.path().join("physio_one.toml")).unwrap().contains("name    = \"Physio one\"")
    );
    assert_eq!(home.run(&["check", "physio_one.toml"]).status, 0);
    for bad in ["", "???", "a\"b", "a\u{1b}b"] {
        assert_eq!(home.run(&["new", bad]).status, 2, "{bad:?}");
    }
    assert_eq!(home.run(&["new", "./nowhere/x.toml"]).status, 1);
}

#[test]
fn schemas_completions_and_manual_pages_are_printed() {
    let home = Home::new();
    for kind in ["routine", "exercise", "program"] {
        let said = home.run(&["schema", kind]);
        let committed = fs::read_to_string(format!("assets/schema/{kind}.json")).unwrap();
        assert_eq!(said.out, committed);
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(home.run(&["completions", shell]).out.contains("supple"), "{shell}");
    }
    assert!(home.run(&["man"]).out.contains(".TH supple 1"));
    assert!(home.run(&["man", "check"]).out.contains(".TH supple-check 1"));
    assert_eq!(home.run(&["man", "nothing"]).status, 2);
}

#[test]
fn a_closed_pipe_is_an_ordinary_end() {
    let home = Home::new();
    // Far more than a pipe holds, so that the writer is still writing when the reader goes away.
    for n in 0..400 {
        let summary = "x".repeat(500);
        let text = GOOD.replace("[[step]]", &format!("summary = \"{summary}\"\n[[step]]"));
        home.write(&format!(".config/supple/routines/r{n}.toml"), &text);
    }
    let mut child = home
        .command(&["list"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    drop(reader);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn names_of_files_are_printed_safely() {
    let home = Home::new();
    home.write("a\u{1b}[2Jb.toml", BAD);
    let said = home.run(&["check", "a\u{1b}[2Jb.toml"]);
    assert_eq!(said.status, 2);
    assert!(!said.out.contains('\u{1b}') && said.out.contains("a\\u{1b}[2Jb.toml:5:1"), "{}", said.out);
    let said = home.run(&["show", "x\u{1b}[2J"]);
    assert!(!said.err.contains('\u{1b}'), "{}", said.err);
}

#[test]
fn plan_prints_what_will_be_said() {
    let home = Home::new();
    let text = home.run(&["plan", "demo", "--script"]).out;
    // The prepare begins at 59.0, with its chime; the countdown comes two seconds later.
    assert!(text.contains("\n    0:59.4  Bird dog, left.\n"), "{text}");
    assert!(text.contains("  Switch: right knee in.\n"), "{text}");
    assert!(text.ends_with("  Done. Two minutes.\n"), "{text}");
    let counts = home.run(&["plan", "demo", "--script", "--voice", "counts"]).out;
    assert!(counts.contains("  Two. In.\n") && !counts.contains("Bird dog"), "{counts}");
    let wrong = home.run(&["plan", "demo", "--script", "--voice", "loud"]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.err.contains("`full`, `brief`, `counts` or `off`"), "{}", wrong.err);
    assert_eq!(home.run(&["plan", "demo", "--voice", "brief"]).status, 2, "a voice needs a script");
}

#[test]
fn the_json_of_a_plan_holds_the_script_where_it_is_asked_for() {
    let home = Home::new();
    let json = |args: &[&str]| -> serde_json::Value { serde_json::from_str(&home.run(args).out).unwrap() };
    let plan = json(&["plan", "bird-dog", "--script", "--json"]);
    let first = &plan["script"][0];
    assert_eq!((&first["at"], &first["step"]), (&serde_json::json!(0.6), &serde_json::json!(0)));
    assert_eq!(first["text"], "Bird dog. Ten each side, three seconds. First: left arm, right leg.");
    let phrases = ["Bird dog", "ten each side", "three seconds", "first", "left arm, right leg"];
    assert_eq!(first["phrases"], serde_json::json!(phrases));
    let starts: Vec<f64> = serde_json::from_value(first["starts"].clone()).unwrap();
    assert!(starts.len() == 5 && starts[0] == 0.0 && starts.is_sorted(), "{starts:?}");
    assert_eq!(json(&["plan", "bird-dog", "--json"]).get("script"), None);
}

#[test]
fn what_is_to_be_heeded_in_all_of_a_routine_is_shown_and_said_before_it_begins() {
    let home = Home::new();
    let text = "format = 1\nname = \"Mine\"\ncautions = [\"Stop if the leg hurts more.\"]\n\
                [[step]]\nname = \"Sit\"\nhold = \"5s\"\n[[step]]\nname = \"Stand\"\nhold = \"5s\"\n";
    home.write("mine.toml", text);
    assert_eq!(home.run(&["check", "mine.toml"]).status, 0);
    let shown = home.run(&["show", "./mine.toml"]).out;
    assert!(shown.starts_with("Mine\n! Stop if the leg hurts more.\n"), "{shown}");
    let json: serde_json::Value =
        serde_json::from_str(&home.run(&["show", "./mine.toml", "--json"]).out).unwrap();
    assert_eq!(json["cautions"], serde_json::json!(["Stop if the leg hurts more."]));
    let said = home.run(&["plan", "./mine.toml", "--script"]).out;
    let (before, _) = said.split_once("Hold.").unwrap();
    assert!(before.contains("Stop if the leg hurts more."), "{said}");
    assert_eq!(said.matches("leg hurts").count(), 1, "{said}");
    // Also where the first exercise is left out, and after others.
    let rest = home.run(&["plan", "./mine.toml", "--script", "--from", "stand"]).out;
    assert!(rest.contains("Stop if the leg hurts more."), "{rest}");
    let lines = home.run(&["run", "cat-cow", "./mine.toml", "--plain", "--speed", "1000", "--mute"]).out;
    assert!(lines.contains("Take care: Stop if the leg hurts more."), "{lines}");
}

#[test]
fn check_notes_the_cautions_that_are_replaced_beside_use() {
    let home = Home::new();
    let step = |cautions: &str| {
        format!("format = 1\nname = \"Mine\"\n[[step]]\nuse = \"cat-cow\"\ncautions = [{cautions}]\n")
    };
    home.write("mine.toml", &step("\"Stop if the leg hurts more.\""));
    let said = home.run(&["check", "mine.toml"]);
    assert_eq!(said.status, 0, "{}", said.err);
    for part in ["note: these `cautions` take the place", "mine.toml:5:1", "If the neck complains"] {
        assert!(said.out.contains(part), "{part}\n{}", said.out);
    }
    home.write("mine.toml", &step("\"Mine.\", \"If the neck complains, keep your eyes on the floor.\""));
    assert!(!home.run(&["check", "mine.toml"]).out.contains("note"));
}

#[test]
fn check_notes_a_caution_that_nobody_would_hear() {
    let home = Home::new();
    let step = |prepare: &str| {
        format!(
            "format = 1\nname = \"Mine\"\n[[step]]\nname = \"Sit\"\nreps = 3\nrep_time = \"1s\"\n\
             cautions = [\"Not with a sore knee.\"]\nprepare = \"{prepare}\"\n"
        )
    };
    home.write("mine.toml", &step("5s"));
    let said = home.run(&["check", "mine.toml"]);
    let note = "note: the voice has no time for what to take care of in Sit: \"Not with a sore knee.\"";
    assert!(said.status == 0 && said.out.contains(note), "{}", said.out);
    home.write("mine.toml", &step("25s"));
    assert!(!home.run(&["check", "mine.toml"]).out.contains("note"));
}

#[test]
fn check_gives_unheard_cautions_to_whom_they_belong() {
    let home = Home::new();
    let step = |name: &str, cautions: &str| {
        format!(
            "[[step]]\nname = \"{name}\"\nreps = 3\nrep_time = \"1s\"\nprepare = \"3s\"\ncautions = [{cautions}]\n"
        )
    };
    let steps = step("Sit", "\"Not with a sore knee.\", \"Not on ice.\"") + &step("Lie", "\"Not in snow.\"");
    home.write(
        "mine.toml",
        &format!("format = 1\nname = \"Mine\"\ncautions = [\"Stop if it hurts.\"]\n{steps}"),
    );
    let said = home.run(&["check", "mine.toml"]).out;
    let whose = "take care of in the whole routine: \"Stop if it hurts.\"; Sit: \"Not with a sore knee.\", \
                 \"Not on ice.\", and 1 more";
    assert!(said.contains(whose), "{said}");
}

#[test]
fn check_notes_instructions_that_cautions_of_the_routine_push_out() {
    let home = Home::new();
    let routine = |cautions: &str, prepare: &str| {
        format!(
            "format = 1\nname = \"Mine\"\n{cautions}\n[[step]]\nname = \"Sit\"\nhold = \"5s\"\nprepare = \"{prepare}\"\n\
             how = [\"Sit down on a chair.\", \"Let the hands rest in your lap.\"]\n"
        )
    };
    let cautions =
        "cautions = [\"Stop as soon as anything hurts more.\", \"Leave it out while the leg feels numb.\"]";
    let check = |text: &str| {
        home.write("mine.toml", text);
        home.run(&["check", "mine.toml"]).out
    };
    let said = check(&routine(cautions, "8s"));
    let note = "note: the `cautions` of the whole routine are said with its first exercise, and leave time for nothing \
                of how to do Sit";
    assert!(said.contains(note), "{said}");
    // So it is noted of some, of all, of none.
    let said = check(&routine(cautions, "10s"));
    assert!(said.contains("time for only 1 of 2 sentences of how to do Sit"), "{said}");
    assert!(!check(&routine(cautions, "12s")).contains("note"));
    // What there is no time for anyhow is not their fault.
    assert!(!check(&routine("", "3s")).contains("note"));
}

#[test]
fn the_pace_that_was_chosen_is_remembered_until_another_one_is() {
    let home = Home::new();
    let text = "format = 1\nname = \"Mine\"\n[[step]]\nname = \"Squat\"\nreps = 1\nrep_time = \"200ms\"\n\
                prepare = \"1s\"\n";
    home.write(".config/supple/routines/mine.toml", text);
    // The length of the rep, in thousandths of a second.
    let rep = |words: &str| -> u128 {
        let mut child = home.command(&["run", "mine", "--json", "--mute"]);
        let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), words.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        let events = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let begun: Vec<_> = events.filter(|event| event["event"] == "step_started").collect();
        let work = begun.iter().find(|event| event["step"]["kind"] == "work").unwrap();
        std::time::Duration::from_secs_f64(work["step"]["seconds"].as_f64().unwrap()).as_millis()
    };
    assert_eq!(rep(""), 200);
    assert_eq!(rep("slower\n"), 220);
    assert_eq!(rep(""), 220);
    let records = home.run(&["log", "--json"]).out;
    assert_eq!(records.matches("\"pace\":110").count(), 2, "{records}");
    assert_eq!(rep("faster\n"), 200);
    assert_eq!(rep(""), 200);
}

/// One rep each of the same exercise twice.
const TWICE: &str = r#"
format = 1
name = "Twice"
[defaults]
prepare = "1s"
[[step]]
name = "Squat"
reps = 1
rep_time = "200ms"
[[step]]
name = "Squat"
reps = 1
rep_time = "200ms"
"#;

#[test]
fn of_the_same_exercise_twice_each_has_its_pace() {
    let home = Home::new();
    home.write(".config/supple/routines/twice.toml", TWICE);
    let reps = |words: &str| -> Vec<u128> {
        let mut child = home.command(&["run", "twice", "--json", "--mute"]);
        let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), words.as_bytes()).unwrap();
        let lines = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        let events = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let work = events.filter(|event| event["step"]["kind"] == "work");
        let seconds = work.map(|event| event["step"]["seconds"].as_f64().unwrap());
        seconds.map(|seconds| std::time::Duration::from_secs_f64(seconds).as_millis()).collect()
    };
    let paces = || -> Vec<String> {
        let records = home.run(&["log", "--json"]).out;
        let last: serde_json::Value = serde_json::from_str(records.lines().last().unwrap()).unwrap();
        last["exercises"].as_array().unwrap().iter().map(|exercise| exercise["pace"].to_string()).collect()
    };
    assert_eq!(reps("slower\n"), [220, 200]);
    assert_eq!(paces(), ["110", "null"]);
    assert_eq!(reps(""), [220, 200]);
    assert_eq!(paces(), ["110", "null"]);
    // The other one, too.
    assert_eq!(reps("next\nnext\nfaster\n").last(), Some(&182));
    assert_eq!(paces(), ["110", "91"]);
}

#[test]
fn ids_are_shown_as_long_as_they_have_to_be() {
    let home = Home::new();
    let add = || {
        let said = home.run(&["log", "add", "gentle-twelve", "--at", "2026-11-21T07:30"]);
        assert_eq!(said.status, 0, "{}", said.err);
        let (_, id) = said.out.split_once("Its id is ").unwrap();
        (id.split_once('.').unwrap().0.to_owned(), said.out)
    };
    let (first, said) = add();
    assert!(first.len() == 10 && !said.contains("the time of another"), "{said}");
    let (second, said) = add();
    assert!(second.len() > 10, "{said}");
    assert!(said.contains("That is the time of another one"), "{said}");
    assert!(said.contains(&format!("`supple log delete {second}` takes this one back")), "{said}");
    // A program that reads the line is not disturbed by it.
    let json = home.run(&["log", "add", "cat-cow", "--at", "2026-11-21T07:30", "--json"]);
    assert_eq!(json.err, "");
    let json = home.run(&["log", "add", "cat-cow", "--at", "2026-11-21T07:30", "--json"]);
    assert_eq!(json.out.lines().count(), 1, "{}", json.out);
    assert!(json.err.starts_with("supple: That is the time of another one"), "{}", json.err);
    for _ in 0..2 {
        assert_eq!(home.run(&["log", "delete", "last"]).status, 0);
    }
    let listed = home.run(&["log"]).out;
    let ids: Vec<&str> =
        listed.lines().skip(1).filter_map(|line| line.split_whitespace().next_back()).collect();
    assert_eq!(ids.len(), 2);
    for id in &ids {
        let shown = home.run(&["log", "show", id]);
        assert_eq!(shown.status, 0, "{id}: {}", shown.err);
    }
    assert_ne!(ids[0], ids[1]);
    let deleted = home.run(&["log", "delete", ids[0]]).out;
    assert!(deleted.contains(&format!("supple log restore {} brings it back", ids[0])), "{deleted}");
}

#[test]
fn a_trial_says_that_it_counts_for_nothing() {
    let home = Home::new();
    home.write(".config/supple/routines/mine.toml", GOOD);
    let tried = home.run(&["run", "mine", "--plain", "--mute", "--speed", "500"]).out;
    assert!(
        tried.contains("Kept in your history.\nAt 500 times the speed it counts for nothing.\n"),
        "{tried}"
    );
}

#[test]
fn lengths_of_a_plan_stand_below_each_other() {
    let home = Home::new();
    let plan = home.run(&["plan", "bird-dog"]).out;
    let at: std::collections::BTreeSet<usize> = plan
        .lines()
        .filter(|line| line.starts_with("    0:") && line.ends_with(" seconds"))
        .map(|line| {
            line.strip_suffix(" seconds").unwrap().trim_end_matches(|c: char| c.is_ascii_digit()).len()
        })
        .collect();
    assert_eq!(at.len(), 1, "{plan}");
}

#[test]
fn a_report_is_not_written_under_a_name_that_says_otherwise() {
    let home = Home::new();
    for name in ["report.pdf", "report.DOCX"] {
        let said = home.run(&["report", "-o", name]);
        assert_eq!(said.status, 2, "{}", said.out);
        assert!(said.err.contains("a browser prints a page as PDF"), "{}", said.err);
        assert!(!home.path().join(name).exists());
    }
    for name in ["report.md", "report.txt", "report.html", "report"] {
        assert_eq!(home.run(&["report", "-o", name]).status, 0, "{name}");
    }
}

#[test]
fn a_new_routine_among_your_own_is_yours_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    assert_eq!(home.run(&["new", "mine"]).status, 0);
    let file = home.path().join(".config/supple/routines/mine.toml");
    assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_history_in_lines_has_no_bars() {
    let home = Home::new();
    for pain in ["4", "3"] {
        assert_eq!(home.run(&["log", "add", "bird-dog", "--pain-before", pain]).status, 0);
    }
    let drawn = |said: &str| said.contains(|c| ('\u{2581}'..='\u{2588}').contains(&c) || c == '#');
    let lines = home.run(&["history", "--plain"]).out;
    assert!(lines.contains("median 3.5 of 10") && !drawn(&lines), "{lines}");
    assert!(drawn(&home.run(&["stats"]).out));
}

#[test]
fn a_source_ends_with_one_full_stop() {
    let home = Home::new();
    let mut child = home.command(&["--plain"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"yes\npage align\nquit\n").unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let source = said.lines().find(|line| line.starts_with("From: ")).unwrap_or_else(|| panic!("{said}"));
    assert!(source.ends_with('.') && !source.ends_with(".."), "{source}");
}

#[test]
fn a_routine_of_your_own_is_checked_by_its_name() {
    let home = Home::new();
    home.write(".config/supple/routines/physio.toml", BAD);
    let said = home.run(&["check", "physio"]);
    assert!(said.status == 2 && said.out.contains("did you mean `hold`?"), "{}", said.out);
    let said = home.run(&["check", "gentle-twelve"]);
    assert!(said.status == 2 && said.out.contains("`gentle-twelve` is a routine that ships"), "{}", said.out);
    let said = home.run(&["check", "no-such"]);
    assert!(said.status == 2 && said.out.contains("there is no such file"), "{}", said.out);
}

#[test]
fn a_file_that_takes_the_place_of_a_shipped_one_is_noted() {
    let home = Home::new();
    let text = "format = 1\nname = \"Calf stretch\"\nhold = \"20s\"\n";
    home.write(".config/supple/exercises/calf-stretch.toml", text);
    home.write(".config/supple/exercises/calf-stretch-2.toml", text);
    home.write("exercises/calf-stretch.toml", text);
    let note = "this takes the place of an exercise that ships, `calf-stretch`";
    let said = home.run(&["check", ".config/supple/exercises/calf-stretch.toml"]);
    assert!(said.status == 0 && said.out.contains(note), "{}", said.out);
    for other in [".config/supple/exercises/calf-stretch-2.toml", "exercises/calf-stretch.toml"] {
        assert!(!home.run(&["check", other]).out.contains("takes the place"), "{other}");
    }
}
