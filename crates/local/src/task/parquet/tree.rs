//! [`Tree`]: how the values of columns make a row.
//!
//! A file keeps each leaf of its schema as a column; what is a list, a map or an object comes out of
//! the levels beside the values. Lists and maps are told in the ways of all times, by the rules of
//! the format's page on logical types.

use std::ops::Range;
use std::sync::Arc;

use parquet::basic::{ConvertedType, Repetition};
use parquet::schema::types::{SchemaDescriptor, Type};
use stepwright_json::{Array, Object, Value};

use super::column::Column;

/// The schema of a file.
pub(super) struct Tree(Vec<(Arc<str>, Node)>);

/// A field, and the columns that it is made of.
struct Node {
    columns: Range<usize>,
    kind: Kind,
}

enum Kind {
    Leaf,
    /// Is there, where the level of definition is at least this.
    Optional(i16, Box<Node>),
    /// Elements, as long as the levels are these.
    List(Repeated, Box<Node>),
    /// Keys and their values.
    Map(Repeated, Box<(Node, Node)>),
    Object(Vec<(Arc<str>, Node)>),
}

/// From which level of definition on there is an element, and at which level of repetition another.
#[derive(Clone, Copy)]
struct Repeated {
    definition: i16,
    repetition: i16,
}

impl Tree {
    pub(super) fn of(schema: &SchemaDescriptor) -> Result<Self, String> {
        let mut builder = Builder { columns: 0 };
        let none = Repeated { definition: 0, repetition: 0 };
        builder.fields(schema.root_schema(), none).map(Self)
    }

    /// The next row.
    pub(super) fn row(&self, columns: &mut [Column]) -> Result<Value, String> {
        object(&self.0, columns)
    }
}

/// Counts the columns.
struct Builder {
    columns: usize,
}

impl Builder {
    fn fields(&mut self, group: &Type, at: Repeated) -> Result<Vec<(Arc<str>, Node)>, String> {
        if group.get_fields().is_empty() {
            // Nothing would say how many there are.
            return Err(format!("`{}` has no columns.", group.name()));
        }
        let fields = group.get_fields().iter();
        fields.map(|it| Ok((it.name().into(), self.field(it, at)?))).collect()
    }

    fn field(&mut self, field: &Type, at: Repeated) -> Result<Node, String> {
        match field.get_basic_info().repetition() {
            Repetition::REQUIRED => self.value(field, at),
            Repetition::OPTIONAL => {
                let definition = at.definition + 1;
                let inner = self.value(field, Repeated { definition, ..at })?;
                let columns = inner.columns.clone();
                Ok(Node { columns, kind: Kind::Optional(definition, inner.into()) })
            }
            // One that nothing is said of is a list of what it is.
            Repetition::REPEATED => {
                let at = at.deeper();
                self.value(field, at).map(|it| it.repeated(at))
            }
        }
    }

    /// What a field is where it is there.
    fn value(&mut self, field: &Type, at: Repeated) -> Result<Node, String> {
        let from = self.columns;
        if field.is_primitive() {
            self.columns += 1;
            return Ok(Node { columns: from..self.columns, kind: Kind::Leaf });
        }
        let repeated = match field.get_fields() {
            [it] if it.get_basic_info().repetition() == Repetition::REPEATED => Some(&**it),
            _ => None,
        };
        let inner = at.deeper();
        match (field.get_basic_info().converted_type(), repeated) {
            (ConvertedType::LIST, Some(it)) if is_element(it, field.name()) => {
                self.value(it, inner).map(|it| it.repeated(inner))
            }
            (ConvertedType::LIST, Some(it)) => match it.get_fields() {
                [element] => self.field(element, inner).map(|it| it.repeated(inner)),
                _ => Err(format!("The list `{}` is of nothing.", field.name())),
            },
            (ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE, Some(it)) if it.is_group() => {
                match it.get_fields() {
                    [key, value] => {
                        let both = (self.field(key, inner)?, self.field(value, inner)?);
                        let kind = Kind::Map(inner, both.into());
                        Ok(Node { columns: from..self.columns, kind })
                    }
                    // A map without values is a set.
                    [key] => self.field(key, inner).map(|it| it.repeated(inner)),
                    _ => Err(format!("The map `{}` is of no keys and values.", field.name())),
                }
            }
            _ => {
                let kind = Kind::Object(self.fields(field, at)?);
                Ok(Node { columns: from..self.columns, kind })
            }
        }
    }
}

/// Whether what is repeated in a list is the element, and not only around it.
fn is_element(repeated: &Type, list: &str) -> bool {
    if repeated.is_primitive() {
        return true;
    }
    match repeated.get_fields() {
        [only] => {
            only.get_basic_info().repetition() == Repetition::REPEATED
                || repeated.name() == "array"
                || repeated.name().strip_suffix("_tuple") == Some(list)
        }
        _ => true,
    }
}

impl Repeated {
    fn deeper(self) -> Self {
        Self { definition: self.definition + 1, repetition: self.repetition + 1 }
    }
}

impl Node {
    fn repeated(self, at: Repeated) -> Self {
        Self { columns: self.columns.clone(), kind: Kind::List(at, self.into()) }
    }

    /// Takes the next of what this is.
    fn take(&self, columns: &mut [Column]) -> Result<Value, String> {
        match &self.kind {
            Kind::Leaf => self.first(columns)?.take(),
            Kind::Optional(definition, inner) => {
                if self.first(columns)?.levels()?.definition >= *definition {
                    return inner.take(columns);
                }
                self.pass_over(columns)?;
                Ok(Value::Null)
            }
            Kind::List(at, element) => {
                let mut elements = Array::new();
                self.each(columns, *at, |columns| {
                    elements.push(element.take(columns)?);
                    Ok(())
                })?;
                Ok(elements.into())
            }
            Kind::Map(at, both) => {
                let (key, value) = &**both;
                let mut fields = Object::new();
                self.each(columns, *at, |columns| {
                    let key = match key.take(columns)? {
                        Value::String(it) => it,
                        // UNVERIFIED: no recording has a key that is no text.
                        other => other.to_string().into(),
                    };
                    fields.insert(key, value.take(columns)?);
                    Ok(())
                })?;
                Ok(fields.into())
            }
            Kind::Object(fields) => object(fields, columns),
        }
    }

    /// Does `take` for each element that comes next.
    fn each(
        &self,
        columns: &mut [Column],
        at: Repeated,
        mut take: impl FnMut(&mut [Column]) -> Result<(), String>,
    ) -> Result<(), String> {
        if self.first(columns)?.levels()?.definition < at.definition {
            return self.pass_over(columns);
        }
        loop {
            take(columns)?;
            let next = self.first(columns)?.peek()?;
            if next.is_none_or(|it| it.repetition < at.repetition) {
                return Ok(());
            }
        }
    }

    /// Takes the levels that say that nothing is here.
    fn pass_over(&self, columns: &mut [Column]) -> Result<(), String> {
        let own = columns.get_mut(self.columns.clone()).unwrap_or_default();
        own.iter_mut().try_for_each(|it| it.take().map(drop))
    }

    /// The column that says how many there are.
    fn first<'a>(&self, columns: &'a mut [Column]) -> Result<&'a mut Column, String> {
        // A row group has the columns of the schema: the library has seen to it.
        let first = columns.get_mut(self.columns.start);
        first.ok_or_else(|| "A row group of the file has too few columns.".to_owned())
    }
}

fn object(fields: &[(Arc<str>, Node)], columns: &mut [Column]) -> Result<Value, String> {
    let mut object = Object::new();
    for (name, field) in fields {
        object.insert(name.clone(), field.take(columns)?);
    }
    Ok(object.into())
}
