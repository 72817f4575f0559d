//! The thread that has texts spoken, one at a time. While there is nothing to do it sleeps.

use std::{
    ffi::{OsStr, OsString},
    fs,
    io::{self, PipeReader, Read as _},
    path::Path,
    sync::Arc,
    time::Duration,
};

use super::{
    Rendered, Setup,
    cache::Cache,
    call::{self, Call, Fault},
    level,
    pcm::Pcm,
    program::{Input, OUT, Output, Program},
    scratch::Scratch,
    shared::{Job, Shared},
    wav,
};

/// After so many failures in a row the program is left alone.
const PATIENCE: u32 = 3;
/// The time to silence a program that plays.
const HUSH: Duration = Duration::from_secs(2);

pub(super) struct Worker<R> {
    pub(super) program: Program,
    pub(super) setup: Setup,
    pub(super) shared: Arc<Shared>,
    /// A byte comes when there is something new.
    pub(super) wake: PipeReader,
    pub(super) report: R,
    pub(super) failures: u32,
}

impl<R: Fn(Rendered)> Worker<R> {
    pub(super) fn run(mut self) {
        if !self.program.plays()
            && let Some(cache) = self.setup.cache.as_deref().and_then(Cache::open)
        {
            self.shared.set_cache(cache);
        }
        let writes_files = self.program.output == Output::File;
        let scratch = writes_files.then(|| Scratch::in_folder(&self.setup.scratch)).flatten();
        loop {
            match self.shared.next() {
                Some(Job::Render(text)) => self.render(text, scratch.as_ref()),
                Some(Job::Say(text)) => self.say(text),
                // What was being said was broken off for this order already.
                Some(Job::Hush) => {}
                Some(Job::End) => return,
                None => {
                    if matches!(self.wake.read(&mut [0; 64]), Ok(0)) {
                        return;
                    }
                }
            }
        }
    }

    fn render(&mut self, text: String, scratch: Option<&Scratch>) {
        let line = match self.setup.line(&text) {
            Ok(line) => line,
            Err(reason) => return self.refuse(text, reason),
        };
        let key = format!("{}\n{line}", self.program.identity());
        if let Some(speech) = self.shared.cache().and_then(|cache| cache.read(&key)) {
            return self.ready(text, speech, Some(key));
        }
        let spoken = self.speak(&line, scratch).and_then(|bytes| {
            let clip = wav::read(&bytes).and_then(level::fit).map_err(Fault::Failed)?;
            Ok(Pcm::of(&clip))
        });
        match spoken {
            Ok(speech) => {
                self.failures = 0;
                let is_kept = self.shared.cache().is_some_and(|cache| cache.write(&key, &speech));
                self.ready(text, speech, is_kept.then_some(key));
            }
            Err(fault) => self.fail(text, fault),
        }
    }

    fn speak(&mut self, line: &str, scratch: Option<&Scratch>) -> Result<Vec<u8>, Fault> {
        if self.program.output != Output::File {
            return self.call(line, call::Output::Standard, self.setup.limit);
        }
        let Some(scratch) = scratch else {
            let folder = self.setup.scratch.display();
            return Err(Fault::Failed(format!("has no folder to write to: {folder} takes none")));
        };
        let file = scratch.path().join("speech.wav");
        let result = self.call(line, call::Output::File(&file), self.setup.limit);
        // It may never have been written.
        let _ = fs::remove_file(&file);
        result
    }

    fn say(&mut self, text: String) {
        let line = match self.setup.line(&text) {
            Ok(line) => line,
            Err(reason) => return self.refuse(text, reason),
        };
        // It takes as long as the words, and nobody knows exactly how long that is.
        let limit = self.setup.limit + 2 * (self.setup.estimate)(&line);
        match self.call(&line, call::Output::None, limit) {
            Ok(_) => self.failures = 0,
            Err(Fault::Stopped) => self.hush(),
            Err(fault) => self.fail(text, fault),
        }
    }

    /// The process is over. Some programs must be told as well.
    fn hush(&self) {
        let Some(arguments) = self.program.hush else { return };
        // Nothing breaks this off, not even the end of the handle.
        let Ok((mut quiet, _open)) = io::pipe() else { return };
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let hush = Call {
            program: &self.program.path,
            arguments: &arguments,
            input: &[],
            output: call::Output::None,
            limit: HUSH,
            clock: self.setup.clock,
        };
        // What cannot be silenced ends by itself soon.
        let _ = hush.run(&mut quiet, || true);
    }

    fn call(&mut self, line: &str, output: call::Output<'_>, limit: Duration) -> Result<Vec<u8>, Fault> {
        let file = if let call::Output::File(path) = output { path } else { Path::new("") };
        let mut arguments: Vec<OsString> =
            self.program.arguments.iter().map(|argument| with_file(argument, file)).collect();
        let input = match self.program.input {
            Input::Standard => format!("{line}\n"),
            Input::LastArgument => {
                arguments.push(line.into());
                String::new()
            }
        };
        let call = Call {
            program: &self.program.path,
            arguments: &arguments,
            input: input.as_bytes(),
            output,
            limit,
            clock: self.setup.clock,
        };
        let shared = Arc::clone(&self.shared);
        call.run(&mut self.wake, || shared.goes_on())
    }

    fn ready(&self, text: String, speech: Pcm, kept_as: Option<String>) {
        if self.shared.is_ready(text.clone(), speech, kept_as) {
            (self.report)(Rendered::Ready(text));
        } else {
            self.refuse(text, "there is no memory left for more speech".into());
        }
    }

    /// The text is at fault, not the program.
    fn refuse(&self, text: String, reason: String) {
        self.shared.fail(text.clone());
        (self.report)(Rendered::Failed { text, reason });
    }

    fn fail(&mut self, text: String, fault: Fault) {
        let Fault::Failed(reason) = fault else { return };
        let reason = format!("{} {reason}", self.program.name());
        self.refuse(text, reason.clone());
        self.failures += 1;
        if self.failures == PATIENCE {
            self.shared.give_up();
            (self.report)(Rendered::GivenUp { reason });
        }
    }
}

fn with_file(argument: &OsStr, file: &Path) -> OsString {
    match argument.to_str() {
        Some(text) if text.contains(OUT) => text.replace(OUT, &file.to_string_lossy()).into(),
        _ => argument.to_owned(),
    }
}
