//! Mats, chairs, walls and all that stands around the figure or lies in its hands.

use super::{
    Camera, Easel, Figure, Frame, HEAD_RADIUS, Joint, Size, Vec3,
    dots::{Dots, Ink, as_f64},
    raster::{Brush, Raster},
};
use crate::figure::{
    body::Skeleton,
    flesh::girth,
    model::{Shape, Spot},
};

/// The wall's second line stands so far behind the first.
const WALL: f64 = 2.6;
const BED: f64 = 5.0;
/// Half the width of a band around a limb.
const BAND: f64 = 1.5;

/// The props of one frame.
pub(super) struct Props<'f> {
    easel: &'f Easel,
    camera: &'f Camera,
    figure: &'f Figure,
    frame: &'f Frame,
}

impl<'f> Props<'f> {
    pub(super) fn new(easel: &'f Easel, camera: &'f Camera, figure: &'f Figure, frame: &'f Frame) -> Self {
        Self { easel, camera, figure, frame }
    }

    /// What hides and is hidden by the body.
    pub(super) fn paint_solid(&self, raster: &mut Raster, brush: &Brush) {
        let mut solid = |ends: [Vec3; 2], radius: f64, least: f64| {
            let seen = ends.map(|end| self.camera.see(end));
            raster.capsule(&Brush { least, ..*brush }, seen, [radius; 2], None, [0.0; 2], ends);
        };
        for shape in shapes(self.figure, self.frame) {
            match shape {
                Shape::Weight { at, radius } => {
                    let at = spot(at, self.frame);
                    solid([at, at], *radius, 1.2);
                }
                Shape::Stick { from, to } => {
                    solid([from, to].map(|end| spot(end, self.frame)), 1.0, 0.7);
                }
                Shape::BackStick => {
                    // On top of everything: seen from the side, half of it would be lost in the back.
                    let ends = back_stick(&self.frame.skeleton).map(|end| end + self.camera.near * 20.0);
                    solid(ends, 1.0, 0.7);
                }
                Shape::Ring { joint, above } => {
                    if let Some(ends) = self.ring(*joint, *above) {
                        solid(ends, BAND, 0.8);
                    }
                }
                Shape::Disc { at, radius, height } => {
                    let at = spot(at, self.frame);
                    let half = height / 2.0;
                    let ahead = Vec3::X * (radius - half).max(0.1);
                    solid([at - ahead, at + ahead], half, 0.8);
                }
                _ => {}
            }
        }
    }

    /// The part of a band around a limb that is turned to the viewer.
    fn ring(&self, joint: Joint, above: f64) -> Option<[Vec3; 2]> {
        let joint = if self.frame.swapped { joint.other() } else { joint };
        let (from, to) = (self.frame.skeleton.at(joint), self.frame.skeleton.at(joint.above()?));
        let along = (to - from).unit()?;
        let near = self.camera.near;
        let across = along.cross(near).unit()?;
        let at = from + along * above;
        let radius = girth(joint, above) * super::stoutness(self.easel.scale);
        // It lies on the limb, before all else of it.
        let before = near * (radius + 1.0);
        Some([-1.0, 1.0].map(|side| at + before + across * (side * radius)))
    }

    /// What is drawn with lines, behind the body and with a little room around it.
    pub(super) fn paint_lines(&self, dots: &mut Dots, raster: &Raster) {
        for shape in shapes(self.figure, self.frame) {
            let clear = !matches!(shape, Shape::Wall { .. } | Shape::Strap { .. });
            let mut put = |[x, y]: [f64; 2]| {
                let reach = i32::from(clear);
                let taken = (-reach..=reach).any(|dy| {
                    (-reach..=reach).any(|dx| {
                        raster
                            .seen(x + f64::from(dx), y + f64::from(dy))
                            .is_some_and(|hit| hit.part.is_some())
                    })
                });
                if !taken {
                    dots.put(x, y, Some(Ink::Prop));
                }
            };
            match shape {
                Shape::Ball { at, radius } => {
                    let [x, y] = self.easel.place(self.camera, spot(at, self.frame));
                    ring([x, y], (radius * self.easel.scale - 0.5).max(0.8)).for_each(&mut put);
                }
                Shape::Mat { from, to, width } if self.frame.view.elev >= 20.0 => {
                    let corners =
                        [(*from, -width), (*to, -width), (*to, *width), (*from, *width), (*from, -width)];
                    for pair in corners.windows(2) {
                        let [a, b] = [pair[0], pair[1]].map(|(x, z)| self.place(Vec3::new(x, 0.0, z)));
                        Dots::line(a, b).step_by(2).for_each(&mut put);
                    }
                }
                _ => {
                    for (from, to, thick) in segments(shape, self.frame) {
                        let [from, to] = [from, to].map(|end| self.place(end));
                        Dots::line(from, to).for_each(&mut put);
                        if thick && self.easel.size() > Size::Small {
                            let flat = (to[0] - from[0]).abs() > (to[1] - from[1]).abs();
                            let aside = |[x, y]: [f64; 2]| if flat { [x, y + 1.0] } else { [x + 1.0, y] };
                            Dots::line(aside(from), aside(to)).for_each(&mut put);
                        }
                    }
                }
            }
        }
    }

    /// Which way it goes: beside the body, with a little room around.
    pub(super) fn paint_arrows(&self, dots: &mut Dots) {
        for arrow in self.figure.arrows.iter().filter(|arrow| arrow.pose == self.frame.pose) {
            let points: Vec<[f64; 2]> =
                arrow.path.iter().map(|place| self.place(self.frame.sided(*place))).collect();
            let mut line: Vec<[f64; 2]> =
                points.windows(2).flat_map(|pair| Dots::line(pair[0], pair[1])).collect();
            let [.., [bx, by], [x, y]] = points[..] else { continue };
            let length = (x - bx).hypot(y - by).max(1e-9);
            let (dx, dy) = ((x - bx) / length, (y - by) / length);
            let barb = (self.easel.scale * 5.0).max(3.0);
            for turn in [150_f64, -150.0] {
                let (sin, cos) = turn.to_radians().sin_cos();
                let end = [x + (dx * cos - dy * sin) * barb, y + (dx * sin + dy * cos) * barb];
                line.extend(Dots::line([x, y], end));
            }
            for [x, y] in &line {
                for dy in -1..=1 {
                    for dx in -1..=1 {
                        dots.put(x + f64::from(dx), y + f64::from(dy), None);
                    }
                }
            }
            for [x, y] in line {
                dots.put(x, y, Some(Ink::Moving));
            }
        }
    }

    fn place(&self, place: Vec3) -> [f64; 2] {
        let [x, y] = self.easel.place(self.camera, place);
        // What stands on the floor ends above its line.
        let lowest = f64::from(self.easel.rows) * self.easel.glyphs.dots()[1] - 1.5;
        [x, y.min(lowest)]
    }
}

/// Places that the picture must have room for, with a radius each.
pub(super) fn extent(figure: &Figure, frame: &Frame, arrows: bool) -> Vec<(Vec3, f64)> {
    let mut all = Vec::new();
    for shape in shapes(figure, frame) {
        match shape {
            Shape::Ball { at, radius } | Shape::Weight { at, radius } => {
                all.push((spot(at, frame), *radius));
            }
            Shape::Disc { at, radius, height } => {
                let at = spot(at, frame);
                all.extend([-radius, *radius].map(|ahead| (at + Vec3::X * ahead, height / 2.0)));
            }
            Shape::Mat { from, to, width } => {
                let wide = if frame.view.elev >= 20.0 { *width } else { 0.0 };
                let corners = [(*from, wide), (*to, wide), (*from, -wide), (*to, -wide)];
                all.extend(corners.map(|(x, z)| (Vec3::new(x, 0.0, z), 0.0)));
            }
            Shape::Stick { from, to } => {
                all.extend([from, to].map(|end| (spot(end, frame), 1.0)));
            }
            // Hardly wider than the limb that it is around.
            Shape::Ring { .. } => {}
            Shape::BackStick => all.extend(back_stick(&frame.skeleton).map(|end| (end, 1.0))),
            shape => {
                let ends = segments(shape, frame).into_iter().flat_map(|(from, to, _)| [from, to]);
                all.extend(ends.map(|end| (end, 0.5)));
            }
        }
    }
    let arrows = figure.arrows.iter().filter(|_| arrows).flat_map(|arrow| &arrow.path);
    all.extend(arrows.map(|place| (frame.sided(*place), 3.0)));
    all
}

fn shapes<'f>(figure: &'f Figure, frame: &'f Frame) -> impl Iterator<Item = &'f Shape> {
    let seen = |poses: &[usize]| poses.is_empty() || poses.contains(&frame.pose);
    figure.props.iter().filter(move |prop| seen(&prop.poses)).map(|prop| &prop.shape)
}

fn spot(spot: &Spot, frame: &Frame) -> Vec3 {
    match *spot {
        Spot::Place(place) => frame.sided(place),
        Spot::On { joint, off } if frame.swapped => frame.skeleton.at(joint.other()) + off.swapped(),
        Spot::On { joint, off } => frame.skeleton.at(joint) + off,
    }
}

fn back_stick(body: &Skeleton) -> [Vec3; 2] {
    let chest = body.spine[2];
    let tail = body.at(Joint::Hip) - body.spine[0].front * 8.4 - body.spine[0].up * 12.0;
    let head = body.at(Joint::Head) - chest.front * (HEAD_RADIUS + 0.5) + body.head.up * 14.0;
    [tail, head]
}

/// From, to, and whether it is a thick line.
fn segments(shape: &Shape, frame: &Frame) -> Vec<(Vec3, Vec3, bool)> {
    match shape {
        Shape::Chair { x, z, seat, back, depth, width, face } => {
            let z = if frame.swapped { -z } else { *z };
            let (rear, front) = (x - face * depth / 2.0, x + face * depth / 2.0);
            let mut all = Vec::new();
            let place = |x: f64, y: f64, z: f64| Vec3::new(x, y, z);
            for side in [z - width / 2.0, z + width / 2.0] {
                all.push((place(rear, *seat, side), place(front, *seat, side), true));
                all.push((place(rear, 0.0, side), place(rear, seat + back, side), false));
                all.push((place(front, 0.0, side), place(front, *seat, side), false));
            }
            for (x, y) in [(rear, *seat), (front, *seat), (rear, seat + back)] {
                all.push((place(x, y, z - width / 2.0), place(x, y, z + width / 2.0), false));
            }
            all
        }
        Shape::Wall { x, height, face } => [0.0, WALL]
            .map(|behind| x - face * behind)
            .map(|x| (Vec3::new(x, 0.0, 0.0), Vec3::new(x, *height, 0.0), false))
            .to_vec(),
        Shape::Strap { through, thick } => {
            through.windows(2).map(|pair| (spot(&pair[0], frame), spot(&pair[1], frame), *thick)).collect()
        }
        Shape::Bed { from, to, height, width } => {
            let mut all = Vec::new();
            for z in [-width / 2.0, width / 2.0] {
                for y in [*height, height - BED] {
                    all.push((Vec3::new(*from, y, z), Vec3::new(*to, y, z), false));
                }
                for x in [*from, *to] {
                    all.push((Vec3::new(x, 0.0, z), Vec3::new(x, *height, z), true));
                }
            }
            for x in [*from, *to] {
                all.push((Vec3::new(x, *height, -width / 2.0), Vec3::new(x, *height, width / 2.0), false));
            }
            all
        }
        _ => Vec::new(),
    }
}

/// The dots of a circle.
fn ring([x, y]: [f64; 2], radius: f64) -> impl Iterator<Item = [f64; 2]> {
    let steps = 8 + super::as_row(radius * 8.0).min(4_000);
    (0..steps).map(move |step| {
        let (sin, cos) = (as_f64(step) / as_f64(steps) * std::f64::consts::TAU).sin_cos();
        [(x + cos * radius).floor(), (y + sin * radius).floor()]
    })
}
