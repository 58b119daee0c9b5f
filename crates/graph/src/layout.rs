//! Where everything lies: from a [`Chart`] to a [`Picture`].
//!
//! From the inside out: the lanes of a container are laid out first, then the container is a box of
//! known size among others. Ranks and columns are dagre's work (`layout/rank.rs`), the ways between
//! the boxes ours (`layout/route.rs`), as are the sizes (`layout/size.rs`).

mod cycle;
mod rank;
mod route;
mod score;
pub(crate) mod size;

use std::collections::BTreeSet;

use crate::chart::{Chart, ChartNode};
use crate::geometry::{Bounds, Frame, Point, Size};
use crate::picture::{Edge, Label, Node, NodeKind, Picture};

/// Free space around the whole.
const MARGIN: f64 = 16.0;

/// Lays a chart out.
pub(crate) fn picture(chart: &Chart) -> Picture {
    let level = Level::of(chart);
    let Size { width, height } = level.size;
    let mut picture = Picture {
        width: width + 2.0 * MARGIN,
        height: height + 2.0 * MARGIN,
        nodes: Vec::new(),
        edges: Vec::new(),
    };
    let mut ids = BTreeSet::new();
    level.put(&mut picture, &mut ids, Point::new(MARGIN, MARGIN), None);
    picture
}

/// A chart, laid out with its upper left corner at the origin.
struct Level<'a> {
    chart: &'a Chart,
    size: Size,
    nodes: Vec<Placed<'a>>,
    edges: Vec<Routed>,
}

/// A node in its place; lanes within it.
struct Placed<'a> {
    frame: Frame,
    lines: Vec<String>,
    /// Each lane's frame, from the node's corner, and what lies in it.
    lanes: Vec<(Frame, Level<'a>)>,
}

/// An edge in its place, in the order of the chart's edges.
struct Routed {
    points: Vec<Point>,
    label: Option<Label>,
}

/// Of the ways to rank, the one with the fewest crossings and the shortest ways.
fn best(
    chart: &Chart,
    boxes: &[size::Sized<'_>],
    labels: &[Option<size::Text>],
) -> (rank::Ranked, Vec<Vec<Point>>) {
    let tried = rank::variants(chart).into_iter().map(|variant| {
        let ranked = rank::rank(chart, boxes, labels, variant);
        let routes = route::routes(chart, &ranked);
        (score::score(&ranked, &routes), ranked, routes)
    });
    let best = tried.reduce(|best, next| if next.0 < best.0 { next } else { best });
    best.map_or_else(Default::default, |(_, ranked, routes)| (ranked, routes))
}

impl<'a> Level<'a> {
    fn of(chart: &'a Chart) -> Self {
        let boxes: Vec<size::Sized<'a>> = chart.nodes.iter().map(size::of).collect();
        let labels: Vec<Option<size::Text>> = chart.edges.iter().map(size::label).collect();
        let (ranked, routes) = best(chart, &boxes, &labels);

        let nodes = boxes.into_iter().zip(&ranked.nodes);
        let mut nodes: Vec<Placed<'a>> = nodes
            .map(|(it, frame)| Placed { frame: *frame, lines: it.lines, lanes: it.lanes })
            .collect();
        let edges = routes.into_iter().zip(labels).zip(&ranked.edges);
        let mut edges: Vec<Routed> = edges
            .map(|((points, text), edge)| {
                let label = text.and_then(|size::Text { size, lines, full }| {
                    Some(Label { frame: Frame::around(edge.label?, size), lines, full })
                });
                Routed { points, label }
            })
            .collect();
        let size = to_origin(&mut nodes, &mut edges);
        Self { chart, size, nodes, edges }
    }

    /// Adds the level to the picture, with its corner at this point.
    fn put(
        self,
        picture: &mut Picture,
        ids: &mut BTreeSet<String>,
        corner: Point,
        parent: Option<usize>,
    ) {
        let Self { chart, size: _, nodes, edges } = self;
        let mut places = Vec::new();
        for (node, Placed { frame, lines, lanes }) in chart.nodes.iter().zip(nodes) {
            let frame = frame.moved(corner);
            let place = picture.nodes.len();
            places.push(place);
            let ChartNode { kind, name, note, retried, lanes: _ } = node;
            picture.nodes.push(Node {
                kind: *kind,
                name: name.clone(),
                id: id(*kind, name, ids),
                frame,
                lines,
                note: note.clone(),
                retried: *retried,
                lanes: lanes
                    .iter()
                    .map(|(lane, _)| lane.moved(Point::new(frame.x, frame.y)))
                    .collect(),
                parent,
            });
            for (lane, level) in lanes {
                let lane = lane.moved(Point::new(frame.x, frame.y));
                let left = (lane.width - level.size.width) / 2.0;
                let corner = Point::new(lane.x + left, lane.y + size::LANE_PADDING);
                level.put(picture, ids, corner, Some(place));
            }
        }
        for (edge, Routed { points, label }) in chart.edges.iter().zip(edges) {
            let (Some(&from), Some(&to)) = (places.get(edge.from), places.get(edge.to)) else {
                continue;
            };
            picture.edges.push(Edge {
                from,
                to,
                kind: edge.kind,
                points: points.into_iter().map(|it| it.moved(corner)).collect(),
                label: label.map(|it| Label { frame: it.frame.moved(corner), ..it }),
            });
        }
    }
}

/// Moves all to where nothing has a negative coordinate; says how much room it takes. Edges count:
/// some lead around everything else.
fn to_origin(nodes: &mut [Placed<'_>], edges: &mut [Routed]) -> Size {
    let mut bounds = Bounds::default();
    for node in &*nodes {
        bounds.add_frame(&node.frame);
    }
    for Routed { points, label } in &*edges {
        for point in points {
            bounds.add(*point);
        }
        if let Some(label) = label {
            bounds.add_frame(&label.frame);
        }
    }
    let Frame { x, y, width, height } = bounds.frame();
    let by = Point::new(-x, -y);
    for node in nodes {
        node.frame = node.frame.moved(by);
    }
    for Routed { points, label } in edges {
        for point in points {
            *point = point.moved(by);
        }
        if let Some(label) = label {
            label.frame = label.frame.moved(by);
        }
    }
    Size { width, height }
}

/// An id that is not taken.
fn id(kind: NodeKind, name: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |it: char| if it.is_ascii_alphanumeric() || it == '-' { it } else { '_' };
    let name: String = name.chars().map(plain).collect();
    let id = match kind {
        NodeKind::Start => "start".to_owned(),
        NodeKind::End => "end".to_owned(),
        NodeKind::State(_) => format!("state-{name}"),
        NodeKind::Missing => format!("missing-{name}"),
    };
    let mut free = id.clone();
    let mut number = 1_u64;
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{id}-{number}");
    }
    free
}
