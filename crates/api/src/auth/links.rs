//! Links in mails that need no log-in: a keyed hash of what they are for, so nothing is stored.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use goesting_types::ids::EnrolmentId;
use uuid::Uuid;

use super::Secret;

const LEAVE: &str = "leave enrolment";

/// The token that lets whoever holds it leave this enrolment.
pub fn leave_token(secret: &Secret, id: EnrolmentId) -> String {
    let id = id.uuid();
    let mark = secret.keyed_hash(LEAVE, &[id.as_bytes()]);
    URL_SAFE_NO_PAD.encode([id.as_bytes().as_slice(), &mark].concat())
}

/// The enrolment a token of [`leave_token`] is for.
pub fn read_leave_token(secret: &Secret, token: &str) -> Option<EnrolmentId> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (id, mark) = bytes.split_first_chunk::<16>()?;
    let expected = secret.keyed_hash(LEAVE, &[id]);
    verify_slices_are_equal(mark, &expected).ok()?;
    Some(EnrolmentId::from_uuid(Uuid::from_bytes(*id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_whole_token_opens() {
        let (secret, other) = (Secret::new("a".repeat(32)), Secret::new("b".repeat(32)));
        let id = EnrolmentId::new();
        let token = leave_token(&secret, id);
        assert_eq!(read_leave_token(&secret, &token), Some(id));
        assert_eq!(read_leave_token(&other, &token), None);
        for garbage in ["", "x", "!!", &token[1..], &token[..token.len() - 1]] {
            assert_eq!(read_leave_token(&secret, garbage), None, "{garbage}");
        }
    }
}
