//! `supple new NAME`

mod dialogue;
mod notation;

use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;

use self::dialogue::Dialogue;
use super::{Mistake, library, output};
use crate::{
    config::{paths::Paths, settings::quoted},
    diagnostic::{is_hostile, printable},
    private,
    routine::{frequency_meant, is_path, kebab},
};

/// Write a routine to start from: commented, or by questions and answers.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Its name (the file goes to your routines), or a path such as ./physio.toml.
    #[arg(required_unless_present = "interactive")]
    name: Option<String>,
    /// Ask for the exercises and their doses, one by one, and how often it is due.
    #[arg(long, short)]
    interactive: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.interactive {
        return by_questions(args.name.as_deref());
    }
    let new = New::called(args.name.as_deref().unwrap_or_default())?;
    new.write(&TEMPLATE.replace("NAME", &new.title))?;
    let New { shown, name, .. } = &new;
    output::print(&printable_lines(&format!(
        "Wrote {shown}\n`supple edit {name}` opens it and checks what you save; `supple show {name}` shows what it means."
    )))
}

fn by_questions(name: Option<&str>) -> anyhow::Result<ExitCode> {
    let (mut input, mut out) = (io::stdin().lock(), io::stdout().lock());
    let is_seen = input.is_terminal();
    let mut dialogue = Dialogue { input: &mut input, out: &mut out, is_seen };
    dialogue.say("A routine by questions. If you only press enter, what stands in [brackets] is taken.")?;
    let new = match name {
        Some(name) => New::called(name)?,
        None => dialogue
            .until("Name of the routine", |name| New::called(name).map_err(|why| format!("{why:#}.")))?,
    };
    new.is_free()?;
    let steps = dialogue.steps(&library())?;
    new.write(&format!("format = 1\nname = {}\n{steps}", quoted(&new.title)))?;
    let New { shown, name, .. } = &new;
    dialogue.say(&printable(&format!("Wrote {shown}")))?;
    let planned = match &new.id {
        Some(id) => plan(&mut dialogue, id, &new.title)?,
        None => None,
    };
    dialogue.say(&printable(&format!("`supple run {name}` plays it; `supple edit {name}` changes it.")))?;
    if let Some(id) = planned {
        dialogue.say(&format!(
            "`supple program start {id}` begins the program; then `supple today` says when it is due."
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks how often it is due, and writes a program of that; gives the program's id.
fn plan(dialogue: &mut Dialogue<'_>, id: &str, title: &str) -> anyhow::Result<Option<String>> {
    let path = Paths::find()?.config.join("programs").join(format!("{id}.toml"));
    if path.exists() {
        return Ok(None);
    }
    let often =
        dialogue.until("How often, such as daily, twice a day, 3 per week; or nothing", |answer| {
            match frequency_meant(answer) {
                Some(often) => Ok(Some(often)),
                None if answer.is_empty() => Ok(None),
                None => Err("Write it like `2 per day`, `every 2 days` or `3 per week`.".to_owned()),
            }
        })?;
    let Some(often) = often else { return Ok(None) };
    let program = format!(
        "format = 1\nname = {}\n\n[[phase]]\nname = \"As long as you like\"\n  [[phase.item]]\n  routine = {}\n  frequency = {}\n",
        quoted(title),
        quoted(id),
        quoted(&often),
    );
    make_folder(&path)?;
    write(&path, private::file(), &program)?;
    dialogue.say(&printable(&format!("Wrote {}", path.display())))?;
    Ok(Some(id.to_owned()))
}

/// A routine that is not there yet.
struct New {
    path: PathBuf,
    /// What it is called on screens.
    title: String,
    /// What is typed to mean it.
    name: String,
    /// The path, to be shown.
    shown: String,
    /// Its id, if it is one among the user's own.
    id: Option<String>,
}

impl New {
    fn called(name: &str) -> anyhow::Result<Self> {
        let is_path = is_path(name);
        let (path, title) = if is_path { from_path(name)? } else { from_name(name)? };
        let shown = path.display().to_string();
        let id = (!is_path).then(|| kebab(name));
        Ok(Self { name: id.clone().unwrap_or_else(|| shown.clone()), path, title, shown, id })
    }

    fn is_free(&self) -> anyhow::Result<()> {
        if self.path.exists() { Err(taken(&self.path).into()) } else { Ok(()) }
    }

    fn write(&self, text: &str) -> anyhow::Result<()> {
        if self.id.is_none() {
            return write(&self.path, fs::OpenOptions::new(), text);
        }
        make_folder(&self.path)?;
        // What lies among one's own files is as private as they are.
        write(&self.path, private::file(), text)
    }
}

fn make_folder(path: &Path) -> anyhow::Result<()> {
    let Some(folder) = path.parent() else { return Ok(()) };
    private::make(folder).with_context(|| format!("cannot make the folder {}", folder.display()))
}

fn taken(path: &Path) -> Mistake {
    let shown = path.to_string_lossy();
    Mistake(format!("{} is there already and stays as it is; choose another name", printable(&shown)))
}

fn printable_lines(text: &str) -> String {
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

/// `./physio.toml`: that file, called Physio.
fn from_path(name: &str) -> anyhow::Result<(PathBuf, String)> {
    let path = PathBuf::from(name);
    if path.extension().is_none_or(|extension| extension != "toml") {
        return Err(Mistake(format!("{name} does not end in .toml, as every routine does")).into());
    }
    let stem =
        path.file_stem().map(|stem| stem.to_string_lossy().replace(['-', '_'], " ")).unwrap_or_default();
    let title = title(&stem)?;
    Ok((path, title))
}

/// `Low back`: `low-back.toml` among the user's routines.
fn from_name(name: &str) -> anyhow::Result<(PathBuf, String)> {
    let title = title(&if name.contains(' ') { name.to_string() } else { name.replace(['-', '_'], " ") })?;
    let folder = Paths::find()?.config.join("routines");
    Ok((folder.join(format!("{}.toml", kebab(name))), title))
}

/// A name that may stand in a TOML string: with a capital first letter.
fn title(words: &str) -> anyhow::Result<String> {
    if kebab(words).is_empty() || words.contains(|c| is_hostile(c) || c == '"' || c == '\\') {
        let shown = printable(words);
        return Err(
            Mistake(format!("`{shown}` is no name for a routine: use letters, digits and spaces")).into()
        );
    }
    Ok(capital(words.trim()))
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Never over a file that is there.
fn write(path: &Path, mut options: fs::OpenOptions, text: &str) -> anyhow::Result<()> {
    let shown = printable(&path.to_string_lossy()).into_owned();
    match options.write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).with_context(|| format!("cannot write {shown}")),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(taken(path).into()),
        Err(error) => Err(error).with_context(|| format!("cannot write {shown}")),
    }
}

const TEMPLATE: &str = include_str!("new/template.toml");
