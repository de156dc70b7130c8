//! PostgreSQL: its own programs copy, since nothing else knows all it can hold.

use std::io::{Read, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use goesting_store::{DatabaseUrl, Store, StoreError, StoreOptions, backup, check_known};

use super::{BackupError, Restore, claim};

/// Tables of what is replaced go first: the archive's may be older, and fewer.
const CLEAR: &str = "DO $$ DECLARE one record; BEGIN \
     FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP \
     EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', one.tablename); END LOOP; END $$;\n";

/// Where a server is, in a form that shows no password to who lists processes.
pub(super) struct Server {
    url: String,
    password: Option<String>,
}

impl Server {
    pub(super) fn new(url: &str) -> Self {
        let (url, password) = without_password(url);
        Self { url, password }
    }

    /// Writes an archive.
    pub(super) fn dump(&self, into: &Path) -> Result<(), BackupError> {
        claim(into)?;
        let mut command = self.program("pg_dump");
        command
            .args(["--format=custom", "--no-owner", "--no-privileges"])
            .arg("--file")
            .arg(into)
            .arg("--dbname")
            .arg(&self.url);
        let child = start("pg_dump", &mut command)?;
        finish("pg_dump", child)?;
        std::fs::File::open(into)
            .and_then(|file| file.sync_all())
            .map_err(|error| BackupError::File(into.to_owned(), error))
    }

    /// Reads an archive back, in one transaction.
    pub(super) fn restore(
        &self,
        database: &DatabaseUrl,
        from: &Path,
        how: Restore,
    ) -> Result<(), BackupError> {
        check_known(&self.versions(from)?)?;
        let gone = {
            let options = StoreOptions {
                connections: 1,
                ..StoreOptions::default()
            };
            Store::open(database, options)?.read(|conn| {
                if backup::others_inside(conn)? > 0 {
                    return Ok(Err(BackupError::InUse));
                }
                if !how.force && !backup::is_empty(conn)? {
                    return Ok(Err(BackupError::NotEmpty));
                }
                Ok::<_, StoreError>(Ok(backup::gone_from(conn)?))
            })??
        };
        let mut command = self.program("psql");
        command
            .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"])
            .arg("--dbname")
            .arg(&self.url)
            .stdin(Stdio::piped());
        let mut psql = start("psql", &mut command)?;
        let written = self.feed(&mut psql, from, &backup::afterwards(&gone, how.new_keys));
        // Without its COMMIT psql ends, and the server takes all back.
        drop(psql.stdin.take());
        let ended = finish("psql", psql);
        // What psql says explains why nobody read what was written.
        ended.and(written)
    }

    /// Gives psql the whole of it. COMMIT comes last and only after all went well: whatever breaks
    /// off before leaves what was there.
    fn feed(&self, psql: &mut Child, from: &Path, afterwards: &str) -> Result<(), BackupError> {
        let failed = |error: std::io::Error| BackupError::Program("psql", error.to_string());
        let mut sql = psql
            .stdin
            .take()
            .ok_or_else(|| BackupError::Program("psql", "it does not listen".to_owned()))?;
        sql.write_all(format!("BEGIN; SET LOCAL lock_timeout = '10s';\n{CLEAR}").as_bytes())
            .map_err(failed)?;
        let mut archive = self.read(from, &[])?;
        if let Some(out) = &mut archive.stdout {
            std::io::copy(out, &mut sql).map_err(failed)?;
        }
        finish("pg_restore", archive)?;
        // The archive empties the search path; the tables are where it left them.
        let end = format!("\nSET LOCAL search_path TO DEFAULT; {afterwards}COMMIT;\n");
        sql.write_all(end.as_bytes()).map_err(failed)
    }

    /// The migrations that an archive holds.
    fn versions(&self, from: &Path) -> Result<Vec<String>, BackupError> {
        let part = ["--data-only", "--table=__diesel_schema_migrations"];
        let mut archive = self.read(from, &part)?;
        let mut text = String::new();
        if let Some(out) = &mut archive.stdout {
            out.read_to_string(&mut text)
                .map_err(|error| BackupError::Program("pg_restore", error.to_string()))?;
        }
        finish("pg_restore", archive)?;
        let rows = text
            .lines()
            .skip_while(|line| !line.starts_with("COPY "))
            .skip(1)
            .take_while(|line| *line != "\\.");
        let versions: Vec<_> = rows
            .filter_map(|row| row.split('\t').next())
            .map(str::to_owned)
            .collect();
        if versions.is_empty() {
            return Err(BackupError::OtherKind(
                from.to_owned(),
                "no backup that `goesting backup` made",
                "PostgreSQL",
            ));
        }
        Ok(versions)
    }

    /// An archive as SQL.
    fn read(&self, from: &Path, options: &[&str]) -> Result<Child, BackupError> {
        let mut command = self.program("pg_restore");
        command
            .args(["--file=-", "--no-owner", "--no-privileges"])
            .args(options)
            .arg(from)
            .stdout(Stdio::piped());
        start("pg_restore", &mut command)
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        if let Some(password) = &self.password {
            command.env("PGPASSWORD", password);
        }
        command
    }
}

fn start(name: &'static str, command: &mut Command) -> Result<Child, BackupError> {
    command.spawn().map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            BackupError::NoProgram(name)
        } else {
            BackupError::Program(name, error.to_string())
        }
    })
}

/// Waits until it ends; what it says when it fails is told in one line.
fn finish(name: &'static str, mut child: Child) -> Result<(), BackupError> {
    let failed = |error: std::io::Error| BackupError::Program(name, error.to_string());
    let mut said = String::new();
    if let Some(err) = &mut child.stderr {
        err.read_to_string(&mut said).map_err(failed)?;
    }
    let status = child.wait().map_err(failed)?;
    if status.success() {
        return Ok(());
    }
    let lines: Vec<_> = said
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let told = match lines[..] {
        [] => status.to_string(),
        [..] => lines.join("; "),
    };
    Err(BackupError::Program(name, told))
}

/// A URL without its password, and the password.
fn without_password(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else {
        return (url.to_owned(), None);
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let Some((user, host)) = authority.rsplit_once('@') else {
        return (url.to_owned(), None);
    };
    match user.split_once(':') {
        Some((user, password)) => (
            format!("{scheme}://{user}@{host}{path}"),
            Some(percent_decoded(password)),
        ),
        None => (url.to_owned(), None),
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let byte = after
            .get(..2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = byte {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(b'%');
            rest = after;
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_leaves_the_address() {
        for (url, shown, password) in [
            (
                "postgres://me:s%40f%25e@db:5432/goesting?sslmode=require",
                "postgres://me@db:5432/goesting?sslmode=require",
                Some("s@f%e"),
            ),
            (
                "postgres://me@db/goesting",
                "postgres://me@db/goesting",
                None,
            ),
            ("postgres://db/goesting", "postgres://db/goesting", None),
            (
                "postgres:///goesting?host=/run",
                "postgres:///goesting?host=/run",
                None,
            ),
            ("postgres://me:100%@db", "postgres://me@db", Some("100%")),
            ("postgres://db/x?user=a@b", "postgres://db/x?user=a@b", None),
        ] {
            let (found, kept) = without_password(url);
            assert_eq!((found.as_str(), kept.as_deref()), (shown, password));
        }
    }
}
