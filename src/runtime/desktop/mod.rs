//! What the rest of the desktop knows of a session: media keys, notifications, a screen that stays awake.
//!
//! The loop says how things should be, and a thread of its own sees to it by way of the session bus. Where there is no
//! bus that thread ends at once; nothing here ticks, tries again or says so.

mod bus;
mod look;
mod mailbox;
mod media;
mod question;
mod wanted;

use std::{
    mem,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel},
    },
    time::Duration,
};

use super::{
    Message,
    clock::Clock,
    neighbours::{Neighbour, News},
};
use crate::{
    config::settings::Settings,
    session::{Event, Moment},
    threads,
};
use bus::Post;
pub(super) use look::{Found, look};
pub(super) use question::{Question, Reply, Words, has_bus, say};
use wanted::{Media, Need, Notice};

/// So long the program waits at its end, and only for a notification that is out of date to go.
const FAREWELL: Duration = Duration::from_millis(200);

/// So long those who have not answered may still do so after the end of a session. There is no limit before: it would take
/// a wake-up in the middle of a hold.
const PATIENCE: Duration = Duration::from_secs(2);

/// The desktop, as the loop knows it.
pub(super) struct Desktop {
    asked: Asked,
    post: Arc<Post>,
    /// Its other end is dropped when the thread is through.
    through: Receiver<()>,
    /// What is in the post, or was.
    media: Option<Media>,
    awake: bool,
    notice: Option<Notice>,
    /// Whether there ever was one.
    has_notified: bool,
    /// What the session needs of the user at present, seen or not.
    need: Option<Need>,
    under_way: bool,
    /// Whether the user looks at the session, as far as the terminal tells.
    in_view: bool,
}

/// What the user wants of it.
#[derive(Clone, Copy, Debug)]
struct Asked {
    media_keys: bool,
    notifications: bool,
    keep_awake: bool,
}

impl Desktop {
    /// Begins with a session. `None` when nothing of it is wanted, or there can be no thread for it.
    pub(super) fn start(settings: &Settings, clock: Clock, messages: Sender<Message>) -> Option<Self> {
        let &Settings { media_keys, notifications, keep_awake, .. } = settings;
        if !(media_keys || notifications || keep_awake) {
            return None;
        }
        let post = Arc::new(Post::default());
        Some(Self {
            asked: Asked { media_keys, notifications, keep_awake },
            through: bus::start(post.clone(), media_keys, clock, messages).ok()?,
            post,
            media: None,
            awake: false,
            notice: None,
            has_notified: false,
            need: None,
            under_way: false,
            in_view: true,
        })
    }

    // Nothing is sent that changes nothing: the thread sleeps on.

    fn set_media(&mut self, media: Media, now: Moment) {
        if self.media.as_ref().is_none_or(|before| !media.agrees(before, now)) {
            self.media = Some(media.clone());
            self.post.media.put(media);
        }
    }

    fn set_awake(&mut self, awake: bool) {
        if awake != self.awake {
            self.awake = awake;
            self.post.awake.put(awake);
        }
    }

    fn set_notice(&mut self, notice: Option<Notice>) {
        if notice != self.notice {
            self.notice.clone_from(&notice);
            self.has_notified |= notice.is_some();
            self.post.notice.put(notice);
        }
    }
}

impl Neighbour for Desktop {
    fn tell(&mut self, news: &News<'_>) {
        let under_way = wanted::is_under_way(news.snapshot);
        // Reps that are counted aloud change nothing here; but the first tick comes with the lead-in that it counts.
        let only_heard = news.events.iter().all(|stamped| matches!(stamped.event, Event::Cue(_)));
        if only_heard && under_way == self.under_way {
            return;
        }
        self.under_way = under_way;
        if self.asked.media_keys {
            self.set_media(Media::of(news), news.now);
        }
        self.set_awake(self.asked.keep_awake && under_way);
        let need = Need::of(news.snapshot);
        // What began before the user's eyes is no news to them.
        if need != self.need {
            let unseen = need.as_ref().filter(|_| self.asked.notifications && !self.in_view);
            self.set_notice(unseen.map(Need::notice));
            self.need = need;
        }
    }

    fn view(&mut self, in_view: bool) {
        self.in_view = in_view;
        if in_view {
            self.set_notice(None);
        }
    }

    fn is_settled(&self) -> bool {
        let over = self.through.try_recv() == Err(TryRecvError::Disconnected);
        let awake = !self.asked.keep_awake || self.post.awake.is_settled();
        let media = !self.asked.media_keys || self.post.media.is_settled();
        over || (awake && media)
    }
}

impl Drop for Desktop {
    /// The screen may sleep, and nobody is asked any more to come to a session that is not there. That it is done
    /// may still be read later.
    fn drop(&mut self) {
        self.set_awake(false);
        if self.notice.as_ref().is_some_and(|notice| !notice.outlives_the_session) {
            self.set_notice(None);
        }
        self.post.close();
        let farewell = if self.has_notified { FAREWELL } else { Duration::ZERO };
        if self.through.recv_timeout(farewell) == Err(RecvTimeoutError::Timeout) {
            let through = mem::replace(&mut self.through, channel().1);
            let post = self.post.clone();
            let attend = move || {
                let _ = through.recv_timeout(PATIENCE);
                post.give_up();
            };
            if threads::begin("farewell", attend).is_err() {
                self.post.give_up();
            }
        }
    }
}
