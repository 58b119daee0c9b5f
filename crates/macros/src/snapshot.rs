//! Test support: what a macro makes of its input, laid out as rustfmt would.

use expect_test::Expect;
use proc_macro2::TokenStream;
use syn::DeriveInput;

/// Compares what a derive makes of `input` with a snapshot.
#[track_caller]
pub(crate) fn derived(
    derive: fn(&DeriveInput) -> syn::Result<TokenStream>,
    input: &str,
    expect: Expect,
) {
    expect.assert_eq(&made(derive, input));
}

/// What a derive makes of `input`; its mistakes line by line.
pub(crate) fn made(derive: fn(&DeriveInput) -> syn::Result<TokenStream>, input: &str) -> String {
    laid_out(syn::parse_str(input).and_then(|it| derive(&it)))
}

/// Compares the tokens of an expression with a snapshot.
#[track_caller]
pub(crate) fn expression(made: syn::Result<TokenStream>, expect: Expect) {
    let made = made.map(|it| quote::quote!(fn expanded() { #it }));
    let text = laid_out(made);
    let inside = text.strip_prefix("fn expanded() {\n").and_then(|it| it.strip_suffix("}\n"));
    let lines = inside.unwrap_or(&text).lines();
    let lines: Vec<&str> = lines.map(|it| it.strip_prefix("    ").unwrap_or(it)).collect();
    expect.assert_eq(&lines.join("\n"));
}

fn laid_out(made: syn::Result<TokenStream>) -> String {
    match made {
        Ok(tokens) => match syn::parse2(tokens.clone()) {
            Ok(file) => prettyplease::unparse(&file),
            Err(why) => format!("not Rust ({why}): {tokens}"),
        },
        Err(mistakes) => {
            let lines: Vec<String> = mistakes.into_iter().map(|it| it.to_string()).collect();
            lines.join("\n")
        }
    }
}
