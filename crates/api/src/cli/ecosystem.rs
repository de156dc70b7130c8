//! `goesting ecosystem`

use std::collections::BTreeSet;

use clap::{Args, Subcommand};
use goesting_core::ecosystem::NewEcosystem;
use goesting_types::actor::Contact;
use goesting_types::lang::Lang;
use goesting_types::territory::TerritoryId;
use goesting_types::text::LocalizedText;

use super::settings::Settings;
use super::trouble;
use super::{Outcome, give};
use crate::app::ecosystem;
use crate::app::prepare_store;
use crate::clock::Clock;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make one; prints its id.
    Create(Create),
}

#[derive(Debug, Args)]
pub(super) struct Create {
    /// What it is called.
    #[arg(long)]
    name: String,
    /// NIS codes of the municipalities (or provinces) it covers: `--territory 24062 24038`.
    #[arg(long, required = true, num_args = 1..)]
    territory: Vec<String>,
    /// What binds it, in Dutch.
    #[arg(long)]
    about: Option<String>,
    /// First name of who answers.
    #[arg(long)]
    first_name: Option<String>,
    /// Phone number, also shown where an offer has none. At least one of phone, e-mail and page.
    #[arg(long)]
    phone: Option<String>,
    /// E-mail address.
    #[arg(long)]
    email: Option<String>,
    /// Web page.
    #[arg(long)]
    url: Option<String>,
    /// How far its region ring reaches, in kilometres.
    #[arg(long, default_value_t = 25)]
    region_km: u32,
}

pub(super) fn run(settings: Settings, command: Command) -> Outcome {
    let Command::Create(create) = command;
    let Create {
        name,
        territory,
        about,
        first_name,
        phone,
        email,
        url,
        region_km,
    } = create;
    let new = NewEcosystem {
        name,
        about: about.map_or_else(LocalizedText::default, |text| {
            LocalizedText::own(Lang::Nl, text)
        }),
        territories: territory
            .into_iter()
            .map(TerritoryId)
            .collect::<BTreeSet<_>>(),
        contact: Contact {
            first_name,
            phone,
            email,
            url,
        },
        region_radius_m: region_km.saturating_mul(1000),
    };
    let config = settings.into_config()?;
    let store = prepare_store(&config).map_err(|error| trouble::told(&error, &config.database))?;
    let made =
        ecosystem::create(&store, &Clock::System, new).map_err(|error| trouble::refused(&error))?;
    give(&format!("{}\n", made.id))
}
