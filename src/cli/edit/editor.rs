//! The editor of the user's choice.

use std::{
    env,
    ffi::OsString,
    path::Path,
    process::{Command, ExitStatus},
};

use anyhow::{Context as _, bail};

use crate::{diagnostic::printable, runtime::left_to_another};

/// Those that are asked for where nobody has chosen one, as Debian and git do.
const USUAL: [&str; 4] = ["sensible-editor", "nano", "vi", "emacs"];
/// What a shell says of a program that is not there, or cannot be started.
const NOT_STARTED: [i32; 2] = [126, 127];

/// Lets the user change a file, and waits until the editor has ended.
///
/// # Errors
/// When there is no editor, when it cannot be started, or when it says that it has failed.
pub(super) fn run(path: &Path) -> anyhow::Result<()> {
    let Some(editor) = chosen() else {
        bail!("there is no editor: set EDITOR, such as `EDITOR=nano supple edit …`");
    };
    let shown = printable(&editor.to_string_lossy()).into_owned();
    // A shell takes it apart, since it may come with arguments or quotes.
    let mut line = editor;
    line.push(" \"$@\"");
    let status = left_to_another(|| Command::new("sh").arg("-c").arg(line).arg("editor").arg(path).status())
        .context("cannot start a shell for the editor")?;
    if status.code().is_some_and(|code| NOT_STARTED.contains(&code)) {
        bail!("the editor `{shown}` cannot be started; set EDITOR to another one");
    }
    if !status.success() {
        bail!("the editor `{shown}` has ended with {}", in_words(status));
    }
    Ok(())
}

fn chosen() -> Option<OsString> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(env::var_os).find(|editor| !editor.is_empty());
    named.or_else(|| {
        let folders: Vec<_> = env::split_paths(&env::var_os("PATH")?).collect();
        USUAL
            .into_iter()
            .find(|editor| folders.iter().any(|folder| folder.join(editor).is_file()))
            .map(OsString::from)
    })
}

fn in_words(status: ExitStatus) -> String {
    status.code().map_or_else(|| "a signal".to_owned(), |code| format!("status {code}"))
}
