//! The authorisation table: every operation of the document × everybody who may ask × the states
//! of what is asked for, over HTTP, allowed and refused.
//!
//! `table` holds what is right, by hand; `who` and `things` set the stage; `check` asks.

mod check;
mod offers;
mod parts;
mod requests;
mod table;
mod things;
mod told;
mod who;

use std::collections::BTreeSet;

use goesting_tests::on_both;

use check::check;
use requests::{Paths, bare};

#[test]
fn every_operation_of_the_document_stands_in_the_table() {
    let paths = Paths::read();
    let described: BTreeSet<_> = paths.operations().collect();
    let rows = table::all();
    let known: BTreeSet<_> = rows.iter().map(|row| bare(row.operation)).collect();
    let missing: Vec<_> = described.difference(&known).collect();
    assert!(missing.is_empty(), "nobody said who may: {missing:?}");
    let unknown: Vec<_> = known.difference(&described).collect();
    assert!(
        unknown.is_empty(),
        "there is no such operation: {unknown:?}"
    );
}

#[test]
fn a_line_says_one_thing_of_everybody() {
    for row in table::all() {
        assert_eq!(row.may & row.forbidden, 0, "{row:?}");
        assert!(!row.on.is_empty(), "{row:?}");
        assert_eq!(row.may & !who::EVERYONE, 0, "{row:?}");
    }
}

on_both! {
    async fn open_doors(app: TestApp) {
        check(app, &table::open_doors()).await;
    }

    async fn the_network(app: TestApp) {
        check(app, &table::network()).await;
    }

    async fn actors(app: TestApp) {
        check(app, &table::actors()).await;
    }

    async fn what_is_offered(app: TestApp) {
        check(app, &table::offers()).await;
    }

    async fn sessions(app: TestApp) {
        check(app, &table::sessions()).await;
    }

    async fn entries(app: TestApp) {
        check(app, &table::entries()).await;
    }

    async fn what_is_mine(app: TestApp) {
        check(app, &table::mine()).await;
    }
}
