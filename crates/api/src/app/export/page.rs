//! The bundle as a page for reading: plain HTML that needs nothing else.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use goesting_core::reference::territory;
use goesting_core::time::civil::{local, today};
use goesting_i18n::{Catalogue, Label as _, Message, deed, format, msg};
use goesting_types::actor::{Contact, PendingInvitation};
use goesting_types::enrolment::Enrolment;
use goesting_types::lang::Lang;
use goesting_types::person::{AuditActor, Child, Export, InvitedTo, Me, MovedUp, StepTaken};
use goesting_types::text::LocalizedText;

use crate::html::escape;

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;\
     padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;\
     vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #ccc}";

/// The page, in the person's language.
pub(super) fn render(bundle: &Export) -> String {
    let Export {
        made_at,
        me,
        children,
        enrolments,
        moved_up,
        actors,
        invitations,
        invited_to,
        steps,
        saved,
        written,
        log_ins,
        audit,
    } = bundle;
    let mut page = Page::new(me.lang);
    let lang = me.lang;
    let made = page.date(today(*made_at));
    page.say("p", &msg!(export.made, date = made));
    page.me(me);
    page.section(&msg!(export.acts_for));
    page.table(
        &[msg!(export.what), msg!(export.reached)],
        actors
            .iter()
            .map(|one| vec![one.name.clone(), contact(&one.contact)]),
    );
    page.invitations(invitations, invited_to);
    page.section(&msg!(export.steps));
    page.steps(steps);
    page.section(&msg!(export.children));
    page.children(children);
    page.section(&msg!(export.places));
    page.places(enrolments, moved_up);
    page.section(&msg!(export.saved));
    page.table(
        &[msg!(export.what), msg!(export.when), msg!(export.state)],
        saved.iter().map(|one| {
            let hit = one.opportunity.as_ref();
            vec![
                hit.map_or_else(
                    || resolve(lang, &msg!(saved.not_there)),
                    |hit| text(&hit.title, lang),
                ),
                at(lang, one.saved_at),
                resolve(lang, &one.state.label()),
            ]
        }),
    );
    page.section(&msg!(export.written));
    page.table(
        &[
            msg!(export.when),
            msg!(export.what),
            msg!(export.answer_to),
            msg!(export.answer),
        ],
        written.iter().map(|one| {
            vec![
                at(lang, one.at),
                one.text.clone(),
                one.email.clone().unwrap_or_default(),
                one.answer.clone().unwrap_or_default(),
            ]
        }),
    );
    page.section(&msg!(export.log_ins));
    page.table(
        &[msg!(export.when), msg!(export.until)],
        log_ins
            .iter()
            .map(|one| vec![at(lang, one.since), at(lang, one.until)]),
    );
    page.section(&msg!(export.audit));
    page.table(
        &[msg!(export.when), msg!(account.audit.by), msg!(export.what)],
        audit.iter().map(|one| {
            vec![
                at(lang, one.at),
                resolve(lang, &doer(&one.by)),
                resolve(lang, &deed(&one.operation)),
            ]
        }),
    );
    page.finish()
}

struct Page {
    lang: Lang,
    html: String,
}

impl Page {
    fn new(lang: Lang) -> Self {
        let title = escape(&resolve(lang, &msg!(export.title)));
        let html = format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        );
        Self { lang, html }
    }

    fn finish(self) -> String {
        self.html + "</body>\n</html>\n"
    }

    fn date(&self, date: NaiveDate) -> String {
        format::date_in_full(self.lang, date)
    }

    fn say(&mut self, tag: &str, message: &Message) {
        let words = escape(&resolve(self.lang, message));
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(self.html, "<{tag}>{words}</{tag}>");
    }

    fn section(&mut self, title: &Message) {
        self.say("h2", title);
    }

    fn facts(&mut self, facts: Vec<(Message, String)>) {
        let rows = facts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .fold(String::new(), |mut rows, (name, value)| {
                let name = escape(&resolve(self.lang, &name));
                let value = escape(&value);
                let _ = writeln!(
                    rows,
                    "<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>"
                );
                rows
            });
        let _ = writeln!(self.html, "<table>\n{rows}</table>");
    }

    fn table(&mut self, heads: &[Message], rows: impl Iterator<Item = Vec<String>>) {
        let mut body = String::new();
        for row in rows {
            body += "<tr>";
            for cell in row {
                let _ = write!(body, "<td>{}</td>", escape(&cell));
            }
            body += "</tr>\n";
        }
        if body.is_empty() {
            return self.say("p", &msg!(export.nothing));
        }
        let heads = heads.iter().fold(String::new(), |mut all, head| {
            let head = escape(&resolve(self.lang, head));
            let _ = write!(all, "<th scope=\"col\">{head}</th>");
            all
        });
        let _ = writeln!(self.html, "<table>\n<tr>{heads}</tr>\n{body}</table>");
    }

    fn me(&mut self, me: &Me) {
        let lang = self.lang;
        let yes_or_no = if me.email_verified {
            msg!(export.yes)
        } else {
            msg!(export.no)
        };
        let place = me.territory.as_ref().map(|code| {
            territory(code.as_str()).map_or_else(
                || code.to_string(),
                |known| text(&known.to_wire().name, lang),
            )
        });
        let actors: Vec<_> = me.actors.iter().map(|one| one.actor.name.clone()).collect();
        let ecosystems: Vec<_> = me.facilitates.iter().map(|one| one.name.clone()).collect();
        self.section(&msg!(export.me));
        self.facts(vec![
            (msg!(common.form.first_name), me.first_name.clone()),
            (
                msg!(common.form.last_name),
                me.last_name.clone().unwrap_or_default(),
            ),
            (msg!(common.form.email), me.email.clone()),
            (msg!(export.confirmed), resolve(lang, &yes_or_no)),
            (msg!(common.form.birth_year), me.birth_year.to_string()),
            (msg!(export.language), resolve(lang, &me.lang.label())),
            (msg!(common.form.municipality), place.unwrap_or_default()),
            (msg!(export.acts_for), actors.join(", ")),
            (msg!(export.facilitates), ecosystems.join(", ")),
        ]);
    }

    fn invitations(&mut self, sent: &[PendingInvitation], received: &[InvitedTo]) {
        let lang = self.lang;
        self.section(&msg!(export.invited));
        self.table(
            &[msg!(common.form.email), msg!(export.until)],
            sent.iter()
                .map(|one| vec![one.email.clone(), at(lang, one.expires_at)]),
        );
        self.section(&msg!(export.invited_to));
        self.table(
            &[
                msg!(export.when),
                msg!(export.what),
                msg!(common.form.email),
            ],
            received
                .iter()
                .map(|one| vec![at(lang, one.at), one.actor.clone(), one.email.clone()]),
        );
    }

    fn steps(&mut self, steps: &[StepTaken]) {
        let lang = self.lang;
        self.table(
            &[
                msg!(export.when),
                msg!(export.who),
                msg!(export.what),
                msg!(export.state),
                msg!(export.message),
            ],
            steps.iter().map(|one| {
                vec![
                    at(lang, one.at),
                    one.actor.clone(),
                    one.ecosystem.clone(),
                    resolve(lang, &one.state.label()),
                    one.reason.clone().unwrap_or_default(),
                ]
            }),
        );
    }

    fn places(&mut self, enrolments: &[Enrolment], moved_up: &[MovedUp]) {
        let lang = self.lang;
        self.table(
            &[
                msg!(export.what),
                msg!(export.when),
                msg!(export.state),
                msg!(export.who),
                msg!(export.message),
                msg!(export.moved_up),
            ],
            enrolments.iter().map(|one| {
                let names: Vec<_> = one
                    .people
                    .iter()
                    .map(|who| who.first_name.clone())
                    .collect();
                vec![
                    text(&one.title, lang),
                    format::date_and_time(lang, one.session.local_start),
                    resolve(lang, &one.state.label()),
                    names.join(", "),
                    one.message.clone().unwrap_or_default(),
                    moved_up
                        .iter()
                        .find(|up| up.enrolment_id == one.id)
                        .map(|up| up.reason.clone())
                        .unwrap_or_default(),
                ]
            }),
        );
    }

    fn children(&mut self, children: &[Child]) {
        let lang = self.lang;
        self.table(
            &[
                msg!(common.form.first_name),
                msg!(common.form.birth_year),
                msg!(export.release),
                msg!(export.allowed),
            ],
            children.iter().map(|one| {
                let allowed: Vec<_> = one
                    .consents
                    .iter()
                    .map(|consent| resolve(lang, &consent.purpose.label()))
                    .collect();
                vec![
                    one.first_name.clone(),
                    one.birth_year.to_string(),
                    format::date_without_weekday(lang, one.release_on),
                    allowed.join(", "),
                ]
            }),
        );
    }
}

/// All ways to reach somebody, in one line.
fn contact(of: &Contact) -> String {
    let Contact {
        first_name,
        phone,
        email,
        url,
    } = of;
    let ways = [first_name, phone, email, url];
    let ways: Vec<&str> = ways.into_iter().filter_map(Option::as_deref).collect();
    ways.join(", ")
}

fn resolve(lang: Lang, message: &Message) -> String {
    message.resolve(Catalogue::embedded(lang)).into_owned()
}

fn at(lang: Lang, instant: DateTime<Utc>) -> String {
    let local = local(instant);
    let date = format::date_with_year(lang, local.date());
    format!("{date}, {}", format::time(lang, local.time()))
}

fn text(words: &LocalizedText, lang: Lang) -> String {
    words
        .pick(lang)
        .map(|(_, text)| text.to_owned())
        .unwrap_or_default()
}

fn doer(by: &AuditActor) -> Message {
    match by {
        AuditActor::Myself => msg!(account.audit.myself),
        AuditActor::Guardian => msg!(account.audit.guardian),
        AuditActor::Member { actor } => msg!(account.audit.member, actor = actor.name.clone()),
        AuditActor::Facilitator { .. } => msg!(account.audit.facilitator),
        AuditActor::Client { name, .. } => msg!(account.audit.client, name = name.clone()),
        AuditActor::System => msg!(account.audit.system),
    }
}
