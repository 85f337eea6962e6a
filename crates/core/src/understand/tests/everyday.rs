//! Everyday requests from several countries: short and chatty ones, chat
//! spellings, typos, and numbers that are something else.

use super::sentences::check;
use super::{british, english, mexican, spanish};
use crate::understand::sentence;

#[test]
fn english_chat() {
    check(
        &english(),
        &[
            (
                "table 4 ppl fri 8ish +12025550143 Anna",
                "+12025550143, restaurant, 01-30, 20:00, 4p, @Anna",
            ),
            (
                "dentist appt next Tuesday morning before 11, Dr. Smith's office +1 (415) 555-2671, for my son Tim",
                "+14155552671, clinic, 02-03, ~morning before 11, @Tim, #Dr. Smith's office",
            ),
            (
                "table for me and my wife sat at 7, thanks",
                "restaurant, 01-31, 19:00, 2p",
            ),
            (
                "we're a group of ten, dinner next friday at quarter past 8 pls",
                "restaurant, 02-06, 20:15, 10p",
            ),
            (
                "2 adults + 1 kid, sunday brunch 10:30am",
                "restaurant, 02-01, 10:30, 3p",
            ),
            (
                "haircut sometime between 5 and 7 tomorrow, name Priya",
                "general, 01-29, ~sometime between 5 and 7, @Priya",
            ),
            (
                "table for 2 on Valentine's day around 7ish under Kowalski",
                "restaurant, 02-14, 19:00, 2p, @Kowalski",
            ),
            (
                "dinner for six on Christmas Eve at 8pm",
                "restaurant, 12-24, 20:00, 6p",
            ),
            (
                "New Year's Eve, party of 12, 9:30pm, under Delgado",
                "restaurant, 12-31, 21:30, 12p, @Delgado",
            ),
            (
                "oil change monday first thing, 2019 Honda CR-V",
                "general, 02-02, ~first thing",
            ),
            (
                "can the plumber come tomorrow at the end of the day",
                "general, 01-29, ~at the end of the day",
            ),
            (
                "vet appt for my 5 year old dog thurs after work",
                "clinic, 01-29, ~after work",
            ),
            (
                "ask if table 12 is free on friday at 8",
                "restaurant, 01-30, 20:00",
            ),
            ("call the hotel and say room 304 needs towels", "hotel"),
            ("the office is on floor 3, ask when they open", "general"),
            (
                "do they have the iPhone 15 in size... no wait, the 256gb one?",
                "general",
            ),
            (
                "ask the shoe store if they have these in size 42",
                "general",
            ),
            ("is the pharmacy open 24h?", "general"),
            (
                "cancel order 558812 and get my $45 refund, thanks",
                "general",
            ),
            ("ask if there's a 20% discount on 4 tires", "general"),
            (
                "this weekend, table for 2, anywhere quiet",
                "restaurant, ~this weekend, 2p",
            ),
            (
                "reservation for 3 @ 6:45 tmrw under lopez please",
                "restaurant, 01-29, 18:45, 3p, @lopez",
            ),
            (
                "need a tabel for five tonite 830pm",
                "restaurant, 01-28, 20:30, 5p",
            ),
            (
                "dentist cleaning, any morning next week, Sarah Miller",
                "clinic, ~any morning next week, @Sarah Miller",
            ),
            (
                "brunch sunday 11, 2 couples, outside pls",
                "restaurant, 02-01, 11:00, 4p",
            ),
            (
                "room for 2 nights this friday, king bed, under Thompson, cheers",
                "hotel, 01-30, 2n, @Thompson",
            ),
            (
                "call Olive Garden 415-555-2671 table for 6 tomorrow 7pm",
                "+14155552671, restaurant, 01-29, 19:00, 6p, #Olive Garden",
            ),
            (
                "make a res at Carbone for 2, feb 20, 9 o'clock, please",
                "restaurant, 02-20, 21:00, 2p, #Carbone",
            ),
            (
                "book my daughter Emma in at the orthodontist monday 4pm",
                "clinic, 02-02, 16:00, @Emma",
            ),
            (
                "I need my brakes checked, 2015 Ford Focus, wed morning works",
                "general, 02-04, ~morning",
            ),
            (
                "pls call 2125550123 and ask if my suit is ready",
                "+12125550123, general",
            ),
            ("tailor: is my suit ready? ticket 4471", "general"),
            (
                "call the school office about a 7 year old starting in september",
                "general",
            ),
            (
                "dinner on 3/14 at 7:15 for 8, it's a birthday",
                "restaurant, 03-14, 19:15, 8p",
            ),
            (
                "hair salon, cut & color, next sat 10am, Jess",
                "general, 02-07, 10:00, @Jess",
            ),
            (
                "reserve for my husband and me tomorrow 6pm",
                "restaurant, 01-29, 18:00, 2p",
            ),
            (
                "table for two between 7:30 and 8:30 friday",
                "restaurant, 01-30, ~between 7:30 and 8:30, 2p",
            ),
            (
                "party of 5 plus a baby, fri 6pm",
                "restaurant, 01-30, 18:00, 6p",
            ),
            (
                "ask them the price of the Galaxy S24 and if 2 are in stock",
                "general",
            ),
            (
                "get a quote for a 65 inch tv delivered by friday",
                "general",
            ),
        ],
    );
}

#[test]
fn british_chat() {
    check(
        &british(),
        &[
            (
                "can you ring 020 7946 0958 and ask if they've got the PS5 in stock and how much",
                "+442079460958, general",
            ),
            (
                "table for 4 sat half 7, name of Hughes, ta",
                "restaurant, 01-31, 19:30, 4p, @Hughes",
            ),
            (
                "MOT for my Golf 7 on monday, drop off first thing",
                "general, 02-02, ~first thing",
            ),
            ("gp appointment asap, Olivia", "clinic, ~asap, @Olivia"),
            (
                "sunday lunch for 6 adults and 2 kids at one, the Red Lion",
                "restaurant, 02-01, 13:00, 8p, #Red Lion",
            ),
            (
                "ring the vets on 01632 960123, dog's booster, thurs about 5",
                "+441632960123, clinic, 01-29, 17:00",
            ),
            (
                "wash and cut on 7/2 at quarter to eleven for Chloe",
                "general, 02-07, 10:45, @Chloe",
            ),
            (
                "curry night friday, table for nine at 8, under Singh please",
                "restaurant, 01-30, 20:00, 9p, @Singh",
            ),
            (
                "twin room for the 14th and 15th feb, 2 nights, £90 max",
                "hotel, 02-14, 2n",
            ),
            (
                "call the council office, 12 Station Road, about my bin",
                "general",
            ),
            (
                "a table for two tomorrow, early evening if poss",
                "restaurant, 01-29, ~early evening, 2p",
            ),
            ("ask at 4 Privet Drive garage if my car passed", "general"),
            ("New Year's Day lunch for 10", "restaurant, 01-01, 10p"),
            ("see if they'll do 15% off, ref 88213", ""),
            (
                "physio next weds 9.40 pls, Tom Ward",
                "clinic, 02-04, 09:40, @Tom Ward",
            ),
        ],
    );
}

#[test]
fn spanish_chat() {
    check(
        &spanish(),
        &[
            (
                "hola, llama al restaurante La Tagliatella (93 456 78 90) y pide mesa pa 6 el sabado a las 9 y cuarto d la noche, a nombre d Marta Ruiz",
                "+34934567890, restaurant, 01-31, 21:15, 6p, @Marta Ruiz, #La Tagliatella",
            ),
            (
                "mesa xa 4 mñn a las 9 y media, a nombre d luis",
                "restaurant, 01-29, 21:30, 4p, @luis",
            ),
            ("mesa pa 2 el finde, porfa", "restaurant, ~el finde, 2p"),
            (
                "cena de San Valentín para dos a las nueve, terraza si tienen",
                "restaurant, 02-14, 21:00, 2p",
            ),
            (
                "mi mujer y yo, viernes a eso de las 9",
                "restaurant, 01-30, 21:00, 2p",
            ),
            (
                "somos 5 y un bebé, domingo sobre las 2, a nombre de Iker",
                "restaurant, 02-01, 14:00, 6p, @Iker",
            ),
            (
                "una familia de cinco, comer el sábado a las dos y cuarto",
                "restaurant, 01-31, 14:15, 5p",
            ),
            (
                "dos parejas, cenar mañana a las 10",
                "restaurant, 01-29, 22:00, 4p",
            ),
            (
                "mesa de 4 hoy a las 21:45 gracias",
                "restaurant, 01-28, 21:45, 4p",
            ),
            (
                "reserva para Nochebuena, 8 personas, a las 21h, familia Soler",
                "restaurant, 12-24, 21:00, 8p",
            ),
            (
                "nochevieja 6 pax a las 9 y media",
                "restaurant, 12-31, 21:30, 6p",
            ),
            (
                "cita con el dentista entre las 5 y las 7 el martes",
                "clinic, 02-03, ~entre las 5 y las 7",
            ),
            (
                "pide hora pal fisio el jueves x la tarde",
                "clinic, 01-29, ~x la tarde",
            ),
            (
                "cita en el veterinario para mi perra, 3 años, mañana a primera hora",
                "clinic, 01-29, ~a primera hora",
            ),
            (
                "el taller está en Calle Mayor 12, pregunta por el coche",
                "general",
            ),
            (
                "pregunta si la PS5 sigue por 20 euros y si la guardan",
                "general",
            ),
            ("llevo el 42 de zapato, mira si hay en la tienda", "general"),
            ("reclama el pedido 34567 del 2025", "general"),
            (
                "peluqueria el vier a las 5 y pico, soy Noa",
                "general, 01-30, ~a las 5 y pico, @Noa",
            ),
            (
                "corte y mechas sab 31 a las 11h, Lorena",
                "general, 01-31, 11:00, @Lorena",
            ),
            (
                "habitacion doble 2 noches dsd el viernes, somos 2 y un perro",
                "hotel, 01-30, 2p, 2n",
            ),
            (
                "hotel del 6 al 8 de feb para 2 adultos y 1 niño",
                "hotel, 02-06, 3p, 2n",
            ),
            (
                "llama al 611 22 33 44 y q me guarden una mesa tb pa mañana",
                "+34611223344, restaurant, 01-29",
            ),
            (
                "dile al casero q la caldera no va, habitación 3, piso 2",
                "general",
            ),
            (
                "mesa pa 3 esta noche a las 9 menos cuarto porfi",
                "restaurant, 01-28, 20:45, 3p",
            ),
            (
                "cita con la Dra. Vidal el 5 feb antes de las 12",
                "clinic, 02-05, ~antes de las 12, #Dra. Vidal",
            ),
            (
                "cambiar ruedas, 4 uds 205/55 R16, el lunes",
                "general, 02-02",
            ),
            (
                "a ver si puedes reservarme pista de padel el miercoles a las 8 de la tarde para 4, gracias!",
                "general, 02-04, 20:00, 4p",
            ),
            (
                "tengo 34 años y necesito revisión del médico cuanto antes",
                "clinic, ~cuanto antes",
            ),
            (
                "compra 2 entradas para el teatro el 14/2 por 60€",
                "general, 02-14",
            ),
            (
                "mesa para mi hija Lucía, mañana a las 14.30, 7 comensales",
                "restaurant, 01-29, 14:30, 7p, @Lucía",
            ),
            (
                "Bar Manolo, domingo vermut a la 1 pa 5, Javi",
                "restaurant, 02-01, 13:00, 5p, @Javi, #Bar Manolo",
            ),
            (
                "quiero cenar en Can Culleretes mañana a las 21.00 somos dos",
                "restaurant, 01-29, 21:00, 2p, #Can Culleretes",
            ),
            (
                "pregunta a q hora abren el sábado en la ferretería",
                "general, 01-31",
            ),
            (
                "analitica el mañana a las 8 de la mañana, ayunas",
                "clinic, 01-29, 08:00",
            ),
            (
                "resrva mesa para seis el juevs a las nueve",
                "restaurant, 01-29, 21:00, 6p",
            ),
            (
                "itv miércoles de la semana que viene por la mañana, matrícula 1234 BCD",
                "general, 02-04, ~por la mañana",
            ),
            (
                "el dia de Reyes comida para 9 a las 2",
                "restaurant, 01-06, 14:00, 9p",
            ),
            (
                "cita pal gine el 12 d febrero a las 4 y 20, Ainhoa García",
                "clinic, 02-12, 16:20, @Ainhoa García",
            ),
            (
                "mesa para 2 o 3 el domingo a mediodía",
                "restaurant, 02-01, 12:00",
            ),
        ],
    );
}

#[test]
fn latin_american_chat() {
    check(
        &mexican(),
        &[
            (
                "Quisiera una mesa para cuatro el viernes tipo 9",
                "restaurant, 01-30, 21:00, 4p",
            ),
            (
                "agenda cita con el doctor Ramírez mañana en la mañana",
                "clinic, 01-29, ~en la mañana",
            ),
            (
                "márcale al 55 1234 5678 y pregunta si tienen la laptop HP de 15 pulgadas",
                "+525512345678, general",
            ),
            (
                "reservame una mesa p/ 6 el sab a las 8pm a nombre de Pepe Toño",
                "restaurant, 01-31, 20:00, 6p, @Pepe Toño",
            ),
            (
                "pasado mañana cenamos 7 en lo de Julia, 9:30 de la noche",
                "restaurant, 01-30, 21:30, 7p",
            ),
            (
                "estética mañana a las 4 pm para uñas, Fer",
                "general, 01-29, 16:00, @Fer",
            ),
            ("cotiza 4 llantas por menos de $5000", "general"),
            (
                "cuarto para 2 personas del 10 al 12 de febrero",
                "hotel, 02-10, 2p, 2n",
            ),
            (
                "cita con el veterinario a las 5 el lunes, es pa mi gato de 2 años",
                "clinic, 02-02, 17:00",
            ),
            (
                "pide una pizza grande de 12 pulgadas para las 8",
                "restaurant, 20:00",
            ),
        ],
    );
}

#[test]
fn numbers_that_are_something_else() {
    check(
        &english(),
        &[
            ("ask if the iPhone 15 Pro is under €900", "general"),
            ("the shop at 221 Baker Street, ask if it opens", "general"),
            ("table 12 wants the bill", "restaurant"),
            ("I want the 55 inch TV for 500 dollars", "general"),
            ("my 5 year old has a fever, find a doctor", "clinic"),
            ("invoice 2025 was wrong by 3%", "general"),
            ("flight BA 2490, ask the desk at gate 7", "general"),
            ("Windows 11 laptop, 16 gb, in stock?", "general"),
            ("suite 400, ask for the landlord", "general"),
            ("chapter 3 of the book, ask the library", "general"),
        ],
    );
    check(
        &spanish(),
        &[
            ("la tienda de Gran Vía 32 vende la talla 38?", "general"),
            ("mi hijo de 8 años tiene fiebre, busca pediatra", "clinic"),
            ("el iPhone 15 por 700 €, sigue?", "general"),
            ("está abierto 24 h el gimnasio?", "general"),
            ("pedido nº 20260131, a ver si llega", "general"),
            ("piso 4, puerta 2, el fontanero no viene", "general"),
            ("me cobraron un 21% de más en la factura 118", "general"),
            ("avenida de América 5, taller, pregunta precio", "general"),
        ],
    );
}

#[test]
fn the_task_is_the_persons_own_sentence() {
    let table = [
        (
            "can you ring 020 7946 0958 and ask if they've got the PS5 in stock and how much",
            "ask if they've got the PS5 in stock and how much",
        ),
        (
            "hola, llama al restaurante La Tagliatella (93 456 78 90) y pide mesa pa 6 el sabado",
            "hola, llama al restaurante La Tagliatella y pide mesa pa 6 el sabado",
        ),
        (
            "table 4 ppl fri 8ish +12025550143 Anna",
            "table 4 ppl fri 8ish Anna",
        ),
        (
            "dentist appt next Tuesday, Dr. Smith's office +1 (415) 555-2671, for my son Tim",
            "dentist appt next Tuesday, Dr. Smith's office, for my son Tim",
        ),
        (
            "Table for two under O'Brien. 415-555-2671.",
            "Table for two under O'Brien.",
        ),
        (
            "My dentist is on +1 415-555-2671 and I need a checkup",
            "My dentist is on +1 415-555-2671 and I need a checkup",
        ),
        (
            "ask if +1 415-555-2671 is still the number for bookings",
            "ask if +1 415-555-2671 is still the number for bookings",
        ),
        (
            "Hi! Could you please call +1 415-555-2671 and book a table for two?",
            "book a table for two?",
        ),
        (
            "book a haircut for Tom, the number is +14155552671, thanks",
            "book a haircut for Tom, thanks",
        ),
        (
            "reserva mesa para 4, tlf +34 912 345 678",
            "reserva mesa para 4",
        ),
        (
            "quiero pedir cita con el dentista, su número es el +34 912 345 678, gracias",
            "quiero pedir cita con el dentista, gracias",
        ),
        (
            "Call +14155552671: ask if my car is ready",
            "ask if my car is ready",
        ),
        (
            "Oye, puedes llamar al +34912345678 y preguntar si abren hoy?",
            "preguntar si abren hoy?",
        ),
        (
            "order flowers. Phone: +14155552671. They close at 6.",
            "order flowers. They close at 6.",
        ),
        ("Is my order ready? call +14155552671", "Is my order ready?"),
    ];
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(text, expected)| {
            let context = match text {
                _ if text.contains("020 ") => british(),
                _ if text.contains("93 ") => spanish(),
                _ => english(),
            };
            let found = sentence(text, &context).task().cloned();
            let task = found.as_ref().map(crate::model::Task::as_str);
            (task != Some(*expected)).then(|| format!("{text}\n  {task:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
