//! The page: links with integrity go where the template says.

use std::fmt::Write as _;

use anyhow::{Result, bail};

use crate::assets::AssetMap;

/// The page, in the dist folder.
pub const PAGE: &str = "index.html";
/// Where the links go in `frontend/index.html`.
const PLACE: &str = "<!-- spa:head -->";

/// A file that the page loads.
#[derive(Debug, Clone)]
pub struct Linked {
    /// Its address, from the root.
    pub href: String,
    /// Its integrity.
    pub integrity: String,
}

/// Everything the page loads.
#[derive(Debug)]
pub struct Page {
    /// The style sheet, if there is any.
    pub style: Option<Linked>,
    /// The compiled app.
    pub module: Linked,
    /// What the boot script imports, directly or not.
    pub scripts: Vec<Linked>,
    /// The script that starts the app.
    pub boot: Linked,
}

/// Fills the template. Refuses what the content security policy would block.
pub fn render(template: &str, page: &Page, assets: &AssetMap) -> Result<String> {
    refuse_inline(template)?;
    let mut parts = template.split(PLACE);
    let (Some(before), Some(after), None) = (parts.next(), parts.next(), parts.next()) else {
        bail!("frontend/index.html needs {PLACE} exactly once");
    };
    Ok(format!(
        "{}{}{}",
        assets.rewrite(before)?,
        head(page, assets)?,
        assets.rewrite(after)?
    ))
}

fn head(page: &Page, assets: &AssetMap) -> Result<String> {
    let mut out = String::new();
    if let Some(style) = &page.style {
        writeln!(
            out,
            r#"<link rel="stylesheet" href="{}" integrity="{}">"#,
            style.href, style.integrity
        )?;
    }
    // Browsers check no integrity of a preload; the boot script asks for it when it fetches.
    writeln!(
        out,
        r#"<link rel="preload" href="{}" as="fetch" type="application/wasm" crossorigin>"#,
        page.module.href
    )?;
    for script in &page.scripts {
        writeln!(
            out,
            r#"<link rel="modulepreload" href="{}" integrity="{}">"#,
            script.href, script.integrity
        )?;
    }
    writeln!(
        out,
        r#"<meta name="goesting-assets" content="{}">"#,
        attribute(&assets.to_app_json()?)
    )?;
    write!(
        out,
        r#"<script type="module" src="{}" integrity="{}"></script>"#,
        page.boot.href, page.boot.integrity
    )?;
    Ok(out)
}

/// Escapes a value for a double-quoted attribute.
fn attribute(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
}

/// The policy allows neither inline scripts nor inline styles: say so at build time rather than in the browser.
fn refuse_inline(template: &str) -> Result<()> {
    let lower = template.to_ascii_lowercase();
    for (forbidden, what) in [
        ("<script", "a script; the build adds the only one"),
        ("<style", "an inline style sheet; put it into styles/"),
        (" style=", "a style attribute; use a class"),
        (" onload=", "an event attribute"),
        (" onclick=", "an event attribute"),
        (" onerror=", "an event attribute"),
        ("javascript:", "a javascript: address"),
    ] {
        if lower.contains(forbidden) {
            bail!("frontend/index.html has {what}");
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "<!doctype html><head><link rel=icon href=\"/assets/icon.svg\">\n<!-- spa:head -->\n</head><body></body>";

    fn linked(name: &str) -> Linked {
        Linked {
            href: format!("/static/{name}"),
            integrity: format!("sha384-{name}"),
        }
    }

    fn page() -> Page {
        Page {
            style: Some(linked("style.css")),
            module: linked("app.wasm"),
            scripts: vec![linked("app.js"), linked("inline0.js")],
            boot: linked("boot.js"),
        }
    }

    fn assets() -> AssetMap {
        let mut assets = AssetMap::default();
        assets.add("icon.svg", b"svg");
        assets
    }

    #[test]
    fn everything_is_linked_with_its_integrity() {
        let html = render(TEMPLATE, &page(), &assets()).unwrap();
        assert_eq!(html.matches("\"/static/app.wasm\"").count(), 1);
        for name in ["style.css", "app.js", "inline0.js", "boot.js"] {
            assert_eq!(html.matches(&format!("\"/static/{name}\"")).count(), 1);
            assert_eq!(
                html.matches(&format!("integrity=\"sha384-{name}\""))
                    .count(),
                1
            );
        }
        assert!(!html.contains(PLACE));
    }

    #[test]
    fn there_is_one_script_and_it_is_not_inline() {
        let html = render(TEMPLATE, &page(), &assets()).unwrap();
        assert_eq!(html.matches("<script").count(), 1);
        assert!(html.contains("></script>"));
        assert!(!html.contains("<style") && !html.contains("style="));
    }

    #[test]
    fn assets_are_rewritten_and_their_map_is_escaped() {
        let html = render(TEMPLATE, &page(), &assets()).unwrap();
        assert!(html.contains("rel=icon href=\"/static/icon-"));
        assert!(html.contains("content=\"{&quot;icon.svg&quot;:&quot;/static/icon-"));
    }

    #[test]
    fn no_style_sheet_is_no_link() {
        let bare = Page {
            style: None,
            ..page()
        };
        assert!(
            !render(TEMPLATE, &bare, &assets())
                .unwrap()
                .contains("stylesheet")
        );
    }

    #[test]
    fn the_place_must_stand_there_exactly_once() {
        assert!(render("<head></head>", &page(), &assets()).is_err());
        assert!(render(&format!("{PLACE}{PLACE}"), &page(), &assets()).is_err());
    }

    #[test]
    fn what_the_policy_blocks_is_refused() {
        for bad in [
            "<SCRIPT>alert(1)</SCRIPT>",
            "<style>a{}</style>",
            "<p style=\"color:red\">",
            "<body onload=\"x()\">",
            "<a href=\"javascript:x\">",
        ] {
            assert!(
                render(&format!("{PLACE}{bad}"), &page(), &assets()).is_err(),
                "{bad} passed"
            );
        }
    }
}
