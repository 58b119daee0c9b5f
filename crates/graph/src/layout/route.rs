//! The ways between the boxes.
//!
//! An edge runs straight down through each band that boxes or labels lie in, in the column that the
//! ranking keeps free for it, and changes columns only between the bands. So it crosses no box,
//! however high its neighbours are.

use std::collections::BTreeMap;

use super::rank::{LOOP, Ranked, RankedEdge, thousandths};
use crate::chart::{Chart, ChartEdge};
use crate::geometry::{Frame, Point, length};

/// Between two edges that leave the same side of a box.
const PORT_DISTANCE: f64 = 14.0;
/// From an edge to the corner of its box.
const CORNER: f64 = 20.0;

/// The way of each edge, in the order of the chart's edges.
pub(super) fn routes(chart: &Chart, ranked: &Ranked) -> Vec<Vec<Point>> {
    let ports = ports(chart, ranked);
    let edges = chart.edges.iter().zip(&ranked.edges).enumerate();
    let routes = edges.map(|(place, (edge, it))| {
        let ends = Ends::of(edge, ranked)?;
        if edge.from == edge.to {
            return Some(around(&ends.upper));
        }
        let upper = *ports.get(&(place, Side::Below))?;
        let lower = *ports.get(&(place, Side::Above))?;
        let mut points = down(&ends, it, upper, lower, &ranked.bands);
        if ends.upwards {
            points.reverse();
        }
        Some(points)
    });
    routes.map(Option::unwrap_or_default).collect()
}

/// The boxes at the ends of an edge, the upper one first.
struct Ends {
    upper: Frame,
    lower: Frame,
    upwards: bool,
}

impl Ends {
    fn of(edge: &ChartEdge, ranked: &Ranked) -> Option<Self> {
        let from = *ranked.nodes.get(edge.from)?;
        let to = *ranked.nodes.get(edge.to)?;
        Some(if from.center().y <= to.center().y {
            Self { upper: from, lower: to, upwards: false }
        } else {
            Self { upper: to, lower: from, upwards: true }
        })
    }
}

/// A side of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Above,
    Below,
}

/// Where each edge touches its upper box (`Below` it) and its lower box (`Above` it): the column.
fn ports(chart: &Chart, ranked: &Ranked) -> BTreeMap<(usize, Side), f64> {
    let mut sides: BTreeMap<(usize, Side), Vec<(f64, usize)>> = BTreeMap::new();
    for (place, (edge, it)) in chart.edges.iter().zip(&ranked.edges).enumerate() {
        let Some(Ends { upper, lower, upwards }) = Ends::of(edge, ranked) else { continue };
        if edge.from == edge.to {
            continue;
        }
        let (above, below) = if upwards { (edge.to, edge.from) } else { (edge.from, edge.to) };
        // As straight as can be: towards where the edge goes next.
        let first = it.through.first().map_or_else(|| lower.center().x, |point| point.x);
        let last = it.through.last().map_or_else(|| upper.center().x, |point| point.x);
        sides.entry((above, Side::Below)).or_default().push((first, place));
        sides.entry((below, Side::Above)).or_default().push((last, place));
    }
    let mut ports = BTreeMap::new();
    for ((node, side), mut edges) in sides {
        let Some(frame) = ranked.nodes.get(node) else { continue };
        edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let wanted: Vec<f64> = edges.iter().map(|(x, _)| *x).collect();
        for (x, (_, place)) in spread(frame, &wanted).into_iter().zip(edges) {
            ports.insert((place, side), x);
        }
    }
    ports
}

/// Columns near the wanted ones (in order), on the box, and apart from each other.
fn spread(frame: &Frame, wanted: &[f64]) -> Vec<f64> {
    let middle = frame.center().x;
    let half = frame.width / 2.0;
    let reach = (half - CORNER).min((frame.width * 0.3).max(half - 60.0)).max(0.0);
    let gaps = length(wanted.len().saturating_sub(1));
    let step = if gaps > 0.0 { PORT_DISTANCE.min(2.0 * reach / gaps) } else { 0.0 };
    let mut before = f64::NEG_INFINITY;
    let mut ports = Vec::new();
    for x in wanted {
        before = x.clamp(middle - reach, middle + reach).max(before + step);
        ports.push(before);
    }
    // Those that were pushed off the box come back, and push in their turn.
    let mut most = middle + reach;
    for port in ports.iter_mut().rev() {
        *port = port.min(most);
        most = *port - step;
    }
    ports
}

fn down(
    ends: &Ends,
    edge: &RankedEdge,
    first: f64,
    last: f64,
    bands: &BTreeMap<i64, f64>,
) -> Vec<Point> {
    let Ends { upper, lower, upwards: _ } = ends;
    let half = |y: f64| bands.get(&thousandths(y)).map(|height| height / 2.0);
    let half_of = |frame: &Frame| half(frame.center().y).unwrap_or(frame.height / 2.0);
    let mut points = vec![
        Point::new(first, upper.bottom()),
        Point::new(first, upper.center().y + half_of(upper)),
    ];
    for point in &edge.through {
        // Where nothing lies in a band, the curve is free.
        if let Some(half) = half(point.y) {
            points.push(Point::new(point.x, point.y - half));
            points.push(Point::new(point.x, point.y + half));
        }
    }
    points.push(Point::new(last, lower.center().y - half_of(lower)));
    points.push(Point::new(last, lower.y));
    points.dedup();
    points
}

/// From a box to itself.
fn around(frame: &Frame) -> Vec<Point> {
    let (right, middle) = (frame.right(), frame.center().y);
    let rise = (frame.height / 4.0).min(12.0);
    vec![
        Point::new(right, middle - rise),
        Point::new(right + LOOP, middle),
        Point::new(right, middle + rise),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(width: f64, wanted: &[f64], expect: &[f64]) {
        let frame = Frame::new(-width / 2.0, 0.0, width, 40.0);
        assert_eq!(spread(&frame, wanted), expect);
    }

    #[test]
    fn one_edge_leaves_towards_where_it_goes() {
        check(200.0, &[0.0], &[0.0]);
        check(200.0, &[35.0], &[35.0]);
        check(200.0, &[500.0], &[60.0]);
    }

    #[test]
    fn edges_keep_apart_and_stay_on_the_box() {
        check(200.0, &[0.0, 0.0], &[0.0, 14.0]);
        check(200.0, &[60.0, 70.0], &[46.0, 60.0]);
    }

    #[test]
    fn all_edges_of_a_dot_share_its_middle() {
        check(18.0, &[-50.0, 0.0, 50.0], &[0.0, 0.0, 0.0]);
    }
}
