//! The catalogue files as they stand on disk: areas, languages, keys and raw texts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use toml::{Table, Value};

/// The languages in the order of the generated tables. The first one is what the others are
/// compared with.
pub const LANGS: [&str; 4] = ["nl", "en", "fr", "de"];

/// The keys of a plural. A table with `one` is a plural, any other a group of keys.
const FORMS: [&str; 3] = ["zero", "one", "other"];

/// A text before its placeholders were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawEntry {
    /// One text.
    Plain(String),
    /// A text per amount.
    Plural {
        /// For none at all, where words read better than "0".
        zero: Option<String>,
        /// For what the language calls singular.
        one: String,
        /// For the rest.
        other: String,
    },
}

/// The keys of one file, dotted and without the area.
pub type RawFile = BTreeMap<String, RawEntry>;

/// One folder under `catalogues/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The folder's name, first part of every key in it.
    pub name: String,
    /// Whether the SPA gets these texts.
    pub spa: bool,
    /// One file per language, in the order of [`LANGS`].
    pub files: [RawFile; 4],
}

/// Reads every area under `root`. `root/areas.toml` names the areas that only the server uses.
pub fn read(root: &Path) -> Result<Vec<Area>, Vec<String>> {
    let mut faults = Vec::new();
    let mut server_only = match read_server_only(root) {
        Ok(names) => names,
        Err(fault) => return Err(vec![fault]),
    };
    let mut areas = Vec::new();
    for name in names_in(root).map_err(|fault| vec![fault])? {
        let folder = root.join(&name);
        if folder.is_dir() {
            let spa = !server_only.remove(&name);
            match read_area(&folder, name, spa) {
                Ok(area) => areas.push(area),
                Err(found) => faults.extend(found),
            }
        } else if name != "areas.toml" {
            faults.push(format!(
                "{}: texts stand in a folder per area, such as catalogues/common/nl.toml",
                folder.display()
            ));
        }
    }
    faults.extend(server_only.iter().map(|name| {
        format!(
            "{}: area '{name}' does not exist",
            root.join("areas.toml").display()
        )
    }));
    if faults.is_empty() {
        Ok(areas)
    } else {
        Err(faults)
    }
}

fn read_server_only(root: &Path) -> Result<BTreeSet<String>, String> {
    let path = root.join("areas.toml");
    let fault = "write: server_only = [\"mails\"]";
    let text = fs::read_to_string(&path)
        .map_err(|error| format!("{}: {error}; {fault}", path.display()))?;
    let table: Table = text
        .parse()
        .map_err(|error| format!("{}: {error}", path.display()))?;
    let names = table.get("server_only").and_then(Value::as_array);
    names
        .filter(|_| table.len() == 1)
        .and_then(|names| {
            names
                .iter()
                .map(|name| name.as_str().map(str::to_owned))
                .collect::<Option<BTreeSet<_>>>()
        })
        .ok_or_else(|| format!("{}: {fault}", path.display()))
}

/// The names in a folder, sorted, so that every machine numbers the keys alike.
fn names_in(folder: &Path) -> Result<Vec<String>, String> {
    let fault = |error| format!("{}: {error}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        names.push(entry.map_err(fault)?.file_name().display().to_string());
    }
    names.sort();
    Ok(names)
}

fn read_area(folder: &Path, name: String, spa: bool) -> Result<Area, Vec<String>> {
    let mut faults = Vec::new();
    for file in names_in(folder).map_err(|fault| vec![fault])? {
        if !LANGS.iter().any(|lang| file == format!("{lang}.toml")) {
            faults.push(format!(
                "{}: not one of nl.toml, en.toml, fr.toml, de.toml",
                folder.join(file).display()
            ));
        }
    }
    let files = LANGS.map(|lang| {
        let path = folder.join(format!("{lang}.toml"));
        fs::read_to_string(&path)
            .map_err(|error| vec![error.to_string()])
            .and_then(|text| parse(&text))
            .unwrap_or_else(|found| {
                let at = |fault| format!("{}: {fault}", path.display());
                faults.extend(found.into_iter().map(at));
                RawFile::new()
            })
    });
    if faults.is_empty() {
        Ok(Area { name, spa, files })
    } else {
        Err(faults)
    }
}

/// Reads one file's text.
pub fn parse(text: &str) -> Result<RawFile, Vec<String>> {
    let table: Table = text
        .parse()
        .map_err(|error: toml::de::Error| vec![error.to_string()])?;
    let mut file = RawFile::new();
    let mut faults = Vec::new();
    flatten(&table, "", &mut file, &mut faults);
    if faults.is_empty() {
        Ok(file)
    } else {
        Err(faults)
    }
}

fn flatten(table: &Table, prefix: &str, file: &mut RawFile, faults: &mut Vec<String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() {
            name.clone()
        } else {
            format!("{prefix}.{name}")
        };
        match value {
            Value::String(text) => {
                file.insert(key, RawEntry::Plain(text.clone()));
            }
            Value::Table(inner) if inner.contains_key("one") => match plural(inner) {
                Some(entry) => {
                    file.insert(key, entry);
                }
                None => faults.push(format!(
                    "'{key}': a plural is {{ one = \"…\", other = \"…\" }}, with zero = \"…\" \
                         if you like, and nothing else"
                )),
            },
            Value::Table(inner) => flatten(inner, &key, file, faults),
            _ => faults.push(format!("'{key}': a text stands between quotes")),
        }
    }
}

fn plural(table: &Table) -> Option<RawEntry> {
    if table.keys().any(|key| !FORMS.contains(&key.as_str())) {
        return None;
    }
    let text = |form: &str| match table.get(form) {
        Some(Value::String(text)) => Some(Some(text.clone())),
        Some(_) => None,
        None => Some(None),
    };
    Some(RawEntry::Plural {
        zero: text("zero")?,
        one: text("one")??,
        other: text("other")??,
    })
}
