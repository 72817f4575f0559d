//! Settings and paths. Read once at the edge, then handed down.

pub mod check_in;
pub mod hooks;
mod keys;
pub mod paths;
pub mod settings;
