//! The things that are asked for: a fresh one whenever somebody may change it.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use goesting_api::app::App;
use goesting_api::auth::{Secret, leave_token};
use goesting_core::person::NewChild;
use goesting_core::report::NewReport;
use goesting_store::mail_token::Purpose;
use goesting_store::{
    Conn, StoreError, api_client, calendar_link, child, claim, member, person, picture, refresh,
    report,
};
use goesting_tests::LEUVEN;
use goesting_types::actor::{ActorState, MemberRole};
use goesting_types::auth::Scope;
use goesting_types::ecosystem::ParticipationState;
use goesting_types::enrolment::EnrolmentState;
use goesting_types::ids::{EnrolmentId, PersonId, PictureId};
use goesting_types::lang::Lang;
use goesting_types::person::ConsentPurpose;
use goesting_types::text::LocalizedText;

use super::offers;
use super::parts::{bare, second_guardian};
use super::table::At;
use super::who::{Asker, Cast};

/// A password, and what it becomes.
pub const PASSWORD: &str = "zeven natte otters";

/// What an operation is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// Of nothing in particular.
    Nothing,
    /// A town.
    Leuven,
    /// The ecosystem of Leuven.
    Ecosystem,
    /// The actor that leads.
    Lead,
    /// An actor nobody acts for.
    Unclaimed,
    /// An actor of the steward that takes no part yet.
    Joining,
    /// One that stands so in the ecosystem, and the step that fits.
    Participation(ParticipationState),
    /// One that takes part and is to leave.
    Parting,
    /// A host's membership of the lead.
    Membership,
    /// The caller's own, of an actor.
    OwnMembership,
    /// To the caller.
    Invitation,
    /// To somebody else.
    InvitationOfOther,
    /// A claim on an actor in Leuven.
    Claim,
    /// A report about what the lead offers.
    Report,
    /// An opportunity.
    Offer(At),
    /// An open one, and whom it asked to share.
    AskedOffer,
    /// One, and who shares it.
    SharedOffer,
    /// Its picture.
    Picture,
    /// A session to come.
    Session(At),
    /// One that was cancelled.
    CancelledSession,
    /// One that began.
    BegunSession,
    /// An entry of somebody.
    Enrolment(EnrolmentState),
    /// One that was kept: its session began.
    PastEntry,
    /// An entry of the guardian for the child.
    ChildsEntry,
    /// The link in a mail.
    LeaveToken,
    /// A child with two guardians, and one that was.
    Child,
    /// One with the same guardians that may decide by now.
    GrownChild,
    /// Somebody just like the caller, with a password.
    Double,
    /// An account with a password.
    Account,
    /// A log-in in a browser.
    LogIn,
    /// The link that confirms an address.
    VerifyToken,
    /// The link that sets a password.
    ResetToken,
    /// A program's credentials.
    Program,
    /// A calendar's address.
    CalendarSecret,
}

/// What a request needs to know of a thing.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// The first id in the path.
    pub id: String,
    /// The second.
    pub other: String,
    /// Whoever or whatever goes in the body.
    pub named: String,
    /// Sent instead of the caller's token.
    pub bearer: Option<String>,
    /// Sent as the cookie of a log-in.
    pub cookie: Option<String>,
}

impl Made {
    pub fn of(id: impl std::fmt::Display) -> Self {
        Self {
            id: id.to_string(),
            ..Self::default()
        }
    }
}

/// Makes things.
#[derive(Clone)]
pub struct Workshop {
    pub app: App,
    pub cast: Arc<Cast>,
    /// What [`PASSWORD`] becomes.
    pub password_hash: String,
}

impl Workshop {
    /// Makes one for this caller.
    pub async fn make(&self, thing: Thing, asker: &Asker) -> Made {
        let (here, asker) = (self.clone(), asker.clone());
        let made = self.app.write(move |conn| {
            let now = here.app.clock.now();
            Ok(here.build(conn, thing, &asker, now)?)
        });
        made.await.unwrap()
    }

    #[expect(clippy::too_many_lines, reason = "one line or two per sort of thing")]
    fn build(
        &self,
        conn: &mut Conn,
        thing: Thing,
        asker: &Asker,
        now: DateTime<Utc>,
    ) -> Result<Made, StoreError> {
        let cast = &*self.cast;
        let clocks = goesting_core::enrolment::Clocks::default();
        Ok(match thing {
            Thing::Nothing => Made::default(),
            Thing::Leuven => Made::of(LEUVEN),
            Thing::Ecosystem => Made::of(cast.ecosystem),
            Thing::Lead => Made::of(cast.lead),
            Thing::Unclaimed => Made::of(bare(conn, ActorState::Unclaimed, now)?),
            Thing::Joining => Made {
                named: self.stewarded(conn, now)?.to_string(),
                ..Made::of(cast.ecosystem)
            },
            Thing::Participation(state) => {
                let step = match state {
                    ParticipationState::Requested | ParticipationState::Invited => "accept",
                    ParticipationState::Active => "pause",
                    ParticipationState::Paused | ParticipationState::Left => "resume",
                };
                self.participation(conn, state, step, now)?
            }
            Thing::Parting => self.participation(conn, ParticipationState::Active, "leave", now)?,
            Thing::Membership => {
                let new = self.double(conn, asker, now)?;
                member::add(conn, cast.lead, new, MemberRole::Host, now)?;
                Made {
                    other: new.to_string(),
                    ..Made::of(cast.lead)
                }
            }
            Thing::OwnMembership => {
                let actor = self.stewarded(conn, now)?;
                let person = asker.person.unwrap_or(cast.adult);
                member::add(conn, actor, person, MemberRole::Host, now)?;
                Made {
                    other: person.to_string(),
                    ..Made::of(actor)
                }
            }
            Thing::Invitation => self.invitation(conn, asker.person.unwrap_or(cast.adult), now)?,
            Thing::InvitationOfOther => {
                let other = self.double(conn, asker, now)?;
                self.invitation(conn, other, now)?
            }
            Thing::Claim => {
                let actor = bare(conn, ActorState::Unclaimed, now)?;
                let by = cast.enrolled;
                Made::of(claim::insert(
                    conn,
                    actor,
                    by,
                    "Ik ben de voorzitter.",
                    now,
                )?)
            }
            Thing::Report => {
                let about = offers::offer(conn, cast, At::Open, now)?;
                let message = "De deur was dicht.".to_owned();
                let new = NewReport {
                    message,
                    email: None,
                };
                Made::of(report::insert(conn, about, &new, Some(cast.enrolled), now)?)
            }
            Thing::Offer(at) => Made {
                named: bare(conn, ActorState::Claimed, now)?.to_string(),
                ..Made::of(offers::offer(conn, cast, at, now)?)
            },
            Thing::AskedOffer => Made {
                named: cast.asked.to_string(),
                ..Made::of(offers::offer(conn, cast, At::Open, now)?)
            },
            Thing::SharedOffer => Made {
                other: cast.co_owner.to_string(),
                ..Made::of(offers::offer(conn, cast, At::Draft, now)?)
            },
            Thing::Picture => self.picture(conn, now)?,
            Thing::Session(at) => {
                let of = offers::offer(conn, cast, at, now)?;
                Made::of(offers::session(conn, of, offers::COMING, None, now)?)
            }
            Thing::CancelledSession => Made::of(offers::cancelled(conn, cast, now)?),
            Thing::BegunSession => {
                let of = offers::offer(conn, cast, At::Open, now)?;
                let begun = -TimeDelta::minutes(10);
                Made::of(offers::session(conn, of, begun, None, now)?)
            }
            Thing::Enrolment(state) => {
                let id = offers::entry(conn, cast, state, &clocks, now)?;
                named(id, cast.enrolled)
            }
            Thing::PastEntry => {
                // It was made when the session was still to come.
                let before = now - offers::COMING - TimeDelta::hours(1);
                let state = EnrolmentState::Enrolled;
                let id = offers::entry(conn, cast, state, &clocks, before)?;
                named(id, cast.enrolled)
            }
            Thing::ChildsEntry => {
                let child = self.child(conn, 2018, now)?;
                let id = offers::childs_entry(conn, cast, child, &clocks, now)?;
                named(id, child)
            }
            Thing::LeaveToken => {
                let state = EnrolmentState::Enrolled;
                let id = offers::entry(conn, cast, state, &clocks, now)?;
                Made {
                    named: leave_token(&self.app.config.secret, id, cast.enrolled),
                    ..Made::default()
                }
            }
            Thing::Child => Made {
                other: ConsentPurpose::Pictures.to_string(),
                ..Made::of(self.child(conn, 2018, now)?)
            },
            Thing::GrownChild => Made::of(self.child(conn, 2012, now)?),
            Thing::Double => self.account_like(conn, asker, now)?,
            Thing::Account => {
                let id = self.double(conn, asker, now)?;
                Made {
                    named: address(id),
                    ..Made::default()
                }
            }
            Thing::LogIn => {
                let person = self.double(conn, asker, now)?;
                let secret = format!("log-in-{person}");
                refresh::begin(conn, person, &Secret::hash(&secret), now)?;
                Made {
                    cookie: Some(format!("goesting_refresh={secret}")),
                    ..Made::default()
                }
            }
            Thing::VerifyToken => self.mailed(conn, asker, Purpose::VerifyEmail, now)?,
            Thing::ResetToken => self.mailed(conn, asker, Purpose::ResetPassword, now)?,
            Thing::Program => {
                let (hash, scopes) = (Secret::hash(PASSWORD), [Scope::OpportunitiesRead]);
                Made {
                    named: api_client::insert(conn, cast.lead, "Planner", &hash, &scopes, now)?
                        .to_string(),
                    ..Made::default()
                }
            }
            Thing::CalendarSecret => {
                let person = self.double(conn, asker, now)?;
                let secret = format!("calendar-{person}");
                calendar_link::set(conn, person, &Secret::hash(&secret), now)?;
                Made::of(secret)
            }
        })
    }

    fn picture(&self, conn: &mut Conn, now: DateTime<Utc>) -> Result<Made, StoreError> {
        let of = offers::offer(conn, &self.cast, At::Open, now)?;
        let blob = picture::Blob {
            hash: of.uuid().as_bytes().repeat(2),
            media_type: "image/jpeg".to_owned(),
            bytes: b"a picture".to_vec(),
        };
        let new = picture::NewPicture {
            id: PictureId::new(),
            opportunity_id: of,
            alt: LocalizedText::own(Lang::Nl, "Een naaimachine"),
            credit: None,
        };
        let sizes = picture::Sizes {
            small: blob.clone(),
            medium: blob.clone(),
            large: blob,
        };
        picture::insert(conn, &new, &sizes)?;
        Ok(Made {
            other: new.id.to_string(),
            named: of.uuid().simple().to_string().repeat(2),
            ..Made::of(of)
        })
    }

    /// A child of the guardian and the other one; a third was its guardian.
    fn child(
        &self,
        conn: &mut Conn,
        born: i32,
        now: DateTime<Utc>,
    ) -> Result<PersonId, StoreError> {
        let new = NewChild {
            first_name: "Noor".to_owned(),
            birth_year: born,
            release_on: NaiveDate::from_ymd_opt(born + 19, 1, 1).unwrap(),
            consents: vec![ConsentPurpose::Participation],
        };
        let cast = &*self.cast;
        let guardian = person::find(conn, cast.guardian)?;
        let id = child::insert(conn, &guardian, &new, now)?;
        for second in [cast.co_guardian, cast.released] {
            second_guardian(conn, second, id);
        }
        child::release(conn, cast.released, id, now)?;
        Ok(id)
    }

    /// Gives the guardian of another child that child.
    pub async fn other_child(&self) {
        let (cast, now) = (self.cast.clone(), self.app.clock.now());
        let new = NewChild {
            first_name: "Ilya".to_owned(),
            birth_year: 2017,
            release_on: NaiveDate::from_ymd_opt(2036, 1, 1).unwrap(),
            consents: vec![ConsentPurpose::Participation],
        };
        self.app
            .write(move |conn| {
                let guardian = person::find(conn, cast.other_guardian())?;
                Ok(child::insert(conn, &guardian, &new, now)?)
            })
            .await
            .unwrap();
    }
}

/// The address of somebody's double.
fn address(id: PersonId) -> String {
    format!("dubbel-{id}@example.be")
}

fn named(id: EnrolmentId, person: PersonId) -> Made {
    Made {
        named: person.to_string(),
        ..Made::of(id)
    }
}
