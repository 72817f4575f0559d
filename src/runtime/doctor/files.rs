//! Where things are kept, and whether they can be.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use super::{super::clock, Area, Report, fault, ok, shown};
use crate::config::paths::Paths;

pub(super) fn examine(paths: Option<&Paths>, tell: &mut dyn FnMut(Report)) {
    tell(Report::Area(Area::Files));
    let Some(paths) = paths else {
        let says = "There is no home folder: nothing can be kept.";
        return tell(fault(
            Area::Files,
            says,
            "Set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_STATE_HOME.",
        ));
    };
    let places = [
        ("Settings and routines of your own", &paths.config),
        ("The history", &paths.data),
        ("The running session and the log", &paths.state),
    ];
    for (what, folder) in places {
        let shown = shown(folder);
        tell(match try_to_write(folder) {
            Ok(true) => ok(Area::Files, format!("{what}: {shown}")),
            Ok(false) => ok(Area::Files, format!("{what}: {shown}, which is made when it is needed")),
            Err((place, error)) => fault(
                Area::Files,
                format!("{what}: {shown} cannot be written: {error}."),
                format!("See who owns {} and how full its disk is.", super::shown(&place)),
            ),
        });
    }
}

/// Writes something where the folder is, or would be made, and takes it away again. False when it is not there yet.
fn try_to_write(folder: &Path) -> Result<bool, (PathBuf, io::Error)> {
    let place = folder.ancestors().find(|place| place.exists()).unwrap_or(folder);
    let name = format!(".supple-doctor-{}", clock::now().origin_offset().as_nanos());
    let file = place.join(name);
    let written = fs::File::create_new(&file).and_then(|mut trial| {
        trial.write_all(b"This can go.\n")?;
        trial.sync_all()
    });
    let _ = fs::remove_file(&file);
    written.map(|()| place == folder).map_err(|error| (place.to_owned(), error))
}
