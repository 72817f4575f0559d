//! What keys and clicks do.

use crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use supple::{
    session::{Command, Origin, PauseCause, SkipReason, Way},
    ui::{App, Complaint, Effect, HomeModel, Input, Keymap, Preset, Recovery, Setup, SoundState, Wish},
};

use crate::{Stage, draw, home_app, scenes, session_app, setup, text};

pub(crate) fn press(app: &mut App, stage: &Stage, key: impl Into<Pressed>) -> Vec<Effect> {
    app.handle(Input::Key(key.into().0), &stage.scene())
}

pub(crate) struct Pressed(KeyEvent);

impl From<char> for Pressed {
    fn from(key: char) -> Self {
        KeyCode::Char(key).into()
    }
}

impl From<KeyCode> for Pressed {
    fn from(code: KeyCode) -> Self {
        Self(KeyEvent::new(code, KeyModifiers::NONE))
    }
}

fn control(key: char) -> Pressed {
    Pressed(KeyEvent::new(KeyCode::Char(key), KeyModifiers::CONTROL))
}

fn tell(command: Command) -> Vec<Effect> {
    vec![Effect::Session(command)]
}

#[test]
fn every_command_of_a_session_has_its_key() {
    let stage = Stage::session(scenes::hold());
    let app = &mut session_app();
    let key = Origin::Key;
    for (pressed, command) in [
        (KeyCode::Char(' '), Command::Pause(PauseCause::User)),
        (KeyCode::Char('n'), Command::Next(key)),
        (KeyCode::Right, Command::Next(key)),
        (KeyCode::PageDown, Command::Next(key)),
        (KeyCode::Enter, Command::Done(key)),
        (KeyCode::Char('c'), Command::CountRep),
        (KeyCode::Char('b'), Command::Back(key)),
        (KeyCode::Left, Command::Back(key)),
        (KeyCode::PageUp, Command::Back(key)),
        (KeyCode::Char('r'), Command::RestartExercise(key)),
        (KeyCode::Char('s'), Command::SkipExercise),
        (KeyCode::Char('d'), Command::Later),
        (KeyCode::Char('e'), Command::Swap(Way::Easier)),
        (KeyCode::Char('h'), Command::Swap(Way::Harder)),
        (KeyCode::Char('='), Command::More),
        (KeyCode::Char('+'), Command::More),
        (KeyCode::Char('-'), Command::Less),
        (KeyCode::Char(','), Command::Slower),
        (KeyCode::Char('.'), Command::Faster),
    ] {
        assert_eq!(press(app, &stage, pressed), tell(command), "{pressed:?}");
    }
}

#[test]
fn space_and_a_click_pause_and_go_on() {
    let app = &mut session_app();
    let click = |kind| Input::Mouse(MouseEvent { kind, column: 3, row: 3, modifiers: KeyModifiers::NONE });
    let down = MouseEventKind::Down(MouseButton::Left);
    let running = Stage::session(scenes::hold());
    draw(app, &running, (80, 24));
    assert_eq!(app.handle(click(down), &running.scene()), tell(Command::Pause(PauseCause::User)));
    assert_eq!(app.handle(click(MouseEventKind::Up(MouseButton::Left)), &running.scene()), []);
    let paused = Stage::session(scenes::paused());
    assert_eq!(app.handle(click(down), &paused.scene()), tell(Command::Resume(Origin::Key)));
    assert_eq!(press(app, &paused, ' '), tell(Command::Resume(Origin::Key)));
    let lead_in = Stage::session(scenes::lead_in());
    assert_eq!(press(app, &lead_in, ' '), tell(Command::Pause(PauseCause::User)));
}

#[test]
fn quitting_pauses_and_asks_once() {
    let running = Stage::session(scenes::hold());
    let paused = Stage::session(scenes::paused());
    let app = &mut session_app();
    assert_eq!(press(app, &running, 'q'), tell(Command::Pause(PauseCause::User)));
    assert_eq!(press(app, &paused, 'n'), tell(Command::Resume(Origin::Key)), "no goes on");
    assert_eq!(press(app, &running, control('c')), tell(Command::Pause(PauseCause::User)));
    assert_eq!(press(app, &paused, 'b'), [], "other keys mean nothing in a question");
    assert_eq!(press(app, &paused, 'y'), tell(Command::Quit));
    assert_eq!(press(app, &paused, 'q'), [], "it is paused already");
    assert_eq!(press(app, &paused, KeyCode::Esc), [], "and stays so");
    assert_eq!(press(app, &paused, 'q'), []);
    assert_eq!(press(app, &paused, control('c')), tell(Command::Quit), "twice ctrl-c leaves");
}

#[test]
fn locked_keys_do_nothing_but_unlock_and_leave() {
    let stage = Stage::session(scenes::hold());
    let app = &mut session_app();
    assert_eq!(press(app, &stage, 'x'), []);
    for key in [' ', 'n', 's', 'q', '?', 'g', 'm'] {
        assert_eq!(press(app, &stage, key), [], "{key}");
    }
    assert_eq!(press(app, &stage, control('z')), []);
    assert!(text(&draw(app, &stage, (100, 30))).contains("x unlock"), "and the screen says so");
    assert_eq!(press(app, &stage, control('c')), tell(Command::Pause(PauseCause::User)));
    assert_eq!(press(app, &stage, 'n'), tell(Command::Resume(Origin::Key)), "the question has its keys");
    assert_eq!(press(app, &stage, 'x'), []);
    assert_eq!(press(app, &stage, 'n'), tell(Command::Next(Origin::Key)));
}

#[test]
fn a_reason_is_asked_for_only_while_it_is_wanted() {
    let app = &mut session_app();
    let wanted = Stage::session(scenes::skipped());
    for (key, reason) in [
        ('p', SkipReason::Pain),
        ('t', SkipReason::Time),
        ('e', SkipReason::Equipment),
        ('o', SkipReason::Other),
    ] {
        assert_eq!(press(app, &wanted, key), tell(Command::SkipReason(reason)));
        assert_ne!(
            press(&mut session_app(), &Stage::session(scenes::hold()), key),
            tell(Command::SkipReason(reason))
        );
    }
    assert_eq!(press(app, &wanted, 'n'), tell(Command::Next(Origin::Key)), "other keys mean what they do");
}

#[test]
fn the_list_of_exercises_begins_here_and_goes_where_it_is_told() {
    let stage = Stage::session(scenes::hold());
    let snapshot = stage.snapshot.as_ref().unwrap();
    let app = &mut session_app();
    press(app, &stage, 'g');
    press(app, &stage, KeyCode::Down);
    let target = snapshot.occurrences[snapshot.here.unwrap() + 1].occurrence;
    let jump = |occurrence| tell(Command::Jump { occurrence, origin: Origin::Key });
    assert_eq!(press(app, &stage, KeyCode::Enter), jump(target));
    press(app, &stage, 'g');
    press(app, &stage, KeyCode::End);
    press(app, &stage, KeyCode::Down);
    assert_eq!(press(app, &stage, KeyCode::Enter), jump(snapshot.occurrences.last().unwrap().occurrence));
    press(app, &stage, 'g');
    assert_eq!(press(app, &stage, KeyCode::Esc), []);
    assert_eq!(press(app, &stage, KeyCode::Enter), tell(Command::Done(Origin::Key)), "the list is closed");
}

#[test]
fn the_volume_has_ends_and_a_muted_sound_comes_back() {
    let app = &mut session_app();
    let with = |sound| Stage { sound, ..Stage::session(scenes::hold()) };
    let on = |percent| with(SoundState::On { percent });
    assert_eq!(press(app, &on(80), ']'), [Effect::Volume(90)]);
    assert_eq!(press(app, &on(95), ']'), [Effect::Volume(100)]);
    assert_eq!(press(app, &on(5), '['), [Effect::Volume(0)]);
    assert_eq!(press(app, &on(80), 'm'), [Effect::Mute(true)]);
    assert_eq!(press(app, &with(SoundState::Muted), 'm'), [Effect::Mute(false)]);
    assert_eq!(press(app, &with(SoundState::Off), 'm'), []);
}

#[test]
fn home_starts_what_is_chosen_unless_it_is_at_fault() {
    let stage = Stage::default();
    let app = &mut home_app(scenes::home());
    let start = |id: &str| vec![Effect::Start { routine: id.into() }];
    assert_eq!(press(app, &stage, KeyCode::Enter), start("gentle-twelve"));
    press(app, &stage, KeyCode::Down);
    assert_eq!(press(app, &stage, KeyCode::Enter), start("demo"));
    press(app, &stage, KeyCode::Down);
    press(app, &stage, KeyCode::Down);
    assert_eq!(press(app, &stage, KeyCode::Enter), [], "a broken routine");
    for _ in 0..9 {
        press(app, &stage, KeyCode::Down);
    }
    assert_eq!(press(app, &stage, KeyCode::Enter), start("evening"));
    assert_eq!(press(app, &stage, control('c')), [Effect::Quit]);
}

#[test]
fn the_chosen_routine_stays_chosen_when_the_list_changes() {
    let stage = Stage::default();
    let app = &mut home_app(scenes::home());
    press(app, &stage, KeyCode::Down);
    app.back_home(scenes::home_interrupted());
    assert_eq!(press(app, &stage, KeyCode::Enter), [Effect::Start { routine: "demo".into() }]);
}

#[test]
fn an_interrupted_session_can_be_resumed_kept_or_discarded() {
    let stage = Stage::default();
    let app = &mut home_app(scenes::home_interrupted());
    let recover = |id: &str, how| vec![Effect::Recover { session: id.into(), how }];
    assert_eq!(press(app, &stage, KeyCode::Enter), recover("01K", Recovery::Resume));
    assert_eq!(press(app, &stage, 'k'), recover("01K", Recovery::Keep));
    assert_eq!(press(app, &stage, 'd'), [], "to forget it is asked about first");
    assert_eq!(press(app, &stage, KeyCode::Enter), [], "and enter is no");
    press(app, &stage, KeyCode::Down);
    assert_eq!(press(app, &stage, KeyCode::Enter), [], "too old to resume");
    assert!(!text(&draw(app, &stage, (80, 24))).contains("enter resume"), "and not offered");
    press(app, &stage, 'd');
    assert_eq!(press(app, &stage, 'y'), recover("01J", Recovery::Discard));
}

#[test]
fn a_summary_is_left_by_any_of_its_keys() {
    let stage = Stage { summary: Some(scenes::summary(supple::ui::Kept::InHistory)), ..Stage::default() };
    for key in [KeyCode::Enter, KeyCode::Esc, KeyCode::Char('q')] {
        let mut app = session_app();
        app.show_summary();
        assert_eq!(press(&mut app, &stage, key), [Effect::LeaveSession]);
    }
}

#[test]
fn what_means_nothing_does_nothing() {
    let stage = Stage::session(scenes::hold());
    let app = &mut session_app();
    let before = draw(app, &stage, (80, 24));
    let mut release = KeyEvent::new(KeyCode::Char('n'), KeyModifiers::NONE);
    release.kind = KeyEventKind::Release;
    let mut held = KeyEvent::new(KeyCode::Char(' '), KeyModifiers::NONE);
    held.kind = KeyEventKind::Repeat;
    for input in [
        Input::Key(release),
        Input::Key(held),
        Input::Key(KeyEvent::new(KeyCode::F(9), KeyModifiers::NONE)),
        Input::Key(KeyEvent::new(KeyCode::Char('n'), KeyModifiers::ALT)),
        Input::Paste("nnn qy".into()),
        Input::FocusLost,
        Input::FocusGained,
    ] {
        assert_eq!(app.handle(input.clone(), &stage.scene()), [], "{input:?}");
    }
    assert_eq!(draw(app, &stage, (80, 24)), before);
}

#[test]
fn hints_and_help_print_the_keys_that_are_bound() {
    let wish = |action: &str, keys: &[&str]| Wish {
        action: action.into(),
        keys: keys.iter().map(ToString::to_string).collect(),
    };
    let (keymap, faults) = Keymap::with(Preset::Default, &[wish("pause", &["f5"]), wish("skip", &[])]);
    assert_eq!(faults, []);
    let stage = Stage::session(scenes::hold());
    let app = &mut App::session(Setup { keymap, ..setup() });
    let session = text(&draw(app, &stage, (100, 30)));
    assert!(session.contains("f5 pause") && !session.contains("space"), "{session}");
    assert!(!session.contains("skip"), "an action without a key has no hint");
    press(app, &stage, '?');
    let help = text(&draw(app, &stage, (100, 30)));
    let row = |word: &str| help.lines().find(|line| line.contains(word)).unwrap().to_owned();
    assert!(row("Pause, or go on").contains("f5"), "{help}");
    assert!(row("Skip this exercise").contains("no key"), "{help}");
}

#[test]
fn help_begins_with_all_that_keys_do_here() {
    let (mut app, stage) = (home_app(scenes::home()), Stage::default());
    let help = |app: &mut App| {
        press(app, &stage, '?');
        text(&draw(app, &stage, (100, 60)))
    };
    let ordered = |help: &str, words: &[&str]| {
        let at: Vec<_> = words.iter().map(|words| help.find(words)).collect();
        assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{words:?} {at:?}\n{help}");
    };
    let at_home = help(&mut app);
    ordered(&at_home, &["Choosing a routine", "Start what is chosen", "Tick off", "In lists", "A page up"]);
    assert_eq!(at_home.matches("Start what is chosen").count(), 1, "{at_home}");
    press(&mut app, &stage, KeyCode::Esc);
    press(&mut app, &stage, 'i');
    let on_a_page = help(&mut app);
    ordered(&on_a_page, &["On the page of", "Start what is chosen", "Close this", "In lists", "A page up"]);
}

#[test]
fn help_scrolls_to_its_end_and_back_at_once() {
    let stage = Stage::session(scenes::hold());
    let app = &mut session_app();
    press(app, &stage, '?');
    let top = text(&draw(app, &stage, (80, 24)));
    press(app, &stage, KeyCode::End);
    let end = text(&draw(app, &stage, (80, 24)));
    assert_ne!(end, top, "the help is longer than the screen");
    press(app, &stage, KeyCode::Up);
    assert_ne!(text(&draw(app, &stage, (80, 24))), end, "nothing is scrolled past the end");
    press(app, &stage, KeyCode::Home);
    assert_eq!(text(&draw(app, &stage, (80, 24))), top);
}

fn chars(app: &mut App, stage: &Stage, text: &str) {
    for key in text.chars() {
        assert_eq!(press(app, stage, key), [], "{key}");
    }
}

fn click(app: &mut App, stage: &Stage, column: u16, row: u16) -> Vec<Effect> {
    let kind = MouseEventKind::Down(MouseButton::Left);
    app.handle(Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }), &stage.scene())
}

/// Clicks on the row of the screen that says this.
fn click_on(app: &mut App, stage: &Stage, words: &str) -> Vec<Effect> {
    let screen = text(&draw(app, stage, (80, 24)));
    let mut lists = screen.lines().map(|line| line.split(['│', '┃']).next().unwrap_or_default());
    let row =
        lists.position(|line| line.contains(words)).unwrap_or_else(|| panic!("no {words} on\n{screen}"));
    click(app, stage, 6, u16::try_from(row).expect("a screen is not as high"))
}

#[test]
fn what_is_due_is_started_as_a_whole_or_one_by_one_and_ticked_off_one_by_one() {
    let stage = Stage::default();
    let app = &mut home_app(scenes::home_today());
    assert_eq!(press(app, &stage, KeyCode::Enter), [Effect::StartToday]);
    assert_eq!(press(app, &stage, 't'), [], "only one thing can be ticked off");
    assert!(text(&draw(app, &stage, (80, 24))).contains("Choose a row below."), "and it says so");
    for _ in 0..3 {
        press(app, &stage, KeyCode::Down);
    }
    assert_eq!(press(app, &stage, KeyCode::Enter), [Effect::StartItem { item: "walk".into() }]);
    assert_eq!(press(app, &stage, 't'), [Effect::Tick { item: "walk".into() }]);
    let said = |app: &App| text(&draw(app, &stage, (80, 24))).contains("✓ Ticked off: Walking.");
    assert!(!said(app), "nothing is said before it is known");
    let mut after = scenes::home_today();
    let today = after.today.as_mut().unwrap();
    let walk = today.due.remove(2);
    today.done.push(walk);
    app.set_home(after.clone());
    assert!(said(app));
    assert_eq!(press(app, &stage, 't'), [], "a key that was pressed twice ticks off nothing else");
    assert!(!said(app), "a key later it is gone");
    let warned = "Once more ticks off Glute bridge.";
    assert!(text(&draw(app, &stage, (80, 24))).contains(warned), "{}", text(&draw(app, &stage, (80, 24))));
    let bridge = [Effect::Tick { item: "glute-bridge".into() }];
    assert_eq!(press(app, &stage, 't'), bridge, "the next one is chosen");
    assert_eq!(press(app, &stage, 't'), [], "nor is anything ticked off twice while it is written down");
    app.set_home(after);
    assert!(!text(&draw(app, &stage, (80, 24))).contains("Ticked off"), "it could not be written");
}

#[test]
fn the_page_of_a_due_item_starts_that_item_at_its_own_dose() {
    let mut home = scenes::home_today();
    let due = &mut home.today.as_mut().unwrap().due[1];
    let dose = "2 × 8 each side".to_owned();
    due.card = Some(Box::new(supple::ui::ExerciseCard { id: "bird-dog".into(), dose, ..Default::default() }));
    let (app, stage) = (&mut home_app(home), Stage::default());
    press(app, &stage, KeyCode::Down);
    press(app, &stage, KeyCode::Down);
    assert_eq!(press(app, &stage, 'i'), []);
    assert!(text(&draw(app, &stage, (80, 24))).contains("2 × 8 each side"));
    assert_eq!(press(app, &stage, KeyCode::Enter), [Effect::StartItem { item: "bird-dog".into() }]);
}

#[test]
fn what_is_due_twice_a_day_is_said_to_be_ticked_off_though_it_stays_due() {
    let stage = Stage::default();
    let mut home = scenes::home_today();
    let why = |home: &mut supple::ui::HomeModel, why: &str| {
        why.clone_into(&mut home.today.as_mut().unwrap().due[2].why);
    };
    why(&mut home, "0 of 2 today");
    let app = &mut home_app(home.clone());
    let shown = |app: &App| text(&draw(app, &stage, (80, 24)));
    for _ in 0..3 {
        press(app, &stage, KeyCode::Down);
    }
    assert_eq!(press(app, &stage, 't'), [Effect::Tick { item: "walk".into() }]);
    why(&mut home, "1 of 2 today");
    app.set_home(home.clone());
    assert!(shown(app).contains("✓ Ticked off: Walking (1 of 2 today)."), "{}", shown(app));
    // It could not be written.
    press(app, &stage, 't');
    app.set_home(home);
    assert!(!shown(app).contains("Ticked off"));
}

#[test]
fn a_new_day_lets_no_key_hit_what_has_come_in_the_place_of_the_chosen_row() {
    let stage = Stage::default();
    let mut home = scenes::home_today();
    home.today.as_mut().unwrap().date = Some(jiff::civil::date(2026, 11, 20));
    let app = &mut home_app(home.clone());
    assert_eq!(app.day_at_home(), Some(jiff::civil::date(2026, 11, 20)));
    press(app, &stage, KeyCode::Down);
    press(app, &stage, KeyCode::Down);
    let mut after = home;
    after.today.as_mut().unwrap().due.remove(1);
    app.set_home(after);
    assert_eq!(press(app, &stage, 't'), [], "the bird dog is not due any more, and nothing else was chosen");
    app.show_session();
    assert_eq!(app.day_at_home(), None, "during a session the day does not matter");
}

#[test]
fn what_is_not_due_yet_unfolds_and_folds() {
    let stage = Stage::default();
    let app = &mut home_app(scenes::home_today());
    let shown = |app: &App| text(&draw(app, &stage, (80, 24)));
    assert!(!shown(app).contains("Side plank"));
    assert_eq!(click_on(app, &stage, "3 not due yet"), []);
    press(app, &stage, KeyCode::Enter);
    assert!(shown(app).contains("▾ 3 not due yet") && shown(app).contains("Side plank"));
    press(app, &stage, KeyCode::Down);
    assert_eq!(press(app, &stage, KeyCode::Enter), [], "what is not due cannot be started from here");
    assert_eq!(press(app, &stage, 't'), [], "nor ticked off");
    assert!(shown(app).contains("next tomorrow"), "but it says why");
    press(app, &stage, KeyCode::Up);
    press(app, &stage, KeyCode::Enter);
    assert!(shown(app).contains("▸ 3 not due yet"));
}

#[test]
fn a_click_chooses_and_a_second_one_starts() {
    let stage = Stage::default();
    let app = &mut home_app(scenes::home_interrupted());
    assert_eq!(click_on(app, &stage, "Thursday 15:40"), [], "chosen, not started");
    assert_eq!(click_on(app, &stage, "A short tour"), []);
    assert_eq!(click_on(app, &stage, "A short tour"), [Effect::Start { routine: "demo".into() }]);
    assert_eq!(click(app, &stage, 70, 10), [], "the details are no button");
    assert_eq!(click_on(app, &stage, "Recent"), [], "nor is a heading");
    assert_eq!(click_on(app, &stage, "Low back, morning"), []);
    let resume = Effect::Recover { session: "01K".into(), how: Recovery::Resume };
    assert_eq!(click_on(app, &stage, "Low back, morning"), [resume]);
    press(app, &stage, '?');
    draw(app, &stage, (80, 24));
    assert_eq!(click(app, &stage, 6, 6), [], "what lies below the help cannot be clicked");
}

#[test]
fn a_click_goes_to_an_exercise_of_the_list() {
    let stage = Stage::session(scenes::hold());
    let app = &mut session_app();
    press(app, &stage, 'g');
    let screen = text(&draw(app, &stage, (80, 24)));
    let row = screen.lines().position(|line| line.contains("Glute bridge")).unwrap();
    let row = u16::try_from(row).unwrap();
    assert_eq!(click(app, &stage, 30, row), []);
    let [Effect::Session(Command::Jump { .. })] = click(app, &stage, 30, row)[..] else { panic!("no jump") };
}

#[test]
fn the_search_takes_every_letter_for_itself() {
    let stage = Stage::default();
    let app = &mut home_app(scenes::home());
    let shown = |app: &App| text(&draw(app, &stage, (80, 24)));
    chars(app, &stage, "/quit? s ");
    assert!(shown(app).contains("Search  quit? s ▏"), "{}", shown(app));
    assert!(shown(app).contains("Nothing is called that"));
    press(app, &stage, control('u'));
    app.handle(Input::Paste("dead\nbu\u{1b}".into()), &stage.scene());
    assert!(shown(app).contains("Search  dead bu▏"), "{}", shown(app));
    press(app, &stage, KeyCode::Backspace);
    press(app, &stage, KeyCode::Enter);
    assert!(shown(app).contains("h harder"), "the page of the exercise: {}", shown(app));
    let start = |id: &str| vec![Effect::StartExercise { exercise: id.into() }];
    assert_eq!(press(app, &stage, KeyCode::Enter), start("dead-bug"));
    press(app, &stage, 'h');
    assert_eq!(press(app, &stage, KeyCode::Enter), start("bird-dog"));
    press(app, &stage, 'h');
    assert_eq!(press(app, &stage, KeyCode::Enter), start("bird-dog"), "nothing harder is known");
    press(app, &stage, 'e');
    assert_eq!(press(app, &stage, KeyCode::Enter), start("dead-bug"));
    press(app, &stage, KeyCode::Esc);
    assert!(shown(app).contains("Search  dead b▏"), "the search is as it was left");
    press(app, &stage, KeyCode::Esc);
    assert_eq!(press(app, &stage, KeyCode::Enter), [Effect::Start { routine: "gentle-twelve".into() }]);
}

#[test]
fn a_page_scrolls_to_its_end_and_starts_what_it_shows() {
    let stage = Stage::default();
    let app = &mut home_app(scenes::home());
    for key in [KeyCode::Char('i'), KeyCode::Right] {
        press(app, &stage, key);
        let top = text(&draw(app, &stage, (40, 12)));
        press(app, &stage, KeyCode::End);
        let end = text(&draw(app, &stage, (40, 12)));
        assert!(!top.contains("30-40 steps") && end.contains("30-40 steps"), "{end}");
        press(app, &stage, KeyCode::Up);
        assert_ne!(text(&draw(app, &stage, (40, 12))), end, "nothing is scrolled past the end");
        assert_eq!(press(app, &stage, KeyCode::Enter), [Effect::Start { routine: "gentle-twelve".into() }]);
        assert_eq!(press(app, &stage, 'q'), [], "it closes the page, not the program");
    }
    for _ in 0..3 {
        press(app, &stage, KeyCode::Down);
    }
    press(app, &stage, 'i');
    let broken = text(&draw(app, &stage, (80, 24)));
    assert!(broken.contains("has 3 faults") && !broken.contains("enter"), "{broken}");
    assert_eq!(press(app, &stage, KeyCode::Enter), []);
}

#[test]
fn what_to_heed_comes_first_and_is_confirmed_once() {
    let stage = Stage::default();
    for key in [KeyCode::Enter, KeyCode::Char(' ')] {
        let app = &mut home_app(scenes::home());
        app.show_safety_first();
        assert_eq!(press(app, &stage, 'x'), [], "not any key");
        assert_eq!(press(app, &stage, key), [Effect::SafetyRead]);
        assert_eq!(press(app, &stage, KeyCode::Enter), [Effect::Start { routine: "gentle-twelve".into() }]);
        press(app, &stage, 's');
        assert!(text(&draw(app, &stage, (80, 24))).contains("not a doctor"));
        assert_eq!(press(app, &stage, key), [], "it was confirmed before");
        press(app, &stage, '?');
        press(app, &stage, 's');
        assert!(text(&draw(app, &stage, (80, 24))).contains("not a doctor"), "help leads there too");
        assert_eq!(press(app, &stage, 'q'), [], "it closes the page, not the program");
        assert_eq!(press(app, &stage, 'q'), [Effect::Quit]);
    }
    let app = &mut home_app(scenes::home());
    app.show_safety_first();
    assert_eq!(press(app, &stage, 'q'), [Effect::Quit], "nobody has to confirm anything");
}

#[test]
fn the_exercises_are_read_when_they_are_asked_for() {
    let stage = Stage::default();
    let known = scenes::home_today();
    let empty = supple::ui::HomeModel { exercises: Vec::new(), ..known.clone() };
    let app = &mut home_app(empty.clone());
    for _ in 0..2 {
        press(app, &stage, KeyCode::Down);
    }
    assert_eq!(press(app, &stage, 'i'), [Effect::LoadExercises]);
    app.set_exercises(known.exercises.clone());
    assert!(text(&draw(app, &stage, (80, 24))).contains("Reach one arm ahead"), "the page of what is due");
    press(app, &stage, KeyCode::Esc);
    app.set_home(empty.clone());
    assert_eq!(press(app, &stage, '/'), [], "they are kept");
    let app = &mut home_app(empty);
    assert_eq!(press(app, &stage, '/'), [Effect::LoadExercises]);
    app.set_exercises(known.exercises);
    chars(app, &stage, "dead");
    assert!(text(&draw(app, &stage, (80, 24))).contains("Dead bug"));
}

#[test]
fn the_details_of_an_item_are_those_of_what_it_is() {
    let stage = Stage::default();
    let mut home = scenes::home_today();
    let due = &mut home.today.as_mut().unwrap().due;
    // A second bird dog, an exercise that has the id of a routine, and a routine that has the id of an exercise.
    due[0].id = "bird-dog-2".into();
    due[0].content = "bird-dog".into();
    due[1].content = "routine-1".into();
    due[2].content = "routine-2".into();
    due[2].is_routine = true;
    home.exercises[1].id = "routine-1".into();
    let name = home.exercises[1].name.clone();
    home.exercises[2].id = "routine-2".into();
    home.today.as_mut().unwrap().exercises = 23;
    let app = &mut home_app(home);
    assert!(text(&draw(app, &stage, (140, 40))).contains("23 exercises"));
    let shown = |app: &mut App| {
        press(app, &stage, KeyCode::Down);
        assert_eq!(press(app, &stage, 'i'), []);
        let shown = text(&draw(app, &stage, (80, 24)));
        let starts = press(app, &stage, KeyCode::Enter);
        press(app, &stage, KeyCode::Esc);
        (shown, starts)
    };
    press(app, &stage, KeyCode::Home);
    let (first, _) = shown(app);
    assert!(first.contains("Reach one arm ahead"), "{first}");
    let (second, starts) = shown(app);
    assert!(second.contains(&name), "{second}");
    assert_eq!(starts, [Effect::StartExercise { exercise: "routine-1".into() }]);
    let (_, starts) = shown(app);
    assert_eq!(starts, [Effect::Start { routine: "routine-2".into() }]);
}

#[test]
fn while_words_are_typed_the_hints_name_no_letter() {
    let stage = Stage::default();
    let mut app = App::home(Setup { keymap: Keymap::of(Preset::Vim), ..setup() }, scenes::home());
    let footer = |app: &App| {
        text(&draw(app, &stage, (80, 24)))
            .lines()
            .rev()
            .find(|line| !line.trim().is_empty())
            .unwrap()
            .to_owned()
    };
    press(&mut app, &stage, 'j');
    press(&mut app, &stage, '/');
    assert!(footer(&app).contains("↑↓ choose"), "{}", footer(&app));
    chars(&mut app, &stage, "j");
    assert!(text(&draw(&app, &stage, (80, 24))).contains("Search  j"), "it is typed");
    press(&mut app, &stage, KeyCode::Esc);
    press(&mut app, &stage, '?');
    assert!(text(&draw(&app, &stage, (80, 24))).contains("k j more"));
}

#[test]
fn the_home_screen_says_what_is_at_fault_in_the_settings() {
    let stage = Stage::default();
    let mut app = home_app(scenes::home());
    let what = "config.toml line 12: something that takes a good many words to say";
    app.complain(Some(Complaint::new(what.into(), 2)));
    let shown = |app: &App, size| text(&draw(app, &stage, size));
    for (size, words) in [((80, 24), "line 12: something"), ((40, 12), "config.toml:"), ((100, 30), "2 more")]
    {
        let screen = shown(&app, size);
        let line = screen.lines().find(|line| line.contains("! config.toml")).unwrap_or_default();
        assert!(line.contains(words) && line.contains("`supple config show`"), "{size:?}\n{screen}");
    }
    press(&mut app, &stage, KeyCode::Down);
    assert!(shown(&app, (80, 24)).contains("config.toml"), "there is room for it");
    assert!(!shown(&app, (40, 12)).contains("config.toml"), "the keys are needed more");
}

#[test]
fn nothing_is_chosen_before_the_history_is_there_but_by_a_click() {
    let stage = Stage::default();
    let whole = scenes::home_interrupted();
    let mut short =
        HomeModel { is_waiting: true, recent: Vec::new(), interrupted: Vec::new(), ..whole.clone() };
    short.today = None;
    let key = |code| Input::Key(KeyEvent::new(code, KeyModifiers::NONE));
    let app = &mut home_app(short.clone());
    for waits in [KeyCode::Enter, KeyCode::Down, KeyCode::Char('k'), KeyCode::Char('t'), KeyCode::Char('i')] {
        assert!(app.must_wait(&key(waits)), "{waits:?}");
        assert_eq!(press(app, &stage, waits), [], "{waits:?}");
    }
    for means_the_same in ['q', '?', '/', 'h'] {
        assert!(!app.must_wait(&key(KeyCode::Char(means_the_same))), "{means_the_same}");
    }
    // What most come for is chosen once it is known.
    app.set_home(whole.clone());
    assert!(!app.must_wait(&key(KeyCode::Enter)));
    let first = press(app, &stage, KeyCode::Enter);
    assert!(matches!(first.as_slice(), [Effect::Recover { how: Recovery::Resume, .. }]), "{first:?}");

    // What was clicked stays chosen, wherever it is then.
    let app = &mut home_app(short.clone());
    assert_eq!(click_on(app, &stage, &short.routines[1].name), []);
    assert!(!app.must_wait(&key(KeyCode::Enter)));
    app.set_home(whole);
    let started = press(app, &stage, KeyCode::Enter);
    assert_eq!(started, [Effect::Start { routine: short.routines[1].id.clone() }]);
}
