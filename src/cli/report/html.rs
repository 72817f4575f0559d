//! The report as one file for a browser and a printer: no script, nothing from elsewhere.

use super::{
    chart,
    parts::{Chart, Part, Report, Section, Table},
};

const STYLE: &str = include_str!("style.css");

pub(super) fn write(report: &Report) -> String {
    let title = format!("{}, {}", report.title, report.period);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{}</h1>\n<p>{}</p>\n</header>\n<main>\n",
        mask(&title),
        mask(&report.title),
        mask(&report.period)
    );
    for (number, section) in (1..).zip(&report.sections) {
        write_section(&mut page, number, section);
    }
    page += "</main>\n<footer>\n";
    for remark in &report.remarks {
        page += &format!("<p>{}</p>\n", mask(remark));
    }
    page + "</footer>\n</body>\n</html>\n"
}

fn write_section(page: &mut String, number: u32, section: &Section) {
    *page += &format!(
        "<section aria-labelledby=\"part-{number}\">\n<h2 id=\"part-{number}\">{}</h2>\n",
        mask(section.title)
    );
    let mut charts = 0;
    for part in &section.parts {
        match part {
            Part::Text(words) => *page += &format!("<p>{}</p>\n", mask(words)),
            Part::List(rows) => {
                let rows: Vec<String> = rows.iter().map(|row| format!("<li>{}</li>\n", mask(row))).collect();
                *page += &format!("<ul>\n{}</ul>\n", rows.concat());
            }
            Part::Facts(facts) => {
                let fact = |(name, value): &(&str, String)| {
                    format!("<div><dt>{}</dt><dd>{}</dd></div>\n", mask(name), mask(value))
                };
                *page += &format!("<dl>\n{}</dl>\n", facts.iter().map(fact).collect::<Vec<_>>().concat());
            }
            Part::Charts(all) => {
                *page += "<div class=\"charts\">\n";
                for chart in all {
                    charts += 1;
                    write_chart(page, &format!("chart-{number}-{charts}"), chart);
                }
                *page += "</div>\n";
            }
            Part::Table(table) => write_table(page, table),
        }
    }
    *page += "</section>\n";
}

fn write_chart(page: &mut String, id: &str, chart: &Chart) {
    *page += &format!(
        "<figure>\n<figcaption>{title}</figcaption>\n\
         <svg viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\n\
         <title id=\"{id}-t\">{title}</title>\n<desc id=\"{id}-d\">{}</desc>\n{}</svg>\n</figure>\n",
        chart::WIDTH,
        chart::HEIGHT,
        mask(&chart.words),
        chart::draw(&chart.form),
        title = mask(chart.title),
    );
}

/// A table that is too wide for a phone scrolls by itself; the keyboard can do that as well.
fn write_table(page: &mut String, table: &Table) {
    let caption = mask(table.caption);
    *page += &format!(
        "<div class=\"table\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table>\n<caption>{caption}</caption>\n<thead>\n<tr>"
    );
    for cell in &table.head {
        *page += &format!("<th scope=\"col\">{}</th>", mask(cell));
    }
    *page += "</tr>\n</thead>\n<tbody>\n";
    for row in &table.rows {
        *page += "<tr>";
        for (column, cell) in row.iter().enumerate() {
            let cell = mask(cell);
            *page += &match column {
                0 => format!("<th scope=\"row\">{cell}</th>"),
                _ => format!("<td>{cell}</td>"),
            };
        }
        *page += "</tr>\n";
    }
    *page += "</tbody>\n</table>\n</div>\n";
}

/// Nothing in a text is taken for HTML, neither between tags nor in an attribute.
pub(super) fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => masked += "&amp;",
            '<' => masked += "&lt;",
            '>' => masked += "&gt;",
            '"' => masked += "&quot;",
            '\'' => masked += "&#39;",
            c => masked.push(c),
        }
    }
    masked
}
