//! What arguments a function takes: `<s-nn?:s>`.

use std::rc::Rc;

use crate::error::EvaluateError;
use crate::evaluate::Fallible;
use crate::value::{List, Val};

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Signature {
    params: Vec<Param>,
}

#[derive(Debug, Clone, PartialEq)]
struct Param {
    /// The symbols of all types that fit, `m` (missing) among them.
    types: String,
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
            types: types.to_owned(),
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
                        Some(last) if last.types == "f" => {}
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
        context: &Val,
        name: &str,
    ) -> Fallible<Vec<Val>> {
        let symbols: Vec<char> = args.iter().map(symbol).collect();
        let Some(counts) = self.fit(0, &symbols) else {
            return Err(self.misfit(&symbols, name));
        };
        let simple = |param: &Param| !param.array && !param.context && !param.many;
        if self.params.iter().all(simple) && counts.iter().all(|count| *count == 1) {
            return Ok(args);
        }
        let mut acc = Vec::with_capacity(self.params.len());
        let mut given = args.drain(..).enumerate();
        for (param, count) in self.params.iter().zip(counts) {
            if count == 0 {
                if param.context {
                    if !param.types.contains(symbol(context)) {
                        let text = format!(
                            "Context value is not a compatible type with argument {} of function \"{name}\"",
                            acc.len() + 1
                        );
                        return Err(EvaluateError::new("T0411", text));
                    }
                    acc.push(context.clone());
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

    /// How many arguments each parameter takes, the first ones as many as they can.
    fn fit(&self, from: usize, symbols: &[char]) -> Option<Vec<usize>> {
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
    fn misfit(&self, symbols: &[char], name: &str) -> Box<EvaluateError> {
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

    fn longest(&self, symbols: &[char]) -> Option<usize> {
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
    fn as_array(&self, arg: Val, index: usize, name: &str) -> Fallible<Val> {
        let kind = symbol(&arg);
        if kind == 'm' {
            return Ok(Val::Undef);
        }
        if let Some(subtype) = self.subtype {
            // `?` stands for any items, but the value must be an array itself.
            let fits = if subtype == '?' {
                kind == 'a'
            } else if kind == 'a' {
                let mut items = arg.items().map(|it| symbol(&it));
                match items.next() {
                    Some(first) => first == subtype && items.all(|it| it == first),
                    None => true,
                }
            } else {
                kind == subtype
            };
            if !fits {
                let of = match subtype {
                    'a' => "\"arrays\"",
                    'b' => "\"booleans\"",
                    'f' => "\"functions\"",
                    'n' => "\"numbers\"",
                    'o' => "\"objects\"",
                    's' => "\"strings\"",
                    _ => "undefined",
                };
                let text = format!(
                    "Argument {} of function \"{name}\" must be an array of {of}",
                    index + 1
                );
                return Err(EvaluateError::new("T0412", text));
            }
        }
        Ok(if kind == 'a' { arg } else { Val::List(Rc::new(List::of(vec![arg]))) })
    }
}

fn symbol(value: &Val) -> char {
    use stepwright_json::Value;
    match value {
        Val::Undef => 'm',
        Val::Func(_) => 'f',
        Val::List(_) | Val::Tuples(_) | Val::Json(Value::Array(_)) => 'a',
        Val::Object(_) | Val::Json(Value::Object(_)) => 'o',
        Val::NonFinite(_) | Val::Json(Value::Number(_)) => 'n',
        Val::Json(Value::String(_)) => 's',
        Val::Json(Value::Bool(_)) => 'b',
        Val::Json(Value::Null) => 'l',
    }
}
