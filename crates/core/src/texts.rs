//! Texts that people type: tidied before they are kept, checked per language.

use goesting_types::problem::FieldCode;
use goesting_types::text::{LocalizedText, Text};

use crate::Check;

/// Whether a character turns the direction of reading around, for all that comes after it too: words
/// would be shown as others than they are.
#[must_use]
pub const fn turns_reading(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line: no space at the ends, no line breaks or control characters in it, nothing that turns
/// the direction of reading, single spaces.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().filter(|c| !turns_reading(*c)) {
        if c.is_whitespace() || c.is_control() {
            gap = !line.is_empty();
            continue;
        }
        if gap {
            line.push(' ');
            gap = false;
        }
        line.push(c);
    }
    line
}

/// Paragraphs: each line tidied like [`one_line`], at most one blank line between two.
#[must_use]
pub fn paragraphs(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank = 0_usize;
    for line in text.lines().map(one_line) {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        tidy.push_str(&line);
    }
    tidy
}

/// Every language tidied; those without any words are left out.
#[must_use]
pub fn tidied(text: LocalizedText, tidy: fn(&str) -> String) -> LocalizedText {
    LocalizedText(
        text.0
            .into_iter()
            .map(|(lang, Text { text, source })| {
                let text = tidy(&text);
                (lang, Text { text, source })
            })
            .filter(|(_, one)| !one.text.is_empty())
            .collect(),
    )
}

/// Notes each language with more than `most` characters, at `{pointer}/{lang}/text`.
pub fn check_lengths(check: &mut Check, pointer: &str, text: &LocalizedText, most: usize) {
    for (lang, words) in text.iter() {
        let length = words.chars().count();
        check.reject(
            length > most,
            format!("{pointer}/{lang}/text"),
            FieldCode::TooLong,
            format!("{length} characters, at most {most} are allowed"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use goesting_types::lang::Lang;
    use proptest::prelude::*;

    #[test]
    fn lines_and_paragraphs_lose_what_has_no_place_in_them() {
        assert_eq!(
            one_line("  Repair\u{a0}\n caf\u{e9}\t\u{0} "),
            "Repair café"
        );
        assert_eq!(one_line("a\u{202e}b \u{2066} c\u{2069}"), "ab c");
        assert_eq!(paragraphs("\u{202a}a\n\u{202c}\nb"), "a\n\nb");
        assert_eq!(paragraphs("\n a \r\n b\n\n\n\n c  d \n"), "a\nb\n\nc d");
    }

    #[test]
    fn a_language_without_words_is_left_out_and_a_long_one_is_noted() {
        let text = LocalizedText::own(Lang::Nl, " \n").with(Lang::Fr, " été ");
        let text = tidied(text, one_line);
        assert_eq!(text, LocalizedText::own(Lang::Fr, "été"));
        let mut check = Check::default();
        check_lengths(&mut check, "/about", &text, 3);
        assert!(check.finish().is_ok());
        let mut check = Check::default();
        check_lengths(&mut check, "/about", &text, 2);
        assert_eq!(
            check.finish().unwrap_err().errors[0].pointer,
            "/about/fr/text"
        );
    }

    proptest! {
        #[test]
        fn tidying_twice_changes_nothing(text in any::<String>()) {
            let line = one_line(&text);
            prop_assert_eq!(&one_line(&line), &line);
            let all = paragraphs(&text);
            prop_assert_eq!(&paragraphs(&all), &all);
        }
    }
}
