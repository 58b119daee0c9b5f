//! Lowering of `ItemReader`: where a Distributed Map finds its items, and in which format.

use std::sync::Arc;

use stepwright_asl::{self as asl, InputType, ManifestType};
use stepwright_json::{Pointer, Value};

use super::distributed_map::action;
use super::{Lowering, Place};
use crate::program::{ItemFormat, ItemReader, ItemSource};

impl Lowering {
    pub(super) fn reader(
        &mut self,
        place: &Place<'_>,
        reader: &asl::ItemReader,
    ) -> Option<ItemReader> {
        let asl::ItemReader {
            resource,
            parameters,
            arguments,
            reader_config,
            extra,
            source_order: _,
        } = reader;
        self.unknown_fields(place, extra);
        let arguments =
            self.arguments_or_parameters(place, arguments.as_ref(), parameters.as_ref());
        let config = reader_config.clone().unwrap_or_default();
        let at = place.key("ReaderConfig");
        self.unknown_fields(&at, &config.extra);
        self.only_json_path(&at, "MaxItemsPath", config.max_items_path.is_some());
        let max_items = self.field_number(
            &at,
            ("MaxItems", config.max_items.as_ref()),
            ("MaxItemsPath", config.max_items_path.as_ref()),
        );
        let source = match resource.as_deref().map(action) {
            Some(Some("s3:getObject")) => self.object_source(&at, &config),
            Some(Some("s3:listObjectsV2")) => self.listing_source(&at, &config),
            Some(_) => self.schema(
                &place.key("Resource"),
                "The field 'Resource' does not match any of the allowed values".to_owned(),
            ),
            None => self.required(place, "Resource"),
        };
        if source == Some(ItemSource::Object(ItemFormat::Parquet)) {
            self.no_version(place, reader);
        }
        Some(ItemReader { source: source?, arguments, max_items })
    }

    /// A Parquet file is read in parts, and those of no version but the latest.
    // UNVERIFIED: the words, and whether it is the definition that is refused.
    fn no_version(&mut self, place: &Place<'_>, reader: &asl::ItemReader) {
        for (field, given) in [("Arguments", &reader.arguments), ("Parameters", &reader.parameters)]
        {
            let fields = given.as_ref().and_then(Value::as_object);
            for key in ["VersionId", "VersionId.$"] {
                if fields.is_some_and(|it| it.get(key).is_some()) {
                    self.schema::<()>(
                        &place.key(field).key(key),
                        "Field 'VersionId' is not supported where InputType is PARQUET".to_owned(),
                    );
                }
            }
        }
    }

    fn object_source(
        &mut self,
        place: &Place<'_>,
        config: &asl::ReaderConfig,
    ) -> Option<ItemSource> {
        match (&config.manifest_type, &config.input_type) {
            (Some(ManifestType::S3Inventory), _) | (None, Some(InputType::Manifest)) => {
                Some(ItemSource::Inventory)
            }
            (Some(ManifestType::AthenaData), _) => {
                self.format(place, config).map(ItemSource::AthenaData)
            }
            (Some(ManifestType::Other(_)), _) => self.schema(
                &place.key("ManifestType"),
                "Value should be one of the following: [ATHENA_DATA, S3_INVENTORY]".to_owned(),
            ),
            (None, _) => self.format(place, config).map(ItemSource::Object),
        }
    }

    fn listing_source(
        &mut self,
        place: &Place<'_>,
        config: &asl::ReaderConfig,
    ) -> Option<ItemSource> {
        match &config.transformation {
            None | Some(asl::ReaderTransformation::None) => Some(ItemSource::Listing),
            Some(asl::ReaderTransformation::LoadAndFlatten) => {
                self.format(place, config).map(ItemSource::ListedObjects)
            }
            Some(asl::ReaderTransformation::Other(_)) => self.schema(
                &place.key("Transformation"),
                "Value should be one of the following: [NONE, LOAD_AND_FLATTEN]".to_owned(),
            ),
        }
    }

    fn format(&mut self, place: &Place<'_>, config: &asl::ReaderConfig) -> Option<ItemFormat> {
        match &config.input_type {
            Some(InputType::Json) => {
                let pointer = match config.items_pointer.as_deref().map(Pointer::parse) {
                    Some(Ok(it)) => Some(it),
                    Some(Err(error)) => {
                        self.schema(&place.key("ItemsPointer"), error.to_string())?
                    }
                    None => None,
                };
                Some(ItemFormat::Json { pointer })
            }
            Some(InputType::JsonLines) => Some(ItemFormat::JsonLines),
            Some(InputType::Csv) => self.csv(place, config),
            Some(InputType::Parquet) => Some(ItemFormat::Parquet),
            Some(InputType::Manifest | InputType::Other(_)) => self.schema(
                &place.key("InputType"),
                "Value should be one of the following: [CSV, JSON, JSONL, PARQUET, MANIFEST]"
                    .to_owned(),
            ),
            None => self.required(place, "InputType"),
        }
    }

    fn csv(&mut self, place: &Place<'_>, config: &asl::ReaderConfig) -> Option<ItemFormat> {
        let delimiter = match &config.csv_delimiter {
            None | Some(asl::CsvDelimiter::Comma) => b',',
            Some(asl::CsvDelimiter::Pipe) => b'|',
            Some(asl::CsvDelimiter::Semicolon) => b';',
            Some(asl::CsvDelimiter::Space) => b' ',
            Some(asl::CsvDelimiter::Tab) => b'\t',
            Some(asl::CsvDelimiter::Other(_)) => self.schema(
                &place.key("CSVDelimiter"),
                "Value should be one of the following: [COMMA, PIPE, SEMICOLON, SPACE, TAB]"
                    .to_owned(),
            )?,
        };
        let headers = match (&config.csv_header_location, &config.csv_headers) {
            (Some(asl::CsvHeaderLocation::FirstRow), _) => None,
            (Some(asl::CsvHeaderLocation::Given), Some(headers)) => {
                Some(headers.iter().map(|it| Arc::from(it.as_str())).collect())
            }
            (Some(asl::CsvHeaderLocation::Given), None) => {
                self.schema(place, "The field 'CSVHeaders' is required".to_owned())?
            }
            (Some(asl::CsvHeaderLocation::Other(_)), _) => self.schema(
                &place.key("CSVHeaderLocation"),
                "Value should be one of the following: [FIRST_ROW, GIVEN]".to_owned(),
            )?,
            (None, _) => {
                self.schema(place, "The field 'CSVHeaderLocation' is required".to_owned())?
            }
        };
        Some(ItemFormat::Csv { delimiter, headers })
    }
}
