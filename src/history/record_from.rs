//! Records read back. Written by hand, since serde's `flatten` would copy every field of ten years once more.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Deserializer, de};

use super::record::{Exercise, More, Record};

/// A key of an object, borrowed where it can be.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// Reads an object field by field and keeps what it does not know in `more`. `needed` fields must be there; of the
/// `others`, one that is missing has its default.
macro_rules! read_object {
    ($type:ident, $what:literal, needed: [$($needed:ident),+], others: [$($other:ident),+]) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;

                impl<'de> de::Visitor<'de> for Visitor {
                    type Value = $type;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($what)
                    }

                    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<$type, A::Error> {
                        $(let mut $needed = None;)+
                        $(let mut $other = None;)+
                        let mut more = More::default();
                        while let Some(Key(key)) = map.next_key()? {
                            match &*key {
                                $(stringify!($needed) => $needed = Some(map.next_value()?),)+
                                $(stringify!($other) => $other = Some(map.next_value()?),)+
                                _ => {
                                    more.insert(key.into_owned(), map.next_value()?);
                                }
                            }
                        }
                        Ok($type {
                            $($needed: $needed.ok_or_else(|| de::Error::missing_field(stringify!($needed)))?,)+
                            $($other: $other.unwrap_or_default(),)+
                            more,
                        })
                    }
                }

                deserializer.deserialize_map(Visitor)
            }
        }
    };
}

read_object!(
    Record, "a record of a session",
    needed: [v, id, routine, started, ended, status],
    others: [name, routine_hash, level, active_seconds, paused_seconds, speed, pain, effort, note, exercises, app]
);

read_object!(
    Exercise, "an exercise of a record",
    needed: [n, id],
    others: [status, sets, target, left, right, both, skip_reason, optional]
);
