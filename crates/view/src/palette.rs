//! The colours. Whoever writes to something that is no terminal strips them.

use anstyle::{AnsiColor, Style};

/// What matters less.
pub const DIM: Style = Style::new().dimmed();
/// What the eye looks for.
pub const BOLD: Style = Style::new().bold();
/// What went well.
pub const SUCCESS: Style = AnsiColor::Green.on_default();
/// What did not.
pub const FAILURE: Style = AnsiColor::Red.on_default();
/// What should be known.
pub const NOTE: Style = AnsiColor::Yellow.on_default();
