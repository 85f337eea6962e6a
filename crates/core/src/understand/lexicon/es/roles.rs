//! Spanish: words that say whether a day or a time is wanted.

use crate::understand::lexicon::topics::Roles;

#[rustfmt::skip]
pub(super) const WORDS: Roles = Roles {
    articles: &["el", "los", "las", "la", "para", "a"],
    no: &["no"],
    behind_no: &["que", "porque", "puedo", "podemos", "me va", "me viene", "nos va", "nos viene", "pero", "sino", "estoy", "estamos"],
    meridiems: &[],
    of: &["de"],
    joints: &[
        "y", "e", "pero", "asi que", "entonces", "para pedir", "para reservar",
    ],
    asking: &[
        "si", "cuando", "que", "cual", "como", "donde",
    ],
    hours: &[
        "cierra", "cierran", "cerrado", "cerrados", "horario", "horarios", "abierto de",
        "abre de", "abren de", "abre los", "abren los", "abierto hasta", "abre hasta",
    ],
    closed: &["cerrado", "cerrada", "cerrados", "cierra", "cierran", "no abren", "no abre"],
    open: &["abierto", "abierta", "abre", "abren", "horario", "horarios", "horas"],
    of_hours: &[
        "el", "la", "los", "las", "esta", "estan", "de", "desde", "entre", "y", "e", "a las",
        "cocina", "en", "su", "apertura",
    ],
    up_to: &["a", "hasta", "al", "a las", "-"],
    every_day: &["todos los dias", "cada dia", "a diario", "toda la semana"],
    working_days: &["entre semana", "dias laborables", "laborables"],
    weekends: &["fines de semana", "fin de semana"],
    events: &[
        "termina el", "terminan el", "acaba el", "acaban el", "finaliza el", "examen es", "reunion es", "tengo una reunion", "tengo reunion", "tengo examen", "tengo un examen", "tengo entrevista", "tengo una entrevista", "sale de", "sale del", "salen de", "sale a las", "empieza", "empiezan", "comienza", "comienzan", "es el cumple", "es el cumpleanos", "es mi cumple", "es el aniversario", "es la boda", "boda el", "salgo de trabajar", "salgo de currar", "salgo del trabajo", "salgo a las", "termino a las",
        "acabo a las",
        "vuelvo el", "volvemos el", "regreso el", "regresamos el",
        "cumpleanos es", "aniversario es", "vuelo es", "vuelo sale", "vuelo llega", "avion sale", "avion llega", "tren llega", "tren sale", "caduca",
        "caducan", "vence", "vencen", "naci el", "boda es", "valido hasta",
        "disponible desde", "disponible a partir", "llega el vuelo", "mi vuelo llega",
    ],
    held: &[
        "mi cita es", "la cita es", "cita era", "reserva era", "hora era", "turno era", "tengo cita", "tenia cita", "tengo mesa", "tenemos mesa",
        "tenia", "teniamos", "mi reserva es", "la reserva es", "nuestra reserva es", "era para",
        "anula", "cancela", "me ofrecen", "me ofrecieron",
    ],
    subjects: &[],
    inverted: &[],
    adverbs: &[],
    wishes: &[],
    own_day: &[
        "entro a", "entramos a", "salgo", "salimos", "yo trabajo", "trabajo hasta", "trabajo de",
        "trabajo el", "trabajo los", "trabajo a", "trabajamos", "vuelvo", "volvemos", "regreso de",
        "regreso el", "regresamos", "viajo", "viajamos", "llego a casa", "llegamos a casa", "acabo",
        "acabamos", "termino", "terminamos", "me voy el", "me voy de", "me voy a las", "nos vamos el",
        "nos vamos de", "nos vamos a las", "me marcho", "nos marchamos", "recojo a", "recogemos a",
        "empiezo", "empezamos", "curro", "curramos", "ficho", "operan a mi", "nos casamos",
        "me caso", "se casa", "cumple", "cumplo", "cumplimos", "me mudo", "nos mudamos",
    ],
    having: &["tengo", "tenemos", "tiene", "tienen"],
    having_time: &[
        "que", "libre", "libres", "hueco", "disponible", "disponibilidad", "tiempo", "ganas",
        "mesa", "mesas", "cita", "citas", "reserva", "hora", "turno", "sitio", "habitacion", "habitaciones", "hasta", "un hueco", "una mesa", "alergia", "la manana",
        "la tarde", "la noche", "el dia", "dudas", "una duda", "uds", "ustedes", "para",
    ],
    same_day: &["esa noche", "esa misma noche", "ese dia", "ese mismo dia", "la misma noche"],
    reasons: &["porque", "ya que", "puesto que", "es que"],
    that: &["que"],
    past: &[
        "tenia que", "tenian que", "deberia haber", "debia", "deberian haber", "estuve", "estuvimos", "llevo esperando", "llevo", "llevamos", "pedi", "pedimos",
        "compre", "compramos", "llame", "llamamos", "fui", "fuimos", "olvide", "olvidamos",
        "deje", "pague", "pagamos", "tuve", "tuvimos", "hice", "hicimos", "recibi", "perdi",
        "me llamaron", "contesto", "comi", "cene", "dormi", "nos quedamos", "vi",
        "hable", "reclame", "me dieron", "devolvi", "factura del", "factura de", "pedido del",
        "recibo del", "ticket del", "compra del",
    ],
    voseo: &["pedi", "consegui", "elegi", "escribi", "deci", "veni", "insisti", "averigua"],
    pronouns: &[],
    past_verbs: &[],
    fallbacks: &[
        "si no hay", "si esta lleno", "si estan llenos", "si no tienen", "si no pueden",
        "si no se puede", "si no puede ser", "si esta completo", "si estan completos",
    ],
    before_events: &[
        "antes de mi", "antes de la", "antes del", "antes de su", "antes de nuestra",
        "antes de nuestro", "despues de mi", "despues de la", "despues del", "despues de su",
    ],
    since: &[],
    perfect: &["he", "has", "ha", "hemos", "habeis", "han", "habia", "habiamos", "habian"],
    participle_ends: &["ado", "ido", "cho", "esto", "erto", "ito"],
    clitics: &["me", "nos", "la", "lo", "las", "los", "mela", "melo", "nosla", "noslo", "le", "les"],
    states: &[
        "esta", "estan", "estoy", "estamos", "lleva", "llevan", "funciona", "funcionan", "duele",
        "duelen", "hay", "tengo", "tenemos", "tiene", "sin", "falla", "gotea", "sale", "huele", "anda",
    ],
    past_auxiliaries: &[],
    polite_past: &[
        "llevo el", "llevo la", "llevo a", "llevo al", "llevo mi", "llevo los", "llevo las",
        "llevamos el", "llevamos la", "llevamos a", "llevamos al", "llevamos los",
        "nos quedamos una", "nos quedamos un", "nos quedamos dos", "nos quedamos tres",
        "nos quedamos cuatro", "nos quedamos hasta", "nos quedamos a", "nos quedamos del",
    ],
    past_ends: &[],
    past_written: &["é", "í", "ó", "aron", "ieron", "jeron"],
    future_written: &["aré", "eré", "iré"],
    no_past: &[
        "cafe", "bebe", "pure", "chale", "pate", "comite", "alli", "aqui", "asi", "ahi", "rubi",
        "porque", "tambien", "despues",
    ],
    past_before: &[],
    past_behind: &[
        "pasado", "pasada",
    ],
    replacing: &[
        "pero mejor", "aunque mejor", "digo", "perdon", "mejor", "bueno mejor", "mejor dicho", "quiero decir", "bueno",
        "perdona", "no perdon",
        "ah no", "uy no", "ay no", "oh no", "no espera", "ah no espera", "que digo",
    ],
    instead_of: &[
        "mejor que", "mejor que a", "antes que", "en vez de", "en vez del", "en lugar de", "en lugar del", "en vez de el", "no",
        "no me convence", "no nos convence", "no me convence el", "no me viene bien", "no me va bien", "no nos va bien", "no nos viene bien", "no puedo", "no podemos", "no puedo el", "no podemos el",
        "ni el", "ni",
        "no conseguimos", "no conseguimos para", "no hay para", "no habia para", "excepto", "salvo",
        "excepto a", "salvo a", "menos a", "aparte de",
    ],
    not_asking: &[
        "no reserves", "no me reserves", "no pidas", "no hagas",
    ],
    changing: &[
        "mover", "mueve", "mueveme", "cambiar", "cambia", "cambiala", "cambiarla", "cambiarlo", "moverla", "moverlo", "aplazarla", "aplazarlo",
        "adelantarla", "adelantarlo", "cambialo", "cambiame",
        "cambie", "pasar", "pasarla", "pasarlo", "pasarme", "pasa", "pasala", "aplazar",
        "aplaza", "aplazala", "adelantar", "adelanta", "puede ser", "podria ser", "llegaremos",
        "llegare", "anula", "cancela", "pasalo", "pasamelo", "pasamela", "retrasa", "retrasala", "retrasalo",
        "retrasar", "adelantala", "adelantalo", "adelantame", "adelantamela", "atrasa", "atrasala",
        "pospon", "posponla", "ahora somos", "ahora son", "no hay lugar", "no hay sitio",
        "no tienen sitio", "no tienen mesa", "esta completo", "esta lleno", "estan completos",
        "olvida", "olvidate", "espera espera", "ay no", "un momento", "no espera", "aplazala", "corre", "correla", "movela", "movelo",
        "cambialo", "ver si", "no puedo", "pasen", "pases", "pase", "pasad", "pasadla", "cambien",
        "cambies", "cambiad", "muevan", "muevas", "mueva", "corran", "corras", "corra", "adelanten",
        "adelantes", "adelante", "atrasen", "atrases", "atrase", "aplacen", "aplaces", "aplace",
        "reprograma", "reprogramar", "reprograme", "reagenda", "reagendar", "reagende", "me viene mal",
        "nos viene mal",
        "correr", "correrlo", "correrla", "corrermelo",
    ],
    every: &[
        "los", "cada", "cualquier", "todos los", "todas las",
    ],
    bounds_behind: &[
        "como tarde", "como muy tarde", "a mas tardar", "cualquier dia desde", "como pronto", "o mas tarde",
        "o despues", "o antes", "en adelante", "maximo", "como maximo", "como mucho", "a lo sumo", "como minimo", "minimo", "max",
    ],
    bounds_before: &[
        "a mas tardar", "como tarde", "como muy tarde", "como maximo", "como mucho", "a lo sumo",
        "como pronto", "lo mas tarde", "semana del", "no mas tarde de",
    ],
    things: &[
        "mesa", "cita", "turno", "hora", "reserva", "taxi", "habitacion", "comida", "cena",
        "almuerzo", "entradas", "clase", "sesion", "recogida", "lugar", "masaje", "visita",
    ],
    alternatives: &[
        "si no el", "y si no el", "si no", "y si no", "o si no el", "o si no",
        "o", "u", "y", "/", "o quizas", "o si no", "o el", "y el",
    ],
    stretches: &[
        "a", "al", "hasta", "hasta el", "-", 
    ],
    zones: &[
        "hora peninsular", "hora canaria", "hora de madrid", "hora de mexico",
    ],
    before_names: &[
        "en", "en el", "en la", "llama a", "al", "del", "de la", "llamado", "llamada",
    ],
    before_dated_names: &[
        "hospital", "avenida", "av", "avda", "calle", "colonia", "plaza", "parque", "estacion",
        "instituto", "escuela", "colegio", "barrio", "cine", "teatro", "paseo", "metro",
        "restaurante", "bar", "cafe", "glorieta", "puente", "calzada", "boulevard", "residencia",
    ],
};
