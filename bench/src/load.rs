//! Requests over sockets that stay open, from so many clients at once.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// One request, and what its answer must be.
#[derive(Clone)]
pub struct Question {
    /// What is asked.
    pub request: Request<Full<Bytes>>,
    /// The status of a right answer.
    pub status: StatusCode,
    /// What a right answer contains.
    pub contains: Option<String>,
}

impl Question {
    /// A GET that answers 200.
    pub fn get(path: &str) -> anyhow::Result<Self> {
        Ok(Self {
            request: Request::get(path)
                .header("Host", "localhost")
                .body(Full::default())?,
            status: StatusCode::OK,
            contains: None,
        })
    }
}

/// What came of a load.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    /// Answers a second.
    pub rate: f64,
    /// Half of them took at most this long.
    pub p50: Duration,
    /// 95 of 100.
    pub p95: Duration,
    /// 99 of 100.
    pub p99: Duration,
    /// Bytes of a body, on average.
    pub bytes: usize,
}

impl Outcome {
    /// From each answer's time and the time of all together.
    pub fn of(mut times: Vec<Duration>, bytes: usize, all: Duration) -> anyhow::Result<Self> {
        times.sort_unstable();
        let at = |percent: usize| {
            times
                .get((times.len() * percent / 100).min(times.len().saturating_sub(1)))
                .copied()
                .context("no answer at all")
        };
        Ok(Self {
            rate: rate(times.len(), all),
            p50: at(50)?,
            p95: at(95)?,
            p99: at(99)?,
            bytes: bytes / times.len().max(1),
        })
    }
}

/// So many in that time, a second.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
pub fn rate(n: usize, time: Duration) -> f64 {
    n as f64 / time.as_secs_f64()
}

/// How long a load lasts.
#[derive(Debug, Clone, Copy)]
pub enum Until {
    /// Round and round for this time.
    Time(Duration),
    /// Each question once.
    Once,
}

/// Asks from so many clients at once; the first wrong answer ends it.
pub fn run(
    address: SocketAddr,
    questions: &Arc<Vec<Question>>,
    clients: usize,
    until: Until,
) -> anyhow::Result<Outcome> {
    let (times, bytes, all) = ask(address, questions, clients, until)?;
    Outcome::of(times, bytes, all)
}

/// Short loads of either kind by turns, for two that differ by little: what the machine does besides
/// then weighs on both. Each gets `time` in all.
pub fn by_turns(
    address: SocketAddr,
    kinds: [&Arc<Vec<Question>>; 2],
    clients: usize,
    time: Duration,
) -> anyhow::Result<[Outcome; 2]> {
    const TURNS: u32 = 10;
    let mut tallies: [Tally; 2] = Default::default();
    for _ in 0..TURNS {
        for (questions, tally) in kinds.iter().zip(&mut tallies) {
            let (times, bytes, all) = ask(address, questions, clients, Until::Time(time / TURNS))?;
            tally.0.extend(times);
            tally.1 += bytes;
            tally.2 += all;
        }
    }
    let [one, other] = tallies.map(|(times, bytes, all)| Outcome::of(times, bytes, all));
    Ok([one?, other?])
}

/// Each answer's time, the bytes of all, and how long it took.
type Tally = (Vec<Duration>, usize, Duration);

fn ask(
    address: SocketAddr,
    questions: &Arc<Vec<Question>>,
    clients: usize,
    until: Until,
) -> anyhow::Result<Tally> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let next = Arc::new(AtomicUsize::new(0));
        let mut connections = Vec::with_capacity(clients);
        for _ in 0..clients {
            connections.push(connect(address).await?);
        }
        let begun = Instant::now();
        let workers: Vec<_> = connections
            .into_iter()
            .map(|connection| {
                let (questions, next) = (questions.clone(), next.clone());
                tokio::spawn(client(connection, questions, next, begun, until))
            })
            .collect();
        let (mut times, mut bytes) = (Vec::new(), 0);
        for worker in workers {
            let (more, read) = worker.await??;
            times.extend(more);
            bytes += read;
        }
        Ok((times, bytes, begun.elapsed()))
    })
}

async fn connect(address: SocketAddr) -> anyhow::Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn client(
    mut connection: SendRequest<Full<Bytes>>,
    questions: Arc<Vec<Question>>,
    next: Arc<AtomicUsize>,
    begun: Instant,
    until: Until,
) -> anyhow::Result<(Vec<Duration>, usize)> {
    let (mut times, mut bytes) = (Vec::new(), 0);
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let question = match until {
            Until::Time(time) if begun.elapsed() >= time => break,
            Until::Time(_) => questions.get(at % questions.len()),
            Until::Once => questions.get(at),
        };
        let Some(question) = question else { break };
        let asked = Instant::now();
        connection.ready().await?;
        let answer = connection.send_request(question.request.clone()).await?;
        let (status, body) = whole(answer).await?;
        times.push(asked.elapsed());
        bytes += body.len();
        check(question, status, &body)?;
    }
    Ok((times, bytes))
}

/// One answer, for setting up.
pub fn one(address: SocketAddr, question: &Question) -> anyhow::Result<Response<Bytes>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut connection = connect(address).await?;
        let answer = connection.send_request(question.request.clone()).await?;
        let (head, body) = answer.into_parts();
        let body = body.collect().await?.to_bytes();
        check(question, head.status, &body)?;
        Ok(Response::from_parts(head, body))
    })
}

async fn whole(answer: Response<hyper::body::Incoming>) -> anyhow::Result<(StatusCode, Bytes)> {
    let status = answer.status();
    Ok((status, answer.into_body().collect().await?.to_bytes()))
}

fn check(question: &Question, status: StatusCode, body: &Bytes) -> anyhow::Result<()> {
    let text = String::from_utf8_lossy(body);
    let right = question
        .contains
        .as_ref()
        .is_none_or(|part| text.contains(part));
    if status != question.status || !right {
        bail!(
            "{} answered {status} instead of {} with {:?}: {text}",
            question.request.uri(),
            question.status,
            question.contains
        );
    }
    Ok(())
}
