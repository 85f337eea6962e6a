//! Answers to single questions, asides and control words.

use super::{english, spanish};
use crate::model::{Category, Language, PhoneProblem};
use crate::understand::*;

#[test]
fn phones() {
    use PhoneProblem::{
        Emergency, Fax, NotANumber, Own, Premium, RuledOut, Several, TooLong, TooShort,
        UnknownCountry,
    };
    let table: &[(&str, Result<&str, PhoneProblem>)] = &[
        ("+15551234567", Ok("+15551234567")),
        ("+1234567890", Ok("+1234567890")),
        ("912345678", Ok("+34912345678")),
        ("912 34 56 78", Ok("+34912345678")),
        ("91-234-56-78", Ok("+34912345678")),
        ("0034912345678", Ok("+34912345678")),
        ("34 912 345 678", Ok("+34912345678")),
        ("tel:+34912345678", Ok("+34912345678")),
        ("+44 (0)20 7946 0958", Ok("+442079460958")),
        ("(+34) 912345678", Ok("+34912345678")),
        ("es el 612 345 678, gracias", Ok("+34612345678")),
        ("mi número es 612345678", Err(Own)),
        ("no 612345678", Err(RuledOut)),
        ("fax 612345678", Err(Fax)),
        ("612345678 o 612345679", Err(Several)),
        ("٩١٢٣٤٥٦٧٨", Ok("+34912345678")),
        ("＋３４ ９１２３４５６７８", Ok("+34912345678")),
        ("+1 800 FLOWERS", Ok("+18003569377")),
        ("911", Err(Emergency)),
        ("112", Err(Emergency)),
        ("1-1-2", Err(Emergency)),
        ("+34112", Err(Emergency)),
        ("+1911", Err(Emergency)),
        ("0034 112", Err(Emergency)),
        ("061", Err(Emergency)),
        ("999", Err(Emergency)),
        ("call 112", Err(Emergency)),
        ("+49 30 112", Err(Emergency)),
        ("+49 30 110", Err(Emergency)),
        ("+49 89 112", Err(Emergency)),
        ("+43 512 112", Err(Emergency)),
        ("+43 512 144", Err(Emergency)),
        ("+98 21 110", Err(Emergency)),
        ("0049 30 112", Err(Emergency)),
        ("+1 911 555 0100", Err(Emergency)),
        ("+1 911 911 9111", Err(Emergency)),
        ("+49 30 115 00 00", Ok("+49301150000")),
        ("+49 30 1120 4500", Ok("+493011204500")),
        ("+1 900 555 0100", Err(Premium)),
        ("+1 976 555 0100", Err(Premium)),
        ("+1 415 976 0100", Err(Premium)),
        ("+34 803 123 456", Err(Premium)),
        ("806 123 456", Err(Premium)),
        ("+34 905 123 456", Err(Premium)),
        ("+44 909 879 0123", Err(Premium)),
        ("+49 900 1 123456", Err(Premium)),
        ("+39 899 123456", Err(Premium)),
        ("+979 123 456 789", Err(Premium)),
        ("1-900-FLOWERS", Err(Premium)),
        ("call 1-900-FLOWERS and order", Err(Premium)),
        ("12345", Err(TooShort)),
        ("91234567812345678", Err(TooLong)),
        ("+999 123456789", Err(UnknownCountry)),
        ("hello", Err(NotANumber)),
        ("", Err(NotANumber)),
        ("mesa para 4 a las 9", Err(NotANumber)),
        ("29/01/2026", Err(NotANumber)),
    ];
    for (text, expected) in table {
        let found = phone(text, &spanish());
        let found = found
            .as_ref()
            .map(crate::model::Phone::as_e164)
            .map_err(|problem| *problem);
        match expected {
            Err(NotANumber) => assert!(found.is_err(), "{text}: {found:?}"),
            _ => assert_eq!(found, *expected, "{text}"),
        }
    }
}

#[test]
fn dates() {
    use DateProblem::{Ambiguous, NoSuchDay, NotADate, Past, TooFar};
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let good = [
        ("today", "2026-01-28"),
        ("hoy", "2026-01-28"),
        ("tonight", "2026-01-28"),
        ("tomorrow", "2026-01-29"),
        ("mañana", "2026-01-29"),
        ("Mañana por la mañana", "2026-01-29"),
        ("pasado mañana", "2026-01-30"),
        ("friday", "2026-01-30"),
        ("wednesday", "2026-02-04"),
        ("this wednesday", "2026-01-28"),
        ("next friday", "2026-02-06"),
        ("next monday", "2026-02-02"),
        ("el viernes que viene", "2026-01-30"),
        ("el próximo viernes", "2026-01-30"),
        ("this sunday", "2026-02-01"),
        ("in 3 days", "2026-01-31"),
        ("in two weeks", "2026-02-11"),
        ("dentro de una semana", "2026-02-04"),
        ("a week from friday", "2026-02-06"),
        ("29 January", "2026-01-29"),
        ("January 29th", "2026-01-29"),
        ("29 de enero", "2026-01-29"),
        ("27 january", "2027-01-27"),
        ("1 de mayo de 2026", "2026-05-01"),
        ("29/1", "2026-01-29"),
        ("3/4", "2026-04-03"),
        ("3/4/2026", "2026-04-03"),
        ("2026-02-03", "2026-02-03"),
        ("29-1", "2026-01-29"),
        ("29.1.2026", "2026-01-29"),
        ("el 29", "2026-01-29"),
        ("29", "2026-01-29"),
        ("the 5th", "2026-02-05"),
        ("the twenty-first", "2026-02-21"),
        ("friday the 13th", "2026-02-13"),
        ("viernes 30 de enero", "2026-01-30"),
        ("Thrusday", "2026-01-29"),
        ("miércoles", "2026-02-04"),
        ("miercoles de la semana que viene", "2026-02-04"),
        ("primero de marzo", "2026-03-01"),
        ("mar 3", "2026-03-03"),
        ("Sat", "2026-01-31"),
        ("on sunday", "2026-02-01"),
        ("3 of march", "2026-03-03"),
    ];
    for (text, expected) in good {
        assert_eq!(date(text, &spanish()), Ok(day(expected)), "{text}");
    }
    let bad = [
        ("banana", NotADate),
        ("31 february", NoSuchDay),
        ("30/02/2026", NoSuchDay),
        ("yesterday", Past(day("2026-01-27"))),
        ("ayer", Past(day("2026-01-27"))),
        ("27/01/2026", Past(day("2026-01-27"))),
        ("1 january 2030", TooFar(day("2030-01-01"))),
        ("", NotADate),
        ("32", NoSuchDay),
        ("por la mañana", NotADate),
    ];
    for (text, expected) in bad {
        assert_eq!(date(text, &spanish()), Err(expected), "{text}");
    }
    assert_eq!(date("3/4", &english()), Ok(day("2026-03-04")));
    assert_eq!(date("29/1", &english()), Ok(day("2026-01-29")));
    let doubtful = Context {
        language: Language::Es,
        ..english()
    };
    assert_eq!(
        date("3/4", &doubtful),
        Err(Ambiguous(day("2026-04-03"), day("2026-03-04")))
    );
}

#[test]
fn times() {
    use Category::{Clinic, Restaurant};
    let table = [
        ("8", Restaurant, "20:00"),
        ("8", Clinic, "08:00"),
        ("3", Clinic, "15:00"),
        ("12", Restaurant, "12:00"),
        ("at 7", Clinic, "19:00"),
        ("8am", Restaurant, "08:00"),
        ("8 a.m.", Restaurant, "08:00"),
        ("8 pm", Clinic, "20:00"),
        ("8 P.M.", Clinic, "20:00"),
        ("20h", Clinic, "20:00"),
        ("20:30", Clinic, "20:30"),
        ("20h30", Clinic, "20:30"),
        ("20.30", Clinic, "20:30"),
        ("8:30", Restaurant, "20:30"),
        ("830", Restaurant, "20:30"),
        ("2030", Clinic, "20:30"),
        ("09:00", Restaurant, "09:00"),
        ("half past eight", Restaurant, "20:30"),
        ("quarter to nine", Restaurant, "20:45"),
        ("ten past 9", Clinic, "09:10"),
        ("eight thirty", Restaurant, "20:30"),
        ("8 o'clock", Restaurant, "20:00"),
        ("nueve y media", Restaurant, "21:30"),
        ("las ocho menos cuarto", Restaurant, "19:45"),
        ("a las 9", Clinic, "09:00"),
        ("a la una", Restaurant, "13:00"),
        ("las 9 de la mañana", Restaurant, "09:00"),
        ("9 de la noche", Clinic, "21:00"),
        ("a las 5 de la tarde", Clinic, "17:00"),
        ("noon", Restaurant, "12:00"),
        ("mediodía", Clinic, "12:00"),
        ("midnight", Restaurant, "00:00"),
        ("a las diez y cuarto", Clinic, "10:15"),
        ("12am", Restaurant, "00:00"),
        ("12pm", Clinic, "12:00"),
        ("7ish", Restaurant, "19:00"),
        ("11 in the morning", Restaurant, "11:00"),
        ("10 por la mañana", Restaurant, "10:00"),
        ("las doce de la noche", Restaurant, "00:00"),
        ("a las 21", Clinic, "21:00"),
        ("ocho", Restaurant, "20:00"),
        ("8p", Clinic, "20:00"),
        ("half eight", Restaurant, "20:30"),
    ];
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(text, category, expected)| {
            let found = time(text, Some(*category), &english())
                .map(|time| time.format("%H:%M").to_string());
            (found.as_deref() != Ok(*expected))
                .then(|| format!("{text}: {found:?}, not {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (text, problem) in [
        ("banana", TimeProblem::NotATime),
        ("", TimeProblem::NotATime),
        ("25:00", TimeProblem::NoSuchTime),
        ("20:75", TimeProblem::NoSuchTime),
        ("tomorrow", TimeProblem::NotATime),
    ] {
        assert_eq!(time(text, None, &english()), Err(problem), "{text}");
    }
}

#[test]
fn preferences() {
    for text in [
        "morning before 11am",
        "por la tarde",
        "any time after 5",
        "between 5 and 7",
        "a partir de las 8",
        "as soon as possible",
        "evening",
        "lo antes posible",
        "before noon",
        "after lunch",
        "mañana por la mañana",
        "entre las 5 y las 7",
        "de 5 a 7 de la tarde",
        "7-9pm",
        "whenever",
        "early morning",
    ] {
        assert!(is_time_preference(text), "{text}");
    }
    for text in [
        "at 9 in the morning",
        "8pm",
        "a las 9 de la noche",
        "las ocho",
        "banana",
        "noon",
        "20:30",
        "friday",
        "good morning",
    ] {
        assert!(!is_time_preference(text), "{text}");
    }
}

#[test]
fn counts() {
    let good = [
        ("4", 4),
        ("four", 4),
        ("somos 5", 5),
        ("a couple", 2),
        ("dos adultos y dos niños", 4),
        ("una docena", 12),
        ("just me", 1),
        ("2 adults and a baby", 3),
        ("me and 3 friends", 4),
        ("we are six", 6),
        ("veinticinco", 25),
        ("twenty-two", 22),
        ("para 3 personas", 3),
        ("mi mujer y yo", 2),
        ("treinta y dos", 32),
        ("3 people please", 3),
        ("the four of us", 4),
        ("half a dozen", 6),
        ("table for 4", 4),
        ("4 + 2 kids", 6),
    ];
    for (text, expected) in good {
        assert_eq!(
            count(text, &english()).map(crate::model::PartySize::get),
            Ok(expected),
            "{text}"
        );
    }
    for (text, problem) in [
        ("banana", CountProblem::NotANumber),
        ("", CountProblem::NotANumber),
        ("0", CountProblem::OutOfRange),
        ("51", CountProblem::OutOfRange),
        ("100000000000", CountProblem::OutOfRange),
        ("-3", CountProblem::OutOfRange),
        ("2.5", CountProblem::NotANumber),
    ] {
        assert_eq!(count(text, &english()), Err(problem), "{text}");
    }
}

#[test]
fn names() {
    for (text, expected) in [
        ("my name is Ana García", "Ana García"),
        ("a nombre de Ana", "Ana"),
        ("Ana", "Ana"),
        ("Ana?", "Ana"),
        ("under Smith please", "Smith"),
        ("me llamo José Luis", "José Luis"),
        ("it's for John", "John"),
        ("O'Brien", "O'Brien"),
        ("ana maría de la torre", "ana maría de la torre"),
        ("soy Luis.", "Luis"),
        ("Martin Luther King Jr.", "Martin Luther King Jr."),
    ] {
        assert_eq!(
            name(text).as_ref().map(crate::model::Name::as_str),
            Ok(expected),
            "{text}"
        );
    }
    for (text, expected) in [
        ("at Luigi's", "Luigi's"),
        ("Hello Kitty Café", "Hello Kitty Café"),
        ("se llama Casa Pepe", "Casa Pepe"),
        ("\"El Bulli\"", "El Bulli"),
        ("it's called The Ivy", "The Ivy"),
        ("El Corte Inglés", "El Corte Inglés"),
    ] {
        assert_eq!(
            business(text).as_ref().map(crate::model::Name::as_str),
            Ok(expected),
            "{text}"
        );
    }
    assert!(name("???").is_err() && name("").is_err());
}

#[test]
fn categories_and_places() {
    for (text, expected) in [
        ("restaurant", Category::Restaurant),
        ("clínica", Category::Clinic),
        ("doctor", Category::Clinic),
        ("hotel", Category::Hotel),
        ("general", Category::General),
        ("otra cosa", Category::General),
        ("habitación doble", Category::Hotel),
        ("una cita en la peluquería", Category::General),
        ("the dentist", Category::Clinic),
        ("cenar", Category::Restaurant),
        ("something else", Category::General),
        ("resturant", Category::Restaurant),
    ] {
        assert_eq!(category(text), Some(expected), "{text}");
    }
    assert_eq!(category("banana"), None);
    for (text, expected) in [
        ("Europe/Madrid", "Europe/Madrid"),
        ("madrid", "Europe/Madrid"),
        ("new york", "America/New_York"),
        ("CET", "Europe/Paris"),
        ("europe/london", "Europe/London"),
        ("Los Ángeles", "America/Los_Angeles"),
        ("Ciudad de México", "America/Mexico_City"),
        ("Barcelona", "Europe/Madrid"),
        ("pacific time", "America/Los_Angeles"),
        ("UTC", "UTC"),
        ("London", "Europe/London"),
    ] {
        assert_eq!(
            timezone(text).map(|zone| zone.name()),
            Some(expected),
            "{text}"
        );
    }
    assert_eq!(timezone("banana"), None);
    for (text, expected) in [
        ("ES", "ES"),
        ("es", "ES"),
        ("Spain", "ES"),
        ("España", "ES"),
        ("espana", "ES"),
        ("USA", "US"),
        ("United Kingdom", "GB"),
        ("uk", "GB"),
        ("Alemania", "DE"),
        ("France", "FR"),
        ("🇪🇸", "ES"),
        ("DEU", "DE"),
        ("México", "MX"),
    ] {
        assert_eq!(
            region(text).as_ref().map(crate::model::Region::as_str),
            Some(expected),
            "{text}"
        );
    }
    assert_eq!(region("banana"), None);
    for (text, expected) in [
        ("English", Some(Language::En)),
        ("español", Some(Language::Es)),
        ("castellano", Some(Language::Es)),
        ("en", Some(Language::En)),
        ("es-MX", Some(Language::Es)),
        ("in Spanish", Some(Language::Es)),
        ("french", None),
    ] {
        assert_eq!(language(text), expected, "{text}");
    }
}

#[test]
fn control_words() {
    use Control::{Back, Cancel, Help, No, Skip, Yes};
    for (text, expected) in [
        ("skip", Skip),
        ("Never mind", Cancel),
        ("atrás", Back),
        ("SALTAR", Skip),
        ("omitir.", Skip),
        ("cancelar", Cancel),
        ("ayuda", Help),
        ("go back", Back),
        ("no thanks", Skip),
        ("Sí", Yes),
        ("yes please", Yes),
        ("no", No),
        ("cancel please", Cancel),
        ("ok!", Yes),
        ("vale", Yes),
        ("👍", Yes),
        ("da igual", Skip),
        ("help?", Help),
    ] {
        assert_eq!(control(text), Some(expected), "{text}");
    }
    for text in [
        "no, 5 people",
        "help me move my sofa",
        "Ana",
        "yes I want 5",
        "back pain",
        "/skip?x",
        "",
        "cancel my dentist appointment",
    ] {
        assert_eq!(control(text).filter(|_| text != "/skip?x"), None, "{text}");
    }
}

#[test]
fn asides() {
    use Aside::{Frustration, Greeting, Nothing, Question, Thanks, WhoAreYou};
    for (text, expected) in [
        ("hello", Greeting),
        ("Hola!", Greeting),
        ("buenos días", Greeting),
        ("gracias", Thanks),
        ("thank you so much", Thanks),
        ("what is this?", Question),
        ("why do you need that?", Question),
        ("???", Question),
        ("¿para qué lo necesitas?", Question),
        ("is it free?", Question),
        ("are you a bot?", WhoAreYou),
        ("¿eres un robot?", WhoAreYou),
        ("this is useless", Frustration),
        ("no entiendes nada", Frustration),
        ("hmm", Nothing),
        ("🙂", Nothing),
        ("...", Nothing),
        ("", Nothing),
        ("how much does it cost", Question),
        ("por que", Question),
    ] {
        assert_eq!(aside(text), Some(expected), "{text}");
    }
    for text in [
        "Hello Kitty Café",
        "Ana?",
        "Thanksgiving dinner for 4",
        "can you book a table for 4?",
        "ask if they are open",
        "tomorrow?",
        "8pm?",
        "+34912345678",
        "por la tarde",
        "¿puedes llamar al dentista?",
        "Why Not Bar",
        "table for 4",
        "Gracias García",
        "hola, mesa para 4",
    ] {
        assert_eq!(aside(text), None, "{text}");
    }
}
