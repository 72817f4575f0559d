//! For authors of figures: draws a pose file, and checks it.
//!
//! ```text
//! cargo run -q --example figure -- ID|FILE [SIZE] [--png OUT.png] [--frames N] [--other|--turns] [--glyphs octants]
//! cargo run -q --example figure -- --check [ID|FILE …]
//! cargo run -q --example figure -- --joints ID|FILE
//! cargo run -q --example figure -- --sheet OUT.png [SIZE] [ID|FILE …]
//! ```
//!
//! SIZE is `s` (24×8 cells), `m` (40×14), `l` (60×22) or `COLUMNSxROWS`; without it `--png` draws all three. Files
//! are read from disk, so nothing is to be built again after an edit.

#![expect(clippy::print_stderr, reason = "a tool says what is wrong by printing")]

use std::{
    fmt::{self, Write as _},
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use supple::{
    diagnostic::{Look, render},
    figure::{self, Dots, Easel, Figure, Frame, Glyphs, Ink, Joint, Moment, Stage, Work},
};

const SIZES: [(&str, u16, u16); 3] = [("s", 24, 8), ("m", 40, 14), ("l", 60, 22)];
/// Pixels for a dot of a contact sheet.
const DOT: usize = 4;
const GAP: usize = 6;

struct Wish {
    names: Vec<String>,
    sizes: Vec<(u16, u16)>,
    png: Option<PathBuf>,
    between: u32,
    other: bool,
    /// The other side as where the sides take turns: by the other limbs.
    turns: bool,
    glyphs: Glyphs,
}

fn main() -> ExitCode {
    let mut out = String::new();
    let good = run(std::env::args().skip(1), &mut out);
    // Whoever reads only the beginning (`| head`) has what they wanted.
    let _ = io::stdout().write_all(out.as_bytes());
    match good {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: impl Iterator<Item = String>, out: &mut String) -> Result<bool, String> {
    let mut wish = Wish {
        names: Vec::new(),
        sizes: Vec::new(),
        png: None,
        between: 1,
        other: false,
        turns: false,
        glyphs: Glyphs::Braille,
    };
    let (mut checks, mut sheet, mut joints) = (false, false, false);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} needs a value"));
        match arg.as_str() {
            "--check" => checks = true,
            "--joints" => joints = true,
            "--sheet" => {
                sheet = true;
                wish.png = Some(value()?.into());
            }
            "--png" => wish.png = Some(value()?.into()),
            "--frames" => wish.between = value()?.parse().map_err(|_| "--frames takes a number")?,
            "--other" => wish.other = true,
            "--turns" => (wish.other, wish.turns) = (true, true),
            "--glyphs" => {
                wish.glyphs = match value()?.as_str() {
                    "braille" => Glyphs::Braille,
                    "octants" => Glyphs::Octants,
                    "half" => Glyphs::HalfBlocks,
                    "ascii" => Glyphs::Ascii,
                    other => return Err(format!("no glyphs `{other}`: braille, octants, half or ascii")),
                }
            }
            arg => match size(arg) {
                Some(size) => wish.sizes.push(size),
                None => wish.names.push(arg.to_owned()),
            },
        }
    }
    if wish.names.is_empty() {
        if !checks && !sheet {
            return Err(
                "which figure? Name an id or a file; --check and --sheet take all without a name".into()
            );
        }
        wish.names = all()?;
    }
    let mut good = true;
    let mut figures = Vec::new();
    for name in &wish.names {
        match load(name, out)? {
            Some(figure) => {
                let faults = figure::check(&figure);
                good &= faults.is_empty();
                for fault in faults.iter().filter(|_| checks) {
                    line(out, format_args!("{fault}"));
                }
                if !checks && !faults.is_empty() {
                    line(out, format_args!("{}: {} faults; see --check {name}", figure.id, faults.len()));
                }
                figures.push(figure);
            }
            None => good = false,
        }
    }
    if checks {
        if good {
            line(out, format_args!("{}: good", wish.names.join(", ")));
        }
        return Ok(good);
    }
    if joints {
        for figure in &figures {
            list_joints(figure, out);
        }
        return Ok(good);
    }
    match &wish.png {
        Some(path) => {
            if wish.sizes.is_empty() {
                wish.sizes = if sheet { vec![(40, 14)] } else { SIZES.map(|(_, w, h)| (w, h)).to_vec() };
            }
            let rows: Vec<Vec<Dots>> = if sheet { contact(&wish, &figures) } else { each(&wish, &figures) };
            save(path, &rows).map_err(|error| format!("{}: {error}", path.display()))?;
            line(out, format_args!("{}", path.display()));
        }
        None => print(&wish, &figures, out),
    }
    Ok(good)
}

fn line(out: &mut String, words: fmt::Arguments<'_>) {
    // Writing to a text cannot fail.
    let _ = writeln!(out, "{words}");
}

fn size(arg: &str) -> Option<(u16, u16)> {
    if let Some((_, columns, rows)) = SIZES.iter().find(|(name, ..)| *name == arg) {
        return Some((*columns, *rows));
    }
    let (columns, rows) = arg.split_once('x')?;
    Some((columns.parse().ok()?, rows.parse().ok()?))
}

fn folder() -> PathBuf {
    // Where it is started, so that one build serves every checkout.
    PathBuf::from("assets/figures")
}

fn all() -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder()).map_err(|error| error.to_string())?;
    let mut ids: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".toml")?.to_owned()))
        .collect();
    ids.sort();
    Ok(ids)
}

fn load(name: &str, out: &mut String) -> Result<Option<Figure>, String> {
    let path = if Path::new(name).extension().is_some() {
        PathBuf::from(name)
    } else {
        folder().join(format!("{name}.toml"))
    };
    let source = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let id = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or(name);
    match figure::read(id, &source) {
        Ok(figure) => Ok(Some(figure)),
        Err(faults) => {
            out.push_str(&render(&path.display().to_string(), &source, &faults, Look::default()));
            Ok(None)
        }
    }
}

/// Key poses and so many frames between them, as the figure shows them in its rep.
fn frames(wish: &Wish, figure: &Figure) -> Vec<Frame> {
    let side = if wish.other { Some(figure.side.other()) } else { None };
    let mut frames = keys(wish, figure);
    if wish.between > 1 || figure.poses.len() > 1 {
        let path = &figure.play.rep;
        let steps = u64::try_from(path.len() - 1).unwrap_or(1).max(1);
        let count = u64::from(wish.between.max(1)) + 1;
        for n in (0..steps * count).filter(|n| n % count != 0) {
            // The way back looks as the way there.
            if steps > 1 && n > steps * count / 2 && path.len() % 2 == 1 {
                break;
            }
            let moment = Moment {
                stage: Stage::Work,
                work: Work::Rep,
                elapsed: Duration::from_millis(n * 10_000 / (steps * count)),
                length: Some(Duration::from_secs(10)),
                side,
                next_side: None,
                phases: &[],
                alternate: wish.turns,
            };
            frames.push(figure.frame(&moment));
        }
    }
    frames
}

fn keys(wish: &Wish, figure: &Figure) -> Vec<Frame> {
    let side = if wish.other { Some(figure.side.other()) } else { None };
    (0..figure.poses.len()).map(|pose| figure.posed(pose, side, wish.turns)).collect()
}

fn easel(wish: &Wish, figure: &Figure, (columns, rows): (u16, u16)) -> Easel {
    if wish.turns {
        Easel::alternating(figure, columns, rows, wish.glyphs)
    } else {
        Easel::new(figure, columns, rows, wish.glyphs)
    }
}

fn each(wish: &Wish, figures: &[Figure]) -> Vec<Vec<Dots>> {
    let mut rows = Vec::new();
    for figure in figures {
        let frames = frames(wish, figure);
        for size in &wish.sizes {
            let easel = easel(wish, figure, *size);
            let all: Vec<Dots> = frames.iter().map(|frame| easel.dots(figure, frame)).collect();
            rows.extend(all.chunks(4).map(<[Dots]>::to_vec));
        }
    }
    rows
}

fn contact(wish: &Wish, figures: &[Figure]) -> Vec<Vec<Dots>> {
    let mut all = Vec::new();
    for size in &wish.sizes {
        for figure in figures {
            let easel = easel(wish, figure, *size);
            all.extend(keys(wish, figure).iter().map(|frame| easel.dots(figure, frame)));
        }
    }
    all.chunks(5).map(<[Dots]>::to_vec).collect()
}

fn print(wish: &Wish, figures: &[Figure], out: &mut String) {
    let sizes = if wish.sizes.is_empty() { vec![(40, 14)] } else { wish.sizes.clone() };
    for figure in figures {
        for (columns, lines) in &sizes {
            let easel = easel(wish, figure, (*columns, *lines));
            for frame in frames(wish, figure) {
                let name = &figure.poses[frame.pose].name;
                line(out, format_args!("{}, {name}, {columns}×{lines}", figure.id));
                out.push_str(&easel.picture(figure, &frame).text());
            }
        }
    }
}

/// Where every joint is, in every key pose.
fn list_joints(figure: &Figure, out: &mut String) {
    for (number, pose) in figure.poses.iter().enumerate() {
        line(out, format_args!("{}, {}", figure.id, pose.name));
        let frame = figure.posed(number, None, false);
        for joint in Joint::ALL {
            let place = frame.skeleton.at(*joint);
            line(
                out,
                format_args!("  {:12} x {:7.2}  y {:7.2}  z {:7.2}", joint.name(), place.x, place.y, place.z),
            );
        }
    }
}

fn save(path: &Path, rows: &[Vec<Dots>]) -> io::Result<()> {
    let row_width =
        |row: &Vec<Dots>| row.iter().map(|dots| dots.width() * DOT + GAP).sum::<usize>().saturating_sub(GAP);
    let row_height = |row: &Vec<Dots>| row.iter().map(Dots::height).max().unwrap_or(0) * DOT + GAP;
    let width = rows.iter().map(row_width).max().unwrap_or(1).max(1);
    let height = rows.iter().map(row_height).sum::<usize>().max(1);
    let mut pixels: Vec<[u8; 3]> = vec![[70, 70, 80]; width * height];
    let mut top = 0;
    for row in rows {
        let mut left = 0;
        for dots in row {
            for y in 0..dots.height() * DOT {
                for x in 0..dots.width() * DOT {
                    // A dot leaves a little dark around it, as in a terminal.
                    let inside = x % DOT != 0 && y % DOT != 0;
                    let colour = match dots.at(x / DOT, y / DOT).filter(|_| inside) {
                        None => [16, 18, 22],
                        Some(Ink::Body) => [226, 230, 235],
                        Some(Ink::Moving) => [255, 190, 80],
                        Some(Ink::Prop) => [110, 170, 220],
                        Some(Ink::Floor) => [110, 118, 130],
                    };
                    pixels[(top + y) * width + left + x] = colour;
                }
            }
            left += dots.width() * DOT + GAP;
        }
        top += row_height(row);
    }
    let number = |size: usize| u32::try_from(size).map_err(io::Error::other);
    let file = io::BufWriter::new(fs::File::create(path)?);
    let mut encoder = png::Encoder::new(file, number(width)?, number(height)?);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let bytes: Vec<u8> = pixels.into_iter().flatten().collect();
    encoder.write_header()?.write_image_data(&bytes)?;
    Ok(())
}
