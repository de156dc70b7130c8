//! Every operation of the API, by its `operationId`, with the rule that allows it.

use goesting_types::auth::Scope;

use super::relation::Relation::{Asked, Facilitator, Guardian, Host, Own, Steward};
use super::rule::{Marker, People, Rule};

/// Everybody.
const fn anyone() -> Rule {
    Rule {
        people: People::Anyone,
        scopes: &[],
        hidden: false,
    }
}

/// Who is logged in.
const fn signed_in() -> Rule {
    Rule {
        people: People::SignedIn,
        scopes: &[],
        hidden: false,
    }
}

/// Who is logged in and confirmed their address.
const fn verified() -> Rule {
    Rule {
        people: People::Verified,
        scopes: &[],
        hidden: false,
    }
}

/// Who stands to the thing in one of these ways; others get 403.
const fn related(any: &'static [super::Relation]) -> Rule {
    Rule {
        people: People::Related(any),
        scopes: &[],
        hidden: false,
    }
}

/// Who stands to the thing in one of these ways; for others it does not exist.
const fn private(any: &'static [super::Relation]) -> Rule {
    Rule {
        people: People::Related(any),
        scopes: &[],
        hidden: true,
    }
}

impl Rule {
    const fn or_client(self, scopes: &'static [Scope]) -> Self {
        Self { scopes, ..self }
    }
}

/// Programs that read offers. Those that write them read what they write.
const READS: &[Scope] = &[Scope::OpportunitiesRead, Scope::OpportunitiesWrite];
/// Programs that write offers.
const WRITES: &[Scope] = &[Scope::OpportunitiesWrite];
/// Programs that read numbers.
const COUNTS: &[Scope] = &[Scope::EnrolmentsRead];

macro_rules! operations {
    ($( $id:literal $name:ident = $rule:expr; )+) => {
        /// An operation of the API.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Operation {
            $( #[doc = concat!("`", $id, "`")] $name ),+
        }

        impl Operation {
            /// Every operation.
            pub const ALL: &'static [Self] = &[ $( Self::$name ),+ ];

            /// Its `operationId`.
            pub const fn id(self) -> &'static str {
                match self { $( Self::$name => $id ),+ }
            }

            /// What allows it.
            pub const fn rule(self) -> Rule {
                match self { $( Self::$name => $rule ),+ }
            }
        }

        /// A marker type per operation, for signatures.
        pub mod op {
            $(
                #[doc = concat!("`", $id, "`")]
                #[derive(Debug, Clone, Copy)]
                pub struct $name;
                impl super::Marker for $name {
                    const OPERATION: super::Operation = super::Operation::$name;
                }
            )+
        }
    };
}

operations! {
    // Places and vocabulary
    "list_territories" ListTerritories = anyone();
    "get_territory" GetTerritory = anyone();
    "list_interests" ListInterests = anyone();
    // Ecosystems
    "list_ecosystems" ListEcosystems = anyone();
    "get_ecosystem" GetEcosystem = anyone();
    "create_participation" CreateParticipation = related(&[Steward, Facilitator]);
    "update_participation" UpdateParticipation = private(&[Steward, Facilitator]);
    // Actors
    "list_actors" ListActors = anyone();
    "get_actor" GetActor = anyone();
    "create_actor" CreateActor = verified();
    "update_actor" UpdateActor = related(&[Steward]);
    "claim_actor" ClaimActor = verified();
    "decide_claim" DecideClaim = private(&[Facilitator]);
    "list_members" ListMembers = related(&[Steward, Host]);
    "invite_member" InviteMember = related(&[Steward]);
    "withdraw_invitation" WithdrawInvitation = related(&[Steward]);
    "remove_member" RemoveMember = related(&[Steward, Own]);
    "get_invitation" GetInvitation = anyone();
    "accept_invitation" AcceptInvitation = verified();
    "list_actor_opportunities" ListActorOpportunities =
        related(&[Steward, Host]).or_client(READS);
    // Opportunities
    "search_opportunities" SearchOpportunities = anyone();
    "suggest_opportunities" SuggestOpportunities = anyone();
    "create_opportunity" CreateOpportunity =
        related(&[Steward, Host]).or_client(WRITES);
    "get_opportunity" GetOpportunity = anyone();
    "edit_opportunity" EditOpportunity =
        private(&[Host, Facilitator, Asked]).or_client(READS);
    "update_opportunity" UpdateOpportunity =
        private(&[Host]).or_client(WRITES);
    "publish_opportunity" PublishOpportunity =
        private(&[Host]).or_client(WRITES);
    "review_opportunity" ReviewOpportunity = private(&[Facilitator]);
    "pause_opportunity" PauseOpportunity =
        private(&[Host, Facilitator]).or_client(WRITES);
    "close_opportunity" CloseOpportunity =
        private(&[Host]).or_client(WRITES);
    "share_opportunity" ShareOpportunity = private(&[Host, Asked]);
    // Host of its lead, or steward of the actor that shares it or was asked to.
    "unshare_opportunity" UnshareOpportunity = private(&[Host, Steward]);
    "add_picture" AddPicture = private(&[Host]).or_client(WRITES);
    "remove_picture" RemovePicture = private(&[Host]).or_client(WRITES);
    "get_picture" GetPicture = anyone();
    "report_opportunity" ReportOpportunity = anyone();
    "get_opportunity_calendar" GetOpportunityCalendar = anyone();
    // Sessions
    "list_sessions" ListSessions = anyone();
    "create_sessions" CreateSessions = private(&[Host]).or_client(WRITES);
    "get_session" GetSession = anyone();
    "update_session" UpdateSession = private(&[Host]).or_client(WRITES);
    "cancel_session" CancelSession = private(&[Host]).or_client(WRITES);
    "set_head_count" SetHeadCount = private(&[Host]);
    // Enrolments
    "create_enrolment" CreateEnrolment = signed_in();
    "list_session_enrolments" ListSessionEnrolments =
        private(&[Host]).or_client(COUNTS);
    "leave_enrolment" LeaveEnrolment = private(&[Own, Host]);
    "accept_enrolment" AcceptEnrolment = private(&[Own]);
    "decline_enrolment" DeclineEnrolment = private(&[Own]);
    "promote_enrolment" PromoteEnrolment = private(&[Host]);
    "set_was_there" SetWasThere = private(&[Own]);
    "leave_by_token" LeaveByToken = anyone();
    // Me
    "get_me" GetMe = signed_in();
    "update_me" UpdateMe = signed_in();
    "delete_me" DeleteMe = signed_in();
    "list_my_enrolments" ListMyEnrolments = signed_in();
    "list_saved" ListSaved = signed_in();
    "save_opportunity" SaveOpportunity = signed_in();
    "unsave_opportunity" UnsaveOpportunity = signed_in();
    "list_children" ListChildren = signed_in();
    "create_child" CreateChild = signed_in();
    "update_child" UpdateChild = private(&[Guardian]);
    "remove_child" RemoveChild = private(&[Guardian]);
    "give_child_account" GiveChildAccount = private(&[Guardian]);
    "give_consent" GiveConsent = private(&[Guardian]);
    "withdraw_consent" WithdrawConsent = private(&[Guardian]);
    "create_calendar_link" CreateCalendarLink = signed_in();
    "delete_calendar_link" DeleteCalendarLink = signed_in();
    "get_calendar" GetCalendar = anyone();
    "export_me" ExportMe = signed_in();
    "list_audit" ListAudit = signed_in();
    // Logging in
    "register" Register = anyone();
    "login" Login = anyone();
    "refresh" Refresh = anyone();
    "logout" Logout = anyone();
    "logout_all" LogoutAll = signed_in();
    "verify_email" VerifyEmail = anyone();
    "resend_verification" ResendVerification = signed_in();
    "forgot_password" ForgotPassword = anyone();
    "reset_password" ResetPassword = anyone();
    "issue_token" IssueToken = anyone();
    "get_jwks" GetJwks = anyone();
    // Moderation
    "list_reviews" ListReviews = private(&[Facilitator]);
    "resolve_report" ResolveReport = private(&[Facilitator]);
}

#[cfg(test)]
mod tests {
    use super::super::{Access, Caller, Client, PersonCaller, Relation, Relations};
    use super::*;
    use goesting_types::ids::{ActorId, ApiClientId, PersonId};
    use goesting_types::person::AgeBand;
    use goesting_types::problem::ErrorCode;

    fn person(email_verified: bool) -> Caller {
        Caller::Person(PersonCaller {
            id: PersonId::new(),
            age_band: AgeBand::Adult,
            email_verified,
        })
    }

    fn client(scopes: &[Scope]) -> Caller {
        Caller::Client(Client {
            id: ApiClientId::new(),
            actor_id: ActorId::new(),
            scopes: scopes.to_vec(),
        })
    }

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<_> = Operation::ALL.iter().map(|op| op.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Operation::ALL.len());
    }

    #[test]
    fn nothing_but_what_is_public_opens_to_strangers() {
        for op in Operation::ALL {
            let asked = Access::ask(Caller::Anonymous, *op);
            if op.rule().people == People::Anyone {
                assert!(
                    asked.is_ok_and(|a| a.over(Relations::NONE).is_ok()),
                    "{op:?}"
                );
            } else {
                assert_eq!(
                    asked.unwrap_err().code,
                    ErrorCode::NotAuthenticated,
                    "{op:?}"
                );
            }
        }
    }

    #[test]
    fn a_related_rule_refuses_every_other_relation() {
        for op in Operation::ALL {
            let People::Related(any) = op.rule().people else {
                continue;
            };
            let access = Access::ask(person(true), *op).unwrap();
            for relation in Relation::ALL {
                let allowed = access.over(Relations::NONE.with(relation)).is_ok();
                assert_eq!(allowed, any.contains(&relation), "{op:?} as {relation:?}");
            }
            let refused = access.over(Relations::NONE).unwrap_err().code;
            let expected = if op.rule().hidden {
                ErrorCode::NotFound
            } else {
                ErrorCode::Forbidden
            };
            assert_eq!(refused, expected, "{op:?}");
        }
    }

    #[test]
    fn a_program_needs_the_scope_and_its_own_actor() {
        for op in Operation::ALL {
            let rule = op.rule();
            if rule.people == People::Anyone {
                continue;
            }
            let all = client(Scope::ALL);
            if rule.scopes.is_empty() {
                assert!(Access::ask(all, *op).is_err(), "{op:?}");
                continue;
            }
            let others: Vec<_> = Scope::ALL
                .iter()
                .copied()
                .filter(|one| !rule.scopes.contains(one))
                .collect();
            let without = Access::ask(client(&others), *op).unwrap_err();
            assert_eq!(without.code, ErrorCode::MissingScope, "{op:?}");
            // Any of them is enough.
            for scope in rule.scopes {
                let access = Access::ask(client(&[*scope]), *op).unwrap();
                assert!(access.over(Relations::NONE).is_err(), "{op:?}");
                // Being the people's kind of related does not help a program.
                let host = Relations::NONE.with(Relation::Host);
                assert!(access.over(host).is_err(), "{op:?}");
                let own = Relations::NONE.with(Relation::OwnActor);
                assert!(access.over(own).is_ok(), "{op:?}");
            }
        }
    }

    #[test]
    fn every_scope_opens_something() {
        for scope in Scope::ALL {
            let opens = |op: &Operation| op.rule().scopes.contains(scope);
            assert!(Operation::ALL.iter().any(opens), "{scope:?}");
        }
    }

    #[test]
    fn an_unconfirmed_address_opens_no_verified_door() {
        for op in Operation::ALL {
            if op.rule().people == People::Verified {
                let refused = Access::ask(person(false), *op).unwrap_err();
                assert_eq!(refused.code, ErrorCode::EmailNotVerified, "{op:?}");
            }
        }
    }
}
