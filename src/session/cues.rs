//! Which cues a step gives, and when.

use std::time::Duration;

use super::{Cue, CueKind, Playlist, side_words};
use crate::{
    plan::{Entry, Kind, Mode, Plan, Step},
    routine::{CueAt, Side},
};

/// A cue that will be given when the step has lasted this long.
#[derive(Clone, Copy, Debug)]
pub(super) struct DueCue {
    pub(super) offset: Duration,
    pub(super) kind: CueKind,
    /// Index into the entry's own cues.
    pub(super) custom: Option<usize>,
}

/// A second, thrice: 3, 2, 1.
pub(super) const COUNTDOWN: [Duration; 3] =
    [Duration::from_secs(3), Duration::from_secs(2), Duration::from_secs(1)];

const COUNTED_PAUSE: Duration = Duration::from_secs(5);
const COUNTED_OUT: Duration = Duration::from_secs(10);
const HALVED: Duration = Duration::from_secs(20);

/// All cues inside the step at `place`, in order. `length` is what it has now, `bout_offset` what the bout has lasted
/// before this step, and `bout_length` the whole of it, if all of it is timed.
pub(super) fn of_step(
    plan: &Plan,
    list: &Playlist,
    place: usize,
    length: Option<Duration>,
    bout: Option<(Duration, Duration)>,
) -> Vec<DueCue> {
    let Some(slot) = list.get(place) else { return Vec::new() };
    let step = &slot.step;
    let mut cues: Vec<DueCue> =
        begin(list, place, step).map(|kind| DueCue { offset: Duration::ZERO, kind, custom: None }).collect();
    let Some(length) = length else { return cues };
    let mut add = |offset: Option<Duration>, kind, custom| {
        cues.extend(offset.filter(|offset| *offset < length).map(|offset| DueCue { offset, kind, custom }));
    };
    let stays = matches!(step.mode, Some(Mode::Hold | Mode::Flow));
    if stays && length >= HALVED {
        add(Some(length / 2), CueKind::Half, None);
    }
    let leads_to_bout = list.get(place + 1).is_some_and(|next| next.step.kind == Kind::Work);
    for before in COUNTDOWN {
        if step.kind != Kind::Work && leads_to_bout && length >= COUNTED_PAUSE {
            add(length.checked_sub(before), CueKind::Tick, None);
        }
        if stays && length >= COUNTED_OUT {
            add(length.checked_sub(before), CueKind::TickOut, None);
        }
    }
    if let (Some((passed, whole)), Some(entry)) = (bout, plan.entry_of(step)) {
        for (index, cue) in entry.cues.iter().enumerate() {
            let in_bout = match cue.at {
                CueAt::Half => Some(whole / 2),
                CueAt::AfterStart(time) => Some(time),
                CueAt::BeforeEnd(time) => whole.checked_sub(time),
            };
            add(in_bout.and_then(|offset| offset.checked_sub(passed)), CueKind::Custom, Some(index));
        }
    }
    // Those of one moment stay in the order in which they stand above.
    cues.sort_by_key(|cue| cue.offset);
    cues
}

/// The cue as an event, with the words that go with it.
pub(super) fn event(plan: &Plan, list: &Playlist, place: usize, due: DueCue) -> Cue {
    let Some(slot) = list.get(place) else { return Cue { kind: due.kind, say: None, bout: None } };
    let step = &slot.step;
    let coming = list.get(place + 1).and_then(|next| next.step.bout);
    let bout = if due.kind == CueKind::Tick { coming } else { step.bout };
    let entry = plan.entry_of(step);
    Cue { kind: due.kind, say: words(plan, list, place, entry, due), bout }
}

fn begin(list: &Playlist, place: usize, step: &Step) -> impl Iterator<Item = CueKind> + use<> {
    let first = match step.kind {
        Kind::Prepare => Some(CueKind::Prepare),
        Kind::Relax => Some(CueKind::Relax),
        Kind::Switch => Some(CueKind::Switch),
        Kind::Rest => Some(CueKind::Rest),
        Kind::Work => (list.bout(place).start == place).then_some(CueKind::Go),
    };
    let rep = list.begins_rep(place).then(|| CueKind::Rep { last: list.is_last_rep(place) });
    first.into_iter().chain(rep)
}

fn words(plan: &Plan, list: &Playlist, place: usize, entry: Option<&Entry>, due: DueCue) -> Option<String> {
    let step = &list.get(place)?.step;
    let entry = entry.or_else(|| plan.entry_of(&list.get(place + 1)?.step))?;
    match due.kind {
        CueKind::Prepare => Some(entry.say.as_ref().unwrap_or(&entry.name).clone()),
        CueKind::Go => match (step.side, step.mode) {
            (Some(side), _) => Some(capital(side)),
            (None, Some(Mode::Hold)) => Some("Hold".into()),
            (None, Some(Mode::Phase)) => phase_words(entry, step),
            _ => None,
        },
        CueKind::Rep { .. } if entry.alternate => step.side.map(capital),
        CueKind::Rep { .. } => step.rep.map(|rep| rep.to_string()),
        CueKind::Half => Some("Halfway".into()),
        CueKind::Relax => Some(step.side.filter(|_| entry.alternate).map_or_else(|| "Relax".into(), capital)),
        CueKind::Switch => {
            step.side.map(|side| format!("Switch: {}", side_words(side, entry.side_labels.as_ref())))
        }
        CueKind::Rest => {
            let seconds = step.length?.as_secs();
            Some(format!("Rest, {seconds} seconds. Next: {}", entry.say.as_ref().unwrap_or(&entry.name)))
        }
        CueKind::Custom => Some(entry.cues.get(due.custom?)?.say.clone()),
        _ => None,
    }
}

fn phase_words(entry: &Entry, step: &Step) -> Option<String> {
    let phase = entry.phases.get(usize::try_from(step.phase?).ok()?)?;
    Some(phase.say.as_ref().unwrap_or(&phase.name).clone())
}

fn capital(side: Side) -> String {
    match side {
        Side::Left => "Left".into(),
        Side::Right => "Right".into(),
    }
}
