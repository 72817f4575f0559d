//! The limits of the format: what is just within is good, and what is just beyond is told.

use std::fs;

use super::library;

/// What is said of a file in a folder of this name.
fn told(folder: &str, text: &str) -> Vec<String> {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(folder).join("x.toml");
    fs::create_dir(home.path().join(folder)).unwrap();
    fs::write(&path, format!("format = 1\nname = \"N\"\n{text}\n")).unwrap();
    library().file(&path).unwrap().diagnostics.into_iter().map(|fault| fault.message).collect()
}

fn step(line: &str) -> String {
    told("routines", &format!("[[step]]\nname = \"Sit\"\n{line}")).join("; ")
}

#[test]
fn a_step_may_be_as_long_as_a_day() {
    let over = "is over the limit of 24 h";
    for (key, with) in [
        ("hold", ""),
        ("time", ""),
        ("rep_time", "reps = 1\n"),
        ("estimate", "open = true\n"),
        ("prepare", "open = true\n"),
        ("relax", "hold = \"1s\"\nreps = 2\n"),
        ("switch", "hold = \"1s\"\nsides = \"each\"\n"),
        ("rest", "hold = \"1s\"\n"),
    ] {
        assert_eq!(step(&format!("{with}{key} = \"24h\"")), "", "{key}");
        assert_eq!(step(&format!("{with}{key} = \"24h1ms\"")), format!("`{key}` {over} in one step"));
    }
    assert_eq!(step("hold = \"1s-24h\""), "");
    assert_eq!(step("hold = \"1s-24h1ms\""), format!("`hold` {over} in one step"));
    for tempo in ["86400-0-0-0", "0-86400-0-0", "0-0-86400-0", "0-0-0-86400"] {
        assert_eq!(step(&format!("reps = 1\ntempo = \"{tempo}\"")), "");
        let longer = tempo.replace("86400", "86400.001");
        assert_eq!(step(&format!("reps = 1\ntempo = \"{longer}\"")), format!("`tempo` {over} in one step"));
    }
    for sign in ["", "-"] {
        let cue =
            |at: &str| step(&format!("hold = \"24h\"\ncues = [{{ at = \"{sign}{at}\", say = \"x\" }}]"));
        assert_eq!(cue("24h"), "");
        assert_eq!(cue("24h1ms"), format!("`at` {over}"));
    }
}

#[test]
fn counts_have_their_limits() {
    for (key, most) in [("reps", 1_000), ("sets", 100)] {
        let with = if key == "sets" { "open = true\n" } else { "" };
        for (value, good) in [
            (format!("{most}"), true),
            (format!("\"1-{most}\""), true),
            (format!("{}", most + 1), false),
            (format!("\"1-{}\"", most + 1), false),
            ("99999999999".to_owned(), false),
            ("\"1-99999999999\"".to_owned(), false),
        ] {
            let limit = if most == 1_000 { "1,000" } else { "100" };
            let told = if good { String::new() } else { format!("`{key}` is over the limit of {limit}") };
            assert_eq!(step(&format!("{with}{key} = {value}")), told, "{key} = {value}");
        }
    }
    assert_eq!(step("reps = 1"), "");
    assert_eq!(step("reps = 0"), "`reps` is zero");
    assert_eq!(step("reps = -1"), "`reps` is negative: `-1`");
    assert_eq!(step("reps = \"0-3\""), "`reps` is zero");
    let group = |rounds: &str| {
        told(
            "routines",
            &format!("[[step]]\ngroup = \"G\"\nrounds = {rounds}\n[[step.step]]\nuse = \"t-hold\""),
        )
    };
    assert_eq!(group("100"), [""; 0]);
    assert_eq!(group("\"7\""), [""; 0], "a number may stand in quotes");
    assert_eq!(group("\"7-7\""), [""; 0], "a range of one number is that number");
    assert_eq!(group("101"), ["`rounds` is over the limit of 100"]);
    assert_eq!(group("\"2-3\""), ["`rounds` takes a single number, not a range"]);
    let lines =
        |count: usize| step(&format!("open = true\nhow = [{}]", vec!["\"Breathe.\""; count].join(", ")));
    assert_eq!((lines(1), lines(9)), (String::new(), String::new()));
    assert_eq!(lines(10), "`how` has 10 entries; the limit is 9");
    assert_eq!(lines(0), "`how` is an empty list");
}

#[test]
fn frequencies_and_lengths_of_a_program_have_their_limits() {
    let phase = |line: &str, often: &str| {
        let item = format!("[[phase.item]]\nuse = \"t-hold\"\nfrequency = \"{often}\"");
        told("programs", &format!("[[phase]]\nname = \"A\"\n{line}\n{item}"))
    };
    for often in ["7 per week", "1-7 per week", "100 per day", "every 100 days", "after 1ms-24h sitting"] {
        assert_eq!(phase("", often), [""; 0], "{often}");
    }
    assert_eq!(phase("", "8 per week"), ["`frequency` asks for 8 days of a week"]);
    assert_eq!(phase("", "7-8 per week"), ["`frequency` asks for 8 days of a week"]);
    for often in
        ["101 per day", "0 per day", "every 101 days", "after 0-30m sitting", "after 1m-24h1ms sitting"]
    {
        assert_eq!(phase("", often), [format!("unknown value `{often}` for `frequency`")]);
    }
    assert_eq!(phase("weeks = \"1-520\"", "daily"), [""; 0]);
    assert_eq!(phase("weeks = \"1-521\"", "daily"), ["`weeks` is over the limit of 520"]);
    assert_eq!(phase("days = 3640", "daily"), [""; 0]);
    assert_eq!(phase("days = 3641", "daily"), ["`days` is over the limit of 3,640"]);
}
