//! HTML from elsewhere to plain text. Tags go, their meaning for reading stays: paragraphs, lines,
//! list items, the address of a link. Scripts, styles and comments go with their content. What
//! only looks like a tag ("kinderen < 12 jaar") stays.
//!
//! This is no sanitiser: the result is text, and is shown as text.

use super::words;

/// More than this is not read: no text of ours is a fraction of it.
const MAX_BYTES: usize = 200_000;

/// Elements whose content is not text.
const DROPPED: [&str; 10] = [
    "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "title",
];

/// Elements that stand as a paragraph.
const PARAGRAPHS: [&str; 15] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "table",
    "blockquote",
    "section",
    "article",
    "pre",
];

/// Elements that begin a line.
const LINES: [&str; 4] = ["br", "tr", "dt", "dd"];

/// Plain text with a blank line between paragraphs. Line breaks count only where there is no
/// markup that makes lines.
#[must_use]
pub fn to_paragraphs(html: &str) -> String {
    words::paragraphs(&Reader::new(html).read())
}

/// Plain text in one line.
#[must_use]
pub fn to_line(html: &str) -> String {
    words::one_line(&Reader::new(html).read())
}

struct Reader<'a> {
    rest: &'a str,
    out: String,
    /// Whether the source's own line breaks are only white space.
    marked_up: bool,
    /// Address of the link being read, and where its words begin.
    link: Option<(String, usize)>,
}

impl<'a> Reader<'a> {
    fn new(html: &'a str) -> Self {
        let mut end = html.len().min(MAX_BYTES);
        while !html.is_char_boundary(end) {
            end -= 1;
        }
        let rest = html.get(..end).unwrap_or_default();
        let lower = rest.to_ascii_lowercase();
        let marked_up = ["<p", "<br", "<div", "<li", "</p"]
            .iter()
            .any(|tag| lower.contains(tag));
        Self {
            rest,
            out: String::with_capacity(rest.len()),
            marked_up,
            link: None,
        }
    }

    fn read(mut self) -> String {
        while let Some(at) = self.rest.find(['<', '&']) {
            let (before, from) = self.rest.split_at(at);
            self.text(before);
            self.rest = from;
            if from.starts_with('&') {
                self.entity();
            } else {
                self.tag();
            }
        }
        let rest = self.rest;
        self.text(rest);
        self.out
    }

    fn text(&mut self, text: &str) {
        if self.marked_up {
            self.out.extend(
                text.chars()
                    .map(|c| if c.is_whitespace() { ' ' } else { c }),
            );
        } else {
            self.out.push_str(text);
        }
    }

    /// Takes one character as it stands.
    fn literal(&mut self) {
        let mut chars = self.rest.chars();
        self.out.extend(chars.next());
        self.rest = chars.as_str();
    }

    fn entity(&mut self) {
        let name = self.rest.get(1..).and_then(|rest| {
            rest.find(';')
                .filter(|end| *end <= 32)
                .map(|end| (rest, end))
        });
        let Some((rest, end)) = name else {
            return self.literal();
        };
        let Some(character) = rest.get(..end).and_then(entity) else {
            return self.literal();
        };
        self.out.push(character);
        self.rest = rest.get(end + 1..).unwrap_or_default();
    }

    fn tag(&mut self) {
        let inside = self.rest.get(1..).unwrap_or_default();
        if let Some(comment) = inside.strip_prefix("!--") {
            self.rest = comment
                .find("-->")
                .and_then(|end| comment.get(end + 3..))
                .unwrap_or_default();
            return;
        }
        let begins_tag =
            inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let Some(end) = tag_end(inside).filter(|_| begins_tag) else {
            return self.literal();
        };
        let tag = inside.get(..end).unwrap_or_default();
        self.rest = inside.get(end + 1..).unwrap_or_default();
        let (closing, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let name: String = tag
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        self.element(&name, closing, tag);
    }

    fn element(&mut self, name: &str, closing: bool, tag: &str) {
        if DROPPED.contains(&name) && !closing && !tag.ends_with('/') {
            self.skip_past_end_of(name);
            self.out.push(' ');
        } else if PARAGRAPHS.contains(&name) {
            self.out.push_str("\n\n");
        } else if LINES.contains(&name) {
            self.out.push('\n');
        } else if name == "li" {
            if !closing {
                self.out.push_str("\n• ");
            }
        } else if matches!(name, "td" | "th") {
            self.out.push(' ');
        } else if name == "a" {
            self.end_link();
            if !closing {
                self.link = href(tag).map(|href| (href, self.out.len()));
            }
        }
    }

    /// Writes a link's address after its words, unless the words say it.
    fn end_link(&mut self) {
        let Some((href, start)) = self.link.take() else {
            return;
        };
        let said = self.out.get(start..).unwrap_or_default();
        let bare = href
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_start_matches("www.")
            .trim_end_matches('/');
        if !said.contains(bare) {
            self.out.push_str(" (");
            self.out.push_str(&href);
            self.out.push(')');
        }
    }

    fn skip_past_end_of(&mut self, name: &str) {
        let mut from = 0;
        while let Some(at) = self.rest.get(from..).and_then(|rest| rest.find("</")) {
            let after = from + at + 2;
            let ends = self
                .rest
                .get(after..after + name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name));
            if ends {
                let rest = self.rest.get(after..).unwrap_or_default();
                self.rest = rest
                    .find('>')
                    .and_then(|end| rest.get(end + 1..))
                    .unwrap_or_default();
                return;
            }
            from = after;
        }
        self.rest = "";
    }
}

/// Where the tag ends: at the first `>` outside quotes, if that comes soon, else at the first one.
fn tag_end(inside: &str) -> Option<usize> {
    let plain = inside.find('>')?;
    let mut quote = None;
    for (at, c) in inside.char_indices().take(512) {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    Some(plain)
}

/// The address of an `a` tag, without `mailto:` and `tel:`; nothing for other schemes.
fn href(tag: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let after = lower.find("href")? + "href".len();
    let value = tag
        .get(after..)?
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    let value = words::one_line(&decode(value));
    let known = ["http://", "https://"];
    if known.iter().any(|scheme| value.starts_with(scheme)) {
        return Some(value);
    }
    ["mailto:", "tel:"].iter().find_map(|scheme| {
        let bare = value.strip_prefix(scheme)?;
        Some(bare.split('?').next()?.to_owned()).filter(|bare| !bare.is_empty())
    })
}

/// Text with its entities replaced, tags left alone.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let decoded = from.get(1..).and_then(|name| {
            let end = name.find(';').filter(|end| *end <= 32)?;
            Some((entity(name.get(..end)?)?, name.get(end + 1..)?))
        });
        if let Some((character, after)) = decoded {
            out.push(character);
            rest = after;
        } else {
            out.push('&');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// The character behind an entity's name, without `&` and `;`.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    ENTITIES
        .iter()
        .find_map(|(known, character)| (*known == name).then_some(*character))
}

/// The names that occur in Dutch, French, German and English texts.
#[rustfmt::skip]
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", ' '),
    ("eacute", 'é'), ("egrave", 'è'), ("ecirc", 'ê'), ("euml", 'ë'), ("aacute", 'á'),
    ("agrave", 'à'), ("acirc", 'â'), ("auml", 'ä'), ("aring", 'å'), ("atilde", 'ã'),
    ("iacute", 'í'), ("igrave", 'ì'), ("icirc", 'î'), ("iuml", 'ï'), ("oacute", 'ó'),
    ("ograve", 'ò'), ("ocirc", 'ô'), ("ouml", 'ö'), ("otilde", 'õ'), ("oslash", 'ø'),
    ("uacute", 'ú'), ("ugrave", 'ù'), ("ucirc", 'û'), ("uuml", 'ü'), ("ccedil", 'ç'),
    ("ntilde", 'ñ'), ("szlig", 'ß'), ("yuml", 'ÿ'), ("yacute", 'ý'), ("oelig", 'œ'),
    ("aelig", 'æ'), ("Eacute", 'É'), ("Egrave", 'È'), ("Ecirc", 'Ê'), ("Euml", 'Ë'),
    ("Aacute", 'Á'), ("Agrave", 'À'), ("Acirc", 'Â'), ("Auml", 'Ä'), ("Iuml", 'Ï'),
    ("Ocirc", 'Ô'), ("Ouml", 'Ö'), ("Ucirc", 'Û'), ("Uuml", 'Ü'), ("Ccedil", 'Ç'),
    ("OElig", 'Œ'), ("AElig", 'Æ'), ("euro", '€'), ("pound", '£'), ("cent", '¢'),
    ("copy", '©'), ("reg", '®'), ("trade", '™'), ("deg", '°'), ("frac12", '½'),
    ("frac14", '¼'), ("frac34", '¾'), ("sup2", '²'), ("sup3", '³'), ("times", '×'),
    ("hellip", '…'), ("ndash", '–'), ("mdash", '—'), ("lsquo", '‘'), ("rsquo", '’'),
    ("sbquo", '‚'), ("ldquo", '“'), ("rdquo", '”'), ("bdquo", '„'), ("laquo", '«'),
    ("raquo", '»'), ("bull", '•'), ("middot", '·'), ("sect", '§'), ("para", '¶'),
    ("iexcl", '¡'), ("iquest", '¿'), ("shy", '\u{ad}'), ("ensp", ' '), ("emsp", ' '),
    ("thinsp", ' '), ("rarr", '→'), ("larr", '←'), ("hearts", '♥'), ("scaron", 'š'),
    ("zwj", '\u{200d}'), ("zwnj", '\u{200c}'),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_becomes_paragraphs_lines_and_items() {
        assert_eq!(
            to_paragraphs(
                "<p>Een\n twee<br/>drie</p>\n<p>Vier <b>vet</b></p><ul><li>a</li><LI>b</ul>slot"
            ),
            "Een twee\ndrie\n\nVier vet\n\n• a\n• b\n\nslot"
        );
        assert_eq!(to_paragraphs("een\ntwee\n\ndrie"), "een\ntwee\n\ndrie");
        assert_eq!(to_line("<h1>Een</h1> <em>twee</em>"), "Een twee");
    }

    #[test]
    fn scripts_styles_and_comments_go_with_their_content() {
        assert_eq!(
            to_paragraphs("a<script>alert('<p>x</p>')</SCRIPT >b<style>p{}</style><!-- <p>c -->d"),
            "a b d"
        );
        assert_eq!(to_paragraphs("a<script>never closed"), "a");
        assert_eq!(to_paragraphs("a<!-- never closed"), "a");
        assert_eq!(to_line(r#"<img src=x onerror="alert(1 > 0)">b"#), "b");
    }

    #[test]
    fn what_only_looks_like_a_tag_stays() {
        assert_eq!(
            to_line("kinderen < 12 jaar & ouders > 30"),
            "kinderen < 12 jaar & ouders > 30"
        );
        assert_eq!(to_line("5 <3 voor 2<"), "5 <3 voor 2<");
        assert_eq!(to_line("a <b"), "a <b");
    }

    #[test]
    fn entities_are_read_once() {
        assert_eq!(
            to_line("caf&eacute; &amp;lt; &#8364;&#x20AC; R&D; &nope; &#xD800; &"),
            "café &lt; €€ R&D; &nope; &#xD800; &"
        );
        assert_eq!(to_line("a&#0;b&nbsp;c"), "a b c");
        // Shown as text, it does no harm.
        assert_eq!(to_line("&lt;script&gt;"), "<script>");
    }

    #[test]
    fn links_keep_their_address() {
        assert_eq!(
            to_line(r#"Schrijf <a class="x" href="https://x.be/in?a=1&amp;b=2">hier</a> in"#),
            "Schrijf hier (https://x.be/in?a=1&b=2) in"
        );
        assert_eq!(to_line("<a href='http://www.x.be/'>x.be</a>!"), "x.be!");
        assert_eq!(
            to_line("<a href=mailto:an@x.be?subject=1>mail</a>"),
            "mail (an@x.be)"
        );
        assert_eq!(to_line("<a href=\"javascript:alert(1)\">klik</a>"), "klik");
    }

    /// Whatever is read is tidy: to tidy it again changes nothing.
    fn check_tidy(html: &str) -> Result<(), TestCaseError> {
        let text = to_paragraphs(html);
        prop_assert_eq!(words::paragraphs(&text), text.as_str());
        prop_assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
        let line = to_line(html);
        prop_assert_eq!(words::one_line(&line), line.as_str());
        Ok(())
    }

    proptest! {
        #[test]
        fn any_text_is_read(html in prop::collection::vec(any::<char>(), 0..120)) {
            check_tidy(&html.into_iter().collect::<String>())?;
        }

        #[test]
        fn any_soup_is_read(
            html in "(<|>|/|p|a |href=|\"|'|&|#|x|;|0|script|!--|-->| |\n|é){0,60}"
        ) {
            check_tidy(&html)?;
        }

        #[test]
        fn text_without_markup_stays(text in "[^<&]{0,80}") {
            prop_assert_eq!(to_paragraphs(&text), words::paragraphs(&text));
            prop_assert_eq!(to_line(&text), words::one_line(&text));
        }
    }

    #[test]
    fn a_flood_of_openings_is_read_in_no_time() {
        let begun = std::time::Instant::now();
        let read = |tag: &str| to_paragraphs(&tag.repeat(200_000));
        let cut = |tag: &str| tag.repeat(MAX_BYTES / tag.len());
        for open in ["<a \"", "</script"] {
            assert_eq!(read(open), cut(open));
        }
        assert_eq!(read("<script>"), "");
        // A second or so, also on a slow machine that does other things.
        assert!(begun.elapsed() < std::time::Duration::from_secs(20));
    }
}
