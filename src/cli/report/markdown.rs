//! The report as text.

use super::parts::{Chart, Part, Report, Table};

pub(super) fn write(report: &Report) -> String {
    let mut text = format!("# {}\n\n{}\n", mask(&report.title), mask(&report.period));
    for section in &report.sections {
        text += &format!("\n## {}\n", mask(section.title));
        for part in &section.parts {
            text += &format!("\n{}", write_part(part));
        }
    }
    text += "\n---\n\n";
    text += &report.remarks.iter().map(|remark| mask(remark)).collect::<Vec<_>>().join("\n");
    text + "\n"
}

fn write_part(part: &Part) -> String {
    let lines: Vec<String> = match part {
        Part::Text(words) => vec![format!("{}\n", mask(words))],
        Part::List(rows) => rows.iter().map(|row| format!("- {}\n", mask(row))).collect(),
        Part::Facts(facts) => {
            facts.iter().map(|(name, value)| format!("- **{}**: {}\n", mask(name), mask(value))).collect()
        }
        Part::Charts(charts) => {
            let one = |chart: &Chart| format!("{}: {}\n", mask(chart.title), mask(&chart.words));
            return charts.iter().map(one).collect::<Vec<_>>().join("\n");
        }
        Part::Table(table) => vec![write_table(table)],
    };
    lines.concat()
}

fn write_table(table: &Table) -> String {
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| mask(cell)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule = vec!["---"; table.head.len()].join(" | ");
    let body: String = table.rows.iter().map(|cells| row(cells)).collect();
    format!("{}| {rule} |\n{body}", row(&table.head))
}

/// Nothing in a text is taken for Markdown or HTML.
fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => masked += "&lt;",
            '>' => masked += "&gt;",
            '&' => masked += "&amp;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => masked.extend(['\\', c]),
            c => masked.push(c),
        }
    }
    masked
}
