//! The command's side: it has its request carried out by the process that holds
//! the store, or holds the store itself meanwhile. If that process stops, the
//! command carries on by itself: the same request again is the same call.

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::UnixStream;
use tokio::net::unix::OwnedReadHalf;
use tokio::sync::mpsc;

use kally_core::model::Reply;
use kally_store::StoreError;

use super::super::bind;
use super::super::config::Config;
use super::super::service::{Foundation, Routes, Service};
use super::super::terminal::running_calls;
use super::super::web::Front;
use super::Told;
use super::background;
use super::desk::{Desk, Said};
use super::protocol::{Answer, End, Ended, Envelope, LONGEST_ANSWER, Pasted, Request, VERSION};
use super::show::Show;
use super::signals::{Asked, Signals};
use super::socket;
use super::typed::Typed;

/// How long the command waits for a store that is in use.
const PATIENCE: Duration = Duration::from_secs(45);

/// After this time it says that it waits.
const MOMENT: Duration = Duration::from_secs(1);

const PAUSE: Duration = Duration::from_millis(100);

/// How often it goes on after it lost the process that holds the store.
const ATTEMPTS: usize = 5;

/// How long the process that holds the store may take to say that it is there.
const HELLO: Duration = Duration::from_secs(5);

/// How long the pages are served after a sign-in.
const LINGER: Duration = Duration::from_secs(1);

/// How many answers wait to be shown.
const QUEUE: usize = 16;

/// Who carries a request out.
enum Reached {
    /// The process that holds the store.
    Other(UnixStream),
    /// This one.
    Own(Box<Foundation>),
    /// Nobody: the store stays in use.
    Nobody,
}

/// Has a request carried out and shows the answers; returns the exit code.
///
/// # Errors
/// When the store cannot be opened, or nothing can be shown.
pub async fn run(
    told: &Told<'_>,
    request: Request,
    mut show: Show,
    in_background: bool,
) -> anyhow::Result<ExitCode> {
    match Box::pin(carried_out(told, &request, &mut show, in_background)).await? {
        Answered::Ended(ended) => finish(&mut show, &ended),
        Answered::Shown(code) => Ok(code),
        Answered::Asked(asked) => Ok(asked.code()),
        Answered::Lost => {
            let lost = super::plain(show.voice(), End::Unavailable, "cli-in-use");
            finish(&mut show, &lost)
        }
    }
}

/// Has a request carried out for which nobody waits afterwards; `None` if the
/// process was asked to stop meanwhile.
///
/// # Errors
/// When the store cannot be opened.
pub async fn settled(
    told: &Told<'_>,
    request: Request,
    show: &mut Show,
) -> anyhow::Result<Option<Ended>> {
    Ok(
        match Box::pin(carried_out(told, &request, show, false)).await? {
            Answered::Ended(ended) => Some(*ended),
            Answered::Shown(_) | Answered::Asked(_) => None,
            Answered::Lost => Some(super::plain(show.voice(), End::Unavailable, "cli-in-use")),
        },
    )
}

async fn carried_out(
    told: &Told<'_>,
    request: &Request,
    show: &mut Show,
    in_background: bool,
) -> anyhow::Result<Answered> {
    let config = told.config;
    let mut signals = Signals::listen()?;
    for _ in 0..ATTEMPTS {
        let reached = tokio::select! {
            reached = reach(config, show) => reached?,
            asked = signals.asked() => return Ok(Answered::Asked(asked)),
        };
        if in_background {
            background::say_ready();
        }
        let answered = match reached {
            Reached::Nobody => break,
            Reached::Other(stream) => ask(stream, config, request, show, &mut signals).await?,
            Reached::Own(foundation) => {
                Box::pin(own(*foundation, told, request, show, &mut signals)).await?
            }
        };
        match answered {
            Answered::Lost if is_once(request) => break,
            Answered::Lost => show.say("cli-lost"),
            Answered::Asked(asked) => {
                show.left();
                return Ok(Answered::Asked(asked));
            }
            answered => return Ok(answered),
        }
    }
    Ok(Answered::Lost)
}

/// Whether a request is never made again by itself: nothing keeps a second one
/// from calling a second time.
fn is_once(request: &Request) -> bool {
    matches!(request, Request::TestCall { .. })
}

fn finish(show: &mut Show, ended: &Ended) -> anyhow::Result<ExitCode> {
    match show.end(ended) {
        Ok(end) => Ok(ExitCode::from(end.code())),
        // Whoever read the output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            Ok(ExitCode::from(ended.end.code()))
        }
        Err(error) => Err(error).context("writing to standard output"),
    }
}

/// How the answers to a request ended.
enum Answered {
    Ended(Box<Ended>),
    /// The end was shown.
    Shown(ExitCode),
    /// The process was asked to stop.
    Asked(Asked),
    /// The process that held the store has stopped.
    Lost,
}

async fn reach(config: &Config, show: &mut Show) -> anyhow::Result<Reached> {
    let began = Instant::now();
    let mut told = false;
    loop {
        let folder = &config.store.path;
        let stream = socket::connect(folder)
            .await
            .with_context(|| format!("connecting to the store's socket in {}", folder.display()))?;
        if let Some(stream) = stream {
            return Ok(Reached::Other(stream));
        }
        match Foundation::open(config).await {
            Ok(foundation) => return Ok(Reached::Own(Box::new(foundation))),
            Err(error) => match error.downcast_ref::<StoreError>() {
                Some(StoreError::InUse(_)) => {}
                _ => return Err(error),
            },
        }
        if began.elapsed() > PATIENCE {
            return Ok(Reached::Nobody);
        }
        if began.elapsed() > MOMENT && !std::mem::replace(&mut told, true) {
            show.say("cli-waits-for-store");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Asks the process that holds the store.
async fn ask(
    stream: UnixStream,
    config: &Config,
    request: &Request,
    show: &mut Show,
    signals: &mut Signals,
) -> anyhow::Result<Answered> {
    let (read, mut write) = stream.into_split();
    let line = line(request).context("the request cannot be sent")?;
    if write.write_all(&line).await.is_err() {
        return Ok(Answered::Lost);
    }
    let mut answers = Answers::of(read);
    let mut typed = Typed::during(request);
    loop {
        let answer = tokio::select! {
            answer = answers.next() => answer,
            address = typed.next() => {
                if let Some(ended) = asked(&config.store.path, &paste(address)).await {
                    show.aside(&ended);
                }
                continue
            }
            asked = signals.asked() => return Ok(Answered::Asked(asked)),
            () = pause(show) => { show.tick(); continue }
        };
        match answer {
            Some(Answer::End(ended)) => return Ok(Answered::Ended(ended)),
            Some(answer) => show.answer(&answer),
            None => return Ok(Answered::Lost),
        }
    }
}

async fn pause(show: &Show) {
    match show.pause() {
        Some(pause) => tokio::time::sleep(pause).await,
        None => std::future::pending().await,
    }
}

/// The answers of the process that holds the store. Cancelling loses nothing.
struct Answers {
    read: BufReader<OwnedReadHalf>,
    /// The beginning of a line.
    line: Vec<u8>,
}

impl Answers {
    fn of(read: OwnedReadHalf) -> Self {
        Self {
            read: BufReader::new(read),
            line: Vec::new(),
        }
    }

    /// The next answer; `None` at the end, or if this program cannot read it.
    async fn next(&mut self) -> Option<Answer> {
        let begun = u64::try_from(self.line.len()).unwrap_or(u64::MAX);
        let mut bounded = (&mut self.read).take(LONGEST_ANSWER.saturating_sub(begun));
        bounded.read_until(b'\n', &mut self.line).await.ok()?;
        let line = std::mem::take(&mut self.line);
        let line = line.strip_suffix(b"\n")?;
        serde_json::from_slice(line).ok()
    }
}

/// Whether a process holds the store in a folder and answers; its id.
pub async fn holder(folder: &Path) -> Option<u64> {
    let ended = asked(folder, &Request::Hello).await?;
    ended.data.get("pid")?.as_u64()
}

/// Has the process that holds the store make a backup, whose pieces go to
/// `take`; `None` if nobody holds it.
///
/// # Errors
/// When a piece cannot be taken, or the backup is not complete.
pub async fn back_up(
    folder: &Path,
    key: Option<&[u8]>,
    mut take: impl FnMut(&[u8]) -> anyhow::Result<()>,
) -> anyhow::Result<Option<()>> {
    let Some(stream) = socket::connect(folder).await? else {
        return Ok(None);
    };
    let (read, mut write) = stream.into_split();
    let key = key.map(|key| STANDARD.encode(key));
    let line = line(&Request::Backup { key }).context("the request cannot be sent")?;
    let lost = "the bridge that holds the store has stopped";
    write.write_all(&line).await.context(lost)?;
    let mut answers = Answers::of(read);
    let mut taken = 0;
    loop {
        match answers.next().await.context(lost)? {
            Answer::Piece(piece) => {
                let bytes = STANDARD.decode(&piece.base64).context("a piece")?;
                anyhow::ensure!(piece.at == taken, "a piece of the backup is missing");
                taken += bytes.len();
                take(&bytes)?;
            }
            Answer::End(ended) => {
                let bytes = ended.data.get("bytes").and_then(Value::as_u64);
                let whole = bytes == u64::try_from(taken).ok();
                anyhow::ensure!(
                    ended.end == End::Done && whole,
                    "{}",
                    words_of(&ended.reply)
                );
                return Ok(Some(()));
            }
            _ => {}
        }
    }
}

fn words_of(reply: &Reply) -> String {
    let words = reply.body.to_plain();
    match words.is_empty() {
        true => "the bridge that holds the store made no backup".to_owned(),
        false => words,
    }
}

/// The end of a request that is carried out at once, if somebody answers.
async fn asked(folder: &Path, request: &Request) -> Option<Ended> {
    let asking = async {
        let stream = socket::connect(folder).await.ok()??;
        let (read, mut write) = stream.into_split();
        write.write_all(&line(request)?).await.ok()?;
        match Answers::of(read).next().await? {
            Answer::End(ended) => Some(*ended),
            _ => None,
        }
    };
    tokio::time::timeout(HELLO, asking).await.ok()?
}

fn paste(address: String) -> Request {
    let address = Pasted(address);
    Request::Paste { address }
}

/// A request as it is sent.
fn line(request: &Request) -> Option<Vec<u8>> {
    let envelope = Envelope {
        version: VERSION,
        request: request.clone(),
    };
    let mut line = serde_json::to_vec(&envelope).ok()?;
    line.push(b'\n');
    Some(line)
}

/// Carries the request out in this process.
async fn own(
    foundation: Foundation,
    told: &Told<'_>,
    request: &Request,
    show: &mut Show,
    signals: &mut Signals,
) -> anyhow::Result<Answered> {
    let config = told.config;
    let listener = match request {
        // The browser comes back to it.
        Request::Login { .. } => match bind(config.server.bind).await {
            Ok(listener) => Some(listener),
            Err(error) => {
                foundation.close().await;
                return Err(error);
            }
        },
        Request::Call { wait: true, order } if !order.only_card => None,
        Request::Follow { call } if foundation.desk(config).goes_on(*call).await => None,
        request => return alone(foundation, told, request, show, signals).await,
    };
    let front = listener.map(|listener| Front::serve(listener, &foundation.parts.tasks));
    let service = foundation.start(config, front.as_ref(), Vec::new(), Routes::new());
    let answered = answered(&service.desk, request, show, signals).await;
    let Answered::Ended(ended) = answered else {
        service.stop().await;
        return Ok(answered);
    };
    let shown = finish(show, &ended);
    if matches!(request, Request::Login { .. }) {
        // The browser still fetches the page that says how it went.
        tokio::time::sleep(LINGER).await;
    }
    others(&service, show, signals).await;
    service.stop().await;
    Ok(Answered::Shown(shown?))
}

/// Carries out a request for which nothing has to run.
async fn alone(
    foundation: Foundation,
    told: &Told<'_>,
    request: &Request,
    show: &mut Show,
    signals: &mut Signals,
) -> anyhow::Result<Answered> {
    let desk = foundation.desk(told.config);
    let answered = answered(&desk, request, show, signals).await;
    foundation.close().await;
    match (request, &answered) {
        (Request::Call { order, wait: false }, Answered::Ended(ended))
            if !order.only_card && ended.end == End::Done =>
        {
            let (voice, global) = (show.voice(), told.global);
            let ended = background::goes_on(order.call, ended, voice, global).await?;
            Ok(Answered::Ended(Box::new(ended)))
        }
        _ => Ok(answered),
    }
}

/// Other commands count on this process, and calls that nobody waits for: it ends
/// when they are over.
async fn others(service: &Service, show: &mut Show, signals: &mut Signals) {
    let Some(socket) = &service.socket else {
        return;
    };
    let over = async {
        loop {
            socket.idle().await;
            match running_calls(service).await {
                Ok(true) => tokio::time::sleep(PAUSE).await,
                Ok(false) if socket.is_busy() => {}
                Ok(false) | Err(_) => return,
            }
        }
    };
    tokio::pin!(over);
    tokio::select! {
        biased;
        () = &mut over => return,
        () = tokio::time::sleep(PAUSE) => show.say("cli-waits-for-others"),
    }
    tokio::select! {
        () = over => {}
        _ = signals.asked() => {}
    }
}

async fn answered(
    desk: &Arc<Desk>,
    request: &Request,
    show: &mut Show,
    signals: &mut Signals,
) -> Answered {
    let (tell, mut told) = mpsc::channel(QUEUE);
    let said = Said::to(tell);
    let handling = desk.handle(request.clone(), &said);
    tokio::pin!(handling);
    let mut typed = Typed::during(request);
    let ended = loop {
        tokio::select! {
            biased;
            Some(answer) = told.recv() => show.answer(&answer),
            address = typed.next() => {
                // It is carried out at once, and says nothing before its end.
                let (tell, _) = mpsc::channel(1);
                show.aside(&desk.handle(paste(address), &Said::to(tell)).await);
            }
            ended = &mut handling => break ended,
            asked = signals.asked() => return Answered::Asked(asked),
            () = pause(show) => show.tick(),
        }
    };
    while let Ok(answer) = told.try_recv() {
        show.answer(&answer);
    }
    desk.was_told(&ended).await;
    Answered::Ended(Box::new(ended))
}
