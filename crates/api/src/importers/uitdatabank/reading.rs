//! Two readings of the same files: the first learns all places and organisers and which of two
//! documents with the same id counts, the second maps events. Only the first's results, not the
//! documents, stay in memory.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};
use goesting_core::import::uitdatabank::{self as uit, Document, DocumentKind, Head, Index};
use goesting_core::import::{
    ExternalId, ImportedActor, ImportedOpportunity, ImportedPlace, SkipCode, SkipReason,
};
use indicatif::ProgressBar;
use serde::Serialize;
use serde_json::Value;

use super::files::Source;
use super::lines::Lines;
use super::split::{Piece, Split};

/// Where a document stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The file, as its path was given.
    pub file: String,
    /// Which document of the file, from 0.
    pub index: usize,
    /// Line of its first byte, from 1.
    pub line: u64,
}

/// A document that became nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it stands.
    pub position: Position,
    /// Its id, when it has one and was told apart.
    pub id: Option<ExternalId>,
    /// When the source last changed it, as far as that matters.
    pub modified: Option<DateTime<Utc>>,
    /// Why.
    pub reason: SkipReason,
}

/// What the first reading learned.
#[derive(Debug, Default)]
pub struct Survey {
    /// Places and organisers.
    pub index: Index,
    /// Places, in the order read; the newest of each id.
    pub places: Vec<(ImportedPlace, Of)>,
    /// Organisers, in the order read; the newest of each id.
    pub actors: Vec<(ImportedActor, Of)>,
    /// What was skipped so far.
    pub skipped: Vec<Skipped>,
    /// How many documents were read, skipped ones included.
    pub documents: usize,
    /// How many said word for word what another with the same id says.
    pub repeated: usize,
    /// Ids that documents refer to.
    referred: HashSet<ExternalId>,
    /// The document that counts, of each kind and id: a place may have the id of an event.
    counts: HashMap<Key, Standing>,
}

/// The document that counts among those with the same id.
#[derive(Debug)]
struct Standing {
    ordinal: usize,
    modified: Option<DateTime<Utc>>,
    hash: Hash,
    position: Position,
    content: Standee,
}

#[derive(Debug)]
enum Standee {
    /// An event, and why it is no opportunity, if it is none. Places that are still to be read make
    /// no difference to that.
    Event(Option<SkipReason>),
    Place(Box<ImportedPlace>),
    Organiser(Box<ImportedActor>),
    Refused(SkipReason),
}

impl Standing {
    /// Whether it counts before another that was read earlier: the newer one does; of two as old
    /// as each other one that can be used, else one of them by its content, so that the order in
    /// which files are read makes no difference.
    fn goes_before(&self, earlier: &Self) -> bool {
        match self.modified.cmp(&earlier.modified) {
            Ordering::Greater => true,
            Ordering::Less => false,
            Ordering::Equal => {
                (self.is_usable(), &self.hash) > (earlier.is_usable(), &earlier.hash)
            }
        }
    }

    fn is_usable(&self) -> bool {
        !matches!(self.content, Standee::Event(Some(_)) | Standee::Refused(_))
    }

    /// Why it does not count: for a reason of its own, else because of the other.
    fn superseded(self) -> Skipped {
        let reason = match self.content {
            Standee::Event(Some(own)) | Standee::Refused(own) => own,
            _ => SkipReason::new(SkipCode::Superseded),
        };
        Skipped {
            position: self.position,
            id: None,
            modified: None,
            reason,
        }
    }
}

type Hash = [u8; 32];
type Key = (Option<DocumentKind>, ExternalId);

/// What the second reading gives for one document.
#[derive(Debug)]
pub enum Mapped {
    /// An opportunity, and of which document.
    Opportunity(Box<ImportedOpportunity>, Of),
    /// Nothing.
    Skipped(Skipped),
}

/// The document of an opportunity, a place or an organiser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Of {
    /// What it is about.
    pub kind: DocumentKind,
    /// When the source last changed it.
    pub modified: Option<DateTime<Utc>>,
    /// Where it stands.
    pub position: Position,
}

/// Reads every document of the sources in order, until `visit` breaks off. It gets the ordinal, place
/// and content of each.
fn each_document(
    sources: &[Source],
    bar: &ProgressBar,
    mut visit: impl FnMut(usize, Position, Result<Value, SkipReason>) -> ControlFlow<()>,
) {
    let mut ordinal = 0;
    for source in sources {
        let pieces: Box<dyn Iterator<Item = Piece>> = match source.open() {
            Ok(reader) if source.is_lines() => Box::new(Lines::new(bar.wrap_read(reader))),
            Ok(reader) => Box::new(Split::new(bar.wrap_read(reader), 1)),
            Err(reason) => Box::new(std::iter::once(Piece {
                line: 1,
                content: Err(reason),
            })),
        };
        for (index, piece) in pieces.enumerate() {
            let position = Position {
                file: source.name.clone(),
                index,
                line: piece.line,
            };
            if visit(ordinal, position, piece.content).is_break() {
                return;
            }
            ordinal += 1;
        }
    }
}

fn hash_of(document: &Value) -> Hash {
    let mut hash = Hash::default();
    let found = digest(&SHA256, document.to_string().as_bytes());
    for (to, from) in hash.iter_mut().zip(found.as_ref()) {
        *to = *from;
    }
    hash
}

/// The first half of the hash in letters and digits, enough to tell documents apart.
fn hex(hash: &Hash) -> String {
    let half = hash
        .iter()
        .take(16)
        .fold(0u128, |number, byte| (number << 8) | u128::from(*byte));
    format!("{half:032x}")
}

fn head_of(document: &Value) -> (Head, Hash) {
    let hash = hash_of(document);
    (uit::head(document, || hex(&hash)), hash)
}

impl Survey {
    /// The first reading.
    #[must_use]
    pub fn of(sources: &[Source], now: DateTime<Utc>, bar: &ProgressBar) -> Self {
        let mut survey = Self::default();
        each_document(sources, bar, |ordinal, position, content| {
            survey.documents += 1;
            match content {
                Ok(document) => survey.learn(ordinal, position, &document, now),
                Err(reason) => survey.skipped.push(Skipped {
                    position,
                    id: None,
                    modified: None,
                    reason,
                }),
            }
            ControlFlow::Continue(())
        });
        survey.settle();
        survey
    }

    fn learn(&mut self, ordinal: usize, position: Position, document: &Value, now: DateTime<Utc>) {
        let (head, hash) = head_of(document);
        self.referred.extend(uit::references(document));
        let content = match uit::read(document, &head.id) {
            Ok(Document::Event) => {
                let alone = uit::opportunity(document, &head.id, &Index::default(), now);
                Standee::Event(alone.err())
            }
            Ok(Document::Place(place)) => Standee::Place(place),
            Ok(Document::Organiser(actor)) => Standee::Organiser(actor),
            // A deleted place or organiser counts against older ones with its id; what was not
            // told apart at all counts for nothing.
            Err(reason) if reason.code == SkipCode::Deleted => Standee::Refused(reason),
            Err(reason) => {
                self.skipped.push(Skipped {
                    position,
                    id: None,
                    modified: None,
                    reason,
                });
                return;
            }
        };
        let standing = Standing {
            ordinal,
            modified: head.modified,
            hash,
            position,
            content,
        };
        let key = (uit::kind_of(document), head.id);
        let Some(known) = self.counts.get_mut(&key) else {
            self.counts.insert(key, standing);
            return;
        };
        if known.hash == standing.hash {
            self.repeated += 1;
            return;
        }
        let loser = if standing.goes_before(known) {
            std::mem::replace(known, standing)
        } else {
            standing
        };
        self.skipped.push(loser.superseded());
    }

    /// Puts what counts into the index.
    fn settle(&mut self) {
        let mut standing: Vec<(&Key, &mut Standing)> = self.counts.iter_mut().collect();
        standing.sort_by_key(|(_, standing)| standing.ordinal);
        for ((_, id), standing) in standing {
            let of = |kind| Of {
                kind,
                modified: standing.modified,
                position: standing.position.clone(),
            };
            match std::mem::replace(&mut standing.content, Standee::Event(None)) {
                Standee::Event(_) => {}
                Standee::Place(place) => {
                    self.index.add_place((*place).clone());
                    self.places.push((*place, of(DocumentKind::Place)));
                }
                Standee::Organiser(actor) => {
                    self.index.add_actor((*actor).clone());
                    self.actors.push((*actor, of(DocumentKind::Organiser)));
                }
                Standee::Refused(reason) => self.skipped.push(Skipped {
                    position: standing.position.clone(),
                    id: Some(id.clone()),
                    modified: standing.modified,
                    reason,
                }),
            }
        }
    }

    /// Ids that documents and the places of the index refer to and that are not in the index: an
    /// earlier import may have brought them.
    pub fn unseen(&self) -> HashSet<ExternalId> {
        let unseen =
            |id: &&ExternalId| self.index.place(id).is_none() && self.index.actor(id).is_none();
        let ids = self.referred.iter().chain(self.index.owners());
        ids.filter(unseen).cloned().collect()
    }

    /// The second reading: maps the events that count, and with `places_too` the places worth a
    /// visit, until `give` breaks off.
    pub fn map(
        &self,
        sources: &[Source],
        places_too: bool,
        now: DateTime<Utc>,
        bar: &ProgressBar,
        mut give: impl FnMut(Mapped) -> ControlFlow<()>,
    ) {
        each_document(sources, bar, |ordinal, position, content| {
            const GO_ON: ControlFlow<()> = ControlFlow::Continue(());
            let Ok(document) = content else {
                return GO_ON;
            };
            let kind = match uit::kind_of(&document) {
                Some(DocumentKind::Event) => DocumentKind::Event,
                Some(DocumentKind::Place) if places_too => DocumentKind::Place,
                _ => return GO_ON,
            };
            // Mostly it says its id: then nothing is hashed.
            let head = uit::head(&document, || hex(&hash_of(&document)));
            let modified = head.modified;
            let key = (Some(kind), head.id);
            let counts = self.counts.get(&key);
            if counts.is_none_or(|standing| standing.ordinal != ordinal) {
                return GO_ON;
            }
            let (_, id) = key;
            match uit::opportunity(&document, &id, &self.index, now) {
                Ok(opportunity) => {
                    let of = Of {
                        kind,
                        modified,
                        position,
                    };
                    give(Mapped::Opportunity(Box::new(opportunity), of))
                }
                // A place stays a location.
                Err(_) if kind == DocumentKind::Place => GO_ON,
                Err(reason) => give(Mapped::Skipped(Skipped {
                    position,
                    id: Some(id),
                    modified,
                    reason,
                })),
            }
        });
    }
}
