//! `status`: shows what is deployed, and what differs.

use std::process::ExitCode;

use stepwright_deploy::aws::status::status;
use stepwright_deploy::cli::Status;

use super::Session;

pub(super) async fn run(session: &Session, args: &Status) -> anyhow::Result<ExitCode> {
    let status = status(&session.clients, &session.desired, &session.identity).await?;
    if args.json {
        println!("{:#}", status.to_json());
    } else {
        print!("{status}");
    }
    Ok(ExitCode::SUCCESS)
}
