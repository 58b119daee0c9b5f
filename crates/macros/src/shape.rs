//! `derive(Shape)`: which form a type has. Structs with named fields are in [`object`].

mod generics;
mod object;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::spanned::Spanned;
use syn::{Data, DataEnum, DeriveInput, Error, Fields, Path, Type};

use self::generics::bounded;
use crate::attributes::{Mistakes, crate_path};
use crate::serde_names::{Container, Member};

pub(crate) fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let krate = crate_path(&input.attrs)?;
    let container = Container::read(&input.attrs)?;
    if let Some(lifetime) = input.generics.lifetimes().next() {
        return Err(Error::new(
            lifetime.span(),
            "Shape: a value that flows through a workflow cannot borrow; own the data instead",
        ));
    }
    match &input.data {
        Data::Struct(data) => match &data.fields {
            fields if container.transparent => transparent(input, &krate, fields),
            Fields::Named(fields) => object::derive(input, &krate, &container, fields),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                transparent(input, &krate, &data.fields)
            }
            Fields::Unnamed(_) => {
                read_all(&data.fields)?;
                Ok(whole(input, &krate, "List"))
            }
            Fields::Unit => Ok(whole(input, &krate, "Scalar")),
        },
        Data::Enum(data) => enumeration(input, &krate, &container, data),
        Data::Union(data) => {
            Err(Error::new(data.union_token.span(), "Shape: a union has no JSON form"))
        }
    }
}

/// An enum: a string if it has unit variants only, else opaque.
fn enumeration(
    input: &DeriveInput,
    krate: &Path,
    container: &Container,
    data: &DataEnum,
) -> syn::Result<TokenStream> {
    let mut mistakes = Mistakes::default();
    for variant in &data.variants {
        if let Some(member) = mistakes.take(Member::read(&variant.attrs)) {
            mistakes.take(container.check_variant(&variant.ident, &member));
        }
    }
    mistakes.into_result()?;
    let units = data.variants.iter().all(|it| matches!(it.fields, Fields::Unit));
    Ok(whole(input, krate, if units { "Scalar" } else { "Any" }))
}

/// What has the shape of the one field that it wraps.
fn transparent(input: &DeriveInput, krate: &Path, fields: &Fields) -> syn::Result<TokenStream> {
    let mut wrapped = Vec::new();
    for (field, member) in fields.iter().zip(read_all(fields)?) {
        if !member.is_skipped(true)? {
            wrapped.push(&field.ty);
        }
    }
    let [inner] = wrapped.as_slice() else {
        return Err(Error::new(
            input.ident.span(),
            "Shape: #[serde(transparent)] wraps exactly one field; skip the others",
        ));
    };
    let inner: &Type = inner;
    let name = &input.ident;
    let generics = bounded(&input.generics, krate);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #impl_generics #krate::Shape for #name #ty_generics #where_clause {
            type Fields = <#inner as #krate::Shape>::Fields;
            const KIND: #krate::Kind = <#inner as #krate::Shape>::KIND;
            fn fields(base: #krate::__private::NodeRef) -> Self::Fields {
                <#inner as #krate::Shape>::fields(base)
            }
            fn keys() -> ::std::vec::Vec<#krate::Key> {
                <#inner as #krate::Shape>::keys()
            }
        }
    })
}

fn read_all(fields: &Fields) -> syn::Result<Vec<Member>> {
    let mut mistakes = Mistakes::default();
    let members = fields.iter().filter_map(|it| mistakes.take(Member::read(&it.attrs))).collect();
    mistakes.into_result()?;
    Ok(members)
}

/// A type without fields to refer to.
fn whole(input: &DeriveInput, krate: &Path, kind: &str) -> TokenStream {
    let (name, kind) = (&input.ident, format_ident!("{kind}"));
    let generics = bounded(&input.generics, krate);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::Shape for #name #ty_generics #where_clause {
            type Fields = #krate::NoFields;
            const KIND: #krate::Kind = #krate::Kind::#kind;
            fn fields(_: #krate::__private::NodeRef) -> Self::Fields {
                #krate::NoFields
            }
        }
    }
}

/// Whether a type mentions an identifier, by its tokens.
fn mentions(tokens: &impl ToTokens, ident: &syn::Ident) -> bool {
    tokens.to_token_stream().into_iter().any(|it| match it {
        proc_macro2::TokenTree::Ident(it) => it == *ident,
        proc_macro2::TokenTree::Group(group) => mentions(&group.stream(), ident),
        proc_macro2::TokenTree::Punct(_) | proc_macro2::TokenTree::Literal(_) => false,
    })
}

#[cfg(test)]
mod tests;
