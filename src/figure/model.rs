//! What a pose file says, once it has been read and checked.

use super::{body::Joint, vec3::Vec3};
use crate::routine::Side;

/// A figure: its key poses, what it does with them, what stands around it and where it is looked at from.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub id: String,
    /// In the order of the file; never empty.
    pub poses: Vec<Pose>,
    pub play: Play,
    /// Whose work the file shows as it stands; the other side is its mirror image.
    pub side: Side,
    pub props: Vec<Prop>,
    pub arrows: Vec<Arrow>,
    /// How far the chest swells in a hold: 1 is usual, 0 is off.
    pub breath: f64,
}

impl Figure {
    /// Whether the other side can be shown by the other limbs, with the body where it is. A body that is turned out of
    /// the side view would be seen from behind: it has to turn over.
    pub fn swaps_limbs(&self) -> bool {
        self.poses.iter().all(|pose| pose.turn.tip == 0.0 && pose.turn.yaw % 180.0 == 0.0)
    }

    /// The number of a pose, by its name.
    pub fn pose(&self, name: &str) -> Option<usize> {
        self.poses.iter().position(|pose| pose.name == name)
    }
}

/// What is drawn as one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Torso,
    Head,
    ArmR,
    ArmL,
    LegR,
    LegL,
}

impl Part {
    pub fn other(self) -> Self {
        match self {
            Self::Torso | Self::Head => self,
            Self::ArmR => Self::ArmL,
            Self::ArmL => Self::ArmR,
            Self::LegR => Self::LegL,
            Self::LegL => Self::LegR,
        }
    }

    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Torso, "torso"),
        (Self::Head, "head"),
        (Self::ArmR, "arm.r"),
        (Self::ArmL, "arm.l"),
        (Self::LegR, "leg.r"),
        (Self::LegL, "leg.l"),
    ];
}

/// The sequences of poses, by their numbers. None is empty; `rep`, `flow` and `open` end where they began.
#[derive(Clone, Debug, PartialEq)]
pub struct Play {
    /// The way into the pose that is held, which comes last.
    pub hold: Vec<usize>,
    pub rep: Vec<usize>,
    pub flow: Vec<usize>,
    pub open: Vec<usize>,
    /// Seconds from one pose to the next where nothing else says how long it takes.
    pub pace: f64,
}

/// One key pose.
#[derive(Clone, Debug, PartialEq)]
pub struct Pose {
    pub name: String,
    /// The middle between the hip joints.
    pub root: Vec3,
    pub pin: Option<Pin>,
    pub turn: Turn,
    /// Absolute angles of pelvis, lumbar, thorax and chest in the side view.
    pub spine: [f64; 4],
    /// How far each of them is turned about its own length, to the left being positive.
    pub twist: [f64; 4],
    /// How far each of them leans to its right.
    pub lean: [f64; 4],
    pub neck: f64,
    pub head: f64,
    pub head_turn: f64,
    pub head_lean: f64,
    /// Right, left.
    pub arms: [Limb; 2],
    pub legs: [Limb; 2],
    /// What stays where it is on the way to the next pose, if that names it too.
    pub planted: Vec<Planted>,
    pub view: View,
    /// The parts that move on the way to this pose.
    pub moves: Vec<Part>,
}

/// A joint that stays at a place: the whole body is moved until it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pin {
    pub joint: Joint,
    pub x: f64,
    pub y: f64,
    /// `None`: as it comes.
    pub z: Option<f64>,
}

/// The whole body turned in the room about its hip: first about the upright, then in the side view, then about the
/// line ahead. Degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Turn {
    pub yaw: f64,
    pub roll: f64,
    pub tip: f64,
}

/// An arm or a leg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limb {
    pub way: Way,
    /// Of the hand or of the toes. `None`: a hand goes on along the forearm, toes at a right angle to the shin.
    pub end: Option<Direction>,
}

/// How the position of a limb is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    /// The directions of its two bones.
    Bones { upper: Direction, lower: Direction },
    /// Where its wrist or ankle is, and where its elbow or knee points.
    Reach { goal: Goal, bend: Option<Direction> },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// A place in the room.
    Place(Vec3),
    /// So far from a joint of another part of the body.
    On { joint: Joint, off: Vec3 },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Direction {
    /// Degrees in the body's side view, and degrees away from the midline.
    Angle { angle: f64, out: f64 },
    /// In the body's axes, before it is turned in the room. Of length 1.
    Body(Vec3),
    /// In the room. Of length 1.
    Room(Vec3),
}

/// What is planted: a joint, or a hand or foot with all its joints.
#[derive(Clone, Debug, PartialEq)]
pub struct Planted {
    pub name: &'static str,
    pub joints: &'static [Joint],
}

/// The names that `planted` takes, and the joints that each means.
pub(super) const PLANTED: &[(&str, &[Joint])] = &[
    ("hip", &[Joint::Hip]),
    ("waist", &[Joint::Waist]),
    ("neck", &[Joint::Neck]),
    ("head", &[Joint::Head]),
    ("shoulder.r", &[Joint::ShoulderR]),
    ("shoulder.l", &[Joint::ShoulderL]),
    ("elbow.r", &[Joint::ElbowR]),
    ("elbow.l", &[Joint::ElbowL]),
    ("wrist.r", &[Joint::WristR]),
    ("wrist.l", &[Joint::WristL]),
    ("hand.r", &[Joint::WristR, Joint::FingersR]),
    ("hand.l", &[Joint::WristL, Joint::FingersL]),
    ("hip.r", &[Joint::HipR]),
    ("hip.l", &[Joint::HipL]),
    ("knee.r", &[Joint::KneeR]),
    ("knee.l", &[Joint::KneeL]),
    ("ankle.r", &[Joint::AnkleR]),
    ("ankle.l", &[Joint::AnkleL]),
    ("heel.r", &[Joint::HeelR]),
    ("heel.l", &[Joint::HeelL]),
    ("toe.r", &[Joint::ToeR]),
    ("toe.l", &[Joint::ToeL]),
    ("foot.r", &[Joint::AnkleR, Joint::HeelR, Joint::ToeR]),
    ("foot.l", &[Joint::AnkleL, Joint::HeelL, Joint::ToeL]),
];

/// Where the body is looked at from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Degrees: 0 from the body's right, 90 from ahead.
    pub yaw: f64,
    /// Degrees above the level.
    pub elev: f64,
    /// Whether a resting limb on the far side is drawn paler.
    pub far: bool,
}

/// A thing beside or in the hands of the figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Prop {
    pub shape: Shape,
    /// The poses that it is seen in. Empty: all.
    pub poses: Vec<usize>,
}

/// A place in the room, or so far from a joint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    Place(Vec3),
    On { joint: Joint, off: Vec3 },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Mat {
        from: f64,
        to: f64,
        width: f64,
    },
    /// `face` is 1 for a seat that looks ahead, -1 for one that looks back.
    Chair {
        x: f64,
        z: f64,
        seat: f64,
        back: f64,
        depth: f64,
        width: f64,
        face: f64,
    },
    Wall {
        x: f64,
        height: f64,
        face: f64,
    },
    /// A ball, or a roller across.
    Ball {
        at: Spot,
        radius: f64,
    },
    Weight {
        at: Spot,
        radius: f64,
    },
    Stick {
        from: Spot,
        to: Spot,
    },
    /// Along the back, from beyond the head to beyond the tail.
    BackStick,
    /// A strap, a band or a towel through these places.
    Strap {
        through: Vec<Spot>,
        thick: bool,
    },
    /// A band around an arm or a leg, so far above the joint at the lower end of that bone.
    Ring {
        joint: Joint,
        above: f64,
    },
    /// A bed or a bench: a thick top on legs.
    Bed {
        from: f64,
        to: f64,
        height: f64,
        width: f64,
    },
    Disc {
        at: Spot,
        radius: f64,
        height: f64,
    },
}

/// Shows which way it goes, in a pose, beside the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    pub pose: usize,
    /// At least two places.
    pub path: Vec<Vec3>,
}
