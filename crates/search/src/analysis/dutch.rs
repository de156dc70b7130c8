//! Dutch stems: Snowball's (Kraaij-Pohlmann), mended with the shipped list of base forms.
//!
//! The algorithm alone takes the *s* of "fiets" for a plural and the *d* of "paarden" for an
//! ending. Where the list knows the base form, that form is a stem too.

use frostem::{Algorithm, Stemmer};
use goesting_core::fold::fold;
use goesting_core::reference::compounds;

/// Plurals and forms that no rule makes, with their base form.
const IRREGULAR: &[(&str, &str)] = &[
    ("aardappelen", "aardappel"),
    ("baden", "bad"),
    ("bladen", "blad"),
    ("bladeren", "blad"),
    ("centra", "centrum"),
    ("dagen", "dag"),
    ("daken", "dak"),
    ("dalen", "dal"),
    ("eieren", "ei"),
    ("gaten", "gat"),
    ("glazen", "glas"),
    ("goden", "god"),
    ("graven", "graf"),
    ("hoven", "hof"),
    ("kalveren", "kalf"),
    ("kids", "kind"),
    ("kinder", "kind"),
    ("kinderen", "kind"),
    ("kinders", "kind"),
    ("lammeren", "lam"),
    ("leden", "lid"),
    ("liederen", "lied"),
    ("loten", "lot"),
    ("media", "medium"),
    ("musea", "museum"),
    ("oorlogen", "oorlog"),
    ("paden", "pad"),
    ("podia", "podium"),
    ("runderen", "rund"),
    ("schepen", "schip"),
    ("sloten", "slot"),
    ("smeden", "smid"),
    ("spelen", "speel"),
    ("steden", "stad"),
    ("vaten", "vat"),
    ("volkeren", "volk"),
    ("wegen", "weg"),
];

/// The stems of a lower-case Dutch word, folded: one, seldom more.
pub(crate) fn stems(lower: &str) -> Vec<String> {
    let folded = fold(lower);
    let snowball = fold(&Stemmer::new(Algorithm::Dutch).stem(lower));
    let mut stems = Vec::with_capacity(2);
    let base = irregular(&folded).or_else(|| compounds::base_form(&folded));
    if let Some(base) = base {
        stems.push(base.to_owned());
        let one_letter_short =
            base.starts_with(snowball.as_str()) && base.len() == snowball.len() + 1;
        if !one_letter_short {
            push(&mut stems, snowball);
        }
        return stems;
    }
    if folded.strip_suffix('s') == Some(snowball.as_str()) {
        push(&mut stems, folded.clone());
    }
    for base in [participle(&folded), third_person(&folded)] {
        push(&mut stems, base.unwrap_or_default().to_owned());
    }
    loanword(&folded, &snowball, &mut stems);
    push(&mut stems, snowball);
    stems
}

fn irregular(folded: &str) -> Option<&'static str> {
    let at = IRREGULAR
        .binary_search_by_key(&folded, |(form, _)| form)
        .ok()?;
    IRREGULAR.get(at).map(|(_, base)| *base)
}

/// "gebreid" and "gebreide" come from *brei*, "gebakken" from *bak*.
fn participle(folded: &str) -> Option<&'static str> {
    let rest = folded.strip_prefix("ge")?;
    let weak = rest
        .strip_suffix('e')
        .unwrap_or(rest)
        .strip_suffix(['d', 't']);
    let strong = Some(rest).filter(|rest| rest.ends_with("en"));
    [weak, strong]
        .into_iter()
        .flatten()
        .find_map(compounds::base_form)
}

/// "naait" comes from *naai*.
fn third_person(folded: &str) -> Option<&'static str> {
    folded.strip_suffix('t').and_then(compounds::base_form)
}

/// Verbs in -eren: "repareren" belongs to "reparatie" (repareer), "fotograferen" to "fotograaf".
fn loanword(folded: &str, snowball: &str, stems: &mut Vec<String>) {
    let Some(before) = folded.strip_suffix("eren") else {
        return;
    };
    if snowball.strip_suffix("er") == Some(before) {
        push(stems, format!("{before}eer"));
    }
    for (short, long) in [("af", "aaf"), ("of", "oof")] {
        if let Some(start) = before.strip_suffix(short) {
            push(stems, format!("{start}{long}"));
        }
    }
}

fn push(stems: &mut Vec<String>, stem: String) {
    if !stem.is_empty() && !stems.contains(&stem) {
        stems.push(stem);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(one: &str, other: &str) -> bool {
        let others = stems(other);
        stems(one).iter().any(|stem| others.contains(stem))
    }

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for (one, other) in [
            ("naaien", "naai"),
            ("naait", "naaien"),
            ("lezen", "lees"),
            ("lessen", "les"),
            ("koken", "kook"),
            ("gekookt", "koken"),
            ("bakken", "bak"),
            ("schrijven", "schrijf"),
            ("wandelingen", "wandelen"),
            ("fietsen", "fiets"),
            ("fietsje", "fiets"),
            ("dansen", "dans"),
            ("danst", "dans"),
            ("paarden", "paard"),
            ("paardje", "paarden"),
            ("kinderen", "kind"),
            ("gebreid", "breien"),
            ("gebreide", "breien"),
            ("gebakken", "bakken"),
            ("huizen", "huis"),
            ("tuintjes", "tuin"),
            ("gitaren", "gitaar"),
            ("musea", "museum"),
            ("repareren", "reparatie"),
            ("fotograferen", "fotografie"),
            ("filosoferen", "filosoof"),
            ("tekenen", "teken"),
            ("oefeningen", "oefenen"),
            ("herstelling", "herstellen"),
            ("mensen", "mens"),
        ] {
            assert!(
                share(one, other),
                "{one} {:?} – {other} {:?}",
                stems(one),
                stems(other)
            );
        }
    }

    #[test]
    fn other_words_do_not() {
        for (one, other) in [
            ("lezen", "les"),
            ("spelen", "spel"),
            ("dansen", "dan"),
            ("paarden", "paar"),
            ("kunst", "kust"),
            ("mensen", "menen"),
            ("kant", "kan"),
        ] {
            assert!(
                !share(one, other),
                "{one} {:?} – {other} {:?}",
                stems(one),
                stems(other)
            );
        }
    }

    #[test]
    fn the_irregular_ones_are_in_order() {
        assert!(IRREGULAR.is_sorted_by_key(|(form, _)| *form));
    }
}
