//! Every operation of the API, as the methods of [`Client`](crate::Client) are named.

/// One operation: its id in the OpenAPI document is the name of its method here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// `operationId`, and the method's name.
    pub id: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path template from the root.
    pub path: &'static str,
}

macro_rules! operations {
    ($( $method:ident $path:literal => $id:ident ),+ $(,)?) => {
        /// Every operation, by resource.
        pub const OPERATIONS: &[Operation] = &[ $( Operation {
            id: stringify!($id),
            method: stringify!($method),
            path: $path,
        } ),+ ];
    };
}

operations! {
    GET "/api/v1/territories" => list_territories,
    GET "/api/v1/territories/{id}" => get_territory,
    GET "/api/v1/interests" => list_interests,
    GET "/api/v1/ecosystems" => list_ecosystems,
    GET "/api/v1/ecosystems/{id}" => get_ecosystem,
    POST "/api/v1/ecosystems/{id}/participations" => create_participation,
    PATCH "/api/v1/participations/{id}" => update_participation,
    GET "/api/v1/actors" => list_actors,
    POST "/api/v1/actors" => create_actor,
    GET "/api/v1/actors/{id}" => get_actor,
    PATCH "/api/v1/actors/{id}" => update_actor,
    POST "/api/v1/actors/{id}/claim" => claim_actor,
    POST "/api/v1/claims/{id}/decision" => decide_claim,
    GET "/api/v1/actors/{id}/members" => list_members,
    POST "/api/v1/actors/{id}/members" => invite_member,
    DELETE "/api/v1/actors/{id}/members/{person_id}" => remove_member,
    POST "/api/v1/invitations/{token}/accept" => accept_invitation,
    GET "/api/v1/opportunities" => search_opportunities,
    GET "/api/v1/opportunities/suggest" => suggest_opportunities,
    POST "/api/v1/opportunities" => create_opportunity,
    GET "/api/v1/opportunities/{id}" => get_opportunity,
    PATCH "/api/v1/opportunities/{id}" => update_opportunity,
    POST "/api/v1/opportunities/{id}/publish" => publish_opportunity,
    POST "/api/v1/opportunities/{id}/review" => review_opportunity,
    POST "/api/v1/opportunities/{id}/pause" => pause_opportunity,
    POST "/api/v1/opportunities/{id}/close" => close_opportunity,
    POST "/api/v1/opportunities/{id}/actors" => invite_co_owner,
    POST "/api/v1/opportunities/{id}/pictures" => add_picture,
    POST "/api/v1/opportunities/{id}/reports" => report_opportunity,
    GET "/api/v1/opportunities/{id}/calendar.ics" => get_opportunity_calendar,
    GET "/api/v1/opportunities/{id}/sessions" => list_sessions,
    POST "/api/v1/opportunities/{id}/sessions" => create_sessions,
    GET "/api/v1/sessions/{id}" => get_session,
    PATCH "/api/v1/sessions/{id}" => update_session,
    POST "/api/v1/sessions/{id}/cancel" => cancel_session,
    PUT "/api/v1/sessions/{id}/head-count" => set_head_count,
    POST "/api/v1/sessions/{id}/enrolments" => create_enrolment,
    GET "/api/v1/sessions/{id}/enrolments" => list_session_enrolments,
    DELETE "/api/v1/enrolments/{id}" => leave_enrolment,
    POST "/api/v1/enrolments/{id}/accept" => accept_enrolment,
    POST "/api/v1/enrolments/{id}/decline" => decline_enrolment,
    POST "/api/v1/enrolments/{id}/promote" => promote_enrolment,
    PUT "/api/v1/enrolments/{id}/was-there" => set_was_there,
    POST "/api/v1/enrolments/leave" => leave_by_token,
    GET "/api/v1/me" => get_me,
    PATCH "/api/v1/me" => update_me,
    DELETE "/api/v1/me" => delete_me,
    GET "/api/v1/me/enrolments" => list_my_enrolments,
    GET "/api/v1/me/saved" => list_saved,
    PUT "/api/v1/me/saved/{opportunity_id}" => save_opportunity,
    DELETE "/api/v1/me/saved/{opportunity_id}" => unsave_opportunity,
    GET "/api/v1/me/children" => list_children,
    POST "/api/v1/me/children" => create_child,
    PATCH "/api/v1/me/children/{id}" => update_child,
    DELETE "/api/v1/me/children/{id}" => remove_child,
    PUT "/api/v1/me/children/{id}/consents/{purpose}" => give_consent,
    DELETE "/api/v1/me/children/{id}/consents/{purpose}" => withdraw_consent,
    POST "/api/v1/me/calendar-link" => create_calendar_link,
    DELETE "/api/v1/me/calendar-link" => delete_calendar_link,
    GET "/api/v1/calendars/{secret}.ics" => get_calendar,
    GET "/api/v1/me/export" => export_me,
    GET "/api/v1/me/audit" => list_audit,
    POST "/api/v1/auth/register" => register,
    POST "/api/v1/auth/login" => login,
    POST "/api/v1/auth/refresh" => refresh,
    POST "/api/v1/auth/logout" => logout,
    POST "/api/v1/auth/logout-all" => logout_all,
    POST "/api/v1/auth/verify-email" => verify_email,
    POST "/api/v1/auth/resend-verification" => resend_verification,
    POST "/api/v1/auth/forgot" => forgot_password,
    POST "/api/v1/auth/reset" => reset_password,
    POST "/api/v1/oauth/token" => issue_token,
    GET "/.well-known/jwks.json" => get_jwks,
    GET "/api/v1/ecosystems/{id}/reviews" => list_reviews,
    POST "/api/v1/reports/{id}/resolve" => resolve_report,
    GET "/healthz" => get_health,
    GET "/readyz" => get_readiness,
}
