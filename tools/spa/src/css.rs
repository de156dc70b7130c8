//! One minified style sheet from many files.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The file that names the cascade layers; it must come before all others.
const LAYERS: &str = "layers.css";

/// Joins the sheets (`layers.css` first, the rest as they sort) and minifies them.
///
/// Without any sheet there is none: `None`.
pub fn bundle(sheets: &BTreeMap<String, Vec<u8>>) -> Result<Option<String>> {
    let sheets: Vec<_> = sheets
        .iter()
        .filter(|(name, _)| Path::new(name).extension() == Some(OsStr::new("css")))
        .collect();
    if sheets.is_empty() {
        return Ok(None);
    }
    if !sheets.iter().any(|(name, _)| *name == LAYERS) {
        bail!("styles/{LAYERS} is missing: it names the cascade layers, in order");
    }
    let (first, rest): (Vec<_>, Vec<_>) = sheets.into_iter().partition(|(name, _)| *name == LAYERS);
    let mut joined = String::new();
    for (name, content) in first.into_iter().chain(rest) {
        let text =
            std::str::from_utf8(content).with_context(|| format!("styles/{name} is not UTF-8"))?;
        joined.push_str(&minify(text).with_context(|| format!("styles/{name}"))?);
    }
    Ok(Some(joined))
}

/// Removes comments and the white space that means nothing.
///
/// Strings are kept as they are. White space that may mean something (between selectors, around `+` in `calc`, before
/// `:`, round parentheses) becomes one space.
pub fn minify(css: &str) -> Result<String> {
    let mut out = String::with_capacity(css.len());
    let mut pending_space = false;
    let mut rest = css.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.peek() == Some(&'*') => {
                rest.next();
                skip_comment(&mut rest)?;
                // A comment separates words, as white space does.
                pending_space = true;
            }
            '"' | '\'' => {
                flush_space(&mut out, &mut pending_space, c);
                out.push(c);
                copy_string(&mut rest, c, &mut out)?;
            }
            c if c.is_ascii_whitespace() => pending_space = true,
            c => {
                flush_space(&mut out, &mut pending_space, c);
                if c == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(c);
            }
        }
    }
    Ok(out)
}

/// Writes the space that was seen, unless a neighbour makes it meaningless.
fn flush_space(out: &mut String, pending: &mut bool, next: char) {
    if !std::mem::take(pending) {
        return;
    }
    let glued_before = out
        .chars()
        .next_back()
        .is_none_or(|last| matches!(last, '{' | '}' | ';' | ',' | ':'));
    if !glued_before && !matches!(next, '{' | '}' | ';' | ',') {
        out.push(' ');
    }
}

fn skip_comment(rest: &mut impl Iterator<Item = char>) -> Result<()> {
    let mut star = false;
    for c in rest {
        if star && c == '/' {
            return Ok(());
        }
        star = c == '*';
    }
    bail!("a comment has no end")
}

fn copy_string(rest: &mut impl Iterator<Item = char>, quote: char, out: &mut String) -> Result<()> {
    let mut escaped = false;
    for c in rest {
        out.push(c);
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return Ok(());
        }
    }
    bail!("a string has no end")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn sheets(pairs: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        pairs
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn white_space_and_comments_go() {
        assert_eq!(
            minify("/* a */\na , b {\n  color : red ;\n  margin: 0 auto;\n}\n").unwrap(),
            "a,b{color :red;margin:0 auto}"
        );
    }

    #[test]
    fn white_space_with_a_meaning_stays() {
        for css in [
            "a :hover{b:c}",
            "p{width:calc(1px + 2px)}",
            "@media (width > 40rem) and (prefers-contrast:more){a{b:c}}",
        ] {
            assert_eq!(minify(css).unwrap(), css);
        }
        assert_eq!(minify("a/**/b{c:d}").unwrap(), "a b{c:d}");
    }

    #[test]
    fn strings_are_untouched() {
        let css = r#"a{content:"  /* no */ ; \" }  ";b:'{ , }'}"#;
        assert_eq!(minify(css).unwrap(), css);
    }

    #[test]
    fn what_has_no_end_is_refused() {
        assert!(minify("a{} /* ").is_err());
        assert!(minify("a{content:\"x}").is_err());
    }

    #[test]
    fn layers_come_first() {
        let css = bundle(&sheets(&[
            ("base.css", "b{c:d}"),
            ("layers.css", "@layer base, page;"),
            ("notes.md", "no"),
        ]))
        .unwrap();
        assert_eq!(css.unwrap(), "@layer base,page;b{c:d}");
    }

    #[test]
    fn sheets_without_layers_are_refused_and_none_is_none() {
        assert!(bundle(&sheets(&[("base.css", "b{}")])).is_err());
        assert!(bundle(&sheets(&[])).unwrap().is_none());
    }
}
