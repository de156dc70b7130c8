//! Documents made up for tests, and a directory that goes away by itself.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use goesting_search::{Document, FeedCursor, Index, SessionFact};
use goesting_types::actor::{ActorKind, ActorSummary, Contact};
use goesting_types::card::LowThresholdCard;
use goesting_types::ids::{ActorId, OpportunityId, SessionId};
use goesting_types::lang::Lang;
use goesting_types::opportunity::{
    ActorPart, AgeRange, Formality, OpportunityActor, OpportunityContent, OpportunityKind,
    Recognition,
};
use goesting_types::place::{Place, Point, Whereabouts};
use goesting_types::price::Pricing;
use goesting_types::session::SessionState;
use goesting_types::text::LocalizedText;

pub struct Dir(PathBuf);

impl Dir {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("goesting-search-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn document(title: &str) -> Document {
    Document {
        id: OpportunityId::new(),
        content: OpportunityContent {
            title: LocalizedText::own(Lang::Nl, title),
            summary: LocalizedText::default(),
            description: LocalizedText::default(),
            kind: OpportunityKind::DoAlong,
            interests: Vec::new(),
            free_words: Vec::new(),
            whereabouts: at("24062", None),
            opening_hours: None,
            ages: AgeRange::default(),
            languages: Vec::new(),
            pricing: Pricing::default(),
            formality: Formality::NonFormal,
            recognition: Recognition::None,
            card: LowThresholdCard::default(),
            contact: Contact::default(),
        },
        actors: vec![OpportunityActor {
            actor: ActorSummary {
                id: ActorId::from_uuid(uuid::Uuid::from_u128(7)),
                kind: ActorKind::Association,
                name: "De Klos".into(),
            },
            part: ActorPart::Lead,
            credit: None,
            accepted: true,
        }],
        flags: Vec::new(),
        picture: None,
        sessions: Vec::new(),
    }
}

pub fn at(nis: &str, point: Option<Point>) -> Whereabouts {
    Whereabouts::InPerson {
        place: Place {
            name: None,
            street: None,
            postcode: None,
            locality: None,
            country: "BE".into(),
            territory: Some(nis.into()),
            point,
        },
    }
}

pub fn session(starts_at: DateTime<Utc>, places_left: Option<u32>) -> SessionFact {
    let ends_at = starts_at + TimeDelta::hours(2);
    SessionFact {
        id: SessionId::new(),
        starts_at,
        ends_at,
        local_start: starts_at.naive_utc() + TimeDelta::hours(2),
        local_end: ends_at.naive_utc() + TimeDelta::hours(2),
        places_left,
        sign_up_until: starts_at,
        waiting_list: true,
        state: SessionState::Planned,
    }
}

pub fn now() -> DateTime<Utc> {
    "2026-06-01T10:00:00Z".parse().unwrap()
}

pub fn built(dir: &Dir, documents: &[Document]) -> Index {
    let index = Index::open(dir.path()).unwrap();
    let mut rebuild = index.rebuild().unwrap();
    for document in documents {
        rebuild.add(document).unwrap();
    }
    rebuild.finish(&FeedCursor("1".into())).unwrap();
    index
}
