//! Makes an archive of an open store, in the process that holds it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::Context as _;
use tokio::sync::mpsc;

use kally_runtime::Clock;
use kally_store::{Check, Store};

use super::archive::{About, DATABASE_PART, Manifest, Name, Writer};
use super::platforms;

/// The most bytes of an archive that are passed on at once.
const PIECE: usize = 256 * 1024;

/// Makes an archive and passes it on piece by piece; turns go on meanwhile.
/// `key` is the store's key, sealed.
///
/// # Errors
/// When something cannot be read, or nobody takes the pieces.
pub async fn produce(
    store: &dyn Store,
    folder: &Path,
    key: Option<Vec<u8>>,
    clock: &dyn Clock,
    out: mpsc::Sender<Vec<u8>>,
) -> anyhow::Result<()> {
    let mut making = Making {
        writer: Writer::begin(&About::new(clock.now()))?,
        out,
    };
    let mut copy = store.begin_copy().await?;
    let mut number = 0;
    while let Some(part) = store.copy_part(&mut copy).await? {
        making = making.part(Name::Store(number), part).await?;
        number += 1;
    }
    let copied_at = clock.now();
    making = making
        .part(Name::DataKeys, serde_json::to_vec(&copy.keys)?)
        .await?;
    making = making.part(Name::KeyCheck, Check::of(folder)?.0).await?;
    let with_key = key.is_some();
    if let Some(key) = key {
        making = making.part(Name::Keys, key).await?;
    }
    // After the store's own state: that a database knows more does no harm.
    let databases = platforms::Databases::copy(folder.to_owned()).await?;
    for (file, path) in databases.files() {
        let mut database = File::open(&path).context("the copy of a database")?;
        for number in 0.. {
            let mut part = Vec::new();
            let bounded = &mut (&mut database).take(DATABASE_PART as u64);
            if bounded.read_to_end(&mut part)? == 0 {
                break;
            }
            let file = file.clone();
            making = making.part(Name::Matrix { file, number }, part).await?;
        }
    }
    drop(databases);
    let manifest = Manifest {
        about: About::new(copied_at),
        copied_at,
        entries: copy.entries,
        data_keys: copy.keys.len(),
        with_key,
        parts: Vec::new(),
    };
    let Making { writer, out } = making;
    let rest = tokio::task::spawn_blocking(move || writer.finish(manifest)).await??;
    pass(&out, &rest).await
}

/// An archive on its way.
struct Making {
    writer: Writer,
    out: mpsc::Sender<Vec<u8>>,
}

impl Making {
    /// Compresses a part where nothing waits for it, and passes on what is
    /// ready.
    async fn part(self, name: Name, bytes: Vec<u8>) -> anyhow::Result<Self> {
        let Self { mut writer, out } = self;
        let (writer, ready) = tokio::task::spawn_blocking(move || {
            writer.part(&name, &bytes)?;
            let ready = writer.take();
            anyhow::Ok((writer, ready))
        })
        .await??;
        pass(&out, &ready).await?;
        Ok(Self { writer, out })
    }
}

async fn pass(out: &mpsc::Sender<Vec<u8>>, bytes: &[u8]) -> anyhow::Result<()> {
    for piece in bytes.chunks(PIECE) {
        let passed = out.send(piece.to_vec()).await;
        passed.context("nobody takes the backup any more")?;
    }
    Ok(())
}
