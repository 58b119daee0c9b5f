//! [`Place`]: where in the definition lowering is, in the two ways in which it is told.
//!
//! A diagnostic has a JSON Pointer from the root; AWS's run-time texts have a path from the state,
//! such as `Choices[1]/Output/v`.

/// A place in a definition.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pointer: String,
    field: String,
}

impl Place {
    pub(super) fn root() -> Self {
        Self { pointer: String::new(), field: String::new() }
    }

    /// A state of the scope that is here: its fields' paths begin anew.
    pub(super) fn state(&self, name: &str) -> Self {
        let pointer = format!("{}/States/{}", self.pointer, escape(name));
        Self { pointer, field: String::new() }
    }

    /// A field of the object that is here.
    pub(super) fn key(&self, key: &str) -> Self {
        let slash = if self.field.is_empty() { "" } else { "/" };
        Self {
            pointer: format!("{}/{}", self.pointer, escape(key)),
            field: format!("{}{slash}{key}", self.field),
        }
    }

    /// An element of the array that is here.
    pub(super) fn index(&self, index: usize) -> Self {
        Self {
            pointer: format!("{}/{index}", self.pointer),
            field: format!("{}[{index}]", self.field),
        }
    }

    /// The JSON Pointer (RFC 6901).
    pub(super) fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Whether it is somewhere in an element of `Catch`.
    pub(super) fn is_in_catcher(&self) -> bool {
        self.field.starts_with("Catch[")
    }

    /// The path from the state.
    pub(super) fn field(&self) -> &str {
        &self.field
    }
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
