//! The Bot API over HTTP, as far as the benchmark needs it and as fast as
//! possible: the time that this core spends is not the bot's.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io;
use std::ops::Range;
use std::rc::Rc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::people::People;

/// No request of the bot in this benchmark comes near it.
const LARGEST_REQUEST: usize = 64 * 1024;

pub type Shared = Rc<RefCell<People>>;

/// Serves until it is dropped.
pub async fn serve(listener: TcpListener, people: Shared) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let people = Rc::clone(&people);
        tokio::task::spawn_local(async move {
            if let Err(error) = connection(stream, &people).await {
                eprintln!("a connection to the bot broke: {error}");
            }
        });
    }
}

async fn connection(mut stream: TcpStream, people: &Shared) -> io::Result<()> {
    let mut read = Vec::with_capacity(4096);
    loop {
        let Some(request) = request(&read)? else {
            if read.len() > LARGEST_REQUEST {
                return Err(io::Error::other("a request is too large"));
            }
            match stream.read_buf(&mut read).await {
                Ok(0) => return Ok(()),
                Ok(_) => continue,
                // A bot that is stopped ends its connections like this.
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(()),
                Err(error) => return Err(error),
            }
        };
        let method = String::from_utf8_lossy(&read[request.method]).into_owned();
        let result = answer(&method, &read[request.body.clone()], people).await?;
        read.drain(..request.body.end);
        let length = result.len() + r#"{"ok":true,"result":}"#.len();
        let response = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n\
             {{\"ok\":true,\"result\":{result}}}"
        );
        stream.write_all(response.as_bytes()).await?;
    }
}

/// The position of the first request in the bytes that were read.
struct Request {
    method: Range<usize>,
    body: Range<usize>,
}

/// The first request, once all of it has arrived.
fn request(read: &[u8]) -> io::Result<Option<Request>> {
    let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&read[..end]).map_err(io::Error::other)?;
    let strange = || io::Error::other(format!("not a request: {head:?}"));
    let (first, fields) = head.split_once("\r\n").ok_or_else(strange)?;
    let path = first.split(' ').nth(1).ok_or_else(strange)?;
    let method = path.rsplit('/').next().unwrap_or_default();
    let method_at = method.as_ptr().addr() - head.as_ptr().addr();
    let length = fields
        .split("\r\n")
        .filter_map(|field| field.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(Ok(0), |(_, length)| length.trim().parse::<usize>())
        .map_err(io::Error::other)?;
    let body = end + 4..end + 4 + length;
    Ok((read.len() >= body.end).then_some(Request {
        method: method_at..method_at + method.len(),
        body,
    }))
}

#[derive(Deserialize)]
struct GetUpdates {
    offset: Option<i64>,
    limit: Option<usize>,
    timeout: Option<u64>,
}

#[derive(Deserialize)]
struct SendMessage<'a> {
    chat_id: i64,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

/// The JSON of a request's result.
async fn answer(method: &str, body: &[u8], people: &Shared) -> io::Result<String> {
    // teloxide writes them with a capital.
    let mut method = method.to_owned();
    if let Some(first) = method.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    Ok(match method.as_str() {
        "getUpdates" => updates(serde_json::from_slice(body)?, people).await,
        "sendMessage" | "editMessageText" => {
            let message: SendMessage<'_> = serde_json::from_slice(body)?;
            people.borrow_mut().reply(message.chat_id, &message.text);
            if people.borrow().hangs(message.chat_id) {
                std::future::pending::<()>().await;
            }
            json!({
                "message_id": 1,
                "from": {"id": 1, "is_bot": true, "first_name": "Kally", "username": "kally_bot"},
                "chat": {"id": message.chat_id, "first_name": "Ana", "type": "private"},
                "date": 1_790_000_000,
                "text": message.text,
            })
            .to_string()
        }
        "getMe" => json!({
            "id": 1, "is_bot": true, "first_name": "Kally", "username": "kally_bot",
            "can_join_groups": true, "can_read_all_group_messages": false,
            "supports_inline_queries": false, "can_connect_to_business": false,
            "has_main_web_app": false,
        })
        .to_string(),
        "getWebhookInfo" => json!({"url": "", "pending_update_count": 0}).to_string(),
        _ => "true".to_owned(),
    })
}

/// As the Bot API does: returns waiting updates at once, else waits for the
/// first.
async fn updates(asked: GetUpdates, people: &Shared) -> String {
    let wait = Duration::from_secs(asked.timeout.unwrap_or(0));
    let news = people.borrow().news();
    let first = async {
        loop {
            let offset = asked.offset.unwrap_or(0);
            let batch = people
                .borrow_mut()
                .updates(offset, asked.limit.unwrap_or(100));
            match batch {
                Some(batch) => return batch,
                None => news.notified().await,
            }
        }
    };
    let batch = tokio::time::timeout(wait, first).await.unwrap_or_default();
    format!("[{batch}]")
}
