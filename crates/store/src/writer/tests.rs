use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use tempfile::TempDir;

use super::*;
use crate::conn::Use;
use crate::url::DatabaseUrl;

const PATIENT: Duration = Duration::from_secs(20);

type Unit = Box<dyn FnOnce(&mut Conn) -> Result<(), StoreError> + Send>;

/// A file with a table `kept` of numbers, of which each may stand once.
struct Bench {
    _dir: TempDir,
    url: DatabaseUrl,
    writer: Writer,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

impl Bench {
    fn new(wait: Duration) -> Self {
        let dir = TempDir::new().expect("a directory");
        let url = DatabaseUrl::Sqlite(dir.path().join("writer.sqlite"));
        let manager = Manager {
            url: url.clone(),
            purpose: Use::Writing,
        };
        let writer = Writer::new(manager, wait);
        writer
            .alone(|conn| {
                sql(conn, "CREATE TABLE kept (number INTEGER PRIMARY KEY)")?;
                sql(
                    conn,
                    "CREATE TABLE child (kept INTEGER REFERENCES kept (number) DEFERRABLE INITIALLY DEFERRED)",
                )
            })
            .expect("tables");
        Self {
            _dir: dir,
            url,
            writer,
        }
    }

    /// What another connection sees.
    fn kept(&self) -> Vec<i64> {
        let mut conn = Conn::open(&self.url, Use::Reading).expect("a reader");
        let rows: Vec<Row> = diesel::sql_query("SELECT number FROM kept ORDER BY number")
            .load(&mut conn)
            .expect("rows");
        rows.into_iter().map(|row| row.number).collect()
    }

    fn keep(&self, number: i64) -> Result<(), StoreError> {
        self.writer.write(|conn| insert(conn, number))
    }

    /// Runs `first`, and while it holds the desk lets the others queue in this order. Gives what each got.
    fn together(
        &self,
        first: impl FnOnce(&mut Conn) -> Result<(), StoreError>,
        others: Vec<Unit>,
    ) -> Vec<Result<(), StoreError>> {
        thread::scope(|scope| {
            let mut waiting = Vec::new();
            let first = self.writer.write(|conn| {
                for (place, other) in others.into_iter().enumerate() {
                    waiting.push(scope.spawn(move || self.writer.write(other)));
                    while self.writer.line().waiting.len() <= place {
                        thread::yield_now();
                    }
                }
                first(conn)
            });
            let others = waiting.into_iter().map(|one| {
                one.join().unwrap_or_else(|_| {
                    Err(StoreError::Corrupt {
                        what: "panic",
                        why: String::new(),
                    })
                })
            });
            std::iter::once(first).chain(others).collect()
        })
    }
}

fn sql(conn: &mut Conn, statement: &str) -> Result<(), StoreError> {
    Ok(conn.batch_execute(statement)?)
}

fn insert(conn: &mut Conn, number: i64) -> Result<(), StoreError> {
    sql(conn, &format!("INSERT INTO kept VALUES ({number})"))
}

fn boxed(work: impl FnOnce(&mut Conn) -> Result<(), StoreError> + Send + 'static) -> Unit {
    Box::new(work)
}

#[test]
fn those_who_wait_share_a_commit_and_nobody_is_answered_before_it() {
    let bench = Bench::new(PATIENT);
    let url = bench.url.clone();
    let outcomes = bench.together(
        |conn| insert(conn, 1),
        vec![
            boxed(|conn| insert(conn, 2)),
            boxed(move |_| {
                // Two units are done, and nobody else sees them yet.
                let mut other = Conn::open(&url, Use::Reading).expect("a reader");
                let rows: Vec<Row> =
                    diesel::sql_query("SELECT number FROM kept").load(&mut other)?;
                assert!(rows.is_empty());
                Ok(())
            }),
        ],
    );
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(bench.kept(), [1, 2]);
}

#[test]
fn a_unit_that_fails_is_taken_back_alone() {
    let bench = Bench::new(PATIENT);
    for failing in 0..3 {
        let unit = |place: usize| {
            move |conn: &mut Conn| {
                insert(conn, i64::try_from(place).unwrap_or_default())?;
                if place % 3 == failing {
                    return Err(StoreError::NotFound);
                }
                Ok(())
            }
        };
        let base = failing * 3;
        let outcomes = bench.together(
            unit(base),
            vec![boxed(unit(base + 1)), boxed(unit(base + 2))],
        );
        for (place, outcome) in outcomes.iter().enumerate() {
            assert_eq!(
                outcome.is_err(),
                place == failing,
                "{failing}: {outcomes:?}"
            );
        }
    }
    assert_eq!(bench.kept(), [1, 2, 3, 5, 6, 7]);
}

#[test]
fn when_the_commit_fails_all_who_share_it_are_told() {
    let bench = Bench::new(PATIENT);
    let outcomes = bench.together(
        |conn| insert(conn, 1),
        vec![
            boxed(|conn| sql(conn, "INSERT INTO child VALUES (404)")),
            boxed(|_| Err(StoreError::NotFound)),
        ],
    );
    for outcome in outcomes {
        assert!(
            matches!(outcome, Err(StoreError::Unavailable(_))),
            "{outcome:?}"
        );
    }
    assert!(bench.kept().is_empty());
    bench.keep(7).expect("the writer goes on");
    assert_eq!(bench.kept(), [7]);
}

#[test]
fn a_disk_that_is_full_takes_back_all_that_was_not_committed() {
    let bench = Bench::new(PATIENT);
    bench.keep(1).expect("room");
    let outcomes = bench.together(
        |conn| insert(conn, 2),
        vec![boxed(|conn| {
            sql(conn, "PRAGMA max_page_count = 1")?;
            sql(
                conn,
                "CREATE TABLE large (bytes BLOB); INSERT INTO large VALUES (zeroblob(1000000))",
            )
        })],
    );
    for outcome in outcomes {
        assert!(matches!(outcome, Err(StoreError::Full(_))), "{outcome:?}");
    }
    assert_eq!(bench.kept(), [1]);
    bench.keep(3).expect("a connection of its own, with room");
}

#[test]
fn a_unit_that_panics_takes_its_transaction_along_and_nothing_more() {
    let bench = Bench::new(PATIENT);
    let outcomes = bench.together(
        |conn| insert(conn, 1),
        vec![boxed(|_| panic!("on purpose"))],
    );
    assert!(
        matches!(outcomes[0], Err(StoreError::Unavailable(_))),
        "{outcomes:?}"
    );
    assert!(bench.kept().is_empty());
    let alone = catch_unwind(AssertUnwindSafe(|| {
        bench.writer.write(|conn| -> Result<(), StoreError> {
            insert(conn, 2)?;
            panic!("on purpose")
        })
    }));
    assert!(alone.is_err());
    bench.keep(3).expect("the writer goes on");
    assert_eq!(bench.kept(), [3]);
}

#[test]
fn who_waits_too_long_is_told_and_leaves_the_line() {
    let bench = Bench::new(Duration::from_millis(20));
    bench
        .writer
        .write(|conn| {
            thread::scope(|scope| {
                let other = scope.spawn(|| bench.keep(2)).join().expect("no panic");
                assert!(
                    matches!(other, Err(StoreError::Unavailable(_))),
                    "{other:?}"
                );
            });
            assert!(bench.writer.line().waiting.is_empty());
            insert(conn, 1)
        })
        .expect("written");
    bench.keep(3).expect("the desk came back");
    assert_eq!(bench.kept(), [1, 3]);
}

#[test]
fn work_outside_of_transactions_first_ends_the_one_that_is_open() {
    let bench = Bench::new(PATIENT);
    thread::scope(|scope| {
        let mut outside = None;
        bench
            .writer
            .write(|conn| {
                outside = Some(scope.spawn(|| {
                    bench.writer.alone(|conn| {
                        sql(
                            conn,
                            "PRAGMA foreign_keys = OFF; BEGIN; INSERT INTO kept VALUES (2); COMMIT",
                        )
                    })
                }));
                while bench.writer.line().waiting.is_empty() {
                    thread::yield_now();
                }
                insert(conn, 1)
            })
            .expect("written");
        outside
            .expect("begun")
            .join()
            .expect("no panic")
            .expect("its own transaction");
    });
    assert_eq!(bench.kept(), [1, 2]);
}

#[test]
fn a_crowd_is_served_wholly_and_each_unit_once() {
    let bench = Bench::new(PATIENT);
    thread::scope(|scope| {
        for thread in 0..16_i64 {
            let bench = &bench;
            scope.spawn(move || {
                for step in 0..25 {
                    let number = thread * 25 + step;
                    let outcome = bench.writer.write(|conn| {
                        insert(conn, number)?;
                        if number % 5 == 0 {
                            return Err(StoreError::NotFound);
                        }
                        Ok(())
                    });
                    assert_eq!(outcome.is_err(), number % 5 == 0, "{outcome:?}");
                }
            });
        }
    });
    let expected: Vec<i64> = (0..400).filter(|number| number % 5 != 0).collect();
    assert_eq!(bench.kept(), expected);
}
