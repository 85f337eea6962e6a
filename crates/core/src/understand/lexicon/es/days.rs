//! Spanish: days.

use chrono::Weekday;

use crate::understand::date::Span;
use crate::understand::lexicon::topics::Days;

#[rustfmt::skip]
pub(super) const WORDS: Days = Days {
    last_day: &[", salida", "y salida", "salida", "y salgo", "a", "al", "hasta el", "hasta"],
    moving: &[
        "mover", "mueve", "cambiar", "cambia", "cambie", "pasar", "pasa", "aplazar", "aplaza",
    ],
    tonight: &[],
    bounds: &["hasta"],
    bound_articles: &["del", "el", "de"],
    bounds_before: &["antes", "despues", "hasta", "partir"],
    last_day_articles: &["el"],
    not_on: &["no", "menos", "salvo", "excepto", "nunca"],
    not_on_the: &["el", "los", "para"],
    cannot: &["no puedo", "no me va", "no me viene"],
    range_openings: &["del", "desde el", "de"],
    month_articles: &[],
    range_joints: &["al", "hasta el", "a"],
    lead_ins: &["el", "dia", "para el"],
    day_words: &["dia"],
    relative: &[
        ("pasado manana", 2), ("hoy", 0), ("esta noche", 0), ("esta tarde", 0), ("esta manana", 0),
        ("este mediodia", 0), ("ayer", -1), ("anteayer", -2),
    ],
    tomorrow_slips: &[],
    before_morning: &["la", "esta", "las", "madrugada"],
    every: &["cada", "cualquier"],
    manana: &["manana", "mnn", "mnana", "mana", "mannana"],
    within: &["dentro de", "de aqui a", "en"],
    behind_within: &[],
    from_now: &[],
    from: &[],
    this: &["este"],
    coming: &["el proximo", "proximo"],
    next: &[],
    short_weekdays: &["mie"],
    before_weekday: &["el", "para"],
    of_next_week: &[
        "de la semana que viene", "de la proxima semana", "de la semana proxima",
        "la semana que viene",
    ],
    behind_coming: &["que viene", "proximo", "siguiente"],
    number_articles: &["el", "dia"],
    date_articles: &["el dia", "el"],
    of_month: &["de"],
    of_year: &["del", "de"],
    the_or_on: &[],
    not_days: &[],
    day_articles: &["el dia", "dia", "el"],
    followers: &[
        "a", "a las", "por", "para", "y", "con", "en", "sobre", "de este mes", "si", "que", "al",
        "hasta",
    ],
    weekdays: &[
        ("lunes", Weekday::Mon), ("lun", Weekday::Mon), ("martes", Weekday::Tue),
        ("miercoles", Weekday::Wed), ("mier", Weekday::Wed), ("mie", Weekday::Wed),
        ("jueves", Weekday::Thu), ("jue", Weekday::Thu), ("viernes", Weekday::Fri),
        ("vie", Weekday::Fri), ("sabado", Weekday::Sat), ("sab", Weekday::Sat),
        ("domingo", Weekday::Sun), ("dom", Weekday::Sun), ("vier", Weekday::Fri),
        ("juev", Weekday::Thu),
    ],
    months: &[
        ("enero", 1), ("ene", 1), ("feb", 2), ("febrero", 2), ("mar", 3), ("marzo", 3),
        ("abril", 4), ("abr", 4), ("mayo", 5), ("jun", 6), ("junio", 6), ("jul", 7), ("julio", 7),
        ("agosto", 8), ("ago", 8), ("sep", 9), ("septiembre", 9), ("setiembre", 9), ("oct", 10),
        ("octubre", 10), ("nov", 11), ("noviembre", 11), ("diciembre", 12), ("dic", 12),
    ],
    festivals: &[
        ("dia de san valentin", (14, 2)), ("san valentin", (14, 2)),
        ("dia de los enamorados", (14, 2)), ("halloween", (31, 10)), ("noche buena", (24, 12)),
        ("nochebuena", (24, 12)), ("dia de navidad", (25, 12)), ("noche vieja", (31, 12)),
        ("nochevieja", (31, 12)), ("fin de ano", (31, 12)), ("ano nuevo", (1, 1)),
        ("dia de reyes", (6, 1)),
    ],
    festival_articles: &["el"],
    tomorrow: &[],
    this_part: &["esta", "este"],
    tonight_words: &[],
    spans: &[
        ("dia", Span::Day), ("dias", Span::Day), ("semana", Span::Week), ("semanas", Span::Week),
        ("mes", Span::Month), ("meses", Span::Month),
    ],
    on: &[],
};
