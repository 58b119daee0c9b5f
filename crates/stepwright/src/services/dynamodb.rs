//! `DynamoDB`.

use std::collections::BTreeMap;
use std::fmt;

use crate::message::message;

/// An item, or a key: attributes by name.
pub type Attributes = BTreeMap<String, AttributeValue>;

/// An attribute's value, as `DynamoDB` writes it: exactly one of the fields is there.
///
/// ```
/// use stepwright::services::dynamodb::AttributeValue;
///
/// let rows = AttributeValue::number(42);
/// assert_eq!(serde_json::to_string(&rows)?, r#"{"N":"42"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(
    Debug,
    Clone,
    PartialEq,
    Default,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
    stepwright_macros::Shape,
)]
pub struct AttributeValue {
    /// A text.
    #[serde(rename = "S", skip_serializing_if = "Option::is_none", default)]
    pub s: Option<String>,
    /// A number, as text.
    #[serde(rename = "N", skip_serializing_if = "Option::is_none", default)]
    pub n: Option<String>,
    /// Bytes, in base 64.
    #[serde(rename = "B", skip_serializing_if = "Option::is_none", default)]
    pub b: Option<String>,
    /// `true` or `false`.
    #[serde(rename = "BOOL", skip_serializing_if = "Option::is_none", default)]
    pub bool: Option<bool>,
    /// `true`: the value is null.
    #[serde(rename = "NULL", skip_serializing_if = "Option::is_none", default)]
    pub null: Option<bool>,
    /// Values by name.
    #[serde(rename = "M", skip_serializing_if = "Option::is_none", default)]
    pub m: Option<Attributes>,
    /// A list of values.
    #[serde(rename = "L", skip_serializing_if = "Option::is_none", default)]
    pub l: Option<Vec<AttributeValue>>,
    /// A set of texts.
    #[serde(rename = "SS", skip_serializing_if = "Option::is_none", default)]
    pub ss: Option<Vec<String>>,
    /// A set of numbers, as texts.
    #[serde(rename = "NS", skip_serializing_if = "Option::is_none", default)]
    pub ns: Option<Vec<String>>,
    /// A set of bytes, in base 64.
    #[serde(rename = "BS", skip_serializing_if = "Option::is_none", default)]
    pub bs: Option<Vec<String>>,
}

impl AttributeValue {
    /// A text.
    pub fn string(text: impl Into<String>) -> Self {
        Self { s: Some(text.into()), ..Self::default() }
    }

    /// A number.
    pub fn number(number: impl fmt::Display) -> Self {
        Self { n: Some(number.to_string()), ..Self::default() }
    }

    /// `true` or `false`.
    pub fn boolean(value: bool) -> Self {
        Self { bool: Some(value), ..Self::default() }
    }
}

message! {
    /// What [`GetItem`] is called with.
    GetItemRequest {
        /// The table.
        pub table_name: String,
        /// The item's key.
        pub key: Attributes,
        /// Whether writes that have just been made must be seen.
        pub consistent_read: bool,
    }
}

message! {
    /// What [`GetItem`] gives back.
    GetItemResponse {
        /// The item, if there is one.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub item: Option<Attributes>,
    }
}

/// Reads an item.
#[derive(Debug, Clone, Copy, stepwright_macros::Callable)]
#[service(
    resource = "arn:aws:states:::dynamodb:getItem",
    input = GetItemRequest,
    output = GetItemResponse,
    error = DynamoDbError
)]
pub struct GetItem;

message! {
    /// What [`PutItem`] is called with.
    PutItemRequest {
        /// The table.
        pub table_name: String,
        /// The item.
        pub item: Attributes,
    }
}

/// Writes an item, in the place of one with the same key.
#[derive(Debug, Clone, Copy, stepwright_macros::Callable)]
#[service(
    resource = "arn:aws:states:::dynamodb:putItem",
    input = PutItemRequest,
    error = DynamoDbError
)]
pub struct PutItem;

message! {
    /// What [`UpdateItem`] is called with.
    UpdateItemRequest {
        /// The table.
        pub table_name: String,
        /// The item's key.
        pub key: Attributes,
        /// What to change: `SET #rows = :rows`.
        pub update_expression: String,
        /// The names that the expression speaks of with `#`.
        pub expression_attribute_names: BTreeMap<String, String>,
        /// The values that the expression speaks of with `:`.
        pub expression_attribute_values: Attributes,
        /// What to give back: `NONE`, `ALL_OLD`, `UPDATED_OLD`, `ALL_NEW`, `UPDATED_NEW`.
        pub return_values: String,
    }
}

message! {
    /// What [`UpdateItem`] gives back.
    UpdateItemResponse {
        /// What was asked for with `return_values`.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub attributes: Option<Attributes>,
    }
}

/// Changes attributes of an item.
#[derive(Debug, Clone, Copy, stepwright_macros::Callable)]
#[service(
    resource = "arn:aws:states:::dynamodb:updateItem",
    input = UpdateItemRequest,
    output = UpdateItemResponse,
    error = DynamoDbError
)]
pub struct UpdateItem;

message! {
    /// What [`DeleteItem`] is called with.
    DeleteItemRequest {
        /// The table.
        pub table_name: String,
        /// The item's key.
        pub key: Attributes,
    }
}

/// Deletes an item, if there is one.
#[derive(Debug, Clone, Copy, stepwright_macros::Callable)]
#[service(
    resource = "arn:aws:states:::dynamodb:deleteItem",
    input = DeleteItemRequest,
    error = DynamoDbError
)]
pub struct DeleteItem;

/// What `DynamoDB` can say no with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, stepwright_macros::TaskError)]
pub enum DynamoDbError {
    /// A condition did not hold.
    #[error_name("DynamoDB.ConditionalCheckFailedException")]
    ConditionalCheckFailed,
    /// There is no such table.
    #[error_name("DynamoDB.ResourceNotFoundException")]
    ResourceNotFound,
    /// More was asked than the table is provisioned for.
    #[retriable]
    #[error_name("DynamoDB.ProvisionedThroughputExceededException")]
    ProvisionedThroughputExceeded,
    /// More was asked than the account may.
    #[retriable]
    #[error_name("DynamoDB.RequestLimitExceeded")]
    RequestLimitExceeded,
    /// Any other answer that is an error, missing permission among them.
    #[error_name("DynamoDB.AmazonDynamoDBException")]
    Other,
}

impl fmt::Display for DynamoDbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ConditionalCheckFailed => "The conditional request failed",
            Self::ResourceNotFound => "Requested resource not found",
            Self::ProvisionedThroughputExceeded => {
                "more was asked than the table is provisioned for"
            }
            Self::RequestLimitExceeded => "more was asked than the account may ask",
            Self::Other => "DynamoDB answered with an error",
        })
    }
}
