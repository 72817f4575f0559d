//! Every frame of every shipped figure.

use std::time::Duration;

use supple::{
    figure::{self, Easel, Figure, Glyphs, Moment, Stage, Work},
    routine::Side,
};

const SIZES: [(u16, u16); 4] = [(24, 8), (40, 14), (60, 22), (100, 40)];
const WAYS: [Work; 4] = [Work::Hold, Work::Rep, Work::Flow, Work::Open];

fn figures() -> Vec<Figure> {
    let figures: Vec<Figure> = figure::ids()
        .map(|id| {
            figure::shipped(id)
                .expect("a listed figure is there")
                .unwrap_or_else(|faults| panic!("{id}: {faults:#?}"))
        })
        .collect();
    assert!(figures.len() >= 8, "{}", figures.len());
    figures
}

fn working(work: Work, at: u64, side: Option<Side>) -> Moment<'static> {
    Moment {
        stage: Stage::Work,
        work,
        elapsed: Duration::from_millis(at),
        length: Some(Duration::from_secs(6)),
        side,
        next_side: None,
        phases: &[],
    }
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
        for (columns, rows) in SIZES {
            let easel = Easel::new(&figure, columns, rows, Glyphs::Braille);
            for at in (0..6_000).step_by(750) {
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
fn every_picture_lies_within_its_place() {
    for figure in figures() {
        for (columns, rows) in SIZES {
            let easel = Easel::new(&figure, columns, rows, Glyphs::Braille);
            for work in WAYS {
                for at in (0..=6_000).step_by(500) {
                    let dots = easel.dots(&figure, &figure.frame(&working(work, at, None)));
                    let edge = (0..dots.height()).any(|y| {
                        [0, dots.width() - 1]
                            .iter()
                            .any(|x| y + 1 < dots.height() && dots.at(*x, y).is_some())
                    });
                    let top = (0..dots.width()).any(|x| {
                        matches!(dots.at(x, 0), Some(figure::Ink::Body | figure::Ink::Moving)) && rows < 9_999
                    });
                    assert!(!edge || top, "{} {work:?} at {at} ms, {columns}×{rows}: cut off", figure.id);
                }
            }
        }
    }
}
