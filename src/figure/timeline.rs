//! Which picture belongs to which moment.

use std::time::Duration;

use super::{
    blend::blend,
    body::Skeleton,
    model::{Figure, Part, View},
    solve::solve,
    vec3::Vec3,
};
use crate::routine::Side;

/// Seconds between pictures while something moves.
const FRAME: f64 = 0.125;
/// Seconds between pictures of what goes on for minutes: nobody watches it all the time, and it is to cost little.
const FLOW_FRAME: f64 = 0.2;
/// Seconds between pictures while only the breath moves: the chest rises by a dot or two, and in half a second by half
/// a dot at most.
const BREATH_FRAME: f64 = 0.5;
/// Seconds of one breath.
const BREATH: f64 = 4.0;
/// Seconds for the way into a hold and out of it, from one pose to the next, at most.
const ENTER: f64 = 1.2;
/// Seconds for the turn to the other side.
const TURN: f64 = 0.6;
/// Seconds from pose to pose where the movement is shown beforehand, at most.
const SHOWN: f64 = 3.0;

/// What happens now, as far as a figure cares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment<'m> {
    pub stage: Stage,
    /// How the work is done that this stage is, or that it stands before or after.
    pub work: Work,
    /// Within this stage, or within this phase.
    pub elapsed: Duration,
    /// Of this stage. `None`: until someone says so.
    pub length: Option<Duration>,
    /// The side that is worked, or that has just been worked.
    pub side: Option<Side>,
    /// In a relax, a switch or a rest: the side that is worked next.
    pub next_side: Option<Side>,
    /// The poses that the phases of a rep name. Empty where it has no phases.
    pub phases: &'m [Option<&'m str>],
    /// The sides take turns from rep to rep: the body stays, and the limbs change.
    pub alternate: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Prepare,
    Work,
    Relax,
    Switch,
    Rest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    Hold,
    Rep,
    /// The number of the phase.
    Phase(usize),
    Flow,
    Open,
}

/// Everything that a picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    pub skeleton: Skeleton,
    pub view: View,
    /// The number of the nearest key pose.
    pub pose: usize,
    /// How full the chest is, from 0 to 1.
    pub breath: f64,
    /// The parts that move now.
    pub moves: Vec<Part>,
    /// Whether the picture is to be turned over, left for right.
    pub mirrored: bool,
    /// Whether right and left have changed places in the body, and with them in what lies around it.
    pub swapped: bool,
    /// Whether arrows are shown.
    pub arrows: bool,
}

impl Frame {
    /// A place given for the side that the file shows.
    pub(super) fn sided(&self, place: Vec3) -> Vec3 {
        if self.swapped { place.swapped() } else { place }
    }

    /// The left does what the right did, and the other way round; the body and the camera stay.
    pub(super) fn with_limbs_swapped(self) -> Self {
        Self {
            skeleton: self.skeleton.swapped(),
            moves: self.moves.iter().map(|part| part.other()).collect(),
            swapped: !self.swapped,
            ..self
        }
    }
}

/// A place on the way through the poses: between two of them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Spot {
    from: usize,
    to: usize,
    /// From 0 to 1, eased.
    share: f64,
}

/// What is to be seen, and how long it stays so: seconds, `None` for ever.
struct Shown {
    spot: Spot,
    breath: f64,
    /// From 0 to 1 while the figure turns over.
    turning: f64,
    side: Option<Side>,
    arrows: bool,
    stays: Option<f64>,
}

impl Figure {
    /// The picture of a moment.
    pub fn frame(&self, moment: &Moment<'_>) -> Frame {
        let shown = self.shown(moment);
        let Spot { from, to, share } = shown.spot;
        let pose = blend(&self.poses[from], &self.poses[to], share);
        let mut view = pose.view;
        // Half-way through a turn the body faces the viewer, and there left and right change places.
        if shown.turning > 0.0 && shown.turning < 1.0 {
            let ahead = if view.yaw < 0.0 { -90.0 } else { 90.0 };
            let share = 1.0 - (2.0 * shown.turning - 1.0).abs();
            if view.yaw.abs() < 90.0 {
                view.yaw += (ahead - view.yaw) * share;
            }
            view.far = false;
        }
        let frame = Frame {
            skeleton: solve(&pose).skeleton,
            view,
            pose: if share < 0.5 { from } else { to },
            breath: shown.breath * self.breath,
            moves: pose.moves,
            mirrored: false,
            swapped: false,
            arrows: shown.arrows,
        };
        self.on_side(frame, shown.side, moment.alternate)
    }

    /// The picture for this side: the whole of it turned over, or, where sides take turns, the limbs changed.
    fn on_side(&self, frame: Frame, side: Option<Side>, alternate: bool) -> Frame {
        if side.is_none_or(|side| side == self.side) {
            frame
        } else if alternate && self.swaps_limbs() {
            frame.with_limbs_swapped()
        } else {
            Frame { mirrored: true, ..frame }
        }
    }

    /// The one picture that says most of an exercise, for screens on which nothing is to move.
    pub fn still(&self, work: Work, side: Option<Side>, alternate: bool) -> Frame {
        let pose = match work {
            Work::Hold => self.play.hold.last().copied().unwrap_or(0),
            _ => self.play.rep.get(self.play.rep.len() / 2).copied().unwrap_or(0),
        };
        self.posed(pose, side, alternate)
    }

    /// The picture of one key pose.
    pub fn posed(&self, pose: usize, side: Option<Side>, alternate: bool) -> Frame {
        let key = &self.poses[pose];
        let frame = Frame {
            skeleton: solve(key).skeleton,
            view: key.view,
            pose,
            breath: 0.0,
            moves: key.moves.clone(),
            mirrored: false,
            swapped: false,
            arrows: true,
        };
        self.on_side(frame, side, alternate)
    }

    /// How long the picture of this moment stays as it is. `None`: until the stage ends. Never less than an eighth of a
    /// second.
    pub fn next_change(&self, moment: &Moment<'_>) -> Option<Duration> {
        self.shown(moment).stays.map(|seconds| Duration::from_secs_f64(seconds.max(FRAME)))
    }

    /// How long the whole movement takes when it is shown beforehand.
    pub(super) fn shown_in(&self, moment: &Moment<'_>) -> Duration {
        Duration::from_secs_f64(legs(&self.beforehand(moment)) * SHOWN)
    }

    /// How long one repetition takes at the figure's own pace.
    pub(super) fn cycle_of(&self, moment: &Moment<'_>) -> Duration {
        Duration::from_secs_f64(legs(&self.path(moment)) * self.play.pace)
    }

    /// How long the way takes from where the work ends to where the next one begins, on the other side if that is next.
    pub(super) fn back_in(&self, moment: &Moment<'_>) -> Duration {
        let path = self.path(moment);
        let way = if moment.work == Work::Hold && path.len() > 1 { legs(&path) * ENTER } else { 0.0 };
        let turns = moment.next_side != moment.side && !(moment.alternate && self.swaps_limbs());
        Duration::from_secs_f64(way + if turns { TURN + TURN / 2.0 } else { 0.0 })
    }

    fn shown(&self, moment: &Moment<'_>) -> Shown {
        let time = moment.elapsed.as_secs_f64();
        let length = moment.length.map(|length| length.as_secs_f64());
        match moment.stage {
            Stage::Prepare => self.preparing(moment, time, length),
            Stage::Work => self.working(moment, time, length),
            Stage::Relax | Stage::Switch | Stage::Rest => self.returning(moment, time, length),
        }
    }

    /// The whole movement once, slowly.
    fn preparing(&self, moment: &Moment<'_>, time: f64, length: Option<f64>) -> Shown {
        let path = self.beforehand(moment);
        let steps = legs(&path);
        let whole = (steps * SHOWN).min(length.map_or(f64::MAX, |length| length * 0.9)).max(0.01);
        let mut shown = along(&path, time, whole, false);
        shown.arrows = true;
        shown.side = moment.side;
        shown
    }

    /// The way through the whole movement.
    fn beforehand(&self, moment: &Moment<'_>) -> Vec<usize> {
        match moment.work {
            Work::Hold => {
                let back = self.play.hold.iter().rev().copied();
                self.play.hold.iter().copied().chain(back).collect()
            }
            _ => self.path(moment),
        }
    }

    fn working(&self, moment: &Moment<'_>, time: f64, length: Option<f64>) -> Shown {
        let path = self.path(moment);
        let steps = legs(&path);
        let mut shown = match moment.work {
            Work::Hold => {
                let enter = (steps * ENTER).min(length.map_or(f64::MAX, |length| length / 3.0));
                let mut shown = along(&path, time, enter, false);
                if time >= enter && self.breath > 0.0 {
                    let since = time - enter;
                    shown.breath = (1.0 - (since / BREATH * std::f64::consts::TAU).cos()) / 2.0;
                    shown.stays = Some(until_next(time, BREATH_FRAME));
                }
                shown
            }
            Work::Rep => along(&path, time, length.unwrap_or(steps * self.play.pace), false),
            Work::Phase(phase) => self.phase(moment, &path, phase, time, length),
            Work::Flow | Work::Open => {
                let cycle = steps * self.play.pace;
                let cycle = length.map_or(cycle, |length| length / (length / cycle).round().max(1.0));
                let mut shown = along(&path, time, cycle, true);
                shown.stays = shown.stays.map(|stays| stays.max(until_next(time, FLOW_FRAME)));
                // Nobody says whose turn it is: they take turns.
                if moment.alternate && moment.side.is_none() && whole_part(time / cycle) % 2 == 1 {
                    shown.side = Some(self.side.other());
                }
                shown
            }
        };
        shown.side = moment.side.or(shown.side);
        shown
    }

    /// Every phase has its share of the way, or goes to the pose that it names.
    fn phase(
        &self,
        moment: &Moment<'_>,
        path: &[usize],
        phase: usize,
        time: f64,
        length: Option<f64>,
    ) -> Shown {
        let length = length.unwrap_or(self.play.pace).max(0.01);
        if self.named(moment).is_some() {
            let pair = [path[phase % path.len()], path[(phase + 1) % path.len()]];
            return along(&pair, time, length, false);
        }
        let phases = number(moment.phases.len().max(1));
        let whole = phases * length;
        let mut shown = along(path, number(phase) * length + time.min(length), whole, false);
        shown.stays = shown.stays.filter(|stays| time + stays <= length + FRAME);
        shown
    }

    /// Back to where the work begins, and to the other side if that is next.
    fn returning(&self, moment: &Moment<'_>, time: f64, length: Option<f64>) -> Shown {
        let path = self.path(moment);
        let back: Vec<usize> = match moment.work {
            Work::Hold => path.iter().rev().copied().collect(),
            _ => vec![path[0]],
        };
        let room = length.unwrap_or(f64::MAX);
        let way = if back.len() > 1 { (legs(&back) * ENTER).min(room / 2.0) } else { 0.0 };
        let mut shown = along(&back, time, way, false);
        shown.side = moment.side;
        let Some(next) = moment.next_side.filter(|next| moment.side.is_some_and(|side| side != *next)) else {
            return shown;
        };
        if moment.alternate && self.swaps_limbs() {
            // Nothing turns over: from the beginning of the way to rest, it is the other limbs that are about to work.
            shown.side = if time < way { moment.side } else { Some(next) };
            return shown;
        }
        let turn = TURN.min(room - way).max(0.01);
        let since = time - way;
        if since >= 0.0 {
            shown.turning = ease((since / turn).clamp(0.0, 1.0));
            shown.stays = (since < turn).then(|| until_next(time, FRAME));
        }
        if shown.turning >= 0.5 {
            shown.side = Some(next);
        }
        shown
    }

    /// The way through the poses that the work of this moment takes.
    fn path(&self, moment: &Moment<'_>) -> Vec<usize> {
        match moment.work {
            Work::Hold => self.play.hold.clone(),
            Work::Rep => self.play.rep.clone(),
            Work::Phase(_) => self.named(moment).unwrap_or_else(|| self.play.rep.clone()),
            Work::Flow => self.named(moment).unwrap_or_else(|| self.play.flow.clone()),
            Work::Open => self.play.open.clone(),
        }
    }

    /// Where phases name poses: from the pose of the last phase through those of all. A phase without a name stays.
    fn named(&self, moment: &Moment<'_>) -> Option<Vec<usize>> {
        let poses: Vec<Option<usize>> =
            moment.phases.iter().map(|name| name.and_then(|name| self.pose(name))).collect();
        let mut now = poses.iter().rev().find_map(|pose| *pose)?;
        let mut path = vec![now];
        for pose in poses {
            now = pose.unwrap_or(now);
            path.push(now);
        }
        Some(path)
    }
}

/// Where one is on the way after `time` of `whole` seconds. A way that goes on begins again.
fn along(path: &[usize], time: f64, whole: f64, goes_on: bool) -> Shown {
    let steps = legs(path);
    let last = path.len() - 1;
    let end = Spot { from: path[last], to: path[last], share: 0.0 };
    let mut shown = Shown { spot: end, breath: 0.0, turning: 0.0, side: None, arrows: false, stays: None };
    if last == 0 || (time >= whole && !goes_on) || whole <= 0.0 {
        return shown;
    }
    let step = whole / steps;
    let begun = if goes_on { time.rem_euclid(whole) } else { time };
    let at = whole_part(begun / step).min(last - 1);
    let within = (begun - number(at) * step).max(0.0);
    shown.spot = Spot { from: path[at], to: path[at + 1], share: ease(within / step) };
    shown.stays = Some(if path[at] == path[at + 1] { step - within } else { until_next(time, FRAME) });
    shown
}

/// How many steps a way has, at least one.
fn legs(path: &[usize]) -> f64 {
    number(path.len().saturating_sub(1).max(1))
}

/// From rest to rest with the least jerk.
fn ease(share: f64) -> f64 {
    let t = share.clamp(0.0, 1.0);
    t * t * t * (10.0 - 15.0 * t + 6.0 * t * t)
}

/// Seconds until the clock of the pictures ticks next.
fn until_next(time: f64, tick: f64) -> f64 {
    let next = tick - time.rem_euclid(tick);
    if next < tick / 100.0 { next + tick } else { next }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number is small and not negative"
)]
fn whole_part(number: f64) -> usize {
    number.max(0.0) as usize
}
