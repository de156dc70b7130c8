//! The interest vocabulary: themes, the interests in each, and the words people use for them
//! (`data/interests.toml`). It is the project's own; S9 and S33 start from it.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use goesting_types::interest::{self as wire, InterestId};
use goesting_types::lang::Lang;
use serde::Deserialize;

use super::names::Names;
use crate::fold::fold_key;

const TOML: &str = include_str!("../../data/interests.toml");

/// Token of the palette a theme is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeColour {
    /// The colour of links and buttons.
    Action,
    /// The colour of growth.
    Plum,
    /// The colour of invitations.
    Coral,
    /// The colour of energy; never under text.
    Sun,
    /// Green.
    Ok,
}

impl ThemeColour {
    /// The token's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Plum => "plum",
            Self::Coral => "coral",
            Self::Sun => "sun",
            Self::Ok => "ok",
        }
    }
}

/// A theme: what interests have in common.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Stable slug, distinct from those of all interests too.
    pub id: String,
    /// Its names.
    pub label: Names<String>,
    /// Name of a lucide icon.
    pub icon: String,
    /// Token of the palette.
    pub colour: ThemeColour,
    /// Key of its drawing.
    pub illustration: String,
}

/// Something people like to do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interest {
    /// Stable slug.
    pub id: String,
    /// Slug of its theme.
    pub theme: String,
    /// Its names.
    pub label: Names<String>,
    /// Name of a lucide icon.
    pub icon: String,
    /// Other words people use for it.
    pub synonyms: Names<Vec<String>>,
}

impl Interest {
    /// The synonyms in one language.
    #[must_use]
    pub fn synonyms(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::Nl => &self.synonyms.nl,
            Lang::En => &self.synonyms.en,
            Lang::Fr => &self.synonyms.fr,
            Lang::De => &self.synonyms.de,
        }
    }

    /// Every word for it in one language: the label first.
    pub fn words(&self, lang: Lang) -> impl Iterator<Item = &str> {
        std::iter::once(self.label.get(lang)).chain(self.synonyms(lang).iter().map(String::as_str))
    }

    fn to_wire(&self) -> wire::Interest {
        wire::Interest {
            id: InterestId::from(self.id.as_str()),
            label: self.label.to_text(),
            icon: self.icon.clone(),
            synonyms: Lang::ALL
                .iter()
                .map(|lang| (*lang, self.synonyms(*lang).to_vec()))
                .collect::<BTreeMap<_, _>>(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    theme: Vec<Theme>,
    interest: Vec<Interest>,
}

/// The whole vocabulary with its lookups.
#[derive(Debug, Default)]
pub struct Vocabulary {
    themes: Vec<Theme>,
    interests: Vec<Interest>,
    theme_at: HashMap<String, usize>,
    interest_at: HashMap<String, usize>,
    /// Folded word of any language → positions of the interests it stands for.
    word_at: HashMap<String, Vec<usize>>,
}

/// The vocabulary that ships.
#[must_use]
pub fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    // The text is part of the program, and a test reads it: the default is never taken.
    VOCABULARY.get_or_init(|| {
        toml::from_str(TOML)
            .map(Vocabulary::index)
            .unwrap_or_default()
    })
}

impl Vocabulary {
    fn index(
        File {
            theme: themes,
            interest: interests,
        }: File,
    ) -> Self {
        let positions = |ids: Vec<&String>| -> HashMap<String, usize> {
            ids.into_iter()
                .cloned()
                .enumerate()
                .map(|(at, id)| (id, at))
                .collect()
        };
        let theme_at = positions(themes.iter().map(|theme| &theme.id).collect());
        let interest_at = positions(interests.iter().map(|interest| &interest.id).collect());
        let mut word_at: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, interest) in interests.iter().enumerate() {
            for lang in Lang::ALL {
                let label = interest.label.get(*lang);
                // "Naaien & kleren maken" is called naaien, too.
                for word in interest.words(*lang).chain(label.split(['&', ','])) {
                    let known = word_at.entry(fold_key(word)).or_default();
                    if !known.contains(&at) {
                        known.push(at);
                    }
                }
            }
        }
        Self {
            themes,
            interests,
            theme_at,
            interest_at,
            word_at,
        }
    }

    /// The themes in their fixed order.
    pub fn themes(&self) -> &[Theme] {
        &self.themes
    }

    /// The interests, theme by theme.
    pub fn interests(&self) -> &[Interest] {
        &self.interests
    }

    /// The theme with this slug.
    pub fn theme(&self, id: &str) -> Option<&Theme> {
        self.themes.get(*self.theme_at.get(id)?)
    }

    /// The interest with this slug.
    pub fn interest(&self, id: &str) -> Option<&Interest> {
        self.interests.get(*self.interest_at.get(id)?)
    }

    /// Whether an opportunity may carry this slug: an interest's or a theme's.
    pub fn knows(&self, id: &str) -> bool {
        self.interest_at.contains_key(id) || self.theme_at.contains_key(id)
    }

    /// The theme a slug belongs to: an interest's, or the theme itself.
    pub fn theme_of(&self, id: &str) -> Option<&Theme> {
        match self.interest(id) {
            Some(interest) => self.theme(&interest.theme),
            None => self.theme(id),
        }
    }

    /// The interests of a theme, in their order.
    pub fn interests_of<'a>(&'a self, theme: &'a str) -> impl Iterator<Item = &'a Interest> {
        self.interests
            .iter()
            .filter(move |interest| interest.theme == theme)
    }

    /// The label of an interest or a theme.
    pub fn label(&self, id: &str) -> Option<&Names<String>> {
        self.interest(id)
            .map(|interest| &interest.label)
            .or_else(|| self.theme(id).map(|theme| &theme.label))
    }

    /// The interests for which this is a label, a piece of one, or a synonym, in whichever language; case and
    /// diacritics do not matter. Across languages a word may stand for several.
    pub fn named(&self, words: &str) -> impl Iterator<Item = &Interest> {
        let positions = self
            .word_at
            .get(&fold_key(words))
            .map(Vec::as_slice)
            .unwrap_or_default();
        positions.iter().filter_map(|at| self.interests.get(*at))
    }

    /// As it travels.
    #[must_use]
    pub fn to_wire(&self) -> wire::Vocabulary {
        wire::Vocabulary {
            themes: self
                .themes
                .iter()
                .map(|theme| wire::Theme {
                    id: InterestId::from(theme.id.as_str()),
                    label: theme.label.to_text(),
                    icon: theme.icon.clone(),
                    colour: theme.colour.as_str().to_owned(),
                    interests: self
                        .interests_of(&theme.id)
                        .map(Interest::to_wire)
                        .collect(),
                })
                .collect(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Words that stand for several interests in one language: language, folded word, interests.
    const SHARED: &[(Lang, &str, &str)] = &[
        (
            Lang::Nl,
            "dans",
            "modern-dance ballet folk-dance ballroom street-dance",
        ),
        (
            Lang::Nl,
            "dansen",
            "modern-dance ballet folk-dance ballroom street-dance",
        ),
        (
            Lang::Nl,
            "dieren",
            "animals dogs horses farm-animals birds insects-and-wildlife",
        ),
        (
            Lang::Nl,
            "erfgoed",
            "local-history monuments archives-museum-work traditions",
        ),
        (Lang::Nl, "geschiedenis", "local-history history"),
        (
            Lang::Nl,
            "mensen leren kennen",
            "relationships neighbourhood",
        ),
        (Lang::Nl, "museumbezoek", "art-appreciation monuments"),
        (Lang::Nl, "vrienden maken", "relationships neighbourhood"),
        (
            Lang::Nl,
            "muziek",
            "singing guitar piano-keys drums wind-band band-pop classical-music \
             jazz-blues folk-world-music music-theory",
        ),
        (
            Lang::Nl,
            "sport",
            "running swimming water-sports ball-sports racket-sports gymnastics \
             fitness martial-arts climbing-outdoor adapted-sport",
        ),
        (
            Lang::Nl,
            "sporten",
            "running swimming water-sports ball-sports racket-sports gymnastics \
             fitness martial-arts climbing-outdoor adapted-sport",
        ),
    ];

    fn is_slug(id: &str) -> bool {
        !id.is_empty()
            && id.split('-').all(|word| {
                !word.is_empty()
                    && word
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            })
    }

    #[test]
    fn the_file_reads_and_has_the_size_it_should() {
        let file: File = toml::from_str(TOML).unwrap();
        assert!((12..=16).contains(&file.theme.len()));
        assert!(
            (110..=160).contains(&file.interest.len()),
            "{}",
            file.interest.len()
        );
        let vocabulary = vocabulary();
        for theme in vocabulary.themes() {
            let count = vocabulary.interests_of(&theme.id).count();
            assert!((5..=18).contains(&count), "{}: {count}", theme.id);
        }
    }

    #[test]
    fn slugs_are_slugs_and_unique_over_themes_and_interests() {
        let vocabulary = vocabulary();
        let mut seen = HashSet::new();
        let themes = vocabulary.themes().iter().map(|theme| &theme.id);
        for id in themes.chain(vocabulary.interests().iter().map(|interest| &interest.id)) {
            assert!(is_slug(id) && seen.insert(id), "{id}");
        }
        for interest in vocabulary.interests() {
            assert!(
                vocabulary.theme(&interest.theme).is_some(),
                "{}",
                interest.id
            );
            assert!(is_slug(&interest.icon), "{}", interest.icon);
        }
        let mut drawings = HashSet::new();
        for theme in vocabulary.themes() {
            assert!(is_slug(&theme.icon) && is_slug(&theme.illustration));
            assert!(
                drawings.insert(&theme.illustration),
                "{}",
                theme.illustration
            );
        }
    }

    #[test]
    fn every_language_has_labels_and_words_and_no_blanks() {
        let vocabulary = vocabulary();
        for theme in vocabulary.themes() {
            assert!(
                theme
                    .label
                    .iter()
                    .all(|(_, label)| !label.trim().is_empty()),
                "{}",
                theme.id
            );
        }
        for interest in vocabulary.interests() {
            for lang in Lang::ALL {
                let label = interest.label.get(*lang);
                assert!(!label.trim().is_empty() && label.len() <= 60, "{label:?}");
                let synonyms = interest.synonyms(*lang);
                let least = if *lang == Lang::Nl { 4 } else { 2 };
                assert!(
                    synonyms.len() >= least,
                    "{} {lang}: {synonyms:?}",
                    interest.id
                );
                for word in interest.words(*lang) {
                    assert!(
                        word.trim() == word && !fold_key(word).is_empty(),
                        "{word:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn labels_differ_within_a_language() {
        for lang in Lang::ALL {
            let mut seen = HashSet::new();
            for interest in vocabulary().interests() {
                assert!(
                    seen.insert(fold_key(interest.label.get(*lang))),
                    "{}",
                    interest.id
                );
            }
        }
    }

    #[test]
    fn within_a_language_a_word_belongs_to_one_interest() {
        for lang in Lang::ALL {
            let mut owners: HashMap<String, Vec<&str>> = HashMap::new();
            for interest in vocabulary().interests() {
                for word in interest.words(*lang) {
                    owners.entry(fold_key(word)).or_default().push(&interest.id);
                }
            }
            for (word, ids) in owners {
                let allowed = SHARED.iter().any(|(l, w, of)| {
                    l == lang && *w == word && of.split(' ').eq(ids.iter().copied())
                });
                assert!(ids.len() == 1 || allowed, "{lang} {word:?}: {ids:?}");
            }
        }
    }

    #[test]
    fn what_people_type_finds_what_they_mean() {
        let first = |words: &str| vocabulary().named(words).next().map(|i| i.id.as_str());
        for (typed, id) in [
            ("naaien", "sewing"),
            ("Naaien", "sewing"),
            ("haken", "knitting"),
            ("iets met dieren", "animals"),
            ("velo", "cycling"),
            ("sjotten", "ball-sports"),
            ("keramiek", "ceramics"),
            ("poezie", "poetry"),
            ("POËZIE", "poetry"),
            ("kwis", "board-games"),
            ("programmeren", "coding"),
            ("couture", "sewing"),
            ("poterie", "ceramics"),
            ("Töpfern", "ceramics"),
            ("beekeeping", "bees"),
            ("ehbo", "first-aid"),
            ("praattafel", "dutch-practice"),
        ] {
            let found: Vec<_> = vocabulary().named(typed).map(|i| i.id.as_str()).collect();
            assert!(
                found.contains(&id) || first(typed) == Some(id),
                "{typed}: {found:?}"
            );
        }
        assert_eq!(first("xyzzy"), None);
        assert_eq!(first(""), None);
    }

    #[test]
    fn slugs_lead_to_their_theme() {
        let vocabulary = vocabulary();
        assert_eq!(vocabulary.theme_of("sewing").unwrap().id, "making");
        assert_eq!(vocabulary.theme_of("making").unwrap().id, "making");
        assert!(vocabulary.theme_of("nothing").is_none());
        assert!(vocabulary.knows("sewing") && vocabulary.knows("making"));
        assert!(!vocabulary.knows("Sewing") && !vocabulary.knows(""));
        assert_eq!(
            vocabulary.label("sewing").unwrap().get(Lang::Fr),
            "Couture & vêtements"
        );
    }

    #[test]
    fn the_wire_form_is_complete() {
        let wire = vocabulary().to_wire();
        let count: usize = wire.themes.iter().map(|theme| theme.interests.len()).sum();
        assert_eq!(count, vocabulary().interests().len());
    }
}
