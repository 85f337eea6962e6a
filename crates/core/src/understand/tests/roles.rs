//! Which of the days, times and counts in a message are asked for. The English
//! ones are read on Wednesday 25 November 2026, the Spanish ones on Thursday 14
//! May 2026.

use chrono::{TimeZone as _, Utc};

use super::sentences::check;
use super::{Context, english, spanish};

pub(super) fn in_november() -> Context {
    Context {
        now: Utc.with_ymd_and_hms(2026, 11, 25, 15, 0, 0).unwrap(),
        ..english()
    }
}

pub(super) fn in_may() -> Context {
    Context {
        now: Utc.with_ymd_and_hms(2026, 5, 14, 9, 0, 0).unwrap(),
        ..spanish()
    }
}

#[test]
fn english_roles() {
    check(
        &in_november(),
        &[
            (
                "I was wondering if I could get a table for 2 on Friday at 7",
                "restaurant, 11-27, 19:00, 2p",
            ),
            (
                "we were hoping for a table for 4 tomorrow at 8",
                "restaurant, 11-26, 20:00, 4p",
            ),
            (
                "table for two on Friday at 8 since it's our anniversary",
                "restaurant, 11-27, 20:00, 2p",
            ),
            (
                "my flight lands on Friday at 5, taxi for Friday at 6",
                "general, 11-27, 18:00",
            ),
            (
                "book a table for 3 on the third Thursday of January at 8",
                "restaurant, 01-21, 20:00, 3p",
            ),
            (
                "haircut on the last Friday of this month at 4",
                "general, 11-27, 16:00",
            ),
            (
                "table for 2 on Friday or Saturday at 8",
                "restaurant, 20:00, 2p",
            ),
            (
                "dentist on Thursday, no, Friday at 9am",
                "clinic, 11-27, 09:00",
            ),
            ("not tomorrow, the day after at 7 for 2", "19:00, 2p"),
            (
                "I had a table yesterday and left my umbrella, ask if they have it",
                "restaurant",
            ),
            (
                "we stayed at the hotel last weekend, ask about an invoice",
                "hotel",
            ),
            (
                "my order from November 10 never arrived, ask for a refund",
                "general",
            ),
            (
                "they're closed on Mondays, book for Tuesday at 7 for two",
                "restaurant, 12-01, 19:00, 2p",
            ),
            (
                "please move my appointment from Thursday at 2 to Friday at 3",
                "clinic, 11-27, 15:00",
            ),
            (
                "reschedule my haircut from tomorrow 10am to Monday 11am",
                "general, 11-30, 11:00",
            ),
            (
                "can you call them this afternoon and book a table for Saturday at 8 for 4",
                "restaurant, 11-28, 20:00, 4p",
            ),
            (
                "table at Seven Stars for 2 tomorrow at 9",
                "restaurant, 11-26, 21:00, 2p, #Seven Stars",
            ),
            (
                "book Sunday Roast House for 4 on Saturday at 1pm",
                "restaurant, 11-28, 13:00, 4p, #Sunday Roast House",
            ),
            (
                "table for 5 under March tomorrow at 7",
                "restaurant, 11-26, 19:00, 5p, @March",
            ),
            (
                "table for 6 including two babies on Friday at 6",
                "restaurant, 11-27, 18:00, 6p",
            ),
            (
                "me, my husband and our baby, tomorrow at 6pm",
                "restaurant, 11-26, 18:00, 3p",
            ),
            (
                "table for 3, make that 4, tomorrow at 7",
                "restaurant, 11-26, 19:00, 4p",
            ),
            (
                "table for 2 tomorrow at 7pm or later",
                "restaurant, 11-26, ~at 7pm or later, 2p",
            ),
            (
                "table for 2 tomorrow, 8pm at the latest",
                "restaurant, 11-26, ~8pm at the latest, 2p",
            ),
            (
                "table for 2 tomorrow between 7 and 8",
                "restaurant, 11-26, ~between 7 and 8, 2p",
            ),
            ("doctor's appointment before Friday", "clinic"),
            (
                "ask for an appointment any time after next Tuesday",
                "clinic, ~any time",
            ),
            (
                "ask whether room 101 is free on December 12",
                "hotel, 12-12",
            ),
            (
                "my anniversary is on December 3, ask if they do cakes",
                "general",
            ),
            (
                "passport expires on January 5, book an appointment for December 7 at 10",
                "clinic, 12-07, 10:00",
            ),
            (
                "table for 2 on Wednesday the 3rd at 7",
                "restaurant, 19:00, 2p",
            ),
            (
                "table for two tomorrow at quarter past seven",
                "restaurant, 11-26, 19:15, 2p",
            ),
            (
                "table for two tomorrow at five to eight",
                "restaurant, 11-26, 19:55, 2p",
            ),
            ("taxi tomorrow at 0630", "general, 11-26, 06:30"),
            ("ask if flight BA2490 leaves on time", "general"),
            ("pick up order 4471 tomorrow", "general, 11-26"),
            ("every Tuesday at 6 book the court", "general, 18:00"),
            (
                "table for 4 next Friday at 8",
                "restaurant, 12-04, 20:00, 4p",
            ),
            (
                "table for 4 Friday week at 8",
                "restaurant, 12-04, 20:00, 4p",
            ),
            (
                "table for 2 on Easter Sunday at 1pm",
                "restaurant, 03-28, 13:00, 2p",
            ),
            ("hotel from Friday to Sunday for 2", "hotel, 11-27, 2p, 2n"),
            (
                "hotel room for 2, December 5 to December 8",
                "hotel, 12-05, 2p, 3n",
            ),
            (
                "table for 2 tomorrow at 7, my phone is broken since Monday",
                "restaurant, 11-26, 19:00, 2p",
            ),
            (
                "I need a plumber on Monday morning",
                "general, 11-30, ~morning",
            ),
            (
                "I booked a table for Friday at 8, ask if I can bring my dog",
                "restaurant",
            ),
            (
                "book a haircut for my son on Saturday at 11",
                "general, 11-28, 11:00",
            ),
            ("order two pizzas for 8pm today", "general, 11-25, 20:00"),
            (
                "table for eight at eight on the eighth of December",
                "restaurant, 12-08, 20:00, 8p",
            ),
        ],
    );
}

#[test]
fn spanish_roles() {
    check(
        &in_may(),
        &[
            (
                "mesa para 3 el tercer jueves de junio a las 9",
                "restaurant, 06-18, 21:00, 3p",
            ),
            (
                "mesa para 2 el viernes no, el sábado a las 10",
                "restaurant, 05-16, 22:00, 2p",
            ),
            (
                "mesa para 2 el sábado o el domingo a las 2",
                "restaurant, 14:00, 2p",
            ),
            (
                "el lunes no me va, mejor el martes a las 5, corte de pelo",
                "general, 05-19, 17:00",
            ),
            (
                "ayer cené ahí y perdí el paraguas, pregunta si lo tienen",
                "general",
            ),
            (
                "compré una lavadora el 2 de mayo y no funciona, pide un técnico",
                "general",
            ),
            (
                "cierran los martes, reserva para el miércoles a las 9 para dos",
                "restaurant, 05-20, 21:00, 2p",
            ),
            (
                "cambia mi cita del lunes a las 10 al jueves a las 12",
                "clinic, 05-21, 12:00",
            ),
            (
                "llama esta tarde y reserva mesa para 4 el sábado a las 9",
                "restaurant, 05-16, 21:00, 4p",
            ),
            (
                "mesa en Los Cuatro Gatos para 2 mañana a las 9",
                "restaurant, 05-15, 21:00, 2p, #Los Cuatro Gatos",
            ),
            (
                "mesa para 4 con 2 niños mañana a las 2",
                "restaurant, 05-15, 14:00, 4p",
            ),
            (
                "mesa para 6 incluidos dos bebés el domingo a las 3",
                "restaurant, 05-17, 15:00, 6p",
            ),
            (
                "mi mujer, mi hija y yo, mesa el sábado a las 9",
                "restaurant, 05-16, 21:00, 3p",
            ),
            (
                "mesa para tres, digo cuatro, mañana a las 9",
                "restaurant, 05-15, 21:00, 4p",
            ),
            (
                "mesa para 2 mañana a las 9 o más tarde",
                "restaurant, 05-15, ~a las 9 o más tarde, 2p",
            ),
            (
                "mesa para 2 mañana entre las 8 y las 9",
                "restaurant, 05-15, ~entre las 8 y las 9, 2p",
            ),
            ("cita con el médico antes del viernes", "clinic"),
            ("cada lunes a las 6 reserva la pista", "general, 18:00"),
            (
                "el carnet caduca el 3 de junio, pide cita para el lunes a las 10",
                "clinic, 05-18, 10:00",
            ),
            (
                "taxi mañana a las seis menos cuarto de la mañana",
                "general, 05-15, 05:45",
            ),
            (
                "mesa para 2 el domingo que viene a las dos y cuarto",
                "restaurant, 05-17, 14:15, 2p",
            ),
            ("pregunta si abren el domingo", "general, 05-17"),
            (
                "reservé mesa para el viernes a las 9, pregunta si puedo llevar al perro",
                "restaurant",
            ),
            (
                "hotel del viernes al domingo para 2",
                "hotel, 05-15, 2p, 2n",
            ),
            (
                "mesa para ocho a las ocho el ocho de junio",
                "restaurant, 06-08, 20:00, 8p",
            ),
            (
                "mesa para 2 a nombre de Julio Enero mañana a las 9",
                "restaurant, 05-15, 21:00, 2p, @Julio Enero",
            ),
            (
                "tengo hora el martes a las 4 en la peluquería, quiero cambiarla al miércoles a las 6",
                "general, 05-20, 18:00",
            ),
        ],
    );
}
