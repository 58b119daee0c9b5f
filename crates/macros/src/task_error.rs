//! `derive(TaskError)`: a constant for each variant, and the lists of their names.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Error, Fields, Ident, LitStr, Meta, Path, Variant};

use crate::attributes::{Mistakes, crate_path};
use crate::case::constant;

pub(crate) fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let krate = crate_path(&input.attrs)?;
    let Data::Enum(data) = &input.data else {
        return Err(Error::new(
            input.ident.span(),
            "TaskError: the errors of a callable are the variants of an enum",
        ));
    };
    let mut mistakes = Mistakes::default();
    let variants: Vec<Named<'_>> =
        data.variants.iter().filter_map(|it| mistakes.take(Named::read(it))).collect();
    check_unlike(&variants, &mut mistakes);
    mistakes.into_result()?;
    Ok(implementation(input, &krate, &variants))
}

/// A variant with all that is known of it.
struct Named<'a> {
    variant: &'a Variant,
    /// Its name, as `ErrorEquals` spells it.
    name: LitStr,
    constant: Ident,
    retriable: bool,
}

impl<'a> Named<'a> {
    fn read(variant: &'a Variant) -> syn::Result<Self> {
        let ident = &variant.ident;
        let plain = ident.unraw().to_string();
        let name = match only(variant, "error_name")? {
            Some(attribute) => attribute.parse_args::<LitStr>().map_err(|it| {
                Error::new(it.span(), "TaskError: a name is given as `#[error_name(\"..\")]`")
            })?,
            None => LitStr::new(&plain, ident.span()),
        };
        if name.value().is_empty() {
            return Err(Error::new(name.span(), "TaskError: an error needs a name"));
        }
        if name.value().starts_with("States.") {
            return Err(Error::new(
                name.span(),
                "TaskError: names that start with `States.` belong to Step Functions; give the \
                 error a name of your own",
            ));
        }
        let spelt = constant(&plain);
        if spelt == plain {
            return Err(Error::new(
                ident.span(),
                format!(
                    "TaskError: the variant `{plain}` hides its own constant; write it in \
                     PascalCase, with `#[error_name(\"{plain}\")]` if that is to be its name"
                ),
            ));
        }
        let retriable = only(variant, "retriable")?;
        if let Some(attribute) = retriable
            && !matches!(attribute.meta, Meta::Path(_))
        {
            return Err(Error::new_spanned(
                attribute,
                "TaskError: `#[retriable]` takes nothing; how often is for the workflow to say",
            ));
        }
        Ok(Self {
            variant,
            name,
            constant: Ident::new(&spelt, ident.span()),
            retriable: retriable.is_some(),
        })
    }
}

/// The attribute of this name, of which there may be one.
fn only<'a>(variant: &'a Variant, name: &str) -> syn::Result<Option<&'a Attribute>> {
    let mut found = variant.attrs.iter().filter(|it| it.path().is_ident(name));
    let first = found.next();
    match found.next() {
        Some(second) => {
            Err(Error::new_spanned(second, format!("TaskError: `#[{name}]` stands here twice")))
        }
        None => Ok(first),
    }
}

/// That no two variants have one name, or one constant.
fn check_unlike(variants: &[Named<'_>], mistakes: &mut Mistakes) {
    let (mut names, mut constants) = (BTreeMap::new(), BTreeMap::new());
    for Named { variant, name, constant, .. } in variants {
        if let Some(first) = names.insert(name.value(), &variant.ident) {
            mistakes.push(Error::new(
                name.span(),
                format!(
                    "TaskError: `{}` is already the name of `{first}`; a catcher could not tell \
                     them apart",
                    name.value()
                ),
            ));
        } else if let Some(first) = constants.insert(constant.to_string(), &variant.ident) {
            mistakes.push(Error::new(
                variant.ident.span(),
                format!(
                    "TaskError: `{constant}` is already the constant of `{first}`; rename one of \
                     them"
                ),
            ));
        }
    }
}

fn implementation(input: &DeriveInput, krate: &Path, variants: &[Named<'_>]) -> TokenStream {
    let (vis, ident) = (&input.vis, &input.ident);
    let constants = variants.iter().map(|Named { variant, name, constant, .. }| {
        let doc = format!("The name of [`Self::{}`]: `{}`.", variant.ident, name.value());
        quote! {
            #[doc = #doc]
            #vis const #constant: #krate::ErrorName<Self> = #krate::ErrorName::new(#name);
        }
    });
    let names = variants.iter().map(|it| &it.name);
    let retriable = variants.iter().filter(|it| it.retriable).map(|it| &it.name);
    let arms = variants.iter().map(|Named { variant, name, .. }| {
        let ident = &variant.ident;
        match variant.fields {
            Fields::Unit => quote!(Self::#ident => #name),
            Fields::Unnamed(_) => quote!(Self::#ident(..) => #name),
            Fields::Named(_) => quote!(Self::#ident { .. } => #name),
        }
    });
    let body = match variants {
        [] => quote!(match *self {}),
        _ => quote!(match self { #(#arms,)* }),
    };
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let mut bounded = input.generics.clone();
    for parameter in bounded.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!('static));
    }
    let (bounded_generics, _, _) = bounded.split_for_impl();
    quote! {
        #[automatically_derived]
        #[allow(dead_code, unreachable_pub, reason = "a workflow need not name every error")]
        impl #impl_generics #ident #ty_generics #where_clause {
            #(#constants)*
        }
        #[automatically_derived]
        impl #bounded_generics #krate::TaskError for #ident #ty_generics #where_clause {
            const NAMES: &'static [&'static str] = &[#(#names),*];
            const RETRIABLE: &'static [&'static str] = &[#(#retriable),*];
            fn error_name(&self) -> &'static str {
                #body
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::snapshot;

    #[track_caller]
    fn check(input: &str, expect: Expect) {
        snapshot::derived(derive, input, expect);
    }

    #[test]
    fn a_variant_becomes_a_constant() {
        check(
            r#"
                pub enum DownloadError {
                    #[retriable]
                    #[error_name("HTTPError")]
                    Http(String),
                    BadRow { line: u64 },
                    Throttled,
                }
            "#,
            expect![[r##"
                #[automatically_derived]
                #[allow(dead_code, unreachable_pub, reason = "a workflow need not name every error")]
                impl DownloadError {
                    ///The name of [`Self::Http`]: `HTTPError`.
                    pub const HTTP: ::stepwright::ErrorName<Self> = ::stepwright::ErrorName::new(
                        "HTTPError",
                    );
                    ///The name of [`Self::BadRow`]: `BadRow`.
                    pub const BAD_ROW: ::stepwright::ErrorName<Self> = ::stepwright::ErrorName::new(
                        "BadRow",
                    );
                    ///The name of [`Self::Throttled`]: `Throttled`.
                    pub const THROTTLED: ::stepwright::ErrorName<Self> = ::stepwright::ErrorName::new(
                        "Throttled",
                    );
                }
                #[automatically_derived]
                impl ::stepwright::TaskError for DownloadError {
                    const NAMES: &'static [&'static str] = &["HTTPError", "BadRow", "Throttled"];
                    const RETRIABLE: &'static [&'static str] = &["HTTPError"];
                    fn error_name(&self) -> &'static str {
                        match self {
                            Self::Http(..) => "HTTPError",
                            Self::BadRow { .. } => "BadRow",
                            Self::Throttled => "Throttled",
                        }
                    }
                }
            "##]],
        );
    }

    #[test]
    fn an_enum_without_variants_raises_nothing() {
        check(
            "enum Never {}",
            expect![[r##"
            #[automatically_derived]
            #[allow(dead_code, unreachable_pub, reason = "a workflow need not name every error")]
            impl Never {}
            #[automatically_derived]
            impl ::stepwright::TaskError for Never {
                const NAMES: &'static [&'static str] = &[];
                const RETRIABLE: &'static [&'static str] = &[];
                fn error_name(&self) -> &'static str {
                    match *self {}
                }
            }
        "##]],
        );
    }

    #[test]
    fn every_mistake_is_told() {
        check(
            r#"
                enum Wrong {
                    #[error_name("States.Timeout")]
                    Timeout,
                    #[error_name("")]
                    Nameless,
                    #[error_name = "Odd"]
                    Odd,
                    #[retriable(3)]
                    Thrice,
                    #[retriable]
                    #[retriable]
                    Twice,
                    IO,
                    #[error_name("Late")]
                    First,
                    Late,
                    HttpError,
                    #[error_name("Other")]
                    HTTPError,
                }
            "#,
            expect![[r#"
                TaskError: names that start with `States.` belong to Step Functions; give the error a name of your own
                TaskError: an error needs a name
                TaskError: a name is given as `#[error_name("..")]`
                TaskError: `#[retriable]` takes nothing; how often is for the workflow to say
                TaskError: `#[retriable]` stands here twice
                TaskError: the variant `IO` hides its own constant; write it in PascalCase, with `#[error_name("IO")]` if that is to be its name
                TaskError: `Late` is already the name of `First`; a catcher could not tell them apart
                TaskError: `HTTP_ERROR` is already the constant of `HttpError`; rename one of them"#]],
        );
        check(
            "struct NoEnum;",
            expect!["TaskError: the errors of a callable are the variants of an enum"],
        );
    }
}
