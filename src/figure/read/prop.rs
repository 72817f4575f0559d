//! What stands beside the figure, and the arrows.

use super::value::{FAR, Reader, Table, number};
use crate::figure::{
    body::Joint,
    model::{Arrow, Prop, Shape, Spot},
};

#[derive(Clone, Copy)]
enum Kind {
    Mat,
    Chair,
    Wall,
    Ball,
    Roller,
    Weight,
    Stick,
    BackStick,
    Strap,
    Towel,
    Band,
    Bed,
    Disc,
}

const KINDS: &[(&str, Kind)] = &[
    ("mat", Kind::Mat),
    ("chair", Kind::Chair),
    ("wall", Kind::Wall),
    ("ball", Kind::Ball),
    ("roller", Kind::Roller),
    ("weight", Kind::Weight),
    ("stick", Kind::Stick),
    ("back-stick", Kind::BackStick),
    ("strap", Kind::Strap),
    ("towel", Kind::Towel),
    ("band", Kind::Band),
    ("bed", Kind::Bed),
    ("disc", Kind::Disc),
];

impl Kind {
    const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Mat => &["kind", "poses", "from", "to", "width"],
            Self::Chair => &["kind", "poses", "x", "z", "seat", "back", "depth", "width", "face"],
            Self::Wall => &["kind", "poses", "x", "height", "face"],
            Self::Ball | Self::Roller | Self::Weight => &["kind", "poses", "at", "radius"],
            Self::Stick => &["kind", "poses", "from", "to"],
            Self::BackStick => &["kind", "poses"],
            Self::Strap | Self::Towel => &["kind", "poses", "through"],
            Self::Band => &["kind", "poses", "through", "around", "above"],
            Self::Bed => &["kind", "poses", "from", "to", "height", "width"],
            Self::Disc => &["kind", "poses", "at", "radius", "height"],
        }
    }
}

pub(super) fn read_prop(reader: &mut Reader, table: &Table<'_>, names: &[&str]) -> Option<Prop> {
    let kind = *reader.needed(table, "kind").and_then(|value| reader.word("kind", value, KINDS))?;
    reader.known(table, kind.keys());
    let poses = table.get("poses").map_or_else(Vec::new, |value| poses(reader, value, names));
    let shape = match kind {
        Kind::Mat => Shape::Mat {
            from: or(reader, table, "from", -60.0),
            to: or(reader, table, "to", 60.0),
            width: or(reader, table, "width", 36.0),
        },
        Kind::Chair => Shape::Chair {
            x: or(reader, table, "x", 0.0),
            z: or(reader, table, "z", 0.0),
            seat: or(reader, table, "seat", 26.0),
            back: or(reader, table, "back", 26.0),
            depth: or(reader, table, "depth", 20.0),
            width: or(reader, table, "width", 20.0),
            face: or(reader, table, "face", 1.0).signum(),
        },
        Kind::Wall => Shape::Wall {
            x: or(reader, table, "x", 0.0),
            height: or(reader, table, "height", 105.0),
            face: or(reader, table, "face", 1.0).signum(),
        },
        Kind::Ball => {
            Shape::Ball { at: spot(reader, table, "at")?, radius: or(reader, table, "radius", 17.0) }
        }
        Kind::Roller => {
            Shape::Ball { at: spot(reader, table, "at")?, radius: or(reader, table, "radius", 4.5) }
        }
        Kind::Weight => {
            Shape::Weight { at: spot(reader, table, "at")?, radius: or(reader, table, "radius", 6.0) }
        }
        Kind::Stick => Shape::Stick { from: spot(reader, table, "from")?, to: spot(reader, table, "to")? },
        Kind::BackStick => Shape::BackStick,
        Kind::Strap => Shape::Strap { through: spots(reader, table)?, thick: false },
        Kind::Band if table.get("around").is_some() => {
            let value = table.get("around")?;
            let text = reader.text("around", value)?;
            let all: Vec<_> = Joint::ALL
                .iter()
                .filter(|joint| joint.above().is_some())
                .map(|joint| (*joint, joint.name()))
                .collect();
            let joint = *reader.one_of("around", &text, value.span(), &all)?;
            Shape::Ring { joint, above: or(reader, table, "above", 6.0) }
        }
        Kind::Towel | Kind::Band => Shape::Strap { through: spots(reader, table)?, thick: true },
        Kind::Bed => Shape::Bed {
            from: or(reader, table, "from", -60.0),
            to: or(reader, table, "to", 60.0),
            height: or(reader, table, "height", 26.0),
            width: or(reader, table, "width", 20.0),
        },
        Kind::Disc => Shape::Disc {
            at: spot(reader, table, "at")?,
            radius: or(reader, table, "radius", 10.0),
            height: or(reader, table, "height", 5.0),
        },
    };
    Some(Prop { shape, poses })
}

pub(super) fn read_arrow(reader: &mut Reader, table: &Table<'_>, names: &[&str]) -> Option<Arrow> {
    reader.known(table, &["pose", "path"]);
    let value = reader.needed(table, "pose")?;
    let text = reader.text("pose", value)?;
    let all: Vec<(usize, &str)> = names.iter().copied().enumerate().collect();
    let pose = *reader.one_of("pose", &text, value.span(), &all)?;
    let value = reader.needed(table, "path")?;
    let wanted = "a list of at least two places, like `[[11, 58], [11, 66]]`";
    let Some(items) = value.get_ref().as_array().filter(|items| items.len() > 1) else {
        return reader.wrong("path", wanted, value);
    };
    let path: Option<Vec<_>> = items.iter().map(|item| reader.place("path", item)).collect();
    Some(Arrow { pose, path: path? })
}

fn poses(reader: &mut Reader, value: &super::value::Value<'_>, names: &[&str]) -> Vec<usize> {
    let all: Vec<(usize, &str)> = names.iter().copied().enumerate().collect();
    let texts = reader.texts("poses", value);
    texts.into_iter().filter_map(|(text, span)| reader.one_of("poses", &text, span, &all).copied()).collect()
}

fn or(reader: &mut Reader, table: &Table<'_>, key: &str, usual: f64) -> f64 {
    number(reader, table, key, FAR).unwrap_or(usual)
}

fn spot(reader: &mut Reader, table: &Table<'_>, key: &str) -> Option<Spot> {
    reader.needed(table, key).and_then(|value| reader.spot(key, value))
}

fn spots(reader: &mut Reader, table: &Table<'_>) -> Option<Vec<Spot>> {
    let value = reader.needed(table, "through")?;
    let wanted = "a list of at least two places, like `[\"fingers.r\", \"toe.r\"]`";
    let Some(items) = value.get_ref().as_array().filter(|items| items.len() > 1) else {
        return reader.wrong("through", wanted, value);
    };
    items.iter().map(|item| reader.spot("through", item)).collect()
}
