//! Operators: comparisons and logic are methods of `Expr`, arithmetic is Rust's own.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{BinOp, Error, Expr, ExprBinary, ExprPath, ExprUnary, UnOp};

use super::{NO_COUNTERPART, Place, operand};

pub(super) fn binary(it: ExprBinary) -> syn::Result<TokenStream> {
    let at = it.op.span();
    let method = match it.op {
        BinOp::Eq(_) => Some("eq"),
        BinOp::Ne(_) => Some("ne"),
        BinOp::Lt(_) => Some("lt"),
        BinOp::Le(_) => Some("le"),
        BinOp::Gt(_) => Some("gt"),
        BinOp::Ge(_) => Some("ge"),
        BinOp::And(_) | BinOp::BitAnd(_) => Some("and"),
        BinOp::Or(_) | BinOp::BitOr(_) => Some("or"),
        BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_) => None,
        _ => return Err(Error::new(at, NO_COUNTERPART)),
    };
    let apply = |left: TokenStream, right: TokenStream| match method {
        Some(method) => {
            let method = Ident::new(method, at);
            quote_spanned!(at=> #left.#method(#right))
        }
        None => {
            let operator = it.op;
            quote!(#left #operator #right)
        }
    };
    match (is_literal(&it.left), is_literal(&it.right)) {
        // Known while the workflow is built.
        (true, true) if method.is_none() => {
            let ExprBinary { left, op, right, .. } = it;
            Ok(quote!(#left #op #right))
        }
        // A literal has the type of what it meets.
        (true, _) => {
            let literal = it.left;
            let right = operand(*it.right)?;
            let met = Ident::new("right", Span::mixed_site());
            let left = quote!(::stepwright::__private::like(#literal, #met));
            let made = apply(left, quote!(#met));
            Ok(quote!({
                let #met = ::stepwright::AsExpr::as_expr(#right);
                #made
            }))
        }
        (false, _) => {
            let is_constant = matches!(&*it.left, Expr::Path(path) if is_constant(path));
            let mut left = operand(*it.left)?;
            if is_constant {
                left = quote!(::stepwright::AsExpr::as_expr(#left));
            }
            let right = match method {
                Some(_) => super::rewrite(*it.right, Place::Typed)?,
                None => operand(*it.right)?,
            };
            Ok(apply(left, right))
        }
    }
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

/// Whether a path is spelt as a constant or a variant: a Rust value, not an `Expr`.
fn is_constant(path: &ExprPath) -> bool {
    let shouts = |it: &Ident| {
        let name = it.to_string();
        name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
    };
    path.path.segments.len() > 1 || path.path.segments.iter().all(|it| shouts(&it.ident))
}
