//! The dialogue that a person has with the bot, over and over.

/// A person's messages, and words that each reply must hold: a turn that went
/// wrong is reported, not counted.
pub const DIALOGUE: [(&str, &str); 7] = [
    ("/call", "Which number should I call?"),
    ("+1 415 555 2671", "What should I ask them for?"),
    (
        "Reserve a table for four, outside if they can",
        "Which name should I give?",
    ),
    ("Ana García", "For which day?"),
    ("tomorrow", "At what time?"),
    ("20:30", "They will hear an AI"),
    ("/cancel", "No call was made"),
];
