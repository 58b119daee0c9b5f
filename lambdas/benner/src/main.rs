//! Wires the handler to the world. What the function does is in the library.

#![expect(clippy::print_stderr, reason = "why a function does not start is in its log")]

use std::{env, error::Error, process::ExitCode};

use benner::{
    contract::DownloadBenner,
    download::{Addresses, HttpDownload, Limits},
    handle,
    s3::S3,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Err(error) = serve().await else { return ExitCode::SUCCESS };
    eprintln!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  because: {error}");
        cause = error.source();
    }
    ExitCode::FAILURE
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let anywhere = env::var("BENNER_ALLOW_PRIVATE_ADDRESSES").is_ok_and(|it| it == "true");
    let addresses = if anywhere { Addresses::Any } else { Addresses::Public };
    let (web, bucket) = (HttpDownload::new(Limits::default(), addresses), S3::from_env()?);
    let handler = async |request, _| handle(request, &web, &bucket).await;
    stepwright_lambda::serve(DownloadBenner, handler).await?;
    Ok(())
}
