//! Ranks and columns: the only file that knows dagre.

use std::collections::BTreeMap;

use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel};

use super::cycle;
use super::size::{Sized, Text};
use crate::chart::{Chart, ChartEdge};
use crate::geometry::{Frame, Point, Size, length};
use crate::picture::EdgeKind;

/// More nodes than this are not ranked, but stand below each other: the ranking takes more than
/// linear time, and a picture of so many says nothing anyhow.
const NODES_MAX: usize = 300;
/// More edges than this are not ranked either.
const EDGES_MAX: usize = 900;

/// What lies where, not yet from the origin.
#[derive(Default)]
pub(super) struct Ranked {
    /// In the order of the chart's nodes.
    pub(super) nodes: Vec<Frame>,
    /// In the order of the chart's edges.
    pub(super) edges: Vec<RankedEdge>,
    /// The horizontal bands that nodes and labels lie in: by the middle, in thousandths, the height.
    pub(super) bands: BTreeMap<i64, f64>,
}

/// Where an edge goes through, and where its label is.
#[derive(Default)]
pub(super) struct RankedEdge {
    /// From above to below, without the ends.
    pub(super) through: Vec<Point>,
    pub(super) label: Option<Point>,
}

/// One of several ways to rank, none of which is always the best.
#[derive(Debug, Clone, Copy)]
pub(super) struct Variant {
    tie_keep_first: bool,
    backwards: bool,
}

/// The ways to rank that are worth trying for a chart, the usual one first.
pub(super) fn variants(chart: &Chart) -> Vec<Variant> {
    let usual = Variant { tie_keep_first: false, backwards: false };
    if chart.edges.len() > TRIED_EDGES_MAX {
        return vec![usual];
    }
    let all = [(false, false), (false, true), (true, false), (true, true)];
    all.map(|(tie_keep_first, backwards)| Variant { tie_keep_first, backwards }).to_vec()
}

/// With more edges than this, only one way to rank is tried.
const TRIED_EDGES_MAX: usize = 60;

/// Gives each node a place.
pub(super) fn rank(
    chart: &Chart,
    boxes: &[Sized<'_>],
    labels: &[Option<Text>],
    variant: Variant,
) -> Ranked {
    if chart.nodes.len() > NODES_MAX || chart.edges.len() > EDGES_MAX {
        return in_a_column(chart, boxes);
    }
    let Variant { tie_keep_first, backwards } = variant;
    let mut graph = graph(chart, boxes, labels, backwards);
    let options = LayoutOptions {
        nodesep: 30.0,
        edgesep: 18.0,
        ranksep: 60.0,
        tie_keep_first,
        ..LayoutOptions::default()
    };
    dagre::layout(&mut graph, Some(options));
    read(&graph, chart, boxes, labels, backwards)
}

fn graph(
    chart: &Chart,
    boxes: &[Sized<'_>],
    labels: &[Option<Text>],
    backwards: bool,
) -> Graph<NodeLabel, EdgeLabel> {
    let key = |place| key(place, backwards);
    let options = GraphOptions { directed: true, multigraph: true, compound: false };
    let mut graph = Graph::with_options(options);
    let backs = cycle::backs(chart);
    let mut sizes: Vec<(usize, Size)> = boxes.iter().map(|it| it.size).enumerate().collect();
    if backwards {
        sizes.reverse();
    }
    for (place, Size { width, height }) in sizes {
        let label = NodeLabel { width, height, ..NodeLabel::default() };
        graph.set_node(key(place), Some(label));
    }
    for (place, (edge, text)) in chart.edges.iter().zip(labels).enumerate() {
        let size = text.as_ref().map_or(Size { width: 0.0, height: 0.0 }, |it| it.size);
        // A loop's label stands beside it, so the loop needs the room.
        let loops = if edge.from == edge.to { LOOP } else { 0.0 };
        let label = EdgeLabel {
            weight: weight(edge),
            width: size.width + loops,
            height: size.height,
            labelpos: LabelPos::Center,
            ..EdgeLabel::default()
        };
        let (upper, lower) =
            if backs.contains(&place) { (edge.to, edge.from) } else { (edge.from, edge.to) };
        graph.set_edge(key(upper), key(lower), Some(label), Some(&key(place)));
    }
    graph
}

/// How far a state's way to itself reaches out.
pub(super) const LOOP: f64 = 30.0;

fn weight(edge: &ChartEdge) -> i32 {
    match edge.kind {
        EdgeKind::Start | EdgeKind::Next => 6,
        EdgeKind::Choice | EdgeKind::Default => 3,
        EdgeKind::End => 2,
        EdgeKind::Catch => 1,
    }
}

/// Sorts as the numbers do, or the other way round.
fn key(place: usize, backwards: bool) -> String {
    format!("{:06}", if backwards { NODES_MAX + EDGES_MAX - place } else { place })
}

fn read(
    graph: &Graph<NodeLabel, EdgeLabel>,
    chart: &Chart,
    boxes: &[Sized<'_>],
    labels: &[Option<Text>],
    backwards: bool,
) -> Ranked {
    let key = |place| key(place, backwards);
    let frames = boxes.iter().enumerate().map(|(place, it)| {
        let node = graph.node(&key(place));
        let center = node.and_then(|node| Some(Point::new(node.x?, node.y?)));
        Frame::around(center.unwrap_or(Point::new(0.0, 0.0)), it.size)
    });
    let nodes: Vec<Frame> = frames.collect();
    let mut bands = BTreeMap::new();
    for frame in &nodes {
        widen(&mut bands, frame.center().y, frame.height);
    }

    let mut edges = Vec::new();
    for (place, (edge, text)) in chart.edges.iter().zip(labels).enumerate() {
        let (from, to, name) = (key(edge.from), key(edge.to), key(place));
        let forth = graph.edge(&from, &to, Some(&name));
        let found = forth.or_else(|| graph.edge(&to, &from, Some(&name)));
        let at = found.and_then(|it| Some(Point::new(it.x?, it.y?)));
        let label = at.filter(|_| text.is_some());
        if let (true, Some(frame), Some(text)) = (edge.from == edge.to, nodes.get(edge.from), text)
        {
            let x = frame.right() + LOOP + text.size.width / 2.0 - 2.0;
            let label = Some(Point::new(x, frame.center().y));
            edges.push(RankedEdge { through: Vec::new(), label });
            continue;
        }
        if let (Some(at), Some(text)) = (label, text) {
            widen(&mut bands, at.y, text.size.height);
        }
        let mut through: Vec<Point> =
            found.into_iter().flat_map(|it| &it.points).map(|it| Point::new(it.x, it.y)).collect();
        through.sort_by(|a, b| a.y.total_cmp(&b.y));
        // The ends are where the boxes begin; the edge's own ends are chosen later.
        let ends = [nodes.get(edge.from), nodes.get(edge.to)];
        let (low, high) = inner(ends);
        through.retain(|point| low < point.y && point.y < high);
        edges.push(RankedEdge { through, label });
    }
    Ranked { nodes, edges, bands }
}

/// Between the lower edge of the upper box and the upper edge of the lower one.
fn inner(ends: [Option<&Frame>; 2]) -> (f64, f64) {
    let [Some(a), Some(b)] = ends else { return (f64::INFINITY, f64::NEG_INFINITY) };
    let (upper, lower) = if a.center().y <= b.center().y { (a, b) } else { (b, a) };
    (upper.bottom() + 0.01, lower.y - 0.01)
}

fn widen(bands: &mut BTreeMap<i64, f64>, middle: f64, height: f64) {
    let band: &mut f64 = bands.entry(thousandths(middle)).or_default();
    *band = band.max(height);
}

/// The key of a band. The coordinates of one rank are the same to far more places.
#[expect(clippy::as_conversions, reason = "a coordinate; what is out of range saturates")]
#[expect(clippy::cast_possible_truncation, reason = "rounded before")]
pub(super) fn thousandths(length: f64) -> i64 {
    (length * 1000.0).round() as i64
}

/// All nodes below each other, and labels left out: for machines too large to be read anyhow.
fn in_a_column(chart: &Chart, boxes: &[Sized<'_>]) -> Ranked {
    let mut y = 0.0;
    let mut nodes = Vec::new();
    for Sized { size, .. } in boxes {
        nodes.push(Frame::new(-size.width / 2.0, y, size.width, size.height));
        y += size.height + COLUMN_GAP;
    }
    let mut bands = BTreeMap::new();
    for frame in &nodes {
        widen(&mut bands, frame.center().y, frame.height);
    }
    let right = nodes.iter().map(Frame::right).fold(0.0, f64::max);
    let mut edges = Vec::new();
    for (place, ChartEdge { from, to, .. }) in chart.edges.iter().enumerate() {
        let mut edge = RankedEdge::default();
        if from.abs_diff(*to) > 1 {
            // Past the column; a few ways run next to each other.
            let x = right + 20.0 + 6.0 * length(place % 40);
            let (low, high) = inner([nodes.get(*from), nodes.get(*to)]);
            let half = COLUMN_GAP / 2.0;
            edge.through = vec![Point::new(x, low + half), Point::new(x, high - half)];
            edge.through.iter().for_each(|point| widen(&mut bands, point.y, 0.0));
        }
        edges.push(edge);
    }
    Ranked { nodes, edges, bands }
}

const COLUMN_GAP: f64 = 52.0;
