//! Signs: one for each type of state, one for each status, one for retries.

use super::write::{Element, Number};
use crate::Status;
use crate::geometry::Point;
use crate::picture::StateType;

/// A square with the sign of a type of state; the point is its corner.
pub(super) fn state(kind: StateType, corner: Point) -> Element {
    placed(corner)
        .with_child(
            Element::new("rect")
                .with("class", "icon")
                .with("width", 22)
                .with("height", 22)
                .with("rx", 5),
        )
        .with_child(sign(type_sign(kind)))
}

/// A circular arrow; the point is its upper left corner.
pub(super) fn retry(corner: Point) -> Element {
    placed(corner)
        .with("class", "retry")
        .with_child(Element::new("title").text("retried"))
        .with_child(
            Element::new("path").with("d", "M10.2 4.2A4.5 4.5 0 1 0 10.5 7.2M10.6 1.4V4.4H7.6"),
        )
}

/// A disc with the sign of a status; the point is its middle.
pub(super) fn status(status: Status, center: Point) -> Element {
    placed(center)
        .with_child(Element::new("circle").with("class", "badge").with("r", 8))
        .with_child(sign(status_sign(status)))
}

fn placed(at: Point) -> Element {
    let transform = format!("translate({} {})", Number(at.x), Number(at.y));
    Element::new("g").with("transform", transform)
}

fn sign(path: &str) -> Element {
    Element::new("path").with("class", "sign").with("d", path)
}

/// In a square of 22 pixels.
const fn type_sign(kind: StateType) -> &'static str {
    match kind {
        // A bolt.
        StateType::Task => "M12 4.5L6.5 12.2H11L10 17.5L15.5 9.8H11Z",
        // An arrow.
        StateType::Pass => "M5 11H16.5M12 6.5L16.5 11L12 15.5",
        // A way that parts.
        StateType::Choice => "M11 5V9.5L6 16.5M11 9.5L16 16.5",
        // A clock.
        StateType::Wait => "M11 4.5A6.5 6.5 0 1 1 10.99 4.5M11 7.5V11L13.5 12.7",
        StateType::Succeed => "M5.5 11.5L9.5 15.5L16.5 7",
        StateType::Fail => "M6.5 6.5L15.5 15.5M15.5 6.5L6.5 15.5",
        // Three lanes.
        StateType::Parallel => "M6 5.5V16.5M11 5.5V16.5M16 5.5V16.5",
        // Sheets on each other.
        StateType::Map => "M5 5.5H13.5V14H5ZM8.5 17H17V8.5",
        // A question mark.
        StateType::Other => "M8 8A3 3 0 1 1 11 11.2V12.8M11 16.2V16.3",
    }
}

/// Around the origin.
const fn status_sign(status: Status) -> &'static str {
    match status {
        Status::Running => "M-2 -3.2L3 0L-2 3.2Z",
        Status::Succeeded => "M-3.4 0.4L-1 2.8L3.4 -2.6",
        Status::Failed => "M-2.7 -2.7L2.7 2.7M2.7 -2.7L-2.7 2.7",
        Status::Caught => "M0 -3.8V0.8M0 3.6V3.7",
        Status::Aborted => "M-2.2 -2.2H2.2V2.2H-2.2Z",
    }
}
