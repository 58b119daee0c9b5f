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

/// Whether a random expression ends alike: with the same value, or with the same code and sentence.
///
/// Places, and the names of functions in sentences, are compared in the cases alone: the reference
/// notes in a function where it was called last and by which name, in whatever expression that was.
pub(crate) fn agree(ours: &Ending, theirs: &Ending) -> bool {
    match (ours, theirs) {
        (Ending::Error(ours), Ending::Error(theirs)) => {
            let (ours, theirs) = (without_place(ours), without_place(theirs));
            ours.0 == theirs.0 && unnamed(ours.1) == unnamed(theirs.1)
        }
        _ => ours == theirs,
    }
}

/// A sentence without the name of the function whose argument it is about.
fn unnamed(sentence: &str) -> String {
    match sentence.split_once(" of function ") {
        Some((argument, rest)) => {
            let rest = rest.split_once(' ').map_or("", |it| it.1);
            format!("{argument} of function … {rest}")
        }
        None => sentence.to_owned(),
    }
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
    if let (Ending::Error(ours), Ending::Error(theirs)) = (ours, theirs)
        && let Some(rule) = explain_errors(text, ours, theirs)
    {
        return Some(rule);
    }
    match (ours, theirs) {
        // `$formatNumber(1, nothing)`; a signature that is parsed a second time, as the left side of
        // `??` is; a transform that puts an object into itself.
        (_, Ending::Error(it)) if without_place(it).0.trim().is_empty() => {
            Some("the reference fails with an error of JavaScript, which has no code")
        }
        (Ending::Error(it), _)
            if without_place(it).1.starts_with("The argument of the fromMillis") =>
        {
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

/// The rule that explains two errors of which each is another.
fn explain_errors(text: &str, ours: &str, theirs: &str) -> Option<&'static str> {
    let (code, sentence) = without_place(theirs);
    // `"a" and (true % 1)`
    if without_place(ours).0 == code && ["\"and\"", "\"or\""].iter().any(|it| sentence.contains(it))
    {
        return Some("an error right of `and` and `or` bears their name in the reference");
    }
    // `$random(2, -1)`
    if code == "T0410" && ours.contains("Argument 2 of function \"random\"") {
        return Some("`$random` takes a seed with us, and then no second argument");
    }
    // `$toMillis("0", "[9N]")`
    if ["D3132", "D3133"].contains(&code) && without_place(ours).0 == "D3132" {
        return Some("behind an unknown component of a time with a form the reference looks on");
    }
    // `(items{s: 1}{s: 2}[%])`
    if code.starts_with("S02") && without_place(ours).0.starts_with("S02") {
        return Some("of two things that are wrong in a text the reference finds another first");
    }
    // `items^(n + (s < 1))`
    if text.contains("^(") {
        return Some("keys of an order are looked at when items are compared in the reference");
    }
    // `items{s: 1 + s}`
    if text.contains("{s: ") {
        return Some("the groups of an object fail in any order in the reference");
    }
    // `[1 + "a", -"b"]`; the error may be in a lambda that such an array calls.
    let at = place(ours).and_then(|at| text.get(..at));
    let parts = at.is_some_and(|it| in_parts(text, it.chars().count()))
        || ["function(", "λ("].iter().any(|it| text.contains(it)) && in_parts(text, usize::MAX);
    parts.then_some("the parts of an array or object fail in any order in the reference")
}

/// Where an error is, in what its side counts.
fn place(error: &str) -> Option<usize> {
    error.split_once(": ")?.0.split_once(" at ")?.1.parse().ok()
}

/// Whether the character `wanted` (or any) is in an array or object of several parts.
fn in_parts(text: &str, wanted: usize) -> bool {
    // Of each bracket that is open where it began, whether it makes parts, and whether it has.
    let mut open: Vec<(usize, bool, bool)> = Vec::new();
    let mut quote = None;
    for (at, it) in text.chars().enumerate() {
        match it {
            '"' | '`' if quote.is_none_or(|open| open == it) => {
                quote = if quote.is_some() { None } else { Some(it) };
            }
            _ if quote.is_some() => {}
            '[' | '{' | '(' => open.push((at, it != '(', false)),
            ',' => {
                if let Some((_, _, several)) = open.last_mut() {
                    *several = true;
                }
            }
            ']' | '}' | ')' => {
                if let Some((start, true, true)) = open.pop()
                    && (wanted == usize::MAX || (start..=at + 1).contains(&wanted))
                {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}
