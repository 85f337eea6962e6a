//! Messages that are plainly no answer to a question: a greeting, thanks, a
//! question of the person's own. Only whole messages count, so that 'Hello
//! Kitty Café' stays a name and 'Ana?' an answer.

use super::line::{Kind, Line};

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

#[rustfmt::skip]
const WHOLE: &[(Aside, &[&str])] = &[
    (Aside::Greeting, &[
        "hello", "hi", "hey", "hiya", "yo", "hello there", "hi there", "hey there", "good morning",
        "good afternoon", "good evening", "morning", "howdy", "hi bot", "hello bot", "how are you",
        "hello how are you", "hi how are you", "what's up", "whats up", "sup", "hello kally", "hi kally",
        "good day", "greetings", "hola", "holaa", "holi", "buenas", "buenos dias", "buenas tardes",
        "buenas noches", "hola buenas", "hola que tal", "que tal", "hola buenos dias", "hola buenas tardes",
        "hola buenas noches", "como estas", "hola como estas", "muy buenas", "hola bot", "hola kally", "ey",
        "helo", "hii", "heya",
    ]),
    (Aside::Thanks, &[
        "thanks", "thank you", "thx", "ty", "tysm", "cheers", "many thanks", "thanks a lot",
        "thank you very much", "thank you so much", "thanks so much", "great thanks", "ok thanks",
        "okay thanks", "perfect thanks", "much appreciated", "appreciate it", "gracias", "muchas gracias",
        "mil gracias", "ok gracias", "vale gracias", "grax", "grcs", "perfecto gracias", "gracias bot",
        "muchisimas gracias", "thanks bot", "genial gracias",
    ]),
    (Aside::WhoAreYou, &[
        "who are you", "what are you", "who is this", "who's this", "are you a bot", "are you human",
        "are you a robot", "are you real", "are you an ai", "is this a bot", "am i talking to a bot",
        "are you a person", "what is your name", "what's your name", "quien eres", "que eres",
        "eres un bot", "eres una ia", "eres humano", "eres un robot", "eres una persona", "eres real",
        "como te llamas", "con quien hablo", "quien es", "who am i talking to", "are you a real person",
        "eres humana",
    ]),
    (Aside::Frustration, &[
        "wtf", "this is useless", "useless", "you are useless", "you're useless", "this sucks", "you suck",
        "stupid bot", "stupid", "this doesn't work", "it doesn't work", "doesn't work", "not working",
        "this is not working", "you don't understand", "you dont understand", "i already told you",
        "i already said that", "i told you already", "ugh", "argh", "fuck", "fuck you", "damn", "shit",
        "this is stupid", "terrible", "are you kidding", "are you kidding me", "for god's sake", "come on",
        "omg", "ffs", "so annoying", "i give up", "no funciona", "esto no funciona", "no sirves",
        "no sirves para nada", "esto es inutil", "inutil", "que mal", "vaya mierda", "mierda", "joder",
        "no entiendes", "no entiendes nada", "no me entiendes", "ya te lo he dicho", "ya te lo dije",
        "que pesado", "vaya basura", "idiota", "tonto", "me rindo", "uf", "pff", "uff", "venga ya",
        "que asco",
    ]),
    (Aside::Nothing, &[
        "hmm", "hm", "hmmm", "mmm", "mm", "um", "umm", "uh", "uhm", "eh", "ah", "oh", "er", "em", "emm",
        "lol", "haha", "hahaha", "jaja", "jajaja", "jeje", "xd", "let me think", "let me see", "wait",
        "one moment", "one sec", "espera", "un momento", "a ver", "dejame pensar", "un segundo", "well",
        "pues", "bueno", "test", "testing", "prueba", "hold on", "give me a second", "esto", "oops", "asdf",
    ]),
    (Aside::Question, &[
        "what", "why", "how", "huh", "que", "por que", "porque", "como", "para que", "what do you mean",
        "what does that mean", "what is this", "what's this", "que es esto", "que significa",
        "que quieres decir", "no entiendo", "i don't understand", "i dont understand", "i don't get it",
        "why not", "y eso", "what for", "which", "what number", "como que", "que pongo",
        "what should i put", "what should i write", "no comprendo", "como dices", "perdona", "perdon",
        "sorry", "pardon", "come again", "eso que es",
    ]),
];

/// How a question of the person's own begins.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "why do", "why does", "why are", "why is", "why should", "why would", "why can", "why did", "why must",
    "what is", "what's", "what are you", "what do you", "what does", "what will", "what happens",
    "what kind", "what can", "what if", "how do", "how does", "how can", "how much does", "how much is",
    "how much will", "how long", "how come", "who will", "who can see", "who sees", "is this", "is it safe",
    "is it free", "is that", "do you", "does it", "does this", "can you", "can i", "could you", "will you",
    "will they", "will it", "are you", "do i have", "do i need", "do they", "should i", "where do",
    "where does", "where is", "when will", "which number", "which one", "what number", "what should",
    "what language", "are there", "may i", "por que", "para que", "que es", "que significa", "que pasa",
    "que haces", "que hago", "que puedo", "que tengo", "que vas", "que datos", "que numero",
    "como funciona", "como se", "como lo", "como puedo", "como sabes", "cuanto cuesta", "cuanto vale",
    "cuanto tarda", "cuanto tiempo", "quien va", "quien ve", "es gratis", "es seguro", "esto es", "es esto",
    "puedes", "podrias", "puedo", "tengo que", "hace falta", "hablas", "vas a", "donde", "cuando vas",
    "cual es", "se puede", "me puedes", "sabes",
];

/// What kind of aside a whole message is, if it plainly is one.
#[must_use]
pub fn aside(text: &str) -> Option<Aside> {
    if text.len() > 400 {
        return None;
    }
    let line = Line::new(text);
    let words = line.words();
    if words.is_empty() {
        let asks = !text.trim().is_empty()
            && text
                .trim()
                .chars()
                .all(|c| matches!(c, '?' | '¿' | '!' | '¡' | ' '))
            && text.contains('?');
        return Some(if asks {
            Aside::Question
        } else {
            Aside::Nothing
        });
    }
    let whole = WHOLE
        .iter()
        .find(|(_, known)| known.contains(&words.as_str()))
        .map(|(aside, _)| *aside);
    whole.or_else(|| question(&line))
}

/// A question: begins like one, and either ends in a question mark or speaks
/// to the bot. A polite request ('can you book a table?') is none.
fn question(line: &Line<'_>) -> Option<Aside> {
    #[rustfmt::skip]
    const SPOKEN_TO: &[&str] = &[
        "you", "your", "this", "that", "need", "necesitas", "quieres", "pides", "eso", "esto", "tu", "te",
        "me", "safe", "free", "cost", "cuesta",
    ];
    #[rustfmt::skip]
    const REQUESTS: &[&str] = &[
        "call", "book", "reserve", "ask", "make", "order", "schedule", "phone", "ring", "check", "get",
        "find", "cancel", "change", "arrange", "confirm", "llamar", "llama", "llames", "reservar",
        "reserves", "pedir", "preguntar", "cambiar", "cancelar", "hacer", "confirmar", "table", "mesa",
        "cita", "room", "appointment", "habitacion", "reservarme", "pedirme", "llamarles", "conseguir",
        "conseguirme",
    ];
    let start = line
        .at(line
            .tokens
            .iter()
            .position(|token| token.kind != Kind::Symbol)?)
        .skip(&[
            "but", "pero", "and", "y", "wait", "ok", "oye", "hey", "espera",
        ])
        .skip(&[","]);
    start.eat_any(OPENINGS)?;
    let has = |words: &[&str]| {
        line.tokens
            .iter()
            .any(|token| words.contains(&token.folded.as_str()))
    };
    let about_a_call = has(REQUESTS) && !start.is(&["why", "por que", "para que"]);
    let number = line.tokens.iter().any(|token| token.kind == Kind::Number);
    let marked = line.tokens.last().is_some_and(|token| token.folded == "?");
    if about_a_call || number || !(marked || has(SPOKEN_TO)) {
        return None;
    }
    let bot = has(&["bot", "robot", "human", "ai", "ia", "humano", "persona"])
        && start.is(&["are you", "is this", "eres", "esto es", "es esto"]);
    Some(if bot {
        Aside::WhoAreYou
    } else {
        Aside::Question
    })
}
