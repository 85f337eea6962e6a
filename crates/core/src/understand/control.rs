//! Words that steer the dialogue: only where they are the whole message, so
//! that 'no, 5 people' and 'help me move' stay what they are.

use super::line::Line;

/// What a message that steers the dialogue asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// The question before.
    Back,
    /// The next question, this one unanswered.
    Skip,
    /// An end to it.
    Cancel,
    /// An explanation.
    Help,
    /// Agreement.
    Yes,
    /// Disagreement.
    No,
}

#[rustfmt::skip]
const WORDS: &[(Control, &[&str])] = &[
    (Control::Back, &[
        "back", "go back", "previous", "undo", "atras", "volver", "vuelve", "anterior", "volver atras",
        "ir atras", "vuelve atras", "la anterior", "previous question", "one step back", "regresar",
        "deshacer",
    ]),
    (Control::Skip, &[
        "skip", "skip it", "skip this", "skip that", "pass", "next", "none", "no thanks", "no thank you",
        "doesn't matter", "does not matter", "doesnt matter", "not needed", "no preference", "n a", "na",
        "nothing", "no name", "don't know", "dont know", "i don't know", "i dont know", "idk", "not sure",
        "leave it blank", "leave it empty", "whatever", "don't care", "i don't care", "dont care", "saltar",
        "salta", "saltalo", "omitir", "omite", "omitelo", "paso", "siguiente", "ninguno", "ninguna",
        "no gracias", "da igual", "me da igual", "es igual", "no importa", "no hace falta",
        "sin preferencia", "ningun nombre", "no lo se", "no se", "ns nc", "nada", "dejalo en blanco",
        "sin nombre", "prefiero no decirlo", "rather not say",
    ]),
    (Control::Cancel, &[
        "cancel", "cancel it", "cancel that", "cancel this", "cancel the call", "stop", "abort", "quit",
        "exit", "never mind", "nevermind", "nvm", "forget it", "forget about it", "stop it", "don't call",
        "dont call", "end", "discard", "please cancel", "cancel please", "cancelar", "cancela", "cancelalo",
        "cancelado", "para", "parar", "dejalo", "olvidalo", "olvida", "salir", "anular", "anula", "anulalo",
        "no llames", "dejalo estar", "cancela la llamada", "cancelar llamada", "ya no", "basta",
        "cancela por favor", "mejor no llames",
    ]),
    (Control::Help, &[
        "help", "help me", "help please", "i need help", "ayuda", "ayudame", "necesito ayuda", "socorro",
        "how does this work", "como funciona", "como funciona esto", "what can you do", "que puedes hacer",
        "commands", "comandos",
    ]),
    (Control::Yes, &[
        "yes", "y", "yep", "yeah", "yup", "ya", "sure", "ok", "okay", "okey", "correct", "right",
        "that's right", "thats right", "yes please", "go", "go ahead", "do it", "call", "call now",
        "confirm", "confirmed", "looks good", "all good", "perfect", "fine", "sounds good", "agreed",
        "of course", "call them", "that's correct", "k", "kk", "yes call", "lgtm", "yes that's right",
        "yes call now", "go for it", "please do", "si", "sip", "claro", "vale", "correcto", "exacto",
        "eso es", "asi es", "si por favor", "adelante", "llama", "llamar", "llama ya", "confirmar",
        "confirmo", "confirma", "perfecto", "de acuerdo", "por supuesto", "dale", "hazlo", "esta bien",
        "todo bien", "venga", "si claro", "si llama", "si adelante", "llama ahora", "oki", "okis", "bien",
        "sii", "siii",
    ]),
    (Control::No, &[
        "no", "n", "nope", "nah", "not now", "no no", "don't", "not yet", "wrong", "incorrect",
        "that's wrong", "not right", "todavia no", "aun no", "ahora no", "incorrecto", "mal", "para nada",
        "esta mal", "noo", "nop", "not correct", "no es correcto", "no way",
    ]),
];
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "please", "pls", "por favor", "porfa", "porfavor", "thanks", "gracias", "then", "entonces", "just",
    "pues",
];

/// The control word that a whole message is, if it is one; letter case,
/// accents, punctuation and 'please' don't matter.
#[must_use]
pub fn control(text: &str) -> Option<Control> {
    if text.len() > 80 {
        return None;
    }
    let sign = match text.trim() {
        "👍" | "✅" | "👌" | "✔️" | "👍🏻" | "👍🏼" | "👍🏽" | "👍🏾" | "👍🏿" => {
            Some(Control::Yes)
        }
        "👎" | "❌" => Some(Control::No),
        _ => None,
    };
    if sign.is_some() {
        return sign;
    }
    let words = Line::new(text).words();
    let look_up = |words: &str| {
        WORDS
            .iter()
            .find(|(_, known)| known.contains(&words))
            .map(|(control, _)| *control)
    };
    look_up(&words).or_else(|| {
        FILLERS.iter().find_map(|filler| {
            let rest = words
                .strip_suffix(filler)
                .or_else(|| words.strip_prefix(filler))?
                .trim();
            look_up(rest)
        })
    })
}
