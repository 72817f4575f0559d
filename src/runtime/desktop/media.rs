//! A session as a media player (MPRIS), which media keys, headset buttons and `playerctl` know how to command.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc::Sender},
};

use zbus::{Connection, ObjectPath, Variant, connection::Builder, interface};

use super::{
    super::{Message, allowance::Allowance, clock::Clock, neighbours::Remote},
    wanted::{Media, PlaybackStatus},
};

pub(super) const PATH: &str = "/org/mpris/MediaPlayer2";
const PLAYER: &str = "org.mpris.MediaPlayer2.Player";
/// Where the parts of sessions have their names.
const TRACKS: &str = "/supple/";
const NO_TRACK: &str = "/org/mpris/MediaPlayer2/TrackList/NoTrack";

/// What the interfaces tell whoever asks.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    media: Arc<Mutex<Media>>,
    clock: Clock,
}

impl Shown {
    pub(super) fn new(media: Media, clock: Clock) -> Self {
        Self { media: Arc::new(Mutex::new(media)), clock }
    }

    /// A connection that offers the player.
    pub(super) fn serve<'a>(&self, builder: Builder<'a>, messages: Sender<Message>) -> Builder<'a> {
        let allowance = Mutex::new(Allowance::new((self.clock)()));
        builder.serve_at(PATH, Root).serve_at(PATH, Player { shown: self.clone(), messages, allowance })
    }

    /// Shows this from now on, and says what has changed: one message, or a second one if the position has jumped.
    ///
    /// # Errors
    /// When the bus is gone.
    pub(super) async fn show(&self, connection: &Connection, media: Media) -> zbus::Result<()> {
        let before = std::mem::replace(&mut *self.lock(), media.clone());
        let now = (self.clock)();
        let mut changed: HashMap<&str, Variant<'_>> = HashMap::new();
        if media.status != before.status {
            changed.insert("PlaybackStatus", media.status.word().into());
            if takes_commands(&media) != takes_commands(&before) {
                let takes = takes_commands(&media);
                for name in ["CanPlay", "CanPause", "CanGoNext", "CanGoPrevious"] {
                    changed.insert(name, takes.into());
                }
            }
        }
        if !media.is_same_piece(&before) {
            changed.insert("Metadata", metadata(&media).into());
        }
        if !changed.is_empty() {
            let body = (PLAYER, changed, Vec::<&str>::new());
            let properties = "org.freedesktop.DBus.Properties";
            connection.emit_signal(None::<&str>, PATH, properties, "PropertiesChanged", &body).await?;
        }
        if media.is_same_track(&before) && media.jumps_from(&before, now) {
            let position = microseconds(media.position(now));
            connection.emit_signal(None::<&str>, PATH, PLAYER, "Seeked", &(position,)).await?;
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Media> {
        self.media.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The program.
struct Root;

#[expect(clippy::unused_self, reason = "the interface asks for methods")]
#[interface(name = "org.mpris.MediaPlayer2", introspection_docs = false)]
impl Root {
    /// There is no way to bring a terminal to the front.
    fn raise(&self) {}

    /// Whoever leaves a session does so before the screen, where it can be undone.
    fn quit(&self) {}

    #[zbus(property(emits_changed_signal = "const"))]
    fn can_quit(&self) -> bool {
        false
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn can_raise(&self) -> bool {
        false
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn has_track_list(&self) -> bool {
        false
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn identity(&self) -> &'static str {
        "supple"
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn supported_uri_schemes(&self) -> Vec<String> {
        Vec::new()
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn supported_mime_types(&self) -> Vec<String> {
        Vec::new()
    }
}

/// The session.
struct Player {
    shown: Shown,
    messages: Sender<Message>,
    /// Nobody's fingers need more; a key that hangs or a program that does could flood the loop.
    allowance: Mutex<Allowance>,
}

impl Player {
    fn command(&self, word: &str) {
        let mut allowance = self.allowance.lock().unwrap_or_else(PoisonError::into_inner);
        if !allowance.spend((self.shown.clock)()) {
            return;
        }
        let remote = Remote { line: word.to_owned(), answer: None };
        // Nobody listens any more only when the program is over.
        let _ = self.messages.send(Message::Remote(remote));
    }
}

#[expect(clippy::unused_self, reason = "the interface asks for methods")]
#[interface(name = "org.mpris.MediaPlayer2.Player", introspection_docs = false)]
impl Player {
    fn play(&self) {
        self.command("resume");
    }

    fn pause(&self) {
        self.command("pause");
    }

    fn play_pause(&self) {
        self.command("toggle");
    }

    /// A pause: nothing that a headset can do in a pocket should end a session.
    fn stop(&self) {
        self.command("pause");
    }

    fn next(&self) {
        self.command("next");
    }

    fn previous(&self) {
        self.command("back");
    }

    /// Time that is to be exercised cannot be jumped over; `CanSeek` says so.
    fn seek(&self, offset: i64) {
        let _ = offset;
    }

    fn set_position(&self, track: ObjectPath<'_>, position: i64) {
        let _ = (track, position);
    }

    fn open_uri(&self, uri: &str) {
        let _ = uri;
    }

    #[zbus(property)]
    fn playback_status(&self) -> &'static str {
        self.shown.lock().status.word()
    }

    #[zbus(property)]
    fn metadata(&self) -> HashMap<&'static str, Variant<'static>> {
        metadata(&self.shown.lock())
    }

    /// Computed when somebody asks; nothing ticks.
    #[zbus(property(emits_changed_signal = "false"))]
    fn position(&self) -> i64 {
        microseconds(self.shown.lock().position((self.shown.clock)()))
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn rate(&self) -> f64 {
        self.shown.lock().rate
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn minimum_rate(&self) -> f64 {
        self.rate()
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn maximum_rate(&self) -> f64 {
        self.rate()
    }

    #[zbus(property)]
    fn can_play(&self) -> bool {
        takes_commands(&self.shown.lock())
    }

    #[zbus(property)]
    fn can_pause(&self) -> bool {
        takes_commands(&self.shown.lock())
    }

    #[zbus(property)]
    fn can_go_next(&self) -> bool {
        takes_commands(&self.shown.lock())
    }

    #[zbus(property)]
    fn can_go_previous(&self) -> bool {
        takes_commands(&self.shown.lock())
    }

    #[zbus(property)]
    fn can_seek(&self) -> bool {
        false
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn can_control(&self) -> bool {
        true
    }
}

fn takes_commands(media: &Media) -> bool {
    media.status != PlaybackStatus::Stopped
}

fn metadata(media: &Media) -> HashMap<&'static str, Variant<'static>> {
    let track = media.track.as_ref().map_or_else(|| NO_TRACK.to_owned(), |track| format!("{TRACKS}{track}"));
    let mut metadata = HashMap::from([
        ("xesam:title", media.title.clone().into()),
        ("xesam:artist", vec![media.routine.clone()].into()),
    ]);
    if let Ok(track) = ObjectPath::try_from(track) {
        metadata.insert("mpris:trackid", track.into());
    }
    if let Some(length) = media.length {
        metadata.insert("mpris:length", microseconds(length).into());
    }
    metadata
}

fn microseconds(time: std::time::Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}
