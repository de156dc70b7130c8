//! The build, step by step.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::assets::{self, AssetMap};
use crate::bind::{self, Bound, Scripts};
use crate::budget::{self, Line};
use crate::cargo::Cargo;
use crate::chunks::{self, Split};
use crate::dist::{Dist, Kind};
use crate::html::{self, Linked, Page};
use crate::memo::Memo;
use crate::optimise::WasmOpt;
use crate::options::{Mode, Options};
use crate::{boot, css, files, hash, report, stamp};

/// Builds `frontend/dist` unless it is current.
pub fn run(options: &Options) -> Result<()> {
    let begun = Instant::now();
    let root = workspace()?;
    let frontend = root.join("frontend");
    let dist_dir = frontend.join("dist");
    let target_dir = target_dir(&root);
    let cargo = Cargo::new(&root, &target_dir, options.wasm_env.as_deref())?;
    let optimiser = optimiser(options)?;

    let described = optimiser.as_ref().map(WasmOpt::describe);
    let inputs = stamp::compute(&root, &cargo, options, described.as_deref())?;
    if !options.force && stamp::is_current(&dist_dir, &inputs) {
        eprintln!("The web app is up to date.");
        return Ok(());
    }
    stamp::forget(&dist_dir)?;

    let memo = Memo::new(&target_dir.join("spa-memo"));
    let scratch = target_dir.join(format!("spa-scratch-{}", std::process::id()));
    let Split {
        main,
        loader,
        mut chunks,
    } = chunks::split(&cargo.build(options.mode)?, &scratch.join("split"))?;
    let mut bound = bind::bind(main, &scratch.join("bound"))?;
    if let Some(wasm_opt) = &optimiser {
        for module in chunks.values_mut().chain([&mut bound.module]) {
            *module = wasm_opt.run(module, &scratch, &memo)?;
        }
    }
    std::fs::remove_dir_all(&scratch)?;

    let mut dist = Dist::begin(&dist_dir, options.mode, &memo)?;
    write_all(&mut dist, &frontend, bound, &loader, &chunks)?;
    let budget = budget::lines(dist.written());
    let written = dist.finish()?;
    eprint!("{}", report::table(&written, &budget));
    // Without wasm-opt it is larger than what the budget is about, and works as well.
    if optimiser.is_some() && !budget.iter().all(Line::kept) {
        bail!("the web app is larger than its budget");
    }
    stamp::keep(&dist_dir, &inputs)?;
    eprintln!(
        "Built the web app in {:.1} s.",
        begun.elapsed().as_secs_f32()
    );
    Ok(())
}

/// Hashes, links and writes everything; in the order in which one refers to another.
fn write_all(
    dist: &mut Dist<'_>,
    frontend: &Path,
    bound: Bound,
    loader: &str,
    chunks: &BTreeMap<String, Vec<u8>>,
) -> Result<()> {
    let mut sources = files::read_tree(&frontend.join("assets"))?;
    assets::add_catalogues(&mut sources)?;
    let mut map = AssetMap::default();
    for (name, content) in &sources {
        let path = map.add(name, content);
        dist.write(&path, Kind::of_asset(name), content)?;
    }

    let style = match css::bundle(&files::read_tree(&frontend.join("styles"))?)? {
        Some(sheet) => {
            let sheet = map.rewrite(&sheet)?;
            Some(code(dist, Kind::Code, "style.css", sheet.as_bytes())?)
        }
        None => None,
    };
    let template = files::read_text(&frontend.join("index.html"))?;
    let page = write_code(dist, bound, loader, chunks, style)?;
    let html = html::render(&template, &page, &map)?;
    dist.write(html::PAGE, Kind::Other, html.as_bytes())?;
    dist.write("assets.json", Kind::Other, map.to_json()?.as_bytes())
}

/// Writes modules and scripts; what the page loads.
fn write_code(
    dist: &mut Dist<'_>,
    bound: Bound,
    loader: &str,
    chunks: &BTreeMap<String, Vec<u8>>,
    style: Option<Linked>,
) -> Result<Page> {
    let mut named = BTreeMap::new();
    for (name, content) in chunks {
        let chunk = code(dist, Kind::Chunk, &format!("{name}.wasm"), content)?;
        named.insert(name.clone(), chunk);
    }
    let module = code(dist, Kind::Code, "app.wasm", &bound.module)?;
    let glue = chunks::join(&bound.glue, loader, &named)?;
    let Scripts { glue, snippets } = bind::hash_snippets(&glue, bound.snippets)?;
    let glue = code(dist, Kind::Code, "app.js", glue.as_bytes())?;
    let boot = boot::script(&glue.href, &module.href, &module.integrity);
    let boot = code(dist, Kind::Code, "app-boot.js", boot.as_bytes())?;
    let mut scripts = vec![glue];
    for (path, content) in snippets {
        dist.write(&path, Kind::Code, &content)?;
        scripts.push(linked(&path, &content));
    }
    Ok(Page {
        style,
        module,
        scripts,
        boot,
    })
}

/// Writes a part of the code under a hashed name.
fn code(dist: &mut Dist<'_>, kind: Kind, name: &str, content: &[u8]) -> Result<Linked> {
    let path = format!("static/{}", hash::hashed_name(name, content));
    dist.write(&path, kind, content)?;
    Ok(linked(&path, content))
}

fn linked(path: &str, content: &[u8]) -> Linked {
    Linked {
        href: format!("/{path}"),
        integrity: hash::integrity(content),
    }
}

fn optimiser(options: &Options) -> Result<Option<WasmOpt>> {
    match (options.mode, &options.wasm_opt) {
        (Mode::Dev, _) => Ok(None),
        (Mode::Release, Some(program)) => WasmOpt::find(program).map(Some),
        (Mode::Release, None) => {
            eprintln!("There is no wasm-opt: the web app works as well, but is larger.");
            Ok(None)
        }
    }
}

/// The workspace this program was built from.
fn workspace() -> Result<PathBuf> {
    // Set by `cargo run`, so the right checkout is meant even where several share one target directory.
    let own = std::env::var_os("CARGO_MANIFEST_DIR")
        .context("start this with `cargo run --package goesting-spa`")?;
    Path::new(&own)
        .ancestors()
        .nth(2)
        .map(Path::to_owned)
        .context("this package has left tools/spa")
}

/// The wasm32 build's own target directory: another compiler may be used for it.
fn target_dir(root: &Path) -> PathBuf {
    std::env::var_os("GOESTING_WASM_TARGET_DIR")
        .map_or_else(|| root.join("target-wasm"), PathBuf::from)
}
