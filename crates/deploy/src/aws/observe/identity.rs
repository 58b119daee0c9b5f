//! [`identify`]: whose credentials these are, and so in which account everything is.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::aws::call::{call, find};
use crate::aws::clients::Clients;
use crate::aws::error::CallError;
use crate::bundle::Bundle;
use crate::config::Config;
use crate::desired::first_role_name;
use crate::place::Place;

/// Who deploys.
#[derive(Debug, Clone)]
pub struct Identity {
    /// In which account and region.
    pub place: Place,
    /// Roles that were looked at on the way: nobody needs to look again.
    roles: BTreeMap<String, aws_sdk_iam::types::Role>,
}

/// Why it is not known who deploys.
#[derive(Debug, Error)]
pub enum IdentityError {
    /// A call failed.
    #[error(transparent)]
    Call(#[from] CallError),
    /// It is the wrong account.
    #[error(
        "these are credentials of the account {found}, and the settings want {wanted}: nothing was read or changed"
    )]
    WrongAccount {
        /// Whose credentials they are.
        found: String,
        /// What the settings say.
        wanted: String,
    },
}

impl Identity {
    /// Somebody in this place.
    pub fn new(place: Place) -> Self {
        Self { place, roles: BTreeMap::new() }
    }

    pub(super) fn role_of(&self, name: &str) -> Option<&aws_sdk_iam::types::Role> {
        self.roles.get(name)
    }
}

/// Finds out who deploys. A role that is looked at anyway tells: only where there is none yet is
/// somebody else asked.
///
/// # Errors
///
/// Where a call fails, or it is not the account that the settings want.
pub async fn identify(
    clients: &Clients,
    config: &Config,
    bundle: &Bundle,
) -> Result<Identity, IdentityError> {
    let identity = match known_role(clients, config, bundle).await? {
        Some(identity) => identity,
        None => ask(clients).await?,
    };
    match &config.account {
        Some(wanted) if *wanted != identity.place.account => Err(IdentityError::WrongAccount {
            found: identity.place.account,
            wanted: wanted.clone(),
        }),
        _ => Ok(identity),
    }
}

async fn known_role(
    clients: &Clients,
    config: &Config,
    bundle: &Bundle,
) -> Result<Option<Identity>, CallError> {
    let Some(name) = first_role_name(config, bundle, &clients.region) else { return Ok(None) };
    let request = clients.iam.get_role().role_name(&name).send();
    let found = match find("iam:GetRole", format!("role `{name}`"), request).await {
        // Whoever may not look at roles may still learn who they are, and what they lack.
        Err(error) if error.is_denied() => None,
        other => other?,
    };
    let Some(role) = found.and_then(|it| it.role) else { return Ok(None) };
    // arn:aws:iam::123456789012:role/name
    let account = role.arn().split(':').nth(4).unwrap_or_default().to_owned();
    let place = Place::new(&clients.region, &account);
    Ok(Some(Identity { place, roles: BTreeMap::from([(name, role)]) }))
}

async fn ask(clients: &Clients) -> Result<Identity, CallError> {
    let action = "sts:GetCallerIdentity";
    let answer = call(action, "the credentials", clients.sts.get_caller_identity().send()).await?;
    let account =
        answer.account.ok_or_else(|| CallError::strange(action, "the credentials", "account"))?;
    Ok(Identity::new(Place::new(&clients.region, &account)))
}
