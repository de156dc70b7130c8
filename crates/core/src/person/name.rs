//! Names of people.

use goesting_types::problem::FieldCode;

use crate::Check;

/// Most characters of a first name.
pub const FIRST_NAME_MOST: usize = 60;
/// Most characters of a surname.
pub const LAST_NAME_MOST: usize = 80;

/// Tidies a name (no outer or double spaces) and notes what is wrong with it. A name stands in
/// mails that we send to an address somebody typed, so it may not carry a link or markup.
pub(super) fn check(check: &mut Check, pointer: &str, typed: &str, most: usize) -> String {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    check.text(pointer, &name, 1, most);
    let odd = |c: char| c.is_control() || is_invisible(c) || "<>/\\@:{}[]|\"".contains(c);
    let link = name.to_lowercase().contains("www.");
    check.reject(
        name.contains(odd) || link,
        pointer,
        FieldCode::Malformed,
        "only what a name is written with",
    );
    name
}

/// Characters that turn or hide what is around them.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_name(typed: &str) -> bool {
        let mut found = Check::default();
        check(&mut found, "/x", typed, FIRST_NAME_MOST);
        found.finish().is_ok()
    }

    #[test]
    fn names_of_all_sorts_are_names() {
        for good in [
            "An",
            "Jean-Luc",
            "D'hooghe",
            "Nguyễn Thị",
            "محمد",
            "Ö",
            "J.",
            "李",
        ] {
            assert!(is_name(good), "{good}");
        }
    }

    #[test]
    fn links_and_markup_are_not() {
        let long = "a".repeat(61);
        for bad in [
            "",
            "   ",
            "https://x.be",
            "<b>An</b>",
            "An\u{202e}",
            "www.x.be",
            "a@b.be",
            "An\u{0}",
            &long,
        ] {
            assert!(!is_name(bad), "{bad}");
        }
    }

    #[test]
    fn spaces_are_tidied() {
        assert_eq!(
            check(&mut Check::default(), "/x", "  An \n Marie ", 60),
            "An Marie"
        );
    }
}
