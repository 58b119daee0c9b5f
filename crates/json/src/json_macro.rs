//! [`json!`](crate::json!): a value written as JSON.

/// A [`Value`](crate::Value), written as JSON with Rust expressions in it.
///
/// Whatever a value can be made [`From`] stands where a value stands; a key is a literal, a
/// variable, or an expression in parentheses.
///
/// ```
/// use stepwright_json::json;
///
/// let key = "b";
/// let value = json!({ "a": [1, 2.5, null], key: { "c": true }, (format!("{key}2")): 1 + 1 });
/// assert_eq!(value.to_string(), r#"{"a":[1,2.5,null],"b":{"c":true},"b2":2}"#);
/// ```
#[macro_export]
macro_rules! json {
    // One item of an array after the other: null, array, object, anything else.
    (@items $acc:ident) => {};
    (@items $acc:ident null $(, $($rest:tt)*)?) => {
        $acc.push($crate::Value::Null);
        $crate::json!(@items $acc $($($rest)*)?);
    };
    (@items $acc:ident [$($inner:tt)*] $(, $($rest:tt)*)?) => {
        $acc.push($crate::json!([$($inner)*]));
        $crate::json!(@items $acc $($($rest)*)?);
    };
    (@items $acc:ident {$($inner:tt)*} $(, $($rest:tt)*)?) => {
        $acc.push($crate::json!({$($inner)*}));
        $crate::json!(@items $acc $($($rest)*)?);
    };
    (@items $acc:ident $item:expr $(, $($rest:tt)*)?) => {
        $acc.push($crate::Value::from($item));
        $crate::json!(@items $acc $($($rest)*)?);
    };
    // One entry of an object after the other.
    (@entries $acc:ident) => {};
    (@entries $acc:ident $key:tt : null $(, $($rest:tt)*)?) => {
        $acc.insert($key, $crate::Value::Null);
        $crate::json!(@entries $acc $($($rest)*)?);
    };
    (@entries $acc:ident $key:tt : [$($inner:tt)*] $(, $($rest:tt)*)?) => {
        $acc.insert($key, $crate::json!([$($inner)*]));
        $crate::json!(@entries $acc $($($rest)*)?);
    };
    (@entries $acc:ident $key:tt : {$($inner:tt)*} $(, $($rest:tt)*)?) => {
        $acc.insert($key, $crate::json!({$($inner)*}));
        $crate::json!(@entries $acc $($($rest)*)?);
    };
    (@entries $acc:ident $key:tt : $value:expr $(, $($rest:tt)*)?) => {
        $acc.insert($key, $crate::Value::from($value));
        $crate::json!(@entries $acc $($($rest)*)?);
    };
    // The whole.
    (null) => { $crate::Value::Null };
    ([]) => { $crate::Value::Array($crate::Array::new()) };
    ({}) => { $crate::Value::Object($crate::Object::new()) };
    ([$($items:tt)+]) => {{
        let mut array = $crate::Array::new();
        $crate::json!(@items array $($items)+);
        $crate::Value::Array(array)
    }};
    ({$($entries:tt)+}) => {{
        let mut object = $crate::Object::new();
        $crate::json!(@entries object $($entries)+);
        $crate::Value::Object(object)
    }};
    ($value:expr) => { $crate::Value::from($value) };
}
