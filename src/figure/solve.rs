//! From a pose to where every joint is.

use super::{
    body::{self, Flank, Joint, Skeleton},
    model::{Direction, Goal, Limb, Pose, Turn, Way},
    vec3::{Basis, Vec3},
};

/// A skeleton, and which limbs could not reach what they were to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Solved {
    pub skeleton: Skeleton,
    /// The wrist or ankle that falls short, and by how much.
    pub short: Vec<(Joint, f64)>,
}

/// Of a limb's whole length: a limb stretched further has no plane to bend in, and flips.
const SLACK: f64 = 0.999;

/// Works out a pose.
pub(super) fn solve(pose: &Pose) -> Solved {
    let turn = pose.turn.basis();
    let mut solver = Solver { pose, turn, skeleton: Skeleton::new(), short: Vec::new() };
    solver.trunk(pose.root);
    if let Some(pin) = pose.pin {
        solver.limbs();
        let now = solver.skeleton.at(pin.joint);
        let off = Vec3::new(pin.x - now.x, pin.y - now.y, pin.z.map_or(0.0, |z| z - now.z));
        solver.short.clear();
        solver.trunk(pose.root + off);
    }
    solver.limbs();
    Solved { skeleton: solver.skeleton, short: solver.short }
}

impl Turn {
    pub(super) fn basis(self) -> Basis {
        Basis::ROOM.map(|axis| {
            axis.rotated(Vec3::Y, self.yaw).rotated(Vec3::Z, self.roll).rotated(Vec3::X, self.tip)
        })
    }
}

impl Direction {
    /// In the room, for a limb of this side.
    pub(super) fn in_room(self, flank: Flank, turn: &Basis) -> Vec3 {
        match self {
            Self::Angle { angle, out } => turn.to_room(Vec3::direction(angle, out * flank.sign())),
            Self::Body(way) => turn.to_room(way),
            Self::Room(way) => way,
        }
    }
}

struct Solver<'p> {
    pose: &'p Pose,
    turn: Basis,
    skeleton: Skeleton,
    short: Vec<(Joint, f64)>,
}

impl Solver<'_> {
    fn trunk(&mut self, root: Vec3) {
        let pose = self.pose;
        let frames: [Basis; 4] = std::array::from_fn(|i| {
            frame(pose.spine[i], pose.twist[i], pose.lean[i]).map(|axis| self.turn.to_room(axis))
        });
        let body = &mut self.skeleton;
        body.spine = frames;
        body.set(Joint::Hip, root);
        for flank in Flank::BOTH {
            let side = frames[0].right * (flank.sign() * body::HIP_WIDTH);
            body.set(Joint::leg(flank)[0], root + side);
        }
        let mut at = root;
        for ((joint, frame), length) in
            [Joint::Pelvis, Joint::Waist, Joint::Ribs, Joint::Neck].into_iter().zip(&frames).zip(body::SPINE)
        {
            at += frame.up * length;
            body.set(joint, at);
        }
        let chest = frames[3];
        for flank in Flank::BOTH {
            let side = chest.right * (flank.sign() * body::SHOULDER_WIDTH);
            body.set(Joint::arm(flank)[0], at - chest.up * body::SHOULDER_DROP + side);
        }
        let neck = frame(pose.neck, pose.twist[3], pose.lean[3]).map(|axis| self.turn.to_room(axis));
        let nape = at + neck.up * body::NECK;
        let lean = pose.lean[3] + pose.head_lean;
        let head = frame(pose.head, pose.twist[3] + pose.head_turn, lean).map(|axis| self.turn.to_room(axis));
        body.set(Joint::Nape, nape);
        body.set(Joint::Head, nape + head.up * body::HEAD_RISE);
        body.head = head;
    }

    /// Limbs that hold on to another limb come after it.
    fn limbs(&mut self) {
        let mut waiting: Vec<(bool, Flank)> =
            [true, false].into_iter().flat_map(|leg| Flank::BOTH.map(|flank| (leg, flank))).collect();
        while !waiting.is_empty() {
            let ready = waiting
                .iter()
                .position(|(leg, flank)| {
                    let limb = self.limb(*leg, *flank);
                    held(limb).is_none_or(|joint| !waiting.iter().any(|(l, h)| belongs(joint, *l, *h)))
                })
                .unwrap_or(0);
            let (leg, flank) = waiting.remove(ready);
            if leg { self.leg(flank) } else { self.arm(flank) }
        }
    }

    fn limb(&self, leg: bool, flank: Flank) -> &Limb {
        if leg { &self.pose.legs[flank.index()] } else { &self.pose.arms[flank.index()] }
    }

    fn arm(&mut self, flank: Flank) {
        let limb = self.pose.arms[flank.index()];
        let [shoulder, elbow, wrist, fingers] = Joint::arm(flank);
        let back = -self.skeleton.spine[3].front;
        self.bones(&limb, flank, [shoulder, elbow, wrist], [body::UPPER_ARM, body::FOREARM], back);
        let along = self.skeleton.direction(elbow, wrist);
        let palm = limb.end.map_or(along, |end| end.in_room(flank, &self.turn));
        self.skeleton.set(fingers, self.skeleton.at(wrist) + palm * body::HAND);
    }

    fn leg(&mut self, flank: Flank) {
        let limb = self.pose.legs[flank.index()];
        let [hip, knee, ankle, heel, toe] = Joint::leg(flank);
        let front = self.skeleton.spine[0].front;
        self.bones(&limb, flank, [hip, knee, ankle], [body::THIGH, body::SHIN], front);
        let shin = self.skeleton.direction(knee, ankle);
        let square = self.skeleton.spine[0].right.cross(shin).unit().unwrap_or(front);
        let toes = limb.end.map_or(square, |end| end.in_room(flank, &self.turn));
        // The sole lies below the ankle where the foot stands at an angle to the shin; a pointed foot has none. It does
        // not follow every lean of the shin, or a planted foot would rock.
        let down = toes.cross(self.skeleton.spine[0].right).unit().unwrap_or(shin - toes * shin.dot(toes));
        let sole = down * (shin.dot(down) * 2.0).clamp(-1.0, 1.0);
        let at = self.skeleton.at(ankle);
        self.skeleton.set(heel, at - toes * body::HEEL + sole * 1.6);
        self.skeleton.set(toe, at + toes * body::FOREFOOT + sole * 2.2);
    }

    fn bones(&mut self, limb: &Limb, flank: Flank, joints: [Joint; 3], lengths: [f64; 2], pole: Vec3) {
        let root = self.skeleton.at(joints[0]);
        let (middle, end) = match limb.way {
            Way::Bones { upper, lower } => {
                let middle = root + upper.in_room(flank, &self.turn) * lengths[0];
                (middle, middle + lower.in_room(flank, &self.turn) * lengths[1])
            }
            Way::Reach { goal, bend } => {
                let goal = match goal {
                    Goal::Place(place) => place,
                    Goal::On { joint, off } => self.skeleton.at(joint) + off,
                };
                let pole = bend.map_or(pole, |bend| bend.in_room(flank, &self.turn));
                let short = root.distance(goal) - (lengths[0] + lengths[1]) * SLACK;
                if short > 0.0 {
                    self.short.push((joints[2], short));
                }
                reach(root, goal, lengths, pole)
            }
        };
        self.skeleton.set(joints[1], middle);
        self.skeleton.set(joints[2], end);
    }
}

/// The part of the trunk at this angle, twisted about its length and leaning to its right.
fn frame(angle: f64, twist: f64, lean: f64) -> Basis {
    let front = Vec3::direction(angle - 90.0, 0.0);
    let up = Vec3::direction(angle, 0.0).rotated(front, lean);
    let right = Vec3::Z.rotated(front, lean);
    Basis { front: front.rotated(up, twist), up, right: right.rotated(up, twist) }
}

/// Two bones from `root` to `goal`, the joint between them towards `pole`.
fn reach(root: Vec3, goal: Vec3, [upper, lower]: [f64; 2], pole: Vec3) -> (Vec3, Vec3) {
    let way = (goal - root).unit().unwrap_or(Vec3::X);
    let far = (goal - root).length().clamp((upper - lower).abs() + 0.5, (upper + lower) * SLACK);
    let cos = ((upper * upper + far * far - lower * lower) / (2.0 * upper * far)).clamp(-1.0, 1.0);
    let aside = (pole - way * way.dot(pole)).unit().or_else(|| way.cross(Vec3::Z).unit()).unwrap_or(Vec3::Y);
    let middle = root + way * (upper * cos) + aside * (upper * (1.0 - cos * cos).sqrt());
    (middle, root + way * far)
}

fn held(limb: &Limb) -> Option<Joint> {
    match limb.way {
        Way::Reach { goal: Goal::On { joint, .. }, .. } => Some(joint),
        _ => None,
    }
}

fn belongs(joint: Joint, leg: bool, flank: Flank) -> bool {
    if leg { Joint::leg(flank)[1..].contains(&joint) } else { Joint::arm(flank)[1..].contains(&joint) }
}
