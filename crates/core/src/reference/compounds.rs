//! Dutch compounds taken apart, so that who looks for *naaien* or *atelier* finds a
//! *naaiatelier*.
//!
//! The parts come from an own list of words of leisure and learning
//! (`data/compound-parts-nl.txt`). A word is split only when parts cover it from the first letter
//! to the last; the cover with the fewest parts wins, then the one that spends the fewest letters
//! on endings, then the one with the longest head, for Dutch compounds have their meaning at the
//! end. A word that is itself on the list, or an inflection of one that is, stays whole: that is
//! what keeps *kantoor* from becoming *kant* + *oor*.
//!
//! Inside a compound a part may carry a linking *s*, *en* or *n* (*boek-en-beurs*), at the end a
//! plural or a diminutive (*naai-lessen*). Behind an *en* the spelling is undone: *lessen* → *les*,
//! *scholen* → *school*, *huizen* → *huis*, *druiven* → *druif*.
//!
//! The search is dynamic programming over the borders between letters: a border counts only when
//! the letters before it are covered, so most words are given up after one pass. At worst it asks
//! the hash set for each of the n² / 2 substrings, of at most [`MAX_LETTERS`] letters, and
//! allocates nothing but the answer.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use crate::fold::fold;

/// Parts are at least this long.
pub const MIN_PART: usize = 3;

/// Longer words are not split; the longest real ones have about forty letters.
pub const MAX_LETTERS: usize = 64;

const LIST: &str = include_str!("../../data/compound-parts-nl.txt");

type Parts = HashSet<&'static str, BuildHasherDefault<Fnv>>;

/// FNV-1a: the keys are a handful of bytes and nobody's to choose.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

fn parts() -> &'static Parts {
    static PARTS: OnceLock<Parts> = OnceLock::new();
    PARTS.get_or_init(|| LIST.lines().filter(|line| !line.starts_with('#')).collect())
}

/// A number that changes when the list does, for whatever keeps split words.
#[must_use]
pub fn fingerprint() -> u64 {
    let mut hasher = Fnv::default();
    hasher.write(LIST.as_bytes());
    hasher.finish()
}

/// Whether this is itself a word of the list: folded, in its base form.
#[must_use]
pub fn is_part(word: &str) -> bool {
    parts().contains(word)
}

/// The word of the list behind a folded word: itself, or without a plural, infinitive or
/// diminutive ending ("lessen" is *les*, "fietsen" *fiets*, "paardjes" *paard*).
#[must_use]
pub fn base_form(word: &str) -> Option<&'static str> {
    let letters = word.len();
    if !(MIN_PART..=MAX_LETTERS).contains(&letters)
        || !word.bytes().all(|byte| byte.is_ascii_lowercase())
    {
        return None;
    }
    part(word, Place::Last).map(|found| found.part)
}

/// How a border between two letters was reached best.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Cover {
    parts: u8,
    ending_letters: u8,
    from: usize,
    part: &'static str,
}

impl Cover {
    fn cost(self) -> (u8, u8) {
        (self.parts, self.ending_letters)
    }
}

/// The parts of a Dutch compound in their order, each in its base form without diacritics; empty
/// when the word is no compound of known parts. Case and diacritics do not matter.
#[must_use]
pub fn split(word: &str) -> Vec<&'static str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        split_folded(word)
    } else {
        split_folded(&fold(word))
    }
}

fn split_folded(word: &str) -> Vec<&'static str> {
    let letters = word.len();
    if !(2 * MIN_PART..=MAX_LETTERS).contains(&letters)
        || !word.bytes().all(|byte| byte.is_ascii_lowercase())
        || part(word, Place::Last).is_some()
    {
        return Vec::new();
    }
    let mut covers: [Option<Cover>; MAX_LETTERS + 1] = [None; MAX_LETTERS + 1];
    covers[0] = Some(Cover {
        parts: 0,
        ending_letters: 0,
        from: 0,
        part: "",
    });
    for start in 0..=letters - MIN_PART {
        let Some(before) = covers.get(start).copied().flatten() else {
            continue;
        };
        for end in start + MIN_PART..=letters {
            let place = if end == letters {
                Place::Last
            } else {
                Place::Inside
            };
            let Some(found) = word.get(start..end).and_then(|piece| part(piece, place)) else {
                continue;
            };
            let cover = Cover {
                parts: before.parts + 1,
                ending_letters: before.ending_letters + found.ending,
                from: start,
                part: found.part,
            };
            // Starts come in rising order: on a tie the earlier start, the longer part, stays.
            if let Some(best) = covers.get_mut(end)
                && best.is_none_or(|best| cover.cost() < best.cost())
            {
                *best = Some(cover);
            }
        }
    }
    walk_back(&covers, letters)
}

fn walk_back(covers: &[Option<Cover>], letters: usize) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut border = letters;
    while border > 0 {
        let Some(cover) = covers.get(border).copied().flatten() else {
            return Vec::new();
        };
        found.push(cover.part);
        border = cover.from;
    }
    found.reverse();
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Inside,
    Last,
}

impl Place {
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Inside => &["s", "en", "n"],
            Self::Last => &[
                "s", "en", "n", "je", "jes", "tje", "tjes", "ke", "kes", "ske", "skes", "eke",
                "ekes",
            ],
        }
    }
}

struct Found {
    part: &'static str,
    ending: u8,
}

/// The list's word behind these letters, as they are or without an ending.
fn part(piece: &str, place: Place) -> Option<Found> {
    let parts = parts();
    if let Some(part) = parts.get(piece) {
        return Some(Found { part, ending: 0 });
    }
    place.endings().iter().find_map(|ending| {
        let stem = piece.strip_suffix(ending)?;
        let fits = match *ending {
            "n" => stem.ends_with('e'),
            // "boomke", but not the "rijke" of "rij", nor the "energieke" of "energie"
            "ke" | "kes" => stem.ends_with(['b', 'd', 'f', 'l', 'm', 'n', 'p', 'r', 's', 't']),
            "ske" | "skes" => stem.ends_with(['g', 'k']),
            "eke" | "ekes" => stem.ends_with(['d', 'l', 'n', 't']),
            _ => true,
        };
        if stem.len() < MIN_PART || !fits {
            return None;
        }
        let as_it_is = || parts.get(stem).copied();
        let part = if *ending == "en" {
            // koken is kook before kok, which would be kokken
            respelled(stem, parts).or_else(as_it_is)
        } else {
            as_it_is()
        }?;
        Some(Found {
            part,
            ending: u8::try_from(ending.len()).ok()?,
        })
    })
}

/// The base form of a stem that was spelled for an *en* behind it.
fn respelled(stem: &str, parts: &Parts) -> Option<&'static str> {
    let bytes = stem.as_bytes();
    let (&last, before) = bytes.split_last()?;
    let (&vowel, onset) = before.split_last()?;
    if is_vowel(last) {
        return None;
    }
    if last == vowel {
        // lessen, lappen
        return parts.get(stem.get(..stem.len() - 1)?).copied();
    }
    let end = match last {
        b'z' => b's',
        b'v' => b'f',
        other => other,
    };
    // huizen, druiven
    let hardened = (end != last)
        .then(|| lookup(before, &[end], parts))
        .flatten();
    // scholen, lezen: one vowel letter in an open syllable was two in a closed one
    let closed = || {
        let open = matches!(vowel, b'a' | b'e' | b'o' | b'u')
            && onset.last().is_some_and(|letter| !is_vowel(*letter));
        if open {
            lookup(before, &[vowel, end], parts)
        } else {
            None
        }
    };
    // lezen is lees, not les (that is lessen); huizen and druiven have no open syllable.
    closed().or(hardened)
}

fn lookup(head: &[u8], tail: &[u8], parts: &Parts) -> Option<&'static str> {
    let mut buffer = [0_u8; MAX_LETTERS + 2];
    let length = head.len() + tail.len();
    buffer.get_mut(..head.len())?.copy_from_slice(head);
    buffer.get_mut(head.len()..length)?.copy_from_slice(tail);
    parts
        .get(std::str::from_utf8(buffer.get(..length)?).ok()?)
        .copied()
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn compounds_come_apart() {
        for (word, expected) in [
            ("naaiatelier", "naai atelier"),
            ("fietsherstelplaats", "fiets herstel plaats"),
            ("fietsherstelplaatsen", "fiets herstel plaats"),
            ("kookworkshop", "kook workshop"),
            ("kookworkshops", "kook workshop"),
            ("kinderkookles", "kinder kook les"),
            ("muziekschool", "muziek school"),
            ("muziekscholen", "muziek school"),
            ("naailessen", "naai les"),
            ("boekenbeurs", "boek beurs"),
            ("bijenkast", "bij kast"),
            ("hondenschool", "hond school"),
            ("volksdansgroepen", "volk dans groep"),
            ("moestuin", "moes tuin"),
            ("repaircafé", "repair cafe"),
            ("Praattafel", "praat tafel"),
            ("dierenasiel", "dier asiel"),
            ("huizenbouw", "huis bouw"),
            ("kantklossen", "kant klos"),
            ("vogelkijkhut", "vogel kijk hut"),
            ("gezelschapsspellenavond", "gezelschap spel avond"),
            ("schrijfclubje", "schrijf club"),
            ("speelpleinwerking", "speel plein werking"),
            ("zelfverdedigingscursus", "zelfverdediging cursus"),
        ] {
            assert_eq!(split(word).join(" "), expected, "{word}");
        }
    }

    #[test]
    fn base_forms_are_found_behind_endings() {
        for (word, base) in [
            ("fiets", Some("fiets")),
            ("fietsen", Some("fiets")),
            ("fietsje", Some("fiets")),
            ("paarden", Some("paard")),
            ("lessen", Some("les")),
            ("lezen", Some("lees")),
            ("huizen", Some("huis")),
            ("koken", Some("kook")),
            ("hofke", Some("hof")),
            ("boekskes", Some("boek")),
            ("huiske", Some("huis")),
            ("koekske", Some("koek")),
            ("kindeke", Some("kind")),
            ("boomke", Some("boom")),
            ("hondekes", Some("hond")),
            ("energieke", None),
            ("rijke", None),
            ("xyz", None),
            ("", None),
            ("café", None),
        ] {
            assert_eq!(base_form(word), base, "{word}");
        }
        assert!(is_part("fiets") && !is_part("fietsen"));
    }

    #[test]
    fn other_words_stay_whole() {
        for word in [
            "banaan",
            "kantoor",
            "kantoren",
            "olifant",
            "station",
            "stations",
            "natuur",
            "planeet",
            "zondag",
            "oorsprong",
            "muziek",
            "theater",
            "computer",
            "vakantie",
            "bibliotheek",
            "gitaar",
            "karton",
            "kapitein",
            "partner",
            "passage",
            "tomaat",
            "limonade",
            "toerist",
            "koning",
            "pension",
            "personeel",
            "parasol",
            "kandidaat",
            "keramiek",
            "kompas",
            "medaille",
            "mosterd",
            "november",
            "paprika",
            "politiek",
            "restaurant",
            "sprinkhaan",
            "tandem",
            "traditie",
            "verhaal",
            "verhalen",
            "wandelen",
            "lessen",
            "kinderen",
            "architectuur",
            "schippers",
            "besparen",
            "sterke",
            "belangrijke",
            "energieke",
            "politieke",
            "",
            "les",
            "naai-atelier",
            "atelier2",
            "日本語",
        ] {
            assert_eq!(split(word), Vec::<&str>::new(), "{word}");
        }
        let endless = "naai".repeat(40);
        assert!(split(&endless).is_empty());
    }

    #[test]
    fn the_list_is_in_order_and_holds_nothing_the_splitter_cannot_use() {
        let lines: Vec<_> = LIST.lines().filter(|line| !line.starts_with('#')).collect();
        assert!((1_900..2_500).contains(&lines.len()), "{}", lines.len());
        assert!(
            lines.is_sorted_by(|a, b| a < b),
            "not in strict alphabetical order"
        );
        for line in lines {
            assert!((MIN_PART..=20).contains(&line.len()), "{line}");
            assert!(line.bytes().all(|byte| byte.is_ascii_lowercase()), "{line}");
        }
    }

    fn a_part() -> impl Strategy<Value = &'static str> {
        let mut all: Vec<_> = parts().iter().copied().collect();
        all.sort_unstable();
        proptest::sample::select(all)
    }

    proptest! {
        #[test]
        fn what_is_returned_covers_the_word(a in a_part(), b in a_part(), link in "(s|en)?") {
            let word = format!("{a}{link}{b}");
            let found = split(&word);
            // Whole because it is itself a word of the list, or two parts, as it was made.
            let whole = part(&word, Place::Last).is_some();
            prop_assert_eq!(found.len(), if whole { 0 } else { 2 }, "{} {:?}", word, found);
            let letters: usize = found.iter().map(|part| part.len()).sum();
            prop_assert!(letters <= word.len() + found.len());
        }

        #[test]
        fn no_text_brings_it_down(word in "\\PC{0,80}") {
            let found = split(&word);
            prop_assert!(found.is_empty() || found.len() >= 2);
            prop_assert!(found.iter().all(|part| parts().contains(part)));
        }

        #[test]
        fn endless_letters_are_given_up(word in "[a-z]{65,300}") {
            prop_assert!(split(&word).is_empty());
        }
    }
}
