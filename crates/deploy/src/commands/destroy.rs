//! `destroy`: takes away what was deployed; asks, and asks again before data.

use std::process::ExitCode;

use stepwright_deploy::aws::destroy::{destroy, inventory};
use stepwright_deploy::cli::Destroy;
use stepwright_deploy::resource::Kind;

use super::ask::{Answer, ask};
use super::{Session, TO_DO};

pub(super) async fn run(session: &Session, args: &Destroy) -> anyhow::Result<ExitCode> {
    let Session { clients, desired, identity, .. } = session;
    let mut ids = inventory(clients, desired, identity, args.keep_data).await?;
    if ids.is_empty() {
        println!("there is nothing of {}", desired.marks);
        return Ok(ExitCode::SUCCESS);
    }
    for id in &ids {
        println!("- {id}");
    }
    match ask(&format!("Delete all of it in account {}?", identity.place.account), args.yes) {
        Answer::Yes => {}
        Answer::No => return Ok(ExitCode::from(TO_DO)),
        Answer::Nobody => {
            eprintln!("nothing was done: `--yes` does it without being asked");
            return Ok(ExitCode::from(TO_DO));
        }
    }
    let has_data = ids.iter().any(|it| it.kind == Kind::Bucket);
    let question =
        "The bucket goes with all that is in it, and nobody can bring it back. Delete it too?";
    if has_data && ask(question, args.yes) != Answer::Yes {
        ids.retain(|it| !matches!(it.kind, Kind::Bucket | Kind::LogGroup));
    }
    destroy(clients, desired, &ids, &|text| eprintln!("{text}")).await?;
    Ok(ExitCode::SUCCESS)
}
