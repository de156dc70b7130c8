//! Pages that are only for who is logged in.

use leptos::prelude::*;

use super::auth::Gate;
use crate::components::{Heading, Skeleton, SkeletonKind};
use crate::session::{Who, use_session};
use crate::t;

/// Shows its children to who is logged in, and asks a guest to log in, here.
#[component]
pub fn Guarded(
    /// What is only for them.
    children: ChildrenFn,
    /// The heading for a guest, where the page has none of its own.
    #[prop(optional, into)]
    title: Option<Signal<String>>,
) -> impl IntoView {
    let session = use_session();
    // Changes to the person do not make the page anew.
    let stage = Memo::new(move |_| match session.who() {
        Who::Unknown => 0,
        Who::Guest => 1,
        Who::Known(_) => 2,
    });
    move || match stage.get() {
        0 => view! { <Skeleton kind=SkeletonKind::Page /> }.into_any(),
        1 => view! {
            {title.map(|text| view! { <Heading text /> })}
            <Gate lead=t!(auth.gate.lead) />
        }
        .into_any(),
        _ => children().into_any(),
    }
}
