//! The search in the address bar: filters can be shared, bookmarked and gone back to.

use goesting_types::search::SearchQuery;
use leptos::prelude::GetUntracked;
use leptos_router::location::Location;

/// Where searching happens.
pub const DISCOVER: &str = "/discover";

/// A web address as it was typed, with `https://` in front when it begins with no scheme.
pub fn with_scheme(typed: &str) -> String {
    let typed = typed.trim();
    if typed.is_empty() || typed.contains("://") {
        typed.to_owned()
    } else {
        format!("https://{typed}")
    }
}

/// The search of an address. What it does not know or cannot read, it leaves out, so that an old
/// link still searches for the rest.
pub fn search_of(query: &str) -> SearchQuery {
    let query = query.trim_start_matches('?');
    if let Ok(search) = serde_html_form::from_str(query) {
        return search;
    }
    let mut kept = String::new();
    for pair in query.split('&') {
        let longer = if kept.is_empty() {
            pair.to_owned()
        } else {
            format!("{kept}&{pair}")
        };
        if serde_html_form::from_str::<SearchQuery>(&longer).is_ok() {
            kept = longer;
        }
    }
    serde_html_form::from_str(&kept).unwrap_or_default()
}

/// The address of a search. Pages and counts are no part of it.
pub fn address_of(search: &SearchQuery) -> String {
    let shown = SearchQuery {
        cursor: None,
        limit: None,
        facets: Vec::new(),
        ..search.clone()
    };
    match serde_html_form::to_string(&shown) {
        Ok(query) if !query.is_empty() => format!("{DISCOVER}?{query}"),
        Ok(_) | Err(_) => DISCOVER.to_owned(),
    }
}

/// The same address on our own site only: `next` of a sign-in page must not lead elsewhere.
pub fn own_path(next: &str) -> Option<&str> {
    (next.starts_with('/') && !next.starts_with("//") && !next.contains('\\')).then_some(next)
}

/// The path and query of where the reader is, to come back to; not followed.
pub fn here(location: &Location) -> String {
    let path = location.pathname.get_untracked();
    let query = location.search.get_untracked();
    match query.trim_start_matches('?') {
        "" => path,
        query => format!("{path}?{query}"),
    }
}

/// A text as the value of one query parameter.
pub fn parameter(name: &str, value: &str) -> String {
    serde_html_form::to_string([(name, value)]).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use goesting_types::card::CardFlag;
    use goesting_types::place::Point;

    #[test]
    fn a_search_survives_the_address_bar() {
        let search = SearchQuery {
            q: Some("é & ö".to_owned()),
            interest: vec!["sewing".into(), "cooking".into()],
            near: Some(Point {
                lat: 50.9,
                lon: 4.7,
            }),
            flag: vec![CardFlag::Buddy],
            free: Some(true),
            ..SearchQuery::default()
        };
        let address = address_of(&search);
        let (_, query) = address.split_once('?').unwrap();
        assert_eq!(search_of(query), search);
        assert_eq!(address_of(&SearchQuery::default()), "/discover");
    }

    #[test]
    fn an_old_or_broken_link_searches_for_what_is_left() {
        let search = search_of("?q=brood&gone=1&age=oud&interest=cooking&flag=nope");
        assert_eq!(search.q.as_deref(), Some("brood"));
        assert_eq!(search.interest, vec!["cooking".into()]);
        assert!(search.flag.is_empty() && search.age.is_none());
        assert_eq!(search_of("%%%&&="), SearchQuery::default());
    }

    #[test]
    fn who_types_a_website_need_not_type_its_scheme() {
        for (typed, meant) in [
            ("sofiekeuken.be", "https://sofiekeuken.be"),
            (" www.dekruk.be/kom ", "https://www.dekruk.be/kom"),
            ("http://dekruk.be", "http://dekruk.be"),
            ("HTTPS://dekruk.be", "HTTPS://dekruk.be"),
            (" ", ""),
        ] {
            assert_eq!(with_scheme(typed), meant);
        }
    }

    #[test]
    fn coming_back_never_leaves_the_site() {
        assert_eq!(own_path("/o/1?x=2"), Some("/o/1?x=2"));
        for next in ["https://x", "//x", "x", "", "/\\x", "javascript:x"] {
            assert_eq!(own_path(next), None, "{next}");
        }
    }
}
