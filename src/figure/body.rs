//! The body: its joints, how long and how thick its parts are, in hundredths of its height.

use super::vec3::{Basis, Vec3};

/// Left or right, as the body itself has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flank {
    Right,
    Left,
}

impl Flank {
    pub const BOTH: [Self; 2] = [Self::Right, Self::Left];

    /// Where this side lies on the z axis.
    pub const fn sign(self) -> f64 {
        match self {
            Self::Right => 1.0,
            Self::Left => -1.0,
        }
    }

    pub const fn index(self) -> usize {
        match self {
            Self::Right => 0,
            Self::Left => 1,
        }
    }
}

macro_rules! joints {
    ($($joint:ident $name:literal,)*) => {
        /// A named point of the body.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Joint {
            $($joint,)*
        }

        impl Joint {
            pub const ALL: &[Self] = &[$(Self::$joint,)*];

            /// As pose files and messages call it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$joint => $name,)*
                }
            }
        }
    };
}

joints! {
    Hip "hip",
    Pelvis "pelvis",
    Waist "waist",
    Ribs "ribs",
    Neck "neck",
    Nape "nape",
    Head "head",
    ShoulderR "shoulder.r",
    ElbowR "elbow.r",
    WristR "wrist.r",
    FingersR "fingers.r",
    ShoulderL "shoulder.l",
    ElbowL "elbow.l",
    WristL "wrist.l",
    FingersL "fingers.l",
    HipR "hip.r",
    KneeR "knee.r",
    AnkleR "ankle.r",
    HeelR "heel.r",
    ToeR "toe.r",
    HipL "hip.l",
    KneeL "knee.l",
    AnkleL "ankle.l",
    HeelL "heel.l",
    ToeL "toe.l",
}

impl Joint {
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|joint| joint.name() == name)
    }

    /// The joint at the other end of the long bone above an elbow, a wrist, a knee or an ankle.
    pub fn above(self) -> Option<Self> {
        Some(match self {
            Self::ElbowR => Self::ShoulderR,
            Self::ElbowL => Self::ShoulderL,
            Self::WristR => Self::ElbowR,
            Self::WristL => Self::ElbowL,
            Self::KneeR => Self::HipR,
            Self::KneeL => Self::HipL,
            Self::AnkleR => Self::KneeR,
            Self::AnkleL => Self::KneeL,
            _ => return None,
        })
    }

    /// Shoulder, elbow, wrist, fingers.
    pub const fn arm(flank: Flank) -> [Self; 4] {
        match flank {
            Flank::Right => [Self::ShoulderR, Self::ElbowR, Self::WristR, Self::FingersR],
            Flank::Left => [Self::ShoulderL, Self::ElbowL, Self::WristL, Self::FingersL],
        }
    }

    /// Hip, knee, ankle, heel, toe.
    pub const fn leg(flank: Flank) -> [Self; 5] {
        match flank {
            Flank::Right => [Self::HipR, Self::KneeR, Self::AnkleR, Self::HeelR, Self::ToeR],
            Flank::Left => [Self::HipL, Self::KneeL, Self::AnkleL, Self::HeelL, Self::ToeL],
        }
    }

    /// The same joint of the other side; those in the middle have none.
    pub fn other(self) -> Self {
        let of = |flank| Self::arm(flank).into_iter().chain(Self::leg(flank));
        let mut pairs = of(Flank::Right).zip(of(Flank::Left)).flat_map(|(r, l)| [(r, l), (l, r)]);
        pairs.find(|(joint, _)| *joint == self).map_or(self, |(_, other)| other)
    }
}

/// Lengths between joints.
pub(super) const SPINE: [f64; 4] = [7.0, 8.0, 8.0, 7.0];
pub(super) const NECK: f64 = 5.0;
pub(super) const HEAD_RADIUS: f64 = 7.6;
pub(super) const UPPER_ARM: f64 = 16.5;
pub(super) const FOREARM: f64 = 14.5;
pub(super) const HAND: f64 = 6.0;
pub(super) const THIGH: f64 = 24.5;
pub(super) const SHIN: f64 = 24.0;
pub(super) const FOREFOOT: f64 = 11.0;
pub(super) const HEEL: f64 = 3.0;
/// From the middle to each side.
pub(super) const HIP_WIDTH: f64 = 6.0;
pub(super) const SHOULDER_WIDTH: f64 = 9.5;
/// How far below the base of the neck the shoulder joints lie.
pub(super) const SHOULDER_DROP: f64 = 2.2;
/// From the top of the neck to the middle of the head.
pub(super) const HEAD_RISE: f64 = HEAD_RADIUS * 0.75;

/// The body in one position: where its joints are, and how its trunk and head are turned.
#[derive(Clone, Debug, PartialEq)]
pub struct Skeleton {
    joints: [Vec3; Joint::ALL.len()],
    /// Pelvis, lumbar, thorax, chest.
    pub spine: [Basis; 4],
    pub head: Basis,
}

impl Skeleton {
    pub fn new() -> Self {
        Self { joints: [Vec3::default(); Joint::ALL.len()], spine: [Basis::ROOM; 4], head: Basis::ROOM }
    }

    pub fn at(&self, joint: Joint) -> Vec3 {
        self.joints[joint as usize]
    }

    pub fn set(&mut self, joint: Joint, place: Vec3) {
        self.joints[joint as usize] = place;
    }

    /// The body that does on its left what this one does on its right, and the other way round, at the same place.
    pub fn swapped(&self) -> Self {
        let mut other = Self::new();
        for joint in Joint::ALL {
            other.set(joint.other(), self.at(*joint).swapped());
        }
        other.spine = self.spine.map(Basis::swapped);
        other.head = self.head.swapped();
        other
    }

    /// From one joint towards another, of length 1.
    pub fn direction(&self, from: Joint, to: Joint) -> Vec3 {
        (self.at(to) - self.at(from)).unit().unwrap_or(Vec3::X)
    }
}

impl Default for Skeleton {
    fn default() -> Self {
        Self::new()
    }
}
