//! Spanish: numbers in words.

use crate::understand::lexicon::topics::Numbers;

#[rustfmt::skip]
pub(super) const WORDS: Numbers = Numbers {
    of: &["de"],
    units: &[
        ("uno", 1), ("una", 1), ("un", 1), ("dos", 2), ("tres", 3), ("cuatro", 4), ("cinco", 5),
        ("seis", 6), ("siete", 7), ("ocho", 8), ("nueve", 9),
    ],
    teens: &[
        ("cero", 0), ("diez", 10), ("once", 11), ("doce", 12), ("trece", 13), ("catorce", 14),
        ("quince", 15), ("dieciseis", 16), ("diecisiete", 17), ("dieciocho", 18),
        ("diecinueve", 19), ("veintiuno", 21), ("veintiun", 21), ("veintiuna", 21),
        ("veintidos", 22), ("veintitres", 23), ("veinticuatro", 24), ("veinticinco", 25),
        ("veintiseis", 26), ("veintisiete", 27), ("veintiocho", 28), ("veintinueve", 29),
    ],
    tens: &[
        ("veinte", 20), ("treinta", 30), ("cuarenta", 40), ("cincuenta", 50), ("sesenta", 60),
        ("setenta", 70), ("ochenta", 80), ("noventa", 90),
    ],
    ordinals: &[("primero", 1), ("primer", 1)],
    quantities: &[("media docena", 6), ("una docena", 12), ("docena", 12), ("una pareja", 2), ("un par", 2)],
    ordinal_suffixes: &["o", "er", "ro"],
    and: &["y"],
    a: &[],
    zeros: &[],
    repeated: &[("doble", 2), ("triple", 3)],
    hundreds: &[
        ("ciento", 100), ("cien", 100), ("doscientos", 200), ("trescientos", 300),
        ("cuatrocientos", 400), ("quinientos", 500), ("seiscientos", 600), ("setecientos", 700),
        ("ochocientos", 800), ("novecientos", 900),
    ],
};
