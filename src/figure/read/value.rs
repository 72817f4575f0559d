//! Single values, and what is said when they are not what they should be.

use std::ops::{Range, RangeInclusive};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    diagnostic::Diagnostic,
    figure::{
        body::Joint,
        model::{Direction, Spot},
        vec3::Vec3,
    },
};

pub(super) type Value<'i> = Spanned<DeValue<'i>>;
pub(super) type Span = Range<usize>;

/// No place of a figure lies further out.
pub(super) const FAR: RangeInclusive<f64> = -300.0..=300.0;
pub(super) const ANGLE: RangeInclusive<f64> = -720.0..=720.0;

/// A table of the file.
pub(super) struct Table<'t> {
    pub(super) what: &'static str,
    tree: &'t DeTable<'t>,
    pub(super) span: Option<Span>,
}

impl<'t> Table<'t> {
    pub(super) fn new(what: &'static str, tree: &'t DeTable<'t>, span: Option<Span>) -> Self {
        Self { what, tree, span }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'t Value<'t>> {
        self.tree.get(key)
    }

    /// Keys and values as they stand in the file.
    pub(super) fn in_order(&self) -> Vec<(String, Span, &'t Value<'t>)> {
        let mut all: Vec<_> =
            self.tree.iter().map(|(key, value)| (key.get_ref().to_string(), key.span(), value)).collect();
        all.sort_by_key(|(_, span, _)| span.start);
        all
    }
}

/// Collects the faults.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Reader {
    pub(super) fn fault(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Notes every key that is not among these.
    pub(super) fn known(&mut self, table: &Table<'_>, keys: &[&str]) {
        for (key, span, _) in table.in_order() {
            if !keys.contains(&key.as_str()) {
                let what = table.what;
                let fault = Diagnostic::error(span, format!("unknown key `{key}`{}", hint(&key, keys)));
                self.fault(fault.help(format!("{what} can have: {}", keys.join(", "))));
            }
        }
    }

    pub(super) fn table<'t>(
        &mut self,
        key: &str,
        what: &'static str,
        value: &'t Value<'t>,
    ) -> Option<Table<'t>> {
        match value.get_ref() {
            DeValue::Table(tree) => Some(Table::new(what, tree, Some(value.span()))),
            _ => self.wrong(key, "a table, like `{ yaw = 0 }`", value),
        }
    }

    /// The tables of `[[key]]`.
    pub(super) fn tables<'t>(&mut self, key: &'static str, value: Option<&'t Value<'t>>) -> Vec<Table<'t>> {
        let Some(value) = value else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong::<()>(key, &format!("a list: write `[[{key}]]`, with two brackets"), value);
            return Vec::new();
        };
        items.iter().filter_map(|item| self.table(key, key, item)).collect()
    }

    pub(super) fn number(&mut self, key: &str, value: &Value<'_>, range: RangeInclusive<f64>) -> Option<f64> {
        let found = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse::<f64>().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        let Some(found) = found.filter(|number| number.is_finite()) else {
            return self.wrong(key, "a number", value);
        };
        if !range.contains(&found) {
            let (low, high) = (range.start(), range.end());
            self.fault(
                Diagnostic::error(value.span(), format!("`{key}` cannot be {found}"))
                    .help(format!("`{key}` is a number from {low} to {high}")),
            );
            return None;
        }
        Some(found)
    }

    /// A list of so many numbers.
    pub(super) fn numbers(
        &mut self,
        key: &str,
        value: &Value<'_>,
        count: RangeInclusive<usize>,
        wanted: &str,
    ) -> Option<Vec<f64>> {
        let DeValue::Array(items) = value.get_ref() else { return self.wrong(key, wanted, value) };
        if !count.contains(&items.len()) {
            return self.wrong(key, wanted, value);
        }
        items.iter().map(|item| self.number(key, item, -720.0..=720.0)).collect()
    }

    pub(super) fn text(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => self.wrong(key, "a text in quotes", value),
        }
    }

    pub(super) fn texts(&mut self, key: &str, value: &Value<'_>) -> Vec<(String, Span)> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong::<()>(key, "a list of texts, like `[\"a\", \"b\"]`", value);
            return Vec::new();
        };
        items.iter().filter_map(|item| Some((self.text(key, item)?, item.span()))).collect()
    }

    pub(super) fn flag(&mut self, key: &str, value: &Value<'_>) -> Option<bool> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong(key, "`true` or `false`", value),
        }
    }

    pub(super) fn word<'w, T>(
        &mut self,
        key: &str,
        value: &Value<'_>,
        words: &'w [(&str, T)],
    ) -> Option<&'w T> {
        let text = self.text(key, value)?;
        if let Some((_, found)) = words.iter().find(|(word, _)| *word == text) {
            return Some(found);
        }
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.unknown(key, &text, value.span(), &names)
    }

    /// The thing of this name.
    pub(super) fn one_of<'w, T>(
        &mut self,
        key: &str,
        text: &str,
        span: Span,
        all: &'w [(T, &str)],
    ) -> Option<&'w T> {
        if let Some((found, _)) = all.iter().find(|(_, name)| *name == text) {
            return Some(found);
        }
        let names: Vec<&str> = all.iter().map(|(_, name)| *name).collect();
        self.unknown(key, text, span, &names)
    }

    pub(super) fn unknown<T>(&mut self, key: &str, text: &str, span: Span, names: &[&str]) -> Option<T> {
        self.fault(
            Diagnostic::error(span, format!("`{key}` does not know `{text}`{}", hint(text, names)))
                .help(format!("`{key}` takes: {}", names.join(", "))),
        );
        None
    }

    /// An angle, an angle with degrees outwards, or a direction in the room.
    pub(super) fn direction(&mut self, key: &str, value: &Value<'_>) -> Option<Direction> {
        if !matches!(value.get_ref(), DeValue::Array(_)) {
            let wanted = matches!(value.get_ref(), DeValue::Integer(_) | DeValue::Float(_));
            if !wanted {
                return self.wrong(
                    key,
                    "an angle like `90`, `[90, 20]` (20 outwards), or a direction `[x, y, z]`",
                    value,
                );
            }
            return self.number(key, value, ANGLE).map(|angle| Direction::Angle { angle, out: 0.0 });
        }
        let parts = self.numbers(
            key,
            value,
            2..=3,
            "an angle like `90`, `[90, 20]` (20 outwards), or a direction `[x, y, z]`",
        )?;
        match parts[..] {
            [angle, out] => Some(Direction::Angle { angle, out }),
            [x, y, z] => match Vec3::new(x, y, z).unit() {
                Some(way) => Some(Direction::Room(way)),
                None => self.wrong(key, "a direction `[x, y, z]` that is not zero", value),
            },
            _ => None,
        }
    }

    /// `[x, y]` or `[x, y, z]`.
    pub(super) fn place(&mut self, key: &str, value: &Value<'_>) -> Option<Vec3> {
        let parts = self.numbers(key, value, 2..=3, "a place `[x, y]` or `[x, y, z]`")?;
        Some(Vec3::new(parts[0], parts[1], parts.get(2).copied().unwrap_or(0.0)))
    }

    pub(super) fn joint(&mut self, key: &str, value: &Value<'_>) -> Option<Joint> {
        let text = self.text(key, value)?;
        if let Some(joint) = Joint::named(&text) {
            return Some(joint);
        }
        let names: Vec<&str> = Joint::ALL.iter().map(|joint| joint.name()).collect();
        self.unknown(key, &text, value.span(), &names)
    }

    /// A place, the name of a joint, or `{ on = "joint", off = [x, y, z] }`.
    pub(super) fn spot(&mut self, key: &str, value: &Value<'_>) -> Option<Spot> {
        match value.get_ref() {
            DeValue::String(_) => {
                self.joint(key, value).map(|joint| Spot::On { joint, off: Vec3::default() })
            }
            DeValue::Table(_) => {
                let table = self.table(key, "a place on a joint", value)?;
                self.known(&table, &["on", "off"]);
                let joint = self.needed(&table, "on").and_then(|value| self.joint("on", value))?;
                let off = table.get("off").map_or(Some(Vec3::default()), |value| self.place("off", value))?;
                Some(Spot::On { joint, off })
            }
            _ => self.place(key, value).map(Spot::Place),
        }
    }

    pub(super) fn needed<'t>(&mut self, table: &Table<'t>, key: &str) -> Option<&'t Value<'t>> {
        let found = table.get(key);
        if found.is_none() {
            self.fault(
                Diagnostic::error(table.span.clone(), format!("{} needs `{key}`", table.what))
                    .help(format!("add `{key} = …`")),
            );
        }
        found
    }

    pub(super) fn wrong<T>(&mut self, key: &str, wanted: &str, value: &Value<'_>) -> Option<T> {
        self.fault(
            Diagnostic::error(value.span(), format!("`{key}` cannot be this"))
                .help(format!("`{key}` is {wanted}")),
        );
        None
    }
}

/// The number of a key, if it is there.
pub(super) fn number(
    reader: &mut Reader,
    table: &Table<'_>,
    key: &str,
    range: RangeInclusive<f64>,
) -> Option<f64> {
    reader.number(key, table.get(key)?, range)
}

fn hint(text: &str, names: &[&str]) -> String {
    names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(text, name), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, name)| *distance * 2 <= name.len())
        .map_or_else(String::new, |(_, name)| format!("; did you mean `{name}`?"))
}
