//! Where things live, by the XDG rules on every system.

use std::path::PathBuf;

use etcetera::{BaseStrategy as _, base_strategy::Xdg};

/// `$XDG_RUNTIME_DIR/supple`, for what is of use only as long as somebody is logged in; `None` where there is no such
/// folder.
pub fn runtime() -> Option<PathBuf> {
    Some(Xdg::new().ok()?.runtime_dir()?.join("supple"))
}

/// The folders of one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// `$XDG_CONFIG_HOME/supple`: `config.toml`, `routines/`, `exercises/`, `programs/`.
    pub config: PathBuf,
    /// `$XDG_DATA_HOME/supple`: `history/`.
    pub data: PathBuf,
    /// `$XDG_STATE_HOME/supple`: `journal/`, `supple.log`.
    pub state: PathBuf,
    /// `$XDG_RUNTIME_DIR`, where it is set: what lasts no longer than the user is logged in. Not looked at yet.
    pub runtime: Option<PathBuf>,
}

impl Paths {
    /// From the environment.
    ///
    /// # Errors
    /// When there is no home folder and the XDG variables do not say either.
    pub fn find() -> anyhow::Result<Self> {
        let base = Xdg::new()?;
        let state = base.state_dir().unwrap_or_else(|| base.home_dir().join(".local/state"));
        Ok(Self {
            config: base.config_dir().join("supple"),
            data: base.data_dir().join("supple"),
            state: state.join("supple"),
            runtime: base.runtime_dir(),
        })
    }
}
