//! What is the same, and where we and the reference differ by a rule.

use stepwright_cases::Ending;

/// Whether a case ends as the reference does: with the same value, or with the same code, place and
/// sentence.
///
/// The place of a parse error is a span with us, that of an error about a key is the key's and not
/// the bracket's, and a lambda has a name in sentences.
pub(crate) fn same(ours: &Ending, theirs: &Ending) -> bool {
    let (Ending::Error(ours), Ending::Error(theirs)) = (ours, theirs) else {
        return ours == theirs;
    };
    let theirs = theirs.replace("function undefined", "function \"lambda\"");
    let coarse = ["S", "T1003", "D1009", "T2007", "T2008"];
    if coarse.iter().any(|it| ours.starts_with(it)) || !theirs.contains(" at ") {
        return without_place(ours) == without_place(&theirs);
    }
    *ours == theirs
}

/// Code and sentence of an error.
fn without_place(error: &str) -> (&str, &str) {
    let (head, sentence) = error.split_once(": ").unwrap_or((error, ""));
    (head.split_once(" at ").map_or(head, |it| it.0), sentence)
}

/// Whether two results of a random expression agree: the same value, or both an error, whichever:
/// the reference evaluates the items of an array at once, and which fails first is up to chance.
pub(crate) fn agree(ours: &Ending, theirs: &Ending) -> bool {
    matches!((ours, theirs), (Ending::Error(_), Ending::Error(_))) || ours == theirs
}

/// The rule that explains a difference.
pub(crate) fn explain(text: &str, ours: &Ending, theirs: &Ending) -> Option<&'static str> {
    if text.contains("*[%") {
        return Some("a parent in a predicate of a wildcard, which the reference does not resolve");
    }
    let pattern = [",/", "(/"].iter().any(|it| text.contains(it));
    if pattern && (text.contains("?:") || text.contains("??")) {
        return Some("a pattern beside `?:` or `??`, which the reference processes twice");
    }
    if text.contains("$eval(") && text.contains("function(") {
        return Some("a function at the end of a lambda has no context in the reference");
    }
    match (ours, theirs) {
        // `$formatNumber(1, nothing)`; a signature that is parsed a second time, as the left side of
        // `??` is; a transform that puts an object into itself.
        (_, Ending::Error(it)) if without_place(it).0.trim().is_empty() => {
            Some("the reference fails with an error of JavaScript, which has no code")
        }
        (Ending::Error(it), _) if it.starts_with("D3110: The argument of the fromMillis") => {
            Some("a time outside of all dates is refused, where the reference prints `NaN`")
        }
        (Ending::Error(it), Ending::Value(_)) if it.starts_with("D3132") => Some(
            "an unknown component of a time with a form, which the reference prints as `undefined`",
        ),
        (_, Ending::Error(it)) if it.starts_with("D1001") => {
            Some("an infinity that counts as true, where the reference refuses it")
        }
        (_, Ending::Error(it))
            if it.starts_with("S03") && [") / ", "[] / "].iter().any(|it| text.contains(it)) =>
        {
            Some("a division behind `^(…)` or `[]`, which the reference reads as a pattern")
        }
        _ => None,
    }
}
