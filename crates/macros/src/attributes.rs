//! What the macros share in reading attributes: `#[shape(crate = "..")]`, and all mistakes at once.

use syn::{Attribute, Error, LitStr, Path, parse_quote};

/// The path of the crate `stepwright`, as `#[shape(crate = "..")]` says.
pub(crate) fn crate_path(attributes: &[Attribute]) -> syn::Result<Path> {
    let mut path: Path = parse_quote!(::stepwright);
    for attribute in attributes.iter().filter(|it| it.path().is_ident("shape")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("crate") {
                path = meta.value()?.parse::<LitStr>()?.parse()?;
                return Ok(());
            }
            Err(meta.error("unknown key; `#[shape(..)]` knows `crate = \"path::to::stepwright\"`"))
        })?;
    }
    Ok(path)
}

/// All mistakes of one input, so that the author sees them together.
#[derive(Debug, Default)]
pub(crate) struct Mistakes(Option<Error>);

impl Mistakes {
    pub(crate) fn push(&mut self, mistake: Error) {
        match &mut self.0 {
            Some(first) => first.combine(mistake),
            None => self.0 = Some(mistake),
        }
    }

    /// What there is, if it is without a mistake.
    pub(crate) fn take<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|it| self.push(it)).ok()
    }

    pub(crate) fn into_result(self) -> syn::Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}
