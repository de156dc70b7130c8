//! Letters about the account itself.

use goesting_core::person::Reference;
use goesting_i18n::msg;
use goesting_store::{Conn, StoreError, letter as facts, person};
use goesting_types::ids::PersonId;

use super::{Desk, Mail};
use crate::error::ApiResult;

/// Confirm this address.
pub(super) fn verify(
    conn: &mut Conn,
    desk: &Desk<'_>,
    person: PersonId,
    token: &str,
) -> ApiResult<Option<Mail>> {
    let Some(reader) = facts::reader(conn, person)? else {
        return Ok(None);
    };
    let mut sheet = desk.sheet(&reader);
    sheet.say(&msg!(mails.verify.text)).button(
        &msg!(mails.verify.button),
        desk.page(&format!("/verify?token={token}")),
    );
    sheet.close(conn, &msg!(mails.verify.subject), None)
}

/// Somebody signed up with an address that has an account.
pub(super) fn known(conn: &mut Conn, desk: &Desk<'_>, person: PersonId) -> ApiResult<Option<Mail>> {
    let Some(reader) = facts::reader(conn, person)? else {
        return Ok(None);
    };
    let mut sheet = desk.sheet(&reader);
    sheet
        .say(&msg!(mails.known.text))
        .button(&msg!(mails.known.button), desk.page("/sign-in"));
    sheet.close(conn, &msg!(mails.known.subject), None)
}

/// Set a new password.
pub(super) fn reset(
    conn: &mut Conn,
    desk: &Desk<'_>,
    person: PersonId,
    token: &str,
) -> ApiResult<Option<Mail>> {
    let Some(reader) = facts::reader(conn, person)? else {
        return Ok(None);
    };
    let mut sheet = desk.sheet(&reader);
    sheet
        .say(&msg!(mails.reset.text))
        .button(
            &msg!(mails.reset.button),
            desk.page(&format!("/reset?token={token}")),
        )
        .say(&msg!(mails.reset.not_you));
    sheet.close(conn, &msg!(mails.reset.subject), None)
}

/// To who was guardian: the child is of age and decides from now on.
pub(super) fn released(
    conn: &mut Conn,
    desk: &Desk<'_>,
    child: PersonId,
) -> ApiResult<Option<Mail>> {
    let name = match person::find(conn, child) {
        Ok(child) => child.first_name,
        Err(StoreError::NotFound) => return Ok(None),
        Err(other) => return Err(other.into()),
    };
    let mut sheet = desk.sheet_for_address(conn)?;
    sheet
        .say(&msg!(mails.released.text, name = name.as_str()))
        .say(&msg!(
            mails.released.own_account,
            name = name.as_str(),
            reference = Reference::of(child).to_string()
        ));
    sheet.close(conn, &msg!(mails.released.subject, name = name), None)
}
