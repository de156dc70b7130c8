//! `Idempotency-Key`: the same request twice makes one thing.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use goesting_core::policy::Caller;
use goesting_store::idempotency::{self as stored, Seen};
use goesting_store::{Conn, StoreError};
use goesting_types::ids::Id;
use goesting_types::problem::ErrorCode;
use serde::Serialize;

use super::App;
use crate::error::{ApiError, ApiResult};
use crate::http::conditional::IdempotencyKey;

/// One request that may be repeated, also while the first is under way.
#[derive(Debug)]
pub struct Once(Option<Hashes>);

/// One run of the unit of work of a request that may be repeated.
#[derive(Debug)]
pub struct Run {
    hashes: Option<Hashes>,
    now: DateTime<Utc>,
}

#[derive(Debug, Clone)]
struct Hashes {
    key: Vec<u8>,
    body: Vec<u8>,
}

impl Once {
    /// The request of `caller` for `operation` with this key and body. Keys of different callers
    /// and operations never meet.
    pub fn new<T: Serialize>(
        app: &App,
        caller: &Caller,
        operation: &str,
        IdempotencyKey(key): &IdempotencyKey,
        body: &T,
    ) -> ApiResult<Self> {
        let Some(key) = key else {
            return Ok(Self(None));
        };
        let secret = &app.config.secret;
        let who = match caller {
            Caller::Anonymous => "anonymous".to_owned(),
            Caller::Person(person) => person.id.to_string(),
            Caller::Client(client) => client.id.to_string(),
        };
        let body = serde_json::to_vec(body).map_err(ApiError::internal)?;
        Ok(Self(Some(Hashes {
            key: secret.keyed_hash(
                "idempotency key",
                &[who.as_bytes(), operation.as_bytes(), key.as_bytes()],
            ),
            body: secret.keyed_hash("idempotency body", &[&body]),
        })))
    }

    /// Runs a unit of work that makes something. An equal request at the same time may have been
    /// quicker, and be why this one was refused: a second run finds what that one made.
    pub async fn write<T, F>(self, app: &App, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn, &Run) -> ApiResult<T> + Send + Sync + 'static,
    {
        let work = Arc::new(work);
        self.attempt(app, |hashes| {
            let (work, now) = (Arc::clone(&work), app.clock.now());
            app.write(move |conn| work(conn, &Run { hashes, now }))
        })
        .await
    }

    /// Likewise, for work that looks something up first: see [`App::look_then_write`].
    pub async fn look_then_write<L, T, F, G>(self, app: &App, look: F, work: G) -> ApiResult<T>
    where
        L: 'static,
        T: Send + 'static,
        F: Fn(&mut Conn) -> ApiResult<L> + Send + Sync + 'static,
        G: Fn(&mut Conn, L, &Run) -> ApiResult<T> + Send + Sync + 'static,
    {
        let (look, work) = (Arc::new(look), Arc::new(work));
        self.attempt(app, |hashes| {
            let (look, work, now) = (Arc::clone(&look), Arc::clone(&work), app.clock.now());
            app.look_then_write(
                move |conn| look(conn),
                move |conn, seen| work(conn, seen, &Run { hashes, now }),
            )
        })
        .await
    }

    async fn attempt<T, A>(self, app: &App, attempt: impl Fn(Option<Hashes>) -> A) -> ApiResult<T>
    where
        A: Future<Output = ApiResult<T>>,
    {
        let outcome = attempt(self.0.clone()).await;
        let Some(hashes) = self.0 else {
            return outcome;
        };
        if !matches!(
            outcome,
            Err(ApiError::Refused(_) | ApiError::Store(StoreError::Exists(_)))
        ) {
            return outcome;
        }
        // Mostly nobody was quicker: then the refusal costs one look, not a second run.
        let key = hashes.clone();
        let known = app
            .read(move |conn| Ok(stored::is_known(conn, &key.key)?))
            .await?;
        if known {
            attempt(Some(hashes)).await
        } else {
            outcome
        }
    }
}

impl Run {
    /// Inside the unit of work: what an earlier, equal request made; else runs `make` and keeps its
    /// id.
    pub fn or_make<K>(
        &self,
        conn: &mut Conn,
        make: impl FnOnce(&mut Conn) -> ApiResult<Id<K>>,
    ) -> ApiResult<Id<K>> {
        let Some(hashes) = &self.hashes else {
            return make(conn);
        };
        match stored::look_up(conn, &hashes.key, &hashes.body)? {
            Seen::Same(id) => Ok(id),
            Seen::Other => Err(ErrorCode::IdempotencyMismatch.into()),
            Seen::New => {
                let id = make(conn)?;
                stored::remember(conn, &hashes.key, &hashes.body, id, self.now)?;
                Ok(id)
            }
        }
    }
}
