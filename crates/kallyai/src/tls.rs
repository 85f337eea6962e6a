//! Which implementation of TLS this process uses.

/// Installs ring as the process's implementation of TLS, for every client that
/// is built from then on. Doing so again changes nothing.
pub fn install() {
    // An error says that there is one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
