//! The store's key in a backup: sealed by age, with a passphrase or to
//! recipients. `age --decrypt` opens it as well.

use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use age::secrecy::SecretString;
use age::{scrypt, x25519};
use anyhow::{Context as _, bail, ensure};
use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

use super::args::{BackupArgs, RestoreArgs};

/// A shorter passphrase is guessed too soon.
const SHORTEST: usize = 8;

/// How a backup's key is sealed.
pub enum Seal {
    Passphrase(SecretString),
    Recipients(Vec<x25519::Recipient>),
    /// It is left out.
    LeftOut,
}

impl Seal {
    /// As the options say; asks for a passphrase.
    pub fn of(args: &BackupArgs) -> anyhow::Result<Self> {
        if args.without_keys {
            return Ok(Self::LeftOut);
        }
        if let Some(file) = &args.passphrase_file {
            return Ok(Self::Passphrase(long_enough(from_file(file)?)?));
        }
        if args.passphrase {
            let phrase = long_enough(asked("Passphrase for the backup: ")?)?;
            let again = asked("The same once more: ")?;
            ensure!(
                phrase.expose_secret() == again.expose_secret(),
                "the two passphrases differ"
            );
            return Ok(Self::Passphrase(phrase));
        }
        let recipients = args.recipient.iter().map(|text| {
            text.parse().map_err(|error: &str| {
                anyhow::anyhow!("{text:?} is no age recipient ({error}); `age-keygen` makes one")
            })
        });
        Ok(Self::Recipients(recipients.collect::<anyhow::Result<_>>()?))
    }

    /// Seals a key; `None` if it is left out.
    pub fn seal(self, key: &SecretString) -> anyhow::Result<Option<Vec<u8>>> {
        let encryptor = match &self {
            Self::LeftOut => return Ok(None),
            Self::Passphrase(phrase) => age::Encryptor::with_user_passphrase(phrase.clone()),
            Self::Recipients(recipients) => {
                let all = recipients.iter().map(|one| one as &dyn age::Recipient);
                age::Encryptor::with_recipients(all)?
            }
        };
        let mut sealed = Vec::new();
        let mut writer = encryptor.wrap_output(&mut sealed)?;
        writer.write_all(key.expose_secret().as_bytes())?;
        writer.finish()?;
        Ok(Some(sealed))
    }
}

/// Opens a sealed key, as the options say; asks for a passphrase.
pub fn open(sealed: &[u8], args: &RestoreArgs) -> anyhow::Result<SecretString> {
    let decryptor = age::Decryptor::new(sealed).context("the key in the backup is damaged")?;
    let mut reader = match (decryptor.is_scrypt(), &args.identity) {
        (true, Some(_)) => {
            bail!("the key in the backup is sealed with a passphrase: --passphrase-file")
        }
        (true, None) => {
            let phrase = match &args.passphrase_file {
                Some(file) => from_file(file)?,
                None => asked("Passphrase of the backup: ")?,
            };
            let identity = scrypt::Identity::new(phrase);
            let opened = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity));
            opened.context("the passphrase does not fit, or the key in the backup is damaged")?
        }
        (false, None) => {
            bail!("the key in the backup is sealed to an age recipient: --identity FILE")
        }
        (false, Some(file)) => {
            let identities = identities(file)?;
            let all = identities.iter().map(|one| one as &dyn age::Identity);
            let opened = decryptor.decrypt(all);
            opened.context("the identity does not fit, or the key in the backup is damaged")?
        }
    };
    let mut key = Zeroizing::new(String::new());
    io::Read::read_to_string(&mut reader, &mut key).context("the key in the backup is damaged")?;
    Ok(SecretString::from(key.as_str()))
}

fn identities(file: &Path) -> anyhow::Result<Vec<x25519::Identity>> {
    let content = read(file)?;
    let lines = content.lines().map(str::trim);
    let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let parsed = keys.map(|line| {
        line.parse()
            .map_err(|_| anyhow::anyhow!("{} is no file of age identities", file.display()))
    });
    parsed.collect()
}

fn read(file: &Path) -> anyhow::Result<Zeroizing<String>> {
    let content =
        fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    Ok(Zeroizing::new(content))
}

fn from_file(file: &Path) -> anyhow::Result<SecretString> {
    let content = read(file)?;
    let phrase = content.trim_end_matches(['\r', '\n']);
    Ok(SecretString::from(phrase))
}

fn long_enough(phrase: SecretString) -> anyhow::Result<SecretString> {
    let length = phrase.expose_secret().chars().count();
    ensure!(
        length >= SHORTEST,
        "a passphrase needs {SHORTEST} characters or more"
    );
    Ok(phrase)
}

/// Asks on the terminal, without showing the answer.
fn asked(question: &str) -> anyhow::Result<SecretString> {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    let input = io::stdin();
    ensure!(
        input.is_terminal(),
        "nobody can be asked for the passphrase here: --passphrase-file FILE"
    );
    eprint!("{question}");
    io::stderr().flush()?;
    let shown = tcgetattr(&input)?;
    let mut hidden = shown.clone();
    hidden.local_modes.remove(LocalModes::ECHO);
    tcsetattr(&input, OptionalActions::Flush, &hidden)?;
    let mut line = Zeroizing::new(String::new());
    let read = input.read_line(&mut line);
    tcsetattr(&input, OptionalActions::Flush, &shown)?;
    eprintln!();
    read?;
    Ok(SecretString::from(line.trim_end_matches(['\r', '\n'])))
}
