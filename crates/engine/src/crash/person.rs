//! The people of a run: their messages, the texts they wait for, and their
//! answers when the bot asks whether a call was made.

use std::time::Duration;

use chrono::TimeDelta;

use super::world::World;
use crate::bridge::Content;
use crate::chat::{ChatError, Outgoing};
use crate::test_bridge::{address_back, shown};
use kally_core::model::{ConversationId, MessageKey, Platform};
use kally_sandbox::Sandbox;
use kally_store::Record;

/// One thing that a person does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Say(Place, &'static str),
    /// They press the newest button with this label.
    Press(Place, &'static str),
    /// They wait until the bot says one of these.
    See(Place, &'static [&'static str]),
    /// They sign in at the page.
    Link(Place),
    /// Something happens at the service.
    Happen(fn(&Sandbox)),
    /// So many deliveries fail.
    Refuse(usize),
    /// This much time passes.
    Pass(Duration),
    /// The process is away for this long.
    Away(Duration),
    /// The clock of the process is set by this much.
    Set(TimeDelta),
}

/// A person in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Ana,
    /// Ana, in the room.
    AnaInRoom,
    /// Luis, in the room.
    LuisInRoom,
}

impl Place {
    pub(super) fn id(self) -> ConversationId {
        let (chat, user) = match self {
            Self::Ana => ("ana", "ana"),
            Self::AnaInRoom => ("family", "ana"),
            Self::LuisInRoom => ("family", "luis"),
        };
        ConversationId {
            platform: Platform::Terminal,
            chat: chat.to_owned(),
            thread: None,
            user: user.to_owned(),
        }
    }
}

/// A person's answer when asked whether to call again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nerve {
    LeavesIt,
    CallsAnyway,
}

impl Nerve {
    pub(super) const ALL: [Self; 2] = [Self::LeavesIt, Self::CallsAnyway];

    fn word(self) -> &'static str {
        match self {
            Self::LeavesIt => "leave it",
            Self::CallsAnyway => "call again anyway",
        }
    }
}

/// The texts for a person who has to decide.
const UNDECIDED: &[&str] = &[
    "If you call again, they may get two calls",
    "It's still not known whether the first one was made",
    "I have stopped following it",
    "I have stopped asking",
];
/// The texts for a person who has to sign in, unless the scenario expects them.
const SIGNED_OUT: &[&str] = &["KallyAI no longer accepts", "I'm no longer signed in"];
const LEFT: &str = "I'll leave it there";
const LINKED_ALREADY: &str = "has been linked since";

/// All people of a run, doing one step after the other.
pub(super) struct People<'a> {
    world: &'a mut World,
    nerve: Nerve,
    /// For each place, the first message that the person has not waited for.
    marks: Vec<(Place, usize)>,
    answered: Vec<MessageKey>,
    /// How often somebody was asked.
    pub(super) asked: usize,
    /// How often somebody had it called again anyway.
    pub(super) anyway: usize,
    signed_in: Vec<MessageKey>,
    /// Those who left a call alone: their next wishes are off.
    left: Vec<String>,
}

impl<'a> People<'a> {
    pub(super) fn new(world: &'a mut World, nerve: Nerve) -> Self {
        Self {
            world,
            nerve,
            marks: Vec::new(),
            answered: Vec::new(),
            asked: 0,
            anyway: 0,
            signed_in: Vec::new(),
            left: Vec::new(),
        }
    }

    pub(super) async fn act(&mut self, steps: &[Step]) {
        for step in steps {
            match *step {
                Step::Say(place, words) if !self.has_left(place) => {
                    self.mark(place);
                    let words = Content::Text(words.to_owned());
                    self.world.hear(&place.id(), words).await;
                }
                Step::Press(place, label) if !self.has_left(place) => {
                    let token = self.button(place, label);
                    self.mark(place);
                    self.world.hear(&place.id(), Content::Press(token)).await;
                }
                Step::See(place, texts) => self.see(place, texts).await,
                Step::Link(place) => {
                    self.mark(place);
                    self.mark(Place::AnaInRoom);
                    self.link(&place.id()).await;
                }
                Step::Happen(what) => what(&self.world.service.sandbox),
                Step::Refuse(times) => {
                    let fault = || ChatError::Fault("out of reach".to_owned());
                    let faults = std::iter::repeat_with(fault).take(times);
                    self.world.chat().fail_next(faults);
                }
                Step::Pass(time) => self.world.pass(time).await,
                Step::Away(time) => self.world.be_away(time).await,
                Step::Set(by) => self.world.set_clock(by),
                Step::Say(..) | Step::Press(..) => {}
            }
        }
        self.world.finish().await;
        while self.decide().await {
            self.world.finish().await;
        }
    }

    /// A person who is told that they are signed out signs in again.
    async fn sign_in(&mut self) -> bool {
        let sent = self.world.chat().sent();
        let asks = |text: &str| SIGNED_OUT.iter().any(|words| text.contains(words));
        let Some(asked) = sent.iter().find(|sent| {
            asks(&sent.reply.body.to_plain()) && !self.signed_in.contains(&sent.message)
        }) else {
            return false;
        };
        let (asked, to) = (asked.message, asked.to.clone());
        self.signed_in.push(asked);
        self.link(&to).await;
        // The notice that `/login` itself brought, if any, is answered as well.
        let sent = self.world.chat().sent();
        let said = sent
            .iter()
            .rev()
            .find(|sent| shown(sent).contains("state="));
        self.signed_in.extend(said.map(|sent| sent.message));
        true
    }

    /// They ask for a link, sign in by it, send the address at which the browser
    /// ends, and say that the account is theirs.
    async fn link(&mut self, who: &ConversationId) {
        let home = ConversationId::private_with(&who.chat_user());
        let before = self.world.chat().sent().len();
        let login = Content::Text("/login".to_owned());
        self.world.hear(&home, login).await;
        let offer = self.hears(&home, before, &["state=", LINKED_ALREADY]).await;
        let offer = shown(&offer);
        if offer.contains(LINKED_ALREADY) {
            return;
        }
        let address = address_back(&offer, &self.world.service.sandbox, &who.user);
        self.world.hear(&home, Content::Text(address)).await;
        let question = self.hears(&home, before, &["Is that your account?"]).await;
        let yes = question.reply.choices[0].token.clone();
        self.world.hear(&home, Content::Press(yes)).await;
    }

    /// The newest message in a conversation that says one of these, once it is
    /// there.
    async fn hears(&mut self, home: &ConversationId, since: usize, texts: &[&str]) -> Outgoing {
        loop {
            self.world.settle().await;
            let sent = self.world.chat().sent();
            let mut here = sent[since..].iter().rev().filter(|sent| sent.to == *home);
            let says = |sent: &&Outgoing| texts.iter().any(|text| shown(sent).contains(text));
            if let Some(found) = here.find(says) {
                return found.clone();
            }
            let goes_on = self.world.wait().await;
            assert!(goes_on, "waits for {texts:?} in vain: {sent:#?}");
        }
    }

    fn has_left(&self, place: Place) -> bool {
        self.left.contains(&place.id().user)
    }

    fn mark(&mut self, place: Place) {
        let here = self.world.chat().sent().len();
        self.marks.retain(|(marked, _)| *marked != place);
        self.marks.push((place, here));
    }

    fn said_since(&self, place: Place) -> Vec<String> {
        let mark = self.marks.iter().find(|(marked, _)| *marked == place);
        let since = mark.map_or(0, |(_, since)| *since);
        let sent = self.world.chat().sent();
        let here = sent.iter().skip(since).filter(|sent| sent.to == place.id());
        here.map(crate::test_bridge::shown).collect()
    }

    async fn see(&mut self, place: Place, texts: &[&str]) {
        loop {
            self.world.settle().await;
            let said = self.said_since(place);
            if said
                .iter()
                .any(|said| texts.iter().any(|text| said.contains(text)))
            {
                return;
            }
            if self.has_left(place) {
                return;
            }
            if self.decide().await {
                continue;
            }
            let goes_on = self.world.wait().await;
            if !goes_on {
                let all = self.world.chat().texts().join("\n---\n");
                let died = self.world.points.died_at();
                panic!("{place:?} waits for {texts:?} in vain after dying at {died:?}:\n{all}");
            }
        }
    }

    /// A person who is asked whether a call was made first lets the bot look
    /// again, then decides. Returns whether anybody was asked.
    async fn decide(&mut self) -> bool {
        if self.sign_in().await {
            return true;
        }
        let sent = self.world.chat().sent();
        let asks = |text: &str| UNDECIDED.iter().any(|words| text.contains(words));
        let Some(question) = sent.iter().find(|sent| {
            asks(&sent.reply.body.to_plain()) && !self.answered.contains(&sent.message)
        }) else {
            return false;
        };
        self.answered.push(question.message);
        self.asked += 1;
        let places = [Place::Ana, Place::AnaInRoom, Place::LuisInRoom];
        let place = places.into_iter().find(|place| place.id() == question.to);
        let place = place.expect("somebody's place");
        let first = self.answered.len() == 1;
        let words = if first {
            "check again"
        } else {
            self.nerve.word()
        };
        let follows = question.reply.choices.len() < 3;
        // Nobody tries for ever.
        let words = if follows || self.anyway >= 3 {
            Nerve::LeavesIt.word()
        } else {
            words
        };
        self.anyway += usize::from(words == Nerve::CallsAnyway.word());
        // While other calls wait, words may mean one of those.
        let mut choices = question.reply.choices.iter();
        let label = |label: &str| label.to_lowercase() == words;
        let pressed = choices.find(|choice| label(&choice.label));
        let content = match pressed.filter(|_| self.waiting_calls() > 0) {
            Some(choice) => Content::Press(choice.token.clone()),
            None => Content::Text(words.to_owned()),
        };
        self.world.hear(&place.id(), content).await;
        if words == Nerve::LeavesIt.word() {
            self.left.push(place.id().user);
            self.world.settle().await;
            let said = self.said_since(place);
            assert!(said.iter().any(|said| said.contains(LEFT)), "{said:?}");
        }
        true
    }

    /// How many calls wait for their time.
    fn waiting_calls(&self) -> usize {
        let records = self.world.disk().records();
        let waits = |record: &&Record| matches!(record, Record::Call(call) if call.due().is_some());
        records.iter().filter(waits).count()
    }

    fn button(&self, place: Place, label: &str) -> String {
        let sent = self.world.chat().sent();
        let here = sent.iter().rev().filter(|sent| sent.to == place.id());
        let mut choices = here.flat_map(|sent| &sent.reply.choices);
        let choice = choices.find(|choice| choice.label == label);
        choice.expect("a button").token.clone()
    }
}
