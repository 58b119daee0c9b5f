//! [`Column`]: the values of a column, one after the other, with their levels.
//!
//! A level of definition says how many of the optional and repeated fields on the way to a value are
//! there, a level of repetition which of the repeated ones goes on with it.

use std::collections::VecDeque;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{AsBytes, DataType};
use parquet::schema::types::ColumnDescPtr;
use stepwright_json::Value;

use super::cell::Cell;
use super::malformed;

/// How many records are read at once.
const BATCH_RECORDS: usize = 1024;

/// The levels of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Levels {
    pub(super) definition: i16,
    pub(super) repetition: i16,
}

/// A column of a row group, and how far it is read.
pub(super) struct Column {
    name: String,
    cell: Cell,
    reader: ColumnReader,
    definition_max: i16,
    repetition_max: i16,
    /// The levels that are read and not used.
    levels: VecDeque<Levels>,
    /// The values that go with those levels that are the highest.
    values: VecDeque<Value>,
}

impl Column {
    pub(super) fn open(column: &ColumnDescPtr, reader: ColumnReader) -> Result<Self, String> {
        let name = column.path().string();
        let cell = Cell::of(column).map_err(|why| format!("The column `{name}`: {why}"))?;
        Ok(Self {
            name,
            cell,
            reader,
            definition_max: column.max_def_level(),
            repetition_max: column.max_rep_level(),
            levels: VecDeque::new(),
            values: VecDeque::new(),
        })
    }

    /// The levels of what comes next, where anything does.
    pub(super) fn peek(&mut self) -> Result<Option<Levels>, String> {
        if self.levels.is_empty() {
            self.fill()?;
        }
        Ok(self.levels.front().copied())
    }

    /// The levels of what comes next, which has to be there.
    pub(super) fn levels(&mut self) -> Result<Levels, String> {
        self.peek()?.ok_or_else(|| self.wrong("it ends before the rows do"))
    }

    /// Takes what comes next; `null` where it has no value.
    pub(super) fn take(&mut self) -> Result<Value, String> {
        let levels = self.levels()?;
        self.levels.pop_front();
        if levels.definition < self.definition_max {
            return Ok(Value::Null);
        }
        self.values.pop_front().ok_or_else(|| self.wrong("it has fewer values than it says"))
    }

    /// Refuses what comes after the last row.
    pub(super) fn has_ended(&mut self) -> Result<(), String> {
        match self.peek()? {
            None => Ok(()),
            Some(_) => Err(self.wrong("it goes on after the rows have ended")),
        }
    }

    fn wrong(&self, why: &str) -> String {
        format!("The content of the file is not valid Parquet: the column `{}`: {why}", self.name)
    }

    fn fill(&mut self) -> Result<(), String> {
        let cell = self.cell;
        let levels = (self.definition_max, self.repetition_max);
        let read = match &mut self.reader {
            ColumnReader::BoolColumnReader(it) => batch(it, levels, |it| Ok((*it).into())),
            ColumnReader::Int32ColumnReader(it) => batch(it, levels, |it| cell.int32(*it)),
            ColumnReader::Int64ColumnReader(it) => batch(it, levels, |it| cell.int64(*it)),
            ColumnReader::Int96ColumnReader(it) => batch(it, levels, Cell::int96),
            ColumnReader::FloatColumnReader(it) => batch(it, levels, |it| Ok(Cell::float(*it))),
            ColumnReader::DoubleColumnReader(it) => batch(it, levels, |it| Ok(Cell::double(*it))),
            ColumnReader::ByteArrayColumnReader(it) => {
                batch(it, levels, |it| cell.bytes(it.as_bytes()))
            }
            ColumnReader::FixedLenByteArrayColumnReader(it) => {
                batch(it, levels, |it| cell.bytes(it.as_bytes()))
            }
        };
        let (levels, values) = read.map_err(|error| match error {
            Wrong::File(error) => malformed(error),
            Wrong::Value(why) => format!("The column `{}`: {why}", self.name),
        })?;
        self.levels = levels;
        self.values.extend(values);
        Ok(())
    }
}

/// Why a batch cannot be read.
enum Wrong {
    File(parquet::errors::ParquetError),
    Value(String),
}

/// The levels and the values of the next records.
fn batch<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    (definition_max, repetition_max): (i16, i16),
    value: impl Fn(&T::T) -> Result<Value, String>,
) -> Result<(VecDeque<Levels>, Vec<Value>), Wrong> {
    let (mut definitions, mut repetitions, mut values) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        let read = reader.read_records(
            BATCH_RECORDS,
            (definition_max > 0).then_some(&mut definitions),
            (repetition_max > 0).then_some(&mut repetitions),
            &mut values,
        );
        let (records, _, levels) = read.map_err(Wrong::File)?;
        // A record whose end is not in sight is none that was read: its levels come all the same.
        if levels == 0 && records > 0 {
            continue;
        }
        let definitions = definitions.into_iter().chain(std::iter::repeat(definition_max));
        let repetitions = repetitions.into_iter().chain(std::iter::repeat(0));
        let both = definitions.zip(repetitions).take(levels);
        let levels = both.map(|(definition, repetition)| Levels { definition, repetition });
        let values = values.iter().map(value).collect::<Result<_, _>>();
        return Ok((levels.collect(), values.map_err(Wrong::Value)?));
    }
}
