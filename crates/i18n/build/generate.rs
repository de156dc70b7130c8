//! Writes the Rust code of the checked messages.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::catalogue::LANGS;
use crate::check::{COUNT, Entry, Message};

/// `text.rs`: one struct per key, in modules that follow the key's dots. Its fields are the
/// placeholders, so a forgotten or misspelled one does not compile.
pub fn text(messages: &[Message]) -> String {
    let mut root = Node::default();
    for (number, message) in messages.iter().enumerate() {
        root.insert(message.key.split('.'), number, message);
    }
    let mut code = String::new();
    root.write(&mut code, true);
    code
}

#[derive(Default)]
struct Node<'a> {
    groups: BTreeMap<&'a str, Node<'a>>,
    messages: BTreeMap<&'a str, (usize, &'a Message)>,
}

impl<'a> Node<'a> {
    fn insert(
        &mut self,
        mut path: impl Iterator<Item = &'a str> + Clone,
        number: usize,
        message: &'a Message,
    ) {
        let Some(name) = path.next() else { return };
        if path.clone().next().is_none() {
            self.messages.insert(name, (number, message));
        } else {
            let group = self.groups.entry(name).or_default();
            group.insert(path, number, message);
        }
    }

    fn spa(&self) -> bool {
        self.messages.values().any(|(_, message)| message.spa)
            || self.groups.values().any(Node::spa)
    }

    fn write(&self, code: &mut String, areas: bool) {
        for (name, group) in &self.groups {
            if areas && !group.spa() {
                code.push_str("#[cfg(feature = \"embed\")]\n");
            }
            let _ = writeln!(code, "pub mod {name} {{");
            group.write(code, false);
            code.push_str("}\n");
        }
        for (name, (number, message)) in &self.messages {
            write_message(code, name, *number, message);
        }
    }
}

fn write_message(code: &mut String, name: &str, number: usize, message: &Message) {
    let mut fields = String::new();
    let mut args = String::new();
    for arg in &message.args {
        let kind = if arg == COUNT { "Count" } else { "Arg" };
        let _ = write!(fields, "pub {arg}: crate::{kind}, ");
        let _ = write!(args, "text.{arg}.into(), ");
    }
    let used = if message.args.is_empty() { "_" } else { "text" };
    let vec = if message.args.is_empty() {
        "Vec::new()".to_owned()
    } else {
        format!("vec![{args}]")
    };
    let _ = writeln!(
        code,
        "#[doc = {doc:?}]\n#[derive(Debug, Clone, PartialEq, Eq)]\npub struct {name} {{ {fields}}}\n\
         impl From<{name}> for crate::Message {{ fn from({used}: {name}) -> Self {{ \
         crate::Message::new(crate::Key({number}), {vec}) }} }}",
        doc = format!("`{}`", message.dutch.replace('`', "'")),
    );
}

/// `layout.rs`: what an exported file has to agree with.
pub fn layout(messages: &[Message]) -> String {
    let spa = messages.iter().filter(|message| message.spa);
    let mut shape = String::new();
    for message in spa.clone() {
        let _ = writeln!(
            shape,
            "{}{}({})",
            message.key,
            if message.is_plural() { "*" } else { "" },
            message.args.join(",")
        );
    }
    format!(
        "/// Changes with every key and placeholder of the SPA, not with a mere rewording.\n\
         pub const LAYOUT: &str = \"{:016x}\";\n\
         /// How many texts the SPA has.\n\
         pub const SPA_TEXTS: usize = {};\n",
        fnv1a(shape.as_bytes()),
        spa.count(),
    )
}

/// FNV-1a, 64 bits.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// `embedded.rs`: every text of every language, and the names of the keys.
pub fn embedded(messages: &[Message]) -> String {
    let total = messages.len();
    let mut code = String::new();
    let _ = writeln!(
        code,
        "/// The dotted keys and how many arguments each takes, by number.\n\
         pub static KEYS: [(&str, usize); {total}] = ["
    );
    for message in messages {
        let _ = writeln!(code, "({:?}, {}),", message.key, message.args.len());
    }
    code.push_str("];\n");
    for (index, lang) in LANGS.iter().enumerate() {
        let _ = writeln!(
            code,
            "/// The texts in `{lang}`, by number.\npub static {}: [Entry; {total}] = [",
            lang.to_uppercase()
        );
        for message in messages {
            let _ = match message.entries.get(index) {
                Some(Entry::Plain(text)) => writeln!(code, "Entry::plain({text:?}),"),
                Some(Entry::Plural { zero, one, other }) => {
                    writeln!(code, "Entry::plural({zero:?}, {one:?}, {other:?}),")
                }
                None => Ok(()),
            };
        }
        code.push_str("];\n");
    }
    code
}
