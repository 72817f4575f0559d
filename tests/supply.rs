//! What the program is built from: every crate is the one that was looked at, and docs/dependencies.md lists those that
//! were chosen, made from Cargo.toml and the tree that cargo builds.
//!
//! Licences, sources and doubles are `cargo deny`'s, in `.ci/run`.
// For a build that leaves features out, or for another system, cargo has not fetched all the crates.
#![cfg(all(feature = "sound", feature = "voice", feature = "desktop", target_os = "linux"))]

#[path = "supply/manifest.rs"]
mod manifest;
#[path = "supply/tree.rs"]
mod tree;

use std::{fmt::Write as _, fs, path::Path};

use manifest::{Choice, choices};
use tree::Tree;

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(package().join(path)).expect("a file of the package is readable")
}

#[test]
fn every_crate_is_the_one_that_was_looked_at() {
    let lock: toml::Table = read("Cargo.lock").parse().expect("cargo has written it");
    let packages = lock["package"].as_array().expect("a list");
    assert!(packages.len() > 200, "{}", packages.len());
    for package in packages {
        let word = |key: &str| package.get(key).and_then(toml::Value::as_str);
        if word("name") == Some("supple") {
            continue;
        }
        // What has a checksum comes from a registry whose files never change, or does not come at all.
        assert_eq!(
            word("source"),
            Some("registry+https://github.com/rust-lang/crates.io-index"),
            "{package:?}"
        );
        assert!(word("checksum").is_some_and(|sum| sum.len() == 64), "{package:?}");
    }
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let choices = choices(&read("Cargo.toml"));
    assert!(choices.len() > 30, "{}", choices.len());
    let silent: Vec<_> = choices.iter().filter(|choice| choice.what_for.is_empty()).collect();
    assert!(silent.is_empty(), "no comment in Cargo.toml before {silent:?}");
}

#[test]
fn the_list_of_dependencies_is_that_of_the_manifest() {
    const BEGIN: &str = "<!-- begin: made by `UPDATE=1 cargo test --test supply` -->\n";
    const END: &str = "<!-- end -->";
    let document = read("docs/dependencies.md");
    let (head, rest) = document.split_once(BEGIN).expect("the list has a beginning");
    let (kept, tail) = rest.split_once(END).expect("the list has an end");
    let list = list(&choices(&read("Cargo.toml")));
    if std::env::var_os("UPDATE").is_some() {
        let text = format!("{head}{BEGIN}{list}{END}{tail}");
        fs::write(package().join("docs/dependencies.md"), text).expect("the document can be written");
    } else {
        assert!(kept == list, "docs/dependencies.md: write it anew with `UPDATE=1 cargo test --test supply`");
    }
}

fn list(choices: &[Choice]) -> String {
    let shipped = Tree::read(&[]);
    let all = Tree::read(&["--edges", "normal,build,dev"]);
    let mut text = String::new();
    for (title, section, tree) in [
        ("In the program", "dependencies", &shipped),
        ("Sound and the recorded voice, which can be left out", "sound", &shipped),
        ("The desktop, which can be left out", "desktop", &shipped),
        ("In tests, benchmarks and examples only", "dev-dependencies", &all),
    ] {
        let _ = write!(
            text,
            "\n## {title}\n\n| crate | licence | what for | features | crates | its own |\n| --- | --- | --- | --- | --- | --- |\n"
        );
        for choice in choices.iter().filter(|choice| choice.section == section) {
            let (brought, own) = (tree.below(&choice.name), tree.lost_without(&choice.name));
            let name = &choice.name;
            let (version, licence) = tree.about(name);
            let _ = writeln!(
                text,
                "| [{name}](https://crates.io/crates/{name}) {version} | {licence} | {} | {} | {brought} | {own} |",
                choice.what_for, choice.features
            );
        }
    }
    text.push_str("\n## How many there are\n\n| build | crates |\n| --- | --- |\n");
    for (build, flags) in [
        ("everything, as it is built by default", &[][..]),
        ("`--no-default-features`", &["--no-default-features"]),
        ("… `--features sound`", &["--no-default-features", "--features", "sound"]),
        ("… `--features voice`", &["--no-default-features", "--features", "voice"]),
        ("… `--features desktop`", &["--no-default-features", "--features", "desktop"]),
        ("everything, with tests, benchmarks and examples", &["--edges", "normal,build,dev"]),
    ] {
        let _ = writeln!(text, "| {build} | {} |", Tree::read(flags).count());
    }
    text.push('\n');
    text
}
