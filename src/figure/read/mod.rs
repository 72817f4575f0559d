//! From the text of a pose file to a figure. Every fault is noted, none stops the reading.

mod play;
mod pose;
mod prop;
mod value;

use toml::{Spanned, de::DeTable};

use self::{
    play::read_play,
    pose::{Draft, read_pose},
    prop::{read_arrow, read_prop},
    value::{Reader, Table, number},
};
use super::model::{Figure, Part, Pose};
use crate::{diagnostic::Diagnostic, routine::Side};

const KEYS: &[&str] = &["format", "view", "side", "moves", "breath", "base", "pose", "play", "prop", "arrow"];

/// Reads a pose file.
///
/// # Errors
///
/// Everything that is wrong with it, each fault with its place and a remedy.
pub fn read(id: &str, source: &str) -> Result<Figure, Vec<Diagnostic>> {
    let tree = DeTable::parse(source).map_err(|error| {
        vec![
            Diagnostic::error(error.span(), format!("this is not TOML: {}", error.message().trim()))
                .help("numbers need a digit before the point (`-0.3`), lists need commas, texts need quotes"),
        ]
    })?;
    let mut reader = Reader::default();
    let figure = whole(&mut reader, id, &tree);
    match figure {
        Some(figure) if reader.diagnostics.is_empty() => Ok(figure),
        _ => Err(reader.diagnostics),
    }
}

fn whole(reader: &mut Reader, id: &str, tree: &Spanned<DeTable<'_>>) -> Option<Figure> {
    let file = Table::new("a pose file", tree.get_ref(), None);
    reader.known(&file, KEYS);
    match file.get("format") {
        Some(value) if value.get_ref().as_integer().is_some_and(|n| n.as_str() == "1") => {}
        Some(value) => reader.fault(
            Diagnostic::error(value.span(), "only format 1 of pose files is known")
                .help("write `format = 1`"),
        ),
        None => {
            reader.fault(
                Diagnostic::error(None, "`format` is missing").help("begin the file with `format = 1`"),
            );
        }
    }
    let base = file.get("base").and_then(|value| reader.table("base", "the base", value));
    let mut base = base.map(|table| read_pose(reader, &table)).unwrap_or_default();
    if let Some(value) = file.get("view") {
        base.view = reader.view(value).or(base.view);
    }
    if let Some(value) = file.get("moves") {
        base.moves = Some(reader.parts(value));
    }
    let poses = poses(reader, &file, &base)?;
    let names: Vec<&str> = poses.iter().map(|pose| pose.name.as_str()).collect();
    let play = read_play(reader, file.get("play"), &names)?;
    let side = match file.get("side") {
        None => Side::Right,
        Some(value) => *reader.word("side", value, &[("right", Side::Right), ("left", Side::Left)])?,
    };
    let breath =
        file.get("breath").and_then(|value| reader.number("breath", value, 0.0..=3.0)).unwrap_or(1.0);
    let props = reader
        .tables("prop", file.get("prop"))
        .into_iter()
        .filter_map(|table| read_prop(reader, &table, &names))
        .collect();
    let arrows = reader
        .tables("arrow", file.get("arrow"))
        .into_iter()
        .filter_map(|table| read_arrow(reader, &table, &names))
        .collect();
    Some(Figure { id: id.to_owned(), poses, play, side, props, arrows, breath })
}

/// All poses in the order of the file, each laid over the one that it is like, and over the base.
fn poses(reader: &mut Reader, file: &Table<'_>, base: &Draft) -> Option<Vec<Pose>> {
    let Some(value) = file.get("pose") else {
        reader.fault(
            Diagnostic::error(None, "a figure needs at least one pose")
                .help("add for instance `[pose.start]`, and below it what differs from `[base]`"),
        );
        return None;
    };
    let all = reader.table("pose", "`pose`", value)?;
    let mut drafts: Vec<(String, Draft)> = Vec::new();
    let mut poses = Vec::new();
    let mut good = true;
    for (name, span, value) in all.in_order() {
        let Some(table) = reader.table(&name, "a pose", value) else {
            good = false;
            continue;
        };
        let like = match table.get("like") {
            None => Some(base.clone()),
            Some(value) => reader.text("like", value).and_then(|text| {
                let known: Vec<_> = drafts.iter().map(|(name, draft)| (draft, name.as_str())).collect();
                reader.one_of("like", &text, value.span(), &known).map(|draft| (*draft).clone())
            }),
        };
        let Some(like) = like else {
            good = false;
            continue;
        };
        let draft = read_pose(reader, &table).over(&like);
        drafts.push((name.clone(), draft.clone()));
        match draft.finish(&name) {
            Ok(pose) => poses.push(pose),
            Err(missing) => {
                good = false;
                reader.fault(
                    Diagnostic::error(span, format!("the pose `{name}` does not say `{missing}`"))
                        .help(format!("give `{missing}` in the pose itself or in `[base]`")),
                );
            }
        }
    }
    if poses.is_empty() && good {
        reader.fault(
            Diagnostic::error(value.span(), "a figure needs at least one pose")
                .help("add for instance `[pose.start]`"),
        );
    }
    (good && !poses.is_empty()).then_some(poses)
}

impl Reader {
    /// Which parts move.
    fn parts(&mut self, value: &value::Value<'_>) -> Vec<Part> {
        let texts = self.texts("moves", value);
        texts
            .into_iter()
            .filter_map(|(text, span)| self.one_of("moves", &text, span, &Part::ALL).copied())
            .collect()
    }

    fn view(&mut self, value: &value::Value<'_>) -> Option<super::model::View> {
        let table = self.table("view", "a view", value)?;
        self.known(&table, &["yaw", "elev", "far"]);
        let yaw = number(self, &table, "yaw", -180.0..=180.0).unwrap_or(0.0);
        let elev = number(self, &table, "elev", -10.0..=90.0).unwrap_or(0.0);
        let far = table.get("far").map_or(Some(true), |value| self.flag("far", value))?;
        Some(super::model::View { yaw, elev, far })
    }
}
