//! A real browser without a screen: what a page is in it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

/// What becomes of a page in a frame of this width, told by `measure.js`.
pub(crate) struct Frame<'p> {
    pub(crate) name: String,
    pub(crate) page: &'p str,
    /// In CSS pixels.
    pub(crate) width: u32,
    /// With the styles for paper.
    pub(crate) printed: bool,
}

/// Chromium. `None` where there is none.
pub(crate) struct Browser {
    program: PathBuf,
    /// Its profile and the pages.
    folder: tempfile::TempDir,
}

impl Browser {
    pub(crate) fn find() -> Option<Self> {
        let path = std::env::var_os("PATH")?;
        let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
        let mut all = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        let found = all.find(|program| program.is_file());
        if found.is_none() {
            eprintln!("there is no Chromium here: what needs one is left out");
        }
        Some(Self { program: found?, folder: tempfile::tempdir().unwrap() })
    }

    /// The measurements of each frame, for a reader who has it light or dark.
    pub(crate) fn measure(&self, frames: &[Frame], dark: bool) -> Vec<Value> {
        let frames: String = frames.iter().map(frame).collect();
        let script = include_str!("measure.js");
        let page = format!("<!DOCTYPE html><body>{frames}<pre id=\"told\"></pre><script>{script}</script>");
        let path = self.folder.path().join("frames.html");
        fs::write(&path, page).unwrap();
        let scheme = format!("--blink-settings=preferredColorScheme={}", u8::from(!dark));
        let names = "--enable-blink-features=ComputedAccessibilityInfo";
        let dom = self.run(&[&scheme, names, "--dump-dom"], &path);
        let told = dom.split_once("<pre id=\"told\">").and_then(|(_, rest)| rest.split_once("</pre>"));
        let told = told.unwrap_or_else(|| panic!("{dom}")).0;
        serde_json::from_str(told).unwrap_or_else(|error| panic!("{error}: {told}"))
    }

    /// How many pages it fills when it is printed.
    pub(crate) fn printed_pages(&self, page: &str) -> usize {
        let (path, paper) = (self.folder.path().join("page.html"), self.folder.path().join("page.pdf"));
        fs::write(&path, page).unwrap();
        let to = format!("--print-to-pdf={}", paper.display());
        self.run(&["--no-pdf-header-footer", &to], &path);
        let paper = fs::read(paper).unwrap();
        let text = String::from_utf8_lossy(&paper);
        text.match_indices("/Type /Page")
            .filter(|(at, word)| !text[at + word.len()..].starts_with('s'))
            .count()
    }

    fn run(&self, args: &[&str], page: &Path) -> String {
        let profile = format!("--user-data-dir={}", self.folder.path().join("profile").display());
        let mut command = Command::new(&self.program);
        // As root it has no other choice than to do without its sandbox.
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", &profile]);
        command.args(args).arg(format!("file://{}", page.display())).env("HOME", self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let child = command.spawn().unwrap();
        let pid = Pid::from_child(&child);
        let (done, output) = mpsc::channel();
        thread::spawn(move || done.send(child.wait_with_output().unwrap()));
        let output = output.recv_timeout(Duration::from_mins(1)).unwrap_or_else(|_| {
            let _ = kill_process(pid, Signal::KILL);
            panic!("the browser does not end")
        });
        String::from_utf8(output.stdout).unwrap()
    }
}

fn frame(Frame { name, page, width, printed }: &Frame) -> String {
    let page = if *printed {
        page.replace("@media print", "@media all").replace("@media screen", "@media not all")
    } else {
        (*page).to_owned()
    };
    let page = page.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<iframe id=\"{name}\" style=\"border:0;width:{width}px;height:900px\" srcdoc=\"{page}\"></iframe>"
    )
}
