//! Operators: comparisons and logic are methods of `Expr`, arithmetic is a function each, so that
//! what is not a number is told at the operand.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{BinOp, Error, Expr, ExprBinary, ExprUnary, UnOp};

use super::{Conversion, NO_COUNTERPART, Place, convert, operand, rewrite};

/// What an operator becomes.
#[derive(Debug, Clone, Copy)]
enum Counterpart {
    Method(&'static str),
    Function(&'static str),
}

pub(super) fn binary(it: ExprBinary) -> syn::Result<TokenStream> {
    let counterpart = counterpart(it.op)?;
    let at = it.op.span();
    match (is_literal(&it.left), is_literal(&it.right), counterpart) {
        // Known while the workflow is built.
        (true, true, Counterpart::Function(_)) => {
            let ExprBinary { left, op, right, .. } = it;
            Ok(quote!(#left #op #right))
        }
        // A literal has the type of what it meets.
        (true, ..) => {
            let literal = it.left;
            let met = Ident::new("right", Span::mixed_site());
            let right = convert(*it.right, &Conversion::As)?;
            let left = quote!(::stepwright::__private::like(#literal, #met));
            let made = counterpart.apply(at, &left, &quote!(#met));
            Ok(quote!({
                let #met = #right;
                #made
            }))
        }
        (false, ..) => {
            let left = convert(*it.left, &Conversion::As)?;
            let right = rewrite(*it.right, Place::Typed)?;
            Ok(counterpart.apply(at, &left, &right))
        }
    }
}

impl Counterpart {
    fn apply(self, at: Span, left: &TokenStream, right: &TokenStream) -> TokenStream {
        match self {
            Self::Method(name) => {
                let name = Ident::new(name, at);
                quote_spanned!(at=> #left.#name(#right))
            }
            Self::Function(name) => {
                let name = Ident::new(name, at);
                quote_spanned!(at=> ::stepwright::__private::#name(#left, #right))
            }
        }
    }
}

fn counterpart(operator: BinOp) -> syn::Result<Counterpart> {
    Ok(match operator {
        BinOp::Eq(_) => Counterpart::Method("eq"),
        BinOp::Ne(_) => Counterpart::Method("ne"),
        BinOp::Lt(_) => Counterpart::Method("lt"),
        BinOp::Le(_) => Counterpart::Method("le"),
        BinOp::Gt(_) => Counterpart::Method("gt"),
        BinOp::Ge(_) => Counterpart::Method("ge"),
        BinOp::And(_) | BinOp::BitAnd(_) => Counterpart::Method("and"),
        BinOp::Or(_) | BinOp::BitOr(_) => Counterpart::Method("or"),
        BinOp::Add(_) => Counterpart::Function("add"),
        BinOp::Sub(_) => Counterpart::Function("sub"),
        BinOp::Mul(_) => Counterpart::Function("mul"),
        BinOp::Div(_) => Counterpart::Function("div"),
        BinOp::Rem(_) => Counterpart::Function("rem"),
        _ => return Err(Error::new(operator.span(), NO_COUNTERPART)),
    })
}

pub(super) fn unary(it: ExprUnary) -> syn::Result<TokenStream> {
    let operator = it.op;
    match operator {
        UnOp::Not(_) | UnOp::Neg(_) => {
            let value = operand(*it.expr)?;
            Ok(quote!(#operator #value))
        }
        _ => Err(Error::new(operator.span(), NO_COUNTERPART)),
    }
}

/// Whether an expression becomes an `Expr` of itself, and without a block that a method call
/// behind it would not belong to.
pub(super) fn is_expr(expr: &Expr) -> bool {
    match expr {
        Expr::Array(_) | Expr::If(_) => true,
        Expr::Binary(it) => !is_literal(&it.left),
        Expr::Paren(it) => is_expr(&it.expr),
        Expr::Group(it) => is_expr(&it.expr),
        _ => false,
    }
}

/// A literal, perhaps with a sign: it knows nothing of `Expr`.
fn is_literal(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Unary(it) => matches!(it.op, UnOp::Neg(_)) && is_literal(&it.expr),
        Expr::Paren(it) => is_literal(&it.expr),
        Expr::Group(it) => is_literal(&it.expr),
        _ => false,
    }
}
