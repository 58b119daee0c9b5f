//! [`Batches`]: items put together into the input of one child.

use stepwright_json::{Array, Object, Value};

use crate::quota;

/// How items are put together, and those that are being.
#[derive(Clone, Debug)]
pub(crate) struct Batches {
    /// `MaxItemsPerBatch`
    pub(crate) items_max: u64,
    /// `MaxInputBytesPerBatch`: how long the whole input of a child is, as compact JSON.
    pub(crate) input_bytes_max: usize,
    /// `BatchInput`, evaluated.
    pub(crate) batch_input: Option<Value>,
    items: Vec<Value>,
    bytes: usize,
}

impl Batches {
    /// `0` items or bytes are as many as there may be.
    pub(crate) fn new(
        items_max: Option<u64>,
        input_bytes_max: Option<u64>,
        batch_input: Option<Value>,
    ) -> Self {
        let or_most = |it: Option<u64>| it.filter(|it| *it > 0).unwrap_or(u64::MAX);
        let bytes = usize::try_from(or_most(input_bytes_max)).unwrap_or(usize::MAX);
        let mut batches = Self {
            items_max: or_most(items_max),
            input_bytes_max: bytes.min(quota::PAYLOAD_BYTES_MAX),
            batch_input,
            items: Vec::new(),
            bytes: 0,
        };
        batches.bytes = batches.envelope(Array::new()).size_bytes();
        batches
    }

    /// Whether an item of so many bytes finds room in the batch that is being put together.
    pub(crate) fn has_room_for(&self, bytes: usize) -> bool {
        // A comma, too.
        self.items.is_empty() || self.bytes + bytes < self.input_bytes_max
    }

    /// Adds an item of so many bytes.
    pub(crate) fn add(&mut self, item: Value, bytes: usize) {
        self.bytes += bytes + usize::from(!self.items.is_empty());
        self.items.push(item);
    }

    /// Whether no more items find room.
    pub(crate) fn is_full(&self) -> bool {
        u64::try_from(self.items.len()).is_ok_and(|it| it >= self.items_max)
    }

    /// The input of a child, and how many items are in it; nothing where there are none.
    pub(crate) fn take(&mut self) -> Option<(Value, u64)> {
        let items = std::mem::take(&mut self.items);
        if items.is_empty() {
            return None;
        }
        self.bytes = self.envelope(Array::new()).size_bytes();
        let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
        Some((self.envelope(Array::from(items)), count))
    }

    fn envelope(&self, items: Array) -> Value {
        let input = self.batch_input.clone().map(|it| ("BatchInput", it));
        let fields = input.into_iter().chain([("Items", Value::Array(items))]);
        fields.collect::<Object>().into()
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(items_max: Option<u64>, bytes_max: Option<u64>, input: Option<Value>, expect: Expect) {
        let mut batches = Batches::new(items_max, bytes_max, input);
        let mut lines = Vec::new();
        let mut take = |batches: &mut Batches| {
            if let Some((input, count)) = batches.take() {
                lines.push(format!("{count}: {input}"));
                assert!(count == 1 || input.size_bytes() <= batches.input_bytes_max);
            }
        };
        for item in 0..5 {
            let item = Value::from(item * 100);
            let bytes = item.size_bytes();
            if !batches.has_room_for(bytes) {
                take(&mut batches);
            }
            batches.add(item, bytes);
            if batches.is_full() {
                take(&mut batches);
            }
        }
        take(&mut batches);
        expect.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn a_batch_ends_when_it_has_its_items() {
        check(
            Some(2),
            None,
            None,
            expect![[r#"
            2: {"Items":[0,100]}
            2: {"Items":[200,300]}
            1: {"Items":[400]}"#]],
        );
        check(
            Some(2),
            None,
            Some("x".into()),
            expect![[r#"
            2: {"BatchInput":"x","Items":[0,100]}
            2: {"BatchInput":"x","Items":[200,300]}
            1: {"BatchInput":"x","Items":[400]}"#]],
        );
        check(None, None, None, expect![[r#"5: {"Items":[0,100,200,300,400]}"#]]);
    }

    #[test]
    fn a_batch_is_not_longer_than_its_bytes() {
        check(
            None,
            Some(17),
            None,
            expect![[r#"
            2: {"Items":[0,100]}
            1: {"Items":[200]}
            1: {"Items":[300]}
            1: {"Items":[400]}"#]],
        );
        check(
            Some(3),
            Some(18),
            None,
            expect![[r#"
            2: {"Items":[0,100]}
            1: {"Items":[200]}
            1: {"Items":[300]}
            1: {"Items":[400]}"#]],
        );
        check(
            Some(3),
            Some(1),
            None,
            expect![[r#"
            1: {"Items":[0]}
            1: {"Items":[100]}
            1: {"Items":[200]}
            1: {"Items":[300]}
            1: {"Items":[400]}"#]],
        );
    }
}
