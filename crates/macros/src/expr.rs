//! `expr!`: Rust syntax, rewritten to calls on `Expr`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{
    BinOp, Block, Error, Expr, ExprArray, ExprBinary, ExprIf, ExprStruct, ExprUnary, Stmt, UnOp,
};

const NO_COUNTERPART: &str = "this Rust expression has no counterpart in a workflow expression";

/// What stands for a workflow expression. Every token keeps the span of what it came from.
pub(crate) fn rewrite(expr: Expr) -> syn::Result<TokenStream> {
    match expr {
        Expr::Struct(it) => structure(it),
        Expr::Array(it) => array(it),
        Expr::Binary(it) => binary(it),
        Expr::Unary(it) => unary(it),
        Expr::If(it) => conditional(it),
        Expr::Paren(it) => rewrite(*it.expr),
        Expr::Group(it) => rewrite(*it.expr),
        Expr::MethodCall(it) => {
            let receiver = operand(*it.receiver)?;
            let arguments: Vec<TokenStream> =
                it.args.into_iter().map(argument_of_call).collect::<syn::Result<_>>()?;
            let (dot, method, turbofish) = (it.dot_token, it.method, it.turbofish);
            Ok(quote!(#receiver #dot #method #turbofish (#(#arguments),*)))
        }
        Expr::Field(it) => {
            let base = operand(*it.base)?;
            let (dot, member) = (it.dot_token, it.member);
            Ok(quote!(#base #dot #member))
        }
        Expr::Path(_)
        | Expr::Lit(_)
        | Expr::Call(_)
        | Expr::Macro(_)
        | Expr::Block(_)
        | Expr::Tuple(_)
        | Expr::Cast(_)
        | Expr::Index(_)
        | Expr::Reference(_)
        | Expr::Unsafe(_)
        | Expr::Const(_)
        | Expr::Verbatim(_) => Ok(quote!(#expr)),
        other => Err(Error::new(other.span(), NO_COUNTERPART)),
    }
}

/// A closure is Rust as it stands, but for its body, which is a workflow expression again.
fn argument_of_call(argument: Expr) -> syn::Result<TokenStream> {
    let Expr::Closure(mut closure) = argument else { return rewrite(argument) };
    let body = rewrite((*closure.body).clone())?;
    *closure.body = Expr::Verbatim(body);
    Ok(quote!(#closure))
}

/// `Foo { a: x, b }` is built field by field, so that a wrong leaf is reported at the leaf.
fn structure(it: ExprStruct) -> syn::Result<TokenStream> {
    if let Some(rest) = it.rest {
        return Err(Error::new(rest.span(), NO_COUNTERPART));
    }
    if let Some(dots) = it.dot2_token {
        return Err(Error::new(dots.span(), NO_COUNTERPART));
    }
    let path = it.path;
    let span = path.span();
    let mut fields = Vec::new();
    for field in it.fields {
        let member = field.member;
        let value = rewrite(field.expr)?;
        fields.push(quote!(#member: __Fields::#member(#value)));
    }
    // The alias has the path's own span: a missing field is reported under the type's name.
    let alias = quote_spanned!(span=> __Fields);
    let construct = quote_spanned!(span=> <#path as ::stepwright::Construct>::construct);
    Ok(quote!({
        type __Fields = <#path as ::stepwright::Shape>::Fields;
        #construct(#alias { #(#fields),* })
    }))
}

fn array(it: ExprArray) -> syn::Result<TokenStream> {
    let items: Vec<TokenStream> = it.elems.into_iter().map(rewrite).collect::<syn::Result<_>>()?;
    Ok(quote!(::stepwright::__private::list([#(::stepwright::IntoExpr::into_expr(#items)),*])))
}

fn binary(mut it: ExprBinary) -> syn::Result<TokenStream> {
    // A literal knows nothing of `Expr`: `0 < rows` is written `rows > 0`.
    if matches!(*it.left, Expr::Lit(_))
        && let Some(mirrored) = mirrored(it.op)
    {
        std::mem::swap(&mut it.left, &mut it.right);
        it.op = mirrored;
    }
    let span = it.op.span();
    let named = match it.op {
        BinOp::Eq(_) => Some("eq"),
        BinOp::Ne(_) => Some("ne"),
        BinOp::Lt(_) => Some("lt"),
        BinOp::Le(_) => Some("le"),
        BinOp::Gt(_) => Some("gt"),
        BinOp::Ge(_) => Some("ge"),
        BinOp::And(_) | BinOp::BitAnd(_) => Some("and"),
        BinOp::Or(_) | BinOp::BitOr(_) => Some("or"),
        BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_) => None,
        _ => return Err(Error::new(span, NO_COUNTERPART)),
    };
    let (left, right) = (operand(*it.left)?, operand(*it.right)?);
    let operator = it.op;
    Ok(match named {
        Some(method) => {
            let method = proc_macro2::Ident::new(method, span);
            quote_spanned!(span=> #left.#method(#right))
        }
        None => quote!(#left #operator #right),
    })
}

/// The operator with its sides changed over, where that means the same.
fn mirrored(operator: BinOp) -> Option<BinOp> {
    let span = operator.span();
    Some(match operator {
        BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Add(_) | BinOp::Mul(_) => operator,
        BinOp::Lt(_) => BinOp::Gt(syn::token::Gt(span)),
        BinOp::Le(_) => BinOp::Ge(syn::token::Ge([span, span])),
        BinOp::Gt(_) => BinOp::Lt(syn::token::Lt(span)),
        BinOp::Ge(_) => BinOp::Le(syn::token::Le([span, span])),
        _ => return None,
    })
}

/// In parentheses where it is more than a word.
fn operand(expr: Expr) -> syn::Result<TokenStream> {
    let simple = matches!(
        expr,
        Expr::Path(_)
            | Expr::Field(_)
            | Expr::MethodCall(_)
            | Expr::Lit(_)
            | Expr::Call(_)
            | Expr::Macro(_)
    );
    let tokens = rewrite(expr)?;
    Ok(if simple { tokens } else { quote!((#tokens)) })
}

fn unary(it: ExprUnary) -> syn::Result<TokenStream> {
    let operator = it.op;
    match operator {
        UnOp::Not(_) | UnOp::Neg(_) => {
            let value = operand(*it.expr)?;
            Ok(quote!(#operator #value))
        }
        _ => Err(Error::new(operator.span(), NO_COUNTERPART)),
    }
}

fn conditional(it: ExprIf) -> syn::Result<TokenStream> {
    const STEPS: &str = "an `if` in a workflow expression is a value: both `if` and `else` have one expression each; for steps, use `choice(..)`";
    let span = it.if_token.span();
    if matches!(*it.cond, Expr::Let(_)) {
        return Err(Error::new(it.cond.span(), NO_COUNTERPART));
    }
    let Some((_, otherwise)) = it.else_branch else { return Err(Error::new(span, STEPS)) };
    let condition = operand(*it.cond)?;
    let then = only_value(it.then_branch, span, STEPS)?;
    let otherwise = match *otherwise {
        Expr::Block(block) => only_value(block.block, span, STEPS)?,
        other => rewrite(other)?,
    };
    Ok(quote_spanned!(span=> #condition.if_else(#then, #otherwise)))
}

/// The one expression of a block.
fn only_value(block: Block, span: Span, steps: &str) -> syn::Result<TokenStream> {
    let mut statements = block.stmts.into_iter();
    match (statements.next(), statements.next()) {
        (Some(Stmt::Expr(value, None)), None) => rewrite(value),
        (Some(first), _) => Err(Error::new(first.span(), steps)),
        (None, _) => Err(Error::new(span, steps)),
    }
}
