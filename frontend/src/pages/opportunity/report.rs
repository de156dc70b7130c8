//! Saying that something is not right.

use goesting_i18n::msg;
use goesting_types::ids::OpportunityId;
use goesting_types::opportunity::ReportCreate;
use goesting_types::problem::FieldCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::{
    Dialog, DialogKind, Form, FormError, Icon, Once, Submit, TextArea, TextField, use_toasts,
};
use crate::i18n::use_i18n;
use crate::session::{Who, use_draft, use_session};
use crate::t;

/// A report has at least as many characters.
const SHORTEST: usize = 10;

/// A button that opens a form.
#[component]
pub fn Report(id: OpportunityId) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let open = RwSignal::new(false);
    let (form, once) = (Form::new(), Once::new());
    let message = use_draft(&format!("report.{id}"));
    let email = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = ReportCreate {
            message: message.text.get_untracked().trim().to_owned(),
            email: Some(email.get_untracked().trim().to_owned()).filter(|email| !email.is_empty()),
        };
        let mut faults = Vec::new();
        if body.message.chars().count() < SHORTEST {
            faults.push(("/message", FieldCode::TooShort));
        }
        if !form.check(faults) {
            return;
        }
        let answerable = body.email.is_some() || matches!(session.who_now(), Who::Known(_));
        let client = session.client();
        let key = once.key(&body);
        form.send(
            async move { client.report_opportunity(id, &body, key).await },
            move |received| {
                once.arrived();
                message.clear();
                open.set(false);
                toasts.say(if answerable {
                    let due = i18n.format().instant(received.due_at);
                    msg!(opportunity.report.received, due = due)
                } else {
                    msg!(opportunity.report.received_nobody)
                });
            },
        );
    };
    view! {
        <p class="report">
            <button type="button" class="button quiet small" on:click=move |_| open.set(true)>
                <Icon name="flag" />
                {t!(common.action.report)}
            </button>
        </p>
        <Dialog
            kind=DialogKind::Window
            title=t!(common.action.report)
            open
            close=move || open.set(false)
        >
            <p>{t!(opportunity.report.text)}</p>
            <form class="stack" on:submit=submit novalidate>
                <TextArea
                    form
                    pointer="/message"
                    label=t!(opportunity.report.message)
                    value=message.text
                    limit=2000
                />
                <Show when=move || !session.is_known()>
                    <TextField
                        form
                        pointer="/email"
                        label=t!(common.form.email)
                        hint=t!(opportunity.report.email_hint)
                        value=email
                        kind="email"
                        inputmode="email"
                        autocomplete="email"
                        optional=true
                    />
                </Show>
                <FormError form />
                <Submit form text=t!(common.action.send) icon="send" />
            </form>
        </Dialog>
    }
}
