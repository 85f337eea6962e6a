//! Spanish: counts of people and nights.

use crate::understand::lexicon::topics::People;

#[rustfmt::skip]
pub(super) const WORDS: People = People {
    babies: &["bebe", "el bebe", "un bebe", "la bebe"],
    recounting: &[
        "no espera", "espera no", "ay no", "se apuntan", "se apunta", "se suman", "se suma", "podemos ser", "quiza", "quizas", "tal vez", "a lo mejor", "ahora somos", "ahora son", "puede que", "o igual",
    ],
    summing: &["o sea", "total", "en total", "asi que somos", "o sea que somos", "somos", "que somos", "asi que"],
    people: &[
        "pax", "personas", "persona", "pers", "prs", "adultos", "adulto", "comensales",
        "invitados", "amigos", "amigas", "cubiertos", "mayores", "perosnas", "gente", "chicas",
        "chicos",
        "lugares", "plazas", "cupos",
    ],
    children: &[
        "ninos", "nino", "ninas", "nina", "bebes", "bebe", "peques", "crios", "hijos",
        "nene", "nena", "nenes", "nenas", "pibe", "piba", "pibes", "chamaco", "chamacos", "guagua", "guaguas", "chaval", "chavales", "chiquillo", "chiquillos", "crio", "cria", "crias", "hijo", "hija", "hijas", "peque", "pequeno", "pequena", "pequenos",
    ],
    openings: &[
        "grupo de", "familia de", "mesa de", "mesa x", "somos", "seremos", "seriamos",
        "vamos a ser", "vamos", "iremos", "un total de", "estaremos", "que seamos", "que sean",
        "cenamos", "quedamos", "quedaremos", "nos juntamos", "iriamos", "venimos", "comemos",
    ],
    before_count: &["solo", "unos", "unas", "ahora"],
    and: &["y"],
    between: &["entre"],
    range_joints: &["a", "o"],
    couples: &["parejas", "matrimonios"],
    more: &["mas"],
    plus: &["y", "mas", "con"],
    alone: &[
        "solo yo", "yo solo", "yo sola", "para mi solo", "para mi sola", "solo para mi",
        "para mi nada mas",
        "yo solita", "yo solito", "voy yo solo", "voy yo sola", "voy solo", "voy sola", "voy yo", "ire solo", "ire sola", "ire yo solo", "ire yo sola", "solo voy yo",
    ],
    pairs: &["mi mujer y para mi", "mi mujer y mi", "los dos", "nosotros dos", "una pareja"],
    the: &["los", "las"],
    of_us: &[],
    me_and_my: &["yo y mi"],
    my: &["mi"],
    and_i: &["y yo"],
    me_and: &["yo y", "yo mas"],
    others: &["otros"],
    whom_for: &["para", "x", "p /"],
    roughly: &["unas", "unos", "solo"],
    or_more: &["o", "a"],
    followers: &[
        "entre", "del", "desde",
        "el", "la", "las", "los", "a", "al", "en", "por", "para", "bajo", "con", "sobre", "hoy",
        "manana", "este", "esta", "y", "de parte", "porfa", "x", "si", "de", "hacia", "q", "que",
        "tipo", "dentro", "fuera", "gracias",
    ],
    one_night: &[],
    days_of_a_night: &["manana", "hoy", "las", "la"],
    or_nights: &[],
    one: &["un", "una"],
    needs_people: &["a"],
    unclear: &[
        "no", "menos de", "mas de", "al menos", "como mucho", "un monton", "una barbaridad",
        "muchos", "muchas",
    ],
    hundreds: &["cientos", "mil", "ciento"],
    adding: &["+", "y", "mas"],
    joints: &["y", "e", "mas", "con"],
    oneself: &["yo", "para mi", "mi mismo", "mi misma"],
    me_before_and: &["mi", "ella"],
    whose: &[
        "mi", "mis", "nuestro", "nuestra", "nuestros", "nuestras", "los", "las", "otra", "otro",
        "su", "sus",
    ],
    companies: &[("padres", 2), ("pareja", 2), ("parejas", 2), ("abuelos", 2), ("suegros", 2)],
    parts: &["incluidos", "incluidas", "incluyendo", "de ellos", "de ellas", "contando", "con"],
    part_verbs: &["son", "es", "tienen", "tiene", "necesitan", "no comen", "comen"],
    before_more: &[
        "mi mesa para", "mi mesa de", "mi reserva para", "mi reserva de", "nuestra reserva de",
        "nuestra mesa de", "la reserva de", "la mesa de", "la reserva para",
        "mesa para", "mesa de", "reserva para", "reserva de",
    ],
    nights: &["noche", "noches"],
    nights_of: &["noches del", "noches de", "noches de los dias"],
};
