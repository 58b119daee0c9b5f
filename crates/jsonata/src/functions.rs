//! The table of functions.

mod array;
mod aws;
mod encoding;
mod higher_order;
mod integer;
mod number;
mod number_picture;
mod object;
pub(crate) mod pattern;
mod string;
mod time;
mod time_picture;

pub(crate) use string::text_of;

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use crate::environment::Dialect;
use crate::evaluate::{Evaluator, Fallible, Function};
use crate::signature::Signature;
use crate::value::{Val, View};

pub(crate) type Run = fn(&mut Evaluator<'_>, Vec<Val>, View<'_>) -> Fallible;

pub(crate) struct Builtin {
    pub(crate) name: &'static str,
    text: &'static str,
    /// How many arguments it wants when it is passed to another function.
    pub(crate) arity: usize,
    only: Option<Dialect>,
    pub(crate) run: Run,
    signature: OnceLock<Signature>,
}

impl Builtin {
    pub(crate) fn signature(&self) -> &Signature {
        self.signature
            .get_or_init(|| Signature::parse(self.text).unwrap_or_else(|_| Signature::none()))
    }
    pub(crate) fn is_in(&self, dialect: Dialect) -> bool {
        self.only.is_none_or(|it| it == dialect)
    }
}

const fn both(name: &'static str, text: &'static str, arity: usize, run: Run) -> Builtin {
    Builtin { name, text, arity, only: None, run, signature: OnceLock::new() }
}
const fn only(
    dialect: Dialect,
    name: &'static str,
    text: &'static str,
    arity: usize,
    run: Run,
) -> Builtin {
    Builtin { name, text, arity, only: Some(dialect), run, signature: OnceLock::new() }
}

/// The function of a name.
pub(crate) fn find(name: &str) -> Option<&'static Builtin> {
    static INDEX: LazyLock<HashMap<&'static str, &'static Builtin>> =
        LazyLock::new(|| TABLE.iter().map(|it| (it.name, it)).collect());
    INDEX.get(name).copied()
}

static TABLE: [Builtin; 70] = [
    both("sum", "<a<n>:n>", 1, number::sum),
    both("count", "<a:n>", 1, array::count),
    both("max", "<a<n>:n>", 1, number::max),
    both("min", "<a<n>:n>", 1, number::min),
    both("average", "<a<n>:n>", 1, number::average),
    both("string", "<x-b?:s>", 1, string::string),
    both("substring", "<s-nn?:s>", 3, string::substring),
    both("substringBefore", "<s-s:s>", 2, string::substring_before),
    both("substringAfter", "<s-s:s>", 2, string::substring_after),
    both("lowercase", "<s-:s>", 1, string::lowercase),
    both("uppercase", "<s-:s>", 1, string::uppercase),
    both("length", "<s-:n>", 1, string::length),
    both("trim", "<s-:s>", 1, string::trim),
    both("pad", "<s-ns?:s>", 3, string::pad),
    both("match", "<s-f<s:o>n?:a<o>>", 3, pattern::match_),
    both("contains", "<s-(sf):b>", 2, pattern::contains),
    both("replace", "<s-(sf)(sf)n?:s>", 4, pattern::replace),
    both("split", "<s-(sf)n?:a<s>>", 3, pattern::split),
    both("join", "<a<s>s?:s>", 2, string::join),
    both("formatNumber", "<n-so?:s>", 3, number_picture::format_number),
    both("formatBase", "<n-n?:s>", 2, number::format_base),
    both("formatInteger", "<n-s:s>", 2, integer::format_integer),
    both("parseInteger", "<s-s:n>", 2, integer::parse_integer),
    both("number", "<(nsb)-:n>", 1, number::number),
    both("floor", "<n-:n>", 1, number::floor),
    both("ceil", "<n-:n>", 1, number::ceil),
    both("round", "<n-n?:n>", 2, number::round),
    both("abs", "<n-:n>", 1, number::abs),
    both("sqrt", "<n-:n>", 1, number::sqrt),
    both("power", "<n-n:n>", 2, number::power),
    both("random", "<n?:n>", 0, number::random),
    both("boolean", "<x-:b>", 1, object::boolean),
    both("not", "<x-:b>", 1, object::not),
    both("map", "<af>", 2, higher_order::map),
    both("zip", "<a+>", 0, array::zip),
    both("filter", "<af>", 2, higher_order::filter),
    both("single", "<af?>", 2, higher_order::single),
    both("reduce", "<afj?:j>", 3, higher_order::reduce),
    both("sift", "<o-f?:o>", 2, higher_order::sift),
    both("keys", "<x-:a<s>>", 1, object::keys),
    both("lookup", "<x-s:x>", 2, object::lookup),
    both("append", "<xx:a>", 2, array::append),
    both("exists", "<x:b>", 1, object::exists),
    both("spread", "<x-:a<o>>", 1, object::spread),
    both("merge", "<a<o>:o>", 1, object::merge),
    both("reverse", "<a:a>", 1, array::reverse),
    both("each", "<o-f:a>", 2, higher_order::each),
    both("error", "<s?:x>", 1, object::error),
    both("assert", "<bs?:x>", 2, object::assert),
    both("type", "<x:s>", 1, object::type_),
    both("sort", "<af?:a>", 2, array::sort),
    both("shuffle", "<a:a>", 1, array::shuffle),
    both("distinct", "<x:x>", 1, array::distinct),
    both("base64encode", "<s-:s>", 1, encoding::base64encode),
    both("base64decode", "<s-:s>", 1, encoding::base64decode),
    both("encodeUrlComponent", "<s-:s>", 1, encoding::encode_url_component),
    both("encodeUrl", "<s-:s>", 1, encoding::encode_url),
    both("decodeUrlComponent", "<s-:s>", 1, encoding::decode_url_component),
    both("decodeUrl", "<s-:s>", 1, encoding::decode_url),
    only(Dialect::Standard, "eval", "<sx?:x>", 2, object::eval),
    both("toMillis", "<s-s?:n>", 2, time::to_millis),
    both("fromMillis", "<n-s?s?:s>", 3, time::from_millis),
    both("clone", "<(oa)-:o>", 1, object::clone),
    both("now", "<s?s?:s>", 2, time::now),
    both("millis", "<:n>", 0, time::millis),
    only(Dialect::Aws, "partition", "<a<?>n?>", 2, aws::partition),
    only(Dialect::Aws, "range", "<nnn?>", 3, aws::range),
    only(Dialect::Aws, "hash", "<s-s?>", 2, aws::hash),
    only(Dialect::Aws, "uuid", "<>", 0, aws::uuid),
    only(Dialect::Aws, "parse", "<s?>", 1, aws::parse),
];

/// Counts a picture: what it says is gone through once for each character of it.
pub(crate) fn pictured(evaluator: &mut Evaluator<'_>, length: usize) -> Fallible<()> {
    const PLACES_PER_STEP: usize = 64;
    evaluator.step(length.saturating_mul(length) / PLACES_PER_STEP)
}

/// A text with as many of `fill` in front of it as it needs to be so long.
pub(crate) fn filled_up(text: &str, fill: char, length: usize) -> String {
    let missing = length.saturating_sub(text.chars().count());
    std::iter::repeat_n(fill, missing).chain(text.chars()).collect()
}

/// An argument by its place.
pub(crate) fn arg(args: &[Val], at: usize) -> &Val {
    args.get(at).unwrap_or(&Val::Undef)
}

/// A function among the arguments.
pub(crate) fn function(args: &[Val], at: usize) -> Option<&std::rc::Rc<Function>> {
    if let Val::Func(it) = arg(args, at) { Some(it) } else { None }
}
