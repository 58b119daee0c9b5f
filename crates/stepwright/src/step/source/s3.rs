//! Items in S3: the objects of a bucket, and what files hold.

use std::marker::PhantomData;

use stepwright_asl::{
    CsvDelimiter, CsvHeaderLocation, InputType, ManifestType, ReaderConfig, ReaderTransformation,
};

use super::{ItemSource, Origin};
use crate::graph::{Items, Reader};
use crate::into_expr::IntoExpr;
use crate::message::message;
use crate::node::{Node, NodeRef};
use crate::shape::Shape;

const GET_OBJECT: &str = "arn:aws:states:::s3:getObject";
const LIST_OBJECTS: &str = "arn:aws:states:::s3:listObjectsV2";

/// Where something is in S3, and how it is read.
#[derive(Debug, Clone)]
struct Place {
    resource: &'static str,
    arguments: Vec<(&'static str, NodeRef)>,
    config: Option<ReaderConfig>,
    max_items: Option<NodeRef>,
}

impl Place {
    fn object(
        bucket: impl IntoExpr<String>,
        key: impl IntoExpr<String>,
        config: ReaderConfig,
    ) -> Self {
        let arguments =
            vec![("Bucket", bucket.into_expr().node()), ("Key", key.into_expr().node())];
        Self { resource: GET_OBJECT, arguments, config: Some(config), max_items: None }
    }

    fn origin(self) -> Origin {
        let Self { resource, arguments, config, max_items } = self;
        let arguments = NodeRef::of(Node::Object(arguments));
        let config = Box::new(Reader { config, max_items });
        Origin::of(Items::Reader { resource, arguments, config })
    }
}

fn input(input_type: InputType) -> ReaderConfig {
    ReaderConfig { input_type: Some(input_type), ..ReaderConfig::default() }
}

/// What all readers can say.
macro_rules! reader {
    () => {
        /// Reads at most this many items.
        #[must_use]
        pub fn max_items(mut self, items: impl IntoExpr<u32>) -> Self {
            self.place.max_items = Some(items.into_expr().node());
            self
        }

        /// Reads only if the bucket belongs to this account.
        #[must_use]
        pub fn expected_bucket_owner(mut self, account: impl IntoExpr<String>) -> Self {
            self.place.arguments.push(("ExpectedBucketOwner", account.into_expr().node()));
            self
        }
    };
}

/// A file in S3 whose items are of type `T`.
macro_rules! file {
    ($(#[$doc:meta])* $name:ident, $config:expr, { $($more:item)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name<T> {
            place: Place,
            of: PhantomData<fn() -> T>,
        }

        impl<T: Shape> $name<T> {
            /// The file at this key.
            pub fn new(bucket: impl IntoExpr<String>, key: impl IntoExpr<String>) -> Self {
                Self { place: Place::object(bucket, key, $config), of: PhantomData }
            }

            $($more)*

            reader!();
        }

        impl<T: Shape> ItemSource for $name<T> {
            type Item = T;
            fn origin(self) -> Origin {
                self.place.origin()
            }
        }
    };
}

/// `version_id`, where S3 versions are read.
macro_rules! versioned {
    () => {
        /// Reads this version of the object.
        #[must_use]
        pub fn version_id(mut self, version: impl IntoExpr<String>) -> Self {
            self.place.arguments.push(("VersionId", version.into_expr().node()));
            self
        }
    };
}

file! {
    /// A JSON file that holds a list, or holds one somewhere inside.
    JsonFile, input(InputType::Json), {
        /// Where in the file the list is: a JSON Pointer such as `/data/rows`.
        #[must_use]
        pub fn items_pointer(mut self, pointer: &str) -> Self {
            if let Some(config) = &mut self.place.config {
                config.items_pointer = Some(pointer.to_owned());
            }
            self
        }
        versioned!();
    }
}
file! {
    /// A file with a JSON value on each line.
    JsonLinesFile, input(InputType::JsonLines), { versioned!(); }
}
file! {
    /// A Parquet file.
    ParquetFile, input(InputType::Parquet), {}
}
file! {
    /// A CSV file whose first row names the columns. All values are texts.
    CsvFile, ReaderConfig {
        csv_header_location: Some(CsvHeaderLocation::FirstRow),
        ..input(InputType::Csv)
    }, {
        /// The columns have these names, and the first row is data.
        #[must_use]
        pub fn headers<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Self {
            if let Some(config) = &mut self.place.config {
                config.csv_header_location = Some(CsvHeaderLocation::Given);
                config.csv_headers = Some(names.into_iter().map(str::to_owned).collect());
            }
            self
        }

        /// What stands between two values; a comma unless something else is said.
        #[must_use]
        pub fn delimiter(mut self, delimiter: Delimiter) -> Self {
            if let Some(config) = &mut self.place.config {
                config.csv_delimiter = Some(delimiter.into());
            }
            self
        }
        versioned!();
    }
}

/// What stands between two values of a CSV file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `|`
    Pipe,
    /// `;`
    Semicolon,
    /// A blank.
    Space,
    /// A tab.
    Tab,
}

impl From<Delimiter> for CsvDelimiter {
    fn from(it: Delimiter) -> Self {
        match it {
            Delimiter::Comma => Self::Comma,
            Delimiter::Pipe => Self::Pipe,
            Delimiter::Semicolon => Self::Semicolon,
            Delimiter::Space => Self::Space,
            Delimiter::Tab => Self::Tab,
        }
    }
}

/// The objects of a bucket, as S3 lists them.
#[derive(Debug, Clone)]
pub struct S3Objects {
    place: Place,
}

impl S3Objects {
    /// The objects of this bucket.
    pub fn new(bucket: impl IntoExpr<String>) -> Self {
        let arguments = vec![("Bucket", bucket.into_expr().node())];
        let place = Place { resource: LIST_OBJECTS, arguments, config: None, max_items: None };
        Self { place }
    }

    /// Only those whose keys begin so.
    #[must_use]
    pub fn prefix(mut self, prefix: impl IntoExpr<String>) -> Self {
        self.place.arguments.push(("Prefix", prefix.into_expr().node()));
        self
    }

    /// Reads the objects too, each a JSON list: the items are those of all lists.
    pub fn flatten_json<T: Shape>(self) -> Flattened<T> {
        self.flatten(InputType::Json)
    }

    /// Reads the objects too, each with a JSON value on each line: the items are all of these.
    pub fn flatten_json_lines<T: Shape>(self) -> Flattened<T> {
        self.flatten(InputType::JsonLines)
    }

    fn flatten<T: Shape>(self, input_type: InputType) -> Flattened<T> {
        let transformation = Some(ReaderTransformation::LoadAndFlatten);
        let config = Some(ReaderConfig { transformation, ..input(input_type) });
        Flattened { place: Place { config, ..self.place }, of: PhantomData }
    }

    reader!();
}

impl ItemSource for S3Objects {
    type Item = S3Object;
    fn origin(self) -> Origin {
        self.place.origin()
    }
}

/// What the objects of a bucket hold, put together: see [`S3Objects::flatten_json`].
#[derive(Debug, Clone)]
pub struct Flattened<T> {
    place: Place,
    of: PhantomData<fn() -> T>,
}

impl<T: Shape> ItemSource for Flattened<T> {
    type Item = T;
    fn origin(self) -> Origin {
        self.place.origin()
    }
}

/// The objects that an S3 inventory lists; `T` has the inventory's columns.
#[derive(Debug, Clone)]
pub struct Inventory<T> {
    place: Place,
    of: PhantomData<fn() -> T>,
}

impl<T: Shape> Inventory<T> {
    /// The inventory whose `manifest.json` is at this key.
    pub fn new(bucket: impl IntoExpr<String>, key: impl IntoExpr<String>) -> Self {
        let place = Place::object(bucket, key, input(InputType::Manifest));
        Self { place, of: PhantomData }
    }

    /// The manifest of an Athena `UNLOAD`, whose files are of this kind.
    pub fn athena(
        bucket: impl IntoExpr<String>,
        key: impl IntoExpr<String>,
        input_type: InputType,
    ) -> Self {
        let manifest_type = Some(ManifestType::AthenaData);
        let config = ReaderConfig { manifest_type, ..input(input_type) };
        Self { place: Place::object(bucket, key, config), of: PhantomData }
    }

    reader!();
}

impl<T: Shape> ItemSource for Inventory<T> {
    type Item = T;
    fn origin(self) -> Origin {
        self.place.origin()
    }
}

message! {
    /// An object as S3 lists it.
    S3Object {
        /// Its `ETag`, in double quotes.
        pub etag: String,
        /// Its key.
        pub key: String,
        /// When it was written, in seconds since 1970.
        pub last_modified: f64,
        /// Its size in bytes.
        pub size: u64,
        /// Where S3 keeps it, such as `STANDARD`.
        pub storage_class: String,
    }
}
