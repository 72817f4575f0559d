//! A pose: what it says, laid over what it is like.

use super::value::{ANGLE, Reader, Table, Value, number};
use crate::{
    diagnostic::Diagnostic,
    figure::{
        body::Flank,
        model::{Direction, Goal, Limb, PLANTED, Part, Pin, Planted, Pose, Turn, View, Way},
        vec3::Vec3,
    },
};

const KEYS: &[&str] = &[
    "like",
    "root",
    "pin",
    "body",
    "spine",
    "twist",
    "lean",
    "neck",
    "head",
    "head_turn",
    "head_lean",
    "arm",
    "leg",
    "planted",
    "view",
    "moves",
];

/// What a pose says of its pin.
#[derive(Clone, Copy, Debug)]
enum Pinned {
    At(Pin),
    /// `false`: not where the base has it.
    Nowhere,
}

/// As much of a pose as has been said.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    root: Option<Vec3>,
    pin: Option<Pinned>,
    turn: Option<Turn>,
    spine: Option<[f64; 4]>,
    twist: Option<[f64; 4]>,
    lean: Option<[f64; 4]>,
    neck: Option<f64>,
    head: Option<f64>,
    head_turn: Option<f64>,
    head_lean: Option<f64>,
    arms: [Option<Limb>; 2],
    legs: [Option<Limb>; 2],
    planted: Option<Vec<Planted>>,
    pub(super) view: Option<View>,
    pub(super) moves: Option<Vec<Part>>,
}

impl Draft {
    /// With what `below` says where this says nothing.
    pub(super) fn over(self, below: &Self) -> Self {
        // A new spine takes its neck and head along, and a new neck its head.
        let neck = self.neck.or(if self.spine.is_some() { None } else { below.neck });
        let follows = self.spine.is_some() || self.neck.is_some();
        let head = self.head.or(if follows { None } else { below.head });
        Self {
            root: self.root.or(below.root),
            pin: self.pin.or(below.pin),
            turn: self.turn.or(below.turn),
            spine: self.spine.or(below.spine),
            twist: self.twist.or(below.twist),
            lean: self.lean.or(below.lean),
            neck,
            head,
            head_turn: self.head_turn.or(below.head_turn),
            head_lean: self.head_lean.or(below.head_lean),
            arms: [self.arms[0].or(below.arms[0]), self.arms[1].or(below.arms[1])],
            legs: [self.legs[0].or(below.legs[0]), self.legs[1].or(below.legs[1])],
            planted: self.planted.or_else(|| below.planted.clone()),
            view: self.view.or(below.view),
            moves: self.moves.or_else(|| below.moves.clone()),
        }
    }

    /// The whole pose, or the key that it lacks.
    pub(super) fn finish(self, name: &str) -> Result<Pose, &'static str> {
        let spine = self.spine.ok_or("spine")?;
        let neck = self.neck.unwrap_or(spine[3]);
        let pin = match self.pin {
            Some(Pinned::At(pin)) => Some(pin),
            Some(Pinned::Nowhere) | None => None,
        };
        let root = self.root.or(pin.map(|_| Vec3::default())).ok_or("root")?;
        Ok(Pose {
            name: name.to_owned(),
            root,
            pin,
            turn: self.turn.unwrap_or_default(),
            spine,
            twist: self.twist.unwrap_or_default(),
            lean: self.lean.unwrap_or_default(),
            neck,
            head: self.head.unwrap_or(neck),
            head_turn: self.head_turn.unwrap_or(0.0),
            head_lean: self.head_lean.unwrap_or(0.0),
            arms: [self.arms[0].ok_or("arm.r")?, self.arms[1].ok_or("arm.l")?],
            legs: [self.legs[0].ok_or("leg.r")?, self.legs[1].ok_or("leg.l")?],
            planted: self.planted.unwrap_or_default(),
            view: self.view.unwrap_or(View { yaw: 0.0, elev: 0.0, far: true }),
            moves: self.moves.unwrap_or_default(),
        })
    }
}

/// Reads what one pose says.
pub(super) fn read_pose(reader: &mut Reader, table: &Table<'_>) -> Draft {
    reader.known(table, KEYS);
    let mut draft = Draft {
        root: table.get("root").and_then(|value| reader.place("root", value)),
        pin: table.get("pin").and_then(|value| pin(reader, value)),
        turn: table.get("body").and_then(|value| turn(reader, value)),
        spine: four(reader, table, "spine"),
        twist: four(reader, table, "twist"),
        lean: four(reader, table, "lean"),
        neck: number(reader, table, "neck", ANGLE),
        head: number(reader, table, "head", ANGLE),
        head_turn: number(reader, table, "head_turn", -120.0..=120.0),
        head_lean: number(reader, table, "head_lean", -60.0..=60.0),
        planted: table.get("planted").map(|value| planted(reader, value)),
        view: table.get("view").and_then(|value| reader.view(value)),
        moves: table.get("moves").map(|value| reader.parts(value)),
        ..Draft::default()
    };
    draft.arms = pair(reader, table, "arm", arm);
    draft.legs = pair(reader, table, "leg", leg);
    draft
}

/// One number for the whole spine, or one for each of its four parts from the pelvis up.
fn four(reader: &mut Reader, table: &Table<'_>, key: &str) -> Option<[f64; 4]> {
    let value = table.get(key)?;
    if value.get_ref().as_array().is_none() {
        return reader.number(key, value, ANGLE).map(|angle| [angle; 4]);
    }
    let wanted = "one number, or four: pelvis, lumbar, thorax, chest";
    let all = reader.numbers(key, value, 4..=4, wanted)?;
    all.try_into().ok()
}

fn pin(reader: &mut Reader, value: &Value<'_>) -> Option<Pinned> {
    if value.get_ref().as_bool() == Some(false) {
        return Some(Pinned::Nowhere);
    }
    let table = reader.table("pin", "a pin", value)?;
    reader.known(&table, &["joint", "at"]);
    let joint = reader.needed(&table, "joint").and_then(|value| reader.joint("joint", value));
    let wanted = "a place `[x, y]` or `[x, y, z]`";
    let at = reader.needed(&table, "at").and_then(|value| reader.numbers("at", value, 2..=3, wanted));
    let (joint, at) = (joint?, at?);
    Some(Pinned::At(Pin { joint, x: at[0], y: at[1], z: at.get(2).copied() }))
}

fn turn(reader: &mut Reader, value: &Value<'_>) -> Option<Turn> {
    let table = reader.table("body", "the turn of the body", value)?;
    reader.known(&table, &["yaw", "roll", "tip"]);
    let mut angle = |key| number(reader, &table, key, ANGLE).unwrap_or(0.0);
    Some(Turn { yaw: angle("yaw"), roll: angle("roll"), tip: angle("tip") })
}

fn planted(reader: &mut Reader, value: &Value<'_>) -> Vec<Planted> {
    let all: Vec<_> = PLANTED.iter().map(|(name, joints)| (Planted { name, joints }, *name)).collect();
    let texts = reader.texts("planted", value);
    texts
        .into_iter()
        .filter_map(|(text, span)| reader.one_of("planted", &text, span, &all).cloned())
        .collect()
}

type ReadLimb = fn(&mut Reader, &Table<'_>, Flank) -> Option<Limb>;

/// `leg.r`, `leg.l` and `leg.both`.
fn pair(reader: &mut Reader, table: &Table<'_>, key: &'static str, read: ReadLimb) -> [Option<Limb>; 2] {
    let Some(value) = table.get(key) else { return [None, None] };
    let Some(sides) = reader.table(key, "`arm` or `leg`", value) else { return [None, None] };
    reader.known(&sides, &["r", "l", "both"]);
    Flank::BOTH.map(|flank| {
        let own = sides.get(if flank == Flank::Right { "r" } else { "l" });
        let value = own.or_else(|| sides.get("both"))?;
        let limb = reader.table(key, if key == "arm" { "an arm" } else { "a leg" }, value)?;
        read(reader, &limb, flank)
    })
}

fn arm(reader: &mut Reader, table: &Table<'_>, flank: Flank) -> Option<Limb> {
    limb(reader, table, flank, ["upper", "fore", "hand", "palm"])
}

fn leg(reader: &mut Reader, table: &Table<'_>, flank: Flank) -> Option<Limb> {
    limb(reader, table, flank, ["thigh", "shank", "foot", "toes"])
}

fn limb(
    reader: &mut Reader,
    table: &Table<'_>,
    flank: Flank,
    [upper, lower, goal, end]: [&'static str; 4],
) -> Option<Limb> {
    reader.known(table, &[upper, lower, goal, "world", "on", "off", "bend", end]);
    let way = |reader: &mut Reader, key: &str| table.get(key).map(|value| reader.direction(key, value));
    let last = way(reader, end);
    let targets: Vec<&str> =
        [goal, "world", "on"].into_iter().filter(|key| table.get(key).is_some()).collect();
    let bones: Vec<&str> = [upper, lower].into_iter().filter(|key| table.get(key).is_some()).collect();
    if targets.len() > 1
        || (!targets.is_empty() && !bones.is_empty())
        || bones.len() == 1
        || targets.len() + bones.len() == 0
    {
        reader.fault(
            Diagnostic::error(table.span.clone(), format!("{} is given either by angles or by one target", table.what))
                .help(format!(
                    "write `{{ {upper} = …, {lower} = … }}`, `{{ {goal} = [x, y, out] }}`, `{{ world = [x, y, z] }}` or `{{ on = \"joint\" }}`"
                )),
        );
        return None;
    }
    let way = if bones.is_empty() {
        let goal = target(reader, table, flank, goal);
        let bend = way(reader, "bend");
        Way::Reach { goal: goal?, bend: bend.map_or(Some(None), |bend| bend.map(Some))? }
    } else {
        let upper_way = way(reader, upper)?;
        let lower_way = way(reader, lower)?;
        Way::Bones { upper: upper_way?, lower: lower_way? }
    };
    let end: Option<Direction> = last.map_or(Some(None), |end| end.map(Some))?;
    Some(Limb { way, end })
}

fn target(reader: &mut Reader, table: &Table<'_>, flank: Flank, goal: &str) -> Option<Goal> {
    if let Some(value) = table.get("on") {
        let joint = reader.joint("on", value)?;
        let off = table.get("off").map_or(Some(Vec3::default()), |value| reader.place("off", value))?;
        return Some(Goal::On { joint, off: Vec3::new(off.x, off.y, off.z * flank.sign()) });
    }
    if let Some(value) = table.get("world") {
        return reader.place("world", value).map(Goal::Place);
    }
    let place = reader.place(goal, table.get(goal)?)?;
    Some(Goal::Place(Vec3::new(place.x, place.y, place.z * flank.sign())))
}
