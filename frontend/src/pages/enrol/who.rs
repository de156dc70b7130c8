//! Who comes: oneself, one's children, or both.

use chrono::{Datelike, NaiveDate};
use goesting_types::ids::PersonId;
use goesting_types::opportunity::AgeRange;
use goesting_types::person::{Child, Me};
use leptos::prelude::*;

use crate::browser;
use crate::components::{Check, Form, Icon, SkeletonKind};
use crate::i18n::use_i18n;
use crate::load::load;
use crate::pages::account::NewChild;
use crate::pages::opportunity::age_words;
use crate::session::use_session;
use crate::t;
use goesting_i18n::msg;

/// Whether it is for children alone: then it is hardly the grown-up who comes.
fn for_children(ages: AgeRange) -> bool {
    ages.to.is_some_and(|to| to < 18)
}

/// Whether somebody born in that year is surely too young or too old for it on that day.
fn falls_outside(ages: AgeRange, born: i32, day: NaiveDate) -> bool {
    // Before their birthday they are a year younger.
    let most = day.year().saturating_sub(born);
    let least = most.saturating_sub(1);
    ages.from.is_some_and(|from| most < i32::from(from))
        || ages.to.is_some_and(|to| least > i32::from(to))
}

/// Who comes.
#[component]
pub fn WhoComes(
    form: Form,
    me: Me,
    myself: RwSignal<bool>,
    children: RwSignal<Vec<PersonId>>,
    ages: AgeRange,
    day: NaiveDate,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let adding = RwSignal::new(false);
    let mine = load(move || {
        let client = session.client();
        async move {
            let page = session.call(client.list_children()).await?;
            Ok(page.items)
        }
    });
    let (name, born) = (me.first_name.clone(), me.birth_year);
    // Coming from the form to make an account, which made way for this one.
    browser::refocus_soon("who-comes");
    let choose = move |child: PersonId, on: bool| {
        if on && for_children(ages) && children.with_untracked(Vec::is_empty) {
            myself.set(false);
        }
        children.update(|ids| {
            ids.retain(|known| *known != child);
            if on {
                ids.push(child);
            }
        });
    };
    let added = move |child: Child| {
        choose(child.id, true);
        mine.update(|known| known.push(child));
        adding.set(false);
        browser::refocus_soon("who-comes");
    };
    // Ages are no wall: it is said, and they may come.
    let outside = move || {
        let mut names = Vec::new();
        if myself.get() && falls_outside(ages, born, day) {
            names.push(me.first_name.clone());
        }
        let chosen: Option<Vec<String>> = mine.with(|known| {
            let chosen = known.iter().filter(|child| {
                children.with(|ids| ids.contains(&child.id))
                    && falls_outside(ages, child.birth_year, day)
            });
            chosen.map(|child| child.first_name.clone()).collect()
        });
        names.extend(chosen.unwrap_or_default());
        (!names.is_empty()).then(|| {
            let ages = i18n.text(&age_words(ages));
            let names = i18n.format().list(&names);
            let words = i18n.text(&msg!(enrol.other_age, names = names, ages = ages));
            view! {
                <div class="notice">
                    <Icon name="cake" />
                    <p>{words}</p>
                </div>
            }
        })
    };
    let nobody = move || form.fault(i18n, "/children").is_some();
    let fault = move || {
        nobody().then(|| {
            view! {
                <Icon name="circle-alert" />
                {i18n.text(&msg!(enrol.nobody))}
            }
        })
    };
    view! {
        <fieldset
            class="who"
            id="who-comes"
            tabindex="-1"
            aria-describedby="who-fault"
            aria-invalid=move || nobody().then_some("true")
        >
            <legend>{t!(enrol.who)}</legend>
            <Check on=myself change=move |on| myself.set(on)>
                {move || i18n.text(&msg!(enrol.me, name = name.clone()))}
            </Check>
            {mine
                .view(
                    SkeletonKind::Lines,
                    move |known| {
                        known
                            .into_iter()
                            .map(|child| {
                                let id = child.id;
                                view! {
                                    <Check
                                        on=Signal::derive(move || children.with(|ids| ids.contains(&id)))
                                        change=move |on| choose(id, on)
                                    >
                                        {child.first_name}
                                    </Check>
                                }
                            })
                            .collect::<Vec<_>>()
                    },
                )}
            <p class="fault" id="who-fault">
                {fault}
            </p>
            <div aria-live="polite">{outside}</div>
            // Who is younger is nobody's guardian.
            <Show when=move || session.is_adult()>
                <button
                    type="button"
                    class="button quiet"
                    aria-expanded=move || adding.get().to_string()
                    on:click=move |_| adding.update(|adding| *adding = !*adding)
                >
                    <Icon name="plus" />
                    {t!(enrol.add_child)}
                </button>
            </Show>
        </fieldset>
        <Show when=move || adding.get()>
            <NewChild added />
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_surely_too_young_or_too_old_falls_outside() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
        let ages = |from, to| AgeRange { from, to };
        for (ages, born, outside) in [
            (ages(Some(16), None), 2018, true),
            (ages(Some(16), None), 2011, true),
            (ages(Some(16), None), 2010, false),
            (ages(Some(16), None), 1950, false),
            (ages(Some(8), Some(12)), 2013, false),
            (ages(Some(8), Some(12)), 2012, true),
            (ages(None, None), 2025, false),
        ] {
            assert_eq!(falls_outside(ages, born, day), outside, "{ages:?}, {born}");
        }
        assert!(for_children(ages(Some(8), Some(12))));
        assert!(!for_children(ages(Some(8), None)));
        assert!(!for_children(ages(None, Some(18))));
    }
}
