//! The download, from a server on this machine.
