//! Between two poses.

use super::{
    body::{Flank, Joint},
    model::{Direction, Goal, Limb, Pose, Turn, View, Way},
    solve::{Solved, solve},
    vec3::{Basis, Vec3},
};

/// The pose so far on the way from one to the other (0 to 1). Bones keep their length, and what both poses name as
/// planted stays where it is.
pub(super) fn blend(from: &Pose, to: &Pose, share: f64) -> Pose {
    if share <= 0.0 || from == to {
        return from.clone();
    }
    if share >= 1.0 {
        return to.clone();
    }
    let ends = [Ends::new(from), Ends::new(to)];
    let number = |a: f64, b: f64| a + (b - a) * share;
    let four = |a: [f64; 4], b: [f64; 4]| std::array::from_fn(|i| number(a[i], b[i]));
    let (root, pin) = match (from.pin, to.pin) {
        (Some(a), Some(b)) if a.joint == b.joint => {
            let mut pin = a;
            pin.x = number(a.x, b.x);
            pin.y = number(a.y, b.y);
            pin.z = a.z.zip(b.z).map(|(a, b)| number(a, b));
            (from.root.lerp(to.root, share), Some(pin))
        }
        (None, None) => (from.root.lerp(to.root, share), None),
        _ => (ends[0].at(Joint::Hip).lerp(ends[1].at(Joint::Hip), share), None),
    };
    let limb = |leg: bool, flank: Flank| mix(leg, flank, &ends, share);
    Pose {
        name: if share < 0.5 { from.name.clone() } else { to.name.clone() },
        root,
        pin,
        turn: Turn {
            yaw: number(from.turn.yaw, to.turn.yaw),
            roll: number(from.turn.roll, to.turn.roll),
            tip: number(from.turn.tip, to.turn.tip),
        },
        spine: four(from.spine, to.spine),
        twist: four(from.twist, to.twist),
        lean: four(from.lean, to.lean),
        neck: number(from.neck, to.neck),
        head: number(from.head, to.head),
        head_turn: number(from.head_turn, to.head_turn),
        head_lean: number(from.head_lean, to.head_lean),
        arms: Flank::BOTH.map(|flank| limb(false, flank)),
        legs: Flank::BOTH.map(|flank| limb(true, flank)),
        planted: from.planted.iter().filter(|planted| to.planted.contains(planted)).cloned().collect(),
        view: View {
            yaw: number(from.view.yaw, to.view.yaw),
            elev: number(from.view.elev, to.view.elev),
            far: from.view.far && to.view.far,
        },
        moves: to.moves.clone(),
    }
}

/// One end of the way.
struct Ends<'p> {
    pose: &'p Pose,
    solved: Solved,
    turn: Basis,
}

impl<'p> Ends<'p> {
    fn new(pose: &'p Pose) -> Self {
        Self { pose, solved: solve(pose), turn: pose.turn.basis() }
    }

    fn at(&self, joint: Joint) -> Vec3 {
        self.solved.skeleton.at(joint)
    }

    fn limb(&self, leg: bool, flank: Flank) -> Limb {
        if leg { self.pose.legs[flank.index()] } else { self.pose.arms[flank.index()] }
    }
}

fn mix(leg: bool, flank: Flank, ends: &[Ends<'_>; 2], share: f64) -> Limb {
    let [a, b] = [ends[0].limb(leg, flank), ends[1].limb(leg, flank)];
    let [root, middle, tip, last] = if leg {
        let [hip, knee, ankle, _, toe] = Joint::leg(flank);
        [hip, knee, ankle, toe]
    } else {
        Joint::arm(flank)
    };
    let solved = |from: Joint, to: Joint, given: [Option<Direction>; 2]| {
        between(
            ends,
            [0, 1].map(|i| ends[i].solved.skeleton.direction(from, to)),
            given.map(|way| matches!(way, Some(Direction::Room(_)))),
            share,
        )
    };
    let way = match (a.way, b.way) {
        (Way::Reach { goal: goal_a, bend: bend_a }, Way::Reach { goal: goal_b, bend: bend_b }) => {
            let goal = match (goal_a, goal_b) {
                (Goal::On { joint: p, off: off_p }, Goal::On { joint: q, off: off_q }) if p == q => {
                    Goal::On { joint: p, off: off_p.lerp(off_q, share) }
                }
                _ => Goal::Place(ends[0].at(tip).lerp(ends[1].at(tip), share)),
            };
            let bend = match (bend_a, bend_b) {
                (None, None) => None,
                (Some(a), Some(b)) => Some(swung(flank, ends, [a, b], share)),
                // One says it and the other leaves it to the rule: where the joint really is decides.
                _ => {
                    let poles = [0, 1].map(|i| pole(&ends[i], root, middle, tip));
                    Some(between(ends, poles, [false; 2], share))
                }
            };
            Way::Reach { goal, bend }
        }
        (way_a, way_b) => {
            let given = |way: Way| match way {
                Way::Bones { upper, lower } => [Some(upper), Some(lower)],
                Way::Reach { .. } => [None, None],
            };
            let (ga, gb) = (given(way_a), given(way_b));
            Way::Bones {
                upper: solved(root, middle, [ga[0], gb[0]]),
                lower: solved(middle, tip, [ga[1], gb[1]]),
            }
        }
    };
    let end = match (a.end, b.end) {
        (None, None) => None,
        (Some(a), Some(b)) => Some(swung(flank, ends, [a, b], share)),
        _ => Some(solved(tip, last, [a.end, b.end])),
    };
    Limb { way, end }
}

/// Between two given directions: angles turn through the side view, the rest along the arc.
fn swung(flank: Flank, ends: &[Ends<'_>; 2], [a, b]: [Direction; 2], share: f64) -> Direction {
    if let (Direction::Angle { angle: from, out: out_a }, Direction::Angle { angle: to, out: out_b }) = (a, b)
    {
        let step = (to - from + 180.0).rem_euclid(360.0) - 180.0;
        return Direction::Angle { angle: from + step * share, out: out_a + (out_b - out_a) * share };
    }
    let room = [a, b].map(|way| matches!(way, Direction::Room(_)));
    between(ends, [a.in_room(flank, &ends[0].turn), b.in_room(flank, &ends[1].turn)], room, share)
}

/// Between two directions in the room: held fast in the room if both were given so, otherwise turning with the body.
fn between(ends: &[Ends<'_>; 2], ways: [Vec3; 2], in_room: [bool; 2], share: f64) -> Direction {
    if in_room == [true, true] {
        return Direction::Room(ways[0].slerp(ways[1], share));
    }
    let [a, b] = [0, 1].map(|i| ends[i].turn.to_body(ways[i]));
    Direction::Body(a.slerp(b, share))
}

/// Where the joint in the middle points.
fn pole(end: &Ends<'_>, root: Joint, middle: Joint, tip: Joint) -> Vec3 {
    let way = end.solved.skeleton.direction(root, tip);
    let aside = end.at(middle) - end.at(root);
    (aside - way * way.dot(aside)).unit().unwrap_or(Vec3::X)
}
