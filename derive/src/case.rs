//! `rename_all`: serde's eight rules, with serde's results, so that a model and a serde type beside it agree.

/// A way to write the words of an identifier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Case {
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
    /// Each rule by the name it is asked for, itself written by its rule.
    pub const RULES: [(&'static str, Case); 8] = [
        ("lowercase", Case::Lower),
        ("UPPERCASE", Case::Upper),
        ("PascalCase", Case::Pascal),
        ("camelCase", Case::Camel),
        ("snake_case", Case::Snake),
        ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
        ("kebab-case", Case::Kebab),
        ("SCREAMING-KEBAB-CASE", Case::ScreamingKebab),
    ];

    pub fn named(name: &str) -> Option<Case> {
        Case::RULES.iter().find(|(rule, _)| *rule == name).map(|(_, case)| *case)
    }

    /// The wire name of a field, whose identifier is taken to be in snake_case.
    pub fn of_field(self, field: &str) -> String {
        match self {
            // `lowercase` leaves a field as it is, as in serde: its words are lower case already.
            Case::Lower | Case::Snake => field.to_owned(),
            Case::Upper | Case::ScreamingSnake => field.to_ascii_uppercase(),
            Case::Pascal => {
                let mut pascal = String::with_capacity(field.len());
                let mut capital = true;
                for letter in field.chars() {
                    if letter == '_' {
                        capital = true;
                    } else if capital {
                        pascal.push(letter.to_ascii_uppercase());
                        capital = false;
                    } else {
                        pascal.push(letter);
                    }
                }
                pascal
            }
            Case::Camel => small_first(&Case::Pascal.of_field(field)),
            Case::Kebab => field.replace('_', "-"),
            Case::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// The tag of a variant, whose identifier is taken to be in PascalCase.
    pub fn of_variant(self, variant: &str) -> String {
        match self {
            Case::Pascal => variant.to_owned(),
            Case::Lower => variant.to_ascii_lowercase(),
            Case::Upper => variant.to_ascii_uppercase(),
            Case::Camel => small_first(variant),
            Case::Snake => {
                let mut snake = String::with_capacity(variant.len() + 4);
                for (place, letter) in variant.char_indices() {
                    if place > 0 && letter.is_uppercase() {
                        snake.push('_');
                    }
                    snake.push(letter.to_ascii_lowercase());
                }
                snake
            }
            Case::ScreamingSnake => Case::Snake.of_variant(variant).to_ascii_uppercase(),
            Case::Kebab => Case::Snake.of_variant(variant).replace('_', "-"),
            Case::ScreamingKebab => Case::ScreamingSnake.of_variant(variant).replace('_', "-"),
        }
    }
}

/// By characters, not bytes: an identifier may begin with a letter outside ASCII.
fn small_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_ascii_lowercase().to_string() + letters.as_str(),
        None => String::new(),
    }
}

/// What an index of this name adds to the name of its table's model: `ByAuthor` for `by-author`.
pub fn index_suffix(name: &str) -> String {
    let words = name.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}

#[cfg(test)]
mod tests {
    use super::{Case, index_suffix};

    /// The table of serde_derive's own test.
    #[test]
    fn fields() {
        for (field, upper, pascal, camel, screaming, kebab, screaming_kebab) in [
            ("outcome", "OUTCOME", "Outcome", "outcome", "OUTCOME", "outcome", "OUTCOME"),
            ("very_tasty", "VERY_TASTY", "VeryTasty", "veryTasty", "VERY_TASTY", "very-tasty", "VERY-TASTY"),
            ("a", "A", "A", "a", "A", "a", "A"),
            ("z42", "Z42", "Z42", "z42", "Z42", "z42", "Z42"),
        ] {
            for (case, expected) in [
                (Case::Lower, field),
                (Case::Snake, field),
                (Case::Upper, upper),
                (Case::Pascal, pascal),
                (Case::Camel, camel),
                (Case::ScreamingSnake, screaming),
                (Case::Kebab, kebab),
                (Case::ScreamingKebab, screaming_kebab),
            ] {
                assert_eq!(case.of_field(field), expected, "{case:?} of {field}");
            }
        }
    }

    #[test]
    fn variants() {
        for (variant, lower, upper, camel, snake, screaming, kebab, screaming_kebab) in [
            ("Outcome", "outcome", "OUTCOME", "outcome", "outcome", "OUTCOME", "outcome", "OUTCOME"),
            (
                "VeryTasty",
                "verytasty",
                "VERYTASTY",
                "veryTasty",
                "very_tasty",
                "VERY_TASTY",
                "very-tasty",
                "VERY-TASTY",
            ),
            ("A", "a", "A", "a", "a", "A", "a", "A"),
            ("Z42", "z42", "Z42", "z42", "z42", "Z42", "z42", "Z42"),
        ] {
            for (case, expected) in [
                (Case::Pascal, variant),
                (Case::Lower, lower),
                (Case::Upper, upper),
                (Case::Camel, camel),
                (Case::Snake, snake),
                (Case::ScreamingSnake, screaming),
                (Case::Kebab, kebab),
                (Case::ScreamingKebab, screaming_kebab),
            ] {
                assert_eq!(case.of_variant(variant), expected, "{case:?} of {variant}");
            }
        }
    }

    #[test]
    fn indexes_are_named_in_pascal_case() {
        for (name, suffix) in [("by-author", "ByAuthor"), ("gsi1", "Gsi1"), ("a.B_c--", "ABC"), ("--", "")] {
            assert_eq!(index_suffix(name), suffix);
        }
    }

    #[test]
    fn every_rule_is_named_by_itself() {
        for (name, case) in Case::RULES {
            assert_eq!(Case::named(name), Some(case));
        }
        assert_eq!(Case::named("camel_case"), None);
    }

    #[test]
    fn letters_outside_ascii_and_odd_underscores() {
        assert_eq!(Case::Camel.of_variant("Ébène"), "Ébène", "only ASCII letters change, as in serde");
        assert_eq!(Case::Camel.of_field("_leading__two"), "leadingTwo");
        assert_eq!(Case::Pascal.of_field(""), "");
        assert_eq!(Case::Camel.of_field("_"), "");
    }
}
