//! The program itself, as an operator starts it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use goesting_store::DatabaseUrl;

/// The secret it runs with.
pub const SECRET: &str = "a secret for tests that is long enough";
/// How browsers would reach it.
pub const PUBLIC_URL: &str = "http://127.0.0.1:8080";

/// A database as its URL.
pub fn url(database: &DatabaseUrl) -> String {
    match database {
        DatabaseUrl::Sqlite(path) => format!("sqlite://{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    }
}

/// A command that only knows these settings.
pub fn command(database: &DatabaseUrl, dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goesting-under-test"));
    command
        .args(args)
        .env("DATABASE_URL", url(database))
        .env("GOESTING_BIND", "127.0.0.1:0")
        .env("GOESTING_PUBLIC_URL", PUBLIC_URL)
        .env("GOESTING_DATA_DIR", dir)
        .env("GOESTING_SECRET", SECRET)
        .env("GOESTING_RATE_REQUESTS", "0")
        .env("GOESTING_LOG", "warn")
        .stdin(Stdio::null());
    command
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub status: ExitStatus,
    pub out: String,
    pub err: String,
}

impl Said {
    /// What it gave; it went well.
    pub fn well(self) -> String {
        assert!(self.status.success(), "{self:?}");
        self.out
    }

    /// What it said; it did not go well.
    pub fn badly(self) -> String {
        assert_eq!(self.status.code(), Some(1), "{self:?}");
        self.err
    }
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said {
        status: output.status,
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// A server that runs.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub base: String,
    /// What it said before.
    pub said: String,
}

impl Program {
    /// Starts `goesting serve` and waits until it listens.
    pub fn start(database: &DatabaseUrl, dir: &Path) -> Self {
        let mut child = command(database, dir, &["serve"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut all = String::new();
        let base = loop {
            let mut line = String::new();
            assert_ne!(said.read_line(&mut line).unwrap(), 0, "it ended: {all}");
            if let Some(start) = line.find("http://") {
                let address = &line[start..];
                break address.split_whitespace().next().unwrap().to_owned();
            }
            all += &line;
        };
        // Read on, so that it never waits for us; nothing more is asked of it.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Self {
            child,
            base,
            said: all,
        }
    }

    /// SIGTERM: it may end what it began.
    pub fn ask_to_stop(&self) {
        let pid = self.child.id().to_string();
        let sent = Command::new("sh")
            .args(["-c", "kill -TERM \"$0\"", &pid])
            .status();
        assert!(sent.unwrap().success());
    }

    /// How it ended; waits for it.
    pub fn ended(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// SIGKILL: no time for anything.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
