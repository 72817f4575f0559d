//! The thread that keeps the desktop as it should be, by way of the session bus.

use std::{
    collections::HashMap,
    future::poll_fn,
    io,
    pin::Pin,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    task::Poll,
};

use rustix::process::getpid;
use zbus::{Connection, DynamicType, Variant, connection::Builder, fdo::RequestNameFlags};

use super::{
    super::{Message, clock::Clock},
    mailbox::Mailbox,
    media::Shown,
    wanted::{Media, Notice},
};
use crate::threads;

/// How the loop hands over. Each has a reader of its own, so that a program that hangs holds up only its own.
#[derive(Debug, Default)]
pub(super) struct Post {
    pub(super) media: Mailbox<Media>,
    /// Whether the screen is to stay awake.
    pub(super) awake: Mailbox<bool>,
    pub(super) notice: Mailbox<Option<Notice>>,
    /// Closed when no answer is waited for any more; nothing is ever in it.
    given_up: Mailbox<()>,
}

impl Post {
    /// Nothing will come any more.
    pub(super) fn close(&self) {
        self.media.close();
        self.awake.close();
        self.notice.close();
    }

    /// Whoever has not answered by now is not waited for: the connection goes, and with it all that it held.
    pub(super) fn give_up(&self) {
        self.given_up.close();
    }
}

pub(super) const NOTIFICATIONS: Service = Service {
    name: "org.freedesktop.Notifications",
    path: "/org/freedesktop/Notifications",
    interface: "org.freedesktop.Notifications",
};
const SCREEN_SAVER: Service = Service {
    name: "org.freedesktop.ScreenSaver",
    path: "/org/freedesktop/ScreenSaver",
    interface: "org.freedesktop.ScreenSaver",
};

/// Starts the thread. The receiver hears of its end, and of nothing else. With `has_player` a media player is offered
/// as soon as there is one in the post.
///
/// # Errors
/// When there can be no thread.
pub(super) fn start(
    post: Arc<Post>,
    has_player: bool,
    clock: Clock,
    messages: Sender<Message>,
) -> io::Result<Receiver<()>> {
    let (until_the_end, through) = channel();
    threads::begin("desktop", move || {
        // Without a bus there is nothing to do, and nobody needs to know.
        let work = async { drop(serve(&post, has_player, clock, messages).await) };
        // Its library begins threads of its own, and panics where there are none to be had.
        threads::catching_panics(|| {
            zbus::block_on(either([
                Box::pin(work),
                Box::pin(async { while post.given_up.next().await.is_some() {} }),
            ]));
        });
        drop(until_the_end);
    })?;
    Ok(through)
}

async fn serve(post: &Post, has_player: bool, clock: Clock, messages: Sender<Message>) -> zbus::Result<()> {
    let media = if has_player { post.media.next().await } else { None };
    let shown = media.map(|media| Shown::new(media, clock));
    let mut builder = Builder::session();
    if let Some(shown) = &shown {
        builder = shown.serve(builder, messages);
    }
    let connection = builder.build().await?;
    if shown.is_some() {
        let name = format!("org.mpris.MediaPlayer2.supple.instance{}", getpid().as_raw_nonzero());
        // The session before this one may not have given it back yet: no flags, so that this one stands in line.
        connection.request_name_with_flags(name, RequestNameFlags::empty()).await?;
    }
    all([
        Box::pin(play(&connection, shown.as_ref(), &post.media)),
        Box::pin(keep_awake(&connection, &post.awake)),
        Box::pin(notify(&connection, &post.notice)),
    ])
    .await;
    connection.close().await
}

async fn play(connection: &Connection, shown: Option<&Shown>, post: &Mailbox<Media>) {
    let Some(shown) = shown else { return };
    while let Some(media) = post.next().await {
        // If the bus is gone nobody hears it.
        let _ = shown.show(connection, media).await;
    }
}

async fn keep_awake(connection: &Connection, post: &Mailbox<bool>) {
    // By which the screen saver knows our wish.
    let mut cookie: Option<u32> = None;
    while let Some(awake) = post.next().await {
        if awake && cookie.is_none() {
            let body = ("supple", "A guided session is running");
            cookie = SCREEN_SAVER.number(connection, "Inhibit", &body).await;
        } else if !awake && let Some(cookie) = cookie.take() {
            SCREEN_SAVER.call(connection, "UnInhibit", &(cookie,)).await;
        }
    }
}

async fn notify(connection: &Connection, post: &Mailbox<Option<Notice>>) {
    // By which the notification server knows what it shows for us; 0 for nothing.
    let mut id = 0;
    while let Some(notice) = post.next().await {
        if let Some(notice) = notice {
            // The name, what it replaces, an icon, the words, no buttons, nothing special, and as long as is usual.
            let (actions, hints) = (Vec::<&str>::new(), HashMap::<&str, Variant<'_>>::new());
            let body = ("supple", id, "", notice.summary.as_str(), notice.body, actions, hints, -1_i32);
            id = NOTIFICATIONS.number(connection, "Notify", &body).await.unwrap_or(0);
        } else if id != 0 {
            NOTIFICATIONS.call(connection, "CloseNotification", &(id,)).await;
            id = 0;
        }
    }
}

/// Until one of them is through. What the other has begun is dropped.
async fn either(mut tasks: [Pin<Box<dyn Future<Output = ()> + '_>>; 2]) {
    poll_fn(|context| {
        let through = tasks.iter_mut().any(|task| task.as_mut().poll(context).is_ready());
        if through { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

/// Until each of them is through.
async fn all<const N: usize>(mut tasks: [Pin<Box<dyn Future<Output = ()> + '_>>; N]) {
    let mut through = [false; N];
    poll_fn(|context| {
        for (task, through) in tasks.iter_mut().zip(&mut through) {
            *through = *through || task.as_mut().poll(context).is_ready();
        }
        if through.iter().all(|through| *through) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

/// A program on the bus, which may be there or not.
pub(super) struct Service {
    name: &'static str,
    pub(super) path: &'static str,
    pub(super) interface: &'static str,
}

impl Service {
    /// Of a notification server: whether what it shows can have buttons.
    pub(super) async fn has_buttons(&self, connection: &Connection) -> bool {
        let reply = self.call(connection, "GetCapabilities", &()).await;
        let has: Option<Vec<String>> = reply.and_then(|reply| reply.body().deserialize().ok());
        has.is_some_and(|has| has.iter().any(|capability| capability == "actions"))
    }

    /// Asks for something and for a number. `None` when there is no such program.
    pub(super) async fn number<B>(&self, connection: &Connection, method: &str, body: &B) -> Option<u32>
    where
        B: serde::Serialize + DynamicType,
    {
        self.call(connection, method, body).await?.body().deserialize().ok()
    }

    pub(super) async fn call<B>(
        &self,
        connection: &Connection,
        method: &str,
        body: &B,
    ) -> Option<zbus::Message>
    where
        B: serde::Serialize + DynamicType,
    {
        let &Self { name, path, interface } = self;
        connection.call_method(Some(name), path, Some(interface), method, body).await.ok()
    }
}
