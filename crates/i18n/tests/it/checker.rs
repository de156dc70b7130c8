//! What the build refuses in a catalogue, and what it says then. The checker is the build
//! script's own.

use crate::catalogue::{self, Area, parse};
use crate::check::{self, Entry, Message};
use crate::generate;

fn area(name: &str, spa: bool, files: [&str; 4]) -> Area {
    Area {
        name: name.to_owned(),
        spa,
        files: files.map(|text| parse(text).unwrap()),
    }
}

fn messages(files: [&str; 4]) -> Vec<Message> {
    check::check(&[area("discover", true, files)]).unwrap()
}

/// The faults of an area of which only one file differs from `good`.
fn faults(good: &str, lang: &str, bad: &str) -> Vec<String> {
    let files = catalogue::LANGS.map(|name| if name == lang { bad } else { good });
    check::check(&[area("discover", true, files)]).unwrap_err()
}

#[track_caller]
fn assert_fault(good: &str, lang: &str, bad: &str, wanted: &str) {
    let found = faults(good, lang, bad);
    assert_eq!(
        found,
        [format!("catalogues/discover/{lang}.toml: {wanted}")]
    );
}

#[test]
fn a_missing_key() {
    assert_fault(
        "a = \"x\"\n[empty]\ntitle = \"Niets\"",
        "fr",
        "a = \"x\"",
        "'empty.title': the key is missing here; nl.toml has it",
    );
}

#[test]
fn a_key_that_dutch_does_not_have() {
    assert_fault(
        "a = \"x\"",
        "de",
        "a = \"x\"\nb = \"y\"",
        "'b': nl.toml does not have this key",
    );
}

#[test]
fn placeholders_that_differ() {
    let found = faults(
        "a = \"{name} en {place}\"",
        "en",
        "a = \"{naam} and {place}\"",
    );
    assert_eq!(
        found,
        [
            "catalogues/discover/en.toml: 'a': the placeholder {name} is missing",
            "catalogues/discover/en.toml: 'a': nl.toml has no placeholder {naam}",
        ]
    );
}

#[test]
fn braces_that_are_no_placeholder() {
    let good = "a = \"{name}\"";
    for (bad, wanted) in [
        ("a = \"{name\"", "'{name' is never closed with a '}'"),
        ("a = \"name}\"", "a '}' without '{' before it"),
        ("a = \"{name}}\"", "a '}' without '{' before it"),
    ] {
        assert_fault(good, "en", bad, &format!("'a': {wanted}"));
    }
    for name in ["", " name ", "Name", "0", "type", "{name", "naïef", "na-am"] {
        let found = faults(good, "en", &format!("a = \"{{{name}}}\""));
        assert!(found[0].contains("is not a placeholder"), "{found:?}");
    }
}

#[test]
fn a_plural_in_one_language_only() {
    let plural = "a = { one = \"{count} plek\", other = \"{count} plekken\" }";
    assert_fault(
        plural,
        "en",
        "a = \"places\"",
        "'a': this is one text, and in nl.toml it is a plural",
    );
    assert_fault(
        "a = \"plekken\"",
        "en",
        plural,
        "'a': this is a plural, and in nl.toml it is one text",
    );
    assert_fault(
        plural,
        "de",
        "a = { zero = \"0\", one = \"{count} p\", other = \"{count} p\" }",
        "'a': this is a plural with 'zero', and in nl.toml it is a plural",
    );
}

#[test]
fn a_french_singular_that_would_say_one_for_none() {
    let good = "a = { one = \"1 plek\", other = \"{count} plekken\" }";
    let found = check::check(&[area("discover", true, [good; 4])]).unwrap_err();
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("catalogues/discover/fr.toml: 'a': French uses the singular"));

    let zero = "a = { zero = \"geen plek\", one = \"1 plek\", other = \"{count} plekken\" }";
    assert!(check::check(&[area("discover", true, [zero; 4])]).is_ok());
}

#[test]
fn a_plural_that_never_says_the_amount() {
    assert_fault(
        "a = { one = \"{count}\", other = \"{count}\" }",
        "nl",
        "a = { one = \"één\", other = \"veel\" }",
        "'a': other: {count} is missing",
    );
}

#[test]
fn a_count_without_a_plural() {
    let found = faults("a = \"x\"", "nl", "a = \"{count} plekken\"");
    assert!(
        found[0].contains("{count} chooses between singular and plural"),
        "{found:?}"
    );
}

#[test]
fn an_empty_text() {
    assert_fault("a = \"x\"", "en", "a = \" \"", "'a': the text is empty");
    assert_fault(
        "a = \"x\"",
        "en",
        "a = \"x \"",
        "'a': the text begins or ends with white space",
    );
}

#[test]
fn a_text_that_was_never_translated() {
    let dutch = "a = \"Hier is nog niets rond dit.\"";
    let other = "a = \"Nothing here yet.\"";
    let found = check::check(&[area("discover", true, [dutch, other, other, dutch])]).unwrap_err();
    assert_eq!(
        found,
        ["catalogues/discover/de.toml: 'a': this is still the Dutch text"]
    );
    assert!(check::check(&[area("discover", true, ["a = \"Agenda\""; 4])]).is_ok());
}

#[test]
fn keys_that_rust_could_not_name() {
    for key in [
        "type",
        "Titel",
        "twee-woorden",
        "1e",
        "\"met spatie\"",
        "a.where",
    ] {
        let text = format!("{key} = \"x\"");
        let found = check::check(&[area("discover", true, [&text; 4])]).unwrap_err();
        assert_eq!(found.len(), 4, "{key}: each file is told");
        assert!(found[0].contains("cannot be part of a key"), "{found:?}");
    }
}

#[test]
fn a_plural_without_its_singular_is_told_about_its_count() {
    let text = "a = { zero = \"geen\", other = \"{count} plekken\" }";
    let found = check::check(&[area("discover", true, [text; 4])]).unwrap_err();
    assert!(
        found[0].contains("'a.other': {count} chooses between"),
        "{found:?}"
    );
    // Without a count it is an ordinary group: a list of kinds may well end with "other".
    let group = "[kind]\nschool = \"School\"\nother = \"Andere\"";
    let found = messages([group; 4]);
    assert_eq!(found[0].key, "discover.kind.other");
}

#[test]
fn files_that_are_no_catalogue() {
    for (text, wanted) in [
        ("a = ", "TOML parse error"),
        ("a = \"x\"\na = \"y\"", "duplicate key"),
        ("a = 3", "a text stands between quotes"),
        ("a = [\"x\"]", "a text stands between quotes"),
        ("a = { one = \"x\" }", "a plural is"),
        ("a = { one = \"x\", other = 2 }", "a plural is"),
        (
            "a = { one = \"x\", other = \"y\", few = \"z\" }",
            "a plural is",
        ),
    ] {
        let found = parse(text).unwrap_err();
        assert!(found[0].contains(wanted), "{text}: {found:?}");
    }
}

#[test]
fn every_fault_is_told_at_once() {
    let found = check::check(&[
        area(
            "one",
            true,
            ["a = \"{\"", "a = \"x\"", "a = \"x\"", "a = \"}\""],
        ),
        area(
            "Two",
            false,
            ["a = \"x\"", "a = \"x\"", "a = \"x\"", "b = \"x\""],
        ),
    ])
    .unwrap_err();
    assert_eq!(found.len(), 5, "{found:#?}");
}

#[test]
fn placeholders_become_numbers_in_the_order_of_their_names() {
    let plural = "a = { one = \"{place}: {count} van {actor}\", other = \"{count}\" }";
    let found = &messages([plural; 4])[0];
    assert_eq!(found.args, ["count", "actor", "place"]);
    assert_eq!(
        found.entries[0],
        Entry::Plural {
            zero: None,
            one: "{2}: {0} van {1}".to_owned(),
            other: "{0}".to_owned(),
        }
    );
}

#[test]
fn french_signs_stay_with_their_word() {
    let text = "a = \"« Ça va ? » : oui !\"";
    let found = &messages([text; 4])[0];
    assert_eq!(
        found.entries[0],
        Entry::Plain("« Ça va ? » : oui !".to_owned())
    );
    assert_eq!(
        found.entries[2],
        Entry::Plain("«\u{a0}Ça va\u{a0}?\u{a0}»\u{a0}: oui\u{a0}!".to_owned())
    );
}

#[test]
fn the_spa_comes_first_and_the_rest_does_not_touch_its_layout() {
    let spa = || area("zoo", true, ["a = \"x\""; 4]);
    let server = |text| area("alarm", false, [text; 4]);
    let with = check::check(&[server("b = \"y\""), spa()]).unwrap();
    assert_eq!(with[0].key, "zoo.a");
    assert_eq!(with[1].key, "alarm.b");
    let more = check::check(&[server("b = \"y\"\nc = \"z\""), spa()]).unwrap();
    assert_eq!(generate::layout(&with), generate::layout(&more));
}

#[test]
fn the_layout_changes_with_keys_and_placeholders_and_not_with_words() {
    let layout = |text: &str| generate::layout(&messages([text; 4]));
    let first = layout("a = \"x {name}\"");
    assert_eq!(first, layout("a = \"y {name}\""));
    assert_ne!(first, layout("b = \"x {name}\""));
    assert_ne!(first, layout("a = \"x {naam}\""));
    assert_ne!(
        layout("a = { one = \"{count}\", other = \"{count}\" }"),
        layout("a = \"count\""),
    );
}

#[test]
fn texts_are_written_as_rust_literals() {
    let text = r#"a = { zero = "\"", one = "{count} \"x\"", other = "\\n{count}" }"#;
    let code = generate::embedded(&messages([text; 4]));
    assert!(code.contains(r#"("discover.a", 1),"#), "{code}");
    let entry = r#"Entry::plural(Some("\""), "{0} \"x\"", "\\n{0}"),"#;
    assert_eq!(code.matches(entry).count(), 4, "{code}");
}

#[test]
fn server_areas_exist_only_with_the_embedded_texts() {
    let areas = [
        area("mails", false, ["a = \"x\""; 4]),
        area("zoo", true, ["a = \"x\""; 4]),
    ];
    let code = generate::text(&check::check(&areas).unwrap());
    assert!(
        code.contains("#[cfg(feature = \"embed\")]\npub mod mails {"),
        "{code}"
    );
    assert!(code.contains("pub mod zoo {"));
    assert_eq!(code.matches("cfg(").count(), 1);
}

#[test]
fn folders_and_files_that_do_not_belong() {
    let root = std::env::temp_dir().join(format!("goesting-i18n-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&root);
    let put = |path: &str, text: &str| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put("areas.toml", "server_only = [\"mails\"]");
    for lang in ["nl", "en", "fr"] {
        put(&format!("zoo/{lang}.toml"), "a = \"x\"");
    }
    put("zoo/pl.toml", "a = \"x\"");
    put("loose.toml", "a = \"x\"");
    let found = catalogue::read(&root).unwrap_err();
    let said = |wanted: &str| found.iter().any(|fault| fault.contains(wanted));
    assert!(said("pl.toml: not one of"), "{found:#?}");
    assert!(said("de.toml: "), "{found:#?}");
    assert!(
        said("loose.toml: texts stand in a folder per area"),
        "{found:#?}"
    );
    assert!(said("area 'mails' does not exist"), "{found:#?}");
    std::fs::remove_dir_all(&root).unwrap();
}
