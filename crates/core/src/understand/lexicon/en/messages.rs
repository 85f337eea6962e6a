//! English: whole messages that steer the dialogue or a call, or answer nothing.

use crate::understand::aside::Aside;
use crate::understand::call_word::CallWord;
use crate::understand::control::Control;
use crate::understand::leaving::Leaving;
use crate::understand::lexicon::topics::Messages;

#[rustfmt::skip]
pub(super) const WORDS: Messages = Messages {
    controls: &[
        (Control::Back, &[
            "back", "go back", "previous", "undo", "previous question", "one step back",
        ]),
        (Control::Skip, &[
            "no name needed", "no name necessary", "name doesn't matter", "any name", "any name will do", "the name doesn't matter",
            "skip", "skip it", "skip this", "skip that", "pass", "next", "none", "no thanks",
            "no thank you", "doesn't matter", "does not matter", "doesnt matter", "not needed",
            "no preference", "n a", "na", "nothing", "no name", "don't know", "dont know",
            "i don't know", "i dont know", "idk", "not sure", "leave it blank", "leave it empty",
            "whatever", "don't care", "i don't care", "dont care", "rather not say",
            "any", "either", "up to you", "you choose", "you decide",
        ]),
        (Control::Cancel, &[
            "cancel", "cancel it", "cancel that", "cancel this", "cancel the call", "stop",
            "abort", "quit", "exit", "never mind", "nevermind", "nvm", "forget it",
            "forget about it", "stop it", "don't call", "dont call", "end", "discard",
            "please cancel", "cancel please", "forget about the table", "forget the table",
            "forget the call", "let's leave it", "lets leave it", "i don't want to go any more",
            "i don't want to go anymore", "i don't want it any more", "i changed my mind",
            "not any more", "some other day", "another day", "leave it for another day",
            "scratch the whole thing", "scratch it", "call it off", "call the whole thing off", "drop it", "leave it", "forget the whole thing", "not needed any more", "no longer needed", "we don't need it any more",
            "don't bother calling", "don't bother", "no need to call", "don't call them", "don't ring them",
        ]),
        (Control::StartOver, &[
            "start over", "start again", "restart", "begin again", "from the beginning", "let's start over",
            "start from scratch", "new request",
        ]),
        (Control::Help, &[
            "help", "help me", "help please", "i need help", "how does this work",
            "what can you do", "commands",
            "what can you ask them", "what can you ask", "what can i ask", "what can you do for me", "what sort of things can you do",
        ]),
        (Control::Yes, &[
            "yes", "y", "yep", "yeah", "yup", "ya", "sure", "ok", "okay", "correct", "right",
            "that's right", "thats right", "yes please", "go", "go ahead", "do it", "call",
            "call now", "confirm", "confirmed", "looks good", "all good", "perfect", "fine",
            "sounds good", "agreed", "of course", "call them", "that's correct", "k", "kk",
            "yes call", "lgtm", "yes that's right", "yes call now", "go for it", "please do",
            "ring them", "call them now", "go ahead and call", "go ahead and ring them", "go ahead and call them", "make the call", "that works", "that's perfect", "that's all", "everything is right", "it's all correct", "all correct",
            "looks right", "that looks right", "seems right", "all right then", "you can call", "you can call now",
        ]),
        (Control::No, &[
            "no", "n", "nope", "nah", "not now", "no no", "don't", "not yet", "wrong", "incorrect",
            "that's wrong", "not right", "not correct", "no way",
        ]),
    ],
    fillers: &["yet", "really", "please", "pls", "thanks", "then", "just", "hmm", "uh", "um", "oh"],
    joints: &["and", "so", "then"],
    giving_up: &["nvm", "nevermind", "never mind", "scratch the whole thing", "forget the whole thing", "forget about it"],
    sighs: &["ugh", "ya know what", "you know what", "actually", "oh", "well", "nah", "argh", "sorry"],
    call_words: &[
        (CallWord::Stop, &[
            "stop", "stop it", "stop that", "stop now", "stop stop", "stop please", "please stop",
            "end it", "cancel the call", "cancel the phone call", "cancel call",
        ]),
        (CallWord::HangUp, &[
            "hang up", "hang up now", "hang up please", "please hang up", "hang up the call",
            "stop the call", "stop calling", "end the call", "end call", "stop the phone call",
            "abort the call",
        ]),
        (CallWord::Undo, &["undo", "undo it", "undo that", "take it back"]),
        (CallWord::Transcript, &["transcript", "the transcript", "where is my transcript", "where's my transcript", "show me the transcript", "transcript please", "send me the transcript", "what did they say", "what was said", "the full transcript", "i want the transcript", "show the transcript"]),
        (CallWord::Calendar, &["calendar"]),
        (CallWord::Again, &["call again", "again"]),
        (CallWord::CheckAgain, &["check again", "check"]),
        (CallWord::CallAnyway, &["call again anyway", "call anyway"]),
        (CallWord::LeaveIt, &["leave it"]),
    ],
    calling_again: &[
        "try again", "try calling again", "try them again", "try it again", "retry", "redial",
        "call again", "call them again", "call him again", "call her again", "call there again",
        "call back", "call them back", "ring again", "ring them again", "again",
    ],
    leaving: &[
        (Leaving::Now, &[
            "exit", "quit", "bye", "bye bye", "goodbye", "leave", "see you", "see you later",
        ]),
        (Leaving::How, &[
            "how do i leave", "how do i exit", "how do i quit", "how can i leave",
            "how can i exit", "how can i quit", "how to leave", "how to exit", "how to quit",
            "how do i get out", "how do i get out of here", "how do i close this",
            "how do i end this", "how do i stop this",
        ]),
    ],
    never_calls: &[
        "never call # again", "never ever call # again", "never call # any more",
        "never call # anymore", "never call #", "never ring # again", "never phone # again",
        "don't call # again", "don't ever call # again", "don't call # ever again",
        "don't call # any more", "don't call # anymore", "do not call # again",
        "do not ever call # again", "do not call # any more", "do not call # anymore",
        "stop calling # for good",
    ],
    never_objects: &[
        "this number", "that number", "this place", "that place", "these people", "those people",
        "them", "there", "it", "him", "her",
    ],
    asides: &[
        (Aside::Greeting, &[
            "hello", "hi", "hey", "hiya", "yo", "hello there", "hi there", "hey there",
            "good morning", "good afternoon", "good evening", "morning", "howdy", "hi bot",
            "hello bot", "how are you", "hello how are you", "hi how are you", "what's up",
            "whats up", "sup", "hello kally", "hi kally", "good day", "greetings", "helo", "hii",
            "heya",
        ]),
        (Aside::Thanks, &[
            "thanks", "thank you", "thx", "ty", "tysm", "cheers", "many thanks", "thanks a lot",
            "thank you very much", "thank you so much", "thanks so much", "great thanks",
            "ok thanks", "okay thanks", "perfect thanks", "much appreciated", "appreciate it",
            "thanks bot",
        ]),
        (Aside::WhoAreYou, &[
            "who are you", "what are you", "who is this", "who's this", "are you a bot",
            "are you human", "are you a robot", "are you real", "are you an ai", "is this a bot",
            "am i talking to a bot", "are you a person", "what is your name", "what's your name",
            "who am i talking to", "are you a real person",
        ]),
        (Aside::Frustration, &[
            "wtf", "this is useless", "useless", "you are useless", "you're useless", "this sucks",
            "you suck", "stupid bot", "stupid", "this doesn't work", "it doesn't work",
            "doesn't work", "not working", "this is not working", "you don't understand",
            "you dont understand", "i already told you", "i already said that",
            "i told you already", "ugh", "argh", "fuck", "fuck you", "damn", "shit",
            "this is stupid", "terrible", "are you kidding", "are you kidding me",
            "for god's sake", "come on", "omg", "ffs", "so annoying", "i give up",
        ]),
        (Aside::Nothing, &[
            "hmm", "hm", "hmmm", "mmm", "mm", "um", "umm", "uh", "uhm", "eh", "ah", "oh", "er",
            "em", "emm", "lol", "haha", "hahaha", "let me think", "let me see", "wait",
            "one moment", "one sec", "well", "test", "testing", "hold on", "give me a second",
            "oops", "asdf",
        ]),
        (Aside::Question, &[
            "what", "why", "how", "huh", "what do you mean", "what does that mean", "what is this",
            "what's this", "i don't understand", "i dont understand", "i don't get it", "why not",
            "what for", "which", "what number", "what should i put", "what should i write",
            "sorry", "pardon", "come again",
        ]),
    ],
    usual: &[
        "hold on", "hang on", "um hold on", "ummm hold on", "one sec", "one moment", "wait a minute", "give me a sec",
        "the same as last time", "same as last time", "same as before", "the same as before", "the usual", "like last time", "same again", "the same again", "same thing", "you know",
    ],
    waiting: &["hang on", "hold on", "one sec", "one second", "just a sec", "just a second", "give me a", "let me check", "lemme check", "let me ask", "i'll check", "i'm checking", "checking", "one moment", "need to ask", "i need to check", "i have to check", "i have to ask"],
    later_answers: &["i'll tell you later", "i'll get back to you", "tell you later", "let you know later", "i'll let you know"],
    question_openings: &[
        "why do", "why does", "why are", "why is", "why should", "why would", "why can", "why did",
        "why must", "what is", "what's", "what are you", "what do you", "what does", "what will",
        "what happens", "what kind", "what can", "what if", "how do", "how does", "how can",
        "how much does", "how much is", "how much will", "how long", "how come", "who will",
        "who can see", "who sees", "is this", "is it safe", "is it free", "is that", "do you",
        "does it", "does this", "can you", "can i", "could you", "will you", "will they",
        "will it", "are you", "do i have", "do i need", "do they", "should i", "where do",
        "where does", "where is", "when will", "which number", "which one", "what number",
        "what should", "what language", "are there", "may i",
        "what for",
    ],
    spoken_to: &["you", "your", "this", "that", "need", "me", "safe", "free", "cost"],
    of_bot: &["you", "your", "u", "yours", "why"],
    requested: &[
        "call", "book", "reserve", "ask", "make", "order", "schedule", "phone", "ring", "check",
        "get", "find", "cancel", "change", "arrange", "confirm", "table", "room", "appointment",
    ],
    before_question: &["but", "and", "wait", "ok", "hey"],
    whys: &["why"],
    bots: &["bot", "robot", "human", "ai", "machine"],
    disclosing: &["tell", "know", "say", "mention", "told", "realise", "realize", "pretend", "admit"],
    are_you: &["are you", "is this"],
    common: &["the", "and", "for", "with", "want", "need", "would", "like", "please", "call", "book", "table", "tomorrow", "tonight", "can", "you", "my", "we", "is", "are", "of", "at", "to", "in", "on", "this", "what", "when", "how", "i", "i'd", "it", "that", "thanks", "hello", "hi", "hey", "help", "ask", "if", "they", "have", "them", "me", "people", "there", "some", "next", "good", "morning"],
    speak_with_me: &[
        "speak #", "speak # with me", "speak # please", "talk to me in #",
        "talk # to me",
        "can you speak #",
        "could you speak #",
        "do you speak #",
        "please speak #",
        "# please",
        "in # please",
        "answer in #",
        "reply in #",
        "write in #",
        "write to me in #",
        "switch to #",
        "change to #",
        "change the language to #",
        "set the language to #",
        "i prefer #",
    ],
};
