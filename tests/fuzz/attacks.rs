//! Files that mean harm, given to the real program: it says what is wrong and where, soon and with little memory.

use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
    process::Output,
};

use nix::sys::resource::{UsageWho, getrusage};
use supple::diagnostic::is_hostile;

use crate::home::Home;

/// In KiB: no process of this test takes more than this, whatever it is given.
const MOST_MEMORY: i64 = 256 * 1024;

/// Somebody with a folder full of traps.
struct Victim {
    home: Home,
}

impl Victim {
    fn new() -> Self {
        Self { home: Home::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file piece by piece: what this test holds in memory would count as memory of its children.
    fn file<'p>(&self, name: &str, pieces: impl IntoIterator<Item = &'p str>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut file = BufWriter::new(File::create(&path).unwrap());
        pieces.into_iter().for_each(|piece| file.write_all(piece.as_bytes()).unwrap());
        file.flush().unwrap();
        path
    }

    /// Every command that reads a routine refuses this one. What `check` says of it.
    #[track_caller]
    fn is_refused(&self, path: &Path) -> String {
        let named = path.to_str().unwrap();
        for args in
            [&["run", named][..], &["plan", "--json", named], &["show", named], &["check", "--json", named]]
        {
            self.says(args);
        }
        self.is_faulty(path)
    }

    /// As `is_refused`, for what takes its time: all commands read files by the same means.
    #[track_caller]
    fn is_faulty(&self, path: &Path) -> String {
        self.says(&["check", path.to_str().unwrap()])
    }

    /// What a command says that is refused, which no terminal would obey.
    #[track_caller]
    fn says(&self, args: &[&str]) -> String {
        let output = self.home.run(args);
        let said = harmless(&output);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.len() < 1 << 20, "{} bytes are said", said.len());
        is_frugal(&format!("{args:?}"));
        said
    }
}

#[track_caller]
fn harmless(output: &Output) -> String {
    let said = [&output.stdout[..], &output.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    assert_eq!(said.chars().find(|c| *c != '\n' && is_hostile(*c)), None, "{said:?}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

/// The most that any process of this test has taken so far, as the kernel counts it.
#[track_caller]
fn is_frugal(what: &str) {
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss();
    assert!(peak < MOST_MEMORY, "{what}: {} MiB", peak / 1024);
}

fn joined(pieces: impl Iterator<Item = String>) -> String {
    pieces.collect::<Vec<_>>().concat()
}

/// Puts something where a file should be.
type Trap<'t> = &'t dyn Fn(&Path);

const HEAD: &str = "format = 1\nname = \"N\"\n";
const STEP: &str = "[[step]]\nname = \"Sit\"\nhold = \"5s\"\n";

#[test]
fn escape_sequences_and_turned_writing_are_named_with_their_line() {
    let victim = Victim::new();
    for (number, (text, shown)) in [
        ("\u{1b}]0;owned\u{7}", "U+001B"),
        ("\u{9b}2J", "U+009B"),
        ("a\u{202e}b", "U+202E"),
        ("a\u{2066}b", "U+2066"),
        ("a\u{7f}b", "U+007F"),
        ("a\u{2028}b", "U+2028"),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("{number}.toml");
        for line in
            [format!("note = \"{text}\"\n"), format!("\"{text}\" = 1\n"), format!("use = \"{text}\"\n")]
        {
            let said = victim.is_faulty(&victim.file(&name, [HEAD, STEP, &line]));
            assert!(said.contains(&format!("{name}:6:")), "{said}");
        }
        // Written with an escape of TOML it is found as well.
        let escaped: String = joined(text.chars().map(|c| format!("\\U{:08X}", u32::from(c))));
        let path = victim.file(&name, [HEAD, STEP, &format!("note = \"{escaped}\"\n")]);
        let said = victim.is_refused(&path);
        assert!(said.contains(&format!("{name}:6:")) && said.contains(shown), "{said}");
        // Names of files and commands are strangers' too.
        victim.says(&["run", text]);
        victim.says(&["check", &format!("{text}.toml")]);
        victim.says(&["ctl", text]);
        let path = victim.file(&format!("{text}.toml").replace('/', "_"), [HEAD, "[[step]]\n"]);
        victim.is_faulty(&path);
    }
}

#[test]
fn a_few_lines_cannot_ask_for_billions_of_steps() {
    let victim = Victim::new();
    let group = |indent: &str| format!("[[{indent}]]\ngroup = \"G\"\nrounds = 100\n");
    let three = [group("step"), group("step.step"), group("step.step.step")].concat();
    let text = format!(
        "{HEAD}{three}[[step.step.step.step]]\nname = \"Sit\"\nhold = \"1s\"\nreps = 1000\nsets = 100\n"
    );
    let said = victim.is_refused(&victim.file("bomb.toml", [&*text]));
    assert!(said.contains("bomb.toml:1:") || said.contains("bomb.toml:3:"), "{said}");
    assert!(said.contains("steps; the limit is 100,000"), "{said}");
    // One level more is refused as such.
    let four = format!("{three}{}", group("step.step.step.step"));
    let text = format!("{HEAD}{four}[[step.step.step.step.step]]\nname = \"Sit\"\nhold = \"1s\"\n");
    let said = victim.is_refused(&victim.file("deep.toml", [&*text]));
    assert!(said.contains("deep.toml:12:") && said.contains("groups nest more than 3 deep"), "{said}");
    // Many steps of a few sets each.
    let head = [HEAD, "step = [\n"];
    let step = std::iter::repeat_n("{use=\"cat-cow\",sets=9},\n", 8_000);
    let said = victim.is_faulty(&victim.file("long.toml", head.into_iter().chain(step).chain(["]\n"])));
    assert!(said.contains("long.toml:3:") && said.contains("steps; the limit is 100,000"), "{said}");
    // A routine of a program's many items, one file that leads to the next, and round again.
    let chain = "format = 1\nname = \"A\"\nhold = \"5s\"\n";
    let a = victim.file("exercises/a.toml", [chain, "easier = \"b\"\nharder = \"b\"\n"]);
    let b = victim.file("exercises/b.toml", [chain, "easier = \"a\"\nharder = \"a\"\n"]);
    let output = victim.home.run(&["check", a.to_str().unwrap(), b.to_str().unwrap()]);
    harmless(&output);
    let used = victim.file("exercises/c.toml", ["format = 1\nname = \"C\"\nuse = \"c\"\n"]);
    let said = victim.is_refused(&used);
    assert!(said.contains("c.toml:3:"), "{said}");
}

#[test]
fn what_is_far_too_long_is_not_even_read() {
    let victim = Victim::new();
    let x = "x".repeat(1 << 16);
    let megabytes = |count: usize| std::iter::repeat_n(&*x, count * 16);
    let head = [HEAD, STEP, "note = \""];
    let said =
        victim.is_refused(&victim.file("text.toml", head.into_iter().chain(megabytes(50)).chain(["\"\n"])));
    assert!(said.contains("the limit is 1,048,576 (1 MiB)"), "{said}");
    let said = victim.is_refused(&victim.file("line.toml", megabytes(50)));
    assert!(said.contains("the limit is 1,048,576 (1 MiB)"), "{said}");
    let keys = std::iter::repeat_n("k=1\n", 1_000_000);
    let said = victim.is_refused(&victim.file("keys.toml", keys));
    assert!(said.contains("the limit is 1,048,576 (1 MiB)"), "{said}");
    let steps = std::iter::repeat_n("[[step]]\nuse=\"cat-cow\"\n", 1_000_000);
    let said = victim.is_refused(&victim.file("steps.toml", [HEAD].into_iter().chain(steps)));
    assert!(said.contains("the limit is 1,048,576 (1 MiB)"), "{said}");
    let sparse = victim.path("sparse.toml");
    File::create(&sparse).unwrap().set_len(1 << 30).unwrap();
    let said = victim.is_refused(&sparse);
    assert!(said.contains("the file is 1,073,741,824 bytes long"), "{said}");
}

#[test]
fn what_just_fits_is_refused_with_its_line() {
    let victim = Victim::new();
    // A megabyte of one line, of one key, of keys that nobody knows, of the same key.
    let x = "x".repeat(1_000_000);
    let said = victim.is_faulty(&victim.file("line.toml", [&*x]));
    assert!(said.contains("line.toml:1:"), "{said}");
    let said = victim.is_faulty(&victim.file("key.toml", [HEAD, STEP, &x, " = 1\n"]));
    assert!(said.contains("key.toml:6:"), "{said}");
    let said = victim.is_faulty(&victim.file("use.toml", [HEAD, "[[step]]\nuse = \"", &x, "\"\n"]));
    assert!(said.contains("use.toml:4:"), "{said}");
    let keys: String = joined((0..110_000).map(|key| format!("k{key:x}=1\n")));
    let said = victim.is_faulty(&victim.file("keys.toml", [HEAD, STEP, &keys]));
    assert!(said.contains("keys.toml:6:") && said.contains("more in "), "{said}");
    let same = std::iter::repeat_n("a=1\n", 250_000);
    let said = victim.is_faulty(&victim.file("same.toml", [HEAD].into_iter().chain(same)));
    assert!(said.contains("same.toml:4:"), "{said}");
    let steps = std::iter::repeat_n("[[step]]\n", 25_000);
    let said = victim.is_faulty(&victim.file("steps.toml", [HEAD].into_iter().chain(steps)));
    assert!(said.contains("steps.toml:3:"), "{said}");
    let texts = std::iter::repeat_n("\"\",", 300_000);
    let path = victim.file("texts.toml", [HEAD, STEP, "how = ["].into_iter().chain(texts).chain(["]\n"]));
    let said = victim.is_faulty(&path);
    assert!(said.contains("texts.toml:6:"), "{said}");
    let noise: String = (0..200_000_u32).map(|n| char::from_u32(0x1_f600 + n % 64).unwrap()).collect();
    let said = victim.is_faulty(&victim.file("noise.toml", [&*noise]));
    assert!(said.contains("noise.toml:1:"), "{said}");
}

/// So deep no program of recursive functions can go.
const DEEP: usize = 100_000;

#[test]
fn however_deep_it_nests_the_stack_holds() {
    let victim = Victim::new();
    let many = |piece: &str| piece.repeat(DEEP);
    for (number, text) in [
        format!("note = {}{}\n", many("["), many("]")),
        format!("note = {}\n", many("[")),
        format!("note = {}1{}\n", many("{a="), many("}")),
        format!("note = {}\n", many("{a=")),
        format!("note = {}\n", many("[{a=")),
        format!("{}a = 1\n", many("a.")),
        format!("[{}a]\n", many("a.")),
        format!("[[{}a]]\n", many("step.")),
        format!("{}\n", many("[")),
        format!("[[step{}]]\nname = \"Sit\"\n", ".step".repeat(70)),
        joined((1..200).map(|depth| format!("[[step{}]]\ngroup = \"G\"\n", ".step".repeat(depth)))),
        joined((1..2_000).map(|depth| format!("[a{}]\n", ".a".repeat(depth % 70)))),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("{number}.toml");
        let path = victim.file(&name, [HEAD, STEP, &text]);
        let said = victim.is_faulty(&path);
        assert!(said.contains(&format!("{name}:6:")) == (number < 10), "{said}");
        assert!(said.contains("this nests too deep") == (number < 8 || number == 10), "{said}");
        // The settings are read by the same means, and what is no TOML is left out of them.
        victim.home.settings(&text);
        let output = victim.home.run(&["config", "show"]);
        harmless(&output);
        is_frugal(&format!("settings {number}"));
    }
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let victim = Victim::new();
    let pipe = victim.path("pipe.toml");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0)
        .unwrap();
    let folder = victim.path("folder.toml");
    fs::create_dir(&folder).unwrap();
    let link = victim.path("zero.toml");
    std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
    let round = victim.path("round.toml");
    std::os::unix::fs::symlink(&round, &round).unwrap();
    for (path, reason) in [
        (&*pipe, "it is not a regular file"),
        (&*folder, "it is a folder"),
        (&*link, "it is not a regular file"),
        (Path::new("/dev/zero"), "it is not a regular file"),
        (Path::new("/dev/stdin"), "it is not a regular file"),
        (&*round, "oo many"),
    ] {
        // Without a dot a word is an id; /dev/zero has a separator.
        let said = victim.is_refused(path);
        assert!(said.contains(reason), "{said}");
    }
    // Among the user's own files nobody named it, and it is in the way of nothing.
    for kind in ["routines", "exercises", "programs"] {
        let own = victim.path(&format!("config/supple/{kind}"));
        fs::create_dir_all(&own).unwrap();
        for (number, path) in [&pipe, &folder, &link, &round].into_iter().enumerate() {
            std::os::unix::fs::symlink(path, own.join(format!("trap-{number}.toml"))).unwrap();
        }
    }
    for command in
        [&["list"][..], &["exercises"], &["plan", "gentle-twelve"], &["today"], &["program", "list"]]
    {
        let output = victim.home.run(command);
        let said = harmless(&output);
        assert_eq!(output.status.code(), Some(0), "{command:?}: {said}");
        is_frugal(&format!("{command:?}"));
    }
}

#[test]
fn settings_that_are_no_file_or_too_long_stand_in_nobodys_way() {
    let victim = Victim::new();
    let settings = victim.path("config/supple/config.toml");
    fs::create_dir_all(settings.parent().unwrap()).unwrap();
    let traps: [(&str, Trap); 4] = [
        ("a pipe", &|path| {
            rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0)
                .unwrap();
        }),
        ("a device", &|path| std::os::unix::fs::symlink("/dev/zero", path).unwrap()),
        ("a gigabyte", &|path| File::create(path).unwrap().set_len(1 << 30).unwrap()),
        ("no text", &|path| fs::write(path, [0xff; 1_000]).unwrap()),
    ];
    for (what, set) in traps {
        let _ = fs::remove_file(&settings);
        set(&settings);
        let output = victim.home.run(&["plan", "gentle-twelve"]);
        let said = harmless(&output);
        assert_eq!(output.status.code(), Some(0), "{what}: {said}");
        let output = victim.home.run(&["config", "show"]);
        let said = harmless(&output);
        assert!(said.contains("config.toml"), "{what}: {said}");
        is_frugal(what);
    }
}

/// A folder that is shared holds files of others, whatever they are called.
#[test]
fn what_a_file_is_called_is_shown_in_letters_that_no_terminal_obeys() {
    const GOOD: &str = r#"{"v":1,"id":"01A","routine":"long","name":"Long","started":"2025-01-05T07:02:11+01:00[Europe/Berlin]","ended":"2025-01-05T07:20:11+01:00[Europe/Berlin]","status":"completed","active_seconds":965,"paused_seconds":0,"exercises":[],"app":"0.1.0"}"#;
    const NAME: &str = "a\u{1b}[31mred\u{202e}\u{7}";
    let victim = Victim::new();
    let changed =
        GOOD.replace("01A", "01B").replace("\"app\":\"0.1.0\"}", "\"app\":\"0.1.0\",\"crc32\":\"00000000\"}");
    let other = GOOD.replace("01A\",", "01A\",\"note\":\"another\",");
    let lines = [GOOD, "\n", &changed, "\n", &other, "\n", "no line at all\n", "{\"v\":99}\n"];
    victim.file(&format!("data/supple/history/{NAME}.jsonl"), lines);
    victim.file(&format!("data/supple/programs/{NAME}.jsonl"), ["no line at all\n"]);
    fs::create_dir(victim.path(&format!("data/supple/history/folder{NAME}.jsonl"))).unwrap();
    for (args, status) in [
        (&["log"][..], 0),
        (&["log", "--json"], 0),
        (&["log", "export"], 0),
        (&["stats"], 0),
        (&["today"], 0),
        (&["log", "verify"], 1),
        (&["log", "verify", "--repair"], 1),
        (&["log", "verify", "--accept"], 1),
        (&["log", "verify", "--repair", "--accept", "--all"], 0),
        (&["log", "verify"], 0),
    ] {
        let output = victim.home.run(args);
        let said = harmless(&output);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {said}");
        assert!(said.contains("red"), "{args:?}: {said}");
    }
    // So it is with what is named by a path, or found among one's own files.
    for kind in ["routines", "exercises", "programs"] {
        let path = victim.file(&format!("config/supple/{kind}/{NAME}.toml"), ["nothing = 1\n"]);
        victim.is_faulty(&path);
    }
    for args in
        [&["list"][..], &["exercises"], &["program", "list"], &["check"], &["plan", NAME], &["run", NAME]]
    {
        harmless(&victim.home.run(args));
    }
}
