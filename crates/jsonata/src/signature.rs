//! What arguments a function takes: `<s-nn?:s>`.

use std::ops::RangeInclusive;
use std::rc::Rc;

use crate::error::EvaluateError;
use crate::evaluate::Fallible;
use crate::value::{List, Val, View};
use stepwright_json::Value;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Signature {
    params: Vec<Param>,
}

/// A set of types, a bit for each.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Types(u8);

impl Types {
    /// The symbol of nothing: an argument that is missing.
    const MISSING: char = 'm';
    const SYMBOLS: [char; 8] = ['a', 's', 'n', 'b', 'l', 'f', 'o', Self::MISSING];

    /// The types of these symbols; unknown ones stand for none.
    fn of(symbols: &str) -> Self {
        let bits = (0..).zip(Self::SYMBOLS).filter(|(_, it)| symbols.contains(*it));
        Self(bits.fold(0, |acc, (bit, _)| acc | 1 << bit))
    }
    /// The one type of a value.
    fn of_value(value: View<'_>) -> Self {
        Self(match value {
            View::Val(Val::List(_) | Val::Tuples(_)) | View::Json(Value::Array(_)) => 1,
            View::Json(Value::String(_)) => 1 << 1,
            View::Val(Val::NonFinite(_)) | View::Json(Value::Number(_)) => 1 << 2,
            View::Json(Value::Bool(_)) => 1 << 3,
            View::Json(Value::Null) => 1 << 4,
            View::Val(Val::Func(_)) => 1 << 5,
            View::Val(Val::Object(_)) | View::Json(Value::Object(_)) => 1 << 6,
            View::Undef | View::Val(Val::Undef | Val::Json(_)) => 1 << 7,
        })
    }
    fn contains(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Param {
    /// All types that fit.
    types: Types,
    array: bool,
    subtype: Option<char>,
    optional: bool,
    context: bool,
    many: bool,
}

fn closing(text: &[char], open: usize, (begin, end): (char, char)) -> usize {
    let mut depth = 0;
    for (at, it) in text.iter().enumerate().skip(open) {
        if *it == begin {
            depth += 1;
        } else if *it == end {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        }
    }
    text.len()
}

impl Signature {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let text: Vec<char> = text.chars().collect();
        let mut params: Vec<Param> = Vec::new();
        let new = |types: &str| Param {
            types: Types::of(types),
            array: false,
            subtype: None,
            optional: false,
            context: false,
            many: false,
        };
        let mut at = 1;
        while let Some(it) = text.get(at) {
            match it {
                ':' => break,
                's' | 'n' | 'b' | 'l' | 'o' => params.push(new(&format!("{it}m"))),
                'a' => params.push(Param { array: true, ..new("asnblfom") }),
                'f' => params.push(new("f")),
                'j' => params.push(new("asnblom")),
                'x' => params.push(new("asnblfom")),
                '-' => {
                    if let Some(last) = params.last_mut() {
                        last.context = true;
                        last.optional = true;
                    }
                }
                '?' => {
                    if let Some(last) = params.last_mut() {
                        last.optional = true;
                    }
                }
                '+' => {
                    if let Some(last) = params.last_mut() {
                        last.many = true;
                    }
                }
                '(' => {
                    let end = closing(&text, at, ('(', ')'));
                    let choice: String = text.get(at + 1..end).unwrap_or_default().iter().collect();
                    if choice.contains('<') {
                        return Err("S0402");
                    }
                    params.push(new(&format!("{choice}m")));
                    at = end;
                }
                '<' => {
                    let end = closing(&text, at, ('<', '>'));
                    match params.last_mut() {
                        Some(last) if last.array => last.subtype = text.get(at + 1).copied(),
                        Some(last) if last.types == Types::of("f") => {}
                        _ => return Err("S0401"),
                    }
                    at = end;
                }
                _ => {}
            }
            at += 1;
        }
        Ok(Self { params })
    }

    /// The arguments as the function takes them, or the error that says which does not fit.
    pub(crate) fn validate(
        &self,
        mut args: Vec<Val>,
        context: View<'_>,
        name: &str,
    ) -> Fallible<Vec<Val>> {
        if self.takes_as_is(&args) {
            return Ok(args);
        }
        let symbols: Vec<Types> = args.iter().map(|it| Types::of_value(View::of(it))).collect();
        let Some(counts) = self.fit(&symbols) else {
            return Err(self.misfit(&symbols, name));
        };
        let mut acc = Vec::with_capacity(self.params.len());
        let mut given = args.drain(..).enumerate();
        for (param, count) in self.params.iter().zip(counts) {
            if count == 0 {
                if param.context {
                    if !param.types.contains(Types::of_value(context)) {
                        let text = format!(
                            "Context value is not a compatible type with argument {} of function \"{name}\"",
                            acc.len() + 1
                        );
                        return Err(EvaluateError::new("T0411", text));
                    }
                    acc.push(context.to_val());
                } else {
                    acc.push(given.next().map_or(Val::Undef, |(_, it)| it));
                }
                continue;
            }
            for (index, arg) in given.by_ref().take(count) {
                acc.push(if param.array { param.as_array(arg, index, name)? } else { arg });
            }
        }
        acc.extend(given.map(|(_, it)| it));
        Ok(acc)
    }

    /// The steps that fitting so many arguments takes at most.
    pub(crate) fn work(&self, args: usize) -> usize {
        const PLACES_PER_STEP: usize = 16;
        let each = if self.params.iter().any(|it| it.many) { args + 1 } else { 1 };
        self.params.len().saturating_mul(args + 1).saturating_mul(each) / PLACES_PER_STEP
    }

    /// Whether each parameter takes one argument, and none of them is changed by it.
    fn takes_as_is(&self, args: &[Val]) -> bool {
        self.params.len() == args.len()
            && self.params.iter().zip(args).all(|(param, arg)| {
                let arg = View::of(arg);
                !param.many
                    && param.types.contains(Types::of_value(arg))
                    && (!param.array || param.is_array(arg))
            })
    }

    /// How many arguments each parameter takes, the first ones as many as they can.
    fn fit(&self, symbols: &[Types]) -> Option<Vec<usize>> {
        self.first_fit(symbols, |_, _| true).or_else(|| {
            let rest_fits = self.rest_fits(symbols);
            self.first_fit(symbols, |param, from| {
                rest_fits.get(param).and_then(|it| it.get(from)).is_some_and(|it| *it)
            })
        })
    }

    /// The same, where `fits` says whether the arguments from one on fit the parameters from one on.
    fn first_fit(
        &self,
        symbols: &[Types],
        fits: impl Fn(usize, usize) -> bool,
    ) -> Option<Vec<usize>> {
        let mut from = 0;
        let mut counts = Vec::with_capacity(self.params.len());
        for (at, param) in self.params.iter().enumerate() {
            let given = symbols.get(from..)?;
            let count = param.counts(given).rev().find(|it| fits(at + 1, from + it))?;
            counts.push(count);
            from += count;
        }
        (from == symbols.len()).then_some(counts)
    }

    /// Of each parameter, and of each argument, whether the arguments from there fit the parameters
    /// from there: from the last one to the first, so that no way is tried twice.
    fn rest_fits(&self, symbols: &[Types]) -> Vec<Vec<bool>> {
        let mut end = vec![false; symbols.len() + 1];
        if let Some(last) = end.last_mut() {
            *last = true;
        }
        let mut rows = vec![end];
        for param in self.params.iter().rev() {
            let next = rows.last().map_or(&[][..], Vec::as_slice);
            let row = (0..=symbols.len()).map(|from| {
                let given = symbols.get(from..).unwrap_or_default();
                param.counts(given).any(|it| next.get(from + it).is_some_and(|it| *it))
            });
            let row = row.collect();
            rows.push(row);
        }
        rows.reverse();
        rows
    }

    /// The first argument up to which the parameters in front do fit.
    fn misfit(&self, symbols: &[Types], name: &str) -> Box<EvaluateError> {
        // Where the arguments may end that the parameters so far have taken.
        let mut ends = vec![0];
        for param in &self.params {
            let mut next: Vec<usize> = ends
                .iter()
                .flat_map(|from| {
                    let given = symbols.get(*from..).unwrap_or_default();
                    param.counts(given).map(move |it| from + it)
                })
                .collect();
            next.sort_unstable();
            next.dedup();
            if next.is_empty() {
                break;
            }
            ends = next;
        }
        let good = ends.last().copied().unwrap_or_default();
        let text = format!(
            "Argument {} of function \"{name}\" does not match function signature",
            good + 1
        );
        EvaluateError::new("T0410", text)
    }

    /// No parameters.
    pub(crate) fn none() -> Self {
        Self { params: Vec::new() }
    }
}

impl Param {
    /// How many of these arguments it may take.
    fn counts(&self, given: &[Types]) -> RangeInclusive<usize> {
        let most = if self.many { given.len() } else { given.len().min(1) };
        let matching = given.iter().take(most).take_while(|it| self.types.contains(**it)).count();
        usize::from(!self.optional)..=matching
    }

    /// Whether a value is an array whose items fit.
    fn is_array(&self, arg: View<'_>) -> bool {
        arg.is_array()
            && match self.subtype {
                // `?` stands for any items.
                None | Some('?') => true,
                Some(subtype) => {
                    let mut items = arg.items().map(Types::of_value);
                    items.next().is_none_or(|first| {
                        first == Types::of(subtype.encode_utf8(&mut [0; 4]))
                            && items.all(|it| it == first)
                    })
                }
            }
    }

    fn as_array(&self, arg: Val, index: usize, name: &str) -> Fallible<Val> {
        if arg.is_undef() {
            return Ok(Val::Undef);
        }
        let is_array = self.is_array(View::of(&arg));
        if is_array {
            return Ok(arg);
        }
        let fits = match self.subtype {
            None => true,
            Some(subtype) => {
                subtype != '?' && !arg.is_array() && {
                    Types::of_value(View::of(&arg)) == Types::of(subtype.encode_utf8(&mut [0; 4]))
                }
            }
        };
        if fits {
            return Ok(Val::List(Rc::new(List::of(vec![arg]))));
        }
        let of = match self.subtype {
            Some('a') => "\"arrays\"",
            Some('b') => "\"booleans\"",
            Some('f') => "\"functions\"",
            Some('n') => "\"numbers\"",
            Some('o') => "\"objects\"",
            Some('s') => "\"strings\"",
            _ => "undefined",
        };
        let text =
            format!("Argument {} of function \"{name}\" must be an array of {of}", index + 1);
        Err(EvaluateError::new("T0412", text))
    }
}
