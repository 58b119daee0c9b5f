//! [`YamlError`]: why a text is no YAML that can be a definition.

use granit_parser::{ErrorKind, ScanError, Tag};
use stepwright_json::Span;

/// Why a text is not YAML, or has something in it that JSON has no word for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct YamlError {
    /// What is wrong.
    pub kind: YamlErrorKind,
    /// Where: the first byte.
    pub offset: usize,
}

/// What is wrong with a YAML text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum YamlErrorKind {
    /// It is not YAML.
    #[error("{0}")]
    Syntax(String),
    /// An expression stands there without quotes.
    #[error("a text that begins with `{{%` needs quotes around it: in YAML `{{` begins a mapping")]
    ExpressionWithoutQuotes,
    /// A tabulator indents a line.
    #[error("YAML is indented with blanks, not with tabulators")]
    Tabulator,
    /// A key stands where none can be.
    #[error(
        "no key can stand here; indent it like the other keys of its mapping, and put a text that \
         has `: ` in it in quotes"
    )]
    MisplacedKey,
    /// An alias of nothing.
    #[error("no anchor of this name stands before this alias")]
    UnknownAnchor,
    /// There is nothing in it.
    #[error("the document is empty; a definition has `StartAt` and `States`")]
    Empty,
    /// There is more than one document in it.
    #[error("a second document begins here; put each definition into a file of its own")]
    SeveralDocuments,
    /// `<<` merges another mapping into this one.
    #[error("merge keys (`<<`) are not part of YAML 1.2; write the fields out")]
    MergeKey,
    /// A tag that is not one of YAML's own.
    #[error(
        "`{0}` belongs to CloudFormation, not to the Amazon States Language; write a placeholder \
         such as `${{Name}}` and give its value in `DefinitionSubstitutions`"
    )]
    CloudFormation(String),
    /// A value is not what its tag says.
    #[error("`{text}` is not what its tag `{tag}` says; leave the tag out, or change the value")]
    NotAsTagged {
        /// The value as it is written.
        text: String,
        /// The tag.
        tag: String,
    },
    /// Any other tag.
    #[error("the tag `{0}` has no meaning in JSON; leave it out")]
    Tag(String),
    /// A key is a list or a mapping.
    #[error("a key must be a text here; put it in quotes if it begins with `[` or `{{`")]
    KeyIsNoText,
    /// An anchor's alias stands within what the anchor names.
    #[error("an alias cannot stand within the value that it repeats")]
    AliasOfItself,
    /// `.inf` or `.nan`.
    #[error("JSON has no infinite numbers and no `.nan`; put it in quotes if it is a text")]
    NotFinite,
    /// Lists and mappings are nested too deeply.
    #[error("lists and mappings are nested too deeply")]
    TooDeep,
    /// There are too many values, with those that anchors and aliases repeat.
    #[error(
        "the document is too large with what its anchors and aliases repeat; use fewer of them"
    )]
    TooManyNodes,
}

impl YamlError {
    pub(super) fn at(span: Span, kind: YamlErrorKind) -> Self {
        Self { kind, offset: span.start }
    }

    pub(super) fn syntax(text: &str, error: &ScanError) -> Self {
        let offset = error.marker().byte_offset().unwrap_or(text.len());
        let expression = text.get(..offset).is_some_and(|it| it.ends_with('{'))
            && text.get(offset..).is_some_and(|it| it.starts_with('%'));
        let kind = match error.kind() {
            _ if expression => YamlErrorKind::ExpressionWithoutQuotes,
            ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation => YamlErrorKind::Tabulator,
            ErrorKind::MappingValueNotAllowed | ErrorKind::MappingKeyNotAllowed => {
                YamlErrorKind::MisplacedKey
            }
            ErrorKind::UnknownAnchor => YamlErrorKind::UnknownAnchor,
            ErrorKind::RecursionLimitExceeded => YamlErrorKind::TooDeep,
            _ => YamlErrorKind::Syntax(error.info()),
        };
        Self { kind, offset }
    }

    /// A value that is not what its tag says, or a tag that says nothing here.
    pub(super) fn not_as_tagged(text: &str, tag: &Tag, span: Span) -> Self {
        if !tag.is_yaml_core_schema() {
            return Self::tag(tag, span);
        }
        let (text, tag) = (text.to_owned(), written(tag));
        Self::at(span, YamlErrorKind::NotAsTagged { text, tag })
    }

    pub(super) fn tag(tag: &Tag, span: Span) -> Self {
        const CLOUD_FORMATION: [&str; 24] = [
            "And",
            "Base64",
            "Cidr",
            "Condition",
            "Contains",
            "EachMemberEquals",
            "EachMemberIn",
            "Equals",
            "FindInMap",
            "ForEach",
            "GetAZs",
            "GetAtt",
            "If",
            "ImportValue",
            "Join",
            "Length",
            "Not",
            "Or",
            "Ref",
            "Select",
            "Split",
            "Sub",
            "ToJsonString",
            "Transform",
        ];
        let theirs = tag.handle() == "!" && CLOUD_FORMATION.contains(&tag.suffix());
        let kind = if theirs {
            YamlErrorKind::CloudFormation(written(tag))
        } else {
            YamlErrorKind::Tag(written(tag))
        };
        Self::at(span, kind)
    }
}

/// A tag as it is written.
fn written(tag: &Tag) -> String {
    format!("{}{}", tag.original_handle(), tag.suffix())
}
