//! An opportunity on the bench: as it is kept, as it is being changed, and what happened to it in
//! the meantime.

use std::future::Future;

use goesting_client::ClientError;
use goesting_core::opportunity::missing;
use goesting_types::opportunity::{Opportunity, OpportunityContent};
use goesting_types::page::View;
use goesting_types::problem::{ErrorCode, FieldCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Toasts, use_toasts};
use crate::pages::partner::form::Filling;
use crate::pages::partner::sheet::{Fault, Part, Sheet, changed, take, update};
use crate::session::{Draft, Session, use_draft, use_session};

/// What is kept in this tab until it is stored: the changes, and what they were changes to.
#[derive(Serialize, Deserialize)]
struct Kept {
    version: i64,
    was: OpportunityContent,
    sheet: Sheet,
}

/// A part that somebody else changed while one was changing it too.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// Which part.
    pub part: Part,
    /// What one wrote oneself.
    pub mine: OpportunityContent,
    /// What they wrote.
    pub theirs: OpportunityContent,
}

/// What happened in the meantime.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct News {
    /// Changes of an earlier visit were put back.
    pub put_back: bool,
    /// Others changed something at the same time.
    pub moved: bool,
    /// Where they changed the same.
    pub clashes: Vec<Clash>,
}

/// An opportunity that is being worked at.
#[derive(Clone, Copy)]
pub struct Bench {
    /// As it is kept.
    pub now: RwSignal<Opportunity>,
    /// As it is being changed.
    pub filling: Filling,
    /// What happened to it in the meantime.
    pub news: RwSignal<News>,
    /// The log-in.
    pub session: Session,
    /// The messages.
    pub toasts: Toasts,
    draft: Draft,
}

impl Bench {
    /// Takes up an opportunity, with the changes that were not stored yet.
    pub fn new(opportunity: Opportunity) -> Self {
        let draft = use_draft(&format!("opportunity.{}", opportunity.id));
        let kept: Option<Kept> = serde_json::from_str(&draft.text.get_untracked()).ok();
        let put_back = kept.is_some();
        let mut now = opportunity;
        let sheet = match kept {
            Some(kept) => {
                // Storing compares with what the changes were made to.
                now.version = kept.version;
                now.content = kept.was;
                kept.sheet
            }
            None => Sheet::of(now.content.clone()),
        };
        let bench = Self {
            now: RwSignal::new(now),
            filling: Filling::new(sheet),
            news: RwSignal::new(News {
                put_back,
                ..News::default()
            }),
            session: use_session(),
            toasts: use_toasts(),
            draft,
        };
        Effect::new(move |_| bench.keep());
        bench
    }

    fn keep(self) {
        let (version, was) = self.now.with(|now| (now.version, now.content.clone()));
        let sheet = self.filling.sheet.get();
        let kept = if sheet == Sheet::of(was.clone()) {
            String::new()
        } else {
            serde_json::to_string(&Kept {
                version,
                was,
                sheet,
            })
            .unwrap_or_default()
        };
        self.draft.text.set(kept);
    }

    /// Whether something is not stored yet; followed.
    pub fn is_changed(self) -> bool {
        self.draft.text.with(|text| !text.is_empty())
    }

    /// Throws away what is not stored, and takes up what is.
    pub async fn discard(self) {
        let id = self.now.with_untracked(|now| now.id);
        let client = self.session.client();
        let fresh = client.get_opportunity(id, View::Edit);
        match self.session.call(fresh).await {
            Ok(fresh) => {
                self.news.try_set(News::default());
                self.adopt(fresh);
            }
            Err(error) => self.toasts.failed(&error),
        }
    }

    /// What publishing still asks for; followed.
    pub fn lacks(self) -> Vec<Fault> {
        let (content, _) = self.filling.sheet.with(Sheet::content);
        lacks(&content)
    }

    /// Stores the changes, then goes on.
    pub fn store(self, then: Box<dyn FnOnce()>) {
        let (content, faults) = self.filling.sheet.with_untracked(Sheet::content);
        if !self.filling.form.check(faults) {
            return;
        }
        let (id, version, body) = self
            .now
            .with_untracked(|now| (now.id, now.version, update(&now.content, &content)));
        let Some(body) = body else {
            then();
            return;
        };
        let (client, session) = (self.session.client(), self.session);
        let storing = async move {
            let answer = session
                .call(client.update_opportunity(id, version, &body))
                .await;
            match answer {
                Err(error) if error.code() == Some(ErrorCode::StaleEdit) => {
                    let fresh = session.call(client.get_opportunity(id, View::Edit)).await?;
                    Ok((fresh, true))
                }
                answer => Ok((answer?, false)),
            }
        };
        self.filling.form.send(storing, move |(fresh, stale)| {
            if stale {
                self.merge(fresh, &content);
            } else {
                self.news.set(News::default());
                self.adopt(fresh);
                then();
            }
        });
    }

    /// This is how it is now; nothing is left to store.
    fn adopt(self, fresh: Opportunity) {
        let sheet = Sheet::of(fresh.content.clone());
        self.now.set(fresh);
        self.filling.replace(sheet);
    }

    /// Somebody was first. What only they changed is taken over; where both did, mine stays and
    /// theirs is shown beside it.
    fn merge(self, fresh: Opportunity, mine: &OpportunityContent) {
        let was = self.now.with_untracked(|now| now.content.clone());
        let by_me = changed(&was, mine);
        let by_them = changed(&was, &fresh.content);
        let mut merged = fresh.content.clone();
        for part in &by_me {
            take(*part, mine, &mut merged);
        }
        let clash = |part: &Part| Clash {
            part: *part,
            mine: mine.clone(),
            theirs: fresh.content.clone(),
        };
        let apart = changed(mine, &fresh.content);
        let both = by_me.iter().filter(|part| by_them.contains(part));
        let clashes = both
            .filter(|part| apart.contains(part))
            .map(clash)
            .collect();
        self.news.set(News {
            put_back: false,
            moved: true,
            clashes,
        });
        self.now.set(fresh);
        self.filling.replace(Sheet::of(merged));
    }

    /// Takes one part of a version into what is being typed.
    pub fn choose(self, part: Part, version: &OpportunityContent) {
        let (mut content, _) = self.filling.sheet.with_untracked(Sheet::content);
        take(part, version, &mut content);
        self.filling.replace(Sheet::of(content));
    }

    /// Does something to it, such as pausing, and shows how it stands then.
    pub fn act(
        self,
        call: impl Future<Output = Result<Opportunity, ClientError>> + 'static,
        then: impl FnOnce(Opportunity) + 'static,
    ) {
        let session = self.session;
        self.filling
            .form
            .send(async move { session.call(call).await }, move |fresh| {
                self.now.update(|now| {
                    // What is being typed is compared with what it was made from.
                    now.state = fresh.state;
                    now.returned_because.clone_from(&fresh.returned_because);
                });
                then(fresh);
            });
    }

    /// Reads pictures and actors anew.
    pub async fn renew(self) {
        let id = self.now.with_untracked(|now| now.id);
        let client = self.session.client();
        match self
            .session
            .call(client.get_opportunity(id, View::Edit))
            .await
        {
            Ok(fresh) => {
                self.now.try_update(|now| {
                    now.pictures = fresh.pictures;
                    now.actors = fresh.actors;
                    now.state = fresh.state;
                });
            }
            Err(error) => self.toasts.failed(&error),
        }
    }
}

/// What publishing still asks for, at the fields of the form.
fn lacks(content: &OpportunityContent) -> Vec<Fault> {
    let at = |pointer: &str| match pointer {
        "/content/title/nl" => "/title",
        "/content/summary/nl" => "/summary",
        "/content/interests" => "/interests",
        _ => "/contact/phone",
    };
    missing(content)
        .iter()
        .map(|error| (at(&error.pointer), FieldCode::Required))
        .collect()
}
