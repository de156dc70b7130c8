//! What happens by itself: letters leave, offers lapse, series go on. Each job is idempotent; a
//! lease keeps nodes from running one at the same time.

mod letters;

use std::time::Duration;

use chrono::TimeDelta;
use goesting_store::job;
use tokio::sync::watch;

use crate::app::{App, enrolment, picture, session};
use crate::error::ApiResult;
use crate::outbound::Fetcher;

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
    /// Pictures of imported opportunities are fetched.
    Pictures,
    /// What is kept for a time only is forgotten.
    Forgetting,
}

impl Job {
    /// Every job.
    pub const ALL: [Self; 6] = [
        Self::Letters,
        Self::Enrolments,
        Self::Sessions,
        Self::Series,
        Self::Pictures,
        Self::Forgetting,
    ];

    /// Its name in the table of jobs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Letters => "letters",
            Self::Enrolments => "enrolments",
            Self::Sessions => "sessions",
            Self::Series => "series",
            Self::Pictures => "pictures",
            Self::Forgetting => "forgetting",
        }
    }

    /// How often it runs.
    const fn every(self) -> TimeDelta {
        match self {
            Self::Letters => TimeDelta::seconds(1),
            Self::Enrolments => TimeDelta::seconds(15),
            Self::Pictures => TimeDelta::seconds(20),
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
            Self::Pictures => picture::fetch_due(app, &Fetcher::public(), app.clock.now())
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
    run_those_due(app, &Job::ALL).await
}

async fn run_those_due(app: &App, jobs: &[Job]) -> ApiResult<Vec<&'static str>> {
    let mut ran = Vec::new();
    for one in jobs.iter().copied() {
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

/// Runs jobs as long as the server does. What fails is logged and tried again. Jobs that wait for
/// other machines hold up no others.
pub async fn run_forever(app: App, stop: watch::Receiver<bool>) {
    let (abroad, at_home): (Vec<_>, Vec<_>) =
        Job::ALL.into_iter().partition(|job| *job == Job::Pictures);
    tokio::join!(
        keep_running(&app, &at_home, stop.clone()),
        keep_running(&app, &abroad, stop),
    );
}

async fn keep_running(app: &App, jobs: &[Job], mut stop: watch::Receiver<bool>) {
    let names = Job::ALL.map(Job::name);
    loop {
        let registered = app
            .write(move |conn| Ok(job::register(conn, &names)?))
            .await;
        let outcome = match registered {
            Ok(()) => run_those_due(app, jobs).await,
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
