//! Why something was not done: one type from the rule that refuses to the answer that says so.

use std::borrow::Cow;

use goesting_types::problem::{ErrorCode, FieldCode, FieldError};

/// A rule said no. Everything in it may be shown to the caller.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{code}")]
pub struct Refusal {
    /// What went wrong, for machines; also decides the status.
    pub code: ErrorCode,
    /// What happened here and what to do, for people; English, for those who write programs. The
    /// title that goes with the code is translated.
    pub detail: Option<Cow<'static, str>>,
    /// The fields that are not right.
    pub errors: Vec<FieldError>,
    /// With [`ErrorCode::WrongState`]: the state it has now.
    pub state: Option<&'static str>,
}

impl Refusal {
    /// A refusal with a word of explanation.
    pub fn new(code: ErrorCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            detail: Some(detail.into()),
            errors: Vec::new(),
            state: None,
        }
    }

    /// What it is now does not allow this.
    pub fn wrong_state(state: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            state: Some(state),
            ..Self::new(ErrorCode::WrongState, detail)
        }
    }

    /// Nothing here, or not for the caller to know.
    pub const fn not_found() -> Self {
        Self {
            code: ErrorCode::NotFound,
            detail: None,
            errors: Vec::new(),
            state: None,
        }
    }

    /// One field that is not right.
    pub fn field(pointer: impl Into<String>, code: FieldCode, detail: impl Into<String>) -> Self {
        let mut check = Check::default();
        check.add(pointer, code, detail);
        Self {
            code: ErrorCode::InvalidField,
            detail: None,
            errors: check.errors,
            state: None,
        }
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self {
            code,
            detail: None,
            errors: Vec::new(),
            state: None,
        }
    }
}

/// Collects what is not right with a body, so that all of it is told at once.
#[derive(Debug, Default)]
pub struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    /// Notes a field.
    pub fn add(
        &mut self,
        pointer: impl Into<String>,
        code: FieldCode,
        detail: impl Into<String>,
    ) -> &mut Self {
        self.errors.push(FieldError {
            pointer: pointer.into(),
            code,
            detail: detail.into(),
        });
        self
    }

    /// Notes a field when `wrong`.
    pub fn reject(
        &mut self,
        wrong: bool,
        pointer: impl Into<String>,
        code: FieldCode,
        detail: impl Into<String>,
    ) -> &mut Self {
        if wrong {
            self.add(pointer, code, detail);
        }
        self
    }

    /// Notes a text that is blank or has fewer or more characters than allowed. Counts characters,
    /// not bytes.
    pub fn text(&mut self, pointer: &str, text: &str, least: usize, most: usize) -> &mut Self {
        let length = text.trim().chars().count();
        if length < least {
            let (code, detail) = if length == 0 {
                (FieldCode::Required, "must not be empty".to_owned())
            } else {
                (
                    FieldCode::TooShort,
                    format!("needs at least {least} characters"),
                )
            };
            self.add(pointer, code, detail);
        } else if length > most {
            self.add(
                pointer,
                FieldCode::TooLong,
                format!("{length} characters, at most {most} are allowed"),
            );
        }
        self
    }

    /// Notes a list with more items than allowed.
    pub fn list<T>(&mut self, pointer: &str, items: &[T], most: usize) -> &mut Self {
        self.reject(
            items.len() > most,
            pointer,
            FieldCode::TooMany,
            format!("at most {most} are allowed"),
        )
    }

    /// Ok when nothing was noted.
    pub fn finish(self) -> Result<(), Refusal> {
        self.finish_as(ErrorCode::InvalidField)
    }

    /// Ok when nothing was noted; else a refusal with this code.
    pub fn finish_as(self, code: ErrorCode) -> Result<(), Refusal> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Refusal {
                code,
                detail: None,
                errors: self.errors,
                state: None,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let mut check = Check::default();
        check
            .text("/name", "  ", 1, 10)
            .text("/note", "ééééé", 1, 4)
            .list("/xs", &[1, 2], 2);
        let refusal = check.finish().unwrap_err();
        let pointers: Vec<_> = refusal
            .errors
            .iter()
            .map(|e| (e.pointer.as_str(), e.code))
            .collect();
        assert_eq!(
            pointers,
            [
                ("/name", FieldCode::Required),
                ("/note", FieldCode::TooLong)
            ]
        );
    }
}
