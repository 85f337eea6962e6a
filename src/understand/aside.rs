//! Messages that are plainly no answer.
/// A message that answers no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// 'hello'.
    Greeting,
    /// 'thanks'.
    Thanks,
    /// 'why do you need that?'.
    Question,
    /// 'are you a bot?'.
    WhoAreYou,
    /// 'this is useless'.
    Frustration,
    /// Emoji, punctuation, 'hmm'.
    Nothing,
}
/// What kind of aside a whole message is, if it plainly is one.
#[must_use]
pub fn aside(text: &str) -> Option<Aside> {
    match text.trim().to_lowercase().as_str() {
        "hello" | "hi" | "hola" => Some(Aside::Greeting),
        "thanks" | "gracias" => Some(Aside::Thanks),
        "" => Some(Aside::Nothing),
        _ => None,
    }
}
