//! Telegram, through the Bot API: teloxide's types and HTTP client, updates
//! routed with dptree.
//!
//! Receiving is our own ([`Polling`], [`Webhook`]): an update is acknowledged
//! only once the bridge has committed its turn, which teloxide's dispatcher
//! does not wait for. Sending ([`TelegramChat`]) renders a reply as HTML;
//! escaping is in one place.

mod account;
mod api;
mod calendar;
mod commands;
mod deliver;
mod html;
mod intake;
mod keyboard;
mod markup;
mod pace;
mod poll;
mod read;
mod route;
mod send;
mod split;
mod target;
#[cfg(test)]
mod tests;
mod upload;
mod webhook;

pub use account::{BotIdentity, ReceivingError, WebhookInfo};
pub use api::{ApiError, BotApi, BuildError};
pub use commands::{About, Audience, Menu};
pub use deliver::TelegramChat;
pub use intake::Dependencies;
pub use pace::Pace;
pub use poll::{PollOptions, Polling};
pub use webhook::Webhook;

/// Reads and routes any JSON as an update, and any bytes as a file of contact
/// cards.
#[doc(hidden)]
pub fn read_any(bytes: &[u8]) {
    let _ = kally_engine::chat::cards::read(bytes);
    let Ok(value) = serde_json::from_slice(bytes) else {
        return;
    };
    let Ok((_, read::News::Update(update, beside))) = read::read(value) else {
        return;
    };
    let account = BotIdentity {
        id: 1,
        username: "the_bot".to_owned(),
        can_join_groups: true,
    };
    let routes = route::Routes::new(account, kally_core::model::OwnLinks::default(), None);
    let now = chrono::DateTime::UNIX_EPOCH;
    let _ = futures::FutureExt::now_or_never(routes.route(*update, beside, now));
}
