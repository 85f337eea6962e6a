//! Spanish: times of day.

use crate::understand::lexicon::topics::ClockWords;
use crate::understand::time::Half;

#[rustfmt::skip]
pub(super) const WORDS: ClockWords = ClockWords {
    followers: &["para", "porfa", "por favor", "gracias", "con"],
    opening: &["cierra", "cierran", "cerraban", "abre"],
    hour_for: &["para"],
    morning_meals: &["brunch", "desayuno", "desayunar"],
    noon: &["mediodia", "las 12 del mediodia", "las doce del mediodia", "las 12 de mediodia"],
    midnight: &["medianoche", "las 12 de la noche", "las doce de la noche"],
    before_quarter: &[],
    quarters_of: &[],
    minutes: &["min"],
    to_hour: &[],
    hour_articles: &["a las", "a la", "las", "la", "sobre las", "sobre la", "alas"],
    on_the_dot: &["en punto", "horas", "hs"],
    quarters: &["cuarto", "quarto"],
    at_hour: &["las"],
    hours: &["horas", "hs"],
    hour_signs: &["hs"],
    durations: &["durante", "en", "cada"],
    oclock: &[],
    ish: &[],
    before_minutes: &[],
    half_signs: &[],
    halves: &[
        ("de la manana", Half::Morning), ("de la madrugada", Half::Morning),
        ("por la manana", Half::Morning), ("x la manana", Half::Morning),
        ("de la tarde", Half::Afternoon), ("por la tarde", Half::Afternoon),
        ("x la tarde", Half::Afternoon), ("de la noche", Half::Night),
        ("por la noche", Half::Night), ("x la noche", Half::Night), ("de la nit", Half::Night),
    ],
    counted: &[
        "pax", "personas", "persona", "pers", "adultos", "adulto", "ninos", "nino", "ninas",
        "comensales", "invitados", "amigos", "amigas", "noches", "noche", "dias", "dia", "semanas",
        "minutos", "min", "horas", "hora", "euros", "euro", "kilos", "habitaciones", "habitacion",
        "mesas", "meses", "anos", "ano", "ruedas", "pizzas", "entradas", "estrellas", "unidades",
        "chicas", "chicos", "bebes", "mayores",
    ],
    roughly: &["sobre", "hacia"],
    tails: &["de la", "por la", "x la", "por favor"],
    ends: &["o"],
    before_time: &["hacia", "tipo", "hora a"],
    time_articles: &[],
    half: &[],
    past: &[],
    and: &["y"],
    less: &["menos"],
    half_hour: &["media"],
};
