//! [`Path`]: the expressions that only look something up, `$order.items` or `$states.input.id`.
//!
//! Owns the shortcut past the language for the most frequent kind of expression: a chain of names
//! through objects is looked up in the shared values, and nothing is bound. Wherever an array is
//! on the way, or a name is not found, the evaluator answers.

use stepwright_json::Value;

use super::Bindings;

/// A chain of names that begins at a variable.
#[derive(Debug)]
pub(super) struct Path {
    root: Root,
    names: Vec<Box<str>>,
}

#[derive(Debug)]
enum Root {
    Input,
    Result,
    ErrorOutput,
    Variable(Box<str>),
}

impl Path {
    /// Reads the source where it is nothing but such a chain.
    pub(super) fn parse(source: &str) -> Option<Self> {
        let mut parts = source.strip_prefix('$')?.split('.');
        let first = parts.next().filter(|it| is_name(it))?;
        let root = match first {
            "states" => match parts.next()? {
                "input" => Root::Input,
                "result" => Root::Result,
                "errorOutput" => Root::ErrorOutput,
                _ => return None,
            },
            name => Root::Variable(name.into()),
        };
        let names = parts.map(|it| is_name(it).then(|| it.into())).collect::<Option<_>>()?;
        Some(Self { root, names })
    }

    pub(super) fn find<'a>(&self, bindings: &Bindings<'a>) -> Option<&'a Value> {
        let root = match &self.root {
            Root::Input => Some(bindings.input),
            Root::Result => bindings.result,
            Root::ErrorOutput => bindings.error_output,
            Root::Variable(name) => bindings.variables.get(name),
        };
        self.names.iter().try_fold(root?, |value, name| value.as_object()?.get(name))
    }
}

/// A word that JSONata reads as a plain name: no operator, no literal.
fn is_name(text: &str) -> bool {
    let word = text.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
        && text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    word && !matches!(text, "and" | "or" | "in" | "true" | "false" | "null" | "function")
}
