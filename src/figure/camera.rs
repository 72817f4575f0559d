//! From the room to the picture: no perspective.

use super::{model::View, vec3::Vec3};

/// Where one looks from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Camera {
    right: Vec3,
    up: Vec3,
    /// Towards the viewer.
    pub near: Vec3,
}

impl Camera {
    pub(super) fn new(view: View) -> Self {
        let (yaw_sin, yaw_cos) = view.yaw.to_radians().sin_cos();
        let (elev_sin, elev_cos) = view.elev.to_radians().sin_cos();
        let near = Vec3::new(yaw_sin * elev_cos, elev_sin, yaw_cos * elev_cos);
        let right = Vec3::new(yaw_cos, 0.0, -yaw_sin);
        Self { right, up: near.cross(right), near }
    }

    /// To the right, up, and towards the viewer.
    pub(super) fn see(&self, place: Vec3) -> Vec3 {
        Vec3::new(place.dot(self.right), place.dot(self.up), place.dot(self.near))
    }
}
