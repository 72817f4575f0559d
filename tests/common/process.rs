//! What Linux knows of a process.

use std::{fs, path::PathBuf};

use rustix::process::Pid;

/// The letter of its state: `S`leeping, `R`unning, s`T`opped. `None` when there is no such process.
pub(crate) fn state(pid: Pid) -> Option<char> {
    stat(&folder(pid))?.first()?.chars().next()
}

pub(crate) fn children(parent: Pid) -> Vec<Pid> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let pids =
        entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok().and_then(Pid::from_raw));
    let wanted = parent.as_raw_nonzero().to_string();
    pids.filter(|pid| stat(&folder(*pid)).is_some_and(|stat| stat.get(1) == Some(&wanted))).collect()
}

/// How often its threads have gone to sleep and were woken up again.
pub(crate) fn wake_ups(pid: Pid) -> u64 {
    let tasks = fs::read_dir(folder(pid).join("task")).unwrap();
    tasks.map(|task| switches(&task.unwrap().path().join("status"))).sum()
}

/// The wake-ups of each thread, for messages.
pub(crate) fn wake_ups_by_thread(pid: Pid) -> Vec<(String, u64)> {
    let tasks = fs::read_dir(folder(pid).join("task")).unwrap();
    let of = |path: PathBuf| {
        let name = fs::read_to_string(path.join("comm")).unwrap_or_default();
        (name.trim().to_owned(), switches(&path.join("status")))
    };
    tasks.map(|task| of(task.unwrap().path())).collect()
}

fn switches(status: &std::path::Path) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
    line.and_then(|count| count.trim().parse().ok()).unwrap_or(0)
}

/// What follows the name of the program.
fn stat(folder: &std::path::Path) -> Option<Vec<String>> {
    let text = fs::read_to_string(folder.join("stat")).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

fn folder(pid: Pid) -> PathBuf {
    PathBuf::from(format!("/proc/{}", pid.as_raw_nonzero()))
}
