//! Secrets at rest: sealed to their owner and their purpose.
//!
//! XChaCha20-Poly1305; version, purpose and owner are authenticated with the
//! secret, so that a sealed value moved to another record opens nowhere. The
//! key comes from the configuration or from a key file made on the first start.
//! A folder remembers its key: another key is refused, and a lost one is never
//! silently replaced.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{private, rekey};
use kally_core::model::{ChatUser, Platform};
use kally_runtime::Ids;

const VERSION: u8 = 1;
pub(crate) const NONCE_BYTES: usize = 24;
pub(crate) const KEY_BYTES: usize = 32;
const KEY_FILE: &str = "key";
/// A key that has yet to take the place of the one in the key file.
pub(crate) const NEXT_KEY_FILE: &str = "key-next";
const CHECK_FILE: &str = "key-check";
const CHECK_PURPOSE: &str = "key-check";
const CHECK_TEXT: &[u8] = b"kally-bridge";

/// Why a secret cannot be sealed or opened. No error holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The configured key is not a key.
    #[error(
        "the configured sealing key is not 32 bytes in base64 or 64 hexadecimal characters; \
         `openssl rand -hex 32` makes one"
    )]
    BadKey,
    /// The key file does not hold a key.
    #[error("the key file {0} does not hold a key; put back the one that this store was made with")]
    BadKeyFile(String),
    /// Others may read the key file.
    #[error("the key file {0} can be read by others; `chmod 600 {0}` corrects that")]
    SharedKeyFile(String),
    /// The key that the store was made with is missing.
    #[error(
        "the store in {0} was made with a key that is missing; put back its key file \
         or configure the key it was made with"
    )]
    KeyLost(String),
    /// The store was made with another key.
    #[error(
        "the store in {0} was made with another key; configure that one, or put it into \
         store.old_keys and run `kally-bridge rekey`"
    )]
    WrongKey(String),
    /// A change of the key has not ended.
    #[error(
        "a change of the key of the store in {0} was interrupted: run `kally-bridge rekey` again"
    )]
    Unfinished(String),
    /// Damaged, sealed with another key, or to another owner or purpose.
    #[error("the sealed value does not open for this owner and purpose")]
    NotOpened,
    /// It was sealed by a later version.
    #[error("the sealed value has the unknown version {0}")]
    UnknownVersion(u8),
    /// A file could not be read or written.
    #[error("{path}")]
    File { path: String, source: io::Error },
}

/// Seals and opens with one key.
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    /// The root that other keys are derived from; not the key itself.
    root: SecretBox<[u8; KEY_BYTES]>,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(..)")
    }
}

impl Sealer {
    /// Seals with this key.
    #[must_use]
    pub fn from_key(key: SecretBox<[u8; KEY_BYTES]>) -> Self {
        Self {
            cipher: XChaCha20Poly1305::new(key.expose_secret().into()),
            root: derived(key.expose_secret(), "root"),
        }
    }

    /// A key for another database in the store's folder: always the same for
    /// one purpose, and useless for any other.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> SecretBox<[u8; KEY_BYTES]> {
        derived(self.root.expose_secret(), purpose)
    }

    /// Whether a text is a key: 32 bytes, as base64 or as 64 hex digits.
    #[must_use]
    pub fn is_key(text: &str) -> bool {
        parse(text).is_some()
    }

    /// The sealer of the store in a folder: with the configured key, else
    /// with the folder's key file, which is made on the first start.
    ///
    /// # Errors
    /// When the key is invalid, is not the one that the store was made with, or
    /// can be read by others; each error says how to correct it.
    pub fn load(folder: &Path, configured: Option<&SecretString>) -> Result<Self, SealError> {
        private::folder(folder).map_err(at(folder))?;
        if rekey::is_unfinished(folder) {
            return Err(SealError::Unfinished(folder.display().to_string()));
        }
        let is_new = read(&folder.join(CHECK_FILE))?.is_none();
        let sealer = match (configured, of_file(folder)?) {
            (Some(text), _) => from_text(text)?,
            (None, Some(sealer)) => sealer,
            (None, None) if !is_new => {
                return Err(SealError::KeyLost(folder.display().to_string()));
            }
            (None, None) => Self::from_key(make_key(folder, KEY_FILE)?),
        };
        if is_new {
            expect(folder, &sealer, &Ids::from_os())?;
        }
        match fits(folder, &sealer) {
            true => Ok(sealer),
            false => Err(SealError::WrongKey(folder.display().to_string())),
        }
    }

    /// The text of the key that the store in a folder was made with: the
    /// configured one, else the one of the folder's key file.
    ///
    /// # Errors
    /// When neither fits.
    pub fn text_of(
        folder: &Path,
        configured: Option<&SecretString>,
    ) -> Result<SecretString, SealError> {
        let path = folder.join(KEY_FILE);
        let text = match (configured, read(&path)?) {
            (Some(text), _) => text.clone(),
            (None, Some(content)) => {
                let content = Zeroizing::new(content);
                SecretString::from(String::from_utf8_lossy(&content).trim().to_owned())
            }
            (None, None) => return Err(SealError::KeyLost(folder.display().to_string())),
        };
        match fits(folder, &from_text(&text)?) {
            true => Ok(text),
            false => Err(SealError::WrongKey(folder.display().to_string())),
        }
    }

    /// The sealer of such a text.
    ///
    /// # Errors
    /// When it is not a key.
    pub fn of_text(text: &SecretString) -> Result<Self, SealError> {
        from_text(text)
    }

    /// Makes a folder's key file hold this key.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_text(folder: &Path, text: &SecretString) -> Result<(), SealError> {
        let content = text.expose_secret().as_bytes();
        private::write(folder, KEY_FILE, content).map_err(at(&folder.join(KEY_FILE)))
    }

    /// Seals a secret. A nonce must never be used twice: take random ones.
    #[must_use]
    pub fn seal(
        &self,
        owner: &ChatUser,
        purpose: &str,
        nonce: [u8; NONCE_BYTES],
        plain: &[u8],
    ) -> Vec<u8> {
        let aad = authenticated(owner, purpose);
        let payload = Payload {
            msg: plain,
            aad: &aad,
        };
        let mut sealed = vec![VERSION];
        sealed.extend_from_slice(&nonce);
        // Fails only above 256 GiB; without its ciphertext the value opens
        // nowhere.
        let text = self.cipher.encrypt(&XNonce::from(nonce), payload);
        sealed.extend_from_slice(&text.unwrap_or_default());
        sealed
    }

    /// Opens a secret that was sealed to this owner for this purpose.
    ///
    /// # Errors
    /// When it was altered, or sealed with another key, to another owner or
    /// for another purpose; the cipher cannot tell which.
    pub fn open(
        &self,
        owner: &ChatUser,
        purpose: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (version, rest) = sealed.split_first().ok_or(SealError::NotOpened)?;
        if *version != VERSION {
            return Err(SealError::UnknownVersion(*version));
        }
        let (nonce, text) = rest
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(SealError::NotOpened)?;
        let aad = authenticated(owner, purpose);
        let payload = Payload {
            msg: text,
            aad: &aad,
        };
        self.cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| SealError::NotOpened)
    }
}

/// By this a folder knows its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check(pub Vec<u8>);

impl Check {
    /// The one of a folder.
    ///
    /// # Errors
    /// When it cannot be read, or the folder has none.
    pub fn of(folder: &Path) -> Result<Self, SealError> {
        let found = read(&folder.join(CHECK_FILE))?;
        let found = found.map(|found| Self(found.to_vec()));
        found.ok_or_else(|| SealError::KeyLost(folder.display().to_string()))
    }

    /// The one of this key.
    #[must_use]
    pub(crate) fn made_with(sealer: &Sealer, ids: &Ids) -> Self {
        Self(sealer.seal(&check_owner(), CHECK_PURPOSE, ids.bytes(), CHECK_TEXT))
    }

    /// Whether it is of this key.
    #[must_use]
    pub fn fits(&self, sealer: &Sealer) -> bool {
        let opened = sealer.open(&check_owner(), CHECK_PURPOSE, &self.0);
        opened.is_ok_and(|text| *text == CHECK_TEXT)
    }

    /// Makes a folder expect that key.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, folder: &Path) -> Result<(), SealError> {
        private::write(folder, CHECK_FILE, &self.0).map_err(at(&folder.join(CHECK_FILE)))
    }
}

/// The sealer of a key that was configured.
pub(crate) fn from_text(text: &SecretString) -> Result<Sealer, SealError> {
    let key = parse(text.expose_secret()).ok_or(SealError::BadKey)?;
    Ok(Sealer::from_key(key))
}

/// The sealer of a folder's key file, if there is one.
pub(crate) fn of_file(folder: &Path) -> Result<Option<Sealer>, SealError> {
    read_key(folder, KEY_FILE)
}

/// The sealer of the key that takes its place; makes that key the first time.
pub(crate) fn next_of_file(folder: &Path) -> Result<Sealer, SealError> {
    match read_key(folder, NEXT_KEY_FILE)? {
        Some(sealer) => Ok(sealer),
        None => Ok(Sealer::from_key(make_key(folder, NEXT_KEY_FILE)?)),
    }
}

/// The next key takes the place of the one in the key file.
pub(crate) fn take_next(folder: &Path) -> Result<(), SealError> {
    let key = folder.join(KEY_FILE);
    fs::rename(folder.join(NEXT_KEY_FILE), &key).map_err(at(&key))?;
    private::sync_folder(folder).map_err(at(folder))
}

/// Whether a folder was made with this key.
pub(crate) fn fits(folder: &Path, sealer: &Sealer) -> bool {
    Check::of(folder).is_ok_and(|check| check.fits(sealer))
}

/// From now on the folder expects this key.
pub(crate) fn expect(folder: &Path, sealer: &Sealer, ids: &Ids) -> Result<(), SealError> {
    Check::made_with(sealer, ids).keep(folder)
}

fn read_key(folder: &Path, name: &str) -> Result<Option<Sealer>, SealError> {
    let path = folder.join(name);
    let Some(content) = read(&path)? else {
        return Ok(None);
    };
    if private::is_shared(&path).map_err(at(&path))? {
        return Err(SealError::SharedKeyFile(path.display().to_string()));
    }
    let text = std::str::from_utf8(&content).unwrap_or_default();
    let key = parse(text).ok_or_else(|| SealError::BadKeyFile(path.display().to_string()))?;
    Ok(Some(Sealer::from_key(key)))
}

/// SHA-256 over a key of fixed length and a purpose. That is enough because the
/// key itself is random.
fn derived(key: &[u8; KEY_BYTES], purpose: &str) -> SecretBox<[u8; KEY_BYTES]> {
    let digest = Sha256::new()
        .chain_update(b"kally-bridge")
        .chain_update(key)
        .chain_update(purpose.as_bytes())
        .finalize();
    SecretBox::new(Box::new(digest.into()))
}

/// The data that is authenticated along with the secret, each part with its
/// length.
fn authenticated(owner: &ChatUser, purpose: &str) -> Vec<u8> {
    let platform = owner.platform.word();
    let mut aad = vec![VERSION];
    for part in [purpose, platform, &owner.id].map(str::as_bytes) {
        aad.extend_from_slice(&(part.len() as u64).to_be_bytes());
        aad.extend_from_slice(part);
    }
    aad
}

/// Not a real chat user: the platforms' ids are never empty.
fn check_owner() -> ChatUser {
    ChatUser {
        platform: Platform::Terminal,
        id: String::new(),
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> SealError {
    move |source| SealError::File {
        path: path.display().to_string(),
        source,
    }
}

fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, SealError> {
    match fs::read(path) {
        Ok(content) => Ok(Some(Zeroizing::new(content))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path)(error)),
    }
}

/// A key is random even where a test has seeded the ids: it comes from the
/// system.
fn make_key(folder: &Path, name: &str) -> Result<SecretBox<[u8; KEY_BYTES]>, SealError> {
    let key = Zeroizing::new(Ids::from_os().bytes::<KEY_BYTES>());
    let mut text = Zeroizing::new(STANDARD.encode(*key));
    text.push('\n');
    private::write(folder, name, text.as_bytes()).map_err(at(&folder.join(name)))?;
    Ok(SecretBox::new(Box::new(*key)))
}

fn parse(text: &str) -> Option<SecretBox<[u8; KEY_BYTES]>> {
    let text = text.trim();
    let bytes = match text.len() {
        64 => from_hex(text)?,
        _ => [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD]
            .iter()
            .find_map(|engine| engine.decode(text).ok())
            .map(Zeroizing::new)?,
    };
    let key: [u8; KEY_BYTES] = bytes.as_slice().try_into().ok()?;
    Some(SecretBox::new(Box::new(key)))
}

fn from_hex(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = Zeroizing::new(digits?);
    let bytes = digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]);
    Some(Zeroizing::new(bytes.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    const HEX: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";
    const BASE64: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    fn ana() -> ChatUser {
        ChatUser {
            platform: Platform::Matrix,
            id: "@ana:example.org".to_owned(),
        }
    }

    fn sealer(byte: u8) -> Sealer {
        Sealer::from_key(SecretBox::new(Box::new([byte; KEY_BYTES])))
    }

    fn secret(text: &str) -> SecretString {
        SecretString::from(text.to_owned())
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("there").permissions().mode() & 0o777
    }

    #[test]
    fn a_derived_key_is_of_its_purpose_and_its_key() {
        let key = |byte, purpose| *sealer(byte).derive(purpose).expose_secret();
        assert_eq!(key(1, "a"), key(1, "a"));
        assert_ne!(key(1, "a"), key(1, "b"));
        assert_ne!(key(1, "a"), key(2, "a"));
        assert_ne!(key(1, "a"), [1; KEY_BYTES]);
    }

    #[test]
    fn it_opens_for_its_owner_and_purpose_only() {
        let sealed = sealer(1).seal(&ana(), "tokens", [9; 24], b"secret");
        assert!(!sealed.windows(6).any(|bytes| bytes == b"secret"));
        let opened = sealer(1).open(&ana(), "tokens", &sealed);
        assert_eq!(*opened.expect("opened"), b"secret");
        let other_platform = ChatUser {
            platform: Platform::Telegram,
            ..ana()
        };
        let other_id = ChatUser {
            id: "@ana:example.or".to_owned(),
            ..ana()
        };
        for (key, owner, purpose) in [
            (2, ana(), "tokens"),
            (1, other_platform, "tokens"),
            (1, other_id, "tokens"),
            (1, ana(), "token"),
            (1, ana(), ""),
        ] {
            let opened = sealer(key).open(&owner, purpose, &sealed);
            assert!(opened.is_err(), "{key} {owner} {purpose:?}");
        }
    }

    #[test]
    fn altered_or_cut_it_opens_nowhere() {
        let sealed = sealer(1).seal(&ana(), "tokens", [9; 24], b"secret");
        for place in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[place] ^= 1;
            assert!(sealer(1).open(&ana(), "tokens", &altered).is_err());
            assert!(sealer(1).open(&ana(), "tokens", &sealed[..place]).is_err());
        }
    }

    /// Fixed bytes: every later version must open what a released one sealed.
    #[test]
    fn version_one_still_opens() {
        let folder = tempfile::tempdir().expect("a folder");
        let sealer = Sealer::load(folder.path(), Some(&secret(HEX))).expect("loaded");
        let sealed = STANDARD
            .decode(include_str!("fixtures/sealed-v1.txt").trim())
            .expect("base64");
        assert_eq!(sealer.seal(&ana(), "tokens", [7; 24], b"secret"), sealed);
        let opened = sealer.open(&ana(), "tokens", &sealed).expect("opened");
        assert_eq!(*opened, b"secret");
    }

    #[test]
    fn a_key_file_is_made_once_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().join("new");
        let first = Sealer::load(&folder, None).expect("loaded");
        let sealed = first.seal(&ana(), "tokens", [9; 24], b"secret");
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("key")), 0o600);
        let again = Sealer::load(&folder, None).expect("loaded");
        assert!(again.open(&ana(), "tokens", &sealed).is_ok());
        let text = fs::read_to_string(folder.join("key")).expect("read");
        let configured = Sealer::load(&folder, Some(&secret(&text))).expect("loaded");
        assert!(configured.open(&ana(), "tokens", &sealed).is_ok());
    }

    #[test]
    fn keys_are_read_in_hex_and_base64() {
        let folder = tempfile::tempdir().expect("a folder");
        for text in [
            HEX,
            BASE64,
            BASE64.trim_end_matches('='),
            &format!(" {HEX}\n"),
        ] {
            Sealer::load(folder.path(), Some(&secret(text))).expect(text);
        }
        for text in [
            "",
            "hunter2",
            &HEX[2..],
            &HEX.replace('0', "g"),
            &BASE64[4..],
        ] {
            let refused = Sealer::load(folder.path(), Some(&secret(text)));
            let error = refused.expect_err("no key");
            assert!(matches!(error, SealError::BadKey), "{error}");
            assert!(text.is_empty() || !format!("{error} {error:?}").contains(text));
        }
    }

    #[test]
    fn another_or_a_lost_key_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let (folder, key) = (folder.path(), folder.path().join("key"));
        Sealer::load(folder, None).expect("loaded");
        let other = Sealer::load(folder, Some(&secret(HEX)));
        assert!(matches!(other, Err(SealError::WrongKey(_))), "{other:?}");
        fs::write(&key, HEX).expect("written");
        let other = Sealer::load(folder, None);
        assert!(matches!(other, Err(SealError::WrongKey(_))), "{other:?}");
        fs::write(&key, "nonsense").expect("written");
        let bad = Sealer::load(folder, None);
        assert!(matches!(bad, Err(SealError::BadKeyFile(_))), "{bad:?}");
        fs::remove_file(&key).expect("removed");
        let lost = Sealer::load(folder, None);
        assert!(matches!(lost, Err(SealError::KeyLost(_))), "{lost:?}");
        assert!(!key.exists(), "a lost key is not replaced");
    }

    #[test]
    fn a_key_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        Sealer::load(folder.path(), None).expect("loaded");
        let key = folder.path().join("key");
        for shared in [0o640, 0o604, 0o660] {
            fs::set_permissions(&key, fs::Permissions::from_mode(shared)).expect("set");
            let refused = Sealer::load(folder.path(), None);
            let error = refused.expect_err("shared").to_string();
            assert!(error.contains("chmod 600"), "{error}");
        }
    }

    #[test]
    fn nothing_prints_the_key() {
        assert_eq!(format!("{:?}", sealer(1)), "Sealer(..)");
    }
}
