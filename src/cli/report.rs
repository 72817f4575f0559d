//! `supple report`: one page for a therapist.

mod chart;
mod compose;
mod html;
mod markdown;
mod parts;
mod worth;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use jiff::{ToSpan as _, civil::Date};

use super::{
    Mistake,
    figures::{Figures, Names},
    history_args::SelectArgs,
    output,
};
use crate::history::stats::monday;

/// One page for a therapist: what was done of what was due, pain, what was skipped and why
///
/// Without --since it covers the last four weeks and the one that runs.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    select: SelectArgs,
    /// As a web page with charts, in one file, for printing on A4 [default with -o FILE.html]
    #[arg(long)]
    html: bool,
    /// As text, in Markdown [default]
    #[arg(long, conflicts_with = "html")]
    markdown: bool,
    /// Write it to this file; one that is there is replaced
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs `supple report`.
///
/// # Errors
/// When the history cannot be read, a name is the beginning of nothing in it, or the file cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(ending) = args.output.as_deref().and_then(foreign) {
        let words = format!(
            "a report is a web page (.html) or Markdown (.md, .txt), not .{ending}; a browser prints a page as PDF"
        );
        return Err(Mistake(words).into());
    }
    let figures = Figures::gather(&args.select, |until| Some(four_weeks(until)))?;
    let report = compose::report(&figures, &Names::of(&figures.stats));
    let is_page = args.html || !args.markdown && args.output.as_deref().is_some_and(is_page);
    let text = if is_page { html::write(&report) } else { markdown::write(&report) };
    match &args.output {
        None => output::print(&text),
        Some(path) => {
            fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))?;
            output::print(&format!("The report is in {}.", path.display()))
        }
    }
}

/// From a Monday on, so that every week but the one that runs is a whole one.
fn four_weeks(until: Date) -> Date {
    monday(until).saturating_sub(28.days())
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"))
}

/// What a file's name says that it holds, if that is nothing that we write.
fn foreign(path: &Path) -> Option<String> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    ["pdf", "doc", "docx", "odt", "rtf", "csv", "json", "xls", "xlsx", "ods", "png", "jpg", "jpeg", "svg"]
        .contains(&ending.as_str())
        .then_some(ending)
}
