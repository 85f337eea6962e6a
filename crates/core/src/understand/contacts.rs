//! Wishes about the address book: 'add Casa Pepe +34 912 345 678 to my contacts',
//! 'rename Casa Pepe to Pepe'. The names are taken as they are written.

use super::lexicon::Patterns;
use super::lexicon::WORDS;
use super::{Context, phone};
use crate::model::{Name, Phone, PhoneProblem, fold};

/// The longest message that is such a wish.
const LONGEST: usize = 300;

/// What is to happen with a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactVerb {
    Add,
    Rename,
    Forget,
    /// Let everybody in the room use it.
    Share,
    /// End that.
    Unshare,
    Show,
}

/// A wish about the address book, and the words for the contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactWish {
    pub verb: ContactVerb,
    /// The contact, as it is written.
    pub about: String,
}

/// The wish that a whole message tells in plain words. `knows` says whether a
/// name is that of a contact: 'share the bill here' speaks of none.
#[must_use]
pub fn contact_wish(text: &str, knows: impl Fn(&str) -> bool) -> Option<ContactWish> {
    let words = words(text)?;
    let fitting = |(verb, patterns): &(ContactVerb, _)| {
        let patterns: &Patterns = patterns;
        let about = patterns
            .iter()
            .find_map(|pattern| matching(&words, pattern))?;
        let verb = *verb;
        Some(ContactWish { verb, about })
    };
    let known = |wish: &ContactWish| match wish.verb {
        ContactVerb::Rename => renamed(&wish.about, &knows).is_some(),
        _ => knows(&wish.about),
    };
    let contacts = &WORDS.contacts;
    let short = || contacts.short_wishes.iter().filter_map(fitting);
    let explicit = contacts.wishes.iter().find_map(fitting);
    explicit.or_else(|| short().find(known))
}

/// The wish behind the command; without a verb the contact is to be shown.
#[must_use]
pub fn contact_wish_behind(text: &str) -> Option<ContactWish> {
    if let Some(wish) = contact_wish(text, |_| true) {
        return Some(wish);
    }
    let words = words(text)?;
    for (verb, phrases) in WORDS.contacts.verbs {
        for phrase in phrases.iter() {
            let parts: Vec<&str> = phrase.split(' ').collect();
            let begins = words.len() >= parts.len()
                && words
                    .iter()
                    .zip(&parts)
                    .all(|((_, word), part)| word == part);
            if begins {
                let about = joined(&words[parts.len()..]);
                return Some(ContactWish { verb: *verb, about });
            }
        }
    }
    let about = joined(&words);
    (!about.is_empty()).then_some(ContactWish {
        verb: ContactVerb::Show,
        about,
    })
}

/// The words of a text, as written and folded.
fn words(text: &str) -> Option<Vec<(&str, String)>> {
    if text.len() > LONGEST {
        return None;
    }
    let words = text.split_whitespace();
    Some(words.map(|word| (word, fold(word))).collect())
}

fn joined(words: &[(&str, String)]) -> String {
    let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let marks = [',', ':', ';', '"', '“', '”', '«', '»', '-'];
    words.join(" ").trim_matches(marks).trim().to_owned()
}

/// The words in the place of a pattern's asterisk.
fn matching(words: &[(&str, String)], pattern: &str) -> Option<String> {
    let (before, behind) = pattern.split_once('*')?;
    let before: Vec<String> = before.split_whitespace().map(fold).collect();
    let behind: Vec<String> = behind.split_whitespace().map(fold).collect();
    let end = words.len().checked_sub(behind.len())?;
    let inside = words.get(before.len()..end)?;
    let same = |words: &[(&str, String)], parts: &[String]| {
        words
            .iter()
            .zip(parts)
            .all(|((_, word), part)| word == part)
    };
    let fits = same(&words[..before.len()], &before) && same(&words[end..], &behind);
    let about = joined(inside);
    (fits && !about.is_empty()).then_some(about)
}

/// Whether words mean every contact.
#[must_use]
pub fn means_all_contacts(text: &str) -> bool {
    WORDS.contacts.all.contains(&fold(text).as_str())
}

/// The old and the new name: 'Casa Pepe to Pepe', 'Casa Pepe = Pepe'. Each place
/// where they can be divided is tried by `knows`.
#[must_use]
pub fn renamed(about: &str, knows: impl Fn(&str) -> bool) -> Option<(String, String)> {
    let words = words(about)?;
    for (index, (written, folded)) in words.iter().enumerate() {
        let divides = WORDS.contacts.renamed_to.contains(&folded.as_str())
            || ["=", "->", "→"].contains(written);
        let (old, new) = (joined(&words[..index]), joined(&words[index + 1..]));
        if divides && !new.is_empty() && knows(&old) {
            return Some((old, new));
        }
    }
    None
}

/// A name and a number: 'Casa Pepe +34 912 345 678', '912345678 Casa Pepe'.
///
/// # Errors
/// The problem with the number.
pub fn name_with_number(about: &str, context: &Context) -> Result<(Name, Phone), PhoneProblem> {
    let words: Vec<&str> = about.split_whitespace().collect();
    let of_number = |word: &&str| {
        let digits = word
            .chars()
            .all(|c| c.is_ascii_digit() || "+().-/".contains(c));
        digits && word.chars().any(|c| c.is_ascii_digit())
    };
    let tail = words
        .iter()
        .rev()
        .take_while(|word| of_number(word))
        .count();
    let head = words.iter().take_while(|word| of_number(word)).count();
    let mut problem = PhoneProblem::NotANumber;
    let (start, end) = (words.len() - tail, words.len());
    let plus = (start..end).find(|index| words[*index].starts_with('+'));
    let behind = (start..end).filter(|index| plus.is_none_or(|plus| *index == plus));
    let before = (head > 0).then_some((0, head));
    for (from, to) in behind.map(|from| (from, end)).chain(before) {
        let name = match from {
            0 => words[to..].join(" "),
            from => words[..from].join(" "),
        };
        let marks = [',', ':', ';', '-', '–', '(', ')'];
        let name = Name::parse(name.trim_matches(marks).trim());
        match (phone(&words[from..to].join(" "), context), name) {
            (Ok(phone), Ok(name)) => return Ok((name, phone)),
            (Ok(_), Err(_)) => {}
            (Err(why), _) => problem = why,
        }
    }
    Err(problem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    fn reading() -> Context {
        Context {
            language: Language::En,
            timezone: chrono_tz::Europe::Madrid,
            now: "2026-01-28T10:00:00Z".parse().unwrap(),
            region: "ES".parse().unwrap(),
        }
    }

    #[track_caller]
    fn check(text: &str, expected: Option<(ContactVerb, &str)>) {
        let wish = contact_wish(text, |name| name == "Casa Pepe");
        let wish = wish.as_ref().map(|wish| (wish.verb, wish.about.as_str()));
        assert_eq!(wish, expected, "{text}");
    }

    #[test]
    fn plain_words_are_wishes() {
        use ContactVerb::{Add, Forget, Rename, Share, Unshare};
        let number = "Casa Pépe +34 912 345 678";
        check(
            &format!("Add {number} to my contacts."),
            Some((Add, number)),
        );
        check(
            &format!("Añade {number} a mis contactos"),
            Some((Add, number)),
        );
        check(
            "rename Casa Pepe to Pepe",
            Some((Rename, "Casa Pepe to Pepe")),
        );
        check(
            "rename contact Casa Pepe to Pepe",
            Some((Rename, "Casa Pepe to Pepe")),
        );
        check(
            "delete “Casa Pepe” from my contacts",
            Some((Forget, "Casa Pepe")),
        );
        check(
            "borra Casa Pepe de mis contactos",
            Some((Forget, "Casa Pepe")),
        );
        check("share the bill with this room", None);
        check("cambia el nombre de la reserva a Ana", None);
        check(
            "cambia el nombre de Casa Pepe a Pepe",
            Some((Rename, "Casa Pepe a Pepe")),
        );
        check("share Casa Pepe with this room", Some((Share, "Casa Pepe")));
        check("comparte Casa Pepe aquí", Some((Share, "Casa Pepe")));
        check("deja de compartir Casa Pepe", Some((Unshare, "Casa Pepe")));
        check("add a table to my booking", None);
        check("delete from my contacts", None);
        check("forget it", None);
        check("call Casa Pepe", None);
    }

    #[test]
    fn a_verb_behind_the_command_is_enough() {
        for (text, verb, about) in [
            (
                "add Casa Pepe 912345678",
                ContactVerb::Add,
                "Casa Pepe 912345678",
            ),
            ("olvida Casa Pepe", ContactVerb::Forget, "Casa Pepe"),
            ("stop sharing Pepe", ContactVerb::Unshare, "Pepe"),
            ("Casa Pepe", ContactVerb::Show, "Casa Pepe"),
            ("forget", ContactVerb::Forget, ""),
        ] {
            let about = about.to_owned();
            assert_eq!(
                contact_wish_behind(text),
                Some(ContactWish { verb, about }),
                "{text}"
            );
        }
        assert_eq!(contact_wish_behind(" "), None);
    }

    #[test]
    fn a_new_name_stands_behind_to() {
        let knows = |name: &str| ["Casa Pepe", "Way to Go"].contains(&name);
        for (about, expected) in [
            ("Casa Pepe to Pepe", Some(("Casa Pepe", "Pepe"))),
            ("Casa Pepe a Pepe", Some(("Casa Pepe", "Pepe"))),
            ("Casa Pepe = Pepe", Some(("Casa Pepe", "Pepe"))),
            ("Way to Go to Gone", Some(("Way to Go", "Gone"))),
            ("Casa Pepe to", None),
            ("Casa Pepe", None),
        ] {
            let found = renamed(about, knows);
            let found = found
                .as_ref()
                .map(|(old, new)| (old.as_str(), new.as_str()));
            assert_eq!(found, expected, "{about}");
        }
    }

    #[test]
    fn a_name_and_a_number_are_told_apart() {
        for (about, name, number) in [
            ("Casa Pepe +34 912 345 678", "Casa Pepe", "+34912345678"),
            ("Casa Pepe, 912 345 678", "Casa Pepe", "+34912345678"),
            ("Casa Pepe: (912) 345-678", "Casa Pepe", "+34912345678"),
            ("912345678 Casa Pepe", "Casa Pepe", "+34912345678"),
            ("Bar 21 +34 912 345 678", "Bar 21", "+34912345678"),
            ("Bar 21 912345678", "Bar 21", "+34912345678"),
        ] {
            let (said, phone) = name_with_number(about, &reading()).expect(about);
            assert_eq!((said.as_str(), phone.as_e164()), (name, number), "{about}");
        }
        for (about, problem) in [
            ("Casa Pepe", PhoneProblem::NotANumber),
            ("912345678", PhoneProblem::NotANumber),
            ("Police 112", PhoneProblem::Emergency),
        ] {
            assert_eq!(name_with_number(about, &reading()), Err(problem), "{about}");
        }
    }
}
