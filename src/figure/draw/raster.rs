//! Solid shapes as dots, each with its depth.

use super::{
    Part, Vec3,
    dots::{as_f64, as_row},
};

/// Where the room lies in the picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brush {
    pub(super) scale: f64,
    pub(super) origin: [f64; 2],
    /// The smallest radius, in dots.
    pub(super) least: f64,
}

/// What is seen at a dot.
///
/// A picture has tens of thousands of them, so that half the size is half the time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// Towards the viewer.
    pub(super) depth: f32,
    /// `None`: a prop.
    pub(super) part: Option<Part>,
    /// How far from the trunk, along the limb.
    pub(super) along: f32,
    pub(super) bone: [f32; 3],
}

impl Hit {
    /// The point of the bone that the dot lies around.
    pub(super) fn bone(&self) -> Vec3 {
        let [x, y, z] = self.bone.map(f64::from);
        Vec3::new(x, y, z)
    }
}

pub(super) struct Raster {
    width: usize,
    height: usize,
    hits: Vec<Option<Hit>>,
}

impl Raster {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self { width, height, hits: vec![None; width * height] }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn height(&self) -> usize {
        self.height
    }

    pub(super) fn at(&self, x: usize, y: usize) -> Option<&Hit> {
        if x < self.width && y < self.height { self.hits[y * self.width + x].as_ref() } else { None }
    }

    /// As `at`, by its number in rows from the top.
    pub(super) fn nth(&self, dot: usize) -> Option<&Hit> {
        self.hits.get(dot)?.as_ref()
    }

    /// As `at`, for a place that may lie outside.
    pub(super) fn seen(&self, x: f64, y: f64) -> Option<&Hit> {
        if x < 0.0 || y < 0.0 { None } else { self.at(as_row(x), as_row(y)) }
    }

    /// Two balls, seen by the camera, and all between them.
    pub(super) fn capsule(
        &mut self,
        brush: &Brush,
        [from, to]: [Vec3; 2],
        radii: [f64; 2],
        part: Option<Part>,
        along: [f64; 2],
        bones: [Vec3; 2],
    ) {
        let scale = brush.scale;
        let radii = radii.map(|radius| (radius * scale).max(brush.least));
        let place = |v: Vec3| [brush.origin[0] + v.x * scale, brush.origin[1] - v.y * scale];
        let ([ax, ay], [bx, by]) = (place(from), place(to));
        let widest = radii[0].max(radii[1]);
        let columns = as_row(ax.min(bx) - widest)..=as_row(ax.max(bx) + widest + 1.0);
        let (dx, dy) = (bx - ax, by - ay);
        let square = dx * dx + dy * dy;
        let shares = if square > 1e-9 { 1.0 / square } else { 0.0 };
        for y in as_row(ay.min(by) - widest)..=as_row(ay.max(by) + widest + 1.0).min(self.height.max(1) - 1) {
            if y >= self.height {
                break;
            }
            for x in columns.clone() {
                if x >= self.width {
                    break;
                }
                let (px, py) = (as_f64(x) + 0.5 - ax, as_f64(y) + 0.5 - ay);
                let share = ((px * dx + py * dy) * shares).clamp(0.0, 1.0);
                let (ox, oy) = (px - dx * share, py - dy * share);
                let radius = radii[0] + (radii[1] - radii[0]) * share;
                let rest = radius * radius - ox * ox - oy * oy;
                if rest < 0.0 {
                    continue;
                }
                let middle = from.z + (to.z - from.z) * share;
                let hit = &mut self.hits[y * self.width + x];
                // Most of the trunk's pieces lie within each other: that is known without a root.
                if hit.is_some_and(|hit| f64::from(hit.depth) >= middle + radius / scale) {
                    continue;
                }
                let depth = short(middle + rest.sqrt() / scale);
                if hit.is_none_or(|hit| hit.depth < depth) {
                    let along = along[0] + (along[1] - along[0]) * share;
                    let bone = bones[0].lerp(bones[1], share);
                    let bone = [bone.x, bone.y, bone.z].map(short);
                    *hit = Some(Hit { depth, part, along: short(along), bone });
                }
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "lengths in a picture need no more")]
fn short(length: f64) -> f32 {
    length as f32
}
