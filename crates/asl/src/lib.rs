//! The Amazon States Language as plain Rust types: says anything, judges nothing.

mod catch;
mod expression;
mod json;
mod retry;
mod state;
mod state_machine;
mod words;

pub use stepwright_json::{Number, Object, Value};

pub use self::catch::Catcher;
pub use self::expression::{Nullable, NumberOr, QueryLanguage, jsonata_code};
pub use self::json::SourceOrder;
pub use self::retry::{JitterStrategy, Retrier};
pub use self::state::{
    Choice, ChoiceRule, Comparison, CsvDelimiter, CsvHeaderLocation, Fail, InputType, ItemBatcher,
    ItemReader, ManifestType, Map, Operand, Operator, OutputType, Parallel, Pass, ReaderConfig,
    ReaderTransformation, ResultWriter, State, Succeed, Task, Test, Wait, WriterConfig,
    WriterTransformation,
};
pub use self::state_machine::{
    ExecutionType, NotAnObject, ProcessorConfig, ProcessorMode, StateMachine,
};
