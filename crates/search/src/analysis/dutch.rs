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
    ("gebakken", "bak"),
    ("gebogen", "buig"),
    ("gebonden", "bind"),
    ("gebracht", "breng"),
    ("gedronken", "drink"),
    ("gegeten", "eet"),
    ("gegoten", "giet"),
    ("geholpen", "help"),
    ("geklommen", "klim"),
    ("gekocht", "koop"),
    ("gekozen", "kies"),
    ("genomen", "neem"),
    ("gereden", "rijd"),
    ("geschonken", "schenk"),
    ("geschoten", "schiet"),
    ("geschreven", "schrijf"),
    ("geslepen", "slijp"),
    ("gesloten", "sluit"),
    ("gesneden", "snijd"),
    ("gesponnen", "spin"),
    ("gespoten", "spuit"),
    ("gesproken", "spreek"),
    ("gesprongen", "spring"),
    ("getrokken", "trek"),
    ("gevlochten", "vlecht"),
    ("gevlogen", "vlieg"),
    ("gevonden", "vind"),
    ("gewonnen", "win"),
    ("gezocht", "zoek"),
    ("gezongen", "zing"),
    ("gezwommen", "zwem"),
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
    ("oudere", "oudere"),
    ("ouderen", "oudere"),
    ("paden", "pad"),
    ("podia", "podium"),
    ("runderen", "rund"),
    ("schepen", "schip"),
    ("schreef", "schrijf"),
    ("schreven", "schrijf"),
    ("sloten", "slot"),
    ("smeden", "smid"),
    ("spelen", "speel"),
    ("steden", "stad"),
    ("vaten", "vat"),
    ("volkeren", "volk"),
    ("wegen", "weg"),
    ("zong", "zing"),
    ("zongen", "zing"),
    ("zwom", "zwem"),
    ("zwommen", "zwem"),
];

/// Who does it, with the stem of what they do. No rule makes these: a *beker* does not *beek*.
const AGENTS: &[(&str, &str)] = &[
    ("accordeonist", "accordeon"),
    ("beeldhouwer", "beeldhouw"),
    ("bokser", "boks"),
    ("brouwer", "brouw"),
    ("cellist", "cello"),
    ("danser", "dans"),
    ("drummer", "drum"),
    ("duiker", "duik"),
    ("fietser", "fiets"),
    ("filmer", "film"),
    ("gamer", "game"),
    ("gitarist", "gitaar"),
    ("jongleur", "jongleer"),
    ("judoka", "judo"),
    ("klimmer", "klim"),
    ("klusser", "klus"),
    ("lezer", "lees"),
    ("loper", "loop"),
    ("pianist", "piano"),
    ("programmeur", "programmeer"),
    ("roeier", "roei"),
    ("saxofonist", "saxofoon"),
    ("schaatser", "schaats"),
    ("schaker", "schaak"),
    ("schrijver", "schrijf"),
    ("skater", "skate"),
    ("speler", "speel"),
    ("springer", "spring"),
    ("trompettist", "trompet"),
    ("turner", "turn"),
    ("verteller", "vertel"),
    ("violist", "viool"),
    ("visser", "vis"),
    ("voorlezer", "voorlees"),
    ("wandelaar", "wandel"),
    ("wever", "weef"),
    ("zanger", "zang"),
    ("zeiler", "zeil"),
    ("zwemmer", "zwem"),
];

/// Words of the list that only look like a form of another one: "spelling" is no *spel*.
const WHOLE: &[&str] = &[
    "afvallen",
    "lezing",
    "oudheid",
    "spelling",
    "spinning",
    "weekend",
    "weerbaarheid",
];

/// The stems of a lower-case Dutch word, folded: one, seldom more.
pub(crate) fn stems(lower: &str) -> Vec<String> {
    let folded = fold(lower);
    let snowball = fold(&Stemmer::new(Algorithm::Dutch).stem(lower));
    let mut stems = Vec::with_capacity(2);
    let deed = deed(&folded);
    let base = irregular(&folded).or_else(|| compounds::base_form(&folded));
    if let Some(base) = base {
        stems.push(base.to_owned());
        push(&mut stems, deed.unwrap_or_default().to_owned());
        let one_letter_short =
            base.starts_with(snowball.as_str()) && base.len() == snowball.len() + 1;
        // It takes the *ge* of "gedicht" for a participle's.
        let misled =
            WHOLE.contains(&base) || (folded.starts_with("ge") && !snowball.starts_with("ge"));
        if !one_letter_short && !misled {
            push(&mut stems, snowball);
        }
        return stems;
    }
    push(&mut stems, deed.unwrap_or_default().to_owned());
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

/// Whether this is a form of a word of the list that is none by its ending: "gebreid", "danser".
pub(crate) fn is_form(folded: &str) -> bool {
    irregular(folded).is_some()
        || deed(folded).is_some()
        || participle(folded).is_some()
        || third_person(folded).is_some()
}

fn irregular(folded: &str) -> Option<&'static str> {
    among(IRREGULAR, folded)
}

/// What somebody does: "dansers" and "danseres" *dans*.
fn deed(folded: &str) -> Option<&'static str> {
    ["", "s", "es", "e", "en"]
        .iter()
        .filter_map(|ending| folded.strip_suffix(ending))
        .find_map(|who| among(AGENTS, who))
}

fn among(list: &[(&str, &'static str)], folded: &str) -> Option<&'static str> {
    let at = list.binary_search_by_key(&folded, |(form, _)| form).ok()?;
    list.get(at).map(|(_, base)| *base)
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
        let mut apart = Vec::new();
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
            ("gevlochten", "vlechten"),
            ("gevlogen", "vliegen"),
            ("gezwommen", "zwemmen"),
            ("geschreven", "schrijven"),
            ("gesprongen", "springen"),
            ("geklommen", "klimmen"),
            ("geholpen", "helpen"),
            ("genomen", "nemen"),
            ("gespoten", "spuiten"),
            ("gezongen", "zingen"),
            ("gebonden", "binden"),
            ("gebogen", "buigen"),
            ("gegoten", "gieten"),
            ("geschoten", "schieten"),
            ("geslepen", "slijpen"),
            ("gesloten", "sluiten"),
            ("gesneden", "snijden"),
            ("gebracht", "brengen"),
            ("gedronken", "drinken"),
            ("gegeten", "eten"),
            ("gekocht", "kopen"),
            ("gekozen", "kiezen"),
            ("gereden", "rijden"),
            ("geschonken", "schenken"),
            ("gesponnen", "spinnen"),
            ("gesproken", "spreken"),
            ("getrokken", "trekken"),
            ("gevonden", "vinden"),
            ("gewonnen", "winnen"),
            ("gezocht", "zoeken"),
            ("gekweekt", "kweken"),
            ("zong", "zingen"),
            ("zwommen", "zwemmen"),
            ("schreef", "schrijven"),
            ("danser", "dansen"),
            ("danseres", "dansen"),
            ("speler", "spelen"),
            ("fietsers", "fietsen"),
            ("gitarist", "gitaar"),
            ("pianisten", "piano"),
            ("judoka", "judo"),
            ("drummer", "drummen"),
            ("programmeur", "programmeren"),
            ("lezers", "lezen"),
            ("zangeres", "zang"),
            ("wandelaars", "wandelen"),
            ("voorlezer", "voorlezen"),
            ("wever", "weven"),
            ("jongleurs", "jongleren"),
            ("schakers", "schaken"),
            ("violiste", "viool"),
            ("gedichten", "gedicht"),
            ("hofke", "hof"),
            ("boekskes", "boek"),
            ("kindeke", "kinderen"),
            ("ouderen", "oudere"),
        ] {
            if !share(one, other) {
                apart.push(format!(
                    "{one} {:?} – {other} {:?}",
                    stems(one),
                    stems(other)
                ));
            }
        }
        assert!(apart.is_empty(), "{}", apart.join("\n"));
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
            ("lezen", "lezing"),
            ("gedicht", "dichten"),
            ("gezicht", "zicht"),
            ("gerecht", "rechten"),
            ("gezin", "zin"),
            ("geluiden", "luid"),
            ("gevel", "vel"),
            ("gebouw", "bouwen"),
            ("gebonden", "bond"),
            ("beker", "beek"),
            ("sterke", "ster"),
            ("politieke", "politie"),
            ("ouders", "ouderen"),
            ("spelletjes", "spelling"),
            ("afval", "afvallen"),
            ("spinnen", "spinning"),
            ("weekend", "week"),
            ("lopen", "meelopen"),
            ("weer", "weerbaarheid"),
            ("zagen", "gezaag"),
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
        assert!(AGENTS.is_sorted_by_key(|(who, _)| *who));
    }
}
