//! Spanish: when a place says that it can be called again.

use crate::understand::lexicon::topics::LaterWords;

#[rustfmt::skip]
pub(super) const WORDS: LaterWords = LaterWords {
    cues: &[
        "vuelva a llamar", "vuelve a llamar", "vuelvan a llamar", "volver a llamar",
        "vuelva a llamarnos", "llame de nuevo", "llame otra vez", "llama otra vez",
        "llama de nuevo", "llamenos", "llamanos", "llame", "llamar", "llamarles", "llamarlos",
        "vuelva a intentarlo", "vuelve a intentarlo", "intentelo de nuevo", "intentalo de nuevo",
        "abrimos", "abren", "abre", "volvemos a abrir", "vuelven a abrir", "vuelve a abrir",
        "reabrimos", "reabren", "estamos", "estaremos", "estara", "estara de vuelta", "vuelve",
        "esta disponible", "estara disponible", "abriremos", "abriran",
    ],
    denials: &["no", "nunca", "tampoco", "ni", "salvo", "si"],
    leading: &[
        "a partir de", "a partir del", "desde", "despues de", "pasadas", "el", "la", "las",
        "a", "sobre", "hacia", "de", "por favor", "otra vez", "de nuevo", "abiertos", "alli", "ya", ",",
    ],
    each: &["los", "cada", "todos"],
    ends: &["y", "para", "que", "porque", "cuando", "pero", "con", "si"],
};
