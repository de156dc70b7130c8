//! Compares the languages of every area with Dutch and turns what agrees into messages.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::{Area, LANGS, RawEntry, RawFile};
use crate::template::{Template, is_name};

/// The argument that chooses between singular and plural.
pub const COUNT: &str = "count";

/// From how many words on the same text in two languages is taken for a forgotten translation.
const SAME_WORDS: usize = 5;

/// What a text ships as: placeholders numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// One text.
    Plain(String),
    /// A text per amount.
    Plural {
        /// For none at all.
        zero: Option<String>,
        /// For what the language calls singular.
        one: String,
        /// For the rest.
        other: String,
    },
}

/// A key on which every language agrees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Area and key, dotted.
    pub key: String,
    /// Whether the SPA gets it.
    pub spa: bool,
    /// The arguments in the order of their numbers; `count` comes first in a plural.
    pub args: Vec<String>,
    /// The Dutch text as it was written, for the documentation of the key.
    pub dutch: String,
    /// The texts in the order of [`LANGS`].
    pub entries: [Entry; 4],
}

impl Message {
    /// Whether an amount chooses the text.
    pub fn is_plural(&self) -> bool {
        matches!(self.entries, [Entry::Plural { .. }, ..])
    }
}

/// Checks all areas. The messages come in the order of their numbers: those of the SPA first,
/// so that a key has the same number on both sides.
pub fn check(areas: &[Area]) -> Result<Vec<Message>, Vec<String>> {
    let mut faults = Vec::new();
    let mut messages = Vec::new();
    for area in areas {
        if !is_name(&area.name) {
            faults.push(format!(
                "catalogues/{}: an area is named with small letters, digits and '_'",
                area.name
            ));
        }
        check_area(area, &mut messages, &mut faults);
    }
    messages.sort_by(|a, b| (!a.spa, &a.key).cmp(&(!b.spa, &b.key)));
    if faults.is_empty() {
        Ok(messages)
    } else {
        Err(faults)
    }
}

/// A text of one language with its placeholders read.
#[derive(Debug, Clone)]
enum Parsed {
    Plain(Template),
    Plural {
        zero: Option<Template>,
        one: Template,
        other: Template,
    },
}

type ParsedFile = BTreeMap<String, Parsed>;

fn check_area(area: &Area, messages: &mut Vec<Message>, faults: &mut Vec<String>) {
    let before = faults.len();
    let mut files: [ParsedFile; 4] = Default::default();
    for ((lang, raw), parsed) in LANGS.iter().zip(&area.files).zip(&mut files) {
        let path = format!("catalogues/{}/{lang}.toml", area.name);
        *parsed = parse_file(raw, *lang == "fr", &mut |key, fault| {
            faults.push(format!("{path}: '{key}': {fault}"));
        });
    }
    if faults.len() > before {
        return;
    }
    let [dutch, others @ ..] = &files;
    for ((lang, file), raw) in LANGS.iter().zip(&files).zip(&area.files).skip(1) {
        let path = format!("catalogues/{}/{lang}.toml", area.name);
        compare(dutch, file, &mut |key, fault| {
            faults.push(format!("{path}: '{key}': {fault}"));
        });
        for (key, fault) in untranslated(&area.files[0], raw) {
            faults.push(format!("{path}: '{key}': {fault}"));
        }
    }
    if faults.len() > before {
        return;
    }
    for (key, parsed) in dutch {
        let args = arguments(parsed);
        let texts = [
            Some(parsed),
            others[0].get(key),
            others[1].get(key),
            others[2].get(key),
        ];
        let [Some(nl), Some(en), Some(fr), Some(de)] = texts else {
            continue; // `compare` has spoken.
        };
        messages.push(Message {
            key: format!("{}.{key}", area.name),
            spa: area.spa,
            dutch: match area.files[0].get(key) {
                Some(RawEntry::Plain(text) | RawEntry::Plural { other: text, .. }) => text.clone(),
                None => String::new(),
            },
            entries: [nl, en, fr, de].map(|parsed| number(parsed, &args)),
            args,
        });
    }
}

fn parse_file(raw: &RawFile, french: bool, fault: &mut dyn FnMut(&str, String)) -> ParsedFile {
    let mut parsed = ParsedFile::new();
    for (key, entry) in raw {
        if let Some(part) = key.split('.').find(|part| !is_name(part)) {
            fault(
                key,
                format!(
                    "'{part}' cannot be part of a key; write small letters, digits and '_', \
                     and no word that Rust keeps for itself"
                ),
            );
            continue;
        }
        match parse_entry(entry, french) {
            Ok(entry) => {
                parsed.insert(key.clone(), entry);
            }
            Err(message) => fault(key, message),
        }
    }
    parsed
}

fn parse_entry(raw: &RawEntry, french: bool) -> Result<Parsed, String> {
    let parse = |text: &str| {
        let template = Template::parse(text)?;
        Ok::<_, String>(if french {
            template.with_french_spaces()
        } else {
            template
        })
    };
    match raw {
        RawEntry::Plain(text) => {
            let template = parse(text)?;
            if template.names().contains(COUNT) {
                return Err(
                    "{count} chooses between singular and plural; write { one = \"…\", \
                     other = \"…\" } or give the placeholder another name"
                        .to_owned(),
                );
            }
            Ok(Parsed::Plain(template))
        }
        RawEntry::Plural { zero, one, other } => {
            let form = |name: &str, text: &str| parse(text).map_err(|e| format!("{name}: {e}"));
            let zero = zero.as_deref().map(|t| form("zero", t)).transpose()?;
            let one = form("one", one)?;
            if french && zero.is_none() && !one.names().contains(COUNT) {
                return Err(
                    "French uses the singular for 0 too; write {count} in 'one', or add 'zero' \
                     in every language"
                        .to_owned(),
                );
            }
            let other = form("other", other)?;
            if !other.names().contains(COUNT) {
                return Err("other: {count} is missing".to_owned());
            }
            Ok(Parsed::Plural { zero, one, other })
        }
    }
}

fn compare(dutch: &ParsedFile, file: &ParsedFile, fault: &mut dyn FnMut(&str, String)) {
    for (key, reference) in dutch {
        let Some(parsed) = file.get(key) else {
            fault(key, "the key is missing here; nl.toml has it".to_owned());
            continue;
        };
        match (forms(reference), forms(parsed)) {
            (wanted, found) if wanted != found => {
                fault(
                    key,
                    format!("this is {found}, and in nl.toml it is {wanted}"),
                );
            }
            _ => {
                let (wanted, found) = (arguments(reference), arguments(parsed));
                for name in wanted.iter().filter(|name| !found.contains(name)) {
                    fault(key, format!("the placeholder {{{name}}} is missing"));
                }
                for name in found.iter().filter(|name| !wanted.contains(name)) {
                    fault(key, format!("nl.toml has no placeholder {{{name}}}"));
                }
            }
        }
    }
    for key in file.keys().filter(|key| !dutch.contains_key(*key)) {
        fault(key, "nl.toml does not have this key".to_owned());
    }
}

fn forms(parsed: &Parsed) -> &'static str {
    match parsed {
        Parsed::Plain(_) => "one text",
        Parsed::Plural { zero: None, .. } => "a plural",
        Parsed::Plural { zero: Some(_), .. } => "a plural with 'zero'",
    }
}

/// Texts that were copied from Dutch and never translated.
fn untranslated<'a>(dutch: &'a RawFile, file: &'a RawFile) -> Vec<(&'a str, &'static str)> {
    let copied = |key: &String, entry: &RawEntry| {
        let (RawEntry::Plain(text) | RawEntry::Plural { other: text, .. }) = entry;
        let words = text.split_whitespace();
        let words = words.filter(|word| word.chars().any(char::is_alphabetic));
        dutch.get(key) == Some(entry) && words.count() >= SAME_WORDS
    };
    file.iter()
        .filter(|(key, entry)| copied(key, entry))
        .map(|(key, _)| (key.as_str(), "this is still the Dutch text"))
        .collect()
}

/// The placeholders of all forms together, `count` first, the rest by name.
fn arguments(parsed: &Parsed) -> Vec<String> {
    let (count, templates) = match parsed {
        Parsed::Plain(template) => (None, vec![template]),
        Parsed::Plural { zero, one, other } => (
            Some(COUNT.to_owned()),
            zero.iter().chain([one, other]).collect(),
        ),
    };
    let names: BTreeSet<&str> = templates.into_iter().flat_map(Template::names).collect();
    let names = names.into_iter().filter(|name| *name != COUNT);
    count.into_iter().chain(names.map(str::to_owned)).collect()
}

fn number(parsed: &Parsed, args: &[String]) -> Entry {
    match parsed {
        Parsed::Plain(template) => Entry::Plain(template.numbered(args)),
        Parsed::Plural { zero, one, other } => Entry::Plural {
            zero: zero.as_ref().map(|template| template.numbered(args)),
            one: one.numbered(args),
            other: other.numbered(args),
        },
    }
}
