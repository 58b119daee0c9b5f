//! `jsonata!`: JSONata with typed holes.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Expr, Ident, LitStr, Token, Type};

/// `jsonata!(f64, "$round({rows} / {n}, 2)", rows = benner.rows, n = 3)`
pub(crate) struct Jsonata {
    ty: Type,
    text: LitStr,
    holes: Vec<(Ident, Expr)>,
}

impl Parse for Jsonata {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ty = input.parse()?;
        input.parse::<Token![,]>()?;
        let text = input.parse()?;
        let mut holes = Vec::new();
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let name = input.parse()?;
            input.parse::<Token![=]>()?;
            holes.push((name, input.parse()?));
        }
        Ok(Self { ty, text, holes })
    }
}

pub(crate) fn expand(input: &Jsonata) -> syn::Result<TokenStream> {
    let Jsonata { ty, text, holes } = input;
    let (parts, names) = split(text)?;
    if let Some((unused, _)) = holes.iter().find(|(name, _)| !names.contains(&name.to_string())) {
        return Err(Error::new(
            unused.span(),
            format!("jsonata!: the text has no hole `{{{unused}}}`"),
        ));
    }
    let mut nodes = Vec::new();
    for name in &names {
        let Some((_, value)) = holes.iter().find(|(hole, _)| hole == name) else {
            return Err(Error::new(
                text.span(),
                format!(
                    "jsonata!: nothing is given for the hole `{{{name}}}`; add `{name} = ..`, or write `{{{{` for a brace"
                ),
            ));
        };
        nodes.push(quote!(::stepwright::AsExpr::as_expr(#value).node()));
    }
    Ok(quote! {
        ::stepwright::__private::jsonata::<#ty>(&[#(#parts),*], ::std::vec![#(#nodes),*])
    })
}

/// The text between the holes, and the holes' names. `{{` and `}}` are braces.
fn split(text: &LitStr) -> syn::Result<(Vec<String>, Vec<String>)> {
    let value = text.value();
    let mut characters = value.chars().peekable();
    let (mut parts, mut names, mut part) = (Vec::new(), Vec::new(), String::new());
    while let Some(it) = characters.next() {
        match it {
            '{' | '}' if characters.peek() == Some(&it) => {
                characters.next();
                part.push(it);
            }
            '{' => {
                let mut name = String::new();
                loop {
                    match characters.next() {
                        Some('}') => break,
                        Some(it) if it.is_alphanumeric() || it == '_' => name.push(it),
                        _ => {
                            return Err(Error::new(
                                text.span(),
                                "jsonata!: `{` opens a hole with a name, such as `{rows}`; write `{{` for a brace",
                            ));
                        }
                    }
                }
                names.push(name);
                parts.push(std::mem::take(&mut part));
            }
            '}' => {
                return Err(Error::new(
                    text.span(),
                    "jsonata!: `}` closes no hole; write `}}` for a brace",
                ));
            }
            it => part.push(it),
        }
    }
    parts.push(part);
    Ok((parts, names))
}
