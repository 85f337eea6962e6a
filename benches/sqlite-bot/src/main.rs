//! The reference bot with its dialogues in SQLite, as teloxide stores them: JSON
//! in a table, with the default settings of that storage. It serves the Bot API at
//! `KALLY_TELEGRAM__API_URL`, with the database in the current folder.

#[path = "../../shared/dialogue.rs"]
mod dialogue;
#[path = "../../shared/yardstick.rs"]
mod yardstick;

use teloxide::dispatching::dialogue::SqliteStorage;
use teloxide::dispatching::dialogue::serializer::Json;

#[expect(
    clippy::disallowed_methods,
    reason = "the benchmark passes the address as the bridge reads it"
)]
fn main() -> yardstick::Result<()> {
    let api = std::env::var("KALLY_TELEGRAM__API_URL")?;
    yardstick::run(&api, async {
        Ok(SqliteStorage::open("dialogues.sqlite", Json).await?)
    })
}
