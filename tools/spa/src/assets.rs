//! Files that are copied under hashed names, and the references to them.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use goesting_i18n::Lang;

use crate::hash;

/// How sources refer to a file of `frontend/assets`.
const REFERENCE: &str = "/assets/";

/// Source name (`icons/pin.svg`) → address (`/static/icons/pin-….svg`).
#[derive(Debug, Default)]
pub struct AssetMap(BTreeMap<String, String>);

impl AssetMap {
    /// Names a file after its content and remembers it. Returns its path inside the dist folder.
    pub fn add(&mut self, name: &str, content: &[u8]) -> String {
        let path = format!("static/{}", hash::hashed_name(name, content));
        self.0.insert(name.to_owned(), format!("/{path}"));
        path
    }

    /// The whole map as JSON, for the server.
    pub fn to_json(&self) -> Result<String> {
        Ok(serde_json::to_string(&self.0)?)
    }

    /// The part the app itself may ask for, as JSON.
    pub fn to_app_json(&self) -> Result<String> {
        let wanted: BTreeMap<_, _> = self
            .0
            .iter()
            .filter(|(name, _)| !name.starts_with("fonts/"))
            .collect();
        Ok(serde_json::to_string(&wanted)?)
    }

    /// Replaces every `/assets/NAME` in a text by the file's address.
    pub fn rewrite(&self, text: &str) -> Result<String> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(REFERENCE) {
            let (before, from) = rest.split_at(start);
            out.push_str(before);
            let after = from.strip_prefix(REFERENCE).unwrap_or(from);
            let end = after
                .find(|c: char| c.is_whitespace() || "\"'()<>,;#?\\".contains(c))
                .unwrap_or(after.len());
            let (name, tail) = after.split_at(end);
            out.push_str(
                self.0
                    .get(name)
                    .with_context(|| format!("there is no frontend/assets/{name}"))?,
            );
            rest = tail;
        }
        out.push_str(rest);
        Ok(out)
    }
}

/// Adds the texts of every language to the assets, as `i18n/nl.json` and so on.
pub fn add_catalogues(assets: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for &lang in Lang::ALL {
        let name = format!("i18n/{}.json", lang.as_str());
        let texts = goesting_i18n::spa_catalogue_json(lang)?;
        if assets.insert(name.clone(), texts.into_bytes()).is_some() {
            bail!("frontend/assets/{name} hides the catalogue of that name");
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn map() -> AssetMap {
        let mut map = AssetMap::default();
        map.add("fonts/body.woff2", b"font");
        map.add("icon.svg", b"svg");
        map
    }

    #[test]
    fn references_become_hashed_addresses() {
        let out = map()
            .rewrite(
                "a{src:url(/assets/fonts/body.woff2) format('woff2'),url(\"/assets/icon.svg#x\")}",
            )
            .unwrap();
        assert!(out.starts_with("a{src:url(/static/fonts/body-"));
        assert!(out.contains(".woff2) format('woff2'),url(\"/static/icon-"));
        assert!(out.ends_with(".svg#x\")}"));
    }

    #[test]
    fn a_missing_asset_stops_the_build_and_is_named() {
        let error = map().rewrite("url(/assets/fonts/none.woff2)").unwrap_err();
        assert!(error.to_string().contains("fonts/none.woff2"));
    }

    #[test]
    fn text_without_references_is_kept() {
        assert_eq!(map().rewrite("a{b:c}").unwrap(), "a{b:c}");
    }

    #[test]
    fn the_app_is_not_told_about_fonts() {
        let json = map().to_app_json().unwrap();
        assert!(json.contains("icon.svg") && !json.contains("woff2"));
        assert!(map().to_json().unwrap().contains("woff2"));
    }

    #[test]
    fn every_language_has_its_texts_and_nothing_hides_them() {
        let mut assets = BTreeMap::new();
        add_catalogues(&mut assets).unwrap();
        assert_eq!(assets.len(), Lang::ALL.len());
        assert!(assets.contains_key("i18n/nl.json"));
        assert!(add_catalogues(&mut assets).is_err());
    }
}
