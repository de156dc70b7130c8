//! Messages as the rest of the code writes them.

use goesting_i18n::{Arg, Catalogue, Count, Label, Lang, Message, msg};
use goesting_types::opportunity::OpportunityKind;
use goesting_types::problem::ErrorCode;

fn say(lang: Lang, message: &Message) -> String {
    message.resolve(Catalogue::embedded(lang)).into_owned()
}

#[test]
fn a_plain_message_follows_the_language() {
    let message = msg!(common.action.go_along);
    assert_eq!(say(Lang::Nl, &message), "Ga mee");
    assert_eq!(say(Lang::En, &message), "Come along");
    assert_eq!(say(Lang::Fr, &message), "Je viens");
    assert_eq!(say(Lang::De, &message), "Ich komme mit");
}

#[test]
fn arguments_go_by_name_whatever_their_order_in_the_text() {
    let message = msg!(
        mails.cancelled.text,
        when = "wo 12 nov",
        title = String::from("Zagen")
    );
    assert_eq!(
        say(Lang::Nl, &message),
        "Jammer: Zagen van wo 12 nov gaat niet door. Je hoeft niets te doen."
    );
}

#[test]
fn amounts_choose_the_form() {
    let left = |count: u32| msg!(common.places_left, count = count);
    assert_eq!(say(Lang::Nl, &left(0)), "Volzet");
    assert_eq!(say(Lang::Nl, &left(1)), "Nog 1 plek");
    assert_eq!(say(Lang::Nl, &left(1_200)), "Nog 1.200 plekken");
    assert_eq!(say(Lang::Fr, &msg!(common.people, count = 0)), "0 personne");
    assert_eq!(say(Lang::De, &msg!(common.people, count = 0)), "0 Menschen");
    assert_eq!(
        msg!(common.people, count = -3),
        msg!(common.people, count = Count(0))
    );
}

#[test]
fn a_message_inside_a_message_follows_the_language_too() {
    let message = msg!(common.away, distance = msg!(common.unknown));
    assert_eq!(say(Lang::Nl, &message), "Op niet bekend");
    assert_eq!(say(Lang::En, &message), "not known away");
}

#[test]
fn braces_in_an_argument_stay() {
    let message = msg!(
        mails.verify.place_held,
        title = "{1} {until} }{",
        until = "{0}"
    );
    assert_eq!(
        say(Lang::Nl, &message),
        "Tot {0} houden we je plek bij {1} {until} }{ vrij. Zodra je bevestigt, is ze van jou."
    );
}

#[test]
fn a_key_knows_its_name() {
    assert_eq!(
        msg!(common.page.failed.title).key().name(),
        "common.page.failed.title"
    );
}

#[test]
fn a_link_stands_where_the_language_puts_it() {
    let message = msg!(mails.review_approved.text, title = Arg::Gap);
    let around = |lang| message.around_gap(Catalogue::embedded(lang));
    let (before, after) = around(Lang::Nl);
    assert_eq!(before, "Iedereen in de buurt kan ");
    assert!(after.starts_with(" nu vinden."));
    let (before, _) = around(Lang::En);
    assert_eq!(before, "Everyone nearby can find ");
    let none = msg!(common.yes).around_gap(Catalogue::embedded(Lang::Nl));
    assert_eq!(none, ("Ja".to_owned(), String::new()));
}

#[test]
fn values_of_a_vocabulary_have_words() {
    assert_eq!(
        say(Lang::Nl, &OpportunityKind::HelpOut.label()),
        "Meehelpen"
    );
    assert_eq!(say(Lang::Fr, &Lang::De.label()), "Deutsch");
    for code in ErrorCode::ALL {
        let key = code.label().key().name();
        assert_eq!(key, format!("problems.{code}"));
    }
}

/// What a signal asks of its value.
#[test]
fn messages_and_catalogues_fit_a_signal() {
    fn fits<T: Clone + Send + Sync + 'static>() {}
    fits::<Message>();
    fits::<Catalogue>();
}
