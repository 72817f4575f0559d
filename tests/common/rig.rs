//! A private sound server with a card that plays into a recording, and what is heard there.
//!
//! Start a [`Rig`], hand its `environment` to a program, record, and look for the shipped sounds in the recording:
//! each is found to the sample.

use std::{
    env, fs,
    io::Read,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{LazyLock, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal};
use supple::{runtime::clock, session::Moment};
use tempfile::TempDir;

#[expect(dead_code, reason = "of the program that makes the sounds only parts are needed")]
#[path = "../../assets/sounds/make.rs"]
pub(crate) mod make;

const RATE: usize = make::RATE as usize;

/// A private PulseAudio whose only card plays into nothing. It ends with this value.
pub(crate) struct Rig {
    folder: TempDir,
    daemon: Option<Child>,
}

impl Rig {
    pub(crate) fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("rig").tempdir().expect("a folder for the sound server");
        let path = folder.path().display();
        // Without `norewinds` the beginning of every stream is missing from the recording.
        let script = format!(
            "load-module module-native-protocol-unix auth-anonymous=1 socket={path}/native\n\
             load-module module-null-sink sink_name=rig rate={RATE} channels=2 norewinds=1\n\
             set-default-sink rig\n"
        );
        fs::write(folder.path().join("rig.pa"), script).expect("the sound server's script");
        let alsa = format!(
            "pcm.!default {{ type pulse; server \"unix:{path}/native\" }}\n\
             ctl.!default {{ type pulse; server \"unix:{path}/native\" }}\n"
        );
        fs::write(folder.path().join("asound.conf"), alsa).expect("ALSA's configuration");
        fs::write(folder.path().join("cookie"), [7; 256]).expect("a cookie");
        let mut rig = Self { folder, daemon: None };
        rig.revive();
        rig
    }

    /// What a program must find in its environment to play here.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let path = self.folder.path().display();
        vec![
            ("PULSE_SERVER", format!("unix:{path}/native")),
            // Anything will do, but without one of this length the server hears nobody.
            ("PULSE_COOKIE", format!("{path}/cookie")),
            ("ALSA_CONFIG_PATH", format!("/usr/share/alsa/alsa.conf:{path}/asound.conf")),
        ]
    }

    /// The same for a program that is to come here by way of ALSA.
    pub(crate) fn alsa_environment(&self) -> Vec<(&'static str, String)> {
        let path = self.folder.path().display();
        let mut environment = self.environment();
        environment.retain(|(name, _)| *name == "ALSA_CONFIG_PATH");
        environment.push(("PULSE_SERVER", String::new()));
        environment.push(("XDG_RUNTIME_DIR", format!("{path}/nothing")));
        environment
    }

    /// Kills the sound server as a crash would.
    pub(crate) fn kill(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            daemon.kill().expect("the sound server can be killed");
            daemon.wait().expect("it ends");
        }
        // It leaves its socket behind, over which the next one would stumble.
        let _ = fs::remove_file(self.folder.path().join("native"));
    }

    /// Starts the sound server after `kill`.
    pub(crate) fn revive(&mut self) {
        let folder = self.folder.path();
        let daemon = Command::new("pulseaudio")
            .args(["-n", "-F"])
            .arg(folder.join("rig.pa"))
            .args(["--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes"])
            .args(["--realtime=no", "--high-priority=no", "--log-target=null"])
            .envs(
                ["HOME", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"]
                    .map(|name| (name, folder)),
            )
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.daemon = Some(needed(daemon, "pulseaudio"));
        for _ in 0..200 {
            if self.control(&["info"]) {
                return;
            }
            wait(Duration::from_millis(50));
        }
        panic!(
            "the private PulseAudio server does not answer; does `pulseaudio -n --daemonize=no` run here?"
        );
    }

    /// Takes the card away; what plays there is cut off.
    pub(crate) fn remove_card(&self) {
        assert!(self.control(&["unload-module", "module-null-sink"]));
    }

    pub(crate) fn put_card_back(&self) {
        let rate = format!("rate={RATE}");
        let card = ["load-module", "module-null-sink", "sink_name=rig", &rate, "channels=2", "norewinds=1"];
        assert!(self.control(&card));
    }

    /// One more card, beside the first, which is called `rig`.
    pub(crate) fn add_card(&self, name: &str) {
        let rate = format!("rate={RATE}");
        let description = format!("sink_properties=device.description={name}");
        let name = format!("sink_name={name}");
        let card =
            ["load-module", "module-null-sink", &name, &description, &rate, "channels=2", "norewinds=1"];
        assert!(self.control(&card));
    }

    /// From now on the system plays on this card.
    pub(crate) fn make_default(&self, name: &str) {
        assert!(self.control(&["set-default-sink", name]));
    }

    /// The sound server stands still, as one does that hangs, until it is told to `go_on`.
    pub(crate) fn hang(&self) {
        self.signal(Signal::STOP);
    }

    pub(crate) fn go_on(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, signal: Signal) {
        let daemon = self.daemon.as_ref().expect("the sound server runs");
        rustix::process::kill_process(Pid::from_child(daemon), signal).expect("it can be signalled");
    }

    /// A command to the sound server.
    fn control(&self, arguments: &[&str]) -> bool {
        let status = Command::new("pactl")
            .args(arguments)
            .envs(self.environment())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        needed(status, "pactl").wait().is_ok_and(|status| status.success())
    }

    /// Records from now on. Returns once the first sample is there.
    pub(crate) fn record(&self) -> Recorder {
        self.record_card("rig")
    }

    /// Records what is played on one card.
    pub(crate) fn record_card(&self, name: &str) -> Recorder {
        let recorder = Command::new("parec")
            .arg(format!("--device={name}.monitor"))
            .args(["--raw", "--format=s16le", "--channels=1"])
            .arg(format!("--rate={RATE}"))
            .args(["--latency-msec=10", "--process-time-msec=1"])
            .envs(self.environment())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut recorder = needed(recorder, "parec");
        let mut stream = recorder.stdout.take().expect("its output is a pipe");
        let (begun, begins) = mpsc::channel();
        let reader = thread::spawn(move || {
            let (mut bytes, mut arrivals) = (Vec::new(), Vec::new());
            let mut buffer = [0; 1 << 12];
            while let Ok(count @ 1..) = stream.read(&mut buffer) {
                bytes.extend_from_slice(&buffer[..count]);
                arrivals.push((clock::now(), bytes.len() / 2));
                let _ = begun.send(());
            }
            Arrived { bytes, arrivals }
        });
        begins.recv_timeout(Duration::from_secs(10)).expect("the sound server's card can be recorded");
        Recorder { recorder, reader }
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.kill();
    }
}

/// This test's own program once more, to run `test` in the rig's environment. `is_inside` is true there.
pub(crate) fn inside(test: &str) -> Command {
    let mut command = Command::new(env::current_exe().expect("this test is a program"));
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(INSIDE, "1").stdin(Stdio::null());
    command
}

pub(crate) fn is_inside() -> bool {
    env::var_os(INSIDE).is_some()
}

const INSIDE: &str = "SUPPLE_TEST_INSIDE";

/// Lets time pass.
pub(crate) fn wait(time: Duration) {
    let (_keep, never) = mpsc::channel::<()>();
    let _ = never.recv_timeout(time);
}

fn needed(started: std::io::Result<Child>, program: &str) -> Child {
    started.unwrap_or_else(|error| {
        panic!(
            "`{program}` could not be started ({error}). The sound tests need it: \
             apt-get install --no-install-recommends pulseaudio pulseaudio-utils"
        )
    })
}

pub(crate) struct Recorder {
    recorder: Child,
    reader: thread::JoinHandle<Arrived>,
}

struct Arrived {
    bytes: Vec<u8>,
    /// When how many samples had come in all.
    arrivals: Vec<(Moment, usize)>,
}

impl Recorder {
    pub(crate) fn stop(mut self) -> Recording {
        let _ = self.recorder.kill();
        let _ = self.recorder.wait();
        let Arrived { bytes, arrivals } = self.reader.join().expect("the recording was read");
        let samples = bytes
            .chunks_exact(2)
            .map(|pair| f64::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0)
            .collect();
        // A sample cannot arrive before it is played: the earliest arrival tells when the first one was.
        let origin = arrivals
            .iter()
            .map(|(at, count)| at.origin_offset().saturating_sub(seconds(*count)))
            .min()
            .expect("something was recorded");
        Recording { samples, origin: Moment::since_origin(origin) }
    }
}

pub(crate) struct Recording {
    pub(crate) samples: Vec<f64>,
    /// When the first sample was played, to some milliseconds.
    pub(crate) origin: Moment,
}

/// A shipped sound that was found in a recording.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    /// The name of its file.
    pub(crate) name: &'static str,
    /// The sample at which it begins.
    pub(crate) sample: usize,
    /// When that was played, to some milliseconds.
    pub(crate) moment: Moment,
    /// How well it matches: 1 is perfect.
    pub(crate) likeness: f64,
}

impl Recording {
    /// As if just these samples had come out of a card.
    pub(crate) fn of(samples: Vec<f64>) -> Self {
        Self { samples, origin: Moment::ORIGIN }
    }

    /// All sounds in the order in which they begin. A noise that is none of them is called `?`.
    pub(crate) fn sounds(&self) -> Vec<Heard> {
        /// What is quieter is silence.
        const SILENCE: f64 = 0.002;
        /// How far before the first loud sample a sound may begin.
        const BEFORE: usize = RATE / 50;
        let _alone = at_the_desk();
        let mut templates: Vec<&Template> = TEMPLATES.iter().collect();
        let mut rest = self.samples.clone();
        let mut heard = Vec::new();
        let mut from = 0;
        while let Some(loud) = rest[from..].iter().position(|sample| sample.abs() > SILENCE) {
            let loud = from + loud;
            let start = loud.saturating_sub(BEFORE).max(from.saturating_sub(BEFORE));
            let stretch = &rest[start..rest.len().min(start + Template::SIZE as usize)];
            let spectrum = spectrum(stretch);
            let found = find_any(&templates, stretch, &spectrum, loud - start);
            // What was heard last is likely to come again.
            templates.sort_by_key(|template| template.name != found.template.name);
            if found.likeness > 0.7 {
                for (sample, part) in rest[start + found.place..].iter_mut().zip(&found.template.samples) {
                    *sample -= found.gain * part;
                }
                let sample = start + found.place;
                heard.push(self.at(found.template.name, sample, found.likeness));
                from = sample + 1;
                // What remains of it where it was quantised is no sound.
                if rest.get(loud).is_some_and(|sample| sample.abs() > SILENCE) {
                    from = loud + 1;
                }
            } else {
                heard.push(self.at("?", loud, found.likeness));
                from = loud + RATE / 10;
            }
            if from >= rest.len() {
                break;
            }
        }
        heard
    }

    fn at(&self, name: &'static str, sample: usize, likeness: f64) -> Heard {
        Heard { name, sample, moment: self.origin + seconds(sample), likeness }
    }
}

/// Measuring takes a core for seconds: one test at a time does it, so that there is one left for what is recorded meanwhile.
pub(crate) fn at_the_desk() -> MutexGuard<'static, ()> {
    static DESK: Mutex<()> = Mutex::new(());
    // Who has failed at it leaves nothing behind.
    DESK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long so many samples last.
fn seconds(samples: usize) -> Duration {
    Duration::from_nanos(samples as u64 * 1_000_000_000 / RATE as u64)
}

/// The template that fits best at one of the first `places` of a stretch with this spectrum.
fn find_any<'a>(
    templates: &[&'a Template],
    stretch: &[f64],
    spectrum: &[(f64, f64)],
    places: usize,
) -> Found<'a> {
    /// What is so like one of the sounds is none of the others, and they need not be tried: it is a second's work.
    const SURE: f64 = 0.98;
    let mut best: Option<Found> = None;
    for template in templates {
        let found = template.find(stretch, spectrum, places);
        if best.as_ref().is_none_or(|best| found.likeness >= best.likeness) {
            best = Some(found);
        }
        if best.as_ref().is_some_and(|best| best.likeness > SURE) {
            break;
        }
    }
    best.expect("there are sounds")
}

static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(Template::all);

/// A shipped sound to be looked for.
struct Template {
    name: &'static str,
    samples: Vec<f64>,
    spectrum: Vec<(f64, f64)>,
    energy: f64,
}

struct Found<'a> {
    template: &'a Template,
    place: usize,
    gain: f64,
    likeness: f64,
}

impl Template {
    /// Room for a sound of a second and for the places where it may begin.
    const SIZE: u32 = 1 << 16;

    fn all() -> Vec<Self> {
        clips()
            .into_iter()
            .map(|(name, samples)| {
                let spectrum = spectrum(&samples);
                let energy = samples.iter().map(|sample| sample * sample).sum();
                Self { name, samples, spectrum, energy }
            })
            .collect()
    }

    /// At which of the first `places` of a stretch with this spectrum it fits best.
    fn find(&self, stretch: &[f64], spectrum: &[(f64, f64)], places: usize) -> Found<'_> {
        let mut product: Vec<(f64, f64)> = spectrum
            .iter()
            .zip(&self.spectrum)
            // Conjugated as a whole, so that the transform back is the transform there.
            .map(|(a, b)| (a.0 * b.0 + a.1 * b.1, a.0 * b.1 - a.1 * b.0))
            .collect();
        make::fft(&mut product);
        let best = (0..=places)
            .max_by(|one, other| product[*one].0.total_cmp(&product[*other].0))
            .expect("there is at least one place");
        let likeness = product[best].0 / f64::from(Self::SIZE);
        let there = &stretch[best..stretch.len().min(best + self.samples.len())];
        let energy: f64 = there.iter().map(|sample| sample * sample).sum();
        Found {
            template: self,
            place: best,
            gain: likeness / self.energy,
            likeness: likeness / (self.energy * energy).sqrt().max(f64::MIN_POSITIVE),
        }
    }
}

/// The shipped sounds by their names, with samples from -1 to 1.
pub(crate) fn clips() -> Vec<(&'static str, Vec<f64>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sounds");
    make::all()
        .into_iter()
        .map(|(name, _)| {
            let file = fs::read(folder.join(format!("{name}.wav"))).expect("the sound is shipped");
            let pairs = file[44..].chunks_exact(2);
            let sample = |pair: &[u8]| f64::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0;
            (name, pairs.map(sample).collect())
        })
        .collect()
}

fn spectrum(samples: &[f64]) -> Vec<(f64, f64)> {
    let mut wave = vec![(0.0, 0.0); Template::SIZE as usize];
    for (place, sample) in wave.iter_mut().zip(samples) {
        place.0 = *sample;
    }
    make::fft(&mut wave);
    wave
}
