//! The certification authorities that are trusted: the machine's, and the ones
//! of a file that the operator names.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

/// The bundle of a distribution has about 200 KB; a much larger file is a
/// mistake.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// Installs ring as the process's implementation of TLS, for every client that
/// is built from then on. A second call changes nothing.
pub fn install() {
    // An error means that one is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Authorities beside the machine's.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Authorities(Vec<CertificateDer<'static>>);

/// Why a file names no authorities.
#[derive(Debug, thiserror::Error)]
pub enum AuthoritiesError {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// It is too large to be meant.
    #[error("is larger than 4 MiB")]
    Large,
    /// It is not PEM, or something within is cut off.
    #[error("is not a PEM file: {0}")]
    NotPem(String),
    /// It holds other things, such as a private key.
    #[error("holds no certificate (-----BEGIN CERTIFICATE-----)")]
    Empty,
    /// A certificate cannot be used.
    #[error("has a certificate that cannot be used, number {number}: {why}")]
    Unusable { number: usize, why: String },
}

impl Authorities {
    /// Reads the certificates of a PEM file.
    ///
    /// # Errors
    /// When the file cannot be read, or one of its certificates cannot be used.
    pub fn read(file: &Path) -> Result<Self, AuthoritiesError> {
        if std::fs::metadata(file)?.len() > MOST_BYTES {
            return Err(AuthoritiesError::Large);
        }
        let text = std::fs::read(file)?;
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
        let found = found.map_err(|error| AuthoritiesError::NotPem(error.to_string()))?;
        if found.is_empty() {
            return Err(AuthoritiesError::Empty);
        }
        let mut roots = RootCertStore::empty();
        for (index, certificate) in found.iter().enumerate() {
            let added = roots.add(certificate.clone());
            added.map_err(|error| AuthoritiesError::Unusable {
                number: index + 1,
                why: error.to_string(),
            })?;
        }
        Ok(Self(found))
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Debug for Authorities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authorities({})", self.0.len())
    }
}

/// The trusted authorities; cheap to clone. They are loaded when a client first
/// needs them.
#[derive(Clone)]
pub struct Trust(Arc<Loading>);

struct Loading {
    beside: Authorities,
    config: OnceLock<ClientConfig>,
}

impl Trust {
    /// The machine's authorities: its store, or the ones that `SSL_CERT_FILE` and
    /// `SSL_CERT_DIR` name.
    #[must_use]
    pub fn of_machine() -> Self {
        static OF_MACHINE: OnceLock<Trust> = OnceLock::new();
        OF_MACHINE
            .get_or_init(|| Self::with(Authorities::default()))
            .clone()
    }

    /// The machine's and these. If there are none at all, every connection with
    /// TLS fails, and says that its authority is not known.
    #[must_use]
    pub fn with(beside: Authorities) -> Self {
        let config = OnceLock::new();
        Self(Arc::new(Loading { beside, config }))
    }

    /// The authorities beside the machine's.
    #[must_use]
    pub fn beside(&self) -> &Authorities {
        &self.0.beside
    }

    pub(super) fn config(&self) -> ClientConfig {
        self.0.config.get_or_init(|| load(&self.0.beside)).clone()
    }
}

fn load(beside: &Authorities) -> ClientConfig {
    install();
    let builder = ClientConfig::builder();
    let provider = Arc::clone(builder.crypto_provider());
    let extra = beside.0.iter().cloned();
    match Verifier::new_with_extra_roots(extra, provider) {
        Ok(verifier) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth(),
        Err(_) => builder
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth(),
    }
}

impl fmt::Debug for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Trust").field(&self.0.beside).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &[u8]) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    #[track_caller]
    fn check(text: &[u8], said: &str) {
        let error = Authorities::read(file(text).path())
            .unwrap_err()
            .to_string();
        assert!(error.contains(said), "{error}");
    }

    #[test]
    fn a_file_of_certificates_is_read() {
        let own = || rcgen::generate_simple_self_signed(vec!["ca.test".to_owned()]).unwrap();
        let text = format!("# ours\n{}\n{}", own().cert.pem(), own().cert.pem());
        let read = Authorities::read(file(text.as_bytes()).path()).unwrap();
        assert_eq!(read.count(), 2);
        assert_eq!(Trust::with(read.clone()).beside(), &read);
        let _ = Trust::with(read).config();
    }

    #[test]
    fn a_file_that_is_not_meant_says_why() {
        let own = rcgen::generate_simple_self_signed(vec!["ca.test".to_owned()]).unwrap();
        check(b"", "holds no certificate");
        check(
            own.signing_key.serialize_pem().as_bytes(),
            "holds no certificate",
        );
        check(b"\x30\x82\x01", "holds no certificate");
        let pem = own.cert.pem();
        check(&pem.as_bytes()[..pem.len() / 2], "is not a PEM file");
        check(
            b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            "number 1",
        );
        let missing = Authorities::read(Path::new("/nonexistent")).unwrap_err();
        assert!(
            missing.to_string().contains("cannot be read: No such file"),
            "{missing}"
        );
        let large = file(&vec![b'#'; 5 * 1024 * 1024]);
        let error = Authorities::read(large.path()).unwrap_err();
        assert!(error.to_string().contains("larger than 4 MiB"), "{error}");
    }
}
