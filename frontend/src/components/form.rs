//! A form: sends once, shows what is wrong where it is wrong, and keeps what was typed.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};

use goesting_client::{ClientError, IdempotencyKey};
use goesting_i18n::{Label, Message, msg};
use goesting_types::problem::{ErrorCode, FieldCode};
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use serde::Serialize;

use super::Icon;
use super::states::what_failed;
use crate::browser;
use crate::i18n::{I18n, use_i18n};
use crate::shell::HelpLine;

/// How often is looked for a field before the summary gets the focus.
const FIELD_COMES: u32 = 6;

/// The state of a form.
#[derive(Clone, Copy)]
pub struct Form {
    number: u32,
    wrong: RwSignal<Option<Wrong>>,
    busy: RwSignal<bool>,
}

#[derive(Debug, Clone, PartialEq)]
enum Wrong {
    /// Seen here, before sending: pointers of fields and what is wrong with them.
    Here(Vec<(&'static str, FieldCode)>),
    /// The server's answer.
    There(ClientError),
}

impl Form {
    /// A form nobody sent yet.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        Self {
            number: COUNT.fetch_add(1, Ordering::Relaxed),
            wrong: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// The id of the field at a JSON pointer, unlike that of any other form on the page.
    pub fn field_id(self, pointer: &str) -> String {
        format!("form{}{}", self.number, pointer.replace('/', "-"))
    }

    fn summary_id(self) -> String {
        format!("form{}", self.number)
    }

    /// Moves the focus to the first field with something wrong once it is there; to the summary
    /// when there is no such field.
    fn focus(self) {
        spawn_local(async move {
            tick().await;
            let summary = self.summary_id();
            // The fields may be on a part of the page that is on its way.
            for _ in 0..FIELD_COMES {
                if !self.has_faults() {
                    break;
                }
                if browser::focus_wrong(&summary) {
                    return;
                }
                browser::sleep(50).await;
            }
            browser::focus(&summary);
        });
    }

    /// Whether something is wrong with a field; not followed.
    fn has_faults(self) -> bool {
        self.wrong.try_with_untracked(|wrong| match wrong {
            Some(Wrong::Here(_)) => true,
            Some(Wrong::There(error)) => error
                .problem()
                .is_some_and(|problem| !problem.errors.is_empty()),
            None => false,
        }) == Some(true)
    }

    /// Whether it is being sent; followed.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Shows what is wrong with these fields; whether nothing is.
    pub fn check(self, faults: Vec<(&'static str, FieldCode)>) -> bool {
        let fine = faults.is_empty();
        self.wrong.set((!fine).then_some(Wrong::Here(faults)));
        if !fine {
            self.focus();
        }
        fine
    }

    /// Sends, unless it is being sent; `then` gets the answer when it is good.
    pub fn send<T: 'static>(
        self,
        sending: impl Future<Output = Result<T, ClientError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = sending.await;
            self.busy.try_set(false);
            match answer {
                Ok(answer) => {
                    self.wrong.try_set(None);
                    then(answer);
                }
                Err(error) => {
                    self.wrong.try_set(Some(Wrong::There(error)));
                    self.focus();
                }
            }
        });
    }

    /// The server's answer when it was no; followed.
    pub fn error(self) -> Option<ClientError> {
        self.wrong.with(|wrong| match wrong {
            Some(Wrong::There(error)) => Some(error.clone()),
            Some(Wrong::Here(_)) | None => None,
        })
    }

    /// Whether it sent the token of a mail whose link does not work any more; followed.
    pub fn is_over(self) -> bool {
        self.error()
            .is_some_and(|error| error.code() == Some(ErrorCode::LinkExpired))
    }

    /// What is wrong with one field; followed.
    pub fn fault(self, i18n: I18n, pointer: &str) -> Option<String> {
        self.wrong.with(|wrong| match wrong.as_ref()? {
            Wrong::Here(faults) => faults
                .iter()
                .find(|(at, _)| within(at, pointer))
                .map(|(at, code)| i18n.text(&what_is_wrong(at, *code))),
            // The detail of the answer is for who writes programs.
            Wrong::There(error) => error
                .problem()?
                .errors
                .iter()
                .find(|error| within(&error.pointer, pointer))
                .map(|error| i18n.text(&what_is_wrong(&error.pointer, error.code))),
        })
    }

    /// Title and line of the summary.
    fn summary(self) -> Option<(Message, Option<String>)> {
        self.wrong.with(|wrong| {
            Some(match wrong.as_ref()? {
                Wrong::Here(faults) => (msg!(common.form.wrong, count = faults.len()), None),
                Wrong::There(error) => match error.problem() {
                    Some(problem) if !problem.errors.is_empty() => {
                        (msg!(common.form.wrong, count = problem.errors.len()), None)
                    }
                    _ => (what_failed(error), None),
                },
            })
        })
    }
}

/// Whether the same may go well another time, or once one is logged in again.
fn may_pass(error: &ClientError) -> bool {
    error.is_passing()
        || error.is_signed_out()
        || matches!(
            error.code(),
            Some(ErrorCode::Internal | ErrorCode::StorageFull)
        )
}

/// Whether what is wrong at `at` belongs to the field at `pointer`: it is that field, or a part of
/// it. What is made new stands one level deeper in its request, under `/content`.
fn within(at: &str, pointer: &str) -> bool {
    let at = at.strip_prefix("/content").unwrap_or(at);
    at.strip_prefix(pointer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What is wrong with a field, in the words of that field where it has its own.
fn what_is_wrong(at: &str, code: FieldCode) -> Message {
    use FieldCode::{Conflicting, Malformed, OutOfRange, Required};
    match (at, code) {
        (at, Required | Malformed) if at.ends_with("/email") => msg!(common.form.email_wrong),
        ("/birth_year", Required | Malformed | OutOfRange) => msg!(common.form.birth_year_wrong),
        ("/accept_terms" | "/consents", Required) => msg!(common.form.tick),
        (at, Conflicting) if at.contains("/pricing/social_tariff") => {
            msg!(common.form.social_too_high)
        }
        _ => code.label(),
    }
}

/// Keys for requests that create: the same one while the same thing is sent again, a new one for
/// anything else.
#[derive(Clone, Copy)]
pub struct Once {
    sent: StoredValue<Option<(String, IdempotencyKey)>>,
}

impl Once {
    /// Nothing sent yet.
    pub fn new() -> Self {
        Self {
            sent: StoredValue::new(None),
        }
    }

    /// The key for this body.
    pub fn key(self, body: &impl Serialize) -> IdempotencyKey {
        let body = serde_json::to_string(body).unwrap_or_default();
        let sent = self.sent.get_value();
        if let Some((earlier, key)) = sent
            && earlier == body
        {
            return key;
        }
        let key = IdempotencyKey::new();
        self.sent.set_value(Some((body, key)));
        key
    }

    /// It arrived: the same thing sent later is another one.
    pub fn arrived(self) {
        self.sent.try_set_value(None);
    }
}

/// The summary of what is wrong, above the button that sends.
#[component]
pub fn FormError(
    /// Of which form.
    form: Form,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div id=form.summary_id() tabindex="-1" role="alert" class="form-error-place">
            {move || {
                form.summary()
                    .map(|(title, detail)| {
                        let there = form.error().is_some();
                        let again = form.error().is_some_and(|error| may_pass(&error));
                        let detail = detail
                            .or_else(|| again.then(|| i18n.text(&msg!(common.page.failed.text))));
                        view! {
                            <div class="notice bad">
                                <Icon name="circle-alert" />
                                <div>
                                    <p>
                                        <strong>{i18n.text(&title)}</strong>
                                    </p>
                                    {detail.map(|detail| view! { <p>{detail}</p> })}
                                    {there.then(|| view! { <HelpLine /> })}
                                </div>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// The button that sends a form.
#[component]
pub fn Submit(
    /// Of which form.
    form: Form,
    /// What it does.
    #[prop(into)]
    text: Signal<String>,
    /// Its icon.
    #[prop(default = "arrow-right")]
    icon: &'static str,
) -> impl IntoView {
    view! {
        // It stays usable while sending, so that the focus is not lost; sending twice is refused.
        <button type="submit" class="button main" aria-disabled=move || form.is_busy().to_string()>
            <Icon name=icon />
            {text}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_shows_at_its_field_and_at_no_other() {
        for at in ["/title", "/title/nl", "/content/title/nl"] {
            assert!(within(at, "/title"), "{at}");
        }
        for at in ["/titles", "/content", "/contact/title", ""] {
            assert!(!within(at, "/title"), "{at}");
        }
    }

    #[test]
    fn trying_again_is_proposed_only_where_it_can_help() {
        assert!(may_pass(&ClientError::Network("off line".to_owned())));
        let unreadable = |status| ClientError::Decode {
            status,
            reason: String::new(),
        };
        assert!(may_pass(&unreadable(503)));
        assert!(!may_pass(&unreadable(403)));
    }

    #[test]
    fn what_is_wrong_is_said_in_the_words_of_the_field() {
        use FieldCode::{Conflicting, Malformed, OutOfRange, Required};
        let social = "/content/pricing/social_tariff/cents";
        for (at, code, said) in [
            ("/email", Malformed, msg!(common.form.email_wrong)),
            ("/contact/email", Malformed, msg!(common.form.email_wrong)),
            (
                "/birth_year",
                OutOfRange,
                msg!(common.form.birth_year_wrong),
            ),
            ("/accept_terms", Required, msg!(common.form.tick)),
            (social, Conflicting, msg!(common.form.social_too_high)),
            (social, OutOfRange, OutOfRange.label()),
            ("/first_name", Required, Required.label()),
        ] {
            assert_eq!(what_is_wrong(at, code), said, "{at}");
        }
    }
}
