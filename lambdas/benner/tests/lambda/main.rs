//! What the feature `lambda` adds: the adapters, and the binary as a process. All servers are on
//! this machine.

mod download;
mod process;
mod server;
