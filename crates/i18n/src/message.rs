//! What is to be said, before it is known in which language.

use std::borrow::Cow;

use crate::number;
use crate::{Catalogue, Lang};

/// The number of a text. Keys of the SPA come first and have the same number on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(pub(crate) u16);

/// A text with its arguments and no language yet; made by [`msg!`](crate::msg).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    key: Key,
    args: Vec<Arg>,
}

/// What fills a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Words that are the same in every language: a name, a place, a formatted date.
    Text(Cow<'static, str>),
    /// An amount, written with the thousands separator of the language.
    Count(Count),
    /// Words that follow the language.
    Message(Message),
    /// Left open for something that is no text, such as a link: see [`Message::around_gap`].
    Gap,
}

/// How many: chooses between singular and plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(pub u64);

impl Message {
    /// `args` in the order of the placeholders' numbers, as the generated code gives them.
    pub(crate) const fn new(key: Key, args: Vec<Arg>) -> Self {
        Self { key, args }
    }

    /// Which text this is, whatever its arguments.
    pub fn key(&self) -> Key {
        self.key
    }

    /// The words in the catalogue's language. Borrowed when nothing had to be filled in.
    ///
    /// A text of an area that only the server has, asked of a catalogue that was fetched, is "…".
    pub fn resolve<'c>(&self, catalogue: &'c Catalogue) -> Cow<'c, str> {
        let Some(entry) = catalogue.entry(self.key) else {
            return Cow::Borrowed("…");
        };
        let count = match self.args.first() {
            Some(Arg::Count(count)) => Some(*count),
            _ => None,
        };
        let template = entry.form(catalogue.lang(), count);
        if self.args.is_empty() {
            Cow::Borrowed(template)
        } else {
            Cow::Owned(self.fill(template, catalogue))
        }
    }

    /// The words before and after the first [`Arg::Gap`]; all words come before when there is none.
    /// For a sentence with a link in it, wherever the language puts it.
    pub fn around_gap(&self, catalogue: &Catalogue) -> (String, String) {
        let words = self.resolve(catalogue);
        match words.split_once(GAP) {
            Some((before, after)) => (before.to_owned(), after.to_owned()),
            None => (words.into_owned(), String::new()),
        }
    }

    /// One pass: braces inside an argument stay what they are.
    fn fill(&self, template: &str, catalogue: &Catalogue) -> String {
        let mut filled = String::with_capacity(template.len() + 16);
        let mut rest = template;
        while let Some((words, tail)) = rest.split_once('{') {
            filled.push_str(words);
            let Some((place, after)) = tail.split_once('}') else {
                break;
            };
            let arg = place.parse::<usize>().ok().and_then(|at| self.args.get(at));
            if let Some(arg) = arg {
                filled.push_str(&arg.resolve(catalogue));
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// Unicode's "object replacement character", and what a gap looks like in plain words.
const GAP: char = '\u{fffc}';

impl Arg {
    fn resolve<'a>(&'a self, catalogue: &'a Catalogue) -> Cow<'a, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Count(count) => Cow::Owned(count.words(catalogue.lang())),
            Self::Message(message) => message.resolve(catalogue),
            Self::Gap => Cow::Borrowed("\u{fffc}"),
        }
    }
}

impl Count {
    /// The amount in digits as `lang` groups them.
    pub fn words(self, lang: Lang) -> String {
        number::grouped(lang, self.0)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(Cow::Owned(text.to_owned()))
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Cow<'static, str>> for Arg {
    fn from(text: Cow<'static, str>) -> Self {
        Self::Text(text)
    }
}

impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<Count> for Arg {
    fn from(count: Count) -> Self {
        Self::Count(count)
    }
}

/// Numbers as plain digits: a year, a house number. For amounts that are grouped, give a
/// [`Count`].
macro_rules! digits {
    ($($number:ty),*) => { $(
        impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self::Text(Cow::Owned(number.to_string()))
            }
        }
    )* };
}
digits!(u8, u16, u32, u64, usize, i16, i32, i64);

macro_rules! counts {
    ($($number:ty),*) => { $(
        impl From<$number> for Count {
            fn from(number: $number) -> Self {
                // There is no negative amount: less than nothing is nothing.
                Self(u64::try_from(number).unwrap_or(0))
            }
        }
    )* };
}
counts!(u8, u16, u32, usize, i32, i64);

impl From<u64> for Count {
    fn from(number: u64) -> Self {
        Self(number)
    }
}
