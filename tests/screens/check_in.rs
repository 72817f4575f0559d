//! How it feels: asked while a session begins, when it hurts, and after it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use supple::{
    session::{Command, Origin, PauseCause, SkipReason, Way},
    ui::{Answers, App, Depth, Effect, Effort, Input, Kept, Setup, Theme, ThemeName},
};

use crate::{Stage, draw, pictures::pictures, scenes, session_app, setup, text};

fn press(app: &mut App, stage: &Stage, code: KeyCode) -> Vec<Effect> {
    app.handle(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)), &stage.scene())
}

fn types(app: &mut App, stage: &Stage, keys: &str) -> Vec<Effect> {
    keys.chars().flat_map(|key| press(app, stage, KeyCode::Char(key))).collect()
}

fn tell(commands: &[Command]) -> Vec<Effect> {
    commands.iter().map(|command| Effect::Session(*command)).collect()
}

/// A session of which its beginning and its end are asked about.
fn asking() -> App {
    let mut app = session_app();
    app.ask(true, true);
    app
}

fn beginning() -> Stage {
    let plan = scenes::plan();
    Stage::session(scenes::at_index(&plan, 0, scenes::secs(2)))
}

fn over() -> (App, Stage) {
    let mut app = asking();
    app.show_summary();
    (app, Stage { summary: Some(scenes::summary(Kept::InHistory)), ..Stage::default() })
}

#[test]
fn the_beginning_asks_in_one_line_and_nothing_waits_for_the_answer() {
    let (app, stage) = (&mut asking(), beginning());
    let asks =
        |app: &App, stage: &Stage| text(&draw(app, stage, (80, 24))).contains("Pain before you begin?");
    assert!(asks(app, &stage));
    // Whatever else is pressed means what it means.
    assert_eq!(press(app, &stage, KeyCode::Char(' ')), tell(&[Command::Pause(PauseCause::User)]));
    assert_eq!(press(app, &stage, KeyCode::Enter), tell(&[Command::Done(Origin::Key)]));
    assert_eq!(press(app, &stage, KeyCode::Left), tell(&[Command::Back(Origin::Key)]));
    // One key answers; another one is a correction, and 1 and 0 are ten.
    assert_eq!(types(app, &stage, "4"), tell(&[Command::PainBefore(4)]));
    assert_eq!(types(app, &stage, "10"), tell(&[Command::PainBefore(1), Command::PainBefore(10)]));
    assert!(text(&draw(app, &stage, (80, 24))).contains("10 of 10, noted"));
    assert_eq!(types(app, &stage, "0"), tell(&[Command::PainBefore(0)]));
    // Later it is not asked any more, and not where keys are locked.
    let later = Stage::session(scenes::hold());
    assert!(!asks(app, &later));
    assert_eq!(types(app, &later, "5"), []);
    types(app, &stage, "x");
    assert!(!asks(app, &stage));
    assert_eq!(types(app, &stage, "5"), []);
    types(app, &stage, "x");
    assert_eq!(press(app, &stage, KeyCode::Esc), []);
    assert!(!asks(app, &stage), "it is not asked again");
    assert_eq!(types(app, &stage, "5"), []);
    // Somebody who wants no questions gets none.
    assert!(!asks(&session_app(), &stage));
}

#[test]
fn the_question_of_the_beginning_ends_with_the_beginning() {
    let asks =
        |app: &App, stage: &Stage, size| text(&draw(app, stage, size)).contains("Pain before you begin?");
    let plan = scenes::plan();
    let at = |index, seconds| Stage::session(scenes::at_index(&plan, index, scenes::secs(seconds)));
    let (preparing, working) = (at(0, 2), at(1, 1));
    assert_eq!(plan.steps[0].kind, supple::plan::Kind::Prepare);
    assert_eq!(plan.steps[1].kind, supple::plan::Kind::Work);
    assert!(asks(&asking(), &preparing, (80, 24)));
    // The first work ends it, and going back from there does not bring it back.
    let app = &mut asking();
    assert!(!asks(app, &working, (80, 24)));
    assert_eq!(types(app, &working, "3"), []);
    press(app, &working, KeyCode::Left);
    assert!(!asks(app, &preparing, (80, 24)));
    // So does the question about pain, and a skip, of which the reason is asked instead.
    let app = &mut asking();
    types(app, &preparing, "p");
    press(app, &preparing, KeyCode::Enter);
    assert!(!asks(app, &preparing, (80, 24)));
    let skipped = Stage::session(scenes::skipped());
    assert!(!asks(&asking(), &skipped, (80, 24)));
    assert_eq!(types(&mut asking(), &skipped, "4"), []);
    // What was answered can be read, and then the keys are back in the one line of a small screen.
    let app = &mut asking();
    types(app, &at(0, 0), "4");
    assert!(text(&draw(app, &at(0, 3), (80, 24))).contains("4 of 10, noted"));
    assert!(!asks(app, &at(0, 4), (80, 24)));
    let small = text(&draw(app, &at(0, 4), (40, 12)));
    assert!(small.contains("space pause") && !small.contains("Pain?"), "{small}");
}

#[test]
fn when_it_hurts_the_session_waits_and_offers_what_can_be_done() {
    let stage = Stage::session(scenes::hold());
    let paused = Stage::session(scenes::paused());
    let pause = tell(&[Command::Pause(PauseCause::User)]);
    let resume = Command::Resume(Origin::Key);
    let app = &mut session_app();
    assert_eq!(types(app, &stage, "p"), pause);
    assert_eq!(types(app, &paused, "10"), tell(&[Command::Pain(1), Command::Pain(10)]));
    assert_eq!(press(app, &paused, KeyCode::Left), tell(&[Command::Pain(9)]));
    assert_eq!(types(app, &paused, "n"), [], "other keys mean nothing here");
    assert_eq!(
        types(app, &paused, "s"),
        tell(&[Command::SkipExercise, Command::SkipReason(SkipReason::Pain), resume])
    );
    assert_eq!(types(app, &stage, "n"), tell(&[Command::Next(Origin::Key)]), "the question is gone");
    for (key, commands) in [
        (KeyCode::Enter, vec![resume]),
        (KeyCode::Esc, vec![resume]),
        // This exercise has no easier form: that key does nothing, and the question stays.
        (KeyCode::Char('e'), vec![]),
    ] {
        let app = &mut session_app();
        types(app, &stage, "p");
        assert_eq!(press(app, &paused, key), tell(&commands), "{key:?}");
        let stays = !types(app, &paused, "3").is_empty();
        assert_eq!(stays, commands.is_empty(), "{key:?}");
    }
    // To stop asks first, here as elsewhere.
    for (key, command) in [(KeyCode::Char('y'), Command::Quit), (KeyCode::Enter, resume)] {
        let app = &mut session_app();
        types(app, &stage, "p");
        assert_eq!(types(app, &paused, "q"), []);
        assert!(text(&draw(app, &paused, (80, 24))).contains("Stop here?"));
        assert_eq!(press(app, &paused, key), tell(&[command]), "{key:?}");
    }
    // A session that stood still already is not paused again.
    assert_eq!(types(&mut session_app(), &paused, "p"), []);
    // For a few seconds after a skip the same key says why.
    let skipped = Stage::session(scenes::skipped());
    assert_eq!(types(&mut session_app(), &skipped, "p"), tell(&[Command::SkipReason(SkipReason::Pain)]));
}

#[test]
fn the_reason_for_a_skip_is_asked_with_every_answer() {
    let skipped = Stage::session(scenes::skipped());
    let shown = |size| text(&draw(&session_app(), &skipped, size));
    let last = |size| shown(size).trim_end().lines().last().unwrap().trim().to_owned();
    assert_eq!(last((80, 24)), "Cat-cow skipped. Why?   p pain  t time  e equipment  o other");
    assert_eq!(last((40, 12)), "Why?  p pain  t time  e gear  o other");
    // Where there is no room for all, the first is still there.
    assert!(shown((20, 5)).starts_with("p pain  t time"), "{}", shown((20, 5)));
}

#[test]
fn what_to_press_when_it_hurts_is_among_the_first_hints() {
    let moments = [scenes::hold(), scenes::open(), scenes::prepare(), scenes::rest(), scenes::paused()];
    for snapshot in moments.map(Stage::session) {
        for size in [(40, 12), (80, 24), (100, 30)] {
            let shown = text(&draw(&session_app(), &snapshot, size));
            let line = shown.trim_end().lines().last().unwrap();
            let hints: Vec<&str> = line.trim().split("  ").map(str::trim).collect();
            assert!(hints.iter().take(3).any(|hint| *hint == "p pain"), "{size:?}: {line}");
        }
    }
}

/// What the routine says is no caution, and its session’s summary does not repeat it.
#[test]
fn coaching_has_no_mark() {
    let stage = Stage { coaching: Some("Slowly now.".into()), ..Stage::session(scenes::hold()) };
    for size in [(40, 12), (80, 24)] {
        let shown = text(&draw(&session_app(), &stage, size));
        assert!(shown.contains("Slowly now.") && !shown.contains("! Slowly"), "{shown}");
    }
}

#[test]
fn what_comes_next_is_named() {
    let plan = scenes::plan();
    let last_of_first = plan.steps.iter().rposition(|step| step.occurrence == plan.steps[0].occurrence);
    let stage = Stage::session(scenes::at_index(&plan, last_of_first.unwrap(), scenes::secs(1)));
    let shown = text(&draw(&session_app(), &stage, (80, 24)));
    assert!(shown.contains("next   Bird dog") && !shown.contains("next   get ready"), "{shown}");
    assert!(!shown.contains("then   Bird dog"), "{shown}");
}

#[test]
fn an_easier_form_is_offered_where_there_is_one() {
    let mut snapshot = scenes::paused();
    let step = snapshot.now.as_ref().unwrap().played.step;
    scenes::add_easier(&mut snapshot, &step);
    let stage = Stage::session(snapshot);
    let app = &mut session_app();
    types(app, &stage, "p");
    assert!(text(&draw(app, &stage, (80, 24))).contains("e easier"));
    let easier = [Command::Swap(Way::Easier), Command::Resume(Origin::Key)];
    assert_eq!(types(app, &stage, "e"), tell(&easier));
}

#[test]
fn the_more_it_hurts_the_more_plainly_it_is_said() {
    let stage = Stage::session(scenes::paused());
    let screen = |value: &str, size| {
        let app = &mut session_app();
        types(app, &stage, &format!("p{value}"));
        text(&draw(app, &stage, size))
    };
    for value in ["", "4", "8"] {
        let shown = screen(value, (80, 24));
        // The red flags of the fact sheet are there however much it is.
        for flag in ["Loss of control over bladder", "shoots down a leg", "grows while you move"] {
            assert!(shown.contains(flag), "{value}: {shown}");
        }
        assert_eq!(shown.contains("To stop here is the safe choice."), value == "8", "{shown}");
    }
    // What can be done stands where it stands, however much it hurts.
    let last = |shown: &str| shown.lines().find(|line| line.contains("enter go on")).unwrap().to_owned();
    let (little, much) = (screen("", (80, 24)), screen("8", (80, 24)));
    assert_eq!(last(&little), last(&much));
    let at = |shown: &str, words: &str| shown.lines().position(|line| line.contains(words));
    for words in ["An emergency", "Stop at once", "• Pain that grows"] {
        assert!(at(&little, words).is_some() && at(&little, words) == at(&much, words), "{words}: {much}");
    }
    assert!(little.contains("10 the worst") && little.contains("←→ how much"), "{little}");
    // Nothing easier is named where there is nothing.
    assert!(screen("5", (80, 24)).contains("The next exercise may be better."));
    // The smallest screen says how much, and every way on.
    let smallest = screen("8", (20, 5));
    for words in ["8 of 10", "q stop", "s skip", "enter go on"] {
        assert!(smallest.contains(words), "{smallest}");
    }
}

#[test]
fn what_does_not_fit_beside_the_pain_can_be_scrolled_to() {
    let stage = Stage::session(scenes::paused());
    let app = &mut session_app();
    types(app, &stage, "p");
    let shown = text(&draw(app, &stage, (40, 12)));
    assert!(shown.contains("10 is worst") && shown.contains("↑↓ more"), "{shown}");
    assert!(!shown.contains("grows while you move") && !shown.contains('…'), "{shown}");
    for _ in 0..20 {
        assert_eq!(press(app, &stage, KeyCode::Down), []);
        draw(app, &stage, (40, 12));
    }
    let shown = text(&draw(app, &stage, (40, 12)));
    assert!(shown.contains("grows while you move") && shown.contains("enter go on"), "{shown}");
    press(app, &stage, KeyCode::Up);
    assert_ne!(text(&draw(app, &stage, (40, 12))), shown);
}

#[test]
fn afterwards_two_keys_say_it_and_enter_leaves_whatever_was_said() {
    let (mut app, stage) = over();
    let said =
        |pain, effort| vec![Effect::Answer { answers: Answers { pain, effort, note: None }, typing: false }];
    assert_eq!(types(&mut app, &stage, "2"), said(Some(2), None));
    assert_eq!(types(&mut app, &stage, "r"), said(Some(2), Some(Effort::Right)));
    assert_eq!(types(&mut app, &stage, "h"), said(Some(2), Some(Effort::Hard)));
    assert_eq!(press(&mut app, &stage, KeyCode::Right), said(Some(3), Some(Effort::Hard)));
    let screen = text(&draw(&app, &stage, (80, 24)));
    assert!(screen.contains("3 of 10") && screen.contains("Writing the answers"), "{screen}");
    app.answers_are_kept();
    assert!(text(&draw(&app, &stage, (80, 24))).contains("Kept in your history. The answers too."));
    assert_eq!(press(&mut app, &stage, KeyCode::Enter), [Effect::LeaveSession]);
    // Who does not want to be asked is not, and who says nothing has nothing to wait for.
    let mut silent = session_app();
    silent.show_summary();
    assert_eq!(types(&mut silent, &stage, "2rn"), []);
    assert!(!text(&draw(&silent, &stage, (80, 24))).contains("pain now"));
    let (mut app, stage) = over();
    assert_eq!(press(&mut app, &stage, KeyCode::Enter), [Effect::LeaveSession]);
}

#[test]
fn the_questions_stand_below_the_list_and_say_what_they_ask() {
    let (mut app, stage) = over();
    let shown = text(&draw(&app, &stage, (100, 40)));
    let at = |words: &str| shown.lines().position(|line| line.contains(words)).unwrap();
    assert_eq!(at("pain now"), at("Kept in your history.") + 2, "{shown}");
    types(&mut app, &stage, "3");
    let smallest = text(&draw(&app, &stage, (20, 5)));
    assert!(smallest.contains("e easy r ok h hard"), "{smallest}");
    types(&mut app, &stage, "r");
    assert!(text(&draw(&app, &stage, (80, 24))).contains(" just right "));
    types(&mut app, &stage, "nstiff");
    assert!(text(&draw(&app, &stage, (40, 12))).contains("Note stiff"));
}

#[test]
fn a_note_is_typed_pasted_and_taken_back() {
    let (mut app, stage) = over();
    assert_eq!(types(&mut app, &stage, "n"), []);
    let effects = types(&mut app, &stage, "stiff q?2");
    let note = |effect: &Effect| match effect {
        Effect::Answer { answers, typing } => (answers.note.clone().unwrap(), *typing),
        other => panic!("{other:?}"),
    };
    assert_eq!(note(effects.last().unwrap()), ("stiff q?2".to_owned(), true), "keys that write do just that");
    let pasted = app.handle(Input::Paste(" 猫\n🦴".into()), &stage.scene());
    assert_eq!(note(&pasted[0]), ("stiff q?2 猫 🦴".to_owned(), true));
    assert!(text(&draw(&app, &stage, (80, 24))).contains("stiff q?2 猫 🦴"));
    assert_eq!(note(&press(&mut app, &stage, KeyCode::Esc)[0]), ("stiff q?2 猫 🦴".to_owned(), false));
    types(&mut app, &stage, "n");
    let cleared =
        app.handle(Input::Key(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL)), &stage.scene());
    assert_eq!(note(&cleared[0]), (String::new(), true));
    press(&mut app, &stage, KeyCode::Enter);
    assert_eq!(press(&mut app, &stage, KeyCode::Enter), [Effect::LeaveSession]);
    // Nothing was said where nothing was written.
    let (mut app, stage) = over();
    types(&mut app, &stage, "n ");
    assert_eq!(press(&mut app, &stage, KeyCode::Enter), []);
}

#[test]
fn a_long_note_shows_where_one_types() {
    let (mut app, stage) = over();
    types(&mut app, &stage, "n");
    let words: Vec<String> = (0..120).map(|n| n.to_string()).collect();
    app.handle(Input::Paste(words.join(" ")), &stage.scene());
    for size in [(20, 5), (40, 12), (80, 24)] {
        let shown = text(&draw(&app, &stage, size));
        assert!(shown.contains("118 119"), "{size:?}: {shown}");
    }
    press(&mut app, &stage, KeyCode::Home);
    assert!(text(&draw(&app, &stage, (40, 12))).contains("0 1 2 3 4"));
}

#[test]
fn pain_that_is_clearly_worse_than_before_is_a_red_flag() {
    let stage = beginning();
    for (before, after, flagged) in [("3", "4", false), ("3", "5", true), ("", "9", false)] {
        let mut app = asking();
        types(&mut app, &stage, before);
        app.show_summary();
        let over = Stage { summary: Some(scenes::summary(Kept::InHistory)), ..Stage::default() };
        types(&mut app, &over, after);
        let shown = text(&draw(&app, &over, (100, 30)));
        assert_eq!(
            shown.contains("clearly worse after exercise than before"),
            flagged,
            "{before} {after}: {shown}"
        );
    }
}

#[test]
fn a_number_can_be_clicked() {
    let stage = Stage::session(scenes::paused());
    let app = &mut session_app();
    types(app, &stage, "p");
    let shown = text(&draw(app, &stage, (80, 24)));
    let (row, line) = shown.lines().enumerate().find(|(_, line)| line.contains("  7  ")).unwrap();
    let column = line[..line.find("  7  ").unwrap()].chars().count() + 2;
    let click = MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Left),
        column: u16::try_from(column).unwrap(),
        row: u16::try_from(row).unwrap(),
        modifiers: KeyModifiers::NONE,
    };
    assert_eq!(app.handle(Input::Mouse(click), &stage.scene()), tell(&[Command::Pain(7)]));
}

#[test]
fn what_is_chosen_is_seen_without_colour_and_without_more_than_ascii() {
    let stage = Stage { unicode: false, ..Stage::session(scenes::paused()) };
    let theme = Theme::new(ThemeName::Dark, Depth::None);
    let mut app = App::session(Setup { theme, ..setup() });
    types(&mut app, &stage, "p7");
    let buffer = draw(&app, &stage, (80, 24));
    let shown = text(&buffer);
    assert!(shown.is_ascii() && shown.contains("7 of 10"), "{shown}");
    let reversed = |cell: &&ratatui::buffer::Cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED);
    let chosen: String = buffer.content.iter().filter(reversed).map(ratatui::buffer::Cell::symbol).collect();
    assert!(chosen.contains('7') && !chosen.contains('6'), "{chosen}");
}

#[test]
fn check_in_at_the_beginning() {
    insta::assert_snapshot!(pictures(&asking(), &beginning()));
}

#[test]
fn pain_question() {
    let stage = Stage::session(scenes::paused());
    let mut app = session_app();
    types(&mut app, &stage, "p");
    insta::assert_snapshot!(pictures(&app, &stage));
}

#[test]
fn much_pain() {
    let stage = Stage::session(scenes::paused());
    let mut app = session_app();
    types(&mut app, &stage, "p8");
    insta::assert_snapshot!(pictures(&app, &stage));
}

#[test]
fn summary_that_asks() {
    let (app, stage) = over();
    insta::assert_snapshot!(pictures(&app, &stage));
}

#[test]
fn summary_with_answers_and_a_note() {
    let (mut app, stage) = over();
    types(&mut app, &stage, "3en");
    app.handle(Input::Paste("stiff at first, slept badly 😴 猫".into()), &stage.scene());
    insta::assert_snapshot!(pictures(&app, &stage));
}
