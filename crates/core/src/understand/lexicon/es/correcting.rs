//! Spanish: corrections of earlier messages.

use crate::model::Slot;
use crate::understand::lexicon::topics::Correcting;

#[rustfmt::skip]
pub(super) const WORDS: Correcting = Correcting {
    openings: &[
        "no no", "no", "perdon", "perdona", "espera", "en realidad", "realmente", "mejor",
        "quise decir", "queria decir", "quiero decir", "digo", "cambia", "cambialo a",
        "cambialo para", "cambiar", "cambialo", "que sea", "que sean", "seremos", "ponlo", "pon",
        "ponla", "ponme", "rectifico", "correccion", "me he equivocado", "me equivoque",
        "disculpa", "al final", "ahora somos", "la hora es", "la fecha es", "el nombre es",
        "el numero es", "el telefono es", "uy", "ay", "puedes cambiar", "puedes poner", "hazlo",
        "lo mismo pero", "igual pero", "cancela eso", "olvida eso", "corrige", "prefiero", "ahora que lo pienso", "bueno mejor",
    ],
    endings: &["mejor", "en realidad", "perdon", "quise decir", "digo", "en vez", "al final"],
    before_opening: &["oh", "ah", "ok", "vale", "bueno", "pues"],
    instead_of: &["en vez de", "en lugar de"],
    orders: &["cambia", "cambiar", "pon", "puedes cambiar", "puedes poner"],
    interjections: &["oh", "ah", "ok", "vale", "pues", "bueno", "mejor dicho", "uy", "ay", "eh", "uf"],
    but: &["sino"],
    then_but: &[],
    before_count: &[],
    behind_count: &["por favor", "mejor"],
    slots: &[
        (Slot::Time, &["hora"]),
        (Slot::Date, &["fecha", "dia"]),
        (Slot::Name, &["nombre"]),
        (Slot::PartySize, &["personas", "numero de personas", "comensales"]),
        (Slot::Business, &["restaurante", "sitio", "negocio"]),
    ],
    articles: &["la", "el", "mi"],
    to: &["a", "al", "es", "por", "de"],
    value_articles: &["las", "la", "el"],
    not: &[],
    is: &["es"],
    should: &[],
    named: &[
        (Slot::Name, &["nombre"]),
        (Slot::Time, &["hora"]),
        (Slot::Date, &["fecha"]),
    ],
};
