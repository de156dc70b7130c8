//! Reports that something is not right: what they say, the 24-hour clock, and how they are answered.

use chrono::{DateTime, TimeDelta, Utc};
use goesting_types::moderation::{ReportOutcome, ReportResolve, ReportState};
use goesting_types::opportunity::ReportCreate;
use goesting_types::problem::FieldCode;

use crate::person::Email;
use crate::texts::paragraphs;
use crate::{Check, Refusal};

/// Within this time somebody answers (F14).
pub const ANSWERED_WITHIN: TimeDelta = TimeDelta::hours(24);

/// When an answer to a report of `now` is due.
#[must_use]
pub fn due_at(now: DateTime<Utc>) -> DateTime<Utc> {
    now + ANSWERED_WITHIN
}

/// Whether an answer is late.
#[must_use]
pub fn is_overdue(state: ReportState, due_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    state == ReportState::Open && now > due_at
}

/// What somebody reports, tidied and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    /// What is not right.
    pub message: String,
    /// Where an answer may go, when they say so.
    pub email: Option<Email>,
}

impl NewReport {
    /// Reads a report. An address is not needed: who wants to stay unknown can.
    pub fn parse(body: ReportCreate) -> Result<Self, Refusal> {
        let ReportCreate { message, email } = body;
        let message = paragraphs(&message);
        let written = email.filter(|email| !email.trim().is_empty());
        let email = written.as_deref().and_then(Email::parse);
        let mut check = Check::default();
        check.text("/message", &message, 10, 2000).reject(
            written.is_some() && email.is_none(),
            "/email",
            FieldCode::Malformed,
            "not an e-mail address",
        );
        check.finish()?;
        Ok(Self { message, email })
    }
}

/// An answer to a report, tidied and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What came of it.
    pub outcome: ReportOutcome,
    /// What the sender is told.
    pub text: String,
}

impl Answer {
    /// Reads an answer.
    pub fn parse(body: ReportResolve) -> Result<Self, Refusal> {
        let ReportResolve { outcome, answer } = body;
        let text = paragraphs(&answer);
        let mut check = Check::default();
        check.text("/answer", &text, 5, 1000);
        check.finish()?;
        Ok(Self { outcome, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(message: &str, email: Option<&str>) -> Result<NewReport, Refusal> {
        NewReport::parse(ReportCreate {
            message: message.to_owned(),
            email: email.map(str::to_owned),
        })
    }

    #[test]
    fn a_report_says_something_and_may_stay_without_a_name() {
        let anonymous = report(" De deur was  dicht. ", Some(" ")).unwrap();
        assert_eq!(anonymous.message, "De deur was dicht.");
        assert_eq!(anonymous.email, None);
        assert!(report("dicht", None).is_err());
        assert!(report(&"x".repeat(2001), None).is_err());
        let pointer = report("De deur was dicht.", Some("an@x"))
            .unwrap_err()
            .errors;
        assert_eq!(pointer[0].pointer, "/email");
    }

    #[test]
    fn the_clock_runs_a_day_and_stops_with_the_answer() {
        let begin = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let due = due_at(begin);
        assert!(!is_overdue(ReportState::Open, due, due));
        let late = due + TimeDelta::microseconds(1);
        assert!(is_overdue(ReportState::Open, due, late));
        assert!(!is_overdue(ReportState::Resolved, due, late));
    }
}
