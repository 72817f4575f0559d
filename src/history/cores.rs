//! Work shared by all cores.

use std::{
    num::NonZero,
    panic::resume_unwind,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// What `work` makes of each item, in their order. Every core takes the next one as soon as it is free.
pub(crate) fn on_all_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { return done };
            done.push((number, work(item)));
        }
    };
    // Asking how many cores there are costs more than a little work.
    let threads = match items.len() {
        0 | 1 => 1,
        many => thread::available_parallelism().map_or(1, NonZero::get).min(many),
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(some)).collect();
        let mut done = some();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, made)| made).collect()
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
