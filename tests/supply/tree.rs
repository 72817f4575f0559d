//! The crates that one build consists of, as `cargo tree` tells.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

/// A crate with its version: `libc v0.2.191`.
type Crate = String;

pub(crate) struct Tree {
    /// Who asks for whom. The package itself is the first.
    asked: BTreeMap<Crate, BTreeSet<Crate>>,
    licences: BTreeMap<Crate, String>,
    root: Crate,
}

impl Tree {
    /// Of the build with these flags, on Linux.
    pub(crate) fn read(flags: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO"));
        command.args(["tree", "--offline", "--locked", "--target", "x86_64-unknown-linux-gnu"]);
        command.args(["--edges", "normal,build", "--prefix", "depth", "--format", "|{p}|{l}"]);
        command.args(flags).current_dir(env!("CARGO_MANIFEST_DIR"));
        let output = command.output().expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).expect("cargo prints UTF-8");
        let mut tree = Self { asked: BTreeMap::new(), licences: BTreeMap::new(), root: String::new() };
        let mut above: Vec<Crate> = Vec::new();
        // A line without a depth is the title of the next edges.
        for line in text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit())) {
            let [depth, name, licence] = line.splitn(3, '|').collect::<Vec<_>>()[..] else {
                panic!("{line} is not what was asked for")
            };
            // What is behind the version says where it lies, or that it is a macro.
            let name = name.split(' ').take(2).collect::<Vec<_>>().join(" ");
            above.truncate(depth.parse().expect("a depth"));
            match above.last() {
                Some(asking) => _ = tree.asked.entry(asking.clone()).or_default().insert(name.clone()),
                None => tree.root.clone_from(&name),
            }
            tree.asked.entry(name.clone()).or_default();
            tree.licences.entry(name.clone()).or_insert_with(|| licence.trim_end_matches(" (*)").to_owned());
            above.push(name);
        }
        tree
    }

    /// All but the package itself.
    pub(crate) fn count(&self) -> usize {
        self.asked.len() - 1
    }

    /// The version and licence of a crate that the package asks for itself.
    pub(crate) fn about(&self, name: &str) -> (String, String) {
        let full = self.chosen(name);
        (full.rsplit(" v").next().unwrap_or_default().to_owned(), self.licences[full].replace('/', " OR "))
    }

    /// How many crates there would be if it were the only one, itself among them.
    pub(crate) fn below(&self, name: &str) -> usize {
        self.reached(self.chosen(name), None)
    }

    /// How many crates there would be less without it: none, if another one asks for it as well.
    pub(crate) fn lost_without(&self, name: &str) -> usize {
        self.count() + 1 - self.reached(&self.root, Some(self.chosen(name)))
    }

    /// How many can be reached, when the package itself does not ask for this one.
    fn reached(&self, from: &str, unasked: Option<&str>) -> usize {
        let (mut found, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(name) = next.pop() {
            if found.insert(name) {
                let is_asked = |other: &&str| name != self.root || Some(*other) != unasked;
                next.extend(self.asked[name].iter().map(String::as_str).filter(is_asked));
            }
        }
        found.len()
    }

    fn chosen(&self, name: &str) -> &Crate {
        let is_it = |full: &&Crate| full.split(' ').next() == Some(name);
        self.asked[&self.root].iter().find(is_it).unwrap_or_else(|| panic!("{name} is not in the tree"))
    }
}
