//! [`me`]: this machine and process, as the lock of a deployment names its holder.

/// This machine and process.
pub fn me() -> String {
    format!("{}/{}", host(), std::process::id())
}

/// The machine's name, of characters that a tag can have.
pub(crate) fn host() -> String {
    let name = host_name();
    name.chars()
        .map(|it| if it.is_ascii_alphanumeric() || it == '-' || it == '.' { it } else { '_' })
        .collect()
}

#[cfg(unix)]
fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host_name() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_else(|_| "unknown".to_owned())
}

/// Whether a process of this machine has not ended.
#[cfg(unix)]
pub(crate) fn is_alive(pid: i32) -> bool {
    let Some(pid) = rustix::process::Pid::from_raw(pid) else { return false };
    // Somebody else's process is alive too.
    !matches!(rustix::process::test_kill_process(pid), Err(rustix::io::Errno::SRCH))
}

/// Nobody can be asked: the time that it has is all that counts.
#[cfg(not(unix))]
pub(crate) fn is_alive(_: i32) -> bool {
    true
}
