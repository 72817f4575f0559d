//! `supple` leads a person through an exercise routine in the terminal.
//!
//! The library serves the program of the same name; it is not a stable interface. The modules below stand in the
//! order of the data's way through them, which is the order to read them in.

pub mod diagnostic;

pub mod threads;

pub mod private;

pub mod routine;

pub mod plan;

pub mod figure;

pub mod session;

pub mod speech;

pub mod program;

pub mod history;

pub mod audio;

pub mod ui;

pub mod runtime;

pub mod config;

pub mod cli;
