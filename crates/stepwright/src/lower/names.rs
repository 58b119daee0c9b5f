//! What variables are called: the state's name in camelCase, unique along a chain of scopes.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{BindInfo, BindKind, Graph, ScopeId, VarName};
use crate::mistake::{Mistake, variable};
use crate::node::Bind;

/// The longest name that a variable may have.
pub(crate) const VARIABLE_NAME_CHARS_MAX: usize = 80;

/// Names the variables that are kept. What authors have named comes first; what is derived takes a
/// number where it is taken.
pub(crate) fn variable_names(
    graph: &Graph,
    kept: &BTreeSet<Bind>,
    mistakes: &mut Vec<Mistake>,
) -> BTreeMap<Bind, String> {
    let mut taken = Taken { graph, names: BTreeMap::new() };
    let mut names = BTreeMap::new();
    for (bind, info) in own(graph) {
        let VarName::Given(name) = &info.name else { continue };
        mistakes.extend(variable::refused(name, info.location));
        if let Some(other) = taken.by(name, info.scope).and_then(|it| graph.binds.get(&it)) {
            mistakes.push(variable::taken(name, info.location, other.location));
        }
        taken.names.entry(name.clone()).or_default().push((info.scope, *bind));
        if kept.contains(bind) {
            names.insert(*bind, name.clone());
        }
    }
    for (bind, info) in own(graph).filter(|(bind, _)| kept.contains(bind)) {
        let VarName::Derived(base) = &info.name else { continue };
        let name = taken.free(base, info.scope);
        taken.names.entry(name.clone()).or_default().push((info.scope, *bind));
        names.insert(*bind, name);
    }
    names
}

/// The binds that may be variables, in the order in which they were made.
fn own(graph: &Graph) -> impl Iterator<Item = (&Bind, &BindInfo)> {
    graph.binds.iter().filter(|(_, info)| {
        matches!(info.kind, BindKind::Value | BindKind::Var { .. } | BindKind::Given(_))
    })
}

/// The names that are taken, and in which scopes.
struct Taken<'g> {
    graph: &'g Graph,
    names: BTreeMap<String, Vec<(ScopeId, Bind)>>,
}

impl Taken<'_> {
    /// Who has a name already that a variable of this scope would have to share. A branch must not
    /// set a variable of a scope around it, so the whole chain counts; siblings may share.
    fn by(&self, name: &str, scope: ScopeId) -> Option<Bind> {
        let chained = |inner, outer| self.graph.chain(inner).any(|it| it == outer);
        let mut takers = self.names.get(name)?.iter();
        let taker = takers.find(|(other, _)| chained(scope, *other) || chained(*other, scope));
        taker.map(|(_, bind)| *bind)
    }

    fn free(&self, base: &str, scope: ScopeId) -> String {
        let mut name = base.to_owned();
        let mut number = 1;
        while name == "states" || self.by(&name, scope).is_some() {
            number += 1;
            let number = number.to_string();
            let room = VARIABLE_NAME_CHARS_MAX.saturating_sub(number.len());
            name = base.chars().take(room).chain(number.chars()).collect();
        }
        name
    }
}

/// A state's name as that of a variable: ASCII letters and digits, camelCase.
///
/// `Download Benner` → `downloadBenner`, `HTTP Call` → `httpCall`.
pub(crate) fn camel_case(name: &str) -> String {
    let mut camel = String::new();
    for word in name.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty()) {
        if camel.is_empty() {
            camel = first_word(word);
        } else {
            let mut letters = word.chars();
            camel.extend(letters.next().map(|it| it.to_ascii_uppercase()));
            camel.extend(letters);
        }
    }
    // A variable begins with a letter.
    if !camel.starts_with(|it: char| it.is_ascii_alphabetic()) {
        camel = format!("value{camel}");
    }
    camel.chars().take(VARIABLE_NAME_CHARS_MAX).collect()
}

fn first_word(word: &str) -> String {
    if word.chars().all(|it| !it.is_ascii_lowercase()) {
        return word.to_ascii_lowercase();
    }
    let mut letters = word.chars();
    letters.next().map(|it| it.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::camel_case;

    fn check(name: &str, expected: &str) {
        assert_eq!(camel_case(name), expected);
    }

    #[test]
    fn words_become_humps() {
        check("Download Benner", "downloadBenner");
        check("Is It Whole?", "isItWhole");
        check("download-benner_2", "downloadBenner2");
        check("loadChunks", "loadChunks");
    }

    #[test]
    fn a_first_word_in_capitals_is_lowered_whole() {
        check("HTTP Call", "httpCall");
        check("S3 Head", "s3Head");
    }

    #[test]
    fn a_variable_begins_with_a_letter() {
        check("2nd Try", "value2ndTry");
        check("日本", "value");
    }

    #[test]
    fn a_name_has_at_most_eighty_characters() {
        check(&"a".repeat(100), &"a".repeat(80));
    }
}
