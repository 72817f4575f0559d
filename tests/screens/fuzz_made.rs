//! Random routines, home screens and histories, full of what is hard to draw.

use std::{fs, sync::Arc, time::Duration};

use supple::{
    figure::Demo,
    plan::{self, Options, Plan},
    routine::Library,
    ui::{
        Amount, Book, ChangeLine, ChangeState, EntryCard, ExerciseCard, HomeModel, InterruptedCard, Kept,
        LineFate, RecentSession, RoutineCard, SummaryLine, SummaryModel, TodayCard, TodayRow,
    },
};

use crate::{past, scenes};

/// Numbers that look like chance, the same for the same seed.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// From the first to the last, both included.
    pub(crate) fn size(&mut self, first: u16, last: u16) -> u16 {
        first + u16::try_from(self.below(u64::from(last - first) + 1)).expect("it is below a u16")
    }

    pub(crate) fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let n = self.below(u64::try_from(all.len()).expect("lists are short"));
        &all[usize::try_from(n).expect("lists are short")]
    }

    fn many<T>(&mut self, most: u64, one: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| one(self)).collect()
    }

    fn maybe<T>(&mut self, one: impl Fn(&mut Self) -> T) -> Option<T> {
        if self.one_in(2) { None } else { Some(one(self)) }
    }
}

/// What people call things, and what breaks layouts.
const PIECES: &[&str] = &[
    "Bird dog",
    "Cat-cow",
    "a",
    "hold it for 30 s",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
    "https://example.org/a/very/long/address/without/any/blank/in/it?at=all",
    "猫と牛のポーズ",
    "仰向けに寝て、膝を曲げ、足の裏を床につけます。",
    "ﾊﾝﾄﾞ",
    "등 스트레칭",
    "\u{1112}\u{1161}\u{11ab}",
    "👩‍👩‍👧‍👦",
    "❤️",
    "1️⃣",
    "👍🏽",
    "🇩🇪🇫🇷",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "e\u{301}le\u{300}ve",
    "Z\u{338}\u{349}a\u{336}\u{321}l\u{335}\u{318}",
    "\u{301}\u{302}",
    "מתיחת גב תחתון",
    "תמונה 3 × 8",
    "تمديد أسفل الظهر",
    "क्षिप्र भुजंगासन",
    "ยืดหลังส่วนล่าง",
    "zero\u{200b}width\u{2060}s",
    "soft\u{ad}hyphen",
    "﷽",
    "Ⅳ ① ½ ™",
    "“quoted” — and so on …",
    "100 %",
];

/// What no checked file holds, but a note or a notice may.
const HOSTILE: &[&str] =
    &["\u{202e}turned", "\u{1b}[31mred", "two\nlines", "a\ttab", "\u{7}\u{0}", "\u{2067}isolated", "", "   "];

/// As a checked file may hold it.
pub(crate) fn words(chance: &mut Chance) -> String {
    if chance.one_in(40) {
        // No name may be longer.
        return chance.of(PIECES).repeat(40).chars().take(200).collect();
    }
    let pieces = (0..=chance.below(4)).map(|_| *chance.of(PIECES)).collect::<Vec<_>>();
    pieces.join(*chance.of(&[" ", "", " · "]))
}

/// As anything else may say it.
pub(crate) fn any_words(chance: &mut Chance) -> String {
    if chance.one_in(4) { format!("{}{}", chance.of(HOSTILE), words(chance)) } else { words(chance) }
}

/// A plan as the program makes it from a file that somebody wrote.
pub(crate) fn plan(chance: &mut Chance) -> Arc<Plan> {
    if chance.one_in(6) {
        return Arc::new(scenes::plan());
    }
    let folder = tempfile::tempdir().expect("there is room for one file");
    let path = folder.path().join("made.toml");
    let file = routine_file(chance);
    fs::write(&path, &file).expect("there is room for one file");
    let path = path.to_str().expect("temporary folders have plain names");
    let found = Library::open(None).routine(path).expect("it is there");
    let routine = found.value.unwrap_or_else(|| panic!("{:?}\n{file}", found.diagnostics));
    Arc::new(plan::compile(&routine, &Options::default()))
}

fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}

fn routine_file(chance: &mut Chance) -> String {
    let mut file = format!("format = 1\nname = {}\n", quoted(&words(chance)));
    file.push_str(&format!(
        "[defaults]\nrelax = \"{}s\"\nswitch = \"{}s\"\nrest = \"{}s\"\n",
        chance.below(4),
        chance.below(9),
        chance.below(90),
    ));
    for _ in 0..=chance.below(4) {
        if chance.one_in(4) {
            let rounds = 1 + chance.below(3);
            file.push_str(&format!("[[step]]\ngroup = {}\nrounds = {rounds}\n", quoted(&words(chance))));
            for _ in 0..=chance.below(2) {
                file.push_str(&format!("[[step.step]]\n{}", step(chance)));
            }
        } else {
            file.push_str(&format!("[[step]]\n{}", step(chance)));
        }
    }
    file
}

fn step(chance: &mut Chance) -> String {
    if chance.one_in(3) {
        let known = ["bird-dog", "cat-cow", "glute-bridge", "side-plank", "plank", "wall-sit"];
        return format!("use = \"{}\"\n", chance.of(&known));
    }
    // A name needs a letter of which an id can be made.
    let mut step = format!("name = {}\n", quoted(&format!("{} x", words(chance))));
    let how = chance.many(5, |chance| quoted(&words(chance)));
    let cautions = chance.many(2, |chance| quoted(&words(chance)));
    for (key, list) in [("how", how), ("cautions", cautions)] {
        if !list.is_empty() {
            step.push_str(&format!("{key} = [{}]\n", list.join(", ")));
        }
    }
    if chance.one_in(3) {
        step.push_str(&format!("note = {}\n", quoted(&words(chance))));
    }
    if chance.one_in(3) {
        let (left, right) = (words(chance), words(chance));
        step.push_str("sides = \"each\"\n");
        step.push_str(&format!("side_labels = {{ left = {}, right = {} }}\n", quoted(&left), quoted(&right)));
    } else {
        step.push_str(&format!("sides = \"{}\"\n", chance.of(&["none", "each", "alternate", "left"])));
    }
    if chance.one_in(3) {
        step.push_str(&format!("sets = {}\n", 1 + chance.below(3)));
    }
    if chance.one_in(4) {
        step.push_str("prepare = \"ready\"\n");
    }
    step.push_str(&work(chance));
    step
}

fn work(chance: &mut Chance) -> String {
    let seconds = *chance.of(&[1, 2, 5, 30, 59, 60, 61, 90, 599, 600, 3_599, 3_600, 36_000]);
    let reps = *chance.of(&[1, 2, 3, 8, 9, 10, 40, 41, 99, 100, 1_000]);
    match chance.below(6) {
        0 => format!("hold = \"{seconds}s\"\n"),
        1 => format!("hold = \"{}s\"\nreps = {}\n", seconds.min(90), reps.min(41)),
        2 => format!("reps = {}\nrep_time = \"{}s\"\n", reps.min(100), 1 + chance.below(20)),
        3 => {
            let phases = (0..=chance.below(3))
                .map(|_| {
                    format!("{{ name = {}, time = \"{}s\" }}", quoted(&words(chance)), 1 + chance.below(9))
                })
                .collect::<Vec<_>>();
            format!("reps = {}\nphases = [{}]\n", reps.min(10), phases.join(", "))
        }
        4 => format!("time = \"{seconds}s\"\n"),
        _ if chance.one_in(2) => "open = true\n".to_owned(),
        _ => format!("reps = {reps}\npace = \"self\"\n"),
    }
}

fn times(chance: &mut Chance) -> Duration {
    Duration::from_secs(*chance.of(&[0, 1, 59, 60, 61, 655, 3_599, 3_600, 7_261, 90_000]))
}

pub(crate) fn home(chance: &mut Chance) -> HomeModel {
    let mut home = match chance.below(4) {
        0 => return HomeModel::default(),
        1 => scenes::home_today(),
        2 => scenes::home_full(),
        _ => HomeModel::default(),
    };
    let routines = chance.many(30, |chance| RoutineCard {
        id: format!("routine-{}", chance.below(1_000)),
        name: any_words(chance),
        summary: chance.maybe(words),
        length: times(chance),
        longest: times(chance),
        open_steps: usize::from(chance.one_in(2)),
        equipment: chance.many(3, words),
        exercises: chance.many(20, any_words),
        position_changes: usize::from(chance.one_in(2)) * 3,
        broken: if chance.one_in(4) { Some(any_words(chance)) } else { None },
        tags: chance.many(2, words),
        cautions: chance.many(2, words),
        source: chance.maybe(any_words),
        entries: chance.many(6, |chance| EntryCard {
            name: words(chance),
            dose: words(chance),
            about: chance.many(2, words),
            cautions: chance.many(2, words),
            optional: chance.one_in(3),
            group: if chance.one_in(3) { Some(words(chance)) } else { None },
            best_for: chance.many(1, words),
        }),
    });
    home.routines.extend(routines);
    let library = Library::open(None);
    let demo = library.exercise("bird-dog").expect("it is shipped").value.as_ref().map(Demo::of);
    home.exercises.extend(chance.many(20, |chance| exercise(chance, demo.as_ref())));
    let interrupted = chance.many(2, |chance| InterruptedCard {
        id: format!("session-{}", chance.below(1_000)),
        routine: any_words(chance),
        started: scenes::wall().checked_sub(times(chance)).expect("not so long ago"),
        exercises_done: 4,
        exercises: 12,
        active: times(chance),
        can_resume: chance.one_in(2),
    });
    home.interrupted.extend(interrupted);
    home.recent = chance.many(6, |chance| RecentSession {
        routine: any_words(chance),
        started: scenes::wall().checked_sub(times(chance)).expect("not so long ago"),
        active: times(chance),
        status: *chance.of(&[supple::session::Status::Completed, supple::session::Status::Stopped]),
    });
    if chance.one_in(2) {
        home.today = Some(today(chance, demo.as_ref()));
    }
    home
}

fn exercise(chance: &mut Chance, demo: Option<&Demo>) -> ExerciseCard {
    let near = |chance: &mut Chance| format!("exercise-{}", chance.below(20));
    ExerciseCard {
        id: near(chance),
        name: words(chance),
        dose: words(chance),
        about: chance.many(2, words),
        position: chance.maybe(words),
        term: chance.maybe(words),
        facts: chance.many(4, words),
        purpose: chance.maybe(words),
        how: chance.many(6, words),
        cautions: chance.many(2, words),
        not_for: chance.many(2, words),
        best_for: chance.many(2, words),
        note: chance.maybe(any_words),
        easier: chance.maybe(near),
        harder: chance.maybe(near),
        source: chance.maybe(words),
        assumed: chance.many(2, words),
        demo: demo.filter(|_| chance.one_in(2)).cloned(),
    }
}

fn today(chance: &mut Chance, demo: Option<&Demo>) -> TodayCard {
    let row = |chance: &mut Chance| TodayRow {
        id: format!("item-{}", chance.below(1_000)),
        content: format!("exercise-{}", chance.below(20)),
        is_routine: chance.one_in(5),
        name: words(chance),
        dose: words(chance),
        why: any_words(chance),
        card: chance.maybe(|chance| Box::new(exercise(chance, demo))),
    };
    TodayCard {
        program: words(chance),
        phase: words(chance),
        place: chance.maybe(words).unwrap_or_default(),
        due: chance.many(8, row),
        done: chance.many(4, row),
        later: chance.many(8, row),
        exercises: 4,
        length: times(chance),
        open_steps: 1,
        date: Some(scenes::wall().date()),
        notice: chance.maybe(any_words),
        gentle: chance.many(2, words),
    }
}

pub(crate) fn summary(chance: &mut Chance) -> SummaryModel {
    let amount = |chance: &mut Chance| Amount { reps: *chance.of(&[0, 1, 9, 1_000]), time: times(chance) };
    SummaryModel {
        routine: any_words(chance),
        status: *chance.of(&[supple::session::Status::Completed, supple::session::Status::Stopped]),
        active: times(chance),
        paused: times(chance),
        lines: chance.many(14, |chance| SummaryLine {
            name: any_words(chance),
            fate: *chance.of(&[LineFate::Done, LineFate::Partial, LineFate::Skipped, LineFate::NotReached]),
            sets: 1,
            left: chance.maybe(amount),
            right: chance.maybe(amount),
            both: chance.maybe(amount),
            reason: chance.maybe(words),
            pain: chance.maybe(|chance| *chance.of(&[0, 6, 10])),
        }),
        changes: chance.many(4, |chance| ChangeLine {
            sentence: words(chance),
            up: *chance.of(&[true, false]),
            ends: [chance.below(1000), chance.below(1000)].map(|end| format!("{end} s")),
            state: *chance.of(&[ChangeState::Made, ChangeState::Offered, ChangeState::TurnedDown]),
        }),
        kept: match chance.below(4) {
            0 => Kept::Writing,
            1 => Kept::NotAsked,
            2 => Kept::Failed(any_words(chance)),
            _ => Kept::InHistory,
        },
    }
}

/// A history with odd names, and sometimes none at all.
pub(crate) fn book(chance: &mut Chance) -> Arc<Book> {
    let days = *chance.of(&[0, 3, 40, 364]);
    let mut records = past::records(days, 1);
    for record in &mut records {
        if chance.one_in(3) {
            record.name = Some(any_words(chance).into());
        }
        if chance.one_in(5) {
            record.note = Some(any_words(chance));
        }
    }
    let mut book = Book::clone(&past::book(records));
    book.names = ["cat-cow", "bird-dog", "side-plank"].map(|id| (id.to_owned(), words(chance))).into();
    Arc::new(book)
}
