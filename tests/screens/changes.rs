//! What a session changes next time, on its summary.

use supple::ui::{ChangeLine, ChangeState, Effect, Kept};

use crate::{Stage, draw, keys::press, pictures::pictures, scenes, session_app, text};

const SENTENCES: [&str; 2] = [
    "Bird dog: hold 5 → 6 s: three full sessions, effort just right, pain steady",
    "Lying figure-four stretch, the right leg over the left one: hold 30 → 25 s: pain rose by 2",
];

pub(crate) fn stage(states: &[ChangeState]) -> Stage {
    let line = |(state, sentence): (&ChangeState, &str)| {
        let up = sentence == SENTENCES[0];
        let ends = if up { ["5 s", "6 s"] } else { ["30 s", "25 s"] }.map(str::to_owned);
        ChangeLine { sentence: sentence.into(), up, ends, state: *state }
    };
    let mut summary = scenes::summary(Kept::InHistory);
    summary.changes = states.iter().zip(SENTENCES).map(line).collect();
    Stage { summary: Some(summary), ..Stage::default() }
}

#[test]
fn the_summary_says_what_changes_and_why() {
    let mut app = session_app();
    app.show_summary();
    insta::assert_snapshot!(pictures(&app, &stage(&[ChangeState::Made, ChangeState::TurnedDown])));
}

#[test]
fn one_key_turns_it_down_and_back_and_accepts_what_is_offered() {
    use ChangeState::{Made, Offered, TurnedDown};
    let cases: [(&[ChangeState], &str, Option<bool>); 6] = [
        (&[Made], "u keep 5 s", Some(false)),
        (&[TurnedDown], "u take 6 s", Some(true)),
        (&[Offered], "u take 6 s", Some(true)),
        (&[Made, TurnedDown], "u keep 5 s", Some(false)),
        (&[Made, Offered], "u take 25 s", Some(true)),
        (&[], "", None),
    ];
    for (states, hint, accepted) in cases {
        let (mut app, stage) = (session_app(), stage(states));
        app.show_summary();
        let wanted: Vec<Effect> = accepted.map(|accepted| Effect::Changes { accepted }).into_iter().collect();
        assert_eq!(press(&mut app, &stage, 'u'), wanted, "{states:?}");
        let shown = text(&draw(&app, &stage, (80, 24)));
        assert!(shown.contains(hint) && shown.contains("Next time") != states.is_empty(), "{shown}");
    }
}

/// However little room there is, what was done and whether it is kept stay in sight.
#[test]
fn many_changes_leave_room_for_what_was_done() {
    let (mut app, mut stage) = (session_app(), stage(&[ChangeState::Made]));
    app.show_summary();
    let summary = stage.summary.as_mut().unwrap();
    summary.changes = vec![summary.changes[0].clone(); 30];
    for size in [(100, 30), (80, 24), (60, 12), (40, 10), (20, 5)] {
        let shown = text(&draw(&app, &stage, size));
        assert!(shown.contains("Cat-cow") && shown.contains("Kept"), "{size:?}\n{shown}");
        assert!(size.1 < 12 || shown.contains("… and"), "{size:?}\n{shown}");
    }
}
