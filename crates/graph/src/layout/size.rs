//! How much room a node or a label needs.

use crate::chart::{Chart, ChartEdge, ChartNode};
use crate::geometry::{Frame, Size, length};
use crate::layout::Level;
use crate::picture::{EdgeKind, NodeKind, StateType};
use crate::text;

/// The size of a state's name.
pub(crate) const NAME_FONT: f64 = 13.0;
/// As wide as the name's font counts: it is semibold.
const NAME_EM: f64 = NAME_FONT * 1.1;
/// The size of the words below it.
pub(crate) const NOTE_FONT: f64 = 11.0;
/// The size of what is written on an edge.
pub(crate) const LABEL_FONT: f64 = 11.0;
/// The height of a line of a name.
pub(crate) const NAME_LINE: f64 = 17.0;
/// The height of a line of a label.
pub(crate) const LABEL_LINE: f64 = 14.0;
/// From the left edge of a box to its text: the icon stands there.
pub(crate) const TEXT_LEFT: f64 = 42.0;
/// Between a lane and what lies in it.
pub(super) const LANE_PADDING: f64 = 14.0;
/// The end of a Choice's box that is a point.
pub(crate) const POINT: f64 = 14.0;

const DOT: f64 = 18.0;
const TEXT_RIGHT: f64 = 14.0;
const NAME_WIDTH_MAX: f64 = 200.0;
const NOTE_WIDTH_MAX: f64 = 200.0;
const LABEL_WIDTH_MAX: f64 = 170.0;
const LABEL_LINES_MAX: usize = 3;
const BOX_WIDTH_MIN: f64 = 130.0;
const CONTAINER_PADDING: f64 = 12.0;
/// Lanes side by side are no wider than this together, if there is a way.
const ROW_WIDTH_MAX: f64 = 1400.0;

/// A node that knows its size.
pub(super) struct Sized<'a> {
    pub(super) size: Size,
    pub(super) lines: Vec<String>,
    pub(super) lanes: Vec<(Frame, Level<'a>)>,
}

/// The node's size; its lanes are laid out for it.
pub(super) fn of(node: &ChartNode) -> Sized<'_> {
    if matches!(node.kind, NodeKind::Start | NodeKind::End) {
        let size = Size { width: DOT, height: DOT };
        return Sized { size, lines: Vec::new(), lanes: Vec::new() };
    }
    let lines = text::wrap(&node.name, NAME_EM, NAME_WIDTH_MAX, 2);
    let top = head(node, &lines);
    if node.lanes.is_empty() {
        return Sized { size: top, lines, lanes: Vec::new() };
    }
    let (mut inside, inner) = lanes(node, top.height);
    let width = top.width.max(inner.width + 2.0 * CONTAINER_PADDING);
    // What is narrower than the head stands in its middle.
    let shift = (width - inner.width) / 2.0;
    for (lane, _) in &mut inside {
        lane.x += shift;
    }
    let height = top.height + inner.height + CONTAINER_PADDING;
    Sized { size: Size { width, height }, lines, lanes: inside }
}

/// The box without lanes: icon, name and note.
fn head(node: &ChartNode, lines: &[String]) -> Size {
    let name = lines.iter().map(|line| text::width(line, NAME_EM)).fold(0.0, f64::max);
    let retry = if node.retried { 18.0 } else { 0.0 };
    let below = text::width(&note(&node.note), NOTE_FONT) + retry;
    let point = if node.kind == NodeKind::State(StateType::Choice) { POINT } else { 0.0 };
    let width = TEXT_LEFT + name.max(below) + TEXT_RIGHT + point;
    Size { width: width.max(BOX_WIDTH_MIN).ceil(), height: 29.0 + NAME_LINE * length(lines.len()) }
}

/// The note, cut to fit.
pub(crate) fn note(note: &str) -> String {
    text::cut(note, NOTE_FONT, NOTE_WIDTH_MAX)
}

/// Lanes side by side, in as many rows as it takes; and the room they take together.
fn lanes(node: &ChartNode, top: f64) -> (Vec<(Frame, Level<'_>)>, Size) {
    let stacked = if node.kind == NodeKind::State(StateType::Map) { STACK } else { 0.0 };
    let gap = CONTAINER_PADDING;
    let mut levels: Vec<(Frame, Level<'_>)> = Vec::new();
    let (mut x, mut y, mut row, mut row_start) = (0.0_f64, top, 0.0_f64, 0);
    let mut width = 0.0_f64;
    for chart in &node.lanes {
        let level = Level::of(chart);
        let size = lane(chart, &level);
        if x > 0.0 && x + size.width > ROW_WIDTH_MAX {
            stretch(&mut levels, row_start, row);
            row_start = levels.len();
            (x, y, row) = (0.0, y + row + gap, 0.0);
        }
        levels.push((Frame::new(x, y, size.width, size.height), level));
        row = row.max(size.height);
        x += size.width + gap;
        width = width.max(x - gap);
    }
    stretch(&mut levels, row_start, row);
    (levels, Size { width: width + stacked, height: y + row - top + stacked })
}

/// How far the second sheet behind a Map's lane looks out.
pub(crate) const STACK: f64 = 4.0;

fn lane(chart: &Chart, level: &Level<'_>) -> Size {
    let Size { width, height } = level.size;
    let least = if chart.nodes.is_empty() { 90.0 } else { 0.0 };
    Size {
        width: width.max(least) + 2.0 * LANE_PADDING,
        height: height.max(least / 6.0) + 2.0 * LANE_PADDING,
    }
}

/// Gives the lanes of a row the same height.
fn stretch(lanes: &mut [(Frame, Level<'_>)], from: usize, height: f64) {
    lanes.iter_mut().skip(from).for_each(|(lane, _)| lane.height = height);
}

/// What is written on an edge, and the room it takes.
pub(super) struct Text {
    pub(super) size: Size,
    pub(super) lines: Vec<String>,
    pub(super) full: String,
}

/// The text of an edge; the rules of a Choice that lead the same way stand below each other.
pub(super) fn label(edge: &ChartEdge) -> Option<Text> {
    let full = edge.labels.join("\n");
    let lines = match edge.labels.as_slice() {
        [] => return None,
        [one] => text::wrap(one, LABEL_FONT, LABEL_WIDTH_MAX, 2),
        many => {
            let left_out = many.len().saturating_sub(LABEL_LINES_MAX);
            let shown = if left_out > 0 { LABEL_LINES_MAX - 1 } else { many.len() };
            let shown = many.iter().take(shown);
            let cut = |it: &String| text::cut(it, LABEL_FONT, LABEL_WIDTH_MAX);
            let mut lines: Vec<String> = shown.map(cut).collect();
            if left_out > 0 {
                let or = if edge.kind == EdgeKind::Choice { "or " } else { "" };
                lines.push(format!("{or}{} more", many.len() - lines.len()));
            }
            lines
        }
    };
    let width = lines.iter().map(|line| text::width(line, LABEL_FONT)).fold(0.0, f64::max);
    let size = Size { width: width.ceil() + 10.0, height: LABEL_LINE * length(lines.len()) + 4.0 };
    Some(Text { size, lines, full })
}
