//! What there is of a desktop, for whoever asks before there is a session.

use std::{sync::mpsc::channel, thread, time::Duration};

use zbus::connection::Builder;

use super::bus::NOTIFICATIONS;

/// A bus that takes longer is of no use.
const PATIENCE: Duration = Duration::from_secs(3);

/// Who shows notifications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Server {
    /// As it calls itself.
    pub(in super::super) name: String,
    /// Whether its notifications have buttons.
    pub(in super::super) has_buttons: bool,
}

/// `None` without a session bus; `Some(None)` with one on which nobody shows notifications.
pub(in super::super) fn look() -> Option<Option<Server>> {
    let (found, awaited) = channel();
    let looking = thread::Builder::new().name("desktop".into()).spawn(move || {
        // Nobody waits any more if it has taken too long.
        let _ = found.send(zbus::block_on(ask()));
    });
    looking.ok().and_then(|_| awaited.recv_timeout(PATIENCE).ok()).flatten()
}

async fn ask() -> Option<Option<Server>> {
    let connection = Builder::session().method_timeout(PATIENCE).build().await.ok()?;
    let information = NOTIFICATIONS.call(&connection, "GetServerInformation", &()).await;
    let name = information.and_then(|reply| {
        let (name, ..): (String, String, String, String) = reply.body().deserialize().ok()?;
        Some(name)
    });
    let has_buttons = NOTIFICATIONS.has_buttons(&connection).await;
    let _ = connection.close().await;
    Some(name.map(|name| Server { name, has_buttons }))
}
