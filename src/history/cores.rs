//! Work shared by all cores.

use std::{
    num::NonZero,
    panic::resume_unwind,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use crate::threads;

/// How many cores so many pieces of work are shared among: one, if there is none.
pub(crate) fn how_many(pieces: usize) -> usize {
    // Asking how many cores there are costs more than a little work.
    match pieces {
        0 | 1 => 1,
        many => thread::available_parallelism().map_or(1, NonZero::get).min(many),
    }
}

/// What `work` makes of each item, in their order. Every core takes the next one as soon as it is free.
pub(crate) fn on_all_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    on_all_cores_with(items, || (), |(), item| work(item), || ()).0
}

/// The same, with what each core has at hand for all of its items, which `begin` makes; and what `meanwhile` comes to,
/// which this thread does before it takes its first item.
pub(crate) fn on_all_cores_with<T: Sync, R: Send, S, M>(
    items: &[T],
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
    meanwhile: impl FnOnce() -> M,
) -> (Vec<R>, M) {
    let next = AtomicUsize::new(0);
    let some = || {
        let (mut at_hand, mut done) = (begin(), Vec::new());
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { return done };
            done.push((number, work(&mut at_hand, item)));
        }
    };
    let most = how_many(items.len());
    let (mut done, other_things) = thread::scope(|scope| {
        // Where there are no more threads to be had, the others do it.
        let others: Vec<_> =
            (1..most).map_while(|_| threads::begin_within(scope, "cores", some).ok()).collect();
        let other_things = meanwhile();
        let mut done = some();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        (done, other_things)
    });
    done.sort_by_key(|(number, _)| *number);
    (done.into_iter().map(|(_, made)| made).collect(), other_things)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_is_worked_on_once_and_in_its_place() {
        for count in [0, 1, 2, 1000] {
            let items: Vec<u32> = (0..count).collect();
            let squares: Vec<u32> = items.iter().map(|item| item * item).collect();
            assert_eq!(on_all_cores(&items, |item| item * item), squares);
        }
    }
}
