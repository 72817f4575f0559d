//! The session on a small screen: one column, what matters most first.

use ratatui::{layout::Rect, style::Modifier};

use super::{
    breathing,
    exercise::{self, Line, present_entry},
    far::steady,
    footer, header, panel, sides,
};
use crate::{
    plan::Kind,
    session::Snapshot,
    ui::{
        app::App,
        mouse::Target,
        pen::{Pen, after, below, row},
        scene::Scene,
        text,
        theme::Role,
        widgets::{self, Digits, Letters},
        words,
    },
};

/// What rows are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Header,
    Strip,
    Name,
    Side,
    Dose,
    Cautions,
    Word,
    Digits,
    Below,
    Breath,
    Next,
    Instructions,
    Footer,
    Gap,
}

/// What is given room first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    /// One row.
    Row(Part),
    /// One row of what to take care of, or as many as there are.
    Caution,
    Cautions,
    /// As many rows for the digits.
    Digits(u16),
    /// The word in large letters.
    LargeWord,
}

const WANTED: &[Want] = &[
    Want::Row(Part::Name),
    Want::Row(Part::Word),
    Want::Row(Part::Footer),
    Want::Row(Part::Below),
    Want::Row(Part::Breath),
    Want::Caution,
    Want::Row(Part::Header),
    Want::Cautions,
    Want::Digits(5),
    Want::Row(Part::Next),
    Want::Row(Part::Strip),
    Want::Row(Part::Dose),
    Want::Digits(7),
    Want::LargeWord,
    Want::Digits(9),
];

/// Rows of a screen that has one for the strip.
const LEAST_FOR_STRIP: u16 = 14;

/// Rows of the side in large letters.
const SIDE: u16 = 3;

/// From the top of the screen to its bottom.
const ORDER: &[Part] = &[
    Part::Header,
    Part::Strip,
    Part::Gap,
    Part::Name,
    Part::Dose,
    Part::Cautions,
    Part::Gap,
    Part::Word,
    Part::Digits,
    Part::Side,
    Part::Below,
    Part::Breath,
    Part::Gap,
    Part::Next,
    Part::Gap,
    Part::Instructions,
    Part::Footer,
];

/// How the rows of the screen are shared out.
struct Shares {
    parts: Vec<Part>,
    digits: Option<Digits>,
    large_word: Option<Letters>,
    /// For the side, where the word leaves it none.
    side: u16,
    cautions: Vec<Line>,
    /// There is something to take care of, and no row for it.
    is_unread: bool,
    spare: u16,
}

pub(super) fn draw(pen: &mut Pen, app: &App, scene: &Scene, snapshot: &Snapshot) {
    let screen = pen.area();
    pen.target(screen, Target::Stage);
    let margin = u16::from(screen.width >= 30);
    let area = Rect { x: screen.x + margin, width: screen.width.saturating_sub(2 * margin), ..screen };
    let face = steady(snapshot, words::face(snapshot));
    let side = sides::side_word(snapshot);
    let mut shares = share_out(pen, snapshot, &face, area);
    let instructions = instructions(snapshot, area.width, shares.spare.saturating_sub(5));
    shares.spare -= u16::try_from(instructions.len()).unwrap_or(0);
    let mut place = area;
    for part in ORDER {
        match part {
            Part::Gap if shares.spare > 0 && place.y > area.y => {
                place = below(place, 1);
                shares.spare -= 1;
            }
            Part::Word if shares.large_word.is_some() => {
                if let Some(letters) = &shares.large_word {
                    panel::word(pen, &face, letters, place);
                    place = below(place, letters.band_rows());
                }
            }
            Part::Word if shares.parts.contains(&Part::Word) => {
                panel::chip(pen, &face, snapshot, row(place, 0));
                place = below(place, 1);
            }
            Part::Digits => {
                // Large digits fill their rows: they need a gap of their own below the word.
                let gap = u16::from(shares.digits.is_some_and(|size| size.rows > 4));
                let rows = shares.digits.map_or(1, |size| size.rows);
                let stage = Rect { height: (gap + rows).min(place.height), ..place };
                let free = match &side {
                    Some(side) => panel::beside(pen, &face, snapshot, side, stage, [0, gap, 0]),
                    None => below(stage, gap),
                };
                // A block or a bar may leave less room than there was.
                let size = Digits::fitting(&face.widest, free.width, rows);
                panel::digits(pen, &face, size, free);
                place = below(place, gap + rows);
            }
            Part::Side if shares.side > 0 => {
                if let Some(side) = &side {
                    let style = pen.style(face.role);
                    sides::letters(pen, side, Rect { height: shares.side, ..place }, style);
                    place = below(place, shares.side);
                }
            }
            Part::Cautions => {
                for line in &shares.cautions {
                    line.draw(pen, row(place, 0));
                    place = below(place, 1);
                }
            }
            Part::Instructions => {
                let (muted, style) = (pen.style(Role::Muted), pen.style(Role::Text));
                for (mark, words) in &instructions {
                    pen.left(row(place, 0), mark, muted);
                    pen.left(after(row(place, 0), 3), words, style);
                    place = below(place, 1);
                }
                // What nothing needs lies above the footer.
                place = below(place, shares.spare);
            }
            // Where the keys have no row, what is asked takes that of the name.
            Part::Name
                if snapshot.skip_reason_wanted.is_some()
                    && shares.parts.contains(&Part::Name)
                    && !shares.parts.contains(&Part::Footer) =>
            {
                beside_the_stage(pen, row(place, 0));
                footer::hints(pen, app, scene, snapshot, row(place, 0));
                place = below(place, 1);
            }
            part if shares.parts.contains(part) => {
                let mut line = row(place, 0);
                if *part == Part::Name && shares.is_unread {
                    let style = pen.style(Role::Warning);
                    pen.left(line, "!", style);
                    line = after(line, 2);
                }
                one_row(pen, app, scene, snapshot, &face, *part, line);
                place = below(place, 1);
            }
            _ => {}
        }
    }
}

fn share_out(pen: &Pen, snapshot: &Snapshot, face: &words::Face, area: Rect) -> Shares {
    // What is asked is more than large digits.
    let most = area.height.saturating_sub(u16::from(snapshot.skip_reason_wanted.is_some()));
    let digits = |rows: u16| Digits::fitting(&face.widest, area.width, rows.min(most));
    let rows_of = |size: Option<Digits>| match size {
        Some(size) if size.rows > 4 => size.rows + 1,
        Some(size) => size.rows,
        None => 1,
    };
    let least = digits(3);
    let columns = usize::from(area.width);
    // While one gets ready there is time to read what to take care of.
    let is_prepare = snapshot.now.as_ref().is_some_and(|now| now.played.step.kind == Kind::Prepare);
    let entry = present_entry(snapshot).filter(|_| is_prepare);
    let mut cautions = entry.map(|(_, entry)| exercise::cautions(entry, columns)).unwrap_or_default();
    let mut caution_rows = 0;
    let mut shares = Shares {
        parts: Vec::new(),
        digits: least,
        large_word: None,
        side: 0,
        cautions: Vec::new(),
        is_unread: false,
        spare: area.height.saturating_sub(rows_of(least)),
    };
    for want in WANTED {
        match *want {
            // Where it would come and go with the phases it is not there.
            Want::Row(Part::Strip) if area.height < LEAST_FOR_STRIP => {}
            Want::Row(part)
                if shares.spare > 0 && has(snapshot, part, face) && !shares.parts.contains(&part) =>
            {
                shares.parts.push(part);
                shares.spare -= 1;
            }
            Want::Caution if shares.spare > 0 && !cautions.is_empty() => {
                caution_rows = 1;
                shares.spare -= 1;
            }
            Want::Cautions if shares.spare > 0 && caution_rows > 0 => {
                shares.parts.push(Part::Dose);
                shares.spare -= 1;
                let more = u16::try_from(cautions.len()).unwrap_or(u16::MAX) - caution_rows;
                let more = more.min(shares.spare);
                caution_rows += more;
                shares.spare -= more;
            }
            Want::Digits(rows) => {
                let larger = digits(rows);
                let more = rows_of(larger).saturating_sub(rows_of(shares.digits));
                if more <= shares.spare {
                    shares.digits = larger;
                    shares.spare -= more;
                }
            }
            Want::LargeWord => {
                let letters = panel::large(pen, face, Rect { height: (shares.spare * 2).min(30), ..area });
                let side = if words::side(snapshot).is_some() { SIDE } else { 0 };
                if let Some(letters) = letters.filter(|letters| shares.spare > letters.band_rows() + side + 2)
                {
                    shares.spare -= letters.band_rows() - 1 + side;
                    shares.side = side;
                    shares.large_word = Some(letters);
                }
            }
            Want::Row(_) | Want::Caution | Want::Cautions => {}
        }
    }
    shares.is_unread = caution_rows == 0 && !cautions.is_empty();
    exercise::cut(&mut cautions, usize::from(caution_rows), columns);
    shares.cautions = cautions;
    shares
}

fn has(snapshot: &Snapshot, part: Part, face: &words::Face) -> bool {
    match part {
        Part::Below => words::reps(snapshot).is_some() || face.detail.is_some(),
        Part::Breath => breathing::wanted(snapshot),
        Part::Next => words::next(snapshot).is_some() || words::then(snapshot).is_some(),
        Part::Dose => present_entry(snapshot).is_some(),
        _ => true,
    }
}

fn one_row(
    pen: &mut Pen,
    app: &App,
    scene: &Scene,
    snapshot: &Snapshot,
    face: &words::Face,
    part: Part,
    area: Rect,
) {
    match part {
        Part::Header => header::draw(pen, app, scene, snapshot, area),
        Part::Name => name(pen, snapshot, area),
        Part::Dose => {
            let dose = present_entry(snapshot).map(|(n, _)| words::dose(&snapshot.plan, n));
            let style = pen.style(Role::Muted);
            pen.left(area, &dose.unwrap_or_default(), style);
        }
        Part::Below => panel::line_below(pen, face, words::reps(snapshot), area),
        Part::Breath => breathing::draw(pen, app, snapshot, area, face.role),
        Part::Next => {
            let style = pen.style(Role::Muted);
            // As much as there is room for.
            let words = match (words::next(snapshot), words::then(snapshot)) {
                (Some(next), Some((then, _))) => {
                    [format!("next {next} · then {then}"), format!("next {next}")]
                }
                (Some(next), None) => [format!("next {next}"), format!("next {next}")],
                (None, Some((then, dose))) => [format!("then {then} · {dose}"), format!("then {then}")],
                (None, None) => Default::default(),
            };
            let fits = text::width(&words[0]) <= usize::from(area.width);
            let [all, short] = words;
            let words = if fits { all } else { panel::if_whole(short, usize::from(area.width)) };
            pen.left(area, &words, style);
        }
        Part::Strip => {
            beside_the_stage(pen, area);
            widgets::strip(pen, area, &snapshot.occurrences, snapshot.here);
        }
        Part::Footer => {
            beside_the_stage(pen, area);
            let wanted = snapshot.skip_reason_wanted.is_some();
            if wanted || !(footer::notice(pen, scene, area) || footer::check_in(pen, app, snapshot, area)) {
                footer::hints(pen, app, scene, snapshot, area);
            }
        }
        Part::Cautions | Part::Word | Part::Digits | Part::Side | Part::Instructions | Part::Gap => {}
    }
}

fn beside_the_stage(pen: &mut Pen, area: Rect) {
    let screen = pen.area();
    pen.target(Rect { x: screen.x, width: screen.width, ..area }, Target::Nothing);
}

fn name(pen: &mut Pen, snapshot: &Snapshot, area: Rect) {
    let Some((_, entry)) = present_entry(snapshot) else { return };
    let set = snapshot.now.as_ref().and_then(|now| words::set(&now.played.step)).unwrap_or_default();
    let set_width = u16::try_from(text::width(&set)).unwrap_or(0);
    let name = entry.name.to_uppercase();
    let roomy = text::width(&name) + usize::from(set_width) + 2 <= usize::from(area.width);
    let style = pen.style(Role::Accent).add_modifier(Modifier::BOLD);
    if roomy {
        pen.left(area, &name, style);
        let style = pen.style(Role::Muted);
        pen.right(area, &set, style);
    } else {
        pen.left(area, &name, style);
    }
}

/// Each line with its number. Whole sentences only: one that does not fit is left out, and what follows it.
fn instructions(snapshot: &Snapshot, columns: u16, room: u16) -> Vec<(String, String)> {
    let Some((_, entry)) = present_entry(snapshot) else { return Vec::new() };
    let mut lines = Vec::new();
    for (n, sentence) in entry.how.iter().enumerate() {
        let wrapped = text::wrap(sentence, usize::from(columns).saturating_sub(3));
        if lines.len() + wrapped.len() > usize::from(room) {
            break;
        }
        for (line, words) in wrapped.into_iter().enumerate() {
            let mark = if line == 0 { (n + 1).to_string() } else { String::new() };
            lines.push((mark, words));
        }
    }
    lines
}
