//! The word that was probably meant.

/// How many characters a word has at most for which another is looked for: no name is longer.
const CHARS_MAX: usize = 80;
/// How many words are looked at: a definition may have very many states, and very many mistakes.
const WORDS_MAX: usize = 500;

/// The word that differs least from `word`, where it differs little: in the case of its letters, or
/// in one or two of them.
pub(super) fn nearest<'a>(word: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let chars = word.chars().count();
    let far = if chars < 5 { 1 } else { 2 };
    if chars > CHARS_MAX {
        return None;
    }
    let lower = word.to_lowercase();
    words
        .take(WORDS_MAX)
        .filter(|it| it.chars().count().abs_diff(chars) <= far)
        .map(|it| (strsim::damerau_levenshtein(&lower, &it.to_lowercase()), it))
        .filter(|(distance, _)| *distance <= far)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_a_far_one_is_not() {
        let words = ["ResultPath", "ResultSelector", "Next", "End"];
        let nearest = |word| nearest(word, words.into_iter());
        assert_eq!(nearest("Resultpath"), Some("ResultPath"));
        assert_eq!(nearest("ResultPaths"), Some("ResultPath"));
        assert_eq!(nearest("resutlselector"), Some("ResultSelector"));
        assert_eq!(nearest("nExt"), Some("Next"));
        assert_eq!(nearest("Text"), Some("Next"));
        assert_eq!(nearest("Test"), None);
        assert_eq!(nearest("Comment"), None);
        assert_eq!(nearest(""), None);
    }
}
