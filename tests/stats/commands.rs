//! `stats` and `report` as people call them, over files.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

struct Home(tempfile::TempDir);

/// A note, a routine and reasons that would like to be more than text.
const NASTY: &str = "</p><script>alert('x')</script> & \\\"q\\\" | *b* \\u001b[31m";

impl Home {
    /// Four weeks of the program of eight, in October of 2026.
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        let mut text = String::new();
        for day in 5..=31 {
            if day % 6 == 0 {
                continue;
            }
            let pain = 8 - day / 5;
            let note = if day == 20 { format!(r#","note":"{NASTY}""#) } else { String::new() };
            let skip = if day % 4 == 0 { r#""skipped","skip_reason":"<i>pain</i>""# } else { r#""done""# };
            text += &format!(
                r#"{{"v":1,"id":"01S{day:03}","routine":"<today>","name":"<b>Today</b>","started":"2026-10-{day:02}T07:00:00+02:00[Europe/Berlin]","ended":"2026-10-{day:02}T07:10:00+02:00[Europe/Berlin]","status":"completed","active_seconds":600,"pain":{{"before":{pain},"after":{}}},"effort":"right"{note},"exercises":[{{"n":0,"id":"cat-cow-paused","status":"done","target":{{"sets":1,"reps":10}},"both":{{"reps":10,"seconds":60}}}},{{"n":1,"id":"<img src=x>","status":{skip},"target":{{"sets":1}},"both":{{"reps":0,"seconds":0}}}},{{"n":2,"id":"walking","status":"done","target":{{"sets":1,"time":900}},"both":{{"seconds":900}}}}]}}"#,
                pain - 1
            );
            text.push('\n');
        }
        text += "{\"v\":1,\"id\":\"torn\n";
        home.write("history/2026-m.jsonl", &text);
        let started = r#"{"v":1,"at":"2026-10-05T06:00:00+02:00[Europe/Berlin]","program":"back-care-8-weeks","event":"started"}"#;
        home.write("programs/m.jsonl", &format!("{started}\n"));
        home
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(".local/share/supple").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, args: &[&str], vars: &[(&str, &str)]) -> (i32, String, String) {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("supple"));
        command.args(args).current_dir(self.path()).env_clear().stdin(Stdio::null());
        command.env("HOME", self.path()).env("XDG_RUNTIME_DIR", self.path()).env("TZ", "UTC");
        let output = command.envs(vars.iter().copied()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn say(&self, args: &[&str]) -> String {
        let (status, out, err) = self.run(args, &[]);
        assert_eq!(status, 0, "{err}");
        out
    }
}

const BOUNDS: [&str; 4] = ["--since", "2026-10-05", "--until", "2026-10-31"];

/// The cells of the rows of a Markdown table, found by a word of its head.
fn table(report: &str, head: &str) -> Vec<Vec<String>> {
    let rows = report.lines().skip_while(|line| !(line.starts_with('|') && line.contains(head))).skip(2);
    rows.take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

#[test]
fn the_numbers_of_the_report_are_those_of_the_figures() {
    let home = Home::new();
    let stats: Value =
        serde_json::from_str(&home.say(&[&["stats", "--json"], &BOUNDS[..]].concat())).unwrap();
    let report = home.say(&[&["report"], &BOUNDS[..]].concat());
    assert_eq!(stats["sessions"], 22);
    assert!(
        report.contains("- **Sessions**: 22 on 22 days (completed 22, stopped 0, recorded by hand 0)"),
        "{report}"
    );
    let streak = &stats["streak"];
    assert!(report.contains(&format!("- **Weeks kept**: {} of {}\n", streak["kept"], streak["of"])));
    let weeks = stats["weeks"].as_array().unwrap().iter().filter(|week| week["sessions"] != 0);
    let rows = table(&report, "Week of");
    let told = |value: &Value| value.to_string().trim_end_matches(".0").to_owned();
    for (week, row) in weeks.zip(&rows) {
        let minutes = week["active"].as_f64().unwrap() / 60.0;
        let plan = &week["plan"];
        assert_eq!(row[1], week["days"].to_string());
        assert_eq!(row[2], minutes.round().to_string());
        assert_eq!(row[3], format!("{} of {}", plan["done"], plan["due"]));
        assert_eq!(row[5..7], [told(&week["pain_before"]), told(&week["pain_after"])]);
    }
    let mondays: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(mondays, ["5 Oct", "12 Oct", "19 Oct", "26 Oct"]);
    // The last week ends a day later: it is not judged.
    assert_eq!(rows[3][4], "open");
    let items = table(&report, "Item");
    let adherence = stats["adherence"].as_array().unwrap();
    assert_eq!(items.len(), adherence.len());
    for (item, row) in adherence.iter().zip(&items) {
        assert!(row[1].starts_with(&format!("{} of {} (", item["done"], item["due"])), "{row:?} {item}");
    }
    let trend = stats["pain"]["before"]["trend"]["per_week"].as_f64().unwrap();
    assert!(report.contains(&format!("({trend:+} a week)")), "{trend}");
    let exercises = table(&report, "Exercise");
    for (exercise, row) in stats["exercises"].as_array().unwrap().iter().zip(&exercises) {
        assert_eq!((&row[1], &row[2]), (&exercise["done"].to_string(), &exercise["partial"].to_string()));
    }
    assert_eq!(exercises.len(), 3);
}

#[test]
fn nothing_from_the_history_is_more_than_text() {
    let home = Home::new();
    let file = home.path().join("page.html");
    let said = home.say(&[&["report", "-o", "page.html"], &BOUNDS[..]].concat());
    assert_eq!(said, "The report is in page.html.\n");
    let page = fs::read_to_string(&file).unwrap();
    for part in ["<script", "<img", "<i>", "<b>", "\u{1b}", "http://", "https://", "src=\"", "url("] {
        assert!(!page.contains(part), "{part}");
    }
    assert!(page.contains(
        "&lt;/p&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot; | *b* \\u{1b}[31m"
    ));
    assert!(page.contains("&lt;img src=x&gt;") && page.contains("&lt;i&gt;pain&lt;/i&gt;"));
    assert_is_well_formed(&page);
    let text = home.say(&[&["report"], &BOUNDS[..]].concat());
    assert!(!text.contains("<script") && !text.contains("<img") && !text.contains('\u{1b}'));
    assert!(text.contains(r"\| \*b\* "), "{text}");
    let page = home.say(&[&["stats"], &BOUNDS[..]].concat());
    assert!(!page.contains('\u{1b}'));
}

/// Every tag that opens is closed in its turn, every label names something, no id comes twice.
fn assert_is_well_formed(page: &str) {
    const VOID: [&str; 5] = ["meta", "rect", "circle", "line", "polyline"];
    let style = page.find("<style>").unwrap()..page.find("</style>").unwrap();
    let text = page.replace(&page[style], "<style>");
    let mut open: Vec<String> = Vec::new();
    let (mut ids, mut named) = (Vec::new(), Vec::new());
    for tag in text.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap();
        let name: String = tag.chars().take_while(|c| c.is_alphanumeric()).collect();
        if let Some(closing) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closing), "{tag}");
        } else if !tag.starts_with('!') && !tag.ends_with('/') && !VOID.contains(&name.as_str()) {
            open.push(name);
        }
        let value =
            |key: &str| tag.split_once(&format!(" {key}=\"")).and_then(|(_, rest)| rest.split_once('"'));
        ids.extend(value("id").map(|(id, _)| id.to_owned()));
        named.extend(
            value("aria-labelledby").into_iter().flat_map(|(all, _)| all.split(' ')).map(str::to_owned),
        );
    }
    assert_eq!(open, Vec::<String>::new());
    assert!(!named.is_empty() && named.iter().all(|name| ids.contains(name)), "{named:?} {ids:?}");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn every_chart_says_what_it_shows() {
    let home = Home::new();
    let page = home.say(&[&["report", "--html"], &BOUNDS[..]].concat());
    assert_eq!(page.matches("<svg ").count(), 4);
    assert_eq!(page.matches("<desc id=").count(), 4);
    assert!(page.contains("<desc id=\"chart-3-1-d\">") || page.contains("<desc id=\"chart-2-1-d\">"));
    assert!(page.contains("Before sessions: median "));
    for word in
        ["prefers-color-scheme: dark", "@media print", "<html lang=\"en\">", "<main>", "scope=\"row\""]
    {
        assert!(page.contains(word), "{word}");
    }
}

#[test]
fn a_locale_without_more_gets_ascii_and_a_pipe_no_colour() {
    let home = Home::new();
    let args = [&["stats"], &BOUNDS[..]].concat();
    let (_, page, err) = home.run(&args, &[("LC_ALL", "C")]);
    assert!(page.is_ascii(), "{page}");
    assert!(page.contains("  before  7777666655554444333332"), "{page}");
    assert!(
        err.contains("2026-m.jsonl:23: this is not a whole line of JSON")
            && err.ends_with("this line is skipped\n"),
        "{err}"
    );
    let (_, page, _) = home.run(&args, &[("LC_ALL", "C.UTF-8")]);
    assert!(page.contains('█') && !page.contains('\u{1b}'));
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
}

#[test]
fn a_part_of_the_history_is_judged_by_no_program() {
    let home = Home::new();
    let figures = |args: &[&str]| -> Value {
        serde_json::from_str(&home.say(&[&["stats", "--json"], args].concat())).unwrap()
    };
    let whole = figures(&BOUNDS);
    assert_eq!(whole["programs"][0], "Back care in eight weeks");
    let walks = figures(&[&BOUNDS[..], &["--exercise", "walk"]].concat());
    assert_eq!(walks["adherence"].as_array().unwrap().len(), 0);
    assert_eq!(walks["exercises"].as_array().unwrap().len(), 1);
    assert_eq!(walks["exercises"][0]["id"], "walking");
    let (status, _, err) = home.run(&["report", "--routine", "swimming"], &[]);
    assert_eq!(status, 2, "{err}");
    let none = home.say(&["report", "--since", "2020", "--until", "2020"]);
    assert!(none.contains("- **Sessions**: none in this time"), "{none}");
}

#[test]
fn a_week_that_ends_with_the_last_day_is_judged_and_no_other_follows() {
    let home = Home::new();
    let fates = |until: &str| -> Vec<String> {
        let stats: Value = serde_json::from_str(&home.say(&["stats", "--json", "--until", until])).unwrap();
        stats["weeks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|week| week["fate"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(fates("2026-10-25"), ["missed"; 3]);
    assert_eq!(fates("2026-10-24"), ["missed", "missed", "open"]);
}

#[test]
fn a_report_that_cannot_be_written_says_where() {
    let home = Home::new();
    let (status, out, err) = home.run(&["report", "-o", "nowhere/page.html"], &[]);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(err.contains("nowhere/page.html cannot be written: No such file"), "{err}");
}

#[test]
fn the_pages_read_well() {
    let home = Home::new();
    insta::assert_snapshot!("stats", home.say(&[&["stats"], &BOUNDS[..]].concat()));
    insta::assert_snapshot!("report", home.say(&[&["report"], &BOUNDS[..]].concat()));
    insta::assert_snapshot!("page", home.say(&[&["report", "--html"], &BOUNDS[..]].concat()));
}

/// However few of its days are shown, a week is kept or not by all of them.
#[test]
fn the_week_that_since_cuts_is_judged_as_a_whole() {
    let home = Home(tempfile::tempdir().unwrap());
    let session = |day: u8| {
        format!(
            r#"{{"v":1,"id":"01S{day:03}","routine":"walk","started":"2026-10-{day:02}T07:00:00+02:00[Europe/Berlin]","ended":"2026-10-{day:02}T07:10:00+02:00[Europe/Berlin]","status":"completed","active_seconds":600,"exercises":[]}}
"#
        )
    };
    home.write("history/2026-m.jsonl", &[5, 6, 8, 14].map(session).concat());
    let figures = |since: &str| -> Value {
        let args = ["stats", "--json", "--since", since, "--until", "2026-10-18"];
        serde_json::from_str(&home.say(&args)).unwrap()
    };
    let cut = figures("2026-10-08");
    assert_eq!((&cut["sessions"], &cut["weeks"][0]["sessions"]), (&2.into(), &1.into()), "{cut}");
    assert_eq!((&cut["weeks"][0]["fate"], &cut["streak"]["kept"]), (&"kept".into(), &1.into()), "{cut}");
    // What lies before the first week that is shown stays out of sight.
    assert_eq!(figures("2026-10-12")["streak"]["of"], 1);

    // Of a program too the whole week counts: it asked for seven days, not for the last of them.
    let started = r#"{"v":1,"at":"2026-10-05T06:00:00+02:00[Europe/Berlin]","program":"back-care-8-weeks","event":"started"}"#;
    home.write("programs/m.jsonl", &format!("{started}\n"));
    let (whole, cut) = (figures("2026-10-05"), figures("2026-10-08"));
    assert_eq!(cut["weeks"][0]["plan"], whole["weeks"][0]["plan"]);
    assert_eq!(cut["weeks"][0]["fate"], whole["weeks"][0]["fate"]);
}
