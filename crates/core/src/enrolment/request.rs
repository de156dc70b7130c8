//! What is asked for, checked.

use goesting_types::enrolment::EnrolmentCreate;
use goesting_types::ids::PersonId;
use goesting_types::problem::FieldCode;

use crate::texts::paragraphs;
use crate::{Check, Refusal};

/// Most children of one entry.
const MOST_CHILDREN: usize = 10;
/// Most characters of what the host may know.
const MOST_MESSAGE: usize = 500;
/// Fewest and most characters of a host's reason.
pub const REASON: (usize, usize) = (5, 500);

/// For whom places are asked, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// A place for whoever asks.
    pub myself: bool,
    /// Places for these children; each once.
    pub children: Vec<PersonId>,
    /// Wait when it is full.
    pub or_wait: bool,
    /// What the host may know.
    pub message: Option<String>,
    /// Show the name to hosts that see numbers only.
    pub share_name: bool,
}

impl Party {
    /// Checks a request. At least one person, nobody twice.
    pub fn check(request: &EnrolmentCreate) -> Result<Self, Refusal> {
        let EnrolmentCreate {
            myself,
            children,
            or_wait,
            message,
            share_name,
        } = request;
        let mut check = Check::default();
        check.list("/children", children, MOST_CHILDREN).reject(
            !myself && children.is_empty(),
            "/children",
            FieldCode::Required,
            "for whom? Name at least one child, or set `myself`",
        );
        if children.len() <= MOST_CHILDREN {
            for (index, child) in children.iter().enumerate() {
                check.reject(
                    children.iter().take(index).any(|one| one == child),
                    format!("/children/{index}"),
                    FieldCode::Conflicting,
                    "is named twice",
                );
            }
        }
        let message = message
            .as_deref()
            .map(paragraphs)
            .filter(|message| !message.is_empty());
        if let Some(message) = &message {
            check.text("/message", message, 1, MOST_MESSAGE);
        }
        check.finish()?;
        Ok(Self {
            myself: *myself,
            children: children.clone(),
            or_wait: *or_wait,
            message,
            share_name: *share_name,
        })
    }

    /// How many places it takes.
    pub fn places(&self) -> u32 {
        u32::from(self.myself) + u32::try_from(self.children.len()).unwrap_or(u32::MAX - 1)
    }

    /// The people, `asking` first if they come along.
    pub fn people(&self, asking: PersonId) -> Vec<PersonId> {
        self.myself
            .then_some(asking)
            .into_iter()
            .chain(self.children.iter().copied())
            .collect()
    }
}

/// Checks a host's reason for letting an entry pass others.
pub fn reason(text: &str) -> Result<String, Refusal> {
    let (least, most) = REASON;
    let text = paragraphs(text);
    let mut check = Check::default();
    check.text("/reason", &text, least, most);
    check.finish()?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use goesting_types::problem::ErrorCode;

    fn request(myself: bool, children: Vec<PersonId>) -> EnrolmentCreate {
        EnrolmentCreate {
            myself,
            children,
            or_wait: false,
            message: None,
            share_name: false,
        }
    }

    fn pointers(refusal: &Refusal) -> Vec<(&str, FieldCode)> {
        refusal
            .errors
            .iter()
            .map(|error| (error.pointer.as_str(), error.code))
            .collect()
    }

    #[test]
    fn somebody_has_to_come_and_nobody_twice() {
        let nobody = Party::check(&request(false, vec![])).unwrap_err();
        assert_eq!(nobody.code, ErrorCode::InvalidField);
        assert_eq!(pointers(&nobody), [("/children", FieldCode::Required)]);
        let (a, b) = (PersonId::new(), PersonId::new());
        let twice = Party::check(&request(true, vec![a, b, a])).unwrap_err();
        assert_eq!(pointers(&twice), [("/children/2", FieldCode::Conflicting)]);
        let many = (0..11).map(|_| PersonId::new()).collect();
        let many = Party::check(&request(true, many)).unwrap_err();
        assert_eq!(pointers(&many), [("/children", FieldCode::TooMany)]);
        let family = Party::check(&request(true, vec![a, b])).unwrap();
        let me = PersonId::new();
        assert_eq!((family.places(), family.people(me)), (3, vec![me, a, b]));
        let children = Party::check(&request(false, vec![a])).unwrap();
        assert_eq!((children.places(), children.people(me)), (1, vec![a]));
    }

    #[test]
    fn a_blank_word_is_no_word_and_a_long_one_is_refused() {
        let says = |message: String| {
            Party::check(&EnrolmentCreate {
                message: Some(message),
                ..request(true, vec![])
            })
        };
        assert_eq!(says("  ".to_owned()).unwrap().message, None);
        assert_eq!(
            says(" hallo ".to_owned()).unwrap().message.as_deref(),
            Some("hallo")
        );
        assert!(says("é".repeat(500)).is_ok());
        let long = says("é".repeat(501)).unwrap_err();
        assert_eq!(pointers(&long), [("/message", FieldCode::TooLong)]);
        // What would turn the host's list around, or break it, is taken out.
        let odd = says(" Ik \u{202e}kom\u{2066} met\u{0} de bus.\r\n\n\n\nEn te voet ".to_owned());
        let tidy = "Ik kom met de bus.\n\nEn te voet";
        assert_eq!(odd.unwrap().message.as_deref(), Some(tidy));
        assert_eq!(
            reason(" was\u{202e} hier eerst "),
            Ok("was hier eerst".to_owned())
        );
        assert!(reason("ja").is_err() && reason(&"x".repeat(501)).is_err());
    }
}
