//! Calls against the sandbox: under every fault a call is placed at most once,
//! and its outcome arrives.

use std::time::Duration;

use super::*;
use crate::bridge::Content;
use crate::test_bridge::{TestBridge, quick_calls as sandbox};
use kally_sandbox::{Drop, Fault, Options};

async fn confirmed(options: Options, number: &str) -> TestBridge {
    let mut bridge = TestBridge::linked(options).await;
    bridge
        .say(&format!(
            "/call {number}, table for four tomorrow at 8 under Ana"
        ))
        .await;
    bridge.chat.wait_for(0, "They will hear").await;
    bridge
}

#[tokio::test]
async fn a_call_is_placed_once_and_its_outcome_arrives() {
    let mut bridge = confirmed(sandbox(), "+1 415 555 2671").await;
    let before = bridge.say("call now").await;
    bridge.chat.wait_for(before, "Call finished").await;
    assert_eq!(bridge.sandbox.dialled().len(), 1);
    let open = bridge.store.open_work(Work::Calls, None, 10).await.unwrap();
    assert!(open.is_empty(), "no work is left");
    bridge.stop().await;
}

#[tokio::test]
async fn contact_lost_after_dialling_is_settled_by_the_history() {
    for number in ["+1 415 555 0131", "+1 415 555 0134"] {
        let mut bridge = confirmed(sandbox(), number).await;
        let before = bridge.say("call now").await;
        bridge.chat.wait_for(before, "Call finished").await;
        assert_eq!(bridge.sandbox.dialled().len(), 1, "{number}");
        assert!(
            !bridge
                .chat
                .texts()
                .iter()
                .any(|text| text.contains("lost contact")),
            "{number}: nobody is alarmed"
        );
        bridge.stop().await;
    }
}

#[tokio::test]
async fn what_the_history_cannot_decide_is_asked_and_never_redialled() {
    let mut bridge = confirmed(sandbox(), "+1 415 555 0132").await;
    let before = bridge.say("call now").await;
    bridge
        .chat
        .wait_for(before, "I'm checking KallyAI's history")
        .await;
    let asked = bridge.chat.wait_for(before, "doesn't show it").await;
    assert_eq!(bridge.sandbox.dialled().len(), 0);
    bridge.restart().await;
    assert_eq!(
        bridge.sandbox.dialled().len(),
        0,
        "a restart does not decide for the person"
    );
    bridge.say("check again").await;
    bridge.chat.wait_for(asked + 1, "doesn't show it").await;
    let before = bridge.say("leave it").await;
    bridge.chat.wait_for(before, "I'll leave it there").await;
    assert!(
        bridge
            .store
            .open_work(Work::Calls, None, 10)
            .await
            .unwrap()
            .is_empty()
    );
    bridge.stop().await;
}

/// The history shows the call only while the person is being asked.
#[tokio::test]
async fn calling_again_anyway_looks_at_the_history_first() {
    let mut bridge = confirmed(
        Options {
            idempotency: false,
            ..sandbox()
        },
        "+1 415 555 2671",
    )
    .await;
    // Dialled, the answer lost, and the history unavailable for a while.
    bridge.sandbox.fail(Fault {
        method: Some("POST".to_owned()),
        drop: Some(Drop::After),
        ..Fault::at("/v1/calls")
    });
    let before = bridge.say("call now").await;
    while bridge.sandbox.dialled().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    bridge.sandbox.fail(Fault {
        method: Some("GET".to_owned()),
        times: 1000,
        status: Some(503),
        ..Fault::at("/v1/calls")
    });
    bridge.chat.wait_for(before, "hasn't told me since").await;
    bridge.sandbox.clear_faults();
    let before = bridge.say("call again anyway").await;
    bridge.chat.wait_for(before, "Call finished").await;
    assert_eq!(bridge.sandbox.dialled().len(), 1, "the first one was found");
    bridge.stop().await;
}

#[tokio::test]
async fn a_token_that_expires_is_renewed_silently() {
    let mut bridge = confirmed(sandbox(), "+1 415 555 2671").await;
    bridge.sandbox.expire_access_tokens();
    let before = bridge.say("call now").await;
    bridge.chat.wait_for(before, "Call finished").await;
    assert_eq!(bridge.sandbox.dialled().len(), 1);
    bridge.stop().await;
}

#[tokio::test]
async fn a_sign_in_that_is_gone_keeps_the_request_and_offers_the_link() {
    let mut bridge = confirmed(sandbox(), "+1 415 555 2671").await;
    bridge.sandbox.revoke_all();
    let before = bridge.say("call now").await;
    bridge
        .chat
        .wait_for(before, "no longer accepts your sign-in")
        .await;
    assert_eq!(bridge.sandbox.dialled().len(), 0);
    bridge.link().await;
    let before = bridge.say("done").await;
    bridge
        .chat
        .wait_for(before, "Here is your request again")
        .await;
    let before = bridge.say("call now").await;
    bridge.chat.wait_for(before, "Call finished").await;
    assert_eq!(bridge.sandbox.dialled().len(), 1);
    bridge.stop().await;
}

#[tokio::test]
async fn a_running_call_is_stopped_by_the_persons_word() {
    let options = Options {
        call_time: Duration::from_secs(15),
        ..Options::default()
    };
    let mut bridge = confirmed(options, "+1 415 555 2671").await;
    let before = bridge.say("call now").await;
    while bridge.sandbox.dialled().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    bridge.say("stop").await;
    bridge.chat.wait_for(before, "Hanging up").await;
    bridge.chat.wait_for(before, "✖️ The call ended").await;
    bridge.stop().await;
}

/// The service shows a call in its history only later, and the first requests
/// to hang up fail.
#[tokio::test]
async fn hanging_up_is_asked_for_until_it_is_done() {
    let options = Options {
        call_time: Duration::from_secs(60),
        history_lag: Duration::from_millis(800),
        ..Options::default()
    };
    let mut bridge = confirmed(options, "+1 415 555 2671").await;
    bridge.sandbox.fail(Fault {
        method: Some("POST".to_owned()),
        times: 2,
        status: Some(503),
        ..Fault::at("/v1/calls/")
    });
    let before = bridge.say("call now").await;
    while bridge.sandbox.dialled().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    bridge.say("stop").await;
    bridge.chat.wait_for(before, "✖️ The call ended").await;
    let texts = bridge.chat.texts();
    let said = texts.iter().any(|text| text.contains("hasn't hung up yet"));
    assert!(!said, "it was done before that was worth a word: {texts:?}");
    bridge.stop().await;
}

/// A service that does not hang up: the person is told once, and gets the
/// outcome all the same.
#[tokio::test]
async fn a_service_that_does_not_hang_up_is_told_of_once() {
    let options = Options {
        call_time: Duration::from_secs(60),
        ..Options::default()
    };
    let mut bridge = confirmed(options, "+1 415 555 2671").await;
    bridge.sandbox.fail(Fault {
        method: Some("POST".to_owned()),
        times: 1000,
        status: Some(503),
        ..Fault::at("/v1/calls/")
    });
    let before = bridge.say("call now").await;
    while bridge.sandbox.dialled().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    bridge.say("stop").await;
    bridge.chat.wait_for(before, "hasn't hung up yet").await;
    bridge.sandbox.clear_faults();
    bridge.chat.wait_for(before, "✖️ The call ended").await;
    let mut texts = bridge.chat.texts();
    texts.retain(|text| text.contains("hasn't hung up yet"));
    assert_eq!(texts.len(), 1, "{texts:?}");
    bridge.stop().await;
}

#[tokio::test]
async fn a_rate_limit_is_waited_out_silently() {
    let mut bridge = confirmed(sandbox(), "+1 415 555 2671").await;
    bridge.sandbox.fail(Fault {
        method: Some("POST".to_owned()),
        status: Some(429),
        retry_after: Some(1),
        ..Fault::at("/v1/calls")
    });
    let before = bridge.say("call now").await;
    bridge.chat.wait_for(before, "Call finished").await;
    assert_eq!(bridge.sandbox.dialled().len(), 1);
    bridge.stop().await;
}

/// Somebody else in the room presses a button of the call: nothing happens.
#[tokio::test]
async fn a_call_obeys_only_its_own_conversation() {
    let options = Options {
        call_time: Duration::from_secs(2),
        ..Options::default()
    };
    let mut bridge = confirmed(options, "+1 415 555 2671").await;
    let before = bridge.say("call now").await;
    let place = bridge
        .chat
        .wait_for(before, "Calling +1 415-555-2671…")
        .await;
    let stop = bridge.chat.sent()[place].reply.choices[0].token.clone();
    let handled = bridge
        .hand_in_as("luis", "foreign", Content::Press(stop))
        .await;
    assert!(handled.unwrap().alert.is_some(), "they are told");
    bridge.chat.wait_for(before, "Call finished").await;
    bridge.stop().await;
}

/// The bridge was away for a long time after *Call again anyway*. The first
/// request may have placed the call, so nobody is told that nothing was called.
#[tokio::test]
async fn a_late_second_attempt_is_not_said_to_be_the_only_one() {
    let mut bridge = confirmed(sandbox(), "+1 415 555 0132").await;
    let before = bridge.say("call now").await;
    let asked = bridge.chat.wait_for(before, "doesn't show it").await;
    let open = bridge.store.open_work(Work::Calls, None, 1).await.unwrap();
    let stored = read_one::<CallRecord>(&*bridge.store, &CallId(open[0]))
        .await
        .unwrap();
    let mut record = stored.into_record().unwrap();
    let not_before = record.confirmed_at - chrono::TimeDelta::hours(2);
    record.stage = kally_store::CallStageV1::Confirmed { not_before };
    let commit = Commit {
        put: vec![record.into()],
        ..Commit::default()
    };
    bridge.store.commit(commit).await.unwrap();
    bridge.restart().await;
    bridge.chat.wait_for(asked + 1, "doesn't show it").await;
    let lapsed = |text: &String| text.contains("couldn't place this call in time");
    assert!(!bridge.chat.texts().iter().any(lapsed));
    bridge.stop().await;
}

/// However many workers ask for a token, and however often, the person gets one
/// message. The outcome comes once they have signed in again.
#[tokio::test]
async fn a_sign_in_that_ends_during_a_call_is_told_once() {
    let mut bridge = confirmed(sandbox(), "+1 415 555 0107").await;
    let refuse = |path: &str| Fault {
        status: Some(401),
        times: 1000,
        ..Fault::at(path)
    };
    let before = bridge.say("call now").await;
    bridge.chat.wait_for(before, "Calling").await;
    for path in ["/v1/auth/refresh", "/v1/calls/"] {
        bridge.sandbox.fail(refuse(path));
    }
    bridge
        .chat
        .wait_for(before, "no longer accepts your sign-in")
        .await;
    // The worker asks again and again, also after a restart; then something
    // else is said.
    tokio::time::sleep(Duration::from_millis(500)).await;
    bridge.restart().await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let help = bridge.say("/help").await;
    bridge.chat.wait_for(help, "How it works").await;
    let texts = bridge.chat.texts();
    let told = texts
        .iter()
        .filter(|text| text.contains("no longer accepts your sign-in"));
    assert_eq!(told.count(), 1, "{texts:#?}");
    bridge.stop().await;
}
