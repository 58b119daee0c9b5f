//! What the macros make is clean under lints that are stricter than most.

#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(missing_copy_implementations, unused_qualifications, unused_lifetimes)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(clippy::allow_attributes, clippy::allow_attributes_without_reason)]
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

/// What an application shows to others.
pub mod contract {
    use serde::{Deserialize, Serialize};
    use stepwright::{Callable, Shape, TaskError};

    /// Fields whose names are like those of methods.
    #[derive(Debug, Clone, Serialize, Deserialize, Shape)]
    pub struct Request {
        /// Not a constructor.
        pub new: String,
        /// Not a conversion.
        pub into_inner: u64,
        /// Not a question.
        pub is_empty: Option<bool>,
        /// Not a copy.
        pub clone: Vec<Inner>,
        hidden: Empty,
    }

    /// Generic.
    #[derive(Debug, Clone, Serialize, Deserialize, Shape)]
    pub struct Page<T> {
        /// The items.
        pub items: Vec<T>,
    }

    /// A newtype.
    #[derive(Debug, Clone, Serialize, Deserialize, Shape)]
    pub struct Inner(pub String);

    #[derive(Debug, Clone, Serialize, Deserialize, Shape)]
    struct Empty {}

    /// Errors that no workflow names.
    #[derive(Debug, TaskError)]
    pub enum RequestError {
        /// No such thing.
        #[retriable]
        NotFound,
        /// Something else.
        Other(String),
    }

    /// A function.
    #[derive(Debug, Clone, Copy, Callable)]
    #[lambda(name = "ask", input = Request, output = Page<Inner>, error = RequestError)]
    pub struct Ask;

    /// A request that is known from the start.
    #[must_use]
    pub const fn request() -> Request {
        Request {
            new: String::new(),
            into_inner: 0,
            is_empty: None,
            clone: Vec::new(),
            hidden: Empty {},
        }
    }
}

#[test]
fn expressions_are_clean_too() {
    use contract::{Page, Request, request};
    use stepwright::{Expr, IntoExpr, expr};

    let request: Expr<Request> = request().into_expr();
    let (fewer, more) = (request.into_inner, request.into_inner + 1);
    let page = expr!(Page::<u64> { items: [1, if fewer > 0 && !(2 < more) { fewer } else { 1 }] });
    let same: Expr<bool> = expr!((fewer == more) == (request.new != "a") || page.items.len() > 1);
    let shown = format!("{same:?}");
    assert!(shown.contains("count"), "{shown}");
}
