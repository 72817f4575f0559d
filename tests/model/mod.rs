//! What the tests of the session share: random plans, random scripts, and a second, naive session to compare with.

pub(crate) mod plans;
pub(crate) mod reference;
pub(crate) mod scripts;
