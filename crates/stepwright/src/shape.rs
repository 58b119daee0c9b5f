//! [`Shape`]: Rust types with a known JSON form.

mod standard;
mod timestamp;

pub use self::timestamp::Timestamp;
use crate::expr::Expr;
use crate::node::NodeRef;

/// A Rust type with a known JSON shape, so that it can flow through a workflow.
///
/// Implemented for the types of the standard library that have one, and by `#[derive(Shape)]` beside
/// serde's derives.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no known JSON shape, so it cannot flow through a workflow",
    label = "this type does not implement `Shape`",
    note = "add `#[derive(Shape)]` beside `#[derive(Serialize, Deserialize)]` on `{Self}`"
)]
pub trait Shape: Sized + 'static {
    /// For a struct: the same fields, each of type `Expr<FieldType>`. For all else: [`NoFields`].
    type Fields: Copy + 'static;
    /// What the lowering must know of the type.
    const KIND: Kind;
    #[doc(hidden)]
    fn fields(base: NodeRef) -> Self::Fields;
    #[doc(hidden)]
    fn keys() -> Vec<Key> {
        Vec::new()
    }
}

/// A struct, which `expr!` can build field by field.
pub trait Construct: Shape {
    #[doc(hidden)]
    fn construct(fields: Self::Fields) -> Expr<Self>;
}

/// What the lowering must know of a type: the form its values have in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A string, a number, a boolean, `null`.
    Scalar,
    /// An object.
    Object,
    /// An array.
    List,
    /// A value that may be missing.
    Optional {
        /// Whether it may also be there as `null`.
        null: bool,
        /// Whether it may be an array where it is there.
        list: bool,
    },
    /// Anything.
    Any,
}

impl Kind {
    /// The kind of `Option<T>`, by the kind of `T`.
    #[must_use]
    pub const fn optional(inner: Self) -> Self {
        Self::Optional { null: true, list: inner.may_be_list() }
    }

    /// The same for a value that is left out rather than written as `null`.
    #[must_use]
    pub const fn absent(inner: Self) -> Self {
        Self::Optional { null: false, list: inner.may_be_list() }
    }

    /// Whether a value may be an array.
    #[must_use]
    pub const fn may_be_list(self) -> bool {
        matches!(self, Self::List | Self::Any | Self::Optional { list: true, .. })
    }
}

/// The fields of a type that has none.
#[derive(Debug, Clone, Copy)]
pub struct NoFields;

/// A key of an object, as serde writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name on the wire.
    pub name: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
}
