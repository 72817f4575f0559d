use super::*;
use crate::{
    config::{paths::Paths, settings::Settings},
    program::Step,
    runtime::Manner,
};

/// Somebody who has a program of two holds, which runs.
fn backstage() -> (tempfile::TempDir, Backstage) {
    let folder = tempfile::tempdir().unwrap();
    let sub = |name: &str| folder.path().join(name);
    let item = |id: &str| {
        std::fs::create_dir_all(sub("config/exercises")).unwrap();
        let text = format!("format = 1\nname = '{id}'\nhold = '20s'\nprepare = '10s'\n");
        std::fs::write(sub(&format!("config/exercises/{id}.toml")), text).unwrap();
        format!("[[phase.item]]\nuse = '{id}'\nfrequency = 'daily'\n")
    };
    let items = item("zz-sit") + &item("zz-kneel");
    std::fs::create_dir_all(sub("config/programs")).unwrap();
    let text = format!("format = 1\nname = 'Mine'\n[[phase]]\nname = 'One'\ndays = 3\n{items}");
    std::fs::write(sub("config/programs/mine.toml"), text).unwrap();
    let paths = Paths {
        config: sub("config"),
        data: sub("data"),
        state: sub("state"),
        cache: sub("cache"),
        runtime: None,
    };
    let backstage =
        Backstage::new(paths, Manner { speed: 1.0, mute: true, voice: None, log: true }, Settings::default());
    backstage.decide("mine", Step::Started, None).unwrap();
    (folder, backstage)
}

#[test]
fn the_home_screen_shows_what_is_due_and_what_was_ticked_off() {
    let (_folder, backstage) = backstage();
    let ids = |rows: &[crate::ui::TodayRow]| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    let card = backstage.home().today.unwrap();
    assert_eq!(
        (card.program.as_str(), card.phase.as_str(), card.place.as_str()),
        ("Mine", "One", "day 1 of 3")
    );
    assert_eq!(ids(&card.due), ["zz-sit", "zz-kneel"]);
    assert_eq!((card.length.as_secs(), card.open_steps, card.notice), (60, 0, None));
    assert!(backstage.start_today().is_ok());
    // One item alone, at the program's dose.
    assert_eq!(card.due[1].card.as_ref().unwrap().id, "zz-kneel");
    let alone = backstage.start_item("zz-kneel").unwrap();
    assert_eq!(alone.plan.entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["zz-kneel"]);
    assert!(backstage.start_item("zz-swim").unwrap_err().to_string().contains("`zz-swim` any more"));

    assert_eq!(backstage.tick("zz-sit", None).unwrap().name, "zz-sit");
    let card = backstage.home().today.unwrap();
    assert_eq!((ids(&card.due), ids(&card.done)), (vec!["zz-kneel".into()], vec!["zz-sit".into()]));
    backstage.tick("zz-kneel", None).unwrap();
    let nothing = backstage.start_today().unwrap_err();
    assert_eq!(nothing, "Mine: nothing more is due today. Rest well.");
    let unknown = backstage.tick("zz-swim", None).unwrap_err().to_string();
    assert!(unknown.starts_with("Mine has no `zz-swim` now"), "{unknown}");

    backstage.decide("mine", Step::Stopped, None).unwrap();
    assert_eq!(backstage.home().today, None);
    assert_eq!(backstage.start_today().unwrap_err(), "no program runs");
}

#[test]
fn the_exercises_of_routines_are_counted_and_not_the_routines() {
    let (_folder, backstage) = backstage();
    assert_eq!(backstage.home().today.unwrap().exercises, 2);
    backstage.decide("ten-days", Step::Started, None).unwrap();
    let card = backstage.home().today.unwrap();
    assert!(!card.due.is_empty() && card.due.iter().all(|row| row.is_routine), "{:?}", card.due);
    let of = |row: &crate::ui::TodayRow| exercises(&backstage.routine(&row.content).unwrap().steps).len();
    assert_eq!(card.exercises, card.due.iter().map(of).sum::<usize>());
    assert!(card.exercises > card.due.len());
}

#[test]
fn what_was_left_open_overnight_is_read_anew_and_nothing_else_is_ticked_off() {
    let (_folder, backstage) = backstage();
    let today = backstage.date();
    let mut home = backstage.home();
    assert_eq!(home.today.as_ref().unwrap().date, Some(today));
    let shown = |date, home: &mut crate::ui::HomeModel| {
        home.today.as_mut().unwrap().date = Some(date);
        let theme = crate::ui::Theme::new(crate::ui::ThemeName::Dark, crate::ui::Depth::True);
        let glyphs = crate::figure::Glyphs::Braille;
        let setup = crate::ui::Setup {
            keymap: crate::ui::Keymap::default(),
            theme,
            motion: true,
            far: false,
            glyphs,
            console: false,
        };
        backstage.shows_another_day(&App::home(setup, home.clone()))
    };
    assert!(shown(today.yesterday().unwrap(), &mut home));
    assert!(!shown(today, &mut home), "nothing is read without need");

    let gone = backstage.tick_whole("zz-s").unwrap_err().to_string();
    assert_eq!(gone, "Mine does not ask for `zz-s` any more");
    assert_eq!(backstage.tick_whole("zz-sit").unwrap().name, "zz-sit");
}

#[test]
fn a_day_of_another_year_is_written_with_it() {
    let from = jiff::civil::date(2026, 12, 24);
    let words = |month, day, year| next_words(from, jiff::civil::date(year, month, day));
    assert_eq!(words(12, 25, 2026), "next tomorrow");
    assert_eq!(words(12, 30, 2026), "next on Wednesday");
    assert_eq!(words(12, 31, 2026), "next on 31 December");
    assert_eq!(words(1, 2, 2027), "next on 2 January 2027");
}

#[test]
fn a_decision_that_cannot_be_read_is_said_where_nothing_else_is() {
    let (folder, backstage) = backstage();
    assert_eq!(backstage.home().today.unwrap().notice, None);
    let file = folder.path().join("data/programs/other.jsonl");
    std::fs::write(&file, "not json\n").unwrap();
    let notice = backstage.home().today.unwrap().notice.unwrap();
    assert!(notice.contains("other.jsonl:1: this is no decision that supple wrote"), "{notice}");
    std::fs::write(&file, "not json\nnor this\n").unwrap();
    let notice = backstage.home().today.unwrap().notice.unwrap();
    assert!(notice.ends_with("this line is skipped (and one more)"), "{notice}");
    // What matters more comes first.
    backstage.decide("mine", Step::Paused, None).unwrap();
    let notice = backstage.home().today.unwrap().notice.unwrap();
    assert!(notice.starts_with("Paused since"), "{notice}");
    // Perhaps the line that began a program is the one that is lost.
    backstage.decide("mine", Step::Stopped, None).unwrap();
    assert!(backstage.home().today.unwrap().notice.unwrap().contains("other.jsonl:1"));
}

#[test]
fn a_program_that_cannot_be_read_says_so_on_its_card() {
    let (folder, backstage) = backstage();
    std::fs::remove_file(folder.path().join("config/programs/mine.toml")).unwrap();
    let backstage = Backstage::new(backstage.paths().clone(), backstage.manner(), Settings::default());
    let card = backstage.home().today.unwrap();
    assert_eq!((card.program.as_str(), card.date), ("mine", Some(backstage.date())));
    let notice = card.notice.unwrap();
    assert!(notice.contains("`supple program stop` ends it"), "{notice}");
}
