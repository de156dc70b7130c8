//! Searching over HTTP, beside the bare index in process with the same questions.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use goesting_search::{Asked, Index};
use goesting_types::search::SearchQuery;

use crate::dice::Dice;
use crate::fill::Place;
use crate::load::{self, Outcome, Question, Until};
use crate::node::Node;
use crate::report::{Aim, Report};

/// Different questions, asked round and round.
const QUESTIONS: usize = 3_000;
/// At how many clients at once it is measured.
const CLIENTS: [usize; 3] = [1, 8, 32];

/// Measures the bare index, then the server on the same index with the same questions; each answer
/// must have the same total.
pub fn measure(
    goesting: &Path,
    place: &Place,
    time: Duration,
    report: &mut Report,
) -> anyhow::Result<()> {
    let n = place.opportunities;
    let queries = place.world.questions(&mut Dice(11), QUESTIONS);
    let directory = place.folder.path();

    let index = Index::open(&directory.join("search"))?;
    let asked = Asked::at(place.world.now);
    let mut questions = Vec::with_capacity(queries.len());
    for query in &queries {
        let total = index.search(query, &asked)?.total;
        let path = format!(
            "/api/v1/opportunities?{}",
            serde_html_form::to_string(query)?
        );
        let mut question = Question::get(&path)?;
        question.contains = Some(format!("\"total\":{total}"));
        questions.push(question);
    }
    let mut bare = Vec::new();
    for clients in CLIENTS {
        let outcome = in_process(&index, &queries, &asked, clients, time)?;
        report.outcome(
            &format!("bare index, {n} opportunities, {clients} clients"),
            &outcome,
            None,
        );
        bare.push(outcome.rate);
    }
    drop(index);

    if place.stored {
        idle(goesting, report)?;
    }
    let server = Node::start(goesting, directory, None)?;
    report.time(
        format!("start to ready on an existing index of {n}"),
        server.ready_after,
        Some(Aim::AtMost(1_000.0)),
    );
    let questions = Arc::new(questions);
    // The first round reads the files.
    load::run(server.address, &questions, 2, Until::Once)?;
    for (clients, bare) in CLIENTS.into_iter().zip(bare) {
        let outcome = load::run(server.address, &questions, clients, Until::Time(time))?;
        let aimed = place.stored && clients == 8;
        report.outcome(
            &format!("search over HTTP, {n} opportunities, {clients} clients"),
            &outcome,
            aimed.then_some(Aim::AtMost(20.0)),
        );
        report.add(
            format!("  of the bare index, {clients} clients"),
            100.0 * outcome.rate / bare,
            "%",
            aimed.then_some(Aim::AtLeast(50.0)),
        );
    }
    report.add(
        format!("memory of the server after searching {n}"),
        mebibytes(server.memory()?),
        "MiB",
        place
            .stored
            .then_some(Aim::AtMost(200_000_000.0 / 1_048_576.0)),
    );
    Ok(())
}

fn idle(goesting: &Path, report: &mut Report) -> anyhow::Result<()> {
    let empty = tempfile::tempdir()?;
    let server = Node::start(goesting, empty.path(), None)?;
    report.add(
        "memory of an idle server",
        mebibytes(server.memory()?),
        "MiB",
        None,
    );
    report.time(
        "first start on an empty directory",
        server.ready_after,
        None,
    );
    Ok(())
}

/// The same questions on threads of this process.
fn in_process(
    index: &Index,
    queries: &[SearchQuery],
    asked: &Asked,
    clients: usize,
    time: Duration,
) -> anyhow::Result<Outcome> {
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    let work = || -> anyhow::Result<Vec<Duration>> {
        let mut times = Vec::new();
        while begun.elapsed() < time {
            let at = next.fetch_add(1, Ordering::Relaxed) % queries.len();
            let query = queries.get(at).context("no query to send")?;
            let asked_at = Instant::now();
            index.search(query, asked)?;
            times.push(asked_at.elapsed());
        }
        Ok(times)
    };
    let times = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..clients).map(|_| scope.spawn(work)).collect();
        let mut all = Vec::new();
        for worker in workers {
            match worker.join() {
                Ok(times) => all.extend(times?),
                Err(_) => bail!("a searching thread broke off"),
            }
        }
        Ok(all)
    })?;
    Outcome::of(times, 0, begun.elapsed())
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / 1_048_576.0
}
