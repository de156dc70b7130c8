//! A server of its own, as an operator starts one.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// Seals keys; the same for the server and for whoever makes tokens for it.
pub const SECRET: &str = "a secret for measuring that is long enough";
/// How browsers would reach it; tokens carry it.
pub const PUBLIC_URL: &str = "http://127.0.0.1:8080";
/// Longer than any start takes.
const PATIENCE: Duration = Duration::from_mins(2);

/// A server that runs until dropped.
pub struct Node {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start until it said that it is ready.
    pub ready_after: Duration,
}

/// The server's binary with the settings of a measurement.
pub fn command(goesting: &Path, data: &Path, database: Option<&str>) -> Command {
    let mut command = Command::new(goesting);
    command
        .env("GOESTING_DATA_DIR", data)
        .env("GOESTING_SECRET", SECRET)
        .env("GOESTING_PUBLIC_URL", PUBLIC_URL)
        .env("GOESTING_RATE_REQUESTS", "0")
        .env("GOESTING_RATE_ATTEMPTS", "0")
        .env("GOESTING_LOG", "warn")
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::inherit());
    if let Some(url) = database {
        command.env("DATABASE_URL", url);
    }
    command
}

/// A port that is free now.
pub fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

impl Node {
    /// Starts one and waits until it is ready.
    pub fn start(goesting: &Path, data: &Path, database: Option<&str>) -> anyhow::Result<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        let mut command = command(goesting, data, database);
        command
            .env("GOESTING_BIND", address.to_string())
            .arg("serve");
        Self::run(command, address, "/readyz")
    }

    /// Runs a server and waits until it answers 200 at a path.
    pub fn run(mut command: Command, address: SocketAddr, path: &str) -> anyhow::Result<Self> {
        let begun = Instant::now();
        let child = command.spawn().context("starting a server")?;
        let mut node = Self {
            child,
            address,
            ready_after: Duration::ZERO,
        };
        while !answers(address, path) {
            if let Some(status) = node.child.try_wait()? {
                bail!("the server stopped: {status}");
            }
            if begun.elapsed() > PATIENCE {
                bail!("the server did not become ready");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        node.ready_after = begun.elapsed();
        Ok(node)
    }

    /// Memory of its own, in bytes: without files that are mapped.
    pub fn memory(&self) -> anyhow::Result<u64> {
        memory(&PathBuf::from(format!("/proc/{}/status", self.child.id())))
    }

    /// As a base URL.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Anonymous resident memory by a process status file.
fn memory(status: &Path) -> anyhow::Result<u64> {
    let text = std::fs::read_to_string(status)?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"))
        .context("no RssAnon: measuring memory needs Linux")?;
    let kib = line.trim().trim_end_matches("kB").trim();
    Ok(kib.parse::<u64>()? * 1024)
}

fn answers(address: SocketAddr, path: &str) -> bool {
    use std::io::{Read as _, Write as _};
    let Ok(mut stream) = TcpStream::connect(address) else {
        return false;
    };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
    let asked = write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    );
    let mut first = [0_u8; 12];
    asked.is_ok() && stream.read_exact(&mut first).is_ok() && first.ends_with(b" 200")
}
