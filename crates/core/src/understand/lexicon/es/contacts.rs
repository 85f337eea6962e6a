//! Spanish: words for the address book.

use crate::understand::contacts::ContactVerb;
use crate::understand::lexicon::topics::ContactWords;

pub(super) const WORDS: ContactWords = ContactWords {
    wishes: &[
        (
            ContactVerb::Add,
            &[
                "anade * a mis contactos",
                "agrega * a mis contactos",
                "guarda * en mis contactos",
                "apunta * en mis contactos",
                "pon * en mis contactos",
                "guarda * como contacto",
                "anade el contacto *",
                "agrega el contacto *",
                "guarda el contacto *",
                "nuevo contacto *",
            ],
        ),
        (
            ContactVerb::Rename,
            &["renombra el contacto *", "cambia el contacto *"],
        ),
        (
            ContactVerb::Forget,
            &[
                "borra * de mis contactos",
                "quita * de mis contactos",
                "elimina * de mis contactos",
                "olvida * de mis contactos",
                "saca * de mis contactos",
                "borra el contacto *",
                "quita el contacto *",
                "elimina el contacto *",
                "olvida el contacto *",
            ],
        ),
        (ContactVerb::Share, &["comparte el contacto *"]),
        (
            ContactVerb::Show,
            &["muestra el contacto *", "busca * en mis contactos"],
        ),
    ],
    short_wishes: &[
        (
            ContactVerb::Rename,
            &["cambia el nombre de *", "renombra *"],
        ),
        (
            ContactVerb::Share,
            &[
                "comparte * con esta sala",
                "comparte * con la sala",
                "comparte * con este grupo",
                "comparte * con el grupo",
                "comparte * con todos aqui",
                "comparte * aqui",
            ],
        ),
        (
            ContactVerb::Unshare,
            &[
                "deja de compartir *",
                "no compartas mas *",
                "ya no compartas *",
            ],
        ),
    ],
    verbs: &[
        (
            ContactVerb::Add,
            &["anade", "anadir", "agrega", "agregar", "guarda", "nuevo"],
        ),
        (ContactVerb::Rename, &["renombra", "renombrar"]),
        (
            ContactVerb::Forget,
            &[
                "olvida", "olvidar", "borra", "borrar", "quita", "quitar", "elimina", "eliminar",
            ],
        ),
        (ContactVerb::Share, &["comparte", "compartir"]),
        (ContactVerb::Unshare, &["deja de compartir"]),
        (ContactVerb::Show, &["muestra", "busca"]),
    ],
    renamed_to: &["a", "por", "como"],
    all: &[
        "todo",
        "todos",
        "todos mis contactos",
        "todos los contactos",
    ],
};
