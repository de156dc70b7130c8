//! The one writer of SQLite. Units of work take turns at its connection, in the order they came;
//! those that came while another wrote share a commit, since a commit waits for the disk.
//!
//! A unit is still all or nothing: one that fails is taken back alone. Nobody is answered before the
//! commit that holds their unit, and when that fails, all who share it are told so. Constraints are
//! checked at once, never deferred to the commit, so that it fails for the disk's reasons alone.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use diesel::connection::{Connection, TransactionManager as _};

use crate::conn::{Conn, Link, Manager};
use crate::error::{Failure, StoreError};

/// So many units share a commit at most: who came first waits for the last.
const MOST: usize = 16;

type Transactions = <Conn as Connection>::TransactionManager;

/// The connection that writes, and who waits for it.
pub(crate) struct Writer {
    manager: Manager,
    wait: Duration,
    line: Mutex<Line>,
}

/// Who waits, first come first.
struct Line {
    /// The desk, while nobody has it.
    free: Option<Desk>,
    waiting: VecDeque<(u64, SyncSender<Desk>)>,
    /// The number that was given out last.
    last: u64,
}

/// What goes from one to the next: the connection, and the transaction it is in.
#[derive(Default)]
struct Desk {
    link: Option<Link>,
    open: Option<Open>,
}

/// A transaction that more units may join.
#[derive(Default)]
struct Open {
    units: usize,
    end: Arc<End>,
}

/// How a transaction ended, once it did.
type End = OnceLock<Result<(), Lost>>;

/// Why nothing of a transaction was kept.
#[derive(Debug, Clone)]
enum Lost {
    Full(String),
    Away(String),
}

impl Writer {
    /// A writer whose units wait so long for their turn. Connects when first used.
    pub(crate) fn new(manager: Manager, wait: Duration) -> Self {
        let line = Line {
            free: Some(Desk::default()),
            waiting: VecDeque::new(),
            last: 0,
        };
        Self {
            manager,
            wait,
            line: Mutex::new(line),
        }
    }

    /// Runs `work` as a unit: all of it or nothing.
    pub(crate) fn write<T, E>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + Failure,
    {
        let mut turn = self.turn()?;
        let (outcome, end) = turn.unit(work)?;
        // Commits, or hands on to who joins.
        drop(turn);
        // A refusal too may rest on what the others wrote.
        match end.wait() {
            Ok(()) => outcome,
            Err(lost) => Err(StoreError::from(lost.clone()).into()),
        }
    }

    /// Runs `work` outside of any transaction.
    pub(crate) fn alone<T>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut turn = self.turn()?;
        turn.commit();
        let outcome = work(&mut turn.link()?.conn);
        if outcome.as_ref().is_err_and(StoreError::breaks_connection) {
            turn.desk.link = None;
        }
        outcome
    }

    /// Waits for the desk.
    fn turn(&self) -> Result<Turn<'_>, StoreError> {
        let (sender, receiver) = sync_channel(1);
        let number = {
            let mut line = self.line();
            if let Some(desk) = line.free.take() {
                return Ok(Turn { writer: self, desk });
            }
            line.last += 1;
            let number = line.last;
            line.waiting.push_back((number, sender));
            number
        };
        let desk = receiver.recv_timeout(self.wait).or_else(|_| {
            // It is handed over under the lock: who stands here no longer has it already.
            self.line().waiting.retain(|(other, _)| *other != number);
            receiver
                .try_recv()
                .map_err(|_| StoreError::Unavailable("others write and took too long".to_owned()))
        })?;
        Ok(Turn { writer: self, desk })
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Having the desk. Whoever gives it back hands it to the next.
struct Turn<'a> {
    writer: &'a Writer,
    desk: Desk,
}

impl Turn<'_> {
    fn link(&mut self) -> Result<&mut Link, StoreError> {
        let link = match self.desk.link.take() {
            Some(link) => link,
            None => r2d2::ManageConnection::connect(&self.writer.manager)
                .map_err(|error| StoreError::Unavailable(error.to_string()))?,
        };
        Ok(self.desk.link.insert(link))
    }

    /// Runs `work` in the transaction that is open, or in one that it opens.
    fn unit<T, E>(
        &mut self,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<(Result<T, E>, Arc<End>), StoreError>
    where
        E: Failure,
    {
        let joins = self.desk.open.is_some();
        let conn = &mut self.link()?.conn;
        let begun = if joins {
            // A savepoint.
            Transactions::begin_transaction(conn)
        } else {
            conn.begin()
        };
        if let Err(error) = begun {
            let error = StoreError::from(error);
            self.lose(&error);
            return Err(error);
        }
        let outcome = work(conn);
        let kept = match &outcome {
            Ok(_) if joins => Transactions::commit_transaction(conn),
            Ok(_) => Ok(()),
            Err(_) => Transactions::rollback_transaction(conn),
        };
        let open = self.desk.open.get_or_insert_default();
        let end = Arc::clone(&open.end);
        open.units += 1;
        let failed = outcome.as_ref().err().and_then(Failure::storage);
        match (kept, failed) {
            // SQLite takes back everything by itself when the disk fails it.
            (_, Some(error @ (StoreError::Full(_) | StoreError::Unavailable(_)))) => {
                self.lose(error);
            }
            (Err(error), _) => self.lose(&error.into()),
            (Ok(()), _) if outcome.is_err() && !joins => {
                self.desk.open = None;
                let _ = end.set(Ok(()));
            }
            (Ok(()), _) => {}
        }
        Ok((outcome, end))
    }

    /// Ends the transaction that is open, and tells all who have a unit in it.
    fn commit(&mut self) {
        let (Some(open), Some(link)) = (&self.desk.open, &mut self.desk.link) else {
            return;
        };
        match Transactions::commit_transaction(&mut link.conn) {
            Ok(()) => {
                let _ = open.end.set(Ok(()));
                self.desk.open = None;
            }
            Err(error) => self.lose(&error.into()),
        }
    }

    /// Nothing of the open transaction is kept. The connection goes, and with it whatever it was in.
    fn lose(&mut self, why: &StoreError) {
        self.desk.link = None;
        if let Some(open) = self.desk.open.take() {
            let _ = open.end.set(Err(Lost::from(why)));
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.lose(&StoreError::Unavailable(
                "another unit of work broke off".to_owned(),
            ));
        }
        let mut line = self.writer.line();
        let units = self.desk.open.as_ref().map_or(0, |open| open.units);
        if line.waiting.is_empty() || units >= MOST {
            drop(line);
            // Who comes while this waits for the disk shares the next one.
            self.commit();
            line = self.writer.line();
        }
        let mut desk = std::mem::take(&mut self.desk);
        while let Some((_, next)) = line.waiting.pop_front() {
            match next.try_send(desk) {
                Ok(()) => return,
                Err(TrySendError::Disconnected(back) | TrySendError::Full(back)) => desk = back,
            }
        }
        // Nobody is left to join what is open.
        self.desk = desk;
        self.commit();
        line.free = Some(std::mem::take(&mut self.desk));
    }
}

impl From<&StoreError> for Lost {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::Full(why) => Self::Full(why.clone()),
            other => Self::Away(other.to_string()),
        }
    }
}

impl From<Lost> for StoreError {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::Full(why) => Self::Full(why),
            Lost::Away(why) => Self::Unavailable(why),
        }
    }
}
