//! Every frame of every shipped figure, and what a pose file may get wrong.

#[path = "figures/demo.rs"]
mod demo;
#[path = "figures/exercises.rs"]
mod exercises;
#[path = "figures/faults.rs"]
mod faults;
#[path = "figures/motion.rs"]
mod motion;

use std::{fs, path::Path, time::Duration};

use supple::{
    figure::{self, Easel, Figure, Glyphs, Ink, Moment, Stage, Work},
    routine::Side,
};

fn figures() -> Vec<Figure> {
    let figures: Vec<Figure> = figure::ids()
        .map(|id| {
            let figure = figure::shipped(id).expect("a listed figure is there");
            figure.unwrap_or_else(|faults| panic!("{id}: {faults:#?}"))
        })
        .collect();
    assert!(figures.len() >= 64, "{}", figures.len());
    figures
}

/// So far, in milliseconds, into six seconds of work.
fn working(work: Work, at: u64, side: Option<Side>) -> Moment<'static> {
    Moment {
        stage: Stage::Work,
        work,
        elapsed: Duration::from_millis(at),
        length: Some(Duration::from_secs(6)),
        side,
        next_side: None,
        phases: &[],
        alternate: false,
    }
}

#[test]
fn every_pose_file_is_inside_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/figures");
    let mut files: Vec<String> = fs::read_dir(folder)
        .expect("a folder of the package is readable")
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
        .collect();
    files.sort();
    let ids: Vec<&str> = figure::ids().collect();
    assert_eq!(ids, files, "a new file is taken in once src/figure/shipped.rs is built again: touch it");
}

#[test]
fn limbs_keep_their_length_nothing_slides_or_sinks_and_joints_are_human() {
    let faults: Vec<String> =
        figures().iter().flat_map(figure::check).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_two_sides_mirror_each_other_exactly() {
    for figure in figures() {
        for (columns, rows, step) in [(24, 8, 1_500), (40, 14, 3_000)] {
            let easel = Easel::new(&figure, columns, rows, Glyphs::Braille);
            for at in (0..6_000).step_by(step) {
                let [left, right] = [Side::Left, Side::Right]
                    .map(|side| easel.dots(&figure, &figure.frame(&working(Work::Rep, at, Some(side)))));
                assert_eq!(left, right.turned_over(), "{} at {at} ms, {columns}×{rows}", figure.id);
            }
        }
    }
}

#[test]
fn what_is_repeated_ends_where_it_began() {
    for figure in figures() {
        for work in [Work::Rep, Work::Flow, Work::Open] {
            let ends = [0, 6_000].map(|at| figure.frame(&working(work, at, None)));
            assert_eq!(ends[0], ends[1], "{} {work:?}", figure.id);
        }
    }
}

#[test]
fn no_picture_is_cut_off_at_an_edge() {
    let is_body = |ink: Option<Ink>| matches!(ink, Some(Ink::Body | Ink::Moving));
    for figure in figures() {
        for (columns, rows, alternate, step) in [(24, 8, true, 1_500), (60, 22, false, 3_000)] {
            let easel = if alternate { Easel::alternating } else { Easel::new };
            let easel = easel(&figure, columns, rows, Glyphs::Braille);
            let side = alternate.then(|| figure.side.other());
            let works: &[Work] = if rows == 8 { &[Work::Hold, Work::Rep] } else { &[Work::Rep] };
            for work in works.iter().copied() {
                for at in (0..6_000).step_by(step) {
                    let moment = Moment { alternate, ..working(work, at, side) };
                    let dots = easel.dots(&figure, &figure.frame(&moment));
                    let (width, height) = (dots.width(), dots.height());
                    let cut = (0..height).any(|y| is_body(dots.at(0, y)) || is_body(dots.at(width - 1, y)))
                        || (0..width).any(|x| is_body(dots.at(x, 0)) || is_body(dots.at(x, height - 1)));
                    let picture = || easel.picture(&figure, &figure.frame(&moment)).text();
                    assert!(!cut, "{} {work:?} at {at} ms:\n{}", figure.id, picture());
                }
            }
        }
    }
}

#[test]
fn a_band_around_a_limb_is_seen_before_it_all_the_way() {
    let figure =
        figures().into_iter().find(|figure| figure.id == "banded-glute-bridge").expect("it is shipped");
    for (columns, rows) in [(24, 8), (40, 14), (60, 22)] {
        let easel = Easel::alternating(&figure, columns, rows, Glyphs::Braille);
        for alternate in [false, true] {
            for at in (0..6_000).step_by(500) {
                let moment = Moment { alternate, ..working(Work::Rep, at, Some(figure.side.other())) };
                let dots = easel.dots(&figure, &figure.frame(&moment));
                let all = (0..dots.height()).flat_map(|y| (0..dots.width()).map(move |x| (x, y)));
                let band = all.filter(|(x, y)| dots.at(*x, *y) == Some(Ink::Prop)).count();
                assert!((5..120).contains(&band), "{band} dots at {at} ms, {columns}×{rows}");
            }
        }
    }
}

#[test]
fn every_kind_of_glyph_draws_every_figure_in_its_place() {
    for figure in figures() {
        for glyphs in [Glyphs::Braille, Glyphs::Octants, Glyphs::HalfBlocks, Glyphs::Ascii] {
            let easel = Easel::new(&figure, 24, 8, glyphs);
            let picture = easel.picture(&figure, &figure.still(Work::Rep, None, false));
            assert_eq!(picture.rows.len(), 8);
            assert!(picture.rows.iter().all(|row| row.len() == 24));
            let inked = picture.rows.iter().flatten().filter(|cell| cell.ink.is_some()).count();
            assert!(inked > 20, "{} {glyphs:?}: {inked}", figure.id);
            let text = picture.text();
            assert!(glyphs != Glyphs::Ascii || text.is_ascii(), "{text}");
        }
    }
}
