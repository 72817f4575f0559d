//! WHAT HAPPENED: the record of every session, and the journal of the running one.
//!
//! Nothing is lost, stopped sessions count too, and all of it is plain text. While a session runs, its events go to a
//! [`journal`] of its own; when it ends, its [`record`] is appended to the [`store`], and only then is the journal
//! removed. What is left of a session that was cut off is found by [`recovery`]. What the user decides about programs
//! is kept beside it, in [`programs`]; [`deeds`] tells what of a program was done on which day, and [`progression`] where
//! the user stands on the ranges of a routine.

pub(crate) mod cores;
pub mod seconds;
pub mod wall_time;
pub mod when;
pub mod word;

mod dose;
pub mod entries;
pub mod record;
mod record_from;

pub mod outline;

pub mod recorder;

pub mod disk;
pub mod storage;

pub mod journal;
mod syncing;

mod clerk;
pub mod keeper;

pub mod recovery;

pub mod store;

pub mod afterwards;
pub mod amend;
pub mod checksum;
mod lines;
mod parts;
pub mod reading;
mod swift;

pub mod select;

pub mod import;
pub mod verify;

pub mod by_hand;
pub mod deeds;
pub mod programs;

pub mod progression;
pub mod stats;

#[cfg(test)]
pub(crate) mod fixture;
