//! The change feed skips nothing, whichever transaction ends first.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use goesting_store::change::{self, Cursor, Entity, Happened};
use goesting_store::{Store, StoreError};
use goesting_tests::on_both;
use goesting_types::ids::ActorId;

fn append(store: &Store, id: ActorId, now: chrono::DateTime<chrono::Utc>) {
    store
        .write(|conn| change::append(conn, Entity::Actor(id), Happened::Edited, now))
        .unwrap();
}

fn read_on(store: &Store, cursor: &mut Cursor, seen: &mut Vec<Entity>) {
    let news = store
        .read(|conn| change::after(conn, *cursor, 100))
        .unwrap();
    for one in news {
        assert!(one.cursor > *cursor, "in order");
        *cursor = one.cursor;
        seen.push(one.entity);
    }
}

on_both! {
    async fn a_transaction_that_ends_late_is_not_skipped(app: TestApp) {
        let (store, now) = (app.app().store.clone(), app.now());
        tokio::task::spawn_blocking(move || {
            let (first, held, last) = (ActorId::new(), ActorId::new(), ActorId::new());
            append(&store, first, now);
            let (mut cursor, mut seen) = (Cursor::default(), Vec::new());
            let deadline = Instant::now() + Duration::from_secs(20);
            while seen.is_empty() && Instant::now() < deadline {
                read_on(&store, &mut cursor, &mut seen);
            }
            assert_eq!(seen, [Entity::Actor(first)]);

            let (written, wait_written) = mpsc::channel();
            let (release, wait_release) = mpsc::channel::<()>();
            let slow = store.clone();
            let holding = std::thread::spawn(move || {
                slow.write(|conn| -> Result<(), StoreError> {
                    change::append(conn, Entity::Actor(held), Happened::Edited, now)?;
                    written.send(()).unwrap();
                    wait_release.recv().unwrap();
                    Ok(())
                })
                .unwrap();
            });
            wait_written.recv().unwrap();
            // SQLite has one writer, so the later one waits for the held one there.
            let later = store.clone();
            let later = std::thread::spawn(move || append(&later, last, now));
            if store.url().is_postgres() {
                later.join().unwrap();
                read_on(&store, &mut cursor, &mut seen);
                assert_eq!(seen.len(), 1, "the later one waits for the one still under way");
                release.send(()).unwrap();
            } else {
                read_on(&store, &mut cursor, &mut seen);
                assert_eq!(seen.len(), 1);
                release.send(()).unwrap();
                later.join().unwrap();
            }
            holding.join().unwrap();
            // Other tests' transactions in the same cluster may hold the feed back for a moment.
            let deadline = Instant::now() + Duration::from_secs(20);
            while seen.len() < 3 && Instant::now() < deadline {
                read_on(&store, &mut cursor, &mut seen);
                std::thread::yield_now();
            }
            assert_eq!(seen, [first, held, last].map(Entity::Actor));
            assert_eq!(store.read(change::head).unwrap(), cursor);
        })
        .await
        .unwrap();
    }

    async fn what_is_rolled_back_never_appears(app: TestApp) {
        let (store, now) = (app.app().store.clone(), app.now());
        tokio::task::spawn_blocking(move || {
            let outcome = store.write(|conn| -> Result<(), StoreError> {
                change::append(conn, Entity::Actor(ActorId::new()), Happened::Edited, now)?;
                Err(StoreError::NotFound)
            });
            assert!(matches!(outcome, Err(StoreError::NotFound)));
            assert_eq!(store.read(|conn| change::after(conn, Cursor::default(), 10)).unwrap(), []);
        })
        .await
        .unwrap();
    }
}
