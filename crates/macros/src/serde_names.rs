//! What serde's attributes make of a type: the names on the wire, and what cannot be followed.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, Error, LitStr, Token};

use crate::case::Case;

/// The attributes of a container.
#[derive(Debug, Default)]
pub(crate) struct Container {
    pub(crate) rename_all: Option<Case>,
    /// The type is written as the one field that it has.
    pub(crate) transparent: bool,
}

/// The attributes of a field.
#[derive(Debug, Default)]
pub(crate) struct Field {
    pub(crate) rename: Option<String>,
    pub(crate) skip: bool,
    /// It may be left out when it is written; where the attribute stands.
    pub(crate) skip_if: Option<proc_macro2::Span>,
    pub(crate) default: bool,
}

impl Container {
    pub(crate) fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut found = Self::default();
        each(attributes, |meta| {
            let name = name_of(&meta);
            match name.as_str() {
                "rename_all" => {
                    found.rename_all = both_ways(&meta)?.map(|text| case_of(&text)).transpose()?;
                    Ok(())
                }
                "transparent" => {
                    found.transparent = true;
                    Ok(())
                }
                "tag" | "content" | "untagged" => Err(meta.error(format!(
                    "Shape: #[serde({name})] changes where the fields are; leave it out (an enum \
                     with data is opaque then, its insides are reached with `jsonata!`), or \
                     implement `Shape` by hand"
                ))),
                "from" | "into" | "try_from" | "remote" => Err(meta.error(format!(
                    "Shape: #[serde({name} = ..)] gives the type another form; derive `Shape` on \
                     that form instead, or implement it by hand"
                ))),
                _ => skip_value(&meta),
            }
        })?;
        Ok(found)
    }
}

impl Field {
    pub(crate) fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut found = Self::default();
        each(attributes, |meta| {
            let name = name_of(&meta);
            match name.as_str() {
                "rename" => {
                    if let Some(text) = both_ways(&meta)? {
                        found.rename = Some(text.value());
                    }
                    Ok(())
                }
                "skip" => {
                    found.skip = true;
                    Ok(())
                }
                "skip_serializing" | "skip_deserializing" => Err(meta.error(format!(
                    "Shape: #[serde({name})] gives the field in one direction only; use \
                     #[serde(skip)], or two structs"
                ))),
                "skip_serializing_if" => {
                    found.skip_if = Some(
                        meta.path
                            .get_ident()
                            .map_or_else(proc_macro2::Span::call_site, proc_macro2::Ident::span),
                    );
                    skip_value(&meta)
                }
                "default" => {
                    found.default = true;
                    skip_value(&meta)
                }
                "flatten" => Err(meta.error(
                    "Shape: #[serde(flatten)] fields cannot be referenced; nest the struct instead",
                )),
                "with" | "serialize_with" | "deserialize_with" | "getter" => {
                    Err(meta.error(format!(
                        "Shape: #[serde({name} = ..)] gives the field another form; make a type of \
                         its own for it and implement `Shape` for that by hand"
                    )))
                }
                _ => skip_value(&meta),
            }
        })?;
        Ok(found)
    }
}

fn case_of(text: &LitStr) -> syn::Result<Case> {
    Case::by_name(&text.value())
        .ok_or_else(|| Error::new(text.span(), "Shape: not a case that serde knows"))
}

fn each(
    attributes: &[Attribute],
    mut f: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    attributes
        .iter()
        .filter(|it| it.path().is_ident("serde"))
        .try_for_each(|attribute| attribute.parse_nested_meta(&mut f))
}

fn name_of(meta: &ParseNestedMeta<'_>) -> String {
    meta.path.get_ident().map_or_else(String::new, ToString::to_string)
}

/// Reads `= ".."`, or `(serialize = "..", deserialize = "..")` where both agree.
fn both_ways(meta: &ParseNestedMeta<'_>) -> syn::Result<Option<LitStr>> {
    if meta.input.peek(Token![=]) {
        return meta.value()?.parse().map(Some);
    }
    let (mut serialize, mut deserialize) = (None::<LitStr>, None::<LitStr>);
    meta.parse_nested_meta(|inner| {
        let text: LitStr = inner.value()?.parse()?;
        if inner.path.is_ident("serialize") {
            serialize = Some(text);
        } else {
            deserialize = Some(text);
        }
        Ok(())
    })?;
    match (serialize, deserialize) {
        (Some(a), Some(b)) if a.value() == b.value() => Ok(Some(a)),
        _ => Err(meta.error(
            "Shape: a name that is written and read differently cannot be referenced; give one \
             name for both",
        )),
    }
}

/// Passes over the value of a key that does not matter here.
fn skip_value(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let inside;
        syn::parenthesized!(inside in meta.input);
        inside.parse::<proc_macro2::TokenStream>()?;
    }
    Ok(())
}
