//! `supple status --follow`: a line whenever it would say something else. Seconds are counted here, so that the session
//! has nothing to do for it.

use std::{
    io::{self, Write as _},
    process::ExitCode,
    time::Duration,
};

use anyhow::Result;

use super::{chosen, form::Form, idle, reminders};
use crate::{
    cli::ctl,
    runtime::{Arrivals, Watch, Woken, clock},
    session::{Glance, Moment, Standing},
};

/// However fast a session goes, nobody reads more than eight lines a second.
const SHORTEST: Duration = Duration::from_millis(125);

/// So much later than the moment at which a time shows a second less, it surely does: it comes to the millisecond.
const SURELY: Duration = Duration::from_millis(1);

pub(super) fn run(form: &Form, waits: bool, session: Option<&str>) -> Result<ExitCode> {
    let mut printer = Printer { form, last: None };
    // From before the first look, so that none is missed.
    let arrivals = waits.then(|| Arrivals::of(&ctl::paths()?)).transpose()?;
    loop {
        let call = match chosen(ctl::calls()?, session) {
            Err(_) if waits => None,
            call => call?,
        };
        let Some(call) = call else {
            let Some(arrivals) = &arrivals else { return idle(form) };
            printer.print(&form.meanwhile(&reminders()))?;
            if !arrivals.wait(clock::now)? {
                return Ok(ExitCode::SUCCESS);
            }
            continue;
        };
        let goes_on = printer.follow(call.watch()?)?;
        if !waits || !goes_on {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

struct Printer<'a> {
    form: &'a Form,
    last: Option<String>,
}

impl Printer<'_> {
    /// Until the session ends. False when nobody reads any more.
    fn follow(&mut self, mut session: Watch) -> Result<bool> {
        let mut known: Option<(Moment, Glance)> = None;
        loop {
            let until = match &known {
                Some((told, glance)) => self.show(*told, glance)?,
                None => None,
            };
            match session.next(until, clock::now)? {
                Woken::News(glance) => known = Some((clock::now(), *glance)),
                Woken::Time => {}
                Woken::Ended => return Ok(true),
                Woken::NobodyReads => return Ok(false),
            }
        }
    }

    /// Prints how things stand by now, and says when that is out of date.
    fn show(&mut self, told: Moment, glance: &Glance) -> Result<Option<Moment>> {
        let now = clock::now();
        let glance = glance.after(now.since(told));
        if self.form.tells_the_end(&glance) {
            self.print(&self.form.line(&glance))?;
        }
        let changes = self.form.changes(&glance).filter(|_| glance.state != Standing::Ended);
        Ok(changes.map(|changes| now + (glance.to_real(changes) + SURELY).max(SHORTEST)))
    }

    fn print(&mut self, line: &str) -> io::Result<()> {
        if self.last.as_deref() == Some(line) {
            return Ok(());
        }
        self.last = Some(line.to_owned());
        let mut out = io::stdout().lock();
        writeln!(out, "{line}")?;
        out.flush()
    }
}
