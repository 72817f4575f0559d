//! A notification with buttons, for whoever has something to ask while no session runs.

use std::{
    collections::HashMap,
    env,
    future::poll_fn,
    io,
    path::Path,
    pin::Pin,
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    task::Poll,
    time::Duration,
};

use zbus::{
    Connection, MatchRule, MessageStream, Variant, connection::Builder, export::futures_core::Stream as _,
    message::Type,
};

use super::{FAREWELL, bus::NOTIFICATIONS, mailbox::Mailbox};
use crate::threads;

/// A bus that takes longer to answer is none.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is shown. The text may hold markup.
#[derive(Clone, Debug)]
pub(in super::super) struct Words {
    pub(in super::super) title: String,
    pub(in super::super) text: String,
    /// What each is called by us, and by the user.
    pub(in super::super) buttons: &'static [(&'static str, &'static str)],
    /// How long it is shown.
    pub(in super::super) lasts: Duration,
}

/// What became of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Reply {
    /// Our own name of the button.
    Button(String),
    /// It is not shown any more.
    Closed,
    /// Nobody shows it.
    Failed,
}

/// A question that somebody may be looking at. Dropping it takes it away.
pub(in super::super) struct Question {
    /// Closed when it is not wanted any more; nothing is ever in it.
    wanted: Arc<Mailbox<()>>,
    through: Receiver<()>,
}

impl Question {
    /// Asks. `over` is called once on another thread, unless this is dropped before.
    ///
    /// # Errors
    /// When there can be no thread.
    pub(in super::super) fn ask(words: Words, over: impl FnOnce(Reply) + Send + 'static) -> io::Result<Self> {
        let wanted = Arc::new(Mailbox::default());
        let (until_the_end, through) = channel();
        let theirs = wanted.clone();
        threads::begin("desktop-ask", move || {
            // Its library begins threads of its own, and panics where there are none to be had.
            match threads::catching_panics(|| zbus::block_on(ask(&words, &theirs))) {
                Some(Ok(Some(reply))) => over(reply),
                Some(Ok(None)) => {}
                Some(Err(_)) | None => over(Reply::Failed),
            }
            drop(until_the_end);
        })?;
        Ok(Self { wanted, through })
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        self.wanted.close();
        // Either way it has ended; nothing is ever sent.
        let _ = self.through.recv_timeout(FAREWELL);
    }
}

/// Shows something to which there is no answer. `otherwise` is called when nobody does; on another thread, if there can be
/// one.
pub(in super::super) fn say(words: Words, otherwise: impl FnOnce() + Send + 'static) {
    let work = move || {
        let shown = threads::catching_panics(|| {
            zbus::block_on(async {
                let connection = connect().await.ok()?;
                let id = show(&connection, &words).await;
                let _ = connection.close().await;
                id
            })
        });
        if shown.flatten().is_none() {
            otherwise();
        }
    };
    // Without a thread there is no other way to say it either.
    let _ = threads::begin("desktop-say", work);
}

/// Whether there seems to be a session bus. Only asking it would tell for certain.
pub(in super::super) fn has_bus() -> bool {
    let named = env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|address| !address.is_empty());
    let usual = env::var_os("XDG_RUNTIME_DIR").is_some_and(|folder| Path::new(&folder).join("bus").exists());
    named || usual
}

/// `None`: it was not wanted any more.
async fn ask(words: &Words, wanted: &Mailbox<()>) -> zbus::Result<Option<Reply>> {
    let connection = connect().await?;
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .path(NOTIFICATIONS.path)
        .interface(NOTIFICATIONS.interface)
        .build()?;
    // From before the question, so that no answer comes too early.
    let mut signals = MessageStream::for_match_rule(rule, &connection, None).await?;
    let Some(id) = show(&connection, words).await else { return Ok(Some(Reply::Failed)) };
    let reply = answer(id, &mut signals, wanted).await;
    if !matches!(reply, Some(Reply::Closed | Reply::Failed)) {
        // Some desktops leave it there when a button was pressed.
        NOTIFICATIONS.call(&connection, "CloseNotification", &(id,)).await;
    }
    connection.close().await?;
    Ok(reply)
}

async fn connect() -> zbus::Result<Connection> {
    Builder::session().method_timeout(PATIENCE).build().await
}

async fn show(connection: &Connection, words: &Words) -> Option<u32> {
    let buttons: Vec<&str> = if words.buttons.is_empty() || !NOTIFICATIONS.has_buttons(connection).await {
        Vec::new()
    } else {
        words.buttons.iter().flat_map(|(ours, theirs)| [*ours, *theirs]).collect()
    };
    let lasts = i32::try_from(words.lasts.as_millis()).unwrap_or(i32::MAX);
    let hints = HashMap::<&str, Variant<'_>>::new();
    // The name, no other that it replaces, no icon.
    let body = ("supple", 0_u32, "", words.title.as_str(), words.text.as_str(), buttons, hints, lasts);
    NOTIFICATIONS.number(connection, "Notify", &body).await
}

/// Waits for an answer to the notification with this number. `None`: it is not wanted any more.
async fn answer(id: u32, signals: &mut MessageStream, wanted: &Mailbox<()>) -> Option<Reply> {
    let mut end = Box::pin(wanted.next());
    loop {
        let signal = poll_fn(|context| {
            if end.as_mut().poll(context).is_ready() {
                return Poll::Ready(None);
            }
            Pin::new(&mut *signals).poll_next(context).map(Some)
        });
        // The bus has gone, and the notification with it.
        let Some(Ok(signal)) = signal.await? else { return Some(Reply::Failed) };
        if let Some(reply) = meaning(id, &signal) {
            return Some(reply);
        }
    }
}

/// What a signal means for the notification with this number, if anything.
fn meaning(id: u32, signal: &zbus::Message) -> Option<Reply> {
    let (header, body) = (signal.header(), signal.body());
    match header.member()?.as_str() {
        "ActionInvoked" => {
            let (of, button): (u32, String) = body.deserialize().ok()?;
            (of == id).then_some(Reply::Button(button))
        }
        "NotificationClosed" => {
            let (of, _why): (u32, u32) = body.deserialize().ok()?;
            (of == id).then_some(Reply::Closed)
        }
        _ => None,
    }
}
