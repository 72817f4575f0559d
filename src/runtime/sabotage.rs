//! Panics on demand, in debug builds only: so that tests see the real program panic in each of its threads.

/// Panics if the variable `SUPPLE_PANIC` names this place.
#[cfg(debug_assertions)]
pub(super) fn point(place: &str) {
    assert!(
        std::env::var_os("SUPPLE_PANIC").is_none_or(|wanted| wanted != place),
        "SUPPLE_PANIC asks for a panic at `{place}`"
    );
}

#[cfg(not(debug_assertions))]
pub(super) const fn point(_place: &str) {}
