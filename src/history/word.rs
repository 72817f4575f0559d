//! Words of which a history has few, and each very often: ids of exercises and routines, reasons, versions.

use std::{
    borrow::Borrow,
    cell::Cell,
    collections::HashSet,
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
    sync::{LazyLock, Mutex, PoisonError},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A short text that is kept only once, however often it is read, and until the program ends: a few hundred of them are
/// in a history, and reading that again finds them. Copied and compared as a pointer.
#[derive(Clone, Copy)]
pub struct Word(&'static &'static str);

/// All of them. Only here are any made, so that two of the same text are one.
static WORDS: LazyLock<Mutex<HashSet<Word>>> = LazyLock::new(Mutex::default);

/// So many words a thread finds without asking anybody.
const NEAR: usize = 1024;

thread_local! {
    /// Each at the place that its letters give it.
    static LATEST: [Cell<Option<Word>>; NEAR] = const { [const { Cell::new(None) }; NEAR] };
}

impl Word {
    pub fn new(text: &str) -> Self {
        LATEST.with(|latest| {
            let near = &latest[place(text)];
            near.get().filter(|word| *word.0 == text).unwrap_or_else(|| {
                let word = Self::kept(text);
                near.set(Some(word));
                word
            })
        })
    }

    pub fn as_str(self) -> &'static str {
        self.0
    }

    fn kept(text: &str) -> Self {
        let mut words = WORDS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(word) = words.get(text) {
            return *word;
        }
        let word = Self(Box::leak(Box::new(&*Box::leak(Box::from(text)))));
        words.insert(word);
        word
    }
}

/// Where among the latest words a text is looked for.
fn place(text: &str) -> usize {
    // The sum of Fowler, Noll and Vo: quick for what is short, and words that are much alike come to lie apart.
    let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    usize::try_from(hash >> 32).unwrap_or(0) % NEAR
}

impl Deref for Word {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl Borrow<str> for Word {
    fn borrow(&self) -> &str {
        self.0
    }
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<&String> for Word {
    fn from(text: &String) -> Self {
        Self::new(text)
    }
}

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl From<Word> for String {
    fn from(word: Word) -> Self {
        word.as_str().to_owned()
    }
}

impl Default for Word {
    fn default() -> Self {
        Self::new("")
    }
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Word {}

impl PartialEq<&str> for Word {
    fn eq(&self, other: &&str) -> bool {
        self.0 == other
    }
}

impl PartialEq<String> for Word {
    fn eq(&self, other: &String) -> bool {
        *self.0 == other
    }
}

impl Hash for Word {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Word;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Word, E> {
                Ok(Word::new(text))
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn two_of_the_same_text_are_one_whichever_thread_made_them() {
        // More than a thread has at hand, and twice: some displace others.
        let texts: Vec<String> = (0..3 * NEAR).map(|n| format!("exercise-{n}")).collect();
        let words = || texts.iter().chain(&texts).map(Word::from).collect::<Vec<_>>();
        let here = words();
        let there = thread::scope(|scope| scope.spawn(words).join()).unwrap();
        assert_eq!(here, there);
        assert!(here.iter().zip(texts.iter().chain(&texts)).all(|(word, text)| word.as_str() == text));
        assert_ne!(here[0], here[1]);
    }

    #[test]
    fn a_word_is_a_pointer_and_in_json_a_string() {
        assert_eq!([size_of::<Word>(), size_of::<Option<Word>>()], [8, 8]);
        let word: Word = serde_json::from_str(r#""a\u0020b""#).unwrap();
        assert_eq!((word, serde_json::to_string(&word).unwrap().as_str()), (Word::new("a b"), r#""a b""#));
        assert_eq!(format!("{word:?}"), r#""a b""#);
        let error = serde_json::from_str::<Word>("1").unwrap_err().to_string();
        assert!(error.contains("expected a string"), "{error}");
    }
}
