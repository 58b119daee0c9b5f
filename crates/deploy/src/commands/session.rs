//! [`Session`]: the settings, the workspace and the clients that every command needs.

use std::fs;
use std::io::ErrorKind;
use std::time::Instant;

use anyhow::{Context, anyhow};
use stepwright_deploy::aws::clients::Target;
use stepwright_deploy::aws::error::Reason;
use stepwright_deploy::aws::observe::IdentityError;
use stepwright_deploy::aws::{CallError, Clients, Identity, identify, region};
use stepwright_deploy::cli::Command;
use stepwright_deploy::config::FILE_NAME;
use stepwright_deploy::{Bundle, Config, Desired, desired};

pub(super) struct Session {
    pub(super) config: Config,
    pub(super) clients: Clients,
    pub(super) identity: Identity,
    pub(super) desired: Desired,
    /// When it all began.
    pub(super) started: Instant,
}

impl Session {
    /// Reads what there is to read, and finds out who is asking.
    pub(super) async fn open(command: &Command) -> anyhow::Result<Self> {
        let started = Instant::now();
        let settings = command.settings();
        let path = settings.root.join(FILE_NAME);
        let file = match fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            other => other.with_context(|| format!("`{}` cannot be read", path.display()))?,
        };
        let bundle = settings.bundle.as_deref();
        let bundle = Bundle::read(bundle.context("`--bundle` is missing: `cargo xtask` adds it")?)?;
        let sources = command.sources(file, std::env::vars());
        let config = Config::load(&sources, &bundle.function_names())?;
        let code = if command.needs_code() { bundle.code()? } else { bundle.no_code() };
        let target = Target { region: config.region.clone(), profile: config.profile.clone() };
        let clients = Clients::from_environment(&target).await?;
        let identity = identify(&clients, &config, &bundle).await;
        let identity = identity.map_err(|error| in_doubt(error, &clients.region))?;
        let desired = desired(&config, &bundle, &code, &identity.place)?;
        Ok(Self { config, clients, identity, desired, started })
    }
}

/// Where nobody answers, the region may be one that there is not.
fn in_doubt(error: IdentityError, region: &str) -> anyhow::Error {
    let is_unanswered =
        matches!(&error, IdentityError::Call(CallError { reason: Reason::Network(_), .. }));
    match region::doubt(region).filter(|_| is_unanswered) {
        Some(doubt) => anyhow!("{error}\n  {doubt}"),
        None => error.into(),
    }
}
