//! `supple safety`

use std::process::ExitCode;

use serde_json::{Value, json};

use super::{
    output,
    page::{Page, Weight},
};
use crate::routine::safety::{Entry, Kind, entries};

/// What the sources say about safety: red flags, what is normal, what to leave out.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.json {
        let all: Vec<Value> = sorted().into_iter().map(entry_json).collect();
        return output::print_json(&all);
    }
    let mut page = Page::new(output::stdout_look());
    page.line("", ABOUT, Weight::Plain);
    for kind in Kind::ALL {
        page.gap();
        page.line("", kind.title(), Weight::Bold);
        for entry in entries().iter().filter(|entry| entry.kind == *kind) {
            let action = entry.action.as_ref().map(|action| format!(" {action}")).unwrap_or_default();
            page.line("  • ", &format!("{}{action} ({})", entry.text, entry.publisher()), Weight::Plain);
        }
    }
    output::print(&page.finish())
}

const ABOUT: &str = "supple is a player and a diary, not a doctor. This is what the articles behind its routines say, each with who \
     says it: by name, or, where a page names neither its site nor its author, by what it is. Where they disagree, all \
     of them stand here.";

fn sorted() -> Vec<&'static Entry> {
    let mut all: Vec<&Entry> = entries().iter().collect();
    all.sort_by_key(|entry| entry.kind);
    all
}

fn entry_json(entry: &Entry) -> Value {
    json!({
        "id": entry.id, "kind": entry.kind, "urgency": entry.urgency, "text": entry.text, "action": entry.action,
        "exercises": entry.exercises, "source": entry.publisher(),
    })
}
