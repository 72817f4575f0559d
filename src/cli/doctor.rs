//! `supple doctor`: whether all works here.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    output,
    page::{Page, Weight},
};
use crate::{
    audio::{Outlet, Output},
    config::{
        paths::Paths,
        settings::{self, Loaded},
    },
    diagnostic::{Look, printable},
    runtime::doctor::{Area, Finding, Report, State, examine},
};

/// When something is at fault.
const AT_FAULT: u8 = 3;

/// Play every sound, and say what works here and what does not.
///
/// Tells which sound device was opened and how, who can speak, what the terminal can show, whether sessions can be
/// controlled from elsewhere, what there is of a desktop, and where files are kept. Each line begins with `ok` or, where something is at fault, with `!!` and ends with what to do. Exit status: 0 when all is
/// well, 3 when something is at fault.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Play nothing; the device is opened all the same.
    #[arg(long, visible_alias = "no-sound")]
    quiet: bool,
    /// Print it as JSON, for other programs.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let paths = Paths::find().ok();
    let loaded = paths.as_ref().map(|paths| settings::load(&paths.config)).unwrap_or_default();
    let faults = if args.json {
        print_json(paths.as_ref(), &loaded, args.quiet)?
    } else {
        print_page(paths.as_ref(), &loaded, args.quiet)?
    };
    Ok(ExitCode::from(if faults == 0 { 0 } else { AT_FAULT }))
}

/// Prints everything as soon as it is known. Gives the number of faults.
fn print_page(paths: Option<&Paths>, loaded: &Loaded, quiet: bool) -> anyhow::Result<usize> {
    let look = output::stdout_look();
    let (mut faults, mut printed, mut first) = (0, Ok(()), true);
    examine(paths, loaded, quiet, &mut |report| {
        if let Report::Finding(Finding { state: State::Fault, .. }) = &report {
            faults += 1;
        }
        let text = text(&report, look, std::mem::take(&mut first));
        // If nobody reads it any more, it is played to its end all the same.
        if printed.is_ok() {
            printed = print(&text);
        }
    });
    printed?;
    print(&match faults {
        0 => "\nAll is well.\n".to_owned(),
        1 => "\nOne thing is at fault; what to do about it stands with it.\n".to_owned(),
        faults => format!("\n{faults} things are at fault; what to do about them stands with each.\n"),
    })?;
    Ok(faults)
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn text(report: &Report, look: Look, first: bool) -> String {
    let mut page = Page::new(look);
    match report {
        Report::Area(area) => {
            page.line("", title(*area), Weight::Bold);
            let gap = if first { "" } else { "\n" };
            format!("{gap}{}", page.finish())
        }
        Report::Sounds(name, about) => {
            page.row(&format!("      {name}"), 20, about);
            page.finish()
        }
        Report::Finding(finding) => {
            let (mark, code) = match finding.state {
                State::Ok => ("ok", "\u{1b}[32m"),
                State::Note => ("  ", ""),
                State::Fault => ("!!", "\u{1b}[1;31m"),
            };
            let weight = if finding.state == State::Note { Weight::Faint } else { Weight::Plain };
            page.line(&format!("  {mark}  "), &printable(&finding.says), weight);
            if let Some(remedy) = &finding.remedy {
                page.line("      ", &printable(remedy), Weight::Bold);
            }
            let text = page.finish();
            if look.colour && !code.is_empty() {
                text.replacen(mark, &format!("{code}{mark}\u{1b}[0m"), 1)
            } else {
                text
            }
        }
    }
}

const fn title(area: Area) -> &'static str {
    match area {
        Area::Sound => "Sound",
        Area::Sounds => "Every sound, named as it plays",
        Area::Voice => "Voice",
        Area::Terminal => "Terminal",
        Area::Around => "Control and desktop",
        Area::Files => "Files",
    }
}

/// Prints all of it once it is known. Gives the number of faults.
fn print_json(paths: Option<&Paths>, loaded: &Loaded, quiet: bool) -> anyhow::Result<usize> {
    let mut findings = Vec::new();
    let mut played = Vec::new();
    let facts = examine(paths, loaded, quiet, &mut |report| match report {
        Report::Area(_) => {}
        Report::Sounds(name, _) => played.push(name),
        Report::Finding(finding) => findings.push(finding),
    });
    let faults = findings.iter().filter(|finding| finding.state == State::Fault).count();
    output::print_json(&Everything {
        supple: env!("CARGO_PKG_VERSION"),
        well: faults == 0,
        output: facts.output.as_ref().map(opened),
        outputs: facts.outputs.outlets.iter().map(listed).collect(),
        played,
        findings,
    })?;
    Ok(faults)
}

#[derive(Serialize)]
struct Everything {
    supple: &'static str,
    well: bool,
    output: Option<Value>,
    outputs: Vec<Value>,
    played: Vec<String>,
    findings: Vec<Finding>,
}

fn opened(output: &Output) -> Value {
    json!({
        "host": output.host,
        "name": output.name,
        "id": output.id,
        "rate": output.rate,
        "channels": output.channels,
        "sample_format": output.sample_format,
        "buffer_frames": output.buffer_frames,
        "latency_seconds": output.depth.as_secs_f64(),
        "opened_in_seconds": output.opened_in.as_secs_f64(),
    })
}

fn listed(outlet: &Outlet) -> Value {
    json!({ "host": outlet.host, "name": outlet.name, "id": outlet.id, "default": outlet.is_default })
}
