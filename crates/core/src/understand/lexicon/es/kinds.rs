//! Spanish: the kinds of place.

use crate::model::Category;
use crate::understand::lexicon::topics::Kinds;

#[rustfmt::skip]
pub(super) const WORDS: Kinds = Kinds {
    words: &[
        ((Category::Restaurant, 5), &[
            "restaurante", "resto", "pizzeria", "trattoria", "bistro", "asador", "marisqueria",
            "sushi", "taqueria", "brasserie", "tapas", "meson", "taberna", "cafe", "cafeteria",
            "bar", "pub", "ristorante", "osteria", "sidreria", "arroceria", "chiringuito",
        ]),
        ((Category::Restaurant, 3), &[
            "mesa", "mesas", "mesita", "brunch", "cenar", "cena", "comer", "comida", "almuerzo",
            "almorzar", "terraza", "trona", "vegano", "menu", "tacos", "hamburguesas", "hamburguesa",
            "paella", "tortillas", "empanadas", "bocadillos", "croquetas", "enchiladas",
        ]),
        ((Category::Restaurant, 1), &[
            "comensales", "reserva", "reservar", "reservado", "reservada", "reservamos", "desayuno", "desayunar", "pizza", "vermut",
            "cenamos", "comemos",
        ]),
        ((Category::Clinic, 5), &[
            "doctor", "doctora", "dr", "dra", "dentista", "dental", "clinica", "medico", "medica",
            "hospital", "fisio", "fisioterapeuta", "dermatologo", "dermatologa", "pediatra",
            "ginecologo", "ginecologa", "oculista", "oftalmologo", "oftalmologa", "cardiologo",
            "psicologo", "psicologa", "traumatologo", "veterinario", "veterinaria", "ambulatorio",
            "odontologo", "podologo", "ortodoncista", "enfermera", "gine", "urologo", "logopeda",
            "nutricionista", "fisioterapia", "ortodoncia", "radiologia",
        ]),
        ((Category::Clinic, 3), &[
            "muela", "muelas", "vacuna", "analitica", "revision medica", "limpieza dental",
            "limpieza bucal", "empaste", "receta", "consulta", "ecografia", "fiebre", "sintomas",
            "dolor",
        ]),
        ((Category::Clinic, 1), &["cita", "citas"]),
        ((Category::Hotel, 5), &[
            "hotel", "hoteles", "hostel", "hostal", "motel", "parador", "alojamiento", "albergue",
            "pension", "resort",
        ]),
        ((Category::Hotel, 3), &["habitacion", "habitaciones", "suite", "noches", "hospedaje"]),
        ((Category::General, 5), &[
            "salon", "peluqueria", "pelu", "peluquero", "peluquera", "barberia", "barbero",
            "taller", "mecanico", "itv", "tienda", "fontanero", "electricista", "banco",
            "farmacia", "gimnasio", "biblioteca", "casero", "floristeria", "panaderia",
            "pasteleria", "libreria", "supermercado", "lavanderia", "tintoreria", "spa",
            "manicura", "cerrajero", "ferreteria", "colegio", "universidad", "ayuntamiento",
            "seguro", "aseguradora", "estetica", "concesionario", "cine", "teatro", "museo",
            "taxi", "gestoria", "inmobiliaria", "masaje", "tatuaje", "correos", "carniceria",
            "optica", "pista", "padel", "tenis",
        ]),
        ((Category::General, 3), &[
            "ruedas", "neumaticos", "aceite", "coche", "reparacion", "reparar", "arreglar",
            "frenos", "presupuesto", "precio", "stock", "paquete", "pedido", "devolucion",
            "reembolso", "portatil", "tarta", "flores", "corte", "cortarme", "tinte", "mechas",
            "bici", "caldera", "suscripcion", "garantia", "factura", "pelo", "vende", "venden",
            "tv", "television", "llantas", "internet", "wifi", "lavadora",
        ]),
        ((Category::General, 2), &["general", "otro", "otra", "otra cosa", "oficina"]),
        ((Category::General, 1), &[
            "preguntar", "pregunta", "preguntale", "averigua", "averiguar", "horario", "abren",
            "abierto", "abierta", "cierran", "perdido", "cotiza", "cotizar", "cotizacion",
            "informacion", "info", "saber", "queja",
        ]),
    ],
    phrases: &[
        ("analisis de sangre", (Category::Clinic, 3)), ("revision dental", (Category::Clinic, 3)),
        ("casa rural", (Category::Hotel, 4)), ("salon de belleza", (Category::General, 4)),
        ("otra cosa", (Category::General, 4)), ("cambio de aceite", (Category::General, 4)),
    ],
    it_is: &["es", "esto es", "eso es", "se trata de", "son", "es en realidad", "en realidad es"],
    articles: &["un", "una", "el", "la"],
};
