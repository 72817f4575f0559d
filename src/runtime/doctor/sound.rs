//! The sound device, and every sound on it.

use std::{
    sync::{
        Arc,
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    time::Duration,
};

use super::{super::clock, Area, Facts, Report, fault, note, ok};
use crate::{
    audio::{self, Audio, Mouth, Notice, Output, Outputs, Piece, Settings, Speech},
    session::{CueKind, Moment},
    speech::SAMPLE,
    threads,
};

/// So long nobody waits for a device, or for the list of them: longer than the sound's own patience.
const PATIENCE: Duration = Duration::from_secs(8);
/// A device that has just been opened settles before it is exact.
const SETTLING: Duration = Duration::from_millis(400);
/// After the last sound, until the device has played it.
const RINGING: Duration = Duration::from_millis(700);
/// From the last sound to the voice, if that has to be asked for.
const BREATH: Duration = Duration::from_millis(300);

/// What is played, and what it means in a session.
struct Sample {
    name: &'static str,
    about: &'static str,
    /// In milliseconds.
    cues: &'static [(u64, CueKind)],
    /// Until the next sample, in milliseconds.
    lasts: u64,
}

const fn sample(
    name: &'static str,
    about: &'static str,
    cues: &'static [(u64, CueKind)],
    lasts: u64,
) -> Sample {
    Sample { name, about, cues, lasts }
}

const SAMPLES: &[Sample] = &[
    sample("prepare", "the next exercise is announced", &[(0, CueKind::Prepare)], 1500),
    sample(
        "3-2-1",
        "it is about to begin",
        &[(0, CueKind::Tick), (1000, CueKind::Tick), (2000, CueKind::Tick)],
        3000,
    ),
    sample("go", "it begins", &[(0, CueKind::Go)], 1300),
    sample("rep", "each paced rep", &[(0, CueKind::Rep { last: false })], 1000),
    sample("last rep", "the last one", &[(0, CueKind::Rep { last: true })], 1300),
    sample("half-way", "half of a long hold", &[(0, CueKind::Half)], 1300),
    sample(
        "3-2-1 out",
        "a long hold is about to end",
        &[(0, CueKind::TickOut), (1000, CueKind::TickOut), (2000, CueKind::TickOut)],
        3000,
    ),
    sample("end", "it has ended", &[(0, CueKind::End)], 1300),
    sample("switch", "the other side", &[(0, CueKind::Switch)], 1500),
    sample("rest", "a rest begins", &[(0, CueKind::Rest)], 1500),
    sample("own cue", "a cue that the routine itself has", &[(0, CueKind::Custom)], 1500),
    sample("paused", "the session waits for you", &[(0, CueKind::Paused)], 1200),
    sample("resumed", "it goes on", &[(0, CueKind::Resumed)], 1200),
    sample("finished", "the session is over", &[(0, CueKind::Finished)], 1300),
];

/// Opens the device of the settings, says what it is, and plays every sound on it.
pub(super) fn examine(
    settings: &Settings,
    mouth: &Arc<Mouth>,
    quiet: bool,
    tell: &mut dyn FnMut(Report),
) -> Facts {
    tell(Report::Area(Area::Sound));
    let (report, notices) = mpsc::channel();
    // Whoever asks wants to hear it.
    let settings = Settings { muted: false, ..settings.clone() };
    let audio = Audio::start(settings.clone(), mouth.clone(), clock::now, move |notice| {
        // Nobody listens any more only when all has been played.
        let _ = report.send(notice);
    });
    let mut ear = Ear { notices, opened: 0 };
    audio.open();
    let output = match ear.wait_for_output() {
        Ok(output) => {
            found(&output, &settings, tell);
            Some(output)
        }
        Err(reason) => {
            nothing(&reason, tell);
            None
        }
    };
    let outputs = outputs();
    others(&outputs, output.as_ref(), tell);
    if output.is_some() && !quiet {
        play(&audio, &mut ear, &settings, mouth, tell);
    }
    Facts { output, outputs }
}

fn found(output: &Output, settings: &Settings, tell: &mut dyn FnMut(Report)) {
    let Output { host, name, rate, channels, sample_format, buffer_frames, .. } = output;
    if let Some(reason) = &output.strayed {
        let says = format!("The output of your settings is not used: {reason}.");
        let remedy = "Set `output` to a part of one of these names, or to \"default\".";
        tell(fault(Area::Sound, says, remedy));
    }
    if output.is_real() {
        tell(ok(Area::Sound, format!("{host} plays on “{name}”.")));
    } else {
        let says = format!("{host} has no sound card: what it plays on “{name}” is heard nowhere.");
        let remedy = "Plug a sound device in or switch it on; until then the screen alone leads you.";
        tell(fault(Area::Sound, says, remedy));
    }
    for host in &output.passed_over {
        tell(note(Area::Sound, format!("Tried in vain before it: {}.", host.trim_end_matches('.'))));
    }
    let (opened, depth) = (output.opened_in.as_millis(), output.depth.as_millis());
    tell(note(
        Area::Sound,
        format!(
            "{rate} Hz, {channels} channel{}, {sample_format}; two buffers of {buffer_frames} frames. \
             Opened in {opened} ms; what is played is heard {depth} ms later, which is taken into account.",
            if *channels == 1 { "" } else { "s" },
        ),
    ));
    if !settings.delay.is_zero() {
        let says = format!("Everything is played {} ms sooner (`sound_delay`).", settings.delay.as_millis());
        tell(note(Area::Sound, says));
    }
    if settings.wake_device {
        tell(note(Area::Sound, "A second of silence wakes the device before a first sound (`wake_device`)."));
    }
}

fn nothing(reason: &str, tell: &mut dyn FnMut(Report)) {
    let says = format!("Nothing can be played: {}.", reason.trim_end_matches('.'));
    let remedy = if cfg!(feature = "sound") {
        "Sessions go on without it: the terminal's bell and a flash of the border stand in. For sound, see whether \
         a sound server runs (`pactl info`) and has a card (`aplay -l`)."
    } else {
        "Build it with the feature `sound`; until then the screen alone leads you."
    };
    tell(fault(Area::Sound, says, remedy));
}

fn others(outputs: &Outputs, played_on: Option<&Output>, tell: &mut dyn FnMut(Report)) {
    for (host, why) in &outputs.silent_hosts {
        tell(note(Area::Sound, format!("{host} does not answer: {}.", why.trim_end_matches('.'))));
    }
    let is_other = |outlet: &&audio::Outlet| {
        played_on.is_none_or(|output| (&outlet.host, &outlet.id) != (&output.host, &output.id))
    };
    let names: Vec<String> = outputs
        .outlets
        .iter()
        .filter(is_other)
        .map(|outlet| format!("“{}” ({} {})", outlet.name, outlet.host, outlet.id))
        .collect();
    if !names.is_empty() {
        tell(note(Area::Sound, format!("Other outputs: {}.", names.join(", "))));
    }
}

/// All outputs, unless looking for them hangs.
fn outputs() -> Outputs {
    let (found, awaited) = mpsc::channel();
    let looking = threads::begin("sound-search", move || {
        // Nobody waits any more if it has taken too long.
        let _ = found.send(audio::outputs());
    });
    let outputs = looking.ok().and_then(|_| awaited.recv_timeout(PATIENCE).ok());
    outputs.unwrap_or_else(|| Outputs {
        outlets: Vec::new(),
        silent_hosts: vec![("The sound server".to_owned(), "it hangs".to_owned())],
    })
}

/// Every sound in turn, each named at its moment.
fn play(audio: &Audio, ear: &mut Ear, settings: &Settings, mouth: &Mouth, tell: &mut dyn FnMut(Report)) {
    tell(Report::Area(Area::Sounds));
    let waking = if settings.wake_device { Duration::from_secs(1) } else { Duration::ZERO };
    let mut at = clock::now() + SETTLING + waking + settings.delay;
    let mut moments = Vec::new();
    let mut cues = Vec::new();
    for sample in SAMPLES {
        moments.push((at, sample.name, sample.about));
        cues.extend(sample.cues.iter().map(|(millis, kind)| (at + Duration::from_millis(*millis), *kind)));
        at = at + Duration::from_millis(sample.lasts);
    }
    audio.schedule(cues);
    let mut wait = |moment, name: &str, about: &str| {
        ear.wait_until(moment)?;
        tell(Report::Sounds(name.to_owned(), about.to_owned()));
        Ok(())
    };
    let played = moments.into_iter().try_for_each(|(moment, name, about)| wait(moment, name, about));
    let spoken = played.and_then(|()| {
        let at = at.max(clock::now() + BREATH);
        let piece = Piece { text: SAMPLE.into(), starts: Duration::ZERO };
        let sentence = Speech { at, pieces: vec![piece] };
        let Some(takes) = mouth.takes(&sentence) else { return Ok(at) };
        audio.speak(vec![sentence]);
        wait(at, "the voice", &format!("“{SAMPLE}”"))?;
        Ok(at + takes)
    });
    match spoken.and_then(|ends| ear.wait_until(ends + RINGING)) {
        Err(reason) => {
            let says = format!("The sound broke off: {}.", reason.trim_end_matches('.'));
            tell(fault(Area::Sounds, says, "Is the device still plugged in, and does the sound server run?"));
        }
        Ok(()) if ear.opened > 1 => {
            let says =
                format!("The device stopped in between and was opened again ({} times).", ear.opened - 1);
            tell(fault(Area::Sounds, says, "Try another output, or another cable or socket."));
        }
        Ok(()) => tell(ok(
            Area::Sounds,
            "All were played. If you heard none of them, look at the volume of the system and at which output is \
             its default; if you missed the first, set `wake_device = true`; if they came after their names, set \
             `sound_delay`.",
        )),
    }
}

/// What the audio side says while it plays.
struct Ear {
    notices: Receiver<Notice>,
    opened: u32,
}

impl Ear {
    fn wait_for_output(&mut self) -> Result<Output, String> {
        let end = clock::now() + PATIENCE;
        loop {
            match self.notices.recv_timeout(end.since(clock::now())) {
                Ok(Notice::Opened(output)) => {
                    self.opened += 1;
                    return Ok(*output);
                }
                Ok(Notice::Silent { reason }) => return Err(reason),
                Ok(_) => {}
                Err(_) => return Err("the sound device does not answer".to_owned()),
            }
        }
    }

    /// Lets time pass.
    ///
    /// # Errors
    /// When the sound has gone: why.
    fn wait_until(&mut self, moment: Moment) -> Result<(), String> {
        loop {
            let left = moment.since(clock::now());
            match self.notices.recv_timeout(left) {
                Ok(Notice::Silent { reason }) => return Err(reason),
                Ok(Notice::Opened(_)) => self.opened += 1,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => return Err("its thread has ended".to_owned()),
            }
        }
    }
}
