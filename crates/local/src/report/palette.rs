//! The colours. Whoever writes to something that is no terminal strips them.

use anstyle::{AnsiColor, Style};

pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const BOLD: Style = Style::new().bold();
pub(super) const SUCCESS: Style = AnsiColor::Green.on_default();
pub(super) const FAILURE: Style = AnsiColor::Red.on_default();
pub(super) const NOTE: Style = AnsiColor::Yellow.on_default();
