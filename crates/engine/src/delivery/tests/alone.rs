//! The outbox by itself, with a chat that does as it is told.

use std::collections::VecDeque;

use async_trait::async_trait;
use uuid::Uuid;

use super::super::*;
use kally_core::model::{MessageKey, Weight};
use kally_runtime::{ManualClock, SystemClock};
use kally_store::{MessageRecord, SledOptions, SledStore, read_one, samples};

const LIMIT: Duration = Duration::from_secs(20);

/// A delivery as the chat saw it: the message to replace, and the words.
type Given = (Option<MessageRef>, String);

#[derive(Default)]
struct ToldChat {
    given: watch::Sender<Vec<Given>>,
    answers: Mutex<VecDeque<Result<MessageRef, ChatError>>>,
    typed: watch::Sender<usize>,
}

#[async_trait]
impl Chat for ToldChat {
    fn platform(&self) -> Platform {
        samples::lane("x").platform
    }

    async fn deliver(&self, outgoing: &Outgoing) -> Result<MessageRef, ChatError> {
        let words = outgoing.reply.body.to_plain();
        let given = (outgoing.replaces.clone(), words);
        self.given.send_modify(|all| all.push(given));
        let answer = self.answers.lock().unwrap().pop_front();
        answer.unwrap_or_else(|| Ok(MessageRef("r".to_owned())))
    }

    async fn strip(&self, _from: &ConversationId, message: &MessageRef) -> Result<(), ChatError> {
        let given = (Some(message.clone()), "no buttons".to_owned());
        self.given.send_modify(|all| all.push(given));
        Ok(())
    }

    async fn typing(&self, _to: &ConversationId) {
        self.typed.send_modify(|times| *times += 1);
    }
}

struct Bench {
    chat: Arc<ToldChat>,
    store: Arc<dyn Store>,
    doorbells: Arc<Doorbells>,
    tasks: Tasks,
    clock: Arc<dyn Clock>,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new(clock: Arc<dyn Clock>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::open(folder.path(), &SledOptions::default()).unwrap();
        Self {
            chat: Arc::default(),
            store: Arc::new(store),
            doorbells: Arc::default(),
            tasks: Tasks::default(),
            clock,
            _folder: folder,
        }
    }

    fn start(&self) -> Arc<Delivery> {
        let delivery = Arc::new(Delivery::new(
            Arc::clone(&self.store),
            vec![Arc::clone(&self.chat) as _],
            Arc::clone(&self.clock),
            self.tasks.clone(),
            Arc::clone(&self.doorbells),
        ));
        self.tasks.spawn(Arc::clone(&delivery).run());
        delivery
    }

    async fn put(&self, lane: &ConversationId, messages: &[(u128, &str, DeliveryModeV1, Weight)]) {
        self.put_with(lane, messages, |_| {}).await;
    }

    async fn put_with(
        &self,
        lane: &ConversationId,
        messages: &[(u128, &str, DeliveryModeV1, Weight)],
        change: impl Fn(&mut OutboxRecord),
    ) {
        let record =
            |(id, text, mode, weight): &(u128, &str, DeliveryModeV1, Weight)| OutboxRecord {
                message: MessageKey(Uuid::from_u128(*id)),
                mode: *mode,
                weight: *weight,
                created_at: self.clock.now(),
                ..samples::message(lane, text)
            };
        let mut send: Vec<_> = messages.iter().map(record).collect();
        send.iter_mut().for_each(change);
        self.store
            .commit(Commit {
                send,
                ..Commit::default()
            })
            .await
            .unwrap();
        self.doorbells.delivery.ring(lane.clone());
    }

    fn answer(&self, answers: impl IntoIterator<Item = Result<MessageRef, ChatError>>) {
        self.chat.answers.lock().unwrap().extend(answers);
    }

    async fn given(&self, count: usize) -> Vec<Given> {
        let mut given = self.chat.given.subscribe();
        let waiting = given.wait_for(|given| given.len() >= count);
        let found = tokio::time::timeout(LIMIT, waiting).await;
        found.expect("it is delivered").unwrap().clone()
    }

    async fn stop(self) {
        self.tasks.shut_down(LIMIT).await;
        self.store.close().await.unwrap();
    }
}

fn reference(name: &str) -> MessageRef {
    MessageRef(name.to_owned())
}

#[tokio::test]
async fn a_call_s_progress_holds_nothing_up() {
    use DeliveryModeV1::{Edit, Send, SendToEdit};
    let bench = Bench::new(Arc::new(SystemClock));
    let lane = samples::lane("room");
    let waiting = [
        (1, "calling soon", SendToEdit, Weight::Status),
        (1, "calling", Edit, Weight::Status),
        (2, "a table", Send, Weight::Outcome),
        (1, "over", Edit, Weight::Status),
        (3, "the month", Edit, Weight::Answer),
    ];
    bench.put(&lane, &waiting).await;
    bench.start();
    let given = bench.given(4).await;
    let words: Vec<_> = given.iter().map(|(_, words)| words.as_str()).collect();
    // A message that a later edit replaces is skipped.
    assert_eq!(words, ["calling soon", "a table", "the month", "over"]);
    bench.stop().await;
}

#[tokio::test]
async fn a_message_that_shows_something_new_keeps_its_buttons() {
    use DeliveryModeV1::{Send, SendToEdit, Strip};
    let bench = Bench::new(Arc::new(SystemClock));
    let lane = samples::lane("room");
    bench.answer(["card:1", "card:2", "end:3"].map(|name| Ok(reference(name))));
    let questions = [
        (1, "one", SendToEdit, Weight::Answer),
        (2, "two", SendToEdit, Weight::Answer),
    ];
    bench.put(&lane, &questions).await;
    // The press that ended both was on the first.
    let over = [1, 2].map(|key| (key, "", Strip, Weight::Status));
    let pressed = |record: &mut OutboxRecord| record.spares = Some(reference("card:1"));
    bench.put_with(&lane, &over, pressed).await;
    let delivery = bench.start();
    tokio::time::timeout(LIMIT, delivery.settled(&lane))
        .await
        .unwrap();
    bench
        .put(&lane, &[(3, "the end", Send, Weight::Answer)])
        .await;
    let stripped: Vec<_> = bench.given(4).await.into_iter().skip(2).collect();
    let expected = [(Some("card:2"), "no buttons"), (None, "the end")];
    let expected = expected.map(|(of, words)| (of.map(reference), words.to_owned()));
    assert_eq!(stripped, expected);
    bench.stop().await;
}

#[tokio::test]
async fn what_was_sent_anew_is_what_is_edited_next() {
    use DeliveryModeV1::{Edit, EditLast, SendToEdit};
    let bench = Bench::new(Arc::new(SystemClock));
    let lane = samples::lane("room");
    bench.answer(["old:1", "new:1", "new:1"].map(|name| Ok(reference(name))));
    let delivery = bench.start();
    for (text, mode) in [("soon", SendToEdit), ("calling", Edit), ("over", EditLast)] {
        bench.put(&lane, &[(1, text, mode, Weight::Status)]).await;
        tokio::time::timeout(LIMIT, delivery.settled(&lane))
            .await
            .unwrap();
    }
    let replaced: Vec<_> = bench.given(3).await.into_iter().map(|(of, _)| of).collect();
    let expected = [None, Some(reference("old:1")), Some(reference("new:1"))];
    assert_eq!(replaced, expected);
    // Nothing is stored about a message that is not edited any more.
    let key = MessageKey(Uuid::from_u128(1));
    let kept = read_one::<MessageRecord>(&*bench.store, &key)
        .await
        .unwrap();
    assert_eq!(kept.into_record(), None);
    bench.stop().await;
}

#[tokio::test]
async fn a_chat_that_is_back_wakes_what_waits_for_it() {
    let bench = Bench::new(Arc::new(SystemClock));
    let lane = samples::lane("room");
    let platform = lane.platform;
    let away = || Err(ChatError::Away("blocked".to_owned()));
    bench.answer([away(), away()]);
    bench.start();
    let message = [(1, "a table", DeliveryModeV1::Send, Weight::Outcome)];
    bench.put(&lane, &message).await;
    bench.given(1).await;
    // The person's own chat counts too: an outcome may have gone there.
    bench.doorbells.chats.ring((platform, lane.user.clone()));
    bench.given(2).await;
    bench
        .doorbells
        .chats
        .ring((platform, "elsewhere".to_owned()));
    bench.doorbells.chats.ring((platform, lane.chat.clone()));
    bench.given(3).await;
    assert_eq!(bench.chat.given.borrow().len(), 3);
    bench.stop().await;
}

#[tokio::test]
async fn typing_is_shown_while_something_slow_is_under_way() {
    let clock = Arc::new(ManualClock::new(samples::at(0)));
    let bench = Bench::new(Arc::clone(&clock) as _);
    let lane = samples::lane("room");
    let delivery = bench.start();
    let typed = async |times: usize| {
        let mut typed = bench.chat.typed.subscribe();
        let waiting = typed.wait_for(|typed| *typed == times);
        tokio::time::timeout(LIMIT, waiting).await.unwrap().unwrap();
    };
    let pass = async |time: Duration| {
        let watched = clock.watched_by(1);
        tokio::time::timeout(LIMIT, watched).await.unwrap();
        clock.advance(time);
    };
    // A quick task is not shown at all.
    drop(bench.doorbells.presence.begin(&lane));
    pass(Duration::from_secs(1)).await;
    let at_work = bench.doorbells.presence.begin(&lane);
    let again = bench.doorbells.presence.begin(&lane);
    pass(Duration::from_millis(400)).await;
    typed(1).await;
    drop(again);
    pass(Duration::from_secs(4)).await;
    typed(2).await;
    drop(at_work);
    pass(Duration::from_secs(4)).await;
    let idle = async {
        while !delivery.typing.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LIMIT, idle).await.unwrap();
    assert_eq!(*bench.chat.typed.borrow(), 2);
    bench.stop().await;
}
