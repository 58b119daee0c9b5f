//! Type parameters of what is derived: each needs a shape, and a fields struct has only those that
//! its fields mention.

use syn::{GenericParam, Generics, Path, Type, parse_quote};

use super::mentions;

/// The generics, each type parameter with the bound that its `Expr` needs.
pub(crate) fn bounded(generics: &Generics, krate: &Path) -> Generics {
    let mut generics = generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(#krate::Shape));
    }
    generics
}

/// Those that the types mention: rustc refuses a parameter that is never used.
pub(crate) fn mentioned(generics: &Generics, types: &[&Type]) -> Generics {
    let mut kept = generics.clone();
    let unused: Vec<syn::Ident> = generics
        .type_params()
        .map(|it| it.ident.clone())
        .filter(|it| !types.iter().any(|ty| mentions(ty, it)))
        .collect();
    kept.params = generics
        .params
        .iter()
        .filter(|it| !matches!(it, GenericParam::Type(it) if unused.contains(&it.ident)))
        .cloned()
        .collect();
    if let Some(clause) = &mut kept.where_clause {
        clause.predicates = clause
            .predicates
            .iter()
            .filter(|it| !unused.iter().any(|ident| mentions(it, ident)))
            .cloned()
            .collect();
    }
    kept
}
