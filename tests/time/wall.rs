//! A clock on the wall that can be set while somebody looks at it.

use std::{fs, path::PathBuf, process::Command, sync::LazyLock};

use supple::runtime::clock;

use crate::home::Home;

pub(crate) const MINUTE: i64 = 60;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;
pub(crate) const YEAR: i64 = 365 * DAY;

/// Where a clock may jump, seen from the moment at which it does: a name, and the seconds since 1970 that it shows then.
pub(crate) fn targets(now: i64) -> [(&'static str, i64); 12] {
    [
        ("ten years back", now - 10 * YEAR),
        ("a day back", now - DAY),
        ("an hour back", now - HOUR),
        ("a minute back", now - MINUTE),
        ("a minute ahead", now + MINUTE),
        ("an hour ahead", now + HOUR),
        ("a day ahead", now + DAY),
        ("ten years ahead", now + 10 * YEAR),
        ("before 1970", -10 * YEAR),
        ("after 2038", (1 << 31) + DAY),
        ("9998", 253_350_000_000),
        ("beyond all calendars", 632_000_000_000),
    ]
}

/// The clock on the wall of everything that is run in one home. All other clocks are those of the machine.
pub(crate) struct Wall {
    file: PathBuf,
}

impl Wall {
    /// Shows the time of the machine at first. `None`, and a word about it, where there is nothing that can set it.
    pub(crate) fn of(home: &mut Home, zone: &str) -> Option<Self> {
        static LIBRARY: LazyLock<Option<String>> = LazyLock::new(|| {
            let mut asked = Command::new("faketime");
            let told = asked.args(["-f", "+0", "sh", "-c", "printf %s \"$LD_PRELOAD\""]).output().ok()?;
            told.status
                .success()
                .then(|| String::from_utf8(told.stdout).unwrap())
                .filter(|path| !path.is_empty())
        });
        let Some(library) = LIBRARY.as_ref() else {
            eprintln!("left out: faketime is not installed");
            return None;
        };
        let wall = Self { file: home.path().join("wall") };
        wall.show("+0");
        let file = wall.file.display().to_string();
        home.more = [
            ("LD_PRELOAD", library.as_str()),
            ("FAKETIME_TIMESTAMP_FILE", &file),
            ("FAKETIME_NO_CACHE", "1"),
            ("DONT_FAKE_MONOTONIC", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            // The times of files are those of the disk.
            ("NO_FAKE_STAT", "1"),
            ("TZ", zone),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        Some(wall)
    }

    /// It shows so many seconds since 1970 now, and goes on from there.
    pub(crate) fn set(&self, seconds: i64) {
        self.show(&format!("{:+}", seconds - now()));
    }

    /// It shows what it should, and every time somebody looks so much more.
    pub(crate) fn run_away(&self, seconds: i64) {
        self.show(&format!("+0 i{seconds}"));
    }

    /// Whoever looks meanwhile sees the old time or the new one.
    fn show(&self, what: &str) {
        let new = self.file.with_extension("new");
        fs::write(&new, what).unwrap();
        fs::rename(&new, &self.file).unwrap();
    }
}

/// What the clock of the machine shows, in seconds since 1970.
pub(crate) fn now() -> i64 {
    clock::wall().timestamp().as_second()
}
