//! [`ItemReader`]: where a Distributed Map finds its items.

use stepwright_json::{Object, Value};

use crate::NumberOr;
use crate::json::{SourceOrder, table};
use crate::words::words;

/// Where a Distributed Map finds its items: an object in S3, or the list of a bucket's objects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemReader {
    /// `Resource`: `arn:aws:states:::s3:getObject` or `arn:aws:states:::s3:listObjectsV2`.
    pub resource: Option<String>,
    /// `Parameters` (JSONPath): the payload template with `Bucket`, `Key`, `Prefix`, ….
    pub parameters: Option<Value>,
    /// `Arguments` (JSONata): `Bucket`, `Key`, `Prefix`, ….
    pub arguments: Option<Value>,
    /// `ReaderConfig`: what is in the object, and how to read it.
    pub reader_config: Option<ReaderConfig>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

table! {
    ItemReader {
        "Resource" => resource,
        "Parameters" => parameters,
        "Arguments" => arguments,
        "ReaderConfig" => reader_config,
    }
}

/// `ReaderConfig`: what is in the object that an [`ItemReader`] reads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReaderConfig {
    /// `InputType`: the object's format.
    pub input_type: Option<InputType>,
    /// `ManifestType`: whose manifest the object is.
    pub manifest_type: Option<ManifestType>,
    /// `Transformation`: whether the objects of a list are read too.
    pub transformation: Option<ReaderTransformation>,
    /// `CSVHeaderLocation`: where the columns' names stand.
    pub csv_header_location: Option<CsvHeaderLocation>,
    /// `CSVHeaders`: the columns' names, where they are `GIVEN`.
    pub csv_headers: Option<Vec<String>>,
    /// `CSVDelimiter`: what stands between two columns.
    pub csv_delimiter: Option<CsvDelimiter>,
    /// `ItemsPointer`: the JSON pointer of the list within a JSON object.
    pub items_pointer: Option<String>,
    /// `MaxItems`: how many items to read at most. 0 to 100,000,000.
    pub max_items: Option<NumberOr>,
    /// `MaxItemsPath` (JSONPath): where in the input that number stands.
    pub max_items_path: Option<String>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

table! {
    ReaderConfig {
        "InputType" => input_type,
        "ManifestType" => manifest_type,
        "Transformation" => transformation,
        "CSVHeaderLocation" => csv_header_location,
        "CSVHeaders" => csv_headers,
        "CSVDelimiter" => csv_delimiter,
        "ItemsPointer" => items_pointer,
        "MaxItems" => max_items,
        "MaxItemsPath" => max_items_path,
    }
}

words! {
    /// `InputType`: the format of the object that holds the items.
    pub enum InputType {
        /// Rows of text columns.
        Csv = "CSV",
        /// One JSON document.
        Json = "JSON",
        /// One JSON document on each line.
        JsonLines = "JSONL",
        /// Apache Parquet.
        Parquet = "PARQUET",
        /// An S3 inventory's manifest.
        Manifest = "MANIFEST",
    }
}

words! {
    /// `ManifestType`: whose manifest lists the items.
    pub enum ManifestType {
        /// Athena's `UNLOAD`.
        AthenaData = "ATHENA_DATA",
        /// S3 inventory.
        S3Inventory = "S3_INVENTORY",
    }
}

words! {
    /// `Transformation` of a [`ReaderConfig`]: what is done with a list of objects.
    pub enum ReaderTransformation {
        /// Each object's description is an item.
        None = "NONE",
        /// Each object is read, and its items are the items.
        LoadAndFlatten = "LOAD_AND_FLATTEN",
    }
}

words! {
    /// `CSVHeaderLocation`: where the names of a CSV's columns stand.
    pub enum CsvHeaderLocation {
        /// In the file's first row.
        FirstRow = "FIRST_ROW",
        /// In `CSVHeaders`.
        Given = "GIVEN",
    }
}

words! {
    /// `CSVDelimiter`: what stands between two columns of a CSV.
    pub enum CsvDelimiter {
        /// `,`
        Comma = "COMMA",
        /// `|`
        Pipe = "PIPE",
        /// `;`
        Semicolon = "SEMICOLON",
        /// A blank.
        Space = "SPACE",
        /// A tabulator.
        Tab = "TAB",
    }
}
