//! Telegram against an emulated Bot API, over real HTTP.

mod bench;
mod delivering;
mod receiving;
mod rooms;
mod webhook;

use secrecy::SecretString;
use telegram_emulator::TOKEN;
use url::Url;

use crate::BotApi;
use kally_network::Network;

/// The Bot API at an address, for the emulator's bot.
fn api(base: &Url) -> BotApi {
    BotApi::new(base, SecretString::from(TOKEN), &Network::direct()).unwrap()
}
