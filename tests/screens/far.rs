//! The far view: what can be told from across the room.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use supple::{
    session::Snapshot,
    ui::{App, Input, Setup},
};

use crate::{Stage, pictures::pictures, scenes, setup};

fn far_app() -> App {
    App::session(Setup { far: true, ..setup() })
}

macro_rules! far_pictures {
    ($($name:ident),+ $(,)?) => {$(
        #[test]
        fn $name() {
            let stage = Stage::session(scenes::$name());
            insta::assert_snapshot!(concat!("far_", stringify!($name)), pictures(&far_app(), &stage));
        }
    )+};
}

far_pictures!(
    hold,
    hold_of_many,
    relax,
    rest,
    switch,
    phase,
    rep,
    open,
    prepare,
    paused,
    lead_in,
    hard_words
);
