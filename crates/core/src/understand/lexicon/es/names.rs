//! Spanish: names of people, and words that look like one.

use crate::understand::lexicon::topics::Names;

#[rustfmt::skip]
pub(super) const WORDS: Names = Names {
    announcing_surely: &["a nombre de", "al nombre de", "bajo el nombre de", "el nombre es",
        "anotalo como", "anotala como", "anotame como", "apuntalo como", "apuntala como", "apuntame como",
        "ponlo como", "ponla como", "ponme como", "ponlo a", "reserva como"],
    own: &[
        "a mi nombre", "mi nombre", "el mio", "con mi nombre", "usa mi nombre", "pon mi nombre",
        "a mi", "yo", "yo mismo", "yo misma", "ponlo a mi nombre", "a mi propio nombre",
    ],
    announcing: &[
        "a nombre de", "al nombre de", "a nombre :", "a nombre", "bajo el nombre de",
        "bajo el nombre", "en nombre de", "nombre de", "nombre :", "mi nombre es", "el nombre es",
        "nombre es", "me llamo", "de parte de", "bajo", "anombre de", "a nomre de",
        "apellido", "apellidos", "lo pones como", "ponlo como", "la pones como", "ponme como",
    ],
    before_capitals: &["soy", "para"],
    particles: &["de", "del", "la", "las", "los", "el", "y", "al", "san", "o"],
    titles: &["dr", "dra", "sr", "sra", "srta", "lic", "lda", "ldo", "ing", "don", "dona"],
    not_names: &[
        "deletreado", "deletreo", "ella", "el", "ellos", "ellas", "siempre", "mismo", "misma", "usted", "ustedes",
        "mio", "mia", "suyo", "suya", "nuestro", "nuestra", "tuyo",
        "a", "mi", "me", "tel", "no", "ok", "once", "para", "con", "en", "por", "porfa", "favor",
        "gracias", "llama", "llamar", "llamad", "telefono", "tlf", "numero", "hoy", "manana",
        "pasado", "esta", "este", "que", "q", "si", "un", "una", "uno", "al", "pero", "se", "es",
        "somos", "sobre", "mesa", "reserva", "cita", "nosotros", "personas", "cenar", "comer",
        "tarde", "noche", "mediodia", "su", "sus", "tu", "nombre", "quiero", "ya", "mejor", "pide",
        "di", "x", "hola", "perdon", "mas", "lo", "nos", "ahora", "celiaco", "alergico", "otro",
        "otra", "y", "e", "u", "ni", "antes", "despues", "todo", "todos", "desde", "cuanto",
        "cuesta", "cuantos", "cual", "hasta", "del", "cerca", "entre", "sin", "tiene", "tienen",
        "o", "cuando", "donde", "como", "fecha", "hora", "habitacion",
    ],
    answer_openings: &[
        "puedes poner", "pon", "ponlo a nombre de", "usa",
        "ponlo a nombre de", "pon a nombre de", "ponla a nombre de", "soy", "es", "para", "sera",
        "a la de", "llamame",
        "apunta a", "apunta", "apuntalo a nombre de", "anota a", "anota", "que sea a nombre de", "con",
        "la empresa",
    ],
    greetings: &["hola", "ok", "oh", "si", "vale", "claro"],
    abbreviations: &[],
    labels: &["nombre"],
    asked_for: &["pregunta", "mensaje", "recado"],
    about_names: &[
        "mismo", "misma", "mio", "mia", "mi", "siempre", "usual", "no", "prefiero", "que", "cual",
        "igual", "cualquiera", "tu", "nombre", "jefe", "jefa", "anos", "meses", "semanas", "dias",
        "horas", "luego", "prisa",
    ],
    relatives: &[
        "hijo", "hija", "mujer", "marido", "esposa", "esposo", "madre", "padre", "hermano",
        "hermana", "pareja", "novio", "novia", "amigo", "amiga", "jefe", "jefa", "sobrino",
        "sobrina", "abuela", "abuelo", "tia", "tio", "primo", "prima", "nieto", "nieta", "cliente",
        "suegra", "suegro",
        "cunada", "cunado", "nuera", "yerno", "ahijado", "ahijada", "companero", "companera",
    ],
    spoken_to: &["a", "con", "de", "llama", "y"],
    our: &["mi", "nuestro", "nuestra"],
    courtesies: &[
        "muchas gracias", "mil gracias", "por favor", "porfa", "gracias", "saludos",
        "encantada", "encantado", "un placer", "mucho gusto",
    ],
    not_continued: &["manana"],
    also_months: &["julio"],
    hour_marks: &[],
    things: &["navidad", "nochevieja", "reyes", "san"],
    not_joining: &["y", "a"],
    also_weekdays: &["dom"],
};
