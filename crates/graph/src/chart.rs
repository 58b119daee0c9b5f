//! [`Chart`]: what there is to draw of a machine, as yet without a place.

mod caption;
mod condition;
mod field;

use std::collections::BTreeMap;

use stepwright_asl::{State, StateMachine};

use crate::picture::{EdgeKind, NodeKind, StateType};

/// How deep containers are drawn into each other. What lies deeper is counted, not drawn.
const NESTING_MAX: usize = 12;

/// A machine, a branch or an item processor: nodes, and edges between them.
#[derive(Debug, Default)]
pub(crate) struct Chart {
    pub(crate) nodes: Vec<ChartNode>,
    pub(crate) edges: Vec<ChartEdge>,
}

#[derive(Debug)]
pub(crate) struct ChartNode {
    pub(crate) kind: NodeKind,
    pub(crate) name: String,
    pub(crate) note: String,
    pub(crate) retried: bool,
    /// The branches of a Parallel; a Map has one at most.
    pub(crate) lanes: Vec<Chart>,
}

/// An edge between two nodes, by their places in [`Chart::nodes`].
#[derive(Debug)]
pub(crate) struct ChartEdge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) kind: EdgeKind,
    /// One for each rule or Catcher that goes this way.
    pub(crate) labels: Vec<String>,
}

impl Chart {
    /// Reads the machine.
    pub(crate) fn of(machine: &StateMachine) -> Self {
        Self::read(machine, 0)
    }

    fn read(machine: &StateMachine, depth: usize) -> Self {
        // A branch of one state starts and ends there, without dots to say so.
        let plain = depth > 0 && machine.states.len() == 1;
        let mut reader =
            Reader { chart: Self::default(), places: BTreeMap::new(), drawn: BTreeMap::new() };
        if !plain && machine.start_at.is_some() {
            reader.chart.nodes.push(ChartNode::dot(NodeKind::Start, "Start"));
        }
        for (name, state) in &machine.states {
            reader.places.insert(name, reader.chart.nodes.len());
            reader.chart.nodes.push(ChartNode::state(name, state, depth));
        }
        if let Some(start) = machine.start_at.as_deref().filter(|_| !plain) {
            reader.edge(0, start, EdgeKind::Start, String::new());
        }
        for (name, state) in &machine.states {
            reader.ways_out(name, state);
        }
        if !plain {
            reader.ends(machine);
        }
        reader.chart
    }
}

struct Reader<'a> {
    chart: Chart,
    /// Where the states are, and the targets that are missing.
    places: BTreeMap<&'a str, usize>,
    /// Which edges there are, so that two of a kind become one.
    drawn: BTreeMap<(usize, usize, EdgeKind), usize>,
}

impl<'a> Reader<'a> {
    fn ways_out(&mut self, name: &'a str, state: &'a State) {
        let Some(&from) = self.places.get(name) else { return };
        if let Some(next) = field::next(state) {
            self.edge(from, next, EdgeKind::Next, String::new());
        }
        for rule in state.choices() {
            if let Some(next) = rule.next.as_deref() {
                self.edge(from, next, EdgeKind::Choice, condition::text(rule));
            }
        }
        if let State::Choice(choice) = state
            && let Some(default) = choice.default.as_deref()
        {
            self.edge(from, default, EdgeKind::Default, "otherwise".to_owned());
        }
        for catcher in state.catch() {
            if let Some(next) = catcher.next.as_deref() {
                let errors = catcher.error_equals.as_deref().unwrap_or_default();
                self.edge(from, next, EdgeKind::Catch, errors.join(", "));
            }
        }
    }

    /// The dot at the end, if anything leads there.
    fn ends(&mut self, machine: &StateMachine) {
        let ends = |state: &State| field::end(state) || matches!(state, State::Succeed(_));
        let last = machine.states.iter().filter(|(_, state)| ends(state));
        let from: Vec<usize> =
            last.filter_map(|(name, _)| self.places.get(name.as_str()).copied()).collect();
        if from.is_empty() {
            return;
        }
        let end = self.chart.nodes.len();
        self.chart.nodes.push(ChartNode::dot(NodeKind::End, "End"));
        for from in from {
            self.push(from, end, EdgeKind::End, String::new());
        }
    }

    fn edge(&mut self, from: usize, to: &'a str, kind: EdgeKind, label: String) {
        let nodes = &mut self.chart.nodes;
        let to = *self.places.entry(to).or_insert_with(|| {
            nodes.push(ChartNode {
                note: "there is no such state".to_owned(),
                ..ChartNode::dot(NodeKind::Missing, to)
            });
            nodes.len() - 1
        });
        self.push(from, to, kind, label);
    }

    fn push(&mut self, from: usize, to: usize, kind: EdgeKind, label: String) {
        let edges = &mut self.chart.edges;
        let place = *self.drawn.entry((from, to, kind)).or_insert_with(|| {
            edges.push(ChartEdge { from, to, kind, labels: Vec::new() });
            edges.len() - 1
        });
        if let Some(edge) = edges.get_mut(place)
            && !label.is_empty()
        {
            edge.labels.push(label);
        }
    }
}

impl ChartNode {
    fn dot(kind: NodeKind, name: &str) -> Self {
        Self { kind, name: name.to_owned(), note: String::new(), retried: false, lanes: Vec::new() }
    }

    fn state(name: &str, state: &State, depth: usize) -> Self {
        let machines: Vec<&StateMachine> = match state {
            State::Parallel(it) => it.branches.iter().flatten().collect(),
            State::Map(it) => it.processor().into_iter().collect(),
            _ => Vec::new(),
        };
        let too_deep = depth >= NESTING_MAX && !machines.is_empty();
        let note = if too_deep { "too deep to draw".to_owned() } else { caption::note(state) };
        let lanes = if too_deep { Vec::new() } else { machines };
        Self {
            kind: NodeKind::State(StateType::from(state)),
            name: name.to_owned(),
            note,
            retried: !state.retry().is_empty(),
            lanes: lanes.into_iter().map(|it| Chart::read(it, depth + 1)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use stepwright_json::Value;

    use super::*;

    #[track_caller]
    fn check(definition: &str, expect: Expect) {
        let chart =
            Chart::of(&StateMachine::from_value(&Value::parse(definition).unwrap()).unwrap());
        let name = |place: usize| chart.nodes[place].name.as_str();
        let edges = chart.edges.iter().map(|ChartEdge { from, to, kind, labels }| {
            format!("{} -{}-> {} {labels:?}\n", name(*from), kind.class(), name(*to))
        });
        expect.assert_eq(&edges.collect::<String>());
    }

    #[test]
    fn a_way_taken_for_several_reasons_is_one_edge() {
        check(
            r#"{"StartAt": "A", "States": {
                "A": {"Type": "Choice", "Default": "B", "Choices": [
                    {"Condition": "{% $x = 1 %}", "Next": "B"}, {"Condition": "{% $x = 2 %}", "Next": "B"}]},
                "B": {"Type": "Succeed"}}}"#,
            expect![[r#"
                Start -start-> A []
                A -rule-> B ["$x = 1", "$x = 2"]
                A -default-> B ["otherwise"]
                B -end-> End []
            "#]],
        );
    }

    #[test]
    fn a_target_that_does_not_exist_is_drawn() {
        check(
            r#"{"StartAt": "Nowhere", "States": {"A": {"Type": "Pass", "Next": "Gone"}, "B": 1}}"#,
            expect![[r#"
                Start -start-> Nowhere []
                A -next-> Gone []
            "#]],
        );
    }

    #[test]
    fn a_machine_without_a_start_has_none() {
        check(
            r#"{"States": {"A": {"Type": "Pass", "End": true}}}"#,
            expect![[r#"
            A -end-> End []
        "#]],
        );
    }
}
