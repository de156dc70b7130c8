//! The demo: two towns as they could be, to look around in. All of it goes through the rules that
//! hold for everybody, and all of it can be taken out again.

mod actors;
mod calendar;
mod content;
mod crowd;
pub mod data;
mod desks;
mod drawings;
mod log_ins;
mod offer;
mod people;
mod remove;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::Refusal;
use goesting_core::enrolment::Clocks;
use goesting_store::account;
use goesting_store::demo as stored;
use goesting_store::picture::{Blob, Sizes};
use goesting_types::ids::PersonId;
use goesting_types::problem::ErrorCode;
use indicatif::ProgressBar;

use crate::app::App;
use crate::app::enrolment::clocks;
use crate::blocking::blocking;
use crate::error::{ApiError, ApiResult};
use data::Demo;

pub use log_ins::{LogIn, log_ins};
pub use remove::{Removed, remove};

/// How long ago the demo began.
const BEGAN: TimeDelta = TimeDelta::days(120);

/// What was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// People, children among them.
    pub people: usize,
    /// Actors.
    pub actors: usize,
    /// Opportunities.
    pub opportunities: usize,
    /// Sessions.
    pub sessions: usize,
    /// Places taken.
    pub taken: u32,
    /// Places waited for.
    pub waiting: u32,
    /// Places that the data wants taken or waited for, and for which nobody was found.
    pub missed: u32,
}

/// What became of loading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loaded {
    /// The demo is here now.
    Now(Counts),
    /// It was here already, and stayed as it was.
    Already {
        /// Since when.
        since: DateTime<Utc>,
        /// How many people got this server's password anew, since another was set.
        renewed: usize,
    },
}

/// What loading works with.
struct Loading {
    demo: Demo,
    drawings: BTreeMap<String, Sizes<Blob>>,
    password: String,
    password_hash: String,
    clocks: Clocks,
    now: DateTime<Utc>,
    began: DateTime<Utc>,
}

impl Loading {
    /// The ecosystem of this key.
    fn territory(&self, ecosystem: &str) -> ApiResult<&str> {
        let found = self.demo.ecosystems.iter().find(|one| one.key == ecosystem);
        found
            .map(|one| &*one.territory)
            .ok_or_else(|| ApiError::internal(format!("the demo has no ecosystem {ecosystem}")))
    }
}

/// Says which part of the demo something went wrong with: its data is ours.
fn in_part<T, E: Into<ApiError>>(part: &str, outcome: Result<T, E>) -> ApiResult<T> {
    outcome.map_err(|error| match error.into() {
        ApiError::Refused(Refusal {
            code,
            detail,
            errors,
            ..
        }) => ApiError::internal(format!("{part}: {code} {detail:?} {errors:?}")),
        ApiError::Internal(why) => ApiError::internal(format!("{part}: {why}")),
        other @ (ApiError::Store(_) | ApiError::Limited(_)) => other,
    })
}

/// Sets the password where it is another one: the server has a new secret, or a visitor changed it.
/// Gives for how many.
async fn renew(app: &App, demo: Demo, password: &str) -> ApiResult<usize> {
    let accounts = app.read(move |conn| people::accounts(conn, &demo)).await?;
    // Those that were loaded together have one hash.
    let mut by_hash: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    for one in accounts {
        by_hash
            .entry(one.password_hash)
            .or_default()
            .push(one.person_id);
    }
    let mut others = Vec::new();
    for (hash, people) in by_hash {
        if !app.passwords.verify(password, Some(hash.as_str())).await? {
            others.extend(people);
        }
    }
    if others.is_empty() {
        return Ok(0);
    }
    let hash = app.passwords.hash(password).await?;
    app.write(move |conn| {
        for person in &others {
            account::set_password(conn, *person, &hash)?;
        }
        Ok(others.len())
    })
    .await
}

/// Loads the demo in one unit of work; where it is already, nothing changes but passwords that are
/// no longer the one that is told. Its log-ins have one password, so it is for servers that only
/// their own machine reaches. `bar` shows how far a part of
/// the work is.
pub async fn load(
    app: &App,
    bar: impl Fn(&'static str, u64) -> ProgressBar + Send + 'static,
) -> ApiResult<Loaded> {
    if !app.config.public_url.is_loopback() {
        let detail = format!(
            "everybody could log in to the demo on {}: load it where GOESTING_PUBLIC_URL is this \
             machine's own, such as http://127.0.0.1:8080",
            app.config.public_url.as_str()
        );
        return Err(Refusal::new(ErrorCode::Forbidden, detail).into());
    }
    let demo = data::read().map_err(ApiError::internal)?;
    let password = log_ins::password(&app.config.secret);
    if let Some(since) = app.read(|conn| Ok(stored::since(conn)?)).await? {
        let renewed = renew(app, demo, &password).await?;
        return Ok(Loaded::Already { since, renewed });
    }
    let names: Vec<_> = demo.pictures.keys().cloned().collect();
    let drawing = bar("drawings", u64::try_from(names.len()).unwrap_or(0));
    let shown = drawing.clone();
    let drawings = blocking(move || drawings::draw(names, || shown.inc(1))).await?;
    drawing.finish();
    let now = app.clock.now();
    let loading = Loading {
        demo,
        drawings,
        password_hash: app.passwords.hash(&password).await?,
        password,
        clocks: clocks(app),
        now,
        began: now - BEGAN,
    };
    app.write(move |conn| {
        // Somebody else may have loaded it while the drawings were drawn.
        if let Some(since) = stored::since(conn)? {
            return Ok(Loaded::Already { since, renewed: 0 });
        }
        let people = people::bring(conn, &loading)?;
        actors::bring(conn, &loading)?;
        let offer = offer::bring(conn, &loading)?;
        let shown = bar("enrolments", u64::try_from(offer.len()).unwrap_or(0));
        let crowd = crowd::bring(conn, &loading, &offer, &shown)?;
        offer::settle(conn, &loading)?;
        actors::settle(conn, &loading)?;
        desks::bring(conn, &loading)?;
        // Last, so that nothing until here sends a letter: who has no address gets none.
        people::give_accounts(conn, &loading)?;
        shown.finish();
        Ok(Loaded::Now(Counts {
            people,
            actors: loading.demo.actors.len(),
            opportunities: loading.demo.opportunities().count(),
            sessions: offer.len(),
            ..crowd
        }))
    })
    .await
}
