//! `derive(Shape)`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{
    Data, DeriveInput, Error, Fields, FieldsNamed, Generics, Ident, Path, Type, parse_quote,
};

use crate::attributes::crate_path;
use crate::serde_names::{Container, Field};

pub(crate) fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let krate = crate_path(&input.attrs)?;
    let container = Container::read(&input.attrs)?;
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) if container.transparent => {
                let fields = known(&container, fields)?;
                Ok(fields.first().map_or_else(TokenStream::new, |it| newtype(input, &krate, it.ty)))
            }
            Fields::Named(fields) => structure(input, &krate, &container, fields),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Ok(fields
                .unnamed
                .first()
                .map_or_else(TokenStream::new, |field| newtype(input, &krate, &field.ty))),
            Fields::Unnamed(_) => Ok(plain(input, &krate, &format_ident!("List"))),
            Fields::Unit => Ok(plain(input, &krate, &format_ident!("Scalar"))),
        },
        Data::Enum(data) => {
            for variant in &data.variants {
                Field::read(&variant.attrs)?;
            }
            let units = data.variants.iter().all(|it| matches!(it.fields, Fields::Unit));
            let kind = if units { format_ident!("Scalar") } else { format_ident!("Any") };
            Ok(plain(input, &krate, &kind))
        }
        Data::Union(data) => {
            Err(Error::new(data.union_token.span(), "Shape: a union has no JSON form"))
        }
    }
}

/// A field with all that is known of it.
struct Known<'a> {
    ident: &'a Ident,
    ty: &'a Type,
    docs: Vec<&'a syn::Attribute>,
    vis: &'a syn::Visibility,
    key: String,
    may_be_absent: bool,
    optional: bool,
}

fn structure(
    input: &DeriveInput,
    krate: &Path,
    container: &Container,
    fields: &FieldsNamed,
) -> syn::Result<TokenStream> {
    let fields = known(container, fields)?;
    let (name, vis) = (&input.ident, &input.vis);
    let fields_name = format_ident!("{name}Fields");
    let generics = bounded(&input.generics, krate);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();

    let declarations = fields
        .iter()
        .map(|Known { ident, ty, docs, vis, .. }| quote!(#(#docs)* #vis #ident: #krate::Expr<#ty>));
    let reads = fields.iter().map(|Known { ident, key, may_be_absent, .. }| {
        quote!(#ident: #krate::__private::field(base, #key, #may_be_absent))
    });
    let keys = fields
        .iter()
        .map(|Known { key, optional, .. }| quote!(#krate::Key { name: #key, optional: #optional }));
    let nodes = fields.iter().map(|Known { ident, key, .. }| quote!((#key, fields.#ident.node())));
    let leaves = fields.iter().map(|Known { ident, ty, .. }| {
        quote! {
            #[doc(hidden)]
            #vis fn #ident(value: impl #krate::IntoExpr<#ty>) -> #krate::Expr<#ty> {
                value.into_expr()
            }
        }
    });
    Ok(quote! {
        #[doc(hidden)]
        #[allow(missing_docs, missing_debug_implementations, unreachable_pub)]
        #vis struct #fields_name #impl_generics #where_clause {
            #(#declarations,)*
        }
        #[automatically_derived]
        impl #impl_generics ::core::clone::Clone for #fields_name #ty_generics #where_clause {
            fn clone(&self) -> Self { *self }
        }
        #[automatically_derived]
        impl #impl_generics ::core::marker::Copy for #fields_name #ty_generics #where_clause {}
        #[allow(dead_code, missing_docs, unreachable_pub, clippy::wrong_self_convention)]
        impl #impl_generics #fields_name #ty_generics #where_clause {
            #(#leaves)*
        }
        #[automatically_derived]
        impl #impl_generics #krate::Shape for #name #ty_generics #where_clause {
            type Fields = #fields_name #ty_generics;
            const KIND: #krate::Kind = #krate::Kind::Object;
            #[allow(unused_variables)]
            fn fields(base: #krate::__private::NodeRef) -> Self::Fields {
                #fields_name { #(#reads,)* }
            }
            fn keys() -> ::std::vec::Vec<#krate::Key> {
                ::std::vec![#(#keys),*]
            }
        }
        #[automatically_derived]
        impl #impl_generics #krate::Construct for #name #ty_generics #where_clause {
            #[allow(unused_variables)]
            fn construct(fields: Self::Fields) -> #krate::Expr<Self> {
                #krate::__private::object(::std::vec![#(#nodes),*])
            }
        }
    })
}

fn known<'a>(container: &Container, fields: &'a FieldsNamed) -> syn::Result<Vec<Known<'a>>> {
    let mut all = Vec::new();
    for field in &fields.named {
        let attributes = Field::read(&field.attrs)?;
        let Some(ident) = &field.ident else { continue };
        if attributes.skip {
            continue;
        }
        let option = is_option(&field.ty);
        if let Some(span) = attributes.skip_if
            && !option
        {
            return Err(Error::new(span, "a field that may be left out must be an `Option`"));
        }
        let plain = ident.unraw().to_string();
        let key = attributes.rename.unwrap_or_else(|| {
            container.rename_all.map_or_else(|| plain.clone(), |case| case.of_field(&plain))
        });
        all.push(Known {
            ident,
            ty: &field.ty,
            docs: field.attrs.iter().filter(|it| it.path().is_ident("doc")).collect(),
            vis: &field.vis,
            key,
            may_be_absent: attributes.skip_if.is_some(),
            optional: option || attributes.default,
        });
    }
    Ok(all)
}

/// Whether a type is written as an `Option`. serde asks the same question in the same way.
fn is_option(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|it| it.ident == "Option")
}

fn newtype(input: &DeriveInput, krate: &Path, inner: &Type) -> TokenStream {
    let name = &input.ident;
    let generics = bounded(&input.generics, krate);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
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
    }
}

fn plain(input: &DeriveInput, krate: &Path, kind: &Ident) -> TokenStream {
    let name = &input.ident;
    let generics = bounded(&input.generics, krate);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::Shape for #name #ty_generics #where_clause {
            type Fields = #krate::NoFields;
            const KIND: #krate::Kind = #krate::Kind::#kind;
            fn fields(_: #krate::__private::NodeRef) -> #krate::NoFields { #krate::NoFields }
        }
    }
}

/// The generics, each type parameter with the bound that its `Expr` needs.
fn bounded(generics: &Generics, krate: &Path) -> Generics {
    let mut generics = generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(#krate::Shape));
        parameter.default = None;
    }
    generics
}
