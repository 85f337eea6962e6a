//! Spanish: whole messages that steer the dialogue or a call, or answer nothing.

use crate::understand::aside::Aside;
use crate::understand::call_word::CallWord;
use crate::understand::control::Control;
use crate::understand::leaving::Leaving;
use crate::understand::lexicon::topics::Messages;

#[rustfmt::skip]
pub(super) const WORDS: Messages = Messages {
    controls: &[
        (Control::Back, &[
            "atras", "volver", "vuelve", "anterior", "volver atras", "ir atras", "vuelve atras",
            "la anterior", "regresar", "deshacer",
        ]),
        (Control::Skip, &[
            "no hace falta nombre", "el nombre da igual", "cualquier nombre", "no hace falta ningun nombre",
            "saltar", "salta", "saltalo", "omitir", "omite", "omitelo", "paso", "siguiente",
            "ninguno", "ninguna", "no gracias", "da igual", "me da igual", "es igual",
            "no importa", "no hace falta", "sin preferencia", "ningun nombre", "no lo se", "no se",
            "ns nc", "nada", "dejalo en blanco", "sin nombre", "prefiero no decirlo",
            "el que quieras", "la que quieras", "cualquiera", "cualquiera vale", "da igual el que quieras", "me da lo mismo",
        ]),
        (Control::Cancel, &[
            "cancelar", "cancela", "cancelalo", "cancelado", "para", "parar", "dejalo", "olvidalo",
            "olvida", "salir", "anular", "anula", "anulalo", "no llames", "dejalo estar",
            "cancela la llamada", "cancelar llamada", "ya no", "basta", "cancela por favor",
            "mejor no llames",
            "dejalo otro dia", "otro dia", "olvida la mesa", "olvida la llamada", "ya no quiero ir",
            "ya no quiero", "he cambiado de idea", "dejemoslo", "mejor otro dia",
            "ya no hace falta", "nada ya no hace falta", "ya no lo necesito", "ya no la necesito", "no hace falta ya", "olvidate", "cancelalo todo", "dejalo correr",
            "no hace falta que llames", "no les llames", "no los llames", "ya no hace falta llamar",
        ]),
        (Control::StartOver, &[
            "empezar de nuevo", "empieza de nuevo", "empezar otra vez", "empecemos de nuevo",
            "desde el principio", "volver a empezar", "otra peticion",
        ]),
        (Control::Help, &[
            "ayuda", "ayudame", "necesito ayuda", "socorro", "como funciona", "como funciona esto",
            "que puedes hacer", "comandos",
            "que les puedes preguntar", "que puedes preguntar", "que puedo pedirte", "que cosas puedes hacer",
        ]),
        (Control::Yes, &[
            "ya", "ok", "okey", "si", "sip", "claro", "vale", "correcto", "exacto", "eso es",
            "asi es", "si por favor", "adelante", "llama", "llamar", "llama ya", "confirmar",
            "confirmo", "confirma", "perfecto", "de acuerdo", "por supuesto", "dale", "hazlo",
            "esta bien", "todo bien", "venga", "si claro", "si llama", "si adelante",
            "llama ahora", "oki", "okis", "bien", "va", "andale", "orale", "sale", "hecho", "confirmado",
            "listo", "va que va", "de una",
            "venga va", "vale va", "va venga", "llamales", "llamales ya", "esta perfecto", "todo correcto", "tira", "tira pa lante",
            "perfecto asi", "asi esta bien", "ya puedes llamar", "puedes llamar", "puedes llamar ya", "asi perfecto",
        ]),
        (Control::No, &[
            "no", "no no", "todavia no", "aun no", "ahora no", "incorrecto", "mal", "para nada",
            "esta mal", "noo", "nop", "no es correcto",
        ]),
    ],
    fillers: &[
        "todavia", "aun", "la verdad", "por favor", "porfa", "porfavor", "gracias", "entonces", "pues",
        "eh", "mmm", "oye",
    ],
    joints: &["y", "pues", "asi que"],
    giving_up: &["olvidalo", "dejalo estar", "mejor dejalo", "ya no hace falta"],
    sighs: &["buf", "uf", "bueno", "nada", "ay", "sabes que", "pues", "mira", "la verdad", "puf"],
    call_words: &[
        (CallWord::Stop, &[
            "para", "para ya", "parar", "paralo", "detenlo", "basta", "cancela la llamada",
            "cancelar la llamada", "cancelar llamada", "anula la llamada",
        ]),
        (CallWord::HangUp, &[
            "cuelga", "cuelga ya", "cuelga por favor", "colgar", "cuelga la llamada",
            "para la llamada", "deten la llamada", "termina la llamada", "corta la llamada",
            "deja de llamar",
        ]),
        (CallWord::Undo, &["anular", "anulalo", "deshacer", "deshazlo"]),
        (CallWord::Transcript, &["transcripcion", "la transcripcion", "donde esta mi transcripcion", "ensename la transcripcion", "mandame la transcripcion", "que dijeron", "que han dicho", "que te dijeron", "quiero la transcripcion", "muestrame la transcripcion"]),
        (CallWord::Recording, &["grabacion", "la grabacion", "mandame la grabacion", "enviame la grabacion", "ensename la grabacion", "quiero la grabacion", "quiero oir la llamada", "quiero escuchar la llamada", "puedo oir la llamada", "puedo escuchar la llamada", "pon la grabacion", "donde esta la grabacion", "pasame la grabacion"]),
        (CallWord::Calendar, &["calendario"]),
        (CallWord::Again, &["llamar otra vez", "otra vez"]),
        (CallWord::CheckAgain, &["mirar otra vez", "mira otra vez"]),
        (CallWord::CallAnyway, &["llamar igualmente"]),
        (CallWord::LeaveIt, &["dejarlo", "dejalo"]),
    ],
    calling_again: &[
        "vuelve a llamar", "vuelve a llamarles", "vuelve a llamarlos", "vuelve a intentarlo",
        "vuelve a probar", "llama otra vez", "llama de nuevo", "llamales otra vez",
        "llamales de nuevo", "llamar otra vez", "intentalo otra vez", "intentalo de nuevo",
        "prueba otra vez", "prueba de nuevo", "reintenta", "reintentalo", "otra vez", "de nuevo",
    ],
    leaving: &[
        (Leaving::Now, &["salir", "adios", "chao", "hasta luego", "me voy", "hasta otra"]),
        (Leaving::How, &[
            "como salgo", "como salgo de aqui", "como me voy", "como se sale", "como puedo salir",
            "como se cierra esto", "como cierro esto",
        ]),
    ],
    never_calls: &[
        "no vuelvas a llamar a #", "no vuelvas a llamar al #", "no vuelvas a llamar #",
        "no llames mas a #", "no llames a # nunca mas", "no llames al # nunca mas", "no llames mas al #", "no llames nunca mas a #",
        "no llames nunca mas al #", "nunca mas llames a #", "nunca mas llames al #",
        "nunca llames a #", "nunca llames al #", "nunca vuelvas a llamar a #",
        "nunca vuelvas a llamar al #", "no vuelvas a llamarles", "no vuelvas a llamarlos",
        "no vuelvas a llamarle", "no les vuelvas a llamar", "no los vuelvas a llamar",
        "no le vuelvas a llamar", "no lo vuelvas a llamar", "no la vuelvas a llamar",
        "no les llames mas", "no los llames mas", "no le llames mas", "no lo llames mas",
        "no la llames mas", "no les llames nunca mas", "no los llames nunca mas",
        "nunca mas les llames", "nunca mas los llames",
    ],
    never_objects: &[
        "este numero", "ese numero", "este sitio", "ese sitio", "este lugar", "ese lugar", "ahi",
        "alli", "ellos", "ellas",
    ],
    asides: &[
        (Aside::Greeting, &[
            "hola", "holaa", "holi", "buenas", "buenos dias", "buenas tardes", "buenas noches",
            "hola buenas", "hola que tal", "que tal", "hola buenos dias", "hola buenas tardes",
            "hola buenas noches", "como estas", "hola como estas", "muy buenas", "hola bot",
            "hola kally", "ey",
        ]),
        (Aside::Thanks, &[
            "gracias", "muchas gracias", "mil gracias", "ok gracias", "vale gracias", "grax",
            "grcs", "perfecto gracias", "gracias bot", "muchisimas gracias", "genial gracias",
        ]),
        (Aside::WhoAreYou, &[
            "quien eres", "que eres", "eres un bot", "eres una ia", "eres humano", "eres un robot",
            "eres una persona", "eres real", "como te llamas", "con quien hablo", "quien es",
            "eres humana",
        ]),
        (Aside::Frustration, &[
            "terrible", "no funciona", "esto no funciona", "no sirves", "no sirves para nada",
            "esto es inutil", "inutil", "que mal", "vaya mierda", "mierda", "joder",
            "no entiendes", "no entiendes nada", "no me entiendes", "ya te lo he dicho",
            "ya te lo dije", "que pesado", "vaya basura", "idiota", "tonto", "me rindo", "uf",
            "pff", "uff", "venga ya", "que asco",
        ]),
        (Aside::Nothing, &[
            "hmm", "hm", "hmmm", "mmm", "mm", "eh", "ah", "oh", "jaja", "jajaja", "jeje", "xd",
            "espera", "un momento", "a ver", "dejame pensar", "un segundo", "pues", "bueno",
            "prueba", "esto",
        ]),
        (Aside::Question, &[
            "que", "por que", "porque", "como", "para que", "que es esto", "que significa",
            "que quieres decir", "no entiendo", "y eso", "como que", "que pongo", "no comprendo",
            "como dices", "perdona", "perdon", "eso que es",
        ]),
    ],
    usual: &[
        "un momento", "espera un momento", "un segundo", "dame un momento", "espera",
        "lo mismo de siempre", "lo de siempre", "como la ultima vez", "igual que la otra vez", "lo mismo que la ultima vez", "lo mismo", "como siempre", "igual que siempre", "ya sabes",
    ],
    waiting: &["un momento", "un segundo", "uy espera", "espera que", "dame un", "dejame", "deja que", "voy a mirar", "lo miro", "tengo que preguntar", "tengo que mirar", "ahora te digo", "un momentito"],
    later_answers: &["te lo digo luego", "luego te digo", "luego te lo digo", "ya te dire", "te digo luego", "te lo digo despues", "ya te lo digo", "te aviso luego"],
    question_openings: &[
        "por que", "para que", "que es", "que significa", "que pasa", "que haces", "que hago",
        "que puedo", "que tengo", "que vas", "que datos", "que numero", "como funciona", "como se",
        "como lo", "como puedo", "como sabes", "cuanto cuesta", "cuanto vale", "cuanto tarda",
        "cuanto tiempo", "quien va", "quien ve", "es gratis", "es seguro", "esto es", "es esto",
        "puedes", "podrias", "puedo", "tengo que", "hace falta", "hablas", "vas a", "donde",
        "cuando vas", "cual es", "se puede", "me puedes", "sabes",
        "eso para que", "eso por que", "para que quieren", "para que lo",
    ],
    spoken_to: &["necesitas", "quieres", "pides", "eso", "esto", "tu", "te", "me", "cuesta"],
    of_bot: &["necesitas", "quieres", "pides", "tu", "te", "eres", "haces", "sabes", "puedes"],
    requested: &[
        "llamar", "llama", "llames", "reservar", "reserves", "pedir", "preguntar", "cambiar",
        "cancelar", "hacer", "confirmar", "mesa", "cita", "habitacion", "reservarme", "pedirme",
        "llamarles", "conseguir", "conseguirme",
    ],
    before_question: &["pero", "y", "ok", "oye", "espera"],
    whys: &["por que", "para que"],
    bots: &["bot", "robot", "ia", "humano", "persona", "maquina"],
    disclosing: &["decir", "digas", "saben", "sabran", "sepan", "saber", "menciones", "mencionar", "dile", "diles", "diciendo", "enteran", "noten"],
    are_you: &["eres", "esto es", "es esto"],
    common: &["el", "la", "los", "las", "un", "una", "unos", "para", "por", "favor", "porfa", "con", "quiero", "quisiera", "necesito", "llama", "llamar", "reserva", "reservar", "mesa", "manana", "hoy", "esta", "este", "que", "del", "al", "mi", "mis", "de", "en", "y", "personas", "hola", "buenas", "buenos", "dias", "tardes", "noches", "gracias", "puedes", "podrias", "pide", "pregunta", "si", "tienen", "hay", "cuanto", "cuando", "como", "lo", "les", "nos", "ayuda", "noche", "somos", "nombre"],
    speak_with_me: &[
        "habla #", "habla en #", "hablame en #", "hablame #", "puedes hablar #",
        "puedes hablar en #",
        "puedes hablarme en #",
        "puedes hablarme #",
        "hablas #",
        "en # por favor",
        "# por favor",
        "responde en #",
        "respondeme en #",
        "contesta en #",
        "contestame en #",
        "escribe en #",
        "escribeme en #",
        "cambia a #",
        "cambia al #",
        "cambia el idioma a #",
        "pasa a #",
        "prefiero #",
        "mejor en #",
    ],
};
