//! A whole import: reads twice, writes in batches, and reports.

use std::collections::{HashMap, HashSet};
use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use goesting_core::enrolment::Clocks;
use goesting_core::import::uitdatabank::DocumentKind;
use goesting_core::import::{ExternalId, Index, SkipCode, SkipReason};
use goesting_store::import::reference::Reference;
use goesting_store::{Conn, Store, StoreError};
use goesting_types::opportunity::OriginKind;
use indicatif::ProgressBar;
use serde::Serialize;

use super::reading::{Mapped, Of, Position, Skipped, Survey};
use super::{Source, sources};
use crate::app::import::{
    Importing, Outcome, known_references, put_opportunity, put_reference, withdraw,
};
use crate::error::{ApiError, ApiResult};

/// Documents per transaction.
const BATCH: usize = 100;
/// So often one document is tried that others were in the way of: each time somebody gets further.
const TRIES: usize = 5;
const KIND: OriginKind = OriginKind::Uitdatabank;

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct Import {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Whether a place worth a visit becomes an opportunity too.
    pub places_as_opportunities: bool,
}

/// What became of the documents; each counts once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// New opportunities, locations and organisers.
    pub created: usize,
    /// Known ones that said something else.
    pub updated: usize,
    /// Known ones that said the same.
    pub unchanged: usize,
    /// Second sources of an activity.
    pub merged: usize,
    /// What was skipped, and why.
    pub skipped: Vec<Line>,
}

/// A skipped document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Where it stands.
    #[serde(flatten)]
    pub position: Position,
    /// Why, in words.
    pub reason: String,
    /// Why, for programs.
    pub code: SkipCode,
}

/// Why an import ended before its end. What was written before stays; running it again goes on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A path that does not exist.
    #[error("{0}")]
    Path(#[from] io::Error),
    /// The database is away or full.
    #[error("{0}")]
    Store(#[from] ApiError),
}

impl Report {
    /// How many documents there were.
    pub fn documents(&self) -> usize {
        self.created + self.updated + self.unchanged + self.merged + self.skipped.len()
    }

    fn count(&mut self, outcome: Outcome, position: Position) {
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Merged => self.merged += 1,
            Outcome::Superseded => self.skip(position, SkipReason::new(SkipCode::Superseded)),
        }
    }

    fn skip(&mut self, position: Position, reason: SkipReason) {
        self.skipped.push(Line {
            position,
            reason: reason.text,
            code: reason.code,
        });
    }
}

/// Runs an import. `bars` gives a bar for each reading, of so many bytes.
pub fn run(
    store: &Store,
    import: &Import,
    clocks: Clocks,
    now: DateTime<Utc>,
    bars: impl Fn(&'static str, u64) -> ProgressBar,
) -> Result<Report, ImportError> {
    let importing = Importing {
        kind: KIND,
        clocks,
        now,
    };
    let sources = sources(&import.paths)?;
    let bytes = sources.iter().map(|source| source.bytes).sum();
    let bar = bars("reading", bytes);
    let survey = Survey::of(&sources, now, &bar);
    bar.finish_and_clear();
    let bar = bars("importing", bytes);
    let report = Writer::new(store, importing).write(survey, &sources, import, &bar)?;
    bar.finish_and_clear();
    Ok(report)
}

/// Something to write, and where it was read.
enum Item {
    Reference(ExternalId, Box<Reference>, Of),
    Mapped(Mapped),
}

/// A place or an organiser: one of each may have the same id.
type Told = (DocumentKind, ExternalId);

/// What an item became.
enum Done {
    Reference(Told, Outcome, Position),
    /// An opportunity; that of a place counts instead of the place.
    Opportunity(Option<Told>, Outcome, Position),
    Skipped(Position, SkipReason),
}

struct Writer<'a> {
    store: &'a Store,
    importing: Importing,
    batch: Vec<Item>,
    report: Report,
    /// What became of places and organisers; a place that becomes an opportunity counts as that.
    references: HashMap<Told, (Outcome, Position)>,
    failure: Option<ApiError>,
}

impl<'a> Writer<'a> {
    fn new(store: &'a Store, importing: Importing) -> Self {
        Self {
            store,
            importing,
            batch: Vec::with_capacity(BATCH),
            report: Report::default(),
            references: HashMap::new(),
            failure: None,
        }
    }

    fn write(
        mut self,
        mut survey: Survey,
        sources: &[Source],
        import: &Import,
        bar: &ProgressBar,
    ) -> Result<Report, ApiError> {
        self.report.unchanged += survey.repeated;
        for (place, of) in std::mem::take(&mut survey.places) {
            let id = place.id.clone();
            let place = Box::new(Reference::Place(place));
            self.add(Item::Reference(id, place, of));
        }
        for (actor, of) in std::mem::take(&mut survey.actors) {
            if let Some(id) = actor.id.clone() {
                let actor = Box::new(Reference::Actor(actor));
                self.add(Item::Reference(id, actor, of));
            }
        }
        self.flush();
        let mut missing = survey.unseen();
        missing.extend(self.superseded());
        self.look_up(&missing, &mut survey.index)?;
        // Once more, for those who run the places that were found.
        self.look_up(&survey.unseen(), &mut survey.index)?;
        for skipped in std::mem::take(&mut survey.skipped) {
            self.add(Item::Mapped(Mapped::Skipped(skipped)));
        }
        let places_too = import.places_as_opportunities;
        survey.map(sources, places_too, self.importing.now, bar, |mapped| {
            self.add(Item::Mapped(mapped));
            // Without a database there is nothing to read on for.
            match self.failure {
                Some(_) => ControlFlow::Break(()),
                None => ControlFlow::Continue(()),
            }
        });
        self.flush();
        let mut references: Vec<_> = self.references.into_values().collect();
        references.sort_by(|(_, one), (_, other)| {
            (&one.file, one.index).cmp(&(&other.file, other.index))
        });
        for (outcome, position) in references {
            self.report.count(outcome, position);
        }
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok(self.report),
        }
    }

    /// Places and organisers that an earlier import read in a newer document.
    fn superseded(&self) -> impl Iterator<Item = ExternalId> {
        let old =
            |(_, (outcome, _)): &(&Told, &(Outcome, Position))| *outcome == Outcome::Superseded;
        self.references
            .iter()
            .filter(old)
            .map(|((_, id), _)| id.clone())
    }

    /// Adds what earlier imports brought of these.
    fn look_up(&self, ids: &HashSet<ExternalId>, index: &mut Index) -> ApiResult<()> {
        let ids: Vec<&ExternalId> = ids.iter().collect();
        let known = self.store.read(|conn| known_references(conn, KIND, &ids))?;
        for known in known {
            match known {
                Reference::Place(place) => index.add_place(place),
                Reference::Actor(actor) => index.add_actor(actor),
            }
        }
        Ok(())
    }

    fn add(&mut self, item: Item) {
        self.batch.push(item);
        if self.batch.len() >= BATCH {
            self.flush();
        }
    }

    /// Writes the batch in one transaction; when that fails, one document at a time, so that a
    /// document that cannot be stored costs itself.
    fn flush(&mut self) {
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() || self.failure.is_some() {
            return;
        }
        let importing = self.importing;
        let at_once: ApiResult<Vec<Done>> = self.store.write(|conn| {
            batch
                .iter()
                .map(|item| put(conn, importing, item))
                .collect()
        });
        match at_once {
            Ok(done) => done.into_iter().for_each(|one| self.count(one)),
            Err(error) if ends_all(&error) => self.failure = Some(error),
            Err(_) => {
                for item in &batch {
                    self.write_one(item);
                    // Each of the others would wait for the database too.
                    if self.failure.is_some() {
                        return;
                    }
                }
            }
        }
    }

    fn write_one(&mut self, item: &Item) {
        let importing = self.importing;
        let write = || self.store.write(|conn| put(conn, importing, item));
        let mut done = write();
        for _ in 1..TRIES {
            if !done.as_ref().is_err_and(may_pass) {
                break;
            }
            done = write();
        }
        match done {
            Ok(done) => self.count(done),
            Err(error) if ends_all(&error) => self.failure = Some(error),
            Err(error) => {
                tracing::warn!(%error, "a document could not be stored");
                let reason = SkipReason::with(SkipCode::Refused, &error);
                let position = match item {
                    Item::Mapped(Mapped::Opportunity(_, of)) | Item::Reference(_, _, of) => {
                        &of.position
                    }
                    Item::Mapped(Mapped::Skipped(skipped)) => &skipped.position,
                };
                self.report.skip(position.clone(), reason);
            }
        }
    }

    fn count(&mut self, done: Done) {
        match done {
            Done::Reference(told, outcome, position) => {
                self.references.insert(told, (outcome, position));
            }
            Done::Opportunity(of, outcome, position) => {
                if let Some(told) = of {
                    self.references.remove(&told);
                }
                self.report.count(outcome, position);
            }
            Done::Skipped(position, reason) => self.report.skip(position, reason),
        }
    }
}

fn put(conn: &mut Conn, importing: Importing, item: &Item) -> ApiResult<Done> {
    Ok(match item {
        Item::Reference(id, reference, of) => {
            let outcome = put_reference(conn, importing, id, reference, of.modified)?;
            Done::Reference((of.kind, id.clone()), outcome, of.position.clone())
        }
        Item::Mapped(Mapped::Opportunity(opportunity, of)) => {
            let place = (of.kind == DocumentKind::Place).then(|| (of.kind, opportunity.id.clone()));
            let outcome = put_opportunity(conn, importing, opportunity, of.modified)?;
            Done::Opportunity(place, outcome, of.position.clone())
        }
        Item::Mapped(Mapped::Skipped(Skipped {
            position,
            id,
            modified,
            reason,
        })) => {
            let known = match id {
                Some(id) => withdraw(conn, importing, id, reason.code, *modified)?,
                None => None,
            };
            match known {
                Some(outcome) => Done::Opportunity(None, outcome, position.clone()),
                None => Done::Skipped(position.clone(), reason.clone()),
            }
        }
    })
}

/// Whether trying again may work: others wrote the same at the same moment.
fn may_pass(error: &ApiError) -> bool {
    matches!(
        error,
        ApiError::Store(StoreError::Contended(_) | StoreError::Exists(_))
    )
}

/// Whether going on makes no sense: the next document would meet the same.
fn ends_all(error: &ApiError) -> bool {
    matches!(
        error,
        ApiError::Store(StoreError::Unavailable(_) | StoreError::Full(_))
    )
}
