//! How long it takes to compile a plan and to play it through.

use std::{hint::black_box, sync::Arc, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use supple::{
    plan::{Options, Plan, compile},
    routine::{Block, Dose, Exercise, Group, Prepare, Range, RepShape, Routine, Sides, Words, Work},
    session::{Command, Moment, Session, Settings},
};

/// 100 rounds of 10 sets of 100 reps: as many steps as a routine may have.
fn largest() -> Routine {
    let exercise = Exercise {
        id: "march".into(),
        words: Words { name: "March".into(), ..Words::default() },
        dose: Dose {
            work: Work::Reps {
                reps: Range::only(99),
                shape: RepShape::Even(Range::only(Duration::from_secs(4))),
            },
            sets: Range::only(10),
            sides: Sides::None,
            first_side: None,
            side_labels: None,
            breath: None,
            prepare: Prepare::Auto,
            relax: Duration::from_secs(3),
            switch: Duration::from_secs(8),
            rest: Duration::from_secs(20),
            estimate: None,
        },
        optional: false,
        assumed: Vec::new(),
    };
    let steps = vec![Block::Exercise(Box::new(exercise))];
    let group = Group { title: "Long".into(), rounds: 100, rest: Duration::from_mins(1), steps };
    Routine {
        id: "long".into(),
        name: "Long".into(),
        summary: None,
        source: None,
        tags: Vec::new(),
        cautions: Vec::new(),
        steps: vec![Block::Group(group)],
        hash: "0".into(),
    }
}

fn play(plan: &Arc<Plan>) -> usize {
    let mut session = Session::new(plan.clone(), Settings::default());
    session.handle(Moment::ORIGIN, Command::Start);
    let mut events = 0;
    loop {
        while session.poll_event().is_some() {
            events += 1;
        }
        match session.deadline() {
            Some(deadline) => session.advance(deadline),
            None => return events,
        }
    }
}

fn plans(criterion: &mut Criterion) {
    let routine = largest();
    let plan = Arc::new(compile(&routine, &Options::default()));
    assert!((99_000..=101_000).contains(&plan.steps.len()), "{} steps", plan.steps.len());
    criterion.bench_function("compile 100,000 steps", |bench| {
        bench.iter(|| compile(black_box(&routine), &Options::default()));
    });
    criterion.bench_function("play 100,000 steps", |bench| bench.iter(|| play(black_box(&plan))));
}

criterion_group!(benches, plans);
criterion_main!(benches);
