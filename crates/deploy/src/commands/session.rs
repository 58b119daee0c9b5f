//! [`Session`]: the settings, the workspace and the clients that every command needs.

use std::fs;
use std::io::ErrorKind;

use anyhow::Context;
use stepwright_deploy::aws::clients::Target;
use stepwright_deploy::aws::{Clients, Identity, identify};
use stepwright_deploy::cli::Command;
use stepwright_deploy::config::FILE_NAME;
use stepwright_deploy::{Bundle, Config, Desired, desired};

pub(super) struct Session {
    pub(super) config: Config,
    pub(super) clients: Clients,
    pub(super) identity: Identity,
    pub(super) desired: Desired,
}

impl Session {
    /// Reads what there is to read, and finds out who is asking.
    pub(super) async fn open(command: &Command) -> anyhow::Result<Self> {
        let settings = command.settings();
        let path = settings.root.join(FILE_NAME);
        let file = match fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            other => other.with_context(|| format!("`{}` cannot be read", path.display()))?,
        };
        let bundle = Bundle::read(&settings.bundle)?;
        let sources = command.sources(file, std::env::vars());
        let config = Config::load(&sources, &bundle.function_names())?;
        let code = if command.needs_code() { bundle.code()? } else { bundle.no_code() };
        let target = Target { region: config.region.clone(), profile: config.profile.clone() };
        let clients = Clients::from_environment(&target).await?;
        let identity = identify(&clients, &config, &bundle).await?;
        let desired = desired(&config, &bundle, &code, &identity.place)?;
        Ok(Self { config, clients, identity, desired })
    }
}
