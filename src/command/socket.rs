//! The socket in the store's folder, by which commands reach the process that
//! holds the store. Only the same user can connect: the folder and the socket
//! are private to them, and the peer is asked who it is.

use std::fs::{File, Permissions};
use std::io::{self, ErrorKind};
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::unix::OwnedWriteHalf;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::timeout;

use kally_core::model::Language;
use kally_core::text::{Voice, order as words};
use kally_runtime::Tasks;

use super::desk::{Desk, Said};
use super::protocol::{Answer, End, Ended, Envelope, LONGEST_REQUEST, VERSION, Versioned};

/// Its name in the store's folder.
const NAME: &str = "command.sock";

/// How many commands are carried out at once.
const MOST: usize = 16;

/// How long a peer may take to send its request, or to take an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many answers wait for a slow peer.
const QUEUE: usize = 16;

/// The longest path that every system takes for a socket, in bytes.
const LONGEST_PATH: usize = 100;

/// Where the socket of a store is, in a form that the system takes.
struct Place {
    path: PathBuf,
    /// Keeps the folder open while a path leads through it.
    _folder: Option<File>,
}

impl Place {
    /// A long path is replaced by one through the open folder, where the system
    /// has such paths.
    fn in_folder(folder: &Path) -> io::Result<Self> {
        let path = folder.join(NAME);
        if path.as_os_str().len() <= LONGEST_PATH {
            return Ok(Self {
                path,
                _folder: None,
            });
        }
        let open = File::open(folder)?;
        let through = PathBuf::from(format!("/proc/self/fd/{}", open.as_raw_fd()));
        if !through.exists() {
            let why = format!(
                "the path {} is too long for a socket: give store.path a shorter one",
                path.display()
            );
            return Err(io::Error::new(ErrorKind::InvalidInput, why));
        }
        Ok(Self {
            path: through.join(NAME),
            _folder: Some(open),
        })
    }
}

/// Connects to the process that holds the store in a folder; `None` if none
/// listens there.
pub async fn connect(folder: &Path) -> io::Result<Option<UnixStream>> {
    if !folder.join(NAME).exists() {
        return Ok(None);
    }
    let place = Place::in_folder(folder)?;
    match UnixStream::connect(&place.path).await {
        Ok(stream) if is_same_user(&stream) => Ok(Some(stream)),
        Ok(_) => Err(io::Error::new(
            ErrorKind::PermissionDenied,
            "another user listens at the store's socket",
        )),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::NotFound | ErrorKind::ConnectionRefused
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn is_same_user(stream: &UnixStream) -> bool {
    let own = rustix::process::geteuid().as_raw();
    stream.peer_cred().is_ok_and(|peer| peer.uid() == own)
}

/// The socket while it is listened at; its file goes with it.
pub struct Socket {
    file: PathBuf,
    room: Arc<Semaphore>,
}

impl Socket {
    /// Listens in the folder of a store that this process holds. Whatever is at
    /// that place is of a process that has ended.
    ///
    /// # Errors
    /// When the socket cannot be made; then nothing listens.
    pub fn listen(folder: &Path, desk: Arc<Desk>, tasks: &Tasks) -> io::Result<Self> {
        let file = folder.join(NAME);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let place = Place::in_folder(folder)?;
        let listener = UnixListener::bind(&place.path)?;
        std::fs::set_permissions(&place.path, Permissions::from_mode(0o600))?;
        let room = Arc::new(Semaphore::new(MOST));
        tasks.spawn(accept(listener, desk, tasks.clone(), Arc::clone(&room)));
        Ok(Self { file, room })
    }

    /// Whether commands of others are being carried out.
    pub fn is_busy(&self) -> bool {
        self.room.available_permits() < MOST
    }

    /// Waits until they are done.
    pub async fn idle(&self) {
        let all = u32::try_from(MOST).unwrap_or_default();
        let _ = self.room.acquire_many(all).await;
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.file);
    }
}

async fn accept(listener: UnixListener, desk: Arc<Desk>, tasks: Tasks, room: Arc<Semaphore>) {
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a command could not connect");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        if !is_same_user(&stream) {
            tracing::warn!(
                security = true,
                "another user connected to the command socket"
            );
            continue;
        }
        let place = Arc::clone(&room).try_acquire_owned().ok();
        tasks.spawn(serve(stream, Arc::clone(&desk), place));
    }
}

/// Answers one request. If the peer goes, its request is given up; a call that it
/// ordered goes on.
async fn serve(stream: UnixStream, desk: Arc<Desk>, place: Option<OwnedSemaphorePermit>) {
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read.take(LONGEST_REQUEST));
    let mut line = Vec::new();
    match timeout(PATIENCE, read.read_until(b'\n', &mut line)).await {
        Ok(Ok(_)) if line.last() == Some(&b'\n') => {}
        _ => return,
    }
    let request = match (requested(&line), &place) {
        (Some(_), None) => {
            let busy = of_ours(desk.language(), End::Unavailable, "cli-busy");
            drop(send(&mut write, &busy).await);
            return;
        }
        (Some(Ok(envelope)), Some(_)) => envelope.request,
        (Some(Err(())) | None, _) => {
            let other = of_ours(desk.language(), End::Failed, "cli-other-version");
            drop(send(&mut write, &other).await);
            return;
        }
    };
    let (tell, mut told) = mpsc::channel(QUEUE);
    let said = Said::to(tell);
    let answering = async {
        let ended = desk.handle(request, &said).await;
        drop(said);
        ended
    };
    let passing = async {
        while let Some(answer) = told.recv().await {
            if send(&mut write, &answer).await.is_err() {
                // Nobody listens any more.
                return false;
            }
        }
        true
    };
    let gone = async {
        let mut rest = [0];
        // A peer says nothing more: this is its end.
        let _ = read.read(&mut rest).await;
    };
    tokio::select! {
        (ended, alive) = async { tokio::join!(answering, passing) } => {
            let answer = Answer::End(Box::new(ended.clone()));
            if alive && send(&mut write, &answer).await.is_ok() {
                desk.was_told(&ended).await;
            }
        }
        () = gone => {}
    }
}

/// The request in a line; an error if it is of another version, `None` if it is
/// none.
fn requested(line: &[u8]) -> Option<Result<Envelope, ()>> {
    let Versioned { version } = serde_json::from_slice(line).ok()?;
    match version == VERSION {
        true => Some(serde_json::from_slice(line).map_err(|_| ())),
        false => Some(Err(())),
    }
}

fn of_ours(language: Language, end: End, key: &str) -> Answer {
    let reply = words::plain(Voice::new(language), key);
    Answer::End(Box::new(Ended::with(end, reply)))
}

async fn send(write: &mut OwnedWriteHalf, answer: &Answer) -> io::Result<()> {
    let mut line = serde_json::to_vec(answer)?;
    line.push(b'\n');
    timeout(PATIENCE, write.write_all(&line))
        .await
        .map_err(io::Error::from)?
}
