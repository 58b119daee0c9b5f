//! `$match`, `$contains`, `$replace`, `$split`: strings, regular expressions, and own matchers.

use std::rc::Rc;
use std::sync::Arc;

use super::{arg, function};
use crate::error::EvaluateError;
use crate::evaluate::{Evaluator, Fallible, Function};
use crate::regex::Regex;
use crate::value::{Val, View};

/// One match, its place in characters.
struct Match {
    text: String,
    start: usize,
    end: usize,
    /// How many characters before it are two units of UTF-16, in which places are given.
    wide: usize,
    groups: Vec<Val>,
}

impl Match {
    fn first_unit(&self) -> usize {
        self.start + self.wide
    }
    /// The unit behind the last one.
    fn last_unit(&self) -> usize {
        self.first_unit() + self.text.encode_utf16().count()
    }
}

/// How many of the characters are two units of UTF-16.
fn wide(text: Option<&[char]>) -> usize {
    text.unwrap_or_default().iter().filter(|it| it.len_utf16() == 2).count()
}

fn find(
    evaluator: &mut Evaluator<'_>,
    regex: &Regex,
    text: &[char],
    from: usize,
) -> Fallible<Option<Match>> {
    if from > text.len() {
        return Ok(None);
    }
    let found = regex.find(text, from, &mut evaluator.steps);
    let Ok(found) = found else {
        return Err(evaluator.environment.timeout());
    };
    let Some(groups) = found else { return Ok(None) };
    let part = |(start, end): (usize, usize)| {
        text.get(start..end).unwrap_or_default().iter().collect::<String>()
    };
    let mut captured = groups
        .iter()
        .take(regex.groups())
        .map(|it| it.map_or(Val::Undef, |it| Val::text(part(it))));
    let _whole = captured.next();
    let captured = captured.collect();
    let (start, end) = groups.first().copied().flatten().unwrap_or_default();
    Ok(Some(Match { text: part((start, end)), start, end, wide: 0, groups: captured }))
}

/// The match after another. The first one may be of an empty text, but from there it goes no further.
fn find_next(
    evaluator: &mut Evaluator<'_>,
    regex: &Regex,
    text: &[char],
    from: usize,
) -> Fallible<Option<Match>> {
    if from >= text.len() {
        return Ok(None);
    }
    match find(evaluator, regex, text, from)? {
        Some(it) if it.start == it.end => {
            let text = "Regular expression matches zero length string";
            Err(EvaluateError::new("D1004", text))
        }
        it => Ok(it),
    }
}

/// The first match, or the next one from a place, as the object that a matcher gives.
pub(crate) fn next_match(
    evaluator: &mut Evaluator<'_>,
    regex: &Arc<Regex>,
    text: &Rc<Vec<char>>,
    from: Option<usize>,
) -> Fallible {
    let found = match from {
        None => find(evaluator, regex, text, 0)?,
        Some(from) => find_next(evaluator, regex, text, from)?,
    };
    let Some(it) = found else { return Ok(Val::Undef) };
    let it = Match { wide: wide(text.get(..it.start)), ..it };
    let next = Function::Next { regex: Arc::clone(regex), text: Rc::clone(text), from: it.end };
    Ok(Val::object(vec![
        ("match".into(), Val::text(it.text.as_str())),
        ("start".into(), Val::count(it.first_unit())),
        ("end".into(), Val::count(it.last_unit())),
        ("groups".into(), Val::list(it.groups)),
        ("next".into(), Val::Func(Rc::new(next))),
    ]))
}

/// What a match takes: its text, its places and its groups.
const MATCH_BYTES: usize = 24;

/// Hands over the matches, one after the other, at most `limit`.
fn matches(
    evaluator: &mut Evaluator<'_>,
    matcher: &Rc<Function>,
    text: &str,
    limit: usize,
) -> Fallible<Vec<Match>> {
    let chars: Vec<char> = text.chars().collect();
    let mut acc = Vec::new();
    if let Function::Regex(regex) = matcher.as_ref() {
        let (mut from, mut before) = (0, 0);
        let mut found = if limit > 0 { find(evaluator, regex, &chars, 0)? } else { None };
        while acc.len() < limit
            && let Some(mut it) = found
        {
            evaluator.step(it.end - from)?;
            before += wide(chars.get(from..it.start));
            it.wide = before;
            before += wide(chars.get(it.start..it.end));
            from = it.end;
            acc.push(it);
            evaluator.room(acc.len().saturating_mul(MATCH_BYTES))?;
            found = find_next(evaluator, regex, &chars, from)?;
        }
        return Ok(acc);
    }
    let mut found = evaluator.apply(matcher, vec![Val::text(text)], View::NULL)?;
    while !found.is_undef() && acc.len() < limit {
        evaluator.step(1)?;
        let field = |name: &str| found.field(name).unwrap_or(Val::Undef);
        let (start, end, groups, next) =
            (field("start").as_f64(), field("end").as_f64(), field("groups"), field("next"));
        let (Some(start), Some(end), true, Val::Func(next)) = (start, end, groups.is_array(), next)
        else {
            let text = "The matcher function argument passed to function does not return the correct object structure";
            return Err(EvaluateError::new("T1010", text));
        };
        let whole = field("match").as_str().unwrap_or_default().to_owned();
        evaluator.step(whole.len() + groups.len())?;
        acc.push(Match {
            text: whole,
            start: start as usize,
            end: end as usize,
            wide: 0,
            groups: groups.items().collect(),
        });
        evaluator.room(acc.len().saturating_mul(MATCH_BYTES))?;
        found = evaluator.apply(&next, Vec::new(), View::NULL)?;
    }
    Ok(acc)
}

fn limit(args: &[Val], at: usize, code: &'static str, text: &str) -> Fallible<usize> {
    match arg(args, at).as_f64() {
        None => Ok(usize::MAX),
        Some(it) if it < 0.0 => Err(EvaluateError::new(code, text)),
        Some(it) => Ok(it.ceil() as usize),
    }
}

pub(super) fn match_(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let (Some(text), Some(matcher)) = (arg(&args, 0).as_str(), function(&args, 1)) else {
        return Ok(Val::Undef);
    };
    let limit = limit(
        &args,
        2,
        "D3040",
        "Third argument of match function must evaluate to a positive number",
    )?;
    let found = matches(evaluator, matcher, text, limit)?;
    let found = found.into_iter().map(|it| {
        Val::object(vec![
            ("match".into(), Val::text(it.text.as_str())),
            ("index".into(), Val::count(it.first_unit())),
            ("groups".into(), Val::list(it.groups)),
        ])
    });
    Ok(Val::sequence(found.collect()))
}

pub(super) fn contains(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(text) = arg(&args, 0).as_str() else { return Ok(Val::Undef) };
    if let Some(matcher) = function(&args, 1) {
        let found = evaluator.apply(matcher, vec![Val::text(text)], View::NULL)?;
        return Ok(Val::bool(!found.is_undef()));
    }
    Ok(arg(&args, 1).as_str().map_or(Val::Undef, |it| Val::bool(text.contains(it))))
}

pub(super) fn split(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(text) = arg(&args, 0).as_str() else { return Ok(Val::Undef) };
    let limit = limit(
        &args,
        2,
        "D3020",
        "Third argument of split function must evaluate to a positive number",
    )?;
    // Half a part is none.
    let limit = arg(&args, 2).as_f64().map_or(limit, |it| it.floor() as usize);
    let mut parts: Vec<Val> = Vec::new();
    if let Some(matcher) = function(&args, 1) {
        let chars: Vec<char> = text.chars().collect();
        let part = |from: usize, to: usize| {
            Val::text(chars.get(from..to).unwrap_or_default().iter().collect::<String>())
        };
        let mut from = 0;
        for it in matches(evaluator, matcher, text, limit)? {
            parts.push(part(from, it.start));
            from = it.end;
        }
        if parts.len() < limit {
            parts.push(part(from, chars.len()));
        }
        return Ok(Val::list(parts));
    }
    let separator = arg(&args, 1).as_str().unwrap_or_default();
    evaluator.step(text.len())?;
    let most = if separator.is_empty() { text.len().min(limit) } else { 0 };
    evaluator.room(most.saturating_mul(8))?;
    if separator.is_empty() {
        parts.extend(text.chars().take(limit).map(|it| Val::text(it.to_string())));
    } else {
        parts.extend(text.split(separator).take(limit).map(Val::text));
    }
    evaluator.room(parts.len().saturating_mul(8))?;
    Ok(Val::list(parts))
}

pub(super) fn replace(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(text) = arg(&args, 0).as_str() else { return Ok(Val::Undef) };
    if arg(&args, 1).as_str() == Some("") {
        return Err(EvaluateError::new(
            "D3010",
            "Second argument of replace function cannot be an empty string",
        ));
    }
    let limit = limit(
        &args,
        3,
        "D3011",
        "Fourth argument of replace function must evaluate to a positive number",
    )?;
    let replacement = arg(&args, 2);
    if replacement.is_undef() || arg(&args, 1).is_undef() {
        return Ok(Val::Undef);
    }
    if let Some(pattern) = arg(&args, 1).as_str() {
        return replace_text(evaluator, text, pattern, replacement, limit);
    }
    let Some(matcher) = function(&args, 1) else { return Ok(Val::Undef) };
    let chars: Vec<char> = text.chars().collect();
    let (mut acc, mut from) = (String::new(), 0);
    for it in matches(evaluator, matcher, text, limit)? {
        acc.extend(chars.get(from..it.start).unwrap_or_default());
        from = it.end;
        match replacement {
            Val::Func(function) => {
                let found = Val::object(vec![
                    ("match".into(), Val::text(it.text.as_str())),
                    ("start".into(), Val::count(it.first_unit())),
                    ("end".into(), Val::count(it.last_unit())),
                    ("groups".into(), Val::list(it.groups)),
                ]);
                acc.push_str(&called(evaluator, function, found)?);
            }
            _ => expand(&mut acc, replacement.as_str().unwrap_or_default(), &it),
        }
        evaluator.room(acc.len())?;
    }
    acc.extend(chars.get(from..).unwrap_or_default());
    Ok(Val::text(acc))
}

fn called(evaluator: &mut Evaluator<'_>, function: &Rc<Function>, found: Val) -> Fallible<String> {
    let value = evaluator.callback(function, &[View::of(&found)])?;
    let refused = || {
        EvaluateError::new("D3012", "Attempted to replace a matched string with a non-string value")
    };
    value.as_str().map(str::to_owned).ok_or_else(refused)
}

fn replace_text(
    evaluator: &mut Evaluator<'_>,
    text: &str,
    pattern: &str,
    replacement: &Val,
    limit: usize,
) -> Fallible {
    let (mut acc, mut rest, mut count) = (String::new(), text, 0);
    while count < limit
        && let Some((before, after)) = rest.split_once(pattern)
    {
        acc.push_str(before);
        match replacement {
            Val::Func(function) => acc.push_str(&called(evaluator, function, Val::text(pattern))?),
            it => acc.push_str(it.as_str().unwrap_or_default()),
        }
        evaluator.step(before.len() + 1)?;
        evaluator.room(acc.len())?;
        rest = after;
        count += 1;
    }
    acc.push_str(rest);
    Ok(Val::text(acc))
}

/// `$0` is the match, `$1` its first group, `$$` a dollar sign.
fn expand(acc: &mut String, replacement: &str, found: &Match) {
    let mut rest = replacement;
    while let Some((before, after)) = rest.split_once('$') {
        acc.push_str(before);
        rest = after;
        if let Some(more) = rest.strip_prefix('$') {
            acc.push('$');
            rest = more;
            continue;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            acc.push('$');
            continue;
        }
        // As many digits as there are groups to name; what is left over is text.
        let most = found.groups.len().to_string().len().min(digits);
        let number = |count: usize| rest.get(..count).and_then(|it| it.parse::<usize>().ok());
        let mut taken = most.max(1);
        if taken > 1 && number(taken).is_some_and(|it| it > found.groups.len()) {
            taken -= 1;
        }
        match number(taken) {
            Some(0) => acc.push_str(&found.text),
            Some(it) => {
                acc.push_str(found.groups.get(it - 1).and_then(Val::as_str).unwrap_or_default());
            }
            None => {}
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    acc.push_str(rest);
}
