//! How good a layout is: of several, the one with the lowest score is drawn.

use super::rank::Ranked;
use crate::geometry::{Bounds, Point, length};

/// What a crossing costs, in pixels of detour.
const CROSSING: f64 = 250.0;

/// Crossings, how far edges lead sideways, and how large the whole is.
pub(super) fn score(ranked: &Ranked, routes: &[Vec<Point>]) -> f64 {
    let crossings = routes.iter().enumerate().map(|(place, route)| {
        routes.iter().take(place).map(|other| crossings(route, other)).sum::<usize>()
    });
    let sideways = routes.iter().flat_map(|route| steps(route)).map(|(a, b)| (a.x - b.x).abs());
    let mut bounds = Bounds::default();
    ranked.nodes.iter().for_each(|node| bounds.add_frame(node));
    let whole = bounds.frame();
    length(crossings.sum()) * CROSSING + sideways.sum::<f64>() + whole.width + whole.height
}

fn steps(route: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    route.iter().copied().zip(route.iter().copied().skip(1))
}

/// How often two ways cross, as if their curves were straight.
fn crossings(one: &[Point], other: &[Point]) -> usize {
    steps(one).map(|a| steps(other).filter(|b| cross(a, *b)).count()).sum()
}

/// Whether two lines cross between their ends.
fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_that_cross_are_counted_and_ways_that_touch_are_not() {
        let line = |x1, y1, x2, y2| vec![Point::new(x1, y1), Point::new(x2, y2)];
        assert_eq!(crossings(&line(0.0, 0.0, 2.0, 2.0), &line(0.0, 2.0, 2.0, 0.0)), 1);
        assert_eq!(crossings(&line(0.0, 0.0, 2.0, 2.0), &line(0.0, 0.0, 2.0, 0.0)), 0);
        assert_eq!(crossings(&line(0.0, 0.0, 0.0, 2.0), &line(1.0, 0.0, 1.0, 2.0)), 0);
    }
}
