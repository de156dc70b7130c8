//! Who is using the app.

mod draft;
mod place;

use std::future::Future;

use goesting_client::{Client, ClientError};
use goesting_types::person::{AgeBand, Appearance, Me};
use leptos::prelude::*;

use crate::browser::{self, Kept};
use crate::i18n::{self, I18n, use_i18n};

use draft::forget_drafts;
pub use draft::{Draft, suggest_draft, use_draft};
pub use place::{Here, HereNow, use_here};

/// Says that there may be a log-in, so that visitors are not asked about. It is no secret: the
/// tokens are in cookies that no script can read.
const HINT: &str = "goesting.signed-in";
const APPEARANCE: &str = "goesting.appearance";

/// Who is there.
#[derive(Debug, Clone, PartialEq)]
pub enum Who {
    /// Not known yet: the server is being asked.
    Unknown,
    /// Nobody that we know.
    Guest,
    /// This person.
    Known(Box<Me>),
}

/// The log-in, and the client that carries it. From the root context.
#[derive(Clone, Copy)]
pub struct Session {
    who: RwSignal<Who>,
    /// The log-in ended while somebody was at work; they are asked to come back.
    ended: RwSignal<bool>,
    client: StoredValue<Client>,
    i18n: I18n,
}

impl Session {
    /// Nobody yet.
    pub fn new(client: Client, i18n: I18n) -> Self {
        let appearance = browser::recall(Kept::Device, APPEARANCE)
            .and_then(|word| word.parse().ok())
            .unwrap_or(Appearance::System);
        show(appearance);
        client.set_lang(i18n.lang_now());
        Self {
            who: RwSignal::new(Who::Unknown),
            ended: RwSignal::new(false),
            client: StoredValue::new(client),
            i18n,
        }
    }

    /// The client.
    pub fn client(self) -> Client {
        self.client.get_value()
    }

    /// Who is there; followed.
    pub fn who(self) -> Who {
        self.who.get()
    }

    /// Who is there, for an event handler; not followed.
    pub fn who_now(self) -> Who {
        self.who.get_untracked()
    }

    /// Whether it is still being found out; followed.
    pub fn is_unknown(self) -> bool {
        self.who.with(|who| *who == Who::Unknown)
    }

    /// Who is there, if somebody is; followed.
    pub fn me(self) -> Option<Me> {
        self.who.with(|who| match who {
            Who::Known(me) => Some(me.as_ref().clone()),
            Who::Unknown | Who::Guest => None,
        })
    }

    /// Whether somebody is logged in; followed.
    pub fn is_known(self) -> bool {
        self.who.with(|who| matches!(who, Who::Known(_)))
    }

    /// Whether an adult is logged in; followed.
    pub fn is_adult(self) -> bool {
        self.who.with(|who| match who {
            Who::Known(me) => me.age_band == AgeBand::Adult,
            Who::Unknown | Who::Guest => false,
        })
    }

    /// Whether the log-in ended under somebody's hands; followed.
    pub fn has_ended(self) -> bool {
        self.ended.get()
    }

    /// Closes the question to come back.
    pub fn stay_out(self) {
        self.ended.set(false);
    }

    /// Asks the server at the start who is there, if anybody may be.
    pub async fn begin(self) {
        if browser::recall(Kept::Device, HINT).is_some() {
            // Off line one is a guest for now; the hint stays for the next time.
            if self.renew().await.is_err() {
                self.who.set(Who::Guest);
            }
        } else {
            self.who.set(Who::Guest);
        }
    }

    /// Asks the server who is there.
    pub async fn renew(self) -> Result<(), ClientError> {
        match self.client().get_me().await {
            Ok(me) => {
                self.adopt(me).await;
                Ok(())
            }
            Err(error) => {
                if error.is_signed_out() {
                    browser::forget(Kept::Device, HINT);
                }
                Err(error)
            }
        }
    }

    /// This is who is there: after logging in, or after a change to oneself.
    pub async fn adopt(self, me: Me) {
        browser::keep(Kept::Device, HINT, "1");
        Self::set_appearance(me.appearance);
        let lang = me.lang;
        self.who.set(Who::Known(Box::new(me)));
        self.ended.set(false);
        if !i18n::is_chosen() {
            self.change_lang(lang, false).await;
        }
    }

    /// Changes the language of the screens; whether that worked.
    pub async fn change_lang(self, lang: goesting_i18n::Lang, chosen: bool) -> bool {
        let changed = self.i18n.change(lang, chosen).await;
        if changed {
            self.client().set_lang(lang);
        }
        changed
    }

    /// Light, dark, or what the device says.
    pub fn set_appearance(appearance: Appearance) {
        browser::keep(Kept::Device, APPEARANCE, appearance.as_str());
        show(appearance);
    }

    /// Logs out here and forgets what was typed.
    pub async fn leave(self) -> Result<(), ClientError> {
        self.client().logout().await?;
        self.forget();
        Ok(())
    }

    /// Nobody is there any more, as the server knows too.
    pub fn forget(self) {
        browser::forget(Kept::Device, HINT);
        forget_drafts();
        self.ended.set(false);
        self.who.set(Who::Guest);
    }

    /// Runs a call for somebody who is logged in. When the log-in turns out to be over, they are
    /// asked to come back, on top of the page with all they typed.
    pub async fn call<T>(
        self,
        call: impl Future<Output = Result<T, ClientError>>,
    ) -> Result<T, ClientError> {
        let answer = call.await;
        if let Err(error) = &answer
            && error.is_signed_out()
        {
            browser::forget(Kept::Device, HINT);
            self.ended.set(true);
        }
        answer
    }
}

fn show(appearance: Appearance) {
    let value = match appearance {
        Appearance::System => None,
        Appearance::Light | Appearance::Dark => Some(appearance.as_str()),
    };
    browser::set_root_attribute("data-appearance", value);
}

/// The session from the context of the app.
pub fn use_session() -> Session {
    expect_context()
}

/// The client from the context of the app.
pub fn use_client() -> Client {
    use_session().client()
}

/// Gives the app its session, and asks who is there.
pub fn provide_session(client: Client) -> Session {
    let session = Session::new(client, use_i18n());
    provide_context(session);
    leptos::task::spawn_local(session.begin());
    session
}
