//! What an actor says of itself: what is acceptable, and how it is kept.

use goesting_types::actor::{
    ActorCreate, ActorKind, ActorState, ActorUpdate, ClaimDecision, ClaimRequest, Contact,
    ExternalCodes, MemberInvite,
};
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::territory::{TerritoryId, TerritoryKind};
use goesting_types::text::LocalizedText;

use crate::contact::{self, Reachable};
use crate::fold::fold_key;
use crate::person::Email;
use crate::reference::territory;
use crate::texts::{self, one_line, paragraphs};
use crate::{Check, Refusal};

/// What an actor says of itself. Made by people through [`Profile::parse`] and [`Profile::edited`];
/// an import, which has nobody to ask, fills it directly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// What it does.
    pub about: LocalizedText,
    /// Its municipality; unknown for some imported ones.
    pub territory: Option<TerritoryId>,
    /// How to reach it.
    pub contact: Contact,
    /// Codes in other registers.
    pub codes: ExternalCodes,
}

impl Profile {
    /// One that says nothing.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            name: String::new(),
            about: LocalizedText::default(),
            territory: None,
            contact: Contact::default(),
            codes: ExternalCodes::default(),
        }
    }

    /// What somebody wrote of a new actor, tidied; or all that is wrong with it.
    pub fn parse(body: ActorCreate) -> Result<(ActorKind, Self), Refusal> {
        let ActorCreate {
            kind,
            name,
            about,
            territory,
            contact,
            codes,
        } = body;
        let profile = Self {
            name: one_line(&name),
            about: texts::tidied(about, paragraphs),
            territory: Some(territory),
            contact: contact::tidied(contact),
            codes: tidied_codes(codes),
        };
        profile.check()?;
        Ok((kind, profile))
    }

    /// This profile with somebody's changes; what they left out stays. An imported actor that was
    /// claimed has to be reachable from its first edit on.
    pub fn edited(self, body: ActorUpdate) -> Result<Self, Refusal> {
        let ActorUpdate {
            name,
            about,
            territory,
            contact,
            codes,
        } = body;
        let profile = Self {
            name: name.map_or(self.name, |name| one_line(&name)),
            about: about.map_or(self.about, |about| texts::tidied(about, paragraphs)),
            territory: territory.or(self.territory),
            contact: contact.map_or(self.contact, contact::tidied),
            codes: codes.map_or(self.codes, tidied_codes),
        };
        profile.check()?;
        Ok(profile)
    }

    /// The key it is found and sorted by.
    #[must_use]
    pub fn name_key(&self) -> String {
        fold_key(&self.name)
    }

    fn check(&self) -> Result<(), Refusal> {
        let Self {
            name,
            about,
            territory: code,
            contact,
            codes,
        } = self;
        let mut check = Check::default();
        check.text("/name", name, 2, 120).reject(
            !name.is_empty() && self.name_key().is_empty(),
            "/name",
            FieldCode::Malformed,
            "needs letters or digits",
        );
        texts::check_lengths(&mut check, "/about", about, 2000);
        contact::check(&mut check, "/contact", contact, Reachable::Now);
        check_codes(&mut check, codes);
        let known = code.as_ref().map(|code| territory(code.as_str()));
        let unknown = matches!(known, Some(None));
        check
            .reject(
                unknown,
                "/territory",
                FieldCode::Unknown,
                "no territory with this NIS code",
            )
            .reject(
                matches!(known, Some(Some(one)) if one.kind != TerritoryKind::Municipality),
                "/territory",
                FieldCode::OutOfRange,
                "must be a municipality",
            )
            .reject(
                code.is_none(),
                "/territory",
                FieldCode::Required,
                "say in which municipality",
            );
        check.finish_as(if unknown {
            ErrorCode::UnknownTerritory
        } else {
            ErrorCode::InvalidField
        })
    }
}

/// The codes as registers write them: without the dots, spaces and small letters people put in.
fn tidied_codes(codes: ExternalCodes) -> ExternalCodes {
    let ExternalCodes { kbo, v_code, ovo } = codes;
    let plain = |code: Option<String>| {
        code.map(|code| {
            code.chars()
                .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-'))
                .collect::<String>()
                .to_uppercase()
        })
        .filter(|code| !code.is_empty())
    };
    ExternalCodes {
        kbo: plain(kbo).map(|code| match code.strip_prefix("BE") {
            Some(rest) => rest.to_owned(),
            None => code,
        }),
        v_code: plain(v_code),
        ovo: plain(ovo),
    }
}

fn check_codes(check: &mut Check, codes: &ExternalCodes) {
    let ExternalCodes { kbo, v_code, ovo } = codes;
    check
        .reject(
            kbo.as_deref().is_some_and(|code| !is_kbo(code)),
            "/codes/kbo",
            FieldCode::Malformed,
            "ten digits that begin with 0 or 1 and end in their check digits",
        )
        .reject(
            v_code
                .as_deref()
                .is_some_and(|code| !numbered(code, "V", 7)),
            "/codes/v_code",
            FieldCode::Malformed,
            "V and seven digits",
        )
        .reject(
            ovo.as_deref().is_some_and(|code| !numbered(code, "OVO", 6)),
            "/codes/ovo",
            FieldCode::Malformed,
            "OVO and six digits",
        );
}

/// An enterprise number: the last two of its ten digits are 97 minus the rest of the first eight
/// divided by 97 (KBO/BCE).
#[must_use]
pub fn is_kbo(code: &str) -> bool {
    let digits = code.len() == 10 && code.bytes().all(|b| b.is_ascii_digit());
    let number: Option<u64> = code.parse().ok();
    digits
        && code.starts_with(['0', '1'])
        && number.is_some_and(|number| number > 0 && 97 - (number / 100) % 97 == number % 100)
}

fn numbered(code: &str, prefix: &str, digits: usize) -> bool {
    code.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == digits && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// The address of an invitation; or what is wrong with it.
pub fn invited_address(invite: &MemberInvite) -> Result<Email, Refusal> {
    Email::parse(&invite.email).ok_or_else(|| {
        let detail = "not an e-mail address";
        Refusal::field("/email", FieldCode::Malformed, detail)
    })
}

/// Whether somebody may say that they act for an actor: nobody does, and it is no person. Who was
/// one citizen and went is nobody else.
pub fn check_claimable(kind: ActorKind, state: ActorState) -> Result<(), Refusal> {
    let detail = match (kind, state) {
        (_, ActorState::Claimed) => "Somebody acts for it already. Ask them to invite you.",
        (ActorKind::Citizen, ActorState::Unclaimed) => {
            "It was one person, who is gone. Make a page of your own."
        }
        (_, ActorState::Unclaimed) => return Ok(()),
    };
    Err(Refusal::wrong_state(state.as_str(), detail))
}

/// What a claim says, tidied; or what is wrong with it.
pub fn claim_message(claim: &ClaimRequest) -> Result<String, Refusal> {
    let message = paragraphs(&claim.message);
    let mut check = Check::default();
    check.text("/message", &message, 1, 500);
    check.finish()?;
    Ok(message)
}

/// What is decided on a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimVerdict {
    /// The person becomes the first steward.
    Granted,
    /// Not granted, and why: a refusal owes a reason.
    Refused {
        /// What the person reads.
        reason: String,
    },
}

impl ClaimVerdict {
    /// Reads a decision.
    pub fn parse(decision: ClaimDecision) -> Result<Self, Refusal> {
        let ClaimDecision { grant, reason } = decision;
        if grant {
            return Ok(Self::Granted);
        }
        let reason = paragraphs(&reason.unwrap_or_default());
        let mut check = Check::default();
        check.text("/reason", &reason, 5, 1000);
        check.finish()?;
        Ok(Self::Refused { reason })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use goesting_types::lang::Lang;
    use proptest::prelude::*;

    fn body() -> ActorCreate {
        ActorCreate {
            kind: ActorKind::Association,
            name: "  Repair Café\n Kessel-Lo ".to_owned(),
            about: LocalizedText::own(Lang::Nl, "Samen herstellen."),
            territory: TerritoryId::from("24062"),
            contact: Contact {
                phone: Some("016 12 34 56".to_owned()),
                ..Contact::default()
            },
            codes: ExternalCodes {
                kbo: Some("BE 0202.239.951".to_owned()),
                v_code: Some("v0001234".to_owned()),
                ovo: Some("OVO000123".to_owned()),
            },
        }
    }

    fn wrong(change: impl FnOnce(&mut ActorCreate)) -> Vec<(String, FieldCode)> {
        let mut body = body();
        change(&mut body);
        Profile::parse(body)
            .unwrap_err()
            .errors
            .into_iter()
            .map(|error| (error.pointer, error.code))
            .collect()
    }

    #[test]
    fn texts_and_codes_are_tidied() {
        let (kind, profile) = Profile::parse(body()).unwrap();
        assert_eq!(kind, ActorKind::Association);
        assert_eq!(profile.name, "Repair Café Kessel-Lo");
        assert_eq!(profile.name_key(), "repair cafe kessel lo");
        assert_eq!(profile.codes.kbo.as_deref(), Some("0202239951"));
        assert_eq!(profile.codes.v_code.as_deref(), Some("V0001234"));
    }

    #[test]
    fn what_cannot_be_is_said_field_by_field() {
        let at = |pointer: &str, code| vec![(pointer.to_owned(), code)];
        assert_eq!(
            wrong(|b| b.name = "x".to_owned()),
            at("/name", FieldCode::TooShort)
        );
        assert_eq!(
            wrong(|b| b.name = "é".repeat(121)),
            at("/name", FieldCode::TooLong)
        );
        assert_eq!(
            wrong(|b| b.name = "?!".to_owned()),
            at("/name", FieldCode::Malformed)
        );
        assert_eq!(
            wrong(|b| b.about = LocalizedText::own(Lang::Fr, "x".repeat(2001))),
            at("/about/fr/text", FieldCode::TooLong)
        );
        assert_eq!(
            wrong(|b| b.contact.phone = None),
            at("/contact", FieldCode::Required)
        );
        assert_eq!(
            wrong(|b| b.territory = TerritoryId::from("20001")),
            at("/territory", FieldCode::OutOfRange)
        );
        assert_eq!(
            wrong(|b| b.codes.kbo = Some("0202239952".to_owned())),
            at("/codes/kbo", FieldCode::Malformed)
        );
        assert_eq!(
            wrong(|b| b.codes.v_code = Some("V123".to_owned())),
            at("/codes/v_code", FieldCode::Malformed)
        );
        assert_eq!(
            wrong(|b| b.codes.ovo = Some("OVO00012X".to_owned())),
            at("/codes/ovo", FieldCode::Malformed)
        );
        let mut nowhere = body();
        nowhere.territory = TerritoryId::from("99999");
        assert_eq!(
            Profile::parse(nowhere).unwrap_err().code,
            ErrorCode::UnknownTerritory
        );
    }

    #[test]
    fn an_edit_keeps_what_it_leaves_out() {
        let (_, profile) = Profile::parse(body()).unwrap();
        let nothing = ActorUpdate {
            name: None,
            about: None,
            territory: None,
            contact: None,
            codes: None,
        };
        assert_eq!(profile.clone().edited(nothing.clone()).unwrap(), profile);
        let unreachable = ActorUpdate {
            contact: Some(Contact::default()),
            ..nothing
        };
        assert!(profile.edited(unreachable).is_err());
    }

    #[test]
    fn a_refusal_of_a_claim_owes_a_reason() {
        let decide = |grant, reason: Option<&str>| {
            ClaimVerdict::parse(ClaimDecision {
                grant,
                reason: reason.map(str::to_owned),
            })
        };
        assert_eq!(decide(true, None), Ok(ClaimVerdict::Granted));
        assert!(decide(false, None).is_err() && decide(false, Some("nee")).is_err());
        assert!(matches!(
            decide(false, Some("Bel ons even.")),
            Ok(ClaimVerdict::Refused { .. })
        ));
    }

    proptest! {
        #[test]
        fn exactly_one_pair_of_check_digits_fits(first in 1_u64..20_000_000) {
            let fitting = (0..100)
                .filter(|check| is_kbo(&format!("{first:08}{check:02}")))
                .count();
            prop_assert_eq!(fitting, 1);
        }
    }
}
