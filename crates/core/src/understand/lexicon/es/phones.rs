//! Spanish: words around the digits of a number.

use crate::understand::lexicon::topics::Phones;

#[rustfmt::skip]
pub(super) const WORDS: Phones = Phones {
    labels: &[
        "tel", "tlf", "tfno", "telf", "telefono", "al", "llama", "numero", "num", "nº", "movil",
        "cel", "fax", "telefax", "whatsapp",
    ],
    leads_to_it: &[
        "tel", "tlf", "tfno", "telefono", "numero", "es", "movil", "fax", "llama", "llamar",
        "llame", "marca", "marcale", "llamale", "usa", "prueba", "al", "no", "o", "y",
    ],
    counted: &[
        "pax", "hs", "horas", "personas", "persona", "comensales", "adultos", "ninos", "noches",
        "noche", "dias", "euros", "de", "min", "minutos", "cubiertos", "anos", "mesas",
        "habitaciones", "entradas",
    ],
    money: &["euro", "euros", "pesos"],
    numbered: &[
        "pedido", "ref", "referencia", "factura", "poliza", "cuenta", "dni", "nie", "nif", "cif",
        "expediente", "ticket", "localizador", "codigo", "seguimiento", "pasaporte", "albaran",
        "confirmacion", "guia", "folio", "cbu", "clabe", "afiliado", "tramite", "iban", "cuit",
        "rfc", "curp", "legajo", "matricula",
    ],
    holders: &[
        "reserva", "rut", "cedula", "socio", "cliente", "tarjeta", "caso", "siniestro", "paquete", "envio",
        "contrato", "receta", "paciente", "cupon", "pin", "id", "contador", "articulo", "modelo",
        "lote", "bono", "entrada", "solicitud",
    ],
    behind_holder: &["nº", "id", "num", "numero", "es", "de"],
    tells: &["es"],
    number_words: &["numero", "nº", "num"],
    ending_in: &["termina en", "acaba en", "terminada en", "terminado en"],
    away: &["al", "tel", "llama", "tlf", "en", "telefono"],
    called_by: &["llama", "al", "llamar", "marca", "numero"],
    not_called: &["personas", "euros", "pax"],
    dialling: &[
        "llama", "llamad", "llame", "llamen", "llamar", "llames", "marca", "marcar", "marque",
        "telefonea", "avisa",
    ],
    dialling_leads: &["al", "a", "el", "numero", "en"],
    goes_on: &[
        "ya", "ahora", "por", "rapido", "y", "porque", "que", "mi", "o", "hay", "me", "ayuda",
    ],
    extensions: &["ext"],
    extension_words: &["ext", "extension", "anexo", "interno"],
    also_holders: &["id"],
};
