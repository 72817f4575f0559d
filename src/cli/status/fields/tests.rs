use super::*;

/// Twelve and a half seconds into a hold of half a minute.
fn glance() -> Glance {
    serde_json::from_str(
        r#"{"id":"01K","routine":"Low back","state":"running","cause":null,"status":null,"exercise":"bird-dog",
        "name":"Bird dog","number":3,"exercises":12,"kind":"work","mode":"hold","side":"left","side_words":"left arm",
        "phase":null,"round":null,"rounds":null,"set":1,"sets":2,"rep":2,"reps":8,"elapsed":12.5,"left":17.5,
        "estimate_left":null,"bout_left":17.5,"lead_in":null,"session_left":461.9,"session_left_is_estimate":false,
        "active":312.5,"paused":0.0,"percent":40,"next":"Glute bridge","speed":1.0,"volume":60,
        "muted":false,"voice":"brief"}"#,
    )
    .unwrap()
}

fn written(template: &str, glance: &Glance) -> String {
    Template::parse(template).unwrap().write(glance)
}

fn changes(template: &str, glance: &Glance) -> Option<u128> {
    Template::parse(template).unwrap().changes(glance).map(|time| time.as_millis())
}

#[test]
fn fields_stand_in_the_text_and_braces_are_doubled() {
    let glance = glance();
    assert_eq!(written("{exercise} {left}", &glance), "Bird dog 0:18");
    assert_eq!(written("{{{side}}} {set}/{sets} {percent}%", &glance), "{left} 1/2 40%");
    assert_eq!(written("{session_left} {active} {elapsed}", &glance), "7:42 5:12 0:12");
    assert_eq!(written("{phase}|{lead_in}|{cause}", &glance), "||");
    assert_eq!(written("", &glance), "");
    assert_eq!(written("{volume}{muted} {voice}", &glance), "60 brief");
    assert_eq!(written("{volume} {muted}", &Glance { muted: true, ..glance.clone() }), "60 muted");
    assert_eq!(written("{line}", &glance), "Bird dog, left arm · set 1 of 2 · rep 2 of 8 · 0:18 · 7:42 left");
}

#[test]
fn every_field_is_written_and_named_in_the_help() {
    let glance = glance();
    let help = help();
    for field in FIELDS {
        let text = written(&format!("{{{}}}", field.name), &glance);
        let nothing = ["cause", "phase", "round", "rounds", "lead_in", "muted"].contains(&field.name);
        assert_eq!(text.is_empty(), nothing, "{}", field.name);
        assert!(help.contains(&format!("\n  {} ", field.name)), "{}", field.name);
    }
}

#[test]
fn what_is_no_field_is_named_with_those_that_are() {
    let error = Template::parse("{exercise} {time}").unwrap_err();
    assert!(error.contains("no field `{time}`") && error.contains("{exercise}, {exercise_id}"), "{error}");
    for broken in ["{left", "left}", "{", "a } b", "{left {side}"] {
        assert!(Template::parse(broken).is_err(), "{broken}");
    }
}

#[test]
fn a_line_is_out_of_date_when_a_time_in_it_is() {
    let running = glance();
    // 17.5 shows as 18 for half a second more; 461.9 as 462 for 0.9 s; 312.5 as 312 for half a second.
    assert_eq!(changes("{exercise} {side}", &running), None);
    assert_eq!(changes("{left}", &running), Some(500));
    assert_eq!(changes("{session_left}", &running), Some(900));
    assert_eq!(changes("{active}", &running), Some(500));
    assert_eq!(changes("{session_left} {left}", &running), Some(500));
    // 41 % of 774.4 s are 317.504 s.
    assert_eq!(changes("{percent}", &running), Some(5005));
    let paused = Glance { state: Standing::Paused, ..glance() };
    assert_eq!(changes("{line} {left} {percent} {active}", &paused), None);
    let lead_in = Some(Duration::from_millis(2250));
    let coming = Glance { state: Standing::LeadIn, lead_in, ..glance() };
    assert_eq!(written("{lead_in}", &coming), "3");
    assert_eq!(changes("{lead_in} {left}", &coming), Some(250));
    // At its end a step waits for news.
    let late = running.after(Duration::from_mins(1));
    assert_eq!(changes("{line} {elapsed} {active} {percent}", &late), None);
}

#[test]
fn open_work_counts_up_and_takes_nothing_from_the_rest_once_it_is_overdue() {
    let open = Glance {
        mode: Some("open".to_owned()),
        left: None,
        bout_left: None,
        estimate_left: Some(Duration::from_millis(1500)),
        ..glance()
    };
    assert!(written("{line}", &open).contains("0:12 so far"), "{}", written("{line}", &open));
    assert_eq!(changes("{session_left}", &open), Some(900));
    assert_eq!(changes("{elapsed}", &open), Some(500));
    let overdue = open.after(Duration::from_secs(5));
    assert_eq!(changes("{session_left}", &overdue), None);
    assert_eq!(changes("{elapsed}", &overdue), Some(500));
}

#[test]
fn states_are_seen_at_once() {
    let with = |state| Glance { state, ..glance() };
    let icons: Vec<String> = [Standing::Running, Standing::Paused, Standing::LeadIn, Standing::Ended]
        .map(|state| written("{icon}", &with(state)))
        .to_vec();
    assert_eq!(icons, ["▶", "⏸", "⏳", "■"]);
    let rest = Glance { kind: Some("rest".to_owned()), mode: None, ..glance() };
    assert_eq!(written("{icon} {what}", &rest), "◦ rest");
    assert!(written("{line}", &with(Standing::Paused)).starts_with("paused · Bird dog"));
}

#[test]
fn nothing_in_a_name_disturbs_a_terminal() {
    let glance = Glance { name: Some("Bird\u{1b}[2J\ndog".to_owned()), ..glance() };
    assert_eq!(written("{exercise}", &glance), "Bird[2Jdog");
}
