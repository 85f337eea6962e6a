//! 'Change the name', 'another day', 'without a name': a field of the card named
//! by its word.

use crate::model::fold;

use super::slot::Slot;

/// What should become of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// It should be asked for.
    Change(Slot),
    /// It should be empty.
    Empty(Slot),
}

/// The field that a message names, with nothing but a verb and an article.
pub(super) fn wish(text: &str) -> Option<Wish> {
    const CHANGE: &[&str] = &[
        "change",
        "edit",
        "different",
        "another",
        "other",
        "new",
        "correct",
        "cambia",
        "cambiar",
        "cambiame",
        "edita",
        "editar",
        "otro",
        "otra",
        "corrige",
        "corregir",
    ];
    const EMPTY: &[&str] = &[
        "remove", "delete", "without", "no", "clear", "drop", "quita", "quitar", "borra", "borrar",
        "sin",
    ];
    const ARTICLES: &[&str] = &[
        "the", "a", "an", "my", "el", "la", "los", "las", "un", "una", "mi",
    ];
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let (verb, rest) = match words.split_first() {
        Some((first, rest)) if CHANGE.contains(first) || EMPTY.contains(first) => {
            (Some(*first), rest)
        }
        _ => (None, words.as_slice()),
    };
    let rest = match rest.split_first() {
        Some((first, rest)) if ARTICLES.contains(first) => rest,
        _ => rest,
    };
    let slot = slot_of(&rest.join(" "))?;
    match verb {
        Some(verb) if EMPTY.contains(&verb) => Some(Wish::Empty(slot)),
        _ => Some(Wish::Change(slot)),
    }
}

fn slot_of(words: &str) -> Option<Slot> {
    Some(match words {
        "phone" | "number" | "phone number" | "telefono" | "numero" | "numero de telefono" => {
            Slot::Phone
        }
        "task" | "request" | "text" | "encargo" | "tarea" | "peticion" | "texto" => Slot::Task,
        "category" | "kind" | "kind of place" | "type" | "categoria" | "tipo" | "tipo de sitio" => {
            Slot::Category
        }
        "place" | "business" | "restaurant" | "sitio" | "negocio" | "local" => Slot::Business,
        "name" | "nombre" => Slot::Name,
        "date" | "day" | "arrival" | "fecha" | "dia" | "llegada" => Slot::Date,
        "time" | "hour" | "hora" => Slot::Time,
        "nights" | "noches" => Slot::Nights,
        "people" | "party" | "guests" | "persons" | "personas" | "gente" | "huespedes" => {
            Slot::PartySize
        }
        "language" | "idioma" => Slot::CallLanguage,
        "timezone" | "time zone" | "zone" | "zona horaria" | "zona" => Slot::Timezone,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<Wish>) {
        assert_eq!(wish(text), expected, "{text:?}");
    }

    #[test]
    fn a_field_is_named_by_its_word() {
        check("phone", Some(Wish::Change(Slot::Phone)));
        check("Change the name", Some(Wish::Change(Slot::Name)));
        check("otro día", Some(Wish::Change(Slot::Date)));
        check("quita el nombre", Some(Wish::Empty(Slot::Name)));
        check("sin hora", Some(Wish::Empty(Slot::Time)));
        check("change the date to friday", None);
        check("Ana", None);
        check("", None);
    }
}
