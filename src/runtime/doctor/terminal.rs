//! What the terminal can show.

use std::{
    env,
    io::{self, IsTerminal as _},
};

use super::{super::shows_unicode, Area, Report, fault, note, ok};
use crate::ui::Depth;

/// A session needs this much.
const LEAST: (u16, u16) = (20, 5);
/// With less than this there is no room for the figure and the instructions beside the digits.
const ROOMY: (u16, u16) = (80, 24);

pub(super) fn examine(tell: &mut dyn FnMut(Report)) {
    tell(Report::Area(Area::Terminal));
    if !io::stdout().is_terminal() {
        return tell(note(Area::Terminal, "Standard output is no terminal: sessions come as lines there."));
    }
    let variable = |name: &str| env::var(name).ok();
    let term = variable("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        let says = "The terminal calls itself dumb: sessions come as lines instead of screens.";
        return tell(fault(
            Area::Terminal,
            says,
            "Set TERM to what your terminal is, as in TERM=xterm-256color.",
        ));
    }
    let size = crossterm::terminal::size().unwrap_or_default();
    let colours = match Depth::from_environment(
        variable("NO_COLOR").as_deref(),
        variable("COLORTERM").as_deref(),
        Some(&term),
    ) {
        Depth::None => "no colours",
        Depth::Sixteen => "sixteen colours",
        Depth::Indexed => "256 colours",
        Depth::True => "all colours",
    };
    let (columns, rows) = size;
    let letters = if shows_unicode() { "UTF-8" } else { "ASCII only" };
    let facts = format!("{columns}×{rows} cells, {colours}, {letters} (TERM={term}).");
    if columns < LEAST.0 || rows < LEAST.1 {
        let says = format!("{facts} A session needs {}×{}.", LEAST.0, LEAST.1);
        return tell(fault(Area::Terminal, says, "Make the window larger or the letters smaller."));
    }
    tell(ok(Area::Terminal, facts));
    if columns < ROOMY.0 || rows < ROOMY.1 {
        let says = format!("From {}×{} cells on there is room for the figure.", ROOMY.0, ROOMY.1);
        tell(note(Area::Terminal, says));
    }
    if !shows_unicode() {
        let says = "Without UTF-8 figures are drawn in ASCII; LANG=C.UTF-8 would change that.";
        tell(note(Area::Terminal, says));
    }
}
