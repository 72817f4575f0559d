//! What a report consists of, whatever it is written in. All texts are plain: each writer masks them for its own form.

/// A report from top to bottom.
pub(super) struct Report {
    pub(super) title: String,
    /// The days that it covers.
    pub(super) period: String,
    pub(super) sections: Vec<Section>,
    /// How the figures are meant.
    pub(super) remarks: Vec<String>,
}

pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) parts: Vec<Part>,
}

pub(super) enum Part {
    Text(String),
    List(Vec<String>),
    /// Names and values.
    Facts(Vec<(&'static str, String)>),
    Charts(Vec<Chart>),
    Table(Table),
}

/// Its first column names the row.
pub(super) struct Table {
    pub(super) caption: &'static str,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// A picture, and what it says in words.
pub(super) struct Chart {
    pub(super) title: &'static str,
    /// All that a reader has to know who does not see it.
    pub(super) words: String,
    pub(super) form: Form,
}

pub(super) enum Form {
    /// Points from 0 to 10 by their days, in two series; some days have a label.
    Pain { from: i32, to: i32, labels: Vec<(i32, String)>, before: Vec<(f64, f64)>, after: Vec<(f64, f64)> },
    /// A column for each label: its parts from the bottom up.
    Columns { series: &'static [&'static str], columns: Vec<Column> },
}

pub(super) struct Column {
    pub(super) label: String,
    pub(super) values: Vec<f64>,
    /// Drawn in outline only.
    pub(super) hollow: bool,
}
