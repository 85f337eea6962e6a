//! Spanish: words for commands, settings and fields.

use crate::model::{Setting, Slot};
use crate::understand::lexicon::topics::Named;

pub(super) const WORDS: Named = Named {
    commands: &[
        ("call", &["llamar", "llama"]),
        ("cancel", &["cancelar"]),
        ("help", &["ayuda"]),
        ("settings", &["ajustes"]),
        ("login", &["entrar"]),
        ("logout", &["salir"]),
        ("admin", &["administrar"]),
        ("privacy", &["privacidad", "olvidar", "misdatos"]),
        ("account", &["cuenta", "estado", "uso"]),
    ],
    slots: &[
        (Slot::Phone, &["telefono", "numero", "numero de telefono"]),
        (Slot::Task, &["encargo", "tarea", "peticion", "texto"]),
        (Slot::Category, &["categoria", "tipo", "tipo de sitio"]),
        (Slot::Business, &["sitio", "negocio", "local"]),
        (Slot::Name, &["nombre"]),
        (Slot::Date, &["fecha", "dia", "llegada"]),
        (Slot::Time, &["hora"]),
        (Slot::Nights, &["noches"]),
        (Slot::PartySize, &["personas", "gente", "huespedes"]),
        (Slot::CallLanguage, &["idioma"]),
        (Slot::Timezone, &["zona horaria", "zona"]),
    ],
    settings: &[
        (Setting::Language, &["idioma", "lengua"]),
        (Setting::Timezone, &["zona", "horario", "huso"]),
        (Setting::Name, &["nombre"]),
        (Setting::Callback, &["telefono", "numero"]),
        (Setting::Region, &["pais"]),
        (Setting::Transcript, &["transcripcion", "transcripciones"]),
    ],
    setting_choices: &[
        (
            (Setting::Transcript, "always"),
            &["siempre", "al momento", "si"],
        ),
        (
            (Setting::Transcript, "ask"),
            &["preguntar", "a peticion", "si lo pido"],
        ),
        ((Setting::Transcript, "never"), &["nunca", "no"]),
    ],
    change: &[
        "cambia", "cambiar", "cambiame", "edita", "editar", "otro", "otra", "corrige", "corregir",
    ],
    empty: &["quita", "quitar", "borra", "borrar", "sin"],
    articles: &["el", "la", "los", "las", "un", "una", "mi"],
    faults_before: &[
        "esta mal ",
        "ese no es ",
        "esa no es ",
        "no es ",
        "no es ese ",
        "no es esa ",
        "te has equivocado de ",
        "te equivocaste de ",
        "has puesto mal ",
        "esta equivocado ",
        "esta equivocada ",
        "mal ",
    ],
    faults_behind: &[
        " esta mal",
        " no es",
        " es incorrecto",
        " es incorrecta",
        " no es asi",
    ],
    vague_times: &[
        "mas tarde",
        "un poco mas tarde",
        "un poquito mas tarde",
        "algo mas tarde",
        "mas temprano",
        "un poco antes",
        "algo antes",
        "un poco mas temprano",
        "un pelin mas tarde",
        "un poco mas pronto",
    ],
    nothing: &["vacio", "ninguno", "ninguna", "borrar", "quitar"],
};
