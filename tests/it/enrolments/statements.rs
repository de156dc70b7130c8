//! What taking a place asks of the database: each statement is a journey, and preparing one costs
//! more than running it.

use chrono::Utc;
use goesting_core::enrolment::{Clocks, Party};
use goesting_store::enrolment::{self as stored, EnrolError};
use goesting_store::{Store, StoreError, StoreOptions};
use goesting_tests::{Backend, Newcomer, TestDatabase};

use super::stage::{Plan, check, count, stage_in};

#[test]
fn a_place_takes_four_statements_that_are_prepared_once() {
    let folder = tempfile::tempdir().unwrap();
    let database = TestDatabase::create(Backend::Postgres, folder.path());
    // One connection, so that it is asked what it prepared.
    let options = StoreOptions {
        connections: 1,
        ..StoreOptions::default()
    };
    let store = Store::open(&database.url, options).unwrap();
    store.migrate_up().unwrap();
    let now = Utc::now();
    let plan = Plan {
        capacity: Some(10),
        ..Plan::default()
    };
    let at = stage_in(&store, now, &plan);
    let people = ["An", "Bo", "Cis"].map(|name| Newcomer::new(name, 1980, true));
    store
        .write(|conn| -> Result<(), StoreError> {
            people.iter().try_for_each(|one| one.insert(conn, now))
        })
        .unwrap();
    let party = Party {
        myself: true,
        children: Vec::new(),
        or_wait: false,
        message: None,
        share_name: false,
    };
    for one in &people {
        let entered: Result<_, StoreError> = store.look_then_write(
            |conn| stored::look(conn, at.session, one.id(), &party),
            |conn, seen| {
                let clocks = (&Clocks::default(), now);
                stored::arrive(conn, at.session, one.id(), &party, seen, clocks).map_err(|error| {
                    match error {
                        EnrolError::Store(error) => error,
                        EnrolError::Refused(refusal) => panic!("{refusal:?}"),
                    }
                })
            },
        );
        entered.unwrap();
    }
    let ran_thrice = "SELECT count(*) FROM pg_prepared_statements \
         WHERE generic_plans + custom_plans = 3 AND statement LIKE '%session%'";
    assert_eq!(count(&store, ran_thrice), 4);
    let all_rows = format!("{ran_thrice} AND statement LIKE 'WITH%enrolment_seat%change%outbox%'");
    assert_eq!(count(&store, &all_rows), 1);
    assert_eq!(check(&store, at.session), (3, 0, 0));
    assert_eq!(count(&store, "SELECT count(*) FROM outbox"), 3);
    assert_eq!(count(&store, "SELECT count(*) FROM change"), 3);
}
