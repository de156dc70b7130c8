//! Files in every state.

use super::*;
use proptest::prelude::*;

/// Each piece as its line and its `n` or its code.
fn split(text: impl AsRef<[u8]>) -> Vec<String> {
    Split::new(text.as_ref(), 1)
        .map(|piece| match piece.content {
            Ok(document) => format!("{} {}", piece.line, document["n"]),
            Err(reason) => format!("{} {}", piece.line, reason.code),
        })
        .collect()
}

#[test]
fn documents_one_by_one_in_lists_and_behind_each_other() {
    assert_eq!(split(r#"{"n":1}"#), ["1 1"]);
    assert_eq!(
        split("\u{feff}\r\n {\"n\":1}\r\n{\"n\":2}{\"n\":3}"),
        ["2 1", "3 2", "3 3"]
    );
    assert_eq!(
        split("[{\"n\":1},\n[{\"n\":2}], {\"n\":3}]"),
        ["1 1", "2 2", "2 3"]
    );
    assert_eq!(split(r#"{"n":"\/ \u00e9 }{"}"#), ["1 \"/ é }{\""]);
    assert_eq!(
        split(r#"{"n":1,"n":2}"#),
        ["1 2"],
        "the last of two equal names counts"
    );
}

#[test]
fn pages_give_their_members() {
    let page = r#"{"@type":"PagedCollection", "x":{"member":[9]},
        "member" : [{"n":1}, {"n":2,"member":"no"}], "after":[{"n":3}]} {"n":4}"#;
    assert_eq!(split(page), ["2 1", "2 2", "2 4"]);
    assert_eq!(
        split(r#"[{"hydra:member":[{"n":1}]},{"member":[{"n":2}]}]"#),
        ["1 1", "1 2"]
    );
    assert_eq!(split(r#"{"member":[]}"#), ["1 empty_page"]);
    let club = r#"{"@type" : "udb:Event", "member":[1,2], "n":1} {"n":2}"#;
    assert_eq!(split(club), ["1 1", "1 2"]);
    assert_eq!(split("[]"), ["1 empty_page"]);
}

#[test]
fn nothing_and_what_is_no_document() {
    assert_eq!(split(""), ["1 empty"]);
    assert_eq!(split(" \n"), ["2 empty"]);
    assert_eq!(
        split(r#"[1,"a, ]",null, {"n":1}, true]"#),
        ["1 not_an_object", "1 1", "1 not_an_object"]
    );
    assert_eq!(split("null"), ["1 not_an_object"]);
    assert_eq!(split("<html>\n<body>{x}\n"), ["1 malformed"]);
    assert_eq!(split(b"\xff\xfe{\0}\0"), ["1 not_utf8"]);
    assert_eq!(split("] {\"n\":1}\n{\"n\":2}"), ["1 malformed", "2 2"]);
}

#[test]
fn a_malformed_document_costs_itself() {
    assert_eq!(
        split(r#"[{"n":1},{"n":tru},{"n":3}]"#),
        ["1 1", "1 malformed", "1 3"]
    );
    assert_eq!(split(r#"[{"n":[1},{"n":2}]"#), ["1 malformed", "1 2"]);
    assert_eq!(
        split(b"[{\"n\":\"\xff\"},{\"n\":2}]"),
        ["1 not_utf8", "1 2"]
    );
    assert_eq!(
        split("{\"n\":1}\n{\"n\":\n{\"n\":3}"),
        ["1 1", "2 truncated"]
    );
    assert_eq!(
        split("{\"n\":1}\n{\"n\":[\n{\"n\":3}"),
        ["1 1", "2 malformed", "3 3"]
    );
    assert_eq!(
        split("{\"n\":1}\n{\"n\":\"open}\n{\"n\":3}\n{\"n\":4}"),
        ["1 1", "2 malformed", "3 3", "4 4"]
    );
    assert_eq!(
        split("[\n  {\"n\":1},\n  {\"n\":{\"x\":2},\n  {\"n\":3}\n]"),
        ["2 1", "3 malformed", "4 3"]
    );
}

#[test]
fn what_was_cut_off_is_told() {
    assert_eq!(split(r#"[{"n":1},{"n":2"#), ["1 1", "1 truncated"]);
    assert_eq!(split("[{\"n\":1},\n"), ["1 1", "2 truncated"]);
    assert_eq!(split(r#"{"n":"#), ["1 truncated"]);
}

#[test]
fn depth_and_size_have_limits() {
    let deep = format!(
        "{{\"a\":{}{}}} {{\"n\":1}}",
        "[".repeat(5000),
        "]".repeat(5000)
    );
    assert_eq!(split(deep), ["1 too_deep", "1 1"]);
    assert_eq!(split("[".repeat(100_000)), ["1 truncated"]);
    let large = format!(
        "[{{\"a\":\"{}\"}},{{\"n\":1}}]",
        "x".repeat(MAX_DOCUMENT_BYTES)
    );
    assert_eq!(split(large), ["1 too_large", "1 1"]);
    let endless = format!("{{\"a\":\"{}", "x".repeat(MAX_DOCUMENT_BYTES));
    assert_eq!(split(endless), ["1 too_large"]);
}

#[test]
fn documents_that_never_end_are_read_once() {
    let lines = "{\"a\":[\n".repeat(200_000);
    assert_eq!(Split::new(lines.as_bytes(), 1).count(), 200_000);
}

proptest! {
    #[test]
    fn any_bytes_come_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let most = bytes.len() + 1;
        prop_assert!(Split::new(bytes.as_slice(), 1).take(most + 1).count() <= most);
    }

    #[test]
    fn any_soup_comes_to_an_end(text in "(\\[|\\]|\\{|\\}|\"|\\\\|:|,|\n| |member|\"member\":\\[|1|n){0,80}") {
        prop_assert!(split(&text).len() <= text.len() + 1);
    }

    #[test]
    fn well_formed_documents_are_all_found(
        numbers in prop::collection::vec(0u32..9, 1..20),
        joint in prop::sample::select(vec!["", "\n", ", ", " \r\n\t"]),
    ) {
        let documents: Vec<String> = numbers.iter().map(|n| format!("{{\"n\":{n}}}")).collect();
        prop_assert_eq!(split(documents.join(joint)).len(), numbers.len());
        prop_assert_eq!(split(format!("[{}]", documents.join(",\n"))).len(), numbers.len());
    }
}

#[test]
fn a_broken_document_in_a_list_without_lines_costs_itself() {
    assert_eq!(
        split(r#"[{"n":1},{"n":"a},{"n":3, "x":[{"y":1},{"y":2}]},{"n":4}]"#),
        ["1 1", "1 malformed", "1 3", "1 4"]
    );
    assert_eq!(
        split(r#"{"member":[{"n":1},{"n":"a} , {"n":3}]} {"n":5}"#),
        ["1 1", "1 malformed", "1 3", "1 5"]
    );
    // Where its brackets tell its end, they are believed.
    assert_eq!(
        split(r#"[{"n":,"x":[{"n":7},{"n":8}]},{"n":4}]"#),
        ["1 malformed", "1 4"]
    );
}
