//! Which edges lead back up: those that close a cycle when one walks from the start, in the order in
//! which the machine is written. So a loop hangs below the state that it returns to.

use std::collections::BTreeSet;

use crate::chart::Chart;

/// The edges that lead back, by their places in the chart.
pub(super) fn backs(chart: &Chart) -> BTreeSet<usize> {
    let mut ways = vec![Vec::new(); chart.nodes.len()];
    for (place, edge) in chart.edges.iter().enumerate() {
        if let Some(ways) = ways.get_mut(edge.from) {
            ways.push((place, edge.to));
        }
    }
    let mut backs = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for start in 0..chart.nodes.len() {
        if !seen.insert(start) {
            continue;
        }
        // The path to where the walk is: each node, and how many of its ways have been walked.
        let mut path = vec![(start, 0)];
        let mut on_path = BTreeSet::from([start]);
        while let Some((node, walked)) = path.last_mut() {
            let Some(&(place, to)) = ways.get(*node).and_then(|ways| ways.get(*walked)) else {
                on_path.remove(node);
                path.pop();
                continue;
            };
            *walked += 1;
            if on_path.contains(&to) {
                backs.insert(place);
            } else if seen.insert(to) {
                on_path.insert(to);
                path.push((to, 0));
            }
        }
    }
    backs
}

#[cfg(test)]
mod tests {
    use stepwright_asl::{StateMachine, Value};

    use super::*;

    #[test]
    fn the_way_that_returns_to_an_earlier_state_leads_back() {
        let definition = r#"{"StartAt": "B", "States": {
            "A": {"Type": "Wait", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}}}"#;
        let machine = StateMachine::from_value(&Value::parse(definition).unwrap()).unwrap();
        let chart = Chart::of(&machine);
        let backs: Vec<&str> = backs(&chart)
            .into_iter()
            .map(|place| chart.nodes[chart.edges[place].from].name.as_str())
            .collect();
        assert_eq!(backs, ["A"]);
    }
}
