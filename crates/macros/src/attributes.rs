//! `#[shape(crate = "..")]`: where `stepwright` is to be found.

use syn::{Attribute, LitStr, Path, parse_quote};

/// The path of the crate `stepwright`, as the attributes say.
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
