//! `derive(Callable)`: what a Task state can call, from one attribute.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::meta::ParseNestedMeta;
use syn::parse::Parse;
use syn::{Attribute, DeriveInput, Error, LitStr, Type, parse_quote};

use crate::attributes::crate_path;

/// An attribute, the variant of `Target` that it makes, and the key of what is called.
#[derive(Clone, Copy)]
struct Place {
    attribute: &'static str,
    variant: &'static str,
    key: &'static str,
}

const PLACES: [Place; 4] = [
    Place { attribute: "lambda", variant: "Lambda", key: "name" },
    Place { attribute: "service", variant: "Service", key: "resource" },
    Place { attribute: "machine", variant: "Machine", key: "name" },
    Place { attribute: "activity", variant: "Activity", key: "name" },
];

pub(crate) fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let krate = crate_path(&input.attrs)?;
    let (attribute, place) = only_place(input)?;
    let Declared { called, takes, gives, raises } = Declared::read(attribute, place)?;
    let gives = gives.unwrap_or_else(|| parse_quote!(()));
    let raises = raises.unwrap_or_else(|| parse_quote!(#krate::NoErrors));
    let (ident, variant) = (&input.ident, format_ident!("{}", place.variant));
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    // Left out where rustc lists what else is callable: that would be all services.
    Ok(quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #impl_generics #krate::Callable for #ident #ty_generics #where_clause {
            type Input = #takes;
            type Output = #gives;
            type Error = #raises;
            const TARGET: #krate::Target = #krate::Target::#variant(#called);
        }
    })
}

/// The one attribute that says where the callable is.
fn only_place(input: &DeriveInput) -> syn::Result<(&Attribute, Place)> {
    let mut found = input.attrs.iter().filter_map(|attribute| {
        let place = PLACES.into_iter().find(|it| attribute.path().is_ident(it.attribute))?;
        Some((attribute, place))
    });
    let first = found.next().ok_or_else(|| {
        Error::new(
            input.ident.span(),
            "Callable: say what is called, with one of `#[lambda(name = \"..\", ..)]`, \
             `#[service(resource = \"..\", ..)]`, `#[machine(name = \"..\", ..)]` and \
             `#[activity(name = \"..\", ..)]`",
        )
    })?;
    match found.next() {
        Some((second, _)) => Err(Error::new_spanned(
            second,
            format!("Callable: `#[{}(..)]` says already what is called", first.1.attribute),
        )),
        None => Ok(first),
    }
}

/// What an attribute says.
struct Declared {
    called: LitStr,
    takes: Type,
    gives: Option<Type>,
    raises: Option<Type>,
}

impl Declared {
    fn read(attribute: &Attribute, place: Place) -> syn::Result<Self> {
        let Place { attribute: word, key, .. } = place;
        let (mut called, mut takes, mut gives, mut raises) = (None::<LitStr>, None, None, None);
        if matches!(attribute.meta, syn::Meta::List(_)) {
            attribute.parse_nested_meta(|meta| {
                let name = meta.path.get_ident().map_or_else(String::new, ToString::to_string);
                match name.as_str() {
                    it if it == key => set(&mut called, &meta),
                    "input" => set(&mut takes, &meta),
                    "output" => set(&mut gives, &meta),
                    "error" => set(&mut raises, &meta),
                    _ => Err(meta.error(format!(
                        "Callable: unknown key; `#[{word}(..)]` knows `{key} = \"..\"`, \
                         `input = Type`, `output = Type` and `error = Type`"
                    ))),
                }
            })?;
        }
        let missing = |what: &str| {
            Error::new_spanned(attribute, format!("Callable: `#[{word}(..)]` needs `{what}`"))
        };
        let called = called.ok_or_else(|| missing(&format!("{key} = \"..\"")))?;
        if called.value().is_empty() {
            return Err(Error::new(called.span(), format!("Callable: `{key}` must not be empty")));
        }
        let takes = takes.ok_or_else(|| missing("input = Type"))?;
        Ok(Self { called, takes, gives, raises })
    }
}

fn set<T: Parse>(place: &mut Option<T>, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if place.is_some() {
        return Err(meta.error("Callable: this key stands here twice"));
    }
    *place = Some(meta.value()?.parse()?);
    Ok(())
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
    fn a_lambda_function_says_all_of_itself() {
        check(
            r#"
                #[lambda(name = "load", input = Request, output = Vec<Row>, error = LoadError)]
                struct Load;
            "#,
            expect![[r##"
                #[automatically_derived]
                #[diagnostic::do_not_recommend]
                impl ::stepwright::Callable for Load {
                    type Input = Request;
                    type Output = Vec<Row>;
                    type Error = LoadError;
                    const TARGET: ::stepwright::Target = ::stepwright::Target::Lambda("load");
                }
            "##]],
        );
    }

    #[test]
    fn output_and_errors_default_to_none() {
        check(
            r#"
                #[service(resource = "arn:aws:states:::sns:publish", input = Request)]
                #[shape(crate = "crate::sw")]
                struct Publish<T>(T);
            "#,
            expect![[r##"
                #[automatically_derived]
                #[diagnostic::do_not_recommend]
                impl<T> crate::sw::Callable for Publish<T> {
                    type Input = Request;
                    type Output = ();
                    type Error = crate::sw::NoErrors;
                    const TARGET: crate::sw::Target = crate::sw::Target::Service(
                        "arn:aws:states:::sns:publish",
                    );
                }
            "##]],
        );
    }

    #[test]
    fn machines_and_activities_have_names() {
        let target = |input: &str| {
            let made = syn::parse_str(input).and_then(|it| derive(&it)).unwrap().to_string();
            made.split("Target = ").last().unwrap().to_owned()
        };
        let machine = target("#[machine(name = \"rank\", input = ())] struct Rank;");
        let activity = target("#[activity(name = \"stamp\", input = ())] struct Stamp;");
        expect![[r#"
            :: stepwright :: Target :: Machine ("rank") ; }
            :: stepwright :: Target :: Activity ("stamp") ; }"#]]
        .assert_eq(&format!("{machine}\n{activity}"));
    }

    #[test]
    fn a_mistake_says_what_to_write() {
        check(
            "struct Nothing;",
            expect![[
                r#"Callable: say what is called, with one of `#[lambda(name = "..", ..)]`, `#[service(resource = "..", ..)]`, `#[machine(name = "..", ..)]` and `#[activity(name = "..", ..)]`"#
            ]],
        );
        check(
            "#[lambda] struct Bare;",
            expect![[r#"Callable: `#[lambda(..)]` needs `name = ".."`"#]],
        );
        check(
            "#[lambda(name = \"load\")] struct NoInput;",
            expect!["Callable: `#[lambda(..)]` needs `input = Type`"],
        );
        check(
            "#[service(input = A)] struct NoResource;",
            expect![[r#"Callable: `#[service(..)]` needs `resource = ".."`"#]],
        );
        check(
            "#[lambda(name = \"\", input = A)] struct NoName;",
            expect!["Callable: `name` must not be empty"],
        );
        check(
            "#[machine(name = \"a\", input = A, input = B)] struct Twice;",
            expect!["Callable: this key stands here twice"],
        );
        check(
            "#[machine(resource = \"a\", input = A)] struct WrongKey;",
            expect![[
                r#"Callable: unknown key; `#[machine(..)]` knows `name = ".."`, `input = Type`, `output = Type` and `error = Type`"#
            ]],
        );
        check(
            "#[lambda(name = \"a\", input = A)] #[machine(name = \"a\", input = A)] struct Both;",
            expect!["Callable: `#[lambda(..)]` says already what is called"],
        );
    }
}
