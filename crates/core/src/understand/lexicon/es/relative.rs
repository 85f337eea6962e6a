//! Spanish: changes that are told by their distance, and wishes that are added.

use crate::understand::lexicon::topics::Relative;

#[rustfmt::skip]
pub(super) const WORDS: Relative = Relative {
    openings: &[
        "mas",        "somos", "seremos", "pon", "que sean", "anade", "y", "mejor", "no ,", "que sea",
        "podemos", "puedes", "podrias", "podriamos", "por favor", "ok", "vale", "asi que", "bueno",
    ],
    later_verbs: &["retrasalo", "retrasala", "retrasa", "retrasarlo", "retrasarla", "atrasalo", "atrasala", "atrasarlo", "pasalo", "pasala", "muevelo", "muevela", "aplazalo"],
    earlier_verbs: &["adelantalo", "adelantala", "adelanta", "adelantarlo", "adelantarla"],
    closings: &[
        "por favor", "porfa", "gracias", "mejor", "entonces",
    ],
    more: &[
        "mas",
    ],
    fewer: &[
        "menos",
    ],
    leaving: &["se descuelgan", "se descuelga", "se caen", "se cae", "no vienen", "no viene", "no pueden venir", "no puede venir", "se borran", "se borra", "se han caido", "se ha caido", "han fallado", "fallan", "falla"],
    fewer_before: &["menos", "quita", "resta", "quita a"],
    later: &[
        "mas tarde", "despues", "mas",
    ],
    earlier: &[
        "antes", "mas temprano", "mas pronto",
    ],
    lengths: &[
        ("media hora", 30), ("media horita", 30), ("una horita", 60), ("tres cuartos de hora", 45), ("una media hora", 30), ("hora y media", 90),
        ("una hora y media", 90), ("una hora", 60), ("un cuarto de hora", 15),
    ],
    conditions: &[
        "si no hay", "si no tienen", "si no queda", "si no puede ser", "si esta lleno", "si no se puede",
        "tambien nos va bien", "tambien me va bien", "tambien vale", "tambien nos vale",
    ],
    adding: &["mas"],
    agreements: &["ok", "vale", "si", "llama ya", "llama ahora", "llama", "por favor", "adelante", "perfecto"],
    of_an_hour: &["de"],
    hours: &[
        "horas", "hora", "h",
    ],
    and_a_half: &[
        "y media",
    ],
    minutes: &[
        "minutos", "minuto", "min",
    ],
    within: &[
        "dentro de", "en",
    ],
    day_after: &[
        "el dia siguiente", "al dia siguiente", "un dia despues", "un dia mas tarde",
        "el dia despues",
    ],
    day_before: &[
        "el dia antes", "el dia anterior", "un dia antes",
    ],
    now: &[
        "ahora", "ahora mismo", "ya", "cuanto antes",
    ],
    additions: &[
        "y", "ademas", "tambien", "y ademas", "y tambien", "ah y",
    ],
    wishes: &[
        "di que", "diles", "dile", "di", "pregunta", "preguntales", "preguntale", "menciona",
        "comenta", "avisa", "avisales",
    ],
};
