//! How often the body has to move from one position to another, and whether it must.

use super::{
    model::{Block, Exercise, Position, Routine},
    words::{exercises, position_words},
};
use crate::diagnostic::Diagnostic;

/// With fewer changes to be saved than this nothing is said: most routines have a reason for their order.
const WORTH_SAYING: usize = 2;
/// So many exercises of one position are named in a suggestion.
const NAMED: usize = 6;

/// The positions that occur, each once, in order of first appearance.
pub fn positions(blocks: &[Block]) -> Vec<Position> {
    let mut all = Vec::new();
    for position in exercises(blocks).iter().filter_map(|exercise| exercise.words.position) {
        if !all.contains(&position) {
            all.push(position);
        }
    }
    all
}

/// How often the position changes from one exercise to the next, rounds played once. Exercises that name none count
/// as part of what comes before them.
pub fn position_changes(blocks: &[Block]) -> usize {
    changes(&exercises(blocks))
}

/// What `supple check` notes about a routine that changes position more often than it must. No fault: the order may
/// well be meant.
pub fn position_note(routine: &Routine) -> Option<Diagnostic> {
    let (now, order) = (position_changes(&routine.steps), arranged(&routine.steps));
    let enough = changes(&order);
    (now >= enough + WORTH_SAYING).then(|| {
        let times = if enough == 1 { "once would do".to_owned() } else { format!("{enough} would do") };
        Diagnostic::note(None, format!("this routine changes position {now} times; {times}"))
            .help(format!("for example {}; if its order is meant, leave it", suggestion(&order)))
    })
}

fn changes(order: &[&Exercise]) -> usize {
    let positions: Vec<Position> = order.iter().filter_map(|exercise| exercise.words.position).collect();
    positions.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// The exercises in an order that keeps what is done in one position together, in order of first appearance. Groups
/// stay in one piece, and stand where their first position does.
fn arranged(blocks: &[Block]) -> Vec<&Exercise> {
    let mut known: Vec<Option<Position>> = Vec::new();
    let mut pieces: Vec<(usize, Vec<&Exercise>)> = Vec::new();
    for block in blocks {
        let piece = match block {
            Block::Exercise(exercise) => vec![&**exercise],
            Block::Group(group) => arranged(&group.steps),
        };
        let position = piece.iter().find_map(|exercise| exercise.words.position);
        let place = match (position, pieces.last()) {
            // What names no position stays behind what came before it.
            (None, Some((place, _))) => *place,
            _ => known.iter().position(|known| *known == position).unwrap_or_else(|| {
                known.push(position);
                known.len() - 1
            }),
        };
        pieces.push((place, piece));
    }
    pieces.sort_by_key(|(place, _)| *place);
    pieces.into_iter().flat_map(|(_, piece)| piece).collect()
}

/// "lying on the back: Pelvic tilt, Glute bridge → on hands and knees: Bird dog".
fn suggestion(order: &[&Exercise]) -> String {
    let mut runs: Vec<(Option<Position>, Vec<&str>)> = Vec::new();
    for exercise in order {
        let (position, name) = (exercise.words.position, exercise.words.name.as_str());
        match runs.last_mut() {
            Some((last, names)) if position.is_none() || *last == position => names.push(name),
            _ => runs.push((position, vec![name])),
        }
    }
    let run = |(position, names): &(Option<Position>, Vec<&str>)| {
        let more = names.len().saturating_sub(NAMED);
        let mut text = names[..names.len() - more].join(", ");
        if more > 0 {
            text += &format!(" and {more} more");
        }
        position.map_or_else(|| text.clone(), |position| format!("{}: {text}", position_words(position)))
    };
    runs.iter().map(run).collect::<Vec<_>>().join(" → ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::Severity, routine::Library};

    /// A routine of exercises named by their positions' first letters: s(upine), p(rone), q(uadruped), - (none);
    /// what stands in brackets is a group.
    fn routine(order: &str) -> Routine {
        let mut text = String::from("format = 1\nname = \"R\"\n");
        let mut inside = false;
        for (number, letter) in order.chars().enumerate() {
            let position = match letter {
                's' => "position = \"supine\"\n",
                'p' => "position = \"prone\"\n",
                'q' => "position = \"quadruped\"\n",
                '[' => {
                    inside = true;
                    text += "[[step]]\ngroup = \"G\"\nrounds = 2\n";
                    continue;
                }
                ']' => {
                    inside = false;
                    continue;
                }
                _ => "",
            };
            text += if inside { "[[step.step]]\n" } else { "[[step]]\n" };
            text += &format!("name = \"{letter}{number}\"\nhold = \"5s\"\n{position}");
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.toml");
        std::fs::write(&path, text).unwrap();
        let found = Library::open(None).routine(path.to_str().unwrap()).unwrap();
        assert_eq!(found.diagnostics, []);
        found.value.unwrap()
    }

    fn note(order: &str) -> Option<String> {
        position_note(&routine(order)).map(|note| note.message)
    }

    #[test]
    fn changes_are_counted_with_rounds_once() {
        for (order, changes) in
            [("s", 0), ("-", 0), ("sps", 2), ("s-s", 0), ("s-p", 1), ("s[sp]s", 2), ("[sq][sq]", 3)]
        {
            assert_eq!(position_changes(&routine(order).steps), changes, "{order}");
        }
        let found = positions(&routine("-sqsp").steps);
        assert_eq!(found, [Position::Supine, Position::Quadruped, Position::Prone]);
    }

    #[test]
    fn only_what_saves_two_changes_is_noted() {
        assert_eq!(note("sp"), None);
        assert_eq!(note("sps"), None, "one saved");
        assert_eq!(note("spsp").unwrap(), "this routine changes position 3 times; once would do");
        assert_eq!(note("spqspq").unwrap(), "this routine changes position 5 times; 2 would do");
        assert_eq!(note("s-p-s-p").unwrap(), "this routine changes position 3 times; once would do");
    }

    #[test]
    fn groups_stay_in_one_piece() {
        // Each of two circuits has to turn over once, whatever comes first.
        assert_eq!(note("[sp][sp]"), None);
        assert_eq!(note("[spsp]").unwrap(), "this routine changes position 3 times; once would do");
        assert_eq!(note("s[pq]s[pq]s").unwrap(), "this routine changes position 6 times; 4 would do");
    }

    #[test]
    fn the_suggestion_keeps_positions_together() {
        let note = position_note(&routine("-spq-sppppppp")).unwrap();
        assert_eq!(note.severity, Severity::Note);
        assert_eq!(
            note.help.unwrap(),
            "for example -0 → lying on the back: s1, s5 → lying face down: p2, p6, p7, p8, p9, p10 and 2 more → on \
             hands and knees: q3, -4; if its order is meant, leave it"
        );
    }
}
