//! Links between the documents, to files and to headings.

use std::{collections::BTreeSet, path::Path};

use crate::{markdown::Page, package, pages};

fn documents() -> Vec<String> {
    let others = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "assets/figures/README.md"];
    others.into_iter().map(str::to_owned).chain(pages()).collect()
}

/// What stands in parentheses behind brackets, outside of code.
fn targets(page: &Page) -> Vec<String> {
    let words = page.words();
    let plain: String = words.split('`').step_by(2).collect();
    let targets = plain.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.map(str::to_owned).filter(|target| !target.contains("://")).collect()
}

/// The headings of a page as the ends of links: small letters, digits and hyphens.
fn anchors(page: &Page) -> BTreeSet<String> {
    let words = page.words();
    let headings = words.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|heading| {
            let text = heading.trim_start_matches('#').trim().to_lowercase();
            let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

#[test]
fn every_link_leads_to_a_file_and_to_a_heading() {
    let mut faults = Vec::new();
    let mut count = 0;
    for document in documents() {
        let page = Page::read(&document);
        for target in targets(&page) {
            count += 1;
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let folder = Path::new(&document).parent().unwrap();
            let path = if file.is_empty() { document.clone().into() } else { folder.join(file) };
            if !package().join(&path).exists() {
                faults.push(format!("{document}: {target} is not there"));
            } else if !anchor.is_empty() && !anchors(&Page::read(path.to_str().unwrap())).contains(anchor) {
                faults.push(format!("{document}: {target} has no such heading"));
            }
        }
    }
    assert!(count > 150, "{count} links");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_contents_lead_to_every_page_once_and_the_readme_to_the_contents() {
    let mut linked = targets(&Page::read("docs/guide.md"));
    linked.retain(|target| !target.starts_with("../"));
    linked.sort();
    let mut all: Vec<String> =
        pages().iter().map(|page| page.trim_start_matches("docs/").to_owned()).collect();
    all.retain(|page| page != "guide.md");
    assert_eq!(linked, all);
    assert!(targets(&Page::read("README.md")).contains(&"docs/guide.md".to_owned()));
}

#[test]
fn a_list_at_the_top_of_a_page_names_all_its_headings() {
    let mut lists = 0;
    for name in pages() {
        let page = Page::read(&name);
        let words = page.words();
        let top = words.split("\n## ").next().unwrap_or_default();
        let listed: Vec<&str> =
            top.lines().filter_map(|line| line.strip_prefix("- [")?.split(']').next()).collect();
        if top.contains("](#") {
            lists += 1;
            let headings: Vec<&str> = words.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            assert_eq!(listed, headings, "{name}");
        }
    }
    assert!(lists >= 4, "{lists}");
}
