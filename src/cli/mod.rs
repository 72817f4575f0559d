//! The command line: one file per subcommand.
mod choice;
mod load;
pub mod run;
pub const LEFT_BY_THE_USER: u8 = 130;
