//! `supple schema routine|exercise|program`

use std::process::ExitCode;

use super::output;
use crate::routine::{FileKind, schema};

/// Print the JSON Schema of a kind of file, for completion and checking in editors.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    kind: Kind,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Kind {
    Routine,
    Exercise,
    Program,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    output::print_json(&schema(match args.kind {
        Kind::Routine => FileKind::Routine,
        Kind::Exercise => FileKind::Exercise,
        Kind::Program => FileKind::Program,
    }))
}
