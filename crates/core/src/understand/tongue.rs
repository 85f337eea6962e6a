//! In which language people write, and in which they want to be answered.

use super::lexicon::{self, WORDS};
use super::line::{Kind, Line};
use super::places;
use crate::model::{Language, fold};

/// A language that the bot does not speak, but in which it can say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    German,
    French,
    Italian,
    Portuguese,
    Dutch,
    Catalan,
}

/// Words that are common in a language, and in no other of these.
const FOREIGN: [(Foreign, &[&str]); 6] = [
    (
        Foreign::German,
        &[
            "ich",
            "bitte",
            "und",
            "ein",
            "einen",
            "eine",
            "fur",
            "mit",
            "nicht",
            "morgen",
            "mochte",
            "tisch",
            "uhr",
            "heute",
            "ist",
            "das",
            "guten",
            "abend",
            "danke",
            "ruf",
            "rufen",
            "reservieren",
            "personen",
            "konnen",
            "sie",
            "wir",
            "am",
            "um",
            "im",
            "auf",
        ],
    ),
    (
        Foreign::French,
        &[
            "je",
            "vous",
            "bonjour",
            "s'il",
            "plait",
            "pour",
            "une",
            "et",
            "demain",
            "appelez",
            "appelle",
            "merci",
            "avec",
            "voudrais",
            "soir",
            "salut",
            "pouvez",
            "peux",
            "personnes",
            "nous",
            "est",
            "dans",
            "au",
            "du",
            "reservez",
            "heures",
            "rendez",
        ],
    ),
    (
        Foreign::Italian,
        &[
            "ciao",
            "vorrei",
            "prenotare",
            "prenota",
            "domani",
            "tavolo",
            "grazie",
            "buongiorno",
            "buonasera",
            "sono",
            "alle",
            "chiama",
            "puoi",
            "persone",
            "stasera",
            "il",
            "per",
            "che",
            "della",
            "di",
            "un",
            "sera",
        ],
    ),
    (
        Foreign::Portuguese,
        &[
            "ola", "gostaria", "amanha", "obrigado", "obrigada", "voce", "pode", "nao", "pessoas",
            "bom", "ligar", "ligue", "uma", "com", "fazer", "noite", "eu", "as", "quero", "em",
            "boa", "mesa",
        ],
    ),
    (
        Foreign::Dutch,
        &[
            "ik",
            "wil",
            "graag",
            "een",
            "voor",
            "morgen",
            "hallo",
            "alstublieft",
            "alsjeblieft",
            "het",
            "niet",
            "reserveren",
            "bellen",
            "tafel",
            "met",
            "je",
            "kun",
            "personen",
            "van",
            "om",
            "de",
        ],
    ),
    (
        Foreign::Catalan,
        &[
            "vull",
            "taula",
            "dema",
            "sisplau",
            "gracies",
            "trucar",
            "truca",
            "per",
            "amb",
            "dues",
            "persones",
            "avui",
            "vosaltres",
            "els",
            "les",
            "bon",
            "dia",
            "reservar",
            "al",
            "si",
            "us",
            "plau",
        ],
    ),
];

/// So many common words tell a language.
const FEWEST: usize = 3;

/// Within an answer more of them are needed: 'Ana de la Cruz' is a name.
const FEWEST_IN_AN_ANSWER: usize = 4;

/// The words of a text, folded, each once.
fn words(text: &str) -> Vec<String> {
    let line = Line::new(text);
    let words = line
        .tokens
        .into_iter()
        .filter(|token| token.kind == Kind::Word);
    let mut words: Vec<String> = words.map(|token| token.folded).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn count(words: &[String], common: &[&str]) -> usize {
    words
        .iter()
        .filter(|word| common.contains(&word.as_str()))
        .count()
}

/// The language of ours that a text clearly is in; of an answer to a question
/// more is asked.
#[must_use]
pub fn language_of(text: &str, is_answer: bool) -> Option<Language> {
    if let Some(language) = of_command(text) {
        return Some(language);
    }
    let words = words(text);
    let mut counts: Vec<(usize, Language)> = Language::ALL
        .into_iter()
        .zip(lexicon::ALL)
        .map(|(language, lexicon)| (count(&words, lexicon.messages.common), language))
        .collect();
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let [(most, language), (next, _), ..] = counts[..] else {
        return None;
    };
    let few = match is_answer {
        true => FEWEST_IN_AN_ANSWER,
        // 'Hola', 'buenas noches': nothing else is said.
        false if most == words.len() && next == 0 => 1,
        false => FEWEST,
    };
    (most >= few && most >= 3 * next).then_some(language)
}

/// The language whose phrase for a command a text is, if only one has it.
fn of_command(text: &str) -> Option<Language> {
    let folded = fold(text);
    let has = |lexicon: &lexicon::Lexicon| {
        let mut phrases = lexicon
            .named
            .spoken
            .iter()
            .flat_map(|(_, phrases)| *phrases);
        folded.contains(' ') && phrases.any(|phrase| *phrase == folded)
    };
    let mut languages = (Language::ALL.into_iter().zip(lexicon::ALL))
        .filter(|(_, lexicon)| has(lexicon))
        .map(|(language, _)| language);
    languages.next().filter(|_| languages.next().is_none())
}

/// The foreign language that a text is written in. `None` if the text is in English
/// or Spanish, or if no language is clear.
#[must_use]
pub fn foreign(text: &str) -> Option<Foreign> {
    let words = words(text);
    let ours = lexicon::ALL.into_iter();
    let ours = ours
        .map(|lexicon| count(&words, lexicon.messages.common))
        .max();
    let known = FOREIGN
        .iter()
        .map(|(language, common)| (count(&words, common), *language));
    let (most, language) = known.max_by_key(|(count, _)| *count)?;
    (most >= FEWEST && most > ours.unwrap_or_default()).then_some(language)
}

/// The language in which a whole message asks to be answered: 'speak Spanish
/// please', 'háblame en español'.
#[must_use]
pub fn wanted_language(text: &str) -> Option<Language> {
    const LONGEST: usize = 60;
    if text.len() > LONGEST {
        return None;
    }
    let folded = fold(text);
    WORDS.messages.speak_with_me.iter().find_map(|phrase| {
        let (before, behind) = phrase.split_once('#')?;
        let name = folded.strip_prefix(before)?.strip_suffix(behind)?;
        places::language(name.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_told_by_its_common_words() {
        for (text, is_answer, expected) in [
            (
                "Llama al 912 345 678 y reserva una mesa",
                false,
                Some(Language::Es),
            ),
            ("¿Cuántos minutos me quedan?", true, Some(Language::Es)),
            ("hola", false, Some(Language::Es)),
            ("buenas noches", false, Some(Language::Es)),
            (
                "call +1 415 555 2671 and book a table for two",
                false,
                Some(Language::En),
            ),
            ("Ana de la Cruz", true, None),
            ("La Tasca de los Reyes", true, None),
            ("mejor a las 9", true, None),
            (
                "que sea para mañana por la noche, y somos 5",
                true,
                Some(Language::Es),
            ),
            ("+34 912 345 678", false, None),
            ("", false, None),
        ] {
            assert_eq!(language_of(text, is_answer), expected, "{text:?}");
        }
    }

    #[test]
    fn other_languages_are_known_by_name() {
        for (text, expected) in [
            (
                "Bitte ruf +49 30 1234567 an und reserviere einen Tisch für morgen",
                Some(Foreign::German),
            ),
            (
                "Bonjour, je voudrais une table pour deux demain soir",
                Some(Foreign::French),
            ),
            (
                "Ciao, vorrei prenotare un tavolo per domani sera",
                Some(Foreign::Italian),
            ),
            (
                "Olá, gostaria de reservar uma mesa para amanhã",
                Some(Foreign::Portuguese),
            ),
            (
                "Ik wil graag een tafel reserveren voor morgen",
                Some(Foreign::Dutch),
            ),
            (
                "Vull una taula per a dues persones demà, sisplau",
                Some(Foreign::Catalan),
            ),
            ("Quiero una mesa para dos mañana por la noche", None),
            ("book a table for two tomorrow night under Das", None),
            ("call La Vie en Rose and ask for a table", None),
        ] {
            assert_eq!(foreign(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_wish_for_a_language_is_a_whole_message() {
        for (text, expected) in [
            ("please speak Spanish", Some(Language::Es)),
            ("háblame en español", Some(Language::Es)),
            ("¿Puedes hablar español?", Some(Language::Es)),
            ("English, please!", Some(Language::En)),
            ("en inglés por favor", Some(Language::En)),
            ("do they speak Spanish?", None),
            ("speak German", None),
            ("ask them to speak Spanish", None),
        ] {
            assert_eq!(wanted_language(text), expected, "{text:?}");
        }
    }
}
