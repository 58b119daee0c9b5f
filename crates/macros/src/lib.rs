//! The derives and macros of Stepwright. Use them through the crate `stepwright`, which documents
//! them.
//!
//! Owns syntax only: every macro rewrites tokens, and all typing happens in the traits of
//! `stepwright`. Spans survive, so that a mistake is reported at the author's own word.

mod attributes;
mod callable;
mod case;
mod expr;
mod jsonata;
mod serde_names;
mod shape;
mod task_error;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Gives a struct or an enum the JSON shape that serde gives it. See `stepwright::Shape`.
#[proc_macro_derive(Shape, attributes(shape, serde))]
pub fn shape(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    shape::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Names the errors of an enum, variant by variant. See `stepwright::TaskError`.
#[proc_macro_derive(TaskError, attributes(shape, retriable, error_name))]
pub fn task_error(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    task_error::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Declares what a Task state can call. See `stepwright::Callable`.
#[proc_macro_derive(Callable, attributes(shape, lambda, service, machine, activity))]
pub fn callable(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    callable::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// A workflow expression in Rust syntax. See `stepwright::expr!`.
#[proc_macro]
pub fn expr(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as syn::Expr);
    expr::rewrite(input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// JSONata with typed holes. See `stepwright::jsonata!`.
#[proc_macro]
pub fn jsonata(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as jsonata::Jsonata);
    jsonata::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
