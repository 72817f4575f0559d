//! What the handle and the worker both see.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use super::{cache::Cache, pcm::Pcm};
use crate::audio::Clip;

/// So much is held in memory, some twenty minutes of speech; what comes after it is read from disk each time.
const MEMORY: usize = 64 << 20;

#[derive(Debug, Default)]
pub(super) struct Shared {
    state: Mutex<State>,
    cache: OnceLock<Cache>,
}

#[derive(Debug, Default)]
struct State {
    wanted: VecDeque<String>,
    ready: HashMap<String, Ready>,
    bytes: usize,
    failed: HashSet<String>,
    order: Option<Job>,
    given_up: bool,
    ending: bool,
}

#[derive(Debug)]
struct Ready {
    length: Duration,
    /// `None`: it is in the cache under this key.
    speech: Result<Pcm, String>,
}

/// What the worker is to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Job {
    Render(String),
    Say(String),
    Hush,
    End,
}

impl Shared {
    pub(super) fn want(&self, texts: Vec<String>) {
        self.state().wanted = texts.into();
    }

    /// Takes the place of the order before it.
    pub(super) fn order(&self, job: Job) {
        self.state().order = Some(job);
    }

    pub(super) fn end(&self) {
        self.state().ending = true;
    }

    pub(super) fn has_given_up(&self) -> bool {
        self.state().given_up
    }

    pub(super) fn length(&self, text: &str) -> Option<Duration> {
        self.state().ready.get(text).map(|ready| ready.length)
    }

    pub(super) fn clip(&self, text: &str) -> Option<Clip> {
        let key = match &self.state().ready.get(text)?.speech {
            Ok(speech) => return Some(speech.to_clip()),
            Err(key) => key.clone(),
        };
        let kept = self.cache()?.read(&key);
        if kept.is_none() {
            // It has gone meanwhile, so that it can be asked for anew.
            self.state().ready.remove(text);
        }
        kept.map(|speech| speech.to_clip())
    }

    /// The next thing to do, if there is one.
    pub(super) fn next(&self) -> Option<Job> {
        let mut guard = self.state();
        let state = &mut *guard;
        if state.ending {
            return Some(Job::End);
        }
        if let Some(order) = state.order.take() {
            return Some(order);
        }
        while let Some(text) = state.wanted.pop_front() {
            if !state.given_up && !state.ready.contains_key(&text) && !state.failed.contains(&text) {
                return Some(Job::Render(text));
            }
        }
        None
    }

    /// Whether what is being done may go on.
    pub(super) fn goes_on(&self) -> bool {
        let state = self.state();
        !state.ending && state.order.is_none()
    }

    /// Whether there is room for it; there is for what can be read from the cache under this key.
    pub(super) fn is_ready(&self, text: String, speech: Pcm, kept_as: Option<String>) -> bool {
        let mut state = self.state();
        let length = speech.length();
        let fits = state.bytes + speech.bytes() <= MEMORY;
        let speech = match kept_as {
            _ if fits => Ok(speech),
            Some(key) => Err(key),
            None => return false,
        };
        state.bytes += speech.as_ref().map_or(0, Pcm::bytes);
        state.ready.insert(text, Ready { length, speech });
        true
    }

    pub(super) fn fail(&self, text: String) {
        self.state().failed.insert(text);
    }

    pub(super) fn give_up(&self) {
        self.state().given_up = true;
    }

    /// Only the worker sets it, once.
    pub(super) fn set_cache(&self, cache: Cache) {
        let _ = self.cache.set(cache);
    }

    pub(super) fn cache(&self) -> Option<&Cache> {
        self.cache.get()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing here is ever half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
