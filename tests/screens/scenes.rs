//! Sessions, routines and records to draw.

use std::{sync::Arc, time::Duration};

use jiff::Zoned;
use supple::{
    plan::{self, Kind, Mode, Options, Plan, Step},
    routine::{
        Block, Breath, Dose, Exercise, Group, Phase, Position, Prepare, Range, RepShape, Routine, SideLabels,
        Sides, Words, Work,
    },
    session::{Fate, Now, Occurrence, Outcome, PauseCause, Piece, Played, Snapshot, State, Status},
    ui::{
        Amount, EntryCard, ExerciseCard, HomeModel, InterruptedCard, Kept, LineFate, RecentSession,
        RoutineCard, SummaryLine, SummaryModel, TodayCard, TodayRow,
    },
};

pub(crate) fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) fn wall() -> Zoned {
    time("2026-11-21T07:02:11+00:00[+00:00]")
}

fn time(text: &str) -> Zoned {
    text.parse().expect("a time with its zone")
}

/// Holds with sides, paced reps, phases, self-paced work, a flow, and a circuit of two rounds.
pub(crate) fn routine() -> Routine {
    let steps = vec![
        exercise("cat-cow", "Cat-cow", Position::Quadruped, cat_cow()),
        exercise("bird-dog", "Bird dog", Position::Quadruped, bird_dog()),
        exercise("figure-four", "Lying figure-four stretch", Position::Supine, figure_four()),
        exercise("glute-bridge", "Glute bridge", Position::Supine, glute_bridge()),
        exercise("wall-slide", "Wall slide", Position::Standing, wall_slide()),
        Block::Group(Group {
            title: "Circuit".into(),
            rounds: 2,
            rest: secs(40),
            steps: vec![
                exercise("march", "March on the spot", Position::Standing, march()),
                exercise("walk", "Walk backwards", Position::Walking, walk()),
            ],
        }),
        exercise("child", "Child’s pose", Position::Kneeling, child()),
    ];
    Routine {
        id: "low-back-morning".into(),
        name: "Low back, morning".into(),
        summary: None,
        source: None,
        tags: Vec::new(),
        cautions: Vec::new(),
        steps,
        hash: "0".into(),
    }
}

pub(crate) fn plan() -> Plan {
    plan::compile(&routine(), &Options::default())
}

/// The session `elapsed` into the first step that `wanted` is true of, everything before it done.
pub(crate) fn at(plan: &Plan, elapsed: Duration, wanted: impl Fn(&Step) -> bool) -> Snapshot {
    let index = plan.steps.iter().position(wanted).expect("the plan has such a step");
    at_index(plan, index, elapsed)
}

pub(crate) fn at_index(plan: &Plan, index: usize, elapsed: Duration) -> Snapshot {
    let step = plan.steps[index];
    let played = |n: usize| {
        let number = u32::try_from(n).expect("these plans are short");
        Played { index: number, slot: number, step: plan.steps[n] }
    };
    let length = |step: &Step| step.length.or(step.estimate).unwrap_or_default();
    let active = plan.steps[..index].iter().map(length).sum::<Duration>() + elapsed;
    let left = plan.steps[index..].iter().map(length).sum::<Duration>().saturating_sub(elapsed);
    let same_bout = |other: &Step| step.bout.is_some() && other.bout == step.bout;
    let bout_start = plan.steps.iter().position(same_bout).unwrap_or(index);
    let bout_before = plan.steps[bout_start..index].iter().map(length).sum::<Duration>();
    let bout_left =
        plan.steps[index..].iter().take_while(|other| same_bout(other)).map(length).sum::<Duration>();
    let next = (index + 1..plan.steps.len()).take(3).map(played).collect();
    let after_bout = (index + 1..plan.steps.len()).find(|n| !same_bout(&plan.steps[*n])).map(played);
    let then = (index + 1..plan.steps.len())
        .find(|n| plan.steps[*n].occurrence != step.occurrence && plan.steps[*n].kind == Kind::Work)
        .map(played);
    let mut occurrences: Vec<Occurrence> = Vec::new();
    for (n, each) in plan.steps.iter().enumerate() {
        if occurrences.last().is_none_or(|last| last.occurrence != each.occurrence) {
            occurrences.push(Occurrence {
                entry: each.entry.or(plan.steps[n + 1].entry).expect("a rest is followed by an exercise"),
                occurrence: each.occurrence,
                round: each.round,
                rounds: each.rounds,
                pieces: Vec::new(),
                length: Duration::ZERO,
                pace_percent: 100,
            });
        }
        let fate = match n.cmp(&index) {
            std::cmp::Ordering::Less => Fate::Ended(Outcome::Done),
            std::cmp::Ordering::Equal => Fate::Here,
            std::cmp::Ordering::Greater => Fate::Ahead,
        };
        let occurrence = occurrences.last_mut().expect("one was pushed above");
        occurrence.length += length(each);
        occurrence.pieces.push(Piece { kind: each.kind, length: length(each), fate });
    }
    let here = occurrences.iter().position(|occurrence| occurrence.occurrence == step.occurrence);
    Snapshot {
        plan: Arc::new(plan.clone()),
        state: State::Running,
        now: Some(Now {
            played: played(index),
            elapsed,
            left: step.length.map(|length| length.saturating_sub(elapsed)),
            bout_elapsed: bout_before + elapsed,
            bout_left: step.length.map(|_| bout_left.saturating_sub(elapsed)),
            counted: 0,
            pace_percent: 100,
        }),
        next,
        after_bout,
        then,
        occurrences,
        here,
        active,
        paused: Duration::ZERO,
        left,
        left_is_estimate: plan.steps[index..].iter().any(|step| step.length.is_none()),
        skip_reason_wanted: None,
    }
}

fn entry_is(plan: &Plan, step: &Step, id: &str) -> bool {
    plan.entry_of(step).is_some_and(|entry| entry.id == id)
}

/// A 30 s hold on the right side, 2 s in.
pub(crate) fn hold() -> Snapshot {
    let plan = plan();
    at(&plan, Duration::from_millis(2_400), |step| {
        entry_is(&plan, step, "figure-four") && step.kind == Kind::Work && step.set == Some(1)
    })
}

/// One of many holds of a set, with labels for its sides.
pub(crate) fn hold_of_many() -> Snapshot {
    let plan = plan();
    at(&plan, Duration::from_millis(700), |step| {
        entry_is(&plan, step, "bird-dog") && step.kind == Kind::Work && step.rep == Some(3)
    })
}

pub(crate) fn relax() -> Snapshot {
    let plan = plan();
    at(&plan, Duration::ZERO, |step| entry_is(&plan, step, "bird-dog") && step.kind == Kind::Relax)
}

pub(crate) fn rest() -> Snapshot {
    let plan = plan();
    at(&plan, secs(6), |step| entry_is(&plan, step, "figure-four") && step.kind == Kind::Rest)
}

pub(crate) fn rest_between_rounds() -> Snapshot {
    at(&plan(), secs(3), |step| step.entry.is_none())
}

pub(crate) fn switch() -> Snapshot {
    let plan = plan();
    at(&plan, secs(1), |step| entry_is(&plan, step, "figure-four") && step.kind == Kind::Switch)
}

pub(crate) fn phase() -> Snapshot {
    let plan = plan();
    at(&plan, secs(1), |step| {
        entry_is(&plan, step, "glute-bridge") && step.rep == Some(4) && step.phase == Some(0)
    })
}

pub(crate) fn rep() -> Snapshot {
    let plan = plan();
    at(&plan, secs(1), |step| entry_is(&plan, step, "cat-cow") && step.rep == Some(3))
}

pub(crate) fn open() -> Snapshot {
    let plan = plan();
    let snapshot = at(&plan, secs(47), |step| entry_is(&plan, step, "wall-slide") && step.kind == Kind::Work);
    Snapshot { now: snapshot.now.map(|now| Now { counted: 4, ..now }), ..snapshot }
}

pub(crate) fn flow() -> Snapshot {
    at(&plan(), secs(5), |step| step.mode == Some(Mode::Flow))
}

pub(crate) fn prepare() -> Snapshot {
    let plan = plan();
    at(&plan, secs(3), |step| entry_is(&plan, step, "figure-four") && step.kind == Kind::Prepare)
}

pub(crate) fn prepare_waiting() -> Snapshot {
    at(&plan(), secs(12), |step| step.kind == Kind::Prepare && step.length.is_none())
}

pub(crate) fn paused() -> Snapshot {
    Snapshot { state: State::Paused(PauseCause::User), paused: secs(14), ..hold() }
}

pub(crate) fn asleep() -> Snapshot {
    Snapshot { state: State::Paused(PauseCause::Suspended), paused: secs(600), ..phase() }
}

pub(crate) fn lead_in() -> Snapshot {
    Snapshot { state: State::LeadIn { left: Duration::from_millis(4_300) }, ..hold() }
}

/// After the first exercise was skipped, in the get-ready of the second.
pub(crate) fn skipped() -> Snapshot {
    let plan = plan();
    let mut snapshot = at(&plan, secs(1), |step| entry_is(&plan, step, "bird-dog"));
    snapshot.skip_reason_wanted = Some(0);
    for piece in &mut snapshot.occurrences[0].pieces[1..] {
        piece.fate = Fate::Ended(Outcome::Skipped);
    }
    snapshot
}

/// Names and words that are hard on a layout.
pub(crate) fn hard_words() -> Snapshot {
    let mut snapshot = hold();
    let mut plan = Plan::clone(&snapshot.plan);
    plan.name = "朝の腰痛体操 · 👩‍👩‍👧 together · מתיחת גב תחתון".into();
    for entry in &mut plan.entries {
        entry.name = "猫と牛のポーズ 🐈 with an exceedingly long explanatory name that goes on".into();
        entry.how = vec![
            "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen over e\u{301}l arms".into(),
            "שכבו על הגב וכופפו את הברכיים".into(),
            "仰向けに寝て、膝を曲げ、足の裏を床につけます。".into(),
        ];
        entry.side_labels = Some(SideLabels {
            left: "左の腕と右の脚を同時にゆっくり伸ばす".into(),
            right: "\u{202e}right".into(),
        });
    }
    snapshot.plan = Arc::new(plan);
    snapshot
}

pub(crate) fn home() -> HomeModel {
    let card = |id: &str, name: &str, minutes: u64| RoutineCard {
        id: id.into(),
        name: name.into(),
        length: secs(minutes * 60),
        ..RoutineCard::default()
    };
    HomeModel {
        is_waiting: false,
        routines: vec![
            RoutineCard {
                summary: Some(
                    "Twelve gentle exercises for the low back, lying, kneeling and standing.".into(),
                ),
                equipment: vec!["mat".into(), "chair".into()],
                exercises: routine_names(),
                position_changes: 4,
                tags: vec!["low back".into(), "daily".into()],
                source: Some("a personal-training blog. Twelve numbered how-tos with doses.".into()),
                longest: secs(33 * 60),
                entries: entries(),
                ..card("gentle-twelve", "Gentle twelve", 24)
            },
            RoutineCard {
                summary: Some("A tour of everything that a session can do, in two minutes.".into()),
                exercises: routine_names()[..4].to_vec(),
                open_steps: 1,
                ..card("demo", "A short tour", 2)
            },
            card("desk", "Desk break", 5),
            RoutineCard {
                broken: Some("desk-2.toml has 3 faults. See: supple check desk-2".into()),
                ..card("desk-2", "Desk break, second try", 0)
            },
            card("evening", "Evening stretch for people whose backs are tired of chairs", 75),
        ],
        interrupted: Vec::new(),
        today: None,
        exercises: exercise_cards(),
        recent: vec![
            recent("Low back, morning", "2026-11-20T07:01:00+00:00[+00:00]", 655, Status::Completed),
            recent("Desk break", "2026-11-18T15:10:00+00:00[+00:00]", 290, Status::Completed),
            recent("Low back, morning", "2026-11-09T07:05:00+00:00[+00:00]", 250, Status::Stopped),
        ],
    }
}

/// A program runs: four things are due, two are done, three are not due yet.
pub(crate) fn home_today() -> HomeModel {
    let row = |id: &str, name: &str, dose: &str, why: &str| TodayRow {
        id: id.into(),
        content: id.into(),
        is_routine: false,
        name: name.into(),
        dose: dose.into(),
        why: why.into(),
        card: None,
    };
    HomeModel {
        is_waiting: false,
        today: Some(TodayCard {
            program: "Back care in eight weeks".into(),
            phase: "Weeks 1 to 4".into(),
            place: "week 3 of 8".into(),
            due: vec![
                row("cat-cow", "Cat-cow", "30–60 s of movement", "every day"),
                row("bird-dog", "Bird dog", "10 reps each side, taking turns, hold 3–5 s", "every day"),
                row("walk", "Walking", "10–20 min of movement", "every day"),
                row("glute-bridge", "Glute bridge", "2–3 × 10", "three times a week; last on Wednesday"),
            ],
            done: vec![
                row("pelvic-tilt", "Pelvic tilt", "10–15 reps, hold 5 s", "done at 07:02"),
                row("childs-pose", "Child’s pose", "hold 30–60 s", "done at 07:05"),
            ],
            later: vec![
                row("plank", "Plank", "3 × hold 20 s", "three times a week; done yesterday, next tomorrow"),
                row("side-plank", "Side plank", "2 × hold 20 s each side", "twice a week; next on Tuesday"),
                row("row", "Row", "2 × 12", "twice a week; next on Tuesday"),
            ],
            exercises: 4,
            length: secs(18 * 60),
            open_steps: 1,
            date: None,
            notice: Some("Week 4 is the last of this phase.".into()),
            gentle: vec!["Glute bridge on 2 of the 4 days that are left keeps the week.".into()],
        }),
        ..home_full()
    }
}

/// As many routines as are shipped, and more than a screen holds.
pub(crate) fn home_full() -> HomeModel {
    let mut home = home();
    let whole = home.routines[0].clone();
    for n in 1..=12 {
        let name = format!("Routine {n}");
        home.routines.push(RoutineCard { id: format!("routine-{n}"), name, ..whole.clone() });
    }
    home
}

fn exercise_cards() -> Vec<ExerciseCard> {
    let card = |id: &str, name: &str, dose: &str| ExerciseCard {
        id: id.into(),
        name: name.into(),
        dose: dose.into(),
        facts: vec!["quadruped".into(), "stability".into(), "mat".into()],
        ..ExerciseCard::default()
    };
    vec![
        ExerciseCard {
            about: vec!["left arm, right leg · right arm, left leg".into()],
            how: vec![
                "Come onto all fours; make your back flat and brace the belly.".into(),
                "Reach one arm ahead and the opposite leg back.".into(),
                "Keep your hips level; low and still beats high.".into(),
            ],
            purpose: Some("Teaches the deep muscles of the trunk to keep the back still.".into()),
            best_for: vec!["building a stable back".into(), "balance".into()],
            cautions: vec!["If your back sags, lift the leg less.".into()],
            not_for: vec!["fresh wrist injuries".into()],
            note: Some("Shoes off.".into()),
            easier: Some("dead-bug".into()),
            harder: Some("nowhere".into()),
            source: Some("a personal-training blog. Doses only.".into()),
            assumed: vec!["sets".into(), "relax".into()],
            ..card("bird-dog", "Bird dog", "10 reps each side, taking turns, hold 3–5 s")
        },
        ExerciseCard {
            harder: Some("bird-dog".into()),
            best_for: vec!["acute pain".into()],
            ..card("dead-bug", "Dead bug", "10 reps each side, taking turns")
        },
        card("cat-cow", "Cat-cow", "30–60 s of movement"),
    ]
}

fn entries() -> Vec<EntryCard> {
    let entry =
        |name: &str, dose: &str| EntryCard { name: name.into(), dose: dose.into(), ..EntryCard::default() };
    vec![
        EntryCard {
            about: vec!["Cow 3 s, Cat 3 s".into()],
            group: Some("Warm up: 2 rounds, 30 s rest between".into()),
            ..entry("Cat-cow", "30–60 s of movement")
        },
        EntryCard {
            about: vec!["left arm, right leg · right arm, left leg".into()],
            cautions: vec!["If your back sags, lift the leg less. Stop if pain runs down the leg.".into()],
            best_for: vec!["building a stable back".into()],
            ..entry("Bird dog", "10 reps each side, taking turns, hold 3–5 s")
        },
        EntryCard { optional: true, ..entry("Lying figure-four stretch", "2 × hold 30 s each side") },
        entry("Walk backwards", "30-40 steps, as long as it takes"),
    ]
}

pub(crate) fn home_interrupted() -> HomeModel {
    HomeModel {
        is_waiting: false,
        interrupted: vec![
            InterruptedCard {
                id: "01K".into(),
                routine: "Low back, morning".into(),
                started: time("2026-11-21T06:40:00+00:00[+00:00]"),
                exercises_done: 4,
                exercises: 12,
                active: secs(312),
                can_resume: true,
            },
            InterruptedCard {
                id: "01J".into(),
                routine: "Desk break".into(),
                started: time("2026-11-19T15:40:00+00:00[+00:00]"),
                exercises_done: 1,
                exercises: 3,
                active: secs(61),
                can_resume: false,
            },
        ],
        ..home()
    }
}

pub(crate) fn summary(kept: Kept) -> SummaryModel {
    let line = |name: &str, fate| SummaryLine {
        name: name.into(),
        fate,
        sets: 1,
        left: None,
        right: None,
        both: None,
        reason: None,
        pain: None,
    };
    let amount = |reps, seconds| Some(Amount { reps, time: secs(seconds) });
    SummaryModel {
        routine: "Low back, morning".into(),
        status: Status::Completed,
        active: secs(655),
        paused: secs(41),
        lines: vec![
            SummaryLine { both: amount(10, 40), ..line("Cat-cow", LineFate::Done) },
            SummaryLine {
                sets: 2,
                left: amount(16, 80),
                right: amount(16, 80),
                ..line("Bird dog", LineFate::Done)
            },
            SummaryLine {
                left: amount(1, 30),
                right: amount(1, 12),
                ..line("Lying figure-four stretch", LineFate::Partial)
            },
            SummaryLine {
                reason: Some("pain".into()),
                pain: Some(6),
                ..line("Glute bridge", LineFate::Skipped)
            },
            SummaryLine { both: amount(10, 0), ..line("Wall slide", LineFate::Done) },
            line("Child’s pose", LineFate::NotReached),
        ],
        changes: Vec::new(),
        kept,
    }
}

fn recent(routine: &str, started: &str, seconds: u64, status: Status) -> RecentSession {
    RecentSession { routine: routine.into(), started: time(started), active: secs(seconds), status }
}

fn routine_names() -> Vec<String> {
    [
        "Cat-cow",
        "Bird dog",
        "Lying figure-four stretch",
        "Glute bridge",
        "Wall slide",
        "March on the spot",
        "Walk backwards",
        "Child’s pose",
        "Knee to chest",
        "Pelvic tilt",
        "Lower trunk rotation",
        "Press-up",
    ]
    .map(String::from)
    .to_vec()
}

fn exercise(id: &str, name: &str, position: Position, (dose, words): (Dose, Words)) -> Block {
    Block::Exercise(Box::new(Exercise {
        id: id.into(),
        words: Words { name: name.into(), position: Some(position), ..words },
        dose,
        optional: false,
        assumed: Vec::new(),
    }))
}

fn dose(work: Work) -> Dose {
    Dose {
        work,
        sets: Range::only(1),
        sides: Sides::None,
        first_side: None,
        side_labels: None,
        breath: None,
        prepare: Prepare::Auto,
        relax: secs(3),
        switch: secs(5),
        rest: secs(20),
        estimate: None,
    }
}

fn how(lines: &[&str]) -> Words {
    Words { how: lines.iter().map(ToString::to_string).collect(), ..Words::default() }
}

fn cat_cow() -> (Dose, Words) {
    let shape = RepShape::Even(Range::only(secs(4)));
    (
        dose(Work::Reps { reps: Range::only(10), shape }),
        how(&["On hands and knees.", "Round the back up, then let it sink, with the breath."]),
    )
}

fn bird_dog() -> (Dose, Words) {
    let work = Work::Hold { hold: Range::only(secs(5)), reps: Range::only(8) };
    let labels = SideLabels { left: "left arm, right leg".into(), right: "right arm, left leg".into() };
    let words = Words {
        cautions: vec!["Stop if pain runs down the leg.".into()],
        ..how(&[
            "Hands under shoulders, knees under hips.",
            "Brace; reach one arm and the opposite leg.",
            "Hips level. Breathe.",
        ])
    };
    (Dose { sets: Range::only(2), sides: Sides::Each, side_labels: Some(labels), ..dose(work) }, words)
}

fn figure_four() -> (Dose, Words) {
    let work = Work::Hold { hold: Range::only(secs(30)), reps: Range::only(1) };
    let words = Words {
        cautions: vec![
            "A pull in the buttock is right; a pinch in the groin or the knee is not: let go a little."
                .into(),
        ],
        note: Some("The therapist said: left side twice on bad days.".into()),
        ..how(&[
            "Lie on your back, knees bent, feet flat.",
            "Put one ankle on the other knee, and let the bent knee fall outwards.",
            "Take hold behind the thigh, and pull it gently towards you.",
            "Shoulders and head stay on the mat. Let the breath go out slowly.",
        ])
    };
    (Dose { sets: Range::only(2), sides: Sides::Each, ..dose(work) }, words)
}

fn glute_bridge() -> (Dose, Words) {
    let phase = |name: &str, seconds, breath| Phase {
        name: name.into(),
        time: Some(Range::only(secs(seconds))),
        breath: Some(breath),
        say: None,
        pose: None,
    };
    let phases =
        vec![phase("lift", 2, Breath::Out), phase("squeeze", 3, Breath::Hold), phase("lower", 2, Breath::In)];
    let shape = RepShape::Phases { phases, rep_time: Range::only(secs(7)) };
    (
        Dose { sets: Range::only(2), ..dose(Work::Reps { reps: Range::only(10), shape }) },
        how(&[
            "On your back, knees bent, feet as wide as the hips.",
            "Tilt the pelvis, then lift it until shoulders, hips and knees are in line.",
            "Lower slowly, one vertebra after the other.",
        ]),
    )
}

fn wall_slide() -> (Dose, Words) {
    let work = Work::SelfPaced { reps: Range::only(10), target: None, rep_time: Range::only(secs(4)) };
    (
        Dose { prepare: Prepare::Ready, ..dose(work) },
        how(&["Back, head and arms against the wall.", "Slide the arms up, and down again."]),
    )
}

fn march() -> (Dose, Words) {
    (
        dose(Work::Flow { time: Range::only(secs(60)), phases: Vec::new() }),
        how(&["Lift the knees as high as is comfortable.", "Let the arms swing."]),
    )
}

fn walk() -> (Dose, Words) {
    (dose(Work::Open { target: Some("30-40 steps".into()) }), how(&["Where nothing lies in the way."]))
}

fn child() -> (Dose, Words) {
    (
        dose(Work::Hold { hold: Range::only(secs(90)), reps: Range::only(1) }),
        how(&["Sit back on the heels, arms long, forehead on the mat."]),
    )
}

/// The exercise of this step gets an easier form.
pub(crate) fn add_easier(snapshot: &mut Snapshot, step: &Step) {
    let mut plan = Plan::clone(&snapshot.plan);
    let entry = step.entry.and_then(|entry| usize::try_from(entry).ok()).expect("a step of an exercise");
    let easier = supple::plan::Entry { id: "easier".into(), ..plan.entries[entry].clone() };
    let number = u32::try_from(plan.entries.len()).expect("these plans are short");
    plan.entries[entry].easier = Some("easier".into());
    plan.entries.push(easier);
    plan.variants.push(supple::plan::Variant { entry: number, steps: vec![*step] });
    snapshot.plan = Arc::new(plan);
}
