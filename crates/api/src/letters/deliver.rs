//! Mails leave: as files in the data directory, or through SMTP.

use std::path::Path;

use goesting_types::ids::OutboxId;
use lettre::message::header::{ContentTransferEncoding, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart};
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use super::Mail;
use crate::auth::Secret;
use crate::config::{self, Config};
use crate::private;

/// The sender of mails that become files.
const NOBODY: &str = "Goesting <no-reply@localhost>";

/// Sends one; says what went wrong, without the address.
pub async fn send(config: &Config, id: OutboxId, mail: Mail) -> Result<(), String> {
    match &config.mail {
        config::Mail::Files => {
            let plain = readable(mail.plain());
            let message = message(&mail, plain, id, NOBODY)?;
            let folder = config.data_dir.join("mails");
            let written =
                tokio::task::spawn_blocking(move || write_file(&folder, id, &message.formatted()));
            written
                .await
                .map_err(|error| error.to_string())?
                .map_err(|error| error.to_string())
        }
        config::Mail::Smtp { url, from } => {
            // A mail server may take no more than ASCII.
            let message = message(&mail, Body::new(mail.plain()), id, from)?;
            let transport: AsyncSmtpTransport<Tokio1Executor> = mail_server(url)?
                .timeout(Some(std::time::Duration::from_secs(20)))
                .build();
            // What the server answers may repeat the address: only the kind of failure is kept.
            transport.send(message).await.map(|_| ()).map_err(|error| {
                let kind = match (error.is_permanent(), error.is_timeout()) {
                    (true, _) => "refused it",
                    (_, true) => "did not answer in time",
                    _ => "could not be reached or broke off",
                };
                format!("the mail server {kind}")
            })
        }
    }
}

/// Reads where mails go.
pub fn mail_server(url: &Secret) -> Result<AsyncSmtpTransportBuilder, String> {
    AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose()).map_err(|_| {
        "GOESTING_SMTP_URL is not of the form smtp://user:password@host:port".to_owned()
    })
}

/// Reads whom mails come from.
pub fn sender(from: &str) -> Result<Mailbox, String> {
    from.parse().map_err(|_| {
        "GOESTING_MAIL_FROM is not a sender. Write it as `Goesting <hallo@example.be>`".to_owned()
    })
}

/// The longest line a mail may have, in bytes (RFC 5322).
const LONGEST: usize = 998;

/// A text as it is, for who reads the file itself: its links can be followed and copied. Coded only
/// when a line is longer than mails may have.
fn readable(text: String) -> Body {
    let lines: Vec<&str> = text.lines().collect();
    if text.contains('\0') || lines.iter().any(|line| line.len() > LONGEST) {
        return Body::new(text);
    }
    let bytes = lines.join("\r\n").into_bytes();
    // What the name warns of was just looked at.
    Body::dangerous_pre_encoded(bytes, ContentTransferEncoding::EightBit)
}

fn message(mail: &Mail, plain: Body, id: OutboxId, from: &str) -> Result<Message, String> {
    let from = sender(from)?;
    let host = from.email.domain().to_owned();
    let to = mail.to.parse().map_err(|_| "the address is none")?;
    Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(&mail.subject)
        // Sent twice after a crash, it is still one mail.
        .message_id(Some(format!("<{id}@{host}>")))
        // No answering machine answers it (RFC 3834).
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Content-Language", mail.lang.as_str()))
        .multipart(MultiPart::alternative_plain_html(plain, mail.html()))
        .map_err(|error| error.to_string())
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Whole or not at all: written aside, then renamed.
fn write_file(folder: &Path, id: OutboxId, bytes: &[u8]) -> std::io::Result<()> {
    private::folder(folder)?;
    let aside = folder.join(format!("{id}.part"));
    private::write(&aside, bytes)?;
    std::fs::rename(aside, folder.join(format!("{id}.eml")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_mail_says_that_a_machine_sent_it_and_in_which_language() {
        let mail = Mail {
            to: "els@example.be".to_owned(),
            lang: goesting_types::lang::Lang::Fr,
            subject: "Votre place".to_owned(),
            blocks: Vec::new(),
            footer: Vec::new(),
        };
        let plain = Body::new(mail.plain());
        let sent = message(&mail, plain, OutboxId::new(), NOBODY).unwrap();
        let sent = String::from_utf8(sent.formatted()).unwrap();
        for header in [
            "Auto-Submitted: auto-generated\r\n",
            "Content-Language: fr\r\n",
        ] {
            assert!(sent.contains(header), "{sent}");
        }
    }

    #[test]
    fn the_text_of_a_file_is_read_as_it_is() {
        let link = format!("http://127.0.0.1:8080/verify?token={}", "a".repeat(120));
        let text = format!("Één plek:\n{link}\n");
        let body = readable(text.clone());
        assert_eq!(body.encoding(), ContentTransferEncoding::EightBit);
        assert_eq!(
            body.as_ref(),
            text.trim_end().replace('\n', "\r\n").as_bytes()
        );
        // Longer lines than mails may have are coded.
        let coded = readable("é".repeat(1000));
        assert_ne!(coded.encoding(), ContentTransferEncoding::EightBit);
    }
}
