//! `Foo { a: x, b }`: an object, built field by field.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, ExprStruct};

use super::{Conversion, NO_COUNTERPART, convert};

/// Each value goes through the function of its field, so that a wrong leaf is reported at the leaf;
/// the literal has the span of the type's name, so that a missing field is reported there.
pub(super) fn rewrite(it: ExprStruct) -> syn::Result<TokenStream> {
    if let Some(dots) = it.dot2_token {
        return Err(Error::new(dots.span(), NO_COUNTERPART));
    }
    let path = it.path;
    let mut fields = Vec::new();
    for field in it.fields {
        let member = field.member;
        let function = Conversion::Field(quote!(__Fields::#member));
        let value = convert(field.expr, &function)?;
        fields.push(quote!(#member: #value));
    }
    let construct = quote_spanned! {path.span()=>
        <#path as ::stepwright::Construct>::construct
    };
    // All of the literal is at the type's name, braces too: rustc suggests a field that is nearly
    // right only where the literal is the author's own.
    let literal = quote_spanned!(path.span()=> __Fields { #(#fields),* });
    Ok(quote!({
        type __Fields = <#path as ::stepwright::Shape>::Fields;
        #construct(#literal)
    }))
}
