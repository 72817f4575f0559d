//! What there is of a desktop, for whoever asks before there is a session.

use std::{sync::mpsc::channel, time::Duration};

use zbus::connection::Builder;

use super::bus::NOTIFICATIONS;
use crate::threads;

/// A bus that takes longer is of no use.
const PATIENCE: Duration = Duration::from_secs(3);

/// What answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Found {
    Nothing,
    /// A session bus on which nobody shows notifications.
    Bus,
    /// A session bus, and a notification server by this name.
    Notifications {
        by: String,
        has_buttons: bool,
    },
}

/// Asks. Takes no longer than a few seconds.
pub(in super::super) fn look() -> Found {
    let (found, awaited) = channel();
    let looking = threads::begin("desktop-look", move || {
        // Where its library gets no threads there is nothing to be found.
        let answer = threads::catching_panics(|| zbus::block_on(ask())).unwrap_or(Found::Nothing);
        // Nobody waits any more if it has taken too long.
        let _ = found.send(answer);
    });
    looking.ok().and_then(|_| awaited.recv_timeout(PATIENCE).ok()).unwrap_or(Found::Nothing)
}

async fn ask() -> Found {
    let connection = Builder::session().method_timeout(PATIENCE).build().await;
    let Ok(connection) = connection else { return Found::Nothing };
    let information = NOTIFICATIONS.call(&connection, "GetServerInformation", &()).await;
    let name = information.and_then(|reply| {
        let (name, ..): (String, String, String, String) = reply.body().deserialize().ok()?;
        Some(name)
    });
    let has_buttons = NOTIFICATIONS.has_buttons(&connection).await;
    let _ = connection.close().await;
    name.map_or(Found::Bus, |by| Found::Notifications { by, has_buttons })
}
