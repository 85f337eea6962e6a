//! What a proxy does to a request that must not be made twice, and to the
//! addresses that the service chooses.

use kally_network::{Network, Proxies, Proxy, Trust};

use super::*;

/// A proxy that answers each request with these bytes and hangs up; it tells the
/// first line of the last one.
async fn proxy(bytes: &'static str) -> (Network, tokio::sync::watch::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (seen, line) = tokio::sync::watch::channel(String::new());
    kally_runtime::Tasks::default().spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                match stream.read_u8().await {
                    Ok(byte) => head.push(byte),
                    Err(_) => break,
                }
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            seen.send_replace(head.lines().next().unwrap_or_default().to_owned());
            let _ = stream.write_all(bytes.as_bytes()).await;
        }
    });
    let proxy = Proxy::parse(&address.to_string());
    let proxies = Proxies::new(proxy.clone(), proxy, "");
    (Network::new(Trust::of_machine(), proxies), line)
}

async fn places(network: &Network, base: &str) -> Error {
    let client = Client::through(network, base.parse().unwrap(), "t").unwrap();
    let key = CallId(Uuid::from_u128(7));
    let placed = client.create_call(&token(), key, &request()).await;
    placed.unwrap_err()
}

#[tokio::test]
async fn a_proxy_that_opens_no_way_has_certainly_let_nothing_through() {
    for (answer, why) in [
        (
            "HTTP/1.1 403 No\r\n\r\n",
            "the proxy refuses to connect to it",
        ),
        (
            "HTTP/1.1 407 No\r\n\r\n",
            "the proxy asks for a name and a password",
        ),
        (
            "HTTP/1.1 502 No\r\n\r\n",
            "the proxy refuses to connect to it",
        ),
        ("<html>", "the proxy"),
        ("", "the proxy"),
        // The way is open, but nobody is there for TLS.
        ("HTTP/1.1 200 OK\r\n\r\n", ""),
    ] {
        let (network, line) = proxy(answer).await;
        let error = places(&network, "https://api.kallyai.test").await;
        assert!(error.certainly_not_done(), "{answer:?}: {error:?}");
        let Error::Unreachable(inner) = &error else {
            panic!("{error:?}");
        };
        let said = kally_network::why(inner);
        assert!(said.starts_with(why), "{answer:?}: {said}");
        let line = line.borrow().clone();
        assert_eq!(line, "CONNECT api.kallyai.test:443 HTTP/1.1");
    }
}

#[tokio::test]
async fn a_proxy_that_answers_in_the_service_s_place_leaves_doubt() {
    for answer in [
        "HTTP/1.1 502 No\r\nContent-Length: 6\r\n\r\n<html>",
        "HTTP/1.1 504 No\r\nContent-Length: 0\r\n\r\n",
        "",
    ] {
        let (network, line) = proxy(answer).await;
        let error = places(&network, "http://kallyai.test").await;
        assert!(!error.certainly_not_done(), "{answer:?}: {error:?}");
        let line = line.borrow().clone();
        assert_eq!(line, "POST http://kallyai.test/v1/calls HTTP/1.1");
    }
}

#[tokio::test]
async fn a_recording_elsewhere_is_asked_for_at_the_proxy() {
    let (network, line) = proxy("HTTP/1.1 403 No\r\n\r\n").await;
    let base = "https://api.kallyai.test".parse().unwrap();
    let client = Client::through(&network, base, "t").unwrap();
    let recording = |url: &str| Recording::read(&json!({ "url": url })).unwrap();
    let cdn = recording("https://cdn.no-such-name.invalid/a.mp3");
    let error = client.sound(&token(), &cdn).await.unwrap_err();
    assert!(matches!(error, SoundError::Broken(_)), "{error:?}");
    let asked = line.borrow().clone();
    assert_eq!(asked, "CONNECT cdn.no-such-name.invalid:443 HTTP/1.1");
    for inside in ["https://localhost/a.mp3", "https://10.0.0.1/a.mp3"] {
        client
            .sound(&token(), &recording(inside))
            .await
            .unwrap_err();
        assert_eq!(*line.borrow(), asked, "{inside}");
    }
}
