//! Ecosystems: what a new one has to say, and which territories it covers.

use std::collections::BTreeSet;

use goesting_types::actor::Contact;
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::territory::TerritoryId;
use goesting_types::text::LocalizedText;

use crate::contact::{self, Reachable};
use crate::reference::{territories, territory};
use crate::texts::{self, one_line, paragraphs};
use crate::{Check, Refusal};

/// How far the region ring reaches unless an ecosystem says otherwise, in metres (DOMAIN: rings).
pub const REGION_RADIUS_M: u32 = 25_000;
/// Farthest a region ring can reach, in metres.
pub const MAX_REGION_RADIUS_M: u32 = 200_000;

/// A new ecosystem, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEcosystem {
    /// Its name.
    pub name: String,
    /// What binds it.
    pub about: LocalizedText,
    /// The territories it covers, each once.
    pub territories: BTreeSet<TerritoryId>,
    /// Whom to phone or mail; reachable, since it stands in where an offer has no contact.
    pub contact: Contact,
    /// How far its region ring reaches, in metres.
    pub region_radius_m: u32,
}

impl NewEcosystem {
    /// Tidies and checks: a name, at least one known territory, a contact, a region of 1 to 200 km.
    pub fn parse(self) -> Result<Self, Refusal> {
        let tidy = Self {
            name: one_line(&self.name),
            about: texts::tidied(self.about, paragraphs),
            contact: contact::tidied(self.contact),
            ..self
        };
        let mut check = Check::default();
        check.text("/name", &tidy.name, 2, 120);
        texts::check_lengths(&mut check, "/about", &tidy.about, 2000);
        contact::check(&mut check, "/contact", &tidy.contact, Reachable::Now);
        check
            .reject(
                tidy.territories.is_empty(),
                "/territories",
                FieldCode::Required,
                "at least one",
            )
            .reject(
                !(1000..=MAX_REGION_RADIUS_M).contains(&tidy.region_radius_m),
                "/region_radius_m",
                FieldCode::OutOfRange,
                format!("from 1000 to {MAX_REGION_RADIUS_M}"),
            );
        let mut unknown = false;
        for code in &tidy.territories {
            if territory(code.as_str()).is_none() {
                unknown = true;
                check.add(
                    "/territories",
                    FieldCode::Unknown,
                    format!("no territory has the NIS code {code}"),
                );
            }
        }
        check.finish_as(if unknown {
            ErrorCode::UnknownTerritory
        } else {
            ErrorCode::InvalidField
        })?;
        Ok(tidy)
    }
}

/// Every territory that is one of `outer` or lies in one of them, by code.
#[must_use]
pub fn covered<'a>(outer: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'static str> {
    let outer: BTreeSet<&str> = outer.into_iter().collect();
    territories()
        .iter()
        .map(|one| one.code)
        .filter(|code| {
            crate::reference::territories::ancestry(code).any(|area| outer.contains(area.code))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new() -> NewEcosystem {
        NewEcosystem {
            name: " Leuven leert ".to_owned(),
            about: LocalizedText::default(),
            territories: BTreeSet::from([TerritoryId::from("24062")]),
            contact: Contact {
                phone: Some("016 12 34 56".to_owned()),
                ..Contact::default()
            },
            region_radius_m: REGION_RADIUS_M,
        }
    }

    #[test]
    fn a_new_one_has_a_name_territories_a_contact_and_a_region() {
        assert_eq!(new().parse().unwrap().name, "Leuven leert");
        let nowhere = NewEcosystem {
            territories: BTreeSet::new(),
            contact: Contact::default(),
            region_radius_m: 0,
            ..new()
        };
        assert_eq!(nowhere.parse().unwrap_err().errors.len(), 3);
        let unknown = NewEcosystem {
            territories: BTreeSet::from([TerritoryId::from("1")]),
            ..new()
        };
        assert_eq!(
            unknown.parse().unwrap_err().code,
            ErrorCode::UnknownTerritory
        );
    }

    #[test]
    fn what_lies_in_a_territory_is_covered_with_it() {
        let one = covered(["24062"]);
        assert_eq!(one, BTreeSet::from(["24062"]));
        let province = covered(["20001"]);
        assert!(province.contains("24062") && province.contains("20001"));
        assert!(!province.contains("11002") && !province.contains("02000"));
        assert!(covered(["01000"]).len() > 565);
        assert!(covered(["x"]).is_empty());
    }
}
