//! [`message!`]: a struct that a service takes or gives.

/// A struct that a service takes or gives, with the names that the service gives its fields.
macro_rules! message {
    ($(#[$doc:meta])* $name:ident { $($fields:tt)* }) => {
        $(#[$doc])*
        #[derive(
            Debug,
            Clone,
            PartialEq,
            serde::Serialize,
            serde::Deserialize,
            schemars::JsonSchema,
            stepwright_macros::Shape,
        )]
        #[serde(rename_all = "PascalCase")]
        pub struct $name {
            $($fields)*
        }
    };
}

pub(crate) use message;
