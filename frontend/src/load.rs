//! Data of a page: asked for when the page comes, asked again when what it depends on changes,
//! aborted when the page goes.
//!
//! Leptos' own `LocalResource` lets a request run on after its page is gone, and asks a newer
//! question only once the older one is answered. [`Load`] aborts the request instead, and keeps
//! the old answer in sight until the new one is there.

use std::future::Future;
use std::pin::Pin;

use futures::future::{AbortHandle, abortable};
use goesting_client::ClientError;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Failed, Skeleton, SkeletonKind};

/// Something that is being asked of the server.
pub struct Load<T: Send + Sync + 'static> {
    answer: RwSignal<(Option<T>, Option<ClientError>)>,
    busy: RwSignal<bool>,
    round: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Load<T> {}

/// Asks now, and again whenever a signal that `ask` reads changes.
pub fn load<T, Asked>(ask: impl Fn() -> Asked + 'static) -> Load<T>
where
    T: Clone + Send + Sync + 'static,
    Asked: Future<Output = Result<T, ClientError>> + 'static,
{
    let answer = RwSignal::new((None, None));
    let busy = RwSignal::new(true);
    let round = RwSignal::new(0);
    Effect::new(move |_| {
        round.track();
        busy.set(true);
        let asked: Pin<Box<dyn Future<Output = _>>> = Box::pin(ask());
        let (asked, handle) = abortable(asked);
        on_cleanup(move || AbortHandle::abort(&handle));
        spawn_local(async move {
            if let Ok(came) = asked.await {
                busy.try_set(false);
                answer.try_update(|(value, error)| match came {
                    Ok(came) => {
                        *value = Some(came);
                        *error = None;
                    }
                    Err(came) => *error = Some(came),
                });
            }
        });
    });
    Load {
        answer,
        busy,
        round,
    }
}

impl<T: Clone + Send + Sync + 'static> Load<T> {
    /// Asks again.
    pub fn again(self) {
        self.round.update(|round| *round = round.wrapping_add(1));
    }

    /// Looks at the answer; followed.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        self.answer.with(|(value, _)| value.as_ref().map(look))
    }

    /// Changes the answer in place: what the reader did shows before the server is asked again.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.answer.update(|(value, _)| {
            if let Some(value) = value {
                change(value);
            }
        });
    }

    /// What went wrong the last time; followed.
    pub fn error(self) -> Option<ClientError> {
        self.answer.with(|(_, error)| error.clone())
    }

    /// Whether an answer is on its way; followed.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// A skeleton until the answer is there, the answer, or what went wrong with a way to retry.
    pub fn view<V: IntoView + 'static>(
        self,
        skeleton: SkeletonKind,
        show: impl Fn(T) -> V + Send + Sync + 'static,
    ) -> impl IntoView {
        let answer = self.answer;
        move || {
            let (value, error) = answer.get();
            match (value, error) {
                (_, Some(error)) => {
                    view! { <Failed error page=skeleton == SkeletonKind::Page retry=move || self.again() /> }.into_any()
                }
                (Some(value), None) => show(value).into_any(),
                (None, None) => view! { <Skeleton kind=skeleton /> }.into_any(),
            }
        }
    }
}
