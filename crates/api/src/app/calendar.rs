//! Calendars: of an opportunity, and of a person behind a secret address.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::Refusal;
use goesting_i18n::{Catalogue, format, msg};
use goesting_store::session::Stretch;
use goesting_store::{calendar_link, enrolment, letter, opportunity, session};
use goesting_types::enrolment::{AgendaPart, Enrolment, EnrolmentState};
use goesting_types::ids::{OpportunityId, PersonId};
use goesting_types::lang::Lang;
use goesting_types::opportunity::OpportunityContent;
use goesting_types::place::Place;
use goesting_types::session::{Session, SessionState};

use super::App;
use crate::auth::{Secret, leave_token};
use crate::calendar::{Certainty, Entry, file};
use crate::error::ApiResult;

/// Most events of one calendar.
const MOST: i64 = 500;
/// How far back sessions stay in a calendar.
const PAST: TimeDelta = TimeDelta::days(30);

/// The sessions of an opportunity that everybody may read: one that pauses or is over keeps its
/// calendar, so that it tells those who subscribed what is called off. The file is the same as long
/// as nothing of them changes: each event bears its own version, and the last edit of it or of the
/// opportunity.
pub async fn of_opportunity(app: &App, id: OpportunityId, lang: Lang) -> ApiResult<String> {
    let service = app.clone();
    app.read(move |conn| {
        let now = service.clock.now();
        let one = opportunity::find(conn, id)?;
        if !one.standing.is_readable() {
            return Err(Refusal::not_found().into());
        }
        let stretch = Stretch {
            from: now - PAST,
            until: None,
            after: None,
        };
        let sessions = session::page(conn, id, stretch, MOST)?;
        let ids: Vec<_> = sessions.iter().map(|one_session| one_session.id).collect();
        let edited = session::edited_at(conn, &ids)?;
        let unclaimed = opportunity::unclaimed(conn, &[id])?.contains(&id);
        let scribe = Scribe {
            app: &service,
            lang,
        };
        let entries: Vec<_> = sessions
            .iter()
            .map(|one_session| {
                let wire = one_session.to_wire(unclaimed);
                let certainty = match wire.state {
                    SessionState::Cancelled => Certainty::Cancelled,
                    _ => Certainty::Sure,
                };
                let revised_at = edited
                    .get(&wire.id)
                    .map_or(one.updated_at, |at| one.updated_at.max(*at));
                scribe.entry(&wire, &one.content, (certainty, revised_at), None)
            })
            .collect();
        Ok(file(&scribe.title(&one.content), &entries))
    })
    .await
}

/// The agenda of whoever has this secret address. Unknown secrets are not found.
pub async fn of_person(app: &App, secret: &str) -> ApiResult<String> {
    let service = app.clone();
    let hash = Secret::hash(secret);
    app.read(move |conn| {
        let now = service.clock.now();
        let person: PersonId = calendar_link::owner(conn, &hash)?;
        let lang = letter::reader(conn, person)?
            .map(|reader| reader.lang)
            .unwrap_or_default();
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let mut mine = enrolment::agenda(conn, person, Some(AgendaPart::Coming), None, most, now)?;
        mine.extend(enrolment::agenda(
            conn,
            person,
            Some(AgendaPart::Waiting),
            None,
            most,
            now,
        )?);
        let ids: Vec<_> = mine.iter().map(|one| one.opportunity_id).collect();
        let contents: HashMap<_, _> = opportunity::find_many(conn, &ids)?
            .into_iter()
            .map(|one| (one.id, one.content))
            .collect();
        let scribe = Scribe {
            app: &service,
            lang,
        };
        let entries: Vec<_> = mine
            .iter()
            .filter_map(|one| {
                let content = contents.get(&one.opportunity_id)?;
                let certainty = match one.state {
                    EnrolmentState::Enrolled => Certainty::Sure,
                    EnrolmentState::Cancelled => Certainty::Cancelled,
                    _ => Certainty::Maybe,
                };
                // How one stands is part of it: it is written anew each time.
                Some(scribe.entry(&one.session, content, (certainty, now), Some((person, one))))
            })
            .collect();
        let name = msg!(calendar.name)
            .resolve(Catalogue::embedded(lang))
            .into_owned();
        Ok(file(&name, &entries))
    })
    .await
}

/// Writes events in a language.
struct Scribe<'a> {
    app: &'a App,
    lang: Lang,
}

impl Scribe<'_> {
    fn say(&self, message: &goesting_i18n::Message) -> String {
        message.resolve(Catalogue::embedded(self.lang)).into_owned()
    }

    fn title(&self, content: &OpportunityContent) -> String {
        content
            .title
            .pick(self.lang)
            .map(|(_, words)| words.to_owned())
            .unwrap_or_default()
    }

    fn entry(
        &self,
        session: &Session,
        content: &OpportunityContent,
        (certainty, revised_at): (Certainty, DateTime<Utc>),
        mine: Option<(PersonId, &Enrolment)>,
    ) -> Entry {
        let url = &self.app.config.public_url;
        let mut title = self.title(content);
        let mut notes = Vec::new();
        if let Some((_, mine)) = mine {
            let names: Vec<_> = mine
                .people
                .iter()
                .map(|one| one.first_name.as_str())
                .collect();
            if names.len() > 1 {
                let names = format::list(self.lang, &names);
                title = self.say(&msg!(calendar.for_names, title = title, names = names));
            }
            match mine.state {
                EnrolmentState::Waitlisted => {
                    title = self.say(&msg!(calendar.waiting, title = title));
                }
                EnrolmentState::Offered => {
                    title = self.say(&msg!(calendar.offered, title = title));
                }
                _ => {}
            }
        }
        if let Some(welcomer) = &content.card.welcomer {
            notes.push(self.say(&msg!(calendar.host, name = welcomer.first_name.as_str())));
        }
        if let Some((_, bring)) = content
            .card
            .bring
            .as_ref()
            .and_then(|text| text.pick(self.lang))
        {
            notes.push(self.say(&msg!(calendar.bring, what = bring)));
        }
        if let Some(phone) = &content.contact.phone {
            notes.push(self.say(&msg!(calendar.phone, phone = phone.as_str())));
        }
        if let Some((person, mine)) = mine.filter(|(_, mine)| mine.state.is_live()) {
            let token = leave_token(&self.app.config.secret, mine.id, person);
            let leave = url.join(&format!("/leave?token={token}"));
            notes.push(self.say(&msg!(calendar.leave, url = leave)));
        }
        let place = session
            .terms
            .place
            .as_ref()
            .or_else(|| content.whereabouts.place());
        Entry {
            uid: format!("{}@goesting", session.id),
            title,
            notes,
            place: place
                .map(Place::in_one_line)
                .filter(|line| !line.is_empty()),
            url: url.join(&format!("/opportunities/{}", session.opportunity_id)),
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            certainty,
            version: session.version,
            revised_at,
        }
    }
}
