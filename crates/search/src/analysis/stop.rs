//! Words that say little: stop words carry no meaning, soft words any activity has.

use std::collections::HashSet;
use std::sync::OnceLock;

use goesting_core::reference::compounds;
use goesting_types::lang::Lang;

use super::forms;

const DUTCH: &str = "aan al alle als bij dan dat de deze die dit doe door dus e een ene er en et ga geen \
    haar heb hebben heeft hem het hier hij hoe hun ik in is ja je jij jou jouw jullie kan kun kunnen kunt \
    maar me meer met mij mijn na naar nee niet nog nu of om omdat ons onze ook op over s te tot u uit uw \
    van veel voor waar wat we wel wie wij wil word worden wordt zal ze zich zij zijn zo zoek zonder";
const ENGLISH: &str = "a about all also am an and any are as at be but by can do for from has have he her his \
    how i if in into is it its me more my no not of on or our s she so some that the their them there they \
    this to up us want was we were what when where who will with would you your";
const FRENCH: &str = "a ai au aux avec c ce ces cet cette d dans de des du elle elles en est et eux il ils j je \
    l la le les leur leurs lui ma mais me mes moi mon n ne nos notre nous on ou par pas plus pour qu que qui \
    s sa se ses si son sont sur ta te tes toi ton tu un une veux vos votre vous y";
const GERMAN: &str = "aber alle als am an auch auf aus bei bin bis da das dass dein dem den der des dich die \
    dir du durch ein eine einem einen einer es fur hat ich ihr ihre im in ist ja kann man mein mich mir mit \
    nach nicht noch nur ob oder ohne sein sich sie sind so um und uns unser vom von vor war was wenn wer wie \
    will wir wird zu zum zur";

/// Words most activities could have in their text: they lift a hit, and are not needed for one.
const SOFT: &str = "aanbod activiteit activiteiten activities activity anfanger apprendre atelier ateliers \
    avond basis basiscursus beginnelingen beginnend beginnende beginner beginners buurt class classes club \
    clubs cours course courses cursus cursussen dag debutant debutants dichtbij doen eens faire gaan gaat \
    gezellig goesting graag groep groepen group groupe gruppe iets initiatie keer kennismaken kennismaking \
    kurs kurse learn learning leer leren lernen les lessen lessenreeks lesson lessons machen make maken \
    making middag mogen moment momenten namiddag nieuw nieuwe oefenen omgeving opleiding plek ploeg ploegen \
    reeks samen sessie something stage start starten team training verein vereniging volgen voormiddag \
    willen workshop workshops zelf zoeken";

struct Lists {
    dutch: HashSet<&'static str>,
    english: HashSet<&'static str>,
    french: HashSet<&'static str>,
    german: HashSet<&'static str>,
    soft: HashSet<&'static str>,
}

fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    let set = |list: &'static str| list.split_ascii_whitespace().collect();
    LISTS.get_or_init(|| Lists {
        dutch: set(DUTCH),
        english: set(ENGLISH),
        french: set(FRENCH),
        german: set(GERMAN),
        soft: set(SOFT),
    })
}

/// Whether this folded word carries no meaning in a text of this language.
pub(crate) fn is_stop(folded: &str, lang: Lang) -> bool {
    let lists = lists();
    match lang {
        Lang::Nl => &lists.dutch,
        Lang::En => &lists.english,
        Lang::Fr => &lists.french,
        Lang::De => &lists.german,
    }
    .contains(folded)
}

/// Whether this folded word carries no meaning in a question. Its language is not known: Dutch
/// words are kept, whatever they are elsewhere ("les" is a lesson before it is an article).
pub(crate) fn is_stop_anywhere(folded: &str) -> bool {
    is_stop(folded, Lang::Nl)
        || (!compounds::is_part(folded)
            && [Lang::En, Lang::Fr, Lang::De]
                .into_iter()
                .any(|lang| is_stop(folded, lang)))
}

/// Whether this folded word fits nearly every activity.
pub(crate) fn is_soft(folded: &str) -> bool {
    lists().soft.contains(folded)
}

/// Whether this folded word says somebody's age, or is a part of that: "8", "jaar", "12jarigen".
/// The texts seldom say for how old they are.
pub(crate) fn is_age(folded: &str) -> bool {
    let years = folded.trim_start_matches(|character: char| character.is_ascii_digit());
    folded.len() - years.len() <= 2
        && (matches!(
            years,
            "jaar" | "jarig" | "jarige" | "jarigen" | "jaren" | "oud"
        ) || (years.is_empty() && !folded.is_empty()))
}

/// Whether this folded word is such a word, or made of nothing else: "beginnerscursus".
pub(crate) fn is_all_soft(folded: &str) -> bool {
    let parts = forms::parts(folded);
    is_soft(folded) || (!parts.is_empty() && parts.iter().all(|part| is_soft(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dutch_word_is_not_dropped_for_meaning_nothing_in_french() {
        assert!(is_stop("les", Lang::Fr));
        assert!(!is_stop_anywhere("les"));
        assert!(is_stop_anywhere("voor") && is_stop_anywhere("the"));
        assert!(is_soft("workshop") && !is_soft("naaien"));
        assert!(is_all_soft("beginnerscursus") && is_all_soft("groepslessen"));
        assert!(!is_all_soft("naaicursus"));
    }

    #[test]
    fn an_age_is_told_from_other_numbers() {
        for word in ["8", "12", "jaar", "8jarige", "12jarigen", "oud"] {
            assert!(is_age(word), "{word}");
        }
        for word in ["", "1914", "3d", "2000jaar", "jaarmarkt", "ouders"] {
            assert!(!is_age(word), "{word}");
        }
    }
}
