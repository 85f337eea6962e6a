//! The sound of a recording, read from the address that the service names.
//!
//! The service chooses the address, so it is not trusted: outside the service's
//! own host it must be public and encrypted, and it never gets a token. Only
//! bytes that look like sound are accepted, and no more of them than
//! [`MOST_BYTES`].

use std::fmt;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, LOCATION};
use reqwest::{RequestBuilder, Response, StatusCode};
use url::{Host, Url};

use super::client::{Client, bearer};
use super::error::Error;
use super::sign_in::AccessToken;
use super::transport::{broken, cut};
use super::wire::Recording;

/// The longest sound that is read, in bytes: half an hour at 128 kbit/s.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// How long it may take to read one, redirections included.
const LIMIT: Duration = Duration::from_secs(90);

/// How long a name may take to resolve that a proxy will resolve by itself.
const NAME_LIMIT: Duration = Duration::from_secs(5);

/// How many redirections are followed.
const MOST_REDIRECTIONS: usize = 3;

/// A sound, as far as its size allows.
#[derive(Clone, PartialEq, Eq)]
pub enum Sound {
    /// All of it.
    Whole { bytes: Vec<u8>, kind: SoundKind },
    /// It has more than [`MOST_BYTES`] bytes.
    TooLarge,
}

impl fmt::Debug for Sound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole { bytes, kind } => write!(f, "Whole({kind:?}, {} bytes)", bytes.len()),
            Self::TooLarge => f.write_str("TooLarge"),
        }
    }
}

/// The format of a sound, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoundKind {
    Mp3,
    /// Opus or Vorbis in an Ogg container.
    Ogg,
    /// AAC in an MP4 container.
    M4a,
    Wav,
    Flac,
}

impl SoundKind {
    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Mp3 => "audio/mpeg",
            Self::Ogg => "audio/ogg",
            Self::M4a => "audio/mp4",
            Self::Wav => "audio/wav",
            Self::Flac => "audio/flac",
        }
    }

    /// The usual ending of a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Mp3 => "mp3",
            Self::Ogg => "ogg",
            Self::M4a => "m4a",
            Self::Wav => "wav",
            Self::Flac => "flac",
        }
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        match infer::get(bytes)?.extension() {
            "mp3" => Some(Self::Mp3),
            "ogg" | "opus" => Some(Self::Ogg),
            "m4a" | "mp4" => Some(Self::M4a),
            "wav" => Some(Self::Wav),
            "flac" => Some(Self::Flac),
            _ => None,
        }
    }
}

/// Why there is no sound.
#[derive(Debug, thiserror::Error)]
pub enum SoundError {
    /// The address is not encrypted, or leads to a machine of this network.
    #[error("the address of the recording is not a public https address")]
    Address,
    /// The address does not have the file (any more).
    #[error("the recording was refused with HTTP {0}")]
    Refused(u16),
    /// The file is not a sound.
    #[error("the recording is not a sound file")]
    NotASound,
    /// The connection failed, or took too long.
    #[error("the recording could not be read")]
    Broken(#[source] Error),
    /// It took longer than a minute and a half.
    #[error("the recording took too long")]
    Slow,
}

impl Client {
    /// Reads the sound of a recording.
    ///
    /// # Errors
    /// See [`SoundError`]; only [`SoundError::Address`] and
    /// [`SoundError::NotASound`] are certain to stay.
    pub async fn sound(
        &self,
        token: &AccessToken,
        recording: &Recording,
    ) -> Result<Sound, SoundError> {
        let read = async {
            let answer = self.follow(token, recording.url.clone()).await?;
            sound(answer).await
        };
        let read: Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(read);
        tokio::time::timeout(LIMIT, read)
            .await
            .unwrap_or(Err(SoundError::Slow))
    }

    async fn follow(&self, token: &AccessToken, mut url: Url) -> Result<Response, SoundError> {
        for _ in 0..=MOST_REDIRECTIONS {
            let request = match self.is_own(&url) {
                true => self
                    .own_host()
                    .get(url.clone())
                    .header(AUTHORIZATION, bearer(token)),
                false if is_allowed(&url) => self.outside(&url).await?,
                false => return Err(SoundError::Address),
            };
            let sent = request.timeout(LIMIT).send().await;
            let answer = sent.map_err(|error| SoundError::Broken(broken(error)))?;
            if !answer.status().is_redirection() {
                return match answer.status() {
                    StatusCode::OK => Ok(answer),
                    other => Err(SoundError::Refused(other.as_u16())),
                };
            }
            let to = answer.headers().get(LOCATION);
            let to = to.and_then(|to| url.join(to.to_str().ok()?).ok());
            url = to.ok_or(SoundError::Address)?;
        }
        Err(SoundError::Address)
    }

    /// A request to another host. A proxy resolves the names by itself: this
    /// machine can only refuse names that it resolves to its own network.
    async fn outside(&self, url: &Url) -> Result<RequestBuilder, SoundError> {
        let Some(by_proxy) = self.by_proxy(url) else {
            return Ok(self.elsewhere().get(url.clone()));
        };
        match url.host() {
            Some(Host::Domain(name)) if leads_inside(name).await => Err(SoundError::Address),
            _ => Ok(by_proxy.get(url.clone())),
        }
    }

    /// Whether an address is on the service's own host.
    fn is_own(&self, url: &Url) -> bool {
        url.origin() == self.base_url().origin()
    }
}

async fn sound(mut answer: Response) -> Result<Sound, SoundError> {
    let told = answer.headers().get(CONTENT_LENGTH);
    let told = told.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let mut bytes = Vec::new();
    let mut kind = None;
    loop {
        let piece = answer.chunk().await;
        let Some(piece) = piece.map_err(|error| SoundError::Broken(cut(error)))? else {
            break;
        };
        bytes.extend_from_slice(&piece);
        // A page or a program is not read to its end.
        if kind.is_none() && bytes.len() >= HEAD {
            kind = Some(SoundKind::of(&bytes).ok_or(SoundError::NotASound)?);
        }
        let is_large = told.is_some_and(|told| told > MOST_BYTES) || bytes.len() > MOST_BYTES;
        if kind.is_some() && is_large {
            return Ok(Sound::TooLarge);
        }
    }
    let kind = kind.or_else(|| SoundKind::of(&bytes));
    let kind = kind.ok_or(SoundError::NotASound)?;
    Ok(Sound::Whole { bytes, kind })
}

/// Every format is known by this many bytes.
const HEAD: usize = 64;

/// Whether an address outside the service may be read: encrypted, with a name or
/// a public number. [`PublicOnly`] examines the numbers behind a name.
fn is_allowed(url: &Url) -> bool {
    let is_public = match url.host() {
        Some(Host::Domain(name)) => !name.is_empty(),
        Some(Host::Ipv4(ip)) => is_public(ip.into()),
        Some(Host::Ipv6(ip)) => is_public(ip.into()),
        None => false,
    };
    url.scheme() == "https" && url.username().is_empty() && url.password().is_none() && is_public
}

/// Resolves names to public addresses only, at the moment of the connection, so
/// that a name cannot lead to this machine or its network.
pub(super) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|at| is_public(at.ip())).collect();
            match public.is_empty() {
                true => Err("the name has no public address".into()),
                false => Ok(Box::new(public.into_iter()) as Addrs),
            }
        })
    }
}

/// Whether a name has an address that is not public, as far as this machine
/// knows it.
async fn leads_inside(name: &str) -> bool {
    let found = tokio::time::timeout(NAME_LIMIT, tokio::net::lookup_host((name, 0))).await;
    let Ok(Ok(mut found)) = found else {
        return false;
    };
    found.any(|at| !is_public(at.ip()))
}

/// Whether an address is one of the public internet (IANA's special-purpose
/// registries, RFC 6890).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let special = match ip.octets() {
        // This network; shared by a provider; protocols; benchmarks; reserved.
        [0, ..] | [192, 0, 0, _] | [240..=255, ..] => true,
        [100, second, ..] => (64..128).contains(&second),
        [198, 18 | 19, ..] => true,
        _ => false,
    };
    !(special
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast())
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    match ip.segments() {
        // An IPv4 address behind a translator (RFC 6052).
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
        }
        // Protocols, documentation, 6to4.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x2002, ..] | [0x3fff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_read() {
        for (address, public) in [
            ("https://cdn.example.com/a.mp3?sig=1", true),
            ("https://93.184.216.34/a.mp3", true),
            ("https://[2606:2800:220:1::1]/a.mp3", true),
            ("https://[64:ff9b::5db8:d822]/a.mp3", true),
            ("http://cdn.example.com/a.mp3", false),
            ("ftp://cdn.example.com/a.mp3", false),
            ("https://user:pass@cdn.example.com/a.mp3", false),
            ("https://127.0.0.1/a.mp3", false),
            ("https://2130706433/a.mp3", false),
            ("https://0x7f.1/a.mp3", false),
            ("https://0.0.0.0/", false),
            ("https://10.1.2.3/", false),
            ("https://172.16.0.1/", false),
            ("https://192.168.1.1/", false),
            ("https://169.254.169.254/latest/meta-data", false),
            ("https://100.64.0.1/", false),
            ("https://198.19.0.1/", false),
            ("https://224.0.0.1/", false),
            ("https://255.255.255.255/", false),
            ("https://[::1]/", false),
            ("https://[::]/", false),
            ("https://[::ffff:127.0.0.1]/", false),
            ("https://[::ffff:93.184.216.34]/", false),
            ("https://[64:ff9b::7f00:1]/", false),
            ("https://[fe80::1]/", false),
            ("https://[fc00::1]/", false),
            ("https://[ff02::1]/", false),
            ("https://[2001:db8::1]/", false),
            ("https://[2002:7f00:1::]/", false),
        ] {
            assert_eq!(is_allowed(&address.parse().unwrap()), public, "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_not_resolved() {
        let name: Name = "localhost".parse().unwrap();
        assert!(PublicOnly.resolve(name).await.is_err());
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_not_asked_for_at_a_proxy() {
        assert!(leads_inside("localhost").await);
        assert!(!leads_inside("no-such-name.invalid").await);
    }

    #[test]
    fn a_sound_is_known_by_its_first_bytes() {
        for (bytes, kind) in [
            (&b"\xff\xfb\x18\xc4\0\0\0\0"[..], Some(SoundKind::Mp3)),
            (b"ID3\x04\0\0\0\0\0\0", Some(SoundKind::Mp3)),
            (
                b"OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0OpusHead\x01",
                Some(SoundKind::Ogg),
            ),
            (b"RIFF\x24\0\0\0WAVEfmt ", Some(SoundKind::Wav)),
            (b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42", Some(SoundKind::M4a)),
            (b"fLaC\0\0\0\x22", Some(SoundKind::Flac)),
            (b"<!DOCTYPE html><html>", None),
            (b"\x7fELF\x02\x01\x01", None),
            (b"\x89PNG\r\n\x1a\n", None),
            (b"", None),
        ] {
            assert_eq!(SoundKind::of(bytes), kind, "{bytes:?}");
        }
    }
}
