use super::*;

#[test]
fn ids_sort_by_their_moment_and_are_unique_within_it() {
    let at = |time: &str| time.parse::<Zoned>().unwrap();
    let (one, next) = (at("2026-11-21T07:00:00Z[UTC]"), at("2026-11-21T07:00:00.001Z[UTC]"));
    // The milliseconds of that moment in the alphabet of ids, worked out by hand with `bc`.
    let id = new_id(&one);
    assert_eq!((&id[..10], id.len()), ("01M7YEF7C0", 26));
    assert!(new_id(&next) > new_id(&one));
    let ids: std::collections::BTreeSet<_> = (0..1000).map(|_| new_id(&one)).collect();
    assert_eq!(ids.len(), 1000);
    assert!(new_id(&at("1969-07-20T20:17:40Z[UTC]")).starts_with("0000000000"));
}

#[test]
fn a_million_exercises_are_small() {
    assert_eq!([size_of::<Seconds>(), size_of::<Option<Seconds>>()], [8, 8]);
    assert_eq!([size_of::<Tally>(), size_of::<Option<Tally>>()], [12, 12]);
    assert_eq!((size_of::<Target>(), size_of::<Exercise>()), (36, 112));
}

#[test]
fn ids_of_one_moment_differ_and_no_clock_is_too_wrong_for_one() {
    let mut last = String::new();
    for moment in [
        "-009999-01-02T01:59:59Z[UTC]",
        "0001-01-02T00:00:00Z[UTC]",
        "1969-12-31T23:59:59.999Z[UTC]",
        "1970-01-01T00:00:01Z[UTC]",
        "2026-11-21T07:00:00Z[UTC]",
        "2038-01-19T03:14:08Z[UTC]",
        "9998-12-29T23:59:59Z[UTC]",
    ] {
        let moment: Zoned = moment.parse().unwrap();
        let ids: std::collections::BTreeSet<String> = (0..1_000).map(|_| new_id(&moment)).collect();
        assert_eq!(ids.len(), 1_000, "{moment}");
        assert!(ids.iter().all(|id| id.len() == 26 && ulid::Ulid::from_string(id).is_ok()));
        // Ids count from 1970 on.
        let time = |id: &str| id[..10].to_owned();
        let (first, newest) = (time(ids.first().unwrap()), time(ids.last().unwrap()));
        assert_eq!(first, newest);
        assert_eq!(
            first > last,
            moment.timestamp() >= jiff::Timestamp::UNIX_EPOCH || last.is_empty(),
            "{moment}"
        );
        last = first;
    }
}

#[test]
fn a_number_that_is_on_no_scale_says_nothing() {
    let line = |pain: u8| {
        format!(
            r#"{{"v":1,"id":"01A","routine":"r","started":"2026-11-21T07:00:00+01:00[Europe/Berlin]","ended":"2026-11-21T07:10:00+01:00[Europe/Berlin]","status":"completed","active_seconds":600,"paused_seconds":0,"pain":{{"before":{pain},"after":{pain}}},"exercises":[{{"n":0,"id":"a","status":"done","sets":1,"target":{{"sets":1}},"pain":{pain}}}],"app":"0.1.0"}}"#
        )
    };
    let told = |pain| {
        let record: Record = serde_json::from_str(&line(pain)).unwrap();
        let Pain { before, after } = record.pain_around();
        let worst = crate::history::stats::worst(&record);
        [before, after, record.exercises[0].pain(), worst]
    };
    assert_eq!(told(10), [Some(10); 4]);
    assert_eq!(told(11), [None; 4]);
}

#[test]
fn what_is_added_to_one_is_not_added_to_others_with_the_same_item() {
    let (mut one, other) = (More::item("walk".into()), More::item("walk".into()));
    assert_eq!(one, other);
    one.insert("pain", 3.into());
    assert_eq!((one.get("pain"), one.get(ITEM)), (Some(&3.into()), Some(&"walk".into())));
    assert_eq!((other.get("pain"), other.get(ITEM)), (None, Some(&"walk".into())));
}

#[test]
fn other_fields_are_others_whatever_their_order() {
    let more = |fields: &[(&'static str, i32)]| {
        let mut more = More::default();
        for (key, value) in fields {
            more.insert(*key, (*value).into());
        }
        more
    };
    assert_eq!(more(&[("a", 1), ("b", 2)]), more(&[("b", 2), ("a", 1)]));
    for other in [&[][..], &[("a", 1)], &[("a", 1), ("b", 3)], &[("a", 1), ("c", 2)]] {
        assert_ne!(more(&[("a", 1), ("b", 2)]), more(other));
        assert_ne!(more(other), more(&[("a", 1), ("b", 2)]));
    }
}

/// Two ids of one moment differ in their chance alone: none of its bits may stand still.
#[test]
fn all_of_an_id_but_its_time_is_left_to_chance() {
    let now: Zoned = "2026-11-21T07:00:00Z[UTC]".parse().unwrap();
    let chance = |id: &str| ulid::Ulid::from_string(id).unwrap().random();
    let (mut ever, mut always) = (0, u128::MAX);
    for _ in 0..200 {
        let chance = chance(&new_id(&now));
        (ever, always) = (ever | chance, always & chance);
    }
    assert_eq!((ever, always), ((1 << 80) - 1, 0));
}

#[test]
fn nobody_left_out_what_a_session_that_was_left_did_not_come_to() {
    let exercise = |status: Done, reason: Option<&str>, swapped: bool| {
        let mut exercise: Exercise = serde_json::from_str(r#"{"n":0,"id":"a"}"#).unwrap();
        exercise.status = status;
        exercise.skip_reason = reason.map(|reason| SkipWord(reason.into()));
        if swapped {
            exercise.more.insert(SWAPPED_FOR, 1.into());
        }
        exercise
    };
    for (session, status, reason, swapped, word) in [
        (Status::Stopped, Done::Skipped, None, false, "not reached"),
        (Status::Completed, Done::Skipped, None, false, "skipped"),
        (Status::Recorded, Done::Skipped, None, false, "skipped"),
        (Status::Stopped, Done::Skipped, Some("time"), false, "skipped"),
        (Status::Stopped, Done::Skipped, None, true, "skipped"),
        (Status::Stopped, Done::Partial, None, false, "partly"),
        (Status::Stopped, Done::Done, None, false, "done"),
    ] {
        let exercise = exercise(status, reason, swapped);
        assert_eq!(exercise.word(session), word, "{session:?} {reason:?} {swapped}");
        assert_eq!(exercise.is_unreached(session), word == "not reached");
    }
}
