//! Spanish: places' names.

use crate::understand::lexicon::topics::Businesses;

#[rustfmt::skip]
pub(super) const WORDS: Businesses = Businesses {
    answer_openings: &[
        "se llama", "el sitio se llama", "el restaurante se llama", "el sitio es",
        "el restaurante es", "el negocio es", "es", "en",
    ],
    called: &["se llama", "llamado", "llamada", "que se llama", "llamados", "llamadas", "de nombre"],
    street_ends: &[],
    from: &[],
    kinds: &[
        "restaurante", "pizzeria", "trattoria", "bistro", "cafe", "cafeteria", "bar", "pub",
        "hotel", "hostal", "hostel", "parador", "clinica", "taller", "talleres", "peluqueria",
        "salon", "barberia", "casa", "meson", "taberna", "asador", "farmacia", "ristorante",
        "osteria", "sushi", "hospital", "tienda", "libreria", "gimnasio", "floristeria",
        "pasteleria", "panaderia", "centro", "brasserie", "marisqueria",
    ],
    shop_ends: &["eria"],
    named_kinds: &[
        "colegio", "escuela", "instituto", "academia", "universidad", "consultorio", "veterinaria",
        "estetica", "guarderia", "optica", "notaria", "gestoria", "inmobiliaria", "tintoreria",
        "lavanderia", "ferreteria", "carniceria", "joyeria", "heladeria", "churreria", "sidreria",
        "bodega", "posada", "residencia", "albergue", "camping", "autoescuela", "banco",
        "supermercado", "vivero", "refaccionaria", "fonda", "loncheria", "taqueria", "cerveceria",
        "papeleria", "zapateria", "policlinica", "laboratorio", "laboratorios", "sanatorio",
        "parrilla", "cantina", "polideportivo", "club", "ambulatorio", "cerrajeria", "fontaneria",
    ],
    plain_kinds: &[
        "restaurante ", "taller ", "tienda ", "clinica ", "clínica ", "peluqueria ", "peluquería ",
        "farmacia ",
    ],
    leads: &["en"],
    premises: &["salon", "cafe", "bar", "hotel"],
    titles: &["dr", "dra"],
    links: &["al", "en", "el", "tel", "tlf", "telefono", "numero", "nº", "movil"],
    generic: &[
        "numero", "este", "mi", "a", "al", "el", "la", "me", "y", "para", "un", "una", "ahora",
        "por", "favor", "ese", "doctor", "dentista", "medico", "restaurante", "hotel", "su", "lo",
    ],
    somebody: &["mi", "este", "un", "una", "me"],
    no_owners: &[],
    particles: &["de", "del", "la", "el", "las", "los", "y"],
    suffixes: &["hotel", "cafe", "dental", "hospital", "salon", "bistro", "pizzeria"],
    streets: &[
        "calle", "avenida", "avda", "av", "paseo", "gran", "carrer", "carretera", "camino",
        "ronda", "travesia", "colonia", "col", "barrio", "urbanizacion", "poligono", "calz", "calzada",
    ],
    lodging: &["hotel", "hostal", "hostel", "parador"],
    articles: &["el", "la", "los", "las"],
    house_articles: &["can", "ca", "ca'n", "son"],
    towns: &[
        "sevilla", "malaga", "granada", "zaragoza", "alicante", "cordoba", "cadiz", "salamanca",
        "ingles", "espanol", "castellano", "san", "los",
    ],
    plain_articles: &[],
    bare_articles: &[],
    possessives: &[],
};
