//! Spanish: days in words.

use crate::understand::lexicon::topics::DayWords;

#[rustfmt::skip]
pub(super) const WORDS: DayWords = DayWords {
    stretches: &["finde", "fin de semana", "semana", "mes", "entre semana"],
    before: &[
        "algun", "dia", "cualquier", "a", "de", "del", "el", "la", "en", "por", "para", "durante",
        "principios", "finales", "mediados", "primera", "segunda", "mitad", "este", "esta", "al",
        "un", "una", "hacia", "fines", "final", "principio",
    ],
    which: &[
        "este", "esta", "proximo", "proxima", "siguiente", "el", "que viene", "del", "al",
        "cualquier", "un",
    ],
    behind: &["que viene", "proximo", "proxima", "siguiente", "entrante", "que entra", "si se puede"],
    alone: &["finde", "fin de semana", "entre semana"],
    past: &["pasado", "pasada", "ultima", "ultimo"],
    in_sentences: &[
        "este finde", "el finde", "este fin de semana", "el fin de semana", "el proximo finde",
        "el proximo fin de semana", "el fin de semana que viene", "el finde que viene",
        "algun dia de la semana que viene", "a principios de la semana que viene",
        "entre semana",
    ],
    or: &[
        "si no el", "y si no el", "si no", "y si no", "o si no el", "o", "o el", "o bien", "o bien el",
        "o como mucho", "o a lo sumo", "o si no",
    ],
    any: &[
        "cualquier dia", "cuando sea", "cuando puedan", "cuando haya sitio", "cuando haya hueco",
        "me da igual el dia", "el dia que sea", "el primero que haya", "el primer dia que haya",
        "lo antes que haya",
    ],
    of_bounds: &["no", "entre", "a", "partir", "algun dia", "el", "los", "o", "dia", "como"],
    seasons: &[
        "navidad", "navidades", "las navidades", "semana santa", "reyes", "las fiestas",
        "ano nuevo", "el verano",
    ],
};
