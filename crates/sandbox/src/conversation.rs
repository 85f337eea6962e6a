//! The words on the sandbox's phone, in English and Spanish, from the request's
//! own details.

use serde_json::{Value, json};

use super::order::Order;
use super::scenario::Scenario;
use super::state::PhoneCall;

/// How many entries the long transcript has.
const LONG: usize = 200;

/// The outcome of a call, in words.
pub(super) struct Summary {
    pub(super) highlights: String,
    pub(super) next_steps: Option<String>,
}

/// The outcome of a call that was answered or recorded; `None` while it runs.
pub(super) fn summary(call: &PhoneCall) -> Option<Summary> {
    let order = &call.order;
    let subject = subject(order);
    let (english, spanish) = match call.status {
        "success" if call.scenario == Scenario::SaysWhen => (
            (
                "They asked to call another time.".to_owned(),
                Some("Call back tomorrow at 10.".to_owned()),
            ),
            (
                "Han pedido que llames en otro momento.".to_owned(),
                Some("Vuelve a llamar mañana a las 10.".to_owned()),
            ),
        ),
        "success" if order.category == "general" => {
            let answer = answer(order);
            (
                (format!("They answered: {answer}."), None),
                (format!("Han contestado: {answer}."), None),
            )
        }
        "success" => (
            (
                format!("They confirmed {subject}."),
                Some("Arrive ten minutes early; call back to change it.".to_owned()),
            ),
            (
                format!("Han confirmado {subject}."),
                Some("Llega diez minutos antes; llama si quieres cambiarlo.".to_owned()),
            ),
        ),
        "voicemail" => (
            (
                format!("Left a message about {subject}."),
                Some("Wait for them to call back.".to_owned()),
            ),
            (
                format!("Se dejó un mensaje sobre {subject}."),
                Some("Espera a que devuelvan la llamada.".to_owned()),
            ),
        ),
        "failed" => (
            (
                "The line broke up before anything was agreed.".to_owned(),
                Some("Try again later.".to_owned()),
            ),
            (
                "La línea se cortó antes de acordar nada.".to_owned(),
                Some("Inténtalo más tarde.".to_owned()),
            ),
        ),
        _ => return None,
    };
    let (highlights, next_steps) = if order.spanish { spanish } else { english };
    Some(Summary {
        highlights,
        next_steps,
    })
}

/// The transcript's entries; none if nobody spoke.
pub(super) fn entries(call: &PhoneCall) -> Vec<Value> {
    let mut lines = match call.status {
        "success" => answered(&call.order),
        "voicemail" => vec![
            (
                "HUMAN",
                pick(&call.order, "Please leave a message.", "Deje su mensaje."),
            ),
            ("AI", greeting(&call.order)),
        ],
        _ => Vec::new(),
    };
    if call.scenario == Scenario::LongTranscript && !lines.is_empty() {
        lines = lines.into_iter().cycle().take(LONG).collect();
    }
    // Spread over the length of the call.
    let length = call.whole_seconds();
    let count = lines.len().max(1);
    let entry = |(index, (speaker, content)): (usize, (&str, String))| {
        let at = length * index / count;
        let timestamp = format!("{:02}:{:02}:{:02}", at / 3600, at / 60 % 60, at % 60);
        json!({"speaker": speaker, "content": content, "timestamp": timestamp})
    };
    lines.into_iter().enumerate().map(entry).collect()
}

fn answered(order: &Order) -> Vec<(&'static str, String)> {
    let place = order.business.clone();
    let place = place.unwrap_or_else(|| pick(order, "the front desk", "recepción"));
    let subject = subject(order);
    let asks = order.category == "general";
    let (hello, request, yes, thanks) = if order.spanish {
        (
            format!("Hola, {place}, ¿dígame?"),
            format!("Quisiera {subject}. En concreto: {}", order.task),
            match asks {
                true => format!("Claro: {}.", answer(order)),
                false => "Sí, perfecto, queda anotado.".to_owned(),
            },
            "Muchas gracias, adiós.".to_owned(),
        )
    } else {
        (
            format!("Hello, this is {place}."),
            format!("I would like {subject}. In their words: {}", order.task),
            match asks {
                true => format!("Certainly: {}.", answer(order)),
                false => "Yes, that works, I have written it down.".to_owned(),
            },
            "Thank you very much, goodbye.".to_owned(),
        )
    };
    vec![
        ("HUMAN", hello),
        ("AI", greeting(order)),
        ("AI", request),
        ("HUMAN", yes),
        ("AI", thanks),
    ]
}

/// The answer to a question: a price if one was asked for, else a yes.
fn answer(order: &Order) -> String {
    let task = order.task.to_lowercase();
    let of_money = ["price", "cost", "how much", "precio", "cuesta", "cuánto"];
    match of_money.iter().any(|word| task.contains(word)) {
        true => pick(order, "45 dollars", "45 euros"),
        false => pick(order, "yes", "sí"),
    }
}

fn greeting(order: &Order) -> String {
    match (&order.name, order.spanish) {
        (Some(name), false) => format!("Hello, I am an AI calling for {name}."),
        (None, false) => "Hello, I am an AI calling for a client.".to_owned(),
        (Some(name), true) => format!("Hola, soy una IA y llamo de parte de {name}."),
        (None, true) => "Hola, soy una IA y llamo de parte de un cliente.".to_owned(),
    }
}

/// 'a table for 4 on 2026-01-28 at 20:00, in the name of John Smith'.
fn subject(order: &Order) -> String {
    let mut words = match order.category.as_str() {
        "restaurant" => pick(order, "a table", "una mesa"),
        "clinic" => pick(order, "an appointment", "una cita"),
        "hotel" => pick(order, "a room", "una habitación"),
        _ => pick(
            order,
            "an answer to the question",
            "una respuesta a la pregunta",
        ),
    };
    let mut add = |english: &str, spanish: &str, value: Option<String>| {
        if let Some(value) = value {
            words.push_str(&format!(" {} {value}", pick(order, english, spanish)));
        }
    };
    add("for", "para", order.party_size.map(|size| size.to_string()));
    add("on", "el", order.date.map(|date| date.to_string()));
    let time = order.time.map(|time| time.format("%H:%M").to_string());
    add("at", "a las", time);
    add("in the name of", "a nombre de", order.name.clone());
    words
}

fn pick(order: &Order, english: &str, spanish: &str) -> String {
    if order.spanish { spanish } else { english }.to_owned()
}
