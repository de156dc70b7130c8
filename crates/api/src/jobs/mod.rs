//! What happens by itself: letters leave, offers lapse, series go on. Each job is idempotent; a
//! lease keeps nodes from running one at the same time.

mod forgetting;
mod growing_up;
mod letters;

use std::time::Duration;

use chrono::TimeDelta;
use goesting_store::job;
use tokio::sync::watch;

use crate::app::{App, enrolment, import, picture, session};
use crate::error::{ApiError, ApiResult};
use crate::outbound::Fetcher;

/// A job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// Letters that are due leave.
    Letters,
    /// Offers and unconfirmed places lapse, and go to the next in line.
    Enrolments,
    /// What is over is done; imported opportunities of which nothing comes any more close.
    Sessions,
    /// Series are made twelve months ahead.
    Series,
    /// Pictures of imported opportunities are fetched.
    Pictures,
    /// Guardianships end on their day.
    GrowingUp,
    /// What is kept for a time only is forgotten.
    Forgetting,
}

impl Job {
    /// Every job.
    pub const ALL: [Self; 7] = [
        Self::Letters,
        Self::Enrolments,
        Self::Sessions,
        Self::Series,
        Self::Pictures,
        Self::GrowingUp,
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
            Self::GrowingUp => "growing_up",
            Self::Forgetting => "forgetting",
        }
    }

    /// What it does, in words.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Letters => "letters that left",
            Self::Enrolments => "offers and unconfirmed places that lapsed",
            Self::Sessions => "sessions and imported opportunities that are over",
            Self::Series => "sessions made of series",
            Self::Pictures => "pictures fetched",
            Self::GrowingUp => "guardianships that ended",
            Self::Forgetting => "things forgotten",
        }
    }

    /// Whether it waits for other machines, which may take their time.
    const fn waits_for_others(self) -> bool {
        matches!(self, Self::Letters | Self::Pictures)
    }

    /// How often it runs.
    const fn every(self) -> TimeDelta {
        match self {
            Self::Letters => TimeDelta::seconds(1),
            Self::Enrolments => TimeDelta::seconds(15),
            Self::Pictures => TimeDelta::seconds(20),
            Self::Sessions => TimeDelta::minutes(1),
            Self::Series | Self::GrowingUp | Self::Forgetting => TimeDelta::hours(1),
        }
    }

    /// Does it; gives how much there was to do.
    async fn run(self, app: &App) -> ApiResult<usize> {
        match self {
            Self::Letters => letters::deliver_due(app).await,
            Self::Enrolments => enrolment::expire_due(app).await,
            Self::Sessions => {
                let now = app.clock.now();
                let done = session::finish_past(app, now).await?;
                Ok(done + import::close_ended(app, now).await?)
            }
            Self::Series => session::extend_series(app, app.clock.now()).await,
            Self::Pictures => picture::fetch_due(app, &Fetcher::public(), app.clock.now()).await,
            Self::GrowingUp => growing_up::release_due(app).await,
            Self::Forgetting => forgetting::forget(app).await,
        }
    }
}

/// How long a node may hold a job; longer than any run, see [`letters`] and [`picture`].
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// A job that ran.
#[derive(Debug)]
pub struct Ran {
    /// Which.
    pub job: Job,
    /// How much there was to do, or why it broke off; it is tried again at its time.
    pub outcome: ApiResult<usize>,
}

/// Makes the rows of jobs that are missing.
pub async fn register(app: &App) -> ApiResult<()> {
    let names = Job::ALL.map(Job::name);
    app.write(move |conn| Ok(job::register(conn, &names)?))
        .await
}

/// Runs every job that is due once, whoever else runs them. One that breaks off holds up no other.
pub async fn run_due(app: &App) -> ApiResult<Vec<Ran>> {
    run_those_due(app, &Job::ALL).await
}

async fn run_those_due(app: &App, jobs: &[Job]) -> ApiResult<Vec<Ran>> {
    let mut ran = Vec::new();
    for job in jobs.iter().copied() {
        let now = app.clock.now();
        let taken = app
            .write(move |conn| Ok(job::take(conn, job.name(), job.every(), LEASE, now)?))
            .await?;
        if taken {
            let here = app.clone();
            // In a task of its own: one that panics is an error like any other, and is tried again.
            let outcome = tokio::spawn(async move { job.run(&here).await })
                .await
                .unwrap_or_else(|broken| Err(ApiError::internal(broken)));
            app.write(move |conn| Ok(job::finished(conn, job.name(), LEASE, now)?))
                .await?;
            ran.push(Ran { job, outcome });
        }
    }
    Ok(ran)
}

/// Runs jobs as long as the server does. What fails is logged and tried again. Jobs that wait for
/// other machines hold up no others: each has a loop of its own.
pub async fn run_forever(app: App, stop: watch::Receiver<bool>) {
    let (abroad, at_home): (Vec<_>, Vec<_>) =
        Job::ALL.into_iter().partition(|job| job.waits_for_others());
    let loops = abroad.chunks(1).chain([at_home.as_slice()]);
    let running = loops.map(|jobs| keep_running(&app, jobs, stop.clone()));
    futures_util::future::join_all(running).await;
}

async fn keep_running(app: &App, jobs: &[Job], mut stop: watch::Receiver<bool>) {
    loop {
        let outcome = match register(app).await {
            Ok(()) => run_those_due(app, jobs).await,
            Err(error) => Err(error),
        };
        let pause = if went_well(outcome) {
            Duration::from_secs(1)
        } else {
            Duration::from_secs(5)
        };
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Logs what did not go well; whether all did.
fn went_well(outcome: ApiResult<Vec<Ran>>) -> bool {
    let warn = |job: &str, error: &ApiError| tracing::warn!(job, %error, "a job waits");
    match outcome {
        Ok(ran) => {
            let failed = ran.iter().filter_map(|one| {
                let error = one.outcome.as_ref().err()?;
                Some((one.job.name(), error))
            });
            failed.inspect(|(job, error)| warn(job, error)).count() == 0
        }
        Err(error) => {
            warn("any", &error);
            false
        }
    }
}
