use crate::{
    diagnostic,
    routine::{Library, Routine},
};
use anyhow::{Result, anyhow};
use std::process::ExitCode;
pub fn routine(library: &Library, name: &str) -> Result<Result<Routine, ExitCode>> {
    let found = library.playable(name).map_err(|error| anyhow!("{error}"))?;
    match found.value {
        Some(routine) => Ok(Ok(routine)),
        None => {
            eprintln!("{:?}", found.diagnostics.first().map(|d| format!("{d:?}")));
            let _ = diagnostic::Severity::Error;
            Ok(Err(ExitCode::from(2)))
        }
    }
}
