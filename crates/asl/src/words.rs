//! `words!`: an enum of the words that a field may hold, which can hold any other word too.

/// Defines an enum whose variants are words of the language, and `Other` for the rest: a model that
/// judges nothing must be able to hold a wrong word.
macro_rules! words {
    ($(#[$doc:meta])* pub enum $name:ident {
        $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A word that the language does not know here.
            Other(String),
        }

        impl $name {
            /// The words that the language knows here.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word as it is written.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }

            /// Whether the language knows the word here.
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Other(_))
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl crate::json::Field for $name {
            const EXPECTED: crate::json::Expected = crate::json::Expected::String;

            fn read(value: &stepwright_json::Value, _: crate::json::Depth) -> Option<Self> {
                value.as_str().map(Self::from)
            }

            fn write(&self) -> stepwright_json::Value {
                self.as_str().into()
            }
        }
    };
}

pub(crate) use words;
