//! What happens by itself: letters leave, offers lapse, series go on. Each job is idempotent; a
//! lease keeps nodes from running one at the same time.

mod letters;

use std::time::Duration;

use chrono::TimeDelta;
use goesting_store::job;
use tokio::sync::watch;

use crate::app::{App, enrolment, session};
use crate::error::ApiResult;

/// A job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// Letters that are due leave.
    Letters,
    /// Offers and unconfirmed places lapse, and go to the next in line.
    Enrolments,
    /// What is over is done.
    Sessions,
    /// Series are made twelve months ahead.
    Series,
    /// What is kept for a time only is forgotten.
    Forgetting,
}

impl Job {
    /// Every job.
    pub const ALL: [Self; 5] = [
        Self::Letters,
        Self::Enrolments,
        Self::Sessions,
        Self::Series,
        Self::Forgetting,
    ];

    /// Its name in the table of jobs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Letters => "letters",
            Self::Enrolments => "enrolments",
            Self::Sessions => "sessions",
            Self::Series => "series",
            Self::Forgetting => "forgetting",
        }
    }

    /// How often it runs.
    const fn every(self) -> TimeDelta {
        match self {
            Self::Letters => TimeDelta::seconds(1),
            Self::Enrolments => TimeDelta::seconds(15),
            Self::Sessions => TimeDelta::minutes(1),
            Self::Series | Self::Forgetting => TimeDelta::hours(1),
        }
    }

    async fn run(self, app: &App) -> ApiResult<()> {
        match self {
            Self::Letters => letters::deliver_due(app).await.map(|_| ()),
            Self::Enrolments => enrolment::expire_due(app).await.map(|_| ()),
            Self::Sessions => session::finish_past(app, app.clock.now()).await.map(|_| ()),
            Self::Series => session::extend_series(app, app.clock.now())
                .await
                .map(|_| ()),
            Self::Forgetting => forget(app).await,
        }
    }
}

/// How long a node may hold a job; longer than any run.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// How long the answer to an `Idempotency-Key` is remembered.
const IDEMPOTENCY_FOR: TimeDelta = TimeDelta::hours(24);

async fn forget(app: &App) -> ApiResult<()> {
    let before = app.clock.now() - IDEMPOTENCY_FOR;
    app.write(move |conn| Ok(goesting_store::idempotency::forget(conn, before)?))
        .await?;
    Ok(())
}

/// Runs every job that is due once, whoever else runs them; gives the names of those it ran.
pub async fn run_due(app: &App) -> ApiResult<Vec<&'static str>> {
    let mut ran = Vec::new();
    for one in Job::ALL {
        let now = app.clock.now();
        let taken = app
            .write(move |conn| Ok(job::take(conn, one.name(), one.every(), LEASE, now)?))
            .await?;
        if taken {
            let outcome = one.run(app).await;
            app.write(move |conn| Ok(job::finished(conn, one.name(), now)?))
                .await?;
            outcome?;
            ran.push(one.name());
        }
    }
    Ok(ran)
}

/// Runs jobs as long as the server does. What fails is logged and tried again.
pub async fn run_forever(app: App, mut stop: watch::Receiver<bool>) {
    let names = Job::ALL.map(Job::name);
    loop {
        let registered = app
            .write(move |conn| Ok(job::register(conn, &names)?))
            .await;
        let outcome = match registered {
            Ok(()) => run_due(&app).await,
            Err(error) => Err(error),
        };
        let pause = match outcome {
            Ok(_) => Duration::from_secs(1),
            Err(error) => {
                tracing::warn!(%error, "jobs wait");
                Duration::from_secs(5)
            }
        };
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
