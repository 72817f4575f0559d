//! Every operation on the disk fails, tears, or is the last one before the end, one after the other: after each the
//! program is started again, and must have kept what it had promised.
//!
//! `SUPPLE_FAULTS=all` tries every byte of every journal too, and every kind of failure with every operation.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it tells how much was tried, and where it was"
)]

mod check;
mod disk;
mod promises;
mod rot;
mod single;
mod story;

use std::{
    io::ErrorKind,
    panic::{self, AssertUnwindSafe},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use check::{Check, Ending};
use disk::{Brittle, Bytes, Fault, Point, State};
use story::Told;

fn all() -> bool {
    std::env::var_os("SUPPLE_FAULTS").is_some_and(|value| value == "all")
}

/// Says which moment it was if something goes wrong in it.
fn at(what: impl Fn() -> String, run: impl FnOnce()) {
    if let Err(panic) = panic::catch_unwind(AssertUnwindSafe(run)) {
        eprintln!("at {}", what());
        panic::resume_unwind(panic);
    }
}

/// Does everything on as many threads as make sense, and adds up what each counts.
fn spread(count: usize, work: impl Fn(usize) -> usize + Sync) -> usize {
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(2, usize::from);
    let run = || {
        let mut sum = 0;
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return sum;
            }
            sum += work(number);
        }
    };
    thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        all.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic))).sum()
    })
}

/// Every way in which everything can end at one moment. Gives how many there were.
fn end_at(
    point: &Point,
    number: usize,
    before: &State,
    told: &Told,
    promises: &[promises::Promise],
) -> usize {
    let check = Check { before, told, promises: &promises[..point.promised] };
    let mut seen: Vec<(State, Ending)> = Vec::new();
    let mut restart = |left: State, ending: Ending, how: &str| {
        if seen.contains(&(left.clone(), ending)) {
            return;
        }
        let what = || format!("moment {number}, before: {}; {ending:?} {how}", point.doing);
        at(what, || check.restart(left.clone(), ending));
        seen.push((left, ending));
    };
    restart(point.state.clone(), Ending::Killed, "");
    for names in 0..=point.state.unsynced_names() {
        let half = point.state.unsynced_bytes() / 2;
        for bytes in [Bytes::None, Bytes::Some(half), Bytes::Some(usize::MAX), Bytes::Zeros] {
            let left = point.state.after_power_cut(names, bytes);
            restart(left, Ending::PowerCut, &format!("with {names} names and {bytes:?}"));
        }
    }
    let Some((file, bytes)) = &point.adding else { return seen.len() };
    let few = [1, bytes.len() / 2, bytes.len() - 1, bytes.len()];
    for length in 1..=bytes.len() {
        if all() || point.doing.contains("/history/") || few.contains(&length) {
            let torn = point.state.torn(*file, &bytes[..length]);
            if all() || few.contains(&length) {
                let left = torn.after_power_cut(torn.unsynced_names(), Bytes::Some(usize::MAX));
                restart(left, Ending::PowerCut, &format!("torn at {length}"));
            }
            restart(torn, Ending::Killed, &format!("torn at {length}"));
        }
    }
    seen.len()
}

#[test]
fn whenever_it_ends_everything_that_was_promised_is_there() {
    for before in [story::fresh(), story::lived_in()] {
        let disk = Brittle::watched(before.clone());
        let told = story::tell(&disk, None);
        assert_eq!((told.complaints, told.printed.len()), (0, 0));
        let (points, promises) = (disk.points(), disk.promises());
        let is_over = promises::known(&promises).into_values().all(|known| known.stored || known.discarded);
        assert!(is_over, "the story does not come to its end");
        let count = spread(points.len(), |number| end_at(&points[number], number, &before, &told, &promises));
        println!("{} moments, {count} ends", points.len());
        // A kill and a power cut at every moment, every byte of what goes into the history, and more.
        let bytes = |point: &Point| match &point.adding {
            Some((_, bytes)) if point.doing.contains("/history/") => bytes.len(),
            Some(_) => 4,
            None => 0,
        };
        assert!(count >= 2 * points.len() + points.iter().map(bytes).sum::<usize>());
    }
}

#[test]
fn whatever_fails_nothing_is_lost() {
    let kinds = [ErrorKind::StorageFull, ErrorKind::Other, ErrorKind::PermissionDenied];
    for before in [story::fresh(), story::lived_in()] {
        let disk = Brittle::new(before.clone());
        story::tell(&disk, None);
        let (operations, appends) = (disk.operations(), disk.appends());
        let count = spread(operations, |at| {
            let mut count = 0;
            for (which, kind) in kinds.into_iter().enumerate() {
                if all() || at % kinds.len() == which {
                    for (times, short) in
                        [1, usize::MAX, 2, 3].into_iter().flat_map(|times| [(times, false), (times, true)])
                    {
                        if (all() || times == 1 || times == usize::MAX) && (!short || appends.contains(&at)) {
                            fail(&before, Fault { at, count: times, kind, short });
                            count += 1;
                        }
                    }
                }
            }
            count
        });
        println!("{operations} operations, {count} failures");
        assert!(count >= 2 * (operations + appends.len()));
    }
}

fn fail(before: &State, fault: Fault) {
    at(
        || format!("{fault:?}"),
        || {
            let disk = Brittle::failing(before.clone(), fault);
            let told = story::tell(&disk, Some(fault));
            let promises = disk.promises();
            for (id, known) in promises::known(&promises) {
                let printed = told.printed.iter().any(|record| record.id == id);
                let had_ended = known.ending && ["01WHOLE", "01RESUMED"].contains(&id);
                assert!(!had_ended || known.stored || printed, "{id} is neither stored nor printed");
                if fault.count < usize::MAX {
                    // A journal whose removal could not be made sure of is gone, and its session kept all the same.
                    let is_there = || disk.state().holds_line_of(id);
                    let settled = known.stored || known.discarding || known.written.is_none() || is_there();
                    assert!(settled, "{id} was given up: {known:?}");
                }
            }
            let check = Check { before, told: &told, promises: &promises };
            let left = disk.state();
            check.restart(left.after_power_cut(0, Bytes::None), Ending::PowerCut);
            check.restart(left, Ending::Killed);
        },
    );
}
