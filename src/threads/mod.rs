//! The one door to threads of our own. Each has a name, and a place at which tests have it panic.

mod sabotage;

use std::{
    cell::Cell,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
    thread::{Builder, JoinHandle, Scope, ScopedJoinHandle},
};

pub(crate) use sabotage::{fault, point};

thread_local! {
    /// Whether it was begun here, or has been marked so. All others are of libraries.
    static OURS: Cell<bool> = const { Cell::new(false) };
    /// Whether a panic of this thread is dealt with where it happens.
    static CATCHING: Cell<bool> = const { Cell::new(false) };
}

/// Begins a thread that nobody has to wait for.
///
/// # Errors
/// When the system gives none.
pub(crate) fn begin<T: Send + 'static>(
    name: &'static str,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    sabotage::refusal_of(name)?;
    Builder::new().name(name.to_owned()).spawn(move || {
        mark_as_ours();
        sabotage::beginning_of(name);
        work()
    })
}

/// As [`begin`], for work on something that must not be lost: it is handed over only once there is a thread.
///
/// # Errors
/// When the system gives none; what was to be worked on comes back.
pub(crate) fn begin_with<S: Send + 'static>(
    name: &'static str,
    what: S,
    work: impl FnOnce(S) + Send + 'static,
) -> Result<(), (io::Error, S)> {
    let (hand_over, handed_over) = mpsc::channel();
    let begun = begin(name, move || {
        if let Ok(what) = handed_over.recv() {
            work(what);
        }
    });
    match begun {
        Ok(_) => {
            // The thread waits for just this.
            let _ = hand_over.send(what);
            Ok(())
        }
        Err(error) => Err((error, what)),
    }
}

/// Begins a thread that ends within the scope.
///
/// # Errors
/// When the system gives none.
pub(crate) fn begin_within<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: &'static str,
    work: impl FnOnce() -> T + Send + 'scope,
) -> io::Result<ScopedJoinHandle<'scope, T>> {
    sabotage::refusal_of(name)?;
    Builder::new().name(name.to_owned()).spawn_scoped(scope, move || {
        mark_as_ours();
        sabotage::beginning_of(name);
        work()
    })
}

/// Does what the session can do without, by way of libraries that panic where they get no thread: `None` if they have.
/// Such a panic is no fault of ours, and ends nothing.
pub(crate) fn catching_panics<T>(work: impl FnOnce() -> T) -> Option<T> {
    let before = CATCHING.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    CATCHING.set(before);
    done
}

/// From now on a panic of this thread is a fault of ours.
pub(crate) fn mark_as_ours() {
    OURS.set(true);
}

/// Whether the session goes on after a panic of this thread: it is dealt with where it happens, or the thread is one of a
/// library, whose silence is noticed as when a device goes away.
pub(crate) fn goes_on_after_panic() -> bool {
    CATCHING.get() || !OURS.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_bears_its_name_and_gives_what_it_has_made() {
        let name = || std::thread::current().name().map(str::to_owned);
        assert_eq!(begin("one", name).unwrap().join().unwrap().as_deref(), Some("one"));
        let within = std::thread::scope(|scope| begin_within(scope, "two", name).unwrap().join().unwrap());
        assert_eq!(within.as_deref(), Some("two"));
    }

    #[test]
    fn panics_are_caught_for_as_long_as_the_work_takes() {
        assert!(goes_on_after_panic(), "nobody has begun this thread here");
        mark_as_ours();
        assert_eq!(catching_panics(goes_on_after_panic), Some(true));
        assert!(!goes_on_after_panic());
        let inner = catching_panics(|| {
            (catching_panics(|| std::panic::resume_unwind(Box::new(()))), goes_on_after_panic())
        });
        assert_eq!(inner, Some((None::<()>, true)));
        assert!(!goes_on_after_panic());
    }
}
