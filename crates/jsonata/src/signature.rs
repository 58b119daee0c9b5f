//! What arguments a function takes: `<s-nn?:s>`.

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
        let Some(counts) = self.fit(0, &symbols) else {
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
    fn fit(&self, from: usize, symbols: &[Types]) -> Option<Vec<usize>> {
        let Some(param) = self.params.get(from) else {
            return symbols.is_empty().then(Vec::new);
        };
        let matching = symbols.iter().take_while(|it| param.types.contains(**it)).count();
        let most = if param.many { matching } else { matching.min(1) };
        let least = usize::from(!param.optional);
        for count in (least..=most).rev() {
            if let Some(mut rest) = self.fit(from + 1, symbols.get(count..)?) {
                rest.insert(0, count);
                return Some(rest);
            }
        }
        None
    }

    /// The first argument up to which the parameters in front do fit.
    fn misfit(&self, symbols: &[Types], name: &str) -> Box<EvaluateError> {
        let mut good = 0;
        for count in 1..=self.params.len() {
            let front = Self { params: self.params.iter().take(count).cloned().collect() };
            match front.longest(symbols) {
                Some(length) => good = length,
                None => break,
            }
        }
        let text = format!(
            "Argument {} of function \"{name}\" does not match function signature",
            good + 1
        );
        EvaluateError::new("T0410", text)
    }

    fn longest(&self, symbols: &[Types]) -> Option<usize> {
        (0..=symbols.len())
            .rev()
            .find(|length| self.fit(0, symbols.get(..*length).unwrap_or_default()).is_some())
    }

    /// No parameters.
    pub(crate) fn none() -> Self {
        Self { params: Vec::new() }
    }
}

impl Param {
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
