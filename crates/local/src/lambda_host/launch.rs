//! The last step before a function's binary runs: tying its life to ours.
//!
//! A process that is killed cannot end its children. On Linux the kernel can, but only a process
//! itself may ask for that; so `stepwright-local launch-lambda BINARY` asks, and then becomes the
//! function: the process, its id and its pipes stay the same.

use std::path::Path;

/// The subcommand of `stepwright-local` that calls [`launch`].
pub const LAUNCH: &str = "launch-lambda";

/// Becomes `binary`, which is killed when the process that started this one ends.
///
/// `parent` is the id of the process that started this one.
///
/// # Errors
///
/// Where the binary cannot be run, or the parent has ended already.
#[cfg(unix)]
pub fn launch(binary: &Path, parent: u32) -> std::io::Error {
    use std::os::unix::process::CommandExt;

    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Signal, getppid, set_parent_process_death_signal};

        if let Err(error) = set_parent_process_death_signal(Some(Signal::KILL)) {
            return error.into();
        }
        // It may have ended before we asked.
        let now = getppid().map(|it| it.as_raw_nonzero().get().unsigned_abs());
        if now != Some(parent) {
            return std::io::Error::other("the process that wanted this function has ended");
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = parent;
    std::process::Command::new(binary).exec()
}

/// Runs nothing: a process cannot become another one here.
#[cfg(not(unix))]
pub fn launch(_binary: &Path, _parent: u32) -> std::io::Error {
    std::io::Error::other("only a Unix system can launch a function this way")
}
