//! `goesting serve`

use super::settings::Settings;
use super::trouble::told;
use super::{Outcome, say};
use crate::app::App;
use crate::clock::Clock;

pub(super) fn run(settings: Settings) -> Outcome {
    let (filter, json) = settings.log();
    crate::telemetry::init(&filter, json);
    let config = settings.into_config()?;
    let public_url = config.public_url.as_str().to_owned();
    actix_web::rt::System::new().block_on(async move {
        let database = config.database.clone();
        let handle =
            crate::server::start(config, Clock::System).map_err(|error| told(&error, &database))?;
        if is_bare(&handle.app).await {
            say("Nothing is here yet: `goesting demo load` brings two towns to look around in.");
        }
        say(&format!(
            "Goesting listens on http://{} ({public_url})",
            handle.address()
        ));
        handle.wait().await.map_err(|error| error.to_string())
    })
}

/// Whether nothing is here, where the demo may be loaded.
async fn is_bare(app: &App) -> bool {
    let empty = app.read(|conn| Ok(goesting_store::backup::is_empty(conn)?));
    app.config.public_url.is_loopback() && empty.await.unwrap_or_default()
}
