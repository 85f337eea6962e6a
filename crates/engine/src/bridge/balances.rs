//! What the account has left, for the card. A card waits for it no longer than a
//! moment, and is shown without it then.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use kally_core::dialogue::{
    self, CallReport, Context, Decision, Effect, Input, Linked, Ordered, Prompt, Usage,
};
use kally_core::model::ChatUser;

use super::Bridge;
use super::loaded::Loaded;

/// Knows what accounts have left.
#[async_trait]
pub trait Balances: Send + Sync {
    /// The figures of the account that was linked at that time, if they are known
    /// or come within a moment.
    async fn soon(&self, user: &ChatUser, linked: DateTime<Utc>) -> Option<Usage>;

    /// A call has used some of it.
    fn forget(&self, user: &ChatUser);
}

impl Bridge {
    /// The dialogue's decision. If it shows a card in private, it is made with
    /// what the account has left.
    pub(super) async fn decision(
        &self,
        user: &ChatUser,
        loaded: &Loaded,
        input: Input,
        context: &mut Context,
    ) -> Decision {
        let Some(balances) = &self.balances else {
            return decided(loaded, input, context);
        };
        if matches!(input, Input::CallReported(CallReport::Ended(_))) {
            balances.forget(user);
        }
        let Linked::Since(linked) = context.linked else {
            return decided(loaded, input, context);
        };
        let decision = decided(loaded, input.clone(), context);
        let is_card = |effect: &Effect| match effect {
            Effect::Say(Prompt::Card(_)) => true,
            Effect::Answer(ordered) => matches!(**ordered, Ordered::Card(_)),
            _ => false,
        };
        if !context.private || !decision.effects.iter().any(is_card) {
            return decision;
        }
        context.usage = balances.soon(user, linked).await;
        match context.usage {
            Some(_) => decided(loaded, input, context),
            None => decision,
        }
    }
}

/// The dialogue's decision; first that the conversation was lost, if it was.
fn decided(loaded: &Loaded, input: Input, context: &Context) -> Decision {
    let mut conversation = loaded.conversation.clone();
    let mut effects = Vec::new();
    if loaded.lost {
        let lost = dialogue::step(conversation, Input::RecordLost, context);
        conversation = lost.conversation;
        effects = lost.effects;
    }
    let decision = dialogue::step(conversation, input, context);
    effects.extend(decision.effects);
    Decision {
        effects,
        ..decision
    }
}
