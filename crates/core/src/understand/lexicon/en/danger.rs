//! English: danger, and phrases that only sound like it.

use crate::understand::lexicon::topics::DangerWords;

#[rustfmt::skip]
pub(super) const WORDS: DangerWords = DangerWords {
    whole: &[
        "emergency", "it's an emergency", "its an emergency", "this is an emergency",
        "medical emergency", "it's a medical emergency", "this is a medical emergency", "mayday",
        "save me", "save us", "fire", "fire fire", "ambulance", "police", "ambulance please",
        "police please", "an ambulance", "the police", "an ambulance please", "emergency services",
        "call emergency", "call emergency services", "i'm in danger", "im in danger",
        "i am in danger", "we are in danger", "we're in danger",
    ],
    anywhere: &[
        "can't breathe", "cant breathe", "cannot breathe", "isn't breathing", "isnt breathing",
        "not breathing", "stopped breathing", "having a heart attack", "having a stroke",
        "having a seizure", "is unconscious", "bleeding to death", "bleeding out",
        "bleeding heavily", "bleeding badly", "bleeding a lot", "won't stop bleeding",
        "was stabbed", "been stabbed", "was shot", "been shot", "got shot", "got stabbed",
        "has a gun", "has a knife", "with a gun", "with a knife", "is choking", "i'm choking",
        "took an overdose", "has overdosed", "overdosed on", "breaking into my",
        "breaking in right now", "broke into my house", "broken into my house",
        "trying to kill me", "trying to kill us", "going to kill me", "wants to kill me",
        "is attacking me", "are attacking me", "attacking us", "is beating me", "is hitting me",
        "being attacked", "being robbed", "being raped", "was raped", "been raped", "i'm drowning",
        "is drowning", "smell gas", "smells of gas", "gas leak", "carbon monoxide poisoning",
        "i've been kidnapped", "been kidnapped", "was kidnapped",
    ],
    dying: &[
        "i'm dying", "im dying", "i am dying", "is dying", "he's dying", "she's dying",
        "we're dying", "we are dying", "are dying", "going to die", "gonna die",
    ],
    in_jest: &["to", "for", "of", "with", "if", "laughing", "from", "out"],
    fires: &["there's a fire", "theres a fire", "there is a fire", "there's fire"],
    no_fires: &[
        "pit", "place", "fireplace", "exit", "escape", "station", "museum", "sale", "show",
        "drill", "alarm", "truck", "hydrant", "extinguisher", "department", "brigade", "door",
    ],
    denied: &["about", "no", "without"],
    gas: &["smells of gas", "gas leak"],
    known_gas: &["a", "my"],
    there_is: &["is", "there's", "have"],
    on_fire: &["on fire"],
    burning: &[
        "house", "home", "kitchen", "building", "flat", "apartment", "car", "room", "office",
        "garage",
    ],
    burns: &["is", "'s", "are", "on"],
    burning_whole: &["house's on fire", "my hair is on fire", "i'm on fire"],
    asked: &["if", "whether"],
    despair: &[
        "kill myself", "end my life", "take my own life", "want to die", "wanna die", "suicidal",
        "commit suicide", "don't want to live",
    ],
    despair_in_jest: &["want to die of", "want to die laughing"],
    others_want: &[],
    kill_me: &[],
    asking: &[
        "call", "phone", "ring", "dial", "need", "send", "get", "want", "alert", "fetch",
        "contact",
    ],
    to: &[
        "for me", "for an", "for", "me", "us", "him", "her", "them", "urgently", "right now",
        "now", "quickly", "in", "help from",
    ],
    the: &["the", "an", "a", "some"],
    services: &[
        "ambulance", "ambulances", "police", "cops", "fire brigade", "fire department",
        "fire service", "firefighters", "firemen", "paramedics", "paramedic", "emergency services",
        "coastguard", "coast guard",
    ],
    a_place: &[
        "station", "museum", "academy", "office", "report", "bar", "concert", "tickets", "band",
        "ride", "bill", "company", "service", "insurance", "transfer", "driver", "job",
        "clearance", "check", "officer s", "exchange", "ball", "shop", "store", "pub",
        "restaurant", "hotel", "headquarters", "association", "non", "records", "certificate",
        "dental", "escape room", "auction", "helmet", "costume", "toy", "for sale", "chaplain",
    ],
    local: &["local", "nearest"],
    name_articles: &["the"],
    everyday: &[
        "book", "reserve", "table", "appointment", "price", "opening", "hours", "ticket",
        "tickets", "cost", "costs", "invoice", "bill", "reservation", "concert", "museum",
        "lost property", "passport", "fine", "certificate", "open", "job", "calendar", "visit",
        "birthday", "cheapest", "permit", "renew", "parking",
    ],
    threatened: &[],
};
