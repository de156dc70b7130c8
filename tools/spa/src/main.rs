//! Builds the web app: `frontend/` in, `frontend/dist/` out.
//!
//! ```text
//! cargo rustc (wasm32, profile wasm-release) → chunks → wasm-bindgen → wasm-opt ─┐
//! frontend/assets/**, the texts of goesting-i18n → hashed names ─────────────────┤
//! frontend/styles/*.css → one minified sheet ──────────────────────────────────┼→ the page → .br and .gz → frontend/dist
//! frontend/index.html → links with integrity ──────────────────────────────────┘
//! ```
//!
//! The module is cut apart where the app says so (`frontend/src/later.rs`): what only some pages need is fetched when
//! one of them is opened.
//!
//! # What lies in `frontend/dist`
//!
//! | path | what | how to serve it |
//! |---|---|---|
//! | `index.html` | the page for every address that is not a file | `no-cache`, with an `ETag` |
//! | `assets.json` | source name → address of every asset, for the server's own use (mail, link previews) | not served |
//! | `static/**` | everything else; each name carries a hash of its content | `public, max-age=31536000, immutable` |
//! | `X.br`, `X.gz` | `X` compressed, beside each file that gets smaller by it | instead of `X`, with `Content-Encoding` and `Vary` |
//!
//! There is no inline script and no inline style, so the page runs under
//! `script-src 'self' 'wasm-unsafe-eval'; style-src 'self'`. A tiny `static/app-boot-….js` starts the app; every script,
//! sheet and the module itself carry a SHA-384 integrity.
//!
//! # What to write in the sources
//!
//! - `frontend/index.html`: an ordinary page with the comment `<!-- spa:head -->` in its head, where the links go. An
//!   element with `id="boot-failed"` and `hidden` is shown when the app cannot start.
//! - `frontend/styles/**.css`: joined as they sort, `layers.css` first; it names the cascade layers.
//! - `/assets/fonts/body.woff2` in CSS or HTML means `frontend/assets/fonts/body.woff2`, and is replaced by its hashed
//!   address. A name that does not exist stops the build.
//! - The app finds an asset's address in `<meta name="goesting-assets">`, a JSON object from source name
//!   (`icons/pin.svg`, `i18n/nl.json`) to address. Fonts are left out: only CSS asks for them.
//!
//! # Options
//!
//! `--dev` builds fast and large (no wasm-opt, light compression, no budget). `--force` builds although no input
//! changed. `--wasm-env FILE` is what `tools/wasm-toolchain.sh` wrote. `--wasm-opt PATH` says where wasm-opt is.
#![expect(
    clippy::print_stderr,
    reason = "a command line tool tells its progress on stderr"
)]

mod assets;
mod bind;
mod boot;
mod budget;
mod cargo;
mod chunks;
mod compress;
mod css;
mod dist;
mod files;
mod hash;
mod html;
mod memo;
mod optimise;
mod options;
mod pipeline;
mod report;
mod stamp;

use std::process::ExitCode;

fn main() -> ExitCode {
    let outcome = options::Options::parse(std::env::args().skip(1))
        .and_then(|options| pipeline::run(&options));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
