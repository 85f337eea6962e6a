//! Choices in a room: numbered words, and reactions that can be pressed. A
//! message carries the meaning of its reactions and their owner, so that a
//! press is understood at any time, after a restart as well.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use kally_core::model::{ConversationId, Platform, Reply, Sign};

/// The field of a message's content; clients ignore fields that they do not
/// know.
pub(super) const MEMO: &str = "org.kally-bridge.memo";

const DIGITS: [&str; 10] = ["1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣", "🔟"];

/// Where a number is itself an answer, choices have letters.
const LETTERS: [&str; 10] = ["🇦", "🇧", "🇨", "🇩", "🇪", "🇫", "🇬", "🇭", "🇮", "🇯"];

const YES: &str = "✅";
const NO: &str = "❌";
const BACK: &str = "↩️";

/// Other keys that everybody understands as a yes or a no.
const SAME: [(&str, &str); 2] = [("👍", YES), ("👎", NO)];

/// The owner of a message, and the meaning of its reactions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Memo {
    chat: String,
    thread: Option<String>,
    user: String,
    /// The keys, each with its token.
    choices: Vec<(String, String)>,
}

impl Memo {
    /// The memo in a content that the bot sent.
    pub(super) fn of(content: &Value) -> Option<Self> {
        serde_json::from_value(content.get(MEMO)?.clone()).ok()
    }

    /// The conversation that the message belongs to.
    pub(super) fn conversation(&self) -> ConversationId {
        ConversationId {
            platform: Platform::Matrix,
            chat: self.chat.clone(),
            thread: self.thread.clone(),
            user: self.user.clone(),
        }
    }

    /// The meaning of a key that was pressed; a choice's number has the same
    /// meaning.
    pub(super) fn token(&self, key: &str) -> Option<&str> {
        let key = bare(key);
        let same = SAME.iter().find(|(other, _)| *other == key);
        let key = same.map_or(key.as_str(), |(_, key)| key);
        let own = self.choices.iter().find(|(own, _)| bare(own) == key);
        let numbered = || {
            let at = DIGITS.iter().position(|digit| bare(digit) == key)?;
            self.choices.get(at)
        };
        let (_, token) = own.or_else(numbered)?;
        Some(token)
    }

    /// Whether a key is the yes or the no.
    pub(super) fn is_sign(key: &str) -> bool {
        [YES, NO].contains(&key)
    }

    /// The keys to set.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.choices.iter().map(|(key, _)| key.as_str())
    }
}

/// A key without U+FE0F, which not all clients add, and without a skin tone.
fn bare(key: &str) -> String {
    let is_extra = |c: char| matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
    key.chars().filter(|c| !is_extra(*c)).collect()
}

/// The memo of a reply, as the field's value.
pub(super) fn memo(owner: &ConversationId, reply: &Reply) -> Value {
    let memo = Memo {
        chat: owner.chat.clone(),
        thread: owner.thread.clone(),
        user: owner.user.clone(),
        choices: keys(reply)
            .into_iter()
            .zip(&reply.choices)
            .filter_map(|(key, choice)| Some((key?.to_owned(), choice.token.clone())))
            .collect(),
    };
    serde_json::to_value(memo).unwrap_or_default()
}

/// The choices in words, if there are any.
pub(super) fn lines(reply: &Reply) -> Option<String> {
    if reply.choices.is_empty() {
        return None;
    }
    let mut keys = keys(reply).into_iter();
    let words: Vec<String> = reply
        .choices
        .iter()
        .enumerate()
        .map(
            |(index, choice)| match (reply.numbered, keys.next().flatten()) {
                (true, _) => format!("[{}] {}", index + 1, choice.label),
                (false, Some(key)) => format!("{key} {}", choice.label),
                (false, None) => format!("• {}", choice.label),
            },
        )
        .collect();
    Some(words.join("  "))
}

/// A key for each choice: a sign that everybody knows, else its number or
/// letter. There are numbers and letters for ten.
fn keys(reply: &Reply) -> Vec<Option<&'static str>> {
    let places = if reply.numbered { DIGITS } else { LETTERS };
    let places = places.into_iter().map(Some).chain(std::iter::repeat(None));
    let mut keys: Vec<Option<&str>> = Vec::new();
    for (choice, place) in reply.choices.iter().zip(places) {
        let sign = choice.sign.map(|sign| match sign {
            Sign::Yes => YES,
            Sign::No => NO,
            Sign::Back => BACK,
        });
        keys.push(sign.filter(|sign| !keys.contains(&Some(*sign))).or(place));
    }
    keys
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use kally_core::model::Choice;

    fn reply(numbered: bool, labels: &[&str]) -> Reply {
        Reply {
            numbered,
            choices: labels
                .iter()
                .map(|label| Choice {
                    label: (*label).to_owned(),
                    token: format!("t-{label}"),
                    sign: None,
                })
                .collect(),
            ..Reply::default()
        }
    }

    fn owner() -> ConversationId {
        ConversationId {
            platform: Platform::Matrix,
            chat: "!r:x".to_owned(),
            thread: Some("$t".to_owned()),
            user: "@ana:x".to_owned(),
        }
    }

    #[test]
    fn choices_in_words() {
        assert_eq!(lines(&reply(true, &[])), None);
        let words = lines(&reply(true, &["Call now", "Edit"])).unwrap();
        assert_eq!(words, "[1] Call now  [2] Edit");
        let words = lines(&reply(false, &["Skip"])).unwrap();
        assert_eq!(words, "🇦 Skip");
    }

    #[test]
    fn a_sign_that_everybody_knows_stands_for_a_choice_once() {
        let mut reply = reply(true, &["Call now", "Edit", "Cancel", "Leave it"]);
        reply.choices[0].sign = Some(Sign::Yes);
        reply.choices[2].sign = Some(Sign::No);
        reply.choices[3].sign = Some(Sign::No);
        let keys: Vec<&str> = keys(&reply).into_iter().flatten().collect();
        assert_eq!(keys, ["✅", "2️⃣", "❌", "4️⃣"]);
        let memo = Memo::of(&json!({ MEMO: memo(&owner(), &reply) })).unwrap();
        assert_eq!(memo.token("✅"), Some("t-Call now"));
        assert_eq!(memo.token("1️⃣"), Some("t-Call now"));
        assert_eq!(memo.token("❌"), Some("t-Cancel"));
        assert_eq!(memo.token("3️⃣"), Some("t-Cancel"));
        assert_eq!(memo.token("👍"), Some("t-Call now"));
        assert_eq!(memo.token("👍🏽"), Some("t-Call now"));
        assert_eq!(memo.token("👎"), Some("t-Cancel"));
    }

    #[test]
    fn ten_choices_have_a_key_each() {
        let labels: Vec<String> = (0..11).map(|n| n.to_string()).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let sent = |reply: &Reply| Memo::of(&json!({ MEMO: memo(&owner(), reply) })).unwrap();
        let memo = sent(&reply(true, &labels));
        assert_eq!(memo.token("🔟"), Some("t-9"));
        assert_eq!(memo.keys().count(), 10);
        // Awkward moment 13: the way back is the eleventh.
        let mut reply = reply(true, &labels);
        reply.choices[10].sign = Some(Sign::Back);
        let memo = sent(&reply);
        assert_eq!(memo.token("🔟"), Some("t-9"));
        assert_eq!(memo.token("↩️"), Some("t-10"));
    }

    #[test]
    fn a_memo_tells_what_a_press_means() {
        let content = json!({ MEMO: memo(&owner(), &reply(true, &["Call", "Edit"])) });
        let memo = Memo::of(&content).unwrap();
        assert_eq!(memo.conversation(), owner());
        assert_eq!(memo.token("1️⃣"), Some("t-Call"));
        assert_eq!(memo.token("2\u{20e3}"), Some("t-Edit"));
        assert_eq!(memo.token("3️⃣"), None);
        assert_eq!(memo.token("👍"), None);
        assert_eq!(memo.keys().count(), 2);
        assert_eq!(Memo::of(&json!({"body": "x"})), None);
        assert_eq!(Memo::of(&json!({ MEMO: 7 })), None);
    }
}
