//! Many made-up opportunities: in a database with its index, or in an index alone.

use std::path::Path;
use std::time::Instant;

use anyhow::bail;
use chrono::{DateTime, Utc};
use goesting_core::actor::Profile;
use goesting_core::opportunity::{Stage, Standing};
use goesting_core::session::{Session, Slot, Taken};
use goesting_core::time::Zone;
use goesting_search::{Document, FeedCursor, Index};
use goesting_store::opportunity::{self, NewActor};
use goesting_store::{Conn, DatabaseUrl, Store, StoreError, StoreOptions, actor, change, session};
use goesting_types::actor::{ActorState, Contact, ExternalCodes};
use goesting_types::ids::OpportunityId;
use goesting_types::session::{SessionState, SessionTerms};
use goesting_types::text::LocalizedText;
use tempfile::TempDir;

use crate::dice::Dice;
use crate::load::rate;
use crate::node;
use crate::report::{Report, say};
use crate::world::{ACTORS, World};

/// Opportunities written at a time.
const BATCH: u64 = 1_000;

/// A data directory with what is in it.
pub struct Place {
    /// The directory; gone when dropped.
    pub folder: TempDir,
    /// What it was made of.
    pub world: World,
    /// How many there are.
    pub opportunities: u64,
    /// Some of them.
    pub ids: Vec<OpportunityId>,
    /// Whether they are in the database, or in the index only.
    pub stored: bool,
}

/// Writes them into SQLite and lets the server's own command build the index.
pub fn database(goesting: &Path, opportunities: u64, report: &mut Report) -> anyhow::Result<Place> {
    say(&format!("writing {opportunities} opportunities"));
    let folder = tempfile::tempdir()?;
    let world = World::new();
    let store = Store::open(
        &DatabaseUrl::file(&folder.path().join("goesting.sqlite3")),
        StoreOptions::default(),
    )?;
    store.migrate_up()?;
    store.write(|conn| actors(conn, &world))?;
    let mut dice = Dice(7);
    let mut ids = Vec::new();
    let mut sessions = 0;
    let mut left = opportunities;
    while left > 0 {
        let documents: Vec<_> = (0..left.min(BATCH))
            .map(|_| world.document(&mut dice))
            .collect();
        left -= left.min(BATCH);
        ids.extend(documents.iter().step_by(10).map(|one| one.id));
        sessions += documents
            .iter()
            .map(|one| one.sessions.len())
            .sum::<usize>();
        store.write(|conn| write(conn, &documents, world.now))?;
    }
    drop(store);
    say(&format!("{sessions} sessions; building the index"));
    let begun = Instant::now();
    let built = node::command(goesting, folder.path(), None)
        .args(["search", "rebuild"])
        .status()?;
    if !built.success() {
        bail!("the index was not built: {built}");
    }
    let n = usize::try_from(opportunities)?;
    report.add(
        format!("index of {opportunities} built from the database"),
        rate(n, begun.elapsed()),
        "documents/s",
        None,
    );
    Ok(Place {
        folder,
        world,
        opportunities,
        ids,
        stored: true,
    })
}

/// Writes them into an index alone: searching asks no database.
pub fn index(opportunities: u64) -> anyhow::Result<Place> {
    say(&format!("an index of {opportunities} opportunities"));
    let folder = tempfile::tempdir()?;
    let world = World::new();
    let store = Store::open(
        &DatabaseUrl::file(&folder.path().join("goesting.sqlite3")),
        StoreOptions::default(),
    )?;
    store.migrate_up()?;
    let cursor = FeedCursor(store.read(change::head)?.to_string());
    drop(store);
    let index = Index::open(&folder.path().join("search"))?;
    let mut rebuild = index.rebuild()?;
    let mut dice = Dice(7);
    for _ in 0..opportunities {
        rebuild.add(&world.document(&mut dice))?;
    }
    rebuild.finish(&cursor)?;
    drop(index);
    Ok(Place {
        folder,
        world,
        opportunities,
        ids: Vec::new(),
        stored: false,
    })
}

fn actors(conn: &mut Conn, world: &World) -> Result<(), StoreError> {
    for number in 0..ACTORS {
        let one = world.actor(number);
        let profile = Profile {
            name: one.name,
            about: LocalizedText::default(),
            territory: None,
            contact: Contact::default(),
            codes: ExternalCodes::default(),
        };
        actor::insert(
            conn,
            one.id,
            one.kind,
            ActorState::Claimed,
            &profile,
            world.now,
        )?;
    }
    Ok(())
}

fn write(conn: &mut Conn, documents: &[Document], now: DateTime<Utc>) -> Result<(), StoreError> {
    let standing = Standing {
        stage: Stage::Open,
        opened_at: Some(now),
    };
    let mut sessions = Vec::new();
    for one in documents {
        let lead: Vec<_> = one
            .actors
            .iter()
            .map(|part| NewActor::lead(part.actor.id))
            .collect();
        opportunity::insert(conn, one.id, &standing, &one.content, &lead, now)?;
        sessions.extend(one.sessions.iter().map(|fact| Session {
            id: fact.id,
            opportunity_id: one.id,
            series_id: None,
            state: SessionState::Planned,
            slot: Slot {
                starts_at: fact.starts_at,
                ends_at: fact.ends_at,
                local_start: fact.local_start,
                local_end: fact.local_end,
                zone: Zone::BRUSSELS,
            },
            terms: SessionTerms {
                capacity: fact.places_left,
                held_for_newcomers: 0,
                waiting_list: fact.waiting_list,
                sign_up_closes_minutes: 0,
                place: None,
                sign_up_elsewhere: false,
            },
            taken: Taken::default(),
            message: None,
            head_count: None,
            version: 1,
        }));
    }
    session::insert(conn, &sessions)
}
