//! The message whose buttons ask the open question. On a platform with buttons a
//! press shows the next question, or the call's status, in that same message; and
//! its buttons go once the question is over.

use kally_core::dialogue::{Action, Input, Prompt};
use kally_core::model::{Expects, MessageKey, MessageRef, Platform, Reply, Weight};
use kally_core::text;
use kally_store::{
    AboutRecord, DeliveryModeV1, MessageRecord, OutboxRecord, ShownV1, StoreError, read_one,
};

use super::Bridge;
use super::apply::Draft;
use super::loaded::{EventDetails, Loaded};

/// The message with the buttons, before a turn and after it.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The platform has buttons at all.
    buttons: bool,
    /// Before the turn.
    before: Option<ShownV1>,
    /// The question's button that was pressed is below this message, and nothing
    /// is shown in its place yet.
    pressed: Option<MessageRef>,
    /// This turn's.
    now: Option<ShownV1>,
    /// The message that was pressed shows something new by now.
    replaced: Option<MessageRef>,
    /// The message that was pressed is drawn anew: another page of a list.
    pub(super) redrawn: Option<MessageRef>,
}

impl Bridge {
    /// The message with the buttons before a turn.
    pub(super) async fn shown(
        &self,
        loaded: &Loaded,
        input: &Input,
        platform: Platform,
        details: &EventDetails,
    ) -> Result<Shown, StoreError> {
        let buttons = platform.abilities().has_buttons;
        let mut shown = Shown {
            buttons,
            before: loaded.shown.clone(),
            ..Shown::default()
        };
        if let Some(awaited) = details.replaces.clone().filter(|_| buttons) {
            shown.pressed = Some(awaited);
            return Ok(shown);
        }
        let pressed = details.message.clone();
        let Some(pressed) =
            pressed.filter(|_| details.pressed && buttons && presses_question(input))
        else {
            return Ok(shown);
        };
        if let Some(ShownV1::Sent(key)) = &shown.before {
            let sent = read_one::<MessageRecord>(&*self.store, key).await?;
            let arrived = sent.into_record().map(|sent| ShownV1::At(sent.reference));
            shown.before = arrived.or(shown.before);
        }
        // A late press on a card that was confirmed: the message is the status of
        // its call by now, and stays so.
        let about = read_one::<AboutRecord>(&*self.store, &pressed).await?;
        shown.pressed = about.record().is_none().then_some(pressed);
        Ok(shown)
    }
}

impl Shown {
    /// The message that a press redrew keeps its buttons, if they are the ones of
    /// before: the next page of a list has buttons too. A press can arrive before
    /// the platform's answer says which message those are; then they are taken to
    /// be the redrawn one's.
    fn still_shown(&self) -> Option<&ShownV1> {
        let redrawn = self.redrawn.as_ref()?;
        let before = self.before.as_ref()?;
        let is_same = match before {
            ShownV1::At(reference) => reference == redrawn,
            ShownV1::Sent(_) => true,
        };
        is_same.then_some(before)
    }
}

/// Whether a button of a question was pressed, and not one of a call.
fn presses_question(input: &Input) -> bool {
    let Input::ChoicePressed(pressed) = input else {
        return false;
    };
    !matches!(pressed.action, Action::Call(..))
}

impl Draft<'_> {
    /// Shows a question: in the message whose button was pressed, else in a new
    /// one.
    pub(super) fn show(&mut self, key: MessageKey, prompt: &Prompt) {
        let prompt = &self.pressable(prompt);
        let reply = text::render(prompt, self.voice());
        let has_buttons = !reply.choices.is_empty() || reply.calendar.is_some();
        if !self.shown.buttons || !has_buttons {
            return self.send(key, prompt, DeliveryModeV1::Send);
        }
        let fits = reply.expects == Expects::Nothing && reply.document.is_none();
        match self.shown.pressed.take().filter(|_| fits) {
            Some(pressed) => {
                self.send_in_place(key, prompt, &pressed);
                self.shown.replaced = Some(pressed.clone());
                self.shown.now = Some(ShownV1::At(pressed));
            }
            None => {
                self.send(key, prompt, DeliveryModeV1::SendToEdit);
                self.shown.now = Some(ShownV1::Sent(key));
            }
        }
    }

    /// Where there are buttons, settings keep theirs after a change, for the
    /// next one.
    fn pressable(&self, prompt: &Prompt) -> Prompt {
        let mut prompt = prompt.clone();
        if let Prompt::Settings(view) = &mut prompt {
            view.pressable |= self.shown.buttons;
        }
        prompt
    }

    /// The message that was pressed keeps its buttons until an errand's answer is
    /// shown in it.
    pub(super) fn await_in_place(&mut self) -> Option<MessageRef> {
        let pressed = self.shown.pressed.take()?;
        self.shown.replaced = Some(pressed.clone());
        Some(pressed)
    }

    fn send_in_place(&mut self, key: MessageKey, prompt: &Prompt, pressed: &MessageRef) {
        self.send(key, prompt, DeliveryModeV1::Edit);
        if let Some(record) = self.commit.send.last_mut() {
            record.replaces = Some(pressed.clone());
        }
    }

    /// The status of a call takes the place of the card that was confirmed. Then
    /// it is this message that is edited as the call goes on, and that a reply to
    /// it means.
    pub(super) fn status_on_card(&mut self, prompt: &Prompt) -> Option<MessageKey> {
        let reference = self.shown.pressed.take()?;
        self.shown.replaced = Some(reference.clone());
        let key = self.fresh_message();
        self.send(key, prompt, DeliveryModeV1::Edit);
        let (conversation, at) = (self.id.clone(), self.now);
        self.commit.put.extend(prompt.call().map(|call| {
            AboutRecord {
                reference: reference.clone(),
                conversation: conversation.clone(),
                call,
                at,
            }
            .into()
        }));
        let record = MessageRecord {
            key,
            conversation,
            reference,
            at,
        };
        self.commit.put.push(record.into());
        Some(key)
    }

    /// Takes the buttons from the question of before, if it is over; returns the
    /// message with the buttons of now.
    pub(super) fn strip_past(&mut self) -> Option<ShownV1> {
        let mut shown = std::mem::take(&mut self.shown);
        // An errand's answer was shown elsewhere.
        if let Some(pressed) = shown
            .pressed
            .take()
            .filter(|_| self.details.replaces.is_some())
        {
            self.strip(ShownV1::At(pressed), None);
        }
        let is_over = shown.now.is_some() || !self.question_open;
        if !is_over {
            return shown.before;
        }
        let now = shown.now.clone().or_else(|| shown.still_shown().cloned());
        if let Some(before) = shown.before {
            self.strip(before, shown.replaced.or(shown.redrawn));
        }
        now
    }

    /// Takes a message's buttons, unless it is the one that shows something new.
    fn strip(&mut self, message: ShownV1, spares: Option<MessageRef>) {
        let (key, replaces) = match message {
            ShownV1::Sent(key) => (key, None),
            ShownV1::At(reference) if spares.as_ref() == Some(&reference) => return,
            ShownV1::At(reference) => (self.fresh_message(), Some(reference)),
        };
        self.commit.send.push(OutboxRecord {
            weight: Weight::Status,
            mode: DeliveryModeV1::Strip,
            replaces,
            spares,
            quiet: true,
            ..OutboxRecord::new(key, self.id.clone(), Reply::default(), self.now)
        });
    }
}
