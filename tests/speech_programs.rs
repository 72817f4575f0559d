//! Texts spoken by programs: by the real ones where they are installed, and by small scripts that do everything wrong.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "whoever runs the tests should know what was left out")]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver},
    time::Duration,
};

use supple::{
    audio::{
        Clip,
        render::{Program, Rendered, Renderer, Setup, Wanted, names},
    },
    config::settings,
    runtime::clock,
    speech::{aloud, estimate},
};

/// Nothing here takes so long unless it is broken.
const PATIENCE: Duration = Duration::from_secs(20);
const SENTENCE: &str = "Draw the knee towards your chest, and hold it there.";

/// A folder with a sound to give away, a cache, and scripts that act as speech programs.
struct Stage {
    folder: tempfile::TempDir,
}

impl Stage {
    fn new() -> Self {
        let stage = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(stage.path("scratch")).unwrap();
        fs::write(stage.path("tone.wav"), tone()).unwrap();
        stage
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// A program that runs these lines in the folder. Whatever else it does, it notes its process and its text.
    fn program(&self, script: &str, arguments: &[&str], plays: bool) -> Program {
        let folder = self.folder.path().display();
        fs::write(self.path("program"), format!("cd {folder}\necho $$ >> pids\n{script}\n")).unwrap();
        let script = self.path("program").display().to_string();
        let words = ["/bin/sh", &script].iter().chain(arguments).map(|word| (*word).to_owned()).collect();
        Program::find(&Wanted::Command { words, plays }, None, &[]).unwrap().unwrap()
    }

    fn start(&self, program: Program, limit: Duration) -> (Renderer, Receiver<Rendered>) {
        self.start_in(Some(self.path("cache/voice")), program, limit)
    }

    fn start_in(
        &self,
        cache: Option<PathBuf>,
        program: Program,
        limit: Duration,
    ) -> (Renderer, Receiver<Rendered>) {
        let setup = Setup { cache, scratch: self.path("scratch"), limit, clock: clock::now, aloud, estimate };
        let (tell, told) = mpsc::channel();
        (Renderer::start(program, setup, move |news| drop(tell.send(news))), told)
    }

    /// What becomes of the texts, spoken by a script.
    fn speak(&self, script: &str, arguments: &[&str], limit: Duration, texts: &[&str]) -> Vec<Rendered> {
        let (renderer, told) = self.start(self.program(script, arguments, false), limit);
        renderer.want(owned(texts));
        texts.iter().map(|_| told.recv_timeout(PATIENCE).unwrap()).collect()
    }

    /// What is said of a script that gives nothing.
    fn fault(&self, script: &str, arguments: &[&str], limit: Duration) -> String {
        match self.speak(script, arguments, limit, &["one"]).remove(0) {
            Rendered::Failed { text, reason } if text == "one" => reason,
            other => panic!("{other:?}"),
        }
    }

    /// All processes that a script noted are over soon.
    fn is_quiet(&self) -> bool {
        let pids = self.read("pids");
        assert!(!pids.is_empty(), "the script did not run");
        eventually(|| pids.lines().all(|pid| !runs(pid)))
    }
}

#[test]
fn flite_speaks_like_the_recorded_words() {
    speaks("flite", 16_000);
}

#[test]
fn espeak_speaks_like_the_recorded_words() {
    speaks("espeak-ng", 22_050);
}

#[test]
fn no_text_is_an_order_to_a_real_program() {
    for name in ["flite", "espeak-ng"] {
        let Some(program) = real(name) else { continue };
        let stage = Stage::new();
        let (renderer, told) = stage.start(program, Setup::LIMIT);
        let texts = [
            "--help",
            "-v",
            "$(touch ordered) `touch ordered`",
            "<speak><break time=\"30s\"/>Knees & hips</speak>",
            "[[h@'loU]] \u{1b}[2J and on",
            "Straighten: 20° – “softly”, naïve.",
        ];
        renderer.want(owned(&texts));
        for text in texts {
            assert_eq!(told.recv_timeout(PATIENCE), Ok(Rendered::Ready(text.into())), "{name}");
            let length = renderer.length(text).unwrap().as_secs_f64();
            assert!((0.3..9.0).contains(&length), "{name}: {text} takes {length} s");
        }
        assert!(!stage.path("ordered").exists() && !Path::new("ordered").exists());
    }
}

#[test]
fn a_program_is_given_words_for_signs_and_the_text_stays_what_it_is_asked_for_by() {
    let stage = Stage::new();
    let text = "Step out 60 cm (or more), 3 × 10.";
    let (renderer, told) = stage.start(stage.program("cat > said; cat tone.wav", &[], false), Setup::LIMIT);
    renderer.want(owned(&[text]));
    assert_eq!(told.recv_timeout(PATIENCE), Ok(Rendered::Ready(text.into())));
    assert_eq!(stage.read("said"), "Step out sixty centimetres, or more, three times ten.\n");
    assert!(renderer.length(text).is_some() && renderer.clip(text).is_some());
    // One that plays by itself.
    let (renderer, _told) = stage.start(stage.program("cat > heard", &[], true), Setup::LIMIT);
    renderer.say(text);
    assert!(eventually(|| stage.read("heard") == stage.read("said")), "{}", stage.read("heard"));
}

#[test]
fn what_one_run_has_rendered_the_next_one_reads_and_a_torn_file_is_made_anew() {
    let stage = Stage::new();
    let script = "cat >> texts; cat tone.wav";
    let program = stage.program(script, &[], false);
    let all = |stage: &Stage| {
        let (renderer, told) = stage.start(program.clone(), Setup::LIMIT);
        renderer.want(owned(&["one", "two"]));
        for text in ["one", "two"] {
            assert_eq!(told.recv_timeout(PATIENCE), Ok(Rendered::Ready(text.into())));
        }
        renderer.clip("one").unwrap()
    };
    let first = all(&stage);
    assert_eq!(stage.read("texts"), "one\ntwo\n");
    assert_eq!(all(&stage), first);
    assert_eq!(stage.read("texts"), "one\ntwo\n", "nothing is rendered twice");

    let kept: Vec<_> = files(&stage.path("cache/voice"));
    assert_eq!(kept.len(), 2);
    for file in &kept {
        let whole = fs::read(file).unwrap();
        fs::write(file, &whole[..whole.len() - 100]).unwrap();
    }
    assert_eq!(all(&stage), first);
    assert_eq!(stage.read("texts"), "one\ntwo\none\ntwo\n");
    assert_eq!(files(&stage.path("scratch")), Vec::<PathBuf>::new());
}

#[test]
fn where_nothing_can_be_kept_it_speaks_all_the_same() {
    let stage = Stage::new();
    let below_a_file = stage.path("tone.wav").join("voice");
    for cache in [Some(below_a_file), None] {
        let program = stage.program("cat tone.wav", &[], false);
        let (renderer, told) = stage.start_in(cache, program, Setup::LIMIT);
        renderer.want(owned(&["one"]));
        assert_eq!(told.recv_timeout(PATIENCE), Ok(Rendered::Ready("one".into())));
        assert!(renderer.clip("one").is_some());
    }
}

#[test]
fn a_program_that_writes_a_file_is_told_which_and_the_file_goes() {
    let stage = Stage::new();
    let script = "echo \"$1\" > told; cp tone.wav \"$1\"";
    assert_eq!(stage.speak(script, &["{out}"], Setup::LIMIT, &["one"]), [Rendered::Ready("one".into())]);
    let told = stage.read("told");
    assert!(Path::new(told.trim()).starts_with(stage.path("scratch")), "{told}");
    assert!(eventually(|| files(&stage.path("scratch")).is_empty()));
    // What it wrote for another text is never taken for this one.
    let script = "[ -e once ] && exit; touch once; cp tone.wav \"$1\"";
    let news = stage.speak(script, &["{out}"], Setup::LIMIT, &["two", "three"]);
    assert_eq!(news[0], Rendered::Ready("two".into()));
    assert!(
        matches!(&news[1], Rendered::Failed { reason, .. } if reason.contains("wrote no file")),
        "{news:?}"
    );
}

#[test]
fn a_slow_program_is_killed_with_its_children_at_its_time() {
    let stage = Stage::new();
    let script = "(echo $(exec sh -c 'echo $PPID') >> pids; sleep 60; true) & sleep 60; true";
    let before = clock::now();
    let reason = stage.fault(script, &[], Duration::from_millis(300));
    let took = clock::now().since(before);
    assert!(reason.contains("took longer than 0.3 s"), "{reason}");
    assert!((300..2_000).contains(&took.as_millis()), "{took:?}");
    assert!(stage.is_quiet());
    assert!(stage.read("pids").lines().count() > 1);
}

#[test]
fn a_program_that_fails_again_and_again_is_left_alone_and_that_is_said_once() {
    let stage = Stage::new();
    let (renderer, told) = stage.start(stage.program("echo no >> runs; exit 3", &[], false), Setup::LIMIT);
    renderer.want(owned(&["1", "2", "3", "4", "5"]));
    for text in ["1", "2", "3"] {
        match told.recv_timeout(PATIENCE).unwrap() {
            Rendered::Failed { text: failed, reason } => {
                assert!(failed == text && reason.contains("failed (exit status: 3)"), "{failed}: {reason}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(told.recv_timeout(PATIENCE), Ok(Rendered::GivenUp { .. })));
    renderer.want(owned(&["6", "1"]));
    drop(renderer);
    assert_eq!(told.iter().collect::<Vec<_>>(), []);
    assert_eq!(stage.read("runs").lines().count(), 3);
}

#[test]
fn one_success_makes_good_two_failures() {
    let stage = Stage::new();
    let script = "read text; case $text in bad*) exit 1;; esac; cat tone.wav";
    let texts = ["bad 1", "bad 2", "good 1", "bad 3", "bad 4", "good 2"];
    let news = stage.speak(script, &[], Setup::LIMIT, &texts);
    for (news, text) in news.iter().zip(texts) {
        match news {
            Rendered::Ready(ready) => assert!(ready == text && text.starts_with("good")),
            Rendered::Failed { text: failed, .. } => assert!(failed == text && text.starts_with("bad")),
            Rendered::GivenUp { .. } => panic!("given up at {text}"),
        }
    }
}

#[test]
fn a_text_that_cannot_be_spoken_is_not_the_programs_fault() {
    let stage = Stage::new();
    let long = "long ".repeat(300);
    let texts = ["…", long.as_str(), "<>", "one"];
    let news = stage.speak("cat tone.wav", &[], Setup::LIMIT, &texts);
    assert_eq!(news[3], Rendered::Ready("one".into()));
    assert!(news[..3].iter().all(|news| matches!(news, Rendered::Failed { .. })), "{news:?}");
    assert_eq!(stage.read("pids").lines().count(), 1);
}

#[test]
fn a_flood_is_stopped_long_before_the_time_is_over() {
    let stage = Stage::new();
    let limit = Duration::from_mins(1);
    assert!(stage.fault("exec cat /dev/zero", &[], limit).contains("more than 20 MB"));
    assert!(stage.fault("cat /dev/zero > \"$1\"", &["{out}"], limit).contains("more than 20 MB"));
    assert!(stage.is_quiet());
    assert!(eventually(|| files(&stage.path("scratch")).is_empty()));
}

#[test]
fn what_is_no_speech_is_said_to_be_none() {
    let stage = Stage::new();
    for (script, words) in [
        ("true", "gave no sound"),
        ("echo Hello", "not a WAV file"),
        ("head -c 30 tone.wav", "torn header"),
        ("head -c 44 tone.wav; head -c 20000 /dev/zero", "nothing but silence"),
        ("head -c 44 tone.wav; head -c 5000000 /dev/zero", "more than 120 seconds"),
        ("kill -9 $$", "signal: 9"),
    ] {
        let reason = stage.fault(script, &[], Setup::LIMIT);
        assert!(reason.contains(words), "{script}: {reason}");
    }
}

#[test]
fn a_program_may_leave_its_text_unread_or_close_the_door_on_it() {
    let stage = Stage::new();
    let long = "word ".repeat(199);
    for script in ["cat tone.wav", "exec 0<&-; cat tone.wav", "head -c 5 >/dev/null; cat tone.wav"] {
        let ready = [Rendered::Ready(long.clone())];
        assert_eq!(stage.speak(script, &[], Setup::LIMIT, &[&long]), ready, "{script}");
    }
}

#[test]
fn a_child_that_keeps_the_output_open_holds_nothing_up() {
    let stage = Stage::new();
    let before = clock::now();
    let script = "sleep 60 & echo $! >> pids; cat tone.wav";
    assert_eq!(stage.speak(script, &[], Setup::LIMIT, &["one"]), [Rendered::Ready("one".into())]);
    assert!(stage.is_quiet());
    // One that has left the group cannot be ended, but it need not be waited for.
    let script = "setsid sleep 4 & cat tone.wav";
    assert_eq!(stage.speak(script, &[], Setup::LIMIT, &["two"]), [Rendered::Ready("two".into())]);
    assert!(clock::now().since(before) < Duration::from_secs(3));
}

#[test]
fn dropping_ends_what_runs_within_a_moment() {
    let stage = Stage::new();
    let (renderer, _told) = stage.start(stage.program("sleep 60; true", &[], false), Duration::from_mins(1));
    renderer.want(owned(&["one"]));
    assert!(eventually(|| stage.path("pids").exists()));
    let before = clock::now();
    drop(renderer);
    let took = clock::now().since(before);
    assert!(took < Duration::from_millis(400), "{took:?}");
    assert!(stage.is_quiet());
}

#[test]
fn the_newest_list_takes_the_place_of_what_is_not_begun() {
    let stage = Stage::new();
    let script = "cat >> texts; until [ -e go ]; do sleep 0.02; done; cat tone.wav";
    let (renderer, told) = stage.start(stage.program(script, &[], false), PATIENCE);
    renderer.want(owned(&["one", "two", "three"]));
    assert!(eventually(|| stage.read("texts") == "one\n"));
    renderer.want(owned(&["four", "one", "five"]));
    fs::write(stage.path("go"), "").unwrap();
    for text in ["one", "four", "five"] {
        assert_eq!(told.recv_timeout(PATIENCE), Ok(Rendered::Ready(text.into())));
    }
    // The mixer's thread and the planner's ask the same handle.
    std::thread::scope(|scope| {
        scope.spawn(|| assert!(renderer.clip("four").is_some()));
        assert_eq!(renderer.length("four"), Some(Duration::from_millis(555)));
    });
    assert_eq!(stage.read("texts"), "one\nfour\nfive\n");
    assert_eq!((renderer.length("two"), renderer.clip("two")), (None, None));
}

#[test]
fn a_program_that_is_gone_is_a_failure_like_any_other() {
    let stage = Stage::new();
    let path = stage.path("gone");
    fs::copy("/bin/true", &path).unwrap();
    let words = vec![path.display().to_string()];
    let program = Program::find(&Wanted::Command { words, plays: false }, None, &[]).unwrap().unwrap();
    fs::remove_file(path).unwrap();
    let (renderer, told) = stage.start(program, Setup::LIMIT);
    renderer.want(owned(&["one"]));
    match told.recv_timeout(PATIENCE).unwrap() {
        Rendered::Failed { reason, .. } => assert!(reason.contains("gone cannot be started"), "{reason}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_that_plays_by_itself_is_started_replaced_and_silenced() {
    let stage = Stage::new();
    let script = "cat >> texts; sleep 60; true";
    let (renderer, _told) = stage.start(stage.program(script, &[], true), 3 * PATIENCE);
    renderer.want(owned(&["never"]));
    assert_eq!(renderer.length("Hold it."), Some(estimate("Hold it.")));
    assert_eq!((renderer.length("…"), renderer.clip("Hold it.")), (None, None));
    renderer.say("Hold it.");
    assert!(eventually(|| stage.read("texts") == "Hold it.\n"));
    renderer.say("Relax.");
    assert!(eventually(|| stage.read("texts") == "Hold it.\nRelax.\n"));
    let pids = stage.read("pids");
    assert!(!runs(pids.lines().next().unwrap()), "the first one is still speaking");
    assert!(runs(pids.lines().nth(1).unwrap()));
    renderer.hush();
    assert!(stage.is_quiet());
}

#[test]
fn the_known_programs_are_called_as_they_want_to_be() {
    let stage = Stage::new();
    let bin = stage.path("bin");
    fs::create_dir(&bin).unwrap();
    let log = stage.path("log").display().to_string();
    let tone = stage.path("tone.wav").display().to_string();
    let find = |name: &str, script: &str| {
        let path = bin.join(name);
        // In another process, so that none that is being started here holds it open for writing.
        let script = format!("#!/bin/sh\nprintf '%s|' \"$@\" >> {log}\n{script}\n");
        let write = "cat > \"$0\" && chmod 755 \"$0\"";
        let mut shell = std::process::Command::new("/bin/sh");
        let mut shell =
            shell.args(["-c", write]).arg(&path).stdin(std::process::Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(shell.stdin.as_mut().unwrap(), script.as_bytes()).unwrap();
        assert!(shell.wait().unwrap().success());
        Program::find(&Wanted::Named(name.into()), Some(bin.as_os_str()), &[]).unwrap().unwrap()
    };

    let pico = find("pico2wave", &format!("cp {tone} \"${{2#--wave=}}\""));
    let (renderer, told) = stage.start(pico, Setup::LIMIT);
    renderer.want(owned(&["--wave=mine <b>"]));
    assert_eq!(told.recv_timeout(PATIENCE), Ok(Rendered::Ready("--wave=mine <b>".into())));
    let said = fs::read_to_string(&log).unwrap();
    assert!(said.starts_with("--lang=en-US|--wave=/") && said.ends_with("|--|--wave=mine b|"), "{said}");

    fs::remove_file(&log).unwrap();
    let texts = stage.path("texts").display().to_string();
    let spd = find("spd-say", &format!("[ \"$1\" = --stop ] && exit; cat >> {texts}; sleep 60"));
    let (renderer, _told) = stage.start(spd, Setup::LIMIT);
    renderer.say("!-! STOP all");
    assert!(eventually(|| stage.read("texts") == "-! STOP all\n"));
    drop(renderer);
    assert!(eventually(|| stage.read("log") == "--wait|--pipe-mode|--stop|"), "{}", stage.read("log"));
}

#[test]
fn every_known_program_can_be_named_in_the_settings() {
    for name in names() {
        let (settings, faults) = settings::read(&format!("speech = \"{name}\""));
        assert_eq!((settings.speech, faults.len()), (Some(name), 0));
    }
}

/// A sentence of the program of this name, if it is here.
fn speaks(name: &str, rate: u32) {
    let Some(program) = real(name) else { return };
    let stage = Stage::new();
    let (renderer, told) = stage.start(program, Setup::LIMIT);
    renderer.want(owned(&[SENTENCE, "Hold."]));
    for text in [SENTENCE, "Hold."] {
        assert_eq!(told.recv_timeout(PATIENCE), Ok(Rendered::Ready(text.into())));
        let clip = renderer.clip(text).unwrap();
        assert_eq!(clip.rate, rate);
        let seconds = f64::from(u32::try_from(clip.samples.len()).unwrap()) / f64::from(rate);
        let usual = if text == SENTENCE { 2.0..5.0 } else { 0.25..0.9 };
        assert!(usual.contains(&seconds), "{text} takes {seconds} s");
        assert!((renderer.length(text).unwrap().as_secs_f64() - seconds).abs() < 1e-6);
        let level = loudness(&clip);
        let peak = clip.samples.iter().fold(0.0_f32, |peak, sample| sample.abs().max(peak));
        println!("{name}: {text} {seconds:.2} s, {level:.2} dB, peak {peak:.2}");
        // As `tests/voice_bank.rs` wants it of the recorded words.
        assert!((level + 21.0).abs() < 0.75 && peak < 0.7, "{text}: {level} dB, peak {peak}");
    }
}

fn real(name: &str) -> Option<Program> {
    let path = std::env::var_os("PATH");
    let program = Program::find(&Wanted::Named(name.into()), path.as_deref(), &[]);
    if program.is_err() {
        println!("skipped: {name} is not installed");
    }
    program.ok().flatten()
}

/// The RMS of what is speech: of the frames of 20 ms that are at most 20 dB below the loudest.
fn loudness(clip: &Clip) -> f64 {
    let power = |frame: &[f32]| {
        let sum: f64 = frame.iter().map(|sample| f64::from(*sample).powi(2)).sum();
        sum / f64::from(u32::try_from(frame.len()).unwrap())
    };
    let frames: Vec<f64> = clip.samples.chunks(clip.rate as usize / 50).map(power).collect();
    let loudest = frames.iter().copied().fold(0.0, f64::max);
    let speech: Vec<f64> = frames.into_iter().filter(|frame| *frame > loudest / 100.0).collect();
    10.0 * (speech.iter().sum::<f64>() / f64::from(u32::try_from(speech.len()).unwrap())).log10()
}

/// Half a second of a tone, 16 bits at 16 kHz.
fn tone() -> Vec<u8> {
    let data: Vec<u8> =
        (0..8_000).flat_map(|at| if at % 32 < 16 { 4_000_i16 } else { -4_000 }.to_le_bytes()).collect();
    let mut file = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
    file.extend([16_000_u32.to_le_bytes(), 32_000_u32.to_le_bytes()].concat());
    file.extend(b"\x02\0\x10\0data\xff\xff\xff\xff");
    file.extend(data);
    file
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Whether there is such a process, and it is not merely unburied.
fn runs(pid: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

/// Other processes tell us nothing when they are done: so we look until they are.
fn eventually(is_so: impl Fn() -> bool) -> bool {
    let (_silent, nothing) = mpsc::channel::<()>();
    let begun = clock::now();
    while clock::now().since(begun) < PATIENCE {
        if is_so() {
            return true;
        }
        let _ = nothing.recv_timeout(Duration::from_millis(10));
    }
    false
}
