use super::*;

const MINUTE: Duration = Duration::from_mins(1);

fn zoned(text: &str) -> Zoned {
    text.parse().unwrap()
}

/// In Berlin, on a Saturday where nothing else is said.
fn at(text: &str) -> Zoned {
    let text = if text.len() == 5 { format!("2026-11-21T{text}") } else { text.to_owned() };
    zoned(&format!("{text}[Europe/Berlin]"))
}

fn rule(between: &str, days: &str) -> Rule {
    let every = Range { low: 30 * MINUTE, high: 45 * MINUTE };
    let between = (!between.is_empty()).then(|| Hours::parse(between).unwrap());
    Rule::new(every, between, Days::parse(days).unwrap()).unwrap()
}

/// The first numbers of `SplitMix64` from two seeds, as its other makers have them, of which the upper halves are used.
#[test]
fn the_waits_are_those_of_a_known_generator() {
    let known: [(u64, [u64; 5]); 2] = [
        (
            1_234_567,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ],
        ),
        (
            0,
            [
                0xE220_A839_7B1D_CDAF,
                0x6E78_9E6A_A1B9_65F4,
                0x06C4_5D18_8009_454F,
                0xF88B_B8A8_724C_81EC,
                0x1B39_896A_51A8_749B,
            ],
        ),
    ];
    for (seed, numbers) in known {
        let mut chance = Chance(seed);
        for number in numbers {
            let part = f64::from(u32::try_from(number >> 32).unwrap()) / 4_294_967_296.0;
            assert!((chance.part() - part).abs() < 1e-15);
        }
    }
}

#[test]
fn hours_have_a_length_over_midnight_and_all_day() {
    let length = |text: &str| Hours::parse(text).unwrap().length().as_secs() / 60;
    assert_eq!(length("09:00-18:30"), 570);
    assert_eq!(length("22:00-6:15"), 495);
    assert_eq!(length("0:00-24:00"), 1440);
    for odd in ["+9:00-18:00", "009:00-18:00", "9:0-18:00", "9:000-18:00", "9:+5-18:00", "25:00-3:00", "9-18"]
    {
        assert!(Hours::parse(odd).is_err(), "{odd}");
    }
}

#[test]
fn who_is_asked_at_once_has_time_to_answer() {
    let now = Reading { wall: at("10:00"), awake: Duration::from_secs(5) };
    let sitting = Sitting::asking(rule("", ALL), 1, now);
    assert_eq!(*sitting.state(), State::Asking { until: Duration::from_secs(5) + PATIENCE });
}

const ALL: &str = "mon-sun";

#[test]
fn the_wait_is_chosen_between_its_ends() {
    let rule = rule("", ALL);
    assert_eq!(rule.next(&at("10:00"), 0.0), at("10:30"));
    assert_eq!(rule.next(&at("10:00"), 0.5), at("2026-11-21T10:37:30"));
    assert_eq!(rule.next(&at("10:00"), 1.0), at("10:45"));
    assert_eq!(rule.next(&at("23:50"), 0.0), at("2026-11-22T00:20"));
}

#[test]
fn outside_the_hours_sitting_begins_when_they_begin() {
    let rule = rule("09:00-18:00", ALL);
    assert_eq!(rule.next(&at("06:00"), 0.0), at("09:30"));
    assert_eq!(rule.next(&at("09:00"), 0.0), at("09:30"));
    assert_eq!(rule.next(&at("17:29"), 0.0), at("17:59"));
    // At the end itself nobody is asked any more.
    assert_eq!(rule.next(&at("17:30"), 0.0), at("2026-11-22T09:30"));
    assert_eq!(rule.next(&at("22:00"), 1.0), at("2026-11-22T09:45"));
    for (time, admitted) in [("08:59", false), ("09:00", true), ("17:59", true), ("18:00", false)] {
        assert_eq!(rule.admits(&at(time)), admitted, "{time}");
    }
}

#[test]
fn hours_go_over_midnight_and_belong_to_the_day_they_begin_on() {
    // The 20th is a Friday.
    let rule = rule("22:00-02:00", "mon-fri");
    assert_eq!(rule.next(&at("2026-11-20T23:50"), 0.0), at("2026-11-21T00:20"));
    assert!(rule.admits(&at("2026-11-21T01:59")), "it is still Friday's night");
    assert!(!rule.admits(&at("2026-11-21T02:00")) && !rule.admits(&at("2026-11-21T23:00")));
    assert_eq!(rule.next(&at("2026-11-21T01:40"), 0.0), at("2026-11-23T22:30"));
    assert_eq!(rule.next(&at("2026-11-20T12:00"), 0.0), at("2026-11-20T22:30"));
}

#[test]
fn days_without_hours_are_whole_days() {
    let rule = rule("", "mon-fri");
    assert_eq!(rule.next(&at("2026-11-20T23:00"), 0.0), at("2026-11-20T23:30"));
    assert_eq!(rule.next(&at("2026-11-20T23:40"), 0.0), at("2026-11-23T00:30"));
}

#[test]
fn when_the_clocks_are_changed_hours_are_those_of_the_wall_and_waits_those_of_a_body() {
    // On the 29th of March the hour from two to three is missing, on the 25th of October it comes twice.
    let night = rule("01:30-04:00", ALL);
    assert_eq!(night.next(&at("2026-03-29T01:45"), 0.0), at("2026-03-29T03:15"));
    assert_eq!(
        night.next(&zoned("2026-10-25T02:45+02:00[Europe/Berlin]"), 0.0).to_string(),
        "2026-10-25T02:15:00+01:00[Europe/Berlin]"
    );
    let day = rule("09:00-18:00", ALL);
    assert_eq!(day.next(&at("2026-03-28T20:00"), 0.0), at("2026-03-29T09:30"));
    assert_eq!(day.next(&at("2026-10-24T20:00"), 0.0), at("2026-10-25T09:30"));
    // Of the hour that is missing nothing is left, so the next day has to do.
    let missing = rule("02:00-03:00", ALL);
    assert_eq!(missing.next(&at("2026-03-28T20:00"), 0.0), at("2026-03-30T02:30"));
}

#[test]
fn what_people_write_is_read_or_refused() {
    for good in ["09:00-18:00", "9:00-18:00", "22:00-02:00", "18:00-24:00", "00:00-24:00"] {
        assert!(Hours::parse(good).is_ok(), "{good}");
    }
    for bad in [
        "9-18",
        "09:00",
        "25:00-26:00",
        "09:60-10:00",
        "09:00-09:00",
        "24:01-02:00",
        "a:00-b:00",
        "9:0-10:00",
    ] {
        assert!(Hours::parse(bad).is_err(), "{bad}");
    }
    assert_eq!(Days::parse("fri-mon"), Days::parse("Mon, fri,sat,sun"));
    assert_eq!(Days::parse("mon-sun"), Ok(Days::default()));
    for bad in ["", "mo", "mon-", "mon fri", "8"] {
        assert!(Days::parse(bad).is_err(), "{bad}");
    }
    let every = Range { low: MINUTE, high: 60 * MINUTE };
    let hours = |text| Some(Hours::parse(text).unwrap());
    assert!(
        Rule::new(every, hours("09:00-10:00"), Days::default())
            .unwrap_err()
            .contains("between 09:00 and 10:00")
    );
    assert!(Rule::new(every, hours("23:30-00:31"), Days::default()).is_ok());
}

/// Both clocks, as they go while somebody works.
#[derive(Clone)]
struct Clocks {
    wall: Zoned,
    awake: Duration,
}

impl Clocks {
    fn new(wall: &str) -> Self {
        Self { wall: at(wall), awake: Duration::from_secs(1000) }
    }

    fn work(&mut self, time: Duration) -> Reading {
        self.awake += time;
        self.sleep(time)
    }

    fn sleep(&mut self, time: Duration) -> Reading {
        self.wall = after(&self.wall, time);
        self.now()
    }

    fn now(&self) -> Reading {
        Reading { wall: self.wall.clone(), awake: self.awake }
    }
}

/// After exactly half an hour.
fn half_hour(between: &str) -> Rule {
    let every = Range::only(30 * MINUTE);
    Rule::new(every, (!between.is_empty()).then(|| Hours::parse(between).unwrap()), Days::default()).unwrap()
}

fn next(sitting: &Sitting) -> &Zoned {
    match sitting.state() {
        State::Waiting { at, .. } => at,
        other => panic!("not waiting: {other:?}"),
    }
}

fn asks(sitting: &Sitting) -> bool {
    matches!(sitting.state(), State::Asking { .. })
}

#[test]
fn a_break_is_asked_for_when_it_is_due_and_again_after_it() {
    let mut clocks = Clocks::new("10:00");
    let mut sitting = Sitting::new(half_hour(""), 1, clocks.now());
    assert_eq!(next(&sitting), &at("10:30"));
    assert_eq!(sitting.wake(), Some(Duration::from_secs(1000) + 30 * MINUTE));
    sitting.look(clocks.work(Duration::from_millis(30 * 60_000 - 1)));
    assert!(!asks(&sitting));
    sitting.look(clocks.work(Duration::from_millis(1)));
    assert!(asks(&sitting));
    sitting.answer(Answer::Start, clocks.work(MINUTE));
    assert_eq!((sitting.state(), sitting.wake()), (&State::Away, None));
    sitting.look(clocks.work(20 * MINUTE));
    assert_eq!(sitting.state(), &State::Away);
    sitting.back(clocks.now());
    assert_eq!(next(&sitting), &at("11:21"));
}

#[test]
fn snoozing_skipping_and_silence() {
    let mut clocks = Clocks::new("10:00");
    let mut sitting = Sitting::asking(half_hour(""), 1, clocks.now());
    assert!(asks(&sitting));
    sitting.answer(Answer::Snooze, clocks.now());
    assert_eq!(next(&sitting), &at("10:05"));
    assert!(matches!(sitting.state(), State::Waiting { snoozed: true, .. }));
    sitting.look(clocks.work(5 * MINUTE));
    assert!(asks(&sitting));
    sitting.answer(Answer::Skip, clocks.work(MINUTE));
    assert_eq!(next(&sitting), &at("10:36"));
    sitting.look(clocks.work(30 * MINUTE));
    assert!(asks(&sitting));
    sitting.look(clocks.work(Duration::from_secs(5 * 60 - 1)));
    assert!(asks(&sitting), "there is time to answer");
    sitting.look(clocks.work(Duration::from_secs(1)));
    assert_eq!(next(&sitting), &at("11:11"), "nobody did");
    assert!(matches!(sitting.state(), State::Waiting { snoozed: false, .. }));
}

#[test]
fn a_snooze_beyond_the_hours_is_over() {
    let mut clocks = Clocks::new("17:27");
    let mut sitting = Sitting::new(half_hour("09:00-18:00"), 1, clocks.now());
    sitting.look(clocks.work(30 * MINUTE));
    sitting.answer(Answer::Snooze, clocks.now());
    sitting.look(clocks.work(5 * MINUTE));
    assert_eq!(next(&sitting), &at("2026-11-22T09:30"));
}

#[test]
fn sleep_does_not_count_as_sitting() {
    let mut clocks = Clocks::new("10:00");
    let mut sitting = Sitting::new(half_hour(""), 1, clocks.now());
    sitting.look(clocks.work(20 * MINUTE));
    // Told of it when the machine wakes up.
    sitting.look(clocks.sleep(40 * MINUTE));
    assert_eq!(next(&sitting), &at("11:30"), "the wait begins anew");
    // Told of nothing, and woken up in the middle of what was the wait.
    clocks.work(10 * MINUTE);
    clocks.sleep(15 * MINUTE);
    sitting.look(clocks.work(20 * MINUTE));
    assert_eq!(next(&sitting), &at("12:15"));
    // A short nap is none.
    clocks.sleep(Duration::from_secs(59));
    sitting.look(clocks.work(30 * MINUTE));
    assert!(asks(&sitting));
    sitting.look(clocks.sleep(MINUTE));
    assert!(!asks(&sitting), "whoever was asked has gone");
}

#[test]
fn a_clock_that_is_set_and_a_late_wake_up_begin_anew() {
    let mut clocks = Clocks::new("10:00");
    let mut sitting = Sitting::new(half_hour(""), 1, clocks.now());
    clocks.wall = at("08:00");
    sitting.look(clocks.work(10 * MINUTE));
    assert_eq!(next(&sitting), &at("08:40"));
    sitting.look(clocks.work(31 * MINUTE));
    assert_eq!(next(&sitting), &at("09:11"), "the process was stopped");
    sitting.look(clocks.work(Duration::from_secs(31 * 60 - 1)));
    assert!(asks(&sitting), "a little late is in time");
}

#[test]
fn chance_is_fair_and_the_same_for_the_same_seed() {
    let waits = |seed| {
        let mut chance = Chance(seed);
        (0..1000).map(|_| chance.part()).collect::<Vec<f64>>()
    };
    assert_eq!(waits(7), waits(7));
    assert_ne!(waits(7), waits(8));
    let parts = waits(7);
    assert!(parts.iter().all(|part| (0.0..1.0).contains(part)));
    for tenth in 0..10 {
        let low = f64::from(tenth) / 10.0;
        let share = parts.iter().filter(|part| (low..low + 0.1).contains(*part)).count();
        assert!((60..140).contains(&share), "{share} of 1000 between {low} and {}", low + 0.1);
    }
}
