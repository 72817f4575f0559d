//! Dark lines around what is nearer, so that a limb before the body can be told from it.
//!
//! A line runs only between two places that are far from each other along the body: never across a joint. And where a
//! line would cut a limb through, it is taken back.

use super::{
    Joint, Part, Size,
    raster::{Hit, Raster},
};
use crate::figure::body::Skeleton;

/// Nearer along the body than this, in hundredths of its height, is one piece.
const JOINED: f64 = 12.0;
/// The same within one limb: its own bend is no other limb.
const SAME: f64 = 8.0;
/// Half the width of the trunk, which does not count as a way along the body.
const TRUNK: f64 = 5.0;
/// How much nearer a dot must be than its neighbour for a line between them.
const NEARER: f32 = 1.0;
/// Cut-off pieces of fewer dots are no limbs.
const CRUMB: usize = 3;
/// So many dark dots are a line.
const LINE: usize = 4;
/// Of no piece.
const NONE: usize = usize::MAX;

/// Which dots stay dark. `None`: no halo.
pub(super) fn cut(raster: &Raster, body: &Skeleton, size: Option<Size>) -> Vec<bool> {
    let (width, height) = (raster.width(), raster.height());
    let mut cut = vec![false; width * height];
    let Some(size) = size else { return cut };
    let around = neighbours(size);
    let nearest = nearest(raster, if size == Size::Large { 2 } else { 1 });
    for y in 0..height {
        for x in 0..width {
            let Some(hit) = raster.at(x, y).filter(|hit| hit.part.is_some()) else { continue };
            // Most dots have nothing before them.
            if nearest[y * width + x] <= hit.depth + NEARER {
                continue;
            }
            cut[y * width + x] = around.iter().any(|[dx, dy]| {
                let Some((near_x, near_y)) = beside([x, y], [*dx, *dy]) else { return false };
                raster
                    .at(near_x, near_y)
                    // A wide line around a thin stick would all but sever what it crosses.
                    .filter(|near| near.part.is_some() || dx * dx + dy * dy <= 1)
                    .is_some_and(|near| {
                        near.depth > hit.depth + NEARER
                            && !((x + y) % 2 == 0 && comes_from_behind(hit, near))
                            && apart(hit, near, body) > JOINED
                    })
                    && thick(raster, [x, y], [-dx.signum(), -dy.signum()], thinnest(size))
            });
        }
    }
    if cut.contains(&true) {
        fill_holes(raster, &mut cut);
        mend(raster, body, &mut cut);
    }
    sweep(raster, &mut cut);
    cut
}

/// Lights again what is no line but a hole: a few dark dots by themselves. The dots around a head stand alone on purpose.
fn fill_holes(raster: &Raster, cut: &mut [bool]) {
    let [width, height] = [raster.width(), raster.height()];
    let around = |at: usize| {
        let (x, y) = (at % width, at / width);
        let all = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| [dx, dy])).filter(|way| *way != [0, 0]);
        all.filter_map(move |way| beside([x, y], way))
            .filter(move |(x, y)| *x < width && *y < height)
            .map(move |(x, y)| y * width + x)
    };
    let mut seen = vec![false; cut.len()];
    for start in 0..cut.len() {
        if !cut[start] || seen[start] {
            continue;
        }
        let mut hole = vec![start];
        seen[start] = true;
        let mut next = 0;
        while let Some(&at) = hole.get(next) {
            next += 1;
            for other in around(at).filter(|other| cut[*other]) {
                if !seen[other] {
                    seen[other] = true;
                    hole.push(other);
                }
            }
        }
        let by_a_head = hole.iter().any(|at| {
            around(*at).any(|other| raster.nth(other).is_some_and(|hit| hit.part == Some(Part::Head)))
        });
        if hole.len() < LINE && !by_a_head {
            for at in hole {
                cut[at] = false;
            }
        }
    }
}

/// How many dots must be left of a piece beyond a line: a thinner rim would be cut off by it, and reads as a loose
/// shred.
const fn thinnest(size: Size) -> usize {
    match size {
        Size::Small => 2,
        Size::Medium => 4,
        Size::Large => 5,
    }
}

/// Whether so many dots of the same piece as at a place follow it in this direction.
fn thick(raster: &Raster, [x, y]: [usize; 2], way: [isize; 2], dots: usize) -> bool {
    let Some(part) = raster.at(x, y).and_then(|hit| hit.part) else { return false };
    let mut at = [x, y];
    for _ in 0..dots {
        let Some((x, y)) = beside(at, way) else { return false };
        if raster.at(x, y).and_then(|hit| hit.part) != Some(part) {
            return false;
        }
        at = [x, y];
    }
    true
}

fn beside([x, y]: [usize; 2], [dx, dy]: [isize; 2]) -> Option<(usize, usize)> {
    Some((x.checked_add_signed(dx)?, y.checked_add_signed(dy)?))
}

/// An arm that comes out from behind the head: with a whole line between them it would float, and without one the head
/// would have no shape. It has every second dot of one.
fn comes_from_behind(hit: &Hit, near: &Hit) -> bool {
    near.part == Some(Part::Head) && matches!(hit.part, Some(Part::ArmR | Part::ArmL))
}

/// Darkens the few dots that a halo leaves of something nearly hidden.
fn sweep(raster: &Raster, cut: &mut [bool]) {
    let left = pieces(raster, |at| !cut[at], |_, _| true);
    let sizes = sizes(&left);
    for (at, piece) in left.iter().enumerate() {
        if *piece != NONE && sizes[*piece] <= CRUMB {
            cut[at] = true;
        }
    }
}

/// How near the nearest is that lies within so many dots across and down of each dot.
fn nearest(raster: &Raster, reach: usize) -> Vec<f32> {
    let (width, height) = (raster.width(), raster.height());
    let depths: Vec<f32> =
        (0..width * height).map(|dot| raster.nth(dot).map_or(f32::NEG_INFINITY, |hit| hit.depth)).collect();
    let widest = |all: &[f32], stride: usize| {
        let mut most = all.to_vec();
        for off in (1..=reach).map(|dots| dots * stride).filter(|off| *off < all.len()) {
            for (most, other) in most.iter_mut().zip(&all[off..]) {
                *most = most.max(*other);
            }
            for (most, other) in most[off..].iter_mut().zip(all) {
                *most = most.max(*other);
            }
        }
        most
    };
    // What comes in from the end of the row before is a look too many, and no harm.
    widest(&widest(&depths, 1), width)
}

fn neighbours(size: Size) -> Vec<[isize; 2]> {
    let reach: isize = if size == Size::Large { 2 } else { 1 };
    let most = match size {
        Size::Small => 1,
        Size::Medium => 2,
        Size::Large => 5,
    };
    let all = (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| [dx, dy]));
    all.filter(|[dx, dy]| (1..=most).contains(&(dx * dx + dy * dy))).collect()
}

/// How far two places are from each other along the body.
fn apart(a: &Hit, b: &Hit, body: &Skeleton) -> f64 {
    let (Some(part_a), Some(part_b)) = (a.part, b.part) else { return f64::MAX };
    let [along_a, along_b] = [a, b].map(|hit| f64::from(hit.along));
    if part_a == part_b {
        return (along_a - along_b).abs() - SAME;
    }
    match (root(part_a), root(part_b)) {
        // Head and trunk are never told apart.
        (None, None) => 0.0,
        (Some(joint), None) => along_a + from_trunk(part_b, b, joint, body),
        (None, Some(joint)) => along_b + from_trunk(part_a, a, joint, body),
        (Some(one), Some(other)) if is_hip(one) != is_hip(other) => {
            along_a + along_b + body.at(one).distance(body.at(other))
        }
        // Both legs, or both arms: between their roots there is only the width of the trunk.
        (Some(_), Some(_)) => along_a + along_b,
    }
}

fn from_trunk(part: Part, hit: &Hit, joint: Joint, body: &Skeleton) -> f64 {
    if part == Part::Head {
        return body.at(Joint::Head).distance(body.at(joint));
    }
    (hit.bone().distance(body.at(joint)) - TRUNK).max(0.0)
}

const fn is_hip(joint: Joint) -> bool {
    matches!(joint, Joint::HipR | Joint::HipL)
}

const fn root(part: Part) -> Option<Joint> {
    match part {
        Part::Torso | Part::Head => None,
        Part::ArmR => Some(Joint::ShoulderR),
        Part::ArmL => Some(Joint::ShoulderL),
        Part::LegR => Some(Joint::HipR),
        Part::LegL => Some(Joint::HipL),
    }
}

/// Takes back the lines that cut in two what hangs together.
fn mend(raster: &Raster, body: &Skeleton, cut: &mut [bool]) {
    let together = |a: &Hit, b: &Hit| apart(a, b, body) <= JOINED;
    let whole = pieces(raster, |_| true, together);
    let left = pieces(raster, |at| !cut[at], together);
    let sizes = sizes(&left);
    // For every whole piece the largest part that is left of it.
    let mut largest = vec![NONE; cut.len()];
    for (piece, of) in left.iter().zip(&whole).filter(|(piece, _)| **piece != NONE) {
        if largest[*of] == NONE || sizes[largest[*of]] < sizes[*piece] {
            largest[*of] = *piece;
        }
    }
    for at in 0..cut.len() {
        // Each piece once, at its first dot.
        if left[at] == at && largest[whole[at]] != at && sizes[at] > CRUMB {
            bridge(raster, body, cut, &left, at);
        }
    }
}

/// How many dots each piece has.
fn sizes(pieces: &[usize]) -> Vec<usize> {
    let mut sizes = vec![0; pieces.len()];
    for piece in pieces.iter().filter(|piece| **piece != NONE) {
        sizes[*piece] += 1;
    }
    sizes
}

/// Restores the shortest way through dark dots from a piece to another one.
fn bridge(raster: &Raster, body: &Skeleton, cut: &mut [bool], left: &[usize], piece: usize) {
    let mut from = vec![NONE; cut.len()];
    let mut queue: Vec<usize> = (0..cut.len()).filter(|at| left[*at] == piece).collect();
    for start in &queue {
        from[*start] = *start;
    }
    let mut next = 0;
    while let Some(&at) = queue.get(next) {
        next += 1;
        for to in joined(raster, body, at) {
            if from[to] != NONE {
                continue;
            }
            from[to] = at;
            if left[to] != NONE {
                let mut back = at;
                while left[back] != piece {
                    cut[back] = false;
                    for beside in joined(raster, body, back) {
                        cut[beside] = false;
                    }
                    back = from[back];
                }
                return;
            }
            queue.push(to);
        }
    }
}

/// The dots beside a dot that are of one piece with it.
fn joined(raster: &Raster, body: &Skeleton, at: usize) -> impl Iterator<Item = usize> {
    let width = raster.width();
    let (x, y) = (at % width, at / width);
    [[1, 0], [-1, 0], [0, 1], [0, -1]].into_iter().filter_map(move |[dx, dy]: [isize; 2]| {
        let hit = raster.at(x, y)?;
        let (x, y) = (x.checked_add_signed(dx)?, y.checked_add_signed(dy)?);
        let other = raster.at(x, y).filter(|other| other.part.is_some())?;
        (apart(hit, other, body) <= JOINED).then_some(y * width + x)
    })
}

/// Numbers the pieces that hang together: each has the number of its first dot. Elsewhere it is `NONE`.
fn pieces(raster: &Raster, lit: impl Fn(usize) -> bool, together: impl Fn(&Hit, &Hit) -> bool) -> Vec<usize> {
    let (width, height) = (raster.width(), raster.height());
    let mut pieces = vec![NONE; width * height];
    for y in 0..height {
        for x in 0..width {
            let at = y * width + x;
            let Some(hit) = raster.at(x, y).filter(|hit| hit.part.is_some() && lit(at)) else { continue };
            pieces[at] = at;
            for before in [(x > 0).then(|| at - 1), at.checked_sub(width)].into_iter().flatten() {
                if pieces[before] != NONE && raster.nth(before).is_some_and(|other| together(hit, other)) {
                    let [one, other] = [at, before].map(|dot| first(&mut pieces, dot));
                    pieces[one.max(other)] = one.min(other);
                }
            }
        }
    }
    for at in 0..pieces.len() {
        if pieces[at] != NONE {
            pieces[at] = pieces[pieces[at]];
        }
    }
    pieces
}

/// The first dot of the piece that a dot belongs to.
fn first(pieces: &mut [usize], mut dot: usize) -> usize {
    while pieces[dot] != dot {
        pieces[dot] = pieces[pieces[dot]];
        dot = pieces[dot];
    }
    dot
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{draw::raster::Brush, vec3::Vec3};

    /// A far leg along row 10, so thick, and a near arm that comes down on it.
    fn crossed(thickness: f64) -> Raster {
        let mut raster = Raster::new(40, 20);
        let brush = Brush { scale: 1.0, origin: [0.0, 20.0], least: 1.0 };
        let mut limb = |part, from: [f64; 3], to: [f64; 3], radius: f64, along| {
            let ends = [from, to].map(|[x, y, z]| Vec3::new(x, y, z));
            raster.capsule(&brush, ends, [radius; 2], Some(part), along, ends);
        };
        limb(Part::LegL, [4.0, 9.5, -6.0], [36.0, 9.5, -6.0], thickness / 2.0, [16.0, 48.0]);
        limb(Part::ArmR, [20.0, 18.0, 9.0], [20.0, 11.2, 9.0], 1.3, [25.0, 31.0]);
        raster
    }

    fn leg_pieces(raster: &Raster, cut: &[bool]) -> usize {
        let is_leg = |at: usize| raster.at(at % 40, at / 40).is_some_and(|hit| hit.part == Some(Part::LegL));
        let all = pieces(raster, |at| !cut[at] && is_leg(at), |_, _| true);
        all.iter().enumerate().filter(|(at, piece)| **piece == *at).count()
    }

    #[test]
    fn a_line_around_a_hand_does_not_cut_the_leg_beside_it() {
        for size in [Size::Small, Size::Medium, Size::Large] {
            let leg = crossed(13.0);
            let cut = cut(&leg, &Skeleton::new(), Some(size));
            assert!(cut.iter().any(|cut| *cut), "there is a line");
            assert_eq!(leg_pieces(&leg, &cut), 1);
        }
    }

    #[test]
    fn what_is_too_thin_for_a_line_has_none() {
        let leg = crossed(2.6);
        for size in [Size::Small, Size::Medium, Size::Large] {
            let cut = cut(&leg, &Skeleton::new(), Some(size));
            assert!(!cut.contains(&true), "{size:?}");
        }
    }

    #[test]
    fn no_line_runs_where_two_places_are_near_along_the_body() {
        let hit = |part, along, _: Vec3| Hit { depth: 0.0, part: Some(part), along, bone: [0.0; 3] };
        let body = Skeleton::new();
        let trunk = hit(Part::Torso, 0.0, Vec3::default());
        assert!(apart(&trunk, &hit(Part::ArmR, 8.0, Vec3::default()), &body) < JOINED);
        assert!(apart(&trunk, &hit(Part::ArmR, 25.0, Vec3::default()), &body) > JOINED);
        assert!(apart(&trunk, &hit(Part::Head, 0.0, Vec3::default()), &body) < JOINED);
    }
}
