//! `derive(Callable)`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, DeriveInput, Error, LitStr, Type, parse_quote};

use crate::attributes::crate_path;

/// The attributes, the variant of `Target` that each makes, and the key of what it is called by.
const TARGETS: [(&str, &str, &str); 4] = [
    ("lambda", "Lambda", "name"),
    ("service", "Service", "resource"),
    ("machine", "Machine", "name"),
    ("activity", "Activity", "name"),
];

pub(crate) fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let krate = crate_path(&input.attrs)?;
    let found: Vec<(&Attribute, (&str, &str, &str))> = input
        .attrs
        .iter()
        .filter_map(|it| {
            TARGETS
                .into_iter()
                .find(|(name, ..)| it.path().is_ident(name))
                .map(|target| (it, target))
        })
        .collect();
    let [(attribute, (word, variant, key))] = found.as_slice() else {
        return Err(Error::new(
            input.ident.span(),
            "Callable: say what is called with one of `#[lambda(name = \"..\", ..)]`, \
             `#[service(resource = \"..\", ..)]`, `#[machine(name = \"..\", ..)]`, \
             `#[activity(name = \"..\", ..)]`",
        ));
    };
    let Declared { called, input: takes, output, error } = Declared::read(attribute, word, key)?;
    let output: Type = output.unwrap_or_else(|| parse_quote!(()));
    let error: Type = error.unwrap_or_else(|| parse_quote!(#krate::NoErrors));
    let ident = &input.ident;
    let variant = format_ident!("{variant}");
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #impl_generics #krate::Callable for #ident #ty_generics #where_clause {
            type Input = #takes;
            type Output = #output;
            type Error = #error;
            const TARGET: #krate::Target = #krate::Target::#variant(#called);
        }
    })
}

struct Declared {
    called: LitStr,
    input: Type,
    output: Option<Type>,
    error: Option<Type>,
}

impl Declared {
    fn read(attribute: &Attribute, word: &str, key: &str) -> syn::Result<Self> {
        let (mut called, mut input, mut output, mut error) = (None, None, None, None);
        attribute.parse_nested_meta(|meta| {
            let name = meta.path.get_ident().map_or_else(String::new, ToString::to_string);
            match name.as_str() {
                it if it == key => called = Some(meta.value()?.parse::<LitStr>()?),
                "input" => input = Some(meta.value()?.parse()?),
                "output" => output = Some(meta.value()?.parse()?),
                "error" => error = Some(meta.value()?.parse()?),
                _ => {
                    return Err(meta.error(format!(
                        "Callable: unknown key; `#[{word}(..)]` knows `{key}`, `input`, `output` and `error`"
                    )));
                }
            }
            Ok(())
        })?;
        let missing = |what: &str| {
            Error::new_spanned(attribute, format!("Callable: `#[{word}(..)]` needs `{what}`"))
        };
        let called = called.ok_or_else(|| missing(&format!("{key} = \"..\"")))?;
        let input = input.ok_or_else(|| missing("input = SomeType"))?;
        Ok(Self { called, input, output, error })
    }
}
