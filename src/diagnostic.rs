//! A fault in a user's file, and how it is shown.
