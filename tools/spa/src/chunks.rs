//! Cutting the module apart: what only some pages reach becomes a chunk, fetched when one of them is opened.
//!
//! The app marks where with `wasm_split`; the loader that comes with the chunks is put into the glue, since each would
//! import the other and neither could be named after its content.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use wasm_split_cli_support::{Options, transform};

use crate::files;
use crate::html::Linked;

/// How the glue asks for the loader.
const LOADER: &str = "./__wasm_split.js";
/// How the loader asks for the glue.
const GLUE: &str = "./app.js";
/// The first line of the loader.
const HEAD: &str = "import { initSync } from \"./app.js\";\n";

/// A module cut apart.
#[derive(Debug)]
pub struct Split {
    /// What is loaded first.
    pub main: Vec<u8>,
    /// The script that fetches the chunks.
    pub loader: String,
    /// The chunks by name.
    pub chunks: BTreeMap<String, Vec<u8>>,
}

/// Cuts a module that was linked with its relocations. `scratch` is a folder of our own.
pub fn split(module: &[u8], scratch: &Path) -> Result<Split> {
    files::empty(scratch)?;
    let main = scratch.join("main.wasm");
    let mut options = Options::new(module);
    options.output_dir = scratch;
    options.main_out_path = &main;
    options.link_name = LOADER;
    options.main_module = GLUE;
    let done = transform(options)
        .map_err(|error| anyhow!("{error:?}"))
        .context("the module cannot be split")?;
    let mut chunks = BTreeMap::new();
    for path in &done.split_modules {
        let name = path.file_stem().and_then(|stem| stem.to_str());
        chunks.insert(
            name.context("a chunk without a name")?.to_owned(),
            files::read(path)?,
        );
    }
    Ok(Split {
        main: files::read(&main)?,
        loader: files::read_text(&scratch.join(LOADER))?,
        chunks,
    })
}

/// Puts the loader into the glue, with the chunks by their hashed names.
pub fn join(glue: &str, loader: &str, chunks: &BTreeMap<String, Linked>) -> Result<String> {
    let loader = loader
        .strip_prefix(HEAD)
        .context("the loader begins otherwise than it should")?;
    let mut loader = loader.to_owned();
    for (name, chunk) in chunks {
        let fetch = format!("fetch(new URL(\"./{name}.wasm\", import.meta.url))");
        if !loader.contains(&fetch) {
            bail!("the loader does not fetch {name}");
        }
        let ours = format!(
            "fetch(\"{}\", {{ integrity: \"{}\" }})",
            chunk.href, chunk.integrity
        );
        loader = loader.replace(&fetch, &ours);
    }
    if loader.contains("import.meta") {
        bail!("the loader fetches what was not made");
    }
    let names: Vec<_> = loader
        .lines()
        .filter_map(|line| line.strip_prefix("export const "))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name)
        .collect();
    let loads = names.join(", ");
    let loader = loader.replace("export const ", "const ");

    let (mut joined, mut imported) = (String::new(), String::new());
    let from = format!(" from \"{LOADER}\"");
    for line in glue.lines() {
        let import = line
            .trim_end_matches(';')
            .strip_prefix("import * as ")
            .and_then(|rest| rest.strip_suffix(&from));
        match import {
            Some(name) => writeln!(imported, "const {name} = __chunks;")?,
            None => writeln!(joined, "{line}")?,
        }
    }
    if imported.is_empty() {
        bail!("the glue does not import the loader");
    }
    write!(
        joined,
        "const __chunks = (() => {{\n{loader}\nreturn {{ {loads} }};\n}})();\n{imported}"
    )?;
    Ok(joined)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const GLUE: &str = "import * as import1 from \"./__wasm_split.js\"\nimport { a } from './snippets/a.js';\nexport { initSync };\n";

    fn loader() -> String {
        format!(
            "{HEAD}const get = () => fetch(new URL(\"./split_own.wasm\", import.meta.url));\n\
             export const __wasm_split_load_own = load(get);\n"
        )
    }

    fn made(names: &[&str]) -> BTreeMap<String, Linked> {
        let linked = |name: &&str| {
            let linked = Linked {
                href: format!("/static/{name}-1.wasm"),
                integrity: format!("sha384-{name}"),
            };
            ((*name).to_owned(), linked)
        };
        names.iter().map(linked).collect()
    }

    #[test]
    fn the_loader_becomes_part_of_the_glue() {
        let joined = join(GLUE, &loader(), &made(&["split_own"])).unwrap();
        assert!(
            joined.contains(
                "fetch(\"/static/split_own-1.wasm\", { integrity: \"sha384-split_own\" })"
            )
        );
        assert!(joined.contains("return { __wasm_split_load_own };"));
        assert!(joined.ends_with("const import1 = __chunks;\n"));
        assert!(joined.contains("import { a } from './snippets/a.js';"));
        assert!(!joined.contains("__wasm_split.js") && !joined.contains("export const"));
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let own = made(&["split_own"]);
        assert!(join(GLUE, &loader(), &made(&["split_own", "split_other"])).is_err());
        assert!(join(GLUE, &loader(), &made(&[])).is_err());
        assert!(join("export {};", &loader(), &own).is_err());
        assert!(join(GLUE, "const x = 1;", &own).is_err());
    }
}
