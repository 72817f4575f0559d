//! Draws the pictures of the README with the program's own screens.
//!
//! ```text
//! cargo run -q --example pictures            writes assets/pictures/*.svg
//! cargo run -q --example pictures -- FOLDER  writes them somewhere else
//! ```
//!
//! One more picture is one more line in `scenes::all`.

mod scenes;
mod svg;

use std::{env, fs, path::PathBuf, process::ExitCode};

#[expect(clippy::print_stderr, reason = "a tool says what is wrong by printing")]
fn main() -> ExitCode {
    let usual = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
    let folder = env::args_os().nth(1).map_or_else(usual, PathBuf::from);
    let write = |picture: &scenes::Picture| {
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{}.svg", picture.name)), svg::of(&picture.buffer, picture.title))
    };
    for picture in scenes::all() {
        if let Err(error) = write(&picture) {
            eprintln!("{} cannot be written into {}: {error}", picture.name, folder.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
