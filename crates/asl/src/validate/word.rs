//! Fields whose value is one of a few words.

use super::context::{Context, has_placeholder};
use super::spelling;

/// Reports a word that the language does not know in this field.
pub(super) fn check<'a>(
    context: &mut Context,
    field: &str,
    word: Option<&'a str>,
    words: &[&'a str],
) {
    let Some(word) = word else { return };
    if words.contains(&word) || has_placeholder(word) {
        return;
    }
    let message = format!("Value should be one of the following: [{}]", words.join(", "));
    let near = spelling::nearest(word, words.iter().copied());
    let problem = context.field(field, message);
    if let Some(near) = near {
        problem.help(format!("did you mean `{near}`?"));
    }
}
