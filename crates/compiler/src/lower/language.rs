//! Which query language is in force in a state, and the fields that only the other one has.
//!
//! A state without `QueryLanguage` takes the machine's, whatever the Map or Parallel around it says.

use stepwright_asl::{self as asl, JSON_PATH_FIELDS, QueryLanguage};

use super::{Lowering, Place};

/// A query language in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    JsonPath,
    Jsonata,
}

/// The fields of states that only JSONata has.
const JSONATA_FIELDS: [&str; 3] = ["Arguments", "Output", "Items"];

impl Language {
    /// The language that a `QueryLanguage` stands for: what is neither of the two words means JSONata,
    /// as on AWS.
    pub(super) fn of(language: &QueryLanguage) -> Self {
        match language {
            QueryLanguage::JsonPath => Self::JsonPath,
            QueryLanguage::Jsonata | QueryLanguage::Other(_) => Self::Jsonata,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::JsonPath => "JSONPath",
            Self::Jsonata => "JSONata",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::JsonPath => Self::Jsonata,
            Self::Jsonata => Self::JsonPath,
        }
    }
}

impl Lowering {
    /// The language that a state is in; nothing where it must not be in it, which is noted.
    pub(super) fn language_of(
        &mut self,
        place: &Place<'_>,
        state: &asl::State,
    ) -> Option<Language> {
        let own = match state {
            asl::State::Task(it) => it.query_language.as_ref(),
            asl::State::Pass(it) => it.query_language.as_ref(),
            asl::State::Choice(it) => it.query_language.as_ref(),
            asl::State::Wait(it) => it.query_language.as_ref(),
            asl::State::Succeed(it) => it.query_language.as_ref(),
            asl::State::Fail(it) => it.query_language.as_ref(),
            asl::State::Parallel(it) => it.query_language.as_ref(),
            asl::State::Map(it) => it.query_language.as_ref(),
            asl::State::Other(_) => None,
        };
        let language = own.map_or(self.machine_language, Language::of);
        if (language, self.machine_language) == (Language::JsonPath, Language::Jsonata) {
            let message =
                "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
            return self.schema(place, message.to_owned());
        }
        Some(language)
    }

    /// Notes the fields of a state that only the other language has.
    pub(super) fn foreign_fields(&mut self, place: &Place<'_>, state: &asl::State) {
        let foreign: &[&str] = match self.language {
            Language::Jsonata => &JSON_PATH_FIELDS,
            Language::JsonPath => &JSONATA_FIELDS,
        };
        for field in foreign {
            self.only(self.language.other(), place, (field, state.has(field)));
        }
    }

    /// Notes a field that only JSONPath has, where it is there and JSONata is in force.
    pub(super) fn only_json_path(&mut self, place: &Place<'_>, field: &str, is_there: bool) {
        self.only(Language::JsonPath, place, (field, is_there));
    }

    /// The same the other way round.
    pub(super) fn only_jsonata(&mut self, place: &Place<'_>, field: &str, is_there: bool) {
        self.only(Language::Jsonata, place, (field, is_there));
    }

    fn only(&mut self, owner: Language, place: &Place<'_>, (field, is_there): (&str, bool)) {
        if !is_there || self.language == owner {
            return;
        }
        let (own, owner) = (self.language.name(), owner.name());
        let message = format!(
            "The QueryLanguage is set to '{own}', but field '{field}' is only supported for the \
             '{owner}' QueryLanguage"
        );
        self.schema::<()>(place, message);
    }
}
