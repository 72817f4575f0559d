//! The real program on a real session bus of its own, with a desktop that writes down what it is told.
//!
//! Where the bus or `playerctl` is not installed, the tests that need it say so and are left out.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bus;
#[expect(dead_code, reason = "a part of it is enough here")]
#[path = "../common/home.rs"]
mod home;
#[expect(dead_code, reason = "a part of it is enough here")]
#[path = "../common/piped.rs"]
mod piped;
#[expect(dead_code, reason = "a part of it is enough here")]
#[path = "../common/process.rs"]
mod process;
#[expect(dead_code, reason = "a part of it is enough here")]
#[path = "../common/pty.rs"]
mod pty;

mod absent;
mod awake;
mod costs;
mod doctor;
mod media;
mod notices;
mod remind;

use home::Home;

/// Long enough for anything that a test does in the middle of it.
const LONG: &str = r#"
format = 1
name = "One long hold"
[[step]]
name = "Wall sit"
prepare = "0s"
hold = "120s"
sides = "left"
"#;

/// At one's own pace in the middle, and a preparation that waits.
const OPEN: &str = r#"
format = 1
name = "At your pace"
[[step]]
name = "Wall sit"
prepare = "0s"
hold = "2s"
[[step]]
name = "Heel raises <b>&"
prepare = "0s"
reps = 12
pace = "self"
[[step]]
name = "Plank"
prepare = "ready"
hold = "1s"
"#;

fn home() -> Home {
    let home = Home::new();
    home.routine("long", LONG);
    home.routine("open", OPEN);
    home
}
