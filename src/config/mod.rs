//! Settings and paths. Read once at the edge, then handed down.

pub mod hooks;
pub mod paths;
pub mod settings;
