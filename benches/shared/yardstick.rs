//! The reference bot: it says the same in the same dialogue, with teloxide's
//! dispatcher and one of its storages of dialogues, which it reads and writes once
//! a turn. It acknowledges updates before they are handled, and understands
//! nothing.

use std::error::Error;
use std::sync::Arc;

use teloxide::dispatching::dialogue::{Dialogue, Storage};
use teloxide::prelude::*;

use crate::dialogue::DIALOGUE;

pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// What a person has said so far.
type Answers = Vec<String>;

/// Runs the bot until it is killed.
pub fn run<S>(api: &str, storage: impl Future<Output = Result<Arc<S>>>) -> Result<()>
where
    S: Storage<Answers> + Send + Sync + 'static,
    S::Error: Error + Send + Sync + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let bot = Bot::new("1:benchmark").set_api_url(api.parse()?);
    let handler = Update::filter_message()
        .enter_dialogue::<Message, S, Answers>()
        .endpoint(answer::<S>);
    runtime.block_on(async {
        let storage = storage.await?;
        Dispatcher::builder(bot, handler)
            .dependencies(dptree::deps![storage])
            .error_handler(Arc::new(|error| async move { eprintln!("{error}") }))
            .build()
            .dispatch()
            .await;
        Ok(())
    })
}

/// Stores the answer, and asks the next question.
async fn answer<S>(bot: Bot, dialogue: Dialogue<Answers, S>, message: Message) -> Result<()>
where
    S: Storage<Answers> + Send + Sync + 'static,
    S::Error: Error + Send + Sync + 'static,
{
    let mut answers = dialogue.get_or_default().await?;
    let (_, reply) = DIALOGUE[answers.len() % DIALOGUE.len()];
    answers.push(message.text().unwrap_or_default().to_owned());
    let reply = match answers.len() == DIALOGUE.len() {
        true => format!("{reply}: {}", answers.join(", ")),
        false => reply.to_owned(),
    };
    answers.truncate(answers.len() % DIALOGUE.len());
    dialogue.update(answers).await?;
    bot.send_message(message.chat.id, reply).await?;
    Ok(())
}
