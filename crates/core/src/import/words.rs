//! Plain text from other people's text: cleaned, cut to length, its first sentences.

use crate::texts;

/// Whether a character only changes how others are shown: marks of byte order and zero width, and
/// those that turn the direction of reading around.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{feff}') || texts::turns_reading(c)
}

fn visible(text: &str) -> String {
    text.chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| {
            if matches!(c, '\u{2028}' | '\u{2029}') {
                '\n'
            } else {
                c
            }
        })
        .collect()
}

/// One line, as [`texts::one_line`], of what can be seen.
#[must_use]
pub fn one_line(text: &str) -> String {
    texts::one_line(&visible(text))
}

/// Paragraphs, as [`texts::paragraphs`], of what can be seen.
#[must_use]
pub fn paragraphs(text: &str) -> String {
    texts::paragraphs(&visible(text))
}

/// The text, or its beginning of at most `max` characters, cut between words, with `…`. Says
/// whether it was cut.
#[must_use]
pub fn cut(text: &str, max: usize) -> (String, bool) {
    let Some((end, _)) = text.char_indices().nth(max) else {
        return (text.to_owned(), false);
    };
    let room = text
        .char_indices()
        .nth(max.saturating_sub(1))
        .map_or(end, |(at, _)| at);
    let head = text.get(..room).unwrap_or_default();
    let head = match head.rfind(char::is_whitespace) {
        // A cut in the middle of one very long word keeps what fits.
        Some(space) if space > room / 2 => head.get(..space).unwrap_or(head),
        _ => head,
    };
    let head = head.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'));
    (format!("{head}…"), true)
}

/// The first one or two sentences of a text, in at most `max` characters: its first paragraph, or
/// as much of it as fits; a first sentence that is too long is cut.
#[must_use]
pub fn first_sentences(text: &str, max: usize) -> String {
    let paragraph = text
        .split("\n\n")
        .map(one_line)
        .find(|line| line.chars().any(char::is_alphabetic))
        .unwrap_or_default();
    let mut lead = "";
    for end in sentence_ends(&paragraph).take(2) {
        let candidate = paragraph.get(..end).unwrap_or_default().trim_end();
        if candidate.chars().count() > max {
            break;
        }
        lead = candidate;
    }
    if lead.is_empty() {
        cut(&paragraph, max).0
    } else {
        lead.to_owned()
    }
}

/// Byte positions after each sentence: after `.`, `!`, `?` or `…` that is followed by white space
/// and then no small letter or digit (so that `t.e.m. 6de` and `o.a. de` go on), and the end.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut chars = text.char_indices();
    let ends = std::iter::from_fn(move || {
        for (at, c) in chars.by_ref() {
            if !matches!(c, '.' | '!' | '?' | '…') {
                continue;
            }
            let after = at + c.len_utf8();
            let rest = text.get(after..).unwrap_or_default();
            let next = rest.trim_start().chars().next();
            if rest.starts_with(char::is_whitespace)
                && next.is_some_and(|c| !c.is_lowercase() && !c.is_ascii_digit())
            {
                return Some(after);
            }
        }
        None
    });
    ends.chain(std::iter::once(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_lose_what_has_no_place_in_them() {
        assert_eq!(one_line(" a\u{0}\tb\n \u{202e}c\u{feff} "), "a b c");
        assert_eq!(one_line("\u{200b} \u{0}"), "");
        assert_eq!(
            paragraphs("\r\n een\r\ntwee \n\n\n\n drie\n"),
            "een\ntwee\n\ndrie"
        );
        assert_eq!(paragraphs("een\ntwee\n \ndrie"), "een\ntwee\n\ndrie");
    }

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(
            cut("naaien en breien", 16),
            ("naaien en breien".into(), false)
        );
        assert_eq!(cut("naaien en breien", 15), ("naaien en…".into(), true));
        assert_eq!(cut("éééééé", 4), ("ééé…".into(), true));
        assert_eq!(cut("abc", 0), ("…".into(), true));
    }

    #[test]
    fn a_summary_is_the_first_sentences() {
        let text = "Kom t.e.m. 6 mei langs. Of o.a. de week erna! Een derde zin.\n\nMeer.";
        assert_eq!(
            first_sentences(text, 300),
            "Kom t.e.m. 6 mei langs. Of o.a. de week erna!"
        );
        assert_eq!(first_sentences(text, 30), "Kom t.e.m. 6 mei langs.");
        assert_eq!(first_sentences(text, 12), "Kom t.e.m.…");
        assert_eq!(first_sentences("***\n\nWel iets", 300), "Wel iets");
        assert_eq!(first_sentences("", 300), "");
    }

    proptest! {
        #[test]
        fn never_longer_than_asked(text in "\\PC{0,200}", max in 1usize..80) {
            prop_assert!(cut(&text, max).0.chars().count() <= max);
            prop_assert!(first_sentences(&text, max).chars().count() <= max);
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = paragraphs(&text);
            prop_assert_eq!(&paragraphs(&once), &once);
            let line = one_line(&text);
            prop_assert_eq!(&one_line(&line), &line);
            prop_assert!(!line.contains('\n') && !once.contains('\0'));
        }
    }
}
