//! The reference bot: it says the same in the same dialogue, with teloxide's
//! dispatcher and its dialogue storage in memory. It acknowledges updates
//! before they are handled, understands nothing, and loses everything it was
//! told when it is killed.

use teloxide::dispatching::dialogue::{Dialogue, InMemStorage};
use teloxide::prelude::*;

use crate::Result;
use crate::dialogue::DIALOGUE;

type Answers = InMemStorage<Vec<String>>;

/// Runs the bot until it is killed.
pub fn run(api: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let bot = Bot::new("1:benchmark").set_api_url(api.parse()?);
    let handler = Update::filter_message()
        .enter_dialogue::<Message, Answers, Vec<String>>()
        .endpoint(answer);
    runtime.block_on(async {
        Dispatcher::builder(bot, handler)
            .dependencies(dptree::deps![Answers::new()])
            .build()
            .dispatch()
            .await;
    });
    Ok(())
}

/// Stores the answer, and asks the next question.
async fn answer(
    bot: Bot,
    dialogue: Dialogue<Vec<String>, Answers>,
    message: Message,
) -> std::result::Result<(), Box<dyn std::error::Error + Send + Sync>> {
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
