//! Points and directions in space, in hundredths of the body's height: x ahead, y up, z to the body's right.

use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// A point or a direction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vec3 {
    pub x: f64,
    pub y: f64,
    pub z: f64,
}

impl Vec3 {
    pub const X: Self = Self::new(1.0, 0.0, 0.0);
    pub const Y: Self = Self::new(0.0, 1.0, 0.0);
    pub const Z: Self = Self::new(0.0, 0.0, 1.0);

    pub const fn new(x: f64, y: f64, z: f64) -> Self {
        Self { x, y, z }
    }

    /// The direction of an angle in the side view (degrees; 0 ahead, 90 up), lifted out of that plane by `out` degrees
    /// towards positive z.
    pub fn direction(angle: f64, out: f64) -> Self {
        let (sin, cos) = angle.to_radians().sin_cos();
        let (up, flat) = out.to_radians().sin_cos();
        Self::new(cos * flat, sin * flat, up)
    }

    /// On the other side of the plane between the body's right and left.
    pub fn swapped(self) -> Self {
        Self { z: -self.z, ..self }
    }

    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub fn cross(self, other: Self) -> Self {
        Self::new(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    pub fn distance(self, other: Self) -> f64 {
        (self - other).length()
    }

    /// The direction of length 1; `None` for a vector that has next to no length.
    pub fn unit(self) -> Option<Self> {
        let length = self.length();
        (length > 1e-9).then(|| self * (1.0 / length))
    }

    pub fn lerp(self, to: Self, share: f64) -> Self {
        self + (to - self) * share
    }

    /// Turned about an axis of length 1, counter-clockwise seen against it.
    pub fn rotated(self, axis: Self, degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        self * cos + axis.cross(self) * sin + axis * (axis.dot(self) * (1.0 - cos))
    }

    /// From one direction to another along the shortest arc; both of length 1.
    pub fn slerp(self, to: Self, share: f64) -> Self {
        let angle = self.angle(to).to_radians();
        if angle < 1e-6 {
            return to;
        }
        // Between opposite directions any arc is the shortest: this one is always the same.
        if angle > 3.13 {
            let aside = (to + Self::new(0.02, 0.0, 0.05)).unit().unwrap_or(to);
            return self.slerp(aside, share);
        }
        let mixed = self * ((1.0 - share) * angle).sin() + to * (share * angle).sin();
        mixed.unit().unwrap_or(to)
    }

    /// The angle between two directions of length 1, in degrees.
    pub fn angle(self, other: Self) -> f64 {
        self.cross(other).length().atan2(self.dot(other)).to_degrees()
    }
}

impl Add for Vec3 {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl AddAssign for Vec3 {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Vec3 {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Mul<f64> for Vec3 {
    type Output = Self;

    fn mul(self, by: f64) -> Self {
        Self::new(self.x * by, self.y * by, self.z * by)
    }
}

impl Neg for Vec3 {
    type Output = Self;

    fn neg(self) -> Self {
        self * -1.0
    }
}

/// Three directions at right angles: how a part of the body is turned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Basis {
    pub front: Vec3,
    pub up: Vec3,
    pub right: Vec3,
}

impl Basis {
    /// As the body's own axes lie in a room that it has not been turned in.
    pub const ROOM: Self = Self { front: Vec3::X, up: Vec3::Y, right: Vec3::Z };

    /// From the body's axes into the room.
    pub fn to_room(self, v: Vec3) -> Vec3 {
        self.front * v.x + self.up * v.y + self.right * v.z
    }

    /// From the room into the body's axes.
    pub fn to_body(self, v: Vec3) -> Vec3 {
        Vec3::new(v.dot(self.front), v.dot(self.up), v.dot(self.right))
    }

    /// As the other side's mirror image is turned: its right is what the left was.
    pub fn swapped(self) -> Self {
        Self { front: self.front.swapped(), up: self.up.swapped(), right: -self.right.swapped() }
    }

    pub fn map(&self, turn: impl Fn(Vec3) -> Vec3) -> Self {
        Self { front: turn(self.front), up: turn(self.up), right: turn(self.right) }
    }
}
