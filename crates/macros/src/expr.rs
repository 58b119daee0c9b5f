//! `expr!`: Rust syntax, rewritten to calls on `Expr`.
//!
//! Owns which syntax has a counterpart. What the calls mean, and what types they take, is for the
//! traits of `stepwright` to say.

mod conditional;
mod operator;
mod structure;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Block, Error, Expr, ExprArray, ExprMethodCall, Stmt, UnOp};

const NO_COUNTERPART: &str = "this Rust expression has no counterpart in a workflow expression";

/// What a workflow expression stands for. Every token keeps the span of what it came from.
pub(crate) fn expand(expr: Expr) -> syn::Result<TokenStream> {
    rewrite(expr, Place::Free)
}

/// Whether the place of an expression says which type it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It does: a struct's field, an argument.
    Typed,
    /// It does not: the expression's own parts must.
    Free,
}

/// What makes an `Expr` of a value.
#[derive(Debug, Clone)]
enum Conversion {
    /// To the type of the place.
    Into,
    /// To the value's own type.
    As,
    /// By the function of a struct's field, to the type of the field.
    Field(TokenStream),
}

fn rewrite(expr: Expr, place: Place) -> syn::Result<TokenStream> {
    match expr {
        Expr::Struct(it) => structure::rewrite(it),
        Expr::Array(it) => list(it, place),
        Expr::Binary(it) => operator::binary(it),
        Expr::Unary(it) => operator::unary(it),
        Expr::If(it) => conditional::rewrite(it, place),
        Expr::Paren(it) => rewrite(*it.expr, place),
        Expr::Group(it) => rewrite(*it.expr, place),
        Expr::MethodCall(it) => method_call(it),
        Expr::Field(mut it) => {
            replace(&mut it.base, operand)?;
            Ok(it.into_token_stream())
        }
        Expr::Path(_)
        | Expr::Lit(_)
        | Expr::Call(_)
        | Expr::Macro(_)
        | Expr::Block(_)
        | Expr::Cast(_)
        | Expr::Index(_)
        | Expr::Reference(_)
        | Expr::Tuple(_)
        | Expr::Verbatim(_) => Ok(expr.into_token_stream()),
        other => Err(Error::new(other.span(), NO_COUNTERPART)),
    }
}

/// As rewritten, in parentheses where it is more than a word.
fn operand(expr: Expr) -> syn::Result<TokenStream> {
    let binds_tightly = matches!(
        expr,
        Expr::Path(_)
            | Expr::Field(_)
            | Expr::MethodCall(_)
            | Expr::Lit(_)
            | Expr::Call(_)
            | Expr::Macro(_)
    );
    let tokens = rewrite(expr, Place::Free)?;
    Ok(if binds_tightly { tokens } else { quote!((#tokens)) })
}

fn method_call(mut it: ExprMethodCall) -> syn::Result<TokenStream> {
    replace(&mut it.receiver, operand)?;
    for argument in &mut it.args {
        match argument {
            // A closure is Rust as it stands, but for its body.
            Expr::Closure(closure) => replace(&mut closure.body, body)?,
            other => replace(other, |it| rewrite(it, Place::Typed))?,
        }
    }
    Ok(it.into_token_stream())
}

/// The body of a closure: an expression, alone or in braces, is a workflow expression again.
fn body(expr: Expr) -> syn::Result<TokenStream> {
    match expr {
        Expr::Block(it) => match only_value(&it.block) {
            Some(value) => rewrite(value, Place::Free),
            None => Ok(it.into_token_stream()),
        },
        other => rewrite(other, Place::Free),
    }
}

fn replace(
    place: &mut Expr,
    with: impl FnOnce(Expr) -> syn::Result<TokenStream>,
) -> syn::Result<()> {
    let expr = std::mem::replace(place, Expr::Verbatim(TokenStream::new()));
    *place = Expr::Verbatim(with(expr)?);
    Ok(())
}

/// `[a, b]`. Where nothing else says the type of the items, the first that knows its own does.
fn list(it: ExprArray, place: Place) -> syn::Result<TokenStream> {
    let speaker = match place {
        Place::Free => it.elems.iter().position(knows_its_type),
        Place::Typed => None,
    };
    let mut items = Vec::new();
    for (index, item) in it.elems.into_iter().enumerate() {
        let speaks = speaker == Some(index);
        items.push(convert(item, if speaks { &Conversion::As } else { &Conversion::Into })?);
    }
    Ok(quote!(::stepwright::__private::list([#(#items),*])))
}

fn convert(expr: Expr, conversion: &Conversion) -> syn::Result<TokenStream> {
    match (expr, conversion) {
        (Expr::Paren(it), _) => convert(*it.expr, conversion),
        (Expr::Group(it), _) => convert(*it.expr, conversion),
        // Value by value: the type of the whole would be one too many for rustc to infer.
        (Expr::If(it), Conversion::Into | Conversion::Field(_)) => {
            conditional::convert(it, conversion)
        }
        (expr, Conversion::Into) => {
            Ok(call(quote!(::stepwright::IntoExpr::into_expr), rewrite(expr, Place::Typed)?))
        }
        (expr, Conversion::As) if operator::is_expr(&expr) => rewrite(expr, Place::Free),
        (expr, Conversion::As) => {
            Ok(call(quote!(::stepwright::AsExpr::as_expr), rewrite(expr, Place::Free)?))
        }
        (expr, Conversion::Field(function)) => {
            let value = rewrite(expr, Place::Typed)?;
            Ok(quote!(#function(#value)))
        }
    }
}

/// A call whose tokens begin and end where its argument does, so that a mistake in the argument is
/// told there and not at the whole macro.
fn call(function: TokenStream, argument: TokenStream) -> TokenStream {
    let mut tokens = argument.clone().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |it| it.span());
    let last = tokens.last().map_or(first, |it| it.span());
    let function = function.into_iter().map(|mut it| {
        it.set_span(first);
        it
    });
    let mut parentheses = Group::new(Delimiter::Parenthesis, argument);
    parentheses.set_span(last);
    function.chain([TokenTree::Group(parentheses)]).collect()
}

/// All but numbers without a suffix, `None`, and what is made of them.
fn knows_its_type(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(it) => match &it.lit {
            syn::Lit::Int(it) => !it.suffix().is_empty(),
            syn::Lit::Float(it) => !it.suffix().is_empty(),
            _ => true,
        },
        Expr::Unary(it) => matches!(it.op, UnOp::Not(_)) || knows_its_type(&it.expr),
        Expr::Paren(it) => knows_its_type(&it.expr),
        Expr::Group(it) => knows_its_type(&it.expr),
        Expr::Array(it) => it.elems.iter().any(knows_its_type),
        Expr::Path(it) => !it.path.is_ident("None"),
        _ => true,
    }
}

/// The one expression of a block.
fn only_value(block: &Block) -> Option<Expr> {
    match block.stmts.as_slice() {
        [Stmt::Expr(value, None)] => Some(value.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
