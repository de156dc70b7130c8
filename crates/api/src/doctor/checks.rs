//! The checks themselves, each by itself.

use std::io::ErrorKind;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use goesting_search::State;
use goesting_store::{
    Conn, DatabaseUrl, Schema, Store, StoreError, StoreOptions, change, health, outbox,
};
use lettre::{AsyncSmtpTransport, Tokio1Executor};

use super::{Finding, Verdict};
use crate::auth::SigningKey;
use crate::clock::Clock;
use crate::config::{Config, Mail};
use crate::search::{self, Search};
use crate::spa;

/// Less room than this is wrong.
const LEAST_ROOM: u64 = 200 << 20;
/// Less room than this is worth a word.
const LITTLE_ROOM: u64 = 2 << 30;
/// What to do about a full disk.
const MAKE_ROOM: &str = "make room: nothing can be written without";
/// How far a clock may be off.
const SKEW: TimeDelta = TimeDelta::seconds(5);
/// How long somebody is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// All that blocks.
pub(super) fn standing_still(config: &Config) -> Vec<Finding> {
    let mut findings = vec![
        Finding {
            name: "settings",
            verdict: settings(config),
        },
        Finding {
            name: "directory",
            verdict: directory(config),
        },
        Finding {
            name: "room",
            verdict: room(config),
        },
    ];
    let mut add = |name, verdict| findings.push(Finding { name, verdict });
    if let DatabaseUrl::Sqlite(path) = &config.database
        && !path.exists()
    {
        let what = format!(
            "{} is not there yet: `goesting serve` makes it",
            path.display()
        );
        add("database", Verdict::Mind(what));
        return findings;
    }
    let store = match open(config) {
        Ok(store) => store,
        Err(error) => {
            add("database", away(config, &error));
            return findings;
        }
    };
    match store.read(health::look) {
        Ok(health) => {
            add("database", database(config, &health));
            add("clock", clock(&store, &health, Clock::System.now()));
        }
        Err(error) => {
            add("database", away(config, &error));
            return findings;
        }
    }
    let schema = schema(&store);
    let usable = !schema.is_wrong();
    add("schema", schema);
    if usable {
        add("keys", keys(config, &store));
        add("letters", letters(&store));
        add("index", index(config, &store));
    }
    findings
}

fn open(config: &Config) -> Result<Store, StoreError> {
    let options = StoreOptions {
        connections: 1,
        wait: PATIENCE,
    };
    Store::open(&config.database, options)
}

fn settings(config: &Config) -> Verdict {
    let url = config.public_url.as_str();
    if config.public_url.is_loopback() && !config.bind.ip().is_loopback() {
        return Verdict::Mind(format!(
            "it listens to the network at {}, but {url} is for this machine only: set \
             GOESTING_PUBLIC_URL=https://…",
            config.bind
        ));
    }
    if !spa::is_built() {
        return Verdict::Mind(format!(
            "{url}; the web app is not in this program: `tools/spa.sh` builds it, before the program"
        ));
    }
    Verdict::Good(url.to_owned())
}

fn directory(config: &Config) -> Verdict {
    let dir = &config.data_dir;
    let probe = dir.join(format!("doctor-{}", std::process::id()));
    let written = std::fs::write(&probe, b"written").and_then(|()| std::fs::remove_file(&probe));
    let open = open_to_others(config).join(" ");
    match written {
        Ok(()) if open.is_empty() => Verdict::Good(dir.display().to_string()),
        Ok(()) => Verdict::Mind(format!(
            "{}; others on this machine may read what is about people: `chmod -R go= {open}`",
            dir.display()
        )),
        Err(error) => {
            let mend = match error.kind() {
                ErrorKind::StorageFull => MAKE_ROOM,
                _ => {
                    "give it to the user that runs goesting, or choose another with GOESTING_DATA_DIR"
                }
            };
            Verdict::wrong(
                format!("{} cannot be written: {error}", dir.display()),
                mend,
            )
        }
    }
}

/// What of the data directory and the file of SQLite others on this machine may look into.
fn open_to_others(config: &Config) -> Vec<String> {
    use std::os::unix::fs::MetadataExt as _;
    let file = match &config.database {
        DatabaseUrl::Sqlite(path) => Some(path),
        DatabaseUrl::Postgres(_) => None,
    };
    let all = std::iter::once(&config.data_dir).chain(file);
    all.filter(|path| std::fs::metadata(path).is_ok_and(|found| found.mode() & 0o077 != 0))
        .map(|path| path.display().to_string())
        .collect()
}

fn room(config: &Config) -> Verdict {
    match rustix::fs::statvfs(&config.data_dir) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let told = format!("{} MiB free", free >> 20);
            match free {
                ..LEAST_ROOM => Verdict::wrong(told, MAKE_ROOM),
                LEAST_ROOM..LITTLE_ROOM => Verdict::Mind(told),
                _ => Verdict::Good(told),
            }
        }
        Err(error) => Verdict::Mind(format!("how much is free cannot be seen: {error}")),
    }
}

fn away(config: &Config, error: &StoreError) -> Verdict {
    let mend = match config.database {
        DatabaseUrl::Sqlite(_) => {
            "check that the file is a SQLite database and that this user may write it and its folder; \
             `goesting restore` puts a backup in its place"
        }
        DatabaseUrl::Postgres(_) => {
            "start PostgreSQL, and check host, port, user, password and database in DATABASE_URL"
        }
    };
    Verdict::wrong(error.to_string(), mend)
}

fn database(config: &Config, health: &health::Health) -> Verdict {
    let health::Health {
        version,
        bytes,
        damage,
        foreign,
        now: _,
    } = health;
    if let Some(damage) = damage {
        return Verdict::wrong(
            format!("the file is damaged: {damage}"),
            "stop the server, keep a copy of the file, and `goesting restore` the last backup",
        );
    }
    let told = format!("{version}, {} MiB, {:?}", bytes >> 20, config.database);
    match foreign {
        None => Verdict::Good(told),
        Some(locale) => Verdict::Mind(format!(
            "{told}; it speaks {locale}, and by its words is told whether it is busy or full: as a \
             superuser, `ALTER ROLE` the user of goesting `SET lc_messages = 'C'`"
        )),
    }
}

fn clock(store: &Store, health: &health::Health, now: DateTime<Utc>) -> Verdict {
    let set = "set the clock: `timedatectl set-ntp true`";
    if let Some(theirs) = health.now {
        let off = (theirs - now).abs();
        if off > SKEW {
            let seconds = off.num_seconds();
            return Verdict::wrong(
                format!("the database's clock is {seconds} seconds from this machine's"),
                set,
            );
        }
    }
    // A table that is not there yet has no time in it.
    match store.read(health::latest).ok().flatten() {
        Some(latest) if latest > now + SKEW => Verdict::wrong(
            format!("it is {now}, but something was written at {latest}"),
            set,
        ),
        _ => Verdict::Good(now.to_string()),
    }
}

fn schema(store: &Store) -> Verdict {
    match store.schema() {
        Ok(Schema::Current) => Verdict::Good("as this version wants it".to_owned()),
        Ok(Schema::Behind(count)) => Verdict::wrong(
            format!("{count} migrations are still to run"),
            "`goesting migrate up`, or start `goesting serve`, which does it",
        ),
        Err(error @ StoreError::NewerSchema(_)) => Verdict::wrong(
            error.to_string(),
            "install the newer version again, or restore a backup from before",
        ),
        Err(error) => Verdict::wrong(error.to_string(), "see what the database says"),
    }
}

fn keys(config: &Config, store: &Store) -> Verdict {
    match SigningKey::count_opened(store, &config.secret) {
        Ok(0) => Verdict::Good("none yet: the first start makes one".to_owned()),
        Ok(count) => Verdict::Good(format!("{count}, opened with the secret")),
        Err(error) => Verdict::wrong(
            error.to_string(),
            "find the secret; if it is lost, `goesting restore --new-keys` of a fresh backup makes \
             new keys",
        ),
    }
}

fn letters(store: &Store) -> Verdict {
    let now = Clock::System.now();
    let counted = store.read(|conn| {
        let late = outbox::waiting_since(conn, now - TimeDelta::hours(1))?;
        Ok::<_, StoreError>((late, outbox::given_up(conn)?))
    });
    match counted {
        Ok((0, 0)) => Verdict::Good("none that should have left".to_owned()),
        Ok((0, dead)) => Verdict::Mind(format!(
            "{dead} of the last month were given up after three days of trying"
        )),
        Ok((late, _)) => Verdict::wrong(
            format!("{late} wait for more than an hour"),
            "check that a server runs and that mail leaves (below); the log says why each waits",
        ),
        Err(error) => Verdict::wrong(error.to_string(), "see what the database says"),
    }
}

fn index(config: &Config, store: &Store) -> Verdict {
    if !config.data_dir.join("search").exists() {
        return Verdict::Good("none yet: `goesting serve` makes it".to_owned());
    }
    let index = match Search::open(&config.data_dir) {
        Ok(index) => index,
        // A server has it; how it is, that server says itself.
        Err(crate::error::ApiError::Internal(held)) if held.contains("in use") => {
            return Verdict::Good("a running server keeps it".to_owned());
        }
        Err(error) => {
            return Verdict::wrong(
                error.to_string(),
                "mend the rights of `search` in the directory",
            );
        }
    };
    let mend = "start `goesting serve`, which mends it, or run `goesting search rebuild`";
    match index.state() {
        State::Broken { reason } => Verdict::wrong(reason, mend),
        State::Ready { .. } => match store.read(|conn| behind(conn, &index)) {
            Ok(Some(0)) => Verdict::Good("in step with the database".to_owned()),
            Ok(Some(behind)) => Verdict::Mind(format!(
                "{behind} changes behind, since no server runs: `goesting serve` catches up"
            )),
            Ok(None) => Verdict::wrong("it is of before the database was restored", mend),
            Err(error) => Verdict::wrong(error.to_string(), "see what the database says"),
        },
    }
}

/// How many changes the index has not seen, counted up to a thousand.
fn behind(conn: &mut Conn, index: &Search) -> Result<Option<usize>, StoreError> {
    let era = change::era(conn)?;
    let Some(cursor) = search::up_to(index, era.as_deref()) else {
        return Ok(None);
    };
    Ok(Some(change::after(conn, cursor, 1_000)?.len()))
}

/// Whether mail leaves.
pub(super) async fn mail(config: &Config) -> Verdict {
    let Mail::Smtp { url, from } = &config.mail else {
        let told = format!("files in {}", config.data_dir.join("mails").display());
        return if config.public_url.is_loopback() {
            Verdict::Good(told)
        } else {
            Verdict::Mind(format!(
                "{told}: nobody gets them. Set GOESTING_SMTP_URL and GOESTING_MAIL_FROM"
            ))
        };
    };
    if from.parse::<lettre::message::Mailbox>().is_err() {
        return Verdict::wrong(
            "GOESTING_MAIL_FROM is not a sender",
            "write it as `Goesting <hallo@example.be>`",
        );
    }
    let form = "GOESTING_SMTP_URL is smtp://user:password@host:port, or smtps://…";
    let Ok(builder) = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose()) else {
        return Verdict::wrong("GOESTING_SMTP_URL cannot be read", form);
    };
    let transport: AsyncSmtpTransport<Tokio1Executor> = builder.timeout(Some(PATIENCE)).build();
    match transport.test_connection().await {
        Ok(true) => Verdict::Good(format!("the mail server answers; from {from}")),
        Ok(false) => Verdict::wrong("the mail server does not take us", form),
        // What it says may hold an address, not a password.
        Err(error) => Verdict::wrong(format!("the mail server: {error}"), form),
    }
}

/// What is at the address it listens on.
pub(super) async fn address(config: &Config) -> Verdict {
    let at = config.bind;
    let Ok(http) = reqwest::Client::builder()
        .timeout(PATIENCE)
        .no_proxy()
        .build()
    else {
        return Verdict::Mind("no request could be made".to_owned());
    };
    match http.get(format!("http://{at}/readyz")).send().await {
        Ok(answer) if answer.status().is_success() => {
            Verdict::Good(format!("a server answers at {at}"))
        }
        Ok(answer) if answer.status() == reqwest::StatusCode::SERVICE_UNAVAILABLE => {
            let said = answer.text().await.unwrap_or_default();
            Verdict::wrong(
                format!("the server at {at} is not ready: {}", said.trim()),
                "the lines above say what it lacks; its log says more",
            )
        }
        Ok(_) => Verdict::wrong(
            format!("something else answers at {at}"),
            "stop it, or choose another address with GOESTING_BIND",
        ),
        Err(error) if error.is_connect() => {
            Verdict::Good(format!("nothing listens at {at}: free for a server"))
        }
        Err(error) => Verdict::Mind(format!("what listens at {at} does not answer: {error}")),
    }
}
