//! Speech programs: which there are, where they lie, and how each is called.

use std::{
    ffi::{OsStr, OsString},
    fs,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{MetadataExt as _, PermissionsExt as _},
    },
    path::{Path, PathBuf},
};

/// Stands in an argument for the WAV file that the program is to write.
pub const OUT: &str = "{out}";
/// Stands in an argument for the voice that piper needs.
const MODEL: &str = "{model}";

/// What the user wants to speak.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// The best understood of those that are there.
    #[default]
    Auto,
    Nothing,
    /// One of `names`.
    Named(String),
    /// The program and its arguments. It gets the text on its standard input.
    Command {
        words: Vec<String>,
        /// It plays by itself and gives no WAV.
        plays: bool,
    },
}

impl Wanted {
    /// From the settings `speech`, `speech_command` and `speech_plays`.
    pub fn from_settings(speech: Option<&str>, command: &[String], plays: bool) -> Self {
        match speech {
            Some("none") => Self::Nothing,
            _ if !command.is_empty() => Self::Command { words: command.to_vec(), plays },
            None => Self::Auto,
            Some(name) => Self::Named(name.to_owned()),
        }
    }
}

/// A speech program and how it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) arguments: Vec<OsString>,
    pub(super) input: Input,
    pub(super) output: Output,
    /// The arguments that silence it where the end of its process does not.
    pub(super) hush: Option<&'static [&'static str]>,
}

/// How a program gets its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    Standard,
    /// As its last argument, because it can do no other; the argument before that ends its options.
    LastArgument,
}

/// Where the speech goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Output {
    /// WAV on standard output.
    Standard,
    /// WAV in the file that `OUT` stands for.
    File,
    /// To the ear: it plays by itself.
    Ear,
}

impl Program {
    /// The program that is wanted. `None` when nothing is wanted or, for `Auto`, nothing is there. `path` is the search
    /// path, `voices` are folders where a voice for piper may lie.
    ///
    /// # Errors
    /// When the one that is wanted by name or command cannot be called, in a sentence.
    pub fn find(wanted: &Wanted, path: Option<&OsStr>, voices: &[PathBuf]) -> Result<Option<Self>, String> {
        match wanted {
            Wanted::Nothing => Ok(None),
            Wanted::Auto => {
                let mut here = KNOWN.iter().filter(|known| cfg!(target_os = "macos") || !known.is_of_macos);
                Ok(here.find_map(|known| known.find(path, voices).ok()))
            }
            Wanted::Named(name) => match KNOWN.iter().find(|known| known.name == name) {
                Some(known) => known.find(path, voices).map(Some),
                None => Err(format!("no speech program is known as {name}; use speech_command for it.")),
            },
            Wanted::Command { words, plays } => Self::command(words, *plays, path).map(Some),
        }
    }

    /// As a person knows it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it plays by itself, through whatever device it likes, so that there is no clip of what it says.
    pub fn plays(&self) -> bool {
        self.output == Output::Ear
    }

    fn command(words: &[String], plays: bool, path: Option<&OsStr>) -> Result<Self, String> {
        let Some((first, arguments)) = words.split_first() else {
            return Err("speech_command names no program.".into());
        };
        let found = if first.contains('/') {
            Some(PathBuf::from(first)).filter(|path| path.is_absolute() && is_program(path))
        } else {
            look_up(first, path)
        };
        let Some(found) = found else {
            return Err(format!(
                "speech_command: {first} is not there, or is no program. Give its name if it is on the search path, or \
                 its whole path from the root."
            ));
        };
        let to_file = arguments.iter().any(|argument| argument.contains(OUT));
        let output = match (plays, to_file) {
            (true, _) => Output::Ear,
            (false, true) => Output::File,
            (false, false) => Output::Standard,
        };
        let name =
            found.file_name().map_or_else(|| first.clone(), |name| name.to_string_lossy().into_owned());
        let arguments = arguments.iter().map(OsString::from).collect();
        Ok(Self { name, path: found, arguments, input: Input::Standard, output, hush: None })
    }

    /// All that makes its voice what it is: a text spoken by another is another clip. Of the program, and of files among
    /// its arguments, the size and the time of the last change stand for the version.
    pub(super) fn identity(&self) -> String {
        let files = self.arguments.iter().map(Path::new).filter(|path| path.is_absolute());
        let mut identity =
            format!("{}\n{}", self.name, self.arguments.join(OsStr::new("\n")).to_string_lossy());
        for file in std::iter::once(self.path.as_path()).chain(files) {
            if let Ok(known) = fs::metadata(file) {
                identity += &format!("\n{} {} {}", file.display(), known.len(), known.mtime());
            }
        }
        identity
    }
}

/// The names that `Wanted::Named` may have, the best understood first.
pub fn names() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|known| known.name)
}

struct Known {
    name: &'static str,
    arguments: &'static [&'static str],
    input: Input,
    output: Output,
    hush: Option<&'static [&'static str]>,
    /// Elsewhere something else may go by its name.
    is_of_macos: bool,
}

/// In the order in which they are understood: of 34 words an independent recogniser got 4 of flite's slt wrong, 8 of
/// piper's, nearly all of espeak-ng's. What plays by itself cannot be kept clear of the cues, and comes last.
const KNOWN: &[Known] = &[
    Known {
        name: "flite",
        // It writes its file in several goes, which a pipe cannot take.
        arguments: &["-voice", "slt", "-f", "-", "-o", OUT],
        output: Output::File,
        ..Known::TEMPLATE
    },
    Known {
        name: "pico2wave",
        arguments: &["--lang=en-US", "--wave={out}", "--"],
        input: Input::LastArgument,
        output: Output::File,
        ..Known::TEMPLATE
    },
    Known {
        name: "piper",
        arguments: &["--model", MODEL, "--output_file", OUT],
        output: Output::File,
        ..Known::TEMPLATE
    },
    Known {
        name: "espeak-ng",
        arguments: &["-v", "en-us", "-s", "150", "-b", "1", "--stdin", "--stdout"],
        ..Known::TEMPLATE
    },
    Known {
        name: "say",
        arguments: &["-f", "-", "-o", OUT, "--data-format=LEI16@22050"],
        output: Output::File,
        is_of_macos: true,
        ..Known::TEMPLATE
    },
    Known {
        name: "spd-say",
        // Its server goes on speaking when the process that asked for it has ended.
        arguments: &["--wait", "--pipe-mode"],
        output: Output::Ear,
        hush: Some(&["--stop"]),
        ..Known::TEMPLATE
    },
];

impl Known {
    const TEMPLATE: Self = Self {
        name: "",
        arguments: &[],
        input: Input::Standard,
        output: Output::Standard,
        hush: None,
        is_of_macos: false,
    };

    fn find(&self, path: Option<&OsStr>, voices: &[PathBuf]) -> Result<Program, String> {
        let Some(found) = look_up(self.name, path) else {
            return Err(format!(
                "{} is not on the search path; install it, or choose another voice.",
                self.name
            ));
        };
        let model = self.arguments.contains(&MODEL).then(|| model_in(voices));
        let Some(model) = model.map_or(Some(PathBuf::new()), |model| model) else {
            return Err(format!(
                "{} has no voice in {}; put one there (a file .onnx and its .onnx.json), or give one in speech_command.",
                self.name,
                voices.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(" or ")
            ));
        };
        let argument = |argument: &&str| match *argument {
            MODEL => model.clone().into_os_string(),
            other => OsString::from(other),
        };
        Ok(Program {
            name: self.name.to_owned(),
            path: found,
            arguments: self.arguments.iter().map(argument).collect(),
            input: self.input,
            output: self.output,
            hush: self.hush,
        })
    }
}

/// The first program of this name on a search path. Folders that depend on where one stands do not count.
fn look_up(name: &str, path: Option<&OsStr>) -> Option<PathBuf> {
    let folders =
        path?.as_bytes().split(|byte| *byte == b':').map(|folder| Path::new(OsStr::from_bytes(folder)));
    folders
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(name))
        .find(|path| is_program(path))
}

fn is_program(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|known| known.is_file() && known.permissions().mode() & 0o111 != 0)
}

/// A voice of piper in these folders or below: English before others, then by name.
fn model_in(folders: &[PathBuf]) -> Option<PathBuf> {
    const DEEPEST: usize = 5;
    let mut found = Vec::new();
    let mut open: Vec<(PathBuf, usize)> = folders.iter().map(|folder| (folder.clone(), 0)).collect();
    while let Some((folder, depth)) = open.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() && depth < DEEPEST {
                open.push((path, depth + 1));
            } else if path.extension().is_some_and(|kind| kind == "onnx") && beside(&path).is_file() {
                found.push(path);
            }
        }
    }
    let is_foreign = |path: &Path| path.file_name().is_none_or(|name| !name.as_bytes().starts_with(b"en"));
    found.into_iter().min_by_key(|path| (is_foreign(path), path.clone()))
}

/// Where piper wants the description of a voice.
fn beside(model: &Path) -> PathBuf {
    let mut path = model.as_os_str().to_owned();
    path.push(".json");
    path.into()
}

#[cfg(test)]
mod tests;
