//! Days, times and counts that tell of something else than the wish. Read on the
//! days of [`super::roles`].

use super::roles::{in_may, in_november};
use super::sentences::check;

#[test]
fn one_s_own_day_is_no_wish() {
    check(
        &in_november(),
        &[
            ("haircut on Friday, I finish at 5", "general, 11-27"),
            (
                "they fly in on Thursday and leave on Monday, so a table for 4 on Saturday at 7",
                "restaurant, 11-28, 19:00, 4p",
            ),
            (
                "my wife and I tomorrow at 8, table for two",
                "restaurant, 11-26, 20:00, 2p",
            ),
            ("I need a dentist on Friday at 9am", "clinic, 11-27, 09:00"),
            (
                "can we come on Friday at 9am, dentist",
                "clinic, 11-27, 09:00",
            ),
            (
                "dentist on Friday at 10am, I've got a meeting at 12",
                "clinic, 11-27, 10:00",
            ),
            (
                "the courier was supposed to come, it was supposed to be Tuesday",
                "general",
            ),
            (
                "there are ten of us but only seven are coming, table tomorrow at 8",
                "restaurant, 11-26, 20:00",
            ),
            (
                "it could be three or could be five of us, dinner tomorrow at 8",
                "restaurant, 11-26, 20:00",
            ),
            ("two tables for 6 tomorrow at 8", "restaurant, 11-26, 20:00"),
            (
                "pick me up at 2150 mission st, taxi tomorrow",
                "general, 11-26",
            ),
            (
                "hotel from friday to sunday, can we check in at 1 instead of 3",
                "hotel, 11-27, 13:00, 2n",
            ),
        ],
    );
    check(
        &in_may(),
        &[
            (
                "mañana a las 2 tengo comida con mi jefe, peluquería el lunes a las 10",
                "general, 05-18, 10:00",
            ),
            (
                "dentista el lunes a las 10, entro a trabajar a las 9",
                "clinic, 05-18, 10:00",
            ),
            (
                "tengo libre el lunes, cita en el dentista a las 10",
                "clinic, 05-18, 10:00",
            ),
            ("di que no reconozco un cargo del día 6", ""),
            ("hay hueco el 12 o el 19 de junio para una cita", "clinic"),
            (
                "somos mi pareja y yo, mesa mañana a las 9",
                "restaurant, 05-15, 21:00, 2p",
            ),
            (
                "mesa mañana a las 9 para mi mujer y yo y otra pareja",
                "restaurant, 05-15, 21:00, 4p",
            ),
        ],
    );
}

/// Somebody or something else does something then; the request stands in another
/// clause.
#[test]
fn a_verb_of_another_subject_is_no_wish() {
    check(
        &in_november(),
        &[
            (
                "The plumber is coming on Thursday at 10, call them and ask the price of a new tap",
                "general",
            ),
            (
                "Our landlord visits on Friday. Call them and ask for a price for painting a room",
                "general",
            ),
            ("the dishwasher died on Monday, book a repair", "general"),
            (
                "eye exam on December 3 at 9:30 am please, my glasses broke on Sunday",
                "clinic, 12-03, 09:30",
            ),
            (
                "the usual table on Friday at 8, ask for the terrace",
                "restaurant, 11-27, 20:00",
            ),
            (
                "an appointment to get my tires rotated on Monday at 8am",
                "general, 11-30, 08:00",
            ),
            (
                "move my appointment to Tuesday at 9 or Wednesday at 4",
                "clinic",
            ),
            ("oil change on Tuesday at 9 or Wednesday at 10", "general"),
            ("oil change on Tuesday at 9", "general, 12-01, 09:00"),
        ],
    );
    check(
        &in_may(),
        &[
            (
                "el fontanero viene el jueves a las 10, pregunta qué cuesta una caldera",
                "general",
            ),
            (
                "los niños vuelven al cole el 27, pide cita para cortarles el pelo",
                "general",
            ),
            (
                "tenía cita el 20 a las 11 pero me la cambiaron, confirma la nueva",
                "clinic",
            ),
            (
                "mesa para dos y un carrito de bebé mañana a las 13:30",
                "restaurant, 05-15, 13:30, 2p",
            ),
        ],
    );
}
