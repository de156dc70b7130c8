//! Links in mails that need no log-in. One that leaves an enrolment is a keyed hash of it, so nothing
//! is stored; other tokens are random, and sealed for as long as their letter waits to leave.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use goesting_types::ids::{EnrolmentId, PersonId};
use uuid::Uuid;

use super::Secret;
use crate::error::{ApiError, ApiResult};

const LEAVE: &str = "leave enrolment";
const WAITING: &str = "token of a waiting letter";
/// Marks a sealed token. A token as it is mailed is base64url, which has no colon.
const SEALED: &str = "sealed:";

/// A token as it waits in the outbox: only this secret opens it, so that a copy of the database
/// lets nobody in.
pub fn seal_token(secret: &Secret, token: &str) -> ApiResult<String> {
    let sealed = secret.seal(WAITING, token.as_bytes())?;
    Ok(format!("{SEALED}{}", URL_SAFE_NO_PAD.encode(sealed)))
}

/// The token that [`seal_token`] sealed; one from before tokens were sealed is as it was.
pub fn open_token(secret: &Secret, kept: &str) -> ApiResult<String> {
    let Some(sealed) = kept.strip_prefix(SEALED) else {
        return Ok(kept.to_owned());
    };
    let sealed = URL_SAFE_NO_PAD.decode(sealed).map_err(ApiError::internal)?;
    let opened = secret
        .open(WAITING, &sealed)?
        .ok_or_else(|| ApiError::internal("the letter was posted with another GOESTING_SECRET"))?;
    String::from_utf8(opened).map_err(ApiError::internal)
}

/// The token that lets whoever holds it leave this enrolment of `maker`. It is for as long as the
/// enrolment is theirs: who comes of age is not taken off a list with a mail of who was guardian.
pub fn leave_token(secret: &Secret, id: EnrolmentId, maker: PersonId) -> String {
    let (id, maker) = (id.uuid(), maker.uuid());
    let mark = secret.keyed_hash(LEAVE, &[id.as_bytes(), maker.as_bytes()]);
    URL_SAFE_NO_PAD.encode([id.as_bytes().as_slice(), maker.as_bytes(), &mark].concat())
}

/// The enrolment a token of [`leave_token`] is for, and whose it was then.
pub fn read_leave_token(secret: &Secret, token: &str) -> Option<(EnrolmentId, PersonId)> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (id, rest) = bytes.split_first_chunk::<16>()?;
    let (maker, mark) = rest.split_first_chunk::<16>()?;
    let expected = secret.keyed_hash(LEAVE, &[id, maker]);
    verify_slices_are_equal(mark, &expected).ok()?;
    let (id, maker) = (Uuid::from_bytes(*id), Uuid::from_bytes(*maker));
    Some((EnrolmentId::from_uuid(id), PersonId::from_uuid(maker)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiting_token_opens_with_the_secret_it_was_sealed_with() {
        let (secret, other) = (Secret::new("a".repeat(32)), Secret::new("b".repeat(32)));
        let token = Secret::random().unwrap();
        let kept = seal_token(&secret, token.expose()).unwrap();
        assert!(!kept.contains(token.expose()));
        assert_eq!(open_token(&secret, &kept).unwrap(), token.expose());
        assert!(open_token(&other, &kept).is_err());
        assert!(open_token(&secret, "sealed:!!").is_err());
        assert_eq!(
            open_token(&secret, token.expose()).unwrap(),
            token.expose(),
            "from before"
        );
    }

    #[test]
    fn only_our_own_whole_token_opens() {
        let (secret, other) = (Secret::new("a".repeat(32)), Secret::new("b".repeat(32)));
        let (id, maker) = (EnrolmentId::new(), PersonId::new());
        let token = leave_token(&secret, id, maker);
        assert_eq!(read_leave_token(&secret, &token), Some((id, maker)));
        assert_eq!(read_leave_token(&other, &token), None);
        for garbage in ["", "x", "!!", &token[1..], &token[..token.len() - 1]] {
            assert_eq!(read_leave_token(&secret, garbage), None, "{garbage}");
        }
    }
}
