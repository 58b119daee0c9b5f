//! A picture of any state machine, as SVG: plain, with the colours of a run, or of what is new about it.
//!
//! ```
//! use stepwright_asl::{StateMachine, Value};
//! use stepwright_graph::{Options, svg};
//!
//! let definition = r#"{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}"#;
//! let machine = StateMachine::from_value(&Value::parse(definition)?)?;
//! let svg = svg(&machine, &Options::default());
//! assert!(svg.starts_with("<svg "));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Three steps, each of which knows nothing of the next: what there is to draw (the `chart` module),
//! where it lies ([`Picture`], by [`Picture::of`]), what it looks like ([`Picture::to_svg`]). A page that
//! shows a run lays a machine out once, and draws it again with each change of colours; or sets the
//! classes of the drawing's elements itself, see [`Node::id`].
//!
//! A broken machine is drawn as far as it goes: a target that does not exist is a dashed box, a state
//! that is none has a question mark. The same machine gives the same bytes.
//!
//! Whether a machine is right is not this crate's to say, nor how it runs.

mod chart;
mod geometry;
mod layout;
mod options;
mod picture;
mod removed;
mod svg;
mod text;

/// The README's example, run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use self::geometry::{Frame, Point};
pub use self::options::{Change, Options, Status, Theme};
pub use self::picture::{Edge, EdgeKind, Label, Node, NodeKind, Picture, StateType};
pub use self::removed::with_removed;

use stepwright_asl::StateMachine;

/// Draws the machine: [`Picture::of`], then [`Picture::to_svg`].
pub fn svg(machine: &StateMachine, options: &Options) -> String {
    Picture::of(machine).to_svg(options)
}
