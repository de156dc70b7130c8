//! The words of a hit that matched, marked.

use std::ops::Range;

use goesting_types::lang::Lang;
use goesting_types::search::Highlight;
use goesting_types::text::LocalizedText;

use super::text::Text;
use crate::analysis::forms;
use crate::analysis::words::words;

/// Letters around the first match that are shown of a long text.
const AROUND: usize = 90;

/// The text of a hit that shows most of what was asked, with the words marked: its summary, else
/// its title, else a piece of its description.
pub(crate) fn highlight(
    text: &Text,
    title: &LocalizedText,
    summary: &LocalizedText,
    description: &LocalizedText,
    lang: Lang,
    in_story: bool,
) -> Option<Highlight> {
    let mut best: Option<(usize, Lang, &str, Vec<Range<usize>>)> = None;
    let story = if in_story { Some(description) } else { None };
    for localized in [summary, title].into_iter().chain(story) {
        let reader_first = [lang]
            .into_iter()
            .chain(Lang::ALL.iter().copied().filter(|other| *other != lang));
        for lang in reader_first {
            let Some(words) = localized.get(lang) else {
                continue;
            };
            let (marks, asked) = marks(text, words, lang);
            if asked > best.as_ref().map_or(0, |(asked, ..)| *asked) {
                best = Some((asked, lang, words, marks));
            }
        }
    }
    let (_, lang, words, marks) = best?;
    let shown = excerpt(words, &marks);
    Some(Highlight {
        lang,
        parts: parts(words, &marks, shown),
    })
}

/// Where words of the question stand, and how many different ones do.
fn marks(text: &Text, words_of: &str, lang: Lang) -> (Vec<Range<usize>>, usize) {
    let mut marks = Vec::new();
    let mut slots = 0_u64;
    for word in words(words_of).filter(|word| text.may_match(word.text)) {
        let mut found = 0_u64;
        let mut look = |lower: &str| {
            forms::terms(lower, lang, |term| {
                for (at, slot) in text.slots.iter().enumerate() {
                    if slot.wanted.contains_key(&term) {
                        found |= 1 << at;
                    }
                }
            });
        };
        look(&word.lower());
        word.pieces().for_each(|piece| look(&piece));
        if found != 0 {
            marks.push(word.range);
            slots |= found;
        }
    }
    let asked = text
        .words
        .iter()
        .filter(|word| {
            word.ways
                .iter()
                .flatten()
                .any(|slot| slots >> slot & 1 != 0)
        })
        .count();
    (marks, asked)
}

/// The bytes of a text that are shown: all of a short one, of a long one what is round a match.
fn excerpt(text: &str, marks: &[Range<usize>]) -> Range<usize> {
    if text.len() <= 3 * AROUND {
        return 0..text.len();
    }
    let (first, last) = marks.first().map_or((0, 0), |mark| (mark.start, mark.end));
    let start = text
        .get(..first)
        .and_then(|before| before.char_indices().rev().take(AROUND).last())
        .map_or(first, |(at, _)| at);
    // Begin and end at a space, not in the middle of a word.
    let start = match (
        start,
        text.get(start..first).and_then(|part| part.find(' ')),
    ) {
        (0, _) => 0,
        (start, Some(space)) => start + space + 1,
        (start, None) => start,
    };
    let end = text
        .get(last..)
        .and_then(|after| after.char_indices().nth(2 * AROUND))
        .map_or(text.len(), |(at, _)| last + at);
    let end = match text.get(last..end).and_then(|part| part.rfind(' ')) {
        Some(space) if end < text.len() => last + space,
        _ => end,
    };
    start..end
}

fn parts(text: &str, marks: &[Range<usize>], shown: Range<usize>) -> Vec<String> {
    let mut parts = Vec::new();
    let mut at = shown.start;
    let piece = |range: Range<usize>| text.get(range).unwrap_or_default().to_owned();
    for mark in marks
        .iter()
        .filter(|mark| mark.start >= shown.start && mark.end <= shown.end)
    {
        parts.push(piece(at..mark.start));
        parts.push(piece(mark.clone()));
        at = mark.end;
    }
    parts.push(piece(at..shown.end));
    if shown.start > 0
        && let Some(first) = parts.first_mut()
    {
        first.insert_str(0, "… ");
    }
    if shown.end < text.len()
        && let Some(last) = parts.last_mut()
    {
        last.push_str(" …");
    }
    parts
}
