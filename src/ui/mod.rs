//! State becomes a picture. Nothing here sounds or stores.

pub mod plain;
