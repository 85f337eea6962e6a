//! A conversation as a list of steps, for tests with a fault at each of them.

use super::seat::Seat;
pub use crate::support::Chance;
use telegram_emulator::Shown;

/// A person's next action.
#[derive(Debug, Clone, Copy)]
pub enum Act {
    Says(&'static str),
    Presses(&'static str),
}

/// A step: a person's action, and words of the answer.
pub type Step = (Act, &'static str);

/// A request, question by question, up to its card.
pub const UP_TO_THE_CARD: [Step; 6] = [
    (Act::Says("/call"), "Which number should I call?"),
    (Act::Says("415 555 0100"), "What should I ask them for?"),
    (
        Act::Says("Reserve a table on the terrace if they have one"),
        "Which name should I give?",
    ),
    (Act::Presses("Ana García"), "For which day?"),
    (Act::Says("28 January"), "At what time?"),
    (Act::Says("8pm"), "For how many people?"),
];

/// The last answer, and the card.
pub const THE_CARD: Step = (Act::Says("4"), "They will hear an AI");

/// The whole of it.
pub fn request() -> impl Iterator<Item = Step> {
    UP_TO_THE_CARD.into_iter().chain([THE_CARD])
}

/// The answers that stay as they came: a question that is answered by a press
/// turns into the next one.
pub fn lasting() -> Vec<&'static str> {
    let next = request().skip(1).map(|(act, _)| act);
    let followed = request()
        .map(|(_, answer)| answer)
        .zip(next.map(Some).chain([None]));
    let lasts = |(answer, next): (&'static str, Option<Act>)| {
        (!matches!(next, Some(Act::Presses(_)))).then_some(answer)
    };
    followed.filter_map(lasts).collect()
}

impl Act {
    /// The method by which the bot answers it.
    pub fn answered_by(self) -> &'static str {
        match self {
            Self::Says(_) => "sendMessage",
            Self::Presses(_) => "editMessageText",
        }
    }
}

impl Seat<'_> {
    /// Does it; returns the update.
    #[track_caller]
    pub fn does(&self, act: Act) -> i64 {
        match act {
            Act::Presses(label) => self.presses(label),
            Act::Says(text) => {
                let said = self.stage.telegram.writes(self.spot, self.person, text);
                said.update.expect("the bot is told")
            }
        }
    }

    /// Does it, and waits for the answer.
    #[track_caller]
    pub fn goes_on(&self, (act, answer): Step) -> Shown {
        self.does(act);
        self.hears(answer)
    }
}
