//! Icons (lucide, ISC), from one sprite; always beside words, so hidden from screen readers.

use leptos::prelude::*;

use crate::assets::asset;

/// One icon of the sprite.
#[component]
pub fn Icon(
    /// Its lucide name: `map-pin`.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let href = format!("{}#{name}", asset("icons.svg"));
    view! {
        <svg class="icon" aria-hidden="true" focusable="false">
            <use href=href></use>
        </svg>
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// The words between `before` and the next `"`.
    fn quoted_after<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
        text.split(before)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect()
    }

    fn sources(folder: &Path, out: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, out);
            } else {
                out.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    fn symbols(sprite: &str) -> BTreeSet<String> {
        let sprite = fs::read_to_string(root().join("assets").join(sprite)).unwrap();
        quoted_after(&sprite, "<symbol id=\"")
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn every_icon_and_drawing_that_is_named_is_in_its_sprite() {
        let mut code = String::new();
        sources(&root().join("src"), &mut code);
        let vocabulary =
            fs::read_to_string(root().join("../crates/core/data/interests.toml")).unwrap();

        let icons = symbols("icons.svg");
        let mut wanted = quoted_after(&code, "<Icon name=\"");
        wanted.extend(quoted_after(&code, " icon=\""));
        wanted.extend(quoted_after(&code, " icon: \""));
        wanted.extend(quoted_after(&vocabulary, "\nicon = \""));
        assert!(wanted.len() > 100, "only {} names found", wanted.len());
        let missing: Vec<_> = wanted
            .iter()
            .filter(|name| !icons.contains(**name))
            .collect();
        assert!(missing.is_empty(), "not in icons.svg: {missing:?}");

        let drawings = symbols("art.svg");
        let mut wanted = quoted_after(&code, "<Art name=\"");
        wanted.extend(quoted_after(&code, " art=\""));
        wanted.extend(quoted_after(&vocabulary, "\nillustration = \""));
        assert!(wanted.len() > 14, "only {} names found", wanted.len());
        let missing: Vec<_> = wanted
            .iter()
            .filter(|name| !drawings.contains(**name))
            .collect();
        assert!(missing.is_empty(), "not in art.svg: {missing:?}");
    }
}
