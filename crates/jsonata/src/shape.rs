//! What can be said of a finished tree before it runs: which paths only follow names, which
//! objects have fixed keys, and which nodes are straight.

use std::sync::Arc;

use stepwright_json::Value;

use crate::ast::{Kind, Node, Question, Shape, Stage, Symbol};
use crate::evaluate::grown;
use crate::evaluate::straight::Extent;

/// Notes in every path and object of the tree what is known of it. `context` is the number of `$`,
/// `names` are those of the variables.
pub(crate) fn shape(node: &mut Node, context: Option<Symbol>, names: &[Arc<str>]) {
    grown(|| shape_grown(node, context, names));
}

fn shape_grown(node: &mut Node, context: Option<Symbol>, names: &[Arc<str>]) {
    let is_lean = node.is_lean();
    match &mut node.kind {
        Kind::Path { steps, keep_singleton: false, shape } if is_lean => {
            *shape = path_shape(steps, context);
        }
        Kind::Call { procedure, args, partial: false, question } if args.len() == 1 => {
            *question = called(procedure, names);
        }
        Kind::Object { pairs, fixed } => *fixed = has_fixed_keys(pairs),
        _ => {}
    }
    each_child(node, &mut |it| shape(it, context, names));
    node.straight = Extent::of(node);
}

#[cfg(test)]
pub(crate) fn forget_straight(node: &mut Node) {
    node.straight = None;
    each_child(node, &mut forget_straight);
}

fn path_shape(steps: &[Node], context: Option<Symbol>) -> Shape {
    let Some((first, rest)) = steps.split_first() else { return Shape::General };
    if !first.is_plain() || !rest.iter().all(Node::is_plain_name) {
        return Shape::General;
    }
    let names = |steps: &[Node]| {
        let names = steps.iter().filter_map(|it| match &it.kind {
            Kind::Name(name) => Some(Arc::clone(name)),
            _ => None,
        });
        names.collect()
    };
    match first.kind {
        Kind::Name(_) => Shape::Fields(names(steps)),
        Kind::Variable(symbol) if Some(symbol) == context => Shape::Fields(names(rest)),
        Kind::Variable(symbol) => Shape::VariableFields(symbol, names(rest)),
        _ => Shape::General,
    }
}

fn called(procedure: &Node, names: &[Arc<str>]) -> Option<Question> {
    let Kind::Variable(symbol) = procedure.kind else { return None };
    let name = names.get(usize::try_from(symbol).ok()?)?;
    Question::of(name).filter(|_| procedure.is_plain())
}

/// Longer objects are not looked at: the look compares each key with every other.
const FIXED_KEYS_MAX: usize = 64;

fn has_fixed_keys(pairs: &[(Node, Node)]) -> bool {
    fn literal(node: &Node) -> Option<&str> {
        match &node.kind {
            Kind::Literal(Value::String(it)) if node.is_plain() => Some(it),
            _ => None,
        }
    }
    pairs.len() <= FIXED_KEYS_MAX
        && pairs.iter().enumerate().all(|(at, (key, _))| {
            literal(key).is_some_and(|it| {
                !pairs.iter().take(at).any(|(other, _)| literal(other) == Some(it))
            })
        })
}

fn each_child(node: &mut Node, visit: &mut dyn FnMut(&mut Node)) {
    match &mut node.kind {
        Kind::Path { steps: nodes, .. } | Kind::Array(nodes) | Kind::Block(nodes) => {
            nodes.iter_mut().for_each(&mut *visit);
        }
        Kind::Binary(_, left, right)
        | Kind::Elvis(left, right)
        | Kind::Coalesce(left, right)
        | Kind::Apply(left, right) => {
            visit(left);
            visit(right);
        }
        Kind::Negate(inner) | Kind::Bind(_, inner) => visit(inner),
        Kind::Object { pairs, .. } => each_pair(pairs, visit),
        Kind::Call { procedure, args, .. } => {
            visit(procedure);
            args.iter_mut().for_each(&mut *visit);
        }
        Kind::Lambda(lambda) => {
            if let Some(it) = Arc::get_mut(lambda) {
                visit(&mut it.body);
            }
        }
        Kind::Transform(transform) => {
            if let Some(it) = Arc::get_mut(transform) {
                visit(&mut it.pattern);
                visit(&mut it.update);
                it.delete.iter_mut().for_each(&mut *visit);
            }
        }
        Kind::Condition(test, then, other) => {
            visit(test);
            visit(then);
            other.iter_mut().for_each(|it| visit(it));
        }
        Kind::Sort(terms) => terms.iter_mut().for_each(|(_, it)| visit(it)),
        // Leaves, and what only stands between parsing and processing.
        Kind::Name(_)
        | Kind::Literal(_)
        | Kind::Variable(_)
        | Kind::Regex(_)
        | Kind::Wildcard
        | Kind::Descendant
        | Kind::Parent(_)
        | Kind::Placeholder
        | Kind::Dot(..)
        | Kind::Filter(..)
        | Kind::GroupBy(..)
        | Kind::OrderBy(..)
        | Kind::Focus(..)
        | Kind::Position(..)
        | Kind::Word(_) => {}
    }
    for stage in &mut node.stages {
        if let Stage::Filter(it) = stage {
            visit(it);
        }
    }
    if let Some(pairs) = &mut node.group {
        each_pair(pairs, visit);
    }
}

fn each_pair(pairs: &mut [(Node, Node)], visit: &mut dyn FnMut(&mut Node)) {
    for (key, value) in pairs {
        visit(key);
        visit(value);
    }
}
