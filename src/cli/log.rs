//! `supple log`: the history, listed, shown, corrected, carried about, and recovered.

mod add;
mod csv;
mod edit;
mod ids;
mod recover;
mod table;
mod transfer;
mod verify;
mod words;

use std::{
    borrow::Cow,
    cell::LazyCell,
    collections::HashMap,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Subcommand;
use ids::Ids;
use jiff::{SignedDuration, civil::Date};
use serde_json::Value;

use super::{Mistake, history_args::SelectArgs};
use crate::{
    config::paths::Paths,
    history::{
        cores::{how_many, on_all_cores},
        reading::{Found, History},
        record::Record,
        recovery::{self, Findings, Interrupted, Unreadable},
        store::{self, Store},
        word::Word,
    },
    routine::{Library, is_path},
    runtime::clock,
    ui::text::clean,
};

/// The history: what was done, when, and how much of it
#[derive(clap::Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Show one session, exercise by exercise
    Show(ShowArgs),
    Add(add::Args),
    Edit(edit::Args),
    Delete(edit::DeleteArgs),
    Restore(edit::RestoreArgs),
    Import(transfer::ImportArgs),
    Export(transfer::ExportArgs),
    Recover(recover::Args),
    Verify(verify::Args),
}

#[derive(clap::Args, Debug)]
struct ListArgs {
    /// The newest N sessions only [default: 20 in the table, all with --json and --csv]
    #[arg(short = 'n', value_name = "N")]
    number: Option<usize>,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    form: Form,
}

#[derive(clap::Args, Debug)]
struct ShowArgs {
    /// Its id or the beginning of it, or `last`
    id: String,
    #[command(flatten)]
    form: Form,
}

#[derive(clap::Args, Clone, Copy, Debug)]
struct Form {
    /// One JSON object a line, oldest first
    #[arg(long)]
    json: bool,
    /// Comma-separated rows with a head, oldest first
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

/// A session as it is listed.
#[derive(Clone, Copy)]
struct Row<'l> {
    record: &'l Record,
    /// It was cut off, and nobody has decided yet whether to keep it.
    interrupted: bool,
}

/// These sessions as rows for spreadsheets: `supple log --csv`, then `supple log show --csv` of each.
///
/// # Errors
/// None, as it is written to memory.
pub fn as_csv(records: &[Record]) -> io::Result<Vec<u8>> {
    let rows: Vec<Row> = records.iter().map(|record| Row { record, interrupted: false }).collect();
    let mut out = Vec::new();
    csv::head(&mut out)?;
    csv::sessions(&rows, &mut out)?;
    rows.iter().try_for_each(|row| csv::exercises(row, &mut out))?;
    Ok(out)
}

/// These sessions for people: `supple log`, then `supple log show` of each.
///
/// # Errors
/// None, as it is written to memory.
pub fn as_text(records: &[Record], library: &Library) -> anyhow::Result<Vec<u8>> {
    let mut out = Vec::new();
    let rows = || records.iter().map(|record| Row { record, interrupted: false });
    table::sessions(rows().collect::<Vec<_>>().iter(), &Ids::of(records.iter()), &mut out)?;
    for row in rows() {
        table::session(&row, library, &mut out)?;
    }
    Ok(out)
}

impl Row<'_> {
    fn status(&self) -> &'static str {
        if self.interrupted { "interrupted" } else { self.record.status.word() }
    }

    /// With the line's end.
    fn json(&self, buffer: &mut Vec<u8>) -> serde_json::Result<()> {
        if !self.interrupted {
            self.record.write_line(buffer);
            return Ok(());
        }
        let mut value = serde_json::to_value(self.record)?;
        if let Value::Object(fields) = &mut value {
            fields.insert("status".to_owned(), self.status().into());
        }
        buffer.extend_from_slice(format!("{value}\n").as_bytes());
        Ok(())
    }
}

/// What is on the disk.
struct Log {
    /// Where the user's own routines are.
    config: PathBuf,
    store: Store,
    history: History,
    findings: Findings,
    /// What was done in the interrupted sessions.
    cut_off: Vec<Record>,
}

/// Runs `supple log`.
///
/// # Errors
/// When the history cannot be read or written, or holds no such session.
pub(crate) fn run(args: &Args, paths: &Paths, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let store = Store::new(&paths.data.join("history"), &store::machine_name());
    match &args.command {
        Some(Command::Add(add)) => return add::run(add, paths, &store, out),
        Some(Command::Import(import)) => return transfer::import(import, &store, out),
        Some(Command::Verify(verify)) => return verify::run(verify, &store, out),
        Some(Command::Export(_)) => return transfer::export(&store, out),
        _ => {}
    }
    let log = Log::read(paths, store)?;
    let done = match &args.command {
        Some(Command::Show(show)) => log.show(show, out),
        Some(Command::Edit(edit)) => edit::edit(&log, edit, out),
        Some(Command::Delete(delete)) => edit::delete(&log, delete, out),
        Some(Command::Restore(restore)) => edit::restore(&log, restore, out),
        Some(Command::Recover(recover)) => return recover::run(&log, recover, paths, out),
        _ => log.list(&args.list, out),
    };
    // The program ends here, and its memory with it: taking ten years apart piece by piece would cost as much as reading
    // them.
    std::mem::forget(log);
    done.map(|()| ExitCode::SUCCESS)
}

impl Log {
    fn read(paths: &Paths, store: Store) -> anyhow::Result<Self> {
        let history = read(&store)?;
        let findings = recovery::find(&paths.state.join("journal"), &history)
            .context("the journals of interrupted sessions cannot be read")?;
        for unreadable in &findings.unreadable {
            if !matches!(unreadable, Unreadable::Empty { .. }) {
                let _ = writeln!(io::stderr(), "supple: {unreadable}");
            }
        }
        let cut_off = findings.interrupted.iter().map(Interrupted::record).collect();
        Ok(Self { config: paths.config.clone(), store, history, findings, cut_off })
    }

    /// Of all sessions, deleted and interrupted ones among them.
    fn ids(&self) -> Ids {
        let kept = self.history.records.iter().chain(&self.history.deleted);
        Ids::of(kept.chain(&self.cut_off))
    }

    /// Oldest first, interrupted ones among them.
    fn rows(&self) -> Vec<Row<'_>> {
        let row = |interrupted| move |record| Row { record, interrupted };
        let kept = self.history.records.iter().map(row(false));
        let mut rows: Vec<Row> = kept.chain(self.cut_off.iter().map(row(true))).collect();
        rows.sort_by(|a, b| a.record.started.cmp(&b.record.started));
        rows
    }

    fn list(&self, args: &ListArgs, out: &mut dyn Write) -> anyhow::Result<()> {
        let rows = self.select(&args.select, clock::wall().date())?;
        let all = rows.len();
        let wanted = args.number.unwrap_or(if args.form.is_table() { 20 } else { all });
        let newest = &rows[all.saturating_sub(wanted)..];
        if args.form.json {
            in_pieces(newest, out, |rows, text| {
                rows.iter().try_for_each(|row| row.json(text))?;
                Ok(())
            })?;
        } else if args.form.csv {
            csv::head(out)?;
            in_pieces(newest, out, |rows, text| Ok(csv::sessions(rows, text)?))?;
        } else if newest.is_empty() && !(self.history.records.is_empty() && self.cut_off.is_empty()) {
            writeln!(out, "No session is like that.")?;
        } else if newest.is_empty() {
            writeln!(out, "No sessions yet. `supple run` leads you through the first one.")?;
        } else {
            let named = self.named(newest);
            let named: Vec<Row> =
                named.iter().zip(newest).map(|(record, row)| Row { record, ..*row }).collect();
            table::sessions(named.iter().rev(), &self.ids(), out)?;
            if newest.len() < all {
                let (left, s) = (all - newest.len(), if all - newest.len() == 1 { "" } else { "s" });
                writeln!(out, "\n{left} earlier one{s}: supple log -n {all}")?;
            }
            if newest.iter().any(|row| row.interrupted) {
                writeln!(out, "\nInterrupted sessions: supple log recover --keep, or --discard")?;
            }
        }
        Ok(())
    }

    /// What was cut off has not ended in any way yet.
    fn select(&self, args: &SelectArgs, today: Date) -> anyhow::Result<Vec<Row<'_>>> {
        let mut rows = self.rows();
        let filter = args.filter(today)?.among(rows.iter().map(|row| row.record));
        let filter = filter.map_err(|error| Mistake(format!("{error}; `supple log` lists them")))?;
        if !filter.is_all() {
            let ended = |row: &Row| !row.interrupted || filter.status.is_empty();
            rows.retain(|row| ended(row) && filter.admits(row.record));
        }
        Ok(rows)
    }

    fn show(&self, args: &ShowArgs, out: &mut dyn Write) -> anyhow::Result<()> {
        let row = self.find(&args.id)?;
        if args.form.json {
            let mut line = Vec::new();
            row.json(&mut line)?;
            out.write_all(&line)?;
        } else if args.form.csv {
            csv::exercises(&row, out)?;
        } else {
            let library = Library::open(Some(&self.config));
            for record in &self.named(&[row]) {
                table::session(&Row { record, ..row }, &library, out)?;
            }
        }
        Ok(())
    }

    /// The records as they are read by people: one that names no routine is called as the library calls it.
    fn named<'l>(&self, rows: &[Row<'l>]) -> Vec<Cow<'l, Record>> {
        let mut known: HashMap<&str, Option<String>> = HashMap::new();
        let library = LazyCell::new(|| Library::open(Some(&self.config)));
        let named = rows.iter().map(|row| {
            // An id from a file of the history must not be taken for a path.
            if row.record.name.is_some() || is_path(&row.record.routine) {
                return Cow::Borrowed(row.record);
            }
            let id = row.record.routine.as_str();
            let name = known.entry(id).or_insert_with(|| {
                let routine = library.routine(id).ok()?.value?;
                Some(routine).filter(|routine| routine.id == id).map(|routine| routine.name)
            });
            Cow::Owned(Record { name: name.as_deref().map(Word::new), ..row.record.clone() })
        });
        named.collect()
    }

    fn find(&self, id: &str) -> anyhow::Result<Row<'_>> {
        let rows = self.rows();
        if id == "last" {
            // What claims to be of days to come is not what was done last, as long as there is anything else.
            let now = clock::wall().timestamp() + SignedDuration::from_hours(24);
            let past = rows.iter().rev().find(|row| row.record.started.timestamp() <= now);
            return past.or(rows.last()).copied().context("there are no sessions yet");
        }
        let found = found(rows.iter().map(|row| row.record), id)?;
        match rows.iter().find(|row| found.is_some_and(|record| std::ptr::eq(row.record, record))) {
            Some(row) => Ok(*row),
            None if matches!(Found::among(&self.history.deleted, id), Found::None) => {
                Err(Mistake(format!("no session has the id `{id}`; `supple log` lists them")).into())
            }
            None => Err(Mistake(format!(
                "the session `{id}` has been deleted; `supple log restore {id}` brings it back"
            ))
            .into()),
        }
    }
}

/// Writes rows as text, several pieces at a time: of ten years there is much to write.
fn in_pieces(
    rows: &[Row],
    out: &mut dyn Write,
    write: impl Fn(&[Row], &mut Vec<u8>) -> anyhow::Result<()> + Sync,
) -> anyhow::Result<()> {
    const PIECE: usize = 1024;
    for rows in rows.chunks(PIECE * how_many(rows.len().div_ceil(PIECE))) {
        let pieces: Vec<_> = rows.chunks(PIECE).collect();
        let texts = on_all_cores(&pieces, |rows| {
            let mut text = Vec::new();
            write(rows, &mut text).map(|()| text)
        });
        texts.into_iter().try_for_each(|text| anyhow::Ok(out.write_all(&text?)?))?;
    }
    Ok(())
}

/// The history. What is wrong with it goes to standard error.
fn read(store: &Store) -> anyhow::Result<History> {
    let history = History::read(store.folder()).context("the history cannot be read")?;
    complain(&history);
    Ok(history)
}

/// Nobody is left to be told if standard error is closed.
fn complain(history: &History) {
    let mut complaints = io::stderr().lock();
    for fault in &history.faults {
        let _ = writeln!(complaints, "supple: {fault}; this line is skipped");
    }
    for error in &history.unreadable {
        let _ = writeln!(complaints, "supple: {error}; this file is skipped");
    }
}

fn found<'r>(records: impl Iterator<Item = &'r Record>, id: &str) -> anyhow::Result<Option<&'r Record>> {
    match Found::among(records, id) {
        Found::One(record) => Ok(Some(record)),
        Found::Many(all) => {
            // The table shows how ids begin, and those of one moment, or of before 1970, begin alike.
            let ids: Vec<_> = all.iter().take(5).map(|record| clean(&record.id)).collect();
            let (count, more) = (all.len(), if all.len() > ids.len() { ", …" } else { "" });
            let ids = ids.join(", ");
            let complaint = format!("{count} sessions begin with `{id}`: write more of the id ({ids}{more})");
            Err(Mistake(complaint).into())
        }
        Found::None => Ok(None),
    }
}

impl Form {
    const fn is_table(self) -> bool {
        !self.json && !self.csv
    }
}

#[cfg(test)]
mod tests;
