//! Lists that come page by page, with a button for more below them.

use std::future::Future;
use std::pin::Pin;

use goesting_client::ClientError;
use goesting_i18n::msg;
use goesting_types::page::Page;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::Icon;
use super::states::what_failed;
use crate::browser;
use crate::i18n::use_i18n;

/// A list as far as the reader asked for it.
pub struct Paged<T: Send + Sync + 'static> {
    pages: RwSignal<Pages<T>>,
    row: fn(&T) -> String,
}

impl<T: Send + Sync + 'static> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Paged<T> {}

/// The pages so far as one list, and where it goes on.
struct Pages<T> {
    items: Vec<T>,
    next: Option<String>,
}

/// What a page brought.
#[derive(Debug, Default, PartialEq, Eq)]
struct Came {
    count: usize,
    /// The row of the first one.
    first: Option<String>,
}

impl<T> Pages<T> {
    /// Adds what of a page is not there yet: something may have moved on to it meanwhile.
    fn join(&mut self, page: Page<T>, row: fn(&T) -> String) -> Came {
        let mut known: Vec<String> = self.items.iter().map(row).collect();
        let before = known.len();
        for item in page.items {
            let id = row(&item);
            if !known.contains(&id) {
                known.push(id);
                self.items.push(item);
            }
        }
        self.next = page.next_cursor;
        Came {
            count: known.len() - before,
            first: known.into_iter().nth(before),
        }
    }
}

impl<T: Clone + Send + Sync + 'static> Paged<T> {
    /// The first page. `row` is the id that an item has on the page, unlike that of any other.
    pub fn new(first: Page<T>, row: fn(&T) -> String) -> Self {
        let mut pages = Pages {
            items: Vec::new(),
            next: None,
        };
        pages.join(first, row);
        Self {
            pages: RwSignal::new(pages),
            row,
        }
    }

    /// All that came; followed.
    pub fn items(self) -> Vec<T> {
        self.pages.with(|pages| pages.items.clone())
    }

    /// The button for more, with its words; `ask` gets the page at a cursor.
    pub fn more<Asked>(
        self,
        words: Signal<String>,
        ask: impl Fn(Option<String>) -> Asked + Send + Sync + 'static,
    ) -> AnyView
    where
        Asked: Future<Output = Result<Page<T>, ClientError>> + 'static,
    {
        let ask = Callback::new(move |cursor| -> Coming {
            let asked = ask(cursor);
            Box::pin(async move {
                let page = asked.await?;
                let came = self.pages.try_update(|pages| pages.join(page, self.row));
                Ok(came.unwrap_or_default())
            })
        });
        let next = Signal::derive(move || self.pages.with(|pages| pages.next.clone()));
        view! { <More words next ask /> }.into_any()
    }
}

/// A page on its way.
type Coming = Pin<Box<dyn Future<Output = Result<Came, ClientError>>>>;

/// How it is with the next page.
#[derive(Debug, Clone, PartialEq, Default)]
enum Step {
    /// Nobody asked for it.
    #[default]
    Rest,
    /// It is being asked for.
    Asked,
    /// It could not be had.
    Failed(ClientError),
}

impl Step {
    /// The button was pressed; whether the page is to be asked for.
    fn press(&mut self) -> bool {
        if *self == Self::Asked {
            return false;
        }
        *self = Self::Asked;
        true
    }
}

/// The button for the next page. It says how many came and hands the focus to the first of them;
/// what failed is said above it, and then it tries again.
#[component]
fn More(
    words: Signal<String>,
    next: Signal<Option<String>>,
    ask: Callback<Option<String>, Coming>,
) -> impl IntoView {
    let i18n = use_i18n();
    let step = RwSignal::new(Step::Rest);
    let came = RwSignal::new(0);
    let press = move |_| {
        let Some(cursor) = next.get_untracked() else {
            return;
        };
        if step.try_update(Step::press) != Some(true) {
            return;
        }
        came.set(0);
        let asked = ask.run(Some(cursor));
        spawn_local(async move {
            match asked.await {
                Ok(found) => {
                    step.try_set(Step::Rest);
                    came.try_set(found.count);
                    tick().await;
                    if let Some(row) = found.first {
                        browser::focus_row(&row);
                    }
                    browser::refocus_page();
                }
                Err(error) => {
                    step.try_set(Step::Failed(error));
                }
            }
        });
    };
    let failed = move || {
        step.with(|step| match step {
            Step::Failed(error) => Some(i18n.text(&what_failed(error))),
            Step::Rest | Step::Asked => None,
        })
    };
    let label = move || {
        let failed = step.with(|step| matches!(step, Step::Failed(_)));
        let (name, words) = if failed {
            ("refresh-cw", i18n.text(&msg!(common.action.retry)))
        } else {
            ("chevron-down", words.get())
        };
        view! {
            <Icon name />
            {words}
        }
    };
    let count = move || {
        let count = came.get();
        (count > 0).then(|| i18n.text(&msg!(common.came, count = count)))
    };
    view! {
        <div class="more">
            <p class="fault" role="alert">
                {failed}
            </p>
            <Show when=move || next.with(Option::is_some)>
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || step.with(|step| *step == Step::Asked).to_string()
                    on:click=press
                >
                    {label}
                </button>
            </Show>
            <p class="visually-hidden" role="status">
                {count}
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(items: &[u32], next: Option<&str>) -> Page<u32> {
        Page {
            items: items.to_vec(),
            next_cursor: next.map(str::to_owned),
            total: None,
        }
    }

    #[test]
    fn a_second_press_asks_for_nothing_until_the_page_came_or_failed() {
        let mut step = Step::default();
        assert!(step.press());
        assert!(!step.press());
        step = Step::Failed(ClientError::Network("off line".to_owned()));
        assert!(step.press(), "what failed can be tried again");
        assert!(!step.press());
        step = Step::Rest;
        assert!(step.press());
    }

    #[test]
    fn pages_are_joined_in_their_order_without_what_came_before() {
        let row = |item: &u32| format!("row-{item}");
        let mut pages = Pages {
            items: Vec::new(),
            next: None,
        };
        pages.join(page(&[1, 2, 3], Some("a")), row);
        assert_eq!(pages.next.as_deref(), Some("a"));
        let came = pages.join(page(&[3, 4, 5, 4], Some("b")), row);
        assert_eq!(pages.items, [1, 2, 3, 4, 5]);
        assert_eq!(pages.next.as_deref(), Some("b"));
        let four = Came {
            count: 2,
            first: Some("row-4".to_owned()),
        };
        assert_eq!(came, four);
        assert_eq!(pages.join(page(&[1, 5], None), row), Came::default());
        assert_eq!(pages.items.len(), 5);
        assert_eq!(pages.next, None);
    }
}
