//! `derive(TaskError)`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Data, DeriveInput, Error, Fields, LitStr, Variant};

use crate::attributes::crate_path;
use crate::case::constant;

pub(crate) fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let krate = crate_path(&input.attrs)?;
    let Data::Enum(data) = &input.data else {
        return Err(Error::new(
            input.ident.span(),
            "TaskError: the errors of a callable are the variants of an enum",
        ));
    };
    let vis = &input.vis;
    let (mut names, mut retriable, mut constants, mut arms) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut seen = BTreeMap::new();
    for variant in &data.variants {
        let name = name_of(variant)?;
        if name.value().starts_with("States.") {
            return Err(Error::new(
                name.span(),
                "TaskError: names that start with `States.` belong to Step Functions; give the error a name of your own",
            ));
        }
        if let Some(first) = seen.insert(name.value(), &variant.ident) {
            return Err(Error::new(
                name.span(),
                format!(
                    "TaskError: `{}` is already the name of `{first}`; a catcher could not tell them apart",
                    name.value()
                ),
            ));
        }
        let ident = &variant.ident;
        let constant = format_ident!("{}", constant(&ident.to_string()), span = ident.span());
        let doc = format!("The name of [`Self::{ident}`]: `{}`.", name.value());
        constants.push(quote! {
            #[doc = #doc]
            #vis const #constant: #krate::ErrorName<Self> = #krate::ErrorName::new(#name);
        });
        let pattern = match variant.fields {
            Fields::Unit => quote!(Self::#ident),
            Fields::Unnamed(_) => quote!(Self::#ident(..)),
            Fields::Named(_) => quote!(Self::#ident { .. }),
        };
        arms.push(quote!(#pattern => #name));
        if variant.attrs.iter().any(|it| it.path().is_ident("retriable")) {
            retriable.push(name.clone());
        }
        names.push(name);
    }
    let ident = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let body =
        if arms.is_empty() { quote!(match *self {}) } else { quote!(match self { #(#arms),* }) };
    Ok(quote! {
        #[allow(dead_code, unreachable_pub)]
        impl #impl_generics #ident #ty_generics #where_clause {
            #(#constants)*
        }
        #[automatically_derived]
        impl #impl_generics #krate::TaskError for #ident #ty_generics #where_clause {
            const NAMES: &'static [&'static str] = &[#(#names),*];
            const RETRIABLE: &'static [&'static str] = &[#(#retriable),*];
            fn error_name(&self) -> &'static str { #body }
        }
    })
}

/// The name that `#[error_name("..")]` gives, or the variant's own.
fn name_of(variant: &Variant) -> syn::Result<LitStr> {
    let named: Vec<&Attribute> =
        variant.attrs.iter().filter(|it| it.path().is_ident("error_name")).collect();
    match named.first() {
        Some(attribute) => attribute.parse_args::<LitStr>(),
        None => Ok(LitStr::new(&variant.ident.to_string(), variant.ident.span())),
    }
}
