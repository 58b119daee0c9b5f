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
        if input.is_empty() || input.peek(LitStr) {
            return Err(input.error(
                "jsonata!: the type of the value comes first: `jsonata!(f64, \"..\", name = ..)`",
            ));
        }
        let ty = input.parse()?;
        input.parse::<Token![,]>()?;
        let text = input.parse()?;
        let mut holes = Vec::<(Ident, Expr)>::new();
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let name: Ident = input.parse()?;
            if holes.iter().any(|(it, _)| *it == name) {
                return Err(Error::new(
                    name.span(),
                    format!("jsonata!: the hole `{{{name}}}` is filled twice"),
                ));
            }
            input.parse::<Token![=]>()?;
            holes.push((name, input.parse()?));
        }
        if !input.is_empty() {
            return Err(input.error("jsonata!: expected `,` and `name = ..`"));
        }
        Ok(Self { ty, text, holes })
    }
}

pub(crate) fn expand(input: &Jsonata) -> syn::Result<TokenStream> {
    let Jsonata { ty, text, holes } = input;
    let Template { parts, names } = Template::parse(&text.value())
        .map_err(|why| Error::new(text.span(), format!("jsonata!: {why}")))?;
    if let Some((unused, _)) = holes.iter().find(|(it, _)| !names.contains(&it.to_string())) {
        return Err(Error::new(
            unused.span(),
            format!("jsonata!: the text has no hole `{{{unused}}}`"),
        ));
    }
    let nodes = names.iter().map(|name| {
        let Some((_, value)) = holes.iter().find(|(it, _)| it == name) else {
            return Err(Error::new(
                text.span(),
                format!(
                    "jsonata!: nothing is given for the hole `{{{name}}}`; add `{name} = ..`, or \
                     write `{{{{` for a brace"
                ),
            ));
        };
        Ok(quote!(::stepwright::Expr::node(::stepwright::AsExpr::as_expr(#value))))
    });
    let nodes: Vec<TokenStream> = nodes.collect::<syn::Result<_>>()?;
    Ok(quote! {
        ::stepwright::__private::jsonata::<#ty>(&[#(#parts),*], ::std::vec![#(#nodes),*])
    })
}

/// A text with holes: one part more than names.
#[derive(Debug, PartialEq, Eq)]
struct Template {
    parts: Vec<String>,
    names: Vec<String>,
}

impl Template {
    /// Reads `{name}` as a hole, `{{` and `}}` as braces.
    fn parse(text: &str) -> Result<Self, &'static str> {
        let mut characters = text.chars().peekable();
        let (mut parts, mut names, mut part) = (Vec::new(), Vec::new(), String::new());
        while let Some(it) = characters.next() {
            match it {
                '{' | '}' if characters.next_if_eq(&it).is_some() => part.push(it),
                '{' => {
                    let mut name = String::new();
                    loop {
                        match characters.next() {
                            Some('}') => break,
                            Some(it) => name.push(it),
                            None => return Err(OPEN),
                        }
                    }
                    if syn::parse_str::<Ident>(&name).is_err() {
                        return Err(OPEN);
                    }
                    names.push(name);
                    parts.push(std::mem::take(&mut part));
                }
                '}' => return Err("`}` closes no hole; write `}}` for a brace"),
                it => part.push(it),
            }
        }
        parts.push(part);
        Ok(Self { parts, names })
    }
}

const OPEN: &str = "`{` opens a hole with a name, such as `{rows}`; write `{{` for a brace";

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;
    use crate::snapshot;

    #[track_caller]
    fn check(input: &str, expect: Expect) {
        snapshot::expression(syn::parse_str(input).and_then(|it| expand(&it)), expect);
    }

    #[test]
    fn holes_are_filled_by_name() {
        check(
            r#"f64, "$round({rows} / {n} + {rows}, 2)", rows = benner.rows, n = 3,"#,
            expect![[r#"
            ::stepwright::__private::jsonata::<
                f64,
            >(
                &["$round(", " / ", " + ", ", 2)"],
                ::std::vec![
                    ::stepwright::Expr::node(::stepwright::AsExpr::as_expr(benner.rows)),
                    ::stepwright::Expr::node(::stepwright::AsExpr::as_expr(3)),
                    ::stepwright::Expr::node(::stepwright::AsExpr::as_expr(benner.rows))
                ],
            )"#]],
        );
    }

    #[test]
    fn doubled_braces_are_braces() {
        check(
            r#"Value, "{{\"a\": {a}}}", a = 1"#,
            expect![[r#"
            ::stepwright::__private::jsonata::<
                Value,
            >(
                &["{\"a\": ", "}"],
                ::std::vec![::stepwright::Expr::node(::stepwright::AsExpr::as_expr(1))],
            )"#]],
        );
    }

    #[test]
    fn a_mistake_says_what_to_write() {
        check(
            r#""$now()""#,
            expect![[
                r#"jsonata!: the type of the value comes first: `jsonata!(f64, "..", name = ..)`"#
            ]],
        );
        check("f64", expect!["expected `,`"]);
        check(
            r#"f64, "{rows}""#,
            expect![
                "jsonata!: nothing is given for the hole `{rows}`; add `rows = ..`, or write `{{` for a brace"
            ],
        );
        check(r#"f64, "1", rows = 2"#, expect!["jsonata!: the text has no hole `{rows}`"]);
        check(r#"f64, "{a}", a = 1, a = 2"#, expect!["jsonata!: the hole `{a}` is filled twice"]);
        check(r#"f64, "{a}" a = 1"#, expect!["jsonata!: expected `,` and `name = ..`"]);
        check(
            r#"f64, "{ \"a\": 1 }""#,
            expect![
                "jsonata!: `{` opens a hole with a name, such as `{rows}`; write `{{` for a brace"
            ],
        );
        check(
            r#"f64, "{""#,
            expect![
                "jsonata!: `{` opens a hole with a name, such as `{rows}`; write `{{` for a brace"
            ],
        );
        check(r#"f64, "1}""#, expect!["jsonata!: `}` closes no hole; write `}}` for a brace"]);
    }

    proptest! {
        #[test]
        fn a_text_with_doubled_braces_has_no_holes_and_is_itself(text in "[{}a-c\"$ ]{0,20}") {
            let doubled = text.replace('{', "{{").replace('}', "}}");
            prop_assert_eq!(
                Template::parse(&doubled),
                Ok(Template { parts: vec![text], names: vec![] })
            );
        }

        #[test]
        fn there_is_one_part_more_than_names(text in "[{}a-c1 ]{0,20}") {
            if let Ok(template) = Template::parse(&text) {
                prop_assert_eq!(template.parts.len(), template.names.len() + 1);
            }
        }
    }
}
