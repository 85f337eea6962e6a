//! Spanish: numbers that are of things.

use crate::understand::lexicon::topics::Things;

#[rustfmt::skip]
pub(super) const WORDS: Things = Things {
    units: &["euro", "euros", "pesos", "pavos", "pulgadas", "uds", "litros"],
    named: &[
        "talla", "calle", "c", "modelo", "version", "num", "piso", "serie", "series", "pedido",
        "referencia", "ref", "edad", "planta", "puerta", "suite", "ticket", "nº", "factura",
        "vuelo", "anden", "terminal", "bus", "linea", "matricula", "expediente",
    ],
    roads: &[],
    short_roads: &[],
    streets: &[
        "calle", "avenida", "avda", "av", "paseo", "plaza", "gran", "carrer", "carretera",
        "camino", "ronda", "travesia", "calzada",
    ],
    ages: &["anos"],
    quoting: &["escribio :"],
    mail_heads: &["fecha", "de", "enviado", "para", "asunto"],
    also_counts: &["c"],
    codes: &[
        "codigo de confirmacion",
        "codigo de reserva",
        "codigo de la reserva",
        "numero de reserva",
        "numero de la reserva",
        "numero de confirmacion",
        "referencia",
        "localizador",
        "codigo",
    ],
    code_links: &["es", "el", "numero", ":", "#", "."],
};
