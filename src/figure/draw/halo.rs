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
const NEARER: f64 = 1.0;
/// Cut-off pieces of fewer dots are no limbs.
const CRUMB: usize = 3;

/// Which dots stay dark. `None`: no halo.
pub(super) fn cut(raster: &Raster, body: &Skeleton, size: Option<Size>) -> Vec<bool> {
    let (width, height) = (raster.width(), raster.height());
    let mut cut = vec![false; width * height];
    let Some(size) = size else { return cut };
    let around = neighbours(size);
    for y in 0..height {
        for x in 0..width {
            let Some(hit) = raster.at(x, y).filter(|hit| hit.part.is_some()) else { continue };
            cut[y * width + x] = around.iter().any(|[dx, dy]| {
                let (Some(x), Some(y)) = (x.checked_add_signed(*dx), y.checked_add_signed(*dy)) else {
                    return false;
                };
                raster
                    .at(x, y)
                    .is_some_and(|near| near.depth > hit.depth + NEARER && apart(hit, near, body) > JOINED)
            });
        }
    }
    mend(raster, body, &mut cut);
    sweep(raster, &mut cut);
    cut
}

/// Darkens the few dots that a halo leaves of something nearly hidden.
fn sweep(raster: &Raster, cut: &mut [bool]) {
    let left = pieces(raster, |at| !cut[at], |_, _| true);
    let mut sizes = vec![0_usize; cut.len()];
    for piece in left.iter().flatten() {
        sizes[*piece] += 1;
    }
    for (at, piece) in left.iter().enumerate() {
        if piece.is_some_and(|piece| sizes[piece] <= CRUMB) {
            cut[at] = true;
        }
    }
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
    if part_a == part_b {
        return (a.along - b.along).abs() - SAME;
    }
    match (root(part_a), root(part_b)) {
        // Head and trunk are never told apart.
        (None, None) => 0.0,
        (Some(joint), None) => a.along + from_trunk(part_b, b, joint, body),
        (None, Some(joint)) => b.along + from_trunk(part_a, a, joint, body),
        (Some(one), Some(other)) if is_hip(one) != is_hip(other) => {
            a.along + b.along + body.at(one).distance(body.at(other))
        }
        // Both legs, or both arms: between their roots there is only the width of the trunk.
        (Some(_), Some(_)) => a.along + b.along,
    }
}

fn from_trunk(part: Part, hit: &Hit, joint: Joint, body: &Skeleton) -> f64 {
    if part == Part::Head {
        return body.at(Joint::Head).distance(body.at(joint));
    }
    (hit.bone.distance(body.at(joint)) - TRUNK).max(0.0)
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
    let mut sizes = vec![0_usize; cut.len()];
    for piece in left.iter().flatten() {
        sizes[*piece] += 1;
    }
    // For every whole piece the largest part that is left of it.
    let mut largest: Vec<Option<usize>> = vec![None; cut.len()];
    for (at, piece) in left.iter().enumerate() {
        let (Some(piece), Some(of)) = (piece, whole[at]) else { continue };
        if largest[of].is_none_or(|other| sizes[other] < sizes[*piece]) {
            largest[of] = Some(*piece);
        }
    }
    let mut done = vec![false; cut.len()];
    for at in 0..cut.len() {
        let (Some(piece), Some(of)) = (left[at], whole[at]) else { continue };
        if largest[of] != Some(piece) && sizes[piece] > CRUMB && !done[piece] {
            done[piece] = true;
            bridge(raster, body, cut, &left, piece);
        }
    }
}

/// Restores the shortest way through dark dots from a piece to another one.
fn bridge(raster: &Raster, body: &Skeleton, cut: &mut [bool], left: &[Option<usize>], piece: usize) {
    let mut from: Vec<Option<usize>> = vec![None; cut.len()];
    let mut queue: Vec<usize> = (0..cut.len()).filter(|at| left[*at] == Some(piece)).collect();
    for start in &queue {
        from[*start] = Some(*start);
    }
    let mut next = 0;
    while let Some(&at) = queue.get(next) {
        next += 1;
        for to in joined(raster, body, at) {
            if from[to].is_some() {
                continue;
            }
            from[to] = Some(at);
            if left[to].is_some() {
                let mut back = at;
                while left[back] != Some(piece) {
                    cut[back] = false;
                    for beside in joined(raster, body, back) {
                        cut[beside] = false;
                    }
                    back = from[back].unwrap_or(back);
                }
                return;
            }
            queue.push(to);
        }
    }
}

/// The dots beside a dot that are of one piece with it.
fn joined(raster: &Raster, body: &Skeleton, at: usize) -> Vec<usize> {
    beside(raster, at, |a, b| apart(a, b, body) <= JOINED).collect()
}

fn beside(raster: &Raster, at: usize, together: impl Fn(&Hit, &Hit) -> bool) -> impl Iterator<Item = usize> {
    let width = raster.width();
    let (x, y) = (at % width, at / width);
    [[1, 0], [-1, 0], [0, 1], [0, -1]].into_iter().filter_map(move |[dx, dy]: [isize; 2]| {
        let hit = raster.at(x, y)?;
        let (x, y) = (x.checked_add_signed(dx)?, y.checked_add_signed(dy)?);
        let other = raster.at(x, y).filter(|other| other.part.is_some())?;
        together(hit, other).then_some(y * width + x)
    })
}

/// Numbers the pieces that hang together: each has the number of its first dot.
fn pieces(
    raster: &Raster,
    lit: impl Fn(usize) -> bool,
    together: impl Fn(&Hit, &Hit) -> bool,
) -> Vec<Option<usize>> {
    let (width, height) = (raster.width(), raster.height());
    let mut pieces: Vec<Option<usize>> = vec![None; width * height];
    let mut open = Vec::new();
    let is_body = |at: usize| raster.at(at % width, at / width).is_some_and(|hit| hit.part.is_some());
    for start in 0..pieces.len() {
        if pieces[start].is_some() || !lit(start) || !is_body(start) {
            continue;
        }
        pieces[start] = Some(start);
        open.push(start);
        while let Some(at) = open.pop() {
            for to in beside(raster, at, &together) {
                if pieces[to].is_none() && lit(to) {
                    pieces[to] = Some(start);
                    open.push(to);
                }
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{draw::raster::Brush, vec3::Vec3};

    /// A thin far leg along row 10, and the tip of a near arm that comes down on it.
    fn crossed() -> Raster {
        let mut raster = Raster::new(40, 20);
        let brush = Brush { scale: 1.0, origin: [0.0, 20.0], least: 1.0 };
        let mut limb = |part, from: [f64; 3], to: [f64; 3], along| {
            let ends = [from, to].map(|[x, y, z]| Vec3::new(x, y, z));
            raster.capsule(&brush, ends, [1.3; 2], Some(part), along, ends);
        };
        limb(Part::LegL, [4.0, 9.5, -6.0], [36.0, 9.5, -6.0], [16.0, 48.0]);
        limb(Part::ArmR, [20.0, 18.0, 9.0], [20.0, 11.2, 9.0], [25.0, 31.0]);
        raster
    }

    fn leg_pieces(cut: &[bool]) -> usize {
        let raster = crossed();
        let is_leg = |at: usize| raster.at(at % 40, at / 40).is_some_and(|hit| hit.part == Some(Part::LegL));
        let all = pieces(&raster, |at| !cut[at] && is_leg(at), |_, _| true);
        all.iter().enumerate().filter(|(at, piece)| **piece == Some(*at)).count()
    }

    #[test]
    fn a_line_around_a_hand_does_not_cut_the_leg_beside_it() {
        let cut = cut(&crossed(), &Skeleton::new(), Some(Size::Large));
        assert!(cut.iter().any(|cut| *cut), "there is a line");
        assert_eq!(leg_pieces(&cut), 1);
    }

    #[test]
    fn no_line_runs_where_two_places_are_near_along_the_body() {
        let hit = |part, along, bone| Hit { depth: 0.0, part: Some(part), along, bone };
        let body = Skeleton::new();
        let trunk = hit(Part::Torso, 0.0, Vec3::default());
        assert!(apart(&trunk, &hit(Part::ArmR, 8.0, Vec3::default()), &body) < JOINED);
        assert!(apart(&trunk, &hit(Part::ArmR, 25.0, Vec3::default()), &body) > JOINED);
        assert!(apart(&trunk, &hit(Part::Head, 0.0, Vec3::default()), &body) < JOINED);
    }
}
