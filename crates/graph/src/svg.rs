//! [`draw`]: a [`Picture`] as SVG. Knows shapes and classes; what lies where is given, what it looks
//! like is the style sheet's (`svg/style.rs`).
//!
//! An element of a node has its class (`state task`, `start`, `missing`), an `id`, `data-name`, in a run
//! its status as a further class, and beside an older definition `added` or `changed`. An edge has `edge`, the word for its kind, and the ids of its
//! ends as `data-from` and `data-to`. No scripts, no fonts, nothing from elsewhere.

mod icon;
mod style;
mod write;

use self::write::{Element, Number};
use crate::geometry::{Frame, Point, length};
use crate::layout::size::{LABEL_FONT, LABEL_LINE, NAME_LINE, POINT, STACK, TEXT_LEFT, note};
use crate::picture::{Edge, EdgeKind, Label, Node, NodeKind, Picture, StateType};
use crate::text;
use crate::{Options, Status};

/// The picture as the text of an SVG file, with a final newline.
pub(crate) fn draw(picture: &Picture, options: &Options) -> String {
    let Picture { width, height, nodes, edges } = picture;
    let (wide, high) = (Number(width.ceil()), Number(height.ceil()));
    let mut out = Element::root(wide, high);
    if let Some(title) = &options.title {
        out.attribute("aria-label", title);
        out.child(Element::new("title").text(title));
    }
    out.child(Element::new("style").raw(&style::sheet(options.theme, options.changes.is_some())));
    out.child(
        Element::new("rect")
            .with("class", "paper")
            .with("width", wide)
            .with("height", high)
            .with("rx", 8),
    );
    // Containers first, then the edges that lead through them, then the boxes that the edges touch.
    let boxes = |container: bool| nodes.iter().filter(move |it| it.lanes.is_empty() != container);
    boxes(true).for_each(|it| out.child(drawn(it, options)));
    for it in edges {
        out.child(edge(it, picture, options));
    }
    boxes(false).for_each(|it| out.child(drawn(it, options)));
    edges.iter().filter_map(|it| it.label.as_ref().zip(Some(it.kind))).for_each(|(it, kind)| {
        out.child(label(it, kind));
    });
    out.finish()
}

fn drawn(node: &Node, options: &Options) -> Element {
    let id = format!("{}{}", options.id_prefix, node.id);
    let group = |class: &str| Element::new("g").with("id", &id).with("class", class);
    match node.kind {
        NodeKind::Start => group("start").with_child(dot(&node.frame, 1.0)),
        NodeKind::End => {
            let ring = group("end").with_child(dot(&node.frame, 1.0).with("class", "ring"));
            ring.with_child(dot(&node.frame, 0.55))
        }
        NodeKind::Missing => {
            let title = format!("{}: there is no such state", node.name);
            let mut group = group("missing").with("data-name", &node.name);
            group.child(Element::new("title").text(&title));
            group.child(rect(&node.frame, 8.0).with("class", "box"));
            words(&mut group, node, StateType::Other);
            group
        }
        NodeKind::State(kind) => state(node, kind, options, group),
    }
}

fn state(
    node: &Node,
    kind: StateType,
    options: &Options,
    group: impl Fn(&str) -> Element,
) -> Element {
    let status = options.run.as_ref().map(|run| run.get(&node.name).copied());
    let change = options.changes.as_ref().and_then(|it| it.get(&node.name).copied());
    let mut class = match status {
        None => String::new(),
        Some(None) => " untouched".to_owned(),
        Some(Some(status)) => format!(" {}", status.class()),
    };
    if let Some(change) = change {
        class.extend([" ", change.class()]);
    }
    let mut group = group(&format!("state {}{class}", kind.class())).with("data-name", &node.name);
    let mut title = node.name.clone();
    if !node.note.is_empty() {
        title.extend([" (", &node.note, ")"]);
    }
    if let Some(Some(status)) = status {
        title.extend([": ", status.class()]);
    }
    if let Some(change) = change {
        title.extend([": ", change.class()]);
    }
    group.child(Element::new("title").text(&title));
    if kind == StateType::Choice {
        group.child(hexagon(&node.frame));
    } else {
        group.child(rect(&node.frame, 8.0).with("class", "box"));
    }
    for lane in &node.lanes {
        if kind == StateType::Map {
            let behind = Frame { x: lane.x + STACK, y: lane.y + STACK, ..*lane };
            group.child(rect(&behind, 6.0).with("class", "lane"));
        }
        group.child(rect(lane, 6.0).with("class", "lane"));
    }
    words(&mut group, node, kind);
    if let Some(Some(status)) = status {
        badge(&mut group, &node.frame, status);
    }
    group
}

/// Icon, name and note, from the upper left corner.
fn words(group: &mut Element, node: &Node, kind: StateType) {
    let Node { frame, lines, note: long, retried, .. } = node;
    let point = if kind == StateType::Choice { POINT / 2.0 } else { 0.0 };
    let left = frame.x + TEXT_LEFT + point;
    let head = 12.0 + NAME_LINE * length(lines.len()) + 17.0;
    let corner = Point::new(frame.x + 12.0 + point, frame.y + (head - 22.0) / 2.0);
    group.child(icon::state(kind, corner));
    let mut y = frame.y + 21.0;
    for line in lines {
        group.child(word("name", Point::new(left, y), line));
        y += NAME_LINE;
    }
    let short = note(long);
    group.child(word("note", Point::new(left, y - 1.0), &short));
    if *retried {
        let after = left + text::width(&short, LABEL_FONT) + 3.0;
        group.child(icon::retry(Point::new(after, y - 11.0)));
    }
}

fn word(class: &str, at: Point, text: &str) -> Element {
    Element::new("text")
        .with("class", class)
        .with("x", Number(at.x))
        .with("y", Number(at.y))
        .text(text)
}

/// The status as a sign, for those who do not tell the colours apart.
fn badge(group: &mut Element, frame: &Frame, status: Status) {
    let center = Point::new(frame.right() - 4.0, frame.y + 4.0);
    group.child(icon::status(status, center));
}

fn rect(frame: &Frame, radius: f64) -> Element {
    let Frame { x, y, width, height } = *frame;
    Element::new("rect")
        .with("x", Number(x))
        .with("y", Number(y))
        .with("width", Number(width))
        .with("height", Number(height))
        .with("rx", Number(radius))
}

fn dot(frame: &Frame, part: f64) -> Element {
    let Point { x, y } = frame.center();
    Element::new("circle")
        .with("cx", Number(x))
        .with("cy", Number(y))
        .with("r", Number(frame.width / 2.0 * part))
}

/// A box with a point at either side.
fn hexagon(frame: &Frame) -> Element {
    let (left, right, top, bottom) = (frame.x, frame.right(), frame.y, frame.bottom());
    let middle = frame.center().y;
    let path = format!(
        "M{} {}H{}L{} {}L{} {}H{}L{} {}Z",
        Number(left + POINT),
        Number(top),
        Number(right - POINT),
        Number(right),
        Number(middle),
        Number(right - POINT),
        Number(bottom),
        Number(left + POINT),
        Number(left),
        Number(middle),
    );
    Element::new("path").with("class", "box").with("d", &path)
}

fn edge(edge: &Edge, picture: &Picture, options: &Options) -> Element {
    let Edge { from, to, kind, points, label } = edge;
    let id = |place: &usize| {
        let node = picture.nodes.get(*place);
        format!("{}{}", options.id_prefix, node.map_or("", |node| node.id.as_str()))
    };
    let class =
        format!("edge {}{}", kind.class(), if options.run.is_some() { " quiet" } else { "" });
    let mut group =
        Element::new("g").with("class", &class).with("data-from", id(from)).with("data-to", id(to));
    if let Some(label) = label {
        group.child(Element::new("title").text(&label.full));
    }
    let (path, head) = if from == to { around(points) } else { along(points) };
    group.child(Element::new("path").with("class", "way").with("d", &path));
    group.child(Element::new("path").with("class", "head").with("d", &head));
    group
}

const HEAD: f64 = 7.0;

/// Straight within a column, a curve from column to column; and the head of the arrow.
fn along(points: &[Point]) -> (String, String) {
    let mut points = points.to_vec();
    let mut head = String::new();
    if let [.., before, last] = points.as_mut_slice() {
        let ahead = if before.y <= last.y { 1.0 } else { -1.0 };
        let (x, tip) = (last.x, last.y);
        let back = tip - ahead * HEAD;
        head = format!(
            "M{} {}L{} {}L{} {}Z",
            Number(x - HEAD * 0.55),
            Number(back),
            Number(x),
            Number(tip),
            Number(x + HEAD * 0.55),
            Number(back),
        );
        // The line ends within the head, and does not look out in front of it.
        last.y = tip - ahead * (HEAD - 2.0);
    }
    (way(&points), head)
}

fn way(points: &[Point]) -> String {
    let mut steps = Vec::new();
    let mut before: Option<Point> = None;
    for point in points {
        let (x, y) = (Number(point.x), Number(point.y));
        steps.push(match before {
            None => format!("M{x} {y}"),
            Some(it) if (it.x - point.x).abs() < 0.05 => format!("V{y}"),
            Some(it) => {
                let middle = Number(it.y.midpoint(point.y));
                format!("C{} {middle} {x} {middle} {x} {y}", Number(it.x))
            }
        });
        before = Some(*point);
    }
    steps.concat()
}

/// Out of a box and back into it.
fn around(points: &[Point]) -> (String, String) {
    let [first, out, last] = points else { return (String::new(), String::new()) };
    let far = Number(first.x + (out.x - first.x) * 4.0 / 3.0);
    let (y, end) = (Number(first.y), Number(last.y));
    let path = format!(
        "M{} {y}C{far} {y} {far} {end} {} {end}",
        Number(first.x),
        Number(last.x + HEAD - 2.0)
    );
    let head = format!(
        "M{} {}L{} {end}L{} {}Z",
        Number(last.x + HEAD),
        Number(last.y - HEAD * 0.55),
        Number(last.x),
        Number(last.x + HEAD),
        Number(last.y + HEAD * 0.55),
    );
    (path, head)
}

fn label(label: &Label, kind: EdgeKind) -> Element {
    let Label { frame, lines, full } = label;
    let mut group = Element::new("g").with("class", format!("label {}", kind.class()));
    group.child(Element::new("title").text(full));
    group.child(rect(frame, 4.0).with("class", "behind"));
    let mut y = frame.y + 12.5;
    for line in lines {
        group.child(word("word", Point::new(frame.center().x, y), line));
        y += LABEL_LINE;
    }
    group
}
