//! `derive(Shape)` for a struct with named fields: its mirror, in which each field is an `Expr`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, DeriveInput, Error, FieldsNamed, Ident, Path, Type, Visibility};

use super::generics::{bounded, mentioned};
use crate::attributes::Mistakes;
use crate::serde_names::{Container, Member};

/// A field with all that is known of it.
struct Field<'a> {
    ident: &'a Ident,
    ty: &'a Type,
    vis: &'a Visibility,
    docs: Vec<&'a Attribute>,
    /// Its name on the wire.
    key: String,
    /// It is left out rather than written as `null`.
    may_be_absent: bool,
    /// It may be left out, one way or the other.
    optional: bool,
}

pub(crate) fn derive(
    input: &DeriveInput,
    krate: &Path,
    container: &Container,
    fields: &FieldsNamed,
) -> syn::Result<TokenStream> {
    let fields = read(container, fields)?;
    let mirror = format_ident!("{}Fields", input.ident);
    let declaration = declaration(input, krate, &mirror, &fields);
    let implementation = implementation(input, krate, &mirror, &fields);
    Ok(quote!(#declaration #implementation))
}

fn read<'a>(container: &Container, fields: &'a FieldsNamed) -> syn::Result<Vec<Field<'a>>> {
    let mut mistakes = Mistakes::default();
    let fields = fields
        .named
        .iter()
        .filter_map(|it| mistakes.take(Field::read(container, it)).flatten())
        .collect();
    mistakes.into_result()?;
    Ok(fields)
}

impl<'a> Field<'a> {
    /// What is known of a field; nothing of one that serde skips.
    fn read(container: &Container, field: &'a syn::Field) -> syn::Result<Option<Self>> {
        let Some(ident) = &field.ident else { return Ok(None) };
        let member = Member::read(&field.attrs)?;
        let is_option = is_option(&field.ty);
        let optional = is_option || member.default || container.default;
        if member.is_skipped(optional)? {
            return Ok(None);
        }
        if let Some(at) = member.skip_serializing_if
            && !is_option
        {
            return Err(Error::new(
                at,
                "Shape: #[serde(skip_serializing_if)]: a field that may be left out must be an \
                 `Option`",
            ));
        }
        Ok(Some(Self {
            ident,
            ty: &field.ty,
            vis: &field.vis,
            docs: field.attrs.iter().filter(|it| it.path().is_ident("doc")).collect(),
            key: container.key(ident, &member)?,
            may_be_absent: member.skip_serializing_if.is_some(),
            optional,
        }))
    }
}

/// Whether a type is written as an `Option`: serde asks the same question in the same way.
fn is_option(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|it| it.ident == "Option"),
        Type::Group(group) => is_option(&group.elem),
        Type::Paren(paren) => is_option(&paren.elem),
        _ => false,
    }
}

/// The mirror, and a function for each field that `expr!` calls, so that a wrong leaf is reported
/// at the leaf.
fn declaration(
    input: &DeriveInput,
    krate: &Path,
    mirror: &Ident,
    fields: &[Field<'_>],
) -> TokenStream {
    let vis = &input.vis;
    let types: Vec<&Type> = fields.iter().map(|it| it.ty).collect();
    let generics = mentioned(&bounded(&input.generics, krate), &types);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let declarations = fields
        .iter()
        .map(|Field { ident, ty, vis, docs, .. }| quote!(#(#docs)* #vis #ident: #krate::Expr<#ty>));
    let leaves = fields.iter().map(|Field { ident, ty, vis, .. }| {
        quote! {
            #[doc(hidden)]
            #vis fn #ident(value: impl #krate::IntoExpr<#ty>) -> #krate::Expr<#ty> {
                #krate::IntoExpr::into_expr(value)
            }
        }
    });
    quote! {
        #[doc(hidden)]
        #[allow(
            dead_code, deprecated, missing_copy_implementations, missing_debug_implementations,
            missing_docs, non_snake_case, unreachable_pub, reason = "the author's own names"
        )]
        #vis struct #mirror #impl_generics #where_clause {
            #(#declarations,)*
        }
        #[automatically_derived]
        impl #impl_generics ::core::clone::Clone for #mirror #ty_generics #where_clause {
            fn clone(&self) -> Self { *self }
        }
        #[automatically_derived]
        impl #impl_generics ::core::marker::Copy for #mirror #ty_generics #where_clause {}
        #[automatically_derived]
        #[allow(
            dead_code, deprecated, non_snake_case, unreachable_pub, clippy::all, clippy::pedantic,
            clippy::nursery, reason = "the author's own names"
        )]
        impl #impl_generics #mirror #ty_generics #where_clause {
            #(#leaves)*
        }
    }
}

fn implementation(
    input: &DeriveInput,
    krate: &Path,
    mirror: &Ident,
    fields: &[Field<'_>],
) -> TokenStream {
    let name = &input.ident;
    let types: Vec<&Type> = fields.iter().map(|it| it.ty).collect();
    let generics = bounded(&input.generics, krate);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let kept = mentioned(&generics, &types);
    let (_, mirror_generics, _) = kept.split_for_impl();
    let reads = fields.iter().map(|Field { ident, key, may_be_absent, .. }| {
        quote!(#ident: #krate::__private::field(base, #key, #may_be_absent))
    });
    let keys = fields
        .iter()
        .map(|Field { key, optional, .. }| quote!(#krate::Key { name: #key, optional: #optional }));
    let nodes = fields
        .iter()
        .map(|Field { ident, key, .. }| quote!((#key, #krate::Expr::node(fields.#ident))));
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::Shape for #name #ty_generics #where_clause {
            type Fields = #mirror #mirror_generics;
            const KIND: #krate::Kind = #krate::Kind::Object;
            #[allow(unused_variables, reason = "a struct without fields")]
            fn fields(base: #krate::__private::NodeRef) -> Self::Fields {
                #mirror { #(#reads,)* }
            }
            fn keys() -> ::std::vec::Vec<#krate::Key> {
                ::std::vec![#(#keys),*]
            }
        }
        #[automatically_derived]
        impl #impl_generics #krate::Construct for #name #ty_generics #where_clause {
            #[allow(unused_variables, reason = "a struct without fields")]
            fn construct(fields: Self::Fields) -> #krate::Expr<Self> {
                #krate::__private::object(::std::vec![#(#nodes),*])
            }
        }
    }
}
