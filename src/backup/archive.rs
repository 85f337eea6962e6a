//! The form of a backup: a tar archive, compressed with gzip.
//!
//! It begins with `about.json`, ends with `manifest.json`, and holds small parts
//! in between, so that it is written and read as a stream. Only plain files
//! with the names below are read; whatever else an archive may hold is an
//! error, and nothing is ever written to a path that an archive names.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use kally_store::{PartReader, STORE_FORMAT, WrappedKey, versions};

/// The form of archives; a later one is not read.
const FORMAT: u32 = 1;

/// The most bytes of a part of a database.
pub const DATABASE_PART: usize = 1024 * 1024;

/// The most bytes of any other part: of the manifest and the data keys.
const MOST: usize = 256 * 1024 * 1024;

/// The most parts of an archive: a terabyte of a database.
const MOST_PARTS: usize = 1024 * 1024;

/// What follows the last file of an archive: zeros.
const TRAILER: u64 = 64 * 1024;

/// The name of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    About,
    /// A part of the store.
    Store(u32),
    DataKeys,
    /// By this a store knows its key.
    KeyCheck,
    /// The store's key, sealed by age.
    Keys,
    /// A part of a database of Matrix.
    Matrix {
        file: String,
        number: u32,
    },
    Manifest,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::About => f.write_str("about.json"),
            Self::Store(number) => write!(f, "store/{number:08}"),
            Self::DataKeys => f.write_str("data-keys.json"),
            Self::KeyCheck => f.write_str("key-check"),
            Self::Keys => f.write_str("key.age"),
            Self::Matrix { file, number } => write!(f, "matrix/{file}/{number:08}"),
            Self::Manifest => f.write_str("manifest.json"),
        }
    }
}

impl Name {
    fn parse(text: &str) -> Option<Self> {
        let number = |text: &str| {
            let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| digits)
        };
        match text {
            "about.json" => return Some(Self::About),
            "data-keys.json" => return Some(Self::DataKeys),
            "key-check" => return Some(Self::KeyCheck),
            "key.age" => return Some(Self::Keys),
            "manifest.json" => return Some(Self::Manifest),
            _ => {}
        }
        if let Some(rest) = text.strip_prefix("store/") {
            return number(rest).map(Self::Store);
        }
        let (file, rest) = text.strip_prefix("matrix/")?.split_once('/')?;
        is_file_name(file).then_some(())?;
        Some(Self::Matrix {
            file: file.to_owned(),
            number: number(rest)?,
        })
    }

    /// The most bytes that it may have.
    fn most(&self) -> usize {
        match self {
            Self::Store(_) => PartReader::MOST,
            Self::Matrix { .. } => DATABASE_PART,
            Self::About | Self::KeyCheck | Self::Keys => 64 * 1024,
            Self::DataKeys | Self::Manifest => MOST,
        }
    }
}

/// Whether a name leads nowhere else.
pub fn is_file_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    !name.is_empty() && name.len() <= 100 && !name.starts_with('.') && name.bytes().all(plain)
}

/// The programs that made an archive and that can read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub format: u32,
    /// The version that made it.
    pub program: String,
    /// The form of the store.
    pub store: u64,
    /// The oldest version that reads its records.
    pub needs: String,
    pub began_at: DateTime<Utc>,
}

impl About {
    /// An archive of this program.
    pub fn new(began_at: DateTime<Utc>) -> Self {
        Self {
            format: FORMAT,
            program: versions::PROGRAM.to_owned(),
            store: STORE_FORMAT,
            needs: versions::READABLE_FROM.to_owned(),
            began_at,
        }
    }

    /// Refuses what only a later program reads.
    fn check(&self) -> anyhow::Result<()> {
        let later = versions::is_later(&self.needs, versions::PROGRAM);
        ensure!(
            self.format == FORMAT && self.store == STORE_FORMAT && !later,
            "it was made by kally-bridge {}, and this is {}: install {} or a later version",
            self.program,
            versions::PROGRAM,
            match later {
                true => &self.needs,
                false => &self.program,
            },
        );
        Ok(())
    }
}

/// A part as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub bytes: usize,
    /// In hex.
    pub sha256: String,
}

/// The end of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    #[serde(flatten)]
    pub about: About,
    /// The state that it holds is of this time.
    pub copied_at: DateTime<Utc>,
    /// How many entries of the store were read.
    pub entries: u64,
    /// How many data keys it holds.
    pub data_keys: usize,
    /// Whether the store's key is in it, sealed.
    pub with_key: bool,
    pub parts: Vec<Part>,
}

/// Writes an archive, piece by piece.
pub struct Writer {
    tar: tar::Builder<GzEncoder<Vec<u8>>>,
    parts: Vec<Part>,
    at: u64,
}

impl Writer {
    /// Begins an archive.
    pub fn begin(about: &About) -> anyhow::Result<Self> {
        let compressed = GzEncoder::new(Vec::new(), Compression::default());
        let mut writer = Self {
            tar: tar::Builder::new(compressed),
            parts: Vec::new(),
            at: about.began_at.timestamp().try_into().unwrap_or_default(),
        };
        writer.part(&Name::About, &serde_json::to_vec_pretty(about)?)?;
        Ok(writer)
    }

    /// Adds a part.
    pub fn part(&mut self, name: &Name, bytes: &[u8]) -> anyhow::Result<()> {
        ensure!(bytes.len() <= name.most(), "{name} is too large");
        let part = Part {
            name: name.to_string(),
            bytes: bytes.len(),
            sha256: hex(&Sha256::digest(bytes)),
        };
        self.append(name, bytes)?;
        self.parts.push(part);
        Ok(())
    }

    fn append(&mut self, name: &Name, bytes: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(self.at);
        self.tar.append_data(&mut header, name.to_string(), bytes)
    }

    /// The bytes that are ready.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(self.tar.get_mut().get_mut())
    }

    /// Ends the archive; the rest of its bytes.
    pub fn finish(mut self, manifest: Manifest) -> anyhow::Result<Vec<u8>> {
        let manifest = Manifest {
            parts: std::mem::take(&mut self.parts),
            ..manifest
        };
        self.append(&Name::Manifest, &serde_json::to_vec(&manifest)?)?;
        Ok(self.tar.into_inner()?.finish()?)
    }
}

/// The parts of an archive beside those of databases, which are large.
#[derive(Debug, Default)]
pub struct Small {
    pub data_keys: Vec<WrappedKey>,
    pub key_check: Option<Vec<u8>>,
    pub keys: Option<Vec<u8>>,
}

/// Reads a whole archive and checks every part; the parts of the databases go to
/// `each` as they come.
pub fn read(
    file: &mut File,
    mut each: impl FnMut(&Name, &[u8]) -> anyhow::Result<()>,
) -> anyhow::Result<(Manifest, Small)> {
    file.seek(SeekFrom::Start(0))?;
    let mut archive = tar::Archive::new(GzDecoder::new(&mut *file));
    let (mut small, mut parts, mut manifest) = (Small::default(), Vec::new(), None);
    // Raw: names are as they are in the headers, and no extension is read.
    for entry in archive.entries().context("it is no backup")?.raw(true) {
        let (name, bytes) = entry_of(entry.context(DAMAGED)?, parts.is_empty())?;
        ensure!(manifest.is_none(), "it goes on after its end");
        match &name {
            Name::About => {
                let about: About = serde_json::from_slice(&bytes).context(DAMAGED)?;
                about.check()?;
            }
            Name::Store(_) | Name::Matrix { .. } => each(&name, &bytes)?,
            Name::DataKeys => small.data_keys = serde_json::from_slice(&bytes).context(DAMAGED)?,
            Name::KeyCheck => small.key_check = Some(bytes.clone()),
            Name::Keys => small.keys = Some(bytes.clone()),
            Name::Manifest => {
                let read: Manifest = serde_json::from_slice(&bytes).context(DAMAGED)?;
                manifest = Some(read);
                continue;
            }
        }
        ensure!(
            parts.len() < MOST_PARTS,
            "it has more than {MOST_PARTS} parts"
        );
        parts.push(Part {
            name: name.to_string(),
            bytes: bytes.len(),
            sha256: hex(&Sha256::digest(&bytes)),
        });
    }
    let mut rest = archive.into_inner().take(TRAILER + 1);
    let trailer = io::copy(&mut rest, &mut io::sink()).context(DAMAGED)?;
    ensure!(trailer <= TRAILER, "it goes on after its end");
    let manifest = manifest.context("it is cut short")?;
    manifest.about.check()?;
    ensure!(
        manifest.parts == parts,
        "its parts are not those that it lists"
    );
    ensure!(
        manifest.data_keys == small.data_keys.len() && manifest.with_key == small.keys.is_some(),
        "its keys are not those that it lists"
    );
    Ok((manifest, small))
}

const DAMAGED: &str = "it is cut short, or damaged";

/// The name and the bytes of an entry.
fn entry_of(
    mut entry: tar::Entry<'_, impl Read>,
    is_first: bool,
) -> anyhow::Result<(Name, Vec<u8>)> {
    let path = entry.path_bytes().into_owned();
    let shown = String::from_utf8_lossy(&path).escape_debug().to_string();
    let kind = entry.header().entry_type();
    ensure!(
        kind == tar::EntryType::Regular,
        "{shown:?} in it is no plain file"
    );
    let name = std::str::from_utf8(&path).ok().and_then(Name::parse);
    let Some(name) = name else {
        bail!("no backup holds a file {shown:?}");
    };
    ensure!(is_first == (name == Name::About), "it is no backup");
    let size = usize::try_from(entry.size()).unwrap_or(usize::MAX);
    ensure!(size <= name.most(), "{name} in it is too large");
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes).context(DAMAGED)?;
    ensure!(bytes.len() == size, DAMAGED);
    Ok((name, bytes))
}

/// Opens an archive.
pub fn open(path: &Path) -> anyhow::Result<File> {
    File::open(path).with_context(|| format!("opening {}", path.display()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
