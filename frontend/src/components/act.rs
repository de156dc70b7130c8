//! What a button does by itself, without a form.

use std::future::Future;

use goesting_client::ClientError;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Toasts, use_toasts};

/// Something that is done once at a time, and says so when it failed.
#[derive(Clone, Copy)]
pub struct Act {
    busy: RwSignal<bool>,
    toasts: Toasts,
}

impl Act {
    /// Nothing is being done yet.
    pub fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            toasts: use_toasts(),
        }
    }

    /// Whether it is being done; followed.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Does it, unless it is being done; `then` gets the answer, or none when it failed.
    pub fn run<T: 'static>(
        self,
        call: impl Future<Output = Result<T, ClientError>> + 'static,
        then: impl FnOnce(Option<T>) + 'static,
    ) {
        if self.busy.try_get_untracked() != Some(false) {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = call.await;
            self.busy.try_set(false);
            if let Err(error) = &answer {
                self.toasts.failed(error);
            }
            then(answer.ok());
        });
    }
}
