//! [`ErrorOutput`]: what a catcher's handler gets.

use crate::expr::Expr;
use crate::node::{Node, NodeRef};
use crate::shape::{Construct, Key, Kind, Shape};

/// What a catcher's handler gets: `{"Error": .., "Cause": ..}`.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "PascalCase")]
pub struct ErrorOutput {
    /// The error's name.
    pub error: String,
    /// What is known of its cause; of a Lambda function, JSON text.
    pub cause: String,
}

/// What a Lambda function says of its own failure, in the `Cause`.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub struct LambdaCause {
    /// The error's name.
    pub error_type: String,
    /// Its message.
    pub error_message: String,
}

impl Expr<ErrorOutput> {
    /// The JSON that a Lambda function puts into the cause, parsed.
    pub fn lambda(self) -> Expr<LambdaCause> {
        Expr::of_node(NodeRef::of(Node::Call {
            function: "parse",
            arguments: vec![self.cause.node()],
            kind: Kind::Object,
        }))
    }
}

// By hand, since the derive names this crate from outside.
macro_rules! two_texts {
    ($type:ident, $fields:ident, $a:ident = $a_key:literal, $b:ident = $b_key:literal) => {
        #[doc(hidden)]
        #[derive(Debug, Clone, Copy)]
        pub struct $fields {
            /// See the struct that this mirrors.
            pub $a: Expr<String>,
            /// See the struct that this mirrors.
            pub $b: Expr<String>,
        }

        impl Shape for $type {
            type Fields = $fields;
            const KIND: Kind = Kind::Object;
            fn fields(base: NodeRef) -> $fields {
                $fields {
                    $a: crate::private::field(base, $a_key, false),
                    $b: crate::private::field(base, $b_key, false),
                }
            }
            fn keys() -> Vec<Key> {
                vec![Key { name: $a_key, optional: false }, Key { name: $b_key, optional: false }]
            }
        }

        impl Construct for $type {
            fn construct(fields: $fields) -> Expr<Self> {
                let $fields { $a, $b } = fields;
                crate::private::object(vec![($a_key, $a.node()), ($b_key, $b.node())])
            }
        }

        impl $fields {
            #[doc(hidden)]
            pub fn $a(value: impl crate::into_expr::IntoExpr<String>) -> Expr<String> {
                value.into_expr()
            }
            #[doc(hidden)]
            pub fn $b(value: impl crate::into_expr::IntoExpr<String>) -> Expr<String> {
                value.into_expr()
            }
        }
    };
}

two_texts!(ErrorOutput, ErrorOutputFields, error = "Error", cause = "Cause");
two_texts!(
    LambdaCause,
    LambdaCauseFields,
    error_type = "errorType",
    error_message = "errorMessage"
);
