//! The place's name in whole requests.

use super::{Context, english, spanish};
use crate::understand::sentence;

#[track_caller]
fn check(context: &Context, table: &[(&str, Option<&str>)]) {
    let mut wrong = Vec::new();
    for (text, expected) in table {
        let found = sentence(text, context);
        let found = found.business().map(|name| name.as_str().to_owned());
        if found.as_deref() != *expected {
            wrong.push(format!("{text}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn english_places() {
    check(
        &english(),
        &[
            (
                "book a table at Luigi's for 2 tomorrow at 7",
                Some("Luigi's"),
            ),
            (
                "table for 4 at The Golden Lion on Friday at 8",
                Some("The Golden Lion"),
            ),
            (
                "call Joe's Diner at 212-555-0143 and book a table for 2",
                Some("Joe's Diner"),
            ),
            ("reserve at Nobu for 3 tomorrow 8pm", Some("Nobu")),
            (
                "dinner at Chez Marie for two on Saturday",
                Some("Chez Marie"),
            ),
            (
                "haircut at Supercuts on Main Street tomorrow at 3",
                Some("Supercuts"),
            ),
            (
                "appointment at Bright Smile Dental on Monday at 10",
                Some("Bright Smile Dental"),
            ),
            (
                "book a room at the Grand Hotel Budapest for 2 nights",
                Some("Grand Hotel Budapest"),
            ),
            (
                "call the Marriott and ask if they have a gym",
                Some("Marriott"),
            ),
            ("ask Smith & Sons if my car is ready", Some("Smith & Sons")),
            ("order two pizzas from Domino's for 8pm", Some("Domino's")),
            (
                "call Bella Napoli in Chicago, table for 4 tomorrow at 7",
                Some("Bella Napoli"),
            ),
            ("a table at Bar 61 for 2 tomorrow at 9", Some("Bar 61")),
            (
                "table at 5 Napkin Burger for 4 tomorrow at 7",
                Some("5 Napkin Burger"),
            ),
            (
                "table at Eleven Madison Park for 2 on Friday at 8",
                Some("Eleven Madison Park"),
            ),
            (
                "book at restaurant called The Fat Duck for 2 tomorrow",
                Some("The Fat Duck"),
            ),
            (
                "the place is called Sakura Sushi, table for 3 tomorrow at 7",
                Some("Sakura Sushi"),
            ),
            (
                "call Dr. Brown's office for an appointment on Monday",
                Some("Dr. Brown's office"),
            ),
            (
                "call AutoZone and ask if they have brake pads",
                Some("AutoZone"),
            ),
            (
                "ask Whole Foods whether they have gluten free bread",
                Some("Whole Foods"),
            ),
            (
                "please phone Café Rouge and reserve a table for 5",
                Some("Café Rouge"),
            ),
            (
                "table for 2 at La Petite Maison tomorrow at 8",
                Some("La Petite Maison"),
            ),
            (
                "I'd like a massage at Zen Spa on Sunday at 11",
                Some("Zen Spa"),
            ),
            (
                "get me a table at Gramercy Tavern, 4 people, Friday 7pm",
                Some("Gramercy Tavern"),
            ),
            (
                "check with Hilton London if I can check in early",
                Some("Hilton London"),
            ),
            (
                "can you call my dentist and move my appointment to Friday",
                None,
            ),
            (
                "call the restaurant and ask if they're open on Sunday",
                None,
            ),
            ("table for 2 at 8 tomorrow", None),
            ("call them and ask for Maria", None),
            ("book a table for 2 in Chicago tomorrow at 7", None),
            ("ask the pharmacy if they have ibuprofen", None),
            ("book a hotel in Paris for 2 nights from Friday", None),
            ("table for my birthday on Saturday at 8 for 10", None),
            ("call Anna and ask if she's coming", None),
            (
                "Pizza Hut, 2 large pepperoni for tonight at 7",
                Some("Pizza Hut"),
            ),
            (
                "Luigi's Trattoria, table for 2, Friday 8pm",
                Some("Luigi's Trattoria"),
            ),
            (
                "reserve for 4 at Jean-Georges on Friday at 7",
                Some("Jean-Georges"),
            ),
            (
                "call Barnes and Noble and ask if they have the new book",
                Some("Barnes and Noble"),
            ),
            (
                "make an appointment with Dr. Chen at City Clinic on Tuesday",
                Some("City Clinic"),
            ),
            (
                "table at Balthazar tomorrow night for two",
                Some("Balthazar"),
            ),
            (
                "ring The Ivy and book for 2 at 8 on Saturday",
                Some("The Ivy"),
            ),
        ],
    );
}

#[test]
fn spanish_places() {
    check(
        &spanish(),
        &[
            (
                "reserva mesa en Casa Pepe para 4 mañana a las 9",
                Some("Casa Pepe"),
            ),
            (
                "mesa en El Rincón de Juan para 2 el viernes",
                Some("El Rincón de Juan"),
            ),
            (
                "llama a La Tagliatella y reserva para 3 mañana",
                Some("La Tagliatella"),
            ),
            (
                "llama al restaurante Botín y pide mesa para 2",
                Some("Botín"),
            ),
            (
                "cita en Clínica Dental Sonrisas el lunes a las 10",
                Some("Clínica Dental Sonrisas"),
            ),
            (
                "mesa en el Asador Donostiarra para 6 el sábado",
                Some("Asador Donostiarra"),
            ),
            (
                "habitación en el Hotel Palace para 2 noches",
                Some("Hotel Palace"),
            ),
            (
                "corte de pelo en Peluquería Marisa el jueves a las 5",
                Some("Peluquería Marisa"),
            ),
            (
                "llama a Talleres Martínez y pregunta si está mi coche",
                Some("Talleres Martínez"),
            ),
            (
                "mesa en Los Caracoles, Barcelona, para 4 el viernes a las 9",
                Some("Los Caracoles"),
            ),
            ("reserva en DiverXO para 2", Some("DiverXO")),
            ("pregunta en Zara si tienen la talla 40", Some("Zara")),
            ("mesa en Bar 1900 para 2 mañana a las 8", Some("Bar 1900")),
            (
                "llama a Telepizza y pide dos pizzas para las 9",
                Some("Telepizza"),
            ),
            (
                "el sitio se llama La Barraca, mesa para 2",
                Some("La Barraca"),
            ),
            (
                "mesa en Can Culleretes para 5 el domingo a las 2",
                Some("Can Culleretes"),
            ),
            ("llama al dentista y pide cita para el lunes", None),
            ("mesa para 2 en Madrid mañana a las 9", None),
            ("pregunta en la farmacia si tienen ibuprofeno", None),
            ("llama a mi médico y cambia la cita", None),
            (
                "mesa en Taberna El Sur para 2 a nombre de Ana",
                Some("Taberna El Sur"),
            ),
            (
                "pide hora en Óptica Visión para el martes",
                Some("Óptica Visión"),
            ),
        ],
    );
}
