//! What waits, made alike: one row for a report, an opportunity, a request or a claim.

use chrono::{DateTime, Utc};
use goesting_i18n::{Message, msg};
use goesting_types::actor::ActorSummary;
use goesting_types::ids::{ClaimId, OpportunityId, ParticipationId, ReportId};
use goesting_types::moderation::{ReportOutcome, ReviewQueue};
use goesting_types::text::LocalizedText;
use leptos::prelude::*;

use crate::i18n::I18n;
use crate::routes;

/// What is decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    /// A report.
    Report(ReportId),
    /// An opportunity in review.
    Review(OpportunityId),
    /// A request to join.
    Request(ParticipationId),
    /// Somebody who says they act for an actor.
    Claim(ClaimId),
}

/// One list of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Reports: they have a clock, so they come first.
    Reports,
    /// Opportunities in review.
    Reviews,
    /// Requests to join.
    Requests,
    /// Claims.
    Claims,
}

/// A row of the desk, in the reader's language.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What is decided on.
    pub about: About,
    /// The opportunity's title or the actor's name.
    pub name: String,
    /// The language of the name, when it is not the reader's.
    pub lang: Option<&'static str>,
    /// A few words above the name.
    pub above: String,
    /// Where more of it stands.
    pub href: String,
    /// What somebody wrote.
    pub said: Option<String>,
    /// Who asks: first name and address.
    pub who: Option<(String, String)>,
    /// Since when it waits.
    pub since: DateTime<Utc>,
    /// When an answer is due.
    pub due: Option<DateTime<Utc>>,
    /// What was answered.
    pub answer: Option<(ReportOutcome, String)>,
    /// Whether an answer reaches somebody.
    pub answerable: bool,
}

impl Part {
    /// Every list, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Reports, Self::Reviews, Self::Requests, Self::Claims];

    /// The id of its title, unlike any other on the page.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Reports => "reports",
            Self::Reviews => "reviews",
            Self::Requests => "requests",
            Self::Claims => "claims",
        }
    }

    /// Its title, and a line about what to do.
    pub fn texts(self) -> (Message, Message) {
        match self {
            Self::Reports => (msg!(facilitator.reports), msg!(facilitator.reports_text)),
            Self::Reviews => (msg!(facilitator.reviews), msg!(facilitator.reviews_text)),
            Self::Requests => (msg!(facilitator.requests), msg!(facilitator.requests_text)),
            Self::Claims => (msg!(facilitator.claims), msg!(facilitator.claims_text)),
        }
    }

    /// How many wait.
    pub const fn waiting(self, queue: &ReviewQueue) -> u32 {
        match self {
            Self::Reports => queue.counts.reports,
            Self::Reviews => queue.counts.reviews,
            Self::Requests => queue.counts.requests,
            Self::Claims => queue.counts.claims,
        }
    }

    /// Its rows; followed.
    pub fn items(self, i18n: I18n, queue: &ReviewQueue) -> Vec<Item> {
        match self {
            Self::Reports => queue
                .reports
                .iter()
                .map(|one| {
                    let href = routes::review(one.opportunity_id);
                    let item = titled(i18n, About::Report(one.id), &one.title, href);
                    Item {
                        said: Some(one.message.clone()),
                        since: one.created_at,
                        due: Some(one.due_at),
                        answer: one.outcome.zip(one.answer.clone()),
                        answerable: one.answerable,
                        ..item
                    }
                })
                .collect(),
            Self::Reviews => queue
                .reviews
                .iter()
                .map(|one| {
                    let id = one.opportunity_id;
                    let item = titled(i18n, About::Review(id), &one.title, routes::review(id));
                    Item {
                        above: above(i18n, &one.actor, true),
                        since: one.since,
                        ..item
                    }
                })
                .collect(),
            Self::Requests => queue
                .requests
                .iter()
                .map(|one| Item {
                    since: one.since,
                    ..named(i18n, About::Request(one.id), &one.actor)
                })
                .collect(),
            Self::Claims => queue
                .claims
                .iter()
                .map(|one| Item {
                    said: Some(one.message.clone()),
                    who: Some((one.first_name.clone(), one.email.clone())),
                    since: one.asked_at,
                    ..named(i18n, About::Claim(one.id), &one.actor)
                })
                .collect(),
        }
    }
}

fn above(i18n: I18n, actor: &ActorSummary, name: bool) -> String {
    let kind = i18n.label(actor.kind);
    if name {
        format!("{kind} · {}", actor.name)
    } else {
        kind
    }
}

/// About an actor.
fn named(i18n: I18n, about: About, actor: &ActorSummary) -> Item {
    Item {
        about,
        name: actor.name.clone(),
        lang: None,
        above: above(i18n, actor, false),
        href: routes::actor(actor.id),
        said: None,
        who: None,
        since: DateTime::default(),
        due: None,
        answer: None,
        answerable: true,
    }
}

/// About an opportunity.
pub fn titled(i18n: I18n, about: About, title: &LocalizedText, href: String) -> Item {
    let reader = i18n.lang();
    let (lang, name) = title.pick(reader).unwrap_or((reader, ""));
    Item {
        about,
        name: name.to_owned(),
        lang: (lang != reader).then(|| lang.as_str()),
        above: String::new(),
        href,
        said: None,
        who: None,
        since: DateTime::default(),
        due: None,
        answer: None,
        answerable: true,
    }
}

/// How the clock of a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Whether its time is over.
    pub late: bool,
    minutes: u64,
}

impl Clock {
    /// The time between now and then.
    pub fn until(due: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let seconds = (due - now).num_seconds();
        Self {
            late: seconds < 0,
            minutes: seconds.unsigned_abs() / 60,
        }
    }

    /// Hours and minutes, for who has to answer.
    pub fn words(self) -> Message {
        let (hours, days) = (self.minutes / 60, self.minutes / (60 * 24));
        match (self.late, hours, days) {
            (false, 0, _) => msg!(facilitator.left_minutes, count = self.minutes),
            (false, ..) => msg!(facilitator.left_hours, count = hours),
            (true, 0, _) => msg!(facilitator.late_minutes, count = self.minutes),
            (true, _, 0 | 1) => msg!(facilitator.late_hours, count = hours),
            (true, ..) => msg!(facilitator.late_days, count = days),
        }
    }
}

/// What is asked before something is decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// On what.
    pub item: Item,
    /// Whether it is a yes; reports are answered either way.
    pub yes: bool,
}

/// The question in sight, if one is.
pub type Question = RwSignal<Option<Asked>>;

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn a_clock_says_how_long_is_left_and_how_late_it_is() {
        let due = DateTime::<Utc>::default();
        for (ahead, late, words) in [
            (
                TimeDelta::minutes(59),
                false,
                msg!(facilitator.left_minutes, count = 59_u64),
            ),
            (
                TimeDelta::minutes(61),
                false,
                msg!(facilitator.left_hours, count = 1_u64),
            ),
            (
                TimeDelta::hours(24),
                false,
                msg!(facilitator.left_hours, count = 24_u64),
            ),
            (
                TimeDelta::seconds(0),
                false,
                msg!(facilitator.left_minutes, count = 0_u64),
            ),
            (
                TimeDelta::seconds(-61),
                true,
                msg!(facilitator.late_minutes, count = 1_u64),
            ),
            (
                TimeDelta::hours(-47),
                true,
                msg!(facilitator.late_hours, count = 47_u64),
            ),
            (
                TimeDelta::hours(-49),
                true,
                msg!(facilitator.late_days, count = 2_u64),
            ),
        ] {
            let clock = Clock::until(due, due - ahead);
            assert_eq!((clock.late, clock.words()), (late, words), "{ahead}");
        }
    }
}
