//! Which of the numbers in a text is the one to call: never one that is ruled
//! out, replaced, a fax or somebody's own; and none where two are left and no
//! word picks one.

use std::ops::Range;

use super::line::{Cursor, Kind, Line};
use super::phone::Candidate;
use crate::model::PhoneProblem;

/// What the words around a number say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It may be the one.
    Open {
        /// A word of calling leads to it.
        called: bool,
    },
    /// It is said not to be the one.
    RuledOut,
    Fax,
    /// Where somebody can be reached: to be said on the phone, not to be called.
    Own,
}

/// How many tokens around a number are looked at.
const NEAR: usize = 12;

#[rustfmt::skip]
const CALLING: &[&str] = &[
    "call", "calling", "ring", "ringing", "phone", "phoning", "dial", "dialing", "dialling", "contact",
    "contacting", "try", "trying", "use", "using", "reach", "text", "llama", "llamar", "llamad", "llame",
    "llames", "llamen", "llameis", "llamando", "llamale", "llamalos", "llamarle", "llamarles", "llamame",
    "marca", "marcar", "marques", "marque", "marcale", "telefonea", "telefonees", "usa", "usar", "uses",
    "prueba", "pruebes", "probar", "contacta", "contactar", "contactes", "localizar", "hablar", "get",
];
/// Stand between a negation and the word of calling that it denies.
#[rustfmt::skip]
const DENIED_WITH: &[&str] = &[
    "want", "you", "to", "need", "even", "try", "trying", "ever", "please", "have", "it", "again", "just",
    "the", "quiero", "quisiera", "que", "hace", "falta", "hay", "necesito", "vuelvas", "vuelva", "a", "te",
    "me", "les", "le", "lo", "se", "intentes", "ocurra", "nunca", "mas", "should", "must", "bother", "be",
    "dial", "call", "calling", "i", "we", "them", "puedo", "consigo", "logro", "is", "use", "debes", "hay",
];
/// Lead from a word to the number that it is about.
#[rustfmt::skip]
const LINKS: &[&str] = &[
    "the", "at", "on", "to", "by", "from", "is", "are", "was", "be", "it", "it's", "its", "this", "that",
    "that's", "their", "there", "number", "numbers", "phone", "telephone", "tel", "mobile", "cell", "line",
    "one", "right", "correct", "current", "real", "new", "main", "el", "la", "los", "al", "a", "del", "de",
    "en", "es", "son", "este", "ese", "su", "sus", "numero", "numeros", "telefono", "movil", "linea", "tlf",
    "tfno", "bueno", "correcto", "actual", "nuevo", "#", ":", "-", "nº", "no.", "(",
];
const NEGATIONS: &[&str] = &[
    "not",
    "don't",
    "dont",
    "never",
    "isn't",
    "isnt",
    "ain't",
    "wasn't",
    "won't",
    "shouldn't",
    "mustn't",
    "can't",
    "cant",
    "cannot",
    "couldn't",
    "no",
    "nunca",
    "jamas",
    "ni",
    "nor",
    "neither",
    "except",
    "salvo",
    "excepto",
    "tampoco",
];
/// The same in two words and more.
const NEGATING: &[&str] = &[
    "no longer",
    "used to be",
    "anything but",
    "instead of",
    "rather than",
    "in place of",
    "en vez de",
    "en vez del",
    "en lugar de",
    "en lugar del",
    "ya no",
    "deja de",
    "dejad de",
    "stop",
    "avoid",
    "without",
    "evita",
    "sin",
    "do not",
    "does not",
    "ignore",
    "forget",
    "delete",
    "remove",
    "skip",
    "drop",
    "ignora",
    "olvida",
    "borra",
    "quita",
    "descarta",
    "elimina",
    "forget about",
    "olvidate de",
    "olvidate del",
    "discard",
];
#[rustfmt::skip]
const STALE: &[&str] = &[
    "wrong", "old", "former", "previous", "incorrect", "dead", "disconnected", "outdated", "obsolete", "bad",
    "invalid", "antiguo", "antigua", "viejo", "vieja", "anterior", "equivocado", "equivocada", "incorrecto",
    "erroneo", "malo", "ex",
];
#[rustfmt::skip]
const NUMBER_WORDS: &[&str] = &[
    "number", "numbers", "phone", "telephone", "tel", "mobile", "cell", "cellphone", "line", "one", "numero",
    "numeros", "telefono", "movil", "celular", "linea", "tlf", "tfno", "landline", "fijo",
];
const FAXES: &[&str] = &["fax", "faxes", "telefax", "facsimile", "f", "fx"];
/// What somebody is told or asked on the phone follows.
#[rustfmt::skip]
const TELLING: &[&str] = &[
    "ask", "tell", "say", "give", "leave", "let", "confirm", "check", "pregunta", "preguntar", "preguntale",
    "preguntales", "di", "dile", "diles", "deja", "dejales", "dejale", "dales", "dale", "da", "pide",
    "pideles", "pidele", "avisa", "avisales", "have",
];
/// Make two numbers alternatives, or one the second choice.
#[rustfmt::skip]
const EITHER: &[&str] = &[
    "or", "if", "unless", "otherwise", "else", "when", "o", "u", "si", "cuando", "bien",
];
/// Take back what stands before them.
#[rustfmt::skip]
const INSTEAD: &[&str] = &[
    "i mean", "i meant", "sorry", "perdon", "perdona", "perdone", "disculpa", "mejor", "mejor dicho", "digo",
    "quise decir", "queria decir", "quiero decir", "actually", "wait", "espera", "rather", "correction",
    "correccion", "rectifico", "instead", "changed to", "is now", "are now", "it's now", "its now",
    "now it's", "now it is", ", now", "but now", "ahora es", ", ahora", "pero ahora", "y ahora", "should be",
    "oops", "ups", "uy", "scratch that", "make that", "make it", "en realidad", "cambia a", "cambia al",
    "cambia por", "cambio a", "cambio al", "cambio por", "ha cambiado a", "ha cambiado al", "cambiado por",
    "better", "sino", "but it's", "but it is", "but call", "but use", "but is", "pero llama", "pero es",
    "the right", "the correct", "right number", "correct number", "new number", "new one", "the new",
    "el nuevo", "nuevo numero", "numero nuevo", "el correcto", "numero correcto", "el bueno",
    "numero bueno", "use", "usa", "prueba", "try", "typo", "my mistake", "my bad", "me equivoque",
    "me he equivocado", "replaced by", "sustituido por", "became", "moved to", "switched to",
    "pasa a ser", "paso a ser", "llama mejor", "en su lugar", "i should say",
];

/// The number to call, by its place among the candidates.
///
/// # Errors
/// Why none is, where there are some.
pub(super) fn choose(
    line: &Line<'_>,
    candidates: &[Candidate],
    own_too: bool,
) -> Result<usize, PhoneProblem> {
    let around = Around { line, candidates };
    let mut roles: Vec<Role> = (0..candidates.len()).map(|at| around.role(at)).collect();
    for at in 1..candidates.len() {
        let open = matches!(roles[at], Role::Open { .. });
        if open && around.takes_back(at) && matches!(roles[at - 1], Role::Open { .. }) {
            roles[at - 1] = Role::RuledOut;
        }
    }
    let live: Vec<usize> = (0..candidates.len())
        .filter(|at| match roles[*at] {
            // What nobody could dial counts where it plainly was meant.
            Role::Open { called } => {
                candidates[*at].phone.is_ok() || called || candidates.len() == 1
            }
            Role::Own => own_too,
            Role::RuledOut | Role::Fax => false,
        })
        .collect();
    let Some((first, others)) = live.split_first() else {
        let why = [
            (Role::RuledOut, PhoneProblem::RuledOut),
            (Role::Fax, PhoneProblem::Fax),
            (Role::Own, PhoneProblem::Own),
        ];
        let why = why.iter().find(|(role, _)| roles.contains(role));
        return Err(why.map_or(PhoneProblem::NotANumber, |(_, problem)| *problem));
    };
    let called = roles[*first] == Role::Open { called: true };
    let picked = others.iter().all(|other| {
        candidates[*other].phone == candidates[*first].phone
            || (called && around.is_told(*first, *other))
    });
    if picked {
        Ok(*first)
    } else {
        Err(PhoneProblem::Several)
    }
}

/// Whether a text asks for calls to several numbers: what else it says belongs
/// to one of them, and nobody knows to which.
pub(super) fn several_calls(line: &Line<'_>, candidates: &[Candidate]) -> bool {
    let around = Around { line, candidates };
    let mut called: Vec<_> = (0..candidates.len())
        .filter(|at| around.role(*at) == Role::Open { called: true })
        .filter(|at| at + 1 >= candidates.len() || !around.takes_back(at + 1))
        .map(|at| candidates[at].phone.as_ref().ok())
        .collect();
    called.dedup();
    called.len() > 1
}

struct Around<'l, 't> {
    line: &'l Line<'t>,
    candidates: &'l [Candidate],
}

impl<'l> Around<'l, '_> {
    fn role(&self, at: usize) -> Role {
        let clause = self.clause_before(at);
        if self.is_fax(at) {
            Role::Fax
        } else if self.is_denied(&clause, at) || self.is_stale(at) {
            Role::RuledOut
        } else if self.is_own(&clause, at) {
            Role::Own
        } else {
            // 'Tell them to call X' is not said to the bot.
            let called = clause
                .clone()
                .take_while(|index| !TELLING.contains(&self.word(*index)))
                .any(|index| CALLING.contains(&self.word(index)));
            Role::Open { called }
        }
    }

    fn word(&self, index: usize) -> &'l str {
        self.line
            .tokens
            .get(index)
            .map_or("", |token| token.folded.as_str())
    }

    fn cursor(&self, index: usize) -> Cursor<'l> {
        self.line.at(index)
    }

    /// Behind the number before, or so many tokens back.
    fn first_before(&self, at: usize) -> usize {
        let start = self.candidates[at].tokens.start;
        let before = at
            .checked_sub(1)
            .map_or(0, |before| self.candidates[before].tokens.end);
        before.min(start).max(start.saturating_sub(NEAR))
    }

    /// The first token of the next number, or the end.
    fn next_number(&self, at: usize) -> usize {
        self.candidates
            .get(at + 1)
            .map_or(self.line.tokens.len(), |next| next.tokens.start)
    }

    /// The tokens of a number's own clause that stand before it.
    fn clause_before(&self, at: usize) -> Range<usize> {
        #[rustfmt::skip]
        const STOPS: &[&str] = &[
            ".", ";", "!", "?", ",", "¿", "¡", "but", "pero", "sino", "and", "y", "e", "then", "so", "because",
            "porque", "although", "aunque",
        ];
        const SHORT: &[&str] = &[
            "tel", "tlf", "tfno", "telf", "no", "num", "fax", "f", "t", "ph", "mob",
        ];
        let end = self.candidates[at].tokens.start;
        let first = self.first_before(at);
        let mut start = end;
        while start > first {
            let word = self.word(start - 1);
            let abbreviates = word == "." && start >= 2 && SHORT.contains(&self.word(start - 2));
            let except = word == "but" && start >= 2 && self.word(start - 2) == "anything";
            if STOPS.contains(&word) && !abbreviates && !except {
                break;
            }
            start -= 1;
        }
        start..end
    }

    /// 'Don't call X', 'not X', 'instead of X'.
    fn is_denied(&self, clause: &Range<usize>, at: usize) -> bool {
        let end = clause.end;
        let verb = clause.clone().rev().find(|index| {
            CALLING.contains(&self.word(*index))
                // 'The phone' is a thing.
                && !(NUMBER_WORDS.contains(&self.word(*index))
                    && *index > clause.start
                    && LINKS.contains(&self.word(*index - 1)))
        });
        let all = |from: usize, to: usize, words: &[&str]| {
            (from..to).all(|index| words.contains(&self.word(index)))
        };
        let denied = clause.clone().any(|index| {
            let Some(after) = self.negation(index, end) else {
                return false;
            };
            verb.is_some_and(|verb| after <= verb && all(after, verb, DENIED_WITH))
                || all(after, end, LINKS)
        });
        denied || self.is_denied_too(at)
    }

    /// Behind a negation; 'phone no. X' has none.
    fn negation(&self, index: usize, end: usize) -> Option<usize> {
        let long = self
            .cursor(index)
            .eat_any(NEGATING)
            .map(|after| after.index);
        let twice = index
            .checked_sub(1)
            .is_some_and(|before| NEGATIONS.contains(&self.word(before)));
        // 'Don't forget to call X' denies nothing.
        if let Some(after) = long.filter(|after| *after <= end && !twice) {
            return Some(after);
        }
        let word = self.word(index);
        let abbreviates = word == "no"
            && index.checked_sub(1).is_some_and(|before| {
                NUMBER_WORDS.contains(&self.word(before)) || FAXES.contains(&self.word(before))
            });
        (NEGATIONS.contains(&word) && !abbreviates).then_some(index + 1)
    }

    /// 'Neither X nor Y', 'don't call X or Y'.
    fn is_denied_too(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let between = self.candidates[before].tokens.end..self.candidates[at].tokens.start;
        let mut between = between.filter(|index| !LINKS.contains(&self.word(*index)));
        matches!(
            (between.next().map(|index| self.word(index)), between.next()),
            (Some("or" | "nor" | "o" | "u" | "ni"), None)
        ) && self.is_denied(&self.clause_before(before), before)
    }

    /// 'The old number X', 'X is wrong', 'X no contesta'.
    fn is_stale(&self, at: usize) -> bool {
        self.is_stale_before(at) || self.is_stale_after(at)
    }

    fn is_stale_before(&self, at: usize) -> bool {
        const ALSO: &[&str] = &[
            ",", "is", "was", "era", "es", ":", "-", "(", "el", "the", "la", "mi", "my", "their",
            "su", "de", "at", "on", "al", "a", "en", "it's", "were", "fue", "service", "out", "of",
        ];
        let mut index = self.candidates[at].tokens.start;
        let mut stale = false;
        let mut comma = false;
        while index > self.first_before(at) {
            let word = self.word(index - 1);
            if STALE.contains(&word) {
                stale = true;
            } else if comma && !NUMBER_WORDS.contains(&word) {
                // 'The wrong number, it's X': only what it stands beside.
                break;
            } else if !NUMBER_WORDS.contains(&word) && !ALSO.contains(&word) {
                break;
            }
            comma = word == ",";
            // 'The wrong number, it's X' tells the right one.
            if matches!(word, "it's" | "is" | "es") && index >= 2 && self.word(index - 2) == "," {
                break;
            }
            index -= 1;
        }
        stale
    }

    fn is_stale_after(&self, at: usize) -> bool {
        #[rustfmt::skip]
        const WITHOUT: &[&str] = &[
            "is wrong", "is old", "is dead", "is disconnected", "is outdated", "is out of service",
            "is out of order", "is incorrect", "is invalid", "is no good", "is off", "is down", "is the wrong",
            "is the old", "is an old", "is a wrong", "is no longer", "is not in", "is not right",
            "is not correct", "is not the", "is not working", "is not answering", "is not valid", "is not it",
            "is not their", "is not theirs", "is not a", "isn't right", "isn't correct", "isn't working",
            "isn't the", "isn't in", "isn't valid", "isn't answering", "isn't it", "isn't their",
            "isn't theirs", "isn't a", "isnt the", "isnt working", "was wrong", "was the wrong", "was the old",
            "was their old", "was disconnected", "was incorrect", "was a mistake", "is a mistake",
            "is their old", "is his old", "is her old", "is my old", "has changed", "has been",
            "doesn't work", "doesn't answer", "doesn't exist", "doesn't ring", "doesn't connect",
            "doesn't pick", "does not work", "does not answer", "does not exist", "does not ring",
            "doesnt work", "doesnt answer", "didn't work", "didn't answer", "did not work", "did not answer",
            "don't work", "don't answer", "don't use", "don't call", "never works", "never answers",
            "never worked", "no longer", "not working", "not in service", "not in use", "not valid",
            "not anymore", "not any more", "not that", "out of service", "out of order", "stopped working",
            "changed to", "used to be", "wrong number", "old number", "is the previous", "is the former",
            "nobody answers", "no one answers", "goes nowhere", "rings out", "old )", "wrong )", "old one",
            "ya no", "no contesta", "no contestan", "no funciona", "no funcionan", "no existe", "no sirve",
            "no vale", "no responde", "no responden", "no suena", "no coge", "no cogen", "no da senal",
            "no da tono", "no es el", "no es correcto", "no es ese", "no es este", "no es bueno",
            "no es valido", "no es asi", "no es suyo", "no es de", "no esta operativo", "no esta activo",
            "no esta en servicio", "no esta bien", "no me contesta", "no me contestan", "no lo coge",
            "no lo cogen", "no me lo cogen", "no corresponde", "no va", "no lo uses", "no llames",
            "esta mal", "esta equivocado", "esta fuera", "esta anulado", "esta cortado", "esta desconectado",
            "esta dado de baja", "esta apagado", "es antiguo", "es viejo", "es el antiguo", "es el viejo",
            "es el anterior", "es incorrecto", "es erroneo", "es el equivocado", "es falso", "era el viejo",
            "era el antiguo", "era el anterior", "era incorrecto", "era erroneo", "dejo de", "ha dejado de",
            "ha cambiado", "cambio a", "cambio al", "cambio por", "fuera de servicio", "viejo )",
            "antiguo )", "es un error", "fue un error", "era un error",
        ];
        const BARE: &[&str] = &[
            "no",
            "wrong",
            "old",
            "not",
            "viejo",
            "antiguo",
            "equivocado",
            "changed",
            "cambio",
        ];
        const MAY_STAND: &[&str] = &[
            ",", "(", "-", ")", "which", "that", "number", "que", "se", "it", "they", "there", "?",
            "one",
        ];
        let end = self.next_number(at);
        let mut after = self.cursor(self.candidates[at].tokens.end);
        for _ in 0..4 {
            let cue = after.eat_any(WITHOUT).filter(|cue| cue.index <= end);
            let ends = |next: Cursor<'_>| {
                next.at_end()
                    || matches!(next.word(), "," | "." | ";" | ")" | "!" | "?" | ":" | "-")
            };
            let bare = BARE.contains(&after.word()) && after.index < end && ends(after.next());
            if cue.is_some() || bare {
                return true;
            }
            if !MAY_STAND.contains(&after.word()) || after.index >= end {
                return false;
            }
            after = after.next();
        }
        false
    }

    /// 'Fax: X', 'X (fax)'.
    fn is_fax(&self, at: usize) -> bool {
        const AFTER: &[&str] = &[
            "is a fax",
            "is the fax",
            "is their fax",
            "is for fax",
            "is for faxes",
            "es un fax",
            "es el fax",
            "es su fax",
            "es de fax",
            "es para fax",
            "for fax",
            "for faxes",
            "para fax",
            "para faxes",
        ];
        let first = self.first_before(at);
        let mut before = self.candidates[at].tokens.start;
        const TO: &[&str] = &[
            ":", ".", "(", "-", "no", "number", "numero", "is", "es", "to", "al", "a", "el", "the",
            "at", "on", "#", "nº", "num", "machine", "line", "=",
        ];
        while before > first && TO.contains(&self.word(before - 1)) {
            before -= 1;
        }
        // 'X fax, Y': the word belongs to the number that it follows.
        let labels = before > first
            && FAXES.contains(&self.word(before - 1))
            && (self.word(before - 1).len() > 2
                || before < self.candidates[at].tokens.start
                || before - 1 == first
                || self.line.tokens[before - 1].capital);
        if labels {
            return true;
        }
        let end = self.candidates[at].tokens.end;
        let after = self.cursor(end).skip(&["(", "-", ",", "="]);
        let joins = self.cursor(end).is(&[","]);
        let word = after.word();
        let follows = matches!(word, "fax" | "faxes" | "telefax" | "facsimile");
        let next = after.next();
        let before_next = next.index == self.next_number(at)
            || matches!(
                next.word(),
                ":" | "number" | "no" | "numero" | "is" | "es" | "#" | "nº"
            )
            || (next.word() == "." && next.next().index == self.next_number(at))
            || (joins && next.word() == "(");
        (follows && !before_next && after.index < self.next_number(at))
            || self.cursor(end).is(AFTER)
    }

    /// 'My number is X', 'llámame al X', 'X is mine'; but 'my dentist, X' and
    /// 'call me a cab on X' are to be called.
    fn is_own(&self, clause: &Range<usize>, at: usize) -> bool {
        #[rustfmt::skip]
        const TO_ME: &[&str] = &[
            "call me", "ring me", "phone me", "text me", "reach me", "contact me", "call us", "reach us",
            "contact us", "ring us", "call back", "calls back", "callback", "get me", "get back to me",
            "get hold of me", "me back", "us back", "message me", "sms me", "whatsapp me", "be reached",
            "llamame", "llamarme", "llamadme", "llamenme", "llameme", "llamen me", "me llamen", "me llame",
            "me llaman", "me pueden llamar", "me puede llamar", "pueden llamarme", "nos llamen", "llamarnos",
            "llamadnos", "contactarme", "contactame", "contactadme", "localizarme", "me localizan",
            "me encuentran", "me encontraran", "avisarme", "avisame", "avisenme", "devolverme",
            "me devuelvan", "escribeme", "escribirme", "me contacten", "estoy en", "estamos en", "i'm on",
            "i am on", "we are on", "we're on", "give them", "call from", "calling from", "llamo desde",
        ];
        #[rustfmt::skip]
        const MINE_AFTER: &[&str] = &[
            "is my own", "is my number", "is my phone", "is my mobile", "is my cell", "is mine", "is me",
            "is our number", "is our phone", "is my home", "is my work", "is my personal", "es mio", "es el mio",
            "es mi numero", "es mi telefono", "es mi movil", "es mi celular", "es nuestro", "( me )", "( mine )",
            "( my number )", "( my mobile )", "( my cell )", "( mi movil )", "( mi numero )", "( mio )",
            "( yo )", ", my number", ", my mobile", ", my cell", ", mi movil", ", mi numero", "as my number",
            "as my contact", "as my phone", "as contact", "como contacto", "como mi numero", "as the contact",
            "as a contact", "as callback", "como telefono de contacto",
        ];
        let behind = self.cursor(self.candidates[at].tokens.end);
        if behind.is(MINE_AFTER) {
            return true;
        }
        let a_thing = |from: usize| {
            (from..clause.end)
                .any(|index| matches!(self.word(index), "a" | "an" | "un" | "una" | "some"))
                && !(from..clause.end).all(|index| LINKS.contains(&self.word(index)))
        };
        let reached = clause.clone().any(|index| {
            self.cursor(index)
                .eat_any(TO_ME)
                .filter(|after| after.index <= clause.end)
                .is_some_and(|after| !a_thing(after.index))
        });
        reached || self.is_mine(clause) || self.is_given(clause)
    }

    /// 'My number', 'mi móvil', 'the callback number', up to the number itself.
    fn is_mine(&self, clause: &Range<usize>) -> bool {
        #[rustfmt::skip]
        const MY: &[&str] = &["my", "mi", "our", "nuestro", "mine", "mio", "callback", "nuestra"];
        #[rustfmt::skip]
        const KIND: &[&str] = &[
            "own", "home", "work", "mobile", "cell", "personal", "new", "direct", "propio", "nuevo", "office",
            "phone", "telephone", "contact", "callback", "private", "personal", "particular", "de", "contacto",
            "telefono", "numero", "number", "movil", "celular", "cellphone", "tel", "line", "fijo", "tlf",
            "casa", "trabajo", "no", "whatsapp",
        ];
        #[rustfmt::skip]
        const TO_IT: &[&str] = &["is", "es", ":", "(", "-", "el", "the", "it's", "=", "."];
        let mut index = clause.end;
        while index > clause.start && TO_IT.contains(&self.word(index - 1)) {
            index -= 1;
        }
        let at = index;
        if at > clause.start
            && matches!(self.word(at - 1), "at" | "on" | "al" | "en" | "a")
            && at == clause.end
        {
            // 'My number, on X'; but 'my phone at X' is being repaired.
            index -= 1;
            if !matches!(
                index.checked_sub(1).map(|i| self.word(i)),
                Some("number" | "numero" | "callback")
            ) {
                return false;
            }
        }
        while index > clause.start
            && KIND.contains(&self.word(index - 1))
            && !MY.contains(&self.word(index - 1))
        {
            index -= 1;
        }
        index > clause.start
            && MY.contains(&self.word(index - 1))
            && (index < at || matches!(self.word(index - 1), "mine" | "mio" | "callback"))
    }

    /// 'Tell them her number is X', 'leave this number: X': to be passed on.
    fn is_given(&self, clause: &Range<usize>) -> bool {
        let words = |list: &[&str]| {
            clause
                .clone()
                .find(|index| list.contains(&self.word(*index)))
        };
        let number = words(&["number", "numero", "telefono", "phone", "mobile", "movil"]);
        words(&[
            "give", "leave", "tell", "deja", "dejales", "dejale", "dales", "dale", "diles", "dile",
        ])
        .zip(number)
        .is_some_and(|(verb, number)| {
            let to_bot = matches!(self.word(verb + 1), "me" | "you");
            verb < number && !to_bot
        })
    }

    /// Whether a number takes the place of the one before it: 'X, I mean Y'.
    fn takes_back(&self, at: usize) -> bool {
        #[rustfmt::skip]
        const TO: &[&str] = &[
            "call", "ring", "phone", "dial", "use", "try", "llama", "llamar", "marca", "usa", "prueba", ",", ".",
            "…", "!", "?", "them", "please", "should", "por", "favor", "instead", "better", "mejor", "it",
            "wait", "no", "i", "meant", "mean", "sorry", "perdon", "pls", "porfa", "y", "and", "correct",
            "right", "que", "sea", "he", "she", "now", "ahora", "ask", "for", "actually", ")", "have", "como",
        ];
        let between = self.candidates[at - 1].tokens.end..self.candidates[at].tokens.start;
        if between.len() > NEAR * 2
            || between.clone().any(|index| {
                EITHER.contains(&self.word(index)) || TELLING.contains(&self.word(index))
            })
        {
            return false;
        }
        let leads = |from: usize| {
            (from..between.end)
                .all(|index| TO.contains(&self.word(index)) || LINKS.contains(&self.word(index)))
        };
        let no = |index: usize| {
            self.word(index) == "no"
                && self
                    .line
                    .tokens
                    .get(index + 1)
                    .is_some_and(|token| token.kind == Kind::Symbol)
        };
        between.clone().any(|index| {
            let cue = self.cursor(index).eat_any(INSTEAD).map(|after| after.index);
            cue.filter(|after| *after <= between.end)
                .or_else(|| no(index).then_some(index + 1))
                .is_some_and(leads)
        }) || self.changes_to(at, &between)
    }

    /// 'Change X to Y', 'cambia el X por el Y'.
    fn changes_to(&self, at: usize, between: &Range<usize>) -> bool {
        let changed = self.clause_before(at - 1).any(|index| {
            matches!(
                self.word(index),
                "change"
                    | "changed"
                    | "switch"
                    | "replace"
                    | "swap"
                    | "cambia"
                    | "cambiar"
                    | "cambio"
                    | "sustituye"
            )
        });
        let to = between.clone().next().map(|index| self.word(index));
        changed
            && matches!(to, Some("to" | "with" | "for" | "por" | "a" | "al"))
            && between
                .clone()
                .skip(1)
                .all(|index| LINKS.contains(&self.word(index)))
    }

    /// Whether the second number is only told to whoever is called at the first.
    fn is_told(&self, first: usize, second: usize) -> bool {
        let between = self.candidates[first].tokens.end..self.candidates[second].tokens.start;
        let tells = between
            .clone()
            .find(|index| TELLING.contains(&self.word(*index)));
        tells.is_some_and(|tells| !(tells..between.end).any(|index| self.cursor(index).is(INSTEAD)))
    }
}
