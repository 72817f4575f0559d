//! The guide in `docs/` and the README agree with the program: every example of it is checked and played, every link leads somewhere,
//! and what it names is there.
//!
//! What the program prints stands in the pages. After a change of it `UPDATE=1 cargo test --test guide` writes it anew: look
//! at each line that changes.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

mod examples;
mod machines;
mod markdown;

mod commands;
mod figure;
mod links;
mod names;

use std::{fs, path::Path, thread};

use machines::Machines;
use markdown::Page;

/// The page on which two machines put their histories together; it needs git.
const SYNC: &str = "docs/backup.md";

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages in `docs/`, from the root of the package.
fn pages() -> Vec<String> {
    let entries = fs::read_dir(package().join("docs")).unwrap();
    let paths = entries.map(|entry| Path::new("docs").join(entry.unwrap().file_name()));
    let pages = paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let mut pages: Vec<_> = pages.map(|path| path.to_str().unwrap().to_owned()).collect();
    pages.sort();
    pages
}

#[test]
fn every_example_does_what_its_page_says() {
    let pages = pages().into_iter().chain(["README.md".to_owned()]);
    let pages = pages.filter(|page| page != SYNC).filter(|page| can_be_played(page));
    let faults: Vec<String> = thread::scope(|scope| {
        let all: Vec<_> = pages
            .map(|page| scope.spawn(move || examples::play(Page::read(&page), &Machines::new())))
            .collect();
        all.into_iter().flat_map(|page| page.join().unwrap()).collect()
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Where nothing sets the clock, pages on which sessions are dated would say other things on other days.
#[expect(clippy::print_stdout, reason = "who reads the results must know what they do not cover")]
fn can_be_played(page: &str) -> bool {
    let is_dated = || {
        let text = fs::read_to_string(package().join(page)).unwrap();
        [" --at 20", " --on 20"].iter().any(|dated| text.contains(dated))
    };
    let can = machines::has_clock() || !is_dated();
    if !can {
        println!("left out: {page}: faketime is not installed");
    }
    can
}

#[test]
fn two_machines_are_put_together_as_the_page_does_it() {
    if !machines::has_git() {
        println!("left out: git is not installed");
        return;
    }
    if ["study", "kitchen"].contains(&&*machines::real_name()) {
        println!("left out: this machine is called as one of the page");
        return;
    }
    if !can_be_played(SYNC) {
        return;
    }
    let machines = Machines::new();
    let faults = examples::play(Page::read(SYNC), &machines);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // Whatever the page says: both have all sessions, and the corrections.
    let [study, kitchen] = ["study", "kitchen"].map(|name| machines.run(name, "supple log --json"));
    assert_eq!(study, kitchen);
    assert_eq!(study.lines().count(), 5, "{study}");
    for put_right in ["not stiff at all", "\"active_seconds\":1800"] {
        assert_eq!(study.matches(put_right).count(), 1, "{study}");
    }
}
