//! A disk that takes no more, seen from the screen.

use std::{fs, path::PathBuf, process::Command};

use serde_json::Value;

use crate::{AT_WORK, home::Home, pty::Tty};

/// Leaves a session, and gives the record that was printed because nothing else could be done with it.
fn leave_with_the_record(tty: &mut Tty) -> Value {
    tty.press("q");
    tty.wait_for(&["Stop here?"]);
    tty.press("y");
    tty.wait_for(&["! Not in your history: "]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 130);
    tty.assert_as_before();
    let raw = tty.raw();
    let said = String::from_utf8_lossy(&raw);
    let line = said.lines().find_map(|line| line.find(r#"{"v":1"#).map(|from| line[from..].trim_end()));
    serde_json::from_str(line.unwrap_or_else(|| panic!("no record in {said}"))).unwrap()
}

#[test]
fn a_history_that_cannot_be_written_costs_nothing_but_a_page_of_text() {
    let home = Home::new();
    // There can be no folder where there is a file.
    fs::write(home.path().join("data"), "in the way").unwrap();
    let mut tty = Tty::supple(&home, &["run", "demo", "--from", "childs", "--speed", "8"], 100, 30);
    tty.wait_for(&["CHILD'S POSE", AT_WORK]);
    let record = leave_with_the_record(&mut tty);
    assert_eq!(record["status"], "stopped");
    // The next start has not forgotten it either.
    assert_eq!(home.journals().len(), 1);
}

#[test]
fn a_disk_that_fills_up_is_said_and_the_session_goes_on() {
    let home = Home::new();
    let state = home.path().join("state");
    let Some(disk) = Disk::mount(&state, "64k") else {
        return say_skipped("no right to mount a disk");
    };
    let mut tty = Tty::supple(&home, &["run", "demo", "--from", "childs", "--speed", "8"], 100, 30);
    tty.wait_for(&["CHILD'S POSE"]);
    disk.fill();
    fs::write(home.path().join("data"), "in the way").unwrap();
    tty.wait_for(&["CAT-COW", "Not written down yet: "]);
    let record = leave_with_the_record(&mut tty);
    assert_eq!(record["exercises"][0]["status"], "done", "{record:#}");
}

#[expect(clippy::print_stdout, reason = "who reads the results must know what they do not cover")]
fn say_skipped(why: &str) {
    println!("skipped: {why}");
}

/// A small disk of a test's own.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &std::path::Path, size: &str) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let size = format!("size={size}");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "supple-test"]).arg(at).output();
        mount.is_ok_and(|output| output.status.success()).then(|| Self(at.to_owned()))
    }

    /// To the last byte, the remainders of the files that are there already included.
    fn fill(&self) {
        let mut size = 65536;
        let mut n = 0;
        while size > 0 {
            n += 1;
            if fs::write(self.0.join(format!("filler{n}")), vec![0; size]).is_err() {
                size /= 2;
            }
            assert!(n < 1000, "this disk is never full");
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
