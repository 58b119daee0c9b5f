//! `if a { b } else { c }`: one value or the other.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Block, Error, Expr, ExprIf};

use super::{Conversion, NO_COUNTERPART, Place, knows_its_type, only_value};

const STEPS: &str = "this Rust expression has no counterpart in a workflow expression: an `if` is \
                     a value here, with one expression in each of `if` and `else`; for steps, use \
                     `choice(..)`";

pub(super) fn rewrite(it: ExprIf, place: Place) -> syn::Result<TokenStream> {
    if place == Place::Typed {
        return convert(it, &Conversion::Into);
    }
    let parts = Parts::of(it)?;
    // Nothing else says the type: the first value that knows its own does.
    if knows_its_type(&parts.then) || !knows_its_type(&parts.otherwise) {
        parts.select(&Conversion::As, &Conversion::Into)
    } else {
        parts.select(&Conversion::Into, &Conversion::As)
    }
}

/// Both values converted in the same way.
pub(super) fn convert(it: ExprIf, conversion: &Conversion) -> syn::Result<TokenStream> {
    Parts::of(it)?.select(conversion, conversion)
}

struct Parts {
    condition: Expr,
    then: Expr,
    otherwise: Expr,
}

impl Parts {
    fn of(it: ExprIf) -> syn::Result<Self> {
        if matches!(*it.cond, Expr::Let(_)) {
            return Err(Error::new(it.cond.span(), NO_COUNTERPART));
        }
        let Some((_, otherwise)) = it.else_branch else {
            return Err(Error::new(it.if_token.span(), STEPS));
        };
        let then = value(&it.then_branch)?;
        let otherwise = match *otherwise {
            Expr::Block(it) => value(&it.block)?,
            other => other,
        };
        Ok(Self { condition: *it.cond, then, otherwise })
    }

    fn select(self, then: &Conversion, otherwise: &Conversion) -> syn::Result<TokenStream> {
        let condition = super::rewrite(self.condition, Place::Typed)?;
        let then = super::convert(self.then, then)?;
        let otherwise = super::convert(self.otherwise, otherwise)?;
        Ok(quote!(::stepwright::__private::select(#condition, #then, #otherwise)))
    }
}

/// The one expression of a block.
fn value(block: &Block) -> syn::Result<Expr> {
    only_value(block).ok_or_else(|| {
        let at = block.stmts.first().map_or_else(|| block.span(), Spanned::span);
        Error::new(at, STEPS)
    })
}
