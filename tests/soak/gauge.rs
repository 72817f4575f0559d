//! What a running program holds on to: memory, descriptors, threads.

use std::{fmt, fs};

use rustix::process::Pid;
use supple::runtime::clock;

use crate::{PATIENCE, pass};

/// What it had at one moment. Memory is in KiB.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    /// Pages in memory, whoever else has them too.
    pub(crate) resident: u64,
    /// The same, each page shared out among all who have it.
    pub(crate) proportional: u64,
    /// Pages that are in no file: heap and stacks, where a leak shows.
    pub(crate) anonymous: u64,
    pub(crate) descriptors: usize,
    pub(crate) threads: usize,
}

impl Sample {
    pub(crate) fn take(pid: Pid) -> Self {
        let folder = format!("/proc/{}", pid.as_raw_nonzero());
        let memory = fs::read_to_string(format!("{folder}/smaps_rollup")).unwrap_or_default();
        let of = |name: &str| {
            let line = memory.lines().find_map(|line| line.strip_prefix(name));
            let line =
                line.unwrap_or_else(|| panic!("no {name} among what is told of the memory: {memory:?}"));
            line.trim().trim_end_matches(" kB").parse().unwrap()
        };
        let count = |what: &str| fs::read_dir(format!("{folder}/{what}")).unwrap().count();
        Self {
            resident: of("Rss:"),
            proportional: of("Pss:"),
            anonymous: of("Anonymous:"),
            descriptors: count("fd"),
            threads: count("task"),
        }
    }

    /// As soon as there are no more descriptors and threads than at another time. What is under way for a moment, a
    /// command from outside or a device that is open, ends within seconds; a leak does not.
    #[track_caller]
    pub(crate) fn when_as_quiet_as(pid: Pid, before: Self) -> Self {
        let end = clock::now() + PATIENCE;
        loop {
            let now = Self::take(pid);
            if now.has_no_more_open_than(before) {
                return now;
            }
            assert!(clock::now() < end, "before: {before}; now and for good: {now}");
            pass(0.01);
        }
    }

    fn has_no_more_open_than(self, other: Self) -> bool {
        self.descriptors <= other.descriptors && self.threads <= other.threads
    }

    /// The least of a few seconds.
    pub(crate) fn least(pid: Pid, seconds: f64) -> Self {
        let end = clock::now() + std::time::Duration::from_secs_f64(seconds);
        let mut least = Self::take(pid);
        while clock::now() < end {
            pass(0.02);
            let now = Self::take(pid);
            least = Self {
                descriptors: least.descriptors.min(now.descriptors),
                threads: least.threads.min(now.threads),
                ..now
            };
        }
        least
    }

    /// The lesser memory of both: what is needed for a moment does not count.
    pub(crate) fn min_of(self, other: Self) -> Self {
        Self {
            resident: self.resident.min(other.resident),
            proportional: self.proportional.min(other.proportional),
            anonymous: self.anonymous.min(other.anonymous),
            descriptors: self.descriptors.min(other.descriptors),
            threads: self.threads.min(other.threads),
        }
    }

    /// Fails if memory has grown by more than so many KiB.
    #[track_caller]
    pub(crate) fn assert_no_more_than(self, before: Self, kib: u64) {
        // The rest of the memory is the program's own file, and what others have of it.
        let (was, is) = (before.anonymous, self.anonymous);
        assert!(is <= was + kib, "memory has grown from {was} to {is} KiB, by more than {kib}");
        assert!(self.has_no_more_open_than(before), "before: {before}; then: {self}");
    }
}

/// Fails if memory goes on growing, or has grown by more than 2 MiB. What leaks does so again and again; a buffer that is
/// taken once and kept is one step, whenever it comes.
#[track_caller]
pub(crate) fn assert_flat(samples: impl IntoIterator<Item = Sample>) {
    const PARTS: usize = 12;
    let memory: Vec<i64> =
        samples.into_iter().map(|sample| i64::try_from(sample.anonymous).unwrap()).collect();
    let least = memory.chunks(memory.len().div_ceil(PARTS)).filter_map(|part| part.iter().min());
    let least: Vec<i64> = least.copied().collect();
    let mut growth: Vec<i64> = least.windows(2).map(|pair| pair[1] - pair[0]).collect();
    growth.sort_unstable();
    let usual = growth[growth.len() / 2] * i64::try_from(growth.len()).unwrap();
    assert!(usual <= 512, "memory goes on growing, by {usual} KiB: {least:?}");
    let whole = least[least.len() - 1] - least[0];
    assert!(whole <= 2048, "memory has grown by {whole} KiB: {least:?}");
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { resident, proportional, anonymous, descriptors, threads } = self;
        write!(
            f,
            "RSS {resident} KiB, PSS {proportional} KiB, anonymous {anonymous} KiB, \
             {descriptors} descriptors, {threads} threads"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grows(by: fn(u64) -> u64) -> bool {
        let of = |second| Sample {
            resident: 20_000,
            proportional: 15_000,
            anonymous: 8_000 + by(second) + second * 7919 % 60,
            descriptors: 15,
            threads: 8,
        };
        std::panic::catch_unwind(|| assert_flat((0..2700).map(of))).is_err()
    }

    #[test]
    fn a_leak_is_told_from_a_buffer() {
        assert!(grows(|second| second / 4), "four seconds for a KiB");
        assert!(grows(|second| second / 1500 * 3_000));
        assert!(!grows(|second| second / 1500 * 1_200), "the card was slow once");
        assert!(!grows(|_| 0));
    }
}
