//! Letters about the account itself.

use goesting_core::person::Reference;
use goesting_i18n::{Message, format, msg};
use goesting_store::letter::{self as facts, About};
use goesting_store::{Conn, StoreError, account, person};
use goesting_types::ids::PersonId;

use super::enrolment::wall_time;
use super::{Desk, Sheet, Written};

impl Desk<'_> {
    /// Writes to a person who still has an account.
    fn write_to(
        &self,
        conn: &mut Conn,
        person: PersonId,
        subject: &Message,
        write: impl FnOnce(&mut Sheet),
    ) -> Written {
        let Some(reader) = facts::reader(conn, person)? else {
            return Ok(None);
        };
        let mut sheet = self.sheet(&reader);
        write(&mut sheet);
        sheet.close(conn, subject, About::Reader)
    }

    /// Confirm this address; until when a place waits for that.
    pub(super) fn verify(&self, conn: &mut Conn, person: PersonId, token: &str) -> Written {
        let page = self.page(&format!("/verify?token={token}"));
        let held = match facts::held_enrolment(conn, person, self.app.clock.now())? {
            Some(id) => facts::enrolment_facts(conn, id, self.recipient)?,
            None => None,
        };
        self.write_to(conn, person, &msg!(mails.verify.subject), |sheet| {
            sheet.say(&msg!(mails.verify.text));
            if let Some(held) = held
                && let Some(until) = held.confirm_until
            {
                let title = sheet.text(&held.content.title);
                let until = format::date_and_time(sheet.lang, wall_time(&held, until));
                sheet.say(&msg!(mails.verify.place_held, title = title, until = until));
            }
            sheet.button(&msg!(mails.verify.button), page);
        })
    }

    /// Somebody signed up with an address that has an account.
    pub(super) fn known(&self, conn: &mut Conn, person: PersonId) -> Written {
        self.write_to(conn, person, &msg!(mails.known.subject), |sheet| {
            sheet
                .say(&msg!(mails.known.text))
                .button(&msg!(mails.known.button), self.page("/sign-in"));
        })
    }

    /// Set a new password, or a first one.
    pub(super) fn reset(&self, conn: &mut Conn, person: PersonId, token: &str) -> Written {
        let page = self.page(&format!("/reset?token={token}"));
        if account::is_invited(conn, person)? {
            return self.write_to(conn, person, &msg!(mails.own_account.subject), |sheet| {
                sheet
                    .say(&msg!(mails.own_account.text))
                    .button(&msg!(mails.reset.button), page)
                    .say(&msg!(mails.own_account.not_you));
            });
        }
        self.write_to(conn, person, &msg!(mails.reset.subject), |sheet| {
            sheet
                .say(&msg!(mails.reset.text))
                .button(&msg!(mails.reset.button), page)
                .say(&msg!(mails.reset.not_you));
        })
    }

    /// To who was guardian: the child is of age and decides from now on.
    pub(super) fn released(&self, conn: &mut Conn, child: PersonId) -> Written {
        let name = match person::find(conn, child) {
            Ok(child) => child.first_name,
            Err(StoreError::NotFound) => return Ok(None),
            Err(other) => return Err(other.into()),
        };
        let mut sheet = self.sheet_for_address(conn)?;
        sheet
            .say(&msg!(mails.released.text, name = name.as_str()))
            .say(&msg!(
                mails.released.own_account,
                name = name.as_str(),
                reference = Reference::of(child).to_string()
            ));
        sheet.close(
            conn,
            &msg!(mails.released.subject, name = name),
            About::Reader,
        )
    }
}
