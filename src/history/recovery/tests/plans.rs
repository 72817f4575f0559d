//! By which plan an interrupted session may go on, and where.

use super::*;

fn soft() -> crate::routine::Block {
    exercise("soft", hold(10, 3), 1, Sides::None)
}

#[test]
fn a_session_goes_on_by_its_own_plan_only() {
    let place = Place::new();
    let plan = ladder(exercise("hard", hold(30, 2), 1, Sides::None), soft());
    place.write("01A", &plan, &play_until(&plan, &[(45_000, Command::Swap(Way::Easier))], 70_000));
    place.write("01B", &plan, &play_until(&plan, &[], 40_000));
    let findings = place.find();
    let [swapped, straight] = &findings.interrupted[..] else { panic!("two journals") };
    let fits = |plan: &Plan| [swapped.fits(plan), straight.fits(plan)];
    assert_eq!(fits(&plan), [true, true]);
    let changed = |change: &dyn Fn(&mut Plan)| {
        let mut changed = Plan::clone(&plan);
        change(&mut changed);
        changed
    };
    assert_eq!(fits(&changed(&|plan| plan.hash.push('x'))), [false, false]);
    assert_eq!(fits(&changed(&|plan| _ = plan.steps.pop())), [false, false]);
    // The easier one has become another, or is gone: that matters only to whoever has swapped.
    assert_eq!(fits(&changed(&|plan| plan.entries[1].id.push('x'))), [false, true]);
    assert_eq!(fits(&changed(&|plan| plan.entries.truncate(1))), [false, true]);
}

#[test]
fn pauses_before_the_end_go_along() {
    let plan = plan(vec![exercise("a", hold(60, 1), 1, Sides::None)]);
    let place = Place::new();
    let script =
        [(12_000, Command::Pause(crate::session::PauseCause::User)), (20_000, Command::Resume(Origin::Key))];
    let events = play_until(&plan, &script, 40_000);
    let paused = events.iter().find_map(|stamped| match stamped.event {
        Event::Resumed { paused } => Some(paused),
        _ => None,
    });
    place.write("01A", &plan, &events);
    let resumption = place.find().interrupted[0].resume().unwrap();
    // From 12 to 20, and the seconds before it goes on.
    assert!(paused > Some(secs(8)), "{paused:?}");
    assert_eq!((Some(resumption.point.paused), Some(resumption.recorder.paused())), (paused, paused));
}

/// What is torn is written over when it goes on; what is whole stays, to the byte.
#[test]
fn it_goes_on_after_the_last_whole_line() {
    let plan = plan(vec![exercise("a", hold(60, 1), 1, Sides::None)]);
    for torn in ["", "{\"event\":\"cu", "x"] {
        let place = Place::new();
        place.write("01A", &plan, &play_until(&plan, &[], 20_000));
        let whole = fs::read_to_string(place.journal("01A")).unwrap();
        fs::write(place.journal("01A"), format!("{whole}{torn}")).unwrap();
        let mut journal = Journal::going_on(place.find().interrupted[0].resume().unwrap().journal);
        journal.add_mark(secs(15), &time(WALL));
        journal.write().unwrap();
        let mark = format!("{{\"mark\":15,\"wall\":\"{WALL}\"}}\n");
        assert_eq!(fs::read_to_string(place.journal("01A")).unwrap(), format!("{whole}{mark}"));
    }
}

/// Zeros are what a power cut may leave of a file whose bytes never came to the disk.
#[test]
fn what_holds_nothing_but_zeros_or_blanks_is_empty() {
    let place = Place::new();
    for empty in [&b""[..], b"\n", &[0; 40], b" \n\0\n"] {
        let read = Interrupted::read(place.store.disk(), &place.journal("01A"), empty);
        assert!(matches!(read, Err(Unreadable::Empty { .. })), "{empty:?}");
    }
}

/// It is not there: gone. It cannot be looked at: that is said.
#[test]
#[cfg(unix)]
fn a_journal_that_cannot_be_opened_is_not_taken_for_one_that_is_gone() {
    let plan = mixed();
    let place = Place::new();
    place.write("01A", &plan, &[]);
    let session = place.find().interrupted.remove(0);
    fs::remove_file(place.journal("01A")).unwrap();
    assert!(matches!(session.discard(), Err(RecoveryError::Gone)));
    fs::create_dir(place.journal("01A")).unwrap();
    assert!(matches!(session.discard(), Err(RecoveryError::Disk(_))));
}
