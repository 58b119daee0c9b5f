//! The spellings of `rename_all`, and `SCREAMING_SNAKE_CASE` for constants.

/// A spelling that serde's `rename_all` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Case {
    /// All of them, by serde's names.
    pub(crate) const ALL: [(&'static str, Self); 8] = [
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    pub(crate) fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(it, _)| *it == name).map(|(_, case)| *case)
    }

    /// A field's name in this spelling, as serde has it: the field is taken to be in `snake_case`.
    pub(crate) fn of_field(self, field: &str) -> String {
        match self {
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => pascal(field),
            Self::Camel => camel(&pascal(field)),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// A variant's name in this spelling, as serde has it: the variant is taken to be in
    /// `PascalCase`.
    pub(crate) fn of_variant(self, variant: &str) -> String {
        match self {
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Pascal => variant.to_owned(),
            Self::Camel => camel(variant),
            Self::Snake => snake(variant),
            Self::ScreamingSnake => snake(variant).to_ascii_uppercase(),
            Self::Kebab => snake(variant).replace('_', "-"),
            Self::ScreamingKebab => snake(variant).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn snake(variant: &str) -> String {
    let mut name = String::new();
    for (index, it) in variant.char_indices() {
        if index > 0 && it.is_uppercase() {
            name.push('_');
        }
        name.push(it.to_ascii_lowercase());
    }
    name
}

fn camel(pascal: &str) -> String {
    let mut characters = pascal.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_ascii_lowercase().to_string() + characters.as_str()
    })
}

fn pascal(field: &str) -> String {
    let mut name = String::new();
    let mut start = true;
    for it in field.chars() {
        if it == '_' {
            start = true;
        } else if start {
            name.push(it.to_ascii_uppercase());
            start = false;
        } else {
            name.push(it);
        }
    }
    name
}

/// A variant's name as a constant: `NoRows` becomes `NO_ROWS`, `HTTPError` becomes `HTTP_ERROR`.
pub(crate) fn constant(variant: &str) -> String {
    let characters: Vec<char> = variant.chars().collect();
    let mut name = String::new();
    for (index, it) in characters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|at| characters.get(at));
        let after = characters.get(index + 1);
        let starts_word = it.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() && *before != '_'
                    || before.is_uppercase() && after.is_some_and(|after| after.is_lowercase())
            });
        if starts_word {
            name.push('_');
        }
        name.extend(it.to_uppercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_spelt_as_serde_spells_it() {
        let spelt: Vec<String> =
            Case::ALL.iter().map(|(_, it)| it.of_field("first_row_2")).collect();
        assert_eq!(
            spelt,
            [
                "first_row_2",
                "FIRST_ROW_2",
                "FirstRow2",
                "firstRow2",
                "first_row_2",
                "FIRST_ROW_2",
                "first-row-2",
                "FIRST-ROW-2"
            ]
        );
    }

    #[test]
    fn a_variant_is_spelt_as_serde_spells_it() {
        let spelt: Vec<String> =
            Case::ALL.iter().map(|(_, it)| it.of_variant("DarkBlue")).collect();
        assert_eq!(
            spelt,
            [
                "darkblue",
                "DARKBLUE",
                "DarkBlue",
                "darkBlue",
                "dark_blue",
                "DARK_BLUE",
                "dark-blue",
                "DARK-BLUE"
            ]
        );
    }

    #[test]
    fn a_variant_becomes_a_constant() {
        let names = ["Http", "BadRow", "HTTPError", "NoChoiceMatched", "A", "Row2Bad"];
        assert_eq!(
            names.map(constant),
            ["HTTP", "BAD_ROW", "HTTP_ERROR", "NO_CHOICE_MATCHED", "A", "ROW2_BAD"]
        );
    }
}
