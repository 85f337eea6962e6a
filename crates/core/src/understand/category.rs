//! The kind of place, from the words a person uses for it or for what they
//! want there. A place's own noun outweighs a word that several kinds share
//! ('an appointment at the hairdresser's' is general).

use std::ops::Range;

use super::calendar::one_slip;
use super::line::{Kind, Line};
use crate::model::Category::{self, Clinic, General, Hotel, Restaurant};

/// Words by kind; the number is their weight.
#[rustfmt::skip]
const WORDS: &[(Category, u32, &[&str])] = &[
    (Restaurant, 5, &[
        "restaurant", "restaurante", "resto", "pizzeria", "trattoria", "bistro", "steakhouse", "asador",
        "marisqueria", "sushi", "taqueria", "brasserie", "tapas", "meson", "taberna", "tavern", "cafe",
        "cafeteria", "bar", "pub", "ristorante", "osteria", "sidreria", "arroceria", "rest", "chiringuito",
        "gastropub", "diner",
    ]),
    (Restaurant, 3, &[
        "table", "tables", "mesa", "mesas", "mesita", "dinner", "dinners", "lunch", "brunch", "cenar",
        "cena", "comer", "comida", "almuerzo", "almorzar", "terrace", "terraza", "highchair", "trona",
        "supper", "eat", "vegan", "vegano", "menu", "dine", "dining", "booth",
    ]),
    (Restaurant, 1, &[
        "comensales", "reserva", "reservar", "reservation", "covers", "diners", "desayuno", "breakfast",
        "desayunar", "pizza", "vermut", "cenamos", "comemos",
    ]),
    (Clinic, 5, &[
        "doctor", "doctora", "dr", "dra", "dentist", "dentista", "dentists", "dental", "clinic", "clinica",
        "medico", "medica", "gp", "hospital", "physio", "physiotherapist", "fisio", "fisioterapeuta",
        "dermatologist", "dermatologo", "dermatologa", "pediatra", "pediatrician", "paediatrician",
        "gynecologist", "gynaecologist", "ginecologo", "ginecologa", "oculista", "oftalmologo",
        "optometrist", "optician", "oftalmologa", "cardiologo", "cardiologist", "psicologo", "psicologa",
        "psychologist", "therapist", "traumatologo", "vet", "veterinario", "veterinaria", "veterinary",
        "surgery", "ambulatorio", "odontologo", "podologo", "orthodontist", "ortodoncista", "surgeon",
        "nurse", "enfermera", "gine", "osteopath", "chiropractor", "urologo", "logopeda", "nutricionista",
        "dermatology", "physiotherapy", "fisioterapia", "dentistry", "ortodoncia", "radiologia", "xray",
    ]),
    (Clinic, 3, &[
        "checkup", "toothache", "muela", "muelas", "tooth", "teeth", "vaccine", "vacuna", "vaccination",
        "bloodwork", "analitica", "revision medica", "limpieza dental", "limpieza bucal", "empaste",
        "filling", "prescription", "receta", "consulta", "ecografia", "mri", "ultrasound", "scan", "fiebre",
        "fever", "symptoms", "sintomas", "rash", "pain", "dolor", "checkups", "medical",
    ]),
    (Clinic, 1, &[
        "appointment", "appt", "appointments", "cita", "citas", "apointment", "appointmet",
    ]),
    (Hotel, 5, &[
        "hotel", "hoteles", "hostel", "hostal", "motel", "parador", "hotels", "alojamiento",
        "accommodation", "airbnb", "albergue", "pension", "resort", "inn", "guesthouse", "bnb",
    ]),
    (Hotel, 3, &[
        "room", "rooms", "habitacion", "habitaciones", "suite", "noches", "nights", "checkin", "checkout",
        "hospedaje", "ensuite", "overnight",
    ]),
    (General, 5, &[
        "hairdresser", "hairdressers", "hairdresser's", "hairdresers", "barber", "barber's", "barbers",
        "barbershop", "salon", "haircut", "peluqueria", "pelu", "peluquero", "peluquera", "barberia", "barbero",
        "garage", "mechanic", "mechanic's", "mechanics", "taller", "mecanico", "itv", "mot", "shop",
        "store", "tienda", "plumber", "fontanero", "electrician", "electricista", "bank", "banco",
        "pharmacy", "farmacia", "gym", "gimnasio", "library", "biblioteca", "landlord", "casero", "florist",
        "floristeria", "bakery", "panaderia", "pasteleria", "bookshop", "bookstore", "libreria",
        "supermarket", "supermercado", "tailor", "laundry", "lavanderia", "tintoreria", "spa", "manicure",
        "manicura", "nails", "locksmith", "cerrajero", "ferreteria", "school", "colegio", "university",
        "universidad", "ayuntamiento", "insurance", "seguro", "aseguradora", "estetica", "dealership",
        "concesionario", "cinema", "cine", "theatre", "theater", "teatro", "museum", "museo", "carwash",
        "taxi", "gestoria", "inmobiliaria", "massage", "masaje", "tattoo", "tatuaje", "correos", "courier",
        "butcher", "carniceria", "optica", "pista", "padel", "tenis", "tennis", "court",
    ]),
    (General, 3, &[
        "tyres", "tires", "ruedas", "neumaticos", "oil", "aceite", "coche", "car", "repair", "reparacion",
        "reparar", "arreglar", "brakes", "frenos", "quote", "presupuesto", "price", "prices", "precio",
        "stock", "package", "paquete", "parcel", "delivery", "pedido", "refund", "devolucion", "reembolso",
        "iphone", "macbook", "laptop", "portatil", "cake", "tarta", "flowers", "flores", "corte", "cortarme", "trim",
        "tinte", "mechas", "highlights", "bike", "bici", "boiler", "caldera", "subscription", "suscripcion",
        "warranty", "garantia", "invoice", "factura", "pelo", "hair", "selling", "vende", "venden", "sell",
        "sells", "tv", "television", "llantas", "blowdry", "internet", "wifi", "washing", "lavadora", "furniture", "package's",
    ]),
    (General, 2, &[
        "other", "general", "otro", "otra", "something else", "otra cosa", "anything", "order", "office", "oficina", "council",
    ]),
    (General, 1, &[
        "ask", "preguntar", "pregunta", "pregunta", "preguntale", "check", "whether", "averigua",
        "averiguar", "horario", "open", "abren", "abierto", "abierta", "cierran", "opening", "lost",
        "perdido", "cotiza", "cotizar", "cotizacion", "informacion", "info", "inquire", "enquire", "saber", "confirm", "complain", "queja",
    ]),
];

#[rustfmt::skip]
const PHRASES: &[(Category, u32, &str)] = &[
    (Clinic, 4, "check up"), (Clinic, 3, "blood test"), (Clinic, 4, "eye test"), (Clinic, 4, "eye exam"),
    (Clinic, 3, "analisis de sangre"), (Clinic, 6, "doctor's office"), (Clinic, 4, "root canal"),
    (Clinic, 3, "revision dental"), (Clinic, 3, "x ray"), (Hotel, 3, "check in"), (Hotel, 3, "check out"),
    (Hotel, 4, "bed and breakfast"), (Hotel, 4, "casa rural"), (Hotel, 4, "double room"), (Hotel, 5, "b & b"),
    (Hotel, 3, "late checkout"), (Hotel, 3, "to stay"), (Hotel, 3, "single room"),
    (General, 6, "waiting room"), (General, 5, "test drive"), (General, 5, "nail salon"),
    (General, 6, "pet shop"), (General, 6, "coffee machine"), (General, 5, "hair salon"),
    (General, 6, "car wash"), (General, 4, "salon de belleza"), (General, 6, "bar code"),
    (Restaurant, 3, "place to eat"), (General, 4, "something else"), (General, 4, "otra cosa"),
    (General, 4, "cambio de aceite"), (General, 5, "table tennis"), (General, 5, "coffee table"),
    (General, 4, "dining table"), (General, 5, "escape room"), (General, 3, "opening hours"),
    (General, 5, "bathroom"), (General, 6, "post office"),
    (General, 4, "wash and cut"), (General, 4, "cut and color"), (General, 4, "cut and colour"),
    (General, 4, "blow dry"),
];

/// The kind of place a word or a description speaks of.
#[must_use]
pub fn category(text: &str) -> Option<Category> {
    of_line(&Line::new(text))
}

/// The kind of place a sentence speaks of: what its words say beside the
/// place's name outweighs what the name sounds like ('The French Laundry').
pub(super) fn of_sentence(line: &Line<'_>, business: Option<&Range<usize>>) -> Option<Category> {
    let whole = of_line(line);
    let Some(business) = business.filter(|_| whole == Some(General)) else {
        return whole;
    };
    let mut beside = line.clone();
    beside.take(business.clone());
    of_line(&beside).or(whole)
}

fn of_line(line: &Line<'_>) -> Option<Category> {
    let mut weights = [0_u32; 4];
    let mut add = |category: Category, weight: u32| {
        if let Some(at) = Category::ALL.iter().position(|kind| *kind == category) {
            weights[at] += weight;
        }
    };
    for (index, token) in line
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.kind == Kind::Word && !token.taken)
    {
        let word = token.folded.strip_suffix("'s").unwrap_or(&token.folded);
        let one = word.strip_suffix('s').filter(|one| one.len() >= 3);
        for (category, weight, words) in WORDS {
            if words.contains(&token.folded.as_str())
                || words.contains(&word)
                || one.is_some_and(|one| words.contains(&one))
                || (word.len() >= 8
                    && words
                        .iter()
                        .any(|right| right.len() >= 8 && one_slip(right, word)))
            {
                add(*category, *weight);
            }
        }
        for (category, weight, phrase) in PHRASES {
            if line.at(index).eat(phrase).is_some() {
                add(*category, *weight);
            }
        }
    }
    let most = *weights.iter().max()?;
    let best = Category::ALL
        .iter()
        .zip(weights)
        .find(|(_, weight)| *weight == most);
    best.filter(|_| most > 0).map(|(category, _)| *category)
}
