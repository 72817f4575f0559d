//! What Cargo.toml asks for, and the reason in the comment before it.

/// A crate that somebody has chosen.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) name: String,
    /// `dependencies`, `dev-dependencies`, or the feature that brings it: `sound` (with the voice) or `desktop`.
    pub(crate) section: String,
    pub(crate) what_for: String,
    /// Those that are asked for; `default` stands among them unless it is turned off.
    pub(crate) features: String,
}

pub(crate) fn choices(manifest: &str) -> Vec<Choice> {
    let (mut choices, mut section, mut comment) = (Vec::new(), String::new(), String::new());
    for line in manifest.lines() {
        if let Some(title) = line.strip_prefix('[') {
            section = match title.trim_end_matches(']') {
                kept @ ("dependencies" | "dev-dependencies") => kept.to_owned(),
                target if target.starts_with("target.") && target.ends_with(".dependencies") => {
                    "desktop".to_owned()
                }
                _ => String::new(),
            };
        } else if let Some(words) = line.strip_prefix("# ") {
            let space = if comment.is_empty() { "" } else { " " };
            comment = format!("{comment}{space}{words}");
            continue;
        } else if !section.is_empty()
            && let Some((name, wish)) = line.split_once(" = ")
        {
            let section = if section == "dependencies" && wish.contains("optional = true") {
                "sound"
            } else {
                &section
            };
            choices.push(Choice {
                name: name.to_owned(),
                section: section.to_owned(),
                what_for: comment.trim_end_matches('.').to_owned(),
                features: features(line),
            });
        }
        comment.clear();
    }
    choices
}

fn features(line: &str) -> String {
    let table: toml::Table = line.parse().expect("one line is one dependency");
    let wish = table.values().next().expect("one line is one dependency");
    let asked = wish.get("features").and_then(toml::Value::as_array);
    let by_default = wish.get("default-features").and_then(toml::Value::as_bool) != Some(false);
    let words = by_default
        .then_some("default")
        .into_iter()
        .chain(asked.into_iter().flatten().filter_map(toml::Value::as_str));
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" ")
}
