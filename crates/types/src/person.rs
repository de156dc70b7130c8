//! A person's own data: me, my children, what is kept of me.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::actor::{Actor, ActorSummary, MemberRole, PendingInvitation};
use crate::ecosystem::ParticipationState;
use crate::ids::{ApiClientId, AuditEntryId, EcosystemId, EnrolmentId, PersonId};
use crate::lang::Lang;
use crate::territory::TerritoryId;

vocabulary! {
    /// Age in three steps; see DOMAIN, people.
    AgeBand {
        /// Under 13: a guardian acts.
        Child => "child",
        /// 13 to 17: own voice.
        Teen => "teen",
        /// 18 and over.
        Adult => "adult",
    }
}

vocabulary! {
    /// Light, dark, or what the device says.
    Appearance {
        /// What the device says.
        System => "system",
        /// Light.
        Light => "light",
        /// Dark.
        Dark => "dark",
    }
}

vocabulary! {
    /// What a guardian may allow for a child, one by one.
    ConsentPurpose {
        /// Keeping the child's first name and birth year, and taking places for them.
        Participation => "participation",
        /// Telling the host the child's first name.
        NameToHost => "name_to_host",
        /// Pictures in which the child can be recognised.
        Pictures => "pictures",
    }
}

response! {
    /// An actor I act for.
    pub struct MyActor {
        /// The actor.
        pub actor: ActorSummary,
        /// As what.
        pub role: MemberRole,
    }
}

response! {
    /// An ecosystem I facilitate.
    pub struct MyEcosystem {
        /// Its id.
        pub id: EcosystemId,
        /// Its name.
        pub name: String,
    }
}

response! {
    /// Myself.
    pub struct Me {
        /// My id.
        pub id: PersonId,
        /// First name.
        pub first_name: String,
        /// Surname, when I gave it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub last_name: Option<String>,
        /// E-mail address I log in with.
        pub email: String,
        /// Whether I confirmed it.
        pub email_verified: bool,
        /// Year of birth.
        pub birth_year: i32,
        /// Age in three steps, the age surely reached.
        pub age_band: AgeBand,
        /// Language of screens and mails.
        pub lang: Lang,
        /// Light or dark.
        pub appearance: Appearance,
        /// My municipality.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub territory: Option<TerritoryId>,
        /// Actors I act for.
        pub actors: Vec<MyActor>,
        /// Ecosystems I facilitate.
        pub facilitates: Vec<MyEcosystem>,
        /// Whether a calendar link exists.
        pub has_calendar_link: bool,
        /// Edit version; send it back in `If-Match` as `"{version}"`.
        pub version: i64,
    }
}

request! {
    /// Changes to myself; what is left out stays.
    pub struct MeUpdate {
        /// First name, 1 to 60 characters.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub first_name: Option<String>,
        /// Surname; empty takes it away.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub last_name: Option<String>,
        /// Language of screens and mails.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub lang: Option<Lang>,
        /// Light or dark.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub appearance: Option<Appearance>,
        /// My municipality; empty takes it away.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub territory: Option<TerritoryId>,
    }
}

request! {
    /// Deletes the account. The password is asked once more.
    pub struct MeDelete {
        /// Current password.
        pub password: String,
    }
}

response! {
    /// A child I am a guardian of.
    pub struct Child {
        /// Their id.
        pub id: PersonId,
        /// First name.
        pub first_name: String,
        /// Year of birth.
        pub birth_year: i32,
        /// Age in three steps.
        pub age_band: AgeBand,
        /// The day guardianship ends: the eighteenth birthday, or 1 January of the year after it
        /// when only the year is known.
        pub release_on: NaiveDate,
        /// What I allowed, with when.
        pub consents: Vec<Consent>,
        /// Edit version; send it back in `If-Match` as `"{version}"`.
        pub version: i64,
    }
}

response! {
    /// A permission for one purpose.
    pub struct Consent {
        /// For what.
        pub purpose: ConsentPurpose,
        /// Since when.
        pub given_at: DateTime<Utc>,
    }
}

request! {
    /// A child I am a guardian of.
    pub struct ChildCreate {
        /// First name, 1 to 60 characters.
        pub first_name: String,
        /// Year of birth; under 13, from when one has an account of one's own.
        pub birth_year: i32,
        /// Birthday, used once to set the release day and not kept.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub birthday: Option<NaiveDate>,
        /// What I allow; `participation` is needed.
        pub consents: Vec<ConsentPurpose>,
    }
}

request! {
    /// Changes to a child; what is left out stays.
    pub struct ChildUpdate {
        /// First name.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub first_name: Option<String>,
        /// Year of birth; under 18.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub birth_year: Option<i32>,
        /// Birthday, used once to set the release day and not kept.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub birthday: Option<NaiveDate>,
    }
}

request! {
    /// An account of a child's own.
    pub struct ChildAccount {
        /// The child's e-mail address.
        pub email: String,
    }
}

response! {
    /// An opportunity I saved. It stays, whatever becomes of the opportunity.
    pub struct SavedOpportunity {
        /// Which one.
        pub opportunity_id: crate::ids::OpportunityId,
        /// When I saved it.
        pub saved_at: DateTime<Utc>,
        /// Where it stands now.
        pub state: crate::opportunity::OpportunityState,
        /// Whether the source it was read from no longer has it.
        pub source_gone: bool,
        /// What it is, with its next session. Absent while not everybody may read it: when it is
        /// written anew, looked at, or was taken out of sight.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub opportunity: Option<crate::search::SearchHit>,
    }
}

vocabulary! {
    /// The form of an export.
    ExportFormat {
        /// A page for reading.
        Html => "html",
        /// For machines.
        Json => "json",
    }
}

/// In which form I want all that is kept of me.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ExportQuery {
    /// A page for reading, or JSON.
    pub format: ExportFormat,
}

response! {
    /// A log-in on some device.
    pub struct LogInKept {
        /// Since when.
        pub since: DateTime<Utc>,
        /// When it ends if it is not used.
        pub until: DateTime<Utc>,
    }
}

vocabulary! {
    /// Where somebody wrote something to a facilitator.
    WrittenIn {
        /// A report that something about an opportunity is not right.
        Report => "report",
        /// A claim to act for an actor.
        Claim => "claim",
    }
}

response! {
    /// What I wrote to a facilitator.
    pub struct Written {
        /// When.
        pub at: DateTime<Utc>,
        /// Where.
        pub place: WrittenIn,
        /// What.
        pub text: String,
        /// Where I asked the answer to go, while that is kept.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub email: Option<String>,
        /// What I was answered.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub answer: Option<String>,
    }
}

response! {
    /// Why a host let my entry pass others.
    pub struct MovedUp {
        /// Which entry.
        pub enrolment_id: EnrolmentId,
        /// What the host gave as reason.
        pub reason: String,
    }
}

response! {
    /// A step I took in how an actor takes part in an ecosystem.
    pub struct StepTaken {
        /// When.
        pub at: DateTime<Utc>,
        /// Name of the actor.
        pub actor: String,
        /// Name of the ecosystem.
        pub ecosystem: String,
        /// Where it stood then.
        pub state: ParticipationState,
        /// The reason I gave.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub reason: Option<String>,
    }
}

response! {
    /// An invitation that went to my address.
    pub struct InvitedTo {
        /// When.
        pub at: DateTime<Utc>,
        /// Name of the actor it is to act for.
        pub actor: String,
        /// As what.
        pub role: MemberRole,
        /// The address, as it was typed.
        pub email: String,
    }
}

response! {
    /// All that is kept of me.
    pub struct Export {
        /// When it was made.
        pub made_at: DateTime<Utc>,
        /// Myself.
        pub me: Me,
        /// My children.
        pub children: Vec<Child>,
        /// My places, the latest first.
        pub enrolments: Vec<crate::enrolment::Enrolment>,
        /// Why my entries passed others, where they did.
        #[serde(default)]
        pub moved_up: Vec<MovedUp>,
        /// The actors I act for, and how they are reached.
        #[serde(default)]
        pub actors: Vec<Actor>,
        /// Whom I invited to act for one, as long as they did not answer.
        #[serde(default)]
        pub invitations: Vec<PendingInvitation>,
        /// What I was invited to act for, the latest first.
        #[serde(default)]
        pub invited_to: Vec<InvitedTo>,
        /// The steps I took for actors and ecosystems, the latest first.
        #[serde(default)]
        pub steps: Vec<StepTaken>,
        /// What I saved, the latest first.
        pub saved: Vec<SavedOpportunity>,
        /// What I wrote to facilitators, the latest first.
        pub written: Vec<Written>,
        /// Where I am logged in.
        pub log_ins: Vec<LogInKept>,
        /// Who did what with my data, the latest first.
        pub audit: Vec<AuditEntry>,
    }
}

response! {
    /// The address of my calendar. Shown once: only a hash is kept.
    pub struct CalendarLink {
        /// `https://…/api/v1/calendars/{secret}.ics`
        pub url: String,
    }
}

response! {
    /// Who did what with my data.
    pub struct AuditEntry {
        /// Its id.
        pub id: AuditEntryId,
        /// When.
        pub at: DateTime<Utc>,
        /// Who.
        pub by: AuditActor,
        /// What: an operation id of the API, or of a command or job.
        pub operation: String,
    }
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AuditActor {
    /// Myself.
    Myself,
    /// My guardian.
    Guardian,
    /// Somebody acting for an actor.
    Member {
        /// Which actor.
        actor: ActorSummary,
    },
    /// A facilitator.
    Facilitator {
        /// Of which ecosystem.
        ecosystem_id: EcosystemId,
    },
    /// A program.
    Client {
        /// Which one.
        client_id: ApiClientId,
        /// Its name.
        name: String,
    },
    /// A job or an operator's command.
    System,
}
