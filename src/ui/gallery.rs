//! The figure of the exercise that is on the screen, at this moment of the session.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use crate::{
    figure::{self, Demo, Easel, Figure, Frame, Glyphs, Moment, Picture, Stage, Work},
    plan::{Entry, Kind, Mode, Step},
    routine::Side,
    session::{Snapshot, State},
};

/// Keeps the figure that was drawn last, so that it is not read anew for each of its pictures. No picture depends on
/// what is kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gallery {
    hung: RefCell<Option<Rc<Hung>>>,
    easel: RefCell<Option<(Place, Easel)>>,
    /// The rows that pictures leave free at their top, of the places that were asked about last.
    free: RefCell<Vec<(Place, u16)>>,
    /// The motion of the picture drawn last, if it showed a figure that moves.
    shown: Cell<Option<Motion>>,
    /// The same outside a session: how long that picture stays as it is.
    stays: Cell<Option<Duration>>,
}

#[derive(Debug)]
struct Hung {
    id: String,
    figure: Option<Figure>,
}

/// Where a figure is drawn: what its scale depends on.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    id: String,
    columns: u16,
    rows: u16,
    glyphs: Glyphs,
    /// The sides take turns.
    alternate: bool,
}

/// Whether a figure moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Motion {
    Still,
    /// So long after the step has begun.
    From(Duration),
}

impl Gallery {
    /// A new picture is about to be drawn, perhaps without a figure.
    pub(crate) fn clear(&self) {
        self.shown.set(None);
        self.stays.set(None);
    }

    /// Whether there is a figure for this exercise.
    pub(crate) fn has(&self, entry: &Entry) -> bool {
        self.figure(id_of(entry)).figure.is_some()
    }

    /// The figure of the present exercise in so many cells.
    pub(crate) fn picture(
        &self,
        snapshot: &Snapshot,
        entry: &Entry,
        [columns, rows]: [u16; 2],
        glyphs: Glyphs,
        motion: Motion,
    ) -> Option<Picture> {
        let hung = self.figure(id_of(entry));
        let figure = hung.figure.as_ref()?;
        // What a switch is for is the coming pose: the one to get into, not the way there.
        let leads = snapshot.now.as_ref().is_some_and(|now| now.played.step.kind == Kind::Switch);
        let motion = if leads { Motion::Still } else { motion };
        let frame = frame(figure, snapshot, entry, motion)?;
        self.shown.set(Some(motion).filter(|motion| *motion != Motion::Still));
        let place = Place { id: hung.id.clone(), columns, rows, glyphs, alternate: entry.alternate };
        Some(self.draw(figure, &frame, place))
    }

    /// The rows at the top of every picture of so many cells in which nothing is drawn.
    pub(crate) fn free_rows(&self, entry: &Entry, [columns, rows]: [u16; 2], glyphs: Glyphs) -> u16 {
        let hung = self.figure(id_of(entry));
        let Some(figure) = hung.figure.as_ref() else { return 0 };
        let place = Place { id: hung.id.clone(), columns, rows, glyphs, alternate: entry.alternate };
        let mut known = self.free.borrow_mut();
        if let Some((_, free)) = known.iter().find(|(before, _)| *before == place) {
            return *free;
        }
        let free = easel(figure, &place).free_rows();
        if known.len() >= KNOWN {
            known.remove(0);
        }
        known.push((place, free));
        free
    }

    /// Whether an exercise outside a session can be shown.
    pub(crate) fn can_show(&self, demo: &Demo) -> bool {
        self.figure(&demo.id).figure.is_some()
    }

    /// An exercise outside a session, so long after it has begun to be shown. `None`: still.
    pub(crate) fn demo(
        &self,
        demo: &Demo,
        elapsed: Option<Duration>,
        [columns, rows]: [u16; 2],
        glyphs: Glyphs,
    ) -> Option<Picture> {
        let hung = self.figure(&demo.id);
        let figure = hung.figure.as_ref()?;
        let frame = elapsed.map_or_else(|| demo.still(figure), |elapsed| demo.frame(figure, elapsed));
        self.stays.set(elapsed.and_then(|elapsed| demo.next_change(figure, elapsed)));
        let place = Place { id: hung.id.clone(), columns, rows, glyphs, alternate: demo.alternate };
        Some(self.draw(figure, &frame, place))
    }

    /// How long the picture of `demo` that was drawn last stays as it is. `None`: for ever, or there is none.
    pub(crate) fn stays(&self) -> Option<Duration> {
        self.stays.get()
    }

    fn draw(&self, figure: &Figure, frame: &Frame, place: Place) -> Picture {
        let mut kept = self.easel.borrow_mut();
        let easel = match kept.take() {
            Some((before, easel)) if before == place => easel,
            _ => easel(figure, &place),
        };
        let picture = easel.picture(figure, frame);
        *kept = Some((place, easel));
        picture
    }

    /// How much session time the picture drawn last stays as it is, as far as the figure goes. `None`: until something
    /// else changes.
    pub(crate) fn next_change(&self, snapshot: &Snapshot) -> Option<Duration> {
        let Motion::From(from) = self.shown.get().filter(|_| snapshot.state == State::Running)? else {
            return None;
        };
        let entry = present(snapshot)?;
        let hung = self.figure(id_of(entry));
        let phases = poses(entry);
        hung.figure.as_ref()?.next_change(&moment(snapshot, entry, &phases, from)?)
    }

    fn figure(&self, id: &str) -> Rc<Hung> {
        let mut kept = self.hung.borrow_mut();
        if let Some(hung) = kept.as_ref().filter(|hung| hung.id == id) {
            return Rc::clone(hung);
        }
        // A shipped figure without faults: the tests read them all.
        let figure = figure::shipped(id).and_then(Result::ok);
        let hung = Rc::new(Hung { id: id.to_owned(), figure });
        *kept = Some(Rc::clone(&hung));
        hung
    }
}

/// So many places are asked about for one picture, and some for the one before.
const KNOWN: usize = 12;

fn easel(figure: &Figure, place: &Place) -> Easel {
    let Place { columns, rows, glyphs, .. } = *place;
    if place.alternate {
        Easel::alternating(figure, columns, rows, glyphs)
    } else {
        Easel::new(figure, columns, rows, glyphs)
    }
}

/// An exercise names its figure, or has one of its own name.
pub(crate) fn id_of(entry: &Entry) -> &str {
    entry.figure.as_deref().unwrap_or(&entry.id)
}

fn frame(figure: &Figure, snapshot: &Snapshot, entry: &Entry, motion: Motion) -> Option<Frame> {
    let phases = poses(entry);
    let from = if let Motion::From(from) = motion { from } else { Duration::ZERO };
    let moment = moment(snapshot, entry, &phases, from)?;
    Some(match motion {
        Motion::From(_) => figure.frame(&moment),
        Motion::Still => figure.still(moment.work, moment.next_side.or(moment.side), entry.alternate),
    })
}

fn poses(entry: &Entry) -> Vec<Option<&str>> {
    entry.phases.iter().map(|phase| phase.pose.as_deref()).collect()
}

/// The entry whose figure is shown: in a rest between rounds, the coming one.
fn present(snapshot: &Snapshot) -> Option<&Entry> {
    let step = &snapshot.now.as_ref()?.played.step;
    let index = step.entry.or_else(|| snapshot.next.iter().find_map(|next| next.step.entry))?;
    snapshot.plan.entries.get(index as usize)
}

fn moment<'m>(
    snapshot: &Snapshot,
    entry: &Entry,
    phases: &'m [Option<&'m str>],
    from: Duration,
) -> Option<Moment<'m>> {
    let now = snapshot.now.as_ref()?;
    let step = &now.played.step;
    let stage = match step.kind {
        Kind::Prepare => Stage::Prepare,
        Kind::Work => Stage::Work,
        Kind::Relax => Stage::Relax,
        Kind::Switch => Stage::Switch,
        Kind::Rest => Stage::Rest,
    };
    let work = Some(step).filter(|step| step.mode.is_some()).or_else(|| coming_work(snapshot));
    let (side, next_side) = sides(entry, step);
    Some(Moment {
        stage,
        work: work.map_or(Work::Hold, work_of),
        elapsed: now.elapsed.saturating_sub(from),
        length: step.length.map(|length| length.saturating_sub(from)),
        side,
        next_side,
        phases,
        alternate: entry.alternate,
    })
}

fn coming_work(snapshot: &Snapshot) -> Option<&Step> {
    snapshot.next.iter().map(|next| &next.step).find(|step| step.mode.is_some())
}

fn work_of(step: &Step) -> Work {
    match step.mode {
        Some(Mode::Rep) => Work::Rep,
        Some(Mode::Phase) => Work::Phase(step.phase.unwrap_or(0) as usize),
        Some(Mode::Flow) => Work::Flow,
        Some(Mode::Open) => Work::Open,
        Some(Mode::Hold) | None => Work::Hold,
    }
}

/// The side that is worked or was worked last, and in a pause the one that comes. A step that is not work carries the
/// side that it leads to.
fn sides(entry: &Entry, step: &Step) -> (Option<Side>, Option<Side>) {
    let both = entry.sided && entry.only_side.is_none();
    match step.kind {
        Kind::Work | Kind::Prepare => (step.side, None),
        Kind::Relax if !entry.alternate => (step.side, step.side),
        Kind::Relax | Kind::Switch | Kind::Rest if both => (step.side.map(Side::other), step.side),
        _ => (step.side, step.side),
    }
}
