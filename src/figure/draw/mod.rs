//! A frame as dots, and dots as cells.

mod dots;
mod glyphs;
mod halo;
mod props;
mod raster;

pub use dots::{Dots, Ink};
pub use glyphs::{Cell, Glyphs, Picture};

use self::{
    dots::{as_f64, as_row},
    halo::cut,
    props::Props,
    raster::{Brush, Raster},
};
use super::{
    body::{Flank, HEAD_RADIUS, Joint},
    camera::Camera,
    flesh::{Capsule, Kind, flesh},
    model::{Figure, Part, Shape, View},
    timeline::Frame,
    vec3::Vec3,
};

/// A place for the pictures of one figure: the scale fits all of its frames, so that nothing jumps.
#[derive(Clone, Debug, PartialEq)]
pub struct Easel {
    columns: u16,
    rows: u16,
    glyphs: Glyphs,
    /// Dots for a hundredth of the body's height.
    scale: f64,
    /// Where the room's middle is, in dots from the left and from the top.
    origin: [f64; 2],
    /// Rows at the top that no frame reaches.
    free: u16,
}

/// How much nearer the head is taken to be: no arm hides a face.
const HEAD_FORWARD: f64 = 12.0;
/// Below this scale a halo would eat the body.
const NO_HALO: f64 = 0.33;
/// The scale is at most this share of the height: the body does not fill the place to its edges.
const LARGEST: f64 = 0.0185;

/// Drawing differs a little with the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Size {
    Small,
    Medium,
    Large,
}

impl Easel {
    /// For pictures of so many cells.
    pub fn new(figure: &Figure, columns: u16, rows: u16, glyphs: Glyphs) -> Self {
        Self::with_room(figure, &figure.samples(8), [columns, rows], glyphs)
    }

    /// For pictures on which the sides take turns: there is room for both.
    pub fn alternating(figure: &Figure, columns: u16, rows: u16, glyphs: Glyphs) -> Self {
        let mut frames = figure.samples(8);
        if figure.swaps_limbs() {
            let others: Vec<Frame> = frames.iter().cloned().map(Frame::with_limbs_swapped).collect();
            frames.extend(others);
        }
        Self::with_room(figure, &frames, [columns, rows], glyphs)
    }

    /// With room for all of these frames.
    fn with_room(figure: &Figure, frames: &[Frame], [columns, rows]: [u16; 2], glyphs: Glyphs) -> Self {
        let [across, down] = glyphs.dots();
        let width = f64::from(columns) * across;
        let height = f64::from(rows) * down;
        let margin = if height < 76.0 { 2.0 } else { 4.0 };
        // One row for the floor, one between it and the body, and one above.
        let room = [width - margin, height - 3.0];
        // A small picture has no arrows, and needs no room for them.
        let extent = extent(figure, frames, size_of(height) > Size::Small);
        let fit = |bounds: &Bounds| {
            (room[0] / (bounds.right - bounds.left)).min(room[1] / (bounds.top - bounds.bottom))
        };
        let bounds = Bounds::of(&extent, 1.0);
        let bounds = Bounds::of(&extent, stoutness(fit(&bounds) * 0.95));
        let scale = fit(&bounds);
        let scale = scale.min(height * LARGEST).max(0.02);
        let middle = width / 2.0 - scale * (bounds.left + bounds.right) / 2.0;
        let floor = height - 2.0 + scale * bounds.bottom;
        // Rounding may take a dot, and another stays free above.
        let above = as_row((floor - scale * bounds.top - 2.0).max(0.0) / down);
        let free = u16::try_from(above).unwrap_or(0).min(rows.saturating_sub(1));
        Self { columns, rows, glyphs, scale, origin: [middle, floor], free }
    }

    /// Rows at the top of every picture that nothing is drawn in: a body that lies low does not fill a high place.
    pub fn free_rows(&self) -> u16 {
        self.free
    }

    /// The picture of a frame.
    pub fn picture(&self, figure: &Figure, frame: &Frame) -> Picture {
        self.glyphs.picture(&self.dots(figure, frame), self.columns, self.rows)
    }

    /// The dots of a frame.
    pub fn dots(&self, figure: &Figure, frame: &Frame) -> Dots {
        let [across, down] = self.glyphs.dots();
        let width = as_row(f64::from(self.columns) * across);
        let height = as_row(f64::from(self.rows) * down);
        let camera = Camera::new(frame.view);
        let brush = self.brush();
        let mut raster = Raster::new(width, height);
        let far = far_limbs(frame, &camera);
        for capsule in flesh(&frame.skeleton, frame.breath) {
            let thin = far.contains(&capsule.part) && self.size() == Size::Small;
            self.paint(&mut raster, &brush, &camera, &capsule, thin);
        }
        let props = Props::new(self, &camera, figure, frame);
        props.paint_solid(&mut raster, &brush);
        let halo = if self.scale < NO_HALO { None } else { Some(self.size()) };
        let cut = cut(&raster, &frame.skeleton, halo);
        let mut dots = Dots::new(width, height);
        for y in 0..height {
            for x in 0..width {
                let Some(hit) = raster.at(x, y).filter(|_| !cut[y * width + x]) else { continue };
                let ink = match hit.part {
                    None => Ink::Prop,
                    Some(part) if self.size() > Size::Small && far.contains(&part) && (x + y) % 2 == 1 => {
                        continue;
                    }
                    Some(part) if frame.moves.contains(&part) => Ink::Moving,
                    Some(_) => Ink::Body,
                };
                dots.set(x, y, Some(ink));
            }
        }
        self.eyes(&mut dots, &raster, &camera, frame);
        props.paint_lines(&mut dots, &raster);
        self.floor(&mut dots, frame.view, figure);
        if frame.arrows && self.size() > Size::Small {
            props.paint_arrows(&mut dots);
        }
        if frame.mirrored { dots.turned_over() } else { dots }
    }

    fn size(&self) -> Size {
        size_of(f64::from(self.rows) * self.glyphs.dots()[1])
    }

    fn brush(&self) -> Brush {
        let least = match self.size() {
            Size::Small => 0.9,
            Size::Medium => 1.2,
            Size::Large => 1.6,
        };
        Brush { scale: self.scale, origin: self.origin, least }
    }

    fn paint(&self, raster: &mut Raster, brush: &Brush, camera: &Camera, capsule: &Capsule, thin: bool) {
        let stout = stoutness(self.scale);
        let (stout, least, forward) = match capsule.kind {
            Kind::Flesh => (stout, brush.least, 0.0),
            Kind::Neck => (1.0, brush.least, 0.0),
            Kind::Skull => (1.0 + (stout - 1.0) * 0.7, brush.least, HEAD_FORWARD),
            Kind::Nose => (1.0 + (stout - 1.0) * 0.7, 0.8, HEAD_FORWARD),
        };
        let factor = if thin { 0.8 } else { 1.0 } * stout;
        let off = camera.near * forward;
        let brush = Brush { least: if thin { least * 0.8 } else { least }, ..*brush };
        let ends = [camera.see(capsule.from + off), camera.see(capsule.to + off)];
        let radii = capsule.radii.map(|radius| radius * factor);
        raster.capsule(&brush, ends, radii, Some(capsule.part), capsule.along, [capsule.from, capsule.to]);
    }

    fn eyes(&self, dots: &mut Dots, raster: &Raster, camera: &Camera, frame: &Frame) {
        let radius = HEAD_RADIUS * self.scale;
        if radius < 3.4 {
            return;
        }
        let head = frame.skeleton.head;
        for side in [-1.0, 1.0] {
            let off = (head.front * 0.8 + head.right * (side * 0.36) + head.up * 0.18) * HEAD_RADIUS;
            if off.dot(camera.near) < HEAD_RADIUS * 0.12 {
                continue;
            }
            let [x, y] = self.place(camera, frame.skeleton.at(Joint::Head) + off);
            for below in 0..if radius > 6.5 { 2 } else { 1 } {
                let (x, y) = (x.floor(), y.floor() + f64::from(below));
                if raster.seen(x, y).is_some_and(|hit| hit.part == Some(Part::Head)) {
                    dots.put(x, y, None);
                }
            }
        }
    }

    /// Dots from the left and from the top.
    fn place(&self, camera: &Camera, place: Vec3) -> [f64; 2] {
        let seen = camera.see(place);
        [self.origin[0] + seen.x * self.scale, self.origin[1] - seen.y * self.scale]
    }

    fn floor(&self, dots: &mut Dots, view: View, figure: &Figure) {
        let bottom = dots.height() - 1;
        let mat = figure.props.iter().find_map(|prop| match prop.shape {
            Shape::Mat { from, to, .. } => Some([from, to].map(|x| self.origin[0] + x * self.scale)),
            _ => None,
        });
        if view.elev >= 20.0 && mat.is_some() {
            return;
        }
        for x in 0..dots.width() {
            let on_mat = mat.is_some_and(|[from, to]| (from..=to).contains(&as_f64(x)));
            if (x % 2 == 0 || on_mat) && dots.at(x, bottom).is_none() {
                dots.set(x, bottom, Some(Ink::Floor));
            }
        }
    }
}

/// The resting limbs on the side away from the viewer.
fn far_limbs(frame: &Frame, camera: &Camera) -> Vec<Part> {
    let View { yaw, elev, far } = frame.view;
    if !far || yaw.abs() >= 50.0 || elev >= 45.0 {
        return Vec::new();
    }
    let depth = |joint: Joint| camera.see(frame.skeleton.at(joint)).z;
    let farther = |flanks: [Joint; 2], parts: [Part; 2]| {
        if depth(flanks[0]) > depth(flanks[1]) { parts[1] } else { parts[0] }
    };
    [
        farther(Flank::BOTH.map(|flank| Joint::arm(flank)[1]), [Part::ArmR, Part::ArmL]),
        farther(Flank::BOTH.map(|flank| Joint::leg(flank)[1]), [Part::LegR, Part::LegL]),
    ]
    .into_iter()
    .filter(|part| !frame.moves.contains(part))
    .collect()
}

/// What all frames of a figure take up in the picture, in the body's units.
struct Bounds {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Bounds {
    fn of(extent: &[(Vec3, f64, bool)], stout: f64) -> Self {
        let mut bounds = Self { left: f64::MAX, right: f64::MIN, top: f64::MIN, bottom: 0.0 };
        for (place, radius, is_body) in extent {
            let radius = if *is_body { radius * stout } else { *radius };
            bounds.left = bounds.left.min(place.x - radius);
            bounds.right = bounds.right.max(place.x + radius);
            bounds.top = bounds.top.max(place.y + radius);
            bounds.bottom = bounds.bottom.min(place.y - radius);
        }
        bounds
    }
}

/// Balls that all frames of a figure lie within, as the camera sees them, and whether they are of the body.
fn extent(figure: &Figure, frames: &[Frame], arrows: bool) -> Vec<(Vec3, f64, bool)> {
    let mut all = Vec::new();
    for frame in frames {
        let camera = Camera::new(frame.view);
        for capsule in flesh(&frame.skeleton, 1.0) {
            let ends = [(capsule.from, capsule.radii[0]), (capsule.to, capsule.radii[1])];
            all.extend(ends.map(|(place, radius)| (camera.see(place), radius, true)));
        }
        let props = props::extent(figure, frame, arrows);
        all.extend(props.into_iter().map(|(place, radius)| (camera.see(place), radius, false)));
    }
    all
}

/// By the height in dots.
fn size_of(height: f64) -> Size {
    match height {
        height if height < 44.0 => Size::Small,
        height if height < 76.0 => Size::Medium,
        _ => Size::Large,
    }
}

/// A small figure is drawn stouter than it is, or it falls to pieces.
fn stoutness(scale: f64) -> f64 {
    (1.0 + (0.65 - scale) * 0.9).clamp(1.0, 1.25)
}
