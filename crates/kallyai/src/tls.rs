//! The implementation of TLS that this process uses.

/// Installs ring as the process's implementation of TLS, for every client that
/// is built from then on. A second call changes nothing.
pub fn install() {
    // An error means that one is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
