//! What must hold of every frame of every figure, so that a body is seen and not a puppet.

use std::fmt;

use super::{
    blend::blend,
    body::{self, Flank, Joint, Skeleton},
    flesh::flesh,
    model::{Figure, Part, Pose, Way},
    solve::solve,
    timeline::Frame,
    vec3::Vec3,
};

/// A fault of a figure: which pose, and what in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub figure: String,
    /// `reach`, or `start → reach` for the way between two.
    pub pose: String,
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: {}", self.figure, self.pose, self.what)
    }
}

/// So many pictures from one key pose to the next.
const STEPS: u32 = 16;
/// What is planted may move by this much.
const DRIFT: f64 = 0.05;
/// What rests on the floor may be pressed in by this much.
const SUNK: f64 = 0.75;

/// Looks at every way between two poses that a figure may take. Each fault is named once, where it is worst.
pub fn check(figure: &Figure) -> Vec<Fault> {
    let mut faults = Vec::new();
    for pose in &figure.poses {
        let mut found = Found::default();
        found.posed(pose);
        found.into_faults(figure, &pose.name, &mut faults);
    }
    let played = [&figure.play.hold, &figure.play.rep, &figure.play.flow, &figure.play.open];
    for (number, pose) in figure.poses.iter().enumerate() {
        if !played.iter().any(|path| path.contains(&number)) {
            faults.push(Fault {
                figure: figure.id.clone(),
                pose: pose.name.clone(),
                what: "no sequence of `[play]` comes to this pose, so that no way to it is measured".into(),
            });
        }
    }
    for (from, to) in figure.ways() {
        let (from, to) = (&figure.poses[from], &figure.poses[to]);
        let mut found = Found::default();
        for step in 0..=STEPS {
            found.posed(&blend(from, to, f64::from(step) / f64::from(STEPS)));
        }
        found.planted(from, to);
        found.swings(from, to);
        let ends = [from, to].map(|pose| {
            let mut end = Found::default();
            end.posed(pose);
            end
        });
        // What the key poses do already is not said again of the way between them.
        found.all.retain(|fault| !ends.iter().any(|end| end.all.iter().any(|known| known.key == fault.key)));
        found.into_faults(figure, &format!("{} → {}", from.name, to.name), &mut faults);
    }
    faults
}

impl Figure {
    /// Every pair of poses that follow each other in some sequence, each once.
    pub(super) fn ways(&self) -> Vec<(usize, usize)> {
        let play = &self.play;
        let mut ways: Vec<(usize, usize)> = [&play.hold, &play.rep, &play.flow, &play.open]
            .into_iter()
            .flat_map(|path| path.windows(2).map(|pair| (pair[0], pair[1])))
            .filter(|(from, to)| from != to)
            .collect();
        ways.sort_unstable();
        ways.dedup();
        // The way back is the same one.
        let all = ways.clone();
        ways.retain(|(from, to)| from < to || !all.contains(&(*to, *from)));
        ways
    }

    /// Frames of all poses and of so many places between those that follow each other.
    pub(super) fn samples(&self, between: u32) -> Vec<Frame> {
        let mut frames: Vec<Frame> =
            (0..self.poses.len()).map(|pose| self.posed(pose, None, false)).collect();
        for (from, to) in self.ways() {
            for step in 1..between {
                let share = f64::from(step) / f64::from(between);
                let pose = blend(&self.poses[from], &self.poses[to], share);
                frames.push(Frame {
                    skeleton: solve(&pose).skeleton,
                    view: pose.view,
                    pose: if share < 0.5 { from } else { to },
                    breath: 0.0,
                    moves: pose.moves,
                    mirrored: false,
                    swapped: false,
                    arrows: false,
                });
            }
        }
        frames
    }
}

#[derive(Default)]
struct Found {
    all: Vec<Measured>,
}

/// How far something is beyond its limit.
struct Measured {
    /// The same for the same fault in other frames.
    key: String,
    what: String,
    excess: f64,
}

impl Found {
    fn add(&mut self, key: String, excess: f64, what: impl FnOnce() -> String) {
        if excess <= 0.0 {
            return;
        }
        match self.all.iter_mut().find(|known| known.key == key) {
            Some(known) if known.excess >= excess => {}
            Some(known) => {
                known.excess = excess;
                known.what = what();
            }
            None => self.all.push(Measured { key, what: what(), excess }),
        }
    }

    fn into_faults(self, figure: &Figure, pose: &str, faults: &mut Vec<Fault>) {
        faults.extend(self.all.into_iter().map(|measured| Fault {
            figure: figure.id.clone(),
            pose: pose.to_owned(),
            what: measured.what,
        }));
    }

    fn posed(&mut self, pose: &Pose) {
        let solved = solve(pose);
        for (joint, short) in solved.short {
            let name = joint.name();
            self.add(format!("short {name}"), short, || {
                format!(
                    "{name} is {short:.1} out of reach; bring its goal nearer, or the shoulder or hip to it"
                )
            });
        }
        let body = &solved.skeleton;
        self.lengths(body);
        self.floor(body);
        self.trunk(pose);
        for flank in Flank::BOTH {
            self.arm(body, flank);
            self.leg(body, flank);
        }
    }

    fn lengths(&mut self, body: &Skeleton) {
        let mut bone = |from: Joint, to: Joint, length: f64| {
            let found = body.at(from).distance(body.at(to));
            self.add(format!("length {}", to.name()), (found / length - 1.0).abs() - 0.01, || {
                format!("{} to {} is {found:.2} long instead of {length}", from.name(), to.name())
            });
        };
        let trunk = [Joint::Hip, Joint::Pelvis, Joint::Waist, Joint::Ribs, Joint::Neck];
        for (pair, length) in trunk.windows(2).zip(body::SPINE) {
            bone(pair[0], pair[1], length);
        }
        bone(Joint::Neck, Joint::Nape, body::NECK);
        bone(Joint::Nape, Joint::Head, body::HEAD_RISE);
        for flank in Flank::BOTH {
            let [shoulder, elbow, wrist, fingers] = Joint::arm(flank);
            bone(shoulder, elbow, body::UPPER_ARM);
            bone(elbow, wrist, body::FOREARM);
            bone(wrist, fingers, body::HAND);
            let [hip, knee, ankle, heel, toe] = Joint::leg(flank);
            bone(hip, knee, body::THIGH);
            bone(knee, ankle, body::SHIN);
            bone(heel, toe, body::HEEL + body::FOREFOOT);
        }
        bone(Joint::HipL, Joint::HipR, 2.0 * body::HIP_WIDTH);
        bone(Joint::ShoulderL, Joint::ShoulderR, 2.0 * body::SHOULDER_WIDTH);
    }

    fn floor(&mut self, body: &Skeleton) {
        for capsule in flesh(body, 0.0) {
            for (end, radius) in [capsule.from, capsule.to].into_iter().zip(capsule.radii) {
                let depth = radius - end.y;
                let name = nearest(body, capsule.part, end);
                self.add(format!("floor {name}"), depth - SUNK, || {
                    format!(
                        "{name} sinks {depth:.1} below the floor: it is at height {:.1} with a radius of {radius:.1}",
                        end.y
                    )
                });
            }
        }
    }

    fn range(&mut self, name: &str, what: &str, value: f64, low: f64, high: f64) {
        let excess = (low - value).max(value - high);
        self.add(format!("range {name} {what}"), excess, || {
            format!("{name} {what} {value:.0}°; people have {low:.0}° to {high:.0}°")
        });
    }

    fn trunk(&mut self, pose: &Pose) {
        for (i, name) in ["lumbar", "thorax", "chest"].into_iter().enumerate() {
            self.range(
                name,
                "bends back against the part below by",
                pose.spine[i + 1] - pose.spine[i],
                -55.0,
                50.0,
            );
            self.range(
                name,
                "twists against the part below by",
                pose.twist[i + 1] - pose.twist[i],
                -40.0,
                40.0,
            );
        }
        self.range("spine", "bends back by", pose.spine[3] - pose.spine[0], -115.0, 75.0);
        self.range("neck", "bends back by", pose.neck - pose.spine[3], -65.0, 60.0);
        self.range("head", "bends back against the neck by", pose.head - pose.neck, -45.0, 45.0);
        self.range("head", "turns by", pose.head_turn, -85.0, 85.0);
        self.range("head", "leans by", pose.head_lean, -50.0, 50.0);
        self.range("spine", "leans by", pose.lean[3] - pose.lean[0], -60.0, 60.0);
    }

    fn arm(&mut self, body: &Skeleton, flank: Flank) {
        let [shoulder, elbow, wrist, fingers] = Joint::arm(flank);
        let chest = body.spine[3];
        let upper = body.direction(shoulder, elbow);
        let fore = body.direction(elbow, wrist);
        self.range(elbow.name(), "is bent by", upper.angle(fore), 0.0, 155.0);
        self.range(wrist.name(), "is bent by", fore.angle(body.direction(wrist, fingers)), 0.0, 95.0);
        let aside = upper.dot(chest.right) * flank.sign();
        if aside.abs() < 0.7 {
            let raised = upper.dot(chest.front).atan2(-upper.dot(chest.up)).to_degrees();
            // An arm overhead and a little behind is counted on from 180.
            let raised = if raised < -140.0 { raised + 360.0 } else { raised };
            self.range(shoulder.name(), "is raised ahead by", raised, -75.0, 215.0);
        }
        let across = aside.asin().to_degrees();
        self.range(shoulder.name(), "is moved outwards by", across, -60.0, 95.0);
    }

    fn leg(&mut self, body: &Skeleton, flank: Flank) {
        let [hip, knee, ankle, heel, toe] = Joint::leg(flank);
        let pelvis = body.spine[0];
        let thigh = body.direction(hip, knee);
        let shin = body.direction(knee, ankle);
        let bent = thigh.angle(shin);
        self.range(knee.name(), "is bent by", bent, 0.0, 162.0);
        let aside = thigh.dot(pelvis.right) * flank.sign();
        let raised = thigh.dot(pelvis.front).atan2(-thigh.dot(pelvis.up)).to_degrees();
        if aside.abs() < 0.7 {
            self.range(hip.name(), "is raised ahead by", raised, -40.0, 148.0);
        }
        self.range(hip.name(), "is moved outwards by", aside.asin().to_degrees(), -45.0, 85.0);
        if let Some(front) = pelvis.right.cross(thigh).unit() {
            let forward = shin.dot(front).asin().to_degrees();
            if aside.abs() < 0.5 && bent > 1.0 {
                self.range(knee.name(), "bends forward by", forward, -90.0, 12.0);
            }
        }
        let foot = shin.angle(body.direction(heel, toe));
        self.range(ankle.name(), "is at an angle to the shin of", foot, 0.0, 132.0);
    }

    /// Between nearly opposite directions it is chance which way round a bone turns.
    fn swings(&mut self, from: &Pose, to: &Pose) {
        let ends = [from, to].map(|pose| (solve(pose).skeleton, pose.turn.basis()));
        for flank in Flank::BOTH {
            let [hip, knee, ankle, ..] = Joint::leg(flank);
            let [shoulder, elbow, wrist, _] = Joint::arm(flank);
            let limbs = [
                (from.legs[flank.index()], to.legs[flank.index()], [hip, knee, ankle]),
                (from.arms[flank.index()], to.arms[flank.index()], [shoulder, elbow, wrist]),
            ];
            for (a, b, joints) in limbs {
                if matches!((a.way, b.way), (Way::Reach { .. }, Way::Reach { .. })) {
                    continue;
                }
                for bone in joints.windows(2) {
                    let ways = [0, 1].map(|i| {
                        let (body, turn) = &ends[i];
                        turn.to_body(body.direction(bone[0], bone[1]))
                    });
                    let angle = ways[0].angle(ways[1]);
                    let (start, end) = (bone[0].name(), bone[1].name());
                    self.add(format!("swing {end}"), angle - 172.0, || {
                        format!(
                            "{start} to {end} turns by {angle:.0}°, and it is chance which way round; put a pose between"
                        )
                    });
                }
            }
        }
    }

    /// What both poses plant stays where it is all the way.
    fn planted(&mut self, from: &Pose, to: &Pose) {
        let first = solve(from).skeleton;
        for planted in from.planted.iter().filter(|planted| to.planted.contains(planted)) {
            for step in 1..=STEPS {
                let share = f64::from(step) / f64::from(STEPS);
                let now = solve(&blend(from, to, share)).skeleton;
                for joint in planted.joints {
                    let drift = first.at(*joint).distance(now.at(*joint));
                    self.add(format!("planted {}", planted.name), drift - DRIFT, || {
                        format!(
                            "{} is planted but slides by {drift:.2} ({}); give it the same target in both poses, or pin it",
                            planted.name,
                            joint.name()
                        )
                    });
                }
            }
        }
    }
}

/// The joint of a part that is nearest to a place.
fn nearest(body: &Skeleton, part: Part, place: Vec3) -> &'static str {
    let joints: &[Joint] = match part {
        Part::Torso => &[
            Joint::Hip,
            Joint::Pelvis,
            Joint::Waist,
            Joint::Ribs,
            Joint::Neck,
            Joint::Nape,
            Joint::ShoulderR,
            Joint::ShoulderL,
        ],
        Part::Head => &[Joint::Head],
        Part::ArmR => &[Joint::ShoulderR, Joint::ElbowR, Joint::WristR, Joint::FingersR],
        Part::ArmL => &[Joint::ShoulderL, Joint::ElbowL, Joint::WristL, Joint::FingersL],
        Part::LegR => &[Joint::HipR, Joint::KneeR, Joint::AnkleR, Joint::HeelR, Joint::ToeR],
        Part::LegL => &[Joint::HipL, Joint::KneeL, Joint::AnkleL, Joint::HeelL, Joint::ToeL],
    };
    let by_distance =
        |a: &&Joint, b: &&Joint| body.at(**a).distance(place).total_cmp(&body.at(**b).distance(place));
    joints.iter().min_by(by_distance).map_or("body", |joint| joint.name())
}
