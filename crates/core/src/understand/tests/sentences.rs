//! Whole requests, as people write them.

use super::{english, spanish, told};
use crate::understand::{Context, sentence};

#[track_caller]
pub(super) fn check(context: &Context, table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(text, expected)| {
            let found = told(&sentence(text, context));
            (found != *expected)
                .then(|| format!("{text}\n  expected {expected}\n  found    {found}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} wrong:\n{}",
        wrong.len(),
        table.len(),
        wrong.join("\n")
    );
}

#[test]
fn english_restaurants() {
    check(
        &english(),
        &[
            (
                "table for four tomorrow at 8, on the terrace if they have one",
                "restaurant, 01-29, 20:00, 4p",
            ),
            (
                "Book a table for 2 at Luigi's tonight at 7:30 under Ana",
                "restaurant, 01-28, 19:30, 2p, @Ana, #Luigi's",
            ),
            (
                "call +1 415-555-2671 and reserve a table for 6 on Friday at 8pm for John Smith",
                "+14155552671, restaurant, 01-30, 20:00, 6p, @John Smith",
            ),
            (
                "Call Pizzeria Roma at +39 06 6982 1234 and book a table for 2 tonight",
                "+390669821234, restaurant, 01-28, ~tonight, 2p, #Pizzeria Roma",
            ),
            ("dinner for 4 ppl tmrw 8pm", "restaurant, 01-29, 20:00, 4p"),
            (
                "can you book me a table for five people this saturday at half past eight",
                "restaurant, 01-31, 20:30, 5p",
            ),
            (
                "Reserve a table for 4 at 8pm on January 30th under the name Maria Lopez",
                "restaurant, 01-30, 20:00, 4p, @Maria Lopez",
            ),
            (
                "i need a reservation for 3 at quarter to nine tomorrow",
                "restaurant, 01-29, 20:45, 3p",
            ),
            (
                "lunch for two at noon on Sunday",
                "restaurant, 02-01, 12:00, 2p",
            ),
            (
                "brunch reservation sunday at 11 for 4",
                "restaurant, 02-01, 11:00, 4p",
            ),
            (
                "table for 2 adults and 2 kids tomorrow evening at 6",
                "restaurant, 01-29, 18:00, 4p",
            ),
            (
                "party of 8, Feb 14, 7pm, name is Jones",
                "restaurant, 02-14, 19:00, 8p, @Jones",
            ),
            ("table 4 tomorrow", "restaurant, 01-29"),
            (
                "please call 4155552671 for a table for four, next Friday at 9",
                "+14155552671, restaurant, 02-06, 21:00, 4p",
            ),
            (
                "we're 5, tonight around 8, name Peter, restaurant La Piazza",
                "restaurant, 01-28, 20:00, 5p, @Peter, #La Piazza",
            ),
            (
                "book the restaurant for my wife and I tomorrow at 8",
                "restaurant, 01-29, 20:00, 2p",
            ),
            (
                "reserve for 2 any time after 7 tomorrow",
                "restaurant, 01-29, ~any time after 7, 2p",
            ),
            (
                "a table for two between 7 and 8pm on friday",
                "restaurant, 01-30, ~between 7 and 8pm, 2p",
            ),
            ("tabel for 4 tomorow 8 pm", "restaurant, 01-29, 20:00, 4p"),
            (
                "dinner at the Hilton for 3 on Saturday at 20:15",
                "restaurant, 01-31, 20:15, 3p, #Hilton",
            ),
            (
                "a table for a couple on valentine's, feb 14 at eight thirty",
                "restaurant, 02-14, 20:30, 2p",
            ),
            (
                "reservation in 3 days at 8 for six people",
                "restaurant, 01-31, 20:00, 6p",
            ),
            (
                "table for a dozen people in two weeks at 1pm",
                "restaurant, 02-11, 13:00, 12p",
            ),
            (
                "book a table the day after tomorrow at nine for three under garcia",
                "restaurant, 01-30, 21:00, 3p, @garcia",
            ),
            (
                "get me a table at Nobu for 4 on 2/14 at 8",
                "restaurant, 02-14, 20:00, 4p, #Nobu",
            ),
            (
                "table for four tomorrow at 8, speak in Spanish please",
                "restaurant, 01-29, 20:00, 4p, in es",
            ),
            ("Reserve table for 4 at 8pm", "restaurant, 20:00, 4p"),
            (
                "there will be 7 of us, friday 30th 9pm, in the name of O'Brien, table outside",
                "restaurant, 01-30, 21:00, 7p, @O'Brien",
            ),
            (
                "tel:+14155552671 table for 4 people for 8",
                "+14155552671, restaurant, 20:00, 4p",
            ),
            (
                "just me, dinner tonight at 9",
                "restaurant, 01-28, 21:00, 1p",
            ),
            (
                "Book for tomorrow at 7, 4 pax, at luigi's",
                "restaurant, 01-29, 19:00, 4p, #luigi's",
            ),
            (
                "table at 12:30 today for two please",
                "restaurant, 01-28, 12:30, 2p",
            ),
        ],
    );
}

#[test]
fn english_elsewhere() {
    check(
        &english(),
        &[
            (
                "appointment with the dentist next Tuesday at 8",
                "clinic, 02-03, 08:00",
            ),
            (
                "book a doctor's appointment on Monday at 3",
                "clinic, 02-02, 15:00",
            ),
            (
                "I need a dentist appointment tomorrow morning",
                "clinic, 01-29, ~morning",
            ),
            (
                "schedule a checkup on Feb 3 in the morning before 11am",
                "clinic, 02-03, ~in the morning before 11am",
            ),
            (
                "physio appointment friday at 10 under Mark Brown",
                "clinic, 01-30, 10:00, @Mark Brown",
            ),
            (
                "call the vet at 415-555-2671, my dog needs a vaccine on thursday afternoon",
                "+14155552671, clinic, 01-29, ~afternoon",
            ),
            (
                "my tooth hurts, find me the earliest slot with Dr. Smith",
                "clinic, ~the earliest, #Dr. Smith",
            ),
            (
                "dermatologist appointment as soon as possible, my name is Sarah Connor",
                "clinic, ~as soon as possible, @Sarah Connor",
            ),
            (
                "eye test next week after 5pm",
                "clinic, ~next week after 5pm",
            ),
            (
                "book a room for 2 nights from Friday for 2 people",
                "hotel, 01-30, 2p, 2n",
            ),
            (
                "hotel room from 3 to 5 March for two adults",
                "hotel, 03-03, 2p, 2n",
            ),
            (
                "double room at the Ritz, Feb 10 to Feb 13",
                "hotel, 02-10, 3n, #Ritz",
            ),
            (
                "I'd like a single room for one night on 12 February, arriving at 8",
                "hotel, 02-12, 20:00, 1n",
            ),
            (
                "3 nights at Hotel Miramar from February 20th, 2 guests, under Kim",
                "hotel, 02-20, 2p, 3n, @Kim, #Hotel Miramar",
            ),
            (
                "ask for a late checkout at the Hilton tomorrow",
                "hotel, 01-29, #Hilton",
            ),
            ("quote for iPhone 15 at €800", "general"),
            (
                "ask if they have the iPhone 15 in stock and how much it costs",
                "general",
            ),
            (
                "haircut on saturday at 11 for Tom",
                "general, 01-31, 11:00, @Tom",
            ),
            ("book a haircut at 3 tomorrow", "general, 01-29, 15:00"),
            (
                "oil change for my car on monday first thing in the morning",
                "general, 02-02, ~first thing in the morning",
            ),
            ("call the garage on 020 7946 0958", "general"),
            (
                "ask the shop whether my order number 4155552671 is ready",
                "general",
            ),
            ("need 4 new tyres for a Toyota, get a quote", "general"),
            (
                "ask the bakery for a cake for 20 people by friday",
                "general, 20p",
            ),
            ("find out the opening hours on Sunday", "general, 02-01"),
            ("call my bank about the $250 charge", "general"),
            ("order 2 pizzas for 7pm", "general, 19:00"),
            (
                "is the pharmacy open until 9pm today?",
                "general, 01-28, ~until 9pm",
            ),
            ("cancel my subscription", "general"),
            (
                "hair appointment Sat 31 Jan 10.30am",
                "general, 01-31, 10:30",
            ),
            ("+15551234567 ask about my package", "+15551234567, general"),
            ("+1234567890 ask about my package", "+1234567890, general"),
            (
                "call 1-800-FLOWERS and order roses",
                "+18003569377, general",
            ),
            (
                "Call 0034 912 345 678 and ask if they are open at noon",
                "+34912345678, general, 12:00",
            ),
            (
                "I need a plumber on 2026-02-03 at 16:00",
                "general, 02-03, 16:00",
            ),
        ],
    );
}

#[test]
fn spanish_restaurants() {
    check(
        &spanish(),
        &[
            (
                "912345678, reserva mesa para 4 mañana a las nueve y media a nombre de Ana",
                "+34912345678, restaurant, 01-29, 21:30, 4p, @Ana",
            ),
            (
                "llama al 912 345 678 y reserva mesa para 2 hoy a las 9",
                "+34912345678, restaurant, 01-28, 21:00, 2p",
            ),
            (
                "mesa para cuatro el viernes a las diez menos cuarto",
                "restaurant, 01-30, 21:45, 4p",
            ),
            (
                "quiero reservar mesa en el restaurante Casa Pepe para 6 personas el sabado a las 14:30",
                "restaurant, 01-31, 14:30, 6p, #Casa Pepe",
            ),
            (
                "reserva para 4 mañana por la noche",
                "restaurant, 01-29, ~por la noche, 4p",
            ),
            (
                "reserva para 4 manana x la noche a nombre de luis garcia",
                "restaurant, 01-29, ~x la noche, 4p, @luis garcia",
            ),
            (
                "somos 5, el domingo a las 2 de la tarde",
                "restaurant, 02-01, 14:00, 5p",
            ),
            (
                "cena para dos esta noche sobre las 9",
                "restaurant, 01-28, 21:00, 2p",
            ),
            (
                "mesa para dos adultos y dos niños mañana a las 20h",
                "restaurant, 01-29, 20:00, 4p",
            ),
            (
                "mesa para una docena de personas el 14 de febrero a las 21h30",
                "restaurant, 02-14, 21:30, 12p",
            ),
            (
                "reservar mesa para 3 pasado mañana a la 1",
                "restaurant, 01-30, 13:00, 3p",
            ),
            (
                "mesa para 4 a las ocho y cuarto de la tarde del viernes que viene",
                "restaurant, 01-30, 20:15, 4p",
            ),
            (
                "reserva mesa el 29/1 a las 21:00 para 2 a nombre de María José Pérez",
                "restaurant, 01-29, 21:00, 2p, @María José Pérez",
            ),
            (
                "quiero cenar el próximo jueves a partir de las 9 con 3 amigos",
                "restaurant, 01-29, ~a partir de las 9, 3p",
            ),
            ("mesa pa 6 el finde", "restaurant, ~el finde, 6p"),
            (
                "comida para 8 personas el domingo 1 de febrero a las 3",
                "restaurant, 02-01, 15:00, 8p",
            ),
            ("una mesa para 2 al mediodia", "restaurant, 12:00, 2p"),
            (
                "reserva entre las 8 y las 9 para 4 personas mañana",
                "restaurant, 01-29, ~entre las 8 y las 9, 4p",
            ),
            (
                "mesa para mi mujer y yo mañana a las diez",
                "restaurant, 01-29, 22:00, 2p",
            ),
            (
                "llama a Casa Lucio al 913 65 32 52 y reserva para 4 el lunes a las 21",
                "+34913653252, restaurant, 02-02, 21:00, 4p, #Casa Lucio",
            ),
            (
                "mesa en la terraza para 5 el miercoles q viene a las 9 y media",
                "restaurant, 02-04, 21:30, 5p",
            ),
            (
                "reserva para el 4 de febrero a las 22:00, 2 personas",
                "restaurant, 02-04, 22:00, 2p",
            ),
            (
                "reserva en inglés una mesa para 2 mañana a las 8",
                "restaurant, 01-29, 20:00, 2p, in en",
            ),
            (
                "mesa para 4 dentro de 3 dias a las 9",
                "restaurant, 01-31, 21:00, 4p",
            ),
            (
                "cenar el viernes a las 9 de la noche, somos 7, mi nombre es Javier",
                "restaurant, 01-30, 21:00, 7p, @Javier",
            ),
        ],
    );
}

#[test]
fn spanish_elsewhere() {
    check(
        &spanish(),
        &[
            (
                "pide cita en el dentista el martes por la mañana",
                "clinic, 02-03, ~por la mañana",
            ),
            (
                "cita con el medico el lunes a las 9",
                "clinic, 02-02, 09:00",
            ),
            (
                "necesito cita con la doctora Ruiz lo antes posible",
                "clinic, ~lo antes posible",
            ),
            (
                "cita en la clinica mañana por la mañana a las 10",
                "clinic, 01-29, 10:00",
            ),
            (
                "cita para el fisio mañana por la tarde después de las 5",
                "clinic, 01-29, ~por la tarde después de las 5",
            ),
            (
                "pide hora con el dermatologo el 3 de febrero a las cuatro y media",
                "clinic, 02-03, 16:30",
            ),
            (
                "llama al 934567890, revisión dental para Laura Gómez la semana que viene",
                "+34934567890, clinic, ~la semana que viene, @Laura Gómez",
            ),
            (
                "el veterinario, vacuna para el perro, jueves a las 5",
                "clinic, 01-29, 17:00",
            ),
            (
                "habitación doble para dos noches del 3 al 5 de marzo",
                "hotel, 03-03, 2n",
            ),
            (
                "reserva una habitacion en el hotel Miramar el viernes, 2 noches, 2 personas",
                "hotel, 01-30, 2p, 2n, #hotel Miramar",
            ),
            (
                "tres noches en un hostal desde el 10 de febrero",
                "hotel, 02-10, 3n",
            ),
            (
                "quiero una habitación de viernes a domingo para 2",
                "hotel, 01-30, 2p, 2n",
            ),
            ("pregunta en el hotel si tienen parking", "hotel"),
            (
                "cita en la peluquería el sábado a las 11 a nombre de Carmen",
                "general, 01-31, 11:00, @Carmen",
            ),
            (
                "corte de pelo mañana a las 6 de la tarde",
                "general, 01-29, 18:00",
            ),
            ("llama al taller y pregunta si está mi coche", "general"),
            (
                "cambio de aceite el miércoles a primera hora",
                "general, 02-04, ~a primera hora",
            ),
            (
                "pregunta en la tienda si tienen el iPhone 15 por 800 euros",
                "general",
            ),
            ("pide presupuesto para 4 ruedas", "general"),
            (
                "llamad al 600 123 456 y preguntad por mi pedido 912345678",
                "+34600123456, general",
            ),
            ("a qué hora cierran hoy la farmacia?", "general, 01-28"),
            (
                "+34 912 34 56 78 pregunta el horario de mañana",
                "+34912345678, general, 01-29",
            ),
            (
                "encargar una tarta para el 20/02/2026 para 12 personas",
                "general, 02-20, 12p",
            ),
            (
                "pide cita para la itv el jueves 5 de febrero antes de las 11",
                "general, 02-05, ~antes de las 11",
            ),
            (
                "fontanero urgente cuanto antes, de parte de Ana García",
                "general, ~cuanto antes, @Ana García",
            ),
            (
                "llama a la peluquería Estilo y pide hora para mañana a mediodía",
                "general, 01-29, 12:00, #Estilo",
            ),
        ],
    );
}

#[test]
fn the_task_is_cut_not_changed() {
    let table = [
        (
            "912345678, reserva mesa para 4 mañana",
            Some("reserva mesa para 4 mañana"),
        ),
        ("llama al 912345678 y reserva mesa", Some("reserva mesa")),
        (
            "Llama al 912 345 678 para pedir cita con Ruiz",
            Some("pedir cita con Ruiz"),
        ),
        (
            "Call Pizzeria Roma at +39 06 6982 1234 and book a table",
            Some("Call Pizzeria Roma and book a table"),
        ),
        (
            "Book a table for 4, their number is 912345678.",
            Some("Book a table for 4."),
        ),
        ("book a table (912345678) for 4", Some("book a table for 4")),
        ("call 912345678", None),
        ("+34 912 345 678", None),
        ("llama al 912345678 por favor", None),
        (
            "table for 4 tomorrow at 8",
            Some("table for 4 tomorrow at 8"),
        ),
        ("hi", None),
    ];
    for (text, expected) in table {
        let found = sentence(text, &spanish());
        assert_eq!(
            found.task().map(crate::model::Task::as_str),
            expected,
            "{text}"
        );
    }
}
