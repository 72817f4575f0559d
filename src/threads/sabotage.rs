//! Panics, faults and refusals on demand, in debug builds only: so that tests see the real program fail in each of its places.

use std::io;

/// Panics if the variable `SUPPLE_PANIC` names this place.
#[cfg(debug_assertions)]
pub(crate) fn point(place: &str) {
    assert!(!is_named("SUPPLE_PANIC", place), "SUPPLE_PANIC asks for a panic at `{place}`");
}

/// Panics if the variable `SUPPLE_PANIC_IN` names this thread, which only just begins.
#[cfg(debug_assertions)]
pub(super) fn beginning_of(thread: &str) {
    assert!(
        !is_named("SUPPLE_PANIC_IN", thread),
        "SUPPLE_PANIC_IN asks for a panic in the thread `{thread}`"
    );
}

/// Fails if the variable `SUPPLE_NO_THREAD` names this thread, as where the system gives none.
///
/// # Errors
/// Then, and only then.
#[cfg(debug_assertions)]
pub(super) fn refusal_of(thread: &str) -> io::Result<()> {
    if is_named("SUPPLE_NO_THREAD", thread) {
        return Err(io::Error::other(format!("SUPPLE_NO_THREAD asks for no thread `{thread}`")));
    }
    Ok(())
}

/// Fails if the variable `SUPPLE_FAULT` names this place.
///
/// # Errors
/// Then, and only then.
#[cfg(debug_assertions)]
pub(crate) fn fault(place: &str) -> io::Result<()> {
    if is_named("SUPPLE_FAULT", place) {
        return Err(io::Error::other(format!("SUPPLE_FAULT asks for a fault at `{place}`")));
    }
    Ok(())
}

#[cfg(debug_assertions)]
fn is_named(variable: &str, place: &str) -> bool {
    std::env::var_os(variable).is_some_and(|wanted| wanted == place)
}

#[cfg(not(debug_assertions))]
pub(crate) const fn point(_place: &str) {}

#[cfg(not(debug_assertions))]
pub(super) const fn beginning_of(_thread: &str) {}

#[cfg(not(debug_assertions))]
pub(crate) const fn fault(_place: &str) -> io::Result<()> {
    Ok(())
}

#[cfg(not(debug_assertions))]
pub(super) const fn refusal_of(_thread: &str) -> io::Result<()> {
    Ok(())
}
