//! More whole requests: longer, sloppier, with the remarks that people add.

use super::sentences::check;
use super::{english, spanish};

#[test]
fn english_with_trimmings() {
    check(
        &english(),
        &[
            (
                "Hi, could you please book a table for 4 people at Bella Italia on Friday 30 January at 7:30pm? The name is Sarah Jones. Their number is +44 20 7946 0958",
                "+442079460958, restaurant, 01-30, 19:30, 4p, @Sarah Jones, #Bella Italia",
            ),
            (
                "Call 415-555-2671 and make a reservation for tonight, 2 people, 8:30, name Chen",
                "+14155552671, restaurant, 01-28, 20:30, 2p, @Chen",
            ),
            (
                "I'd like to book an appointment with Dr. Patel at 10am on Monday for a check-up",
                "clinic, 02-02, 10:00, #Dr. Patel",
            ),
            ("need a haircut tmrw around 4ish", "general, 01-29, 16:00"),
            (
                "Book me in at Tony's Barbershop on Saturday morning",
                "general, 01-31, ~morning, #Tony's Barbershop",
            ),
            (
                "reserve a room at the Marriott for 3 nights starting Feb 12 for 2 adults",
                "hotel, 02-12, 2p, 3n, #Marriott",
            ),
            (
                "can u get me a dentist appt next wk, mornings only",
                "clinic, ~next wk, mornings",
            ),
            (
                "Ask Joe's Garage if my car is ready, 020 7946 0958",
                "general, #Joe's Garage",
            ),
            (
                "Please cancel my reservation for tomorrow at 7pm under Williams",
                "restaurant, 01-29, 19:00, @Williams",
            ),
            (
                "table for two, 8pm, tonight, outside if possible",
                "restaurant, 01-28, 20:00, 2p",
            ),
            ("Table for 6 @ 7pm sat", "restaurant, 01-31, 19:00, 6p"),
            (
                "dinner reservation friday 8 for 2",
                "restaurant, 01-30, 20:00, 2p",
            ),
            (
                "call +34 912 345 678 and ask what time they close",
                "+34912345678, general",
            ),
            (
                "Make a reservation at The French Laundry for 2 on March 15 at 6pm under the name Thomas Keller",
                "restaurant, 03-15, 18:00, 2p, @Thomas Keller, #The French Laundry",
            ),
            (
                "move my appointment from Tuesday to Thursday at 3pm",
                "clinic, 01-29, 15:00",
            ),
            (
                "I need to see a doctor today, I have a fever",
                "clinic, 01-28",
            ),
            ("Check if they have size 42 shoes in black", "general"),
            (
                "order a large pepperoni pizza for delivery at 7",
                "general, 19:00",
            ),
            (
                "book a hotel in Barcelona from 5 to 8 February for 2 people",
                "hotel, 02-05, 2p, 3n",
            ),
            (
                "Reserve for 12/02 at 9pm for five",
                "restaurant, 12-02, 21:00, 5p",
            ),
            (
                "table for 10 on the 14th of February at 8 o'clock",
                "restaurant, 02-14, 20:00, 10p",
            ),
            (
                "can you call my dentist on (415) 555-2671 and book a cleaning for next Thursday at 2",
                "+14155552671, clinic, 02-05, 14:00",
            ),
            (
                "book a table for 4 or 5 people tomorrow at 8",
                "restaurant, 01-29, 20:00",
            ),
            (
                "we are a family of 5, lunch on sunday 1pm",
                "restaurant, 02-01, 13:00, 5p",
            ),
            (
                "My name is Laura and I want a table for three tomorrow night",
                "restaurant, 01-29, ~night, 3p, @Laura",
            ),
            (
                "book for 3 people under Smith for 9 tomorrow",
                "restaurant, 01-29, 21:00, 3p, @Smith",
            ),
            (
                "Get a quote for 4 new tires for a 2018 Honda Civic",
                "general",
            ),
            (
                "Call the plumber, my sink is leaking, any time after 5pm today",
                "general, 01-28, ~any time after 5pm",
            ),
            (
                "I want to get my bike repaired, ask how long it takes and how much, max $50",
                "general",
            ),
            (
                "reservation for four (4) people at 19:45 on 2026-02-07",
                "restaurant, 02-07, 19:45, 4p",
            ),
            ("table 4 two 2nite 8pm", "restaurant, 01-28, 20:00, 2p"),
            ("Spa day for 2 on Valentine's Day", "general, 02-14, 2p"),
            (
                "ring Casa Bonita on 303-555-0188, party of 12 for Saturday the 31st at 6:30",
                "+13035550188, restaurant, 01-31, 18:30, 12p, #Casa Bonita",
            ),
            (
                "book a vet appointment for my cat on 3 Feb before noon",
                "clinic, 02-03, ~before noon",
            ),
            (
                "Make an appointment at the hair salon for Tuesday at half three for Emily",
                "general, 02-03, 15:30, @Emily",
            ),
            (
                "book me a table for 4, 30th jan, 8pm at Osteria Francescana, name: Rossi",
                "restaurant, 01-30, 20:00, 4p, @Rossi, #Osteria Francescana",
            ),
            (
                "Reserve a table for two under the name Emma for this Friday evening",
                "restaurant, 01-30, ~evening, 2p, @Emma",
            ),
            (
                "I want a reservation at Noma for my anniversary on March 3rd, 2 people, around 7",
                "restaurant, 03-03, 19:00, 2p, #Noma",
            ),
            (
                "Please call +33 1 42 68 53 00 and reserve for 4 people, 12 Feb, 19:30",
                "+33142685300, restaurant, 02-12, 19:30, 4p",
            ),
            (
                "Call the restaurant and ask if they have vegan options",
                "restaurant",
            ),
            (
                "get me an appointment with an optician next Thursday afternoon after 3",
                "clinic, 02-05, ~afternoon after 3",
            ),
            (
                "book a massage for 2 on Saturday at 5",
                "general, 01-31, 17:00, 2p",
            ),
            (
                "Call Hotel Adlon on +49 30 22610 and ask whether they have a room from 10 to 14 Feb",
                "+493022610, hotel, 02-10, 4n, #Hotel Adlon",
            ),
            (
                "ask the vet if they can see my dog today at 4",
                "clinic, 01-28, 16:00",
            ),
            (
                "I'd like to reserve a table at eight for three people for tomorrow",
                "restaurant, 01-29, 20:00, 3p",
            ),
            (
                "dentist, friday, 9:15am, new patient, John Doe",
                "clinic, 01-30, 09:15, @John Doe",
            ),
            (
                "table for 3 at 1900 tomorrow",
                "restaurant, 01-29, 19:00, 3p",
            ),
            (
                "book table for 8 tonight",
                "restaurant, 01-28, ~tonight, 8p",
            ),
            (
                "table for 2 for tomorrow at 9 under Mr. Brown, window seat",
                "restaurant, 01-29, 21:00, 2p, @Mr. Brown",
            ),
            ("We will be 6 people arriving at 9:45pm", "21:45, 6p"),
            (
                "Reserve for 2 on 1/31 at 8:15 PM",
                "restaurant, 01-31, 20:15, 2p",
            ),
            (
                "Reserve a table for 15 on Feb 1st, 2:30 in the afternoon",
                "restaurant, 02-01, 14:30, 15p",
            ),
            (
                "need room for 2 adults 1 child, check in Feb 20, check out Feb 23",
                "hotel, 02-20, 3p, 3n",
            ),
            (
                "is there availability for a family of four for 5 nights from the 10th",
                "hotel, 02-10, 4p, 5n",
            ),
            (
                "schedule a car service at Bob's Auto next Monday at 8",
                "general, 02-02, 08:00, #Bob's Auto",
            ),
            (
                "order flowers for my mum's birthday on 12 March, budget £40",
                "general, 03-12",
            ),
            (
                "reserve a tennis court for 4 people on sunday at 10",
                "general, 02-01, 10:00, 4p",
            ),
            (
                "Call (212) 555-0123 to confirm my reservation under Garcia for 7:30 PM tonight",
                "+12125550123, restaurant, 01-28, 19:30, @Garcia",
            ),
        ],
    );
}

#[test]
fn spanish_with_trimmings() {
    check(
        &spanish(),
        &[
            (
                "Hola, quería reservar una mesa para cuatro personas este viernes a las nueve de la noche a nombre de Laura Sánchez, el teléfono es 934 567 890",
                "+34934567890, restaurant, 01-30, 21:00, 4p, @Laura Sánchez",
            ),
            (
                "reserva en la trattoria Da Mario para 2 el sabado a las 9",
                "restaurant, 01-31, 21:00, 2p, #trattoria Da Mario",
            ),
            (
                "necesito una cita con el dentista para el martes a las 10 de la mañana",
                "clinic, 02-03, 10:00",
            ),
            (
                "llama al hotel Palace y pregunta si tienen habitaciones libres del 10 al 12 de febrero",
                "hotel, 02-10, 2n, #hotel Palace",
            ),
            (
                "pide cita en el taller para el lunes, cambio de ruedas",
                "general, 02-02",
            ),
            (
                "mañana noche mesa para 3 a las 10",
                "restaurant, 01-29, 22:00, 3p",
            ),
            (
                "quiero una mesa pa 2 pa mañana a las 9 y media",
                "restaurant, 01-29, 21:30, 2p",
            ),
            (
                "reserva pa cenar hoy somos 4 a las 21:30 a nombre de paco",
                "restaurant, 01-28, 21:30, 4p, @paco",
            ),
            (
                "cancela mi cita con el doctor López del jueves a las 5",
                "clinic, 01-29, 17:00",
            ),
            (
                "¿Puedes llamar a la Clínica Dental Sonrisas al 911 234 567 y pedir cita para una limpieza la semana que viene por la tarde?",
                "+34911234567, clinic, ~la semana que viene por la tarde, #Clínica Dental Sonrisas",
            ),
            ("cita peluqueria viernes 17h", "general, 01-30, 17:00"),
            (
                "pregunta cuánto cuesta un cambio de pantalla para el iPhone 13",
                "general",
            ),
            (
                "mesa para 2 el 14 de febrero, San Valentín, a las 21.30, a ser posible en la terraza",
                "restaurant, 02-14, 21:30, 2p",
            ),
            (
                "encarga un ramo de flores para el 14/02 por unos 40€",
                "general, 02-14",
            ),
            (
                "una habitación individual para el 3 de marzo, una noche, a nombre de Pedro Ruiz",
                "hotel, 03-03, 1n, @Pedro Ruiz",
            ),
            (
                "llama al 612345678 di que llegaremos a las 10 en vez de a las 9",
                "+34612345678, 10:00",
            ),
            (
                "somos 2 adultos y 1 bebe, comer el domingo a las dos y media",
                "restaurant, 02-01, 14:30, 3p",
            ),
            (
                "mesa para 8, cumpleaños, sábado 7 de febrero, 14:00, nombre Marta",
                "restaurant, 02-07, 14:00, 8p, @Marta",
            ),
            (
                "reserva para 2 personas en el Asador Donostiarra hoy a las 22h",
                "restaurant, 01-28, 22:00, 2p, #Asador Donostiarra",
            ),
            (
                "quisiera pedir hora con el pediatra lo antes posible para mi hijo de 4 años",
                "clinic, ~lo antes posible",
            ),
            (
                "reserva de pista de padel el miercoles de 7 a 8 de la tarde",
                "general, 02-04, ~de 7 a 8 de la tarde",
            ),
            (
                "pregunta si el paquete con numero de seguimiento 123456789012 ha llegado",
                "general",
            ),
            (
                "buenas, mesa para 6 a eso de las 3 el domingo",
                "restaurant, 02-01, 15:00, 6p",
            ),
            (
                "reserva para el dia 5 a las 8 y media para 4",
                "restaurant, 02-05, 20:30, 4p",
            ),
            (
                "mesa a las 9 para 4 mañana a nombre de Juan Carlos por favor",
                "restaurant, 01-29, 21:00, 4p, @Juan Carlos",
            ),
            (
                "quiero cambiar mi reserva del viernes a las 9 para 6 personas",
                "restaurant, 01-30, 21:00, 6p",
            ),
            (
                "llama a mi banco y pregunta por un cargo de 250 euros",
                "general",
            ),
            (
                "2 noches en Granada el finde del 14 de febrero, habitación para 2",
                "hotel, 02-14, ~el finde, 2p, 2n",
            ),
            (
                "comida de empresa para 25 personas el 6 de febrero a las 14h",
                "restaurant, 02-06, 14:00, 25p",
            ),
            (
                "reservame mesa xa 4 mñn a las 9",
                "restaurant, 01-29, 21:00, 4p",
            ),
            (
                "Reserva una mesa en El Celler de Can Roca para 2 el 3 de marzo a las 13:30",
                "restaurant, 03-03, 13:30, 2p, #El Celler de Can Roca",
            ),
            (
                "quiero pedir cita para cortarme el pelo el jueves sobre las 6",
                "general, 01-29, 18:00",
            ),
            (
                "llama al restaurante La Tagliatella, 915 55 12 34, mesa para 5 el viernes 21:30 a nombre de Sergio",
                "+34915551234, restaurant, 01-30, 21:30, 5p, @Sergio, #La Tagliatella",
            ),
            (
                "pon una reserva para 3 a las 2 y media hoy",
                "restaurant, 01-28, 14:30, 3p",
            ),
            (
                "mesa para dos el dia de san valentin a las 9",
                "restaurant, 02-14, 21:00, 2p",
            ),
            (
                "reserva 2 habitaciones dobles en el Hotel Arts del 14 al 16 de febrero",
                "hotel, 02-14, 2n, #Hotel Arts",
            ),
            (
                "pregunta al taller cuánto cuesta cambiar los frenos de un Seat Ibiza",
                "general",
            ),
            (
                "quería cita con la ginecóloga a partir del 10 de febrero por la tarde",
                "clinic, ~por la tarde",
            ),
            (
                "llama al +52 55 1234 5678 y pregunta si hacen envios",
                "+525512345678, general",
            ),
            (
                "reserva para comer el domingo, somos seis, a las tres menos cuarto",
                "restaurant, 02-01, 14:45, 6p",
            ),
            (
                "para 4 el sabado a las diez de la noche en casa paco",
                "restaurant, 01-31, 22:00, 4p, #casa paco",
            ),
            (
                "habitacion para 2 personas, entrada el 20 de febrero y salida el 22",
                "hotel, 02-20, 2p, 2n",
            ),
            (
                "cambia mi cita del lunes al miércoles a las 11",
                "clinic, 02-04, 11:00",
            ),
            (
                "necesito hora en la peluqueria pasado mañana a las 12",
                "general, 01-30, 12:00",
            ),
            (
                "llama a mi dentista al 600-11-22-33 y anula la cita del 5 de febrero a las 10:30",
                "+34600112233, clinic, 02-05, 10:30",
            ),
            (
                "una mesa para 6 a nombre de José Ángel de la Fuente a las 22 h del sábado",
                "restaurant, 01-31, 22:00, 6p, @José Ángel de la Fuente",
            ),
        ],
    );
}
