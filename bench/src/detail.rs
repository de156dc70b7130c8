//! The page of one opportunity, beside a bare handler that reads one row.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use hyper::{StatusCode, header};

use crate::bare;
use crate::fill::Place;
use crate::load::{self, Question, Until};
use crate::node::{self, Node};
use crate::report::{Aim, Report};

/// Clients at once.
const CLIENTS: usize = 8;
/// Different pages.
const PAGES: usize = 2_000;

/// Measures pages, pages that did not change, and bare rows.
pub fn measure(
    goesting: &Path,
    place: &Place,
    time: Duration,
    report: &mut Report,
) -> anyhow::Result<()> {
    let ids: Vec<_> = place.ids.iter().take(PAGES).collect();
    let mut pages = Vec::with_capacity(ids.len());
    for id in &ids {
        let mut page = Question::get(&format!("/api/v1/opportunities/{id}"))?;
        page.contains = Some(id.to_string());
        pages.push(page);
    }
    let server = Node::start(goesting, place.folder.path(), None)?;
    let mut unchanged = Vec::with_capacity(pages.len());
    for page in &pages {
        let answer = load::one(server.address, page)?;
        let tag = answer.headers().get(header::ETAG).context("no ETag")?;
        let mut again = page.clone();
        again
            .request
            .headers_mut()
            .insert(header::IF_NONE_MATCH, tag.clone());
        again.status = StatusCode::NOT_MODIFIED;
        again.contains = None;
        unchanged.push(again);
    }
    let (pages, unchanged) = (Arc::new(pages), Arc::new(unchanged));
    let [full, same] = load::by_turns(server.address, [&pages, &unchanged], CLIENTS, time)?;
    report.outcome("detail page, 8 clients", &full, None);
    report.outcome("detail page not changed (304), 8 clients", &same, None);
    drop(server);

    let address = SocketAddr::from(([127, 0, 0, 1], node::free_port()?));
    let arguments = bare::Arguments {
        address,
        database: place
            .folder
            .path()
            .join("goesting.sqlite3")
            .to_string_lossy()
            .into_owned(),
        bytes: full.bytes,
    };
    let server = Node::run(arguments.command()?, address, "/ready")?;
    let rows = ids
        .iter()
        .map(|id| Question::get(&format!("/row/{id}")))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let bare = load::run(server.address, &Arc::new(rows), CLIENTS, Until::Time(time))?;
    report.outcome("bare row by key, as many bytes, 8 clients", &bare, None);
    report.add(
        "  detail page of the bare row",
        100.0 * full.rate / bare.rate,
        "%",
        Some(Aim::AtLeast(50.0)),
    );
    report.add(
        "  a 304 of a 200",
        100.0 * same.rate / full.rate,
        "%",
        Some(Aim::AtLeast(100.0)),
    );
    Ok(())
}
