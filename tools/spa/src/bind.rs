//! wasm-bindgen as a library: the same version as the lock file's, by construction.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::{files, hash};

/// The stem of the generated files.
const STEM: &str = "app";

/// What wasm-bindgen made.
#[derive(Debug)]
pub struct Bound {
    /// The glue script.
    pub glue: String,
    /// The module.
    pub module: Vec<u8>,
    /// Scripts the glue imports: relative path as written in it → content.
    pub snippets: BTreeMap<String, Vec<u8>>,
}

/// Makes the glue for a compiled module. `scratch` is a folder of our own.
pub fn bind(module: Vec<u8>, scratch: &Path) -> Result<Bound> {
    files::empty(scratch)?;
    Bindgen::new()
        .input_bytes(STEM, module)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        // The chunks import the table of functions.
        .keep_lld_exports(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(scratch)
        .context("wasm-bindgen failed")?;
    let mut made = files::read_tree(scratch)?;
    let glue = made
        .remove(&format!("{STEM}.js"))
        .context("wasm-bindgen made no script")?;
    let module = made
        .remove(&format!("{STEM}_bg.wasm"))
        .context("wasm-bindgen made no module")?;
    Ok(Bound {
        glue: String::from_utf8(glue).context("the glue is not UTF-8")?,
        module,
        snippets: made
            .into_iter()
            .filter(|(name, _)| name.starts_with("snippets/"))
            .collect(),
    })
}

/// Scripts that import each other by their hashed names.
#[derive(Debug)]
pub struct Scripts {
    /// The glue.
    pub glue: String,
    /// What it imports: path inside the dist folder, content.
    pub snippets: Vec<(String, Vec<u8>)>,
}

/// Gives the snippets hashed names and makes the glue import those.
pub fn hash_snippets(glue: &str, snippets: BTreeMap<String, Vec<u8>>) -> Result<Scripts> {
    let mut scripts = Scripts {
        glue: glue.to_owned(),
        snippets: Vec::new(),
    };
    for (name, content) in snippets {
        let reference = format!("./{name}");
        if !scripts.glue.contains(&reference) {
            bail!("the glue does not import {reference}");
        }
        let path = hash::hashed_name(&name, &content);
        scripts.glue = scripts.glue.replace(&reference, &format!("./{path}"));
        scripts.snippets.push((format!("static/{path}"), content));
    }
    Ok(scripts)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_glue_imports_snippets_by_their_hashed_names() {
        let snippets = BTreeMap::from([("snippets/tachys-1/inline0.js".to_owned(), b"x".to_vec())]);
        let scripts = hash_snippets(
            "import { a } from './snippets/tachys-1/inline0.js';",
            snippets,
        )
        .unwrap();
        let (path, _) = scripts.snippets.first().unwrap();
        assert!(path.starts_with("static/snippets/tachys-1/inline0-"));
        assert!(scripts.glue.contains(path.strip_prefix("static/").unwrap()));
        assert!(!scripts.glue.contains("inline0.js"));
    }

    #[test]
    fn a_snippet_nobody_imports_is_a_mistake() {
        let snippets = BTreeMap::from([("snippets/a/inline0.js".to_owned(), Vec::new())]);
        assert!(hash_snippets("", snippets).is_err());
    }
}
