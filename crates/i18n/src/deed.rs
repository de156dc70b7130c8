//! The words for what stands in somebody's audit trail.

use crate::{Message, msg};

/// What was done with somebody's data, by the operation that was noted, for the person it is about.
/// An operation of a newer server, that has no words here yet, is told in general.
#[must_use]
pub fn deed(operation: &str) -> Message {
    told(operation).unwrap_or_else(|| msg!(account.audit.done.other))
}

/// Whether an operation has words of its own.
#[must_use]
pub fn has_words(operation: &str) -> bool {
    told(operation).is_some()
}

fn told(operation: &str) -> Option<Message> {
    Some(match operation {
        "register" | "user_create" | "give_account" | "give_child_account" => {
            msg!(account.audit.done.account_made)
        }
        "login" => msg!(account.audit.done.signed_in),
        "logout_all" | "end_copied_login" => msg!(account.audit.done.signed_out),
        "verify_email" => msg!(account.audit.done.address_confirmed),
        "reset_password" => msg!(account.audit.done.password_set),
        "token_create" => msg!(account.audit.done.key_made),
        "update_me" | "update_child" => msg!(account.audit.done.changed),
        "export_me" => msg!(account.audit.done.exported),
        "delete_me" | "remove_child" => msg!(account.audit.done.deleted),
        "create_calendar_link" | "delete_calendar_link" => msg!(account.audit.done.calendar_link),
        "create_child" => msg!(account.audit.done.child_added),
        "give_consent" | "withdraw_consent" => msg!(account.audit.done.consents),
        "end_guardianship" => msg!(account.audit.done.of_age),
        "create_enrolment" => msg!(account.audit.done.place_taken),
        "accept_enrolment" | "decline_enrolment" => msg!(account.audit.done.offer_answered),
        "leave_enrolment" | "leave_by_token" => msg!(account.audit.done.place_left),
        "promote_enrolment" => msg!(account.audit.done.moved_ahead),
        "set_was_there" => msg!(account.audit.done.was_there),
        "list_session_enrolments" => msg!(account.audit.done.list_seen),
        "list_members" => msg!(account.audit.done.team_seen),
        "create_actor" => msg!(account.audit.done.partner_made),
        "accept_invitation" => msg!(account.audit.done.partner_joined),
        "remove_member" => msg!(account.audit.done.partner_left),
        "unshare_opportunity" => msg!(account.audit.done.partner_parted),
        "facilitator_invite" => msg!(account.audit.done.coordinates),
        "list_reviews" => msg!(account.audit.done.claim_seen),
        "decide_claim" => msg!(account.audit.done.claim_decided),
        "resolve_report" => msg!(account.audit.done.report_answered),
        _ => return None,
    })
}

#[cfg(all(test, feature = "embed"))]
mod tests {
    use super::*;
    use crate::{Catalogue, Lang};

    #[test]
    fn what_has_no_words_yet_is_told_in_general_and_never_as_code() {
        let dutch = |operation| {
            deed(operation)
                .resolve(Catalogue::embedded(Lang::Nl))
                .into_owned()
        };
        assert_eq!(
            dutch("list_session_enrolments"),
            "Lijst van wie komt bekeken"
        );
        assert_eq!(
            dutch("tomorrows_operation"),
            "Iets anders met mijn gegevens"
        );
        assert!(has_words("login") && !has_words("tomorrows_operation"));
    }
}
