//! Every text inside the binary.

use serde::ser::{Serialize, Serializer};

use crate::catalogue::Entry;
use crate::{Catalogue, Key, LAYOUT, Lang, SPA_TEXTS};

mod generated {
    use crate::catalogue::Entry;

    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

static NL: Catalogue = Catalogue::of_embedded(Lang::Nl, &generated::NL);
static EN: Catalogue = Catalogue::of_embedded(Lang::En, &generated::EN);
static FR: Catalogue = Catalogue::of_embedded(Lang::Fr, &generated::FR);
static DE: Catalogue = Catalogue::of_embedded(Lang::De, &generated::DE);

impl Catalogue {
    /// Every text in `lang`, those of the server too.
    pub fn embedded(lang: Lang) -> &'static Self {
        match lang {
            Lang::Nl => &NL,
            Lang::En => &EN,
            Lang::Fr => &FR,
            Lang::De => &DE,
        }
    }
}

impl Key {
    /// The key as it stands in the catalogues, dotted and with its area.
    pub fn name(self) -> &'static str {
        generated::KEYS
            .get(usize::from(self.0))
            .map_or("", |(name, _)| name)
    }
}

#[derive(serde::Serialize)]
struct File<'a> {
    lang: Lang,
    layout: &'a str,
    texts: &'a [Entry],
}

/// The file that the SPA fetches for `lang`: compact JSON, the same bytes for the same texts.
pub fn spa_catalogue_json(lang: Lang) -> Result<String, serde_json::Error> {
    let texts: &[Entry] = match lang {
        Lang::Nl => &generated::NL,
        Lang::En => &generated::EN,
        Lang::Fr => &generated::FR,
        Lang::De => &generated::DE,
    };
    serde_json::to_string(&File {
        lang,
        layout: LAYOUT,
        texts: texts.get(..SPA_TEXTS).unwrap_or(texts),
    })
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(text) => serializer.serialize_str(text),
            Self::Plural {
                zero: Some(zero),
                one,
                other,
            } => [zero, one, other].serialize(serializer),
            Self::Plural {
                zero: None,
                one,
                other,
            } => [one, other].serialize(serializer),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Arg, Count, Message};

    fn message(number: usize, args: Vec<Arg>) -> Message {
        Message::new(Key(u16::try_from(number).unwrap()), args)
    }

    /// Arguments for a key: a count first where the texts are plural.
    fn args(number: usize, count: u64, text: &str) -> Vec<Arg> {
        let (_, wanted) = generated::KEYS[number];
        let mut args = vec![Arg::from(text); wanted];
        if let Entry::Plural { .. } = generated::NL[number] {
            args[0] = Arg::Count(Count(count));
        }
        args
    }

    proptest! {
        #[test]
        fn every_message_resolves_in_every_language(
            number in 0..generated::KEYS.len(),
            count in prop_oneof![0_u64..4, any::<u64>()],
        ) {
            for &lang in Lang::ALL {
                let words = message(number, args(number, count, "Zoë"))
                    .resolve(Catalogue::embedded(lang))
                    .into_owned();
                prop_assert!(!words.trim().is_empty());
                prop_assert!(!words.contains(['{', '}']), "{}: {words}", generated::KEYS[number].0);
            }
        }

        #[test]
        fn an_argument_is_never_read_as_a_placeholder(text in "[{}0-9a-z]{0,12}") {
            let (number, _) = generated::KEYS
                .iter()
                .enumerate()
                .find(|(_, (_, wanted))| *wanted == 1)
                .unwrap();
            let words = message(number, vec![Arg::from(&text)])
                .resolve(Catalogue::embedded(Lang::Nl))
                .into_owned();
            prop_assert!(words.contains(&text));
        }
    }

    /// The property above samples; this one leaves no key out.
    #[test]
    fn every_key_has_words_for_every_amount() {
        for number in 0..generated::KEYS.len() {
            for &lang in Lang::ALL {
                for count in [0, 1, 2, 1_000_000] {
                    let words = message(number, args(number, count, "x"))
                        .resolve(Catalogue::embedded(lang))
                        .into_owned();
                    assert!(!words.contains(['{', '}']), "{words}");
                }
            }
        }
    }

    #[test]
    fn what_the_spa_fetches_says_the_same() {
        for &lang in Lang::ALL {
            let fetched = Catalogue::from_json(&spa_catalogue_json(lang).unwrap()).unwrap();
            assert_eq!(fetched.lang(), lang);
            for number in 0..SPA_TEXTS {
                let message = message(number, args(number, 2, "x"));
                assert_eq!(
                    message.resolve(&fetched),
                    message.resolve(Catalogue::embedded(lang)),
                );
            }
        }
    }

    #[test]
    fn the_spa_does_not_carry_the_mails() {
        let (spa, server) = generated::KEYS.split_at(SPA_TEXTS);
        assert!(spa.iter().all(|(key, _)| !key.starts_with("mails.")));
        assert!(server.iter().any(|(key, _)| key.starts_with("mails.")));
        let fetched = Catalogue::from_json(&spa_catalogue_json(Lang::Nl).unwrap()).unwrap();
        assert_eq!(message(SPA_TEXTS, vec![]).resolve(&fetched), "…");
    }
}
