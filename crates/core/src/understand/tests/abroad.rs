//! A second set of everyday requests, written after the first set passed, to
//! see that the fixes were general and not for single sentences.

use super::sentences::check;
use super::{british, english, mexican, spanish};
use crate::understand::sentence;

#[test]
fn english_abroad() {
    check(
        &english(),
        &[
            ("dinner thurs 7.30 x4", "restaurant, 01-29, 19:30, 4p"),
            ("cancel my res under Patel b4 5pm", "~b4 5pm, @Patel"),
            (
                "car service appt 2/10 9am VW Golf 2017 92k miles",
                "general, 02-10, 09:00",
            ),
            (
                "call (650) 555-0101 and ask if the 2 bedroom unit at 55 Elm St is free",
                "+16505550101, general",
            ),
            (
                "reserve a table for my birthday on the 5th of may, 8 people, Rose Garden",
                "restaurant, 05-05, 8p",
            ),
            (
                "table for 5 (3 adults, 2 kids) tomorrow",
                "restaurant, 01-29, 5p",
            ),
            (
                "a table, between 4 and 6 people, friday at 8",
                "restaurant, 01-30, 20:00",
            ),
            ("I have a question for Dr. Rosa about my mri", "clinic"),
            (
                "send flowers to my mother Teresa for Valentine's day",
                "general, 02-14",
            ),
            (
                "table for 2 tomorrow at 8pm, Nobu",
                "restaurant, 01-29, 20:00, 2p",
            ),
            (
                "table for 2 tomorrow at 8pm, Madrid",
                "restaurant, 01-29, 20:00, 2p",
            ),
            (
                "hey can u book a table 4 three at Delfina thurs 7:45, name's Okafor, thx",
                "restaurant, 01-29, 19:45, 3p, @Okafor, #Delfina",
            ),
            (
                "my mom and I want brunch sunday around 11",
                "restaurant, 02-01, 11:00, 2p",
            ),
            (
                "me and my kids, pizza place, tonight at 6",
                "restaurant, 01-28, 18:00",
            ),
            (
                "three couples for dinner saturday 8pm, Laura Chen",
                "restaurant, 01-31, 20:00, 6p, @Laura Chen",
            ),
            (
                "annual physical with Dr Lee's office, any afternoon, 646-555-0148",
                "+16465550148, clinic, ~any afternoon, #Dr Lee's office",
            ),
            (
                "book for New Year's Eve 10pm, 6 people, under Nguyen, please",
                "restaurant, 12-31, 22:00, 6p, @Nguyen",
            ),
            (
                "Christmas dinner for 14 on dec 20 at 6pm",
                "restaurant, 12-20, 18:00, 14p",
            ),
            (
                "can someone look at my MacBook Air M2, 13 inch, tomorrow after work",
                "general, 01-29, ~after work",
            ),
            (
                "shop at 1450 Mission Street, ask if bike tune ups are under $90",
                "general",
            ),
            (
                "reschedule my cleaning to mon 9 am, David",
                "02-02, 09:00, @David",
            ),
            (
                "table for 2 fri night, 7 or 8, whatever works",
                "restaurant, 01-30, ~night, 2p",
            ),
            (
                "reserve a court for 4 on sunday 9 to 10am",
                "general, 02-01, ~9 to 10am, 4p",
            ),
            (
                "dinner for my parents, 2 people, sat 6:30pm, for my dad Robert",
                "restaurant, 01-31, 18:30, 2p, @Robert",
            ),
            ("ask for Anna at the office about invoice 4471", "general"),
            ("room 12 at the inn is cold, tell them", "hotel"),
            (
                "see if they carry the Canon R6 for 1,800 dollars, store closes at 9",
                "general",
            ),
            ("dog grooming for Max, 2/3 at 3:15", "02-03, 15:15, @Max"),
            (
                "Dr. Patel's office: can I get my results before 5pm today?",
                "clinic, 01-28, ~before 5pm, #Dr. Patel's office",
            ),
        ],
    );
    check(
        &british(),
        &[
            (
                "book us in at The Crown for six on sat at 1, Dave",
                "restaurant, 01-31, 13:00, 6p, @Dave, #The Crown",
            ),
            (
                "MOT and service fri am, Ford Fiesta 1.2, 07700 900123",
                "+447700900123, general, 01-30, ~am",
            ),
            (
                "ring 01632 960001 n ask if my specs are ready cheers",
                "+441632960001, general",
            ),
            (
                "kids haircut half 4 weds, two boys",
                "general, 02-04, 16:30",
            ),
            (
                "is there a twin free this weekend, b&b in York, under £120 a night",
                "hotel, ~this weekend",
            ),
            (
                "table for 2 at quarter past one tomorrow, under Evans",
                "restaurant, 01-29, 13:15, 2p, @Evans",
            ),
        ],
    );
}

#[test]
fn spanish_abroad() {
    check(
        &spanish(),
        &[
            (
                "mesa 2 personas hoy 21.30 terraza Laura",
                "restaurant, 01-28, 21:30, 2p",
            ),
            (
                "reserva dos pistas de pádel el domingo de 10 a 12",
                "general, 02-01, ~de 10 a 12",
            ),
            (
                "hola! me puedes pedir hora en la pelu para el viernes a partir de las 6? soy Clara",
                "general, 01-30, ~a partir de las 6, @Clara",
            ),
            (
                "restaurante Botín, mañana, 9 de la noche, cuatro, a nombre de Sanz",
                "restaurant, 01-29, 21:00, @Sanz, #Botín",
            ),
            (
                "el 29 a las nueve en punto, 3 adultos y un bebé",
                "restaurant, 01-29, 21:00, 4p",
            ),
            (
                "habitación individual del 3 al 7 de marzo, Sr. Tomás Ruiz",
                "hotel, 03-03, 4n, @Tomás Ruiz",
            ),
            (
                "hola buenas, kiero mesa pa 5 mñna x la noche a las 9 d la noche, grcs",
                "restaurant, 01-29, 21:00, 5p",
            ),
            (
                "cita con la dermatóloga la semana q viene por la tarde, soy Marta",
                "clinic, ~la semana q viene por la tarde, @Marta",
            ),
            (
                "mi hermano y yo queremos comer el domingo a las 3 menos cuarto",
                "restaurant, 02-01, 14:45, 2p",
            ),
            (
                "4 adultos y 2 niños, sábado 14:30, Restaurante Casa Lucio",
                "restaurant, 01-31, 14:30, 6p, #Restaurante Casa Lucio",
            ),
            (
                "tres parejas el viernes a las 10 menos diez",
                "restaurant, 01-30, 21:50, 6p",
            ),
            (
                "resérvame en Casa Mono el 14 a las nueve y pico para 2",
                "restaurant, 02-14, ~a las nueve y pico, 2p, #Casa Mono",
            ),
            (
                "el fontanero, que venga desde el lunes, al salir del trabajo",
                "general, 02-02, ~al salir del trabajo",
            ),
            (
                "a eso de las 7 el jueves, corte de pelo para mi hijo Hugo",
                "general, 01-29, 19:00, @Hugo",
            ),
            (
                "el veterinario de la calle Alcalá 45, vacuna el 3/2 a las 17h",
                "clinic, 02-03, 17:00",
            ),
            (
                "taller: cambio de 4 neumáticos 195/65 R15 el martes a las 8:30",
                "general, 02-03, 08:30",
            ),
            (
                "pide hora en la ITV para un Seat Ibiza del 2012, cualquier mañana",
                "general, ~cualquier mañana",
            ),
            (
                "hotel en Sevilla, 3 noches dsd el 10 d abril, 2 adultos, max 90€ la noche",
                "hotel, 04-10, 2p, 3n",
            ),
            ("mesa 12, que nos traigan la cuenta", "restaurant"),
            (
                "llama al 915 55 01 23, factura 2025/118, pregunta por qué me cobran 21€",
                "+34915550123, general",
            ),
            (
                "tel 600 11 22 33. cena de nochebuena para 11, a las 21.30, a nombre d Rosa M.",
                "+34600112233, restaurant, 12-24, 21:30, 11p, @Rosa M",
            ),
            (
                "peluquería sábado 10 y media, Ana, gracias",
                "general, 01-31, 10:30, @Ana",
            ),
            (
                "quedamos 8 en el bar Casa Paco el vier sobre las 9 y media",
                "restaurant, 01-30, 21:30, 8p, #bar Casa Paco",
            ),
            (
                "mi hija de 6 años necesita pediatra hoy mismo",
                "clinic, 01-28",
            ),
            (
                "dentista mañana de 4 a 6 de la tarde, Pedro Gil",
                "clinic, 01-29, ~de 4 a 6 de la tarde, @Pedro Gil",
            ),
            (
                "el móvil es un Galaxy A54, mira si lo arreglan en la tienda",
                "general",
            ),
        ],
    );
    check(
        &mexican(),
        &[
            (
                "aparta una mesa pa 8 el 14 de febrero a las 7 y media de la noche, Lupita",
                "restaurant, 02-14, 19:30, 8p, @Lupita",
            ),
            (
                "llámale al dentista al 33 1234 5678, cita el lunes en la tarde",
                "+523312345678, clinic, 02-02, ~en la tarde",
            ),
            (
                "cuánto sale el cambio de llantas, son 4, coche modelo 2018",
                "general",
            ),
            (
                "cena el 31 de dic pa 10 personas, a las 9 pm, familia Ortiz",
                "restaurant, 12-31, 21:00, 10p",
            ),
        ],
    );
}

#[test]
fn tasks_abroad() {
    let table = [
        (
            "MOT and service fri am, Ford Fiesta, 07700 900123",
            "MOT and service fri am, Ford Fiesta",
        ),
        (
            "please could you ring 020 7946 0958 to ask about parking",
            "ask about parking",
        ),
        (
            "My sink leaks, call 020 7946 0958 and get a quote",
            "My sink leaks, get a quote",
        ),
        (
            "tell my mum to call 020 7946 0958",
            "tell my mum to call 020 7946 0958",
        ),
        (
            "020 7946 0958 is the number, book a table for two",
            "020 7946 0958 is the number, book a table for two",
        ),
        (
            "book a table for two (call 020 7946 0958, ask for Ana)",
            "book a table for two (call 020 7946 0958, ask for Ana)",
        ),
        (
            "book a table for two (tel 020 7946 0958) tomorrow",
            "book a table for two tomorrow",
        ),
        (
            "Table for 2 at Nobu on 020 7946 0958, please.",
            "Table for 2 at Nobu, please.",
        ),
        (
            "Text 020 7946 0958 when done? No, call them and book a table",
            "Text 020 7946 0958 when done? No, call them and book a table",
        ),
        ("book a table!! 020 7946 0958", "book a table!!"),
        (
            "my dentist's number is 020 7946 0958",
            "my dentist's number is 020 7946 0958",
        ),
    ];
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(text, expected)| {
            let found = sentence(text, &british()).task().cloned();
            let task = found.as_ref().map(crate::model::Task::as_str);
            (task != Some(*expected)).then(|| format!("{text}\n  {task:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn thanks_and_please_are_no_part_of_a_name() {
    for (text, expected) in [
        ("Ana, thanks", "Ana"),
        ("Ana García porfi, gracias!", "Ana García"),
        ("under Smith, thank you so much", "Smith"),
        ("Luis, muchas gracias.", "Luis"),
        ("Jo pls thx", "Jo"),
    ] {
        let found = crate::understand::name(text);
        assert_eq!(
            found.as_ref().map(crate::model::Name::as_str),
            Ok(expected),
            "{text}"
        );
    }
    for (text, expected) in [
        ("mornings, thanks!", "mornings"),
        ("por la tarde porfa", "por la tarde"),
        ("please", "please"),
    ] {
        let found = crate::understand::time_preference(text);
        assert_eq!(
            found.as_ref().map(crate::model::TimePreference::as_str),
            Ok(expected),
            "{text}"
        );
    }
}
