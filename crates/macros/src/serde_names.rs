//! What serde's attributes make of a type: the names on the wire, and what cannot be followed.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Ident, LitStr, Token};

use crate::case::Case;

/// The attributes of a container.
#[derive(Debug, Default)]
pub(crate) struct Container {
    rename_all: BothWays<Case>,
    pub(crate) default: bool,
    pub(crate) transparent: bool,
}

/// The attributes of a field, or of a variant.
#[derive(Debug, Default)]
pub(crate) struct Member {
    rename: BothWays<String>,
    skip_serializing: Option<Span>,
    skip_deserializing: bool,
    /// Where `skip_serializing_if` stands.
    pub(crate) skip_serializing_if: Option<Span>,
    pub(crate) default: bool,
}

/// What may be said once, or for writing and for reading apart.
#[derive(Debug)]
struct BothWays<T> {
    serialize: Option<T>,
    deserialize: Option<T>,
    at: Option<Span>,
}

impl<T> Default for BothWays<T> {
    fn default() -> Self {
        Self { serialize: None, deserialize: None, at: None }
    }
}

impl Container {
    pub(crate) fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut found = Self::default();
        each(attributes, |name, meta| {
            match name {
                "rename_all" => return found.rename_all.read(meta, case),
                "default" => found.default = true,
                "transparent" => found.transparent = true,
                "tag" | "content" | "untagged" => {
                    return Err(meta.error(format!(
                        "Shape: #[serde({name})] values have no one form; implement `Shape` by \
                         hand, or leave the attribute out: an enum with data is passed on whole"
                    )));
                }
                "from" | "try_from" | "into" | "remote" => {
                    return Err(meta.error(format!(
                        "Shape: #[serde({name})] gives the type another form; derive `Shape` for \
                         that form, or implement it by hand"
                    )));
                }
                _ => {}
            }
            skip_value(meta)
        })?;
        Ok(found)
    }

    /// The name of a field on the wire.
    pub(crate) fn key(&self, ident: &Ident, member: &Member) -> syn::Result<String> {
        self.name(ident, member, Case::of_field, "field")
    }

    /// That a variant is written and read under one name.
    pub(crate) fn check_variant(&self, ident: &Ident, member: &Member) -> syn::Result<()> {
        self.name(ident, member, Case::of_variant, "variant").map(drop)
    }

    fn name(
        &self,
        ident: &Ident,
        member: &Member,
        spell: fn(Case, &str) -> String,
        what: &str,
    ) -> syn::Result<String> {
        let plain = ident.unraw().to_string();
        let of = |own: &Option<String>, case: Option<Case>| {
            let by_case = || case.map_or_else(|| plain.clone(), |it| spell(it, &plain));
            own.clone().unwrap_or_else(by_case)
        };
        let written = of(&member.rename.serialize, self.rename_all.serialize);
        let read = of(&member.rename.deserialize, self.rename_all.deserialize);
        if written == read {
            return Ok(written);
        }
        let (attribute, at) = match (member.rename.at, self.rename_all.at) {
            (Some(at), _) => ("rename", at),
            (None, Some(at)) => ("rename_all", at),
            (None, None) => ("rename", ident.span()),
        };
        Err(Error::new(
            at,
            format!(
                "Shape: #[serde({attribute})] writes the {what} `{plain}` as `{written}` and reads \
                 it as `{read}`; give one name for both"
            ),
        ))
    }
}

impl Member {
    pub(crate) fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut found = Self::default();
        each(attributes, |name, meta| {
            match name {
                "rename" => return found.rename.read(meta, |text| Ok(text.value())),
                "skip" => {
                    found.skip_serializing = Some(meta.path.span());
                    found.skip_deserializing = true;
                }
                "skip_serializing" => found.skip_serializing = Some(meta.path.span()),
                "skip_deserializing" => found.skip_deserializing = true,
                "skip_serializing_if" => found.skip_serializing_if = Some(meta.path.span()),
                "default" => found.default = true,
                "flatten" => {
                    return Err(meta.error(
                        "Shape: #[serde(flatten)] fields cannot be referenced; nest the struct \
                         instead",
                    ));
                }
                "with" | "serialize_with" | "deserialize_with" => {
                    return Err(meta.error(format!(
                        "Shape: #[serde({name})] hides the form of the value; give it a type of \
                         its own that implements `Shape` by hand"
                    )));
                }
                "untagged" => {
                    return Err(meta.error(
                        "Shape: #[serde(untagged)] values have no one form; implement `Shape` by \
                         hand",
                    ));
                }
                _ => {}
            }
            skip_value(meta)
        })?;
        Ok(found)
    }

    /// Whether the workflow does not see the field.
    ///
    /// # Errors
    ///
    /// When the field is read all the same, and so would have to be given. `optional`: nothing is
    /// missed when it is not there.
    pub(crate) fn is_skipped(&self, optional: bool) -> syn::Result<bool> {
        match self.skip_serializing {
            Some(at) if !self.skip_deserializing && !optional => Err(Error::new(
                at,
                "Shape: #[serde(skip_serializing)] leaves the field out, and yet it is read; add \
                 `default`, or use #[serde(skip)]",
            )),
            it => Ok(it.is_some() || self.skip_deserializing),
        }
    }
}

impl<T: Clone> BothWays<T> {
    /// Reads `= ".."`, or `(serialize = "..", deserialize = "..")`.
    fn read(
        &mut self,
        meta: &ParseNestedMeta<'_>,
        parse: fn(&LitStr) -> syn::Result<T>,
    ) -> syn::Result<()> {
        self.at = Some(meta.path.span());
        if meta.input.peek(Token![=]) {
            let value = parse(&meta.value()?.parse()?)?;
            (self.serialize, self.deserialize) = (Some(value.clone()), Some(value));
            return Ok(());
        }
        meta.parse_nested_meta(|inner| {
            let value = Some(parse(&inner.value()?.parse()?)?);
            if inner.path.is_ident("serialize") {
                self.serialize = value;
            } else if inner.path.is_ident("deserialize") {
                self.deserialize = value;
            } else {
                return Err(inner.error("serde knows `serialize` and `deserialize` here"));
            }
            Ok(())
        })
    }
}

fn case(text: &LitStr) -> syn::Result<Case> {
    Case::by_name(&text.value()).ok_or_else(|| {
        let known: Vec<String> = Case::ALL.iter().map(|(name, _)| format!("`{name}`")).collect();
        Error::new(
            text.span(),
            format!("Shape: unknown spelling; serde knows {}", known.join(", ")),
        )
    })
}

/// Calls `f` for each key of the `#[serde(..)]` attributes.
fn each(
    attributes: &[Attribute],
    mut f: impl FnMut(&str, &ParseNestedMeta<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    attributes.iter().filter(|it| it.path().is_ident("serde")).try_for_each(|attribute| {
        attribute.parse_nested_meta(|meta| {
            let name = meta.path.get_ident().map_or_else(String::new, |it| it.unraw().to_string());
            f(&name, &meta)
        })
    })
}

/// Passes over the value of a key that does not matter here.
fn skip_value(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let inside;
        syn::parenthesized!(inside in meta.input);
        inside.parse::<TokenStream>()?;
    }
    Ok(())
}
