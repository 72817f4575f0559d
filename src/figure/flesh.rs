//! What is around the bones: capsules, and how far each point of them is from the trunk.

use super::{
    body::{Flank, HEAD_RADIUS, Joint, Skeleton},
    model::Part,
    vec3::Vec3,
};

/// A limb's piece: two balls and all that lies between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Capsule {
    pub part: Part,
    pub from: Vec3,
    pub to: Vec3,
    pub radii: [f64; 2],
    /// How far both ends are from where the limb leaves the trunk, along the limb. 0 in the trunk itself.
    pub along: [f64; 2],
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Flesh,
    Neck,
    Skull,
    Nose,
}

/// How much the chest rises with a full breath.
const BREATH: f64 = 0.7;
/// Half the width of the trunk's outer chains from its middle one, from the hip up.
const WIDTHS: [f64; 5] = [3.6, 3.0, 2.6, 3.6, 4.2];
const RADII: [f64; 5] = [6.2, 5.6, 5.2, 5.8, 4.6];
/// How much of a breath each node takes.
const SWELLS: [f64; 5] = [0.0, 0.9, 1.0, 0.9, 0.2];
const SHOULDERS: f64 = 3.6;
const SUB_STEPS: usize = 3;

/// The whole body. `breath` is how full the chest is.
pub(super) fn flesh(body: &Skeleton, breath: f64) -> Vec<Capsule> {
    let mut all = Vec::with_capacity(64);
    trunk(body, breath, &mut all);
    head(body, &mut all);
    for flank in Flank::BOTH {
        arm(body, flank, &mut all);
        leg(body, flank, &mut all);
    }
    all
}

/// Half the thickness of an arm or a leg so far above its elbow, wrist, knee or ankle.
pub(super) fn girth(joint: Joint, above: f64) -> f64 {
    let (low, more) = match joint {
        Joint::KneeR | Joint::KneeL => (3.5, 1.6 / 24.5),
        Joint::AnkleR | Joint::AnkleL => (2.5, 1.2 / 16.8),
        Joint::ElbowR | Joint::ElbowL => (2.8, 0.7 / 16.5),
        _ => (2.2, 0.6 / 14.5),
    };
    low + more * above
}

fn piece(part: Part, from: Vec3, to: Vec3, radii: [f64; 2], along: [f64; 2]) -> Capsule {
    Capsule { part, from, to, radii, along, kind: Kind::Flesh }
}

fn trunk(body: &Skeleton, breath: f64, all: &mut Vec<Capsule>) {
    let joints = [Joint::Hip, Joint::Pelvis, Joint::Waist, Joint::Ribs, Joint::Neck];
    let hips = body.direction(Joint::HipL, Joint::HipR);
    let shoulders = body.direction(Joint::ShoulderL, Joint::ShoulderR);
    let shares = [0.0, 0.25, 0.5, 0.75, 1.0];
    let swell: [f64; 5] = std::array::from_fn(|i| BREATH * breath * SWELLS[i]);
    // Mostly the right is nearer: what lies behind it is then skipped.
    for side in [1.0, 0.0, -1.0] {
        let nodes: [Vec3; 5] = std::array::from_fn(|i| {
            let aside = hips * (1.0 - shares[i]) + shoulders * shares[i];
            // The back stays where it is: the swelling goes to the front.
            let front = body.spine[i.min(3)].front * swell[i];
            body.at(joints[i]) + front + aside * (side * WIDTHS[i])
        });
        let radii: [f64; 5] = std::array::from_fn(|i| RADII[i] + swell[i]);
        let line = smooth(&nodes);
        let thick = |at: usize| {
            let node = (at / SUB_STEPS).min(3);
            let share = share(at - node * SUB_STEPS);
            radii[node] + (radii[node + 1] - radii[node]) * share
        };
        for (at, pair) in line.windows(2).enumerate() {
            all.push(piece(Part::Torso, pair[0], pair[1], [thick(at), thick(at + 1)], [0.0; 2]));
        }
    }
    let [right, left] = [Joint::ShoulderR, Joint::ShoulderL].map(|joint| body.at(joint));
    all.push(piece(Part::Torso, right, left, [SHOULDERS; 2], [0.0; 2]));
    let neck = piece(Part::Torso, body.at(Joint::Neck), body.at(Joint::Nape), [2.9; 2], [0.0; 2]);
    all.push(Capsule { kind: Kind::Neck, ..neck });
}

fn share(sub_steps: usize) -> f64 {
    [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0][sub_steps.min(3)]
}

/// A curve through all points (Catmull and Rom), in short straight pieces.
fn smooth(points: &[Vec3; 5]) -> Vec<Vec3> {
    let mut line = Vec::with_capacity(4 * SUB_STEPS + 1);
    for i in 0..4_usize {
        let (before, a, b, after) =
            (points[i.saturating_sub(1)], points[i], points[i + 1], points[(i + 2).min(4)]);
        for sub_step in 0..SUB_STEPS {
            let t = share(sub_step);
            let bow = (before * 2.0 - a * 5.0 + b * 4.0 - after) * (t * t);
            let twist = (a * 3.0 - before - b * 3.0 + after) * (t * t * t);
            line.push((a * 2.0 + (b - before) * t + bow + twist) * 0.5);
        }
    }
    line.push(points[4]);
    line
}

fn head(body: &Skeleton, all: &mut Vec<Capsule>) {
    let at = body.at(Joint::Head);
    let (front, up) = (body.head.front, body.head.up);
    let place = |ahead: f64, above: f64| at + front * ahead + up * above;
    let skull = |from: Vec3, to: Vec3, radii: [f64; 2]| Capsule {
        kind: Kind::Skull,
        ..piece(Part::Head, from, to, radii, [0.0; 2])
    };
    all.push(skull(at, at + up * 0.01, [HEAD_RADIUS; 2]));
    all.push(skull(place(2.0, -3.2), place(3.0, -5.2), [5.0, 4.0]));
    let nose = skull(place(HEAD_RADIUS * 0.7, -1.2), place(HEAD_RADIUS * 1.2, -3.0), [1.8, 0.7]);
    all.push(Capsule { kind: Kind::Nose, ..nose });
}

fn arm(body: &Skeleton, flank: Flank, all: &mut Vec<Capsule>) {
    let part = if flank == Flank::Right { Part::ArmR } else { Part::ArmL };
    let [shoulder, elbow, wrist, fingers] = Joint::arm(flank).map(|joint| body.at(joint));
    all.push(piece(part, shoulder, elbow, [3.5, 2.8], [0.0, 16.5]));
    all.push(piece(part, elbow, wrist, [2.8, 2.2], [16.5, 31.0]));
    all.push(piece(part, wrist, fingers, [2.5, 1.8], [31.0, 37.0]));
}

fn leg(body: &Skeleton, flank: Flank, all: &mut Vec<Capsule>) {
    let part = if flank == Flank::Right { Part::LegR } else { Part::LegL };
    let [hip, knee, ankle, heel, toe] = Joint::leg(flank).map(|joint| body.at(joint));
    all.push(piece(part, hip, knee, [5.1, 3.5], [0.0, 24.5]));
    // The calf is thickest a third of the way down.
    let calf = knee.lerp(ankle, 0.3);
    all.push(piece(part, knee, calf, [3.5, 3.7], [24.5, 31.7]));
    all.push(piece(part, calf, ankle, [3.7, 2.5], [31.7, 48.5]));
    all.push(piece(part, ankle, heel, [2.5, 2.3], [48.5, 51.0]));
    all.push(piece(part, heel, toe, [2.3, 1.8], [50.0, 60.0]));
}
