//! A year of one person: what she did, what it changed, and everything that looks back on it.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]
#![expect(clippy::print_stderr, reason = "whoever runs the tests should know what was left out")]

#[path = "../progression/done.rs"]
mod done;
#[expect(dead_code, reason = "what other tests need of a home")]
#[path = "../common/home.rs"]
mod home;

mod life;

mod browser;
mod commands;
mod decisions;
mod page;
mod screens;

/// As it was read and found good.
fn assert_reads_as(name: &str, text: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}
